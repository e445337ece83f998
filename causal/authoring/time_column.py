"""Which column of a file names its rows, and how it writes times, as far as its cells tell."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from causal.authoring.recognition import MARKED, MISSING, TIMED, WORD, kind_of
from causal.data import order
from causal.data.cells import Cells, table
from causal.data.numbers import quoted
from causal.data.times import INSTANT, UnreadableTimeError, by_pattern, epoch_of, in_one, plain
from causal.errors import DataError, RowOrderError, UnreadableRowError
from causal.sampling import sampling_reading, samplings
from causal.study import Resolution

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pandas as pd

    from causal.sampling import Sampling
    from causal.study import Dataset, Layout

    Columns = dict[str, list[object]]
    Panel = Callable[[str], DataError | None]

TIMES = re.compile(r"date|day|time|datum|timestamp|日期|时间", re.IGNORECASE)
PERIODS = re.compile(r"week|month|quarter|period|woche|monat|quartal|周|月|季", re.IGNORECASE)
YEARS = re.compile(r"year|yr|jahr|年", re.IGNORECASE)
PARTS = {  # of a year, by the name of their column
    Resolution.QUARTER: re.compile(r"quarter|quartal|qtr|^q$|trimest|季", re.IGNORECASE),
    Resolution.WEEK: re.compile(r"week|woche|semaine|semana|^(wk|kw)$|周|週", re.IGNORECASE),
    Resolution.MONTH: re.compile(r"month|^mon?$|monat|^mois$|^m[eê]s$|月", re.IGNORECASE),
}
PART = re.compile("|".join(["period", *(one.pattern for one in PARTS.values())]), re.IGNORECASE)
QUARTERS = 4
DAYS = re.compile(r"^day|dom$|tag$", re.IGNORECASE)
PATTERNS = (
    "%d.%m.%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%m/%d/%y",
    "%d/%m/%y",
    "%Y.%m",
    "%m.%Y",
)
TOLD = (  # patterns that are offered, and are not taken unasked
    *PATTERNS,
    *("%a %d %B %Y", "%A %d %B %Y", "%a, %d %b %Y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y", "%d %B, %Y"),
    *("%d.%m.%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%d %H:%M", "%y/%m/%d"),
    *("%y%m%d", "%m%d%Y", "%d%m%Y", "%d%m%y", "%m%d%y", "%y%m", "%Y-%j", "%Y%m%dT%H%M%SZ", "w/e %d/%m/%Y"),
)
LOOKED_AT = 5_000  # rows by which a pattern is judged
STRAYS = 12  # words that stand where a time is due
COLUMNS = 40  # in which a time is looked for
DATED = (Resolution.DAY,)  # what a year, a month and a day say


def found_time(
    cells: Cells, columns: Columns, places: Sequence[int], stub: Dataset, kind: str = "", panel: Panel | None = None
) -> tuple[Dataset, pd.Index[Any]]:
    """Give the dataset with the column that names its rows, and their index: of days, instants, periods, or identifiers.

    `kind` is the kind of sample that the rows are said to be, and `panel` says of a column that repeats whether the file is
    a panel. Raise DataError, which says what to write, where a column that is meant for a time cannot be read.
    """
    header = [name for name in columns if name][:COLUMNS]
    if stub.time:
        return _stated(cells, columns, places, stub)
    faults: dict[str, DataError] = {}  # as days
    nearest: dict[str, tuple[float, DataError]] = {}  # of the ways that read a cell at least, the one that read most
    repeated: set[str] = set()  # columns that can be read, but not in this order
    for sampling, resolution, column in _trials(header, kind):
        sure, called = resolution not in sampling.ambiguous, resolution.value in column.casefold()
        if not (sure or column == header[0] or YEARS.search(column)):
            continue
        if not (called or _may_be(faults.get(column), resolution)):
            continue
        dataset = replace(stub, time=column, resolution=resolution)
        try:
            return _as_days(cells, columns, places, dataset) or _meant(
                cells, columns, *_named(cells, columns, places, dataset)
            )
        except DataError as error:
            faults.setdefault(column, error)
            reached = _reached(error)
            repeated |= {column} if math.isinf(reached) else set()
            reached = math.inf if called else reached
            if reached > nearest.get(column, (0.0, error))[0] and (sure or YEARS.search(column)):
                nearest[column] = reached, error
    timeless = order.unordered(kind)
    if timeless is None or not kind:
        if (parts := _parts(header)) and (other := _of_parts(cells, columns, places, stub, parts)) is not None:
            return other
        if not repeated and (other := _in_another_form(cells, columns, places, stub, header)) is not None:
            return other
    if (column := _meant_for_time(header, faults, nearest)) or timeless is None:
        column = column or header[0]
        raise _known(nearest.get(column, (0.0, faults[column]))[1], cells, columns, column, panel)
    dataset = replace(stub, time=header[0], resolution=timeless.resolutions[0])
    try:
        return dataset, _index(cells, columns, places, dataset)
    except RowOrderError as error:
        again = [one for one in header if one in repeated and one in nearest]
        column, found = (again[0], nearest[again[0]][1]) if again else (header[0], error)
        raise _known(found, cells, columns, column, panel) from error


def _meant_for_time(
    header: Sequence[str], faults: dict[str, DataError], nearest: dict[str, tuple[float, DataError]]
) -> str:
    """Give the column whose name or cells say that it holds times that cannot be read, "" where there is none."""
    meant = [
        column
        for column in header
        if column in faults
        and (TIMES.search(column) or (column in nearest and (column == header[0] or PERIODS.search(column))))
    ]
    return max(meant, key=lambda one: nearest.get(one, (-1.0, faults[one]))[0], default="")


def _known(error: DataError, cells: Cells, columns: Columns, column: str, panel: Panel | None) -> DataError:
    """Give an error with what is known of the file: financial years, a panel, another way to write times."""
    words = tuple(plain(cell) for cell in columns[column])
    found = panel(column) if panel is not None else None
    advised = _advised(error, cells, columns, column)
    if found is not None:
        return DataError(f"{found}. {advised}" if isinstance(error, RowOrderError) else str(found))
    if order.financial(words):
        return DataError(
            f"{cells.name}: the cells of column '{column}' look like financial years ({', '.join(words[:3])}, ...), which are no "
            "calendar years: write the year in which each ends (2024), and in the note of sources.yaml when it begins"
        )
    return advised


def _meant(cells: Cells, columns: Columns, dataset: Dataset, index: pd.Index[Any]) -> tuple[Dataset, pd.Index[Any]]:
    """Give the rows; raise DataError where they can be read as periods and mean others: financial years, plain numbers."""
    sampling = sampling_reading(dataset.resolution)
    words = tuple(plain(cell) for cell in columns[dataset.time])
    if sampling.daily:
        return dataset, index
    if order.financial(words) or (order.quarters(words) and sampling.holes(index).any()):
        raise DataError(f"{cells.name}, column '{dataset.time}' holds other periods than {dataset.resolution}s")
    telling = any(one.search(dataset.time) for one in (TIMES, PERIODS, YEARS))
    scattered = len(index) > 1 and 2 * int(sampling.holes(index).sum()) >= len(index)
    if scattered and not telling and all(word.isdecimal() for word in words):
        raise DataError(f"{cells.name}, column '{dataset.time}' holds numbers, not {dataset.resolution}s")
    return dataset, index


def _as_days(
    cells: Cells, columns: Columns, places: Sequence[int], dataset: Dataset
) -> tuple[Dataset, pd.Index[Any]] | None:
    """Give instants as days where each is a midnight in UTC, None where they are not."""
    if not sampling_reading(dataset.resolution).clock:
        return None
    for layout, resolution in _forms(columns[dataset.time], dataset.layout):
        if _names_days(resolution):
            daily = replace(dataset, layout=layout, resolution=resolution)
            return _named(cells, columns, places, daily)
    return None


def _stated(cells: Cells, columns: Columns, places: Sequence[int], stub: Dataset) -> tuple[Dataset, pd.Index[Any]]:
    """Give the dataset whose time column is known, with the resolution that reads it."""
    error: DataError | None = None
    for _, resolution, column in _trials([stub.time]):
        dataset = replace(stub, time=column, resolution=resolution)
        try:
            return _named(cells, columns, places, dataset)
        except DataError as found:
            error = found if error is None or _reached(found) > _reached(error) else error
    assert error is not None
    if not math.isinf(_reached(error)):
        other = _in_another_form(cells, columns, places, stub, [stub.time])
        if other is not None:
            return other
    raise _advised(error, cells, columns, stub.time)


def _named(cells: Cells, columns: Columns, places: Sequence[int], dataset: Dataset) -> tuple[Dataset, pd.Index[Any]]:
    """Give the dataset and the rows that its column names, which may stand newest first; raise DataError."""
    try:
        return dataset, _index(cells, columns, places, dataset)
    except RowOrderError:
        turned = replace(dataset, layout=replace(dataset.layout, newest_first=True))
        try:
            return turned, _index(cells, columns, places, turned)
        except RowOrderError:
            pass
        raise


def _index(cells: Cells, columns: Columns, places: Sequence[int], dataset: Dataset) -> pd.Index[Any]:
    """Give the rows that a column names; raise DataError where it does not."""
    rows = zip(places, ([cell] for cell in columns[dataset.time]), strict=True)
    alone = Cells(name=cells.name, noun=cells.noun, header=[dataset.time], rows=iter(rows))
    return table(alone, replace(dataset, series=())).index


def _trials(header: list[str], kind: str = "") -> Iterator[tuple[Sampling, Resolution, str]]:
    """Give each way to name rows in time with each column: days, instants, then periods."""
    for sampling in samplings().values():
        for resolution in sampling.resolutions if sampling.ordered and kind in {"", sampling.sample} else ():
            for column in header:
                yield sampling, resolution, column


def _reached(error: DataError) -> float:
    """Give how many cells could be read: all, where they only stand in the wrong order."""
    if isinstance(error, RowOrderError):
        return math.inf
    return float(error.at) if isinstance(error, UnreadableRowError) else 0.0


def _may_be(fault: DataError | None, resolution: Resolution) -> bool:
    """Whether a column may name rows so, as far as the cell tells that was no day."""
    if not isinstance(fault, UnreadableRowError):
        return True
    try:
        sampling_reading(resolution).read([fault.word], resolution)
    except UnreadableRowError:
        return False
    return True


def _in_another_form(
    cells: Cells, columns: Columns, places: Sequence[int], stub: Dataset, header: list[str]
) -> tuple[Dataset, pd.Index[Any]] | None:
    """Give the dataset whose times are counted, written by a pattern, instants that are days, or said in parts."""
    waiting: DataError | None = None
    for column in header:
        for layout, resolution in _forms(columns[column], stub.layout):
            dataset = replace(stub, time=column, resolution=resolution, layout=layout)
            try:
                return _meant(cells, columns, *_named(cells, columns, places, dataset))
            except RowOrderError as error:
                waiting = waiting or _advised(error, cells, columns, column)
            except DataError as error:
                if isinstance(error.__cause__, UnreadableTimeError):
                    waiting = waiting or DataError(f"{error} (with --as)")
    if waiting is not None:
        raise waiting
    return None


def _forms(cells: Sequence[object], layout: Layout) -> Iterator[tuple[Layout, Resolution]]:
    """Give the ways in which the cells of a column may be times in another form."""
    known = [cell for cell in cells[:LOOKED_AT] if plain(cell)]
    if not known:
        return
    if unit := epoch_of(known):
        yield replace(layout, time_format=unit), Resolution.DAY
        return
    words = [plain(cell) for cell in known]
    instants = [INSTANT.fullmatch(word) for word in words]
    if all(one is not None and one[4] for one in instants):
        midnights = all(one is not None and set(one[2]) <= set("0:") for one in instants)
        zone = layout.time_zone or (
            "UTC" if midnights and all(one and one[4] in {"Z", "UTC", "+00:00", "+0000"} for one in instants) else ""
        )
        yield replace(layout, time_zone=zone), Resolution.DAY if zone else Resolution.INSTANT
        return
    fitting = [pattern for pattern in PATTERNS if all(_fits(word, pattern) for word in words)]
    if len(fitting) == 1 or (
        fitting and {"%m/%d/%Y", "%d/%m/%Y"} - set(fitting) and {"%m/%d/%y", "%d/%m/%y"} - set(fitting)
    ):
        monthly = "%d" not in fitting[0]
        yield replace(layout, time_format=fitting[0]), Resolution.MONTH if monthly else Resolution.DAY


def _fits(word: str, pattern: str) -> bool:
    found = by_pattern(word, pattern)
    return found is not None and found.strftime("%H%M%S") == "000000" and 1800 <= found.year <= 2200


def written_as(words: Sequence[str]) -> str:
    """Say which patterns the names of rows are written in, as the rest of a sentence; "" where no common one fits."""
    if all(map(INSTANT.fullmatch, words)):
        return ", or say with --as the `time_zone` whose days are meant, such as `time_zone: Europe/Berlin`"
    found = {form: [by_pattern(word, form) for word in words[:LOOKED_AT]] for form in TOLD}
    fitting = {form: times for form, times in found.items() if all(times)}
    if not fitting:
        return ""
    said = " or ".join(f"""`time_format: "{form}"`""" for form in list(fitting)[:3])
    clocks = any(one is not None and one.strftime("%H%M%S") != "000000" for one in next(iter(fitting.values())))
    zone = ", and the day that is meant by `time_zone`, such as `time_zone: Europe/Berlin`" if clocks else ""
    return f", or say with --as how these are written: {said}{zone}"


def _parts(header: list[str]) -> tuple[str, ...]:
    """Give the columns of a year and of a month or quarter, and of a day, where a time is said in parts."""
    year = next((name for name in header if YEARS.search(name)), "")
    month = next((name for name in header if PART.search(name) and name != year), "")
    day = next((name for name in header if DAYS.search(name) and name not in {year, month}), "")
    return tuple(filter(None, (year, month, day))) if year and month else ()


def _of_parts(
    cells: Cells, columns: Columns, places: Sequence[int], stub: Dataset, parts: tuple[str, ...]
) -> tuple[Dataset, pd.Index[Any]] | None:
    name = next(one for one in ("time", "period", "when") if one not in columns)
    layout = replace(stub.layout, time_parts=parts, time_format="%Y-%m-%d" if len(parts) > 2 else "")
    rows = list(zip(*(map(plain, columns[part]) for part in parts), strict=True))
    error: DataError | None = None
    for resolution in DATED if len(parts) > 2 else _steps(parts[1], [row[1] for row in rows]):
        said: list[object] = [in_one(row, resolution) for row in rows]
        named = {**columns, name: said}
        kept = [_reads(plain(word), resolution) for word in said]
        if len(parts) < 3 and any(kept) and not all(kept):  # beside months, a year's average
            words = tuple(
                dict.fromkeys(plain(cell) for cell, good in zip(columns[parts[1]], kept, strict=True) if good)
            )
            layout = replace(layout, where={parts[1]: words})
        dataset = replace(stub, time=name, layout=layout, resolution=resolution)
        some = {column: [cell for cell, good in zip(held, kept, strict=True) if good] for column, held in named.items()}
        try:
            if any(kept):
                return _named(cells, some, [place for place, good in zip(places, kept, strict=True) if good], dataset)
        except RowOrderError as found:
            error = error or _advised(found, cells, some, name)
        except DataError:
            continue
    if error is not None:
        raise error
    return None


def _steps(column: str, words: Sequence[str]) -> tuple[Resolution, ...]:
    """Give what a year and a part of it may say: what the part is called, or else what its numbers leave open."""
    called = tuple(resolution for resolution, name in PARTS.items() if name.search(column))
    if not called and all(word.isdecimal() and int(word) <= QUARTERS for word in words):
        return (Resolution.QUARTER,)
    return called or (Resolution.MONTH, Resolution.QUARTER, Resolution.WEEK)


def _reads(word: str, resolution: Resolution) -> bool:
    try:
        sampling_reading(resolution).read([word], resolution)
    except UnreadableRowError:
        return _names_days(resolution)
    return True


def _names_days(resolution: Resolution) -> bool:
    """Whether rows are named by days, without a clock."""
    sampling = sampling_reading(resolution)
    return sampling.daily and not sampling.clock


def without_strays(name: str, columns: Columns, stub: Dataset) -> tuple[Dataset, tuple[str, ...]]:
    """Give the dataset without rows that stand among days or periods and name none, such as Total, and say which."""
    for column, held in list(columns.items())[:COLUMNS]:
        kinds = [kind_of(cell) for cell in held]
        if kinds.count(TIMED) < 0.8 * len(kinds):
            continue
        strays = list(
            dict.fromkeys(plain(cell) for cell, kind in zip(held, kinds, strict=True) if kind in {WORD, MARKED})
        )
        if 0 < len(strays) <= STRAYS and not any(re.search(r"\d", word) for word in strays):
            layout = replace(stub.layout, leave_out=(*stub.layout.leave_out, *strays))
            said = f"{name}: {', '.join(strays)} name no time, and `leave_out` in data/sources.yaml leaves them out"
            return replace(stub, layout=layout, time=column), (said,)
        return stub, ()
    return stub, ()


def _advised(error: DataError, cells: Cells, columns: Columns, column: str) -> DataError:
    """Give an error with what to write: which rows to keep where a time stands on several, or how times are written."""
    if isinstance(error, RowOrderError) and len({plain(cell) for cell in columns[column]}) < len(columns[column]):
        return _several(error, cells, columns, column)
    word = error.word if isinstance(error, UnreadableRowError) else ""
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}", word):
        return DataError(f'{error}: give `time_format: "%d/%m/%Y"` or `time_format: "%m/%d/%Y"` with --as')
    if re.fullmatch(r"[2-5]\d{4}(\.0)?", word):
        return DataError(
            f"{error}: it looks like the number that a workbook keeps of a day: show the column as dates there, such as 2024-01-31, and save it again"
        )
    if word.lower() in MISSING or not re.search(r"\d", word):
        return DataError(
            f"{error}: a row that is none of the table is left out by `leave_out: [{quoted(word)}]`, notes below it by "
            "`footer: 1` or more, lines above it by `skip`: give it with --as"
        )
    return DataError(f'{error}: how else times are written, say with --as, such as `time_format: "%d.%m.%Y"`')


def _several(error: DataError, cells: Cells, columns: Columns, column: str) -> DataError:
    """Say which columns tell rows of one name apart, and how to keep those of one thing."""
    rows: dict[str, list[int]] = {}
    for at, cell in enumerate(columns[column]):
        rows.setdefault(plain(cell), []).append(at)
    group = max(rows.values(), key=len)
    counts = {
        name: len({plain(held[at]) for at in group})
        for name, held in columns.items()
        if name and name != column and _is_words(held)
    }
    telling = [name for name, count in counts.items() if count > 1]
    if not telling:
        return error
    first = max(telling, key=lambda name: counts[name])
    word = Counter(plain(cell) for cell in columns[first]).most_common(1)[0][0]
    return DataError(
        f"{cells.name}: this looks like a panel: the {column} '{plain(columns[column][group[0]])[:40]}' stands on {len(group)} rows, told apart by "
        f"{', '.join(repr(name) for name in telling[:6])}: say with --as which rows to read, such as `where: {{{quoted(first)}: {quoted(word)}}}`"
    )


def _is_words(cells: Sequence[object]) -> bool:
    return any(isinstance(cell, str) and re.search(r"[^\W\d]", cell) for cell in cells[:200])
