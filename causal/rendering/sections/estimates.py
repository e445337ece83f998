"""The estimates of an edge's effect, and the attempts to refute them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.brought import refuter_title
from causal.rendering.figures import null_distribution
from causal.rendering.pieces import SIGNS, Figure, heads

if TYPE_CHECKING:
    from causal.findings import Agreement, EdgeFindings, Estimate, Refutation
    from causal.rendering.catalogue import Catalogue
    from causal.report import Brought
    from causal.study import Variable


HEADS = ("estimate", "effect", "error", "interval", "p", "rows")


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateRow:
    """One estimate: effect, error, interval, p and rows in `cells`; `judged` is set on the one that the verdict rests on."""

    name: str
    judged: str
    cells: tuple[str, ...]
    span: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """The estimates of an edge's effect, and the interval that is judged."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[EstimateRow, ...]
    agreements: tuple[str, ...]
    holm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to refute an estimate."""

    name: str
    sign: str
    outcome: str
    seen: str
    figure: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """The attempts to refute an edge's estimate."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Attempt, ...]


def estimates(words: Catalogue, found: EdgeFindings, cause: Variable, effect: Variable) -> Estimates:
    """Give the estimates, the judged one first, then those with another measure."""
    assert cause.measure is not None
    assert effect.measure is not None
    units = {
        "effect": effect.label,
        "effect_unit": effect.measure.difference_unit or "none",
        "cause": cause.label,
        "cause_unit": cause.measure.unit or "none",
    }
    holm = {
        "level": found.holm_level,
        "low": found.holm_low,
        "high": found.holm_high,
        "smallest": found.smallest_effect,
        "power": found.power,
    }
    judged = words.text("page.edge.judged")
    own = (
        _estimate(words, one, _method(words, one), judged if one is found.estimates[0] else "")
        for one in found.estimates
    )
    others = (
        _estimate(
            words,
            one.estimate,
            words.text("page.edge.alternative", {"measure": one.measure.label, "variable": one.variable}),
        )
        for one in found.alternatives
    )
    rows = (*own, *others)
    return Estimates(
        caption=words.text("page.edge.effect", units),
        heads=heads(words, *HEADS, *(("span",) if any(one.span for one in rows) else ())),
        rows=rows,
        agreements=tuple(_agreement(words, one) for one in found.agreements),
        holm=words.text("page.edge.holm", holm),
    )


def _agreement(words: Catalogue, one: Agreement) -> str:
    values = {"variable": one.variable, "measures": one.measures, "p": one.p_value, "rejected": one.rejected}
    return words.text("page.edge.agreement", values)


def _method(words: Catalogue, one: Estimate) -> str:
    key = f"estimate_name.{one.method}{'_with_past' if 'further_past' in one.details else ''}"
    return words.text(key) if key in words.texts else one.label


def _estimate(words: Catalogue, one: Estimate, name: str, judged: str = "") -> EstimateRow:
    cells = (
        words.number(one.effect),
        words.number(one.standard_error),
        words.text("range", {"low": words.number(one.low), "high": words.number(one.high)}),
        words.p_cell(one.p_value),
        str(one.rows),
    )
    return EstimateRow(
        name=name, judged=judged, cells=cells, span=f"{one.first} – {one.last}" if one.first and one.last else ""
    )


def attempts(words: Catalogue, ours: Brought, place: str, found: EdgeFindings) -> Attempts:
    """Give the attempts to refute the estimate that is judged; `place` is the anchor of the edge."""
    return Attempts(
        caption=words.text("page.edge.attempts"),
        heads=heads(words, "attempt", "outcome", "seen", "draws"),
        rows=tuple(
            Attempt(
                name=refuter_title(words, ours, one.name),
                sign=SIGNS[one.outcome],
                outcome=words.word(one.outcome.value),
                seen=words.sentence(one.message),
                figure=_null(words, refuter_title(words, ours, one.name), place, found, one),
            )
            for one in found.refutations
        ),
    )


def _null(words: Catalogue, title: str, place: str, found: EdgeFindings, one: Refutation) -> Figure | None:
    """Draw where the estimate lies among a refuter's draws."""
    if one.distribution is None:
        return None
    estimate = found.estimates[0].effect
    values = {
        "name": title,
        "draws": one.draws,
        "mean": one.distribution.mean,
        "sd": one.distribution.standard_deviation,
        "estimate": estimate,
    }
    alt = words.text("draws.alt", values)
    svg = null_distribution.draw(one.distribution, estimate, alt, words.ticks)
    return Figure(name=f"{place}-{one.name}", svg=svg, alt=alt)
