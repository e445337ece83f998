"""What a page of a PDF is made of, part by part, so that two can be told apart by more than that they differ."""

from __future__ import annotations

import hashlib
import io
from typing import Any

SHOWING = frozenset({"Tj", "TJ", "'", '"'})
TEXT, DRAWING, LINKS = "its text", "where things stand and how they are drawn", "its links"
OTHER = "its fonts, pictures or tags"


def page_parts(content: bytes) -> list[dict[str, str]]:
    """Give a digest of each part of each page."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [_parts(pikepdf, page) for page in pdf.pages]


def _parts(pikepdf: Any, page: Any) -> dict[str, str]:
    text, drawing, links = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()
    try:
        drawn = pikepdf.parse_content_stream(page)
    except pikepdf.PdfError:  # a stranger's page may hold anything
        return {}
    for operands, operator in drawn:
        state = text if str(operator) in SHOWING else drawing
        state.update(b" ".join(pikepdf.unparse_content_stream([(operands, operator)]).split()) + b"\n")
    for one in page.obj.get("/Annots", []):
        action = one.get("/A", {})
        links.update(f"{one.get('/Rect')} {action.get('/URI', '')} {one.get('/Dest', '')}\n".encode())
    return {TEXT: text.hexdigest(), DRAWING: drawing.hexdigest(), LINKS: links.hexdigest()}


def parts_that_differ(mine: list[dict[str, str]], theirs: list[dict[str, str]], number: int) -> tuple[str, ...]:
    """Say by what a page, counted from 1, differs; a page that one file lacks is no part of it."""
    if number > len(mine) or number > len(theirs):
        return ("one of the two has no such page",)
    one, other = mine[number - 1], theirs[number - 1]
    return tuple(part for part in (TEXT, DRAWING, LINKS) if one.get(part) != other.get(part)) or (OTHER,)
