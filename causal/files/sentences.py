"""Sentences that come with data: a small, harmless part of Jinja, checked before anything is compiled.

A sentence that a plugin brought into a report.json is a stranger's text wherever that report is read. It may show values
by name, through the catalogue's own filters; choose between words; and go through one list. It may call nothing, reach
into no object's inside, and repeat nothing within a repetition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causal.errors import did_you_mean

if TYPE_CHECKING:
    from jinja2 import nodes

# Every filter of the catalogue (a test keeps the two the same), and those of Jinja that only look at their value.
OWN_FILTERS = frozenset(
    {
        "beside_zero",
        "by_period",
        "clause",
        "confidence",
        "day",
        "digest",
        "edge",
        "effect_size",
        "figure",
        "kind",
        "label",
        "listed",
        "moves",
        "names",
        "node",
        "nodes",
        "number",
        "p",
        "p_cell",
        "parted",
        "percent",
        "periods",
        "plural",
        "said",
        "signed",
        "stage",
        "steps",
        "told",
        "unit",
        "variable",
        "visible",
        "with_unit",
        "word",
    }
)
FILTERS = OWN_FILTERS | {"abs", "capitalize", "first", "float", "int", "last", "length", "lower", "round", "upper"}
TESTS = frozenset({"none", "defined", "number", "string", "eq", "ne", "lt", "gt", "le", "ge"})
JINJAS = frozenset({"caller", "kwargs", "self", "super", "varargs"})  # names that Jinja gives a meaning of its own
LARGEST = 1_000  # of a number written in a sentence: some are numbers of digits
NODES = 200

USE = "use {{ name }}, {{ name | filter(arguments) }}, if and else with comparisons, and for over one name"


def refused(text: str) -> str:
    """Say what in a sentence is not allowed, or nothing."""
    from jinja2 import Environment, TemplateError, nodes

    try:
        tree = Environment(autoescape=True).parse(text)
        if sum(1 for _ in tree.find_all(nodes.Node)) > NODES:
            return "the sentence is too long: say it in two"
        return _wrong(tree, loops=0)
    except RecursionError:
        return "the sentence is nested too deeply"
    except (TemplateError, ValueError, OverflowError) as error:
        return f"the sentence cannot be read: {error!s:.200}"


def _wrong(node: nodes.Node, loops: int) -> str:
    """Say what is wrong with a part of a sentence or with the parts in it; `loops` is how many it stands in."""
    if wrong := _wrong_itself(node, loops):
        return wrong
    deeper = loops + (type(node).__name__ == "For")
    return next((wrong for part in node.iter_child_nodes() if (wrong := _wrong(part, deeper))), "")


def _wrong_itself(node: Any, loops: int) -> str:
    from jinja2 import nodes as n

    match node:
        case n.Filter(name=name):
            return "" if name in FILTERS else f"there is no filter '{name}' for sentences{did_you_mean(name, FILTERS)}"
        case n.Test(name=name):
            return "" if name in TESTS else f"there is no test '{name}' for sentences{did_you_mean(name, TESTS)}"
        case n.Const(value=value):
            large = isinstance(value, int | float) and not -LARGEST <= value <= LARGEST
            return f"the number {value!r:.40} is too large for a sentence" if large else ""
        case n.Getattr(attr=name):
            return "" if not name.startswith("_") else f"'{name}' is no part of a value"
        case n.Getitem(arg=n.Const(value=int())):
            return ""
        case n.For(iter=n.Name(), target=n.Name(), recursive=False, test=None):
            return "" if not loops else "a repetition within a repetition is not allowed"
        case n.Template() | n.Output() | n.TemplateData() | n.If() | n.CondExpr() | n.Compare() | n.Operand():
            return ""
        case n.And() | n.Or() | n.Not() | n.Concat() | n.Neg():
            return ""
        case n.Name(name=name):
            return "" if not name.startswith("_") and name not in JINJAS else f"'{name}' is no value"
    return f"{type(node).__name__.lower()} is not allowed in a sentence that comes with data: {USE}"
