"""Every sentence that the findings of a design need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.findings import Listing, Plot
from causal.messages import Message
from causal.rendering.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.inference.designs import Declared, StudyDesign


def worded(name: str, design: StudyDesign, one: Declared, language: str) -> Iterator[str]:
    """Word all that the design finds on a declaration; a key or a value that is missing raises."""
    words = Catalogue(language)
    shown = {field: getattr(one.parameters, field) for field in one.parameters.__dataclass_fields__}
    yield words.text(f"design.{name}.declared", shown)
    yield from (words.text(f"design.{name}.{key}") for key in ("title", "method"))
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
        yield from _of_plot(words, drawn, one) if isinstance(drawn, Plot) else _of_listing(words, drawn)


def _of_plot(words: Catalogue, drawn: Plot, one: Declared) -> Iterator[str]:
    values = {"treatment": one.treatment, "outcome": one.outcome, **drawn.values}
    yield from (words.text(f"plot.{drawn.name}.{key}", values) for key in ("title", "x", "y", "caption", "alt"))
    yield from (words.text(f"plot.{drawn.name}.strand.{strand.label}") for strand in drawn.strands)


def _of_listing(words: Catalogue, drawn: Listing) -> Iterator[str]:
    yield from (words.text(f"listing.{drawn.name}.{key}", drawn.values) for key in ("title", "caption"))
    yield from (words.text(f"listing.{drawn.name}.head.{head}") for head in drawn.heads)
