"""Event studies: known effects are found, errors allow for firms that move together, and challenges fail on worlds made to break them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal.errors import NotComputableError
from causal.inference.designs import Challenged, Declared
from causal.inference.designs.event_study import DESIGN, Parameters
from causal.messages import Outcome
from tests.inference.designs.given import given as declared
from tests.inference.designs.wording import worded

DAYS, FIRST, LENGTH, AFFECTED, LEFT_ALONE = 160, 130, 3, 6, 8


def world(
    seed: int,
    *,
    effect: float = 0.0,
    common: float = 0.0,
    peers: float = 0.0,
    early: float = 0.0,
    carried_by_one: bool = False,
    left_alone: int = LEFT_ALONE,
) -> pd.DataFrame:
    """Firms with slopes of their own on the market; `common` is the deviation of a shock that the affected firms share."""
    random = np.random.default_rng(seed)
    firms = AFFECTED + left_alone
    market = random.normal(0.0, 1.0, DAYS)
    slopes = random.uniform(0.5, 1.5, firms)
    returns = 0.05 + np.outer(slopes, market) + random.normal(0.0, 1.0, (firms, DAYS))
    returns[:AFFECTED] += common * random.normal(0.0, 1.0, DAYS)
    window = slice(FIRST, FIRST + LENGTH)
    moved = np.zeros(firms)
    moved[:AFFECTED] = effect
    if carried_by_one:
        moved[:AFFECTED] = [effect * AFFECTED, *[0.0] * (AFFECTED - 1)]
    moved[AFFECTED:] = peers
    returns[:, window] += moved[:, None]
    returns[:AFFECTED, FIRST - 5 : FIRST] += early
    treated = np.zeros((firms, DAYS))
    treated[:AFFECTED, window] = 1.0
    index = pd.MultiIndex.from_product([[f"f{one:02d}" for one in range(firms)], range(DAYS)], names=["firm", "day"])
    return pd.DataFrame(
        {"event": treated.ravel(), "return": returns.ravel(), "market": np.tile(market, firms)}, index=index
    )


def given(table: pd.DataFrame, **parameters: object) -> Declared:
    return declared(table, "event", "return", Parameters(**{"market": "market", **parameters}))


def challenged(name: str, one: Declared) -> Challenged:
    return DESIGN.challenges[name].run(one, DESIGN.estimate(one)[0])


def test_a_known_effect_is_found_by_every_estimate() -> None:
    for found in DESIGN.estimate(given(world(1, effect=2.0))):
        assert found.low < 2.0 < found.high
        assert found.p_value < 0.01


def test_the_estimate_is_the_dummy_of_one_regression() -> None:
    """Of one firm, the mean abnormal return is the mean of the days' dummies in the regression on all its days (Karafiath 1988)."""
    import statsmodels.api as sm

    table = world(2, effect=1.0, left_alone=0).loc[["f00"]]
    found = DESIGN.estimate(given(table, gap=0))[0]
    rows = table.iloc[: FIRST + LENGTH]
    dummies = np.zeros((len(rows), LENGTH))
    dummies[range(FIRST, FIRST + LENGTH), range(LENGTH)] = 1.0
    fitted = sm.OLS(rows["return"].to_numpy(), np.column_stack([np.ones(len(rows)), rows["market"], dummies])).fit()
    test = fitted.t_test(np.array([[0.0, 0.0, *[1.0 / LENGTH] * LENGTH]]))
    assert found.effect == pytest.approx(test.effect.item())
    assert found.standard_error == pytest.approx(test.sd.item())
    assert found.degrees_of_freedom == fitted.df_resid


def test_firms_that_move_together_count_once() -> None:
    """Without an effect about 5% of the intervals exclude zero, however much the affected firms share."""
    found = [DESIGN.estimate(given(world(seed, common=1.5)))[:2] for seed in range(60)]
    rejected = np.mean([[one.p_value < 0.05 for one in pair] for pair in found], axis=0)
    assert (rejected <= 0.15).all()


def test_every_challenge_passes_on_a_clean_event() -> None:
    one = given(world(3, effect=2.0))
    outcomes = {name: challenged(name, one).outcome for name in DESIGN.challenges}
    assert set(outcomes.values()) == {Outcome.PASSED}


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("event_placebo_days", {"effect": 0.0}),
        ("event_peers", {"effect": 0.0, "peers": -2.0}),
        ("event_leave_one_firm", {"effect": 1.0, "carried_by_one": True}),
        ("event_before", {"effect": 2.0, "early": 1.5}),
    ],
)
def test_each_challenge_fails_on_a_world_made_to_break_it(name: str, broken: dict[str, float]) -> None:
    assert challenged(name, given(world(4, **broken))).outcome is Outcome.FAILED


def test_what_does_not_apply_says_why() -> None:
    table = world(5, effect=2.0, left_alone=0).loc[["f00"]]
    one = given(table, gap=0)
    whys = {name: challenged(name, one).why for name in DESIGN.challenges}
    assert whys == {
        "event_placebo_days": "",
        "event_peers": "no_peers",
        "event_leave_one_firm": "one_firm",
        "event_before": "no_gap",
    }


def test_windows_of_different_firms_may_lie_apart() -> None:
    table = world(6)
    for firm, first in (("f00", 90), ("f01", 100), ("f02", 130)):
        table.loc[(firm, slice(None)), "event"] = 0.0
        table.loc[(firm, slice(first, first + 2)), "event"] = 1.0
        table.loc[(firm, slice(first, first + 2)), "return"] += 3.0
    kept = [f"f{one:02d}" for one in (0, 1, 2, *range(AFFECTED, AFFECTED + LEFT_ALONE))]
    found = DESIGN.estimate(given(table.loc[kept]))[0]
    assert found.low < 3.0 < found.high
    assert found.details["firms"] == 3


def test_the_path_ends_at_the_cumulative_return() -> None:
    one = given(world(7, effect=2.0), gap=0)
    plot, listing = (draw(one, DESIGN.estimate(one)[0]) for draw in DESIGN.figures.values())
    affected, peers = plot.strands
    alone = DESIGN.estimate(one)[2]
    assert affected.y[affected.x.index(LENGTH - 1)] == pytest.approx(alone.details["cumulative"])
    assert peers.faint
    assert len(listing.rows) == AFFECTED
    cumulative = np.mean([row.numbers[1] for row in listing.rows])
    assert cumulative == pytest.approx(DESIGN.estimate(one)[0].details["cumulative"])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda table: table.assign(event=2.0), "must be 1"),
        (lambda table: table.assign(event=0.0), "no firm has a row"),
        (lambda table: table.loc[(slice(None), slice(120, None)), :], "of the .* earlier rows that it takes"),
    ],
)
def test_what_cannot_be_computed_says_why(spoil: object, reason: str) -> None:
    with pytest.raises(NotComputableError, match=reason):
        DESIGN.estimate(given(spoil(world(8))))


def test_two_windows_of_a_firm_are_refused() -> None:
    table = world(9)
    table.loc[("f00", slice(140, 141)), "event"] = 1.0
    with pytest.raises(NotComputableError, match="more than one event"):
        DESIGN.estimate(given(table))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("left_alone", [0, LEFT_ALONE])
def test_all_that_is_found_is_worded(language: str, left_alone: int) -> None:
    one = given(world(10, effect=2.0, left_alone=left_alone))
    assert all(list(worded("event_study", DESIGN, one, language)))


def test_firms_that_move_apart_by_chance_are_corrected_by_the_published_formula() -> None:
    """Kolari and Pynnönen (2010), equation 11: the statistic of Boehmer, Musumeci and Poulsen times the root of (1 - r) / (1 + (n - 1) r)."""
    found = DESIGN.estimate(given(world(11, effect=1.0, common=1.0)))[1]
    listing = DESIGN.figures["event_study_firms"](given(world(11, effect=1.0, common=1.0)), found)
    scores = np.array([row.numbers[2] for row in listing.rows], dtype=float)
    plain = scores.mean() / (scores.std(ddof=1) / np.sqrt(len(scores)))
    correlation = found.details["correlation"]
    assert isinstance(correlation, float)
    assert correlation > 0.2
    expected = plain * np.sqrt((1.0 - correlation) / (1.0 + (len(scores) - 1) * correlation))
    assert found.statistic == pytest.approx(expected)
