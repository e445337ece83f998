#!/usr/bin/env bash
# networkx 3.6.1: an edge of yEd whose arrow is drawn at its source is read as pointing to its target.
#
# Expected: yEd keeps the two ends of an edge in the order in which they were clicked, and which of them bears the arrow
# head in y:Arrows; an edge with the head at the source alone is read reversed, or its arrows come along as attributes.
# Seen: the labels of the nodes are read from yEd's own elements, the arrows are not: demand -> price, as drawn, comes
# out as price -> demand, without a warning.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1
"$work/env/bin/python" - <<'PY'
import networkx as nx

FILE = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key for="node" id="d0" yfiles.type="nodegraphics"/>
  <key for="edge" id="d1" yfiles.type="edgegraphics"/>
  <graph edgedefault="directed" id="G">
    <node id="n0"><data key="d0"><y:ShapeNode><y:NodeLabel>price</y:NodeLabel></y:ShapeNode></data></node>
    <node id="n1"><data key="d0"><y:ShapeNode><y:NodeLabel>demand</y:NodeLabel></y:ShapeNode></data></node>
    <edge id="e0" source="n0" target="n1">
      <data key="d1"><y:PolyLineEdge><y:Arrows source="standard" target="none"/></y:PolyLineEdge></data>
    </edge>
  </graph>
</graphml>"""

graph = nx.parse_graphml(FILE)
labels = nx.get_node_attributes(graph, "label")
read = [(labels[a], labels[b], data) for a, b, data in graph.edges(data=True)]
print("networkx", nx.__version__)
print("read:", read)
assert labels == {"n0": "price", "n1": "demand"}, "the labels of yEd are read otherwise"
assert read == [("price", "demand", {"id": "e0"})], "the arrow of yEd is read now"
PY
