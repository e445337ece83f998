"""A published figure or statement: what the origins say that measured or saw the thing, read directly or as reported."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from causal.grammar import stated
from causal.judgement.checks import Check
from causal.judgement.checks._cited import Document, Supports
from causal.judgement.checks._evidence import evidence
from causal.judgement.checks._origins import counted, early, origins
from causal.judgement.checks._parameters import FORBID, Moment, Wording, same_unit
from causal.messages import Item, Message, Outcome
from causal.verdict import Citation, Comparison, Grounds, Step, Test

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.judgement.checks import Context
    from causal.judgement.checks._origins import Origin
    from causal.messages import Value
    from causal.verdict import Evidence


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
    until: Moment = ""
    """When what the figure is the total of ends: a document from before says nothing of it."""

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


def run(parameters: Parameters, context: Context) -> Evidence:
    """Count the independent origins for and against, read directly or as reported."""
    needed = context.rubric.independent_publishers
    found = origins(parameters.documents, lambda one: read(one, parameters), parameters.until)
    sides = {answer: [one for one in found if one.says is answer] for answer in Supports}
    yes, no = sides[Supports.YES], sides[Supports.NO]
    result = _result(yes, no, len(found), needed)
    verdict, key = RESULTS[result]
    values = _values(parameters, found, needed) | {"supported": verdict is Grounds.FIGURES_AGREE}
    return evidence(
        "document",
        verdict,
        Message(key=key, values=values),
        _tests(values, result),
        steps=_steps(result),
        comparisons=_comparisons(parameters),
        sources=[_source(one, parameters) for one in parameters.documents],
        would_change=Message(key="check.document.would_change", values=values),
        details={"publishers": len(found), "for": len(yes), "against": len(no)},
    )


class Result(Enum):
    """What the origins come to together; each has a sentence of its own."""

    NOBODY = auto()
    CONFLICT = auto()
    AGREE = auto()
    AGAINST = auto()
    REPORTED = auto()
    REPORTED_AGAINST = auto()
    ONE_FOR = auto()
    ONE_AGAINST = auto()
    RELAYED_FOR = auto()
    RELAYED_AGAINST = auto()
    UNCLEAR = auto()


RESULTS = {
    Result.NOBODY: (Grounds.NOT_MEASURED, "check.document.nobody"),
    Result.CONFLICT: (Grounds.INCONCLUSIVE, "check.document.conflict"),
    Result.AGREE: (Grounds.FIGURES_AGREE, "check.document.agree"),
    Result.AGAINST: (Grounds.CONTRADICTED, "check.document.against"),
    Result.REPORTED: (Grounds.FIGURES_AGREE, "check.document.reported"),
    Result.REPORTED_AGAINST: (Grounds.CONTRADICTED, "check.document.reported_against"),
    Result.ONE_FOR: (Grounds.INCONCLUSIVE, "check.document.one_for"),
    Result.ONE_AGAINST: (Grounds.INCONCLUSIVE, "check.document.one_against"),
    Result.RELAYED_FOR: (Grounds.INCONCLUSIVE, "check.document.relayed_for"),
    Result.RELAYED_AGAINST: (Grounds.INCONCLUSIVE, "check.document.relayed_against"),
    Result.UNCLEAR: (Grounds.INCONCLUSIVE, "check.document.unclear"),
}
DIRECT = frozenset({Result.AGREE, Result.AGAINST})
ENOUGH = DIRECT | {Result.REPORTED, Result.REPORTED_AGAINST}


def _result(yes: Sequence[Origin], no: Sequence[Origin], heard: int, needed: int) -> Result:
    """Judge both sides alike: what is enough to bear a statement out is enough to deny it."""
    if not heard:
        return Result.NOBODY
    if yes and no:
        return Result.CONFLICT
    one_side, holds = yes or no, bool(yes)
    if not one_side:
        return Result.UNCLEAR
    if sum(one.direct for one in one_side) >= needed:
        return Result.AGREE if holds else Result.AGAINST
    publishers = {one.name for one in one_side if one.direct} | {name for one in one_side for name in one.through}
    several = min(len(one_side), len(publishers)) >= needed
    if several or max(len(one.through) for one in one_side) >= needed:
        return Result.REPORTED if holds else Result.REPORTED_AGAINST
    if any(one.direct for one in one_side):
        return Result.ONE_FOR if holds else Result.ONE_AGAINST
    return Result.RELAYED_FOR if holds else Result.RELAYED_AGAINST


def _steps(result: Result) -> tuple[Step, ...]:
    if result is Result.CONFLICT:
        return (Step(by=-1, reason=Message(key="check.step.sources_disagree")),)
    return (Step(by=1, reason=Message(key="check.step.direct")),) if result in DIRECT else ()


def _values(parameters: Parameters, found: Sequence[Origin], needed: int) -> dict[str, Value]:
    documents, until = parameters.documents, parameters.until
    relayed = [one for one in found if one.through]
    return {
        "statement": parameters.statement,
        "stated": parameters.stated,
        "yes": sum(one.says is Supports.YES for one in found),
        "no": sum(one.says is Supports.NO for one in found),
        "heard": len(found),
        "direct": sum(one.direct for one in found),
        "needed": needed,
        "documents": len(documents),
        "left_out": sum(not counted(one, until) for one in documents),
        "early": sum(early(one, until) for one in documents),
        "claimant": sum(one.claimant for one in documents),
        "for_": _names(found, Supports.YES),
        "against": _names(found, Supports.NO),
        "relayed": tuple(one.name for one in relayed),
        "through": tuple(dict.fromkeys(publisher for one in relayed for publisher in one.through)),
        "figures": _figures(parameters),
        "unit": _unit(parameters),
    }


def _tests(values: dict[str, Value], result: Result) -> list[Test]:
    def test(name: str, key: str, *, passed: bool) -> Test:
        return Test(
            name=name, outcome=Outcome.PASSED if passed else Outcome.FAILED, message=Message(key=key, values=values)
        )

    return [
        test("measured", "check.document.heard", passed=result is not Result.NOBODY),
        test("independent", "check.document.independent", passed=result in ENOUGH),
        test("figure", "check.document.answers", passed=bool(values["yes"]) and not values["no"]),
    ]


def _names(found: Sequence[Origin], answer: Supports) -> tuple[str, ...]:
    return tuple(one.name for one in found if one.says is answer)


def _figures(parameters: Parameters) -> tuple[Item, ...]:
    """Give the publisher and the figure of each counted document that has one."""
    return tuple(
        Item(label=one.publisher, numbers=(one.value,))
        for one in parameters.documents
        if counted(one, parameters.until) and one.value is not None
    )


def _unit(parameters: Parameters) -> str:
    return parameters.unit or (stated.parse(parameters.stated).unit if parameters.stated else "")


def _source(one: Document, parameters: Parameters) -> Citation:
    return Citation(
        label=f"{one.publisher}: {one.says}",
        url=one.url,
        date=one.date,
        claimant=one.claimant,
        counted=counted(one, parameters.until),
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
            agrees=answers[read(one, parameters)] if counted(one, parameters.until) else Outcome.NOT_APPLICABLE,
            source=_source(one, parameters),
            at=one.date,
        )
        for one in parameters.documents
    ]


CHECK = Check(title="Published figure or statement", parameters=Parameters, run=run)
