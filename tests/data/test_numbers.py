"""Numbers of many countries: a column is read in one way, the way it is stated, or refused with what to write."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.data.numbers import FORMS, Column, UnreadableNumberError, forms_of, mark_beside, quoted


def read(*cells, missing=(), flags=(), numbers="", elsewhere=()):
    column = Column(missing, flags, FORMS.get(numbers))
    for cell in cells:
        column.add(cell)
    return column.values(column.decided(elsewhere))


def refused(*cells, **how):
    with pytest.raises(UnreadableNumberError) as caught:
        read(*cells, **how)
    return caught.value


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1.696", "987", "948"], [1696, 987, 948]),  # 987 is near 1,696 and not near 1.696
        (["-1.696", "987", "", "2.024"], [-1696, 987, math.nan, 2024]),
        (["1,696", "987"], [1696, 987]),
        (["1.696", "2.450", "0.987"], [1.696, 2.45, 0.987]),
        (["1.696", "2.5", "987"], [1.696, 2.5, 987]),
        (["1.085", "1.090", "1.100"], [1.085, 1.09, 1.1]),  # an exchange rate
        (["1.696", "2024"], [1.696, 2024]),
        (["1.234,56", "12", "3.000"], [1234.56, 12, 3000]),
        (["1,234.56", "3,000", "1,234,567.8"], [1234.56, 3000, 1234567.8]),
        (["0,57", "3", "1,25"], [0.57, 3, 1.25]),
        (["12,345.6", "1,000"], [12345.6, 1000]),
        (["1.234.567", "890.123"], [1234567, 890123]),
        (["1 234,5", "987,25"], [1234.5, 987.25]),
        (["1\u00a0234", "1\u202f234\u202f567"], [1234, 1234567]),
        (["1'234.50", "12.25"], [1234.5, 12.25]),
        (["1\u2019234\u2019567", "3"], [1234567, 3]),
        (["12,34,567", "1,00,000"], [1234567, 100000]),  # as in India
        (["(123.4)", "5.25", "-3"], [-123.4, 5.25, -3]),
        (["(1,234)", "987"], [-1234, 987]),
        (["\u22125,2", "3,1"], [-5.2, 3.1]),
        (["\u20135.2", "3.1-"], [-5.2, -3.1]),
        (["12%", "3.5 %", "-1%"], [12, 3.5, -1]),
        (["$1,234.5", "-$3.25", "$(2.5)".replace("$(", "($")], [1234.5, -3.25, -2.5]),
        (["5 €", "12,5 €"], [5, 12.5]),
        ([".5", "1e3", "2.5E-2"], [0.5, 1000, 0.025]),
        ([1, 2.5, None, Decimal("3.25"), " 4 "], [1, 2.5, math.nan, 3.25, 4]),
    ],
)
def test_a_column_decides_as_a_whole(cells, values):
    assert read(*cells) == pytest.approx(values, rel=0, abs=0, nan_ok=True)


@pytest.mark.parametrize(
    ("cells", "at", "says"),
    [
        (["1,234"], 0, 'may be 1234 or 1.234: write `numbers: "1,234.56"` or `numbers: "1234,56"`'),
        (["2", "3", "1.696"], 2, 'may be 1696 or 1.696: write `numbers: "1.234,56"` or `numbers: "1234.56"`'),
        (["1,234", "5678"], 0, "may be"),
        (["1,25", "1.25"], 1, "'1,25' stands in the same column: bring it to one form"),
        (["1.234,5", "1,234.5"], 1, "stands in the same column"),
        (["1 234", "1'234"], 1, "stands in the same column"),
        (["12%", "3"], 1, "'12%' stands in the same column: signs beside numbers are the same in all of it"),
        (["3.5", 0.5, "12%"], 2, "'3.5' stands in the same column"),
        (["$5", "€5"], 1, "stands in the same column"),
        (["1.23.4"], 0, "writes numbers as"),
        (["1,2345,678"], 0, "writes numbers as"),
        (["12.3 p"], 0, "if 'p' is a flag or a footnote beside the number, write `flags: [p]`"),
        (["45.1*"], 0, 'write `flags: ["*"]`'),
        (["45.1 1)"], 0, 'write `flags: ["1)"]`'),
        (["r12"], 0, "write `flags: [r]`"),
        ([".."], 0, 'leave a missing value blank, or write `missing: [".."]`'),
        (["n/a"], 0, "write `missing: [n/a]`"),
        (["no"], 0, 'write `missing: ["no"]`'),
        ([True], 0, "leave a missing value blank"),
        ([math.inf], 0, "leave a missing value blank"),
        (["1e999"], 0, "leave a missing"),
        (["１２"], 0, "leave a missing"),
        (["2024-01-05"], 0, "leave a missing"),
        (["05/02/2026"], 0, "leave a missing"),
    ],
)
def test_what_is_in_two_forms_or_in_none_is_refused_with_what_to_write(cells, at, says):
    error = refused(*cells)
    assert (error.at, says in error.advice) == (at, True), error.advice


@pytest.mark.parametrize(
    ("numbers", "cells", "values"),
    [
        ("1.234,56", ["1.234", "2", "3,5"], [1234, 2, 3.5]),
        ("1234.56", ["1.234", "2"], [1.234, 2]),
        ("1,234.56", ["1,234", "2.5"], [1234, 2.5]),
        ("1234,56", ["1,234"], [1.234]),
        ("1 234,56", ["1 234", "0,5"], [1234, 0.5]),
        ("1'234.56", ["1\u2019234.5"], [1234.5]),
    ],
)
def test_what_is_stated_decides(numbers, cells, values):
    assert read(*cells, numbers=numbers) == values


@pytest.mark.parametrize(
    ("numbers", "cell"), [("1.234,56", "2.7"), ("1234.56", "1,5"), ("1,234.56", "1,23"), ("1234,56", "1.5")]
)
def test_a_cell_that_is_not_as_stated_is_refused(numbers, cell):
    assert f"writes numbers as {numbers}" in refused(cell, numbers=numbers).advice


def test_other_columns_decide_where_a_column_leaves_it_open():
    assert read("1.234", "5.678", elsewhere={","}) == [1234, 5678]
    assert read("1,234", "5,678", elsewhere={","}) == [1.234, 5.678]
    assert read("1,234", "5,678", elsewhere={"."}) == [1234, 5678]
    assert "may be" in refused("1,234", elsewhere={".", ","}).advice


@pytest.mark.parametrize(
    ("missing", "cells", "values"),
    [
        (["-9999"], ["-9999", "-9999.0", "1.5"], [math.nan, math.nan, 1.5]),
        (["1e20"], ["1e20", "1e+20", "2"], [math.nan, math.nan, 2]),
        (["..", ":", "–"], ["..", " : ", "–", "1"], [math.nan, math.nan, math.nan, 1]),
        (["-9999"], [-9999, -9999.0, 3], [math.nan, math.nan, 3]),
        (["0"], ["0", "0.0", "10%".rstrip("%")], [math.nan, math.nan, 10]),
        (["-9999"], ["-9.999", "987", "1.234"], [math.nan, 987, 1234]),
    ],
)
def test_stand_ins_are_gaps_however_they_are_spelled(missing, cells, values):
    assert read(*cells, missing=missing) == pytest.approx(values, nan_ok=True)


def test_declared_marks_are_left_out():
    values = read("12.3 p", "45.1e", ": c", "7 e p", "*8", "9", "10*", flags=["p", "e", "c", "*"], missing=[":"])
    assert values == pytest.approx([12.3, 45.1, math.nan, 7, 8, 9, 10], nan_ok=True)


@pytest.mark.parametrize(
    ("text", "mark"),
    [("12.3 p", "p"), ("5(1)", "(1)"), ("5[r]", "[r]"), ("5¹", "¹"), ("1_000", ""), ("0x10", ""), ("12", "")],
)
def test_a_mark_beside_a_number_is_told_from_words(text, mark):
    assert mark_beside(text) == mark


def test_words_are_quoted_as_yaml_needs_it():
    assert [quoted(one) for one in ("n/a", "-9999", "..", ":", "null", "n.a.")] == [
        "n/a",
        "-9999",
        '".."',
        '":"',
        '"null"',
        '"n.a."',
    ]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15), min_size=1))
def test_numbers_as_this_program_writes_them_come_back(numbers):
    try:
        assert read(*map(repr, numbers)) == numbers
    except UnreadableNumberError as error:
        assert "may be" in error.advice  # 1.696 beside 2


@given(st.text(alphabet="0123456789.,' -+()%eE$p\u00a0", max_size=14))
def test_any_text_is_a_finite_number_a_gap_or_refused(text):
    try:
        assert not math.isinf(read(text)[0])
    except UnreadableNumberError:
        return


NUMBERLIKE = st.sampled_from(
    ["", " 2 ", "1.5", "-0.25", "1.696", "987", "2024", "-9", "n/a", "1,5", "3%", "1e3", "9" * 400]
)


def come_to(cells, *, together):
    """Give values and all that a column tells, or the error's place and advice."""
    column = Column(["n/a", "-9"], (), None)
    try:
        for cell in cells[: len(cells) - together]:
            column.add(cell)
        rest = cells[len(cells) - together :]
        if not column.took(rest):
            for cell in rest:
                column.add(cell)
        form = column.decided(())
        return [repr(one) for one in column.values(form)], form, column.sure, column.unit, column.tells(form)
    except UnreadableNumberError as error:
        return error.at, error.cell, error.advice


@given(st.lists(NUMBERLIKE | st.text(alphabet="0123456789.+-", max_size=7), max_size=12), st.integers(0, 12))
def test_cells_taken_together_come_to_what_they_come_to_one_by_one(cells, together):
    assert come_to(cells, together=min(together, len(cells))) == come_to(cells, together=0)


def test_plain_cells_are_taken_together_once_a_point_is_known_to_be_decimal():
    column = Column((), (), None)
    assert not column.took(["1.5", "2"])
    column.add("1.5")
    assert column.took(["2", "", " -0.25 ", "1.696"])
    assert not column.took(["3", 4])
    assert not column.took(["1,5"])
    assert column.values(column.decided()) == pytest.approx([1.5, 2, math.nan, -0.25, 1.696], abs=0, nan_ok=True)


def in_file(delimiter, *columns):
    read = [Column((), (), None) for _ in columns]
    for column, cells in zip(read, columns, strict=True):
        for cell in cells:
            column.add(cell)
    return [
        form.decimal + form.groups if hasattr(form, "decimal") else form.advice for form in forms_of(read, delimiter)
    ]


@pytest.mark.parametrize(
    ("delimiter", "other", "mark"),
    [
        (",", ["3", "14"], "."),
        ("\t", ["3", "14"], "."),
        (";", ["0.57", "14"], "."),  # another column shows that the point is decimal
        (";", ["0,57", "14"], ",."),
        (";", ["3", "14"], "it may be 2145 or 2.145"),
        (";", ["1.455", "1.466"], "it may be 2145 or 2.145"),
        (";", ["3", "2024"], "it may be 2145 or 2.145"),
    ],
)
def test_a_point_before_three_digits_is_open_between_semicolons(delimiter, other, mark):
    assert in_file(delimiter, ["2.145", "3.460", "5.332"], other)[0].startswith(mark)


# -- yes and no


@pytest.mark.parametrize("words", [("yes", "no"), ("Yes", "NO"), ("TRUE", "false"), ("是", "否"), (True, False)])
def test_a_column_that_says_yes_and_no_is_1_and_0(words):
    column = Column(["n/a"], (), None)
    for cell in (*words, "", words[0], "n/a"):
        column.add(cell)
    found = column.values(column.decided())
    assert found[:2] == [1.0, 0.0]
    assert found[3] == 1.0
    assert all(math.isnan(found[at]) for at in (2, 4))
    assert column.unit == "1 if so"


@pytest.mark.parametrize("cells", [("yes", "3"), ("0.5", "no"), ("yes", "false"), ("1,5", "yes")])
def test_yes_and_no_beside_numbers_or_other_words_are_refused(cells):
    column = Column((), (), None)
    for cell in cells:
        column.add(cell)
    with pytest.raises(UnreadableNumberError):
        column.values(column.decided())
