"""Files are written whole or not at all: to a temporary name beside the target, then renamed over it.

A build is made in a folder of its own beside the last one and moved in when all of it is there. Whoever is killed
leaves such a folder behind; the next build removes it. Two builds at once move in one after the other. No link is
followed: a link that stands where a file or folder goes is replaced, and a target that is one is refused.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAKING = ".making-"
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
READABLE = 0o666  # less what the user's umask takes away


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path`; on any failure the old file stays and no temporary file is left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(temporary, NEW, READABLE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_text(path: Path, content: str) -> None:
    """Write UTF-8 text with the line ends it has."""
    write_bytes(path, content.encode("utf-8"))


@contextmanager
def making(target: Path) -> Iterator[Path]:
    """Give a folder beside what is in `target`, removed in the end; remove those of processes that were killed.

    Raise CausalError where `target` is a link.
    """
    _no_link(target)
    target.mkdir(parents=True, exist_ok=True)
    for left in target.glob(f"{MAKING}*"):
        if not _runs(left.name.removeprefix(MAKING).partition("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=target, prefix=f"{MAKING}{os.getpid()}-") as made:
        yield Path(made)


def _no_link(target: Path) -> None:
    if target.is_symlink():
        raise CausalError(f"{target} is a link, and links are not followed: remove it, or name another folder with -o")


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
def _alone(target: Path) -> Iterator[int | None]:
    """Give a handle of the folder, once no other process moves files into it; the system ends the hold of one that dies.

    None where the system has no such handles.
    """
    _no_link(target)
    try:
        import fcntl
    except ImportError:  # not on Windows: two builds at once may then mix
        yield None
        return
    handle = os.open(target, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def publish(made: Path, target: Path, names: tuple[str, ...]) -> None:
    """Move what was made into `target`, each name whole, and remove what an earlier run left under the other names.

    `made` and `target` must be on one file system. A name is a file or a folder. Raise CausalError where `target` is a
    link.
    """
    target.mkdir(parents=True, exist_ok=True)
    with _alone(target) as handle:
        for name in names:
            _move(made / name, target / name, handle)


def _move(new: Path, old: Path, handle: int | None) -> None:
    """Put `new` in the place of `old`, whose folder is open as `handle`."""
    place: Any = old if handle is None else old.name
    at: Any = {} if handle is None else {"dir_fd": handle}
    to: Any = {} if handle is None else {"dst_dir_fd": handle}
    if not new.is_file() or new.is_symlink():
        _remove(place, at)
    if new.exists():
        os.replace(new, place, **to)  # noqa: PTH105 - by the handle


def _remove(place: Any, at: Any) -> None:
    try:
        kind = os.stat(place, follow_symlinks=False, **at).st_mode  # noqa: PTH116 - by the handle
    except FileNotFoundError:
        return
    if stat.S_ISDIR(kind):
        shutil.rmtree(place, **at)
    else:
        os.unlink(place, **at)
