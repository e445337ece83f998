"""The readings of one sentence put together: the primary one decides, and each that disagrees costs a step of strength."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from causal.messages import Item, Message, Outcome
from causal.verdict import READING, SUPPORTING, Evidence, Grounds, ReadAs, Readings, Step, Test

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from causal.messages import Value
    from causal.study import CheckRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was found under one reading."""

    name: str
    found: Evidence

    @property
    def answer(self) -> Outcome:
        """Whether the sentence holds so read."""
        if self.found.grounds in SUPPORTING:
            return Outcome.PASSED
        if self.found.grounds in AGAINST:
            return Outcome.FAILED
        return Outcome.NOT_COMPUTED if self.found.grounds in UNTESTED else Outcome.NOT_APPLICABLE

    @property
    def number(self) -> tuple[float, ...]:
        """The figure found, where there is one."""
        found = self.found.details.get("found")
        return (float(found),) if isinstance(found, int | float) else ()

    @property
    def unit(self) -> str:
        """The unit of that figure."""
        return str(self.found.details.get("unit") or "")


AGAINST = frozenset({Grounds.CONTRADICTED, Grounds.NO_EFFECT_FOUND})
UNTESTED = frozenset({Grounds.NOT_MEASURED, Grounds.NOT_CHECKABLE})


def together(request: CheckRequest, found: Sequence[Evidence]) -> Evidence:
    """Give the evidence of a check whose words have several readings: first that of the check as written, then the others'."""
    names = (request.reading, *(one.name for one in request.readings))
    first, *others = (Read(name=name, found=one) for name, one in zip(names, found, strict=True))
    put = _by_primary(request, first, others) if request.primary else _by_none(request, first, others)
    return replace(put, readings=_told(request, (first, *others)))


def _told(request: CheckRequest, every: Sequence[Read]) -> Readings:
    """Give the readings as a record, that of the check as written first."""
    return Readings(
        primary=bool(request.primary),
        why=request.primary or request.no_primary,
        ways=tuple(
            ReadAs(name=one.name, answer=one.answer, found=next(iter(one.number), None), unit=one.unit) for one in every
        ),
    )


def _by_primary(request: CheckRequest, first: Read, others: Sequence[Read]) -> Evidence:
    main = first.found
    holds = first.answer is Outcome.PASSED
    values = {**main.reason.values, **_values(first, others), "why": request.primary, "holds": holds}
    values["fails"] = first.answer is Outcome.FAILED
    return replace(
        _with(main, others, required=False),
        reason=replace(main.reason, values=values, then="check.readings.primary"),
        steps=(*main.steps, *_steps(first, others)),
    )


def _by_none(request: CheckRequest, first: Read, others: Sequence[Read]) -> Evidence:
    """No reading comes first: one verdict needs all that answer to give it."""
    every = (first, *others)
    answering = [one for one in every if one.answer is not Outcome.NOT_COMPUTED]
    shown = answering[0] if answering else first
    rest = [one for one in every if one is not shown]
    base = _with(shown.found, rest, required=True)
    values: dict[str, Value] = {**shown.found.reason.values, **_values(shown, rest), "why": request.no_primary}
    if len({one.answer for one in answering}) < 2:
        return replace(base, reason=replace(shown.found.reason, values=values, then="check.readings.alike"))
    return replace(
        base,
        grounds=Grounds.INCONCLUSIVE,
        reason=Message(key="check.readings.disagree", values={**values, **_sides(every, shown)}),
        steps=(*base.steps, *_steps(shown, rest)),
        contradicts=(),
    )


def _values(first: Read, others: Sequence[Read]) -> dict[str, Value]:
    return {"reading": first.name, "reading_unit": first.unit, **_sides(others, first)}


def _sides(reads: Sequence[Read], first: Read) -> dict[str, Value]:
    """Give the readings by what they come to, each with its figure where that is in the unit of the first one's."""

    def side(*answers: Outcome) -> tuple[Item, ...]:
        return tuple(
            Item(label=one.name, numbers=one.number if one.unit == first.unit else ())
            for one in reads
            if one.answer in answers
        )

    return {
        "holding": side(Outcome.PASSED),
        "failing": side(Outcome.FAILED),
        "open": side(Outcome.NOT_APPLICABLE),
        "unmeasured": side(Outcome.NOT_COMPUTED),
    }


DECIDED = frozenset({Outcome.PASSED, Outcome.FAILED})


def _steps(first: Read, others: Sequence[Read]) -> Iterator[Step]:
    """Step down for each reading that gives the other answer; one that decides nothing disagrees with none."""
    for one in others:
        if {one.answer, first.answer} == DECIDED:
            values: dict[str, Value] = {"reading": one.name, "holds": one.answer is Outcome.PASSED}
            yield Step(by=-1, reason=Message(key="check.step.other_reading", values=values))


def _with(main: Evidence, others: Sequence[Read], *, required: bool) -> Evidence:
    """Give the evidence with a test for each other reading, its figures, and the sources that it adds."""
    sources = (*main.sources, *(source for one in others for source in one.found.sources))
    return replace(
        main,
        tests=(*main.tests, *(_test(one, required=required) for one in others)),
        comparisons=(*main.comparisons, *(row for one in others for row in one.found.comparisons)),
        sources=tuple(source for at, source in enumerate(sources) if source not in sources[:at]),
        failures=(*main.failures, *(failure for one in others for failure in one.found.failures)),
    )


def _test(one: Read, *, required: bool) -> Test:
    message = one.found.reason
    told = replace(message, values={**message.values, "reading": one.name}, then="check.readings.so_read")
    return Test(name=READING, outcome=one.answer, message=told, required=required)
