"""The appendix and the other editions of one page: what each says, what it leaves out, and that no link leads there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from causal.rendering.catalogue import catalogue_of
from causal.rendering.outputs.html import Edition, html
from causal.rendering.page import page_of
from tests.fake_report import fake_report, without_attribution
from tests.rendering.outputs.given import hostile

REPORT = fake_report()
CHINESE = replace(REPORT, study=replace(REPORT.study, language="zh"))
BADGE = re.compile(r'<span class="v v-[a-z]+">[^<]*</span>')
HEADING = re.compile(r'<section id="([a-z]+)"')


def text_of(edition, report=REPORT):
    return html(page_of(report, catalogue_of(report)), edition)


def sections(text):
    return HEADING.findall(text)


def test_each_edition_has_its_sections():
    whole = ["front", "contents", "claims", "cards", "rivals", "contradictions", "unchecked", "background"]
    rest = ["glossary", "methods", "data", "log"]
    assert [s for s in sections(text_of(Edition.PAGE)) if s != "edge"] == [*whole, *rest]
    assert sections(text_of(Edition.REPORT)) == [*whole[:3], "edges", *whole[3:7], *rest]
    assert sections(text_of(Edition.APPENDIX)) == ["top", "contents", "background", *rest]


@pytest.mark.parametrize("report", [REPORT, CHINESE, without_attribution(REPORT), hostile()])
@pytest.mark.parametrize("edition", Edition)
def test_no_link_leads_to_what_is_left_out(edition, report):
    text = text_of(edition, report)
    places = re.findall(r' id="([^"]+)"', text)
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(places)
    assert len(places) == len(set(places))


@pytest.mark.parametrize("report", [REPORT, CHINESE])
def test_every_edge_is_in_brief_in_the_report_and_whole_in_the_appendix(report):
    page = page_of(report, catalogue_of(report))
    brief, whole = html(page, Edition.REPORT), html(page, Edition.APPENDIX)
    for number, edge in enumerate(page.edges, start=1):
        assert edge.number == f"E{number}"
        assert f'<h3 id="{edge.anchor}">{edge.number} ' in brief
        assert edge.brief.more in brief
        assert f"E{number}" in edge.brief.more
        assert f"{edge.number} · {edge.kicker}" in whole
        assert edge.tests_title in whole
        if edge.estimates:
            assert edge.estimates.holm in whole
            assert edge.estimates.holm not in brief


def test_the_report_refers_to_the_appendix_for_methods_and_data():
    page = page_of(REPORT, catalogue_of(REPORT))
    brief, whole = html(page, Edition.REPORT), html(page, Edition.APPENDIX)
    for reference in (page.appendix.methods, page.appendix.data):
        assert reference in brief
        assert reference not in whole
    assert page.methods.thresholds_title in whole
    assert page.methods.thresholds_title not in brief
    assert all(one.formula in whole for one in page.data.columns)


@pytest.mark.parametrize("edition", [Edition.REPORT, Edition.APPENDIX])
def test_print_has_neither_script_nor_rules_for_screens_or_other_languages(edition):
    english, chinese = text_of(edition), text_of(edition, CHINESE)
    for text in (english, chinese):
        assert "<script" not in text
        assert "@media screen" not in text
        assert "<form" not in text
    assert ":lang(zh)" not in english
    assert ":lang(zh)" in chinese


def around(text, badge):
    """Give what stands directly behind a badge, its marks left out."""
    return re.sub(r"<[^>]+>", " ", text[badge.end() : badge.end() + 260])


@pytest.mark.parametrize(("report", "word"), [(REPORT, "strength"), (CHINESE, "强度")])
@pytest.mark.parametrize("edition", Edition)
def test_a_strength_stands_beside_every_badge(edition, report, word):
    """The table of claims has a column of it, and the definitions of the words are of no claim."""
    text = text_of(edition, report)
    text = re.sub(r'<section id="claims".*?</section>|<dl class="small">.*?</dl>', "", text, flags=re.DOTALL)
    badges = list(BADGE.finditer(text))
    if edition is not Edition.APPENDIX:
        assert len(badges) > len(report.study.claims)
    for badge in badges:
        assert word in around(text, badge), badge[0]


@pytest.mark.parametrize("report", [REPORT, CHINESE])
def test_the_table_of_claims_says_score_and_strength_with_each_verdict(report):
    page = page_of(report, catalogue_of(report))
    text = html(page, Edition.REPORT)
    for row in page.claims.rows:
        assert f"{row.badge.word}</span> · {row.score} · {row.strength}" in text


def test_a_figure_of_a_card_follows_its_heading_and_is_in_the_page_too():
    page = page_of(REPORT, catalogue_of(REPORT))
    brief, whole = html(page, Edition.REPORT), html(page)
    for card in page.cards.cards:
        at = brief.index(f'<h3 id="{card.anchor}">')
        own = brief[at : brief.index("</article>", at)]
        shown = [part.line or part.histories[0].figure for part in card.parts if part.line or part.histories]
        assert own.count("<figure>") == sum(not part.edge for part in card.parts if part.line or part.histories)
        assert all(figure.svg in whole for figure in shown)
        assert "<figure>" not in brief[brief.rindex("<article", 0, at) : at]
