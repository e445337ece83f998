"""How strong an unobserved confounder would have to be, for a batch of outcomes on one design.

After Cinelli and Hazlett (2020), "Making sense of sensitivity", Journal of the Royal Statistical Society B 82. The formulas are the paper's; the interval uses the robust standard error in place of the classical one, scaled
by the same factor. With the classical error they reproduce its published numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from causal.findings import Benchmark, Sensitivity
from causal.inference.algebra import Array, Projection, basis, critical_value, fit, residual
from causal.inference.design import variable_of
from causal.inference.regressions import regress
from causal.messages import Message, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from causal.inference.algebra import Fit, Mask
    from causal.inference.design import Design
    from causal.study import Edge
    from causal.verdict import Rubric

    Columns = Callable[[str], Array]

CONTOUR = 21  # points a side
IMPOSSIBLE = 0.99  # stands for a strength that no confounder can have


@dataclass(frozen=True, slots=True)
class Confounder:
    """Partial R2 of a hypothetical confounder with treatment and outcome; (worlds,) for the outcome's."""

    treatment_r2: float
    outcome_r2: Array


def robustness_value(effect: Array, standard_error: Array, degrees: int, critical: float = 0.0) -> Array:
    """Give the partial R2, with treatment and outcome alike, that brings |effect| to `critical` standard errors.

    With `critical` 0 this is RV_q for q = 1; with a critical value of t, the paper's RV_{q, alpha} (it uses one
    degree of freedom less, because the confounder would take one).
    """
    if critical:
        strength = np.abs(effect / standard_error) / np.sqrt(degrees) - critical / np.sqrt(degrees - 1)
    else:
        strength = np.abs(effect / standard_error) / np.sqrt(degrees)
    f = np.maximum(strength, 0.0)
    value: Array = 0.5 * (np.sqrt(f**4 + 4 * f**2) - f**2)
    return value


def partial_r2(effect: Array, standard_error: Array, degrees: int) -> Array:
    """Give the share of the outcome's residual variance that the treatment explains."""
    t = effect / standard_error
    r2: Array = t**2 / (t**2 + degrees)
    return r2


def bias(standard_error: Array, degrees: int, treatment_r2: float | Array, outcome_r2: Array) -> Array:
    """Give the absolute bias from a confounder of that strength; `standard_error` is the classical one."""
    size: Array = standard_error * np.sqrt(degrees * outcome_r2 * treatment_r2 / (1.0 - treatment_r2))
    return size


def adjusted(
    effect: Array,
    classical: Array,
    robust: Array,
    degrees: int,
    treatment_r2: float | Array,
    outcome_r2: Array,
    critical: float,
) -> tuple[Array, Array, Array]:
    """Give effect, low and high after a confounder of those partial R2 that pulls towards zero was adjusted for, each (worlds,)."""
    left = effect - np.sign(effect) * bias(classical, degrees, treatment_r2, outcome_r2)
    shrink = np.sqrt(np.maximum(1.0 - outcome_r2, 0.0) / (1.0 - treatment_r2))
    error = robust * shrink * np.sqrt(degrees / (degrees - 1.0))
    return left, left - critical * error, left + critical * error


def group_r2(design_controls: Array, treatment: Array, group: list[int], outcomes: Array) -> tuple[float, Array]:
    """Give the partial R2 of a group of control columns with the treatment, and with each outcome given it."""
    others = np.delete(design_controls, group, axis=1)
    full, reduced = basis(design_controls), basis(others)
    with_treatment = _explained(residual(reduced, treatment[:, None]), residual(full, treatment[:, None]))
    full_y = basis(np.column_stack([design_controls, treatment]))
    reduced_y = basis(np.column_stack([others, treatment]))
    return float(with_treatment[0]), _explained(residual(reduced_y, outcomes), residual(full_y, outcomes))


def _explained(before: Array, after: Array) -> Array:
    share: Array = 1.0 - np.sum(after**2, axis=0) / np.sum(before**2, axis=0)
    return np.clip(share, 0.0, 1.0)


def bound(treatment_r2: float, outcome_r2: Array, times: float) -> Confounder | None:
    """Give the strength of a confounder `times` as strong as a benchmark covariate (the paper's section 4.4).

    None where no confounder can be that strong: it would explain more of the treatment than there is.
    """
    if treatment_r2 >= 1.0:
        return None
    with_treatment = times * treatment_r2 / (1.0 - treatment_r2)
    if with_treatment >= 1.0:
        return None
    between = times * treatment_r2**2 / ((1.0 - times * treatment_r2) * (1.0 - treatment_r2))
    if between >= 1.0:
        return None
    ratio = (np.sqrt(times) + np.sqrt(between)) / np.sqrt(1.0 - between)
    with np.errstate(divide="ignore"):
        with_outcome = ratio**2 * outcome_r2 / (1.0 - outcome_r2)
    return Confounder(with_treatment, np.minimum(with_outcome, 1.0))


def classical(projection: Projection, outcomes: Array) -> tuple[Array, Array, int]:
    """Give effects, classical standard errors and residual degrees of freedom on one design."""
    fitted = fit(projection, outcomes)
    return fitted.effect, fitted.classical_error, projection.residual_degrees


def survives(design: Design, outcomes: Array, sign: int, rubric: Rubric, level: float) -> tuple[Mask, list[Benchmark]]:
    """Whether each world's interval stays off zero under the benchmark confounders, and these.

    Only those that decide count. Worlds in the columns of `outcomes`; benchmarks are of the first world: a confounder of the rubric's default strength, and
    one as strong as each declared common cause with all its lags, the ends' own past held fixed. Where an instrument
    identifies the effect, the confounder is one of instrument and outcome: what is judged is the reduced form.
    """
    design = design.reduced()
    projection = design.project()
    fitted = fit(projection, outcomes)
    critical = critical_value(level, fitted.degrees_of_freedom)
    direction = np.sign(fitted.effect) if sign == 0 else np.full(fitted.effect.shape, float(sign))
    kept = np.ones(fitted.effect.shape, dtype=bool)
    benchmarks = []
    default = Confounder(rubric.default_confounder_r2, np.full(kept.shape, rubric.default_confounder_r2))
    strengths: dict[str, tuple[float, Array, Confounder | None]] = {
        "": (default.treatment_r2, default.outcome_r2, default)
    }
    for name, group in design.groups.items():
        if name not in design.common:
            continue
        with_treatment, with_outcome = group_r2(design.controls, design.treatment, group, outcomes)
        strength = bound(with_treatment, with_outcome, rubric.benchmark_strength)
        strengths[name] = (with_treatment, with_outcome, strength)
    for name, (with_treatment, with_outcome, strength) in strengths.items():
        left = None
        if strength is None:
            kept &= not decides(name, design)
        else:
            left = adjusted(
                fitted.effect,
                fitted.classical_error,
                fitted.standard_error,
                projection.residual_degrees,
                strength.treatment_r2,
                strength.outcome_r2,
                critical,
            )
            if decides(name, design):
                kept &= np.where(direction > 0, left[1] > 0, left[2] < 0)
        benchmarks.append(
            Benchmark(
                covariate=name,
                treatment_r2=with_treatment if strength is None else strength.treatment_r2,
                outcome_r2=float(with_outcome[0] if strength is None else strength.outcome_r2[0]),
                effect=None if left is None else float(left[0][0]),
                low=None if left is None else float(left[1][0]),
                high=None if left is None else float(left[2][0]),
            )
        )
    return kept, benchmarks


def strongest(design: Design, rubric: Rubric) -> Confounder:
    """Give the strength of the benchmark that pulls hardest: the default, or the strongest declared common cause."""
    found = [Confounder(rubric.default_confounder_r2, np.array([rubric.default_confounder_r2]))]
    outcomes = design.outcome[:, None]
    for name, group in design.groups.items():
        if name in design.common:
            strength = bound(*group_r2(design.controls, design.treatment, group, outcomes), rubric.benchmark_strength)
            found.append(strength or Confounder(IMPOSSIBLE, np.array([IMPOSSIBLE])))
    return max(found, key=lambda one: one.treatment_r2 / (1.0 - one.treatment_r2) * float(one.outcome_r2[0]))


def decides(benchmark: str, design: Design) -> bool:
    """Whether an edge must withstand a confounder as strong as the benchmark: the default always, a common cause where no time orders the ends.

    Where time does, a hidden cause also shows in the independences of later and earlier values.
    """
    return not benchmark or not design.sampling.ordered


def left_by(columns: Columns, design: Design, cause: str, effect: str, sign: Array, rubric: Rubric) -> Mask:
    """Say the same as `survives` of worlds whose columns differ, by `columns(variable@lag)`, each (worlds or 1, rows)."""
    outcome, treatment, controls = columns(effect), columns(cause), {n: columns(n) for n in design.names}
    fitted = regress(outcome, [*controls.values(), treatment])
    squares = np.sum(fitted.residuals**2, axis=1)
    classical = np.sqrt(squares / fitted.degrees * fitted.inverse[:, -1, -1])
    robust = np.sqrt(fitted.covariance(1)[:, 0, 0])
    kept = np.ones(len(sign), dtype=bool)
    critical = critical_value(rubric.level, fitted.degrees)
    default = np.full(len(sign), rubric.default_confounder_r2)
    strengths = [(default, default)]
    moved = np.sum(regress(treatment, list(controls.values())).residuals ** 2, axis=1)
    for name in sorted(design.common & design.groups.keys()):
        if not decides(name, design):
            continue
        others = [column for node, column in controls.items() if variable_of(node) != name]
        with_treatment = 1.0 - moved / np.sum(regress(treatment, others).residuals ** 2, axis=1)
        with_outcome = 1.0 - squares / np.sum(regress(outcome, [*others, treatment]).residuals ** 2, axis=1)
        strengths.append(_bounds(with_treatment, with_outcome, rubric.benchmark_strength))
    effects = fitted.coefficients[:, -1]
    for strength in strengths:
        with np.errstate(invalid="ignore", divide="ignore"):
            _, low, high = adjusted(effects, classical, robust, fitted.degrees, *strength, critical)
            kept &= np.where(sign > 0, low > 0, high < 0)
    return kept


def _bounds(with_treatment: Array, with_outcome: Array, times: float) -> tuple[Array, Array]:
    """Give `bound` of each world, NaN where no confounder can be that strong."""
    found = [bound(float(t), np.array([y]), times) for t, y in np.broadcast(with_treatment, with_outcome)]
    return (
        np.array([np.nan if one is None else one.treatment_r2 for one in found]),
        np.array([np.nan if one is None else float(one.outcome_r2[0]) for one in found]),
    )


def sensitivity_of(design: Design, edge: Edge, rubric: Rubric) -> Sensitivity:
    """Give robustness values, benchmark bounds and the contour of the effect left by a hidden confounder.

    An estimate that lies wholly against the stated sign is tested for its own.
    """
    outcome = design.outcome[:, None]
    projection = design.reduced().project()
    fitted = fit(projection, outcome)
    kept, benchmarks = survives(design, outcome, fitted.side(edge.sign, rubric.level), rubric, rubric.level)
    degrees = projection.residual_degrees
    critical = critical_value(rubric.level, fitted.degrees_of_freedom)
    critical *= float(fitted.standard_error[0] / fitted.classical_error[0])
    ordinary = (fitted.effect, fitted.classical_error, degrees)
    value = float(robustness_value(*ordinary)[0])
    passed = bool(kept[0])
    tried = [b for b in benchmarks if decides(b.covariate, design)]
    worst = min(tried, key=lambda b: -1.0 if b.effect is None else abs(b.effect) * _same(b.effect, fitted.effect))
    x, y, contour = _contour(fitted, degrees, benchmarks)
    return Sensitivity(
        outcome=Outcome.PASSED if passed else Outcome.FAILED,
        message=Message(
            key=f"sensitivity.{'passed' if passed else 'failed' if worst.effect is not None else 'impossible'}",
            values={
                "covariate": worst.covariate,
                "effect": worst.effect,
                "low": worst.low,
                "high": worst.high,
                "robustness_value": value,
                "default_r2": rubric.default_confounder_r2,
                **({} if design.instruments is None else {"instrument": True}),
            },
        ),
        robustness_value=value,
        robustness_value_interval=float(robustness_value(*ordinary, critical=critical)[0]),
        partial_r2=float(partial_r2(*ordinary)[0]),
        benchmarks=tuple(benchmarks),
        contour_x=x,
        contour_y=y,
        contour=contour,
    )


def _same(effect: float, reference: Array) -> float:
    return 1.0 if effect * float(reference[0]) > 0 else -1.0


def _contour(
    fitted: Fit, degrees: int, benchmarks: list[Benchmark]
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[tuple[float, ...], ...]]:
    reach = max([0.2, *(min(0.95, 1.15 * max(b.treatment_r2, b.outcome_r2)) for b in benchmarks)])
    axis = np.linspace(0.0, min(reach, 0.95), CONTOUR)
    effect, error = float(fitted.effect[0]), fitted.classical_error
    grid = effect - np.sign(effect) * bias(error, degrees, axis, axis[:, None])
    points = tuple(axis.tolist())
    return points, points, tuple(map(tuple, grid.tolist()))
