"""Words for a time, as a file or an author writes them: a day, an instant, or a week, month, quarter or year."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from causal.files.limits import FIRST_YEAR, LAST_YEAR
from causal.study import Resolution

if TYPE_CHECKING:
    import pandas as pd

FREQUENCY = {Resolution.WEEK: "W-SUN", Resolution.MONTH: "M", Resolution.QUARTER: "Q-DEC", Resolution.YEAR: "Y-DEC"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WHOLE = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
YEAR = r"(?P<year>\d{4})"
FORMS = {
    Resolution.WEEK: (rf"{YEAR}-?w(?P<part>\d{{1,2}})", rf"{YEAR}年第?(?P<part>\d{{1,2}})周"),
    Resolution.MONTH: (
        rf"{YEAR}(?:-|/|-?m)(?P<part>\d{{1,2}})",
        rf"{YEAR}年(?P<part>\d{{1,2}})月",
        rf"(?P<name>[a-z]{{3,9}})\.?[ -]{YEAR}",
        rf"{YEAR}[ -](?P<name>[a-z]{{3,9}})\.?",
    ),
    Resolution.QUARTER: (
        rf"{YEAR}[ -]?q(?P<part>[1-4])",
        rf"q(?P<part>[1-4])[ -]{YEAR}",
        rf"{YEAR}年第?(?P<part>[1-4])季度",
    ),
    Resolution.YEAR: (rf"{YEAR}年?",),
}
PATTERNS = {at: tuple(re.compile(form, re.ASCII | re.IGNORECASE) for form in forms) for at, forms in FORMS.items()}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def period(word: str, resolution: Resolution) -> pd.Period | None:
    """Give the week, month, quarter or year that a word names, or None. A day that begins or ends one names it too."""
    import pandas as pd

    if DAY.fullmatch(word):
        return _at_an_end(word, resolution)
    found = next((match for pattern in PATTERNS[resolution] if (match := pattern.fullmatch(word))), None)
    if found is None or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        return None
    begins = _first_day(resolution, int(found["year"]), found.groupdict())
    return None if begins is None else pd.Period(begins, freq=FREQUENCY[resolution])


def _first_day(resolution: Resolution, year: int, found: dict[str, str | None]) -> date | None:
    part = _month(found["name"]) if found.get("name") else int(found.get("part") or 1)
    try:
        if resolution is Resolution.WEEK:
            return date.fromisocalendar(year, part, 1)
        return date(year, 3 * part - 2 if resolution is Resolution.QUARTER else part, 1)
    except ValueError:
        return None


def _month(name: str | None) -> int:
    """Give the number of a month by its English name, whole or of three letters; 0 for any other word."""
    word = (name or "").casefold()
    return MONTHS.index(word[:3]) + 1 if word in (*MONTHS, *WHOLE, "sept") else 0


def _at_an_end(word: str, resolution: Resolution) -> pd.Period | None:
    import pandas as pd

    try:
        day = date.fromisoformat(word)
    except ValueError:
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    found = pd.Period(day, freq=FREQUENCY[resolution])
    return found if day in (found.start_time.date(), found.end_time.date()) else None


def name(one: pd.Period) -> str:
    """Give a period's name: 2024-W05, 2024-01, 2024Q1, 1871."""
    kind = {frequency: resolution for resolution, frequency in FREQUENCY.items()}[one.freqstr]
    if kind is Resolution.WEEK:
        year, week, _ = one.start_time.isocalendar()
        return f"{year}-W{week:02}"
    return {
        Resolution.MONTH: f"{one.year}-{one.month:02}",
        Resolution.QUARTER: f"{one.year}Q{one.quarter}",
        Resolution.YEAR: f"{one.year}",
    }[kind]


def moment(text: str) -> pd.Timestamp | pd.Period:
    """Give the time that ISO text of a day or an instant, or a period's name, stands for."""
    import pandas as pd

    if not DAY.match(text):
        for resolution in FREQUENCY:
            if (found := period(text, resolution)) is not None:
                return found
    return pd.Timestamp(text)


def period_name(text: str) -> str:
    """Give the name of the period that a text names in any of its forms; "" where it names none."""
    found = next((one for at in FREQUENCY if not DAY.match(text) and (one := period(text, at)) is not None), None)
    return "" if found is None else name(found)


def last_day(text: str) -> date:
    """Give the day of a moment; of a period its last."""
    import pandas as pd

    found = moment(text)
    day: date = (found.end_time if isinstance(found, pd.Period) else found).date()
    return day
