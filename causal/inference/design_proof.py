"""Whether declared study designs can be computed on the data, before any of their estimates is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.findings import Strategy
from causal.inference.designed import UNCOMPUTABLE, declared, reason
from causal.inference.designs import designs
from causal.verdict import RUBRIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.frame import Frame
    from causal.study import Edge, Graph, Study

PAGE = "docs/how-to/designs"


def uncomputable(study: Study, frame: Frame) -> Iterator[str]:
    """Give a sentence, an instruction, for each edge of each graph whose design has nothing to estimate on these data.

    An edge that its graph does not identify is left to the report, which says why.
    """
    for graph in (study.graph, *study.rivals):
        for edge in graph.edges:
            if edge.design is not None and (why := _unproved(study, frame, graph, edge)):
                name = edge.design.design
                yield (
                    f"{graph.id}: the design '{name}' of {edge.id} cannot be computed on these data, so that the report will "
                    f"not call the edge supported: {why}; see {PAGE}/{name}.md"
                )


def _unproved(study: Study, frame: Frame, graph: Graph, edge: Edge) -> str:
    """Give why a design cannot be computed, "" where it can."""
    from causal.inference.identify import identify  # its libraries are not for folders without a design

    assert edge.design is not None
    estimand = identify(graph, edge)
    if estimand.strategy is Strategy.NONE:
        return ""
    design = designs()[edge.design.design]
    try:
        (design.proof or design.estimate)(declared(frame, graph, edge, estimand, study.seed, RUBRIC))
    except UNCOMPUTABLE as error:
        return reason(error)
    return ""
