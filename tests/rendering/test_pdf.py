"""The PDF as a file: made in a child that cannot hang, leak or be hijacked; tagged, complete and without a hidden link."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections import Counter
from html import escape
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from causal.errors import RenderError
from causal.files.assets import asset
from causal.rendering import pdf
from causal.rendering.catalogue import catalogue_of
from causal.rendering.outputs.html import Edition, html
from causal.rendering.page import page_of
from tests.fake_report import fake_report, without_attribution

pytestmark = pytest.mark.slow

REPORT = fake_report()
LARGE = "<p>" + "x " * 1_000_000  # more than a pipe holds


def html_of(report):
    return html(page_of(report, catalogue_of(report)))


@pytest.fixture(scope="module")
def document():
    with pikepdf.open(io.BytesIO(pdf.pdf(html_of(REPORT), REPORT))) as opened:
        yield opened


def elements(document):
    """Give every structure element of a tagged PDF, in reading order."""
    found, waiting = [], [document.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if "/S" in node:
            found.append(node)
        kids = node.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [k for k in reversed(kids) if isinstance(k, pikepdf.Dictionary) and ("/S" in k or "/K" in k)]
    return found


ASKED = """
import subprocess, sys
asked = []
begin = subprocess.Popen.__init__
subprocess.Popen.__init__ = lambda self, command, *more, **given: (asked.append(command), begin(self, command, *more, **given))[1]
from causal.rendering import pdf
pdf._weasyprint()
print(len(asked))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere libraries are searched for")
def test_no_compiler_is_run_to_find_the_renderers_libraries():
    done = subprocess.run([sys.executable, "-c", ASKED], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "0"


def test_libraries_that_their_names_do_not_open_are_searched_for(monkeypatch):
    import ctypes.util

    find, tried = ctypes.util.find_library, []

    def importing(name, *rest, real=__import__):
        if name == "weasyprint":
            tried.append(ctypes.util.find_library is find)
            raise OSError("cannot load library")
        return real(name, *rest)

    monkeypatch.setattr("builtins.__import__", importing)
    with pytest.raises(RenderError, match="system libraries are missing"):
        pdf._weasyprint()
    assert tried == [sys.platform != "linux", True]


def test_every_figure_has_words_and_every_table_a_head(document):
    kinds = Counter(str(e.S) for e in elements(document))
    assert kinds["/Figure"] >= 30
    assert kinds["/Table"] >= 10
    assert kinds["/TH"] >= 3 * kinds["/Table"]
    for element in elements(document):
        if element.S == "/Figure":
            assert len(str(element.Alt)) > 10


def test_every_drawing_of_the_page_is_an_image_of_the_same_words():
    page = html_of(REPORT)
    text, drawings = pdf.apart(page)
    assert "<svg" not in text
    assert len(drawings) == page.count("<svg")
    for name, content in drawings.items():
        words = ET.fromstring(content).findtext("{http://www.w3.org/2000/svg}title")
        assert f'<img src="asset:/{name}" alt="{escape(words)}">' in text


@pytest.mark.parametrize("inside", ["<g>", '<g transform="rotate(x)"><rect width="3" height="2"/></g>'])
def test_a_drawing_that_cannot_be_read_or_drawn_is_an_error(inside):
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9" aria-label="x">{inside}</svg>'
    )
    with pytest.raises(RenderError, match="a figure cannot be drawn"):
        pdf.draw(f"<html lang=en><title>t</title>{svg}", 0)


def test_headings_never_skip_a_level(document):
    levels = [int(str(e.S)[2]) for e in elements(document) if str(e.S) in {"/H1", "/H2", "/H3", "/H4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in zip(levels, levels[1:], strict=False))


def test_every_claim_is_a_place_that_the_table_leads_to(document):
    names = document.Root.Names.Dests.Names
    known = {str(n) for n in list(names)[::2]}
    assert {f"claim-{c.id}" for c in REPORT.study.claims} <= known


@pytest.mark.parametrize(("edition", "figures", "tables"), [(Edition.REPORT, 12, 4), (Edition.APPENDIX, 12, 8)])
def test_each_edition_is_tagged_with_words_for_every_figure(edition, figures, tables):
    text = html(page_of(REPORT, catalogue_of(REPORT)), edition)
    with pikepdf.open(io.BytesIO(pdf.pdf(text, REPORT))) as opened:
        found = elements(opened)
        levels = [int(str(e.S)[2]) for e in found if str(e.S) in {"/H1", "/H2", "/H3", "/H4"}]
        kinds = Counter(str(e.S) for e in found)
        assert kinds["/Figure"] == text.count("<svg")
        assert kinds["/Figure"] >= figures
        assert kinds["/Table"] >= text.count("<table")  # one that runs over a page is two
        assert kinds["/Table"] >= tables
        assert kinds["/TH"] >= 3 * kinds["/Table"]
        assert all(len(str(e.Alt)) > 10 for e in found if e.S == "/Figure")
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(later <= earlier + 1 for earlier, later in zip(levels, levels[1:], strict=False))


REFERRED = (
    "<html lang=en><title>t</title><style>h1 { break-before: page; } .to::after { content: attr(data-page); }</style>"
    '<a class="to" href="#here"></a><a class="to only-print" href="#there"></a>'
    '<p id="here">x</p><h1>a</h1><h1 id="there">b</h1>'
)


@pytest.fixture
def shown(monkeypatch):
    """Give the numbers of pages that each laying out had, as they come."""
    import weasyprint

    found, render = [], weasyprint.HTML.render

    def watched(page, *given, **more):
        found.append([link.get("data-page") for link in page.etree_element.iter("a")])
        return render(page, *given, **more)

    monkeypatch.setattr(weasyprint.HTML, "render", watched)
    return found


def test_wrong_and_missing_numbers_of_pages_change_no_byte(shown):
    right, made = {"here": 1, "there": 3}, set()
    for given, rounds in ((right, 1), ({}, 2), ({"there": 12, "gone": 4}, 2), ({**right, "gone": 4}, 1)):
        shown.clear()
        made.add(pdf.draw(REFERRED, 0, pages := dict(given)))
        assert pages == right
        assert len(shown) == rounds
        assert shown[-1] == ["1", "3"]
    assert len(made) == 1


LINE = '<p style="margin: 0; width: 1.9em; font-size: 100px; line-height: 1">x <a class="to" href="#b"></a></p>'
REST = '<div style="height: 180px"></div><p id="b" style="margin: 0; height: 100px">b</p>'
NARROW = "@page { size: 400px 400px; margin: 0 } .to::after { content: attr(data-page) }"


def test_a_number_that_moves_its_place_to_another_page_is_right(shown):
    """The renderer's own were once a page behind: what a table of contents named had moved when its numbers stood in it."""
    page = f"<html lang=en><title>t</title><style>{NARROW}</style>{LINE}{REST}"
    pdf.draw(page, 0, pages := {"b": 10})
    assert shown == [["10"], ["2"], ["1"]]  # only one of two digits needs a second line
    assert pages == {"b": 1}


def test_where_two_numbers_would_be_right_it_is_the_same_one_whatever_was_known():
    """Of the two, 9 leaves its line whole and 10 breaks it, which moves the place on."""
    before = '<p style="break-after: page">x</p>' * 8
    rule = ".to::after { display: inline-block; min-width: var(--room) }"
    made, found = {}, {}
    for room in ("", rule):
        page = f"<html lang=en><title>t</title><style>{NARROW} {room}</style>{before}{LINE}{REST}"
        for known in (9, 10):
            made[room, known] = pdf.draw(page, 0, pages := {"b": known})
            found[room, known] = pages["b"]
    assert found == {("", 9): 9, ("", 10): 10, (rule, 9): 10, (rule, 10): 10}
    assert made[rule, 9] == made[rule, 10]
    assert "min-width: var(--room" in asset("templates/print.css").read_text(encoding="utf-8")


def test_numbers_of_pages_come_from_the_child():
    pages = {"there": 12}
    assert pdf.pdf(REFERRED, REPORT, pages=pages) == pdf.pdf(REFERRED, REPORT)
    assert pages == {"here": 1, "there": 3}


def test_bookmarks_name_the_sections_and_the_edges(document):
    with document.open_outline() as outline:
        titles = [one.title for top in outline.root for one in (top, *top.children)]
    assert REPORT.study.title in titles
    for edge in REPORT.study.graph.claimed:
        cause, effect = (REPORT.study.graph.variable(n).label for n in (edge.treatment, edge.outcome))
        assert any(t.startswith(f"{cause} → {effect}") for t in titles)


def test_nothing_in_the_file_acts_or_calls_out(document):
    for page in document.pages:
        for note in page.get("/Annots", []):
            assert note.Subtype == "/Link"
            if "/A" in note:
                assert note.A.S == "/URI"
                assert str(note.A.URI).startswith(("https://", "http://", "mailto:"))
    assert "/OpenAction" not in document.Root
    assert "/AcroForm" not in document.Root


def test_a_report_without_attribution_says_so_and_is_whole():
    text = html_of(without_attribution(REPORT))
    assert "the event day is missing" in text
    assert 'class="waterfall"' not in text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise ValueError('a broken layout')", "a broken layout"),
        ("import os; os.kill(os.getpid(), 9)", "memory or processor time"),
        ("raise MemoryError", "memory or processor time"),
        ("import sys; sys.exit('  \\n')", "exit code 1"),
    ],
)
def test_a_child_that_dies_is_told_at_once(monkeypatch, code, words):
    monkeypatch.setattr(pdf, "CHILD", code)
    start = time.monotonic()
    with pytest.raises(RenderError, match=words):
        pdf.pdf(LARGE, REPORT)
    assert time.monotonic() - start < 20


def test_a_child_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(pdf, "CHILD", "import time; time.sleep(60)")
    monkeypatch.setattr(pdf, "RENDER_WAIT", 0.5)
    with pytest.raises(RenderError, match="not ready after"):
        pdf.pdf(LARGE, REPORT)


def test_a_missing_glyph_is_named_through_the_child():
    with pytest.raises(RenderError, match="no glyph"):
        pdf.pdf("<html lang=en><title>t</title><p>\U0001f9ff", REPORT)


def test_fonts_of_the_machine_change_no_byte(tmp_path, monkeypatch):
    """A machine's Arial, or its bolder DejaVu Sans, once drew the signs that the bundled text faces do not have."""
    import matplotlib as mpl

    bold = '<html lang=en><title>t</title><p style=\'font: bold 9pt "Source Sans Pro", Arial, "DejaVu Sans"\'>✓ ⊥'
    text = bold + '<p style=\'font: 9pt "Source Serif Pro", Georgia, "DejaVu Sans", serif\'>∂ ∮'
    alone = pdf.pdf(text, REPORT)
    alias = "<alias binding='same'><family>{}</family><prefer><family>STIXGeneral</family></prefer></alias>"
    given = f"<dir>{mpl.get_data_path()}/fonts/ttf</dir>{alias.format('Arial')}{alias.format('Georgia')}"
    (tmp_path / "fonts.conf").write_text(f"<fontconfig>{given}</fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    assert pdf.pdf(text, REPORT) == alone


def test_nothing_in_the_working_directory_is_imported(tmp_path, monkeypatch):
    trap = f"open({str(tmp_path / 'ran')!r}, 'w').close()\n"
    (tmp_path / "weasyprint.py").write_text(trap)
    (tmp_path / "logging.py").write_text(trap)
    (tmp_path / "causal").mkdir()
    (tmp_path / "causal" / "__init__.py").write_text(trap)
    monkeypatch.chdir(tmp_path)
    assert pdf.pdf("<html lang=en><title>t</title><p>x", REPORT).startswith(b"%PDF-")
    assert not (tmp_path / "ran").exists()


def test_limits_are_set_where_the_machine_sets_lower_ones():
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (5, 5)); from causal.rendering.pdf import _limit; _limit();"
        "from causal.files.limits import RENDER_MEMORY as m;"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[1] == 5, resource.getrlimit(resource.RLIMIT_AS)[0] == m)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]


def test_missing_system_libraries_give_the_command(monkeypatch):
    class Broken:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libgobject-2.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    monkeypatch.setattr("platform.system", lambda: "Linux")
    with pytest.raises(RenderError, match="libpangoft2-1.0-0 libharfbuzz-subset0"):
        pdf.draw("<p>x", 0)


def test_sentences_need_no_heavy_library():
    code = "import sys, causal.rendering.catalogue, causal.rendering.render; print({'weasyprint', 'matplotlib', 'dowhy', 'pikepdf'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert done.stdout.strip() == "set()"


def test_a_page_too_large_is_refused_before_it_is_set(monkeypatch):
    monkeypatch.setattr(pdf, "PDF_BYTES", 1_000)
    with pytest.raises(RenderError, match="the page has 2,000,003 bytes.*--format html.*--size 2001"):
        pdf.pdf(LARGE, REPORT)


def test_the_page_that_is_set_is_told(monkeypatch):
    child = "import sys, time; sys.stdin.read(); sys.stderr.write('page 1\\npage 12\\n'); sys.stderr.flush(); time.sleep(0.5)"
    monkeypatch.setattr(pdf, "CHILD", f"{child}; sys.stdout.write('%PDF-')")
    monkeypatch.setattr(pdf, "EVERY", 0.05)
    told = []
    assert pdf.pdf(LARGE, REPORT, told.append) == b"%PDF-"
    assert told[-1] == "report.pdf: page 12 is set"


def test_pages_are_said_by_the_child_itself(monkeypatch):
    monkeypatch.setattr(pdf, "EVERY", 0.02)
    told = []
    pages = "<h1>x</h1>" + "<p style='page-break-after: always'>x" * 60
    assert pdf.pdf(f"<html lang=en><title>t</title>{pages}", REPORT, told.append).startswith(b"%PDF-")
    assert any(line.endswith("is set") for line in told)
    with pytest.raises(RenderError) as refused:
        pdf.pdf(f"<html lang=en><title>t</title>{pages}\U0001f9ff", REPORT, told.append)
    assert "no glyph" in str(refused.value)


def test_drawing_in_this_process_leaves_its_environment_as_it_was(monkeypatch):
    """A browser that was started next once found no font of the machine."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("FONTCONFIG_FILE", "the machine's own")
    before = dict(os.environ)
    assert pdf.draw("<html lang=en><title>t</title><p>x", 0).startswith(b"%PDF-")
    assert dict(os.environ) == before
