"""The open set of outputs: one module each, with one constant `OUTPUT`, that makes files of a report.

An output is given the page as a record, already worded and drawn, and the report behind it, and gives the content of files by
name. Add one by adding a file (or an entry point in group `causal.outputs`); there is no list to extend.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from causal.errors import CausalError
from causal.files.members import members, names
from causal.work.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from causal.rendering.catalogue import Catalogue
    from causal.rendering.compiled import Compiled
    from causal.rendering.page import Page
    from causal.report import Report


def unheard(_: str) -> None:
    """Tell nobody."""


NOTHING_KEPT = Store(None)
TAKEN = "report.json"  # the report, of which every output is made


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an output may read; `folder` is the report's, where it is known. `told` takes how far an output is, in words.

    `written` is report.json, where it is written already. `store` keeps parts that are dear to make, and `compiled` what Jinja
    makes of templates; what is made is the same with and without them.
    """

    report: Report
    page: Page
    words: Catalogue
    folder: Path | None = None
    told: Callable[[str], None] = unheard
    store: Store = NOTHING_KEPT
    compiled: Compiled | None = None
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A kind of file. `place` is the file or folder that it writes, and the only one that it may.

    `files(given)` gives the content of each file by its name: `place` itself, or names under it. It raises a CausalError
    with an instruction where it cannot: the other outputs are then made all the same. `usual`: made unless others are asked
    for. `beside`: it works in a process of its own, and is made beside the others.
    """

    title: str
    place: str
    files: Callable[[Given], Mapping[str, bytes]]
    usual: bool = False
    beside: bool = False

    @property
    def single(self) -> bool:
        """Whether it writes one file, not a folder of them."""
        return "." in self.place


@cache
def outputs() -> Mapping[str, Output]:
    """Give every output by name (the module's name), sorted; entry points may add to the built-in ones.

    Raise CausalError with both names where two write in one place, or one where the report itself stands.
    """
    found: Mapping[str, Output] = members(__name__, __path__, "OUTPUT")
    taken = {TAKEN: "json"}
    for name, output in found.items():
        if (other := taken.setdefault(output.place, name)) != name:
            raise CausalError(f"the outputs '{other}' and '{name}' both write {output.place}: uninstall one")
    return found


def output_names() -> tuple[str, ...]:
    """Give the names of the outputs without importing them."""
    return names(__name__, __path__)


def usual() -> tuple[str, ...]:
    """Give the names of the outputs that are made unless others are asked for."""
    return tuple(name for name, output in outputs().items() if output.usual)
