"""The formulas' meaning; Cinelli and Hazlett's published numbers are in tests/reference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from causal.frame import Frame
from causal.inference import estimate, identify, sensitivity
from causal.inference.algebra import fit, project
from causal.messages import Outcome
from causal.verdict import RUBRIC
from tests.worlds import frame, graph


def test_bias_formula_is_the_omitted_variable_bias():
    rng = np.random.default_rng(0)
    rows = 400
    z, hidden = rng.standard_normal(rows), rng.standard_normal(rows)
    t = 0.4 * z + 0.6 * hidden + rng.standard_normal(rows)
    y = 0.5 * t + 0.3 * z + 0.7 * hidden + rng.standard_normal(rows)
    short, long = np.column_stack([np.ones(rows), z]), np.column_stack([np.ones(rows), z, hidden])
    fitted = fit(project(t, short), y[:, None])
    full = fit(project(t, long), y[:, None])
    with_treatment, with_outcome = sensitivity.group_r2(long, t, [2], y[:, None])
    size = sensitivity.bias(fitted.classical_error, project(t, short).residual_degrees, with_treatment, with_outcome)
    assert abs(float(fitted.effect[0] - full.effect[0])) == pytest.approx(float(size[0]), rel=1e-9)


def test_a_benchmark_that_explains_half_the_treatment_allows_no_bound():
    assert sensitivity.bound(0.5, np.array([0.1]), 1.0) is None


# -- the gate


ROWS = 400
SAME_DAY = graph(["c->x", "c->y", "+x->y"], ["x->y"])
LATER = graph(["c->x@1", "c->y", "+x->y@1"], ["x->y@1"])


def made(declared, pull, effect=0.5, rows=ROWS, seed=1, sort=frame):
    """A design of worlds in which the declared common cause pulls both ends, each in days or in rows of no order."""
    rng = np.random.default_rng(seed)
    edge = declared.edge(declared.chain[0])
    c, x, y = rng.standard_normal((3, rows))
    x += pull * (np.roll(c, 1) if edge.lag else c)
    y += pull * c + effect * np.roll(x, edge.lag)
    data = sort({"c": c, "x": x, "y": y})
    window = None if sort is people else (data.index[5].date(), data.index[6].date())
    if sort is people:
        declared = replace(declared, variables=tuple(replace(v, persistence=0) for v in declared.variables))
    estimand = identify.identify(declared, edge)
    return estimate.design_for(data, declared, estimand, window)


def people(columns):
    table = pd.DataFrame(columns, index=pd.RangeIndex(len(columns["x"]), name="row"))
    return Frame(table, (), {})


def benchmarks(design, edge, rubric=RUBRIC):
    return {one.covariate: one for one in sensitivity.sensitivity_of(design, edge, rubric).benchmarks}


@pytest.mark.parametrize(("declared", "sort"), [(SAME_DAY, frame), (LATER, frame), (SAME_DAY, people)])
def test_benchmarks_are_the_default_and_the_declared_common_causes_and_never_the_ends_own_past(declared, sort):
    design = made(declared, 0.3, sort=sort)
    assert design.common == {"c"}
    found = benchmarks(design, declared.edges[-1])
    assert set(found) == {"", "c"}
    assert (found[""].treatment_r2, found[""].outcome_r2) == (RUBRIC.default_confounder_r2,) * 2
    if sort is frame:
        assert {"x", "y"} <= set(design.groups)


def test_a_covariate_of_one_end_alone_is_no_benchmark():
    declared = graph(["w->y", "c->x", "c->y", "m->y", "x->m", "+x->y"], ["x->y"])
    assert estimate.common_causes(declared, identify.identify(declared, declared.edge("x->y"))) == {"c"}


@pytest.mark.parametrize(
    ("arrows", "common"),
    [
        (["a->c", "c->x", "c->y", "+x->y"], {"a", "c"}),
        (["a->x", "a->b", "b->y", "+x->y"], {"a"}),
        (["a->x", "+x->y"], set()),
        (["y->a@1", "a->x", "+x->y"], set()),
        (["c->x@3", "c->y@1", "+x->y"], {"c"}),
    ],
)
def test_common_causes_reach_either_end_without_passing_the_other(arrows, common):
    declared = graph(arrows, ["x->y"])
    assert estimate.common_causes(declared, identify.identify(declared, declared.edge("x->y"))) == common


@pytest.mark.parametrize(("effect", "passed"), [(0.5, True), (0.13, False)])
def test_a_hidden_cause_of_the_default_strength_decides_a_lagged_edge(effect, passed):
    """Each interval excludes zero, and a hidden cause of 5% of both ends takes only the lesser of the two."""
    design = made(LATER, 0.1, effect, seed=3)
    low, _ = fit(design.project(), design.outcome[:, None]).interval(0.95)
    found = sensitivity.sensitivity_of(design, LATER.edges[-1], RUBRIC)
    assert low[0] > 0
    assert (found.outcome is Outcome.PASSED) is passed
    default = next(one for one in found.benchmarks if not one.covariate)
    assert (default.low > 0) is passed
    assert found.message.values["covariate"] == ""


def test_a_common_cause_decides_only_where_rows_have_no_order():
    """One as strong as this takes all of the effect; in rows that follow each other it would show in the lags."""
    ordered, apart = made(LATER, 1.5, 0.5), made(SAME_DAY, 1.5, 0.5, sort=people)
    assert not sensitivity.decides("c", ordered)
    assert sensitivity.decides("c", apart)
    assert sensitivity.decides("", ordered) and sensitivity.decides("", apart)
    passed = sensitivity.sensitivity_of(ordered, LATER.edges[-1], RUBRIC)
    assert passed.outcome is Outcome.PASSED
    assert {one.covariate for one in passed.benchmarks} == {"", "c"}  # it is shown all the same
    failed = sensitivity.sensitivity_of(apart, SAME_DAY.edges[-1], RUBRIC)
    assert failed.outcome is Outcome.FAILED
    assert failed.message.values["covariate"] == "c"


@pytest.mark.parametrize("pull", [0.0, 0.4, 0.8])
def test_the_strongest_is_the_default_or_the_strongest_declared_common_cause(pull):
    design = made(SAME_DAY, pull, sort=people)
    found = sensitivity.strongest(design, RUBRIC)
    with_treatment, with_outcome = sensitivity.group_r2(
        design.controls, design.treatment, design.groups["c"], design.outcome[:, None]
    )
    own = sensitivity.bound(with_treatment, with_outcome, 1.0)
    if pull:
        assert (found.treatment_r2, found.outcome_r2[0]) == (own.treatment_r2, own.outcome_r2[0])
        assert found.treatment_r2 * found.outcome_r2[0] > RUBRIC.default_confounder_r2**2
    else:
        assert (found.treatment_r2, found.outcome_r2[0]) == (RUBRIC.default_confounder_r2,) * 2


@pytest.mark.parametrize("sort", [frame, people])
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("pull", [0.1, 0.5, 1.5])
def test_worlds_of_columns_of_their_own_survive_as_they_do_one_by_one(sort, sign, pull):
    """`left_by` on many worlds is `survives` on each."""
    declared = SAME_DAY if sort is people else LATER
    designs = [
        made(declared, pull, sign * effect, seed=seed, sort=sort) for seed in range(5) for effect in (0, 0.2, 0.3, 0.6)
    ]
    first = designs[0]
    cause, effect = f"x@{declared.edges[-1].lag}", "y@0"

    def columns(name):
        if name == effect:
            return np.array([one.outcome for one in designs])
        if name == cause:
            return np.array([one.treatment for one in designs])
        return np.array([one.controls[:, 1 + one.names.index(name)] for one in designs])

    together = sensitivity.left_by(columns, first, cause, effect, np.full(len(designs), float(sign)), RUBRIC)
    alone = [sensitivity.survives(one, one.outcome[:, None], sign, RUBRIC, RUBRIC.level)[0][0] for one in designs]
    assert list(together) == alone
    if pull < 1.5 or sort is frame:
        assert 0 < sum(alone) < len(alone)


def test_worlds_whose_outcomes_alone_differ_survive_as_they_do_one_by_one():
    design = made(SAME_DAY, 0.4, 0.0, sort=people)
    rng = np.random.default_rng(9)
    outcomes = design.treatment[:, None] * np.linspace(-0.6, 0.6, 13) + rng.standard_normal((ROWS, 13))
    held = dict(zip(design.names, design.controls.T[1:, None], strict=True))
    known = {"y@0": outcomes.T, "x@0": design.treatment[None], **held}
    for sign in (1, -1):
        together = sensitivity.left_by(known.__getitem__, design, "x@0", "y@0", np.full(13, float(sign)), RUBRIC)
        assert list(together) == list(sensitivity.survives(design, outcomes, sign, RUBRIC, RUBRIC.level)[0])
        assert 0 < together.sum() < 13


def test_a_hidden_cause_of_the_default_strength_takes_just_what_adjusting_for_it_would():
    """Simulated with its partial R2 exact in the rows, its omission moves the estimate by what `adjusted` says."""
    rng = np.random.default_rng(5)
    rows, share = 500, RUBRIC.default_confounder_r2
    t, hidden, own = np.linalg.qr(rng.standard_normal((rows, 3)) - rng.standard_normal((rows, 3)).mean(0))[0].T * 10.0
    t = np.sqrt(1 - share) * t + np.sqrt(share) * hidden  # share of hidden in the treatment
    left = hidden - t * (hidden @ t) / (t @ t)
    y = 0.4 * t + own + left * np.sqrt(share / (1 - share)) * np.linalg.norm(own) / np.linalg.norm(left)
    constant = np.zeros((rows, 0))
    short = fit(project(t, constant), y[:, None])
    long = fit(project(t, hidden[:, None]), y[:, None])
    with_treatment, with_outcome = sensitivity.group_r2(hidden[:, None], t, [0], y[:, None])
    assert (with_treatment, with_outcome[0]) == (pytest.approx(share), pytest.approx(share))
    errors = short.classical_error, short.standard_error, project(t, constant).residual_degrees
    effect, *_ = sensitivity.adjusted(short.effect, *errors, share, np.array([share]), 2.0)
    assert effect[0] == pytest.approx(min(long.effect[0], 2 * short.effect[0] - long.effect[0]))
