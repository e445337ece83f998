"""The members of an open set: found by walking a package and by entry points, and two of one name are refused."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from causal.errors import CausalError
from causal.files import members as walked
from causal.files.members import group, members, names, places


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of two members and a private module."""
    home = tmp_path / "zoo"
    home.mkdir()
    for name, text in {
        "__init__": "",
        "wolf": "ANIMAL = 'wolf'",
        "ant": "ANIMAL = 'ant'",
        "_cage": "ANIMAL = 1 / 0",
    }.items():
        (home / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield "zoo", [str(home)]
    for name in [n for n in sys.modules if n.partition(".")[0] == "zoo"]:
        del sys.modules[name]


def brought(monkeypatch, **points):
    """Let other packages bring members: name to (value, member)."""
    found = [SimpleNamespace(name=n, value=v, load=lambda m=m: m) for n, (v, m) in points.items()]
    monkeypatch.setattr(walked, "entry_points", lambda group: found if group == "causal.zoo" else [])


def test_members_are_sorted_and_private_modules_are_none(package, monkeypatch):
    brought(monkeypatch, bee=("hive.bee:ANIMAL", "bee"))
    assert list(members(*package, "ANIMAL").items()) == [("ant", "ant"), ("bee", "bee"), ("wolf", "wolf")]
    assert places(*package) == {"ant": "zoo.ant", "wolf": "zoo.wolf", "bee": "hive.bee:ANIMAL"}


def test_two_of_one_name_are_refused_with_both_places(package, monkeypatch):
    brought(monkeypatch, wolf=("forest.wolf:ANIMAL", "another"))
    with pytest.raises(
        CausalError, match=r"two zoo are called 'wolf': zoo\.wolf and forest\.wolf:ANIMAL; uninstall one"
    ):
        members(*package, "ANIMAL")


def test_two_entry_points_of_one_name_are_refused_too(package, monkeypatch):
    twice = [SimpleNamespace(name="bee", value=f"{v}:ANIMAL", load=lambda: "bee") for v in ("hive", "garden")]
    monkeypatch.setattr(walked, "entry_points", lambda group: twice)
    with pytest.raises(CausalError, match=r"'bee': hive:ANIMAL and garden:ANIMAL"):
        members(*package, "ANIMAL")


def test_a_member_is_imported_when_it_is_first_asked_for(package, monkeypatch):
    asked = []
    bee = SimpleNamespace(name="bee", value="hive.bee:ANIMAL", load=lambda: asked.append("bee") or "bee")
    monkeypatch.setattr(walked, "entry_points", lambda group: [bee])
    found = members(*package, "ANIMAL")
    assert list(found) == ["ant", "bee", "wolf"]
    assert len(found) == 3
    assert "wolf" in found
    assert "yeti" not in found
    assert not [name for name in sys.modules if name.startswith("zoo")]
    assert (found["wolf"], found["bee"], found["bee"]) == ("wolf", "bee", "bee")
    assert asked == ["bee"]
    assert [name for name in sys.modules if name.startswith("zoo.")] == ["zoo.wolf"]
    with pytest.raises(KeyError):
        found["yeti"]


def test_the_group_has_no_room_in_its_name():
    assert group("causal.judgement.checks") == "causal.checks"


def test_names_are_known_without_importing_a_member(package, monkeypatch):
    brought(monkeypatch, bee=("hive.bee:ANIMAL", "bee"))
    assert names(*package) == ("ant", "bee", "wolf")
    assert not [name for name in sys.modules if name.startswith("zoo")]


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
