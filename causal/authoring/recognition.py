"""How a publisher's file is laid out, as far as its cells tell: encoding, delimiter, what stands above, below and across."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from causal.data.arrangement import joined
from causal.data.numbers import Column, UnreadableNumberError, answer, mark_beside
from causal.data.times import plain
from causal.errors import DataError, UnreadableRowError
from causal.sampling import sampling_reading, samplings
from causal.study import Layout, Resolution

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Row = tuple[int, Sequence[object]]
    Rows = list[Row]

MISSING = frozenset(
    [
        "na",
        "n/a",
        "n.a.",
        "#n/a",
        "nan",
        "null",
        "none",
        "nil",
        "nd",
        "n.d.",
        "..",
        "…",
        "...",
        ".",
        ":",
        "-",
        "--",
        "–",
        "—",
        "***",
        "x",
        "(na)",
        "(d)",
        "(x)",
        "／",
        "－",
        "‐",
    ]
)
TIME = re.compile(
    r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?([T ].*)?|\d{1,2}[-/. ](\d{1,2}|[^\W\d]{3,9}\.?)[-/. ]\d{2,4}|\d{4}[- ]?[QWMqwm]\d{1,2}"
    r"|[Qq]\d[ -]\d{4}|\d{4}年.*|[A-Za-z]{3,9}\.? (\d{1,2}, )?\d{4}|\d{4}[ -][A-Za-z]{3,9}",
    re.ASCII,
)
EMPTY, NUMBER, MARKED, GAP, TIMED, WORD = "empty", "number", "marked", "gap", "time", "word"
TOP = 200  # rows among which a header is looked for
WIDE = 3  # times in a header that make it a header of times
TELLING = {"shift_jis": "[ぁ-ヿ年月]", "gb18030": "[年月日数总产人的]", "euc-kr": "[가-힣]", "windows-1252": ""}


def encoding_of(raw: bytes, decode: Callable[[str], str]) -> str:
    """Give the encoding of text that is not UTF-8: the first in which it reads as its language; "" where it is UTF-8."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        decode("")
    except DataError as error:
        for encoding, letters in TELLING.items():
            try:
                if re.search(letters, decode(encoding)):
                    return encoding
            except DataError:
                continue
        raise DataError(str(error)) from error
    return ""


def delimiter_of(rows: Callable[[str], Rows], usual: str) -> str:
    """Give what stands between cells: that by which most cells stand in rows of one length; "" where it is the usual one."""
    best, most = "", 0
    for delimiter in (usual, *(one for one in ",;\t|" if one != usual)):
        try:
            lengths = Counter(len(cells) for _, cells in rows(delimiter))
        except DataError:
            continue
        cells = max((length * count for length, count in lengths.items() if length > 1), default=0)
        if cells > most:
            best, most = delimiter, cells
    return "" if best == usual else best


def layout_of(rows: Rows) -> Layout:
    """Give where the table stands among rows, and what its header is."""
    width = _width(rows)
    if (turned := _header_of_times(rows)) is not None:
        at, across = turned
        return Layout(skip=_above(rows, at), footer=_below(rows, at + 1, width), across=across)
    body = [row for row in rows if len(row[1]) == width]
    usual = _usual(body, width)
    first = next((at for at, (_, cells) in enumerate(rows) if len(cells) == width and _is_data(cells, usual)), None)
    if first is None:
        return Layout()
    footer = _below(rows, first, width)
    top = _header(rows, first, width)
    if top is None:
        found = tuple(f"column_{number}" for number in range(1, width + 1))
        return Layout(skip=_above(rows, first), names=found, footer=footer)
    return Layout(skip=_above(rows, top), header=first - top, footer=footer)


def _width(rows: Rows) -> int:
    """Give the length of most rows that have several cells."""
    lengths = Counter(len(cells) for _, cells in rows if len(cells) > 1)
    return max(lengths, key=lambda length: (length * lengths[length], length)) if lengths else 1


def kind_of(cell: object) -> str:
    """Say what a cell looks like."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return EMPTY
    if isinstance(cell, date):
        return TIMED
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return NUMBER
    text = plain(cell)
    if text.lower() in MISSING:
        return GAP
    if TIME.fullmatch(text):
        return TIMED
    if answer(text) is not None:
        return WORD
    try:
        Column((), (), None).add(text)
    except UnreadableNumberError:
        return MARKED if mark_beside(text) else WORD
    return NUMBER


def _usual(body: Rows, width: int) -> list[str]:
    """Give what most cells of each column look like, but for the first rows, which may be a header."""
    later = body[min(3, len(body) // 2) :][:TOP]
    return [Counter(kind_of(cells[at]) for _, cells in later).most_common(1)[0][0] for at in range(width)]


def _is_data(cells: Sequence[object], usual: Sequence[str]) -> bool:
    """Whether a row holds numbers and times where the others do."""
    pairs = [(kind_of(cell), other) for cell, other in zip(cells, usual, strict=True) if other not in {WORD, EMPTY}]
    held = [pair for pair in pairs if pair[0] != EMPTY]
    dated = (TIMED, TIMED) in held  # of a header, x1 looks like a number with a mark, too
    named = (kind == WORD or (kind == MARKED and not (dated or other == MARKED)) for kind, other in held)
    return bool(held) and 2 * sum(named) < len(held)


def _above(rows: Rows, at: int) -> int:
    """Give how many lines stand above the row at that place, where there is something to skip."""
    return rows[at][0] - 1 if at else 0


def _below(rows: Rows, first: int, width: int) -> int:
    """Give how many rows stand below the last that holds a number or a gap beside something that names it."""
    count = 0
    for _, cells in reversed(rows[first:]):
        kinds = [kind_of(cell) for cell in cells]
        if 1 < len(cells) <= width and any(kind in {NUMBER, MARKED, GAP} for kind in kinds[1:]) and kinds[0] != EMPTY:
            break
        if len(cells) == width and sum(kind in {NUMBER, MARKED} for kind in kinds) > 1:
            break
        count += 1
    return count if count < len(rows) - first else 0


def _header(rows: Rows, first: int, width: int) -> int | None:
    """Give the place of the first row of the header above the row `first`, None where there is none."""
    if first == 0 or len(rows[first - 1][1]) < min(2, width):
        return None
    top = first - 1
    for above in range(first - 2, max(first - 5, -1), -1):
        names = joined([cells for _, cells in rows[top:first]])
        filled = sum(kind_of(cell) != EMPTY for cell in rows[above][1])
        complete = all([*names, *[""] * (width - len(names))]) and len(set(names)) == len(names)
        if complete or filled < 2:
            break
        top = above
    return top


def _header_of_times(rows: Rows) -> tuple[int, str] | None:
    """Give the place of a header that holds times, and the column that names the rows; None where there is none."""
    for at, (_, cells) in enumerate(rows[:TOP]):
        names = joined([cells])
        times = [name for name in names if name[:1].isdigit()]
        others = [name for name in names if not name[:1].isdigit()]
        if len(times) < 2 or not any(others) or (len(times) < WIDE and len(rows) - at > WIDE):
            continue
        below = [row for _, row in rows[at + 1 :] if len(row) >= len(others)]
        if below and names[-len(times) :] == times and in_order(times):
            return at, _naming(names[: -len(times)], below)
    return None


def in_order(words: Sequence[str]) -> Resolution | None:
    """Give the step of times that follow each other, None where words are no times or in no order."""
    for sampling in samplings().values():
        for resolution in sampling.resolutions if sampling.ordered else ():
            try:
                index = sampling_reading(resolution).read(words, resolution)
            except UnreadableRowError:
                continue
            if index.is_unique and (index.is_monotonic_increasing or index.is_monotonic_decreasing):
                return resolution
    return None


def _naming(names: Sequence[str], below: Sequence[Sequence[object]]) -> str:
    """Give the column whose words name the rows: one that differs on each, the shortest such."""
    found = []
    for at, name in enumerate(names):
        words = [plain(row[at]) for row in below if at < len(row)]
        known = [word for word in words if word]
        if name and known and len(set(known)) == len(known):
            found.append((max(map(len, known)), at, name))
    return min(found)[2] if found else next(name for name in names if name)


def merged(found: Layout, given: Layout) -> Layout:
    """Give what was found, but for what is given."""
    plainly = Layout()
    own = {
        name: getattr(given, name)
        for name in Layout.__dataclass_fields__
        if getattr(given, name) != getattr(plainly, name)
    }
    return replace(found, **own)
