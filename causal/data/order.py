"""Signs that rows said to stand in no order have one: names that date or count them, and values that go with the row before."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from causal.data.times import by_pattern
from causal.errors import UnreadableRowError
from causal.sampling import period_name, samplings

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from causal.sampling import Sampling

WORDS = (
    *("day", "days", "week", "wk", "month", "mon", "quarter", "qtr", "year", "yr", "period", "hour", "minute", "date"),
    *("time", "t", "step", "tick", "wave", "round", "session", "season", "epoch", "obs", "half", "semester", "term"),
    *("tag", "woche", "monat", "quartal", "jahr", "halbjahr", "jour", "semaine", "mois", "année", "trimestre"),
    *("día", "semana", "mes", "año", "日", "天", "周", "月", "季", "年", "期", "时间", "日期"),
)
DIGITS = re.compile(r"\d{1,9}")
YEAR = re.compile(r"(?<!\d)(?:1[89]|20|21)\d\d(?!\d)")
DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}\.?(?:[ T].*)?", re.ASCII)
WITHIN = re.compile(r"(?<!\d)\d{1,4}([./-])\d{1,2}\1\d{1,4}(?!\d)", re.ASCII)  # a date among other words
DECADE = re.compile(r"(?<!\d)(?:1[0-9]|20|21)\d0\W?s", re.ASCII)
RUN_TOGETHER = ("%y%m%d", "%m%d%Y", "%d%m%Y", "%d%m%y", "%m%d%y", "%y%m", "%m%Y", "%m%y")  # days, then months
CLOCK = re.compile(r"\d{1,2}:\d{2}")
QUARTER = re.compile(r"\d{4}[-/:._][1-4]", re.ASCII)
FINANCIAL = re.compile(r"(\d{4})[/-](\d{2})", re.ASCII)
ROWS = 20  # fewer show no order
SHARE = 0.1  # of the days or months that dates lie among
STRONG = 0.5  # rank correlation with the row before, and
ERRORS = 3.3  # as many standard errors of it: by chance once in two thousand columns
VALUES = 10  # a column of no more has groups, which a file may well be sorted by


def unordered(sample: str = "") -> Sampling | None:
    """Give the kind of rows in no order, of a sample's kind where one is named; None where that kind has an order."""
    return next(
        (one for one in samplings().values() if not (one.ordered or one.designed) and sample in {"", one.sample}), None
    )


def named(words: Sequence[str], column: str) -> str:
    """Say what names of rows look like where they date or count them, as the rest of a sentence; "" where they do not."""
    if len(words) < 3:
        return ""
    if financial(words):
        return "financial years"
    if kind := _read(words):
        return kind
    if all(map(_dated, words)) or all(map(WITHIN.search, words)):
        return "dates"
    if all(map(DECADE.search, words)):
        return "decades"
    if any(_follow(words, form) for form in RUN_TOGETHER):
        return "dates without marks between day, month and year"
    years = [found[0] for word in words if (found := YEAR.findall(word))]
    if len(years) == len(words) and len(set(years)) > 2 and years in (sorted(years), sorted(years, reverse=True)):
        return "dates, each with a year"
    return "a count of time" if _counts(words, column) else ""


def _dated(word: str) -> bool:
    """Whether a word is a date in some order of day, month and year, or a month's name with a number."""
    if DATE.fullmatch(word):
        return True
    numbers, names = re.findall(r"\d+", word), re.findall(r"[^\W\d_]+", word)
    months = any(len(name) > 2 and period_name(f"{name} 2000") for name in names)
    return months and (0 < len(numbers) < 4 or CLOCK.search(word) is not None)


def _follow(words: Sequence[str], form: str) -> bool:
    """Whether all words are dates in a form, of one length, each after the one before, and many of those that lie between."""
    digits = len(datetime(2000, 1, 1, tzinfo=UTC).strftime(form))
    if len(words) < ROWS or not all(len(word) == digits and word.isdecimal() and word.isascii() for word in words):
        return False
    found = [by_pattern(word, form) for word in words]
    days = [one.toordinal() for one in found if one is not None]
    ways = {later > earlier for earlier, later in pairwise(days)}
    between = abs(days[-1] - days[0]) / (1 if "%d" in form else 30.0) + 1 if days else 0.0
    return len(days) == len(words) and len(ways) == 1 and len(words) >= SHARE * between


def financial(words: Sequence[str]) -> bool:
    """Whether all words are years such as 2011/12, which begin in one year and end in the next."""
    found = [FINANCIAL.fullmatch(word) for word in words]
    return len(words) > 1 and all(one is not None and int(one[2]) == (int(one[1]) + 1) % 100 for one in found)


def quarters(words: Sequence[str]) -> bool:
    """Whether all words are such as 2005-1, numbered up to 4: of months there would be more."""
    return len(words) > 4 and all(QUARTER.fullmatch(word) for word in words)


def _read(words: Sequence[str]) -> str:
    """Give what a kind of rows in time reads the words as; plain numbers only where they follow each other."""
    for sampling in samplings().values():
        for resolution in sampling.resolutions if sampling.ordered else ():
            try:
                index = sampling.read(words, resolution)
            except UnreadableRowError:
                continue
            plain = all(word.isdecimal() for word in words)
            if not plain or (index.is_monotonic_increasing and not sampling.holes(index).any()):
                return f"{resolution}s"
    return ""


def _counts(words: Sequence[str], column: str) -> bool:
    """Whether the words are the same but for numbers that go up, a single one by one, beside a word of time."""
    beside = {tuple(re.split(r"[\W\d_]+", word.casefold())) for word in words}
    numbers = [tuple(int(one) for one in DIGITS.findall(word)) for word in words]
    if len(beside) > 1 or not all(numbers) or any(later <= earlier for earlier, later in pairwise(numbers)):
        return False
    if len(numbers[0]) == 1 and {later[0] - earlier[0] for earlier, later in pairwise(numbers)} != {1}:
        return False
    return bool({*beside.pop(), *re.split(r"[\W_]+", column.casefold())} & set(WORDS))


def autocorrelated(table: pd.DataFrame) -> tuple[tuple[str, float], ...]:
    """Give the columns whose rows go with the row before, each with its rank correlation; () where the file may be sorted.

    A file may be sorted by one column, which then goes up or down throughout; columns of few values do not count.
    """
    found = {name: _first_order(table[name]) for name in table.columns if table[name].nunique() > VALUES}
    strong = {name: r for name, r in found.items() if r is not None}
    steady = [n for n in strong if table[n].is_monotonic_increasing or table[n].is_monotonic_decreasing]
    return () if len(strong) == len(steady) == 1 else tuple(strong.items())


def _first_order(column: pd.Series[float]) -> float | None:
    """Give the rank correlation of a column with the row before where it is strong, else None."""
    ranks = column.rank()
    pairs = np.column_stack([ranks.to_numpy()[:-1], ranks.to_numpy()[1:]])
    pairs = pairs[~np.isnan(pairs).any(axis=1)]
    if len(pairs) < ROWS or not (np.ptp(pairs, axis=0) > 0).all():
        return None
    r = float(np.corrcoef(pairs, rowvar=False)[0, 1])
    return r if r >= max(STRONG, ERRORS / len(pairs) ** 0.5) else None
