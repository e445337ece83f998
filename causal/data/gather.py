"""From declared data to the analysis table: read each file, compute each variable, note where it came from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from causal.data.connectors import connector_for
from causal.data.formula import evaluate, parse
from causal.errors import CausalError, DataError
from causal.files.inside import inside
from causal.frame import Column, Frame

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from causal.study import Dataset, Event, Measure, Sample, Study

FEWEST = 20  # rows of the calendar inside the sample


def gather(study: Study, folder: Path) -> Frame:
    """Give the frame of a study: one row a day of the calendar inside the sample (of a cross-section every row), one column a measure.

    An alternative measure of `x` is the column `x~1`, `x~2`, ...; a variable without a measure has none. Formulas see
    the days before the sample, so that lags and windows are full on its first day. Raise DataError with one line for
    each file that cannot be read, or else for each measure that is empty or constant inside the sample.
    """
    import pandas as pd

    tables = _tables(study, folder)
    whole, index = _rows(study, tables[study.sample.calendar].index)
    measures = _measures(study)
    columns, problems = {}, []
    for name, measure in measures.items():
        try:
            columns[name] = _values(name, measure, tables, whole).reindex(index)
            _check_usable(name, measure, columns[name])
        except CausalError as error:
            problems.append(str(error))
    if problems:
        raise DataError("\n".join(problems))
    described = (_described(name, measures[name], values) for name, values in columns.items())
    return Frame(pd.DataFrame(columns, index=index), described, tables)


def _tables(study: Study, folder: Path) -> dict[str, pd.DataFrame]:
    tables, problems = {}, []
    for dataset in study.datasets:
        try:
            tables[dataset.id] = _table(dataset, folder)
        except DataError as error:
            problems.append(str(error))
    if problems:
        raise DataError("\n".join(problems))
    return tables


def _table(dataset: Dataset, folder: Path) -> pd.DataFrame:
    path = inside(folder, f"data/{dataset.file}")
    connector = connector_for(path.name)
    if connector is None:
        raise DataError(f"no connector reads data/{dataset.file}")
    return connector.read(path, dataset)


def _rows(study: Study, calendar: pd.Index[Any]) -> tuple[pd.Index[Any], pd.Index[Any]]:
    """Give the rows that formulas see, and those of the sample; raise DataError where they cannot serve."""
    import pandas as pd

    if study.event is None:
        if len(calendar) < FEWEST:
            raise DataError(
                f"the dataset '{study.sample.calendar}' has {len(calendar)} rows; at least {FEWEST} are needed"
            )
        return calendar, calendar
    whole = pd.DatetimeIndex(calendar, name="day")
    return whole, _days(study.sample, study.event, whole)


def _days(sample: Sample, event: Event, whole: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """Give the calendar's days inside the sample; raise DataError where they cannot serve."""
    import pandas as pd

    assert sample.start is not None  # load has seen to it
    assert sample.end is not None
    day = pd.Timestamp(event.day)
    index = whole[(whole >= pd.Timestamp(sample.start)) & (whole <= pd.Timestamp(sample.end))]
    if len(index) < FEWEST:
        raise DataError(
            f"the calendar '{sample.calendar}' has {len(index)} days from {sample.start} to {sample.end}; "
            f"at least {FEWEST} are needed: widen the sample in report.yaml or bring more data"
        )
    if day not in index:
        nearest = index[int(pd.Series(index - day).abs().argmin())]
        raise DataError(
            f"the event day {event.day} is no day of the calendar '{sample.calendar}'; the nearest is {nearest:%Y-%m-%d}"
        )
    return index


def _measures(study: Study) -> dict[str, Measure]:
    """Give every measure of every graph once, by column name."""
    found = {}
    for variable in (v for graph in (study.graph, *study.rivals) for v in graph.variables):
        if variable.measure is not None:
            found[variable.name] = variable.measure
        for number, measure in enumerate(variable.alternatives, start=1):
            found[f"{variable.name}~{number}"] = measure
    return found


def _values(name: str, measure: Measure, tables: dict[str, pd.DataFrame], whole: pd.Index[Any]) -> pd.Series[float]:
    try:
        return evaluate(parse(measure.formula), tables, whole)
    except CausalError as error:
        raise DataError(f"variable '{name}' cannot be computed: {error}") from error


def _check_usable(name: str, measure: Measure, values: pd.Series[float]) -> None:
    import pandas as pd

    known = values.dropna()
    if known.empty:
        raise DataError(
            f"variable '{name}' has no value inside the sample: check its formula {measure.formula!r} and its data"
        )
    if known.min() == known.max():
        raise DataError(
            f"variable '{name}' is {known.iloc[0] + 0.0:g} on each of its {len(known)} {'days' if isinstance(known.index, pd.DatetimeIndex) else 'rows'} inside the sample: "
            "a constant can be neither cause nor effect; choose another measure or sample"
        )
    if not (math.isfinite(float(known.mean())) and math.isfinite(float(known.std()))):
        raise DataError(f"variable '{name}' has values too large to add up: give it in a larger unit")


def _described(name: str, measure: Measure, values: pd.Series[float]) -> Column:
    known = values.dropna()
    return Column(
        name=name,
        formula=measure.formula,
        label=measure.label,
        unit=measure.unit,
        series=parse(measure.formula).names,
        observations=len(known),
        missing=len(values) - len(known),
        first=_named(known.index[0]),
        last=_named(known.index[-1]),
        mean=float(known.mean()),
        standard_deviation=float(known.std()),
    )


def _named(row: Any) -> str:
    """Give the ISO date of a row, or its identifier."""
    return row if isinstance(row, str) else str(row.date().isoformat())
