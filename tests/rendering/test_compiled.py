"""Sentences word the same whether their code is kept or not; code is never kept where the key is shared."""

from __future__ import annotations

import pytest

from causal.messages import Message
from causal.rendering.catalogue import Catalogue
from causal.rendering.compiled import Compiled
from causal.work.store import Store

SECRET = b"the key of this test, 32 bytes.."


@pytest.fixture(autouse=True)
def own_key(monkeypatch):
    monkeypatch.delenv("CAUSAL_CACHE_KEY", raising=False)


def compiled(folder):
    return Compiled(Store(folder, SECRET))


def worded(language, kept=None):
    """Word every sentence that needs no value, and one that needs some."""
    words = Catalogue(language, compiled=kept)
    plain = [key for key, text in sorted(words.texts.items()) if "{{" in text and "|" not in text and "%" not in text]
    return [words.text(key, dict.fromkeys(NAMES, "<b>")) for key in plain[:40] if needs(words.texts[key]) <= NAMES]


NAMES = {"label", "rows", "effect", "per", "count", "name", "title", "value", "first", "last"}


def needs(text):
    return {part.partition("}}")[0].strip() for part in text.split("{{")[1:]}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_kept_words_the_same(tmp_path, language, monkeypatch):
    plain = worded(language)
    assert len(plain) > 3
    first = compiled(tmp_path)
    assert worded(language, first) == plain
    first.keep()
    again = compiled(tmp_path)
    monkeypatch.setattr("jinja2.Environment.compile", lambda *_: pytest.fail("compiled again"))
    assert worded(language, again) == plain
    assert not again.grown


def test_nothing_of_a_report_is_kept_with_its_sentences(tmp_path):
    """The filters of two reports differ: what is constant in a sentence is asked of them each time."""
    said = []
    for label in ("Price", "Rate"):
        kept = compiled(tmp_path)
        words = Catalogue("en", compiled=kept)
        words.texts |= {"odd": "{{ 'x' | variable }} and {{ ('x' | variable) ~ '!' }}: {{ ('a', 'b') }}"}
        words.labels["x"] = label
        said.append(words.sentence(Message(key="odd")))
        kept.keep()
    assert said == ["Price and Price!: a and b", "Rate and Rate!: a and b"]


def test_escaped_and_plain_sentences_are_two(tmp_path):
    for _ in range(2):
        kept = compiled(tmp_path)
        words = Catalogue("en", compiled=kept)
        words.texts |= {"odd": "{{ name }}"}
        assert words.text("odd", {"name": "<i>x</i>"}) == "<i>x</i>"
        assert words.inline("odd", {"name": "<i>x</i>"}) == ("<i>x</i>",)
        kept.keep()


def test_a_changed_sentence_is_compiled_anew(tmp_path):
    for text in ("{{ name }}.", "{{ name }}!"):
        kept = compiled(tmp_path)
        words = Catalogue("en", compiled=kept)
        words.texts |= {"odd": text}
        assert words.text("odd", {"name": "x"}) == f"x{text[-1]}"
        kept.keep()


def test_a_shared_key_keeps_no_code(tmp_path, monkeypatch):
    monkeypatch.setenv("CAUSAL_CACHE_KEY", str(tmp_path / "key"))
    kept = compiled(tmp_path / "cache")
    assert worded("en", kept) == worded("en")
    kept.keep()
    assert not (tmp_path / "cache").exists()


def test_an_entry_of_another_key_is_none(tmp_path):
    first = Compiled(Store(tmp_path, b"another key, of thirty-two bytes"))
    worded("en", first)
    first.keep()
    again = compiled(tmp_path)
    assert again.kept == {}
    worded("en", again)
    assert again.grown


def test_a_sentence_without_a_value_needs_no_compiling(monkeypatch):
    words = Catalogue("en")
    words.texts |= {"odd": "plain & simple"}
    monkeypatch.setattr("jinja2.Environment.compile", lambda *_: pytest.fail("compiled"))
    assert words.text("odd") == "plain & simple"
    assert words.inline("odd") == ("plain & simple",)
