"""Every example on the documentation's pages is run, and each member of an open set has a page and a test."""

from __future__ import annotations

import os
import re
import shlex
import sysconfig

import pytest

from causal.commands.cli import main
from tests.docs.pages import DOCS, blocks, pages, run


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """One cache for all pages: most build the same example."""
    return tmp_path_factory.mktemp("kept")


@pytest.mark.slow
@pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(DOCS)))
def test_examples_run_as_printed(page, kept, tmp_path, monkeypatch):
    monkeypatch.setenv("CAUSAL_CACHE", str(kept))
    monkeypatch.setenv("PATH", f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}")
    runnable = [b for b in blocks(page) if b.path or b.language in ("console", "python")]
    assert run(page, tmp_path) == len(runnable)


README = (DOCS.parent / "README.md").read_text(encoding="utf-8")


def test_the_tutorial_installs_as_the_readme_does():
    setup = README.partition("sudo apt-get")[2].partition(" && .venv/bin/causal build")[0]
    assert len(setup) > 50
    assert f"sudo apt-get{setup}\n" in (DOCS / "tutorial.md").read_text(encoding="utf-8")


def test_every_command_of_the_readme_is_one():
    lines = re.findall(r"(?:\.venv/bin/|`)causal ([a-z]+)([^`#\n]*)", README)
    assert len(lines) > 12
    for name, rest in lines:
        command, words = main.commands[name], shlex.split(rest)
        if hasattr(command, "commands"):
            command = command.commands[words[0]]
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in words if word.startswith("-")} <= known, f"causal {name}{rest}"
