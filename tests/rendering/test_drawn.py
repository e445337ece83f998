"""Pages are drawn once for one text, and again where the text, the date or what draws them is another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.errors import RenderError
from causal.rendering import drawn as kept
from causal.rendering.drawn import drawn
from causal.work.store import Store
from tests.fake_report import fake_report

REPORT = fake_report()
LIBRARIES = ("1.50", "6.0", "")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path, b"the key of this test, 32 bytes..")


@pytest.fixture
def asked(monkeypatch):
    """Draw nothing: the pages are the text itself; give how often one is drawn."""
    calls = []

    def pdf(html, report, told, place):
        calls.append(html)
        return b"%PDF-" + html.encode() * 100

    monkeypatch.setattr("causal.rendering.pdf.pdf", pdf)
    monkeypatch.setattr(kept, "_system", lambda *_: LIBRARIES)
    kept._drawn_with.cache_clear()
    yield calls
    kept._drawn_with.cache_clear()


def drawn_of(text, store, report=REPORT, place="report.pdf"):
    return drawn(text, report, lambda _: None, place, store)


def test_the_same_text_is_drawn_once(store, asked):
    first = drawn_of("a", store)
    assert drawn_of("a", store) == first == b"%PDF-" + b"a" * 100
    assert asked == ["a"]


def test_another_text_or_date_is_drawn_again_and_kept_instead(store, asked):
    drawn_of("a", store)
    assert drawn_of("b", store) == b"%PDF-" + b"b" * 100
    drawn_of("b", store)
    later = replace(REPORT, provenance=replace(REPORT.provenance, source_date=REPORT.provenance.source_date + 1))
    drawn_of("b", store, later)
    assert asked == ["a", "b", "b"]
    assert len(list(store.folder.iterdir())) == 1


def test_each_place_has_its_own_pages(store, asked):
    for _ in range(2):
        drawn_of("a", store)
        drawn_of("b", store, place="appendix.pdf")
    assert asked == ["a", "b"]


def test_another_library_draws_again(store, asked, monkeypatch):
    drawn_of("a", store)
    monkeypatch.setattr(kept, "_system", lambda *_: ("1.51", "6.0", ""))
    kept._drawn_with.cache_clear()
    drawn_of("a", store)
    monkeypatch.setattr(kept, "version", lambda name: "0")
    kept._drawn_with.cache_clear()
    drawn_of("a", store)
    assert asked == ["a"] * 3


@pytest.mark.parametrize("why", [OSError, AttributeError])
def test_nothing_is_kept_where_what_draws_is_not_known(store, asked, monkeypatch, why):
    def unknown(*_):
        raise why

    monkeypatch.setattr(kept, "_system", unknown)
    kept._drawn_with.cache_clear()
    assert drawn_of("a", store) == drawn_of("a", store)
    assert asked == ["a", "a"]
    assert not list(store.folder.iterdir())


def test_nothing_is_kept_without_a_store(asked):
    drawn_of("a", Store(None))
    drawn_of("a", Store(None))
    assert asked == ["a", "a"]


def test_what_cannot_be_drawn_is_not_kept(store, asked, monkeypatch):
    def broken(*_):
        raise RenderError("no glyph")

    monkeypatch.setattr("causal.rendering.pdf.pdf", broken)
    with pytest.raises(RenderError, match="no glyph"):
        drawn_of("a", store)
    assert not list(store.folder.iterdir())


def test_the_systems_libraries_are_those_that_draw():
    from weasyprint.text.ffi import pango

    made = kept._drawn_with()
    assert made is not None
    major, minor, micro = map(int, made[0].split("."))
    assert pango.pango_version() == 10_000 * major + 100 * minor + micro
    assert any(one.startswith("weasyprint ") and not one.endswith("none") for one in made)
    assert not [one for one in made if one.endswith(" none")]
