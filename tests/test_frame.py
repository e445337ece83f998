"""Columns over rows of one kind."""

import numpy as np
import pandas as pd
import pytest

from causal.frame import Frame


@pytest.mark.parametrize("lag", [0, 1, 3, -2, 59, 60, 80])
def test_a_shift_is_pandas_own_on_an_unbroken_stretch(lag):
    values = np.random.default_rng(1).standard_normal(60)
    days = pd.bdate_range("2024-01-01", periods=60)
    found = Frame(pd.DataFrame({"x": values}, index=days), (), {}).shift(values, lag)
    assert np.array_equal(found, pd.Series(values).shift(lag).to_numpy(), equal_nan=True)
