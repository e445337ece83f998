"""What a newcomer is told to do: the README's commands, the versions that they install, and the tasks that the pages name."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINNED = re.compile(r"([a-z0-9-]+)==(\S+)(?: ; (.+))?")
LINES = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
PINS = {found[1]: found[2] for line in LINES if (found := PINNED.fullmatch(line))}


@pytest.mark.parametrize("number", [1, 2])
def test_ci_runs_the_readmes_commands_as_they_stand(number):
    printed = subprocess.run([ROOT / ".ci" / "readme", str(number)], check=True, capture_output=True, text=True).stdout
    command = re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)[number - 1]
    assert printed == (command if os.geteuid() else command.removeprefix("sudo "))
    assert len(printed.splitlines()) == 1
    runs = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert f'alone "$(.ci/readme {number})"' in runs


def test_the_first_command_sets_up_with_the_tested_versions_and_the_second_runs_every_test():
    first, second, *_ = re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert ".venv/bin/pip install -c constraints.txt -e '.[test]' && .venv/bin/causal build" in first
    assert second == ".venv/bin/python -m pytest\n"


def test_every_version_is_exact_and_no_place_is_named():
    assert len(PINS) > 100
    assert [line for line in LINES if not PINNED.fullmatch(line)] == []
    assert not re.search(r"://|@|[ =]/|--", "\n".join(LINES))


def test_every_package_that_the_project_names_has_a_version_that_it_allows():
    optional = (text for texts in PROJECT["optional-dependencies"].values() for text in texts)
    needed = [Requirement(text) for text in (*PROJECT["dependencies"], *optional)]
    for one in (one for one in needed if one.name != "causal"):
        assert canonicalize_name(one.name) in PINS, f"{one.name}: run nox -s lock -- --no-upgrade"
        assert one.specifier.contains(PINS[canonicalize_name(one.name)]), one


def test_the_readme_names_the_pythons_that_are_allowed():
    low, high = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()
    named = "Python " + ", ".join(f"3.{n}" for n in range(int(low), int(high) - 1)) + f" or 3.{int(high) - 1}"
    assert named in README


def test_every_task_that_a_page_names_is_one():
    tasks = {
        node.name
        for node in ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    }
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"nox -s ([a-z]+)", text)) | {"coverage", "oldest", "newest", "fresh", "lock"} == tasks
    assert all(f"`{task}`" in text or f"nox -s {task}`" in text for task in tasks)


def test_every_file_that_contributing_links_is_there():
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
