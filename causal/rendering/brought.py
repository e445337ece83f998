"""How what a report's estimators and refuters bring to its page is worded: as the catalogue does, or by their own titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.rendering.catalogue import Catalogue
    from causal.report import Brought


def estimator_title(words: Catalogue, ours: Brought, name: str) -> str:
    """Word an estimator: as the catalogue does, or by its own title."""
    return words.known(f"estimator.{name}", ours.estimators.get(name, name))


def refuter_title(words: Catalogue, ours: Brought, name: str) -> str:
    """Word an attempt to refute: as the catalogue does, or by its own title."""
    return words.known(f"refuter_title.{name}", ours.refuters.get(name, name))
