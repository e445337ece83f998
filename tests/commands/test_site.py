"""The index lists every report once, leads only to files that are there, escapes what it shows, and asks for nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from causal.commands import site as sites
from causal.errors import CausalError
from causal.report import from_json, to_json
from tests.fake_report import fake_report
from tests.folders import make_folder

pytestmark = pytest.mark.slow


def site(root, output, formats=("html", "claimreview")):
    return sites.site(root, output, formats)


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.tags = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.found += [value for name, value in attributes if name in {"href", "src"}]


@pytest.fixture
def root(tmp_path):
    for name, title in (("a-report", "First"), ("b report", "<b>Second</b> \u202e"), ("c", None)):
        folder = tmp_path / "reports" / name
        (folder / "build").mkdir(parents=True)
        (folder / "report.yaml").write_text("title: x\n")
        if title is None:
            continue
        report = fake_report()
        (folder / "build" / "report.json").write_text(
            to_json(replace(report, study=replace(report.study, title=title)))
        )
        for file in ("report.html", "report.pdf", "notes.html"):
            (folder / "build" / file).write_bytes(b"a stranger's own")
    return tmp_path / "reports"


def test_the_command_of_a_report_that_is_not_built_can_be_pasted(tmp_path):
    make_folder(tmp_path / "reports" / "a; b")
    site(tmp_path / "reports", tmp_path / "site")
    assert "causal build &#39;reports/a; b&#39;" in (tmp_path / "site" / "index.html").read_text()


def test_every_link_leads_to_a_file_and_every_report_is_listed(root, tmp_path):
    entries = site(root, tmp_path / "site")
    text = (tmp_path / "site" / "index.html").read_text()
    links = Links(text)
    assert {e.name: e.built for e in entries} == {"a-report": True, "b report": True, "c": False}
    assert "a-report/report.html" in links.found
    assert "b%20report/report.html" in links.found
    for link in set(links.found) - {"#reports"}:
        assert (tmp_path / "site" / link.replace("%20", " ")).is_file()
    assert "causal build reports/c<" in text
    assert str(tmp_path) not in text
    assert links.tags.count("article") == 3
    assert links.tags.count("main") == links.tags.count("h1") == 1


def test_texts_are_escaped_and_nothing_is_asked_of_the_network(root, tmp_path):
    site(root, tmp_path / "site")
    text = (tmp_path / "site" / "index.html").read_text()
    assert "<b>Second" not in text
    assert "\u202e" not in text
    assert not set(Links(text).tags) & {"script", "link", "img", "iframe"}
    assert "default-src 'none'" in text
    assert not re.search(r"url\(|@import", text)


def test_a_site_made_again_is_the_same_and_drops_what_is_gone(root, tmp_path):
    site(root, tmp_path / "site")
    first = (tmp_path / "site" / "index.html").read_bytes()
    site(root, tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_bytes() == first
    site(root, tmp_path / "site", ("html",))
    assert not (tmp_path / "site" / "a-report" / "claimreview.json").exists()


def test_files_are_made_from_the_report_and_a_strangers_are_not_published(root, tmp_path):
    site(root, tmp_path / "site")
    made = tmp_path / "site" / "a-report"
    assert sorted(p.name for p in made.iterdir()) == ["claimreview.json", "report.html", "report.json"]
    assert "First" in (made / "report.html").read_text()
    assert not any(b"a stranger's own" in p.read_bytes() for p in (tmp_path / "site").rglob("*") if p.is_file())
    assert from_json((made / "report.json").read_text()).study.title == "First"


def test_links_in_a_build_are_not_followed(root, tmp_path):
    secret = tmp_path / "secret.json"
    secret.write_text((root / "a-report" / "build" / "report.json").read_text())
    place = root / "a-report" / "build" / "report.json"
    place.unlink()
    place.symlink_to(secret)
    with pytest.raises(CausalError, match="link"):
        site(root, tmp_path / "site")
    place.unlink()
    (root / "a-report" / "build" / "report.pdf").unlink()
    (root / "a-report" / "build" / "report.pdf").symlink_to(secret)
    assert {e.name: e.built for e in site(root, tmp_path / "site")}["a-report"] is False
    assert not (tmp_path / "site" / "a-report").exists()


def test_a_root_without_reports_is_said(tmp_path):
    with pytest.raises(CausalError, match="no report folder"):
        site(tmp_path, tmp_path / "site")


@pytest.mark.parametrize("place", ["reports", "reports/a-report", "reports/a-report/build/site"])
def test_report_folders_are_never_written_over(root, tmp_path, place):
    before = sorted(p for p in root.rglob("*"))
    with pytest.raises(CausalError, match="choose another --output"):
        site(root, tmp_path / place)
    assert sorted(p for p in root.rglob("*")) == before


def test_what_somebody_else_put_there_stays(root, tmp_path):
    mine = tmp_path / "site" / "mine"
    mine.mkdir(parents=True)
    (mine / "notes.txt").write_text("x")
    (tmp_path / "site" / "c").mkdir()
    (tmp_path / "site" / "c" / "report.yaml").write_text("x")
    with pytest.raises(CausalError, match="not written by"):
        site(root, tmp_path / "site")
    (tmp_path / "site" / "c" / "report.yaml").unlink()
    (tmp_path / "site" / "c").rmdir()
    site(root, tmp_path / "site")
    site(root, tmp_path / "site")
    assert (mine / "notes.txt").read_text() == "x"


def test_a_report_that_is_gone_leaves_the_site(root, tmp_path):
    import shutil

    site(root, tmp_path / "site")
    shutil.rmtree(root / "a-report")
    site(root, tmp_path / "site")
    assert sorted(p.name for p in (tmp_path / "site").iterdir()) == ["b report", "index.html"]


def test_counts_are_the_verdicts_and_the_newest_article_is_first(root, tmp_path):
    report = fake_report()
    older = replace(report.study.article, published=report.study.article.published.replace(year=2019))
    (root / "a-report" / "build" / "report.json").write_text(
        to_json(replace(report, study=replace(report.study, article=older)))
    )
    entries = site(root, tmp_path / "site")
    assert [e.name for e in entries] == ["b report", "a-report", "c"]
    assert sum(c.count for c in entries[0].counts) == len(report.verdicts)
    contradicted = sum(v.grounds.value == "contradicted" for v in report.verdicts)
    text = (tmp_path / "site" / "index.html").read_text()
    assert f"<b>{contradicted}</b> contradicted" in text
    (count,) = [c for c in entries[0].counts if c.word == "association only"]
    assert (count.count, count.symbol, count.colour) == (1, "~", "#7a5200")
    assert "<b>1</b> association only" in text
    assert text.index("b%20report/report.html") < text.index("a-report/report.html")


def test_a_folder_that_changed_since_is_told(root, tmp_path):
    import hashlib

    report = fake_report()
    known = {"report.yaml": hashlib.sha256(b"title: x\n").hexdigest()}
    for name in ("a-report", "b report"):
        made = replace(report, study=replace(report.study, title=name, inputs=known))
        (root / name / "build" / "report.json").write_text(to_json(made))
    (root / "b report" / "report.yaml").write_text("title: y\n")
    assert {e.name: e.changed for e in site(root, tmp_path / "site")} == {
        "a-report": False,
        "b report": True,
        "c": False,
    }
    assert (tmp_path / "site" / "index.html").read_text().count("has changed since") == 1


def test_a_damaged_report_is_named(root, tmp_path):
    (root / "a-report" / "build" / "report.json").write_text("{")
    with pytest.raises(CausalError, match=r"a-report.*report\.json"):
        site(root, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_landmarks_headings_and_names(root, tmp_path):
    site(root, tmp_path / "site")
    text = (tmp_path / "site" / "index.html").read_text()
    tags = Links(text).tags
    assert [t for t in tags if t in {"h1", "h2", "h3"}] == ["h1", "h2", "h2", "h2"]
    assert tags.count("nav") == tags.count("svg") == 2
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'aria-labelledby="([^"]+)"', text)) <= set(ids)
    assert text.count('role="img"') == text.count("<title>") - 1
