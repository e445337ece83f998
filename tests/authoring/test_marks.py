"""Marks beside numbers: a flag is left out and told, a scale or a unit is one for a whole column, a bound is no number."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal.authoring.own_data import look
from tests.authoring.test_own_data import write

DAYS = [f"{d:%Y-%m-%d}" for d in pd.date_range("2024-01-01", periods=60)]
NOISE = np.random.default_rng(6).uniform(1, 9, 60).round(1)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([f"{x}{'K' if n % 2 else 'M'}" for n, x in enumerate(NOISE)], "'M' is a unit or a scale"),
        ([f"{x}{'K' if n % 2 else ''}" for n, x in enumerate(NOISE)], "'K' is a unit or a scale"),
        ([f"{x} {'km' if n % 2 else 'm'}" for n, x in enumerate(NOISE)], "'m' is a unit or a scale"),
        ([f"{x}{'万' if n % 9 else ''}" for n, x in enumerate(NOISE)], "'万' is a unit or a scale"),
        ([f"{x} {'bn' if n == 7 else 'mln'}" for n, x in enumerate(NOISE)], "'mln' is a unit or a scale"),
        ([f"{'<' if n % 5 == 0 else ''}{x}" for n, x in enumerate(NOISE)], "it bounds a number"),
        ([f"{'≥' if n == 5 else ''}{x}" for n, x in enumerate(NOISE)], "it bounds a number"),
    ],
)
@pytest.mark.parametrize("beside", ["", "K", "km"])
def test_numbers_in_several_scales_or_bounds_are_not_read_as_if_flagged(tmp_path, cells, said, beside):
    found = look(write(tmp_path, DAYS, a=cells, b=[f"{x}{beside}" for x in NOISE], c=NOISE))
    assert found.columns == ("b", "c")
    assert said in found.left_out[0]


@pytest.mark.parametrize(
    ("mark", "unit"), [("M", "M of UNIT"), ("°C", "°C"), (" kg", "kg"), ("万", "万 of UNIT"), (" bn", "bn of UNIT")]
)
def test_a_scale_or_unit_beside_each_number_is_that_of_the_column(tmp_path, mark, unit):
    found = look(write(tmp_path, DAYS, a=[f"{x}{mark}" for x in NOISE], b=NOISE))
    assert [one.unit for one in found.series] == [unit, "UNIT"]
    assert f"each number bears '{mark.strip()}', which its unit has to tell" in found.notes[0]


def test_what_is_taken_for_a_flag_is_told(tmp_path):
    found = look(write(tmp_path, DAYS, a=[f"{x}{'p' if n > 50 else ''}" for n, x in enumerate(NOISE)], b=NOISE))
    assert found.layout.flags == ("p",)
    assert "p beside numbers, as flags or footnotes, are left out (`flags`)" in found.notes[0]


@pytest.mark.parametrize("first", ["<5.3,4.1 km", "5.3p,r4.1", "7*,9 (2)"])
def test_a_first_row_of_marked_numbers_is_no_header(tmp_path, first):
    rows = [f"{day},{first if n % 9 == 0 else '5.5,4'},{n}" for n, day in enumerate(DAYS)]
    (tmp_path / "d.csv").write_text("\n".join(["date,a,b,c", *rows]))
    found = look(tmp_path / "d.csv")
    assert (found.layout.header, found.layout.skip, found.ends) == (1, 0, (DAYS[0], DAYS[-1]))


def test_a_header_of_names_with_numbers_stays_one(tmp_path):
    path = write(tmp_path, DAYS, x1=NOISE, x2=NOISE + 1)
    assert look(path).columns == ("x1", "x2")
