"""The rows of a cross-section: named by identifiers, in no order, one by one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from causal.errors import DataError, UnreadableRowError
from causal.frame import Frame
from causal.sampling import HC3, samplings
from causal.study import Resolution

ROWS = samplings()["rows"]
INDEX = PEOPLE = pd.Index([f"p{i:02}" for i in range(30)], dtype="object")


def test_identifiers_are_kept_as_they_are_and_one_must_be_there():
    assert ROWS.names(ROWS.read(["7", "b", "2024-01"], Resolution.ROW)) == ("7", "b", "2024-01")
    with pytest.raises(UnreadableRowError, match="no identifier"):
        ROWS.read(["a", ""], Resolution.ROW)


def test_nothing_follows_anything():
    values = np.arange(30.0)
    frame = Frame(pd.DataFrame({"x": values}, index=PEOPLE), (), {})
    assert np.array_equal(frame.shift(values, 0), values)
    assert np.isnan(frame.shift(values, 1)).all()
    assert ROWS.timeline(PEOPLE) == ()
    assert ROWS.halves(30) == ()
    assert ROWS.lags == (0,)


def test_errors_are_hc3_and_rows_are_drawn_one_by_one():
    assert ROWS.variance(PEOPLE) is HC3
    assert len(np.unique(ROWS.resampling.groups(PEOPLE))) == len(PEOPLE)


def test_what_asks_for_a_time_is_refused():
    for ask in (lambda: ROWS.position(PEOPLE, date(2024, 1, 1)), lambda: ROWS.find(PEOPLE, "2024-01-01")):
        with pytest.raises(DataError, match="in no order and have no date"):
            ask()
