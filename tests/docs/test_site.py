"""The site is built without a warning, and every page is on it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from bs4 import BeautifulSoup

from tests.docs.pages import DOCS, pages

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "-E", "-b", "html", DOCS, out],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return out


def test_every_page_is_on_the_site_under_one_heading(site):
    for page in pages():
        made = BeautifulSoup(
            (site / page.relative_to(DOCS)).with_suffix(".html").read_text(encoding="utf-8"), "html.parser"
        )
        assert len(made.find("article").find_all("h1")) == 1, page


def test_what_comes_from_the_code_is_there(site):
    text = {
        name: (site / f"{name}.html").read_text(encoding="utf-8")
        for name in ("rubric", "reference/graph", "reference/commands", "how-to/checks/change")
    }
    assert "required_power" in text["rubric"]
    assert "smallest_effect" in text["reference/graph"]
    assert "--new-vintage" in text["reference/commands"]
    assert "stated_before" in text["how-to/checks/change"]


def test_no_page_asks_another_server(site):
    for path in site.rglob("*.html"):
        made = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        asked = [
            t.get("src") or t.get("href")
            for t in made.find_all(["script", "img", "link"])
            if t.get("src") or t.get("href")
        ]
        assert not [a for a in asked if a.startswith(("http:", "https:", "//"))], path
