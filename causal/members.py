"""An open set is a package whose modules hold one constant each; entry points in the group of its name add to it."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def members(package: str, path: Iterable[str], constant: str) -> dict[str, Any]:
    """Give the constant of every module by the module's name, sorted; a module that begins with _ is no member."""
    found = {
        module.name: getattr(import_module(f"{package}.{module.name}"), constant)
        for module in iter_modules(path)
        if not module.name.startswith("_")
    }
    found |= {point.name: point.load() for point in entry_points(group=package)}
    return dict(sorted(found.items()))
