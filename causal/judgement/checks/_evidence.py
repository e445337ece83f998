"""What every check's evidence has in common: the strength it starts from, and the steps down that data call for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.judgement.checks import checks
from causal.judgement.checks._comparison import AGREES
from causal.judgement.checks._series import cited
from causal.messages import Message, Outcome
from causal.verdict import Evidence, Grounds, Step, Test

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from causal.judgement.checks._comparison import Position
    from causal.judgement.checks._series import Track
    from causal.messages import Value
    from causal.verdict import Chart, Citation, Comparison, Strength


def evidence(
    check: str,
    grounds: Grounds,
    reason: Message,
    tests: Sequence[Test],
    *,
    tracks: Sequence[Track] = (),
    steps: Sequence[Step] = (),
    comparisons: Sequence[Comparison] = (),
    charts: Sequence[Chart] = (),
    sources: Sequence[Citation] = (),
    would_change: Message | None = None,
    contradicts: Iterable[str] = (),
    details: Mapping[str, Value] | None = None,
    start: Strength | None = None,
) -> Evidence:
    """Put the parts together; the series of `tracks` come before other `sources`. Strength starts where the check's does, but for `start`."""
    return Evidence(
        check=check,
        says="",
        grounds=grounds,
        reason=reason,
        tests=tuple(tests),
        start=start or checks()[check].start,
        steps=tuple(steps),
        comparisons=tuple(comparisons),
        charts=tuple(charts),
        sources=(*cited(one for track in tracks for one in track.series), *sources),
        would_change=would_change,
        contradicts=tuple(contradicts),
        details=dict(details or {}),
    )


def source_steps(tracks: Sequence[Track], sources: Test | None = None) -> tuple[Step, ...]:
    """Step down for figures that a single vendor publishes, and for `sources` that were tested and disagree."""
    vendors = sorted({vendor for track in tracks for vendor in track.vendors})
    steps = []
    if len(vendors) == 1:
        steps.append(Step(by=-1, reason=Message(key="check.step.single_vendor", values={"vendor": vendors[0]})))
    if sources is not None and sources.outcome is Outcome.FAILED:
        steps.append(Step(by=-1, reason=Message(key="check.step.sources_disagree")))
    return tuple(steps)


def by_chance(agrees: Outcome, interval: Position, values: Mapping[str, Value]) -> tuple[Step, ...]:
    """Step down where what happened in a window may be chance: its interval is not all on the side of the figure.

    `values` hold the interval as `low` and `high`, its `level`, and where it has one the `unit` of the figure.
    """
    if AGREES[interval] is agrees:
        return ()
    told = {"unit": "", **{key: values[key] for key in ("low", "high", "level", "unit") if key in values}}
    return (Step(by=-1, reason=Message(key="check.step.chance", values=told)),)


def missing(check: str, tests: Sequence[Test], tracks: Sequence[Track]) -> Evidence:
    """Give the evidence of a figure that the data do not hold: not measured, and what is needed."""
    absent = next(t for t in tests if t.outcome is not Outcome.PASSED)
    needed = Message(key="check.needs_series", values=absent.message.values)
    return evidence(check, Grounds.NOT_MEASURED, absent.message, tests, tracks=tracks, would_change=needed)
