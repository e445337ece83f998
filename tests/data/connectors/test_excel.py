"""Excel: the table that CSV gives; formulas, macros, links, entities and bombs are refused."""

from __future__ import annotations

import datetime as dt
import io
import random
import time
import tracemalloc
import zipfile

import openpyxl
import pytest

from causal.data.connectors import excel
from causal.errors import DataError
from causal.files import extras, limits
from tests.data.connectors.same import assert_same_table, dataset

ROWS = [
    ("date", "note", "x", "y"),
    (dt.date(2026, 2, 4), "a", 1.5, 1),
    ("2026-02-05", None, None, " 2 "),
    (dt.datetime(2026, 2, 6), "c", -0.002, 12345678901),
]


def write(tmp_path, rows=ROWS, sheets=("Sheet",)):
    book = openpyxl.Workbook()
    book.active.title = sheets[0]
    for row in rows:
        book.active.append(row)
    for title in sheets[1:]:
        book.create_sheet(title)
    path = tmp_path / "t.xlsx"
    book.save(path)
    return path


def repacked(path, **parts):
    """Write the workbook again with parts replaced or added; a callable is given the old bytes."""
    with zipfile.ZipFile(path) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    for name, content in parts.items():
        held[name] = content(held[name]) if callable(content) else content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in held.items():
            packed.writestr(name, content)
    return path


def test_it_gives_the_table_of_the_csv(tmp_path):
    path = write(tmp_path)
    assert excel.columns(path, dataset()) == ["date", "note", "x", "y"]
    assert_same_table(tmp_path, path)


def test_empty_rows_and_columns_around_the_table_are_left_out(tmp_path):
    rows = [
        (*ROWS[0], None),
        *((*row, None) for row in ROWS[1:3]),
        (None,) * 5,
        (*ROWS[3], None),
        ("", None, " ", None, None),
        (None,) * 5,
    ]
    assert_same_table(tmp_path, write(tmp_path, rows[:5] + rows[6:]))


def test_shared_strings_as_excel_writes_them_are_read(tmp_path):
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    words = "".join(f"<si><t>{word}</t></si>" for word in ("date", "x", "2026-02-04"))
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>1.5</v></c></row>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    path = repacked(
        write(tmp_path),
        **{
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{words}</sst>'.encode(),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'.encode(),
            "[Content_Types].xml": lambda old: old.replace(
                b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
            ),
        },
    )
    assert excel.read(path, dataset())["x"].tolist() == [1.5]


def test_a_workbook_of_several_sheets_needs_the_name_of_one(tmp_path):
    path = write(tmp_path, sheets=("Prices", "Notes"))
    with pytest.raises(DataError, match="t.xlsx has 2 sheets: name one in sources.yaml, such as `sheet: Prices`"):
        excel.read(path, dataset())
    with pytest.raises(DataError, match="no sheet 'Price'; did you mean 'Prices'"):
        excel.read(path, dataset(sheet="Price"))
    assert len(excel.read(path, dataset(sheet="Prices"))) == 3
    with pytest.raises(DataError, match="is empty"):
        excel.read(path, dataset(sheet="Notes"))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("2026-02-04", "=1+1"), "t.xlsx, row 2, column B: a formula"),
        (("=TODAY()", 1), "row 2, column A: a formula"),
        (("2026-02-04", '=WEBSERVICE("http://127.0.0.1")'), "a formula"),
        (("2026-02-04", "#N/A"), "row 2, column 'x': '#N/A' is not a number"),
        (("2026-02-04", True), "'True' is not a number"),
        (("2026-02-04", dt.datetime(2026, 1, 1)), "is not a number"),
        ((dt.datetime(2026, 2, 4, 16, 0), 1), "'2026-02-04T16:00:00' is not a day"),
        ((46057, 1), "'46057' is not a day"),
        ((None, 1), "'' is not a day"),
        (("2026-02-04", "x" * 10_001), "is not a number"),
        (("2026-02-04" + "x" * 10_001, 1), "more than 10000 characters"),
    ],
)
def test_a_mistake_is_told_with_its_row(tmp_path, row, message):
    with pytest.raises(DataError, match=message):
        excel.read(write(tmp_path, [("date", "x"), row]), dataset())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/activeX/activeX1.bin", "macros"),
        ("xl/externalLinks/externalLink1.xml", "links to other workbooks"),
        ("xl/embeddings/oleObject1.bin", "embedded"),
        ("xl/connections.xml", "queries"),
        ("xl/queryTables/queryTable1.xml", "queries"),
    ],
)
def test_what_is_more_than_values_is_refused(tmp_path, name, message):
    with pytest.raises(DataError, match=f"{message}.*paste them as values"):
        excel.read(repacked(write(tmp_path), **{name: b"<x/>"}), dataset())


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels"]
)
@pytest.mark.parametrize("declaration", [BOMB, FILE])
def test_entities_are_refused_in_every_part(tmp_path, part, declaration):
    def declared(old):
        head, _, rest = old.partition(b"?>") if old.startswith(b"<?xml") else (b"", b"", old)
        return head + (b"?>" if head else b"") + declaration + rest

    with pytest.raises(DataError, match="declares a document type"):
        excel.read(repacked(write(tmp_path), **{part: declared}), dataset())
    with pytest.raises(DataError, match="not UTF-8"):
        excel.read(repacked(write(tmp_path), **{part: lambda old: old.decode().encode("utf-16")}), dataset())


@pytest.mark.slow
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/media/image1.png"])
def test_a_workbook_that_unpacks_to_far_more_is_refused_in_little_memory(tmp_path, part):
    path = repacked(write(tmp_path), **{part: b"\n" * 300_000_000})
    assert path.stat().st_size < 1_000_000
    started = time.perf_counter()
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match="unpacks to more than 256000000 bytes"):
            excel.read(path, dataset())
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - started < 5


def test_a_part_that_is_larger_than_it_says_is_refused(tmp_path):
    path = write(tmp_path, [("date", "x"), *((f"2026-02-{d:02}", d) for d in range(1, 29))])
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        size = packed.getinfo("xl/worksheets/sheet1.xml").file_size
    true, lie = size.to_bytes(4, "little"), (500).to_bytes(4, "little")
    assert raw.count(true) == 2
    path.write_bytes(bytes(raw).replace(true, lie))
    with pytest.raises(DataError, match="no .xlsx workbook that can be read"):
        excel.read(path, dataset())


def test_a_cell_at_the_far_corner_costs_little(tmp_path):
    path = repacked(
        write(tmp_path),
        **{
            "xl/worksheets/sheet1.xml": lambda old: old.replace(
                b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            )
        },
    )
    started = time.perf_counter()
    assert len(excel.read(path, dataset())) == 3
    assert time.perf_counter() - started < 15


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        ("DATA_BYTES", 10, "larger than 10 bytes"),
        ("DATA_ROWS", 1, "more than 1 rows"),
        ("DATA_COLUMNS", 2, "columns; at most 2"),
        ("CELL_CHARACTERS", 5, "more than 5 characters"),
    ],
)
def test_every_limit_holds(tmp_path, monkeypatch, limit, value, message):
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(DataError, match=message):
        excel.read(write(tmp_path), dataset())


def test_damaged_workbooks_are_refused_or_read_and_never_break_the_reader(tmp_path):
    path = write(tmp_path)
    whole, chance = path.read_bytes(), random.Random(5)
    for cut in (b"", b"PK\x03\x04", whole[:-30], whole[:100], b"\xd0\xcf\x11\xe0" + b"\0" * 600):
        path.write_bytes(cut)
        with pytest.raises(DataError, match="no .xlsx workbook"):
            excel.read(path, dataset())
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("a.txt", "a")
    path.write_bytes(held.getvalue())
    with pytest.raises(DataError, match="no .xlsx workbook"):
        excel.read(path, dataset())
    for _ in range(150):
        bad = bytearray(whole)
        bad[chance.randrange(len(bad))] = chance.randrange(256)
        path.write_bytes(bad)
        try:
            excel.read(path, dataset())
        except DataError:
            continue


@pytest.mark.parametrize("missing", ["openpyxl", "defusedxml"])
def test_without_its_libraries_the_command_that_brings_them_is_named(tmp_path, monkeypatch, missing):
    real = extras.import_module

    def none(module):
        if module == missing:
            raise ImportError(module)
        return real(module)

    monkeypatch.setattr(extras, "import_module", none)
    with pytest.raises(DataError, match=rf"t\.xlsx needs {missing}, .*pip install 'causal\[excel\]'"):
        excel.columns(write(tmp_path), dataset())
