"""Totals among the rows are found by what they sum to, whatever they are called."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal.authoring.own_data import look

NOISE = np.random.default_rng(6).uniform(1, 9, 60).round(1)


@pytest.mark.parametrize(("name", "share"), [("United States", 1), ("Kanto", 100), ("00000", 1e6)])
@pytest.mark.parametrize("first", [True, False])
def test_a_row_that_is_the_sum_of_the_others_is_no_unit(tmp_path, name, share, first):
    parts = pd.DataFrame({"gdp": np.exp(NOISE) * share, "rate": NOISE}, index=[f"r{n * 37 % 60}" for n in range(60)])
    total = pd.DataFrame({"gdp": [parts.gdp.sum()], "rate": [parts.rate.mean()]}, index=[name])
    table = pd.concat([total, parts] if first else [parts, total]).round(1)
    table.to_csv(tmp_path / "d.csv", index_label="area")
    found = look(tmp_path / "d.csv")
    assert found.layout.leave_out == (name,)
    assert f"{name} may be totals of other rows" in found.notes[0]


def test_a_large_unit_is_no_total(tmp_path):
    parts = pd.DataFrame({"gdp": [*np.exp(NOISE), 2 * np.exp(NOISE).sum()], "rate": [*NOISE, 3]})
    parts.to_csv(tmp_path / "d.csv", index_label="id")
    assert look(tmp_path / "d.csv", kind="cross-section").layout.leave_out == ()
