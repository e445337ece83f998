"""Results kept by the digest of what they depend on: a second build after a change of wording computes nothing again.

Kept as JSON in the user's own cache folder, never in the report folder: a folder from a stranger brings no results. Each
entry is sealed with a key of the user's own (HMAC-SHA-256), which is made on first use and lies elsewhere: one that somebody
else wrote or changed counts as none. Whoever shares a cache shares the key's file too (`CAUSAL_CACHE_KEY` names it).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from causal.errors import DataError
from causal.files.assets import PACKAGE
from causal.files.json_reader import contents
from causal.files.limits import KEPT_RESULTS, RESULT_BYTES
from causal.files.writing import write_text
from causal.work.installed import version

T = TypeVar("T")

SECRET_BYTES = 32
EXTENDED = (
    "causal.designs",
    "causal.estimators",
    "causal.refuters",
)  # the open sets whose members compute what is kept
DEPENDS_ON = (
    "dowhy",
    "lpdensity",
    "networkx",
    "numpy",
    "pandas",
    "pyfixest",
    "pysyncon",
    "rddensity",
    "rdrobust",
    "scipy",
    "statsmodels",
)


class Store:
    """Results by key in a folder; without a folder nothing is kept and nothing is found."""

    def __init__(self, folder: Path | None, secret: bytes | None = None) -> None:
        self.folder, self._secret = folder, secret

    def seal(self, key: str, text: str) -> str:
        """Give the seal of an entry, in hex."""
        secret = own_secret() if self._secret is None else self._secret
        return hmac.new(secret, f"{key}\n{text}".encode(), hashlib.sha256).hexdigest()

    def get(self, key: str, kind: type[T]) -> T | None:
        """Give the kept result, or None where there is none, or the file is damaged or not sealed by this user."""
        from pydantic import ValidationError

        from causal.files.adapters import adapter

        if self.folder is None:
            return None
        path = self.folder / f"{key}.json"
        try:
            entry = json.loads(contents(path, RESULT_BYTES))
            if not hmac.compare_digest(self.seal(key, entry["result"]), entry["seal"]):
                return None
            found: T = adapter(kind).validate_json(entry["result"])
            os.utime(path)
        except (OSError, DataError, ValueError, KeyError, TypeError, RecursionError, ValidationError):
            return None
        return found

    def put(self, key: str, result: object) -> None:
        """Keep a result; a cache that cannot be written is no reason to fail a build."""
        from causal.files.adapters import adapter

        if self.folder is None:
            return
        text = json.dumps(adapter(type(result)).dump_python(result, mode="json"), allow_nan=False)
        try:
            write_text(self.folder / f"{key}.json", json.dumps({"result": text, "seal": self.seal(key, text)}))
        except OSError:
            self.folder = None  # full or read-only: build on without it

    def tidy(self) -> None:
        """Remove the results not used for longest, beyond the number that is kept."""
        if self.folder is None or not self.folder.is_dir():
            return
        files = sorted(self.folder.glob("*.json"), key=_last_used, reverse=True)
        for path in files[KEPT_RESULTS:]:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _last_used(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:  # removed by another process meanwhile
        return 0.0


@cache
def own_secret() -> bytes:
    """Give this user's key; one that can be neither read nor made holds for this process alone, so that nothing is kept."""
    import platformdirs

    named = os.environ.get("CAUSAL_CACHE_KEY")
    path = Path(named or Path(platformdirs.user_data_dir("causal", appauthor=False)) / "cache.key")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(SECRET_BYTES))
    except OSError:
        pass  # it is there already, or cannot be made
    try:
        found = path.read_bytes()
    except OSError:
        found = b""
    return found if len(found) >= SECRET_BYTES else os.urandom(SECRET_BYTES)


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
    """Give a digest of this package's source, of the versions of the libraries that compute, and of extensions that do."""
    state = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        state.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for name in DEPENDS_ON:
        try:
            state.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            state.update(f"{name} none\n".encode())
    for group in EXTENDED:
        for point in sorted(entry_points(group=group), key=lambda one: one.name):
            state.update(f"{group} {point.name} {point.value} {point.dist and point.dist.version}\n".encode())
            state.update(_source(point.module))
    return state.hexdigest()


def _source(module: str) -> bytes:
    """Give the source of a module that is not imported for it, or nothing where it has none."""
    try:
        found = find_spec(module)
        return Path(found.origin).read_bytes() if found is not None and found.origin else b""
    except (ImportError, OSError, ValueError):
        return b""
