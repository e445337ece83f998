"""Instants in UTC: the times of tables that checks read, never the rows of an analysis."""

from __future__ import annotations

import pandas as pd
import pytest

from causal.errors import NotComputableError, UnreadableRowError
from causal.sampling import samplings
from causal.study import Dataset, Resolution

INSTANTS = samplings()["instants"]
INDEX = INSTANTS.read(["2024-05-01T09:00Z", "2024-05-01 21:30:15.5Z", "2024-05-02T00:00:00+00:00"], Resolution.INSTANT)


def test_reports_write_minutes_and_files_all_there_is():
    assert INSTANTS.names(INDEX)[1] == "2024-05-01T21:30Z"
    assert INSTANTS.written(INDEX)[1] == "2024-05-01T21:30:15.500000Z"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(UnreadableRowError, match="an instant in UTC such as"):
        INSTANTS.read(["2024-05-01T09:00"], Resolution.INSTANT)


def test_a_day_begins_at_midnight_and_ends_before_the_next():
    first, last = INSTANTS.find(INDEX, "2024-05-01")
    assert (first, last + pd.Timedelta(1, "ns")) == (INDEX[2] - pd.Timedelta(days=1), INDEX[2])
    assert INSTANTS.single(INDEX, "2024-05-01") == first


def test_a_month_names_no_single_instant():
    with pytest.raises(NotComputableError, match="longer than one instant"):
        INSTANTS.single(INDEX, "2024-05")


def test_no_analysis_has_instants_for_rows():
    dataset = Dataset(id="d", file="d.csv", time="t", resolution=Resolution.INSTANT, digest="", series=())
    assert not INSTANTS.serves(dataset)
