"""An asserted edge in a third of a page: the three numbers that carry its verdict, one figure, and where the rest stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.messages import Outcome
from causal.rendering.pieces import SIGNS, Captioned, Tested, test_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.findings import EdgeFindings
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.inline import Inline
    from causal.verdict import EdgeVerdict, Test

CARRYING = ("direction", "effect")  # tests that carry a verdict where none has failed, the first that there is


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A term with what is said of it."""

    term: str
    text: Inline
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeInBrief:
    """What carries an edge's verdict; `figure` is None where nothing was estimated, `more` leads to the appendix."""

    facts: tuple[Fact, ...]
    figure: Captioned | None
    more: str


def in_brief(
    words: Catalogue, number: str, found: EdgeFindings, verdict: EdgeVerdict, seen: Sequence[Captioned]
) -> EdgeInBrief:
    """Give an edge in brief; of the figures the first of a study design comes first, then the response over time, then what is held fixed."""
    facts = (_effect(words, found), _decisive(words, verdict), _errors(words, found))
    return EdgeInBrief(
        facts=tuple(one for one in facts if one is not None),
        figure=_figure(found, seen) if found.estimates else None,
        more=words.text("page.appendix.edge", {"number": number}),
    )


def decisive(tests: Sequence[Test]) -> Test | None:
    """Give the test that carries a verdict: the first required one that failed, else of the direction, else of the effect."""
    required = [test for test in tests if test.required]
    failed = next((test for test in required if test.outcome is Outcome.FAILED), None)
    shown = {test.name: test for test in required if test.outcome is Outcome.PASSED}
    return failed or next((shown[name] for name in CARRYING if name in shown), None)


def _figure(found: EdgeFindings, seen: Sequence[Captioned]) -> Captioned | None:
    """Give the one figure that is kept."""
    order = (*(f"-{one.name}" for one in found.plots[:1]), "-response", "-graph", "-sensitivity")
    return min(
        seen, key=lambda one: next((i for i, end in enumerate(order) if one.figure.name.endswith(end)), 9), default=None
    )


def _effect(words: Catalogue, found: EdgeFindings) -> Fact | None:
    if not found.estimates:
        return None
    effect, low, high, level = found.judged
    values = {
        "effect": effect,
        "low": low,
        "high": high,
        "level": None if found.holm_low is None else level,
        "rows": found.estimates[0].rows,
    }
    return Fact(term=words.text("page.column.effect"), text=words.inline("page.brief.effect", values))


def _decisive(words: Catalogue, verdict: EdgeVerdict) -> Fact | None:
    test = decisive(verdict.tests)
    if test is None:
        return None
    text = words.inline("page.brief.decided", {"sign": SIGNS[test.outcome], "message": words.sentence(test.message)})
    return Fact(term=words.text("page.brief.decided_head", {"title": test_title(words, test)}), text=text)


def _errors(words: Catalogue, found: EdgeFindings) -> Fact | None:
    """Say how often the rubric errs on such an edge, or with what power its effect would have been found."""
    known = found.calibration
    head = words.text("page.brief.errors_head")
    if known is not None:
        values = {"wrong": known.false_support.rate, "power": known.power.rate, "effect": known.effect}
        return Fact(term=head, text=words.inline("page.brief.errors", values))
    if found.power is None or found.smallest_effect is None:
        return None
    values = {"power": found.power, "effect": found.smallest_effect}
    return Fact(term=head, text=words.inline("page.brief.power", values))


def failed(tests: Sequence[Tested]) -> tuple[Tested, ...]:
    """Give the tests that were not passed, those that do not apply left out."""
    return tuple(test for test in tests if test.sign in {SIGNS[Outcome.FAILED], SIGNS[Outcome.NOT_COMPUTED]})
