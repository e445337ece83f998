"""The pdf output: the page in print, made beside the others, with what made it attached."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from causal.errors import RenderError
from causal.rendering import archive, pdf
from causal.rendering.outputs import outputs
from causal.rendering.outputs.html import Edition, html
from causal.work.store import Store
from tests.rendering.outputs.given import given

OUTPUT = outputs()["pdf"]


@pytest.mark.parametrize(
    ("name", "place", "edition"),
    [("pdf", "report.pdf", Edition.REPORT), ("appendix", "appendix.pdf", Edition.APPENDIX)],
)
def test_it_prints_its_edition_and_attaches_the_report(monkeypatch, name, place, edition):
    asked, printed = given(), []
    blank = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        with document.open_metadata() as about:
            about["dc:title"] = "t"
        document.save(blank)

    def made(text, report, told, of, pages):
        printed.append((text, report, of))
        return blank.getvalue()

    monkeypatch.setattr(pdf, "pdf", made)
    files = outputs()[name].files(asked)
    assert list(files) == [place] == [outputs()[name].place]
    assert printed == [(html(asked.page, edition), asked.report, place)]
    with pikepdf.open(io.BytesIO(files[place])) as document:
        assert set(document.attachments) == {archive.MANIFEST, archive.REPORT}
        manifest = document.attachments[archive.MANIFEST].get_file().read_bytes()
    assert archive.named({archive.MANIFEST: manifest}) == place


def test_the_pages_of_places_are_kept_for_the_next(monkeypatch, tmp_path):
    asked, known = replace(given(), store=Store(tmp_path, b"x" * 32)), []

    def made(text, report, told, of, pages):
        known.append(dict(pages))
        pages["claim-C01"] = 7
        return b""

    monkeypatch.setattr(pdf, "pdf", made)
    monkeypatch.setattr(archive, "attach", lambda *_: b"")
    for name in ("pdf", "pdf", "appendix"):
        outputs()[name].files(asked)
    assert known == [{}, {"claim-C01": 7}, {}]


def test_it_is_made_beside_the_others():
    assert [name for name, one in outputs().items() if one.beside] == ["appendix", "pdf"]


def test_the_appendix_is_made_when_asked_for():
    assert not outputs()["appendix"].usual


def test_a_folder_that_changed_is_refused_before_anything_is_printed(tmp_path, monkeypatch):
    asked = given(folder=tmp_path)
    asked = replace(
        asked, report=replace(asked.report, study=replace(asked.report.study, inputs={"graph.yaml": "0" * 64}))
    )
    (tmp_path / "graph.yaml").write_text("other: words\n")
    monkeypatch.setattr(pdf, "pdf", lambda *_: pytest.fail("printed"))
    with pytest.raises(RenderError, match="changed while the report was made"):
        OUTPUT.files(asked)
