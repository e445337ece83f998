"""From declared data to the analysis table: read each file, compute each variable, note where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.connectors import connector_for
from causal.errors import DataError
from causal.formula import evaluate, parse
from causal.frame import Column, Frame

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from causal.study import Measure, Study

FEWEST = 20  # rows of the calendar inside the sample


def gather(study: Study, folder: Path) -> Frame:
    """Give the frame of a study: one row a day of the calendar, one column a measure.

    An alternative measure of `x` is the column `x~1`, `x~2`, ... Raise DataError with an instruction where a file
    cannot be read or a measure is empty or constant.
    """
    import pandas as pd

    tables = {d.id: _table(folder, d.file, study, d.id) for d in study.datasets}
    calendar = pd.DatetimeIndex(tables[study.sample.calendar].index).normalize().unique()
    inside = (calendar >= pd.Timestamp(study.sample.start)) & (calendar <= pd.Timestamp(study.sample.end))
    index = pd.DatetimeIndex(calendar[inside], name="day")
    if len(index) < FEWEST:
        raise DataError(f"the calendar '{study.sample.calendar}' has {len(index)} days inside the sample; at least {FEWEST} are needed")
    if pd.Timestamp(study.event.day) not in index:
        raise DataError(f"the event day {study.event.day} is no day of the calendar '{study.sample.calendar}'")
    whole = pd.DatetimeIndex(calendar, name="day")
    measures = _measures(study)
    # Formulas see the days before the sample, so that lags and windows are full on its first day.
    columns = {name: evaluate(parse(m.formula), tables, whole).reindex(index) for name, m in measures.items()}
    for name, values in columns.items():
        _usable(name, measures[name], values)
    described = (_describe(name, measures[name], values) for name, values in columns.items())
    return Frame(pd.DataFrame(columns, index=index), described, tables)


def _table(folder: Path, file: str, study: Study, identity: str) -> pd.DataFrame:
    dataset = next(d for d in study.datasets if d.id == identity)
    connector = connector_for(file)
    if connector is None:
        raise DataError(f"no connector reads data/{file}")
    path = folder / "data" / file
    if not path.resolve().is_relative_to((folder / "data").resolve()):
        raise DataError(f"data/{file} lies outside the folder")
    return connector.read(path, dataset)


def _measures(study: Study) -> dict[str, Measure]:
    found = {}
    for variable in (v for graph in (study.graph, *study.rivals) for v in graph.variables):
        if variable.measure is not None:
            found[variable.name] = variable.measure
        for number, measure in enumerate(variable.alternatives, start=1):
            found[f"{variable.name}~{number}"] = measure
    return found


def _usable(name: str, measure: Measure, values: pd.Series[float]) -> None:
    known = values.dropna()
    if known.empty:
        raise DataError(f"variable '{name}' has no value inside the sample: check its formula {measure.formula!r} and its data")
    if bool((known == known.iloc[0]).all()):
        raise DataError(f"variable '{name}' is {known.iloc[0]:g} on every day: a constant can be neither cause nor effect")


def _describe(name: str, measure: Measure, values: pd.Series[float]) -> Column:
    known = values.dropna()
    return Column(
        name=name,
        formula=measure.formula,
        label=measure.label,
        unit=measure.unit,
        series=parse(measure.formula).names,
        observations=len(known),
        missing=len(values) - len(known),
        first=known.index[0].date().isoformat(),
        last=known.index[-1].date().isoformat(),
        mean=float(known.mean()),
        standard_deviation=float(known.std()) if len(known) > 1 else 0.0,
    )
