"""What a stage or a test says: its outcome, a sentence to be worded later, or why it could not run."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from causal.files.fields import Composed, MessageKey, MessageKeyOrNone, Name, NameOrNone

Label = Composed | tuple[Composed, ...]  # several where one thing is made of several: a formula of two series


def text_of(label: Label) -> str:
    """Give a label as one text, in English."""
    return label if isinstance(label, str) else " and ".join(label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a list that a sentence tells: its label and its numbers."""

    label: Label
    numbers: tuple[float, ...] = ()


Scalar = float | int | Composed | bool | None
Value = Scalar | tuple[Scalar, ...] | tuple[Item, ...]


class Outcome(StrEnum):
    """What a test came to. Absence is stated, never implied."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not applicable"
    NOT_COMPUTED = "not computed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A sentence to be worded by the locale catalogue: its key and the values it cites.

    `then` is the key of a sentence that follows it and cites the same values.
    """

    key: MessageKey
    values: dict[Name, Value] = field(default_factory=dict)
    then: MessageKeyOrNone = ""


class Stage(StrEnum):
    """A stage of the work that may fail alone."""

    IDENTIFY = "identify"
    DESIGN = "design"
    ESTIMATE = "estimate"
    ALTERNATIVE_MEASURE = "alternative measure"
    MEASURES = "agreement of measures"
    REFUTE = "refute"
    SENSITIVITY = "sensitivity"
    DIRECTION = "direction"
    CONTROLS = "negative controls"
    EVENT_DAY = "event day"
    RESPONSE = "response"
    CALIBRATE = "calibrate"
    INDEPENDENCE = "independence"
    SHUFFLED_GRAPHS = "shuffled graphs"
    ATTRIBUTE = "attribute"
    TOTAL_EFFECT = "total effect"
    HELD_OUT_DAYS = "held-out days"  # of one graph
    DAYS_HELD_OUT = "days held out"  # of a rival beside the article's graph
    SMALLEST_EFFECT = "smallest effect"
    POWER = "power"
    FIGURE = "figure of the design"
    CHECK = "check"
    RENDER = "render"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A stage that could not run, and why. `member` names the check or refuter that was running."""

    stage: Stage
    subject: Composed
    reason: Composed
    member: NameOrNone = ""
