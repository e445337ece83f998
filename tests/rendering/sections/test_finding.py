"""Three sentences say what is established, what is denied or only goes together, and what stays open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.rendering.catalogue import Catalogue, catalogue_of
from causal.rendering.sections.finding import denied, finding
from causal.verdict import SUPPORTING, Grounds, Strength
from tests.rendering.sections.made import REPORT


def judged(*claims: Grounds, edges: Grounds | None = None, links: int | None = None, report=REPORT):
    """The report with claims of these grounds, and with all edges of some grounds, or only so many of them asserted."""
    first, verdict = report.study.claims[0], report.verdicts[0]
    study = replace(report.study, claims=(first,) * len(claims))
    verdicts = tuple(replace(verdict, grounds=g) for g in claims)
    if links is not None:
        own, kept = study.graph, [e.id for e in study.graph.claimed][:links]
        changed = tuple(e if e.id in kept else replace(e, claims=(), sign=0) for e in own.edges)
        study = replace(study, graph=replace(own, edges=changed))
    scored = report.edge_verdicts
    if edges is not None:
        scored = tuple(replace(v, grounds=edges) for v in scored)
    return replace(report, study=study, verdicts=verdicts, edge_verdicts=scored)


def told(report, language="en"):
    return finding(report, Catalogue(language, report.study))


def test_every_claim_is_counted_once():
    said = " ".join(told(REPORT))
    whole = len(REPORT.verdicts)
    assert f"Of the article’s {whole} claims {sum(v.grounds in SUPPORTING for v in REPORT.verdicts)} " in said
    for grounds in {v.grounds for v in REPORT.verdicts} - SUPPORTING:
        assert str(sum(v.grounds is grounds for v in REPORT.verdicts)) in said


@pytest.mark.parametrize(
    ("claims", "edges", "links", "first"),
    [
        ((), None, 0, "The article makes no claim that was reviewed."),
        (
            (Grounds.FIGURES_AGREE,),
            None,
            0,
            "The one claim is supported (1 by data or documents).",
        ),
        ((Grounds.INCONCLUSIVE,), None, 0, "The one claim is not supported."),
        ((Grounds.INCONCLUSIVE,) * 2, None, 0, "None of the 2 claims is supported."),
        (
            (Grounds.FIGURES_AGREE, Grounds.DERIVATION_HOLDS),
            None,
            0,
            "Both claims are supported (1 by data or documents, 1 by calculation).",
        ),
        (
            (Grounds.FIGURES_AGREE, Grounds.NOT_MEASURED),
            Grounds.INCONCLUSIVE,
            1,
            (
                "Of the article’s 2 claims 1 is supported (1 by data or documents); "
                "the one causal link that it draws is not established."
            ),
        ),
    ],
)
def test_the_first_sentence_says_what_is_established(claims, edges, links, first):
    assert told(judged(*claims, edges=edges, links=links))[0] == first


def test_links_that_hold_are_named():
    said = told(judged(Grounds.FIGURES_AGREE, edges=Grounds.EFFECT_ESTABLISHED, links=2))[0]
    assert "both causal links that it draws are established (" in said
    assert said.count("→") == 2


def test_where_nothing_is_denied_or_open_that_is_said():
    _, denied, left = told(judged(Grounds.FIGURES_AGREE, links=0))
    assert denied.startswith("No claim is contradicted")
    assert left == "No claim had to be left open."


def test_a_link_that_only_goes_together_is_named_without_an_arrow():
    _, denied, _ = told(judged(Grounds.ASSOCIATION_ONLY, edges=Grounds.ASSOCIATION_ONLY, links=1))
    assert " with " in denied
    assert "→" not in denied


def test_links_are_told_where_no_claim_has_their_grounds():
    _, denied, _ = told(judged(Grounds.FIGURES_AGREE, edges=Grounds.CONTRADICTED, links=1))
    assert denied.startswith("The data say the opposite of ")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("count", [0, 1, 2, 10_000])
@pytest.mark.parametrize("grounds", list(Grounds))
def test_any_count_of_any_grounds_reads_well(grounds, count, language):
    report = judged(*(grounds,) * min(count, 50), edges=grounds, links=min(count, 2))
    said = told(report, language)
    assert len(said) == 3
    assert all(one.endswith("." if language == "en" else "。") for one in said)
    assert not any(
        odd in one for one in said for odd in ("None ", "nan", "  ", " 1 claims", "..", "。。") if odd != "None "
    )


def test_the_page_prints_the_finding_as_its_lead():
    words = catalogue_of(REPORT)
    assert all(one in words.told(finding(REPORT, words)) for one in finding(REPORT, words))


def contradicted(*asked):
    """A report of contradicted claims; of each its strength, its score, and the formula that its check asks for."""
    first, verdict = REPORT.study.claims[0], REPORT.verdicts[0]
    request = first.checks[0]
    claims = tuple(
        replace(first, id=f"X{i}", checks=(replace(request, parameters={"of": formula}),))
        for i, (_, _, formula) in enumerate(asked)
    )
    verdicts = tuple(
        replace(verdict, claim=f"X{i}", grounds=Grounds.CONTRADICTED, strength=strength, score=score)
        for i, (strength, score, _) in enumerate(asked)
    )
    return replace(REPORT, study=replace(REPORT.study, claims=claims), verdicts=verdicts)


def test_contradicted_claims_about_the_graph_are_named_first_then_those_of_the_strongest_evidence():
    graph = REPORT.study.graph
    own = next(
        graph.variable(e.outcome).measure.formula
        for e in graph.claimed
        if graph.variable(e.outcome).measure is not None
    )
    report = contradicted(
        (Strength.HIGH, 0, "1 + 1"),
        (Strength.LOW, 0, own),
        (Strength.MODERATE, 40, own),
        (Strength.MODERATE, 20, own),
        (None, 0, own),
    )
    named = denied(report, Catalogue("en", report.study))
    assert [one.claim for one in named] == ["X3", "X2", "X1"]
    assert [one.strength for one in named] == ["strength moderate", "strength moderate", "strength low"]


def test_where_nothing_is_contradicted_nothing_is_named():
    assert denied(judged(Grounds.FIGURES_AGREE), Catalogue("en", REPORT.study)) == ()
