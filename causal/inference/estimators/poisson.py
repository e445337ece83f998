"""Poisson regression for a count outcome, as the average marginal effect on its mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Strategy
from causal.inference.estimators import Estimator, Functional
from causal.inference.estimators._marginal import marginal_effect
from causal.study import Family

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.design import Design


def run(design: Design, level: float) -> Estimate:
    """Fit statsmodels' Poisson by quasi-likelihood; the outcome must not be negative."""
    from statsmodels.discrete.discrete_model import Poisson

    if np.min(design.outcome) < 0:
        raise NotComputableError("a count outcome must not be negative")
    return marginal_effect(design, Poisson, level, method="poisson", label="Poisson, average marginal effect")


ESTIMATOR = Estimator(
    title="Poisson regression",
    strategies=frozenset({Strategy.ADJUSTMENT}),
    families=frozenset({Family.COUNT}),
    primary=True,
    refuted_by=Functional.LINEAR,
    run=run,
)
