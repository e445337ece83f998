"""A name that stands several times: which two columns name a row together, and the ways on."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from causal.authoring.own_data import look
from causal.errors import DataError

COUNTRIES = [f"C{n}" for n in range(6)]
TIMES = {
    "year": [str(year) for year in range(2000, 2012)],
    "month": [f"{m:%Y-%m}" for m in pd.period_range("2020-01", periods=12, freq="M")],
    "date": [f"{d:%Y-%m-%d}" for d in pd.bdate_range("2024-01-01", periods=12)],
    "wave": [str(n) for n in range(1, 13)],
}


def write(path, columns, order):
    """Write a panel, its rows sorted by the columns named in `order`."""
    unit, time = columns
    rows = pd.DataFrame(list(product(COUNTRIES, TIMES[time])), columns=[unit, time]).sort_values(order, kind="stable")
    rows["sales"] = np.random.default_rng(3).standard_normal(len(rows)).round(4)
    rows["price"] = np.random.default_rng(4).integers(1, 90, len(rows))
    rows.to_csv(path / "d.csv", index=False)
    return path / "d.csv"


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("by_time", [False, True])
def test_a_panel_is_called_one_and_the_ways_on_are_named(tmp_path, time, by_time):
    path = write(tmp_path, ("country", time), [time] if by_time else ["country"])
    with pytest.raises(DataError, match="looks like a panel") as caught:
        look(path)
    said = str(caught.value)
    assert f"'country' and '{time}' together name a row (6 and 12 names)" in said
    assert f"keep the rows of one 'country' (rows by '{time}'), or those of one '{time}' (a cross-section" in said
    assert "sales_C0 and sales_C1" in said


def test_the_time_may_stand_first(tmp_path):
    path = write(tmp_path, ("shop", "month"), ["month"])
    pd.read_csv(path)[["month", "sales", "shop", "price"]].to_csv(path, index=False)
    with pytest.raises(DataError, match="'shop' and 'month' together name a row"):
        look(path)


def test_two_years_are_times_too(tmp_path):
    path = write(tmp_path, ("country", "year"), ["country"])
    rows = pd.read_csv(path)
    rows[rows.year <= 2001].to_csv(path, index=False)
    with pytest.raises(DataError, match="looks like a panel: 'country' and 'year' together") as caught:
        look(path)
    assert "(a cross-section by 'country')" in str(caught.value)


def test_a_time_in_two_columns_is_no_panel(tmp_path):
    rows = pd.DataFrame(list(product(TIMES["year"], range(1, 13))), columns=["year", "month"])
    rows.assign(x=range(len(rows)), y=range(len(rows))).to_csv(tmp_path / "d.csv", index=False)
    found = look(tmp_path / "d.csv")
    assert (found.ends, found.layout.time_parts) == (("2000-01", "2011-12"), ("year", "month"))


@pytest.mark.parametrize(
    ("columns", "parts", "ends"),
    [
        (("year", "quarter"), ("1", "2", "3", "4"), ("2000Q1", "2011Q4")),
        (("Jahr", "Quartal"), [f"{n}. Quartal" for n in range(1, 5)], ("2000Q1", "2011Q4")),
        (("年", "季度"), [f"第{n}季度" for n in range(1, 5)], ("2000Q1", "2011Q4")),
        (("Year", "Qtr"), ("Q1", "Q2", "Q3", "Q4"), ("2000Q1", "2011Q4")),
        (("year", "period"), ("01", "02", "03", "04"), ("2000Q1", "2011Q4")),
        (("year", "period"), [f"{n:02}" for n in range(1, 13)], ("2000-01", "2011-12")),
        (("yr", "mo"), [str(n) for n in range(1, 13)], ("2000-01", "2011-12")),
        (("年份", "月份"), [f"{n}月" for n in range(1, 13)], ("2000-01", "2011-12")),
        (("year", "week"), [str(n) for n in range(1, 53)], ("2000-W01", "2011-W52")),
        (("year", "month"), ("1", "2", "3", "4"), ("2000-01", "2011-04")),  # a winter of each year
    ],
)
def test_the_part_of_a_year_is_what_its_column_is_called(tmp_path, columns, parts, ends):
    rows = pd.DataFrame(list(product(TIMES["year"], parts)), columns=list(columns))
    noise = np.random.default_rng(6).standard_normal((2, len(rows)))
    rows.assign(x=noise[0], y=noise[1]).to_csv(tmp_path / "d.csv", index=False)
    found = look(tmp_path / "d.csv")
    assert (found.ends, found.layout.time_parts) == (ends, columns)


def test_a_name_that_stands_twice_by_mistake_is_no_panel(tmp_path):
    names = [f"p{n}" for n in range(40)]
    names[7] = "p3"
    pd.DataFrame({"id": names, "x": range(40), "y": range(40)}).to_csv(tmp_path / "d.csv", index=False)
    with pytest.raises(DataError, match="line 9: this identifier stands twice"):
        look(tmp_path / "d.csv")


def test_a_value_that_never_repeats_names_no_row(tmp_path):
    values = np.random.default_rng(5).standard_normal((2, 40))
    pd.DataFrame({"id": ["a", "b"] * 20, "x": values[0], "y": values[1]}).to_csv(tmp_path / "d.csv", index=False)
    with pytest.raises(DataError, match="stands twice"):
        look(tmp_path / "d.csv")
