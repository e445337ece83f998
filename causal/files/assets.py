"""Where the package's own files are: installed in the wheel, or beside the package in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = "templates/locale"  # a folder a language
FALLBACK = "en"  # of a folder that names no language, and of an extension that has no sentence in another


def asset(name: str) -> Path:
    """Give the path of an asset such as `templates` or `reports/NAME`; raise FileNotFoundError."""
    for root in (PACKAGE, PACKAGE.parent):
        if (path := root / name).exists():
            return path
    raise FileNotFoundError(f"the package's file '{name}' is missing; install causal again")


@cache
def languages() -> tuple[str, ...]:
    """Give the languages that a report can be worded in: the folders of `templates/locale`, sorted."""
    return tuple(sorted(path.name for path in asset(LOCALE).iterdir() if path.is_dir()))
