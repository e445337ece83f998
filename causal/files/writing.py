"""Files are written whole or not at all: to a temporary name beside the target, then renamed over it.

A build is made in a folder of its own beside the last one and moved in when all of it is there. Whoever is killed
leaves such a folder behind; the next build removes it. Two builds at once move in one after the other.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAKING = ".making-"


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


@contextmanager
def making(target: Path) -> Iterator[Path]:
    """Give a folder beside what is in `target`, removed in the end; remove those of processes that were killed."""
    target.mkdir(parents=True, exist_ok=True)
    for left in target.glob(f"{MAKING}*"):
        if not _runs(left.name.removeprefix(MAKING).partition("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=target, prefix=f"{MAKING}{os.getpid()}-") as made:
        yield Path(made)


def _runs(process: str) -> bool:
    if not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Wait until no other process moves files into `target`; the system ends the hold of one that dies."""
    try:
        import fcntl
    except ImportError:  # not on Windows: two builds at once may then mix
        yield
        return
    handle = os.open(target, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def publish(made: Path, target: Path, names: tuple[str, ...]) -> None:
    """Move what was made into `target`, each name whole, and remove what an earlier run left under the other names.

    `made` and `target` must be on one file system. A name is a file or a folder.
    """
    target.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        for name in names:
            _move(made / name, target / name)


def _move(new: Path, old: Path) -> None:
    if new.is_file():
        new.replace(old)
        return
    if old.is_dir():
        shutil.rmtree(old)
    else:
        old.unlink(missing_ok=True)
    if new.is_dir():
        new.replace(old)
