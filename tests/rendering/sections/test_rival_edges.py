"""The rivals' links: a row each, a page for those that decide, and links from cards and the table of accounts that lead there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from causal.messages import Outcome
from causal.rendering.inline import Badge, Link, plain
from causal.rendering.outputs.html import Edition, html
from tests.fake_report import with_echo
from tests.rendering.sections.made import REPORT, page


def links_of(inline):
    return [piece.to for piece in inline if isinstance(piece, Link)]


def test_a_row_says_verdict_effect_and_tests():
    verdicts = [one for one in REPORT.edge_verdicts if one.graph != "article"]
    rows = page().rival_edges.rows
    assert [row.number for row in rows] == [f"R{i}" for i in range(1, len(rows) + 1)]
    for row, verdict in zip(rows, verdicts, strict=True):
        counted = [t.outcome for t in verdict.tests if t.required and t.outcome is not Outcome.NOT_APPLICABLE]
        assert row.tests.startswith(f"{counted.count(Outcome.PASSED)} of {len(counted)} test")
        assert [piece.grounds for piece in row.brief if isinstance(piece, Badge)] == [verdict.grounds]
        assert row.tests in plain(row.brief)
        assert row.tests not in plain(row.line)


def test_the_effect_is_printed_once_where_its_own_test_decides():
    for row in page().rival_edges.rows:
        told = "✗" in (row.decided.sign if row.decided else "") and plain(row.decided.text).startswith("effect")
        assert (row.effect in plain(row.brief)) is (bool(row.effect) and not told) or not row.effect


def test_a_link_by_which_a_claim_is_decided_has_a_page_with_its_account():
    made = page().rival_edges
    assert [one.number for one in made.pages] == [row.number for row in made.rows if row.whole] == ["R1"]
    assert REPORT.study.rivals[0].title in made.pages[0].kicker
    assert made.pages[0].tests
    assert made.pages[0].estimates is not None


def test_cards_and_the_table_of_accounts_lead_to_the_evidence():
    made = page()
    places = {row.anchor for row in made.rival_edges.rows} | {one.anchor for one in made.edges}
    linked = [to for card in made.cards.cards for part in card.parts for to in links_of(part.edge or part.links)]
    assert "#rival-strike--strike--bookings" in linked
    assert {to.removeprefix("#") for to in linked} <= places
    assert {row.anchor for account in made.rivals.rows for row in account.links} <= places


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("edition", Edition)
def test_every_rivals_link_has_one_place_in_every_edition(edition, language):
    report = replace(REPORT, study=replace(REPORT.study, language=language))
    made = page(report)
    text = html(made, edition)
    places = re.findall(r' id="(rival-[^"]+--[^"]+)"', text)
    assert sorted(places) == sorted(row.place for row in made.rival_edges.rows)


def test_what_is_shown_elsewhere_says_where():
    made = page(with_echo(REPORT)).rival_edges
    again = [row for row in made.rows if row.same]
    assert again
    assert all(row.anchor.startswith("edge-") and not row.whole for row in again)
    assert all(links_of(row.same) == [f"#{row.anchor}"] for row in again)


def test_without_rivals_nothing_is_said_of_them():
    made = page(replace(REPORT, study=replace(REPORT.study, rivals=()), rivals=(), edge_verdicts=REPORT.edge_verdicts))
    assert made.rival_edges.rows == ()
    assert all(one.anchor != "rival-links" for one in made.contents.entries)
    assert 'id="rival-links"' not in html(made, Edition.APPENDIX)
