"""The page as a record: frozen plain values, all of the report, and nothing of how it is set."""

from __future__ import annotations

import ast
import re
from dataclasses import FrozenInstanceError, fields, is_dataclass
from enum import Enum
from pathlib import Path

import pytest

import causal.rendering
from causal.rendering.catalogue import catalogue_of
from causal.rendering.page import Page, page_of
from causal.rendering.pieces import Figure
from tests.fake_report import fake_report, without_attribution

ROOM = Path(causal.rendering.__file__).parent


@pytest.fixture(scope="module")
def report():
    return fake_report()


@pytest.fixture(scope="module")
def page(report):
    return page_of(report, catalogue_of(report))


def parts(value):
    """Give a record and every value that it holds."""
    yield value
    if isinstance(value, tuple):
        for one in value:
            yield from parts(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from parts(getattr(value, one.name))


def test_it_is_plain_frozen_values_all_the_way_down(page):
    kinds = {type(one) for one in parts(page)}
    records = {kind for kind in kinds if is_dataclass(kind)}
    assert len(records) > 40
    for kind in records:
        assert kind.__dataclass_params__.frozen, kind
        assert "__slots__" in vars(kind), kind
        assert all(one.kw_only for one in fields(kind)), kind
    assert {kind for kind in kinds - records if not issubclass(kind, Enum)} <= {str, int, bool, tuple, type(None)}
    with pytest.raises(FrozenInstanceError):
        page.title = "other"


def test_it_knows_no_markup(page):
    drawn = {one.svg for one in parts(page) if isinstance(one, Figure)}
    texts = {one for one in parts(page) if isinstance(one, str)} - drawn
    assert len(texts) > 300
    assert not [text for text in texts if re.search(r"</?[a-z]+[ >]|&[a-z]+;", text)]


def test_no_section_is_built_with_a_template_or_markup():
    modules = [ROOM / "page.py", ROOM / "pieces.py", *sorted((ROOM / "sections").glob("*.py"))]
    assert len(modules) > 10
    for path in modules:
        names = {
            name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            for name in (
                [one.name for one in node.names]
                if isinstance(node, ast.Import)
                else [node.module]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert not [n for n in names if n.split(".")[0] in {"jinja2", "markupsafe", "html"}], path.name


def test_every_claim_edge_and_account_has_its_place(page, report):
    assert [row.claim for row in page.claims.rows] == [claim.id for claim in report.study.claims]
    assert [one.edge for one in page.edges] == [f"{report.study.graph.id}:{e.id}" for e in report.study.graph.claimed]
    assert len(page.rivals.rows) == 1 + len(report.study.rivals)
    shown = {card.claim for card in page.cards.cards} | {row.claim for row in page.unchecked.rows}
    assert shown == {claim.id for claim in report.study.claims}
    assert not {card.claim for card in page.cards.cards} & {row.claim for row in page.unchecked.rows}


def test_every_anchor_that_is_listed_is_a_place_of_the_page(page):
    places = {one.anchor for one in (*page.edges, *page.rival_edges.pages, *page.cards.cards)}
    places |= {one.anchor for one in page.unchecked.rows}
    assert {row.anchor for row in page.claims.rows} <= places
    assert {one.anchor for one in page.contents.entries if one.sub} <= places


def test_all_figures_are_those_of_the_sections_and_have_names_of_their_own(page):
    shown = {one.name: one for one in parts(page) if isinstance(one, Figure)}
    assert [one.name for one in page.drawn] == list(dict.fromkeys(one.name for one in page.drawn))
    assert {one.name for one in page.drawn} == shown.keys()
    assert all(one.alt and one.svg.startswith("<svg") for one in page.drawn)


def test_counts_on_the_front_add_up(page, report):
    assert sum(one.claims for one in page.front.counts) == len(report.verdicts)


def test_what_was_not_attributed_says_why(report):
    bare = without_attribution(report)
    front = page_of(bare, catalogue_of(bare)).front
    assert front.waterfall is None
    assert "could not be attributed" in front.unattributed


def test_the_same_report_gives_an_equal_page(page, report):
    assert isinstance(page, Page)
    assert page == page_of(report, catalogue_of(report))
