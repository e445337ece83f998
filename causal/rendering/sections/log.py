"""Software, failures, corrections, signatures, and the author's reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.pieces import Row, heads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.rendering.catalogue import Catalogue
    from causal.rendering.inline import Inline
    from causal.report import Report


BRIEF = 2  # corrections that the report in print has


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """The newest corrections, newest first; `lead` says how many there are, and where."""

    lead: str
    corrections: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What made the report, what failed, what was corrected, and who answers for it; `reply` is empty where nobody replied.

    `newest` is None where there are no more corrections than it would have.
    """

    title: str
    made: str
    failures_title: str
    failures: tuple[str, ...]
    none: str
    corrections_title: str
    corrections: tuple[Inline, ...]
    newest: Newest | None
    no_correction: str
    sign_off_title: str
    heads: tuple[str, ...]
    sign_off: tuple[Row, ...]
    nobody: str
    reply_title: str
    reply: Inline


def log(report: Report, words: Catalogue) -> Log:
    """Give the log."""
    study = report.study
    corrections = tuple(
        words.inline("page.log.correction", {"on": c.on.isoformat(), "what": words.told((c.what, c.why))})
        for c in study.corrections
    )
    unsigned = words.text("page.log.unsigned")
    return Log(
        title=words.text("page.log.title"),
        made=_made(report, words),
        failures_title=words.text("page.log.failures"),
        failures=tuple(
            words.text(
                "page.log.failure", {"stage": f.stage, "member": f.member, "subject": f.subject, "reason": f.reason}
            )
            for f in report.failures
        ),
        none=words.text("page.none"),
        corrections_title=words.text("page.log.corrections"),
        corrections=corrections,
        newest=_newest(words, corrections) if len(corrections) > BRIEF else None,
        no_correction=words.text("page.log.no_correction"),
        sign_off_title=words.text("page.log.sign_off"),
        heads=heads(words, "role", "name", "date"),
        sign_off=tuple(Row(cells=(x.role, x.name or unsigned, str(x.on or ""))) for x in study.sign_off),
        nobody=words.text("page.log.nobody"),
        reply_title=words.text("reply.title"),
        reply=_reply(report, words),
    )


def _newest(words: Catalogue, corrections: Sequence[Inline]) -> Newest:
    lead = words.text("page.log.newest", {"count": len(corrections)})
    return Newest(lead=lead, corrections=tuple(reversed(corrections[-BRIEF:])))


def _made(report: Report, words: Catalogue) -> str:
    made = report.provenance
    versions = words.listed(f"{name} {version}" for name, version in made.libraries)
    return words.text("page.log.made", {"causal": made.causal, "versions": versions, "seed": made.seed})


def _reply(report: Report, words: Catalogue) -> Inline:
    reply = report.study.reply
    if reply is None:
        return ()
    return words.inline("reply.said", {"by": reply.by, "on": reply.on.isoformat(), "text": reply.text})
