"""The docx output, read back: what the page says, in real headings and tables, and nothing that a file may not bring."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn

from causal.errors import DataError
from causal.files import extras
from causal.rendering.inline import plain
from causal.rendering.outputs import outputs
from tests.rendering.outputs.given import BAD_LINK, HOSTILE, given, hostile

OUTPUT = outputs()["docx"]


def opened(asked):
    return docx.Document(io.BytesIO(OUTPUT.files(asked)["report.docx"]))


@pytest.fixture(scope="module")
def asked():
    return given()


@pytest.fixture(scope="module")
def document(asked):
    return opened(asked)


def headings(document, level):
    return [p.text for p in document.paragraphs if p.style.name == f"Heading {level}"]


def texts(document):
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return [*(p.text for p in document.paragraphs), *cells]


def test_it_is_made_only_when_asked_for():
    assert OUTPUT.place == "report.docx"
    assert not OUTPUT.usual


def test_the_front_page_has_title_article_finding_and_how_the_claims_stand(document, asked):
    front = asked.page.front
    styles = {p.style.name: p.text for p in reversed(document.paragraphs)}
    assert styles["Title"] == asked.page.title
    assert styles["Subtitle"] == plain(front.review)
    assert styles["Body Text"] == front.lead
    head, *rows = [[c.text for c in row.cells] for row in document.tables[0].rows]
    assert tuple(head) == front.count_heads
    assert rows == [[f"{c.badge.symbol} {c.badge.word}", str(c.claims)] for c in front.counts]


def test_the_graph_is_a_picture_with_its_alternative_text(document, asked):
    picture, *_ = document.inline_shapes
    assert picture._inline.docPr.get("descr") == asked.page.front.graph.figure.alt
    part = document.part.related_parts[picture._inline.graphic.graphicData.pic.blipFill.blip.embed]
    assert part.blob.startswith(b"\x89PNG")
    assert picture.width <= document.sections[0].page_width


def test_the_table_of_claims_leads_to_the_cards(document, asked):
    head, *rows = document.tables[1].rows
    assert [c.text for c in head.cells] == list(asked.page.claims.heads[:6])
    assert head._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    marked = {one.get(qn("w:name")) for one in document.element.iter(qn("w:bookmarkStart"))}
    for row, claim in zip(rows, asked.page.claims.rows, strict=True):
        assert row.cells[0].text == claim.claim
        assert row.cells[2].text == f"{claim.text}\n{claim.found}"
        assert row.cells[4].text == claim.score
        (link,) = row._tr.iter(qn("w:hyperlink"))
        assert link.get(qn("w:anchor")) in marked
    assert len(marked) == len(rows)


def test_there_is_a_card_a_claim_in_the_order_of_the_article(document, asked):
    rows = asked.page.claims.rows
    assert headings(document, 1) == [asked.page.claims.title, asked.page.cards.title]
    assert headings(document, 2) == [f"{r.claim} {r.badge.symbol} {r.badge.word}" for r in rows]
    said = "\n".join(texts(document))
    for card in asked.page.cards.cards:
        assert card.text in said
        assert all(part.reason in said for part in card.parts)
        assert all(plain(one) in said for one in card.remarks)
    for row in asked.page.unchecked.rows:
        assert all(one.reason in said for one in row.reasons)


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh", "zh-Hans")])
def test_the_language_of_the_document_is_the_reports(asked, language, tag):
    report = replace(asked.report, study=replace(asked.report.study, language=language))
    found = opened(given(report))
    spoken = [one.get(qn("w:val")) for one in found.styles.element.iter(qn("w:lang"))]
    assert set(spoken) == {tag} == {found.core_properties.language}
    assert {one.get(qn("w:eastAsia")) for one in found.styles.element.iter(qn("w:lang"))} == {tag}


def test_it_says_of_itself_what_the_report_says_and_nothing_of_a_clock(document, asked):
    about = document.core_properties
    dated = datetime.fromtimestamp(asked.report.provenance.source_date, UTC)
    assert (about.title, about.author) == (asked.page.title, asked.page.publisher or "causal")
    assert about.created.replace(tzinfo=UTC) == about.modified.replace(tzinfo=UTC) == dated
    assert (about.comments, about.last_modified_by, about.revision) == ("", "causal", 1)
    assert asked.page.stamp in [p.text for p in document.sections[0].footer.paragraphs]


def test_the_same_bytes_in_another_process_and_at_another_time(asked):
    made = OUTPUT.files(asked)["report.docx"]
    code = (
        "import hashlib, time; real = time.localtime; time.localtime = lambda *a: real(86400.0 * 9000); "
        "from causal.rendering.outputs import outputs; from tests.rendering.outputs.given import given; "
        "print(hashlib.sha256(outputs()['docx'].files(given())['report.docx']).hexdigest())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(made).hexdigest()
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        stamps = {one.date_time[:3] for one in parts.infolist()}
        assert not [name for name in parts.namelist() if "thumbnail" in name]
    assert stamps == {datetime.fromtimestamp(asked.report.provenance.source_date, UTC).timetuple()[:3]}


def test_hidden_characters_are_shown_and_texts_are_text():
    found = opened(given(hostile()))
    said = "\n".join(texts(found))
    assert "</w:t><script>alert(1)</script> [U+202E][U+200B][U+0007][U+FFFF] =cmd" in said
    assert not re.search("[\u202e\u200b\x07\uffff]", said)
    assert "[U+202E]" in found.core_properties.title
    assert HOSTILE[-8:] in said


def test_only_safe_addresses_are_links():
    asked = given(hostile())
    found = opened(asked)
    external = [r.target_ref for r in found.part.rels.values() if r.is_external]
    assert external
    assert all(url.startswith(("http://", "https://", "mailto:")) for url in external)
    assert f"<{BAD_LINK}>" in "\n".join(texts(found))


def test_without_the_library_it_says_how_to_install_it(asked, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    with pytest.raises(DataError, match=r"pip install 'causal\[word\]'"):
        OUTPUT.files(asked)


def test_an_overridden_verdict_bears_a_comment_by_who_signed_it():
    import io

    import docx

    asked = given()
    signed = [claim for claim in asked.report.study.claims if claim.override]
    document = docx.Document(io.BytesIO(OUTPUT.files(asked)["report.docx"]))
    comments = list(document.comments)
    assert signed
    assert [one.author for one in comments] == [claim.override.by for claim in signed]
    for one, claim in zip(comments, signed, strict=True):
        assert claim.override.reason in one.text
    assert OUTPUT.files(asked) == OUTPUT.files(given())


def test_the_figures_of_the_cards_are_in_the_document():
    import io

    import docx

    asked = given()
    document = docx.Document(io.BytesIO(OUTPUT.files(asked)["report.docx"]))
    drawn = sum(bool(part.line) + len(part.histories) for card in asked.page.cards.cards for part in card.parts)
    assert drawn > 0
    assert len(document.inline_shapes) == drawn + 1
