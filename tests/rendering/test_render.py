"""What the reader is given: complete, safe, the same every time, and true to the records."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pikepdf
import pytest

from causal.errors import CausalError, DataError, RenderError
from causal.rendering import render
from causal.rendering.catalogue import Catalogue, catalogue_of
from causal.rendering.comma_separated import defused
from causal.rendering.inline import safe_url
from causal.rendering.language import read_locale
from causal.rendering.outputs import Output, output_names, outputs, usual
from causal.rendering.outputs.html import html as drawn
from causal.rendering.outputs.tables import tables
from causal.rendering.page import page_of
from causal.rendering.pdf import draw, font_css, font_files
from causal.study import Article, Claim
from tests.folders import make_folder
from tests.test_pipeline import QUICK

pytestmark = pytest.mark.slow

HOSTILE = "<script>alert(1)</script> \u202e\u200b =cmd|'/c calc'!A1 {{ 7 * 7 }} <img src=http://127.0.0.1/x>"


@pytest.fixture(scope="module")
def built(tmp_path_factory, built_once):
    return built_once(make_folder(tmp_path_factory.mktemp("folder") / "r"), QUICK)


@pytest.fixture(scope="module")
def hostile(built):
    """The same report with an attack in every text that an author writes."""
    study = built.study
    claims = tuple(replace(c, text=HOSTILE, note=HOSTILE, kind=HOSTILE) for c in study.claims)
    article = Article(
        title=HOSTILE,
        author=HOSTILE,
        outlet=HOSTILE,
        published=study.article.published,
        url="javascript:alert(1)",
        language="en",
        summary=HOSTILE,
        note=HOSTILE,
    )
    datasets = tuple(
        replace(
            d,
            note=HOSTILE,
            series=tuple(
                replace(x, label=HOSTILE, source=HOSTILE, url="file:///etc/passwd", traps=(HOSTILE,)) for x in d.series
            ),
        )
        for d in study.datasets
    )
    variables = tuple(replace(v, label=HOSTILE[:60], note=HOSTILE) for v in study.graph.variables)
    graph = replace(study.graph, title=HOSTILE, variables=variables)
    attacked = replace(
        study, title=HOSTILE, publisher=HOSTILE, claims=claims, article=article, datasets=datasets, graph=graph
    )
    return replace(built, study=attacked)


def html_of(report):
    return drawn(page_of(report, catalogue_of(report)))


@pytest.fixture(scope="module")
def html(built):
    return html_of(built)


@pytest.fixture(scope="module")
def made(html, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "r.pdf"
    path.write_bytes(draw(html, 1_700_000_000))
    return path


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_every_claim_edge_and_graph_is_on_the_page_with_its_verdict(built, html):
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    for claim, verdict in zip(built.study.claims, built.verdicts, strict=True):
        assert claim.text in text
        assert f'id="claim-{claim.id}"' in html
        assert verdict.grounds.value in text
    for found in built.graph.edges:
        if built.study.graph.edge(found.edge).claimed:
            assert built.study.graph.variable(built.study.graph.edge(found.edge).treatment).label in text
    for rival in built.study.rivals:
        assert rival.title in text


def test_numbers_on_the_page_are_the_records(built, html):
    from causal.rendering.catalogue import catalogue_of
    from causal.rendering.sections.event import move_of
    from causal.rendering.typography import number

    for found in built.graph.edges:
        for one in found.estimates[:1]:
            assert number(one.effect) in html
            assert f"{number(one.low)} to {number(one.high)}" in html
    move = move_of(built, built.graph.attribution)
    for part in built.graph.attribution.contributions:
        assert catalogue_of(built).rounded(part.value * move.factor, move.decimals) in html


def test_anchors_lead_somewhere_and_ids_are_unique(html):
    tags = Tags(html).found
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for t, a in tags if t == "a" and a.get("href", "").startswith("#")}
    assert targets <= set(ids)


def test_nothing_hostile_survives(hostile):
    text = html_of(hostile)
    tags = Tags(text).found
    active = {"script", "img", "iframe", "object", "link", "base", "embed", "form"}
    own = ["form", "script", "script"]  # the filters, the page's words, the page's script (allowed by its hash alone)
    assert sorted(t for t, _ in tags if t in active) == own
    assert not [a for _, a in tags if any(name.startswith("on") for name in a)]
    links = [a["href"] for t, a in tags if t == "a" and "href" in a]
    assert all(link.startswith(("#", "http://", "https://", "mailto:")) for link in links)
    assert "\u202e" not in text
    assert "\u200b" not in text
    assert "[U+202E]" in text
    assert "{{ 7 * 7 }}" in unescape(text)  # the author's braces are text, not a template


def test_the_page_asks_for_nothing(html, hostile):
    for text in (html, html_of(hostile)):
        assert "default-src 'none'" in text
        assert not re.search(r"@import|url\((?!data:)", text)
        assert not [a for _, a in Tags(text).found if "src" in a or "srcset" in a or "xlink:href" in a]


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.org/b", True),
        ("#c1", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:x", False),
        ("file:///etc", False),
        ("data:text/html,x", False),
        ("https://a\u202eb", False),
        ("https://a' onclick='x", False),
        ("", False),
        (" https://a", False),
    ],
)
def test_links(url, safe):
    assert safe_url(url) is safe


def test_pdf_is_tagged_titled_and_brings_its_fonts(built, made):
    with pikepdf.open(made) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en"
        assert str(document.docinfo["/Title"]) == built.study.title
        assert "/StructTreeRoot" in document.Root
        assert "/JavaScript" not in document.Root.get("/Names", {})
        assert len(document.pages) >= 6
        fonts = {}
        for page in document.pages:
            fonts.update(page.get("/Resources", {}).get("/Font", {}))
        for font in fonts.values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            descriptor = inner.FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())
            assert "/ToUnicode" in font
        uris = [str(a.A.URI) for p in document.pages for a in p.get("/Annots", []) if "/A" in a and "/URI" in a.A]
        assert all(u.startswith(("http://", "https://", "mailto:")) for u in uris)


def test_pdf_and_page_are_the_same_bytes_again(built, html, made):
    assert html_of(built) == html
    assert draw(html, 1_700_000_000) == made.read_bytes()


def test_a_fetcher_that_serves_nothing_but_fonts_and_the_pages_own_drawings(made):
    from causal.rendering.pdf import _fetcher

    fetcher = _fetcher(font_files(), {"0.svg": b"<svg/>"})
    assert fetcher.fetch("asset:/0.svg").read() == b"<svg/>"
    for url in ("asset:/1.svg", "file:///etc/passwd", "http://127.0.0.1:9/x", "asset:/../x", "data:text/plain,x"):
        with pytest.raises(ValueError, match="refused"):
            fetcher.fetch(url)
    assert "SourceSansPro-Regular.ttf" in font_css(font_files())


def test_a_missing_glyph_is_an_error(html):
    with pytest.raises(RenderError, match="no glyph"):
        draw(html.replace("<main>", "<main><p>\U0001f9ff \u4e2d</p>", 1), 0)


def test_a_pdf_that_cannot_be_made_leaves_the_rest_whole(built, tmp_path, monkeypatch):
    def broken(html, report, told, place, pages):
        raise RenderError("the system libraries are missing")

    monkeypatch.setattr("causal.rendering.pdf.pdf", broken)
    failures = render.render(built, tmp_path, ("html", "pdf", "claimreview"))
    assert [f.subject for f in failures] == ["report.pdf"]
    assert (tmp_path / "report.html").exists()
    assert not (tmp_path / "report.pdf").exists()


def output(place, files, **more):
    return Output(title="t", place=place, files=files, **more)


def set_of(monkeypatch, **members):
    monkeypatch.setattr(render, "outputs", lambda: members)


def test_every_output_that_is_asked_for_is_written_and_no_other(built, tmp_path, monkeypatch):
    set_of(
        monkeypatch,
        one=output("one.txt", lambda given: {"one.txt": given.page.title.encode()}),
        many=output("many", lambda given: {"many/a.txt": b"a", "many/b/c.txt": b"c"}),
        other=output("other.txt", lambda given: {"other.txt": b""}),
    )
    assert render.render(built, tmp_path, ("json", "many", "one")) == ()
    found = {p.relative_to(tmp_path).as_posix(): p.read_text() for p in tmp_path.rglob("*.txt")}
    assert found == {"one.txt": built.study.title, "many/a.txt": "a", "many/b/c.txt": "c"}


@pytest.mark.parametrize("beside", [True, False])
def test_an_output_that_fails_is_a_failure_and_leaves_the_others_whole(built, tmp_path, monkeypatch, beside):
    def broken(given):
        raise DataError("its library is not installed: run pip install it")

    set_of(
        monkeypatch,
        bad=output("bad.txt", broken, beside=beside),
        good=output("good.txt", lambda given: {"good.txt": b"whole"}),
    )
    (failure,) = render.render(built, tmp_path, ("bad", "good"))
    assert (failure.stage, failure.subject) == ("render", "bad.txt")
    assert "pip install" in failure.reason
    assert [p.name for p in tmp_path.iterdir()] == ["good.txt"]


def test_what_has_a_process_of_its_own_is_made_while_the_rest_is_written(built, tmp_path, monkeypatch):
    import threading

    written = threading.Event()

    def slow(given):
        assert written.wait(20), "the others waited for it"
        return {"slow.txt": b""}

    def quick(given):
        written.set()
        return {"quick.txt": b""}

    set_of(monkeypatch, slow=output("slow.txt", slow, beside=True), quick=output("quick.txt", quick))
    assert render.render(built, tmp_path, ("slow", "quick")) == ()


@pytest.mark.parametrize("name", ["elsewhere.txt", "mine/../report.json", "mineral.txt", "/etc/x", "mine/../../x"])
def test_an_output_writes_in_its_own_place_alone(built, tmp_path, monkeypatch, name):
    set_of(monkeypatch, mine=output("mine", lambda given: {name: b"x"}))
    (failure,) = render.render(built, tmp_path / "out", ("mine",))
    assert "mine alone" in failure.reason
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


@pytest.mark.parametrize(("place", "other"), [("report.pdf", "pdf"), ("report.json", "json")])
def test_two_outputs_with_one_place_are_refused_with_both_names(monkeypatch, place, other):
    import causal.rendering.outputs as package

    known = {**outputs(), "zine": output(place, dict)}
    monkeypatch.setattr(package, "members", lambda *_: known)
    with pytest.raises(CausalError, match=f"'{other}' and 'zine' both write {place}"):
        outputs.__wrapped__()


def test_what_is_usual_is_made_unless_others_are_asked_for():
    assert usual() == ("claimreview", "figures", "html", "pdf", "tables")
    assert output_names() == tuple(outputs())


def test_claimreview_says_what_the_page_says(built, tmp_path):
    render.render(built, tmp_path, ("claimreview",))
    reviews = json.loads((tmp_path / "claimreview.json").read_text())
    assert len(reviews) == len(built.verdicts)
    for review, claim, verdict in zip(reviews, built.study.claims, built.verdicts, strict=True):
        assert review["reviewRating"]["alternateName"] == verdict.word.value
        assert len(review["claimReviewed"]) < 75
        assert review["identifier"] == claim.id
        assert "url" not in review
        assert review["itemReviewed"]["author"]["name"] == built.study.article.author


def test_tables_defuse_texts_and_leave_numbers(hostile):
    found = tables(
        replace(
            hostile, study=replace(hostile.study, claims=tuple(replace(c, text="=1+1") for c in hostile.study.claims))
        ),
        Catalogue("en", hostile.study),
    )
    rows = list(csv.DictReader(io.StringIO(found["claims"])))
    assert {row["text"] for row in rows} == {"'=1+1"}
    numbers = [row["effect"] for row in csv.DictReader(io.StringIO(found["estimates"]))]
    assert all(float(n) is not None for n in numbers)
    assert defused(-1.5) == -1.5
    assert [defused(t) for t in ("-x", "@x", "\tx", "x")] == ["'-x", "'@x", "'\tx", "x"]


def test_an_editors_override_stands_beside_the_computed_verdict(built):
    from datetime import date

    from causal.study import Override

    signed = Override(verdict="supported", by="E. Ditor", on=date(2025, 6, 1), reason="seen the survey")
    claims = tuple(replace(c, override=signed) if c.id == "c3" else c for c in built.study.claims)
    text = html_of(replace(built, study=replace(built.study, claims=claims)))
    assert "seen the survey" in text
    assert "not checkable" in text


def test_svg_figures_are_named_and_drawn(built, tmp_path):
    from xml.etree import ElementTree as ET

    render.render(built, tmp_path, ("figures",))
    files = list((tmp_path / "figures").glob("*.svg"))
    assert len(files) > 8
    for file in files:
        root = ET.fromstring(file.read_text())
        title = root.find("{http://www.w3.org/2000/svg}title")
        assert title is not None
        assert len(title.text) > 10
        assert "nan" not in file.read_text()


def test_every_message_of_the_product_has_a_sentence():
    """Keys written in the source, edge and refuter keys included, are in the catalogue."""
    from pathlib import Path

    known = read_locale("en")
    source = "\n".join(p.read_text() for p in Path("causal").rglob("*.py"))
    for key in re.findall(r'Message\(\s*key="([a-z_.]+)"', source):
        assert key in known, key
    for grounds in (
        "effect_established",
        "contradicted",
        "no_effect_found",
        "inconclusive",
        "not_identified",
        "not_identified_by_choice",
        "not_measured",
    ):
        assert f"edge.reason.{grounds}" in known
        assert f"edge.would_change.{grounds}" in known
    from causal.inference.refuters import refuters

    for name, refuter in refuters().items():
        assert f"refuter.{name}.passed" in known
        assert f"refuter.{name}.failed" in known
        assert refuter.title


def test_a_claim_text_is_data(built):
    claim = Claim(id="c1", paragraph="1", kind="", text="{% for x in [] %}", checks=built.study.claims[0].checks)
    text = html_of(replace(built, study=replace(built.study, claims=(claim, *built.study.claims[1:]))))
    assert "{% for x in [] %}" in unescape(text)


def test_progress_is_told_output_by_output(built, tmp_path):
    told = []
    render.render(built, tmp_path, ("html", "claimreview"), progress=lambda *step: told.append(step))
    assert told == [
        ("wording and drawing the page", 0, 2),
        ("report.html", 0, 2),
        ("claimreview.json", 1, 2),
    ]
