"""A published figure or statement: what cited documents say that saw the thing themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.findings import Item, Message, Outcome
from causal.grammar import stated
from causal.judgement.checks import Check
from causal.judgement.checks._evidence import evidence
from causal.judgement.checks._parameters import FORBID, Moment, Wording, same_unit
from causal.verdict import Citation, Comparison, Grounds, Step, Test

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.findings import Value
    from causal.judgement.checks import Context
    from causal.verdict import Evidence


class Supports(StrEnum):
    """Whether a document, read whole, says that the statement is true."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A cited document. `says` is our paraphrase; `same_as` the publisher or address of the text it repeats.

    `first_hand`: it measured or saw the thing itself. `claimant`: it is the article's author, or speaks for them.
    """

    __pydantic_config__ = FORBID

    publisher: str
    """Who published it; one name for one publisher."""
    date: Moment
    """Day of publication; empty where it bears none."""
    url: str
    """Where it was read."""
    says: str
    """What it says, paraphrased."""
    first_hand: bool
    """Whether it measured or saw the thing itself."""
    value: float | None = None
    """The figure that it gives, in the check's unit."""
    supports: Supports | None = None
    """Whether it bears the statement out, where it gives no figure."""
    claimant: bool = False
    """Whether it is the article's author, or speaks for them: shown, not counted."""
    same_as: str = ""
    """Publisher or address of the text that it repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`statement` is a paraphrase; a document's `value` is held against `stated`, else its `supports` decides."""

    __pydantic_config__ = FORBID

    statement: str
    """What the article says, paraphrased."""
    documents: tuple[Document, ...] = ()
    """What was published about it."""
    stated: Wording = ""
    """The figure as the article words it, in quotes where it is a bare number. A sign states a move: `over -2%` is a fall of more than 2%."""
    unit: str = ""
    """Unit of the figure, such as US$, % or points."""

    def __post_init__(self) -> None:
        same_unit(self.stated, self.unit)
        for one in self.documents:
            if one.supports is None and (one.value is None or not self.stated):
                raise ValueError(f"document of {one.publisher}: give 'supports', or 'value' where a figure is stated")


def read(document: Document, parameters: Parameters) -> Supports:
    """Give what a document says of the statement: its figure against the stated one, else its declared reading."""
    if document.value is not None and parameters.stated:
        inside = document.value in stated.read(parameters.stated, parameters.unit).interval
        return Supports.YES if inside else Supports.NO
    return document.supports or Supports.UNCLEAR


def publishers(documents: Sequence[Document]) -> dict[str, list[Document]]:
    """Group documents that are one voice: the same publisher, or copies of one text, directly or through others."""
    groups: list[tuple[set[str], list[Document]]] = []
    for one in documents:
        keys = {key.casefold().strip() for key in (one.publisher, one.url, one.same_as) if key.strip()}
        members = [one]
        for known in [g for g in groups if g[0] & keys]:
            keys, members = keys | known[0], known[1] + members
            groups.remove(known)
        groups.append((keys, members))
    return {members[0].publisher: members for _, members in groups}


def counted(document: Document) -> bool:
    """Whether a document is evidence: it measured or saw the thing itself, and is not the claimant's."""
    return document.first_hand and not document.claimant


def voice(members: Sequence[Document], parameters: Parameters) -> Supports | None:
    """Give one publisher's answer; None where none of theirs counts, unclear where they contradict themselves."""
    answers = {read(one, parameters) for one in members if counted(one)}
    if not answers:
        return None
    clear = answers - {Supports.UNCLEAR}
    return next(iter(clear)) if len(clear) == 1 else Supports.UNCLEAR


def run(parameters: Parameters, context: Context) -> Evidence:
    """Count the independent publishers for and against."""
    voices = {name: voice(members, parameters) for name, members in publishers(parameters.documents).items()}
    needed = context.rubric.independent_publishers
    yes, no = (sum(v is answer for v in voices.values()) for answer in (Supports.YES, Supports.NO))
    heard = sum(v is not None for v in voices.values())
    verdict, key = _verdict(yes, no, heard, needed)
    values: dict[str, Value] = {
        "statement": parameters.statement,
        "stated": parameters.stated,
        "yes": yes,
        "no": no,
        "heard": heard,
        "needed": needed,
        "documents": len(parameters.documents),
        "left_out": sum(not counted(one) for one in parameters.documents),
        "claimant": sum(one.claimant for one in parameters.documents),
        "for_": _names(voices, Supports.YES),
        "against": _names(voices, Supports.NO),
        "figures": _figures(parameters),
        "unit": _unit(parameters),
        "supported": verdict is Grounds.FIGURES_AGREE,
    }
    return evidence(
        "document",
        verdict,
        Message(key=key, values=values),
        _tests(values, yes, no, heard, needed),
        steps=[Step(by=-1, reason=Message(key="check.step.sources_disagree"))] if yes and no else (),
        comparisons=_comparisons(parameters),
        sources=[_source(one) for one in parameters.documents],
        would_change=Message(key="check.document.would_change", values=values),
        details={"publishers": heard, "for": yes, "against": no},
    )


def _verdict(yes: int, no: int, heard: int, needed: int) -> tuple[Grounds, str]:
    if not heard:
        return Grounds.NOT_MEASURED, "check.document.nobody"
    if yes and no:
        return Grounds.INCONCLUSIVE, "check.document.conflict"
    if yes >= needed:
        return Grounds.FIGURES_AGREE, "check.document.agree"
    if no >= needed:
        return Grounds.CONTRADICTED, "check.document.against"
    if yes or no:
        return Grounds.INCONCLUSIVE, "check.document.one_for" if yes else "check.document.one_against"
    return Grounds.INCONCLUSIVE, "check.document.unclear"


def _tests(values: dict[str, Value], yes: int, no: int, heard: int, needed: int) -> list[Test]:
    def test(name: str, key: str, *, passed: bool) -> Test:
        return Test(
            name=name, outcome=Outcome.PASSED if passed else Outcome.FAILED, message=Message(key=key, values=values)
        )

    return [
        test("measured", "check.document.heard", passed=heard > 0),
        test("independent", "check.document.independent", passed=max(yes, no) >= needed),
        test("figure", "check.document.answers", passed=yes > 0 and no == 0),
    ]


def _names(voices: dict[str, Supports | None], answer: Supports) -> tuple[str, ...]:
    return tuple(name for name, said in voices.items() if said is answer)


def _figures(parameters: Parameters) -> tuple[Item, ...]:
    """Give the publisher and the figure of each counted document that has one."""
    return tuple(
        Item(label=one.publisher, numbers=(one.value,))
        for one in parameters.documents
        if counted(one) and one.value is not None
    )


def _unit(parameters: Parameters) -> str:
    return parameters.unit or (stated.parse(parameters.stated).unit if parameters.stated else "")


def _source(one: Document) -> Citation:
    return Citation(
        label=f"{one.publisher}: {one.says}", url=one.url, date=one.date, claimant=one.claimant, counted=counted(one)
    )


def _comparisons(parameters: Parameters) -> list[Comparison]:
    """Show every document, those that do not count as well."""
    answers = {Supports.YES: Outcome.PASSED, Supports.NO: Outcome.FAILED, Supports.UNCLEAR: Outcome.NOT_APPLICABLE}
    interval = stated.read(parameters.stated, parameters.unit).interval if parameters.stated else None
    return [
        Comparison(
            label=one.publisher,
            stated=parameters.stated,
            interval=interval,
            found=one.value,
            unit=_unit(parameters),
            agrees=answers[read(one, parameters)] if counted(one) else Outcome.NOT_APPLICABLE,
            source=_source(one),
            at=one.date,
        )
        for one in parameters.documents
    ]


CHECK = Check(title="Published figure or statement", parameters=Parameters, run=run)
