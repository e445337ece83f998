"""Tasks: `.venv/bin/nox -s check`, and so on; `.venv/bin/nox -l` lists them. Those on other versions make environments of their own."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import nox

nox.options.sessions = ["check", "fast"]
CODE = ("causal", "docs", "tests", "benchmarks", "noxfile.py")
CONSTRAINTS = Path("constraints.txt")
RESOLVE = ("uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--extra", "test")
# One version for all Pythons where there is one, so that the same numbers come out; no hashes, with which pip
# would refuse an editable install; no annotations, which move with every change.
WRITTEN = ("--fork-strategy", "fewest", "--no-annotate", "--no-header", "--quiet", "-o", str(CONSTRAINTS))
HEADER = """\
# The versions that the tests pass with, and that the published reports are made with, on Python 3.11 to 3.13.
# The README's first command uses them; `nox -s lock` raises them, runs everything and says what moved.
"""


def here(session: nox.Session, tool: str, *words: str) -> None:
    """Run a tool of the environment that nox is in."""
    session.run(str(Path(sysconfig.get_path("scripts")) / tool), *words)


@nox.session(python=False)
def check(session: nox.Session) -> None:
    """Check style, format, types and layers."""
    here(session, "ruff", "check", *CODE)
    here(session, "ruff", "format", "--check", *CODE)
    here(session, "mypy")
    here(session, "lint-imports")


@nox.session(python=False)
def fast(session: nox.Session) -> None:
    """Run the tests that take no time, under a minute in all."""
    here(session, "pytest", "-m", "not slow", *session.posargs)


@nox.session(python=False)
def test(session: nox.Session) -> None:
    """Run every test."""
    here(session, "pytest", *session.posargs)


@nox.session(python=False)
def docs(session: nox.Session) -> None:
    """Write the pages' tables anew from the code, and build the site."""
    here(session, "python", "-m", "docs.generated")
    here(session, "sphinx-build", "-q", "-W", "docs", "docs/build")


@nox.session(python=False)
def coverage(session: nox.Session) -> None:
    """Run every test and say which lines none runs; fail below the floor in pyproject.toml."""
    here(session, "pytest", "--cov", "--cov-report=term-missing:skip-covered", *session.posargs)


@nox.session(python="3.11")
def oldest(session: nox.Session) -> None:
    """Run every test on the oldest versions that pyproject.toml allows."""
    session.install("uv")
    python = f"{session.bin}/python"
    session.run("uv", "pip", "install", "--python", python, "--resolution", "lowest-direct", "-e", ".[test]")
    # Libraries of that age call newer ones by names that these have renamed since; here alone that is no error.
    session.run("python", "-m", "pytest", "-W", "default::DeprecationWarning", *session.posargs)


@nox.session(python=["3.11", "3.12", "3.13"])
def newest(session: nox.Session) -> None:
    """Run every test on the newest versions that pyproject.toml allows."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(python="3.11")
def lock(session: nox.Session) -> None:
    """Raise the tested versions, run everything with them, and say what moved; `-- --no-upgrade` only adds and drops."""
    before = pins()
    session.install("uv")
    session.run(*RESOLVE, *WRITTEN, *(session.posargs or ["--upgrade"]))
    CONSTRAINTS.write_text(HEADER + CONSTRAINTS.read_text(encoding="utf-8").removeprefix(HEADER), encoding="utf-8")
    after = pins()
    moved = [f"{name}: {before.get(name, 'new')} -> {after.get(name, 'gone')}" for name in sorted(before | after)]
    try:
        session.install("-c", str(CONSTRAINTS), "-e", ".[test]")
        session.run("nox", "-s", "check", "test")
        session.run("causal", "build", "reports/ibit-2026-02-05", "--no-cache")
    finally:
        session.log(
            "\n".join(line for line in moved if len(set(line.partition(": ")[2].split(" -> "))) > 1) or "nothing moved"
        )


def pins() -> dict[str, str]:
    """Give each line of the constraints by its package and marker."""
    lines = CONSTRAINTS.read_text(encoding="utf-8").splitlines() if CONSTRAINTS.exists() else []
    found = [line.partition("==") for line in lines if line and not line.startswith("#")]
    return {name + version.partition(" ")[2]: version.partition(" ")[0] for name, _, version in found}


@nox.session(python=False)
def fresh(session: nox.Session) -> None:
    """Run the README's two commands on a bare Debian 12 and 13; as root, with debootstrap."""
    session.run(".ci/fresh", *session.posargs, external=True)
