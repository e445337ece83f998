"""One event has one size, and the chain carries no more of it than its verdicts allow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.messages import Outcome
from causal.rendering.catalogue import Catalogue
from causal.rendering.sections import event
from causal.rendering.sections.event import carried, drawn, move_of
from causal.rendering.shares import Bar
from causal.verdict import Grounds
from tests.rendering.sections.made import REPORT

FOUND = REPORT.graph.attribution
LINKS = len(REPORT.study.graph.chain)


def with_edges(grounds):
    return replace(REPORT, edge_verdicts=tuple(replace(v, grounds=grounds) for v in REPORT.edge_verdicts))


def stating(size, unit, agrees=Outcome.PASSED):
    """The report with one claim that states the move itself."""
    verdicts = list(REPORT.verdicts)
    place, part = next((i, p) for i, v in enumerate(verdicts) for p in v.evidence if p.comparisons)
    one = replace(
        part.comparisons[0], found=size, unit=unit, at=FOUND.day, end="", stated="nearly a tenth", agrees=agrees
    )
    verdicts[place] = replace(verdicts[place], evidence=(replace(part, comparisons=(one,)),))
    return replace(REPORT, verdicts=tuple(verdicts))


def test_a_logarithmic_move_is_told_in_percent_and_its_parts_in_proportion():
    found = replace(FOUND, simple=FOUND.move * 0.9)
    move = move_of(REPORT, found)
    assert (move.size, move.unit) == (found.simple, "%")
    assert move.factor == pytest.approx(0.9)


def test_where_no_percentage_is_known_the_series_has_the_unit():
    move = move_of(REPORT, replace(FOUND, simple=None))
    assert move.size == FOUND.move
    assert move.unit == REPORT.study.graph.variable(FOUND.outcome).measure.unit
    assert move.factor == 1.0


@pytest.mark.parametrize("sign", [1, -1])
def test_the_unit_is_the_one_in_which_the_article_states_the_move(sign):
    unit = REPORT.study.graph.variable(FOUND.outcome).measure.unit
    found = replace(FOUND, simple=FOUND.move * 0.9)
    report = stating(sign * FOUND.move, unit)
    assert move_of(report, found).unit == unit
    assert "as the article says" in carried(report, found, Catalogue("en", report.study))


def test_a_figure_of_the_article_that_the_data_deny_is_told():
    report = stating(FOUND.move, REPORT.study.graph.variable(FOUND.outcome).measure.unit, Outcome.FAILED)
    assert "the article says nearly a tenth" in carried(
        report, replace(FOUND, simple=None), Catalogue("en", report.study)
    )


def test_nothing_is_put_down_to_a_chain_that_is_not_established():
    report = with_edges(Grounds.INCONCLUSIVE)
    said = carried(report, FOUND, Catalogue("en", report.study))
    assert "None of it has been shown to come from" in said
    start = REPORT.study.graph.variable(REPORT.study.graph.edge(REPORT.study.graph.chain[0]).treatment).label
    assert f"what began with {start} and came through the whole chain would be " in said


def test_an_established_chain_carries_its_share():
    report = with_edges(Grounds.EFFECT_ESTABLISHED)
    said = carried(report, FOUND, Catalogue("en", report.study))
    assert f"all its {LINKS} links established, carries " in said
    assert "% interval: " in said


@pytest.mark.parametrize(("through", "said"), [(0.0, True), (0.0009, True), (0.02, False)])
def test_a_share_below_a_thousandth_is_practically_none(through, said):
    parts = {f"through_chain{end}": through * FOUND.move for end in ("", "_low", "_high")}
    words = Catalogue("en", REPORT.study)
    assert ("practically none of it" in carried(REPORT, replace(FOUND, **parts), words)) is said


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("move", [0.0, 1e-9, -1e12, 3.0])
def test_any_move_can_be_told_and_drawn(move, language):
    found = replace(FOUND, move=move, simple=None)
    words = Catalogue(language, REPORT.study)
    assert "nan" not in carried(REPORT, found, words)
    assert drawn(REPORT, found, words).figure.svg.startswith("<svg")


def largest(nodes, outcome, hollow=False):
    """What is said where the largest bar is that of these nodes."""
    bar = Bar(nodes=nodes, value=2 * FOUND.move, low=FOUND.move, high=3 * FOUND.move, hollow=hollow)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(event, "bars", lambda *_: (replace(bar, nodes=(outcome,), value=FOUND.move), bar))
        return carried(REPORT, FOUND, Catalogue("en", REPORT.study))


def test_the_largest_bar_is_called_a_cause_only_where_it_is_one():
    own = REPORT.study.graph
    other = next(c.node for c in FOUND.contributions if c.node != FOUND.outcome)
    name, end = own.variable(other).label, own.variable(FOUND.outcome).label
    assert largest((other,), FOUND.outcome).endswith(f"is that of {name}.")
    assert "counts only if its arrow holds" in largest((other,), FOUND.outcome, hollow=True)
    assert f"may belong to {name} or {end} itself: the data cannot divide it" in largest((other, FOUND.outcome), other)
    assert "it shows no cause" in largest((other, FOUND.outcome), other)
    assert "nothing in the graph explains it" in largest((FOUND.outcome,), other)
