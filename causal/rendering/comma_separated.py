"""Tables as CSV text; a text that a spreadsheet would take for a formula is defused, numbers are not."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What begins a formula, its full-width forms too, behind blanks that a spreadsheet passes over; and what begins a cell anew.
FORMULA = re.compile(r"[\t\r\n]|[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]")


def defused(cell: object) -> object:
    """Put an apostrophe before a text that begins like a formula, or with what ends a cell."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give CSV text with Unix line ends."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return target.getvalue()
