"""Logistic regression for a binary outcome, as the average marginal effect on its probability."""

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
    """Fit statsmodels' Logit; the outcome must hold 0 and 1 only."""
    from statsmodels.discrete.discrete_model import Logit

    if not set(np.unique(design.outcome)) <= {0.0, 1.0}:
        raise NotComputableError("a binary outcome must be 0 or 1 in every row")
    return marginal_effect(design, Logit, level, method="logit", label="Logit, average marginal effect")


ESTIMATOR = Estimator(
    title="Logistic regression",
    strategies=frozenset({Strategy.ADJUSTMENT}),
    families=frozenset({Family.BINARY}),
    primary=True,
    refuted_by=Functional.LINEAR,
    run=run,
)
