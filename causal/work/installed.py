"""The versions of what is installed, read from the head of a package's metadata: to parse all of it takes long."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import distribution

VERSION = re.compile(r"^Version: *(\S+)$", re.MULTILINE)


@cache
def version(name: str) -> str:
    """Give the version of a package; raise PackageNotFoundError."""
    found = distribution(name)
    head = (found.read_text("METADATA") or "").partition("\n\n")[0]
    stated = VERSION.search(head)
    return stated[1] if stated else found.version
