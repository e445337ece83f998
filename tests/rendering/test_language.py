"""What a language's folder holds is read once, and what is wrong in it is told."""

from __future__ import annotations

import pytest

from causal.errors import RenderError
from causal.rendering import language
from causal.rendering.catalogue import Catalogue
from causal.rendering.figures.svg import short, ticked
from causal.rendering.language import Phrase, number_style, phrases, read_locale
from causal.rendering.typography import Style, figure, number, p_value, percent, plural, signed

FRENCH = Style(decimal=",", thousands="\u202f", percent="\u00a0%", sizes=((1e9, 1e9, " Md"), (1e6, 1e6, " M")))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(language, "asset", lambda name: tmp_path)
    return tmp_path


def test_every_file_of_a_folder_is_read_under_its_keys(folder):
    (folder / "a.yaml").write_text("one: {two: x, 3: 4}\n")
    (folder / "b.yaml").write_text("one: {five: y}\n")
    assert read_locale("xx") == {"one.two": "x", "one.3": "4", "one.five": "y"}


def test_a_key_that_stands_twice_is_told_with_its_file(folder):
    (folder / "a.yaml").write_text("one: x\n")
    (folder / "b.yaml").write_text("one: y\n")
    with pytest.raises(RenderError, match=r"b\.yaml: the sentence 'one' stands in two files"):
        read_locale("xx")


def test_a_language_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(RenderError, match="no catalogue for the language 'eng'.*'en'"):
        read_locale("eng")


def test_a_phrase_has_a_name_and_parameters():
    texts = {"phrase.on(at)": "x", "phrase.per(a, b_2)": "y", "other": "z"}
    assert phrases(texts) == (
        Phrase(name="on", parameters=("at",), key="phrase.on(at)"),
        Phrase(name="per", parameters=("a", "b_2"), key="phrase.per(a, b_2)"),
    )


def test_signs_and_sizes_are_the_folders():
    texts = read_locale("zh")
    assert number_style(texts, "ticks").sizes == ((1e12, 1e12, "万亿"), (1e8, 1e8, "亿"), (1e4, 1e4, "万"))
    assert number_style({**texts, "number.decimal": ","}, "sizes").decimal == ","


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (number(-1234.5, style=FRENCH), "−1\u202f234"),
        (number(0.1234, style=FRENCH), "0,123"),
        (number(1.5e-6, style=FRENCH), "1,50 × 10⁻⁶"),
        (figure(-10_573_880_275.0, "US$", FRENCH), "−US$10,57 Md"),
        (figure(1_234.0, "kg", FRENCH), "1\u202f234 kg"),
        (signed(0.5, "points", FRENCH), "+0,500 points"),
        (percent(0.031, FRENCH), "3,1\u00a0%"),
        (p_value(0.0004, FRENCH), "< 0,001"),
        (plural(2.5, "row", "rows", FRENCH), "2,50 rows"),
        (short(-0.0123, style=FRENCH), "−0,0123"),
        (short(2e-5, style=FRENCH), "2,0e−5"),
    ],
)
def test_every_number_takes_the_style(written, said):
    assert written == said


def test_ticks_take_the_style():
    assert [text for _, text in ticked(-0.003, 0.004, style=FRENCH)] == ["−0,002", "0", "0,002", "0,004"]
    assert [text for _, text in ticked(0, 2.1e9, 4, FRENCH)] == ["0", "1 Md", "2 Md"]


def test_the_catalogue_writes_every_number_by_its_folder(monkeypatch):
    texts = {**read_locale("en"), "number.decimal": ",", "number.thousands": " "}
    monkeypatch.setattr("causal.rendering.catalogue.read_locale", lambda name: texts)
    words = Catalogue("en")
    assert (words.number(1234.5), words.signed(0.5), words.percent(0.031)) == ("1 234", "+0,500", "3,1%")
    assert (words.p(0.02), words.p_cell(0.0004), words.figure(1.69, "x")) == ("p = 0,020", "< 0,001", "1,69x")
    assert words.text("range", {"low": words.number(0.5), "high": words.number(1.5)}) == "0,500 to 1,50"
    assert words.ticks.decimal == ","
