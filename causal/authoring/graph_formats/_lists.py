"""DAGitty's first text form: variables with their roles, a blank line, and for each cause its effects."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from causal.authoring.graph_formats import check_room
from causal.authoring.graph_formats._ends import TOLD, common_cause
from causal.errors import CausalError

ROLES = {"E": "exposure", "O": "outcome", "A": "adjusted", "U": "latent"}
VARIABLE = re.compile(r"(?P<name>\S+(?: +\S+)*?)(?:\s+(?P<roles>[EOAU1]+))?(?:\s+@\S+)?")


def is_lists(text: str) -> bool:
    """Whether a text can be of this form: two parts, and neither braces nor arrows."""
    return not re.search(r"[{}\[\]]|->|<-|--", text) and len(re.split(r"\n[ \t]*\n", text.strip())) == 2


def read_lists(text: str) -> tuple[Any, dict[str, list[str]]]:
    """Give the graph, and the variables of each role; raise CausalError, with the line, where a line is no such one."""
    import networkx as nx

    graph = nx.MultiDiGraph()
    roles: dict[str, list[str]] = {role: [] for role in ROLES.values()}
    first, second = re.split(r"\n[ \t]*\n", text.strip())
    for line in first.splitlines():
        found = VARIABLE.fullmatch(line.strip())
        if found is None:
            raise CausalError(f"'{line.strip()[:60]}' is no variable of a DAGitty list: expected NAME ROLES @x,y")
        name = unquote(found["name"])
        graph.add_node(name)
        for letter in dict.fromkeys(found["roles"] or "1"):
            if letter in ROLES:
                roles[ROLES[letter]].append(name)
    _add_effects(graph, second)
    return graph, roles


def _add_effects(graph: Any, text: str) -> None:
    pairs: list[tuple[str, str]] = []
    for line in text.splitlines():
        names = _names([word for word in line.split() if not word.startswith("@")], graph, line)
        check_room(graph, 1, len(names) + len(pairs))
        pairs += [(names[0], effect) for effect in names[1:]]
    for a, b in dict.fromkeys(pairs):
        if (b, a) not in pairs:
            graph.add_edge(a, b)
        elif a < b:
            graph.graph.setdefault(TOLD, []).append(common_cause(graph, a, b))


def _names(words: list[str], graph: Any, line: str) -> list[str]:
    """Join the words of a line to the names of variables, which may hold spaces."""
    found, waiting = [], ""
    for word in words:
        waiting = f"{waiting} {unquote(word)}".strip()
        if waiting in graph:
            found.append(waiting)
            waiting = ""
    if waiting or not found:
        raise CausalError(f"'{line.strip()[:60]}' names no variable of the list above it: '{waiting[:60]}'")
    return found
