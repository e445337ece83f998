"""The only ways to a file of a folder: by a relative path, through no link, to a regular file or to where one goes."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from causal.errors import DataError, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path


def inside(folder: Path, name: str) -> Path:
    """Give the path of the file `name` (with forward slashes) of `folder`; raise DataError where it is not one.

    Refused are absolute paths, `..`, links anywhere below the folder, and whatever is no regular file.
    """
    path = beneath(folder, name)
    if not path.is_file():
        present = [found.name for found in path.parent.iterdir() if found.is_file()] if path.parent.is_dir() else []
        raise DataError(f"{name} does not exist{did_you_mean(path.name, present)}")
    return path


def beneath(folder: Path, name: str) -> Path:
    """Give the path at which `name` (with forward slashes) lies, or will lie, in `folder`; raise DataError.

    Refused are absolute paths, `..`, and links anywhere below the folder. Nothing need be there yet.
    """
    if outside(name):
        raise DataError(f"'{name}' lies outside the folder: give a path inside it, without '..'")
    path = folder
    for part in PurePosixPath(name).parts:
        path /= part
        if path.is_symlink():
            raise DataError(
                f"'{name}' is a link or lies behind one, and links are not followed: put the file itself into the folder"
            )
    return path


def outside(name: str) -> bool:
    """Whether a path, written with forward slashes, names nothing inside its folder."""
    parts = PurePosixPath(name).parts
    return not parts or name.startswith("/") or ".." in parts or "\\" in name or "\0" in name
