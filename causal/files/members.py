"""An open set is a package whose modules hold one constant each; entry points in the group of its name add to it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, TypeVar

from causal.errors import CausalError
from causal.files.fields import NAME
from causal.files.sentences import refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.metadata import EntryPoint


T = TypeVar("T")


class Members(Mapping[str, T]):
    """The members of an open set by name, sorted: each is imported when it is first asked for.

    One from elsewhere is refused then (CausalError, with its place) where it brings sentences that are not allowed.
    """

    def __init__(self, package: str, path: Iterable[str], constant: str) -> None:
        self._own, self._constant, self._group = frozenset(_modules(path)), constant, group(package)
        self._points = {point.name: point for point in entry_points(self._group)}
        self._places = dict(sorted(places(package, path).items()))
        self._made: dict[str, T] = {}
        for name in self._points:
            if not re.fullmatch(NAME, name):
                place = f"{self._group} ({self._places[name]})"
                raise CausalError(f"{place}: '{name}' is no name of letters, digits and _ that begins with a letter")

    def __getitem__(self, name: str) -> T:
        if name not in self._made:
            self._made[name] = self._imported(name, self._places[name])
        return self._made[name]

    def _imported(self, name: str, place: str) -> T:
        if name in self._own:
            own: T = getattr(import_module(place), self._constant)
            return own
        other: T = _sound(name, self._points[name].load(), f"{self._group} ({place})")
        return other

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def members(package: str, path: Iterable[str], constant: str) -> Members[Any]:
    """Give the constant of every module by the module's name, sorted; a module that begins with _ is no member.

    The entry-point group is `causal.` and the last part of the package's name. Refused are, each with its place
    (CausalError), two members of one name and a name that no report could cite.
    """
    return Members(package, path, constant)


def places(package: str, path: Iterable[str]) -> dict[str, str]:
    """Give where each member of an open set stands, by its name: its module, or the value of its entry point."""
    found = {name: f"{package}.{name}" for name in _modules(path)}
    for point in entry_points(group(package)):
        if point.name in found:
            raise CausalError(
                f"two {package.rpartition('.')[2]} are called '{point.name}': {found[point.name]} and {point.value}; "
                "uninstall one, or have it renamed"
            )
        found[point.name] = point.value
    return found


def entry_points(group: str) -> Iterable[EntryPoint]:
    """Give the entry points of a group."""
    found: Iterable[EntryPoint] = _installed(tuple(sys.path)).select(group=group)
    return found


@lru_cache(maxsize=4)
def _installed(_path: tuple[str, ...]) -> Any:
    """Give every entry point of what is installed on a path: each package is looked into once a process."""
    from importlib import metadata

    return metadata.entry_points()


def _modules(path: Iterable[str]) -> list[str]:
    return [module.name for module in iter_modules(path) if not module.name.startswith("_")]


def names(package: str, path: Iterable[str]) -> tuple[str, ...]:
    """Give the names of the members, sorted, without importing one."""
    return tuple(sorted(places(package, path)))


def _sound(name: str, member: Any, place: str) -> Any:
    """Give a member from elsewhere; raise CausalError where no report could hold what it brings."""
    for language, texts in getattr(member, "sentences", {}).items():
        for key, text in texts.items():
            if wrong := refused(text):
                raise CausalError(f"{place}: the sentence '{key}' of '{name}' ({language}): {wrong}")
    return member


def group(package: str) -> str:
    """Give the entry-point group of an open set: `causal.checks` for the package `causal.judgement.checks`."""
    return f"causal.{package.rpartition('.')[2]}"
