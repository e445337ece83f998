"""The gap is recovered, the weights are the nearest, and each challenge fails where it must."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as supposing
from hypothesis import settings
from hypothesis import strategies as st

from causal.errors import NotComputableError
from causal.inference.designs import designs
from causal.inference.designs._synthetic_panel import panel_of
from causal.inference.designs._synthetic_weights import augmented_gaps, simplex_weights
from causal.inference.designs.synthetic import DESIGN, Parameters, estimate
from causal.messages import Outcome
from tests.inference.designs.given import given

UNITS, TIMES, DATE = 22, 24, 16


def panel(effect, seed=0, *, units=UNITS, noise=0.5, apart=0.0, drift=0.0):
    """Give a panel of two common factors; the unit "u00" is treated from the date on, `apart` from the rest, `drift` a time before it."""
    rng = np.random.default_rng(seed)
    factors = np.cumsum(rng.standard_normal((TIMES, 2)), axis=0)
    loadings = rng.uniform(0.0, 1.0, (units, 2))
    loadings[0] = [0.5, 0.5]
    outcome = factors @ loadings.T + 10.0 + noise * rng.standard_normal((TIMES, units))
    law = np.zeros((TIMES, units))
    law[DATE:, 0] = 1.0
    outcome[:, 0] += effect * law[:, 0] + apart + drift * np.clip(np.arange(TIMES) - DATE // 2, 0, None)
    names = [f"u{k:02d}" for k in range(units)]
    index = pd.MultiIndex.from_product([names, [str(1990 + t) for t in range(TIMES)]], names=["unit", "time"])
    columns = {"law": law, "outcome": outcome, "size": np.tile(loadings[:, 0], (TIMES, 1))}
    table = pd.DataFrame({name: values.T.ravel() for name, values in columns.items()}, index=index)
    return table.assign(unit=np.repeat(np.arange(units), TIMES), period=np.tile(np.arange(TIMES), units))


def declare(table, **parameters):
    return given(table, "law", "outcome", Parameters(**parameters), unit="unit", period="period")


def challenged(name, declared):
    return DESIGN.challenges[name].run(declared, estimate(declared)[0])


@pytest.fixture
def unaugmented(monkeypatch):
    """Without the ridge, whose cross-validation takes a second."""
    monkeypatch.setattr("causal.inference.designs.synthetic.AUGMENTED", 0)


def test_it_is_a_member():
    assert designs()["synthetic"] is DESIGN


# -- the weights


@settings(max_examples=25, deadline=None)
@supposing(st.integers(0, 10_000), st.integers(2, 12), st.integers(2, 8), st.floats(1e-6, 1e6))
def test_no_other_weights_are_nearer(seed, donors, rows, unit):
    rng = np.random.default_rng(seed)
    target, pool = unit * rng.standard_normal(rows), unit * rng.standard_normal((rows, donors))
    found = simplex_weights(target, pool, np.ones(rows))
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1.0)
    least = np.sum((target - pool @ found) ** 2)
    others = rng.dirichlet(np.full(donors, 0.5), 200)
    assert np.all(np.sum((target - others @ pool.T) ** 2, axis=1) >= least * (1 - 1e-6))


def test_pysyncon_finds_the_same_weights():
    """Its own search, on outcomes of standard deviation one."""
    pysyncon = pytest.importorskip("pysyncon")
    shown = panel_of(declare(panel(3.0)))
    before = shown.outcomes[: shown.before]
    table = pd.DataFrame(before / before.std(), columns=list(shown.units))
    donors, own = table.drop(columns="u00"), table["u00"]
    library = pysyncon.Synth()
    spread = table.std(axis=1).to_numpy()
    library.fit(X0=donors, X1=own, Z0=donors, Z1=own, custom_V=spread**2)
    assert shown.gaps(0, shown.before)[1][1:] == pytest.approx(library.W, abs=0.03)
    assert before[:, 1:] @ library.W == pytest.approx(before @ shown.gaps(0, shown.before)[1], abs=0.1)


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e5])
def test_the_units_of_the_outcome_do_not_matter(unit):
    pytest.importorskip("pysyncon")
    table = panel(3.0)
    plain = estimate(declare(table))
    other = estimate(declare(table.assign(outcome=unit * table["outcome"])))
    assert [one.method for one in other] == ["synthetic", "synthetic_shifted", "synthetic_augmented"]
    for one, two in zip(plain, other, strict=True):
        assert two.effect == pytest.approx(unit * one.effect, rel=1e-4)
        assert two.standard_error == pytest.approx(unit * one.standard_error, rel=1e-4)


def test_placebos_of_the_ridge_are_those_of_pysyncon():
    """Its own fit of the first donor on the other donors, the treated unit left out, with the same penalty."""
    pysyncon = pytest.importorskip("pysyncon")
    shown = panel_of(declare(panel(3.0, units=10)))
    scale = shown.outcomes[: shown.before].std()
    _, others, penalty = augmented_gaps(shown.outcomes, shown.before)
    donors = shown.outcomes[:, 1:] / scale
    long = pd.DataFrame(donors).rename_axis("time").reset_index().melt("time", var_name="unit", value_name="outcome")
    before = range(shown.before)
    prepared = pysyncon.Dataprep(
        foo=long,
        predictors=[],
        predictors_op="mean",
        dependent="outcome",
        unit_variable="unit",
        time_variable="time",
        treatment_identifier=0,
        controls_identifier=list(range(1, 9)),
        time_predictors_prior=before,
        time_optimize_ssr=before,
        special_predictors=[("outcome", [0], "mean")],
    )
    library = pysyncon.AugSynth()
    library.fit(prepared, lambda_=penalty / scale**2, use_covariates=False)
    assert (donors[:, 0] - donors[:, 1:] @ library.W) * scale == pytest.approx(others[:, 0], abs=0.01 * scale)


# -- the estimate


def test_a_known_effect_is_recovered(unaugmented):
    found = [estimate(declare(panel(5.0, seed)))[0] for seed in range(6)]
    assert np.mean([one.effect for one in found]) == pytest.approx(5.0, abs=0.4)
    assert sum(one.low <= 5.0 <= one.high for one in found) >= 5


def test_a_missing_effect_is_seldom_found(unaugmented):
    """In 60 worlds; the treated unit is one of the units."""
    assert sum(estimate(declare(panel(0.0, seed, units=14)))[0].p_value < 0.05 for seed in range(60)) <= 8


def test_degrees_of_freedom_are_those_of_the_donors():
    found = estimate(declare(panel(5.0)))[0]
    assert found.degrees_of_freedom == UNITS - 2
    assert found.details["donors"] == UNITS - 1


def test_an_excluded_unit_has_no_weight():
    table = panel(5.0)
    first = DESIGN.figures["synthetic_weights"](declare(table), estimate(declare(table))[0])
    heaviest = first.rows[0].label
    declared = declare(table, excluded=(heaviest,))
    rest = DESIGN.figures["synthetic_weights"](declared, estimate(declared)[0])
    assert heaviest not in {row.label for row in rest.rows}
    assert sum(row.numbers[0] for row in rest.rows) == pytest.approx(1.0, abs=0.02)


def test_predictors_bring_the_donors_near_in_them_too():
    table = panel(5.0, noise=3.0)

    def apart(declared):
        shown = panel_of(declared)
        weights = shown.gaps(0, shown.before)[1]
        size = table["size"].unstack("unit").mean()[list(shown.units)].to_numpy()  # noqa: PD010
        return abs(size[0] - size @ weights)

    assert apart(declare(table, predictors=("size",))) <= apart(declare(table)) + 1e-9


def test_a_donor_with_a_gap_is_dropped_and_counted():
    table = panel(5.0)
    table.loc[("u05", "1995"), "outcome"] = np.nan
    found = estimate(declare(table))[0]
    assert (found.details["donors"], found.details["dropped"]) == (UNITS - 2, 1)


# -- the challenges


def test_a_true_effect_survives_all_of_them():
    declared = declare(panel(8.0))
    outcomes = {name: one.run(declared, estimate(declared)[0]).outcome for name, one in DESIGN.challenges.items()}
    assert set(outcomes.values()) == {Outcome.PASSED}, outcomes


def test_no_effect_fails_among_placebo_units():
    found = challenged("synthetic_space", declare(panel(0.0, 3)))
    assert not found.passed
    assert found.p_value == found.values["rank"] / UNITS


def test_with_few_donors_the_first_rank_is_asked_for_and_said():
    found = challenged("synthetic_space", declare(panel(8.0, units=13)))
    assert found.values["few"]
    assert found.passed
    assert found.p_value == pytest.approx(1 / 13)


def test_too_few_donors_to_rank_among_are_told():
    with pytest.raises(NotComputableError, match="too few to rank among"):
        challenged("synthetic_space", declare(panel(8.0, units=8)))


def test_a_unit_that_drifts_away_before_the_date_fails_at_the_placebo_date():
    assert not challenged("synthetic_time", declare(panel(2.0, drift=2.0))).passed


def test_a_unit_that_no_donors_make_up_fails_in_the_fit():
    found = challenged("synthetic_fit", declare(panel(2.0, apart=30.0)))
    assert not found.passed
    assert found.values["worse"]


def test_an_effect_that_hangs_on_one_donor_fails():
    table = panel(0.0, noise=0.05)
    twin = table.loc["u00", "outcome"].to_numpy().copy()
    twin[DATE:] -= 2.0
    table.loc["u03", "outcome"] = twin
    table.loc["u00", "outcome"] = table.loc["u00", "outcome"].to_numpy() - 0.2 * (np.arange(TIMES) >= DATE)
    found = challenged("synthetic_leave_one_donor", declare(table))
    assert not found.passed
    assert found.values["unit"] == "u03"


# -- what it refuses


def test_two_treated_units_are_refused():
    table = panel(5.0)
    table.loc[("u01", "2010"), "law"] = 1.0
    with pytest.raises(
        NotComputableError,
        match="2 units are ever treated: a synthetic control is made for one; declare the design `differences`",
    ):
        estimate(declare(table))


def test_a_treatment_that_ends_is_refused():
    table = panel(5.0)
    table.loc[("u00", "2013"), "law"] = 0.0
    with pytest.raises(NotComputableError, match="ends again"):
        estimate(declare(table))


def test_a_dose_is_refused():
    with pytest.raises(NotComputableError, match="must be 0 before"):
        estimate(declare(panel(5.0).assign(law=0.5)))


def test_an_unknown_donor_is_refused_with_the_nearest():
    with pytest.raises(NotComputableError, match="did you mean 'u"):
        estimate(declare(panel(5.0), excluded=("u0x",)))


def test_a_table_without_units_is_refused():
    with pytest.raises(NotComputableError, match="rows of units and times"):
        estimate(declare(panel(5.0).reset_index(drop=True)))


# -- figures


def test_the_figures_show_the_unit_its_control_and_the_placebos():
    declared = declare(panel(5.0))
    judged = estimate(declared)[0]
    paths, gaps = (DESIGN.figures[name](declared, judged) for name in ("synthetic_paths", "synthetic_gaps"))
    assert [strand.label for strand in paths.strands] == ["treated", "synthetic"]
    assert paths.cut == 1990 + DATE - 0.5
    assert paths.strands[0].x[0] == 1990
    after = np.subtract(paths.strands[0].y, paths.strands[1].y)[DATE:]
    assert after.mean() == pytest.approx(judged.effect)
    assert sum(strand.faint for strand in gaps.strands) == UNITS - 1
    assert not gaps.strands[-1].faint


def test_the_library_is_imported_without_a_word():
    pytest.importorskip("pysyncon")
    code = "import pysyncon, matplotlib.pyplot as p; assert not p.get_fignums()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ""
