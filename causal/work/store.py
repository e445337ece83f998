"""Results kept by the digest of what they depend on: a second build after a change of wording computes nothing again.

Kept as JSON in the user's own cache folder, never in the report folder: a folder from a stranger brings no results.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

from causal.files.assets import PACKAGE
from causal.files.limits import KEPT_RESULTS
from causal.files.writing import write_text

T = TypeVar("T")

DEPENDS_ON = ("dowhy", "networkx", "numpy", "pandas", "scipy", "statsmodels")


class Store:
    """Results by key in a folder; without a folder nothing is kept and nothing is found."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, key: str, kind: type[T]) -> T | None:
        """Give the kept result, or None where there is none or the file is damaged."""
        from pydantic import ValidationError

        from causal.files.adapters import adapter

        if self.folder is None:
            return None
        path = self.folder / f"{key}.json"
        try:
            found: T = adapter(kind).validate_json(path.read_bytes())
            os.utime(path)
        except (OSError, ValidationError):
            return None
        return found

    def put(self, key: str, result: object) -> None:
        """Keep a result; a cache that cannot be written is no reason to fail a build."""
        from causal.files.adapters import adapter

        if self.folder is None:
            return
        plain = adapter(type(result)).dump_python(result, mode="json")
        try:
            write_text(self.folder / f"{key}.json", json.dumps(plain, allow_nan=False))
        except OSError:
            self.folder = None  # full or read-only: build on without it

    def tidy(self) -> None:
        """Remove the results not used for longest, beyond the number that is kept."""
        if self.folder is None or not self.folder.is_dir():
            return
        files = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[KEPT_RESULTS:]:
            path.unlink(missing_ok=True)


def user_store() -> Store:
    """Give the store of this user: `CAUSAL_CACHE` where that is set (empty: none), else the platform's cache folder."""
    import platformdirs

    named = os.environ.get("CAUSAL_CACHE")
    if named == "":
        return Store(None)
    return Store(Path(named or platformdirs.user_cache_dir("causal", appauthor=False)))


def key(*parts: object) -> str:
    """Give the key of a result: a digest of what it depends on and of the software that computes it."""
    text = json.dumps([software(), *parts], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def software() -> str:
    """Give a digest of this package's source and of the versions of the libraries that compute."""
    state = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        state.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for name in DEPENDS_ON:
        try:
            state.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            state.update(f"{name} none\n".encode())
    return state.hexdigest()
