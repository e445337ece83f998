"""An open set is found by walking its folder and by entry points; its names are known without an import."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from causal.errors import CausalError
from causal.files import members as sets


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of two members; each says when it is imported."""
    made = tmp_path / "letters"
    made.mkdir()
    for name in ("b", "a", "_shared"):
        (made / f"{name}.py").write_text(f"LETTER = {name!r}\n", encoding="utf-8")
    (made / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield made
    for name in [n for n in sys.modules if n.partition(".")[0] == "letters"]:
        del sys.modules[name]


def points(monkeypatch, *names):
    found = [EntryPoint(name=name, value="letters.a:LETTER", group="causal.letters") for name in names]
    monkeypatch.setattr(sets, "entry_points", lambda group: [one for one in found if one.group == group])


def test_members_are_sorted_and_shared_modules_are_none(package, monkeypatch):
    points(monkeypatch, "c")
    assert sets.members("letters", [str(package)], "LETTER") == {"a": "a", "b": "b", "c": "a"}


def test_names_are_known_without_importing_a_member(package, monkeypatch):
    points(monkeypatch, "c")
    assert sets.names("letters", [str(package)]) == ("a", "b", "c")
    assert not [name for name in sys.modules if name.startswith("letters")]


def test_two_of_one_name_are_refused_with_both_places(package, monkeypatch):
    points(monkeypatch, "b")
    with pytest.raises(CausalError, match=r"two letters are called 'b': letters\.b and letters\.a:LETTER"):
        sets.members("letters", [str(package)], "LETTER")


def test_the_commands_know_every_output_before_one_is_imported():
    code = (
        "import sys; from causal.commands.cli import main; "
        "print([n for n in sys.modules if n.startswith('causal.rendering.outputs.')]); "
        "print(next(p for p in main.commands['build'].params if p.name == 'formats').type.choices)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported, choices = done.stdout.splitlines()
    assert imported == "[]"
    assert all(f"'{name}'" in choices for name in ("html", "pdf", "docx"))
