"""The open set of refuters: one module each, with one constant `REFUTER`.

A refuter takes a `Setting` (one fitted design) and a batch of outcomes, shape (rows, worlds), and says for each
world whether the estimate survives. The real data are one world; calibration runs the same code on thousands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

import numpy as np

from causal.files.members import members
from causal.sampling import KEPT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from causal.inference.algebra import Array, Fit, Mask, Projection
    from causal.inference.design import Design
    from causal.messages import Value
    from causal.verdict import Rubric

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One fitted design to be refuted; `fit` is on the real outcome.

    `sign` is the sign that is put to the test: the stated one, the other where the real estimate lies wholly there, or 0.

    `lag` is the edge's lag in rows, `draws` the number of random draws, `rng` a stream of the refuter's own. `kept` holds what was
    drawn from the same stream for another design of the same rows; None where there is no other.
    """

    design: Design
    projection: Projection
    fit: Fit
    sign: int
    lag: int
    draws: int
    rng: np.random.Generator
    rubric: Rubric
    kept: list[Any] | None = None

    def drawn(self, make: Callable[[np.random.Generator], T]) -> T:
        """Give what `make` draws, once for all designs that share `kept`; it must hang on their rows and on the draws alone.

        Pieces that would take much memory together are drawn anew each time.
        """
        if self.kept is None or self.design.rows * self.draws > KEPT:
            return make(self.rng)
        if not self.kept:
            found = make(self.rng)
            self.kept.append(tuple(found) if isinstance(found, Iterator) else found)
        return cast("T", self.kept[0])

    def direction(self, effects: Array) -> Array:
        """Give the sign put to the test for every world, or each estimate's own where none is."""
        return np.full(effects.shape, float(self.sign)) if self.sign else np.sign(effects)

    def fit_of(self, outcomes: Array) -> Fit:
        """Give the fit on outcomes (rows, worlds): the one that is there where they are the real outcome."""
        from causal.inference.algebra import fit

        real = outcomes.shape[1] == 1 and np.array_equal(outcomes[:, 0], self.design.outcome)
        return self.fit if real else fit(self.projection, outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Per world: `passed` (worlds,). `effects` (draws, worlds) and `p_value` (worlds,) where the refuter has them.

    `values` are numbers for the sentence, of the first world. `inapplicable` says why the refuter does not apply at all:
    the last part of its sentence's key, `refuter.NAME.WHY`; it is empty where the refuter applies.
    """

    passed: Mask
    inapplicable: str = ""
    effects: Array | None = None
    p_value: Array | None = None
    values: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuter:
    """`test` names the test of the rubric that the refuter serves; `run(setting, outcomes)` gives a Decision.

    What was seen is worded by the sentence `refuter.NAME.passed`, `.failed`, or the reason for which it does not apply;
    `sentences`, by language and key, hold those of a refuter from elsewhere.
    """

    title: str
    test: Literal["refuted", "timing"]
    run: Callable[[Setting, Array], Decision]
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@cache
def refuters() -> Mapping[str, Refuter]:
    """Give every refuter by name, sorted; entry points in group `causal.refuters` add to the built-in ones."""
    return members(__name__, __path__, "REFUTER")


def not_applicable(outcomes: Array, why: str) -> Decision:
    """Give the decision of a refuter that does not apply: it fails no world."""
    return Decision(passed=np.ones(outcomes.shape[1], dtype=bool), inapplicable=why)
