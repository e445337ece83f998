"""DAGitty's text form: https://www.dagitty.net/manual-3.x.pdf and the R package's `dagitty()`.

It holds names, edges, and which variables are latent, exposures, outcomes, or chose the rows; `x <-> y` stands for a latent
common cause. What its parser takes is taken: short names of roles, a text without `dag { }`, and lists of causes and effects.
"""

from __future__ import annotations

import re
from typing import Any

from causal.authoring.graph_formats import Format, check_room
from causal.authoring.graph_formats._ends import TOLD, common_cause
from causal.authoring.graph_formats._lists import is_lists, read_lists
from causal.errors import CausalError

TOKEN = re.compile(
    r'(?:\A|\s*\n)[ \t]*#[^\n]*|\s+|//[^\n]*|/\*.*?\*/|(?P<unended>/\*)|(?P<quoted>"(?:[^"\\]|\\.)*"|[“”„‟][^“”„‟"]*[“”‟]|‘[^‘’]*’)|'
    r"(?P<arrow><->|->|<-|--|@->|<-@|@-@|@--|--@)|(?P<sign>[{}\[\];,=])|"
    r'(?P<bare>-?[^\s{}\[\];,=<>"“”„‟‘-]+(?:-(?!>|-)[^\s{}\[\];,=<>"“”„‟‘-]+)*)',
    re.DOTALL,
)
NAMED = re.compile(r"[ \t]+[\w{\"]")  # a name that follows on the same line
TYPES = frozenset({"dag", "pdag", "mag", "pag", "graph", "digraph"})
ROLES = {
    **dict.fromkeys(("latent", "l", "unobserved", "u"), "latent"),
    **dict.fromkeys(("exposure", "e", "source"), "exposure"),
    **dict.fromkeys(("outcome", "o", "target"), "outcome"),
    **dict.fromkeys(("adjusted", "a"), "adjusted"),
    **dict.fromkeys(("selected", "s"), "selected"),
}
LAYOUT = frozenset({"pos", "bb"})
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
        roles += ["selected"] if values.get("selects") else []
        roles += (["outcome"] if name == outcome else []) + (["exposure"] if name == exposure else [])
        lines.append(f"  {name} [{','.join(roles)}]" if roles else f"  {name}")
    lines += [f"  {a} -> {b}" for a, b in dict.fromkeys(graph.edges())]
    return "\n".join([*lines, "}", ""])


def read(text: str) -> Any:
    """Read a `dag`. Exposures and outcomes become the graph's `chain` and `outcome`; where there are several, the first."""
    if is_lists(text):
        graph, roles = read_lists(text)
    else:
        reader = _Reader(text)
        graph, roles = reader.read(), reader.roles
    for name in roles["latent"]:
        graph.nodes[name]["kind"] = "latent"
    for name in roles.get("selected", ()):
        graph.nodes[name]["selects"] = "rows"
    for name in roles["adjusted"]:
        graph.nodes[name]["adjusted"] = "yes"
    _name_ends(graph, roles["exposure"], roles["outcome"])
    return graph


def _name_ends(graph: Any, exposures: list[str], outcomes: list[str]) -> None:
    """Take the first outcome, and the first exposure that leads to it as the beginning of the chain."""
    import networkx as nx

    told = graph.graph.setdefault(TOLD, [])
    if len(outcomes) > 1:
        told.append(f"{len(outcomes)} outcomes, {', '.join(outcomes)}: {outcomes[0]} is taken; --outcome names another")
    if not outcomes:
        if len(exposures) > 1:
            told.append(f"{len(exposures)} exposures, {', '.join(exposures)}, and no outcome: none begins the chain")
        return
    graph.graph["outcome"] = outcomes[0]
    plain = nx.DiGraph(graph.edges())
    if not nx.is_directed_acyclic_graph(plain):
        return
    leading = [name for name in exposures if name in plain and outcomes[0] in nx.descendants(plain, name)]
    if leading:
        graph.graph["chain"] = _longest(plain, leading[0], outcomes[0])
    away = [name for name in exposures if name not in leading]
    if away:
        told.append(f"exposures from which no path leads to {outcomes[0]}: {', '.join(away)}; they are plain variables")
    if len(leading) > 1:
        told.append(
            f"{len(leading)} exposures, {', '.join(leading)}: the chain begins with {leading[0]}; "
            "an effect of another is an edge of its own, with sign or claims"
        )


class _Reader:
    """The tokens of a text, read from the left."""

    def __init__(self, text: str) -> None:
        import networkx as nx

        self.tokens: list[tuple[str, str]] = []
        self.told = 0  # where the last token ended
        position = 0
        while position < len(text):
            found = TOKEN.match(text, position)
            if found is None or found.lastgroup == "unended":
                wrong = (
                    f"DAGitty has no '{text[position]}' here" if found is None else "a comment begins and never ends"
                )
                raise CausalError(f"line {text.count(chr(10), 0, position) + 1}: {wrong}")
            if found.lastgroup:
                self._refuse_circle(text, found)
                self.tokens.append((found.lastgroup, found.group()))
                self.told = found.end()
            position = found.end()
        self.at = 0
        self.graph = nx.MultiDiGraph()
        self.roles: dict[str, list[str]] = {role: [] for role in ROLES.values()}

    def _refuse_circle(self, text: str, found: re.Match[str]) -> None:
        """Raise CausalError for the end of an arrow in an ancestral graph, `x o-> y`; a variable may be called o."""
        start, end, name = found.start(), found.end(), found.group()
        if found.lastgroup != "bare" or name not in ("o", "o-o"):
            return
        after_name = bool(self.tokens) and (
            self.tokens[-1][0] in ("bare", "quoted") or self.tokens[-1][1] in ("]", "}")
        )
        beside = after_name and self.told < start and "\n" not in text[self.told : start]
        before = beside and (name == "o-o" or text[end : end + 2] in ("->", "--"))
        behind = text[max(start - 2, 0) : start] in ("<-", "--") and NAMED.match(text, end)
        if before or behind:
            raise CausalError(
                f"the circle in '{text[max(start - 2, 0) : end + 2].strip()}' does not say what causes what: give each edge a direction; "
                "a variable called o stands apart, o -> y"
            )

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "the end")

    def take(self, wanted: str = "") -> tuple[str, str]:
        token = self.peek()
        if wanted and token[1] != wanted:
            raise CausalError(f"DAGitty expects '{wanted}', not '{token[1]}'")
        self.at += 1
        return token

    def read(self) -> Any:
        if self.headless():
            self.tokens = [("bare", "dag"), ("sign", "{"), *self.tokens, ("sign", "}")]
        kind = self.take()[1]
        if kind.lower() == "dag" and self.peek()[0] in ("bare", "quoted"):
            self.take()  # a name of the graph
        if kind.lower() != "dag":
            raise CausalError(
                f"a DAGitty text begins with 'dag {{', not with '{kind}': only a dag says what causes what"
            )
        self.group(0)
        if self.peek()[0] != "end":
            raise CausalError(f"'{self.peek()[1]}' stands after the end of the dag")
        return self.graph

    def headless(self) -> bool:
        """Whether the text is what stands between `dag {` and `}`: it has an arrow, and names that DAGitty writes bare."""
        first, second, third = [*self.tokens, *[("end", "")] * 3][:3]
        if first[1].lower() in TYPES and ("sign", "{") in (second, third):
            return False
        plain = all(re.fullmatch(r"[\w.-]+", text) for kind, text in self.tokens if kind == "bare")
        return plain and any(kind == "arrow" for kind, _ in self.tokens)

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
        """Read a variable, an attribute of the graph, or a row of arrows with its attributes; give the names in it."""
        if self.tokens[self.at + 1 : self.at + 2] == [("sign", "=")]:
            self.at += 3
            return []
        ends = self.end(depth)
        if self.peek() == ("sign", "["):
            self.mark([self.graph.nodes[name] for name in ends], ends)
        named = list(ends)
        drawn: list[dict[str, str]] = []
        while self.peek()[0] == "arrow":
            arrow = self.take()[1]
            if arrow not in ARROWS:
                raise CausalError(f"'{arrow}' does not say what causes what: give each edge a direction")
            others = self.end(depth)
            check_room(self.graph, len(ends), len(others))
            drawn += [self.edge(a, arrow, b) for a in ends for b in others]
            if self.peek() == ("sign", "["):
                self.mark(drawn, others)
            ends, named = others, named + others
        return named

    def edge(self, a: str, arrow: str, b: str) -> dict[str, str]:
        """Draw an edge; give its attributes, to be filled."""
        if arrow == "<->":
            common_cause(self.graph, a, b)
            return {}
        cause, effect = (a, b) if arrow == "->" else (b, a)
        key = self.graph.add_edge(cause, effect)
        values: dict[str, str] = self.graph[cause][effect][key]
        return values

    def mark(self, marked: list[dict[str, str]], names: list[str]) -> None:
        """Read attributes: roles are those of the variables before them, the rest of what is marked, a variable or a row's edges."""
        for key, value in self.attributes().items():
            if key in ROLES:
                known = self.roles[ROLES[key]]
                known += [name for name in names if name not in known]
            elif key not in LAYOUT:
                for values in marked:
                    values.setdefault(key, value)

    def end(self, depth: int) -> list[str]:
        """Read one end of an arrow: a variable, or a group."""
        if self.peek() == ("sign", "{"):
            return self.group(depth + 1)
        kind, text = self.take()
        if kind not in ("bare", "quoted"):
            raise CausalError(f"DAGitty expects a variable, not '{text}'")
        name = _plain(kind, text)
        self.graph.add_node(name)
        return [name]

    def attributes(self) -> dict[str, str]:
        """Read `[key, key=value]`; give the values by key, "yes" where a key stands alone."""
        self.take("[")
        found: dict[str, str] = {}
        while self.peek() != ("sign", "]"):
            if self.peek()[0] == "end":
                raise CausalError("a '[' is never closed by ']'")
            kind, text = self.take()
            value = "yes"
            if self.peek() == ("sign", "="):
                self.take()
                value = _plain(*self.take())
            if kind in ("bare", "quoted"):
                found[_plain(kind, text)] = value
        self.take("]")
        return found


def _plain(kind: str, text: str) -> str:
    """Give the text of a name or value without its quotes."""
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if kind == "quoted" else text


def _longest(plain: Any, start: str, end: str) -> list[str]:
    """Give the longest path of an acyclic graph between two nodes, the first of equals."""
    import networkx as nx

    between = ({start} | nx.descendants(plain, start)) & ({end} | nx.ancestors(plain, end))
    return [str(name) for name in nx.dag_longest_path(plain.subgraph(between))]


FORMAT = Format(title="DAGitty", suffixes=(".dagitty", ".dag"), write=write, read=read)
