"""What a new folder declares of a study design: which columns may be cause and effect, what the design asks for, what the graph draws."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError, did_you_mean
from causal.inference.designs import called, designs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from causal.authoring.own_data import OwnData

OF_TWO_VALUES = frozenset({"trial", "differences", "synthetic", "event_study"})
NUMBERED = {"unit": ("unit_of_row", "Unit"), "period": ("period_of_row", "Time")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A design as a new graph.yaml has it: cause and effect, `design` with its keys, the variables that are no columns, what is drawn."""

    cause: str
    effect: str
    design: dict[str, Any]
    variables: tuple[dict[str, str], ...] = ()
    background: tuple[tuple[str, tuple[str, ...]], ...] = ()


def sample_of(name: str) -> str:
    """Give the kind of sample that a design is for; raise CausalError for an unknown design."""
    known = called(name)
    if not known:
        raise CausalError(
            f"no study design is called '{name}'{did_you_mean(name, designs())}; see docs/how-to/designs.md"
        )
    return min(designs()[known].samples)


def declaration(name: str, data: OwnData, variables: Sequence[str]) -> Declaration:
    """Give what a folder on these columns declares of a design; raise CausalError where they are too few."""
    own = called(name)
    design = designs()[own]
    made = tuple(_made(own, data))
    cause = made[0]["name"] if own == "interrupted" and made else _cause(own, data, variables)
    effect = next(one for one in reversed(variables) if one != cause)
    left = [one for one in variables if one not in (cause, effect)]
    keys: dict[str, Any] = {"kind": own}
    for key in (one for one in fields(design.parameters) if one.default is MISSING and one.default_factory is MISSING):
        if key.name not in design.variables:
            keys[key.name] = 0
        elif left:
            keys[key.name] = left[0]
        else:
            raise CausalError(
                f"'{own}' asks for a further column of numbers, its `{key.name}`: see docs/how-to/designs/{own}.md"
            )
    drawn: list[tuple[str, tuple[str, ...]]] = []
    if design.effects:
        drawn += [(one["name"], (cause, effect)) for one in made]
    if running := keys.get("running"):
        drawn.append((running, (cause, effect)))
    if mediator := keys.get("mediator"):
        drawn += [(cause, (mediator,)), (mediator, (effect,))]
    return Declaration(cause=cause, effect=effect, design=keys, variables=made, background=tuple(drawn))


def _made(own: str, data: OwnData) -> Iterator[dict[str, str]]:
    """Give the variables that are no columns: the numbers of units and times, or the step of an interrupted series."""
    if designs()[own].effects:
        for function, (name, label) in NUMBERED.items():
            yield {"name": name, "label": label, "formula": f"{function}()", "unit": ""}
    if own == "interrupted" and data.event is not None and not data.two_values:
        yield {"name": "since_event", "label": "Since the event", "formula": f"since({data.event:%Y%m%d})", "unit": ""}


def _cause(own: str, data: OwnData, variables: Sequence[str]) -> str:
    """Give the column that may be the cause: one of 0 and 1 where the design asks for that."""
    two_values = [one for one in variables if one.rpartition(".")[2] in data.two_values]
    if own in OF_TWO_VALUES and not two_values:
        raise CausalError(
            f"'{own}' compares rows with the cause to rows without, and {data.file} has no column of 0 and 1: add one, or "
            "write a formula such as where(data.x > 2, 1, 0) in graph.yaml of a folder made without --design"
        )
    return (two_values or list(variables))[0]
