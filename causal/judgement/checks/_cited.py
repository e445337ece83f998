"""A cited document: who published it, what it says, and whether it saw the thing or passes on who did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from causal.judgement.checks._parameters import FORBID, Moment


class Supports(StrEnum):
    """Whether a document, read whole, says that the statement is true."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A cited document. `says` is our paraphrase; `same_as` the publisher or address of the text it repeats.

    `first_hand`: it measured or saw the thing itself. `relays`: who did, where it passes that on and names them. `claimant`:
    it is the article's author, or speaks for them.
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
    """Whether it measured or saw the thing itself, and is read directly."""
    relays: str = ""
    """Who measured or saw the thing, where it passes that on; one name for one origin."""
    value: float | None = None
    """The figure that it gives, in the check's unit."""
    supports: Supports | None = None
    """Whether it bears the statement out, where it gives no figure."""
    claimant: bool = False
    """Whether it is the article's author, or speaks for them: shown, not counted."""
    same_as: str = ""
    """Publisher or address of the text that it repeats."""
    taken: Moment = ""
    """Day or instant at which its figure was taken, where that is not the day of publication."""

    def __post_init__(self) -> None:
        if self.first_hand and self.relays.strip():
            raise ValueError(
                f"document of {self.publisher}: it measured or saw the thing itself (first_hand: true), or passes on who did "
                "(relays), not both: cite the two as two documents"
            )
