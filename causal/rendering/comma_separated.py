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


# A spreadsheet whose lists are separated otherwise begins a cell inside of ours.
INNER = re.compile(r"([;|\t\r\n][\s\u200b\ufeff]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20\u2212])")

INSERTED = r"\1'"


def defused(cell: object) -> object:
    """Put an apostrophe before what begins like a formula in a text, and before what ends a cell."""
    if not isinstance(cell, str):
        return cell
    if FORMULA.match(cell):
        return f"'{cell[0]}{INNER.sub(INSERTED, cell[1:])}"
    return INNER.sub(INSERTED, cell)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give CSV text with Unix line ends."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return target.getvalue()
