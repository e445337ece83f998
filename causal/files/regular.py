"""Files that are opened to be read: regular ones alone, so that no reader waits for a pipe or a device."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from causal.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be read; raise DataError where it cannot be, or is a pipe, a device or a folder."""
    try:
        handle = os.open(path, READING)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise DataError(f"{path} is no regular file: save what it gives as a file, and name that")
    with os.fdopen(handle, "rb") as file:
        yield file


def bytes_within(path: Path, most: int) -> bytes | None:
    """Give the bytes of a file, None where it holds more than `most`; raise DataError as `opened` does."""
    with opened(path) as file:
        raw = file.read(most + 1)
    return raw if len(raw) <= most else None
