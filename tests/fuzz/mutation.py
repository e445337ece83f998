"""Good files to start from, and their changes as a string of bytes says: a fuzzer changes the bytes, they stay near to good."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pikepdf
import pyarrow as pa
import pyarrow.parquet as pq

from causal.rendering import archive

if TYPE_CHECKING:
    from collections.abc import Callable

REPLACEMENTS: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    -1e-308,
    10**18,
    "",
    "..",
    "../x",
    "{{ 7 }}",
    "<b>&amp;</b>",
    "=1+1",
    "\x1b[31m",
    "\u202e",
    "2026-02-30",
    [],
    {},
    [[]],
    "a" * 3_000,
)


class Choices:
    """Whole numbers taken one after another from bytes; zeros when they are used up."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def below(self, count: int) -> int:
        """Give the next number from 0 up to `count`, exclusive."""
        taken = self._data[self._at : self._at + 2]
        self._at += 2
        return int.from_bytes(taken, "big") % count

    def rest(self, most: int) -> bytes:
        """Give up to so many of the bytes that come next."""
        taken = self._data[self._at : self._at + most]
        self._at += most
        return taken


def edited(text: str, data: bytes) -> Any:
    """Give the JSON value with one to four places replaced, left out, doubled or exchanged."""
    value = json.loads(text)
    choices = Choices(data)
    for _ in range(1 + choices.below(4)):
        holder, key = _place(value, choices)
        if key is not None:
            EDITS[choices.below(len(EDITS))](value, holder, key, choices)
    return value


def _place(value: Any, choices: Choices) -> tuple[Any, Any]:
    holder, key = value, None
    while True:
        inner = value if key is None else holder[key]
        if not isinstance(inner, dict | list) or not inner or (key is not None and choices.below(8) == 0):
            return holder, key
        keys = list(inner) if isinstance(inner, dict) else range(len(inner))
        holder, key = inner, keys[choices.below(len(keys))]


def _replace(_: Any, holder: Any, key: Any, choices: Choices) -> None:
    holder[key] = REPLACEMENTS[choices.below(len(REPLACEMENTS))]


def _write(_: Any, holder: Any, key: Any, choices: Choices) -> None:
    holder[key] = choices.rest(40).decode("utf-8", errors="replace")


def _leave_out(_: Any, holder: Any, key: Any, __: Choices) -> None:
    del holder[key]


def _exchange(value: Any, holder: Any, key: Any, choices: Choices) -> None:
    other, name = _place(value, choices)
    if name is not None:
        holder[key] = json.loads(json.dumps(other[name]))


def _double(_: Any, holder: Any, key: Any, choices: Choices) -> None:
    if isinstance(holder, list):
        holder.insert(choices.below(len(holder) + 1), holder[key])


EDITS: tuple[Callable[[Any, Any, Any, Choices], None], ...] = (_replace, _write, _leave_out, _exchange, _double)


def good_workbook() -> bytes:
    """Give a workbook of two days."""
    book = openpyxl.Workbook()
    for row in (("date", "note", "x", "y"), ("2026-02-04", "a", 1.5, 1), ("2026-02-05", None, None, " 2 ")):
        book.active.append(row)
    return _saved(book.save)


def with_part(packed: bytes, data: bytes) -> bytes:
    """Give the workbook with the part of the number that `data` begins with replaced by what follows."""
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        held = {name: file.read(name) for name in sorted(file.namelist())}
    held[list(held)[int(data[:1]) % len(held)]] = data[1:]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in held.items():
            file.writestr(name, content)
    return made.getvalue()


def parts(packed: bytes) -> list[bytes]:
    """Give each part of a workbook behind its number, as `with_part` takes them."""
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return [str(k).encode() + file.read(name) for k, name in enumerate(sorted(file.namelist())) if k < 10]


def good_parquet(**options: Any) -> bytes:
    """Give a Parquet file of two days."""
    table = pa.table({"date": ["2026-02-04", "2026-02-05"], "note": ["a", None], "x": [1.5, None], "y": [1, 2]})
    return _saved(lambda made: pq.write_table(table, made, **options))


def good_pdf() -> bytes:
    """Give a PDF of one page with a form, an outline and two attachments."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(200, 100))
        page.Contents = made.make_stream(b"BT 0 0 Td (a) Tj ET")
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=made.make_stream(b"0 0 9 9 re f")))
        with made.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("a", 0))
        made.Root.Metadata = made.make_stream(b"<x/>")
        plain = _saved(lambda file: made.save(file, compress_streams=False))
    return archive.attach(
        plain, {archive.MANIFEST: b"{}", archive.REPORT: b"{}", archive.FOLDER + "claims.yaml": b"claims: []\n"}, 0
    )


def _saved(save: Callable[[io.BytesIO], Any]) -> bytes:
    made = io.BytesIO()
    save(made)
    return made.getvalue()
