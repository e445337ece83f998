"""The pages of a PDF, kept with the digest of the text that they were drawn from: a change that no page shows draws nothing again.

Of each report and place the last pages are kept. Where it is not known which Pango and HarfBuzz draw, nothing is.
"""

from __future__ import annotations

import base64
import ctypes
import hashlib
import platform
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError
from typing import TYPE_CHECKING

from causal.files.assets import asset
from causal.rendering import pdf
from causal.work.installed import version
from causal.work.store import Store, key

if TYPE_CHECKING:
    from collections.abc import Callable

    from causal.report import Report

NOTHING_KEPT = Store(None)
LEVEL = 1  # of packing: the pages hold little but text
DRAWN_WITH = (  # the packages on which the bytes of a page depend, those of the fonts included
    "brotli",
    "cffi",
    "cssselect2",
    "font-source-sans-pro",
    "font-source-serif-pro",
    "fonttools",
    "matplotlib",
    "pillow",
    "pydyf",
    "pyphen",
    "tinycss2",
    "tinyhtml5",
    "weasyprint",
    "zhplot",
)
LIBRARIES = {
    "Linux": ("libpango-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0"),
    "Darwin": ("libpango-1.0.dylib", "libharfbuzz.0.dylib", "libharfbuzz-subset.0.dylib"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The bytes of pages, packed and in base 64, and the digest of what they were drawn from."""

    of: str
    pages: str


def drawn(html: str, report: Report, told: Callable[[str], None], place: str, store: Store = NOTHING_KEPT) -> bytes:
    """Give what `pdf.pdf` gives, from `store` where that has it; raise RenderError as that does."""
    with_ = _drawn_with() if store.folder is not None else None
    if with_ is None:
        return pdf.pdf(html, report, told, place)
    name = key("drawn", report.study.title, report.study.language, place)
    of = hashlib.sha256("\n".join((html, str(report.provenance.source_date), *with_)).encode()).hexdigest()
    found = store.get(name, Drawn)
    if found is not None and found.of == of:
        return zlib.decompress(base64.b64decode(found.pages))
    made = pdf.pdf(html, report, told, place)
    store.put(name, Drawn(of=of, pages=base64.b64encode(zlib.compress(made, LEVEL)).decode()))
    return made


@cache
def _drawn_with() -> tuple[str, ...] | None:
    """Give what draws, each with its version; None where that is not known."""
    try:
        system = _system(*LIBRARIES[platform.system()])
    except (KeyError, OSError, AttributeError):
        return None
    return (*system, *(f"{name} {_version(name)}" for name in DRAWN_WITH), asset("templates/fonts.conf").read_text())


def _system(pango: str, harfbuzz: str, subset: str) -> tuple[str, str, str]:
    """Give the versions of the system's libraries, and whether it has the one that cuts fonts down; raise OSError."""
    versions = []
    for call in (ctypes.CDLL(pango).pango_version_string, ctypes.CDLL(harfbuzz).hb_version_string):
        call.restype = ctypes.c_char_p
        versions.append(call().decode())
    try:
        ctypes.CDLL(subset)
    except OSError:
        return (*versions, "")
    return (*versions, subset)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
