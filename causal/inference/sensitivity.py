"""How strong an unobserved confounder would have to be, for a batch of outcomes on one design.

After Cinelli and Hazlett (2020), "Making sense of sensitivity", Journal of the Royal Statistical Society B 82. The formulas are the paper's; the interval uses the robust standard error in place of the classical one, scaled
by the same factor. With the classical error they reproduce its published numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causal.inference.algebra import Array, Projection, basis, residual


@dataclass(frozen=True, slots=True)
class Strength:
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


def bias(standard_error: Array, degrees: int, treatment_r2: float, outcome_r2: Array) -> Array:
    """Give the absolute bias from a confounder of that strength; `standard_error` is the classical one."""
    size: Array = standard_error * np.sqrt(degrees * outcome_r2 * treatment_r2 / (1.0 - treatment_r2))
    return size


def adjusted(
    effect: Array, classical: Array, robust: Array, degrees: int, strength: Strength, critical: float
) -> tuple[Array, Array, Array]:
    """Give effect, low and high after a confounder that pulls towards zero was adjusted for, each (worlds,)."""
    left = effect - np.sign(effect) * bias(classical, degrees, strength.treatment_r2, strength.outcome_r2)
    shrink = np.sqrt(np.maximum(1.0 - strength.outcome_r2, 0.0) / (1.0 - strength.treatment_r2))
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


def bound(treatment_r2: float, outcome_r2: Array, times: float) -> Strength | None:
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
    return Strength(with_treatment, np.minimum(with_outcome, 1.0))


def classical(projection: Projection, outcomes: Array) -> tuple[Array, Array, int]:
    """Give effects, classical standard errors and residual degrees of freedom on one design."""
    from causal.inference.algebra import fit

    fitted = fit(projection, outcomes)
    return fitted.effect, fitted.classical_error, projection.residual_degrees
