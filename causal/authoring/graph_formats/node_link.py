"""networkx's node-link JSON, as `networkx.node_link_data` gives it."""

from __future__ import annotations

import json
from typing import Any

from causal.authoring.graph_formats import Format
from causal.authoring.graph_formats._ends import settled
from causal.errors import CausalError


def write(graph: Any) -> str:
    """Give the graph as JSON."""
    import networkx as nx

    return json.dumps(nx.node_link_data(graph, edges="edges"), indent=1, ensure_ascii=False) + "\n"


def read(text: str) -> Any:
    """Read a directed graph, one edge a pair or several; older files call the edges `links`."""
    import networkx as nx

    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CausalError(f"this is not JSON: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("nodes"), list):
        raise CausalError("this JSON has no list 'nodes': write it with networkx.node_link_data(graph)")
    if not data.get("directed", True):
        raise CausalError('the graph is undirected ("directed": false): it does not say what causes what')
    data = {**data, "directed": True}
    try:
        graph = nx.MultiDiGraph(nx.node_link_graph(data, edges="edges" if "edges" in data else "links"))
    except (KeyError, TypeError, ValueError, AttributeError, nx.NetworkXError) as error:
        raise CausalError(f"this JSON is no node-link graph: {type(error).__name__} {error}") from error
    return settled(graph)


FORMAT = Format(title="networkx node-link JSON", suffixes=(".json",), write=write, read=read)
