"""From declared data to the analysis table: read each file, compute each variable, note where it came from."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.data.budget import Budget, OverBudgetError
from causal.data.connectors import connector_for
from causal.data.formula import evaluate, parse
from causal.data.order import named
from causal.errors import CausalError, DataError
from causal.files.inside import inside
from causal.files.sizes import too_many
from causal.frame import Column, Frame
from causal.sampling import sampling_of, sampling_of_study
from causal.study import two_valued
from causal.work.confined import confined

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from causal.data.formula import Kept
    from causal.sampling import Sampling
    from causal.study import Dataset, Event, Measure, Sample, Study

SHARED = 100_000  # rows up to which what formulas have in common is kept until all are computed
FEWEST = 20  # rows of the calendar inside the sample
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def gather(study: Study, folder: Path) -> Frame:
    """Give the frame of a study: the rows of the calendar inside the sample, one column a measure.

    An alternative measure of `x` is the column `x~1`, `x~2`, ...; a variable without a measure has none. Formulas see
    the rows before the sample, so that lags and windows are full on its first row. Raise DataError with one line for
    each file that cannot be read, or else for each measure that is empty or constant inside the sample.
    """
    import pandas as pd

    tables = confined(_tables, study, folder, subject=f"the data of {folder.name}")
    calendar = sampling_of_study(study).table(tables[study.sample.calendar]).index
    whole, index = _rows(study, calendar)
    _check_independent(study, index)
    _check_sizes(study, len(index))
    measures, outcomes = _measures(study), _outcomes(study)
    columns, problems = {}, []
    kept: Kept | None = {} if len(whole) <= SHARED else None
    for name, measure in measures.items():
        try:
            columns[name] = _values(name, measure, tables, whole, kept).reindex(index)
            _check_usable(name, measure, columns[name])
            if name.partition("~")[0] in outcomes:
                _check_so_or_not(name, measure, columns[name])
        except CausalError as error:
            problems.append(str(error))
    if problems:
        raise DataError("\n".join(problems))
    described = (_described(name, measures[name], values) for name, values in columns.items())
    return Frame(pd.DataFrame(columns, index=index), described, tables)


def _tables(study: Study, folder: Path) -> dict[str, pd.DataFrame]:
    """Read every file, within one budget of bytes and cells for all of them; raise DataError."""
    tables: dict[str, pd.DataFrame] = {}
    problems, budget = [], Budget()
    for dataset in study.datasets:
        try:
            path = inside(folder, f"data/{dataset.file}")
            budget.spend_bytes(path.stat().st_size)
            tables[dataset.id] = _table(dataset, path)
            budget.spend_cells(tables[dataset.id].size)
        except OverBudgetError:
            raise
        except DataError as error:
            problems.append(str(error))
    if problems:
        raise DataError("\n".join(problems))
    return tables


def _table(dataset: Dataset, path: Path) -> pd.DataFrame:
    connector = connector_for(path.name)
    if connector is None:
        raise DataError(f"no connector reads data/{dataset.file}")
    return connector.read(path, dataset)


def _rows(study: Study, calendar: pd.Index[Any]) -> tuple[pd.Index[Any], pd.Index[Any]]:
    """Give the rows that formulas see, and those of the sample; raise DataError where they cannot serve."""
    whole = sampling_of(calendar).calendar(calendar)
    inside = _inside(study.sample, calendar)
    if len(inside) < FEWEST:
        raise DataError(_few(study.sample, inside))
    if study.event is not None:
        _check_event(study.sample, study.event, calendar, inside)
    return whole, _inside(study.sample, whole)


def _check_independent(study: Study, index: pd.Index[Any]) -> None:
    """Raise DataError where a study design takes rows as independent of each other that are named by times."""
    sampling = sampling_of(index)
    if sampling.ordered or sampling.designed or study.sample.independent:
        return
    edge = next((e for graph in (study.graph, *study.rivals) for e in graph.edges if e.design is not None), None)
    calendar = next(one for one in study.datasets if one.id == study.sample.calendar)
    names = sampling.names(index)
    if edge is None or edge.design is None or not (looks := named(names, calendar.time)):
        return
    design = edge.design.design
    raise DataError(
        f"the edge {edge.id} declares the design '{design}', which takes rows as independent of each other, and the names of "
        f"the rows of data/{calendar.file} look like {looks} ({', '.join(names[:3])}, ...): rows in time lean on each other. "
        "Declare them as a series, `time` and `resolution` in data/sources.yaml, with a design for series "
        "(docs/how-to/designs.md); or, where they are independent all the same, such as days that lots were drawn for, write "
        f"`independent: true` under `sample` in report.yaml (docs/how-to/designs/{design}.md)"
    )


def _check_sizes(study: Study, rows: int) -> None:
    """Raise DataError where there are more rows than can be worked through."""
    edges = sum(len(graph.edges) for graph in (study.graph, *study.rivals))
    for what, count in (("rows", rows), ("edges times rows", edges * rows)):
        if wrong := too_many(what, count):
            raise DataError(f"the calendar '{study.sample.calendar}': {wrong}")


def _inside(sample: Sample, index: pd.Index[Any]) -> pd.Index[Any]:
    """Give the rows from the sample's start to its end, or all where it has neither."""
    if sample.start is None or sample.end is None:
        return index
    return index[sampling_of(index).within(index, sample.start, sample.end)]


def _few(sample: Sample, inside: pd.Index[Any]) -> str:
    has = f"the calendar '{sample.calendar}' has {len(inside)} {sampling_of(inside).noun(inside).many}"
    if sample.start is None:
        return f"{has}; at least {FEWEST} are needed: bring more data"
    return (
        f"{has} from {sample.start} to {sample.end}; at least {FEWEST} are needed: "
        "widen the sample in report.yaml or bring more data"
    )


def _check_event(sample: Sample, event: Event, calendar: pd.Index[Any], inside: pd.Index[Any]) -> None:
    """Raise DataError, with the rows about it, where no row of the sample holds the event day."""
    sampling = sampling_of(inside)
    if sampling.position(inside, event.day) is None:
        day = f"{event.day}{_weekday(event.day) if sampling.daily else ''}"
        one = sampling.noun(inside).one
        raise DataError(
            f"the event day {day} is {'no' if sampling.daily else 'in no'} {one} of the calendar "
            f"'{sample.calendar}': {_choices(sampling, calendar, event.day)}"
        )


def _weekday(day: date) -> str:
    """Give a day's weekday, to stand behind its date."""
    return f", a {WEEKDAYS[day.weekday()]},"


def _choices(sampling: Sampling, calendar: pd.Index[Any], day: date) -> str:
    """Say which rows may stand for a day without one: what happened on such a day shows in the next one first."""
    found = [None if row is None else sampling.name(row, calendar) for row in sampling.around(calendar, day)]
    if sampling.daily:
        found = [name and f"{name} ({WEEKDAYS[date.fromisoformat(name[:10]).weekday()]})" for name in found]
    before, after = found
    if before is None or after is None:
        return f"the nearest is {before or after}"
    return f"the next is {after}, the first that can show what happened; the other choice is the one before, {before}"


def _measures(study: Study) -> dict[str, Measure]:
    """Give every measure of every graph once, by column name."""
    found = {}
    for variable in (v for graph in (study.graph, *study.rivals) for v in graph.declared):
        if variable.measure is not None:
            found[variable.name] = variable.measure
        for number, measure in enumerate(variable.alternatives, start=1):
            found[f"{variable.name}~{number}"] = measure
    return found


def _values(
    name: str, measure: Measure, tables: dict[str, pd.DataFrame], whole: pd.Index[Any], kept: Kept | None
) -> pd.Series[float]:
    try:
        return evaluate(parse(measure.formula), tables, whole, kept=kept)
    except CausalError as error:
        raise DataError(f"variable '{name}' cannot be computed: {error}") from error


def _check_usable(name: str, measure: Measure, values: pd.Series[float]) -> None:
    known = values.dropna()
    if known.empty:
        raise DataError(
            f"variable '{name}' has no value inside the sample: check its formula {measure.formula!r} and its data"
        )
    if known.min() == known.max():
        raise DataError(
            f"variable '{name}' is {known.iloc[0] + 0.0:g} on each of its {len(known)} {sampling_of(known.index).noun(known.index).many} inside the sample: "
            "a constant can be neither cause nor effect; choose another measure or sample"
        )
    if not (math.isfinite(float(known.mean())) and math.isfinite(float(known.std()))):
        raise DataError(f"variable '{name}' has values too large to add up: give it in a larger unit")


def _outcomes(study: Study) -> set[str]:
    """Give the variables that an asserted edge of a graph moves."""
    return {edge.outcome for graph in (study.graph, *study.rivals) for edge in graph.claimed}


def _check_so_or_not(name: str, measure: Measure, values: pd.Series[float]) -> None:
    """Raise DataError where the effect on a variable would be worded as one on its chance, and its values are not 0 and 1."""
    if not two_valued(measure.unit):
        return
    other = values[values.notna() & ~values.isin((0.0, 1.0))]
    if len(other):
        raise DataError(
            f"variable '{name}' has the unit '{measure.unit}', which is for values 0 and 1, and is {other.iloc[0]:g} on "
            f"{len(other)} {sampling_of(values.index).noun(values.index).many}: write a formula such as where({measure.formula} > 0, 1, 0), or give the "
            "values' own unit, such as `share` or `%`"
        )


def _described(name: str, measure: Measure, values: pd.Series[float]) -> Column:
    known = values.dropna()
    ends = sampling_of(values.index).names(known.index[[0, -1]])
    return Column(
        name=name,
        formula=measure.formula,
        label=measure.label,
        unit=measure.unit,
        series=parse(measure.formula).names,
        observations=len(known),
        missing=len(values) - len(known),
        first=ends[0],
        last=ends[1],
        mean=float(known.mean()),
        standard_deviation=float(known.std()),
        every=_usual_step(values) if sampling_of(values.index).ordered else 1,
    )


def _usual_step(values: pd.Series[float]) -> int:
    """Give the median number of rows from one value to the next."""
    at = np.flatnonzero(values.notna().to_numpy())
    return int(np.median(np.diff(at))) if len(at) > 2 else 1
