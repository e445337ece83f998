"""The claims that could be tested, one card each, with the parts of their evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from causal.messages import Outcome
from causal.rendering.exhibits import leaned
from causal.rendering.figures import history, number_line
from causal.rendering.figures.svg import SYMBOLS
from causal.rendering.inline import Link, Mark, Marked, joined, link_to
from causal.rendering.pieces import (
    SIGNS,
    Captioned,
    Figure,
    Tested,
    arrow,
    badge,
    steps,
    strength,
    test_title,
)
from causal.rendering.sections.claims import anchor_of
from causal.rendering.sections.edges import numbered
from causal.rendering.sections.in_brief import failed
from causal.verdict import READING, SUPPORTING, Grounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from causal.rendering.catalogue import Catalogue
    from causal.rendering.exhibits import Exhibit
    from causal.rendering.inline import Badge, Inline
    from causal.report import Report
    from causal.study import Claim
    from causal.verdict import Chart, Citation, Evidence, ReadAs, Verdict

READ_SIGNS = {  # of a verdict on the words so read
    Outcome.PASSED: SYMBOLS[Grounds.FIGURES_AGREE.value],
    Outcome.FAILED: SYMBOLS[Grounds.CONTRADICTED.value],
    Outcome.NOT_APPLICABLE: SYMBOLS[Grounds.INCONCLUSIVE.value],
    Outcome.NOT_COMPUTED: SYMBOLS[Grounds.NOT_MEASURED.value],
}
UNCARDED = frozenset({Grounds.NOT_CHECKABLE, Grounds.NOT_MEASURED})
CHARTS = 1  # of a part's series those that are drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The figures of one part of a claim's evidence."""

    line: Figure | None
    histories: tuple[Captioned, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One reading of a claim's words: the sign of what it comes to, and the reading with its figure."""

    sign: str
    text: Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a claim's evidence. `reason` is the whole explanation; `brief` is its finding alone, beside the `ways` to read the words.

    `failed` are the tests that were not passed and say more than the finding.

    Where it is an edge's, `edge` leads there and the rest is said there; `links` lead to the edges that it leans on otherwise.
    """

    symbol: str
    says: str
    reason: str
    brief: str
    ways_title: str = ""
    ways: tuple[Way, ...] = ()
    edge: Inline = ()
    links: Inline = ()
    line: Figure | None = None
    histories: tuple[Captioned, ...] = ()
    tests: tuple[Tested, ...] = ()
    failed: tuple[Tested, ...] = ()
    sources: Inline = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One claim with its evidence; `remarks` say its strength, what would change it, and how to say it more safely, `advice` the last."""

    claim: str
    anchor: str
    badge: Badge
    notes: tuple[str, ...]
    text: str
    override: Inline
    parts: tuple[Part, ...]
    remarks: tuple[Inline, ...]
    advice: tuple[Inline, ...]
    remark: Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """The claims that could be tested."""

    title: str
    cards: tuple[Card, ...]


def carded(verdict: Verdict) -> bool:
    """Whether there is evidence to show; what could not be tested is listed elsewhere."""
    return verdict.grounds not in UNCARDED or verdict.parts_supported > 0


def drawings(report: Report, words: Catalogue) -> dict[str, tuple[Drawn, ...]]:
    """Draw the figures of every part of every claim's evidence, by claim."""
    return {
        v.claim: tuple(_drawn(words, f"claim-{v.claim}-{i}", one) for i, one in enumerate(v.evidence, start=1))
        for v in report.verdicts
    }


def cards(report: Report, words: Catalogue, drawn: Mapping[str, Sequence[Drawn]], shown: Iterable[Exhibit]) -> Cards:
    """Give the card of each claim that could be tested: what is contradicted first, then supported, inconclusive, the rest."""
    places = {one.key: one for one in shown}
    pairs = sorted(zip(report.study.claims, report.verdicts, strict=True), key=lambda pair: _rank(pair[1]))
    return Cards(
        title=words.text("page.cards.title"),
        cards=tuple(_card(report, words, places, (c, v), drawn[v.claim]) for c, v in pairs if carded(v)),
    )


def _rank(verdict: Verdict) -> int:
    """Give the place of a verdict among those that a reader looks for, from 0; the article's order decides among equals."""
    if verdict.grounds in SUPPORTING:
        return 1
    return {Grounds.CONTRADICTED: 0, Grounds.INCONCLUSIVE: 2}.get(verdict.grounds, 3)


def _card(
    report: Report,
    words: Catalogue,
    places: Mapping[str, Exhibit],
    judged: tuple[Claim, Verdict],
    drawn: Sequence[Drawn],
) -> Card:
    claim, verdict = judged
    leans = (
        [places[key] for key in leaned(report, claim, at, one) if key in places]
        for at, one in enumerate(verdict.evidence)
    )
    return Card(
        claim=claim.id,
        anchor=anchor_of(claim),
        badge=badge(words, verdict.grounds),
        notes=_notes(words, claim, verdict),
        text=claim.text,
        override=_override(words, claim, verdict),
        parts=tuple(_part(words, one, on, its) for one, on, its in zip(verdict.evidence, leans, drawn, strict=True)),
        remarks=_remarks(words, verdict),
        advice=_advice(words, verdict),
        remark=words.inline("page.cards.remark", {"note": claim.note}) if claim.note else (),
    )


def _notes(words: Catalogue, claim: Claim, verdict: Verdict) -> tuple[str, ...]:
    """Word what stands beside a badge, each piece to be kept on one line."""
    several = {"supported": verdict.parts_supported, "parts": verdict.parts}
    return (
        words.text("page.cards.paragraph", {"paragraph": claim.paragraph}),
        words.text("page.cards.score", {"score": verdict.score}),
        strength(words, verdict.strength),
        *([words.text("page.claims.parts", several)] if verdict.parts > 1 else ()),
    )


def _override(words: Catalogue, claim: Claim, verdict: Verdict) -> Inline:
    """Word the editor's decision, beside the computed grounds."""
    signed = claim.override
    if signed is None:
        return ()
    values = {
        "verdict": signed.verdict,
        "reason": signed.reason,
        "by": signed.by,
        "on": signed.on.isoformat(),
        "grounds": verdict.grounds.value,
    }
    return words.inline("page.cards.override", values)


def _remarks(words: Catalogue, verdict: Verdict) -> tuple[Inline, ...]:
    """Word the strength, what would change the verdict, and how to say it more safely."""
    found = []
    if verdict.steps:
        found.append(words.inline("page.cards.strength", {"steps": steps(words, verdict.steps)}))
    if verdict.would_change:
        what = words.told(map(words.sentence, verdict.would_change))
        found.append(words.inline("page.cards.would_change", {"what": what}))
    return (*found, *_advice(words, verdict))


def _advice(words: Catalogue, verdict: Verdict) -> tuple[Inline, ...]:
    """Word how to say it more safely."""
    if verdict.safer is None:
        return ()
    return (words.inline("page.cards.safer", {"wording": words.sentence(verdict.safer)}),)


def _part(words: Catalogue, one: Evidence, leans: Sequence[Exhibit], drawn: Drawn) -> Part:
    reason, symbol = words.sentence(one.reason), SYMBOLS[one.grounds.value]
    brief, ways_title, ways = _brief(words, one)
    shown = Part(symbol=symbol, says=one.says or "", reason=reason, brief=brief, ways_title=ways_title, ways=ways)
    if one.edge and leans:
        return replace(shown, edge=_on_edges(words, leans))
    tests = _tests(words, one, reason)
    return replace(
        shown,
        links=_on_edges(words, leans),
        line=drawn.line,
        histories=drawn.histories,
        tests=tests,
        failed=_telling(one, tests),
        sources=words.inline("page.cards.sources", {"sources": _sources(words, one)}) if one.sources else (),
    )


def _brief(words: Catalogue, one: Evidence) -> tuple[str, str, tuple[Way, ...]]:
    """Word the finding of a part, and the ways to read its words with what heads them."""
    if one.readings is None:
        return words.sentence(one.reason), "", ()
    known = one.readings
    ways = tuple(
        Way(sign=READ_SIGNS[way.answer], text=_way(words, way, known.why if known.primary and not at else ""))
        for at, way in enumerate(known.ways)
    )
    found = words.text("page.cards.disagree") if known.disagree else words.brief(one.reason)
    return found, "" if known.primary else words.text("page.cards.no_primary", {"why": known.why}), ways


def _way(words: Catalogue, way: ReadAs, primary: str) -> Inline:
    """Word a reading with its figure; `primary` says why it is the one that decides, or is empty."""
    values = {"name": way.name, "found": way.found, "unit": way.unit, "primary": primary}
    return words.inline("page.cards.way", values)


def _telling(one: Evidence, tests: Sequence[Tested]) -> tuple[Tested, ...]:
    """Give the tests that were not passed where they say more than the finding: readings and links have places of their own, one failure alone is the finding."""
    own = failed(
        [shown for test, shown in zip(one.tests, tests, strict=True) if test.name != READING and not test.edge]
    )
    return own if len(own) > 1 else ()


def _on_edges(words: Catalogue, leans: Sequence[Exhibit]) -> Inline:
    """Lead to the edges that the evidence is about; of several the numbers stand for them."""
    if not leans:
        return ()
    labels = [numbered(words, one) for one in leans]
    if len(leans) == 1:
        labels = [f"{labels[0]} · {arrow(words, leans[0].graph, leans[0].edge)}"]
    links = (Link(to=f"#{one.anchor}", parts=(label,)) for one, label in zip(leans, labels, strict=True))
    values = {"links": joined(((link,) for link in links), words.text("list.separator"))}
    return words.inline("page.cards.on_edges", values)


def _tests(words: Catalogue, one: Evidence, told: str) -> tuple[Tested, ...]:
    """Word the tests; one that was passed, or says what was told already, is named alone."""
    return tuple(
        Tested(
            sign=SIGNS[test.outcome],
            text=words.inline(
                "page.cards.test",
                {
                    "title": (Marked(mark=Mark.STRONG, parts=(test_title(words, test),)),),
                    "message": "" if test.outcome is Outcome.PASSED or said == told else said,
                    "required": test.required,
                },
            ),
        )
        for test in one.tests
        for said in (words.sentence(test.message),)
    )


def _sources(words: Catalogue, one: Evidence) -> Inline:
    return joined((_source(words, source) for source in one.sources), words.text("list.semicolon"))


def _source(words: Catalogue, source: Citation) -> Inline:
    values = {
        "link": link_to(source.url, words.label(source.label)),
        "date": source.date,
        "claimant": source.claimant,
        "counted": source.counted,
    }
    return words.inline("page.source", values)


# -- the figures


def _drawn(words: Catalogue, name: str, one: Evidence) -> Drawn:
    charts = (_history(words, f"{name}-history-{k}", one, c) for k, c in enumerate(one.charts[:CHARTS], start=1))
    return Drawn(line=_line(words, name, one), histories=tuple(chart for chart in charts if chart is not None))


def _line(words: Catalogue, name: str, one: Evidence) -> Figure | None:
    """Draw the stated figure against those found."""
    shown = [
        replace(c, label=words.label(c.label))
        for c in one.comparisons
        if c.found is not None and c.interval is not None
    ]
    if not shown:
        return None
    found = words.listed(words.text("line.part", {"found": c.found, "unit": c.unit, "label": c.label}) for c in shown)
    alt = words.text("line.alt", {"stated": shown[0].stated, "found": found})
    return Figure(name=name, svg=number_line.draw(shown, words, alt), alt=alt)


def _history(words: Catalogue, name: str, one: Evidence, chart: Chart) -> Captioned | None:
    """Draw the series behind a figure; a series that the comparisons do not name is named under it."""
    series = dict(zip(chart.x, chart.y, strict=True))
    known, at = [x for x, y in series.items() if y is not None], series.get(chart.marked)
    values = {
        "label": chart.label,
        "unit": words.unit(chart.unit or "none"),
        "first": known[0] if known else "",
        "last": known[-1] if known else "",
        "value": "" if at is None else words.figure(at, chart.unit),
    }
    alt = words.text("history.alt", values)
    svg = history.draw(chart, alt, words.ticks)
    if not svg:
        return None
    named = any(c.label == chart.label for c in one.comparisons)
    said = () if named else (words.text("page.cards.chart", {"label": chart.label, "unit": chart.unit}),)
    return Captioned(figure=Figure(name=name, svg=svg, alt=alt), caption=said)
