"""DAGitty's text form: https://www.dagitty.net/manual-3.x.pdf and the R package's `dagitty()`.

It holds names, edges, and which variables are latent, exposures or outcomes; `x <-> y` stands for a latent common cause.
"""

from __future__ import annotations

import re
from typing import Any

from causal.authoring.graph_formats import Format, check_room
from causal.errors import CausalError

TOKEN = re.compile(
    r'\s+|//[^\n]*|/\*.*?\*/|(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<arrow><->|->|<-|--|@->|<-@|@-@|@--|--@)|'
    r'(?P<sign>[{}\[\];,=])|(?P<bare>[^\s{}\[\];,=<>"-]+(?:-(?!>|-)[^\s{}\[\];,=<>"-]+)*)',
    re.DOTALL,
)
ARROWS = frozenset({"->", "<-", "<->"})


def write(graph: Any) -> str:
    """Give the graph as a `dag`; raise CausalError where its edges, without their lags, run in a circle."""
    import networkx as nx

    plain = nx.DiGraph(graph.edges())
    plain.add_nodes_from(graph)
    if not nx.is_directed_acyclic_graph(plain):
        circle = " -> ".join([*(a for a, _ in nx.find_cycle(plain)), nx.find_cycle(plain)[0][0]])
        raise CausalError(f"DAGitty knows no lags, and without them the edges run in a circle: {circle}")
    outcome = graph.graph.get("outcome")
    exposure = str(graph.graph.get("chain", "")).partition(" ")[0]  # as `to_networkx` writes it
    lines = ["dag {"]
    for name, values in graph.nodes(data=True):
        roles = ["latent"] if values.get("kind") == "latent" else []
        roles += (["outcome"] if name == outcome else []) + (["exposure"] if name == exposure else [])
        lines.append(f"  {name} [{','.join(roles)}]" if roles else f"  {name}")
    lines += [f"  {a} -> {b}" for a, b in dict.fromkeys(graph.edges())]
    return "\n".join([*lines, "}", ""])


def read(text: str) -> Any:
    """Read a `dag`. Exposures and outcomes become the graph's `chain` and `outcome` where there is one of each."""
    return _Reader(text).read()


class _Reader:
    """The tokens of a text, read from the left."""

    def __init__(self, text: str) -> None:
        import networkx as nx

        self.tokens: list[tuple[str, str]] = []
        position = 0
        while position < len(text):
            found = TOKEN.match(text, position)
            if found is None:
                raise CausalError(
                    f"line {text.count(chr(10), 0, position) + 1}: DAGitty has no '{text[position]}' here"
                )
            if found.lastgroup:
                self.tokens.append((found.lastgroup, found.group()))
            position = found.end()
        self.at = 0
        self.graph = nx.MultiDiGraph()
        self.roles: dict[str, list[str]] = {"exposure": [], "outcome": []}

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "the end")

    def take(self, wanted: str = "") -> tuple[str, str]:
        token = self.peek()
        if wanted and token[1] != wanted:
            raise CausalError(f"DAGitty expects '{wanted}', not '{token[1]}'")
        self.at += 1
        return token

    def read(self) -> Any:
        kind = self.take()[1]
        if kind == "dag" and self.peek()[0] in ("bare", "quoted"):
            self.take()  # a name of the graph
        if kind != "dag":
            raise CausalError(
                f"a DAGitty text begins with 'dag {{', not with '{kind}': only a dag says what causes what"
            )
        self.group(0)
        if self.peek()[0] != "end":
            raise CausalError(f"'{self.peek()[1]}' stands after the end of the dag")
        self.name_ends()
        return self.graph

    def name_ends(self) -> None:
        """Take the one outcome, and the one exposure as the beginning of the chain."""
        import networkx as nx

        exposures, outcomes = self.roles["exposure"], self.roles["outcome"]
        if len(outcomes) == 1:
            self.graph.graph["outcome"] = outcomes[0]
            if len(exposures) == 1 and nx.has_path(self.graph, exposures[0], outcomes[0]):
                plain = nx.DiGraph(self.graph.edges())
                if nx.is_directed_acyclic_graph(plain):
                    self.graph.graph["chain"] = _longest(plain, exposures[0], outcomes[0])

    def group(self, depth: int) -> list[str]:
        """Read `{ ... }`; give the names in it."""
        if depth > 20:
            raise CausalError("this DAGitty text is nested too deeply")
        self.take("{")
        names: list[str] = []
        while self.peek()[1] != "}" or self.peek()[0] == "quoted":
            if self.peek()[0] == "end":
                raise CausalError("a '{' is never closed by '}'")
            if self.peek()[1] in (";", ",") and self.peek()[0] == "sign":
                self.take()
                continue
            names += self.statement(depth)
        self.take("}")
        return names

    def statement(self, depth: int) -> list[str]:
        """Read a variable, an attribute of the graph, or a row of arrows; give the names in it."""
        if self.tokens[self.at + 1 : self.at + 2] == [("sign", "=")]:
            self.at += 3
            return []
        ends = self.end(depth)
        named = list(ends)
        while self.peek()[0] == "arrow":
            arrow = self.take()[1]
            if arrow not in ARROWS:
                raise CausalError(f"'{arrow}' does not say what causes what: give each edge a direction")
            others = self.end(depth)
            check_room(self.graph, len(ends), len(others))
            for a in ends:
                for b in others:
                    self.edge(a, arrow, b)
            if self.peek() == ("sign", "["):
                self.attributes()
            ends, named = others, named + others
        return named

    def edge(self, a: str, arrow: str, b: str) -> None:
        if arrow == "<->":
            hidden = f"U_{a}_{b}"
            self.graph.add_node(hidden, kind="latent", label=f"Common cause of {a} and {b}")
            self.graph.add_edges_from([(hidden, a), (hidden, b)])
        else:
            self.graph.add_edge(*((a, b) if arrow == "->" else (b, a)))

    def end(self, depth: int) -> list[str]:
        """Read one end of an arrow: a variable with its attributes, or a group."""
        if self.peek() == ("sign", "{"):
            return self.group(depth + 1)
        kind, text = self.take()
        if kind not in ("bare", "quoted"):
            raise CausalError(f"DAGitty expects a variable, not '{text}'")
        name = re.sub(r"\\(.)", r"\1", text[1:-1]) if kind == "quoted" else text
        self.graph.add_node(name)
        if self.peek() == ("sign", "["):
            for key in self.attributes():
                if key == "latent":
                    self.graph.nodes[name]["kind"] = "latent"
                if key in self.roles and name not in self.roles[key]:
                    self.roles[key].append(name)
        return [name]

    def attributes(self) -> list[str]:
        """Read `[key, key=value]`; give the keys."""
        self.take("[")
        keys = []
        while self.peek() != ("sign", "]"):
            if self.peek()[0] == "end":
                raise CausalError("a '[' is never closed by ']'")
            kind, text = self.take()
            if kind in ("bare", "quoted"):
                keys.append(text)
            if self.peek() == ("sign", "="):
                self.take()
                self.take()
        self.take("]")
        return keys


def _longest(plain: Any, start: str, end: str) -> list[str]:
    """Give the longest path of an acyclic graph between two nodes, the first of equals."""
    import networkx as nx

    between = ({start} | nx.descendants(plain, start)) & ({end} | nx.ancestors(plain, end))
    return [str(name) for name in nx.dag_longest_path(plain.subgraph(between))]


FORMAT = Format(title="DAGitty", suffixes=(".dagitty", ".dag"), write=write, read=read)
