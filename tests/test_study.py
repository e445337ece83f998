"""What the records of a study say of themselves."""

import pytest

from causal.study import Because, Edge


@pytest.mark.parametrize(
    ("edge", "ordered", "must"),
    [
        ({"lag": 1}, True, True),
        ({}, True, False),
        ({}, False, True),
        ({"lag": 1, "because": Because.WEATHER}, True, False),
        ({"because": Because.RANDOMISED}, False, False),
        ({"lag": 1, "because": Because.RULE}, True, True),
        ({"because": Because.EARLIER}, False, True),
    ],
    ids=["a day later", "same day", "people", "weather a day before", "trial", "rule a day before", "earlier, people"],
)
def test_a_hidden_cause_must_be_withstood_where_nothing_else_asks_for_one(edge, ordered, must):
    assert Edge(treatment="x", outcome="y", **edge).must_withstand(ordered=ordered) is must
