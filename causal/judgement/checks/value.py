"""A value, at a time or over a period, against the figure stated; other sources of the same figure beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import ValidationInfo, model_validator

from causal.errors import NotComputableError
from causal.judgement.checks import Check
from causal.judgement.checks._chart import history
from causal.judgement.checks._comparison import (
    compare,
    figure_test,
    grounds,
    in_words,
    measured_test,
    sides,
    sources_test,
)
from causal.judgement.checks._evidence import evidence, missing, source_steps
from causal.judgement.checks._parameters import (
    FORBID,
    DatasetName,
    FormulaText,
    Moment,
    Reduce,
    Wording,
    same_unit,
    when,
)
from causal.judgement.checks._series import read
from causal.judgement.checks._survey import Survey, margin, of_figure, of_two, sampling_steps, sampling_test
from causal.judgement.checks._units import difference, reconciled
from causal.messages import Item, Message, Outcome
from causal.verdict import Grounds, Strength

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.judgement.checks._series import Track
    from causal.judgement.checks._survey import Sampled
    from causal.messages import Value
    from causal.verdict import Comparison, Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """Another source of the same figure. What is left out is as in the check itself."""

    __pydantic_config__ = FORBID

    label: str
    """What the value is, in the report's words."""
    of: FormulaText
    """Formula of the value, such as `pct(market.price)`."""
    at: Moment = ""
    """The day, such as 2025-02-03, or the instant in UTC, such as 2025-02-03T21:00Z."""
    start: Moment = ""
    """First day or instant of the period."""
    end: Moment = ""
    """Last day or instant of the period."""
    reduce: Reduce | None = None
    """What of the period counts: last, max, min, sum or mean."""
    on: DatasetName = ""
    """Dataset whose times are used, where it is not the one that the formula names."""

    def __post_init__(self) -> None:
        if self.at or self.start or self.end:
            when(self.at, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A share of another group, or of another survey, at the same time and in the same unit."""

    __pydantic_config__ = FORBID

    of: FormulaText
    """Formula of the other share."""
    label: str
    """What the value is, in the report's words."""
    n: int
    """How many of that group answered."""

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError("'n' counts the respondents of the other group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`of` at `at`, or reduced from `start` to `end`, is `stated`. `on` is the dataset whose times are used."""

    __pydantic_config__ = FORBID

    of: FormulaText
    """Formula of the value, such as `pct(market.price)`."""
    stated: Wording
    """The figure as the article words it, in quotes where it is a bare number. A sign states a move: `over -2%` is a fall of more than 2%."""
    at: Moment = ""
    """The day, or the instant in UTC; or give `start` and `end`."""
    start: Moment = ""
    """First day or instant of the period."""
    end: Moment = ""
    """Last day or instant of the period."""
    reduce: Reduce = Reduce.LAST
    """What of the period counts: last, max, min, sum or mean."""
    unit: str = ""
    """Unit of the figure, such as US$, % or points."""
    on: DatasetName = ""
    """Dataset whose times are used, where it is not the one that the formula names."""
    label: str = ""
    """What the value is, in the report's words."""
    also: tuple[Also, ...] = ()
    """Other sources of the same figure, shown beside the first."""
    chosen: bool = False
    """Whether `stated` is the analyst's reading of words that give no figure; the report then says so."""
    survey: Survey | None = None
    """The survey that the share comes from, so that its sampling error counts."""
    against: Against | None = None
    """The share that is taken off, where `stated` is the difference of two groups, such as `8 percentage points` or `over 0`."""

    def __post_init__(self) -> None:
        when(self.at, self.start, self.end)
        same_unit(self.stated, self.unit)
        if self.against is not None and (self.survey is None or self.also):
            raise ValueError(
                "'against' needs 'survey' with 'n', how many of the first group answered, and goes without 'also'"
            )

    @model_validator(mode="after")
    def units(self, info: ValidationInfo) -> Parameters:
        """Refuse a figure whose unit cannot be turned into that of the values."""
        reconciled(
            info,
            (self.of, *(one.of for one in (*self.also, self.against) if one is not None)),
            self.unit,
            {"stated": self.stated},
        )
        return self


def _read(parameters: Parameters, also: Also | None, context: Context) -> tuple[Track, Comparison]:
    """Read one source and hold it against the wording."""
    own = also is not None and bool(also.at or also.start)
    times = also if also is not None and own else parameters
    source = also or parameters
    reduce = also.reduce if also is not None and also.reduce else parameters.reduce
    on = source.on or parameters.on
    track = read(context, source.of, on, label=source.label, unit=parameters.unit, wording=parameters.stated)
    found = track.at(times.at) if times.at else track.reduced(times.start, times.end, reduce)
    at, end = (times.at, "") if times.at else (times.start, times.end)
    bounds = None
    if parameters.survey is not None and found is not None:
        bounds = of_figure(parameters.survey, found, track.unit, context).bounds
    comparison = compare(
        track.label,
        parameters.stated,
        found,
        track.source,
        unit=track.unit,
        at=at,
        end=end,
        bounds=bounds,
        sized=bounds is not None,
    )
    return track, comparison


def run(parameters: Parameters, context: Context) -> Evidence:
    """Read every source and judge them together; or take one share off another."""
    if parameters.against is not None and parameters.survey is not None:
        return _apart(parameters, parameters.against, parameters.survey, context)
    readings = [_read(parameters, also, context) for also in (None, *parameters.also)]
    tracks, comparisons = [track for track, _ in readings], [comparison for _, comparison in readings]
    answers = [one.agrees for one in comparisons]
    shown = next((pair for pair in readings if pair[1].found is not None), readings[0])
    tests = [
        measured_test(shown[0], shown[1].found, shown[1].at, shown[1].end),
        figure_test(shown[1], chosen=parameters.chosen, moves=shown[0].moves),
    ]
    sampled = _sampled(parameters.survey, shown[1], context)
    tests += [sampling_test(sampled, shown[1].unit)] if sampled else []
    sources = sources_test(answers) if parameters.also else None
    tests += [sources] if sources else []
    verdict = grounds(answers)
    if verdict is Grounds.NOT_MEASURED:
        return missing("value", tests, tracks)
    reason = _reason(verdict, shown, comparisons, parameters, context)
    marked = parameters.at or parameters.end
    return evidence(
        "value",
        verdict,
        reason,
        tests,
        tracks=tracks,
        steps=(
            *source_steps([t for t, c in readings if c.found is not None], sources),
            *(sampling_steps(shown[1], sampled) if sampled else ()),
        ),
        comparisons=comparisons,
        charts=[history(tracks[0], marked, comparisons[0].interval)],
        would_change=Message(key="check.figure.would_change", values=reason.values),
        details={"found": shown[1].found, "unit": shown[1].unit},
    )


REASONS = {
    Grounds.FIGURES_AGREE: ("check.value.agrees", "check.value.all_agree"),
    Grounds.CONTRADICTED: ("check.value.differs", "check.value.all_differ"),
    Grounds.INCONCLUSIVE: ("check.value.undecided", "check.value.sources_disagree"),
}


APART = {
    Grounds.FIGURES_AGREE: "check.value.apart",
    Grounds.CONTRADICTED: "check.value.apart_differs",
    Grounds.INCONCLUSIVE: "check.value.apart_undecided",
}


def _apart(parameters: Parameters, against: Against, survey: Survey, context: Context) -> Evidence:
    """Hold the first share less the second against the wording, by the sampling error of both."""
    first = read(context, parameters.of, parameters.on, label=parameters.label, unit=parameters.unit)
    second = read(context, against.of, parameters.on, label=against.label, unit=parameters.unit)
    at, end = (parameters.at, "") if parameters.at else (parameters.start, parameters.end)
    tracks = [first, second]
    found = [one.at(at) if not end else one.reduced(at, end, parameters.reduce) for one in tracks]
    tests = [measured_test(track, one, at, end) for track, one in zip(tracks, found, strict=True)]
    if found[0] is None or found[1] is None:
        return missing("value", tests, tracks)
    if first.unit != second.unit:
        raise NotComputableError(f"{first.name} is in {first.unit} and {second.name} in {second.unit}: name one 'unit'")
    sampled = of_two(
        of_figure(survey, found[0], first.unit, context),
        of_figure(replace(survey, n=against.n), found[1], second.unit, context),
    )
    shown = compare(
        first.label,
        parameters.stated,
        sampled.found,
        first.source,
        unit=difference(first.unit),
        at=at,
        end=end,
        bounds=sampled.bounds,
        sized=sampled.bounds is not None,
    )
    verdict = grounds([shown.agrees])
    values: dict[str, Value] = {
        "label": first.label,
        "other": second.label,
        "first": found[0],
        "second": found[1],
        "own_unit": first.unit,
        "stated": parameters.stated,
        "found": shown.found,
        "unit": shown.unit,
        "at": at,
        "end": end,
        "source": first.source.label,
        "supported": verdict is Grounds.FIGURES_AGREE,
        "chosen": parameters.chosen,
        "low": shown.low,
        "high": shown.high,
        **margin(sampled, shown.unit),
        **in_words(shown, chosen=parameters.chosen),
    }
    reason = Message(key=APART[verdict], values=values)
    return evidence(
        "value",
        verdict,
        reason,
        [*tests, figure_test(shown, chosen=parameters.chosen), sampling_test(sampled, shown.unit)],
        tracks=tracks,
        steps=(*source_steps(tracks), *sampling_steps(shown, sampled)),
        comparisons=[shown],
        charts=[history(one, parameters.at or parameters.end) for one in tracks],
        would_change=Message(key="check.figure.would_change", values=values),
        details={"found": shown.found, "unit": shown.unit},
    )


def _sampled(survey: Survey | None, shown: Comparison, context: Context) -> Sampled | None:
    if survey is None or shown.found is None:
        return None
    return of_figure(survey, shown.found, shown.unit, context)


def _sides(comparisons: list[Comparison], answer: Outcome, survey: Survey | None, context: Context) -> tuple[Item, ...]:
    """Give the sources with that answer, each with what it found and, of a survey, its margin of error."""
    found = [(one, _sampled(survey, one, context)) for one in comparisons]
    margins = [sampled.margin for one, sampled in found if sampled and one.agrees is answer]
    parts = sides(comparisons, answer)
    return (
        tuple(replace(part, numbers=(*part.numbers, more)) for part, more in zip(parts, margins, strict=True))
        if margins
        else parts
    )


def _reason(
    verdict: Grounds,
    read_: tuple[Track, Comparison],
    comparisons: list[Comparison],
    parameters: Parameters,
    context: Context,
) -> Message:
    (track, shown), survey, chosen = read_, parameters.survey, parameters.chosen
    sampled = _sampled(survey, shown, context)
    values: dict[str, Value] = {
        "label": shown.label,
        "stated": shown.stated,
        "found": shown.found,
        "unit": shown.unit,
        "at": shown.at,
        "end": shown.end,
        "source": shown.source.label,
        "agreeing": _sides(comparisons, Outcome.PASSED, survey, context),
        "differing": _sides(comparisons, Outcome.FAILED, survey, context),
        "supported": verdict is Grounds.FIGURES_AGREE,
        "chosen": chosen,
        "low": shown.low,
        "high": shown.high,
        **margin(sampled, shown.unit),
        **in_words(shown, track.moves, chosen=chosen),
    }
    several = sum(c.found is not None for c in comparisons) > 1
    return Message(key=REASONS[verdict][several], values=values)


CHECK = Check(title="Value at a time", parameters=Parameters, run=run, dated=True, start=Strength.HIGH)
