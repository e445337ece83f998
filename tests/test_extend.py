"""The surface for authors of extensions: whole, documented, and all that the how-to and the package's own members need."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path

import pytest

from causal import extend, findings, frame, messages, study, verdict
from tests.docs.pages import DOCS, blocks

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
NOUNS = ("causal.errors", "causal.study", "causal.frame", "causal.messages", "causal.findings", "causal.verdict")
SETS = {
    "judgement/checks": "causal.judgement.checks",
    "inference/estimators": "causal.inference.estimators",
    "inference/refuters": "causal.inference.refuters",
    "data/connectors": "causal.data.connectors",
    "data/sources": "causal.data.sources",
    "authoring/graph_formats": "causal.authoring.graph_formats",
    "sampling": "causal.sampling",
}


@pytest.mark.parametrize("name", extend.__all__)
def test_each_name_is_there_public_and_documented(name):
    assert not name.startswith("_")
    found = getattr(extend, name)
    if inspect.isclass(found) or inspect.isfunction(found):
        assert found.__doc__, name
        assert f":: causal.extend.{name}" in REFERENCE
    else:
        assert re.search(rf"^\| `{name}` \| \w", REFERENCE, re.MULTILINE) or f":: causal.extend.{name}" in REFERENCE


def test_the_names_are_in_order_and_nothing_else_is_public():
    def order(name):
        return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)

    assert extend.__all__ == sorted(set(extend.__all__), key=order)
    allowed = {"TYPE_CHECKING", "Any", "annotations", *(one.__name__ for one in extend.SETS.values())}
    assert {name for name in vars(extend) if not name.startswith("_")} <= {*extend.__all__, *allowed}
    documented = set(re.findall(r":: causal\.extend\.(\w+)", REFERENCE))
    assert documented <= set(extend.__all__)


def test_what_the_packages_own_members_import_of_records_and_sets_is_on_it():
    surface = {id(getattr(extend, name)) for name in extend.__all__}
    for folder, package in SETS.items():
        for path in sorted((ROOT / "causal" / folder).glob("[a-z]*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module in (*NOUNS, package):
                    for alias in node.names:
                        found = getattr(importlib.import_module(node.module), alias.name, None)
                        beside = found is None or inspect.ismodule(found)  # a module of the same set
                        assert beside or id(found) in surface, f"{path.name} imports {alias.name} of {node.module}"


def test_whatever_a_record_on_it_holds_is_on_it_too():
    records = {
        name: one
        for module in (study, frame, messages, findings, verdict)
        for name, one in vars(module).items()
        if inspect.isclass(one) and one.__module__ == module.__name__ and (is_dataclass(one) or issubclass(one, Enum))
    }
    surface = {getattr(extend, name) for name in extend.__all__ if inspect.isclass(getattr(extend, name))}
    for kind in (one for one in surface if is_dataclass(one)):
        for one in fields(kind):
            for word in re.findall(r"\w+", str(one.type)):
                own = vars(importlib.import_module(kind.__module__)).get(word, records.get(word))
                assert word not in records or own in surface, f"{kind.__name__}.{one.name}: {word}"


def test_the_how_to_imports_nothing_else_of_the_package():
    imports = 0
    for block in blocks(DOCS / "how-to" / "extend.md"):
        if block.language != "python":
            continue
        for node in ast.walk(ast.parse(block.text)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "causal":
                assert node.module == "causal.extend"
                assert {alias.name for alias in node.names} <= set(extend.__all__)
                imports += 1
            if isinstance(node, ast.Import):
                assert not [alias.name for alias in node.names if alias.name.split(".")[0] == "causal"]
    assert imports >= 4
