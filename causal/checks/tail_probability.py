"""A probability that a z-score implies under the normal distribution."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.checks import Check
from causal.checks._parameters import FORBID, Wording
from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.checks import Context
    from causal.verdict import Evidence


class Sided(StrEnum):
    """Which tails count."""

    ONE = "one"
    TWO = "two"
    EITHER = "either"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """A z-score of `z` has the probability `stated`. With `either`, one reading that holds is enough."""

    __pydantic_config__ = FORBID

    z: Wording
    stated: Wording
    sided: Sided = Sided.EITHER


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Tail probability", parameters=Parameters, run=run)
