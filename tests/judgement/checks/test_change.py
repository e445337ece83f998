from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from causal.findings import Item, Outcome
from causal.verdict import Grounds
from tests.judgement.checks.bench import at, bench, market, run, words

BASIS = np.full(200, 3.3)
BASIS[150:] = 9.0
GIVEN = {"of": "market.basis", "before": at(149), "after": at(150), "unit": "%"}


def test_a_stated_move_is_supported() -> None:
    context = bench(market=market(basis=BASIS))
    found = run(
        context,
        "change",
        **GIVEN,
        stated_before="3.3%",
        stated_after="9%",
        stated_change="5.7 percentage points",
        direction="up",
    )
    assert found.grounds is Grounds.FIGURES_AGREE
    assert {t.name for t in found.tests} == {"measured", "before", "after", "change", "direction"}
    assert "from 3.3% to 9%" in words(found.reason)


@pytest.mark.parametrize(
    "wrong",
    [{"stated_before": "4.3%"}, {"stated_after": "8%"}, {"stated_change": "more than 6"}, {"direction": "down"}],
)
def test_one_wrong_part_is_a_contradiction(wrong: dict[str, str]) -> None:
    right = {"stated_before": "3.3%", "stated_after": "9%"}
    found = run(bench(market=market(basis=BASIS)), "change", **GIVEN, **{**right, **wrong})
    assert found.grounds is Grounds.CONTRADICTED
    assert sum(t.outcome is Outcome.FAILED for t in found.tests) == 1


def test_no_move_is_neither_up_nor_down() -> None:
    context = bench(market=market(basis=np.full(200, 3.3)))
    for direction in ("up", "down"):
        assert run(context, "change", **GIVEN, direction=direction).grounds is Grounds.CONTRADICTED


def test_sources_that_disagree_leave_it_open() -> None:
    context = bench(market=market(basis=BASIS), other=market(basis=np.full(200, 3.3)))
    found = run(
        context, "change", **GIVEN, label="First", direction="up", also=[{"label": "Second", "of": "other.basis"}]
    )
    assert found.grounds is Grounds.INCONCLUSIVE
    assert found.reason.values["agreeing"] == (Item(label="First", numbers=(3.3, 9.0)),)
    assert found.reason.values["differing"] == (Item(label="Second", numbers=(3.3, 3.3)),)


def test_a_label_may_hold_any_sign() -> None:
    context = bench(market=market(basis=BASIS), other=market(basis=np.full(200, 3.3)))
    also = [{"label": "b=2>1 | c", "of": "other.basis"}]
    found = run(context, "change", **GIVEN, label="a|1=2>3", direction="up", also=also)
    assert "With the article: a|1=2>3, 3.3 % to 9 %. Against it: b=2>1 | c, 3.3 % to 3.3 %." in words(found.reason)


def test_the_period_of_a_change_has_two_ends() -> None:
    found = run(bench(market=market(basis=BASIS)), "change", **GIVEN, stated_before="3.3%", stated_change="5.7")
    assert [(c.at, c.end, c.period) for c in found.comparisons] == [
        (at(149), "", at(149)),
        (at(149), at(150), f"{at(149)}/{at(150)}"),
    ]
    assert [(t.message.values["at"], t.message.values["end"]) for t in found.tests[1:]] == [
        (at(149), ""),
        (at(149), at(150)),
    ]


@pytest.mark.parametrize("row", [149, 150])
def test_a_missing_end_is_not_measured_and_named(row: int) -> None:
    basis = BASIS.copy()
    basis[row] = np.nan
    found = run(bench(market=market(basis=basis)), "change", **GIVEN, stated_before="3.3%")
    assert found.grounds is Grounds.NOT_MEASURED
    assert at(row) in words(found.reason)


def test_a_source_with_one_end_alone_does_not_vote() -> None:
    half = np.full(200, 3.3)
    half[150] = np.nan
    context = bench(market=market(basis=BASIS), other=market(basis=half))
    found = run(
        context,
        "change",
        **GIVEN,
        stated_before="3.3%",
        stated_after="9%",
        also=[{"label": "Second", "of": "other.basis"}],
    )
    assert found.grounds is Grounds.FIGURES_AGREE


@pytest.mark.parametrize(
    ("given", "said"), [({}, "at least one"), ({"direction": "up", "after": at(1)}, "does not lie before")]
)
def test_bad_parameters_are_refused(given: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        run(bench(market=market(basis=BASIS)), "change", **{**GIVEN, **given})
