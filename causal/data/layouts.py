"""How a file is written, as sources.yaml declares it: of a file in data/ beside `file`, of one that is fetched under `from`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from causal.data.numbers import FORMS
from causal.data.times import pattern, zone
from causal.errors import DataError, did_you_mean
from causal.files.strict import Note, Strict, Text
from causal.study import Layout

ENCODINGS = {
    "": "utf-8-sig",
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "windows-1252": "cp1252",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "iso-8859-1": "latin-1",
    "shift_jis": "cp932",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "euc-kr": "cp949",
}
DELIMITERS = (",", ";", "\t", "|", " ")
MOST_WORDS = 100


def _one_of(what: str, known: tuple[str, ...]) -> BeforeValidator:
    def check(given: object) -> object:
        if isinstance(given, str) and given and given not in known:
            names = ", ".join(repr(one) for one in known)
            raise ValueError(f"expected {what} ({names}), found {given[:40]!r}")
        return given

    return BeforeValidator(check)


def _zone(name: str) -> str:
    try:
        return name if not name or zone(name) else ""
    except DataError as error:
        raise ValueError(str(error)) from error


def _pattern(form: object) -> object:
    try:
        return pattern(form) if isinstance(form, str) else form
    except DataError as error:
        raise ValueError(str(error)) from error


def _encoding(given: object) -> object:
    if isinstance(given, str) and given.lower() not in ENCODINGS:
        raise ValueError(
            f"unknown encoding {given[:40]!r}{did_you_mean(given.lower(), [one for one in ENCODINGS if one])}"
        )
    return given.lower() if isinstance(given, str) else given


def _word(given: object) -> object:
    """Take a number of YAML as the word that it is written as."""
    return repr(given) if isinstance(given, int | float) and not isinstance(given, bool) else given


def _list(given: object) -> object:
    return [given] if isinstance(given, str | int | float) and not isinstance(given, bool) else given


def _lists(given: object) -> object:
    return {key: _list(value) for key, value in given.items()} if isinstance(given, dict) else given


Word = Annotated[Text, BeforeValidator(_word, json_schema_input_type=str | int | float)]
Words = Annotated[
    list[Word],
    BeforeValidator(_list, json_schema_input_type=str | int | float | list[str | int | float]),
    Field(max_length=MOST_WORDS),
]
Numbers = Annotated[
    Note,
    BeforeValidator(_word),
    _one_of("a number as the file writes it", tuple(FORMS)),
    Field(json_schema_extra={"enum": ["", *FORMS]}),
]


class LayoutModel(Strict):
    """How a file is written where it is not plain: a header in its first row, numbers as 1234.5, times as 2026-02-05."""

    delimiter: Annotated[Note, _one_of("what stands between cells", DELIMITERS)] = ""
    """What stands between cells: `,`, `;`, a tab, `|`, or a space for any number of spaces."""
    encoding: Annotated[Note, BeforeValidator(_encoding)] = ""
    """Encoding of the text, such as windows-1252 or shift_jis; UTF-8 where none is given."""
    skip: Annotated[int, Field(ge=0, le=10_000)] = 0
    """How many lines stand above the header, empty ones included."""
    header: Annotated[int, Field(ge=1, le=10)] | list[Word] = 1
    """How many rows the header has, or the columns' names in order where the file has no header."""
    footer: Annotated[int, Field(ge=0, le=10_000)] = 0
    """How many lines that are not empty stand below the table."""
    across: Note = ""
    """Where the header holds the times: the column that names the series; `time` is a name of your choice."""
    time_parts: list[Text] = Field([], max_length=4)
    """Columns that say the time together, such as a year and a month; `time` is a name of your choice."""
    newest_first: bool = False
    """Whether the newest row stands first."""
    where: Annotated[dict[Text, Words], BeforeValidator(_lists)] = Field({}, max_length=20)
    """Rows that are read: those with one of these words in this column."""
    leave_out: Words = []
    """Rows that are not read, by what stands in the identifying column: a total such as World."""
    missing: Words = []
    """Words and numbers that mean no value, such as n/a or -9999."""
    flags: Words = []
    """Marks beside numbers that are left out, such as p or *."""
    numbers: Numbers = ""
    """A number as the file writes it, such as 1.234,56, where the columns leave that open."""
    time_format: Annotated[Note, BeforeValidator(_pattern)] = ""
    """How times are written: a pattern such as %d/%m/%Y, or unix, unix_ms, unix_us or unix_ns."""
    time_zone: Annotated[Note, BeforeValidator(_zone)] = ""
    """Time zone whose days are meant, such as Europe/Berlin, and whose times have no zone beside them."""

    def layout(self) -> Layout:
        """Give the record of it."""
        rows, names = (1, tuple(self.header)) if isinstance(self.header, list) else (self.header, ())
        return Layout(
            delimiter=self.delimiter,
            encoding=self.encoding,
            skip=self.skip,
            header=rows,
            names=names,
            footer=self.footer,
            across=self.across,
            time_parts=tuple(self.time_parts),
            newest_first=self.newest_first,
            where={column: tuple(words) for column, words in self.where.items()},
            leave_out=tuple(self.leave_out),
            missing=tuple(self.missing),
            flags=tuple(self.flags),
            numbers=self.numbers,
            time_format=self.time_format,
            time_zone=self.time_zone,
        )


def written(layout: Layout) -> dict[str, Any]:
    """Give the keys of sources.yaml that declare a layout."""
    plainly = Layout()
    kept = {
        name: getattr(layout, name)
        for name in LayoutModel.model_fields
        if getattr(layout, name) != getattr(plainly, name)
    }
    return kept | ({"header": layout.names} if layout.names else {})
