"""Cells that a spreadsheet would run are texts; numbers stay numbers."""

from __future__ import annotations

import csv
import io

import pytest

from causal.rendering.comma_separated import defused, table


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+1",
        "-1",
        "@a",
        "\t=1",
        "\r1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\u3000=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20a",
        "\u22121",
        "\ufeff=1",
    ],
)
def test_what_begins_like_a_formula_is_defused(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (";=1+1", ";'=1+1"),
        ("a; =1", "a; '=1"),
        ("a|@b", "a|'@b"),
        ("a\t+1;-1", "a\t'+1;'-1"),
        ("a;b = 1", "a;b = 1"),
        ("=1;=2", "'=1;'=2"),
    ],
)
def test_what_a_spreadsheet_with_another_separator_takes_for_a_formula_is_defused(text, shown):
    assert defused(text) == shown


@pytest.mark.parametrize("cell", ["a=b", "1 + 1", "", " a", "5%", 1, -1.5, None, True, "'=1"])
def test_everything_else_stays(cell):
    assert defused(cell) == cell


def test_a_table_reads_back_cell_by_cell():
    text = table(("a", "b"), [("=1", -1.5), ('x,"y"', "line\nline")])
    assert list(csv.reader(io.StringIO(text))) == [["a", "b"], ["'=1", "-1.5"], ['x,"y"', "line\nline"]]
    assert "\r" not in text
