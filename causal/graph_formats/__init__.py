"""The open set of graph formats: one module each, with one constant `FORMAT`, to take a graph elsewhere and back.

A format turns text into a networkx MultiDiGraph and back. Names of variables are its nodes; what else is known of a graph,
a variable or an edge are attributes, plain text or numbers. Add one by adding a file (or an entry point in group
`causal.graph_formats`); there is no list to extend.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import PurePath
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """`write(graph)` gives text; `read(text)` gives a MultiDiGraph, or raises CausalError with an instruction.

    What a format cannot hold it leaves out: `causal.exchange` finds out and says so.
    """

    title: str
    suffixes: tuple[str, ...]
    write: Callable[[Any], str]
    read: Callable[[str], Any]


@cache
def graph_formats() -> dict[str, Format]:
    """Give every format by name (the module's name), sorted; entry points may add to the built-in ones."""
    found = {
        module.name: import_module(f"{__name__}.{module.name}").FORMAT
        for module in iter_modules(__path__)
        if not module.name.startswith("_")
    }
    found |= {point.name: point.load() for point in entry_points(group="causal.graph_formats")}
    return dict(sorted(found.items()))


def format_for(file: str) -> Format | None:
    """Give the format of files of that suffix, or None."""
    suffix = PurePath(file).suffix.lower()
    return next((f for f in graph_formats().values() if suffix in f.suffixes), None)
