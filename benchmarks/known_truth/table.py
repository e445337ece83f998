"""Verdicts of known truth as a table in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.known_truth.judged import Judged
    from causal.findings import Estimate, Rate
    from causal.report import Report

CAUSAL = frozenset({"edge", "chain", "rival", "estimate"})
HEADER = (
    "| account | claim | truth allows | verdict | as truth has it | estimate (interval) | false support | power | failed |",
    "|---|---|---|---|---|---|---|---|---|",
)


def table(judged: Sequence[Judged]) -> Iterator[str]:
    """Give the lines: a heading and a table for each case."""
    for case in dict.fromkeys(one.case.id for one in judged):
        rows = [one for one in judged if one.case.id == case]
        first = rows[0].case
        yield f"## {first.title}\n"
        yield f"{first.origin}; `{first.package}`. {rows[0].arrow.truth}\n"
        yield from HEADER
        yield from (line(one) for one in rows)
        yield ""
    right = sum(one.true for one in judged)
    yield f"{right} of {len(judged)} verdicts are as truth has them."


def words(report: Report) -> Iterator[str]:
    """Give the words of a report's claims about causes, of which no one knows the truth."""
    yield f"## {report.study.article.title}\n"
    yield from ("| claim | verdict | score |", "|---|---|---|")
    for claim in report.study.claims:
        if any(check.check in CAUSAL for check in claim.checks):
            verdict = report.verdict(claim.id)
            yield f"| {claim.id}: {' '.join(claim.text.split())} | {verdict.word}: {verdict.grounds} | {verdict.score} |"
    yield ""


def line(one: Judged) -> str:
    """Give one claim's line."""
    rates = one.calibration
    cells = (
        one.account.id.replace("_", " "),
        one.case.sentence(one.arrow),
        one.arrow.allows,
        f"**{one.grounds}**",
        "yes" if one.true else "**no**",
        estimate(one.estimate),
        share(rates.false_support if rates else None),
        share(rates.power if rates else None),
        ", ".join(one.deciding),
    )
    return f"| {' | '.join(cells)} |"


def estimate(found: Estimate | None) -> str:
    """Give an estimate with its interval, in units of the effect for one of the cause."""
    if found is None:
        return ""
    effect, low, high = (number(value) for value in (found.effect, found.low, found.high))
    return f"{effect} ({low} to {high})"


def number(value: float) -> str:
    """Give three digits."""
    short = float(f"{value:.3g}")
    return (f"{short:,.0f}" if abs(short) >= 1000 else f"{value:.3g}").replace("-", "−")


def share(rate: Rate | None) -> str:
    """Give a rate in percent."""
    return "" if rate is None else f"{100 * rate.rate:.1f}%"
