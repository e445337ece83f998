"""The one surface that authors of extensions import: the record of each open set, and what its functions are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causal.authoring.graph_formats import Format, graph_formats
from causal.data.connectors import Connector, connectors
from causal.data.sources import Source, sources
from causal.inference.estimators import Estimator, Functional, estimators
from causal.inference.refuters import Refuter, refuters
from causal.judgement.checks import Check, checks
from causal.rendering.outputs import Output, outputs
from causal.sampling import Sampling, samplings

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SETS", "Check", "Connector", "Estimator", "Format", "Functional", "Output", "Refuter", "Sampling", "Source"]

SETS: dict[str, Callable[[], dict[str, Any]]] = {
    "checks": checks,
    "connectors": connectors,
    "estimators": estimators,
    "graph_formats": graph_formats,
    "outputs": outputs,
    "refuters": refuters,
    "sampling": samplings,
    "sources": sources,
}
