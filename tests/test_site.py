"""The index lists every report once, leads only to files that are there, escapes what it shows, and asks for nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from causal.errors import CausalError
from causal.report import to_json
from causal.site import site
from tests.fake_report import fake_report


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
    for name, title, files in (("a-report", "First", ("report.html", "report.pdf")), ("b report", "<b>Second</b> \u202e", ("report.pdf",)), ("c", None, ())):
        folder = tmp_path / "reports" / name
        (folder / "build").mkdir(parents=True)
        (folder / "report.yaml").write_text("title: x\n")
        if title is None:
            continue
        report = fake_report()
        (folder / "build" / "report.json").write_text(to_json(replace(report, study=replace(report.study, title=title))))
        for file in files:
            (folder / "build" / file).write_bytes(b"x")
    return tmp_path / "reports"


def test_every_link_leads_to_a_file_and_every_report_is_listed(root, tmp_path):
    entries = site(root, tmp_path / "site")
    text = (tmp_path / "site" / "index.html").read_text()
    links = Links(text)
    assert {e.name: e.built for e in entries} == {"a-report": True, "b report": True, "c": False}
    assert "a-report/report.html" in links.found
    assert "b%20report/report.pdf" in links.found
    for link in links.found:
        assert (tmp_path / "site" / link.replace("%20", " ")).is_file()
    assert "Not built yet" in text
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
    (root / "a-report" / "build" / "report.pdf").unlink()
    site(root, tmp_path / "site")
    assert not (tmp_path / "site" / "a-report" / "report.pdf").exists()


def test_a_root_without_reports_is_said(tmp_path):
    with pytest.raises(CausalError, match="no report folder"):
        site(tmp_path, tmp_path / "site")
