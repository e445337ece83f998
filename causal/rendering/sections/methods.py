"""How it was done: the words of the verdicts, the tests of an edge, the thresholds, the wording of figures, the lock."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from causal.grammar.stated import table
from causal.rendering.brought import estimator_title, refuter_title
from causal.rendering.known_misses import known_misses
from causal.rendering.pieces import ORDER, Row, badge, heads
from causal.rendering.sections import designed

if TYPE_CHECKING:
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.inline import Badge, Inline
    from causal.report import Brought, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a word of the verdicts means."""

    badge: Badge
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods:
    """How it was done."""

    title: str
    words_title: str
    definitions: tuple[Definition, ...]
    edge_title: str
    tests: Inline
    designs: tuple[str, ...]
    calibration: tuple[str, ...]
    attribution: str
    thresholds_title: str
    threshold_heads: tuple[str, ...]
    thresholds: tuple[Row, ...]
    figures_title: str
    wording_heads: tuple[str, ...]
    wordings: tuple[Row, ...]
    lock_title: str
    lock: Inline


def methods(report: Report, words: Catalogue, ours: Brought) -> Methods:
    """Give the methods, as far as this report used them."""
    return Methods(
        title=words.text("page.methods.title"),
        words_title=words.text("page.methods.words"),
        definitions=tuple(
            Definition(badge=badge(words, g), text=words.text(f"definition.{g.value.replace(' ', '_')}")) for g in ORDER
        ),
        edge_title=words.text("page.methods.edge"),
        tests=_tests(report, words, ours),
        designs=designed.methods(words, report.study.graph),
        calibration=() if _by_design(report) else tuple(known_misses(words)),
        attribution=words.text("page.methods.attribution", {"draws": report.rubric.draws}),
        thresholds_title=words.text("page.methods.thresholds"),
        threshold_heads=heads(words, "threshold", "value"),
        thresholds=_thresholds(report, words),
        figures_title=words.text("page.methods.figures"),
        wording_heads=heads(words, "wording", "example", "covers"),
        wordings=_wordings(words),
        lock_title=words.text("page.methods.lock"),
        lock=_lock(report, words),
    )


def _by_design(report: Report) -> bool:
    """Whether study designs estimate every asserted edge of every account, so that the study of the refuters speaks of none."""
    return all(graph.by_design for graph in (report.study.graph, *report.study.rivals))


def _tests(report: Report, words: Catalogue, ours: Brought) -> Inline:
    """Word how an edge is tested."""
    if _by_design(report):
        return words.inline("page.methods.tests_by_design", {"dowhy": report.provenance.versions["dowhy"]})
    values = {
        "dowhy": report.provenance.versions["dowhy"],
        "ran": _estimators(report, words, ours),
        "count": len(ours.refuters),
        "draws": report.rubric.draws,
        "attempts": words.parted(refuter_title(words, ours, name).lower() for name in ours.refuters),
        "worlds": report.rubric.worlds,
    }
    return words.inline("page.methods.tests", values)


def _estimators(report: Report, words: Catalogue, ours: Brought) -> str:
    """Word which estimators ran."""
    used = dict.fromkeys(e.method for g in report.graphs for f in g.edges for e in f.estimates)
    titles = [estimator_title(words, ours, name) for name in used if name in ours.estimators]
    if not titles:
        return words.text("page.methods.nothing_ran")
    return words.text("page.methods.ran", {"titles": words.parted(titles)})


def _thresholds(report: Report, words: Catalogue) -> tuple[Row, ...]:
    """List the rubric."""
    rubric = report.rubric
    return tuple(
        Row(
            cells=(
                words.known(f"threshold.{one.name}", one.name.replace("_", " ")),
                words.style.written(f"{getattr(rubric, one.name):g}"),
            )
        )
        for one in fields(rubric)
    )


def _wordings(words: Catalogue) -> tuple[Row, ...]:
    """List which words bound a stated figure how, with an example of each."""
    return tuple(
        Row(
            cells=(
                words.listed(row.words) or words.text("page.methods.plain"),
                row.example,
                words.text(f"stated.rule.{row.rule.value}"),
            )
        )
        for row in table()
    )


def _lock(report: Report, words: Catalogue) -> Inline:
    """Word the state of the lock, with the digests."""
    study = report.study
    if study.lock is None:
        said = words.text("front.lock_none")
    else:
        kept = study.lock.digest == study.lock_digest
        said = words.text(f"front.lock_{'kept' if kept else 'broken'}", {"on": study.lock.on.isoformat()})
    values = {"lock": said, "folder": study.lock_digest, "rubric": report.provenance.rubric_digest}
    return words.inline("page.methods.digests", values)
