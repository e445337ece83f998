"""The calibration study as files: a table, what was missed and why, figures, and the sentence for the methods section."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from causal.calibration.cells import EFFECT, Scenario
from causal.calibration.grid import INTERVAL, ORACLE, RUBRIC_NAME, SEED
from causal.calibration.procedures import PROCEDURES
from causal.calibration.worlds import CONFOUNDING, HIDDEN
from causal.files.assets import FALLBACK, asset
from causal.rendering.catalogue import Catalogue
from causal.rendering.comma_separated import table
from causal.rendering.figures import grid as picture
from causal.rendering.known_misses import why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.calibration.grid import Row, Score
    from causal.findings import Rate
    from causal.verdict import Rubric

COVERAGE, FALSE_SUPPORT = (0.93, 0.97), 0.05
LIBRARIES = ("numpy", "scipy", "dowhy", "tigramite")
NAMES = {
    RUBRIC_NAME: "the rubric",
    INTERVAL: "its interval alone",
    ORACLE: "oracle",
    **{name: procedure.title for name, procedure in PROCEDURES.items()},
}
CELL = ("scenario", "rows", "persistence", "tails", "lag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Misses:
    """The cells of one scenario in which the rubric misses a target, of how many, and the worst rate."""

    target: str  # "coverage" or "false support"
    scenario: str
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


def files(rows: Sequence[Row], rubric: Rubric, worlds: int, on: str, command: str) -> dict[str, str]:
    """Give every file of the study by name."""
    summary = {
        "command": command,
        "date": on,
        "seed": SEED,
        "worlds": worlds,
        "effect": EFFECT,
        "cells": len(rows),
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
        cell = (row.cell.scenario.value, row.cell.rows, row.cell.persistence, row.cell.tails.value, row.cell.lag)
        for name in NAMES:
            if name in row.scores:
                score = row.scores[name]
                lines.append(
                    (*cell, name, *_numbers(score.coverage), *_numbers(score.false_support), *_numbers(score.power))
                )
    measured = [
        f"{what}{part}" for what in ("coverage", "false support", "power") for part in ("", " low", " high", " worlds")
    ]
    return table((*CELL, "procedure", *measured), lines)


def _numbers(one: Rate | None) -> tuple[object, ...]:
    return ("", "", "", "") if one is None else (round(one.rate, 6), round(one.low, 6), round(one.high, 6), one.worlds)


def misses(rows: Sequence[Row]) -> list[Misses]:
    """Give where the rubric misses its targets, by scenario."""
    found = []
    for scenario in Scenario:
        inside = [row for row in rows if row.cell.scenario is scenario]
        for target in ("coverage", "false support"):
            rates = {row.cell.name: _rate(row.scores[RUBRIC_NAME], target) for row in inside}
            out = {name: share for name, share in rates.items() if share is not None and not _met(share, target)}
            if out:
                worst = max(out.values(), key=lambda share: abs(share - (0.95 if target == "coverage" else 0.0)))
                found.append(
                    Misses(
                        target=target,
                        scenario=scenario.value,
                        missed=len(out),
                        cells=len(inside),
                        worst=worst,
                        names=tuple(out),
                    )
                )
    return found


def _rate(score: Score, target: str) -> float | None:
    one = score.coverage if target == "coverage" else score.false_support
    return None if one is None else one.rate


def _met(share: float, target: str) -> bool:
    return COVERAGE[0] <= share <= COVERAGE[1] if target == "coverage" else share <= FALSE_SUPPORT


def sound(score: Score) -> bool:
    """Whether false support meets the target and, where there is an interval, it covers often enough."""
    covers = score.coverage is None or score.coverage.rate >= COVERAGE[0]
    return covers and score.false_support is not None and score.false_support.rate <= FALSE_SUPPORT


def standing(rows: Sequence[Row], name: str) -> Standing:
    """Set the rubric beside a procedure."""
    counts = {"ahead": 0, "level": 0, "behind": 0}
    for row in rows:
        counts[_compare(row.scores[RUBRIC_NAME], row.scores[name])] += 1
    return Standing(procedure=name, sound=sum(sound(r.scores[name]) for r in rows), cells=len(rows), **counts)


def _compare(ours: Score, theirs: Score) -> str:
    if sound(ours) != sound(theirs):
        return "ahead" if sound(ours) else "behind"
    if sound(ours):
        if ours.power is None or theirs.power is None:
            return "level"
        return (
            "ahead"
            if ours.power.low > theirs.power.high
            else "behind"
            if ours.power.high < theirs.power.low
            else "level"
        )
    assert ours.false_support is not None
    assert theirs.false_support is not None
    first, second = ours.false_support, theirs.false_support
    return "ahead" if first.high < second.low else "behind" if first.low > second.high else "level"


def readme(rows: Sequence[Row], summary: dict[str, object]) -> str:
    """Give the study's own page."""
    words = Catalogue(FALLBACK)
    environment = Environment(loader=FileSystemLoader(asset("templates")), autoescape=False, undefined=StrictUndefined)  # noqa: S701 - Markdown
    return (
        environment.get_template("calibration.md.j2").render(
            **summary,
            names=NAMES,
            pcmci_worlds=PROCEDURES["pcmci"].most,
            confounding=CONFOUNDING,
            hidden=HIDDEN,
            own=sum(sound(row.scores[RUBRIC_NAME]) for row in rows),
            why=lambda miss: why(words, miss["target"], miss["scenario"]),
        )
        + "\n"
    )


def _picture(rows: Sequence[Row], what: str, band: tuple[float, float], span: tuple[float, float], title: str) -> str:
    lines = []
    for row in rows:
        shares = {name: getattr(score, what) for name, score in row.scores.items()}
        known = {name: one.rate for name, one in shares.items() if one is not None}
        if known:
            lines.append((row.cell.name, known))
    shown = {name: said for name, said in NAMES.items() if any(name in shares for _, shares in lines)}
    return picture.draw(lines, shown, band, span, title) + "\n"
