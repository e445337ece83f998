"""The table of claims, and the choices that its filters offer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from causal.rendering.catalogue import catalogue_of
from causal.rendering.sections.claims import claims
from causal.study import Override
from tests.rendering.sections.made import REPORT, page, with_claims


def test_a_row_says_parts_where_there_are_several_and_what_an_editor_decided():
    signed = Override(verdict="supported", by="E", on=date(2025, 6, 1), reason="r")
    made = page(with_claims(lambda c, v: (replace(c, override=signed), v)))
    for row, verdict in zip(made.claims.rows, REPORT.verdicts, strict=True):
        assert row.parts == (f"{verdict.parts_supported} of {verdict.parts} parts" if verdict.parts > 1 else "")
        assert row.editor == "editor: supported"
        assert row.score == str(verdict.score)
        assert (row.strength == "–") is (verdict.strength is None)


def test_a_claim_knows_the_edges_that_it_asserts_and_is_judged_by():
    own = REPORT.study.graph
    for row, verdict in zip(page().claims.rows, REPORT.verdicts, strict=True):
        asserted = {f"{own.id}:{e.id}" for e in own.claimed if row.claim in e.claims}
        judged = {e.edge for e in verdict.evidence if e.edge.startswith(f"{own.id}:")}
        assert set(row.edges) == asserted | judged
        assert len(row.edges) == len(set(row.edges))


def test_the_filters_offer_what_the_claims_have_and_no_more():
    made = page()
    rows, controls = made.claims.rows, made.controls
    assert {one.value for one in controls.verdicts} == {row.badge.grounds.value for row in rows}
    assert [one.value for one in controls.kinds] == sorted({row.kind for row in rows})
    assert list(controls.paragraphs) == list(dict.fromkeys(row.paragraph for row in rows))
    assert "{count}" in dict(controls.said)["shown"]


def test_a_row_has_its_finding_in_brief_beside_the_whole_explanation():
    told = with_claims(lambda c, v: (c, replace(v, reason=replace(v.reason, then="word.none_follows"))))
    words = catalogue_of(told)
    words.texts["word.none_follows"] = "More of it."
    for row, verdict in zip(claims(told, words).rows, told.verdicts, strict=True):
        assert row.brief == words.sentence(replace(verdict.reason, then=""))
        assert row.found == f"{row.brief} More of it."
