"""Times as files write them, as words that a kind of rows reads: the day is the publisher's, by the dataset's time zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from causal.errors import DataError, did_you_mean
from causal.files import limits
from causal.sampling import sampling_reading
from causal.study import Resolution

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from causal.study import Dataset

EPOCHS = {"unix": 1, "unix_ms": 10**3, "unix_us": 10**6, "unix_ns": 10**9}  # parts of a second
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d{2}:?\d{2})?", re.ASCII
)
RUN_TOGETHER = re.compile(r"%[YymdHMSj]%[YymdHMSj]")
SHOWN = 40  # characters of a bad cell
NUMBERED = {Resolution.QUARTER: "Q", Resolution.WEEK: "W"}  # what tells a number of them from that of a month
COUNTED = re.compile(
    r"第?([0-9]{1,2})(?:[.ºª]|st|nd|rd|th|er|e)?\s?(?:quarter|quartal|trimestre|week|woche|月份?|周|週|季度?)?",
    re.IGNORECASE | re.ASCII,
)
MONTHS = {  # by their first letters, where a month and a year are told in columns of their own
    language: words.split()
    for language, words in {
        "de": "januar februar märz april mai juni juli august september oktober november dezember",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "nl": "januari februari maart april mei juni juli augustus september oktober november december",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    }.items()
}


class UnreadableTimeError(ValueError):
    """A cell that is no time as declared; its words say what it is, and what to write."""


def zone(name: str) -> ZoneInfo:
    """Give a time zone by its name in the IANA list; raise DataError with the nearest."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError) as error:
        near = did_you_mean(name, _near(name), listing=False)
        raise DataError(
            f"there is no time zone '{name[:SHOWN]}': expected one such as Europe/Berlin or UTC{near}"
        ) from error


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def pattern(form: str) -> str:
    """Give a form of times that can be read; raise DataError for a pattern that none can be written in."""
    if form and form not in EPOCHS:
        try:
            datetime.strptime(BEGINNING.strftime(form), form)  # noqa: DTZ007 - nothing is kept of it
        except (ValueError, re.error) as error:
            said = str(error).partition("\n")[0][:100]
            raise DataError(
                f"'{form[:SHOWN]}' is no pattern of times ({said}): write each part once, such as %d/%m/%Y or %Y-%m-%d %H:%M"
            ) from error
    return form


def _near(name: str) -> list[str]:
    """Give the zones of the same first letters or of the same city, of which there are few."""
    city = name.rpartition("/")[2].lower()
    return sorted(one for one in _zones() if one[:3].lower() == name[:3].lower() or one.lower().endswith(city))[:200]


def word(cell: object, dataset: Dataset) -> str:
    """Give a cell of the identifying column as its kind of rows reads it; raise UnreadableTimeError where it is no time."""
    layout = dataset.layout
    if not (layout.time_format or layout.time_zone) or cell is None or cell == "":
        return plain(cell)
    if not (sampling := sampling_reading(dataset.resolution)).ordered:
        return plain(cell)
    found = _moment(cell, layout.time_format)
    if not isinstance(found, datetime):
        return plain(found)
    if found.tzinfo is None:
        if not layout.time_zone or not sampling.clock:
            return plain(found.date() if layout.time_zone else found)
        return plain(found.replace(tzinfo=zone(layout.time_zone)))
    if sampling.clock:
        return plain(found)
    if layout.time_zone:
        return found.astimezone(zone(layout.time_zone)).date().isoformat()
    if found.astimezone(UTC).time() != time():
        raise UnreadableTimeError(
            f"'{plain(cell)[:SHOWN]}' is {found.astimezone(UTC):%Y-%m-%d %H:%M} in UTC, not midnight: write the `time_zone` whose day "
            "is meant, such as `time_zone: Europe/Berlin`, or `time_zone: UTC`"
        )
    return found.astimezone(UTC).date().isoformat()


def plain(cell: object) -> str:
    """Give a cell as text: times in UTC, midnights as days."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        spelled = (cell if cell.tzinfo is None else cell.astimezone(UTC)).isoformat()
        return spelled.removesuffix("T00:00:00")
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def month_number(text: str) -> str:
    """Give the number of a month by its whole name in one of several languages; any other text as it is."""
    word = text.strip().casefold()
    return next((str(names.index(word) + 1) for names in MONTHS.values() if word in names), text)


def in_one(parts: Iterable[str], resolution: Resolution) -> str:
    """Give the parts of a time as one word: 2024-1, 2024-Q1 or 2024-W5 of a year and a number."""
    mark = NUMBERED.get(resolution, "")
    found = [(COUNTED.fullmatch(part.strip()), month_number(part)) for part in parts]
    return "-".join(
        f"{mark}{int(one[1]) if mark else one[1]}" if one else word.removesuffix("年") for one, word in found
    )


def _moment(cell: object, form: str) -> object:
    """Give the day or instant that a cell says, in a declared form or as ISO writes it; the cell itself where it is neither."""
    if form in EPOCHS:
        return _of_epoch(cell, form)
    if form and not isinstance(cell, date):
        return _of_pattern(plain(cell), form)
    if not isinstance(cell, str):
        return cell
    found = INSTANT.fullmatch(cell.strip())
    if found is None:
        return cell
    offset = (found[4] or "").replace("UTC", "Z")
    clock = f"{found[2]}{'.' + found[3][:6].ljust(6, '0') if found[3] else ''}"
    try:
        return datetime.fromisoformat(f"{found[1]}T{clock}{offset}")
    except ValueError:
        return cell


def _of_epoch(cell: object, form: str) -> datetime:
    try:
        return BEGINNING + timedelta(microseconds=int(Decimal(str(cell).strip()) * 10**6 / EPOCHS[form]))
    except (ArithmeticError, ValueError) as error:
        raise _unlike(cell, form) from error


def _of_pattern(cell: str, form: str) -> datetime:
    found = by_pattern(cell[: limits.CELL_CHARACTERS], form)
    if found is None:
        raise _unlike(cell, form)
    return found


def by_pattern(cell: str, form: str) -> datetime | None:
    """Give the time that a cell says in a pattern, None where it says none: 190012 is no day of %Y%m%d, whatever Python says."""
    try:
        found = datetime.strptime(cell, form)  # noqa: DTZ007 - the caller asks for the zone
    except ValueError:
        return None
    return None if RUN_TOGETHER.search(form) and found.strftime(form) != cell else found


def _unlike(cell: object, form: str) -> UnreadableTimeError:
    shown, other = str(cell)[:SHOWN], epoch_of([cell])
    hint = f"; `time_format: {other}` would fit" if other and form in EPOCHS and other != form else ""
    return UnreadableTimeError(f"the time '{shown}' is not written as `time_format` says, {form!r}{hint}")


def epoch_of(cells: Sequence[object]) -> str:
    """Give the unit in which cells count the time since 1970, "" where they do not, judged by the years they come to."""
    counted = []
    for cell in cells:
        text = str(cell).strip()
        if isinstance(cell, bool) or not re.fullmatch(r"\d{9,19}(\.\d+)?", text, re.ASCII):
            return ""
        counted.append(float(text))
    for form, parts in EPOCHS.items():
        if counted and all(4e8 <= one / parts <= 4.2e9 for one in counted):  # from 1982 to 2103
            return form
    return ""
