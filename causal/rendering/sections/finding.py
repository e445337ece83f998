"""The finding in three sentences: what is established, what is denied or only goes together, what stays open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.pieces import ORDER, strength
from causal.rendering.sections.claims import anchor_of
from causal.study import SERIES, formulas
from causal.verdict import SUPPORTING, Grounds, Strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from causal.rendering.catalogue import Catalogue
    from causal.report import Report
    from causal.study import Claim

MOST_NAMED = 3  # contradicted claims on the first page
STRONGEST_FIRST = (*reversed(Strength), None)
TESTED = (Grounds.CONTRADICTED, Grounds.NO_EFFECT_FOUND, Grounds.ASSOCIATION_ONLY)
OPEN = (Grounds.INCONCLUSIVE, Grounds.NOT_IDENTIFIED, Grounds.NOT_MEASURED, Grounds.NOT_CHECKABLE)


def finding(report: Report, words: Catalogue) -> tuple[str, ...]:
    """Word the finding, a sentence an item."""
    counts = Counter(v.grounds for v in report.verdicts)
    pairs = _pairs(report, words)
    return (
        _established(report, counts, pairs, words),
        _sentence(
            (_clause(g, counts[g], pairs, words, weak=_weak(report, g)) for g in TESTED), "front.nothing_denied", words
        ),
        _sentence((_clause(g, counts[g], {}, words) for g in OPEN), "front.nothing_open", words),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """A contradicted claim that the first page names, with what was found and the anchor of its evidence."""

    claim: str
    anchor: str
    text: str
    found: str
    strength: str


def denied(report: Report, words: Catalogue) -> tuple[Denied, ...]:
    """Give the contradicted claims that matter most: those on what the article's graph is about, the strongest evidence first."""
    about = _about(report)
    claims = {claim.id: claim for claim in report.study.claims}
    found = [v for v in report.verdicts if v.grounds is Grounds.CONTRADICTED]
    found.sort(key=lambda v: (not about & _series(claims[v.claim]), STRONGEST_FIRST.index(v.strength), v.score))
    return tuple(
        Denied(
            claim=v.claim,
            anchor=anchor_of(claims[v.claim]),
            text=claims[v.claim].text,
            found=words.brief(v.reason),
            strength=strength(words, v.strength),
        )
        for v in found[:MOST_NAMED]
    )


def _about(report: Report) -> set[str]:
    """Give the series that the ends of the asserted links are measured by."""
    measures = (variable.measure for variable in report.study.graph.claimed_ends)
    return {series for one in measures if one is not None for series in SERIES.findall(one.formula)}


def _series(claim: Claim) -> set[str]:
    """Give the series that a claim's checks name."""
    asked = (text for request in claim.checks for text, _ in formulas(request.parameters))
    return {series for text in asked for series in SERIES.findall(text)}


def _pairs(report: Report, words: Catalogue) -> dict[Grounds, list[str]]:
    """Give the asserted links of the article's graph by the grounds that they earned, each as the labels of its ends."""
    found: dict[Grounds, list[str]] = {}
    declared = report.study.graph
    for edge in declared.claimed:
        grounds = report.edge_verdict(declared.id, edge.id).grounds
        ends = {"cause": words.variable(edge.treatment), "effect": words.variable(edge.outcome)}
        label = words.text("front.together" if grounds is Grounds.ASSOCIATION_ONLY else "front.pair", ends)
        found.setdefault(grounds, []).append(label)
    return found


def _established(
    report: Report, counts: Mapping[Grounds, int], pairs: Mapping[Grounds, list[str]], words: Catalogue
) -> str:
    """Word how many claims hold and by what, and which links of the article's graph are established."""
    kinds = [
        words.text(f"front.by.{g.name.lower()}", {"count": counts[g]}) for g in ORDER if g in SUPPORTING and counts[g]
    ]
    links = pairs.get(Grounds.EFFECT_ESTABLISHED, [])
    claims = {
        "claims": len(report.verdicts),
        "supported": sum(counts[g] for g in SUPPORTING),
        "kinds": words.listed(kinds),
    }
    graph = report.study.graph
    arrows = {
        "links": sum(map(len, pairs.values())),
        "chain": sum(edge.id in graph.chain for edge in graph.claimed),
        "established": len(links),
        "pairs": words.parted(links),
    }
    said = words.text("front.supported", claims), words.text("front.links", arrows) if arrows["links"] else ""
    return words.text("front.sentence", {"clauses": words.parted(one for one in said if one)})


def _weak(report: Report, grounds: Grounds) -> bool:
    """Whether all the evidence for some grounds is of the lowest strength."""
    strengths = {v.strength for v in report.verdicts if v.grounds is grounds}
    strengths |= {v.strength for v in report.edge_verdicts if v.grounds is grounds}
    return strengths == {Strength.VERY_LOW}


def _clause(
    grounds: Grounds, count: int, pairs: Mapping[Grounds, list[str]], words: Catalogue, *, weak: bool = False
) -> str:
    """Word how many claims earned some grounds, and which links did; "" where none."""
    links = pairs.get(grounds, [])
    if not count and not links:
        return ""
    if not count:
        return words.text(f"front.links_of.{grounds.name.lower()}", {"pairs": words.parted(links)})
    worded = words.text("front.in_brackets", {"links": len(links), "pairs": words.parted(links)}) if links else ""
    told = {"weak": weak} if grounds is Grounds.NO_EFFECT_FOUND else {}
    return words.text(f"front.of.{grounds.name.lower()}", {"count": count, "pairs": worded, **told})


def _sentence(clauses: Iterable[str], otherwise: str, words: Catalogue) -> str:
    said = words.parted(one for one in clauses if one)
    return words.text("front.sentence", {"clauses": said}) if said else words.text(otherwise)
