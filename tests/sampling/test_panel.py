"""The rows of a panel: each unit's own times, its own past, and what other files say of a time or of a unit."""

from __future__ import annotations

import hashlib
from datetime import date

import numpy as np
import pandas as pd
import pytest

from causal.data.formula import evaluate, parse
from causal.data.gather import gather
from causal.errors import BadFolderError, DataError
from causal.folder.load import load
from causal.sampling import sampling_of, samplings
from tests import states

PANEL = samplings()["panel"]


def rows(times, units=("b", "a")):
    frame = pd.DataFrame(
        {"state": [unit for unit in units for _ in times], "x": np.arange(1.0, 1 + len(units) * len(times))},
        index=pd.PeriodIndex([*times] * len(units), freq="Y", name="period"),
    )
    return PANEL.table(frame)


INDEX = rows(["1999", "2000"]).index


def value(formula, table, **others):
    return evaluate(parse(formula), {"d": table, **others}, table.index).tolist()


def test_rows_are_sorted_by_unit_then_time_and_named_by_both():
    table = rows(["1999", "2000"])
    assert PANEL.names(table.index) == ("a 1999", "a 2000", "b 1999", "b 2000")
    assert sampling_of(table.index) is PANEL


def test_a_lag_is_the_units_own_and_never_the_units_before():
    table = rows(["1999", "2000", "2001"])
    assert value("lag(d.x)", table) == pytest.approx([np.nan, 4, 5, np.nan, 1, 2], nan_ok=True)
    assert value("row_number()", table) == [1, 2, 3, 1, 2, 3]


def test_a_lag_over_a_year_that_is_left_out_is_missing():
    table = rows(["1999", "2001", "2002"])
    assert value("lag(d.x)", table) == pytest.approx([np.nan, np.nan, 5, np.nan, np.nan, 2], nan_ok=True)


def test_units_are_numbered_by_name_and_years_by_themselves():
    table = rows(["1999", "2000"])
    assert value("unit()", table) == [1, 1, 2, 2]
    assert value("period()", table) == [1999, 2000, 1999, 2000]


def test_since_is_one_from_the_first_row_that_begins_on_or_after_the_day():
    table = rows(["1999", "2000"])
    assert value("since(19990701)", table) == [0, 1, 0, 1]
    assert value("since(20000101)", table) == [0, 1, 0, 1]


def test_a_series_by_time_stands_in_each_unit_and_one_by_unit_at_each_time():
    table = rows(["1999", "2000"])
    nation = pd.DataFrame({"rate": [5.0, 6.0]}, index=pd.PeriodIndex(["1999", "2000"], freq="Y"))
    places = pd.DataFrame({"area": [7.0, 8.0]}, index=pd.Index(["a", "b"], dtype="object"))
    assert value("n.rate", table, n=nation) == [5, 6, 5, 6]
    assert value("p.area", table, p=places) == [7, 7, 8, 8]


def test_a_series_by_day_in_a_panel_of_years_is_refused():
    table = rows(["1999", "2000"])
    daily = pd.DataFrame({"rate": [5.0]}, index=pd.DatetimeIndex(["1999-01-04"]))
    with pytest.raises(DataError, match="dated by calendar days, and the panel by years"):
        value("n.rate", table, n=daily)


@pytest.mark.parametrize("function", ["unit()", "period()"])
def test_what_numbers_units_means_nothing_in_one_series(function):
    table = pd.DataFrame({"x": [1.0, 2.0]}, index=pd.PeriodIndex(["1999", "2000"], freq="Y"))
    with pytest.raises(DataError, match="means something in a panel alone"):
        value(function, table)


def test_a_sample_may_be_cut_to_some_years(tmp_path):
    text = states.REPORT.replace("kind: panel", "kind: panel, start: 1995-01-01, end: 2004-12-31")
    folder = states.write(tmp_path / "law", report=text)
    frame = gather(load(folder), folder)
    assert len(frame) == 40 * 10
    assert PANEL.within(frame.index, date(1995, 1, 1), date(1995, 12, 31)).sum() == 40


def test_a_file_sorted_by_unit_is_read_and_one_whose_years_run_back_is_not(tmp_path):
    states.write(tmp_path / "law")
    frame = gather(load(tmp_path / "law"), tmp_path / "law")
    assert frame.values("deaths").shape == (800,)
    table = states.table()
    states.write(tmp_path / "back", data=table.iloc[::-1])
    with pytest.raises(DataError, match="not in order"):
        gather(load(tmp_path / "back"), tmp_path / "back")


def test_a_unit_that_has_two_rows_at_a_time_is_refused(tmp_path):
    table = states.table()
    states.write(tmp_path / "twice", data=pd.concat([table, table.tail(1)]))
    with pytest.raises(DataError, match="stands twice"):
        gather(load(tmp_path / "twice"), tmp_path / "twice")


def test_a_file_without_units_is_no_calendar_of_a_panel(tmp_path):
    sources = states.SOURCES.replace("    key: [state]\n", "")
    with pytest.raises(BadFolderError, match="that of its units"):
        load(states.write(tmp_path / "law", sources=sources))


def test_the_order_of_the_files_rows_changes_no_number(tmp_path):
    table = states.table()
    by_year = table.sort_values(["year", "state"], kind="stable")
    found = []
    for name, data in (("units", table), ("years", by_year)):
        folder = states.write(tmp_path / name, data=data)
        found.append(gather(load(folder), folder).digest)
    assert found[0] == found[1]
    assert len(hashlib.sha256(PANEL.digest(rows(["1999"]).index)).hexdigest()) == 64
