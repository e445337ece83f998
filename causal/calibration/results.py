"""The calibration study as files: a table, what was missed and why, figures, and the sentence for the methods section."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from statistics import median
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from causal.calibration.cells import EFFECT, Group, Limit
from causal.calibration.grid import AUGMENTED, CONFIRMATION_SEED, INTERVAL, ORACLE, RUBRIC_NAME, SEED
from causal.calibration.procedures import PROCEDURES
from causal.files.assets import FALLBACK, asset
from causal.rendering.catalogue import Catalogue
from causal.rendering.comma_separated import table
from causal.rendering.figures import grid as picture
from causal.rendering.known_misses import why
from causal.work.installed import version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.calibration.cells import Cell
    from causal.calibration.grid import Row
    from causal.findings import Rate
    from causal.verdict import Rubric

COVERAGE, FALSE_SUPPORT, LENGTH = (0.93, 0.97), 0.05, 1.15
UNKNOWABLE = 0.10  # false support where theory lets no test tell
LOOK_ALIKE = frozenset({Group.HIDDEN, Group.REVERSED})
TARGETS = ("coverage", "false support", "length")
LIBRARIES = ("numpy", "scipy", "dowhy", "tigramite")
NAMES = {
    RUBRIC_NAME: "the rubric",
    INTERVAL: "its interval alone",
    ORACLE: "oracle",
    AUGMENTED: "augmented oracle",
    **{name: procedure.title for name, procedure in PROCEDURES.items()},
}
CELL = ("scenario", "rows", "persistence", "tails", "lag", "effect", "knowable", "limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Misses:
    """The cells of one group of scenarios in which the rubric misses a target, of how many, and the worst rate."""

    target: str  # one of TARGETS; length is a share of the oracle's
    scenario: str  # the group
    missed: int
    cells: int
    worst: float
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The rubric beside one procedure, cell by cell.

    A procedure is sound in a cell where its false support, and its coverage if it has one, meet the targets. The
    rubric is ahead where it alone is sound, or both are and it finds more; behind where the reverse holds. Rates
    whose 95% intervals overlap are level.
    """

    procedure: str
    sound: int
    ahead: int
    level: int
    behind: int
    cells: int
    observed: int
    """Kinds with observed confounding in which the procedure is sound"""
    matched: int
    """and of them those in which the rubric finds the edge as often or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """The cells in which theory lets no test tell, by why: how many, and the rubric's worst false support."""

    limit: str
    cells: int
    worst: float
    over: int


def files(rows: Sequence[Row], rubric: Rubric, worlds: int, on: str, command: str) -> dict[str, str]:
    """Give every file of the study by name."""
    summary = {
        "command": command,
        "date": on,
        "confirmation": rows[0].cell.fresh,
        "seed": CONFIRMATION_SEED if rows[0].cell.fresh else SEED,
        "worlds": worlds,
        "effect": EFFECT,
        "cells": len(rows),
        "untold": [asdict(u) for u in untold(rows)],
        "rubric_digest": rubric_digest(rubric),
        "versions": {name: version(name) for name in LIBRARIES},
        "misses": [asdict(m) for m in misses(rows)],
        "standings": [asdict(standing(rows, name)) for name in PROCEDURES],
    }
    return {
        "table.csv": to_table(rows),
        "summary.json": json.dumps(summary, indent=1, sort_keys=True) + "\n",
        "README.md": readme(rows, summary),
        "coverage.svg": _picture(
            rows, "coverage", COVERAGE, (0.4, 1.0), "Coverage of the 95% interval, by kind of world"
        ),
        "false_support.svg": _picture(
            rows, "false_support", (0.0, FALSE_SUPPORT), (0.0, 1.0), "How often a missing edge is called supported"
        ),
        "power.svg": _picture(rows, "power", (0.8, 1.0), (0.0, 1.0), "How often an edge that exists is found"),
    }


def rubric_digest(rubric: Rubric) -> str:
    """Give the digest by which a study is known to have been run with this rubric."""
    return sha256(json.dumps(asdict(rubric), sort_keys=True).encode()).hexdigest()


def to_table(rows: Sequence[Row]) -> str:
    """Give the study as CSV: one line a cell and procedure."""
    lines = []
    for row in rows:
        cell = row.cell
        kind = (cell.scenario.value, cell.rows, cell.persistence, cell.tails.value, cell.lag, cell.effect)
        known = (*kind, "yes" if cell.knowable else "no", cell.limit.value)
        for name in NAMES:
            if name in row.scores:
                score = row.scores[name]
                rates = (score.coverage, score.false_support, score.power)
                length = "" if score.length is None else round(score.length, 6)
                lines.append((*known, name, *(number for one in rates for number in _numbers(one)), length))
    measured = [
        f"{what}{part}" for what in ("coverage", "false support", "power") for part in ("", " low", " high", " worlds")
    ]
    return table((*CELL, "procedure", *measured, "length"), lines)


def _numbers(one: Rate | None) -> tuple[object, ...]:
    return ("", "", "", "") if one is None else (round(one.rate, 6), round(one.low, 6), round(one.high, 6), one.worlds)


def misses(rows: Sequence[Row]) -> list[Misses]:
    """Give where the rubric misses its targets, by group of scenarios."""
    found = []
    for group in Group:
        inside = [row for row in rows if row.cell.group is group]
        for target in TARGETS:
            out = {row.cell.name: _reached(row, target) for row in inside if not _met(row, target)}
            known = {name: share for name, share in out.items() if share is not None}
            if known:
                worst = max(known.values(), key=lambda share: abs(share - (0.95 if target == "coverage" else 0.0)))
                found.append(
                    Misses(
                        target=target,
                        scenario=group.value,
                        missed=len(known),
                        cells=len(inside),
                        worst=worst,
                        names=tuple(known),
                    )
                )
    return found


def _reached(row: Row, target: str) -> float | None:
    """Give what the rubric reaches in a cell; None where the target is not set there."""
    score = row.scores[RUBRIC_NAME]
    if target == "length":
        return length_ratio(row) if row.cell.group is Group.OBSERVED else None
    one = score.coverage if target == "coverage" else score.false_support
    return None if one is None else one.rate


def _met(row: Row, target: str) -> bool:
    share = _reached(row, target)
    if share is None:
        return True
    if target == "coverage":
        return COVERAGE[0] <= share <= COVERAGE[1]
    return share <= (LENGTH if target == "length" else allowed(row.cell))


def allowed(cell: Cell) -> float:
    """Give the largest share of worlds in which a missing edge may be called supported.

    It is larger only where something else looks like the edge: where nothing does, what theory forbids is to find the edge.
    """
    return UNKNOWABLE if not cell.knowable and cell.group in LOOK_ALIKE else FALSE_SUPPORT


def length_ratio(row: Row, name: str = ORACLE) -> float | None:
    """Give the rubric's mean length of interval as a share of an oracle's; None where either has none."""
    ours, theirs = row.scores[RUBRIC_NAME].length, row.scores[name].length if name in row.scores else None
    return None if ours is None or theirs is None else ours / theirs


def untold(rows: Sequence[Row]) -> list[Untold]:
    """Give where theory lets no test tell, and how often the rubric errs there."""
    found = []
    for limit in Limit:
        inside = [row for row in rows if row.cell.limit is limit]
        if limit is not Limit.NONE and inside:
            worst = max(_reached(row, "false support") or 0.0 for row in inside)
            over = sum(not _met(row, "false support") for row in inside)
            found.append(Untold(limit=limit.value, cells=len(inside), worst=worst, over=over))
    return found


def sound(row: Row, name: str) -> bool:
    """Whether a procedure's false support meets the cell's target and, where it has an interval, it covers often enough."""
    score = row.scores[name]
    covers = score.coverage is None or score.coverage.rate >= COVERAGE[0]
    return covers and score.false_support is not None and score.false_support.rate <= allowed(row.cell)


def standing(rows: Sequence[Row], name: str) -> Standing:
    """Set the rubric beside a procedure."""
    counts = {"ahead": 0, "level": 0, "behind": 0}
    for row in rows:
        counts[_compare(row, name)] += 1
    observed = [row for row in rows if row.cell.group is Group.OBSERVED and sound(row, name)]
    return Standing(
        procedure=name,
        sound=sum(sound(row, name) for row in rows),
        cells=len(rows),
        observed=len(observed),
        matched=sum(_by_power(row, name) != "behind" for row in observed),
        **counts,
    )


def _compare(row: Row, name: str) -> str:
    if sound(row, RUBRIC_NAME) != sound(row, name):
        return "ahead" if sound(row, RUBRIC_NAME) else "behind"
    if sound(row, RUBRIC_NAME):
        return _by_power(row, name)
    first, second = row.scores[RUBRIC_NAME].false_support, row.scores[name].false_support
    assert first is not None
    assert second is not None
    return "ahead" if first.high < second.low else "behind" if first.low > second.high else "level"


def _by_power(row: Row, name: str) -> str:
    ours, theirs = row.scores[RUBRIC_NAME].power, row.scores[name].power
    if ours is None or theirs is None:
        return "level"
    return "ahead" if ours.low > theirs.high else "behind" if ours.high < theirs.low else "level"


def readme(rows: Sequence[Row], summary: dict[str, object]) -> str:
    """Give the study's own page."""
    words = Catalogue(FALLBACK)
    environment = Environment(loader=FileSystemLoader(asset("templates")), autoescape=False, undefined=StrictUndefined)  # noqa: S701 - Markdown
    return (
        environment.get_template("calibration.md.j2").render(
            **summary,
            names=NAMES,
            pcmci_worlds=PROCEDURES["pcmci"].most,
            own=sum(sound(row, RUBRIC_NAME) for row in rows),
            lengths=[(NAMES[name], *_lengths(rows, name)) for name in (ORACLE, AUGMENTED)],
            kinds=kinds(rows),
            why=lambda miss: why(words, miss["target"], miss["scenario"]),
            limits=lambda limit: words.text(f"calibration.limit.{limit}"),
        )
        + "\n"
    )


def kinds(rows: Sequence[Row]) -> list[tuple[str, int, tuple[str, ...]]]:
    """Give each scenario with its number of cells and the span of the rubric's rates: coverage, false support, power."""
    found = []
    for scenario in dict.fromkeys(row.cell.scenario for row in rows):
        scores = [row.scores[RUBRIC_NAME] for row in rows if row.cell.scenario is scenario]
        spans = (_span([getattr(one, what) for one in scores]) for what in ("coverage", "false_support", "power"))
        found.append((scenario.value, len(scores), tuple(spans)))
    return found


def _span(rates: Sequence[Rate | None]) -> str:
    shares = [100 * one.rate for one in rates if one is not None]
    return f"{min(shares):.1f} to {max(shares):.1f}%" if shares else "-"


def _lengths(rows: Sequence[Row], name: str) -> tuple[int, float, float, int]:
    """Give, over kinds with observed confounding, how many, the median and largest share of the oracle's length, and how many over."""
    ratios = [r for row in rows if row.cell.group is Group.OBSERVED and (r := length_ratio(row, name)) is not None]
    return (len(ratios), median(ratios), max(ratios), sum(r > LENGTH for r in ratios)) if ratios else (0, 0.0, 0.0, 0)


def _picture(rows: Sequence[Row], what: str, band: tuple[float, float], span: tuple[float, float], title: str) -> str:
    lines = []
    for row in rows:
        shares = {name: getattr(score, what) for name, score in row.scores.items()}
        known = {name: one.rate for name, one in shares.items() if one is not None}
        if known:
            lines.append((row.cell.name, known))
    shown = {name: said for name, said in NAMES.items() if any(name in shares for _, shares in lines)}
    return picture.draw(lines, shown, band, span, title) + "\n"
