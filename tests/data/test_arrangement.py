"""The table among the rows of a file: what stands above, below and across, and which rows are left out."""

from __future__ import annotations

import math

import openpyxl
import pytest

from causal.data.arrangement import joined
from causal.data.connectors import connector_for, excel
from causal.errors import DataError
from causal.study import Dataset, Layout, Resolution, Series


def table(tmp_path, text, series=("x",), *, time="date", resolution="day", suffix=".csv", **layout):
    path = tmp_path / f"t{suffix}"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, series, time=time, resolution=resolution, **layout)


def read(path, series=("x",), *, time="date", resolution="day", **layout):
    columns = tuple(
        Series(name=f"d.{name}", label=name, unit="", source="s", column=column)
        for name, _, column in (one.partition("=") for one in series)
    )
    of = Dataset(
        id="d",
        file=path.name,
        time=time,
        resolution=Resolution(resolution),
        digest="",
        series=columns,
        layout=Layout(**layout),
    )
    return connector_for(path.name).read(path, of)


def values(found, column="x"):
    return [None if math.isnan(one) else one for one in found[column].tolist()]


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("date;x\n2024-01-01;1,5\n2024-01-02;2\n", {"delimiter": ";"}),
        ("date|x\n2024-01-01|1.5\n2024-01-02|2\n", {"delimiter": "|"}),
        ("date   x\n2024-01-01   1.5\n2024-01-02  2\n", {"delimiter": " "}),
        ('A "title\nwith, commas\n\ndate,x\n2024-01-01,1.5\n2024-01-02,2\n', {"skip": 3}),
        ("2024-01-01,1.5\n2024-01-02,2\n", {"names": ("date", "x")}),
        ("title\n2024-01-01,1.5\n2024-01-02,2\n", {"names": ("date", "x"), "skip": 1}),
        ("date,x\n2024-01-01,1.5\n2024-01-02,2\n\nSource: we\n(c), 2024, us\n", {"footer": 2}),
        ("date,x,\n2024-01-01,1.5,\n2024-01-02,2,\n", {}),  # a comma at the end of every line
        ("date,all,x\n2024-01-01,b,9\n2024-01-01,a,1.5\n2024-01-02,a,2\n2024-01-02,b,9\n", {"where": {"all": ("a",)}}),
        ("date,x\n2024-01-01,1.5\n2024-01-02,2\nTotal,3.5\n", {"leave_out": ("Total",)}),
        ("date,x\n2024-01-01,1.5\n2024-01-02,2\n".encode("utf-16"), {"encoding": "utf-16"}),
        (
            "year,month,day,x\n2024,1,1,1.5\n2024,01,02,2\n",
            {"time_parts": ("year", "month", "day"), "time_format": "%Y-%m-%d"},
        ),
        ("place,2024-01-01,2024-01-02\ny,7,8\nx,1.5,2\n", {"across": "place"}),
    ],
)
def test_the_table_is_found_where_it_is_said_to_be(tmp_path, text, layout):
    found = table(tmp_path, text, **layout)
    assert values(found) == [1.5, 2]
    assert [f"{day:%d}" for day in found.index] == ["01", "02"]


@pytest.mark.parametrize(
    ("encoding", "word"), [("windows-1252", "Umsätze"), ("shift_jis", "売上"), ("gb18030", "销售"), ("euc-kr", "판매")]
)
def test_a_column_goes_by_its_heading_in_the_files_encoding(tmp_path, encoding, word):
    text = f"date,{word}\n2024-01-01,3\n".encode({"windows-1252": "cp1252"}.get(encoding, encoding))
    assert values(table(tmp_path, text, (f"x={word}",), encoding=encoding)) == [3]
    with pytest.raises(DataError, match=r"t.csv, line 1: not UTF-8 text: .*write its `encoding`"):
        table(tmp_path, text, (f"x={word}",))


def test_years_across_become_rows_and_places_series(tmp_path):
    text = '"Country","Code","1960","1961",\n"Aruba","ABW","","1",\n"World","WLD","5","6",\n'
    found = table(tmp_path, text, ("aruba=ABW", "WLD"), time="year", resolution="year", across="Code")
    assert (values(found, "aruba"), values(found, "WLD")) == ([None, 1], [5, 6])
    assert [str(one) for one in found.index] == ["1960", "1961"]


@pytest.mark.parametrize(
    ("text", "layout", "says"),
    [
        ("date,x\n2024-01-01,1\n", {"where": {"y": ("a",)}}, r"no column 'y' \(`where`\)"),
        ("date,x\n2024-01-01,1\n", {"across": "y"}, r"no column 'y' \(`across`\)"),
        ("date,x\n2024-01-01,1\n", {"time_parts": ("yr",)}, r"no column 'yr' \(`time_parts`\)"),
        ("date,x\n", {"header": 3}, "has 1 rows where `header: 3` is declared"),
        ("date,x\n2024-01-01,1\n", {"skip": 9}, "is empty"),
        ("date,x\n2024-01-01,1\n", {"footer": 9}, "is empty"),
        ("a\nb\ndate,x\n2024-01-01,1,2\n", {"skip": 2}, "line 4: 3 cells where the header has 2"),
        ('a\ndate,x\n2024-01-01,"1\n', {"skip": 1}, "line 3: .*quote"),
        (
            "place," + ",".join(map(str, range(2000, 2003))) + "\n" + "p,1,2,3\n" * 500,
            {"across": "place"},
            "more than 400 rows.*`where`",
        ),
    ],
)
def test_what_is_not_there_is_told(tmp_path, text, layout, says):
    with pytest.raises(DataError, match=says):
        table(tmp_path, text, **layout)


def test_merged_cells_of_a_header_name_what_stands_below_them():
    assert joined([["date", "Sales", None], [None, "North", "South"]]) == ["date", "Sales North", "Sales South"]
    assert joined([["", "Sales", "", "Price"], ["date", "N", "S", "US$"], ["", "t", "t", ""]]) == [
        "date",
        "Sales N t",
        "Sales S t",
        "Price US$",
    ]
    assert joined([["date", None], [None, "x"]]) == ["date", "x"]
    assert joined([[None, 2010, 2011.0]]) == ["", "2010", "2011"]


def workbook(tmp_path, rows, formats=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for at, form in formats:
        book.active[at].number_format = form
    book.save(tmp_path / "t.xlsx")
    return tmp_path / "t.xlsx"


def test_a_workbook_with_a_title_merged_headers_and_a_note(tmp_path):
    rows = [
        ["Table 3"],
        ["date", "Sales"],
        [None, "North", "South"],
        ["2024-01-01", 1, 2],
        ["2024-01-02", 3, 4],
        [],
        ["Source: we"],
    ]
    path = workbook(tmp_path, rows)
    found = read(path, ("north=Sales North", "south=Sales South"), skip=1, header=2, footer=1)
    assert (values(found, "north"), values(found, "south")) == ([1, 3], [2, 4])


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("0.0%", 3.9),
        ("0%", 3.9),
        ("0.00%;[Red]-0.00%", 3.9),
        ('0.000" %"', 0.039),
        ("0.000\\%", 0.039),
        ("General", 0.039),
    ],
)
def test_a_share_is_what_the_cell_shows(tmp_path, form, value):
    path = workbook(tmp_path, [["date", "x"], ["2024-01-01", 0.039]], [("B2", form)])
    assert values(read(path)) == [value]


def test_a_column_that_shows_some_shares_as_percentages_is_refused(tmp_path):
    path = workbook(tmp_path, [["date", "x"], ["2024-01-01", 0.039], ["2024-01-02", 0.04]], [("B2", "0.0%")])
    with pytest.raises(
        DataError, match=r"t.xlsx, row 3, column 'x': '0.04' is not a number .*'3.9%' stands in the same column"
    ):
        read(path)


def test_a_formula_above_or_beside_the_table_does_no_harm(tmp_path):
    rows = [["=TODAY()"], ["date", "x"], ["2024-01-01", 1, None, "=B3*2"]]
    path = workbook(tmp_path, rows)
    assert values(read(path, skip=1)) == [1]
    assert excel.rows(path, Dataset(id="d", file="", time="", resolution=Resolution.DAY, digest="", series=()))[1][
        1
    ] == ["date", "x"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2023-02-19,5.5,?\n2023-02-20,6.5\n", "line 51, column 'y': '?'"),  # the next line is too short
        ("2023-02-19,5.5\n2023-02-20,6.5,?\n", "line 51: 2 cells"),
        ("2023-02-19,x,7\n2023-02-20,?,?\n", "line 51, column 'x': 'x'"),
        ("2023-02-19,5.5,?\n2023-02-20,x,7\n", "line 51, column 'y': '?'"),
    ],
)
def test_of_many_rows_the_first_mistake_is_told(tmp_path, line, says):
    above = "".join(f"2023-{1 + day // 28:02}-{1 + day % 28:02},{day}.5,{day}.25\n" for day in range(49))
    with pytest.raises(DataError) as caught:
        table(tmp_path, f"date,x,y\n{above}{line}", ("x", "y"))
    assert says in str(caught.value)
