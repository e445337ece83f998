"""Published errors of shares, means and differences of surveys with weights, strata and clusters."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from causal.errors import NotComputableError
from causal.judgement.checks._linearisation import Plan, covariance, difference, mean_of, wilson
from tests.judgement.checks.bench import bench, run
from tests.reference.printed import like

if TYPE_CHECKING:
    from causal.verdict import Evidence

DATA = Path(__file__).parent / "data"
EVERYWHERE = {"unit": "mg", "stated": "over 1"}


def error(values: np.ndarray, plan: Plan, within: np.ndarray | None = None) -> tuple[float, float]:
    """Give a weighted mean and its linearised error."""
    mean = mean_of(values, np.ones(len(values), dtype=bool) if within is None else within, plan)
    return mean.value, math.sqrt(covariance([mean], plan)[0, 0])


@pytest.mark.parametrize(
    ("kind", "share", "published"),
    [("E", "0.786885", "0.0463"), ("H", "0.076503", "0.0268"), ("M", "0.136612", "0.0296")],
)
def test_kinds_of_school_in_a_sample_of_districts(kind: str, share: str, published: str) -> None:
    """R's survey, svymean(~stype, dclus1): 183 schools in 15 of 757 districts, drawn without replacement."""
    table = pd.read_csv(DATA / "school_districts.csv")
    rows = table.loc[table.index.repeat(table["schools"])]
    plan = Plan(weights=np.ones(len(rows)), clusters=rows["district"].to_numpy(float))
    found, with_replacement = error((rows["type"] == kind).to_numpy(float), plan)
    assert len(rows) == 183
    assert plan.freedom == 14
    assert like(share, found) == share
    assert like(published, with_replacement * math.sqrt(1 - 15 / 757)) == published


def test_index_of_schools_in_a_sample_of_districts() -> None:
    """R's survey, svymean(~api00, dclus1): 644.17, 23.542; a mean needs no more than each cluster's sum."""
    table = pd.read_csv(DATA / "school_districts.csv")
    plan = Plan(weights=table["schools"].to_numpy(float), clusters=table["district"].to_numpy(float))
    found, with_replacement = error((table["index_sum"] / table["schools"]).to_numpy(), plan)
    assert like("644.169399", found) == "644.169399"
    assert like("23.5422", with_replacement * math.sqrt(1 - 15 / 757)) == "23.5422"


def test_strata_without_clusters() -> None:
    """R's survey, help page of the data `fpc`, svymean(~x, withoutfpc): 5.4481, 0.7413."""
    values = np.array([2.8, 4.1, 6.8, 6.8, 9.2, 3.7, 6.6, 4.2])
    plan = Plan(weights=np.repeat([3.0, 4.0], [5, 3]), strata=np.repeat([1.0, 2.0], [5, 3]))
    found, given = error(values, plan)
    assert (like("5.4481", found), like("0.7413", given)) == ("5.4481", "0.7413")


def zinc(**given: object) -> Evidence:
    """Run the check on blood zinc of 9,189 people in NHANES II, a row for each race in a cluster."""
    table = pd.read_csv(DATA / "zinc.csv")
    people = pd.DataFrame(
        {
            "zinc": table["weighted_zinc"] / table["weight"],
            **{name: table[name] for name in ("weight", "stratum", "unit")},
            **{f"race{one}": (table["race"] == one) * 1.0 for one in (1, 2, 3)},
        }
    ).set_index(pd.date_range("2000-01-01", periods=len(table)))
    survey = {"weights": "people.weight", "strata": "people.stratum", "clusters": "people.unit"}
    return run(bench(people=people), "summary", of="people.zinc", survey=survey, **EVERYWHERE, **given)


def test_zinc_with_weights_strata_and_clusters() -> None:
    """Samplics' pages on Taylor linearisation: 87.182067 (86.173563 to 88.190571), 31 strata, 62 clusters, t with 31."""
    shown = zinc().comparisons[0]
    assert like("87.182067", shown.found or 0) == "87.182067"
    assert like("86.173563", shown.low or 0) == "86.173563"
    assert like("88.190571", shown.high or 0) == "88.190571"


def test_zinc_of_a_group_keeps_the_strata_of_all() -> None:
    """The same pages by race: whites 87.495389 (86.518062 to 88.472716), error 0.479196."""
    shown = zinc(among={"rows": "people.race1", "label": "whites"}).comparisons[0]
    assert like("87.495389", shown.found or 0) == "87.495389"
    assert like("86.518062", shown.low or 0) == "86.518062"
    assert like("88.472716", shown.high or 0) == "88.472716"


def test_zinc_of_two_groups_counts_what_their_clusters_share() -> None:
    """The same pages print both means, 87.495389 and 85.085744; the error of their difference is written out here."""
    table = pd.read_csv(DATA / "zinc.csv")
    mean = table["weighted_zinc"] / table["weight"]
    parts = [table["weight"] * (table["race"] == one) for one in (1, 2)]
    means = [float((part * mean).sum() / part.sum()) for part in parts]
    score = parts[0] * (mean - means[0]) / parts[0].sum() - parts[1] * (mean - means[1]) / parts[1].sum()
    pairs = score.groupby([table["stratum"], table["unit"]]).sum().groupby(level=0)
    squared = sum((one.iloc[0] - one.iloc[1]) ** 2 for _, one in pairs)  # two clusters a stratum
    shown = zinc(
        among={"rows": "people.race1", "label": "whites"}, against={"rows": "people.race2", "label": "blacks"}
    ).comparisons[0]
    assert shown.found == pytest.approx(87.495389 - 85.085744, abs=1e-6)
    assert shown.high is not None
    assert shown.found is not None
    assert shown.high - shown.found == pytest.approx(2.0395134 * math.sqrt(squared), rel=1e-6)


def test_difference_of_two_shares() -> None:
    """Newcombe (1998), example (a), method 10: 56 of 70 less 48 of 80, 0.0524 to 0.3339."""
    first, second = wilson(56 / 70, 70, 0.95), wilson(48 / 80, 80, 0.95)
    low, high = difference((56 / 70, 48 / 80), (first, second), 0.0)
    assert (like("0.0524", low), like("0.3339", high)) == ("0.0524", "0.3339")


def test_a_group_less_itself_is_certain() -> None:
    ends = wilson(0.5, 50, 0.95)
    assert difference((0.5, 0.5), (ends, ends), 1.0) == pytest.approx((0.0, 0.0), abs=1e-9)


def test_a_lone_cluster_is_refused() -> None:
    plan = Plan(weights=np.ones(5), strata=np.array([1.0, 1, 1, 2, 2]), clusters=np.array([1.0, 1, 2, 3, 3]))
    with pytest.raises(NotComputableError, match="stratum 2 has a single cluster"):
        error(np.arange(5.0), plan)


def clustered(seed: int, share: float, worlds: int) -> list[tuple[np.ndarray, Plan]]:
    """Draw 40 clusters of 8 to 12 people in 4 strata; within one, answers go together (intraclass correlation 0.1)."""
    drawn, random = [], np.random.default_rng(seed)
    for _ in range(worlds):
        sizes = random.integers(8, 13, 40)
        inclined = random.beta(share * 9, (1 - share) * 9, 40)
        clusters = np.repeat(np.arange(40.0), sizes)
        weights = np.repeat(np.exp(random.normal(0, 0.2, 40)), sizes)
        answers = (random.random(len(clusters)) < np.repeat(inclined, sizes)) * 1.0
        drawn.append((answers, Plan(weights=weights, strata=clusters // 10, clusters=clusters)))
    return drawn


@pytest.mark.parametrize("share", [0.5, 0.15])
def test_the_interval_covers_under_clustering(share: float) -> None:
    """In 95% of worlds, less or more what 600 worlds leave; that of a simple random sample in far fewer."""
    held, naive = [], []
    for answers, plan in clustered(3, share, 600):
        found, given = error(answers, plan)
        low, high = wilson(found, min(found * (1 - found) / given**2, len(answers)), 0.95, plan.freedom)
        held.append(low <= share <= high)
        low, high = wilson(answers.mean(), len(answers), 0.95)
        naive.append(low <= share <= high)
    assert 0.93 <= np.mean(held) <= 0.97
    assert np.mean(naive) < 0.88
