"""Dose and response: splines are the textbook's, average slopes are found, and challenges fail on worlds made to break them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from causal.errors import NotComputableError
from causal.inference.designs import Challenged, Declared
from causal.inference.designs._curves import curve
from causal.inference.designs.dose import DESIGN, Parameters
from causal.messages import Outcome
from tests.inference.designs.given import given as declared
from tests.inference.designs.wording import worded

if TYPE_CHECKING:
    from collections.abc import Callable

    from causal.inference.algebra import Array


def world(seed: int, shape: Callable[[Array], Array], *, rows: int = 400, noise: float = 1.0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    age = random.normal(size=rows)
    dose = random.uniform(0.0, 4.0, rows) + 0.3 * age
    outcome = shape(dose) + 0.5 * age + noise * random.normal(size=rows) * (0.5 + np.abs(dose) / 4.0)
    return pd.DataFrame({"dose": dose, "y": outcome, "age": age})


def given(table: pd.DataFrame, **parameters: object) -> Declared:
    return declared(table, "dose", "y", Parameters(**parameters), covariates=("age",))


def challenged(name: str, one: Declared) -> Challenged:
    return DESIGN.challenges[name].run(one, DESIGN.estimate(one)[0])


def rising(dose: Array) -> Array:
    return np.log1p(np.maximum(dose + 1.0, 0.0)) * 3.0


def hump(dose: Array) -> Array:
    return 4.0 * dose - dose**2 + 0.5 * dose


def test_the_spline_is_the_natural_cubic_spline_of_the_textbook() -> None:
    """Hastie, Tibshirani and Friedman (2009), equation 5.4, on the same knots: the same fit, and the same slopes."""
    table = world(1, rising)
    one = given(table)
    found = curve(one)
    dose = table["dose"].to_numpy()
    knots = np.quantile(dose, [0.0, 1 / 3, 2 / 3, 1.0])

    def bend(knot: float, at: Array) -> Array:
        return (np.maximum(at - knot, 0) ** 3 - np.maximum(at - knots[-1], 0) ** 3) / (knots[-1] - knot)

    def terms(at: Array) -> Array:
        own = [bend(knot, at) - bend(knots[-2], at) for knot in knots[:-2]]
        return np.column_stack([np.ones(len(at)), at, *own])

    fitted = sm.OLS(table["y"].to_numpy(), np.column_stack([terms(dose), table["age"]])).fit()
    places = np.linspace(dose.min(), dose.max(), 9)
    heights = np.column_stack([terms(places), np.full(9, table["age"].mean())]) @ fitted.params
    assert found.heights(places) @ found.coefficients == pytest.approx(heights, rel=1e-6)
    step = 1e-6
    inside = places[1:-1]
    slopes = (terms(inside + step) - terms(inside - step)) / (2 * step) @ fitted.params[:-1]
    assert found.slopes(inside) @ found.coefficients == pytest.approx(slopes, rel=1e-4)


@pytest.mark.parametrize("parameters", [{}, {"knots": 6}, {"curve": "quadratic"}])
def test_of_a_line_every_curve_gives_the_slope(parameters: dict[str, object]) -> None:
    found = DESIGN.estimate(given(world(2, lambda dose: 2.0 * dose), **parameters))
    for one in found:
        assert one.low < 2.0 < one.high
    assert isinstance(found[0].details["line_p"], float)
    assert found[0].details["line_p"] > 0.01


def test_the_average_slope_covers_its_truth() -> None:
    """Of dose squared the average slope is twice the mean dose; the interval holds that the doses are a sample."""
    truth = 2.0 * 2.0
    covered = []
    for seed in range(100):
        one = DESIGN.estimate(given(world(seed, lambda dose: dose**2, rows=200, noise=0.2), curve="quadratic"))[0]
        covered.append(one.low < truth < one.high)
    assert np.mean(covered) >= 0.88


def test_without_an_effect_about_five_in_a_hundred_are_found() -> None:
    p_values = [DESIGN.estimate(given(world(seed, np.zeros_like, rows=150)))[0].p_value for seed in range(100)]
    assert np.mean(np.array(p_values) < 0.05) <= 0.12


def test_a_curve_that_rises_throughout_passes() -> None:
    one = given(world(3, rising))
    found = challenged("dose_linearity", one)
    assert found.values["bent"] is True
    assert {challenged(name, one).outcome for name in DESIGN.challenges} == {Outcome.PASSED}


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("dose_linearity", hump),
        ("dose_ends", lambda dose: np.where(np.abs(dose - 2.0) > 2.1, 80.0 * (dose - 2.0), -4.0 * dose)),
        ("dose_knots", lambda dose: 2.0 * np.sin(3.0 * dose + 2.0)),
    ],
)
def test_each_challenge_fails_on_a_world_made_to_break_it(name: str, shape: Callable[[Array], Array]) -> None:
    assert challenged(name, given(world(2, shape))).outcome is Outcome.FAILED


def heavy(seed: int, shape: Callable[[Array], Array], draw: Callable[[np.random.Generator], Array]) -> Declared:
    """Give a world whose doses `draw` makes, with errors of spread 1."""
    random = np.random.default_rng(seed)
    dose = draw(random)
    table = pd.DataFrame({"dose": dose, "y": shape(dose) + random.normal(size=len(dose))})
    return declared(table, "dose", "y", Parameters(), covariates=())


def spread_far(random: np.random.Generator) -> Array:
    return random.standard_t(2, size=400)


def spread_usually(random: np.random.Generator) -> Array:
    return random.normal(size=400)


def test_too_coarse_a_curve_of_far_doses_fails_though_every_sign_agrees() -> None:
    """Of 2 tanh(dose), t with 2 degrees of freedom, the interval of 4 knots covers the average slope in one world of five."""
    found = [challenged("dose_knots", heavy(seed, lambda dose: 2.0 * np.tanh(dose), spread_far)) for seed in range(20)]
    assert all(one.values["one_sign"] for one in found)
    assert sum(one.outcome is Outcome.FAILED for one in found) >= 10


@pytest.mark.parametrize(
    ("shape", "draw"),
    [(lambda dose: 2.0 * np.tanh(dose), spread_usually), (lambda dose: 0.5 * dose, spread_far)],
    ids=["a curve of usual doses", "a line of far doses"],
)
def test_a_curve_that_is_fine_enough_passes(
    shape: Callable[[Array], Array], draw: Callable[[np.random.Generator], Array]
) -> None:
    found = [challenged("dose_knots", heavy(seed, shape, draw)) for seed in range(20)]
    assert sum(one.outcome is Outcome.PASSED for one in found) >= 18


@pytest.mark.parametrize(
    ("parameters", "tried"),
    [({}, (3, 6, 3)), ({"knots": 6}, (3, 8, 5)), ({"knots": 8}, (3, 10, 6)), ({"curve": "quadratic"}, (3, 6, 4))],
)
def test_curves_finer_than_the_declared_are_always_among_those_tried(
    parameters: dict[str, object], tried: tuple[int, int, int]
) -> None:
    values = challenged("dose_knots", given(world(3, rising), **parameters)).values
    assert (values["coarsest"], values["finest"], values["curves"]) == tried


def test_too_few_doses_are_refused() -> None:
    table = world(5, rising)
    with pytest.raises(NotComputableError, match="2 different values"):
        DESIGN.estimate(given(table.assign(dose=(table["dose"] > 2.0).astype(float))))


@pytest.mark.parametrize(
    ("doses", "advice"),
    [(2, "write no `design`"), (3, "write `curve: quadratic`$"), (4, "write `curve: quadratic` or fewer `knots`")],
)
def test_of_too_few_doses_it_is_said_what_can_be_done(doses: int, advice: str) -> None:
    table = world(5, rising)
    few = np.arange(len(table)) % doses
    with pytest.raises(NotComputableError, match=advice):
        DESIGN.estimate(given(table.assign(dose=few.astype(float))))


def test_a_covariate_that_is_the_dose_is_refused() -> None:
    table = world(6, rising)
    with pytest.raises(NotComputableError, match="say the same"):
        DESIGN.estimate(given(table.assign(age=2.0 * table["dose"])))


def test_where_only_three_values_are_no_other_curve_is_tried() -> None:
    table = world(7, rising)
    table["dose"] = table["dose"].round().clip(1.0, 3.0)
    assert challenged("dose_knots", given(table, curve="quadratic")).why == "few_values"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["spline", "quadratic"])
def test_all_that_is_found_is_worded(language: str, kind: str) -> None:
    assert all(list(worded("dose", DESIGN, given(world(8, rising), curve=kind), language)))
