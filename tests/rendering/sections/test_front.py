"""The front page counts, says how the chain stands, and draws what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.rendering.inline import Link, plain
from causal.study import NodeKind
from causal.verdict import Grounds
from tests.rendering.sections.made import REPORT, page


def test_counts_stand_in_the_order_of_the_words_and_leave_none_out():
    front = page().front
    assert [one.badge.grounds for one in front.counts][:1] == [Grounds.FIGURES_AGREE]
    assert {one.badge.grounds: one.claims for one in front.counts} == {
        g: sum(v.grounds is g for v in REPORT.verdicts) for g in {v.grounds for v in REPORT.verdicts}
    }


def test_the_article_is_linked_where_its_address_is_safe():
    article = replace(REPORT.study.article, url="https://a.org/x")
    linked = page(replace(REPORT, study=replace(REPORT.study, article=article))).front.review
    assert Link(to="https://a.org/x", parts=(article.title,)) in linked
    unsafe = page(
        replace(REPORT, study=replace(REPORT.study, article=replace(article, url="ftp://a.org")))
    ).front.review
    assert f"{article.title} <ftp://a.org>" in plain(unsafe)


@pytest.mark.parametrize("measured", [True, False])
def test_common_causes_are_told_apart_by_whether_they_were_measured(measured):
    own = REPORT.study.graph
    background = {e.treatment for e in own.edges if not e.claimed}
    variables = tuple(v if measured or v.name not in background else replace(v, measure=None) for v in own.variables)
    report = replace(REPORT, study=replace(REPORT.study, graph=replace(own, variables=variables)))
    seen, _, unseen = plain(page(report).front.graph.caption).partition("Common causes that nobody measured: ")
    assert all((own.variable(name).label in seen.split("Held fixed")[1]) is measured for name in background)
    assert all((own.variable(name).label in unseen) is not measured for name in background)


def test_the_ends_of_the_articles_links_are_not_among_what_is_held_fixed():
    own = REPORT.study.graph
    ends = {name for e in own.claimed for name in (e.treatment, e.outcome)}
    background = next(e for e in own.edges if not e.claimed)
    back = replace(background, treatment=own.outcome, outcome=own.edge(own.chain[0]).treatment)
    report = replace(REPORT, study=replace(REPORT.study, graph=replace(own, edges=(*own.edges, back))))
    held = plain(page(report).front.graph.caption).split("Held fixed")[1]
    assert not any(own.variable(name).label in held for name in ends)


def test_a_box_seen_through_a_stand_in_says_through_which():
    own = REPORT.study.graph
    seen = [v for v in own.variables if v.kind is NodeKind.PROXY and v.measure is not None]
    assert seen
    assert all(f"{v.label} by {v.measure.label}" in plain(page().front.graph.caption) for v in seen)
