"""A record: where the value of a day ranks among all values up to that day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import pandas as pd
from pydantic import ValidationInfo, model_validator

from causal.errors import NotComputableError
from causal.judgement.checks import Check
from causal.judgement.checks._chart import history
from causal.judgement.checks._comparison import compare, figure_test, in_words, measured_test, together
from causal.judgement.checks._evidence import evidence, missing, source_steps
from causal.judgement.checks._parameters import (
    FORBID,
    DatasetName,
    FormulaText,
    Moment,
    Wording,
    same_unit,
)
from causal.judgement.checks._series import read
from causal.judgement.checks._units import reconciled
from causal.messages import Message, Outcome
from causal.verdict import Grounds, Strength, Test

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.judgement.checks._series import Track
    from causal.messages import Value
    from causal.verdict import Evidence


class Extreme(StrEnum):
    """Which end of the ranking."""

    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`of` at `at` is among the `within` highest or lowest values since `since` (default: the start of the data)."""

    __pydantic_config__ = FORBID

    of: FormulaText
    """Formula of the value, such as `pct(market.price)`."""
    at: Moment
    """The day, such as 2025-02-03, or the instant in UTC, such as 2025-02-03T21:00Z."""
    direction: Extreme = Extreme.HIGHEST
    """Which end of the ranking."""
    within: int = 1
    """How many from that end: 1 is the record itself."""
    since: Moment = ""
    """First day of the history; the start of the data where none is given."""
    stated: Wording = ""
    """The record's figure as the article words it, where it gives one."""
    unit: str = ""
    """Unit of the figure, such as US$, % or points."""
    on: DatasetName = ""
    """Dataset whose times are used, where it is not the one that the formula names."""
    label: str = ""
    """What the value is, in the report's words."""

    def __post_init__(self) -> None:
        if self.within < 1:
            raise ValueError("'within' counts from 1, the record itself")
        same_unit(self.stated, self.unit)

    @model_validator(mode="after")
    def units(self, info: ValidationInfo) -> Parameters:
        """Refuse a figure whose unit cannot be turned into that of the values."""
        reconciled(info, (self.of,), self.unit, {"stated": self.stated})
        return self


GAP = pd.Timedelta(days=7)  # the data may start this much after `since`: a listing, a holiday


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """Where a value stands among all up to its day; `best` is the most extreme of the others."""

    value: float
    rank: int
    count: int
    best: float
    best_at: str
    first: str


def rank_of(track: Track, parameters: Parameters, value: float) -> Rank:
    """Rank a value from 1, the most extreme; a tie shares the rank. Raise NotComputableError without a history."""
    history_so_far = track.between(parameters.since, parameters.at)
    others = history_so_far[history_so_far.index != track.moment(parameters.at)]
    if others.empty:
        raise NotComputableError(f"{track.name} has no value before {parameters.at} to rank it against")
    sign = 1 if parameters.direction is Extreme.HIGHEST else -1
    position = int((others * sign).to_numpy().argmax())
    return Rank(
        value=value,
        rank=1 + int((others * sign > value * sign).sum()),
        count=len(history_so_far),
        best=float(others.iloc[position]),
        best_at=track.iso(others.index[position]),
        first=track.iso(history_so_far.index[0]),
    )


def run(parameters: Parameters, context: Context) -> Evidence:
    """Rank the value among those up to its day, and hold it against its own figure where one is stated."""
    track = read(
        context, parameters.of, parameters.on, label=parameters.label, unit=parameters.unit, wording=parameters.stated
    )
    value = track.at(parameters.at)
    tests = [measured_test(track, value, parameters.at)]
    if value is None:
        return missing("record", tests, [track])
    rank = rank_of(track, parameters, value)
    holds = rank.rank <= parameters.within
    covered = not parameters.since or _begins(track, rank.first) <= _begins(track, parameters.since) + _pause(track)
    values = _values(parameters, track, rank)
    tests.append(Test(name="rank", outcome=_outcome(passed=holds), message=Message(key=RANKS[holds], values=values)))
    tests.append(
        Test(name="history", outcome=_outcome(passed=covered), message=Message(key=COVERED[covered], values=values))
    )
    comparisons = []
    if parameters.stated:
        comparisons.append(
            compare(track.label, parameters.stated, value, track.source, unit=track.unit, at=parameters.at)
        )
        tests.append(figure_test(comparisons[0], moves=track.moves))
        values |= in_words(comparisons[0], track.moves)
    verdict, key = _verdict(together(c.agrees for c in comparisons), holds=holds, covered=covered)
    return evidence(
        "record",
        verdict,
        Message(key=key, values=values),
        tests,
        tracks=[track],
        steps=source_steps([track]),
        comparisons=comparisons,
        charts=[history(track, parameters.at, comparisons[0].interval if comparisons else None)],
        would_change=Message(key="check.record.would_change", values=values),
        details={"rank": rank.rank, "count": rank.count, "found": value, "unit": track.unit},
    )


RANKS = {True: "check.record.rank_holds", False: "check.record.rank_fails"}
COVERED = {True: "check.record.covered", False: "check.record.not_covered"}


def _outcome(*, passed: bool) -> Outcome:
    return Outcome.PASSED if passed else Outcome.FAILED


def _begins(track: Track, text: str) -> pd.Timestamp:
    """Give the first moment of the row that a text of a time falls in."""
    return track.sampling.extent(track.moment(text))[0]


def _pause(track: Track) -> pd.Timedelta:
    """Give how long after `since` the data may start: where they have seasons, as long as they pause between two at least."""
    times, extent = track.values.index, track.sampling.extent
    after = track.sampling.holes(times).nonzero()[0].tolist()
    pauses = [extent(times[at])[0] - extent(times[at - 1])[1] for at in after]
    return max(GAP, min(pauses)) if len(pauses) > 1 else GAP


def _verdict(figure: Outcome, *, holds: bool, covered: bool) -> tuple[Grounds, str]:
    """Judge the rank: what fails on a part of the history fails on the whole; what holds on a part is open."""
    if not holds:
        return Grounds.CONTRADICTED, "check.record.fails"
    if figure is Outcome.FAILED:
        return Grounds.CONTRADICTED, "check.record.figure_differs"
    if not covered:
        return Grounds.INCONCLUSIVE, "check.record.short_history"
    return Grounds.FIGURES_AGREE, "check.record.holds"


def _values(parameters: Parameters, track: Track, rank: Rank) -> dict[str, Value]:
    return {
        "label": track.label,
        "unit": track.unit,
        "at": parameters.at,
        "found": rank.value,
        "rank": rank.rank,
        "count": rank.count,
        "within": parameters.within,
        "direction": parameters.direction.value,
        "best": rank.best,
        "best_at": rank.best_at,
        "first": rank.first,
        "since": parameters.since,
        "stated": parameters.stated,
        "source": track.source.label,
        "instant": not track.sampling.daily or track.sampling.clock,
    }


CHECK = Check(title="Record or rank", parameters=Parameters, run=run, dated=True, start=Strength.HIGH)
