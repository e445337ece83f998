"""The cells behind figures: each stands in the file where it is said to stand, and holds what it is said to hold."""

from __future__ import annotations

import csv
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from causal.data.gather import gather
from causal.folder.load import load
from causal.judgement.readings import MOST, _rows, reach, readings
from causal.messages import Outcome
from causal.study import CheckRequest
from causal.verdict import Citation, Comparison
from tests.folders import make_folder

REPORTS = sorted(path.parent for path in Path("reports").resolve().glob("*/report.yaml"))


@pytest.mark.parametrize(
    ("formula", "rows"),
    [
        ("market.price", 0),
        ("exp(-0.0025 * days_since(20260205)) * market.price", 0),
        ("100 * logret(market.price)", 1),
        ("pct(hourly.price, 24)", 24),
        ("mean(market.price, 20)", 19),
        ("diff(lag(market.price, 2))", 3),
        ("lead(market.price)", 0),
        ("no formula (", 0),
    ],
)
def test_how_far_a_formula_looks_back(formula, rows):
    assert reach(formula) == rows


def figure(series, found, at, end=""):
    return Comparison(
        label="it",
        stated="1",
        interval=None,
        found=found,
        unit="",
        agrees=Outcome.PASSED,
        source=Citation(label="a source", series=(series,)),
        at=at,
        end=end,
    )


def behind(frame, request, one):
    claim = SimpleNamespace(id="c1", checks=(request,))
    verdict = SimpleNamespace(claim="c1", evidence=(SimpleNamespace(comparisons=(one,)),))
    return readings(SimpleNamespace(claims=(claim,)), frame, (verdict,))


@pytest.mark.slow
@pytest.mark.parametrize("folder", REPORTS, ids=lambda one: one.name)
def test_every_cell_stands_in_its_line_of_the_file(folder):
    study = load(folder)
    frame, seen = gather(study, folder), 0
    for dataset in study.datasets:
        if dataset.key or not dataset.file.endswith(".csv"):
            continue
        with (folder / "data" / dataset.file).open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
        table, header = frame.dataset(dataset.id), lines[dataset.layout.skip]
        for series in dataset.series[:3]:
            known = table[series.short].dropna()
            for position in (0, len(known) // 2, len(known) - 1):
                at = study_name(known.index[[position]])
                request = CheckRequest(check="value", parameters={"of": f"2 * {series.name}"})
                found = behind(frame, request, figure(series.name, 0.123456789, at))
                if not found:  # the name of the row is no time that a claim could give
                    continue
                assert (found[0].claim, found[0].part, found[0].figure, found[0].noun) == ("c1", 0, 0, "line")
                cell = lines[found[-1].row - 1][header.index(series.heading)]
                assert float(cell.replace(",", "")) == found[-1].value
                seen += 1
    assert seen >= 9 or not frame.sampling.ordered


def study_name(index):
    from causal.sampling import sampling_of

    return sampling_of(index).names(index)[0]


DAYS = pd.date_range("2025-02-01", periods=10, name="day")
VALUES = np.array([1.0, 2.0, np.nan, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0])


@pytest.mark.parametrize(
    ("found", "at", "end", "back", "rows"),
    [
        (5.0, "2025-02-05", "", 0, [4]),  # the cell itself
        (7.0, "2025-02-04", "2025-02-09", 0, [6]),  # the cell of a period that is the figure
        (0.5, "2025-02-04", "", 1, [1, 3]),  # the value before stands two rows up: one is missing
        (0.5, "2025-02-08", "", 5, [1, 7]),
        (0.5, "2025-02-04", "2025-02-06", 0, [3, 4, 5]),
        (0.5, "2025-02-01", "2025-02-10", 0, [0, 9]),
        (0.5, "2025-02-03", "", 0, []),
        (0.5, "2031-01-01", "", 1, []),
    ],
)
def test_which_rows_stand_behind_a_figure(found, at, end, back, rows):
    got = _rows(DAYS, VALUES, figure("a.b", found, at, end), back=back)
    assert got == rows
    assert len(got) <= MOST


def test_a_table_whose_rows_are_not_known_gives_no_cell(tmp_path):
    folder = make_folder(tmp_path / "mine")
    frame = gather(load(folder), folder)
    request = CheckRequest(check="value", parameters={"of": "market.price"})
    assert behind(frame, request, figure("market.price", 0.5, "2025-02-03"))
    table = frame.dataset("market")
    table.attrs.clear()
    bare = SimpleNamespace(datasets=lambda _: {"market": table})
    assert behind(bare, request, figure("market.price", 0.5, "2025-02-03")) == ()


@pytest.mark.parametrize("back", [0, 2])
def test_the_cells_of_a_period_are_the_same_in_any_order_of_rows(back):
    """Ascending days are searched, others compared: the first and last known of the period, and one before it."""
    days = pd.date_range("2025-01-01", periods=30)
    values = np.arange(30.0)
    values[[4, 7, 20]] = np.nan
    one = SimpleNamespace(at="2025-01-05", end="2025-01-12", found=-1.0)
    ascending = {days[at] for at in _rows(days, values, one, back=back)}
    marked = pd.DatetimeIndex([*days, pd.Timestamp("2024-01-01")])  # one row out of order
    compared = {marked[at] for at in _rows(marked, np.append(values, np.nan), one, back=back)}
    assert ascending == compared
    assert min(ascending) == pd.Timestamp("2025-01-03" if back else "2025-01-06")
    assert max(ascending) == pd.Timestamp("2025-01-12")
