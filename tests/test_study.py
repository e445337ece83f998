"""What the records of a study say of themselves."""

import pytest

from causal.study import Because, CheckRequest, Edge
from tests.fake_report import fake_report


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


def test_the_ends_of_claimed_edges_are_given_once_and_no_others():
    graph = fake_report().study.graph
    names = [v.name for v in graph.claimed_ends]
    assert len(names) == len(set(names))
    assert set(names) == {end for e in graph.claimed for end in (e.treatment, e.outcome)}
    assert names[0] == graph.claimed[0].treatment


def test_a_formula_is_that_of_its_series_and_of_none_there_is_none():
    request = CheckRequest(
        check="value",
        parameters={"of": "2 * a.x", "label": "x", "also": [{"of": "a.x + a.y", "label": "y"}], "url": "www.b.org"},
    )
    assert request.formula_of(["a.x"]) == "2 * a.x"
    assert request.formula_of(["a.x"], "y") == "a.x + a.y"
    assert request.formula_of(["a.x", "a.y"]) == "a.x + a.y"
    assert request.formula_of([]) == request.formula_of(["a.z"]) == ""
