"""An open set is a package whose modules hold one constant each; entry points in the group of its name add to it."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError
from causal.files.fields import NAME
from causal.files.sentences import refused

if TYPE_CHECKING:
    from collections.abc import Iterable


def members(package: str, path: Iterable[str], constant: str) -> dict[str, Any]:
    """Give the constant of every module by the module's name, sorted; a module that begins with _ is no member.

    The entry-point group is `causal.` and the last part of the package's name. Refused are, each with its place
    (CausalError), two members of one name, a name that no report could cite, and sentences that are not allowed.
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
        found[point.name] = _sound(point.name, point.load(), f"{group(package)} ({point.value})")
    return dict(sorted(found.items()))


def _sound(name: str, member: Any, place: str) -> Any:
    """Give a member from elsewhere; raise CausalError where no report could hold what it brings."""
    if not re.fullmatch(NAME, name):
        raise CausalError(f"{place}: '{name}' is no name of letters, digits and _ that begins with a letter")
    for language, texts in getattr(member, "sentences", {}).items():
        for key, text in texts.items():
            if wrong := refused(text):
                raise CausalError(f"{place}: the sentence '{key}' of '{name}' ({language}): {wrong}")
    return member


def group(package: str) -> str:
    """Give the entry-point group of an open set: `causal.checks` for the package `causal.judgement.checks`."""
    return f"causal.{package.rpartition('.')[2]}"
