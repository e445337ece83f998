"""Reading a formula's values at a time or over a period, with the names of the series it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from causal.data import formula
from causal.errors import CausalError, NotComputableError, did_you_mean
from causal.judgement.checks._units import shown, times, unit_of
from causal.judgement.checks._zero import moves
from causal.messages import text_of
from causal.sampling import sampling_of
from causal.verdict import Citation

CHART_POINTS, FEWEST_POINTS = 600, 60
EVALUATED = 50  # formulas whose values are kept for the next claim
ALL_POINTS = 300_000  # of all charts of a report, were there one a claim

if TYPE_CHECKING:
    from collections.abc import Iterable

    from causal.judgement.checks import Context
    from causal.judgement.checks._parameters import Reduce
    from causal.messages import Label
    from causal.sampling import Noun, Sampling
    from causal.study import Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A formula evaluated over its dataset's times, ascending; NaN where it has no value.

    `over_holes` are its values were a step over a hole one step, where the times have holes. `moves` is 1 where the values
    are changes, -1 where they are changes turned round, and 0 otherwise.
    """

    label: Label
    unit: str
    values: pd.Series[float]
    series: tuple[Series, ...]
    source: Citation
    over_holes: pd.Series[float] | None = None
    points: int = CHART_POINTS  # of it that a chart draws
    moves: int = 0

    @property
    def name(self) -> str:
        """The label as one text, for the reason of an error."""
        return text_of(self.label)

    @property
    def sampling(self) -> Sampling:
        """The kind of the times."""
        return sampling_of(self.values.index)

    @property
    def known(self) -> pd.Series[float]:
        """The values that are there."""
        return self.values.dropna()

    @property
    def vendors(self) -> frozenset[str]:
        """Who published the series."""
        return frozenset(one.source for one in self.series)

    def iso(self, position: object) -> str:
        """Give a time of the index as text."""
        index = self.values.index
        at = index.get_loc(position)
        return self.texts(index[at : at + 1])[0] if isinstance(at, int) else self.sampling.name(position, index)

    def texts(self, times: pd.Index[Any]) -> tuple[str, ...]:
        """Give times of the index as texts."""
        return self.sampling.names(times)

    def moment(self, text: str, *, last: bool = False) -> Any:
        """Give the first time of this index that a text of a time covers, or the `last`."""
        return self.sampling.find(self.values.index, text)[last]

    def at(self, text: str) -> float | None:
        """Give the value at a time, or None where there is none."""
        value = self.values.get(self.sampling.single(self.values.index, text))
        return None if value is None or pd.isna(value) else float(value)

    def hole(self, text: str) -> tuple[str, str]:
        """Give the times about the nearest hole where the value at a time is missing for one, else ("", "")."""
        if self.over_holes is None or self.at(text) is not None:
            return "", ""
        at = self.sampling.single(self.over_holes.index, text)
        if pd.isna(self.over_holes.get(at)):
            return "", ""
        times = self.over_holes.index
        position = int(times.searchsorted(at))
        after = min(self.sampling.holes(times).nonzero()[0].tolist(), key=lambda hole: abs(hole - position))
        return self.iso(times[after - 1]), self.iso(times[after])

    def between(self, start: str, end: str) -> pd.Series[float]:
        """Give the known values from `start` to `end`, both included; "" leaves a side open."""
        known = self.known
        if start:
            known = known[known.index >= self.moment(start)]
        return known[known.index <= self.moment(end, last=True)] if end else known

    def reduced(self, start: str, end: str, reduce: Reduce) -> float | None:
        """Give one number for a period, or None where no value is known in it."""
        values = self.between(start, end)
        if values.empty:
            return None
        return float(values.iloc[-1] if reduce.value == "last" else getattr(values, reduce.value)())


def read(
    context: Context,
    of: str,
    on: str = "",
    *,
    label: str = "",
    unit: str = "",
    wording: str = "",
    beside: Iterable[str] = (),
) -> Track:
    """Evaluate a formula on its own times, or on those of dataset `on`; raise NotComputableError.

    A formula's own times are those of the dataset that it names, every one that the file has; of several datasets those
    that all have, or where it fills what is missing those that any has. The datasets of the formulas `beside` it count too.
    One that names none is read on the study's calendar. Values are given in `unit`, else in that of the `wording` that
    they are held against where it has another scale.
    """
    key = (of, on, tuple(beside))
    if key not in context.evaluated:
        made = _evaluated(context, *key)
        while len(context.evaluated) >= EVALUATED:
            del context.evaluated[next(iter(context.evaluated))]
        context.evaluated[key] = made
    parsed, values, over_holes = context.evaluated[key]
    series = tuple(declared(context, name) for name in parsed.names)
    own = unit_of(of, {one.name: one.unit for one in series})
    given = shown(own, unit, wording)
    turned = times(own, given)
    return Track(
        label=label or _one(one.label for one in series) or of,
        unit=given,
        values=values if turned == 1 else values * turned,
        series=series,
        source=combined(series),
        over_holes=over_holes,
        points=points(len(context.study.claims)),
        moves=moves(parsed.tree),
    )


def _evaluated(
    context: Context, of: str, on: str, beside: tuple[str, ...]
) -> tuple[formula.Formula, pd.Series[float], pd.Series[float] | None]:
    """Give a formula, its values, and those over holes where its times have any."""
    try:
        parsed = formula.parse(of)
        index = _index(context, on, (parsed, *map(formula.parse, beside)))
        datasets = context.frame.datasets(parsed.names)
        values = formula.evaluate(parsed, datasets, index)
        holes = sampling_of(index).holes(index).any()
        return parsed, values, formula.evaluate(parsed, datasets, index, over_holes=True) if holes else None
    except CausalError as error:
        raise NotComputableError(str(error)) from error


def points(claims: int) -> int:
    """Give how many points a claim's chart draws: fewer in a report of many claims, so that all of them can be drawn and read."""
    return max(FEWEST_POINTS, min(CHART_POINTS, ALL_POINTS // max(1, claims)))


def in_sample(context: Context, track: Track) -> Track:
    """Give the track within the sample's days; as it is where the sample, or the track, has none."""
    sample, sampling = context.study.sample, track.sampling
    if sample.start is None or sample.end is None or not sampling.ordered:
        return track
    return replace(track, values=track.values[sampling.within(track.values.index, sample.start, sample.end)])


def _index(context: Context, on: str, formulas: tuple[formula.Formula, ...]) -> pd.Index[Any]:
    """Give the times of `on`, else those that the datasets of the formulas have together."""
    named = dict.fromkeys(name for one in formulas for name in one.datasets)
    found = [_times(context, one) for one in ([on] if on else named)]
    if not found:
        return context.frame.index
    fills = any(one.filling for one in formulas)
    index: pd.Index[Any] = found[0]
    for other in found[1:]:
        if _noun(other) == _noun(index):  # else the formula says why it cannot be read
            index = index.union(other) if fills else index.intersection(other)
    return index


def _noun(index: pd.Index[Any]) -> Noun:
    return sampling_of(index).noun(index)


def _times(context: Context, on: str) -> pd.Index[Any]:
    known = [dataset.id for dataset in context.study.datasets]
    if on not in known:
        raise NotComputableError(f"the folder has no dataset '{on}'{did_you_mean(on, known)}")
    rows = context.frame.times(on)
    sampling = context.frame.sampling if on == context.study.sample.calendar else sampling_of(rows)
    whole = sampling.offers is not None  # the units of a panel stand in a column beside its times
    index = sampling.table(context.frame.dataset(on) if whole else pd.DataFrame(index=rows)).index
    if not index.is_unique:
        raise NotComputableError(f"dataset '{on}' has several rows a time: it cannot be read as one series")
    times: pd.Index[Any] = sampling.calendar(index.sort_values() if sampling.ordered else index)
    return times


def declared(context: Context, name: str) -> Series:
    """Give the declaration of a series by its name; raise NotComputableError."""
    known = {one.name: one for dataset in context.study.datasets for one in dataset.series}
    if name not in known:
        raise NotComputableError(f"data/sources.yaml declares no series '{name}'{did_you_mean(name, known)}")
    return known[name]


def _one(labels: Iterable[str]) -> Label:
    """Give each label once; a single one as it is."""
    known = tuple(dict.fromkeys(labels))
    return known[0] if len(known) == 1 else known


def combined(series: tuple[Series, ...]) -> Citation:
    """Give one source for a figure computed from several series, by its publishers."""
    urls = dict.fromkeys(one.url for one in series if one.url)
    return Citation(
        label=_one(one.source for one in series), series=tuple(one.name for one in series), url=next(iter(urls), "")
    )


def cited(series: Iterable[Series]) -> tuple[Citation, ...]:
    """Give each series once, as a source."""
    return tuple(
        Citation(
            label=f"{one.label} ({one.source})",
            series=(one.name,),
            url=one.url,
            date=one.retrieved.isoformat() if one.retrieved else "",
        )
        for one in {one.name: one for one in series}.values()
    )
