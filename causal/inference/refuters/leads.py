"""Leads: the treatment's next value must not predict the outcome, or the arrow may point the other way.

For a same-day edge the next day's treatment says nothing about the order within the day: it does not apply,
nor where the rows follow in no order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.inference.algebra import fit, project
from causal.inference.refuters import Decision, Refuter, not_applicable

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.refuters import Setting


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where the lead's coefficient, given treatment and controls, does not differ from zero at 5%."""
    if not (rows := setting.design.sampling).ordered:
        return not_applicable(outcomes, rows.key)
    if setting.lag == 0:
        return not_applicable(outcomes, "same_day")
    if not setting.design.lead_apart:
        return not_applicable(outcomes, "declared")
    design = setting.design
    known = ~np.isnan(design.lead)
    controls = np.column_stack([design.controls, design.treatment])[known]
    variance = design.take(known).variance
    found = fit(project(design.lead[known], controls, variance=variance), outcomes[known])
    p_value = found.p_value()
    return Decision(
        passed=p_value > 1.0 - setting.rubric.level,
        p_value=p_value,
        values={"effect": float(found.effect[0])},
    )


REFUTER = Refuter(title="Leads of the treatment", test="timing", run=run)
