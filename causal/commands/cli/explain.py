"""How a claim or an edge earned its verdict."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from causal.commands.cli.read import last_build
from causal.commands.cli.terminal import SYMBOLS, fail, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from causal.report import Report
    from causal.verdict import EdgeVerdict, Test, Verdict


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("subject", metavar="CLAIM|EDGE")
def explain(folder: Path, subject: str) -> None:
    """Show how CLAIM (such as c3) or EDGE (such as 'a->b') earned its verdict, from FOLDER's last build."""
    report = last_build(folder)
    from causal.rendering.catalogue import catalogue_of

    words = catalogue_of(report)
    for verdict in report.verdicts:
        if verdict.claim == subject:
            return _explain_claim(report, verdict, words.sentence)
    matching = [v for v in report.edge_verdicts if subject in (v.edge, f"{v.graph}:{v.edge}")]
    for edge in matching:
        _explain_edge(edge, words.sentence)
    if not matching:
        from causal.errors import did_you_mean

        known = [v.claim for v in report.verdicts] + [v.edge for v in report.edge_verdicts]
        fail(f"no claim or edge '{subject}' in {folder}{did_you_mean(subject, known)}")
    return None


def _explain_claim(report: Report, verdict: Verdict, words: Callable[..., str]) -> None:
    from causal.messages import text_of

    claim = next(c for c in report.study.claims if c.id == verdict.claim)
    tell(f"{claim.id}, paragraph {claim.paragraph}: {claim.text}")
    tell(
        f"{verdict.word.value.upper()} ({verdict.grounds.value}), score {verdict.score}, strength "
        f"{verdict.strength.value if verdict.strength else 'nothing tested'}"
    )
    tell(words(verdict.reason))
    for part in verdict.evidence:
        reason = "" if part.reason == verdict.reason else f": {words(part.reason)}"
        tell(f"\n[{part.check}] {part.says or claim.text}\n  {part.grounds.value}{reason}")
        _tests(part.tests, words)
        for one in part.comparisons:
            tell(
                f"    stated {one.stated or '-'}; found {one.found} {one.unit} {one.period} ({text_of(one.source.label)}): {one.agrees.value}"
            )
        for source in part.sources:
            tell(f"    source: {text_of(source.label)} {' '.join(source.series)} {source.url}".rstrip())
    for message in verdict.would_change:
        tell(f"\nWould change it: {words(message)}")
    if verdict.safer:
        tell(f"Safer: {words(verdict.safer)}")


def _tests(tests: Sequence[Test], words: Callable[..., str]) -> None:
    """Tell what each test came to; a message that one of the same edge has told already, such as why nothing can be computed, once."""
    told = set()
    for test in tests:
        name = f"{test.name} {test.edge}" if test.edge else test.name
        said = words(test.message)
        tell(f"  {SYMBOLS[test.outcome.value]} {name}: {'as above' if (test.edge, said) in told else said}")
        told.add((test.edge, said))


def _explain_edge(verdict: EdgeVerdict, words: Callable[..., str]) -> None:
    tell(f"{verdict.graph}: {verdict.edge}")
    tell(f"{verdict.grounds.word.value.upper()} ({verdict.grounds.value}), score {verdict.score}")
    tell(words(verdict.reason))
    _tests(verdict.tests, words)
    for step in verdict.steps:
        tell(f"  strength {step.by:+d}: {words(step.reason)}")
    tell()
