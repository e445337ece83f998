"""What holds for every check: a test file, docstrings, and a sentence for every key that it can emit."""

from __future__ import annotations

import ast
import re
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import jinja2
import pytest
import yaml

import causal.judgement.checks
from causal.files.assets import asset
from causal.grammar import stated
from causal.judgement.checks import checks
from tests.judgement.checks.bench import catalogue

SOURCES = sorted(Path(causal.judgement.checks.__file__).parent.glob("*.py"))
JUDGE = Path(causal.judgement.checks.__file__).parents[1] / "judge.py"
KEY = re.compile(r'f?"(check\.[a-z_]+(?:\.[a-z_]+)*)"')
GRAPH_CHECKS = {"chain", "edge", "rival"}
MINE = sorted(set(checks()) - GRAPH_CHECKS)


def every_key() -> dict[str, Any]:
    """The keys of all catalogue files of English."""
    found: dict[str, Any] = {}
    for path in asset("templates/locale/en").glob("*.yaml"):
        stack = [("", yaml.safe_load(path.read_text(encoding="utf-8")))]
        while stack:
            prefix, node = stack.pop()
            if isinstance(node, dict):
                stack.extend((f"{prefix}.{key}".lstrip("."), value) for key, value in node.items())
            else:
                found[prefix] = node
    return found


@pytest.mark.parametrize("name", sorted(checks()))
def test_every_check_has_a_docstring_a_title_and_documented_parameters(name: str) -> None:
    module = import_module(f"causal.judgement.checks.{name}")
    check = checks()[name]
    assert module.__doc__
    assert check.title
    assert is_dataclass(check.parameters)
    assert check.parameters.__dataclass_params__.frozen
    assert hasattr(check.parameters, "__slots__")
    assert check.parameters.__doc__
    assert not check.parameters.__doc__.startswith("Parameters(")
    assert all(field.kw_only for field in fields(check.parameters))


@pytest.mark.parametrize("name", MINE)
def test_the_test_file_of_every_check_is_about_its_grounds(name: str) -> None:
    text = (Path(__file__).parent / f"test_{name}.py").read_text(encoding="utf-8")
    assert f'"{name}"' in text
    assert "Grounds." in text


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_key_that_a_check_can_emit_has_a_sentence(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.stem not in GRAPH_CHECKS:
        assert 'f"check.' not in text, "keys are written out, so that they can be found"
    assert set(KEY.findall(text)) <= set(every_key())


@pytest.mark.parametrize("path", [*SOURCES, JUDGE], ids=lambda path: path.stem)
def test_nothing_is_decided_on_a_text_or_packed_into_one(path: Path) -> None:
    """But that `CLAIM.figure` has two parts, and an error lists the names that are known."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    errors = [part for node in ast.walk(tree) if isinstance(node, ast.Raise) for part in ast.walk(node)]
    known = [part for node in ast.walk(tree) if isinstance(node, ast.Assign) for part in ast.walk(node.value)]
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            assert call.func.attr not in {"split", "rsplit", "startswith", "endswith"}, ast.unparse(call)
            assert call.func.attr != "partition" or path.stem == "_figures", ast.unparse(call)
            listed = call in errors or (call in known and path.stem == "edge")
            assert call.func.attr != "join" or listed, ast.unparse(call)


def test_no_sentence_of_the_catalogue_is_left_over() -> None:
    emitted = {key for path in SOURCES for key in KEY.findall(path.read_text(encoding="utf-8"))}
    emitted |= {f"stated.rule.{rule.value}" for rule in stated.Rule}
    assert set(catalogue()) == emitted & set(catalogue())
    assert {key for key in emitted if key.startswith("stated.")} <= set(catalogue())


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_sentence_is_one_line_that_ends_as_a_sentence(key: str) -> None:
    text = catalogue()[key]
    assert "\n" not in text
    assert text.rstrip().endswith((".", "endfor %}", "endif %}", "}}", "]"))
    jinja2.Environment(autoescape=False).parse(text)  # noqa: S701 - plain text, not HTML
