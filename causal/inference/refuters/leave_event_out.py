"""Leave the event out: an effect that exists only on the days it should explain is no evidence about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.inference.algebra import fit
from causal.inference.refuters import Decision, Refuter, not_applicable

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.refuters import Setting


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where the other rows alone give the stated sign, with an interval that excludes zero."""
    if not (rows := setting.design.sampling).has_event:
        return not_applicable(outcomes, rows.key)
    event = setting.design.event
    if not event.any():
        return not_applicable(outcomes, "no_event_rows")
    rest = fit(setting.design.take(~event).project(), outcomes[~event])
    low, high = rest.interval(setting.rubric.level)
    sign = setting.direction(setting.projection.functional @ outcomes)
    passed = ((sign > 0) & (low > 0)) | ((sign < 0) & (high < 0))
    return Decision(
        passed=passed,
        p_value=rest.p_value(),
        values={
            "effect": float(rest.effect[0]),
            "low": float(low[0]),
            "high": float(high[0]),
            "left_out": int(event.sum()),
        },
    )


REFUTER = Refuter(title="Event window left out", test="refuted", run=run)
