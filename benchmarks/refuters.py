"""Our five refuters beside DoWhy 0.14's: seconds, and whether both find the same.

    python benchmarks/refuters.py [--draws 100] [--repeats 3]

Both are given the same rows of a linear model with four confounders, the same fitted least squares with the same
adjustment set, and the same number of draws; both run in this process with linear algebra on one thread. Each is
warmed up, and then timed as the best of several runs.

DoWhy returns only the mean of its simulated effects. They are recorded where the refuter hands them to its own
significance test, and nothing is reproduced. Agreement is measured twice:

- "same draws": DoWhy's generator is seeded, its draws are drawn again from the same seed, and our algebra is given
  them; printed is the largest difference over all simulated effects.
- "own draws": each side draws for itself, ours in blocks of rows and DoWhy's row by row. The rows are independent,
  so both should follow one distribution: the two-sample Kolmogorov-Smirnov test. Our placebo permutes the part of
  the treatment that the controls leave, DoWhy's the treatment itself, whose spread is larger; effects of both are
  compared per standard deviation of what was permuted.

DoWhy's settings: the placebo permutes (its default for a float treatment is a constant, 0), the bootstrap adds no
noise to the confounders, the subset keeps 0.8 of the rows, the dummy outcome is noise of standard deviation 1 (our
residuals have it too), and no integer seed is passed: DoWhy would reseed every subset and every bootstrap with it.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np
import pandas as pd
from scipy import stats
from threadpoolctl import threadpool_limits

from causal.inference.algebra import (
    Array,
    fit,
    functionals_for_covariates,
    functionals_for_treatments,
    functionals_for_weights,
)
from causal.inference.design import Design
from causal.inference.refuters import Setting, refuters
from causal.inference.refuters.subsets import LEFT_OUT
from causal.verdict import RUBRIC

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (500, 5_000)  # rows
TARGETS = {500: 500.0, 5_000: 60.0}  # how many times faster the five together should be
TARGET_DIFFERENCE = 1e-10
OWN_DRAWS = 2_000  # of ours, for the two-sample test
CONFOUNDERS = ("w1", "w2", "w3", "w4")
SEED = 20_260_205


@dataclass(frozen=True, slots=True)
class Theirs:
    """DoWhy's fitted estimate on `data`."""

    data: pd.DataFrame
    estimand: Any
    estimate: Any


@dataclass(frozen=True, slots=True)
class Row:
    """One refuter at one size. Seconds of both, the largest difference on the same draws, the two-sample test."""

    name: str
    dowhy_seconds: float
    our_seconds: float
    difference: float
    dowhy_effects: Array
    our_effects: Array

    @property
    def ratio(self) -> float:
        """How many times faster ours is."""
        return self.dowhy_seconds / self.our_seconds

    @property
    def p_value(self) -> float:
        """The p-value of the two-sample Kolmogorov-Smirnov test."""
        return float(stats.ks_2samp(self.dowhy_effects, self.our_effects).pvalue)


def simulate(rows: int, seed: int = SEED) -> pd.DataFrame:
    """Give independent rows of w1..w4 -> t, w1..w4 -> y and t -> y, with standard normal shocks."""
    rng = np.random.default_rng(seed)
    confounders = rng.standard_normal((rows, len(CONFOUNDERS)))
    treatment = confounders @ [0.5, 0.4, -0.3, 0.2] + rng.standard_normal(rows)
    outcome = 0.3 * treatment + confounders @ [0.3, -0.5, 0.2, 0.4] + rng.standard_normal(rows)
    return pd.DataFrame({"t": treatment, "y": outcome, **dict(zip(CONFOUNDERS, confounders.T, strict=True))})


def design_of(data: pd.DataFrame) -> Design:
    """Give our design: y on t and the four confounders."""
    rows = len(data)
    return Design(
        outcome=data["y"].to_numpy(),
        treatment=data["t"].to_numpy(),
        controls=np.column_stack([np.ones(rows), data[list(CONFOUNDERS)].to_numpy()]),
        names=tuple(f"{name}@0" for name in CONFOUNDERS),
        index=pd.date_range("2000-01-01", periods=rows),
        event=np.zeros(rows, dtype=bool),
        lead=np.full(rows, np.nan),
    )


def theirs_of(data: pd.DataFrame) -> Theirs:
    """Give DoWhy's estimate of the same: least squares on the back-door set w1..w4."""
    import networkx as nx
    from dowhy.causal_estimator import estimate_effect
    from dowhy.causal_estimators.linear_regression_estimator import LinearRegressionEstimator
    from dowhy.causal_identifier.auto_identifier import EstimandType, identify_effect_auto

    arrows = [(name, end) for name in CONFOUNDERS for end in ("t", "y")]
    graph: nx.DiGraph = nx.DiGraph([*arrows, ("t", "y")])
    estimand = identify_effect_auto(graph, ["t"], ["y"], list(data), EstimandType.NONPARAMETRIC_ATE)
    estimand.set_identifier_method("backdoor")
    estimator = LinearRegressionEstimator(estimand).fit(data)
    estimate = estimate_effect(data, "t", "y", "backdoor", estimator, fit_estimator=False, method_params={})
    return Theirs(data, estimand, estimate)


def run_theirs(name: str, theirs: Theirs, draws: int) -> Array:
    """Run DoWhy's refuter of that name and give its simulated effects, as its significance test is handed them."""
    file, function, options = DOWHY[name]
    module = import_module(f"dowhy.causal_refuters.{file}")
    recorded: list[Array] = []

    def record(estimate: Any, simulations: Any, *rest: Any) -> Any:
        recorded.append(np.array(simulations, dtype=np.float64))
        return tested(estimate, simulations, *rest)

    tested = module.test_significance
    with patch.object(module, "test_significance", record):
        getattr(module, function)(theirs.data, theirs.estimand, theirs.estimate, num_simulations=draws, **options())
    return recorded[0]


def _permuted() -> dict[str, Any]:
    from dowhy.causal_refuters.placebo_treatment_refuter import PlaceboType

    return {"treatment_names": ["t"], "placebo_type": PlaceboType.PERMUTE}


# Our name of each refuter; DoWhy's module, function and options.
DOWHY: dict[str, tuple[str, str, Callable[[], dict[str, Any]]]] = {
    "placebo": ("placebo_treatment_refuter", "refute_placebo_treatment", _permuted),
    "random_common_cause": ("random_common_cause", "refute_random_common_cause", dict),
    "subsets": ("data_subset_refuter", "refute_data_subset", lambda: {"subset_fraction": 1.0 - LEFT_OUT}),
    "bootstrap": ("bootstrap_refuter", "refute_bootstrap", lambda: {"required_variables": False}),
    "dummy_outcome": (
        "dummy_outcome_refuter",
        "refute_dummy_outcome",
        lambda: {"treatment_name": ["t"], "outcome_name": "y", "required_variables": True},
    ),
}


def run_ours(name: str, setting: Setting) -> Array:
    """Run our refuter of that name on the design's own outcome and give its simulated effects, (draws,)."""
    effects = refuters()[name].run(setting, setting.design.outcome[:, None]).effects
    assert effects is not None
    return effects[:, 0]


def setting_of(design: Design, draws: int) -> Setting:
    """Give our refuters what they are given in a report: one fitted design."""
    projection = design.project()
    return Setting(
        design=design,
        projection=projection,
        fit=fit(projection, design.outcome[:, None]),
        sign=1,
        lag=0,
        draws=draws,
        rng=np.random.default_rng(SEED),
        rubric=RUBRIC,
    )


def drawn(name: str, rows: int, draws: int, seed: int) -> Array:
    """Give what DoWhy draws after `numpy.random.seed(seed)`: row numbers or noise, one row a draw."""
    state = np.random.RandomState(seed)
    draw: dict[str, Callable[[], Any]] = {
        "placebo": lambda: state.choice(rows, size=rows, replace=False),
        "random_common_cause": lambda: state.randn(rows),
        "subsets": lambda: state.choice(rows, size=round((1.0 - LEFT_OUT) * rows), replace=False),
        "bootstrap": lambda: state.randint(0, rows, size=rows),
        "dummy_outcome": lambda: state.normal(scale=1, size=rows),
    }
    return np.stack([draw[name]() for _ in range(draws)])


def on_draws(name: str, setting: Setting, draws: Array) -> Array:
    """Give the effects that our algebra finds on given draws, (draws,)."""
    design, projection = setting.design, setting.projection
    if name == "dummy_outcome":
        return fit(projection, draws.T).effect
    if name == "random_common_cause":
        return functionals_for_covariates(projection, draws.T) @ design.outcome
    if name == "placebo":
        return functionals_for_treatments(projection, design.treatment[draws].T) @ design.outcome
    weights = np.stack([np.bincount(picked, minlength=design.rows) for picked in draws], axis=1).astype(np.float64)
    return functionals_for_weights(design.treatment, design.controls, weights) @ design.outcome


def spreads(name: str, setting: Setting) -> tuple[float, float]:
    """Give the standard deviations of what DoWhy and we permute, or ones where both draw alike."""
    if name != "placebo":
        return 1.0, 1.0
    return float(np.std(setting.design.treatment)), float(np.std(setting.projection.direction))


def best(call: Callable[[], Any], repeats: int) -> float:
    """Give the seconds of the fastest of `repeats` calls."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def compare(name: str, theirs: Theirs, design: Design, draws: int, repeats: int) -> Row:
    """Time both and hold their effects side by side."""
    setting, many = setting_of(design, draws), setting_of(design, max(draws, OWN_DRAWS))
    run_theirs(name, theirs, 2)
    run_ours(name, setting)
    np.random.seed(SEED)  # noqa: NPY002 - DoWhy draws from the global generator
    found = run_theirs(name, theirs, draws)
    given = on_draws(name, setting, drawn(name, design.rows, draws, SEED))
    wide, narrow = spreads(name, setting)
    return Row(
        name=name,
        dowhy_seconds=best(lambda: run_theirs(name, theirs, draws), repeats),
        our_seconds=best(lambda: run_ours(name, setting), 10 * repeats),
        difference=float(np.max(np.abs(found - given))),
        dowhy_effects=found * wide,
        our_effects=run_ours(name, many) * narrow,
    )


def measure(rows: int, draws: int, repeats: int) -> tuple[float, list[Row]]:
    """Give the difference of the two point estimates, and one row a refuter."""
    data = simulate(rows)
    design = design_of(data)
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # DoWhy 0.14 under pandas 3
        theirs = theirs_of(data)
        point = abs(float(theirs.estimate.value) - float(design.project().functional @ design.outcome))
        return point, [compare(name, theirs, design, draws, repeats) for name in DOWHY]


def table(rows: int, draws: int, point: float, found: list[Row]) -> str:
    """Give one size as text."""
    lines = [
        f"{rows:,} rows, {draws} draws",
        f"{'':21}{'seconds':>20}{'':9}   {'same draws':>10}   {'own draws: mean and sd of effects, KS':>42}",
        f"{'':21}{'DoWhy':>10}{'ours':>10}{'ratio':>9}   {'difference':>10}   {'DoWhy':>17}{'ours':>17}{'p':>8}",
    ]
    for row in found:
        moments = "".join(f"{e.mean():>+9.4f}{e.std(ddof=1):>8.4f}" for e in (row.dowhy_effects, row.our_effects))
        lines.append(
            f"{row.name:21}{row.dowhy_seconds:>10.4f}{row.our_seconds:>10.5f}{row.ratio:>9.0f}   "
            f"{row.difference:>10.1e}   {moments}{row.p_value:>8.3f}"
        )
    dowhy, ours = sum(row.dowhy_seconds for row in found), sum(row.our_seconds for row in found)
    lines.append(f"{'all five':21}{dowhy:>10.4f}{ours:>10.5f}{dowhy / ours:>9.0f}")
    if rows in TARGETS:
        lines.append(
            f"target: {TARGETS[rows]:.0f} times faster: {'met' if dowhy / ours >= TARGETS[rows] else 'MISSED'}"
        )
    largest = max(point, *(row.difference for row in found))
    lines.append(
        f"point estimate: difference {point:.1e}; largest of all {largest:.1e}, "
        f"target {TARGET_DIFFERENCE:.0e}: {'met' if largest <= TARGET_DIFFERENCE else 'MISSED'}"
    )
    return "\n".join(lines)


def main() -> None:
    """Print one table a size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    for rows in given.rows:
        sys.stdout.write(table(rows, given.draws, *measure(rows, given.draws, given.repeats)) + "\n\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
