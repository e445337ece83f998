"""A folder of one's own data, with units declared: what the article states is read, reconciled and judged, end to end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import yaml

from causal import pipeline
from causal.authoring.scaffold import scaffold_own
from causal.data import gather
from causal.errors import BadFolderError
from causal.folder import load
from causal.rendering.catalogue import Catalogue
from causal.verdict import RUBRIC, Grounds
from tests.authoring.test_scaffold import TODAY
from tests.test_pipeline import QUICK

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from causal.verdict import Verdict

DAY, BEFORE = "2024-05-02", "2024-05-01"
UNITS = {
    "rain": "mm",
    "assets": "millions of US$",
    "profit": "US$ million",
    "rate": "%",
    "yield_t": "t",
    "weight": "lb",
    "share": "share",
    "price": "US$",
    "jobless": "%",
}
AT = {
    BEFORE: [3.1, 8_895_000, -100.0, 5.25, 3.2, 12.0, 0.2, 64_000, 4.0],
    DAY: [12.0, 8_903_000, -50.0, 5.5, 3.2, 12.0, 0.2, 60_800, 4.2],
}


def data() -> pd.DataFrame:
    """A hundred and fifty days near what they are on the two days."""
    days = pd.date_range("2024-01-01", periods=150)
    noise = np.random.default_rng(3).normal(scale=0.002, size=(150, len(UNITS)))
    made = pd.DataFrame(np.array(AT[BEFORE]) * (1 + noise), index=days, columns=list(UNITS))
    for day, values in AT.items():
        made.loc[day] = values
    return made.rename_axis("date")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `causal new --data` makes it, with its units filled in."""
    place = tmp_path_factory.mktemp("figures")
    data().to_csv(place / "daily.csv")
    scaffold_own(place / "r", [place / "daily.csv"], TODAY)
    sources = place / "r/data/sources.yaml"
    text = sources.read_text(encoding="utf-8").replace("SOURCE", "an office")
    for name, unit in UNITS.items():
        text = re.sub(rf'({name}: {{label: "{name}", unit: )UNIT', rf'\g<1>"{unit}"', text)
    sources.write_text(text, encoding="utf-8")
    return place / "r"


def judged(folder: Path, *checks: Mapping[str, object]) -> tuple[Verdict, ...]:
    """Give the verdict of a claim for each check; the first is the one that the graph cites."""
    claims = [
        {"id": f"c{n}", "paragraph": "1", "kind": "numeric fact", "text": "A figure.", "checks": [dict(check)]}
        for n, check in enumerate(checks, start=1)
    ]
    (folder / "claims.yaml").write_text(yaml.safe_dump({"claims": claims}), encoding="utf-8")
    study = load.load(folder)
    frame = gather.gather(study, folder)
    return pipeline.judge_claims(study, frame, RUBRIC, [], [], lambda _: None)[0]


def value(of: str, stated: str, unit: str = "") -> dict[str, object]:
    return {"check": "value", "of": of, "at": DAY, "stated": stated, "unit": unit}


def change(of: str, stated: str, unit: str = "", **more: str) -> dict[str, object]:
    return {
        "check": "change",
        "of": of,
        "before": BEFORE,
        "after": DAY,
        "stated_change": stated,
        "unit": unit,
        **more,
    }


RIGHT = [
    value("daily.rain", "12 mm"),
    value("daily.rain", "12 mm", "mm"),
    value("daily.rain", "12 millimetres", "mm"),
    value("daily.rain", "1.2 cm"),
    value("daily.rain", "12毫米"),
    value("daily.assets", "$8.9 trillion"),
    value("daily.assets", "$8.9 trillion", "US$"),
    value("daily.assets", "$8.9 trillion", "millions of US$"),
    value("daily.assets", "8.9 trillion dollars"),
    value("daily.assets", "8.9万亿美元"),
    value("pct(daily.profit)", "50%"),
    change("daily.profit", "50%", direction="up"),
    change("daily.profit", "$50m"),
    change("daily.profit", "5000万美元"),
    change("daily.rate", "25 basis points"),
    change("daily.rate", "25 basis points", "%"),
    change("daily.rate", "0.25 percentage points", "%"),
    change("daily.rate", "25个基点"),
    change("daily.rate", "0.25个百分点"),
    value("diff(daily.rate)", "25 basis points", "basis points"),
    value("diff(daily.rate)", "0.25 points"),
    value("daily.yield_t", "3.2 t"),
    value("daily.yield_t", "3,200 kg"),
    value("daily.yield_t", "3.2吨"),
    value("daily.weight", "12 pounds"),
    value("daily.weight", "5.44 kg"),
    value("daily.weight", "12磅"),
    value("daily.share", "one in five"),
    value("daily.share", "20%"),
    value("daily.share", "20%", "%"),
    value("daily.share", "a fifth"),
    value("daily.share", "五分之一"),
    value("daily.share", "两成"),
    change("daily.price", "-5%"),
    change("daily.price", "-5%", "US$"),
    change("daily.price", "5%", direction="down"),
    change("daily.price", "-$3,200"),
    change("daily.price", "百分之五", direction="down"),
    change("daily.jobless", "5%"),
    change("daily.jobless", "0.2 points"),
    change("daily.jobless", "0.2个百分点"),
    change("daily.jobless", "20 basis points"),
]
WRONG = [
    value("daily.rain", "12 cm"),
    value("daily.assets", "$8.9 billion"),
    value("pct(daily.profit)", "-50%"),
    change("daily.rate", "0.25 basis points"),
    value("daily.yield_t", "3.2 kg"),
    value("daily.weight", "12 kg"),
    value("daily.share", "one in four"),
    value("daily.share", "0.2%"),
    change("daily.price", "-5 dollars"),
    change("daily.price", "5%", direction="up"),
    change("daily.jobless", "5 percentage points"),
    change("daily.jobless", "0.5个百分点"),
]


@pytest.mark.parametrize(("checks", "expected"), [(RIGHT, Grounds.FIGURES_AGREE), (WRONG, Grounds.CONTRADICTED)])
def test_each_figure_is_judged_in_its_own_unit(made: Path, checks: list[dict[str, object]], expected: Grounds) -> None:
    found = judged(made, *checks)
    assert {v.claim: v.grounds for v in found} == {f"c{n}": expected for n in range(1, len(checks) + 1)}


@pytest.mark.parametrize(
    ("of", "stated"),
    [("daily.rate", "12 mm"), ("daily.rain", "12%"), ("daily.weight", "$12"), ("daily.rate", "12毫米")],
)
def test_a_unit_that_cannot_be_reconciled_is_a_mistake_of_the_folder(made: Path, of: str, stated: str) -> None:
    with pytest.raises(BadFolderError) as caught:
        judged(made, value("daily.rain", "12 mm"), value(of, stated))
    [problem] = caught.value.problems
    assert problem.file.endswith("claims.yaml")
    assert "claims[1].checks[0]" in problem.key
    assert "cannot be reconciled" in problem.message
    assert of in problem.message


def test_the_report_tells_the_points_of_a_relative_change_in_both_languages(made: Path) -> None:
    [found] = judged(made, change("daily.jobless", "5%"))
    reason = found.evidence[0].reason
    assert "a change of 5% (0.2 percentage points of the value itself)" in Catalogue("en").sentence(reason)
    assert "变动5%（数值本身变动0.2个百分点）" in Catalogue("zh").sentence(reason)


def people(place: Path) -> Path:
    """A folder in which 79.1% of a thousand with the cause, and 34.0% of a thousand without, have the outcome."""
    cause = np.repeat([1, 0], 1000)
    well = np.concatenate([np.arange(1000) < 791, np.arange(1000) < 340]).astype(int)
    rows = [f"p{n}" for n in range(2000)]
    pd.DataFrame({"person": rows, "treated": cause, "well": well}).sample(frac=1, random_state=1).to_csv(
        place / "people.csv", index=False
    )
    scaffold_own(place / "r", [place / "people.csv"], TODAY)
    graph = place / "r/graph.yaml"
    text = graph.read_text(encoding="utf-8")
    assert "formula: people.well, unit: UNIT" in text
    graph.write_text(text.replace("people.well, unit: UNIT", "people.well, unit: share, family: binary"), "utf-8")
    return place / "r"


def test_a_cause_of_0_or_1_with_such_an_outcome_is_a_difference_of_shares(tmp_path: Path) -> None:
    folder = people(tmp_path)
    stated = {"about 0.45 higher": True, "45 percentage points": True, "45个百分点": True, "0.356": False}
    claims = [{"id": "c1", "paragraph": "1", "kind": "causal link", "text": "T.", "checks": [{"check": "chain"}]}]
    claims += [
        {
            "id": f"c{n}",
            "paragraph": "1",
            "kind": "numeric fact",
            "text": "A size.",
            "checks": [{"check": "estimate", "edge": "treated->well", "stated": wording}],
        }
        for n, wording in enumerate(stated, start=2)
    ]
    (folder / "claims.yaml").write_text(yaml.safe_dump({"claims": claims}), encoding="utf-8")
    found = pipeline.build(folder, QUICK)
    [estimate] = found.graph.edges[0].estimates[:1]
    assert estimate.effect == pytest.approx(0.451, abs=1e-6)
    assert [v.grounds is Grounds.FIGURES_AGREE for v in found.verdicts[1:]] == list(stated.values())
    assert found.verdicts[-1].grounds is Grounds.CONTRADICTED
