"""What is written is what the standard library writes."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.files.json_writer import written

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=40)


def standard(value):
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)


@given(VALUES)
def test_any_value_is_written_as_the_standard_library_writes_it(value):
    assert written(value) == standard(value)


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        {"b": [], "a": {}},
        [[1], [2.5, -0.0, 1e300]],
        {"": '\u2028 \x00 " \\ 中文 </script>'},
        [True, None, 10**30],
    ],
)
def test_corners(value):
    assert written(value) == standard(value)


@pytest.mark.parametrize("value", [math.nan, [math.inf], {"a": {"b": [1.0, -math.inf]}}])
def test_a_number_that_is_not_finite_is_refused(value):
    with pytest.raises(ValueError, match="finite"):
        written(value)


def test_what_is_no_json_is_refused():
    with pytest.raises(TypeError):
        written({"a": object()})
