"""The published report: both languages carry this repository's folder, and a build today comes to the same verdicts."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest

from causal.commands.compare import compare
from causal.rendering import archive, pdf
from causal.rendering.catalogue import catalogue_of
from causal.rendering.outputs.html import Edition, html
from causal.rendering.page import page_of
from causal.report import from_json

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "reports" / "ibit-2026-02-05"
MOST_PAGES = 16  # an editor reads it within the hour before print
PUBLISHED = {language: FOLDER / "published" / f"report.{language}.pdf" for language in ("en", "zh")}


@pytest.fixture(scope="module", params=PUBLISHED)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def files(language):
    return archive.extract(PUBLISHED[language])


@pytest.fixture(scope="module")
def built(language, built_once):
    return built_once(FOLDER, language="" if language == "en" else language)


def test_what_it_carries_is_what_stands_here(files):
    assert archive.tampered(files) == []
    carried = {name.removeprefix("folder/"): content for name, content in files.items() if name.startswith("folder/")}
    assert {"report.yaml", "graph.yaml", "claims.yaml", "data/sources.yaml", "data/market_daily.csv"} <= set(carried)
    for name, content in carried.items():
        assert content == (FOLDER / name).read_bytes(), name


def test_a_build_today_gives_the_same_verdicts_and_estimates(files, built):
    printed = from_json(files["report.json"].decode())
    found = compare(printed, built, 1e-6)
    assert not [d.subject for d in (*found.claims, *found.edges) if d.verdict_changed]
    for before, now in zip(printed.graph.edges, built.graph.edges, strict=True):
        assert [e.effect for e in now.estimates] == pytest.approx([e.effect for e in before.estimates], rel=1e-6), (
            now.edge
        )


def test_a_changed_row_of_data_is_named(files):
    rows = files["folder/data/market_daily.csv"]
    assert archive.tampered(
        {**files, "folder/data/market_daily.csv": rows.replace(b"2026-02-05", b"2026-02-06", 1)}
    ) == ["folder/data/market_daily.csv changed"]


def test_it_has_at_most_sixteen_pages_with_the_verdicts_of_today(built):
    page = page_of(built, catalogue_of(built))
    with pikepdf.open(io.BytesIO(pdf.pdf(html(page, Edition.REPORT), built))) as document:
        assert len(document.pages) <= MOST_PAGES
    with pikepdf.open(io.BytesIO(pdf.pdf(html(page, Edition.APPENDIX), built))) as document:
        assert len(document.pages) > len(page.edges)


def test_it_is_in_its_language_and_small(language):
    with pikepdf.open(PUBLISHED[language]) as pdf:
        assert str(pdf.Root.Lang).startswith(language)
        data = sum(len(spec.get_file().read_bytes()) for spec in pdf.attachments.values())
    assert PUBLISHED[language].stat().st_size < 2_000_000 + data


def test_every_file_that_the_readme_links_is_there():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert len(links) > 5
    assert not [link for link in links if not (ROOT / link).exists()]
