"""Declarations of designs on tables, and every sentence that a design's findings need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from causal.findings import Listing, Message, Plot
from causal.inference.designs import Declared, StudyDesign
from causal.rendering.catalogue import Catalogue
from causal.study import Family
from causal.verdict import RUBRIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.frame import Frame


class Rows:
    """A frame of which only the table is asked."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table.astype("float64")
        self.index = table.index

    def table(self, names: Any) -> pd.DataFrame:
        return self._table[list(names)].copy()


def declared(table: pd.DataFrame, treatment: str, outcome: str, parameters: Any, **more: Any) -> Declared:
    """Declare a design on a table of columns; every stream of random numbers starts from its own name."""

    def stream(name: str) -> np.random.Generator:
        return np.random.default_rng([ord(letter) for letter in name])

    given: dict[str, Any] = {"sign": 1, "rubric": RUBRIC, "stream": stream, "family": Family.CONTINUOUS, **more}
    return Declared(
        frame=cast("Frame", Rows(table)), treatment=treatment, outcome=outcome, parameters=parameters, **given
    )


def worded(name: str, design: StudyDesign, one: Declared, language: str) -> Iterator[str]:
    """Word all that the design finds on a declaration; a key or a value that is missing raises."""
    words = Catalogue(language)
    shown = {field: getattr(one.parameters, field) for field in one.parameters.__dataclass_fields__}
    yield from (words.text(f"design.{name}.{key}", shown) for key in ("title", "declared", "method"))
    found = design.estimate(one)
    yield from (words.text(f"estimate_name.{estimate.method}") for estimate in found)
    for challenge, posed in design.challenges.items():
        yield from (words.text(f"{kind}.{challenge}") for kind in ("refuter_title", "refuter_name"))
        came = posed.run(one, found[0])
        values = {
            "estimate": found[0].effect,
            "p": came.p_value,
            "low": came.low,
            "high": came.high,
            "draws": 0 if came.effects is None else len(came.effects),
            **came.values,
        }
        outcomes = (came.why,) if came.why else ("passed", "failed")
        yield from (words.sentence(Message(key=f"refuter.{challenge}.{key}", values=values)) for key in outcomes)
    for draw in design.figures.values():
        drawn = draw(one, found[0])
        yield from _of_plot(words, drawn) if isinstance(drawn, Plot) else _of_listing(words, drawn)


def _of_plot(words: Catalogue, drawn: Plot) -> Iterator[str]:
    yield from (words.text(f"plot.{drawn.name}.{key}", drawn.values) for key in ("title", "x", "y", "caption", "alt"))
    yield from (words.text(f"plot.{drawn.name}.strand.{strand.label}") for strand in drawn.strands)


def _of_listing(words: Catalogue, drawn: Listing) -> Iterator[str]:
    yield from (words.text(f"listing.{drawn.name}.{key}", drawn.values) for key in ("title", "caption"))
    yield from (words.text(f"listing.{drawn.name}.head.{head}") for head in drawn.heads)
