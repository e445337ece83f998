"""Files are written whole or not at all: to a temporary name beside the target, then renamed over it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path`; on any failure the old file stays and no temporary file is left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_text(path: Path, content: str) -> None:
    """Write UTF-8 text with the line ends it has."""
    write_bytes(path, content.encode("utf-8"))


def publish(made: Path, target: Path, names: tuple[str, ...]) -> None:
    """Move what was made into `target`, each name whole, and remove what an earlier run left under the other names.

    `made` and `target` must be on one file system. A name is a file or a folder.
    """
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        old, new = target / name, made / name
        if new.is_file():
            new.replace(old)
            continue
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink(missing_ok=True)
        if new.is_dir():
            new.replace(old)
