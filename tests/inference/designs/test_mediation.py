"""Mediation: the parts add up, errors are those of the libraries, and challenges fail on worlds made to break them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.mediation import Mediation

from causal.errors import NotComputableError
from causal.inference.designs import Challenged, Declared
from causal.inference.designs.mediation import DESIGN, Parameters
from causal.messages import Outcome
from tests.inference.designs.given import given as declared
from tests.inference.designs.wording import worded


def world(
    seed: int,
    *,
    to_mediator: float = 0.5,
    from_mediator: float = 0.6,
    direct: float = 0.3,
    covariate: float = 0.3,
    crossed: float = 0.0,
    rows: int = 400,
    treated: float = 0.5,
) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    age = random.normal(size=rows)
    treatment = (random.random(rows) < treated).astype(float)
    mediator = to_mediator * treatment + covariate * age + random.normal(size=rows)
    path = from_mediator + crossed * (treatment - 0.5)
    outcome = direct * treatment + path * mediator + covariate * age + random.normal(size=rows)
    return pd.DataFrame({"t": treatment, "m": mediator, "y": outcome, "age": age})


def given(table: pd.DataFrame) -> Declared:
    return declared(table, "t", "y", Parameters(mediator="m"), covariates=("age",))


def challenged(name: str, one: Declared) -> Challenged:
    return DESIGN.challenges[name].run(one, DESIGN.estimate(one)[0])


def test_the_parts_add_up_to_the_total() -> None:
    indirect, direct, total = DESIGN.estimate(given(world(1, rows=2000)))
    assert indirect.effect + direct.effect == pytest.approx(total.effect)
    assert indirect.low < 0.3 < indirect.high
    assert direct.low < 0.3 < direct.high
    assert total.low < 0.6 < total.high


def test_the_errors_are_statsmodels() -> None:
    table = world(2)
    indirect, direct, total = DESIGN.estimate(given(table))
    full = sm.OLS(table["y"], sm.add_constant(table[["t", "m", "age"]])).fit(cov_type="HC3")
    short = sm.OLS(table["y"], sm.add_constant(table[["t", "age"]])).fit(cov_type="HC3")
    first = sm.OLS(table["m"], sm.add_constant(table[["t", "age"]])).fit(cov_type="HC3")
    assert direct.standard_error == pytest.approx(full.bse["t"])
    assert total.standard_error == pytest.approx(short.bse["t"])
    apart = np.hypot(first.params["t"] * full.bse["m"], full.params["m"] * first.bse["t"])
    assert indirect.standard_error == pytest.approx(apart, rel=0.1)  # but for the two paths' going together


def test_statsmodels_simulation_is_about_the_exact_product(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parametric draws have the product as their mean: within four Monte-Carlo errors of it."""
    table = world(3)
    own = sm.add_constant(table[["t", "age"]]).to_numpy()
    outcome = sm.OLS(table["y"].to_numpy(), np.column_stack([own, table["m"]]))
    mediator = sm.OLS(table["m"].to_numpy(), own)
    state = np.random.RandomState(7)  # noqa: NPY002 statsmodels draws from the global generator
    monkeypatch.setattr(np.random, "normal", state.normal)
    monkeypatch.setattr(np.random, "multivariate_normal", state.multivariate_normal)
    drawn = Mediation(outcome, mediator, [1, 1], 3).fit(method="parametric", n_rep=200)
    indirect = DESIGN.estimate(given(table))[0]
    simulated = np.asarray(drawn.ACME_avg)
    assert simulated.mean() == pytest.approx(indirect.effect, abs=4 * simulated.std() / np.sqrt(200))
    assert simulated.std() == pytest.approx(indirect.standard_error, rel=0.3)


def test_the_share_is_bounded_only_where_there_is_a_total() -> None:
    share = DESIGN.estimate(given(world(4, direct=0.6, rows=2000)))[0].details
    assert share["share_low"] < 1 / 3 < share["share_high"]
    none = DESIGN.estimate(given(world(4, direct=-0.3, rows=200)))[0].details
    assert none["share_low"] is None
    assert none["share_high"] is None


@pytest.mark.parametrize("paths", [{"to_mediator": 0.0}, {"from_mediator": 0.0}])
def test_without_one_of_the_paths_little_is_found(paths: dict[str, float]) -> None:
    p_values = [DESIGN.estimate(given(world(seed, rows=150, **paths)))[0].p_value for seed in range(100)]
    assert np.mean(np.array(p_values) < 0.05) <= 0.12


def test_every_challenge_passes_on_a_clean_mediation() -> None:
    one = given(world(5))
    assert {challenged(name, one).outcome for name in DESIGN.challenges} == {Outcome.PASSED}


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("mediation_confounder", {"from_mediator": 0.1, "covariate": 2.0}),
        ("mediation_interaction", {"crossed": 2.0, "treated": 0.8}),
        ("mediation_bootstrap", {"to_mediator": 0.0}),
    ],
)
def test_each_challenge_fails_on_a_world_made_to_break_it(name: str, broken: dict[str, float]) -> None:
    assert challenged(name, given(world(6, **broken))).outcome is Outcome.FAILED


def test_at_the_correlation_of_a_hidden_cause_that_alone_ties_them_nothing_is_left() -> None:
    """A mediator that does nothing, tied to the outcome by a hidden cause: the correlation found is the one it brings, 0.5."""
    random = np.random.default_rng(8)
    rows = 20000
    hidden, treatment = random.normal(size=rows), random.integers(0, 2, rows).astype(float)
    mediator = treatment + hidden + random.normal(size=rows)
    outcome = treatment + hidden + random.normal(size=rows)
    table = pd.DataFrame({"t": treatment, "m": mediator, "y": outcome})
    one = declared(table, "t", "y", Parameters(mediator="m"))
    assert challenged("mediation_confounder", one).values["rho"] == pytest.approx(0.5, abs=0.02)
    (strand,) = DESIGN.figures["mediation_rho"](one, DESIGN.estimate(one)[0]).strands
    assert np.interp(0.5, strand.x, strand.y) == pytest.approx(0.0, abs=0.02)
    assert np.interp(0.0, strand.x, strand.y) == pytest.approx(DESIGN.estimate(one)[0].effect, abs=1e-3)


def test_the_bootstrap_is_the_plain_one() -> None:
    """Its effects are those of regressions on the drawn rows: their mean and spread are the estimate's."""
    one = given(world(9))
    indirect = DESIGN.estimate(one)[0]
    effects = challenged("mediation_bootstrap", one).effects
    assert effects is not None
    assert effects.mean() == pytest.approx(indirect.effect, abs=0.2 * indirect.standard_error)
    assert effects.std() == pytest.approx(indirect.standard_error, rel=0.15)


def test_a_mediator_that_is_the_treatment_is_refused() -> None:
    table = world(10)
    with pytest.raises(NotComputableError, match="say the same"):
        DESIGN.estimate(given(table.assign(m=table["t"])))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_that_is_found_is_worded(language: str) -> None:
    assert all(list(worded("mediation", DESIGN, given(world(11)), language)))
