"""A discontinuity: a known jump is recovered on either side and by take-up, and each challenge fails in a world that breaks it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter, ValidationError

from causal.errors import NotComputableError
from causal.findings import Strategy
from causal.inference.designs import designs
from causal.messages import Outcome
from tests.inference.designs.rows import challenged, declare, failures
from tests.inference.designs.wording import worded

pytest.importorskip("rdrobust")
pytest.importorskip("rddensity")

RD = designs()["discontinuity"]
P = RD.parameters
AT = 0.3


def world(rows=3000, jump=1.0, seed=2, **more):
    """The outcome bends with the running variable and jumps where it reaches 0.3; z follows it and does not jump."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, rows)
    d = (x >= AT).astype(float)
    y = jump * d + np.sin(2 * x) + 0.5 * rng.standard_normal(rows)
    return pd.DataFrame({"x": x, "d": d, "y": y, "z": x**2 + rng.standard_normal(rows), **more})


def asked(table=None, **changes):
    given = {"running": "x", "cutoff": AT} | changes
    return declare(world() if table is None else table, "y", "d", P(**given))


def partly(seed=4, rows=4000):
    """Being past the cut-off raises the chance of the cause from 0.2 to 0.7; a hidden will moves cause and outcome."""
    rng = np.random.default_rng(seed)
    x, will = rng.uniform(-1, 1, rows), rng.standard_normal(rows)
    z = (x >= AT).astype(float)
    t = (0.2 + 0.5 * z + 0.15 * will > rng.random(rows)).astype(float)
    return pd.DataFrame({"x": x, "z": z, "d": t, "y": 1.5 * t + x + will + 0.3 * rng.standard_normal(rows)})


def by_instrument(table, **changes):
    declared = declare(table, "y", "d", P(running="x", cutoff=AT, **changes))
    return replace(declared, strategy=Strategy.INSTRUMENT, instruments=("z",))


# the estimate


@pytest.mark.slow
def test_it_recovers_a_known_jump():
    judged, conventional, half, double = RD.estimate(asked())
    assert [one.method for one in (judged, conventional, half, double)] == [
        "rd",
        "rd_conventional",
        "rd_half",
        "rd_double",
    ]
    for one in (judged, conventional, half):
        assert one.low <= 1.0 <= one.high
    assert judged.standard_error > conventional.standard_error
    assert half.rows < judged.rows < double.rows
    assert judged.rows == judged.details["below"] + judged.details["above"]


@pytest.mark.parametrize("ties", [0.0, 1.0])
@pytest.mark.parametrize("side", ["above", "below"])
def test_side_and_ties_do_not_change_it(side, ties):
    table = world()
    table["d"] = ((table.x > AT) if side == "above" else (table.x < AT)).astype(float)
    table["y"] = table.d + table.x + 0.1 * np.random.default_rng(0).standard_normal(3000)
    table.loc[:3, ["x", "d"]] = [AT, ties]
    table.loc[:3, "y"] = ties + AT
    judged = RD.estimate(asked(table, side=side))[0]
    assert judged.low <= 1.0 <= judged.high
    assert judged.details["above" if (side == "above") == (ties == 1) else "below"] > 4


def test_a_turned_running_variable_gives_the_same():
    table = world().assign(x=lambda t: -t.x)
    turned = RD.estimate(asked(table, cutoff=-AT, side="below"))[0]
    plain = RD.estimate(asked())[0]
    assert (turned.effect, turned.standard_error) == pytest.approx((plain.effect, plain.standard_error), rel=1e-6)
    assert turned.details["below"] == plain.details["above"]


def test_where_it_moves_the_cause_it_is_the_ratio_of_two_jumps():
    judged = RD.estimate(by_instrument(partly()))[0]
    assert judged.low <= 1.5 <= judged.high
    assert judged.first_stage_f > 30
    table = partly()
    naive = table.y[table.d == 1].mean() - table.y[table.d == 0].mean()
    assert naive > judged.effect


def test_no_jump_of_the_cause_is_a_weak_first_stage():
    table = partly()
    table["d"] = (np.random.default_rng(1).random(4000) < 0.5).astype(float)
    assert RD.estimate(by_instrument(table))[0].first_stage_f < 10


def test_clusters_widen_it_and_leave_few_degrees_of_freedom():
    rng = np.random.default_rng(1)
    table = world(1500).assign(state=rng.integers(0, 12, 1500))
    table["y"] += rng.standard_normal(12)[table.state] * (1 + 2 * table.d)
    plain, clustered = RD.estimate(asked(table))[0], RD.estimate(asked(table, clusters="state"))[0]
    assert clustered.degrees_of_freedom == 11
    assert clustered.standard_error > 1.3 * plain.standard_error


def test_covariates_stand_beside_it():
    found = RD.estimate(asked(balance=("z",)))
    assert found[-1].method == "rd_adjusted"
    assert found[-1].low <= 1.0 <= found[-1].high


@pytest.mark.slow
def test_its_interval_covers_and_no_jump_is_seldom_found():
    covered = [(one := RD.estimate(asked(world(1000, 0.0, seed)))[0]).low <= 0.0 <= one.high for seed in range(40)]
    assert np.mean(covered) >= 0.85


# refused


def test_a_cause_that_does_not_follow_the_rule_is_refused():
    table = world()
    table.loc[[3, 5], "d"] = 1 - table.loc[[3, 5], "d"]
    with pytest.raises(
        NotComputableError, match="in 2 of 3000 rows 'd' is not what 'x' above 0.3 makes it: .* instrument"
    ):
        RD.estimate(asked(table))


def test_rows_on_the_cut_off_of_both_kinds_are_refused():
    table = world()
    table.loc[:1, "x"] = AT
    table.loc[:1, "d"] = [0.0, 1.0]
    with pytest.raises(NotComputableError, match="on the cut-off itself"):
        RD.estimate(asked(table))


def test_a_wrong_cut_off_is_refused():
    with pytest.raises(NotComputableError, match="is not what 'x' above 0.5 makes it"):
        RD.estimate(asked(cutoff=0.5))


def test_a_cut_off_outside_the_data_is_told_with_their_range():
    with pytest.raises(
        NotComputableError, match="one side of the cut-off: 'x' goes from .* to .*, and `cutoff` is 100"
    ):
        RD.estimate(asked(cutoff=100))


@pytest.mark.parametrize(("side", "other"), [("above", "below"), ("below", "above")])
def test_a_rule_declared_the_wrong_way_round_is_told(side, other):
    table = world()
    table["d"] = (table.x < AT if side == "above" else table.x > AT).astype(float)
    with pytest.raises(NotComputableError, match=f"in 3000 of 3000 rows .* write `side: {other}`"):
        RD.estimate(asked(table, side=side))


@pytest.mark.parametrize("rounded", [0, 5])
def test_few_values_are_refused(rounded):
    table = world()
    table["x"] = np.round(table.x - AT, rounded) + AT if rounded == 0 else table.x.where(table.x < AT, 0.7)
    table["d"] = (table.x >= AT).astype(float)
    with pytest.raises(NotComputableError, match="too few values of the running variable differ.*bring more rows"):
        RD.estimate(asked(table))


def test_parameters_forbid_others():
    assert TypeAdapter(P).validate_python({"running": "x", "cutoff": 0.5}).side == "above"
    for wrong in (
        {"running": "x"},
        {"running": "x", "cutoff": 0.5, "side": "left"},
        {"running": "x", "cutoff": 1, "h": 2},
    ):
        with pytest.raises(ValidationError):
            TypeAdapter(P).validate_python(wrong)


ALONE = """
import warnings
from causal.inference.designs._cutoff import imported
before = list(warnings.filters)
imported("rdrobust"), imported("rddensity")
assert warnings.filters == before
"""


@pytest.mark.slow
def test_the_libraries_leave_the_filters_of_warnings_alone():
    subprocess.run([sys.executable, "-c", ALONE], check=True)


# challenges


@pytest.mark.slow
def test_a_sound_discontinuity_passes_all():
    declared = asked(balance=("z",))
    found = {name: challenged(RD, name, declared).outcome for name in RD.challenges}
    assert found == dict.fromkeys(RD.challenges, Outcome.PASSED)


def test_rows_that_moved_across_fail_the_density():
    table = world()
    moved = (table.x < AT) & (table.x > AT - 0.1) & (np.random.default_rng(0).random(3000) < 0.7)
    table.loc[moved, "x"] = 2 * AT - table.x[moved]
    table["d"] = (table.x >= AT).astype(float)
    found = challenged(RD, "rd_density", asked(table))
    assert found.outcome is Outcome.FAILED
    assert found.values["density_above"] > found.values["density_below"]


def test_the_density_says_which_side_whichever_way_it_is_turned():
    rng = np.random.default_rng(0)
    x = np.r_[rng.uniform(-1, AT, 500), rng.uniform(AT, 1, 1500)]
    for side in ("above", "below"):
        d = ((x >= AT) if side == "above" else (x < AT)).astype(float)
        found = challenged(
            RD, "rd_density", asked(pd.DataFrame({"x": x, "d": d, "y": x + rng.normal(size=2000)}), side=side), 0
        )
        assert found.values["density_above"] > 2 * found.values["density_below"]


def test_a_jump_made_by_the_nearest_rows_fails_the_donut():
    table = world(jump=0.0)
    table["y"] += 3.0 * ((table.x >= AT) & (table.x < AT + 0.04))
    found = challenged(RD, "rd_donut", asked(table))
    assert found.outcome is Outcome.FAILED
    assert found.values["left_out"] > 0


def test_steps_everywhere_fail_the_placebos():
    table = world().assign(y=lambda t: np.floor((t.x - AT) * 4) + 0.3 * np.random.default_rng(0).standard_normal(3000))
    medians = [table.x[table.d == side].median() for side in (0, 1)]
    table["y"] += sum((table.x >= one).astype(float) for one in medians)
    found = challenged(RD, "rd_placebo_cutoffs", asked(table))
    assert found.outcome is Outcome.FAILED
    assert found.values["count"] > 1


@pytest.mark.slow
def test_placebos_and_covariates_have_their_size():
    def run(name):
        return lambda seed: challenged(RD, name, asked(world(1000, 0.0, seed), balance=("z",)), 0)

    assert failures(40, run("rd_placebo_cutoffs")) < 0.15
    assert failures(40, run("rd_covariates")) < 0.15


def test_a_covariate_that_jumps_fails_and_is_named():
    table = world().assign(age=lambda t: 0.8 * t.d + 0.5 * np.random.default_rng(0).standard_normal(3000))
    table.loc[:20, "age"] = np.nan
    found = challenged(RD, "rd_covariates", asked(table, balance=("z", "age")))
    assert found.outcome is Outcome.FAILED
    assert found.values["covariate"] == "age"
    assert found.values["jump"] == pytest.approx(0.8, abs=0.3)


def test_an_effect_of_one_bandwidth_fails_the_others():
    table = world(jump=0.0)
    table["y"] += 2.0 * ((table.x >= AT) & (table.x < AT + 0.1)) - 2.0 * (table.x >= AT + 0.1)
    declared = asked(table)
    judged = RD.estimate(declared)[0]
    found = challenged(RD, "rd_bandwidth", declared, judged)
    assert found.outcome is Outcome.FAILED


def test_nothing_measured_beforehand_is_said():
    assert challenged(RD, "rd_covariates", asked()).why == "none_measured"


@pytest.mark.slow
def test_take_up_is_challenged_by_the_jump_of_the_outcome():
    found = {name: challenged(RD, name, by_instrument(partly())) for name in RD.challenges if name != "rd_covariates"}
    assert [name for name, one in found.items() if not one.passed] == []


# figures


@pytest.mark.parametrize("side", ["above", "below"])
def test_the_jump_is_drawn_where_it_is(side):
    table = world()
    if side == "below":
        table["d"] = (table.x < AT).astype(float)
        table["y"] = table.d + table.x
        table.loc[0, ["x", "d", "y"]] = [AT, 1.0, AT + 1]
    declared = asked(table, side=side)
    found = RD.figures["rd_jump"](declared, RD.estimate(declared)[0])
    strands = {one.label: one for one in found.strands}
    assert list(strands) == ["below", "above", "line_above", "line_below"]
    assert found.cut == AT
    assert max(strands["below"].x) <= AT <= min(strands["above"].x)
    assert strands["line_below"].x[-1] == pytest.approx(AT)
    assert strands["line_above"].x[0] == pytest.approx(AT)
    drawn = strands["line_above"].y[0] - strands["line_below"].y[-1]
    assert drawn == pytest.approx(found.values["jump"] if side == "above" else -found.values["jump"])
    for one in (strands["below"], strands["above"]):
        assert all(low <= y <= high for low, y, high in zip(one.low, one.y, one.high, strict=True))


def test_the_counts_are_of_stretches_that_do_not_cross():
    declared = asked()
    found = RD.figures["rd_counts"](declared, RD.estimate(declared)[0])
    below, above = found.strands
    assert max(below.x) < AT < min(above.x)
    width = found.values["width"]
    table = world()
    assert all(
        low < count < high for one in found.strands for low, count, high in zip(one.low, one.y, one.high, strict=True)
    )
    assert (found.values["running"], found.values["outcome"]) == ("x", "y")
    assert above.y[0] == np.sum((table.x >= AT) & (table.x < AT + width))
    assert below.y[-1] == np.sum((table.x < AT) & (table.x >= AT - width))


# sentences


@pytest.mark.parametrize("more", [{}, {"side": "below"}])
def test_it_is_worded(more):
    table = world()
    if more:
        table["d"] = (table.x < AT).astype(float)
    for one in (asked(table, **more), asked(table, balance=("z",), **more)):
        for language in ("en", "zh"):
            said = list(worded("discontinuity", RD, one, language))
            assert all(said)
            assert not [text for text in said if "None" in text or "nan" in text]
