"""A point estimate of statsmodels with the robust error of `causal.inference.algebra`, for estimators linear in the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.algebra import fit
from causal.inference.estimators import estimate_of

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.algebra import Projection
    from causal.inference.design import Design
    from causal.messages import Value


def robust_estimate(
    design: Design,
    projection: Projection,
    effect: float,
    level: float,
    *,
    method: str,
    label: str,
    first_stage_f: float | None = None,
    details: dict[str, Value] | None = None,
) -> Estimate:
    """Give the Estimate of `effect`; `label` names the regression, and the kind of its error is added to it.

    Raise NotComputableError where the two computations of the effect differ, as they do where the columns are all but dependent.
    """
    robust = fit(projection, design.outcome[:, None])
    if not np.isclose(effect, robust.effect[0], rtol=1e-6, atol=1e-12):
        raise NotComputableError("the design is too close to singular for a stable estimate")
    return estimate_of(
        design,
        method=method,
        label=f"{label}, {projection.variance.title}",
        effect=effect,
        standard_error=float(robust.standard_error[0]),
        degrees_of_freedom=robust.degrees_of_freedom,
        level=level,
        classical_error=float(robust.classical_error[0]),
        first_stage_f=first_stage_f,
        details=details,
    )


def held(design: Design) -> dict[str, Value]:
    """Give the detail that names further past held fixed; nothing where none is."""
    return {"further_past": ", ".join(design.past)} if design.past else {}
