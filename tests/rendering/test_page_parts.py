"""Two pages are told apart by what of them differs."""

from __future__ import annotations

import io

import pikepdf
import pytest

from causal.rendering.page_parts import DRAWING, LINKS, OTHER, TEXT, page_parts, parts_that_differ

PAGE = b"BT /F1 12 Tf 10 10 Td (words) Tj ET 0 0 m 5 5 l S"


def pdf(content=PAGE, link="https://example.org/", font="Helvetica"):
    made, held = pikepdf.new(), io.BytesIO()
    page = made.add_blank_page(page_size=(100, 100))
    page.obj.Contents = made.make_stream(content)
    face = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/" + font))
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=face))
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=link)
    page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)])
    made.save(held)
    return page_parts(held.getvalue())


@pytest.mark.parametrize(
    ("other", "parts"),
    [
        (pdf(PAGE.replace(b"words", b"works")), (TEXT,)),
        (pdf(PAGE.replace(b"5 5 l", b"9 5 l")), (DRAWING,)),
        (pdf(PAGE.replace(b"words", b"works").replace(b"5 5 l", b"9 5 l")), (TEXT, DRAWING)),
        (pdf(link="https://example.com/"), (LINKS,)),
        (pdf(font="Courier"), (OTHER,)),
        (pdf(PAGE.replace(b" ET", b"  ET")), (OTHER,)),
    ],
)
def test_what_differs_is_named(other, parts):
    assert parts_that_differ(pdf(), other, 1) == parts


def test_a_page_that_one_file_lacks_is_said_to_be_missing():
    assert "no such page" in parts_that_differ(pdf(), pdf() * 2, 2)[0]
