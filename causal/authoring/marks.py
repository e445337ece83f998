"""What stands beside the numbers of a file: words that mean no value, flags, and the unit or scale of a whole column."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from causal.authoring.recognition import MISSING
from causal.data.numbers import BOUNDS, Column, UnreadableNumberError, mark_beside, measures
from causal.data.times import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FEWEST_NUMBERS = 0.5  # share of the cells that hold something, for a column to be one of numbers


def measure_of(held: Sequence[object], known: Sequence[str]) -> tuple[str, ...]:
    """Give the one unit or scale that all numbers of a column bear; () where they bear none, or not all the same."""
    texts = [plain(cell) for cell in held if cell is not None and plain(cell).lower() not in {"", *MISSING}]
    marks = {mark_beside(text) for text in texts}
    mark = next(iter(marks), "")
    return (mark,) if len(marks) == 1 and mark not in known and measures(mark) else ()


def beside(held: Iterable[Sequence[object]], measured: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give the words that mean no value and the marks beside numbers, in columns that hold numbers for the most part.

    A bound such as < is no mark, and a unit or a scale is one only where it is that of a whole column.
    """
    missing: dict[str, None] = {}
    flags: dict[str, None] = {}
    for cells in held:
        gaps, marks, numbers = Counter[str](), Counter[str](), 0
        for cell in cells:
            text = plain(cell) if isinstance(cell, str) else ""
            if not text:
                numbers += cell is not None and not isinstance(cell, str)
            elif text.lower() in MISSING:
                gaps[text] += 1
            elif (both := re.fullmatch(r"([:.–-]|\.\.)\s?([a-z]{1,3})", text)) is not None:
                gaps[both[1]] += 1
                marks[both[2]] += 1
            elif _reads(text):
                numbers += 1
            elif mark := mark_beside(text):
                marks[mark] += 1
        filled = sum(cell is not None and cell != "" for cell in cells)
        if numbers + marks.total() + gaps.total() > FEWEST_NUMBERS * filled and numbers + marks.total():
            missing |= dict.fromkeys(gaps)
            flags |= dict.fromkeys(
                one for mark in marks for one in mark.split() if not (one in BOUNDS or measures(one))
            )
    return list(missing), [*flags, *measured]


def _reads(text: str) -> bool:
    try:
        Column((), (), None).add(text)
    except UnreadableNumberError:
        return False
    return True
