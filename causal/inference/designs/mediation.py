"""Mediation: how much of the effect of a treatment runs through a mediator, in linear models."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import ConfigDict

from causal.errors import NotComputableError
from causal.findings import Estimate, Plot, Strand
from causal.inference.designs import ROW, Challenge, Challenged, Declared, StudyDesign, Worlds
from causal.inference.designs._hidden import HIDDEN_CAUSE
from causal.inference.designs._paths import Paths, fit, paths
from causal.inference.designs._wild import wild_weights

ENDS = (5.0, 95.0)  # percentiles of a treatment of many values at which the indirect effect is looked at
DRAWN = 61


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a mediation is told."""

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    mediator: str
    """The variable that the effect runs through, drawn between treatment and outcome."""


def judged(declared: Declared) -> Estimate:
    """Give the indirect effect.

    It is the product of treatment's path to the mediator and mediator's path to the outcome; its error is the
    delta method's over the rows' parts in both, so that it allows for changing variance and for parts that go together.
    """
    return _indirect(declared, paths(declared))


def _indirect(declared: Declared, found: Paths) -> Estimate:
    influence = found.indirect_influence
    low, high = share(found, declared.rubric.level)
    return declared.estimate(
        method="mediation_indirect",
        effect=found.indirect,
        standard_error=float(np.sqrt(influence @ influence)),
        rows=len(found.data),
        degrees_of_freedom=found.second.freedom,
        classical_error=found.sobel,
        details={
            "to_mediator": float(found.first.coefficients[1]),
            "from_mediator": float(found.second.coefficients[2]),
            "share": found.indirect / float(found.total.coefficients[1]),
            "share_low": low,
            "share_high": high,
        },
    )


def estimate(declared: Declared) -> tuple[Estimate, ...]:
    """Give the indirect effect, which is judged, and beside it the direct and the total effect."""
    found = paths(declared)
    return (
        _indirect(declared, found),
        declared.estimate(
            method="mediation_direct",
            effect=float(found.second.coefficients[1]),
            standard_error=found.second.error(1),
            rows=len(found.data),
            degrees_of_freedom=found.second.freedom,
            classical_error=float(np.sqrt(found.second.classical[1, 1])),
        ),
        declared.estimate(
            method="mediation_total",
            effect=float(found.total.coefficients[1]),
            standard_error=found.total.error(1),
            rows=len(found.data),
            degrees_of_freedom=found.total.freedom,
            classical_error=float(np.sqrt(found.total.classical[1, 1])),
        ),
    )


def simulate(declared: Declared) -> Worlds:
    """Draw errors of mediator and outcome anew: each row's keeps or changes its sign, one apart from the other (a wild bootstrap).

    Of the two paths through the mediator the one less clear of zero is set so that their product is the effect; the other one and
    the direct path stay. With one path there and the other not, a test of the product errs most.
    """
    found = paths(declared)
    mediator = declared.parameters.mediator
    where = declared.numbered().rows(mediator, ROW)[ROW].to_numpy(dtype=np.intp)
    outcome, between = declared.column(declared.outcome), declared.column(mediator)
    treatment = found.data[:, 2]
    to, out = float(found.first.coefficients[1]), float(found.second.coefficients[2])
    first_is_weaker = abs(to / found.first.error(1)) < abs(out / found.second.error(2))
    shocks = [one.residuals * np.sqrt(len(treatment) / one.freedom) for one in (found.first, found.second)]
    at_mediator = found.data[:, 1] - found.first.residuals - to * treatment
    at_outcome = found.data[:, 0] - found.second.residuals - out * found.data[:, 1]

    def draw(rng: np.random.Generator, effect: float) -> Declared:
        a, b = (effect / out, out) if first_is_weaker else (to, effect / to)
        signs = [wild_weights(rng, len(treatment)) for _ in shocks]
        drawn, moved = outcome.copy(), between.copy()
        moved[where] = at_mediator + a * treatment + signs[0] * shocks[0]
        drawn[where] = at_outcome + b * moved[where] + signs[1] * shocks[1]
        return declared.having({declared.outcome: drawn, mediator: moved})

    return Worlds(draw=draw)


def share(found: Paths, level: float) -> tuple[float | None, float | None]:
    """Give the interval of the share of the total effect that is indirect (Fieller 1954); None, None where it has no end.

    It has none where the total effect is not clear of zero: no share of nothing can be bounded.
    """
    from scipy import stats

    indirect, total = found.indirect, float(found.total.coefficients[1])
    parts = np.column_stack([found.indirect_influence, found.total.influence[:, 1]])
    covariance = parts.T @ parts
    square = float(stats.t.isf((1.0 - level) / 2.0, found.second.freedom)) ** 2
    bottom = total**2 - square * covariance[1, 1]
    if bottom <= 0:
        return None, None
    middle = (indirect * total - square * covariance[0, 1]) / bottom
    top = (indirect**2 - square * covariance[0, 0]) / bottom
    half = float(np.sqrt(max(middle**2 - top, 0.0)))
    return float(middle - half), float(middle + half)


def confounder(declared: Declared, _: Estimate) -> Challenged:
    """Ask how strongly a hidden cause of mediator and outcome must tie their errors for the indirect effect to be zero.

    That correlation is the one that mediator and outcome have, treatment and covariates held fixed (Imai, Keele and Yamamoto 2010,
    theorem 4). Passes where it is at least the one that a hidden cause brings which explains as much of both as the rubric's
    default, and at least the one that the strongest covariate would bring: the root of the product of its two shares.
    """
    from scipy import stats

    found = paths(declared)
    rho = found.correlation
    bound = declared.rubric.default_confounder_r2
    if found.data.shape[1] > 3:
        shares = [
            (found.first.partial_r2(2 + one), found.second.partial_r2(3 + one))
            for one in range(found.data.shape[1] - 3)
        ]
        strongest = max(float(np.sqrt(first * second)) for first, second in shares)
        bound = max(bound, declared.rubric.benchmark_strength * strongest)
    reach = float(stats.norm.isf((1.0 - declared.rubric.level) / 2.0)) / np.sqrt(max(found.first.freedom - 1, 1))
    return Challenged(
        passed=abs(rho) >= bound,
        low=float(np.tanh(np.arctanh(rho) - reach)),
        high=float(np.tanh(np.arctanh(rho) + reach)),
        values={"rho": rho, "bound": bound, "explained": rho**2},
    )


def interaction(declared: Declared, estimate: Estimate) -> Challenged:
    """Let the mediator's path to the outcome depend on the treatment.

    Passes where the data do not reject that it does not, at the rubric's level; and where they do, if the indirect effect has
    the judged one's sign at both ends of the treatment: 0 and 1, or its 5th and 95th percentile.
    """
    from scipy import stats

    found = paths(declared)
    outcome, mediator, treatment, covariates = (*found.data[:, :3].T, found.data[:, 3:])
    columns = np.column_stack([np.ones(len(outcome)), treatment, mediator, treatment * mediator, covariates])
    crossed = fit(outcome, columns)
    statistic = crossed.coefficients[3] / crossed.error(3)
    p_value = float(2.0 * stats.t.sf(abs(statistic), crossed.freedom))
    ends = np.percentile(treatment, ENDS) if len(np.unique(treatment)) > 2 else np.unique(treatment)
    effects = found.first.coefficients[1] * (crossed.coefficients[2] + crossed.coefficients[3] * ends)
    differs = p_value <= 1.0 - declared.rubric.level
    return Challenged(
        passed=not differs or bool((effects * estimate.effect > 0).all()),
        p_value=p_value,
        values={
            "differs": differs,
            "at_low": float(effects[0]),
            "at_high": float(effects[-1]),
            "low_end": float(ends[0]),
            "high_end": float(ends[-1]),
        },
    )


def bootstrap(declared: Declared, estimate: Estimate) -> Challenged:
    """Draw rows anew, since a product of coefficients has no symmetric distribution; passes where the percentile interval is clear of zero."""
    found = paths(declared)
    draws, rows = declared.rubric.draws, len(found.data)
    columns = np.column_stack([np.ones(rows), found.data[:, 2], found.data[:, 1], found.data[:, 3:], found.data[:, 0]])
    products = (columns[:, :, None] * columns[:, None, :]).reshape(rows, -1)
    counts = declared.stream("mediation_bootstrap").multinomial(rows, np.full(rows, 1.0 / rows), size=draws)
    moments = (counts.astype(np.float64) @ products).reshape(draws, columns.shape[1], columns.shape[1])
    effects = np.array([_product(one) for one in moments])
    tail = 50.0 * (1.0 - declared.rubric.level)
    low, high = (float(one) for one in np.percentile(effects, [tail, 100.0 - tail]))
    return Challenged(
        passed=low > 0 if estimate.effect > 0 else high < 0, low=low, high=high, effects=effects, values={}
    )


def _product(moments: np.ndarray) -> float:
    """Give the indirect effect from the cross products of constant, treatment, mediator, covariates and outcome."""
    last = len(moments) - 1
    own = [one for one in range(last) if one != 2]
    try:
        first = np.linalg.solve(moments[np.ix_(own, own)], moments[own, 2])
        second = np.linalg.solve(moments[:last, :last], moments[:last, last])
    except np.linalg.LinAlgError as error:
        raise NotComputableError(
            "in a sample drawn anew the treatment, the mediator and the covariates say the same"
        ) from error
    return float(first[1] * second[2])


def by_correlation(declared: Declared, _: Estimate) -> Plot:
    """Draw the indirect effect that would be left if a hidden cause tied the errors of mediator and outcome by each correlation.

    The curve is Imai, Keele and Yamamoto (2010), theorem 4; its band takes the correlation as known.
    """
    from scipy import stats

    found = paths(declared)
    reached = min(0.9, max(0.3, 1.5 * abs(found.correlation)))
    rho = np.linspace(-reached, reached, DRAWN)
    ratio = np.std(found.total.residuals) / np.std(found.first.residuals)
    a = found.first.coefficients[1]
    path = ratio * (found.correlation - rho * np.sqrt((1.0 - found.correlation**2) / (1.0 - rho**2)))
    error = np.sqrt((path * found.first.error(1)) ** 2 + (a * found.second.error(2)) ** 2)
    half = float(stats.t.isf((1.0 - declared.rubric.level) / 2.0, found.second.freedom)) * error
    return Plot(
        name="mediation_rho",
        strands=(
            Strand(
                label="indirect",
                x=tuple(rho.tolist()),
                y=tuple((a * path).tolist()),
                low=tuple((a * path - half).tolist()),
                high=tuple((a * path + half).tolist()),
                joined=True,
            ),
        ),
        cut=found.correlation,
        values={"rho": found.correlation, "level": declared.rubric.level},
    )


DESIGN = StudyDesign(
    title="Mediation",
    parameters=Parameters,
    samples=frozenset({"cross-section"}),
    estimate=estimate,
    proof=paths,
    judged=judged,
    simulate=simulate,
    challenges={
        "mediation_confounder": Challenge(test="refuted", run=confounder),
        "mediation_interaction": Challenge(test="refuted", run=interaction),
        "mediation_bootstrap": Challenge(test="refuted", run=bootstrap),
        "hidden_cause": HIDDEN_CAUSE,
    },
    figures={"mediation_rho": by_correlation},
    variables=("mediator",),
    drawn=("mediator",),
    reads="mediator",
)
