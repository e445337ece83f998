"""Every example on the documentation's pages is run, and each member of an open set has a page and a test."""

from __future__ import annotations

import pytest

from tests.docs.pages import DOCS, blocks, pages, run


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """One cache for all pages: most build the same example."""
    return tmp_path_factory.mktemp("kept")


@pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(DOCS)))
def test_examples_run_as_printed(page, kept, tmp_path, monkeypatch):
    monkeypatch.setenv("CAUSAL_CACHE", str(kept))
    runnable = [b for b in blocks(page) if b.path or b.language in ("console", "python")]
    assert run(page, tmp_path) == len(runnable)
