"""The html output: one page, drawn from the record alone."""

from __future__ import annotations

from html import unescape

import pytest

from causal.files.assets import asset
from causal.rendering.catalogue import Catalogue
from causal.rendering.figures.svg import COLOURS, GREY, ORANGE, SYMBOLS
from causal.rendering.inline import Badge, Link, Mark, Marked, Medium, PageNumber
from causal.rendering.outputs import outputs
from causal.rendering.outputs.html import html, markup
from causal.rendering.pieces import badge
from causal.verdict import Grounds
from tests.rendering.outputs.given import HOSTILE, given, hostile

OUTPUT = outputs()["html"]


def test_it_gives_one_page_that_says_what_the_record_says():
    asked = given()
    files = OUTPUT.files(asked)
    assert list(files) == ["report.html"] == [OUTPUT.place]
    text = unescape(files["report.html"].decode())
    for row in asked.page.claims.rows:
        assert row.text in text
        assert row.found in text
    for section in (asked.page.rivals, asked.page.methods, asked.page.data, asked.page.log):
        assert f"<h2>{section.title}</h2>" in text
    for figure in asked.page.drawn[-2:]:
        assert figure.svg in files["report.html"].decode()


def test_it_needs_the_record_alone_and_gives_the_same_text_again():
    page = given().page
    assert html(page) == html(given().page)


def test_running_text_is_written_piece_by_piece():
    text = (
        'a "b" <c> \u202e',
        Marked(mark=Mark.STRONG, parts=("x",)),
        Marked(mark=Mark.CODE, parts=("f(x)",)),
        Marked(parts=(", page ", PageNumber(anchor="words")), medium=Medium.PRINT),
        Link(to="https://a.org/?x&y", parts=("there",), medium=Medium.SCREEN),
        PageNumber(anchor="words", medium=Medium.PRINT),
        Badge(grounds=Grounds.CONTRADICTED, symbol="✗", word="contradicted"),
    )
    assert markup(text) == (
        "a &#34;b&#34; &lt;c&gt; [U+202E]<b>x</b>"
        '<span class="mono">f(x)</span><span class="only-print">, page <a class="to" href="#words"></a></span>'
        '<a class="only-screen" href="https://a.org/?x&amp;y">there</a><a class="to only-print" href="#words"></a>'
        '<span class="v v-no">✗ contradicted</span>'
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_grounds_has_its_sign_its_word_and_an_accent_that_the_style_sheet_knows(language):
    words, style = Catalogue(language), (asset("templates") / "report.css").read_text()
    seen = {}
    for grounds in Grounds:
        written = markup((badge(words, grounds),))
        seen[grounds] = written.partition('"v ')[2].partition('"')[0]
        assert f".{seen[grounds]} {{" in style
        assert f"{SYMBOLS[grounds.value]} {words.word(grounds.value)}<" in written
        assert (COLOURS.get(grounds.value, GREY) == ORANGE) is (seen[grounds] == "v-no")
    assert [g for g, accent in seen.items() if accent == seen[Grounds.ASSOCIATION_ONLY]] == [Grounds.ASSOCIATION_ONLY]


def test_no_text_of_an_author_becomes_markup():
    text = html(given(hostile()).page)
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert "javascript:" not in text.replace("&lt;javascript:alert(1)&gt;", "")
    assert HOSTILE.partition("\u202e")[0].strip() in unescape(text)
