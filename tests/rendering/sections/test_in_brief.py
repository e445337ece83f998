"""An edge in a third of a page: which test carries the verdict, which figure is kept, and the numbers that are said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.messages import Message, Outcome
from causal.rendering.catalogue import catalogue_of
from causal.rendering.exhibits import exhibits
from causal.rendering.inline import plain
from causal.rendering.sections.edges import edges
from causal.rendering.sections.in_brief import decisive
from causal.verdict import Test as Tried
from tests.fake_report import fake_report

REPORT = fake_report()
P, F, N = Outcome.PASSED, Outcome.FAILED, Outcome.NOT_APPLICABLE


def tried(**outcomes):
    return [Tried(name=name, outcome=outcome, message=Message(key="x")) for name, outcome in outcomes.items()]


@pytest.mark.parametrize(
    ("tests", "name"),
    [
        (tried(measured=P, effect=P, direction=F, refuted=F), "direction"),
        (tried(measured=P, effect=F, direction=F), "effect"),
        (tried(measured=P, effect=P, direction=P, refuted=P), "direction"),
        (tried(measured=P, effect=P, direction=N, refuted=P), "effect"),
        (tried(measured=F), "measured"),
    ],
)
def test_the_first_required_test_that_failed_decides_else_the_direction_else_the_effect(tests, name):
    found = decisive(tests)
    assert found is not None
    assert found.name == name


def test_a_test_that_is_not_counted_decides_nothing():
    tests = [replace(one, required=one.name != "sensitivity") for one in tried(effect=P, sensitivity=F)]
    assert decisive(tests).name == "effect"
    assert decisive([]) is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_three_numbers_and_one_figure_carry_an_estimated_edge(language):
    report = replace(REPORT, study=replace(REPORT.study, language=language))
    words = catalogue_of(report)
    for page, edge in zip(edges(report, words, exhibits(report)), report.study.graph.claimed, strict=False):
        found = report.graph.edge(edge.id)
        said = [plain(fact.text) for fact in page.brief.facts]
        assert len(said) <= 3
        if not found.estimates:
            assert page.brief.figure is None
            continue
        assert words.number(found.estimates[0].effect) in said[0]
        if found.calibration:
            assert words.percent(found.calibration.power.rate) in said[-1]
        if found.response:
            assert page.brief.figure.figure.name.endswith("-response")
