"""The move of the event day: its size in one unit, the share that the chain carries, and the bars that it is built of."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isclose, log10
from typing import TYPE_CHECKING

from causal.messages import Outcome
from causal.rendering.figures import waterfall
from causal.rendering.pieces import Captioned, Figure
from causal.rendering.shares import bars
from causal.verdict import SUPPORTING

if TYPE_CHECKING:
    from causal.findings import Attribution
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.shares import Bar
    from causal.report import Report
    from causal.verdict import Comparison

PRACTICALLY_NONE = 0.001  # of the move: a smaller share is no more than none


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The outcome's move on the event day: one size in one unit. A part of the move as estimated is `factor` times as large in it."""

    size: float
    unit: str
    factor: float
    stated: str = ""
    agrees: bool = False

    @property
    def decimals(self) -> int:
        """How many decimals leave the move three significant digits."""
        return max(0, 2 - floor(log10(abs(self.size)))) if self.size else 1


def move_of(report: Report, found: Attribution) -> Move:
    """Give the move in the unit in which the article states it; where it does not, in percent or the series' own."""
    measure = report.study.graph.variable(found.outcome).measure
    sizes = [] if found.simple is None else [(found.simple, "%")]
    sizes.append((found.move, "" if measure is None else measure.unit))
    stated = [(size, unit, one) for size, unit in sizes for one in _stated(report, found, size, unit)]
    size, unit = sizes[0] if not stated else stated[0][:2]
    one = stated[0][2] if stated else None
    return Move(
        size=size,
        unit=unit,
        factor=size / found.move if found.move else 1.0,
        stated=one.stated if one else "",
        agrees=one is not None and one.agrees is Outcome.PASSED,
    )


def _stated(report: Report, found: Attribution, size: float, unit: str) -> list[Comparison]:
    """Give the figures that the article states for this very move."""
    compared = (one for verdict in report.verdicts for part in verdict.evidence for one in part.comparisons)
    return [
        one
        for one in compared
        if one.at == found.day
        and one.unit == unit
        and one.stated
        and one.found is not None
        and isclose(abs(one.found), abs(size), rel_tol=1e-3)
    ]


def carried(report: Report, found: Attribution, words: Catalogue) -> str:
    """Word how large the move was and how much of it the article's chain explains, no more surely than its links are."""
    move = move_of(report, found)
    size = {
        "day": found.day,
        "outcome": words.variable(found.outcome),
        "size": move.size,
        "amount": words.figure(round(abs(move.size), move.decimals), move.unit),
        "stated": move.stated,
        "agrees": move.agrees,
    }
    said = (_share(report, found, words), _largest(report, found, move, words)) if found.move else ()
    return words.told((words.text("front.move", size), *said))


def _share(report: Report, found: Attribution, words: Catalogue) -> str:
    declared = report.study.graph
    verdicts = [report.edge_verdict(declared.id, link).grounds for link in declared.chain]
    low, high = sorted((found.through_chain_low / found.move, found.through_chain_high / found.move))
    share = {
        "share": round(found.through_chain / found.move, 3),
        "low": round(low, 3),
        "high": round(high, 3),
        "level": found.level,
        "least": PRACTICALLY_NONE,
    }
    established = sum(grounds in SUPPORTING for grounds in verdicts)
    chain = {
        "links": len(verdicts),
        "established": established,
        "share": words.text("front.share", share),
        "start": words.variable(declared.edge(declared.chain[0]).treatment),
    }
    return words.text("front.chain", chain)


def _largest(report: Report, found: Attribution, move: Move, words: Catalogue) -> str:
    """Word what the largest bar shows, and what it does not."""
    largest = max(bars(report, found), key=lambda bar: abs(bar.value))
    value = words.rounded(largest.value * move.factor, move.decimals)
    *first, last = (_named(node, found.outcome, words) for node in largest.nodes)
    if first:
        kind = "joint"
    elif largest.hollow:
        kind = "hollow"
    else:
        kind = "own" if largest.nodes[0] == found.outcome else "established"
    return words.text(f"front.largest.{kind}", {"value": value, "first": words.listed(first), "last": last})


def drawn(report: Report, found: Attribution, words: Catalogue) -> Captioned:
    """Draw the move, built up from what each node's own shock did."""
    move = move_of(report, found)
    made = bars(report, found)
    rows = tuple(_row(bar, found.outcome, move, words) for bar in made)

    def write(value: float) -> str:
        return words.rounded(value, move.decimals)

    parts = words.parted(
        words.text("waterfall.part", {"label": row.label, "numbers": numbers, "parts": words.listed(row.remarks)})
        for row in rows
        for numbers in [waterfall.numbers(row, words, write)]
    )
    shown = {"move": write(move.size), "outcome": words.variable(found.outcome), "day": found.day}
    alt = words.text("waterfall.alt", {**shown, "parts": parts})
    svg = waterfall.draw(found.expected * move.factor, move.size, rows, words, write, alt)
    caption = {
        "day": found.day,
        "outcome": found.outcome,
        "unit": words.unit(move.unit),
        "level": found.level,
        "hollow": any(row.hollow for row in rows),
        "joint": any(row.joint for row in rows),
        "ranges": any(bar.parts for bar in made),
        "solid": any(not row.hollow and not row.joint for row in rows),
        "scaled": move.factor != 1.0,
    }
    said = words.text("page.front.waterfall", caption)
    return Captioned(figure=Figure(name="waterfall", svg=svg, alt=alt), caption=(said,))


def _row(bar: Bar, outcome: str, move: Move, words: Catalogue) -> waterfall.Row:
    """Word one bar of the event day's move."""
    *first, last = (_named(node, outcome, words) for node in bar.nodes)
    label = last
    if first:
        label = words.text("waterfall.either", {"first": words.listed(first), "last": last})
    if bar.hollow:
        label = words.text("waterfall.if_holds", {"label": label})
    undivided = (words.text("waterfall.undivided"),) if first else ()
    remarks = undivided + tuple(
        words.text(
            "waterfall.of_which",
            {
                "label": words.variable(part.node),
                "low": words.rounded(part.low * move.factor, move.decimals),
                "high": words.rounded(part.high * move.factor, move.decimals),
            },
        )
        for part in bar.parts
        if round(max(abs(part.low), abs(part.high)) * abs(move.factor), move.decimals)
    )
    value, low, high = (one * move.factor for one in (bar.value, bar.low, bar.high))
    low, high = min(low, high), max(low, high)
    return waterfall.Row(
        label=label, value=value, low=low, high=high, hollow=bar.hollow, joint=len(bar.nodes) > 1, remarks=remarks
    )


def _named(node: str, outcome: str, words: Catalogue) -> str:
    label = words.variable(node)
    return words.text("waterfall.own", {"label": label}) if node == outcome else label
