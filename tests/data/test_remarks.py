"""What `check` says of data that can be read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from causal.commands.cli import main
from causal.data import gather
from causal.data.remarks import remarks
from causal.folder import load
from tests.folders import make_folder, simulated
from tests.months import make_months
from tests.months import simulated as months
from tests.people import make_people
from tests.people import simulated as people


def told(folder):
    study = load.load(folder)
    return remarks(study, gather.gather(study, folder))


def test_days_of_a_market_and_months_in_order_need_no_word(tmp_path):
    assert told(make_folder(tmp_path / "a")) == ()
    assert told(make_months(tmp_path / "b")) == ()


def test_holes_are_named_by_the_rows_about_them(tmp_path):
    data = simulated()
    data = data[~((data.index >= "2024-05-06") & (data.index <= "2024-06-07"))]
    (one,) = told(make_folder(tmp_path / "a", data=data))
    assert one.startswith("data/market.csv has a hole")
    assert "2024-05-03 to 2024-06-10." in one
    (one,) = told(make_months(tmp_path / "b", data=months().drop(["2010-02", "2012-05", "2012-06"])))
    assert "data/rent.csv has 2 holes" in one
    assert "2010-01 to 2010-03, 2012-04 to 2012-07." in one


def test_of_many_holes_the_first_are_named_and_the_others_counted(tmp_path):
    data = simulated().reindex(pd.date_range("2024-01-01", "2025-03-31")).ffill().bfill()
    data = data.drop(data.index[[9, 30, 60, 90, 120]]).rename_axis("date")
    folder = make_folder(tmp_path / "r", data=data)
    out = CliRunner().invoke(main, ["check", str(folder)]).output
    assert "note: data/market.csv has 5 holes" in out
    assert "2024-01-09 to 2024-01-11" in out
    assert "and 2 more" in out


# -- cross-sections


def test_people_in_no_order_need_no_word(tmp_path):
    assert told(make_people(tmp_path / "r")) == ()


def test_a_cross_section_of_months_is_told(tmp_path):
    data = people()
    data.index = pd.period_range("1990-01", periods=len(data), freq="M").strftime("%Y-%m")
    (one,) = told(make_people(tmp_path / "r", data=data.rename_axis("id")))
    assert "the names of its rows look like months (1990-01, 1990-02, 1990-03, ...)" in one


@pytest.mark.parametrize("column", ["running", "fitness"])
def test_rows_that_go_with_the_row_before_are_told_by_variable(tmp_path, column):
    data = people()
    data[column] = np.random.default_rng(9).standard_normal(len(data)).cumsum().round(4)
    (one,) = told(make_people(tmp_path / "r", data=data))
    assert f"{column} (0.9" in one
    assert "not independent" in one
