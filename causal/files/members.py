"""An open set is a package whose modules hold one constant each; entry points in the group of its name add to it."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError

if TYPE_CHECKING:
    from collections.abc import Iterable


def members(package: str, path: Iterable[str], constant: str) -> dict[str, Any]:
    """Give the constant of every module by the module's name, sorted; a module that begins with _ is no member.

    The entry-point group is `causal.` and the last part of the package's name. Two members of one name are refused
    with both places (CausalError).
    """
    found, places = {}, {}
    for module in iter_modules(path):
        if not module.name.startswith("_"):
            places[module.name] = f"{package}.{module.name}"
            found[module.name] = getattr(import_module(places[module.name]), constant)
    for point in entry_points(group=group(package)):
        if point.name in found:
            raise CausalError(
                f"two {package.rpartition('.')[2]} are called '{point.name}': {places[point.name]} and {point.value}; "
                "uninstall one, or have it renamed"
            )
        places[point.name] = point.value
        found[point.name] = point.load()
    return dict(sorted(found.items()))


def names(package: str, path: Iterable[str]) -> tuple[str, ...]:
    """Give the names of the members, sorted, without importing one."""
    own = {module.name for module in iter_modules(path) if not module.name.startswith("_")}
    return tuple(sorted(own | {point.name for point in entry_points(group=group(package))}))


def group(package: str) -> str:
    """Give the entry-point group of an open set: `causal.checks` for the package `causal.judgement.checks`."""
    return f"causal.{package.rpartition('.')[2]}"
