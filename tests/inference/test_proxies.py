"""Several measures of one latent variable: they agree where it alone ties them to the other end, however well each measures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from causal.errors import NotComputableError
from causal.frame import Frame
from causal.inference import examine
from causal.inference.estimate import design_for
from causal.inference.identify import identify
from causal.inference.proxies import agreements, saturations, tetrads
from causal.study import Measure, NodeKind
from causal.verdict import RUBRIC
from tests.worlds import event_at, garch_t4, graph

LOADINGS, NOISE = (1.0, 0.7, 0.5, 0.6, 0.9), (0.5, 0.8, 0.6, 0.7, 0.8)
OTHERS = tuple(Measure(formula=f"data.x{n}", label=f"X, measure {n}", unit="points") for n in (1, 2))


def normal(rows, rng):
    return rng.standard_normal(rows)


def measured(seed, rows=200, measures=3, effect=0.5, tied=0.0, shocks=normal):
    """Give measures of one thing, (rows, measures), of unlike worth, and what it moves; the noise of the last is `tied` to that as well."""
    rng = np.random.default_rng([seed, rows, measures])
    shared = shocks(rows, rng)
    noise = [shocks(rows, rng) for _ in range(measures)]
    loaded = zip(LOADINGS, NOISE, noise, strict=False)
    other = effect * shared + shocks(rows, rng) + tied * noise[-1]
    return np.column_stack([loading * shared + error * own for loading, error, own in loaded]), other


def rejections(count, **changes):
    found = [tetrads(*measured(seed, **changes), changes.get("rows", 200) - 1)[1] <= 0.05 for seed in range(count)]
    return float(np.mean(found))


@pytest.mark.parametrize(
    "changes",
    [{}, {"effect": 0.0}, {"measures": 5}, {"effect": -0.8, "rows": 400}, {"measures": 4, "effect": 0.2, "rows": 120}],
    ids=str,
)
def test_measures_of_one_thing_disagree_in_about_one_of_twenty_worlds(changes):
    assert 0.03 <= rejections(500, **changes) <= 0.07


def test_shocks_of_changing_variance_and_heavy_tails_do_not_make_them_disagree():
    assert rejections(200, rows=300, shocks=garch_t4) <= 0.08


@pytest.mark.parametrize("measures", [3, 4, 5])
def test_a_measure_that_is_tied_to_the_other_end_by_itself_is_seen(measures):
    assert rejections(100, rows=300, measures=measures, tied=0.5) >= 0.9


def test_units_and_signs_of_the_measures_do_not_matter():
    ours, other = measured(1, tied=0.3)
    ours = ours - ours.mean(axis=0)
    expected = tetrads(ours, other, 190)
    for scale in ([1, 100, 1], [-1, 1, 1], [1, -0.01, 7], [-1, -1, -1]):
        assert tetrads(ours * np.array(scale), other * -3, 190) == pytest.approx(expected)


def test_loadings_are_those_of_the_worlds():
    ours, _ = measured(1, rows=200_000, measures=5)
    found = saturations(np.corrcoef(ours.T))
    truth = np.array(LOADINGS) / np.hypot(LOADINGS, NOISE)
    assert found == pytest.approx(truth, abs=0.01)


def test_measures_that_share_nothing_are_not_compared():
    ours = np.eye(3)
    ours[0, 1] = ours[1, 0] = 0.4
    ours[0, 2] = ours[2, 0] = 0.4
    ours[1, 2] = ours[2, 1] = -0.3
    with pytest.raises(NotComputableError, match="share nothing"):
        saturations(ours)


def test_copies_of_one_measure_are_not_compared():
    ours, other = measured(1)
    copies = np.column_stack([ours[:, 0], 2 * ours[:, 0], -ours[:, 0]])
    with pytest.raises(NotComputableError, match="combinations"):
        tetrads(copies, other, 190)


def declared(end, alternatives=OTHERS, kind=NodeKind.PROXY, arrows=("z->x", "z->y", "+x->y"), latent=()):
    whole = graph(list(arrows), ["x->y"], latent)
    variables = tuple(replace(v, kind=kind, alternatives=alternatives) if v.name == end else v for v in whole.variables)
    return replace(whole, variables=variables)


def lives(seed, end="x", tied=0.0, rows=300):
    """Give z -> x -> y, each with its own past, and two further measures of one end with errors that last."""
    rng = np.random.default_rng([seed, 6])
    made = {name: np.zeros(rows) for name in ("z", "x", "y", "e0", "e1", "e2")}
    for t in range(rows):
        for name, series in made.items():
            series[t] = (0.6 if name in "xyz" else 0.3) * series[t - 1] * (t > 0) + rng.standard_normal()
        made["x"][t] += 0.5 * made["z"][t]
        made["y"][t] += 0.5 * made["z"][t] + 0.4 * made["x"][t]
    other = "y" if end == "x" else "x"
    made[other] = made[other] + tied * made["e2"]
    true = made[end]
    columns = {"z": made["z"], other: made[other], end: true + 0.6 * made["e0"]}
    columns |= {f"{end}~1": 0.5 * true + made["e1"], f"{end}~2": 30 * true + 30 * made["e2"]}
    return Frame(pd.DataFrame(columns, index=pd.bdate_range("2024-01-01", periods=rows)), (), {})


def asked(whole, data):
    edge = whole.edge("x->y")
    estimand = identify(whole, edge)
    return agreements(data, whole, edge, estimand, design_for(data, whole, estimand, None), RUBRIC)


@pytest.mark.parametrize("end", ["x", "y"])
def test_either_end_is_asked_on_the_rows_of_its_edge(end):
    quiet = [asked(declared(end), lives(seed, end))[0] for seed in range(200)]
    assert {(one.variable, one.measures) for one in quiet} == {(end, 3)}
    assert 0.02 <= np.mean([one.rejected for one in quiet]) <= 0.08
    assert np.mean([asked(declared(end), lives(seed, end, tied=0.7))[0].rejected for seed in range(40)]) >= 0.8


@pytest.mark.parametrize(
    "changes",
    [
        {"alternatives": OTHERS[:1]},
        {"alternatives": ()},
        {"kind": NodeKind.OBSERVED},
        {"arrows": ("z->x", "l->x", "l->y", "+x->y"), "latent": ("l",)},
    ],
    ids=["two measures", "one measure", "observed", "an instrument identifies"],
)
def test_nothing_is_asked_where_there_is_nothing_to_compare(changes):
    assert asked(declared("x", **changes), lives(1)) == ()


def test_few_rows_are_no_answer():
    with pytest.raises(NotComputableError, match="too few to compare 3 measures"):
        asked(declared("x"), lives(1, rows=28))


def test_the_findings_of_an_edge_hold_it():
    data = lives(2, tied=0.7)
    case = examine.Case(
        graph=declared("x"), frame=data, event=event_at(data, 200), seed=1, rubric=replace(RUBRIC, draws=30)
    )
    (found,) = examine.examine(case, "x->y").agreements
    assert found.rejected
    assert found.p_value < 0.05
