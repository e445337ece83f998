"""A published figure or statement: what cited documents say that saw the thing themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import field_validator

from causal.checks import Check
from causal.checks._parameters import FORBID, Moment, Wording, same_unit
from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.checks import Context
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
    date: Moment
    url: str
    says: str
    first_hand: bool
    value: float | None = None
    supports: Supports | None = None
    claimant: bool = False
    same_as: str = ""

    @field_validator("supports", mode="before")
    @classmethod
    def _yes_or_no(cls, value: object) -> object:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`statement` is a paraphrase; a document's `value` is held against `stated`, else its `supports` decides."""

    __pydantic_config__ = FORBID

    statement: str
    documents: tuple[Document, ...] = ()
    stated: Wording = ""
    unit: str = ""

    def __post_init__(self) -> None:
        same_unit(self.stated, self.unit)
        for one in self.documents:
            if one.supports is None and (one.value is None or not self.stated):
                raise ValueError(f"document of {one.publisher}: give 'supports', or 'value' where a figure is stated")


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Published figure or statement", parameters=Parameters, run=run)
