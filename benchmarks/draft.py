"""How much of a hand-made list of claims `causal draft` proposes, and how much of what it proposes is on the list.

    python -m benchmarks.draft ARTICLE LIST
    python -m benchmarks.draft

LIST aligns each claim with the sentences that make it: `benchmarks/draft_case.yaml` for the first case's article, which
is not in this repository, `tests/authoring/draft/commentary.yaml` and `commentary_zh.yaml` for the texts beside them. Counted are:

- sentences: those with a claim on the list against those with a proposal;
- claims: each proposal is matched with at most one claim that is made in its sentence;
- claims of the same kind: the same, where the kinds agree as well;
- figures: the values on the list against the values proposed, in any proposal of the claim's sentences.

The three lists are older than the rules. The rules were tuned on the case, whose numbers are therefore those of a text
already seen; on the two invented texts nothing was tuned, but who wrote them wrote the rules as well. Expect the case's
precision, and less recall, on a text by somebody else. Found (recall, precision):

                             the case, Chinese   invented, English   invented, Chinese
    sentences                    94%  91%             96% 100%           100% 100%
    claims                       94%  68%             92%  92%           100%  90%
    claims of the same kind      60%  43%             89%  89%            93%  83%
    figures                      97% 100%             95%  95%           100% 100%

Without an article it prints how the links themselves are read, on the texts beside the tests that the rules were tuned on
(`seen`) and on those that were not looked at until the rules were settled (`fresh`): `benchmarks/draft_links.py` has the table.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Any

import networkx as nx
import yaml

from benchmarks import draft_links
from causal.authoring.draft.proposals import Proposal, proposals
from causal.authoring.draft.sentences import sentences

BESIDE_TESTS = Path(__file__).parents[1] / "tests" / "authoring" / "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many of the listed were found, and how many of the proposed were right."""

    found: int
    listed: int
    right: int
    proposed: int

    @property
    def recall(self) -> float:
        """The share of the list that is found."""
        return self.found / max(1, self.listed)

    @property
    def precision(self) -> float:
        """The share of the proposals that is right."""
        return self.right / max(1, self.proposed)


def measure(text: str, claims: list[dict[str, Any]]) -> dict[str, Score]:
    """Give the scores of the tool's proposals for a text against its list."""
    made = proposals(sentences(text))
    listed_places = {place for claim in claims for place in claim["at"]}
    places = {p.sentence.place for p in made}
    common = len(listed_places & places)
    return {
        "sentences": Score(found=common, listed=len(listed_places), right=common, proposed=len(places)),
        "claims": _matched(made, claims, same_kind=False),
        "claims of the same kind": _matched(made, claims, same_kind=True),
        "figures": _figures(made, claims),
    }


def _matched(made: list[Proposal], claims: list[dict[str, Any]], *, same_kind: bool) -> Score:
    pairs = nx.Graph()
    pairs.add_nodes_from(claim["id"] for claim in claims)
    for i, proposal in enumerate(made):
        for claim in claims:
            if proposal.sentence.place in claim["at"] and (not same_kind or claim["kind"] == proposal.kind):
                pairs.add_edge(claim["id"], i)
    count = len(nx.max_weight_matching(pairs, maxcardinality=True))
    return Score(found=count, listed=len(claims), right=count, proposed=len(made))


def _figures(made: list[Proposal], claims: list[dict[str, Any]]) -> Score:
    listed = [(set(claim["at"]), float(value)) for claim in claims for value in claim.get("values", ())]
    proposed = [(p.sentence.place, value) for p in made for f in p.figures for value in values(f.stated)]
    found = sum(any(place in at and isclose(value, v) for place, v in proposed) for at, value in listed)
    right = sum(any(place in at and isclose(value, v) for at, v in listed) for place, value in proposed)
    return Score(found=found, listed=len(listed), right=right, proposed=len(proposed))


def values(stated: Any) -> list[float]:
    """Give the number that is written, or the ends of a range."""
    if stated.value is not None:
        return [abs(stated.value)]
    return [abs(end) for end in (stated.interval.low, stated.interval.high) if end is not None]


def table(scores: dict[str, Score]) -> str:
    """Write the scores as a Markdown table."""
    rows = [
        f"| {name} | {s.recall:.0%} ({s.found} of {s.listed}) | {s.precision:.0%} ({s.right} of {s.proposed}) |"
        for name, s in scores.items()
    ]
    return "\n".join(["| | recall | precision |", "|---|---|---|", *rows])


def kinds(text: str, claims: list[dict[str, Any]]) -> str:
    """Say how often each kind is on the list and among the proposals."""
    listed = Counter(claim["kind"] for claim in claims)
    made = Counter(str(p.kind) for p in proposals(sentences(text)))
    return "\n".join(f"{name}: {listed[name]} listed, {made[name]} proposed" for name in sorted({*listed, *made}))


def main() -> None:
    """Print the scores for one text."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("article", type=Path, nargs="?")
    parser.add_argument("list", type=Path, nargs="?")
    given = parser.parse_args()
    if given.list is None:
        sys.stdout.write("\n".join(draft_links.report(BESIDE_TESTS / name) for name in ("seen", "fresh")))
        return
    text = given.article.read_text(encoding="utf-8")
    claims = yaml.safe_load(given.list.read_text(encoding="utf-8"))["claims"]
    sys.stdout.write(f"{table(measure(text, claims))}\n\n{kinds(text, claims)}\n")


if __name__ == "__main__":
    main()
