"""Links -> a proposed graph: phrases that share their words become one node, and no edge closes a circle."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import TYPE_CHECKING

import networkx as nx

from causal.authoring.draft.lexicon import Script, lexicon
from causal.authoring.draft.phrases import content
from causal.authoring.draft.stances import DRAWN, Stance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from causal.authoring.draft.proposals import Proposal

MAXIMUM_EDGES = 60
ALIKE = 0.5  # share of common words from which two phrases are one node
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A proposed edge, the connectives that assert it and the claims it stands in."""

    cause: str
    effect: str
    sign: int
    connectives: tuple[str, ...]
    claims: tuple[str, ...]
    associated: bool = False  # in every claim

    @property
    def id(self) -> str:
        """`cause->effect`."""
        return f"{self.cause}->{self.effect}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """The proposed graph: labels by node name, edges, and the longest path as the chain."""

    labels: Mapping[str, str]
    arrows: tuple[Arrow, ...]
    chain: tuple[str, ...]

    def arrow(self, claim: str) -> str:
        """Give the id of the edge that a claim asserts; an empty text where it has none."""
        return next((a.id for a in self.arrows if claim in a.claims), "")


@dataclass
class _Nodes:
    """The nodes so far: label and content words by name."""

    labels: dict[str, str] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)

    def of(self, phrase: str, language: str) -> str:
        """Give the node of a phrase, a new one where no node shares enough of its words."""
        found = set(content(phrase, language)) or {phrase}
        for name, words in self.words.items():
            if len(words & found) >= ALIKE * len(words | found):
                return name
        name = self._new(phrase, language)
        self.labels[name], self.words[name] = phrase, found
        return name

    def _new(self, phrase: str, language: str) -> str:
        latin = lexicon().words[language].script is Script.LATIN
        words = [re.sub(r"[^a-z0-9]", "", word) for word in content(phrase, language)] if latin else []
        name = "_".join(word for word in words[:3] if word)[:LONGEST_NAME].strip("_")
        usable = re.match(r"[a-z]", name) and not iskeyword(name) and name not in self.labels
        return name if usable else f"n{len(self.labels) + 1}"


def sketch(claims: Mapping[str, Proposal]) -> Sketch:
    """Give the graph of the links that the proposals state, by claim id."""
    nodes, graph = _Nodes(), nx.DiGraph()
    arrows: dict[tuple[str, str], Arrow] = {}
    for claim, proposal in claims.items():
        if proposal.link and proposal.link.stance in DRAWN and len(arrows) < MAXIMUM_EDGES:
            link, language = proposal.link, proposal.sentence.language
            ends = (nodes.of(link.cause, language), nodes.of(link.effect, language))
            if ends[0] != ends[1] and not _circle(graph, *ends):
                graph.add_edge(*ends)
                arrows[ends] = _joined(arrows.get(ends), ends, proposal, claim)
    used = {name for ends in arrows for name in ends}
    labels = {name: label for name, label in nodes.labels.items() if name in used}
    return Sketch(labels=labels, arrows=tuple(arrows.values()), chain=tuple(nx.dag_longest_path(graph)))


def _circle(graph: nx.DiGraph, cause: str, effect: str) -> bool:
    return cause in graph and effect in graph and nx.has_path(graph, effect, cause)


def _joined(known: Arrow | None, ends: tuple[str, str], proposal: Proposal, claim: str) -> Arrow:
    """Add a claim to an edge; where two claims tell different signs, the edge has none."""
    assert proposal.link is not None
    sign, connective = proposal.link.sign, proposal.link.connective
    associated = proposal.link.stance is Stance.ASSOCIATED
    if known is None:
        return Arrow(
            cause=ends[0], effect=ends[1], sign=sign, connectives=(connective,), claims=(claim,), associated=associated
        )
    return Arrow(
        cause=ends[0],
        effect=ends[1],
        sign=known.sign if known.sign == sign else 0,
        connectives=(*known.connectives, connective),
        claims=(*known.claims, claim),
        associated=known.associated and associated,
    )
