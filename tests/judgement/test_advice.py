"""What `check` says of claims that leave a choice to a rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from causal.judgement.advice import advice
from causal.study import CheckRequest, Claim, Reading
from tests.judgement.checks.bench import bench


def advised(check: str, **parameters: Any) -> list[str]:
    return told(CheckRequest(check=check, parameters=parameters))


def told(request: CheckRequest) -> list[str]:
    claim = Claim(id="C7", paragraph="1", kind="fact", text="A claim.", checks=(request,))
    return list(advice(replace(bench().study, claims=(claim,))))


@pytest.mark.parametrize(
    "time", [{"at": "2025-02-04"}, {"start": "2025-02-04", "end": "2025-02-05"}, {"before": "2025-02-04"}]
)
def test_another_time_under_also_looks_like_a_reading(time: dict[str, str]) -> None:
    (one,) = advised(
        "value", of="market.price", at="2025-02-03", also=[{"label": "a day later", "of": "market.price", **time}]
    )
    assert one.startswith("claims.yaml, C7, check 'value': 'a day later' under 'also' is of another time")
    assert "'primary'" in one
    assert "'no_primary'" in one


def test_another_source_of_the_same_time_does_not() -> None:
    assert advised("value", of="market.price", at="2025-02-03", also=[{"label": "B", "of": "other.price"}]) == []
    assert advised("value", of="market.price", at="2025-02-03") == []


def test_readings_that_are_said_are_not_asked_for() -> None:
    own = {"of": "market.price", "at": "2025-02-03"}
    other = Reading(name="later", parameters={**own, "at": "2025-02-04"})
    assert told(CheckRequest(check="value", parameters=own, reading="now", primary="so", readings=(other,))) == []


def test_alternatives_have_no_primary_one() -> None:
    (one,) = advised("arithmetic", expression="1 + 1", stated="2", alternatives=[{"label": "b", "expression": "1"}])
    assert "list the others under 'readings'" in one


@pytest.mark.parametrize(("scope", "count"), [({}, 1), ({"scope": "window"}, 0), ({"scope": "process"}, 0)])
def test_a_correlation_says_its_scope(scope: dict[str, str], count: int) -> None:
    found = advised("correlation", pair=["a.b", "a.c"], start="2025-01-01", end="2025-02-01", **scope)
    assert len(found) == count
    assert all("'scope: window'" in one for one in found)
