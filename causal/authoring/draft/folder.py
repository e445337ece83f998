"""A text -> a report folder that builds: every claim unread, every variable latent, a calendar in place of data.

The sentences of the article stand in sentences.txt alone. What is in claims.yaml and graph.yaml, comments too, is attached
to the PDF and published with it; sentences.txt is neither, and .gitignore keeps it out of the repository.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from causal.authoring.draft.arrivals import continued
from causal.authoring.draft.graph import sketch
from causal.authoring.draft.proposals import proposals
from causal.authoring.draft.sentences import sentences
from causal.authoring.draft.stances import Stance
from causal.authoring.draft.suggestions import skeleton, suggested
from causal.errors import CausalError
from causal.files.assets import FALLBACK, languages
from causal.files.limits import FIRST_YEAR, LAST_YEAR
from causal.files.regular import bytes_within
from causal.files.writing import write_text
from causal.folder.schemas import write_schemas

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from causal.authoring.draft.graph import Sketch
    from causal.authoring.draft.proposals import Proposal
    from causal.authoring.draft.sentences import Sentence
    from causal.authoring.own_data import OwnData

ARTICLE_BYTES = 1_000_000
MAXIMUM_CLAIMS = 300
MAXIMUM_FIGURES = 12  # of a claim
LONGEST_TITLE = 150
PROPOSED = "Proposed by causal draft; not yet read by anyone."
ONLY_TOGETHER = "; said together only, no cause is asserted"
BEFORE, AFTER = timedelta(days=365), timedelta(days=30)  # of the sample, around the event


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is proposed for an article; claims by id, and how many were left out."""

    title: str
    published: date
    sentences: tuple[Sentence, ...]
    claims: Mapping[str, Proposal]
    sketch: Sketch
    left_out: int


def read_article(path: Path) -> str:
    """Give the text of an article; raise CausalError where it is no text or too long."""
    raw = bytes_within(path, ARTICLE_BYTES)
    if raw is None:
        raise CausalError(f"{path} is larger than {ARTICLE_BYTES} bytes: give one article")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CausalError(f"{path} is not UTF-8 text: save it as UTF-8 text, not as a document or a page") from error


def draft(text: str, published: date) -> Draft:
    """Give what is proposed for the text of an article that was published on a day."""
    if not FIRST_YEAR + 2 <= published.year <= LAST_YEAR - 2:
        raise CausalError(f"published in {published.year}? A year from {FIRST_YEAR + 2} to {LAST_YEAR - 2} is expected")
    found = tuple(sentences(text))
    made = proposals(found)
    claims = {f"c{i}": one for i, one in enumerate(made[:MAXIMUM_CLAIMS], start=1)}
    first = [s.text for s in found if s.paragraph == 1]
    title = first[0] if len(first) == 1 and len(first[0]) <= LONGEST_TITLE else "TITLE"
    return Draft(
        title=title,
        published=published,
        sentences=found,
        claims=claims,
        sketch=sketch(claims),
        left_out=len(made) - len(claims),
    )


def write(folder: Path, made: Draft, data: Sequence[Path] = (), kind: str = "") -> tuple[OwnData, ...]:
    """Write the folder, around data files (of a kind, where named) if some are given, and give what was found in them.

    Raise CausalError where a folder with files in it stands there already.
    """
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise CausalError(f"{folder} exists and is not empty: choose another name")
    for name, text in files(made).items():
        write_text(folder / name, text)
    found = continued(folder, data, made.published, kind) if data else ()
    (folder / ".schema").mkdir(exist_ok=True)
    write_schemas(folder / ".schema")
    return found


def files(made: Draft) -> dict[str, str]:
    """Give every file of the folder by name."""
    day = _event(made)
    calendar = _calendar(day)
    return {
        "report.yaml": _report(made, day),
        "graph.yaml": _graph(made.sketch),
        "claims.yaml": _claims(made),
        "data/sources.yaml": _sources(calendar),
        "data/calendar.csv": calendar,
        "sentences.txt": _sentences(made),
        ".gitignore": "sentences.txt\nbuild/\n",
    }


def quoted(text: str) -> str:
    """Write text as one double-quoted YAML scalar."""
    return json.dumps(text, ensure_ascii=False)


def _event(made: Draft) -> date:
    """Give the day that the article names most often, the first of equals; the day of publication where it names none."""
    named = [day for p in made.claims.values() for when in p.dates if (day := when.on(made.published))]
    return Counter(named).most_common(1)[0][0] if named else made.published


def _report(made: Draft, day: date) -> str:
    *others, last = languages()
    return f"""\
# yaml-language-server: $schema=.schema/report.schema.json
# Proposed by `causal draft`. Words in capitals are to be filled in; the event is the day named most often.
title: {quoted(made.title)}
language: {FALLBACK}  # of the report: {", ".join(others)} or {last}
article:
  title: {quoted(made.title)}
  author: AUTHOR
  outlet: OUTLET
  published: {made.published}
  url: ""
  language: {_language(made)}
  summary: ""
event: {{day: {day}, start: {day}, end: {day}, label: EVENT}}
sample: {{calendar: calendar, start: {day - BEFORE}, end: {day + AFTER}}}
sign_off:
  - {{role: Analyst}}
  - {{role: Editor}}
"""


def _language(made: Draft) -> str:
    """Give the language of most sentences."""
    counts = Counter(s.language for s in made.sentences)
    return max(counts, key=lambda name: (counts[name], name == FALLBACK), default=FALLBACK)


def _calendar(day: date) -> str:
    days = [day - BEFORE + timedelta(days=i) for i in range((BEFORE + AFTER).days + 1)]
    return "date,day\n" + "".join(f"{at},{i}\n" for i, at in enumerate(days, start=1))


def _sources(calendar: str) -> str:
    return f"""\
# yaml-language-server: $schema=../.schema/sources.schema.json
# No data yet: a calendar stands in its place. Add a dataset for every series that a claim needs.
datasets:
  calendar:
    file: calendar.csv
    time: date
    resolution: day
    digest: {hashlib.sha256(calendar.encode()).hexdigest()}
    series:
      day: {{label: Day of the sample, unit: days, source: counted by causal draft}}
"""


def _sentences(made: Draft) -> str:
    """Write each sentence with its place and the claims proposed for it."""
    head = (
        "# paragraph.sentence, the claims proposed for it, and the article's words. Not part of the report.\n"
        "# A claim is marked where its sentence denies, asks, supposes or only associates what it links.\n"
    )
    by_place: dict[str, list[str]] = {}
    for name, claim in made.claims.items():
        stance = claim.link.stance if claim.link else Stance.ASSERTED
        shown = name if stance is Stance.ASSERTED else f"{name}({stance})"
        by_place.setdefault(claim.sentence.place, []).append(shown)
    return head + "".join(f"{s.place}\t{' '.join(by_place.get(s.place, ['-']))}\t{s.text}\n" for s in made.sentences)


def _graph(proposed: Sketch) -> str:
    """Write graph.yaml; where no link was found, one edge to be replaced."""
    if not proposed.arrows:
        labels: Iterable[tuple[str, str]] = (("cause", "CAUSE"), ("effect", "EFFECT"))
        edges = '  - {from: cause, to: effect, sign: 1, mechanism: "no causal sentence was found: replace this edge"}\n'
        chain: Sequence[str] = ("cause", "effect")
    else:
        labels, chain = proposed.labels.items(), proposed.chain
        edges = "".join(_edge(proposed, i) for i in range(len(proposed.arrows)))
    variables = "".join(f"  {n}: {{label: {quoted(text)}, kind: latent, needs: A SERIES}}\n" for n, text in labels)
    return f"""\
# yaml-language-server: $schema=.schema/graph.schema.json
# Proposed by `causal draft` from the sentences that say what caused what; not yet read by anyone. Labels are cut from the
# article: reword them, join nodes that mean the same, and give each a measure (kind observed or proxy, formula, unit).
title: The article's graph, as proposed
variables:
{variables}edges:
{edges}chain: [{", ".join(chain)}]  # the longest path
outcome: {chain[-1]}
note: {quoted(PROPOSED)}
"""


def _edge(proposed: Sketch, index: int) -> str:
    arrow = proposed.arrows[index]
    said = quoted(
        f"proposed, from the connective {', '.join(dict.fromkeys(arrow.connectives))}{ONLY_TOGETHER * arrow.associated}"
    )
    claims = ", ".join(arrow.claims)
    return (
        f"  - {{from: {arrow.cause}, to: {arrow.effect}, sign: {arrow.sign}, mechanism: {said}, claims: [{claims}]}}\n"
    )


def _claims(made: Draft) -> str:
    head = """\
# yaml-language-server: $schema=.schema/claims.schema.json
# Proposed by `causal draft`; not yet read by anyone. For each claim: find its sentence in sentences.txt, write `text` in your
# own words, put the suggested check in place of `checks` with what is in capitals filled in, and remove the note.
# Delete what is no claim. Figures are worded in English, as checks read them; as written they stand in the comment.
claims:
"""
    if not made.claims:
        return head + _no_claim()
    return head + "".join(_claim(made, name, proposal) for name, proposal in made.claims.items())


def _no_claim() -> str:
    return f"""\
  - id: c1
    paragraph: 1
    text: "PARAPHRASE: no sentence was found that can be checked."
    note: {quoted(PROPOSED)}
    checks:
      - {{check: opinion, reason: opinion}}
"""


def _claim(made: Draft, name: str, proposal: Proposal) -> str:
    figures = proposal.figures[:MAXIMUM_FIGURES]
    stated = ", ".join(f"f{i}: {quoted(f.wording)}" for i, f in enumerate(figures, start=1))
    written = "; ".join(f.written for f in figures)
    shown = f"; states {', '.join(f.wording for f in figures)}" if figures else ""
    edge = made.sketch.arrow(name)
    lines = [
        f"  - id: {name}",
        f'    paragraph: "{proposal.sentence.paragraph}"',
        f"    kind: {proposal.kind}",
        f"    text: {quoted(f'PARAPHRASE sentence {proposal.sentence.place}: {proposal.kind}{shown}.')}",
        *([f"    figures: {{{stated}}}  # {written}"] if figures else []),
        f"    note: {quoted(_note(proposal))}",
        *([] if edge else [f"    # suggested: {skeleton(proposal, made.published)}"]),
        "    checks:",
        f"      - {_check(made, proposal, edge)}",
    ]
    return "\n".join(lines) + "\n"


NOTES = {
    Stance.DENIED: "The sentence denies that {} -> {}: no edge is proposed.",
    Stance.ASKED: "The sentence asks whether {} -> {}: no edge is proposed.",
    Stance.SUPPOSED: "The sentence supposes that {} -> {}: no edge is proposed.",
    Stance.ASSOCIATED: "The sentence says {} and {} together, and asserts no cause: the edge has no sign.",
}


def _note(proposal: Proposal) -> str:
    """Say that nobody has read it, and what the sentence does with a link that it does not assert."""
    link = proposal.link
    if link is None or link.stance not in NOTES:
        return PROPOSED
    return f"{PROPOSED} {NOTES[link.stance].format(repr(link.cause), repr(link.effect))}"


def _check(made: Draft, proposal: Proposal, edge: str) -> str:
    """Give a check that loads without data and decides nothing."""
    name = suggested(proposal)
    if edge:
        return f"{{check: edge, edge: {edge}}}"
    if name == "opinion":
        return skeleton(proposal, made.published)
    return f'{{check: unmeasured, needs: "a reading by an editor; suggested check: {name}"}}'
