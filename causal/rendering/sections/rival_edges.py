"""The links of every account in a line or two each: verdict, effect, tests, and where the evidence stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from causal.messages import Outcome
from causal.rendering.inline import Link
from causal.rendering.pieces import SIGNS, Tested, arrow, badge, heads, strength, test_title
from causal.rendering.sections.edges import edges, numbered
from causal.rendering.sections.in_brief import decisive
from causal.verdict import EdgeTest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from causal.rendering.catalogue import Catalogue
    from causal.rendering.exhibits import Exhibit
    from causal.rendering.inline import Badge, Inline
    from causal.rendering.sections.edges import EdgePage
    from causal.report import Report
    from causal.verdict import Test

COLUMNS = ("link", "verdict", "effect", "tests", "decided_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One link of an account in brief. `anchor` leads to its evidence: to its own `place`, which is a page where it is `whole`, or to another's.

    `line` says what it came to, and `brief` the same with its tests. `tests` says how many it passed, `decided` which of them
    decides, and `same` with which link it shares its evidence; of the article's links, of which all is said elsewhere, these
    and `place` are empty.
    """

    anchor: str
    place: str
    whole: bool
    number: str
    account: str
    text: str
    badge: Badge
    strength: str
    effect: str
    line: Inline
    brief: Inline
    tests: str = ""
    decided: Tested | None = None
    same: Inline = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalEdges:
    """The links of the rival accounts, as rows, and the pages of those by which a claim is decided; no rows where there is no rival."""

    title: str
    lead: str
    heads: tuple[str, ...]
    rows: tuple[LinkRow, ...]
    pages: tuple[EdgePage, ...]


def rival_edges(report: Report, words: Catalogue, shown: Sequence[Exhibit]) -> RivalEdges:
    """Give the rivals' links, in the order of their exhibits."""
    own = tuple(one for one in shown if one.rival)
    return RivalEdges(
        title=words.text("page.rival_edges.title"),
        lead=words.text("page.rival_edges.lead"),
        heads=heads(words, *COLUMNS),
        rows=tuple(link_row(words, one) for one in own),
        pages=edges(report, words, own),
    )


def link_row(words: Catalogue, shown: Exhibit) -> LinkRow:
    """Word one link; of the article's links what only a rival's row says is left out."""
    line: dict[str, Any] = {
        "link": arrow(words, shown.graph, shown.edge),
        "grounds": (badge(words, shown.verdict.grounds),),
        "strength": strength(words, shown.verdict.strength),
        "effect": _effect(words, shown),
        "tests": "",
    }
    said = words.inline("page.rival_edges.line", line)
    row = LinkRow(
        anchor=shown.anchor,
        place=shown.place if shown.rival else "",
        whole=shown.whole,
        number=numbered(words, shown),
        account=shown.graph.title,
        text=line["link"],
        badge=badge(words, shown.verdict.grounds),
        strength=line["strength"],
        effect=line["effect"],
        line=said,
        brief=said,
    )
    return _told(words, shown, row, line) if shown.rival else row


def _told(words: Catalogue, shown: Exhibit, row: LinkRow, line: Mapping[str, Any]) -> LinkRow:
    """Add what came of the tests; in brief the effect is left to the test of it, where that decides."""
    counted = [one.outcome for one in shown.verdict.tests if one.required and one.outcome is not Outcome.NOT_APPLICABLE]
    tests = words.text("page.rival_edges.tests", {"passed": counted.count(Outcome.PASSED), "tests": len(counted)})
    test = decisive(shown.verdict.tests)
    told = test is not None and test.name == EdgeTest.EFFECT
    same: Inline = ()
    if shown.same is not None:
        link = Link(to=f"#{shown.anchor}", parts=(numbered(words, shown.same),))
        same = words.inline("page.rival_edges.same", {"link": (link,)})
    return replace(
        row,
        brief=words.inline("page.rival_edges.line", {**line, "effect": "" if told else row.effect, "tests": tests}),
        tests=tests,
        decided=None if test is None else _decided(words, test),
        same=same,
    )


def _decided(words: Catalogue, test: Test) -> Tested:
    values = {"title": test_title(words, test), "message": words.sentence(test.message)}
    return Tested(sign=SIGNS[test.outcome], text=words.inline("page.rival_edges.decided", values))


def _effect(words: Catalogue, shown: Exhibit) -> str:
    effect, low, high, _ = shown.found.judged
    if effect is None:
        return ""
    values = {"effect": effect, "low": low, "high": high, "rows": shown.found.estimates[0].rows}
    return words.text("page.rival_edges.effect", values)
