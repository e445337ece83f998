"""The page's own typefaces: only glyphs that are used, the same bytes every time, licences kept and reserved names dropped."""

from __future__ import annotations

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from causal.rendering.pdf import HAN, font_files
from causal.rendering.web_fonts import subset, web_fonts
from causal.work.store import Store

FACE = re.compile(r'font-family: "([^"]+)"; font-weight: (\d+); font-style: (\w+).*?base64,([^"]+)"')


def faces(html):
    found = FACE.findall(web_fonts(html))
    return {(family, int(weight), slant): base64.b64decode(font) for family, weight, slant, font in found}


def characters(font):
    return set(map(chr, TTFont(io.BytesIO(font)).getBestCmap()))


@pytest.mark.parametrize("text", ["Plain words 12.5%", "✓ ⊘ → −0.3 × 10⁻⁷", "比特币下跌 13.2%，文章称“更多”"])
def test_every_character_has_a_glyph_and_none_is_there_unused(text):
    found = faces(text)
    given = set().union(*map(characters, found.values()))
    assert set(text) <= given
    assert given <= set(text) | set(text.upper())


def test_what_is_set_in_capitals_has_its_capitals():
    assert "S" in characters(faces("a kicker is set in small letters")["Source Sans Pro", 400, "normal"])


def test_han_is_embedded_where_there_is_han_and_italics_where_there_are_italics():
    plain, han, slanted = faces("words"), faces("跌"), faces("<i>words</i>")
    assert HAN[0] not in {family for family, _, _ in plain}
    assert characters(han[HAN[0], 400, "normal"]) == {"跌"}
    assert not any(slant == "italic" for _, _, slant in plain)
    assert ("Source Serif Pro", 400, "italic") in slanted


def test_the_same_page_has_the_same_bytes():
    first = web_fonts("abc 跌")
    subset.cache_clear()
    assert web_fonts("cba 跌"[::-1]) == first == web_fonts("abc 跌")


def test_what_is_kept_is_what_is_made_and_is_made_once(tmp_path, monkeypatch):
    made = web_fonts("abc 跌")
    store = Store(tmp_path, secret=b"mine")
    assert web_fonts("abc 跌", store) == made
    assert list(tmp_path.glob("*.json"))
    monkeypatch.setattr("causal.rendering.web_fonts.subset", None)
    assert web_fonts("cba 跌", store) == made
    with pytest.raises(TypeError):
        web_fonts("abcd 跌", store)


def test_what_is_kept_of_another_version_is_made_again(tmp_path, monkeypatch):
    store = Store(tmp_path, secret=b"mine")
    web_fonts("abc", store)
    monkeypatch.setattr("causal.rendering.web_fonts.subset", None)
    monkeypatch.setattr("causal.rendering.web_fonts.version", lambda name: "0")
    with pytest.raises(TypeError):
        web_fonts("abc", store)


@pytest.mark.parametrize("name", sorted(font_files()))
def test_a_font_keeps_its_licence_and_drops_its_reserved_name(name):
    font = TTFont(io.BytesIO(subset(font_files()[name], frozenset("跌a✓"))))
    kept = {one.nameID for one in font["name"].names}
    assert kept <= {0, 13, 14}
    assert 0 in kept
    original = TTFont(font_files()[name])
    assert font["head"].modified == original["head"].modified
