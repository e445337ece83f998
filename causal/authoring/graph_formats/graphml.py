"""GraphML, through networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causal.authoring.graph_formats import Format
from causal.authoring.graph_formats._ends import MARKS, YED, settled
from causal.errors import CausalError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
YFILES = "{http://www.yworks.com/xml/graphml}"


def write(graph: Any) -> str:
    """Give the graph as XML with a declared type for each attribute."""
    import networkx as nx

    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    return head + "\n".join(nx.generate_graphml(graph)) + "\n"


def read(text: str) -> Any:
    """Read a directed graph; a document type, which could define entities, is refused."""
    from xml.etree.ElementTree import ParseError, fromstring, tostring

    import networkx as nx

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise CausalError("this GraphML has a document type, which may hide anything: remove <!DOCTYPE ...>")
    try:
        document = fromstring(text.encode())  # noqa: S314 - without a document type there are no entities
        _point(document)
        graph = nx.parse_graphml(tostring(document), force_multigraph=True)
    except (ParseError, KeyError, TypeError, ValueError, AttributeError, LookupError, nx.NetworkXError) as error:
        raise CausalError(f"this is no GraphML that networkx reads: {type(error).__name__} {error}") from error
    if not graph.is_directed():
        raise CausalError('the graph is undirected: it does not say what causes what; edgedefault="directed" is needed')
    for defaults in ("node_default", "edge_default"):  # networkx has filled them in
        graph.graph.pop(defaults, None)
    return settled(graph)


def _point(document: Element) -> None:
    """Say of each edge which way it points in attributes that are read: its own `directed`, and the arrows that yEd draws."""
    for graph in document.iter(f"{SPACE}graph"):
        edges = graph.findall(f"{SPACE}edge")
        whole = graph.get("edgedefault", "")
        ways = [edge.attrib.pop("directed", "true" if whole == "directed" else "false") for edge in edges]
        if "true" not in ways and whole != "directed":
            continue
        graph.set("edgedefault", "directed")
        for edge, way in zip(edges, ways, strict=True):
            arrows = next(edge.iter(f"{YFILES}Arrows"), None)
            if way != "true":
                _mark(edge, {"dir": "none"})
            elif arrows is not None:
                source, target = (arrows.get(end, "none") for end in ("source", "target"))
                _mark(edge, {"dir": "both", "arrowtail": YED.get(source, source), "arrowhead": YED.get(target, target)})
    if document.find(f".//{SPACE}data[@key='read-dir']") is not None:
        for name in MARKS:
            key = {"id": f"read-{name}", "for": "edge", "attr.name": name, "attr.type": "string"}
            document.insert(0, document.makeelement(f"{SPACE}key", key))


def _mark(edge: Element, marks: dict[str, str]) -> None:
    for name, value in marks.items():
        data = edge.makeelement(f"{SPACE}data", {"key": f"read-{name}"})
        data.text = value
        edge.append(data)


FORMAT = Format(title="GraphML", suffixes=(".graphml",), write=write, read=read)
