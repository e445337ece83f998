"""GraphML, through networkx."""

from __future__ import annotations

from typing import Any

from causal.authoring.graph_formats import Format
from causal.errors import CausalError


def write(graph: Any) -> str:
    """Give the graph as XML with a declared type for each attribute."""
    import networkx as nx

    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    return head + "\n".join(nx.generate_graphml(graph)) + "\n"


def read(text: str) -> Any:
    """Read a directed graph; a document type, which could define entities, is refused."""
    from xml.etree.ElementTree import ParseError

    import networkx as nx

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise CausalError("this GraphML has a document type, which may hide anything: remove <!DOCTYPE ...>")
    try:
        graph = nx.parse_graphml(text.encode(), force_multigraph=True)
    except (ParseError, KeyError, TypeError, ValueError, AttributeError, LookupError, nx.NetworkXError) as error:
        raise CausalError(f"this is no GraphML that networkx reads: {type(error).__name__} {error}") from error
    if not graph.is_directed():
        raise CausalError('the graph is undirected: it does not say what causes what; edgedefault="directed" is needed')
    for defaults in ("node_default", "edge_default"):  # networkx has filled them in
        graph.graph.pop(defaults, None)
    return graph


FORMAT = Format(title="GraphML", suffixes=(".graphml",), write=write, read=read)
