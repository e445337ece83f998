"""What a design cannot compute on the data is told before the report is built, as an instruction."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from causal.commands.cli import main
from causal.data.gather import gather
from causal.errors import NotComputableError
from causal.folder.load import load
from causal.inference.design_proof import uncomputable
from causal.inference.designs import designs
from tests import people, states
from tests.inference.designs.given import given
from tests.inference.designs.rows import declare


def told(folder):
    study = load(folder)
    return list(uncomputable(study, gather(study, folder)))


def with_design(folder, design, data=None):
    old = "mechanism: it is near, claims: [c2]}"
    return people.make_people(folder, data=data, graph={old: f"{old[:-1]}, design: {{{design}}}}}"})


def test_a_law_that_is_taken_back_is_told_by_check_with_its_page(tmp_path):
    data = states.table()
    data.loc[(data["state"] == "State 03") & (data["year"] == 2005), "law"] = 0
    folder = states.write(tmp_path / "law", data=data)
    (one,) = told(folder)
    assert "the treatment is given up again in State 03" in one
    assert "declare the design `panel`; see docs/how-to/designs/differences.md" in one
    answer = CliRunner().invoke(main, ["check", str(folder)])
    assert f"note: {one}" in answer.output
    assert answer.exit_code == 0


def test_a_design_that_can_be_computed_needs_no_word(tmp_path):
    assert told(states.write(tmp_path / "law")) == []
    assert told(with_design(tmp_path / "run", "kind: trial")) == []
    data = people.simulated()
    data["club"] = (data["age"] > 0.1).astype(float)
    assert told(with_design(tmp_path / "near", "kind: discontinuity, running: age, cutoff: 0.1", data)) == []


def test_a_trial_with_one_row_in_an_arm_is_told(tmp_path):
    data = people.simulated()
    data["club"] = (np.arange(len(data)) == 3).astype(float)
    (one,) = told(with_design(tmp_path / "run", "kind: trial", data))
    assert "an arm has fewer than 2 rows" in one
    assert "bring more rows" in one


@pytest.mark.parametrize(
    ("cutoff", "why"),
    [
        (99, "all rows lie on one side of the cut-off"),
        (2.4, "too few values of the running variable differ for a line there"),
    ],
)
def test_a_cut_off_with_too_few_rows_on_one_side_is_told(tmp_path, cutoff, why):
    data = people.simulated()
    data["club"] = (data["age"] > cutoff).astype(float)
    if not data["club"].any():
        data.iloc[0, 0] = 1.0  # a cause of one value is refused before
    (one,) = told(with_design(tmp_path / "run", f"kind: discontinuity, running: age, cutoff: {cutoff}", data))
    assert why in one


# each design's proof


def rows(**changes):
    rng = np.random.default_rng(1)
    table = {"y": rng.normal(size=60), "d": np.arange(60) % 2.0, "m": rng.normal(size=60), "x": rng.normal(size=60)}
    return pd.DataFrame({**table, **changes})


def panel(units=6, periods=12, treated=1, start=6, **changes):
    rng = np.random.default_rng(2)
    unit, period = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    index = pd.MultiIndex.from_arrays([[f"u{one}" for one in unit], period], names=["unit", "time"])
    law = ((unit < treated) & (period >= start)).astype(float)
    return pd.DataFrame({"y": rng.normal(size=len(unit)), "d": law, "u": unit, "t": period, **changes}, index=index)


def parameters(name, **more):
    return designs()[name].parameters(**more)


UNFIT = {
    "dose": lambda: declare(rows(), "y", "d", parameters("dose")),
    "mediation": lambda: declare(rows(m=np.arange(60) % 2.0), "y", "d", parameters("mediation", mediator="m")),
    "trial": lambda: declare(rows(one=np.ones(60)), "y", "d", parameters("trial", clusters="one")),
    "discontinuity": lambda: declare(
        rows(d=(rows()["x"] > 0).astype(float), one=np.ones(60)),
        "y",
        "d",
        parameters("discontinuity", running="x", cutoff=0.0, clusters="one"),
    ),
    "differences": lambda: given(panel(treated=6), "d", "y", parameters("differences"), unit="u", period="t"),
    "panel": lambda: given(panel(units=3), "d", "y", parameters("panel"), unit="u", period="t"),
    "synthetic": lambda: given(panel(units=3), "d", "y", parameters("synthetic"), unit="u", period="t"),
    "event_study": lambda: given(panel(), "d", "y", parameters("event_study"), unit="u", period="t"),
    "interrupted": lambda: given(
        pd.DataFrame({"y": np.arange(30.0) % 7, "d": np.arange(30) % 2.0}, pd.bdate_range("2024-01-01", periods=30)),
        "d",
        "y",
        parameters("interrupted"),
    ),
}


@pytest.mark.parametrize("name", sorted(designs()))
def test_its_proof_says_what_the_estimate_would(name):
    design, unfit = designs()[name], UNFIT[name]()
    with pytest.raises(NotComputableError) as proved:
        design.proof(unfit)
    with pytest.raises(NotComputableError) as tried:
        design.estimate(unfit)
    assert str(proved.value) == str(tried.value)
    assert any(mark in str(proved.value) for mark in (";", ":", "such as", "as `")), "no instruction"
