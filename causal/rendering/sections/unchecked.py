"""The claims that could not be tested, why, and what would settle them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.pieces import badge, heads, strength
from causal.rendering.sections.cards import carded
from causal.rendering.sections.claims import anchor_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.rendering.catalogue import Catalogue
    from causal.rendering.inline import Badge, Inline
    from causal.report import Report
    from causal.study import Claim
    from causal.verdict import Verdict

    Pairs = Sequence[tuple[Claim, Verdict]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why one part of a claim could not be tested; `says` names the part where there are several."""

    says: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UncheckedRow:
    """One claim that could not be tested."""

    claim: str
    anchor: str
    text: str
    badge: Badge
    strength: str
    editor: Inline
    reasons: tuple[Reason, ...]
    would_change: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """The claims that could not be tested, with safer wordings; `none` where every claim could be."""

    title: str
    safer_title: str
    safer: tuple[Inline, ...]
    heads: tuple[str, ...]
    rows: tuple[UncheckedRow, ...]
    none: str


def unchecked(report: Report, words: Catalogue) -> Unchecked:
    """Give the claims without a card."""
    pairs = [(c, v) for c, v in zip(report.study.claims, report.verdicts, strict=True) if not carded(v)]
    return Unchecked(
        title=words.text("page.unchecked.title"),
        safer_title=words.text("page.unchecked.safer"),
        safer=_safer(words, pairs),
        heads=heads(words, "claim", "said", "grounds", "why"),
        rows=tuple(_row(words, claim, verdict) for claim, verdict in pairs),
        none=words.text("page.unchecked.none"),
    )


def _safer(words: Catalogue, pairs: Pairs) -> tuple[Inline, ...]:
    """Word each safer wording once, with the claims that it is for where there are several wordings."""
    found: dict[str, list[str]] = {}
    for claim, verdict in pairs:
        if verdict.safer:
            found.setdefault(words.sentence(verdict.safer), []).append(claim.id)
    return tuple(
        words.inline(
            "page.unchecked.wording",
            {"claims": words.text("list.separator").join(claims) if len(found) > 1 else "", "wording": wording},
        )
        for wording, claims in found.items()
    )


def _row(words: Catalogue, claim: Claim, verdict: Verdict) -> UncheckedRow:
    several = len(verdict.evidence) > 1
    return UncheckedRow(
        claim=claim.id,
        anchor=anchor_of(claim),
        text=claim.text,
        badge=badge(words, verdict.grounds),
        strength=strength(words, verdict.strength),
        editor=_editor(words, claim),
        reasons=tuple(
            Reason(says=one.says if several else "", reason=words.sentence(one.reason)) for one in verdict.evidence
        ),
        would_change=tuple(map(words.sentence, verdict.would_change)),
        note=claim.note,
    )


def _editor(words: Catalogue, claim: Claim) -> Inline:
    signed = claim.override
    if signed is None:
        return ()
    values = {"verdict": signed.verdict, "reason": signed.reason, "by": signed.by, "on": signed.on.isoformat()}
    return words.inline("page.unchecked.editor", values)
