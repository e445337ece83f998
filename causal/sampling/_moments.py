"""Words for a time, as a file or an author writes them: a day, an instant, or a week, month, quarter or year."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from causal.files.limits import FIRST_YEAR, LAST_YEAR
from causal.study import Resolution

if TYPE_CHECKING:
    import pandas as pd

FREQUENCY = {Resolution.WEEK: "W-SUN", Resolution.MONTH: "M", Resolution.QUARTER: "Q-DEC", Resolution.YEAR: "Y-DEC"}
MONTHS = (  # whole names; three letters or more of one that begin no other month's stand for it too
    ("january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari"),
    ("february", "februar", "février", "febrero", "febbraio", "fevereiro", "februari"),
    ("march", "märz", "mrz", "mars", "marzo", "março", "maart", "mrt"),
    ("april", "avril", "abril", "aprile"),
    ("may", "mai", "mayo", "maggio", "maio", "mei"),
    ("june", "juni", "juin", "junio", "giugno", "junho"),
    ("july", "juli", "juillet", "julio", "luglio", "julho"),
    ("august", "août", "agosto", "augustus"),
    ("september", "septembre", "septiembre", "settembre", "setembro"),
    ("october", "oktober", "octobre", "octubre", "ottobre", "outubro"),
    ("november", "novembre", "noviembre", "novembro"),
    ("december", "dezember", "décembre", "diciembre", "dicembre", "dezembro"),
)
YEAR = r"(?P<year>[0-9]{4})"
SHORT = r"(?P<year>[0-9]{4}|[0-9]{2})"  # of a year, beside what cannot be a number of a day
PART, NAME = r"(?P<part>[0-9]{1,2})", r"(?P<name>[^\W\d_]{3,10})\.?"
FOURTH = r"(?P<part>[1-4])"
FORMS = {
    Resolution.WEEK: (
        rf"{YEAR}[ /-]?(?:w|kw|wk|week|woche) ?{PART}",
        rf"(?:w|kw|wk|week|woche) ?{PART}[,]?[ /-]{YEAR}",
        rf"{YEAR}年第?{PART}周",
    ),
    Resolution.MONTH: (
        rf"{YEAR}(?:[-/_]|[ -]?m){PART}",
        rf"{YEAR}[.:](?P<part>[0-9]{{2}})",
        rf"{PART}[-/._]{YEAR}",
        rf"m{PART}[ /-]{YEAR}",
        rf"{YEAR}(?P<part>0[1-9]|1[0-2])",
        rf"{YEAR}年{PART}月",
        rf"{NAME}[ -/']?{SHORT}",
        rf"{YEAR}[ -/]?{NAME}",
    ),
    Resolution.QUARTER: (
        rf"{YEAR}[ -/.:]?[qtk]{FOURTH}",
        rf"[qt]{FOURTH}[ -/']?{SHORT}",
        rf"{FOURTH}[qt][ -/']?{SHORT}",
        rf"{FOURTH}\. ?quartal {YEAR}",
        rf"{YEAR}[-/:._]{FOURTH}",
        rf"{YEAR}年第?{FOURTH}季度",
    ),
    Resolution.YEAR: (rf"{YEAR}年?", rf"(?:{YEAR} \[)?yr(?P<same>[0-9]{{4}})\]?"),
}
PATTERNS = {at: tuple(re.compile(form, re.IGNORECASE) for form in forms) for at, forms in FORMS.items()}
CENTURY = 69  # the first of two digits of a year that are of the 20th century, as POSIX has it
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def period(word: str, resolution: Resolution) -> pd.Period | None:
    """Give the week, month, quarter or year that a word names, or None. A day that begins or ends one names it too."""
    import pandas as pd

    if DAY.fullmatch(word):
        return _at_an_end(word, resolution)
    for pattern in PATTERNS[resolution]:
        if match := pattern.fullmatch(word):
            found = match.groupdict()
            year = _year(found.get("year") or found["same"])
            begins = _first_day(resolution, year, found) if FIRST_YEAR <= year <= LAST_YEAR else None
            if begins is not None:
                return pd.Period(begins, freq=FREQUENCY[resolution])
    return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if int(digits) >= CENTURY else 2000)


def _first_day(resolution: Resolution, year: int, found: dict[str, str | None]) -> date | None:
    part = _month(found["name"]) if found.get("name") else int(found.get("part") or 1)
    try:
        if resolution is Resolution.WEEK:
            return date.fromisocalendar(year, part, 1)
        return date(year, 3 * part - 2 if resolution is Resolution.QUARTER else part, 1)
    except ValueError:
        return None


def _month(name: str | None) -> int:
    """Give the number of a month by its name, whole or its first letters; 0 for any other word."""
    word = _plain(name or "")
    found = [number for number, names in enumerate(MONTHS, start=1) if any(_plain(n).startswith(word) for n in names)]
    return found[0] if len(found) == 1 else 0


@cache
def _plain(word: str) -> str:
    """Give a word in small letters without accents."""
    return "".join(c for c in normalize("NFKD", word.casefold()) if not combining(c))


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
