"""The writer of word processor documents: marks, links, places and pictures."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn

from causal.rendering.inline import Badge, Link, Mark, Marked, Medium, PageNumber
from causal.rendering.word import Manuscript
from causal.verdict import Grounds


def read(text, places=()):
    made = Manuscript(language="en", title="T", author="A", source_date=1_700_000_000, places=places)
    made.heading(("Here",), 1, "here")
    made.paragraph(text)
    return docx.Document(io.BytesIO(made.content()))


def runs(text, **more):
    return read(text, **more).paragraphs[-1].runs


@pytest.mark.parametrize(
    ("mark", "seen"),
    [
        (Mark.STRONG, lambda run: run.bold),
        (Mark.EMPHASIS, lambda run: run.italic),
        (Mark.RAISED, lambda run: run.font.superscript),
        (Mark.CODE, lambda run: run.font.name == "Courier New"),
    ],
)
def test_a_mark_is_how_its_run_is_set(mark, seen):
    plain, marked = runs(("a", Marked(mark=mark, parts=("b",))))
    assert (plain.text, marked.text) == ("a", "b")
    assert seen(marked)
    assert not seen(plain)


def test_marks_within_marks_add_up():
    (run,) = runs((Marked(mark=Mark.STRONG, parts=(Marked(mark=Mark.EMPHASIS, parts=("a",)),)),))
    assert run.bold
    assert run.italic


def test_what_is_for_print_alone_is_left_out_and_what_is_for_a_screen_is_said():
    text = (
        "a",
        Marked(parts=(" on page ", PageNumber(anchor="here")), medium=Medium.PRINT),
        PageNumber(anchor="here"),
        Link(to="#here", parts=(" there",), medium=Medium.SCREEN),
    )
    assert read(text, places=["here"]).paragraphs[-1].text == "a there"


@pytest.mark.parametrize(
    ("to", "anchor", "address"),
    [
        ("#here", "place_0", None),
        ("#nowhere", None, None),
        ("https://a.org/?b&c", None, "https://a.org/?b&c"),
        ("mailto:a@b.org", None, "mailto:a@b.org"),
        ("javascript:alert(1)", None, None),
        ("file:///etc/passwd", None, None),
    ],
)
def test_a_link_leads_to_a_place_of_the_document_or_a_safe_address(to, anchor, address):
    document = read((Link(to=to, parts=("go",)),), places=["here"])
    paragraph = document.paragraphs[-1]
    assert paragraph.text == "go"
    links = list(paragraph._p.iter(qn("w:hyperlink")))
    assert [one.get(qn("w:anchor")) for one in links] == ([anchor] if anchor or address else [])
    external = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert external == ([address] if address else [])


def test_grounds_have_their_sign_and_word_and_a_colour_beside():
    (run,) = runs((Badge(grounds=Grounds.CONTRADICTED, symbol="✗", word="contradicted"),))
    assert run.text == "✗ contradicted"
    assert str(run.font.color.rgb) == "B34700"
    (run,) = runs((Badge(grounds=Grounds.ASSOCIATION_ONLY, symbol="~", word="association only"),))
    assert run.text == "~ association only"
    assert str(run.font.color.rgb) == "7A5200"


def test_a_table_has_its_heads_on_every_page_and_paragraphs_in_its_cells():
    made = Manuscript(language="en", title="T", author="A", source_date=0)
    made.table(("one", "two"), [((("a",), ("b",)), (("c",),))], (1, 3))
    (table,) = docx.Document(io.BytesIO(made.content())).tables
    assert [[c.text for c in row.cells] for row in table.rows] == [["one", "two"], ["a\nb", "c"]]
    assert table.style.name == "Table Grid"
    assert table.columns[1].cells[0].width == pytest.approx(3 * table.columns[0].cells[0].width, rel=1e-3)


def test_a_date_before_zip_files_is_their_first_day():
    import zipfile

    made = Manuscript(language="en", title="T", author="A", source_date=0)
    with zipfile.ZipFile(io.BytesIO(made.content())) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
