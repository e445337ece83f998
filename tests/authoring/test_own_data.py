"""What a file of one's own is taken for: rows in time where they look like it, in no order only where they do not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from causal.authoring.own_data import look, stated
from causal.commands.cli import main
from causal.errors import DataError
from causal.folder.load import load
from causal.study import Resolution
from tests.people import simulated as people

MONTHS = pd.period_range("2005-01", periods=60, freq="M")


def write(path, names, column="when", **columns):
    """Write two columns of noise, or those given, for rows of these names."""
    noise = np.random.default_rng(6).standard_normal((2, len(names))).round(3)
    columns = columns or {"x": noise[0], "y": noise[1]}
    pd.DataFrame({column: names, **columns}).to_csv(path / "d.csv", index=False)
    return path / "d.csv"


@pytest.mark.parametrize(
    ("names", "resolution", "ends"),
    [
        ([f"{m:%Y-%m}" for m in MONTHS], Resolution.MONTH, ("2005-01", "2009-12")),
        ([f"{m:%m/%Y}" for m in MONTHS], Resolution.MONTH, ("2005-01", "2009-12")),
        ([f"{m:%b-%y}" for m in MONTHS], Resolution.MONTH, ("2005-01", "2009-12")),
        ([f"{m:%Y%m}" for m in MONTHS], Resolution.MONTH, ("2005-01", "2009-12")),
        ([f"{m.quarter}Q{m:%y}" for m in MONTHS[::3]], Resolution.QUARTER, ("2005Q1", "2009Q4")),
        ([f"Week {w}, 2022" for w in range(1, 53)], Resolution.WEEK, ("2022-W01", "2022-W52")),
        ([str(year) for year in range(1960, 2020)], Resolution.YEAR, ("1960", "2019")),
        ([f"{year} [YR{year}]" for year in range(1960, 2020)], Resolution.YEAR, ("1960", "2019")),
    ],
)
def test_periods_are_time_however_they_are_written(tmp_path, names, resolution, ends):
    found = look(write(tmp_path, names))
    assert (found.resolution, found.ends, found.sample) == (resolution, ends, "time series")


@pytest.mark.parametrize(
    ("names", "column", "like"),
    [
        ([f"{y}H{h}" for y in range(1990, 2015) for h in (1, 2)], "half", "dates, each with a year"),
        ([f"{y}/{(y + 1) % 100:02}" for y in range(1990, 2020)], "season", "financial years"),
        ([f"{y}/{(y + 1) % 100:02}" for y in range(2001, 2012)], "span", "financial years"),  # each could be a month
        ([f"2005, day {n}" for n in range(1, 31)], "when", "a count of time"),
        ([str(n) for n in range(1, 241)], "t", "a count of time"),
        ([f"Wave {n}" for n in range(1, 31)], "name", "a count of time"),
        ([f"{y}.0" for y in range(1990, 2020)], "v", "dates, each with a year"),
    ],
)
def test_names_that_look_ordered_are_refused_with_what_to_write(tmp_path, names, column, like):
    path = write(tmp_path, names, column)
    with pytest.raises(
        DataError, match=rf"column '{column}' look like ({like}) .*no cross-section.*--kind cross-section$"
    ):
        look(path)
    assert look(path, "cross-section").resolution is Resolution.ROW


@pytest.mark.parametrize(
    ("names", "column", "said"),
    [
        ([f"{y}/{(y + 1) % 100:02}" for y in range(1900, 2020)], "year", "financial years .1900/01, 1901/02"),
        ([f"{y}-{(y + 1) % 100:02}" for y in range(2001, 2012)], "time", "financial years .2001-02, 2002-03"),
        ([f"{y}{w:02}" for y in (2020, 2021) for w in range(1, 53)], "week", "'202001' is not a week such as 2026-W05"),
        ([f"{y}H{h}" for y in (2020, 2021) for h in (1, 2)], "date", "'2020H1' is not a day such as"),
        (
            [str(n) for n in range(45292, 45352)],
            "date",
            "the number that a workbook keeps of a day: show the column as dates",
        ),
    ],
)
def test_a_column_named_for_a_time_is_told_by_what_it_is_named_for(tmp_path, names, column, said):
    with pytest.raises(DataError, match=said):
        look(write(tmp_path, names, column))


def test_numbers_up_to_four_are_quarters(tmp_path):
    found = look(write(tmp_path, [f"{y}-{q}" for y in range(1990, 2010) for q in (1, 2, 3, 4)]))
    assert (found.resolution, found.ends) == (Resolution.QUARTER, ("1990Q1", "2009Q4"))
    months = look(write(tmp_path, [f"{y}-{m}" for y in (2001, 2002) for m in range(1, 13)]))
    assert (months.resolution, months.ends) == (Resolution.MONTH, ("2001-01", "2002-12"))


def test_values_that_go_with_the_row_before_are_refused_whatever_the_names(tmp_path):
    walks = 100 + np.random.default_rng(2).standard_normal((2, 120)).cumsum(axis=1).round(3)
    path = write(tmp_path, [f"k{n * 37 % 120}" for n in range(120)], imports=walks[0], prices=walks[1])
    with pytest.raises(
        DataError, match=r"'(imports|prices)' goes with that of the row before \(rank correlation 0\.[89]"
    ):
        look(path)
    assert look(path, "cross-section").columns == ("imports", "prices")


def test_people_are_a_cross_section_without_a_word(tmp_path):
    people().reset_index().to_csv(tmp_path / "people.csv", index=False)
    assert look(tmp_path / "people.csv").resolution is Resolution.ROW


def test_numbers_that_scatter_are_no_months(tmp_path):
    numbers = sorted(
        np.random.default_rng(1).choice([f"{y}{m:02}" for y in range(1900, 2100) for m in range(1, 13)], 60)
    )
    assert look(write(tmp_path, numbers, "household")).resolution is Resolution.ROW


def test_a_time_series_on_the_authors_word_needs_a_time(tmp_path):
    with pytest.raises(DataError, match="'p0' is not a day"):
        look(write(tmp_path, [f"p{n}" for n in range(40)]), "time series")


# -- the command


def test_the_command_takes_the_authors_word(tmp_path):
    path = write(tmp_path, [f"Wave {n}" for n in range(1, 41)])
    run = CliRunner().invoke
    asked = run(main, ["new", str(tmp_path / "a"), "--data", str(path)])
    assert (asked.exit_code, (tmp_path / "a").exists()) == (2, False)
    said = run(main, ["new", str(tmp_path / "b"), "--data", str(path), "--kind", "cross-section"])
    assert (said.exit_code, load(tmp_path / "b").sample.kind) == (0, "cross-section")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kind", "cross section"], "--kind says what the rows of --data are"),
        (["--kind", "crossed", "--data", "d.csv"], "no kind of rows is called 'crossed'"),
    ],
)
def test_a_kind_without_data_or_of_no_such_name_is_refused(tmp_path, monkeypatch, arguments, said):
    write(tmp_path, [f"p{n}" for n in range(40)])
    monkeypatch.chdir(tmp_path)
    out = CliRunner().invoke(main, ["new", "r", *arguments])
    assert out.exit_code != 0
    assert said in out.output


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("%a %d %B %Y", 'time_format: "%a %d %B %Y"'),
        ("%a, %d %b %Y 00:00:00 GMT", 'time_format: "%a, %d %b %Y %H:%M:%S GMT"'),
        ("%m/%d/%Y 12:00:00 AM", 'time_format: "%m/%d/%Y %I:%M:%S %p"'),
        ("%y%m%d", 'time_format: "%y%m%d"'),
        ("w/e %d/%m/%Y", 'time_format: "w/e %d/%m/%Y"'),
        ("%Y-%m-%d 16:00:00", "time_zone: Europe/Berlin"),
        ("%Y-%m-%dT00:00:00+01:00", "time_zone: Europe/Berlin"),
        ("%Y-%m-%dT00:00:00.000", "time_zone: Europe/Berlin"),
    ],
)
def test_a_date_in_another_form_is_refused_with_the_key_that_reads_it(tmp_path, form, key):
    days = pd.date_range("2010-01-03", periods=60)
    path = write(tmp_path, [f"{day:{form}}" for day in days])
    with pytest.raises(DataError, match="look like dates") as caught:
        look(path)
    assert f"`{key}`" in str(caught.value)
    found = look(path, given=stated([key])[0])
    assert (found.resolution, found.ends) == (Resolution.DAY, ("2010-01-03", "2010-03-03"))


def test_days_and_months_that_could_change_places_are_left_to_the_author(tmp_path):
    path = write(tmp_path, [f"{m:02}/01/{y}" for y in (2005, 2006) for m in range(1, 13)])
    with pytest.raises(DataError) as caught:
        look(path)
    assert '`time_format: "%m/%d/%Y"` or `time_format: "%d/%m/%Y"`' in str(caught.value)


@pytest.mark.parametrize("form", ["%b", "%B"])
def test_a_table_of_years_by_months_is_told(tmp_path, form):
    names = [f"{day:{form}}" for day in pd.date_range("2001-01-01", periods=12, freq="MS")]
    noise = np.random.default_rng(6).standard_normal((40, 12)).round(3)
    table = pd.DataFrame(noise, columns=names, index=range(1980, 2020))
    table.to_csv(tmp_path / "d.csv", index_label="Year")
    assert f"{names[0]} to {names[-1]} are 12 series of yearly values" in look(tmp_path / "d.csv").notes[0]
