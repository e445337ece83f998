"""Whatever is added to an open set brings a docstring, a title, a test of its own and a page of its own."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SETS = {
    "checks": "CHECK",
    "connectors": "CONNECTOR",
    "designs": "DESIGN",
    "estimators": "ESTIMATOR",
    "graph_formats": "FORMAT",
    "outputs": "OUTPUT",
    "refuters": "REFUTER",
    "sources": "SOURCE",
}
ROOMS = {
    "checks": "judgement",
    "connectors": "data",
    "designs": "inference",
    "estimators": "inference",
    "graph_formats": "authoring",
    "outputs": "rendering",
    "refuters": "inference",
    "sources": "data",
}
SHARED_PAGE = {"graph_formats": "docs/how-to/graphs.md"}


MEMBERS = [(name, member) for name in SETS for member in getattr(import_module(f"causal.{ROOMS[name]}.{name}"), name)()]


def test_each_module_of_a_set_is_a_member():
    for name in SETS:
        written = {p.stem for p in (ROOT / "causal" / ROOMS[name] / name).glob("*.py") if not p.stem.startswith("_")}
        assert written == set(getattr(import_module(f"causal.{ROOMS[name]}.{name}"), name)()), name


@pytest.mark.parametrize(("name", "member"), MEMBERS)
def test_it_has_a_docstring_and_a_title(name, member):
    module = import_module(f"causal.{ROOMS[name]}.{name}.{member}")
    assert len(module.__doc__) > 25
    assert getattr(module, SETS[name]).title


@pytest.mark.parametrize(("name", "member"), MEMBERS)
def test_it_has_a_test_file_with_tests_that_assert(name, member):
    text = (ROOT / "tests" / ROOMS[name] / name / f"test_{member}.py").read_text(encoding="utf-8")
    assert re.search(r"^def test_", text, re.MULTILINE)
    assert re.search(r"\bassert |pytest\.raises|test_all|same\.", text)
    assert member in text


@pytest.mark.parametrize(("name", "member"), MEMBERS)
def test_it_has_a_page_whose_examples_are_run(name, member):
    if name in SHARED_PAGE:
        assert f"`{member}`" in (ROOT / SHARED_PAGE[name]).read_text(encoding="utf-8")
        return
    text = (ROOT / "docs" / "how-to" / name / f"{member}.md").read_text(encoding="utf-8")
    assert re.search(r"^# \w", text, re.MULTILINE)
    assert re.search(r"^```(console|python|\{code-block\})", text, re.MULTILINE)
