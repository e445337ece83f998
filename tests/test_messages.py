"""Values of messages keep their types through JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.files.adapters import adapter
from causal.files.records import record
from causal.messages import Failure, Item, Message, Stage, text_of
from causal.report import from_json, to_json
from tests.fake_report import fake_report


def through_json(values):
    text = json.dumps(adapter(Message).dump_python(Message(key="k", values=values), mode="json"), allow_nan=False)
    return record(Message, json.loads(text)).values


def types(value):
    """Give the types of a value and of all in it: True == 1 == 1.0, but they are not the same."""
    if isinstance(value, Item):
        return Item, types(value.label), types(value.numbers)
    return (tuple, *map(types, value)) if isinstance(value, tuple) else type(value)


VALUES = [
    (),
    (1.0,),
    (1, 2.0, "1", True, None),
    ("a", "b"),
    ("", "1", "1.0", "true", "null", "2025-02-03"),
    (Item(label="a|b=1>2", numbers=(1.0, -2.5)),),
    (Item(label=("a", "b")), Item(label="c", numbers=(0.0,))),
    True,
    False,
    0,
    0.0,
    1,
    1.0,
    -0.0,
    1e300,
    10**18,
    "1",
    "",
    None,
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_comes_back_with_its_type(value):
    back = through_json({"value": value})["value"]
    assert back == value
    assert types(back) == types(value)


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
LABELS = st.text() | st.lists(st.text(), max_size=3).map(tuple)
NUMBERS = st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=3).map(tuple)
ITEMS = st.builds(lambda label, numbers: Item(label=label, numbers=numbers), LABELS, NUMBERS)


@given(
    st.dictionaries(
        st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,20}", fullmatch=True),
        SCALARS | st.lists(SCALARS, max_size=4).map(tuple) | st.lists(ITEMS, max_size=3).map(tuple),
    )
)
def test_any_values_come_back_with_their_types(values):
    back = through_json(values)
    assert back == values
    assert {key: types(value) for key, value in back.items()} == {key: types(value) for key, value in values.items()}


def test_a_report_keeps_its_lists():
    report = fake_report()
    assert from_json(to_json(report)) == report
    assert report.verdict("C03").reason.values["agreeing"] == (Item(label="Harbour board", numbers=(1561.0,)),)


def test_a_failure_keeps_its_stage():
    failed = Failure(stage=Stage.CHECK, member="value", subject="c1", reason="no data")
    back = adapter(Failure).validate_json(adapter(Failure).dump_json(failed))
    assert back == failed
    assert back.stage is Stage.CHECK


def test_a_label_of_several_is_one_text_in_english():
    assert (text_of("a"), text_of(("a", "b")), text_of(())) == ("a", "a and b", "")
