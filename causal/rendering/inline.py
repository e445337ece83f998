"""A stretch of running text: plain text, emphasis, links, page numbers, badges; and the marks in which a catalogue writes it.

A sentence of a catalogue is marked up as `<b>`, `<i>`, `<sup>`, `<span class="mono">`, `<span class="only-print">` and `<a href="#PLACE">`;
`<a class="to" href="#PLACE"></a>` is the number of that place's page. Nothing else may stand between angle brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from causal.errors import RenderError
from causal.verdict import Grounds

if TYPE_CHECKING:
    from collections.abc import Iterable

SAFE_SCHEMES = ("http://", "https://", "mailto:", "#")
TOKEN = re.compile(r"<([^<>]*)>")
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


class Medium(StrEnum):
    """Where a piece is said."""

    EVERYWHERE = ""
    PRINT = "only-print"
    SCREEN = "only-screen"


class Mark(StrEnum):
    """How a stretch is set."""

    STRONG = "b"
    EMPHASIS = "i"
    RAISED = "sup"
    CODE = "mono"
    PLAIN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A stretch that is set in a way of its own, or said in one medium alone."""

    parts: Inline
    mark: Mark = Mark.PLAIN
    medium: Medium = Medium.EVERYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to an address, or with # to a place of the page; `link_to` makes safe ones."""

    to: str
    parts: Inline
    medium: Medium = Medium.EVERYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumber:
    """The number of the page on which a place stands, where there are pages."""

    anchor: str
    medium: Medium = Medium.EVERYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """The grounds of a verdict, with their sign and word."""

    grounds: Grounds
    symbol: str
    word: str


Piece = str | Marked | Link | PageNumber | Badge
Inline = tuple[Piece, ...]


def safe_url(url: str) -> bool:
    """Whether a link may be followed: http, https, mailto or a place on the page, and nothing hidden in it."""
    return url.lower().startswith(SAFE_SCHEMES) and url.isprintable() and not any(c in url for c in " \"'<>\\")


def link_to(url: str, label: str) -> Inline:
    """Give a link where the address is a safe one; otherwise the label, with the address as text."""
    if safe_url(url):
        return (Link(to=url, parts=(label,)),)
    return (f"{label} <{url}>" if url else label,)


def joined(items: Iterable[Inline], separator: str) -> Inline:
    """Set stretches one after another with a separator between them."""
    found: list[Piece] = []
    for item in items:
        found += (separator, *item) if found else item
    return tuple(found)


def plain(inline: Inline) -> str:
    """Give the text alone; page numbers are left out, and what is said in print alone."""
    return "".join(map(_plain, inline))


def _plain(piece: Piece) -> str:
    match piece:
        case str():
            return piece
        case Badge():
            return f"{piece.symbol} {piece.word}"
        case PageNumber() | Marked(medium=Medium.PRINT) | Link(medium=Medium.PRINT):
            return ""
        case Marked() | Link():
            return plain(piece.parts)


def written(inline: Inline) -> Markup:
    """Write a stretch in the marks of a catalogue, to be put into a sentence; `read` takes it out again."""
    return Markup("").join(map(_written, inline))


def _written(piece: Piece) -> Markup:
    match piece:
        case str():
            return escape(piece)
        case Badge():
            return Markup('<badge of="{}" sign="{}">{}</badge>').format(piece.grounds.value, piece.symbol, piece.word)
        case PageNumber():
            return Markup('<a class="{}" href="#{}"></a>').format(f"to {piece.medium}".strip(), piece.anchor)
        case Link():
            return Markup('<a class="{}" href="{}">{}</a>').format(piece.medium.value, piece.to, written(piece.parts))
        case Marked(mark=Mark.CODE | Mark.PLAIN):
            kind = f"{piece.mark} {piece.medium}".strip()
            return Markup('<span class="{}">{}</span>').format(kind, written(piece.parts))
        case Marked():
            return Markup("<{0}>{1}</{0}>").format(piece.mark.value, written(piece.parts))


def read(text: str) -> Inline:
    """Read a sentence with its marks; raise RenderError at one that is unknown or not closed."""
    stack: list[tuple[str, dict[str, str], list[Piece]]] = [("", {}, [])]
    at = 0
    for token in TOKEN.finditer(text):
        _add(stack[-1][2], unescape(text[at : token.start()]))
        at, inside = token.end(), token[1]
        if not inside.startswith("/"):
            name, _, rest = inside.partition(" ")
            stack.append((name, dict(ATTRIBUTE.findall(f" {rest}")), []))
            continue
        name, attributes, parts = stack.pop()
        if not stack or inside != f"/{name}":
            raise RenderError(f"the mark <{inside}> closes none in '{text[:80]}'")
        stack[-1][2].append(_piece(name, attributes, tuple(parts)))
    _add(stack[-1][2], unescape(text[at:]))
    if len(stack) > 1:
        raise RenderError(f"the mark <{stack[-1][0]}> is not closed in '{text[:80]}'")
    return tuple(stack[0][2])


def _add(parts: list[Piece], text: str) -> None:
    if text:
        parts.append(text)


def _piece(name: str, attributes: dict[str, str], parts: Inline) -> Piece:
    kinds = attributes.get("class", "").split()
    medium = next((one for one in Medium if one in kinds), Medium.EVERYWHERE)
    to = unescape(attributes.get("href", ""))
    if name == "badge":
        return Badge(grounds=Grounds(attributes["of"]), symbol=unescape(attributes["sign"]), word=plain(parts))
    if name == "a" and "to" in kinds:
        return PageNumber(anchor=to.removeprefix("#"), medium=medium)
    if name == "a":
        return Link(to=to, parts=parts, medium=medium)
    if name == "span":
        return Marked(mark=Mark.CODE if Mark.CODE in kinds else Mark.PLAIN, parts=parts, medium=medium)
    if name in {"b", "i", "sup"}:
        return Marked(mark=Mark(name), parts=parts)
    raise RenderError(f"a sentence may not hold <{name}>: write <b>, <i>, <sup>, <span> or <a>")
