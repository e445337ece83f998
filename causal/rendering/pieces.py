"""What the sections of a page are made of, and the few ways in which all of them word a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.messages import Outcome
from causal.rendering.figures.svg import SYMBOLS
from causal.rendering.inline import Badge
from causal.verdict import PRECEDENCE, SUPPORTING, Grounds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from causal.rendering.catalogue import Catalogue
    from causal.rendering.inline import Inline
    from causal.study import Edge, Graph
    from causal.verdict import Step, Strength, Test

ORDER = (*(g for g in Grounds if g in SUPPORTING), *(g for g in PRECEDENCE if g not in SUPPORTING))
SIGNS = {
    Outcome.PASSED: "✓",
    Outcome.FAILED: "✗",
    Outcome.NOT_APPLICABLE: "–",
    Outcome.NOT_COMPUTED: "?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawn figure as SVG text; `alt` says in words what it shows."""

    name: str
    svg: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Captioned:
    """A figure with what is written under it."""

    figure: Figure
    caption: Inline = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A text with what is remarked on it."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a plain table."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One test of the rubric: the sign of its outcome, and what was seen."""

    sign: str
    text: Inline


def badge(words: Catalogue, grounds: Grounds) -> Badge:
    """Give the badge of grounds."""
    return Badge(grounds=grounds, symbol=SYMBOLS[grounds.value], word=words.word(grounds.value))


def strength(words: Catalogue, found: Strength | None) -> str:
    """Word the strength that stands beside a badge."""
    return words.text("page.strength", {"strength": found.value if found else ""})


def heads(words: Catalogue, *columns: str) -> tuple[str, ...]:
    """Word the heads of a table's columns."""
    return tuple(words.text(f"page.column.{name}") for name in columns)


def steps(words: Catalogue, listed: Iterable[Step]) -> str:
    """Word the steps of GRADE."""
    return words.parted(words.text("page.step", {"by": one.by, "reason": words.sentence(one.reason)}) for one in listed)


def test_title(words: Catalogue, test: Test) -> str:
    """Word the name of a test; a link is named by its edge."""
    if test.edge:
        return words.text(f"test_title.{test.name}", {"edge": test.edge})
    return words.known(f"test_title.{test.name}", test.name.replace("_", " "))


def arrow(words: Catalogue, declared: Graph, edge: Edge) -> str:
    """Word an edge by the labels of its ends and its lag."""
    ends = f"{declared.variable(edge.treatment).label} → {declared.variable(edge.outcome).label}"
    return words.delayed(ends, edge.lag)


def place_of(edge: Edge, rival: str = "") -> str:
    """Give the anchor of an edge's evidence, after which its figures are named too; `rival` is the id of a rival's graph."""
    name = f"rival-{rival}--{edge.id}" if rival else f"edge-{edge.id}"
    return "".join(c if c.isalnum() else "-" for c in name)
