"""The table of every claim, and what claims can be filtered by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.pieces import ORDER, badge, heads
from causal.rendering.sections.traces import cells_of, traces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.rendering.catalogue import Catalogue
    from causal.rendering.inline import Badge, Inline
    from causal.rendering.sections.traces import Cells, Trace
    from causal.report import Report
    from causal.study import Claim
    from causal.verdict import Verdict

SAID = ("shown", "edge_claim", "edge_claims", "edge_item", "edge_page", "evidence", "number", "way")
COLUMNS = ("claim", "paragraph", "said_and_found", "verdict", "score", "strength", "page")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim. `edges`, as `graph:edge`, are those that it asserts or is judged by; `anchor` leads to its evidence.

    `found` is the whole explanation, `brief` its finding alone. `traces` are the figures of `found`, each with the way down to its data.
    """

    claim: str
    anchor: str
    paragraph: str
    kind: str
    text: str
    found: str
    brief: str
    badge: Badge
    parts: str
    editor: str
    score: str
    strength: str
    edges: tuple[str, ...]
    traces: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The table of every claim, in the order of the article."""

    title: str
    caption: Inline
    heads: tuple[str, ...]
    rows: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value by which claims can be filtered, and how it is worded."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """What a page that answers its reader says; `said` are sentences by name, with {places} to be filled in."""

    filter: str
    verdict: str
    verdicts: tuple[Choice, ...]
    kind: str
    kinds: tuple[Choice, ...]
    paragraph: str
    paragraphs: tuple[str, ...]
    text: str
    any: str
    reset: str
    close: str
    said: tuple[tuple[str, str], ...]


def claims(report: Report, words: Catalogue) -> Claims:
    """Give the table of claims."""
    pairs, cells = zip(report.study.claims, report.verdicts, strict=True), cells_of(report)
    return Claims(
        title=words.text("page.claims.title"),
        caption=words.inline("page.claims.caption", {"count": len(report.verdicts)}),
        heads=heads(words, *COLUMNS),
        rows=tuple(_row(report, words, claim, verdict, cells) for claim, verdict in pairs),
    )


def _row(report: Report, words: Catalogue, claim: Claim, verdict: Verdict, cells: Cells) -> ClaimRow:
    several = {"supported": verdict.parts_supported, "parts": verdict.parts}
    signed = claim.override
    return ClaimRow(
        claim=claim.id,
        anchor=anchor_of(claim),
        paragraph=claim.paragraph,
        kind=claim.kind,
        text=claim.text,
        found=words.sentence(verdict.reason),
        brief=words.brief(verdict.reason),
        badge=badge(words, verdict.grounds),
        parts=words.text("page.claims.parts", several) if verdict.parts > 1 else "",
        editor=words.text("page.claims.editor", {"verdict": signed.verdict}) if signed else "",
        score=str(verdict.score),
        strength=words.word(verdict.strength.value) if verdict.strength else "–",
        edges=edges_of(report, claim, verdict),
        traces=traces(report, words, claim, verdict, cells),
    )


def anchor_of(claim: Claim) -> str:
    """Give the anchor of a claim's evidence."""
    return f"claim-{claim.id}"


def edges_of(report: Report, claim: Claim, verdict: Verdict) -> tuple[str, ...]:
    """Give the edges of the article's graph that a claim asserts or is judged by, as `graph:edge`."""
    graph = report.study.graph
    asserted = [f"{graph.id}:{e.id}" for e in graph.claimed if claim.id in e.claims]
    judged = [e.edge for e in verdict.evidence if e.edge.startswith(f"{graph.id}:")]
    return tuple(dict.fromkeys((*asserted, *judged)))


def controls(words: Catalogue, rows: Sequence[ClaimRow]) -> Controls:
    """Give the filters with the choices that the claims offer, and what the page answers."""
    used = {row.badge.grounds: row.badge.word for row in rows}
    return Controls(
        filter=words.text("interactive.filter"),
        verdict=words.text("interactive.verdict"),
        verdicts=tuple(Choice(value=g.value, label=used[g]) for g in ORDER if g in used),
        kind=words.text("interactive.kind"),
        kinds=tuple(Choice(value=kind, label=words.kind(kind)) for kind in sorted({row.kind for row in rows})),
        paragraph=words.text("interactive.paragraph"),
        paragraphs=tuple(dict.fromkeys(row.paragraph for row in rows)),
        text=words.text("interactive.text"),
        any=words.text("interactive.any"),
        reset=words.text("interactive.reset"),
        close=words.text("interactive.close"),
        said=tuple((name, words.text(f"interactive.{name}")) for name in SAID),
    )
