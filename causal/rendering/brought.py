"""What a report's estimators, refuters and checks bring to its page: titles, and the sentences that no catalogue has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from causal.inference.estimators import estimators
from causal.inference.refuters import refuters
from causal.judgement.checks import checks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from causal.rendering.catalogue import Catalogue
    from causal.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Titles by name, in the order in which they are listed; sentences by language and key."""

    estimators: Mapping[str, str] = field(default_factory=dict)
    refuters: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def brought(report: Report) -> Brought:  # noqa: ARG001 - the report is to carry all of this
    """Give what the extensions that made a report bring to its page."""
    sentences: dict[str, dict[str, str]] = {}
    for check in checks().values():
        for language, texts in check.sentences.items():
            sentences.setdefault(language, {}).update(texts)
    return Brought(
        estimators={name: one.title for name, one in estimators().items()},
        refuters={name: one.title for name, one in refuters().items()},
        sentences=sentences,
    )


def estimator_title(words: Catalogue, ours: Brought, name: str) -> str:
    """Word an estimator: as the catalogue does, or by its own title."""
    return words.known(f"estimator.{name}", ours.estimators.get(name, name))


def refuter_title(words: Catalogue, ours: Brought, name: str) -> str:
    """Word an attempt to refute: as the catalogue does, or by its own title."""
    return words.known(f"refuter_title.{name}", ours.refuters.get(name, name))
