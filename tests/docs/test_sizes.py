"""The page of sizes says what the code allows."""

from __future__ import annotations

from causal.files import limits
from tests.docs.pages import DOCS

PAGE = (DOCS / "reference" / "sizes.md").read_text(encoding="utf-8")


def test_the_bytes_are_those_of_the_limits():
    for most in (limits.PDF_BYTES, limits.REPORT_BYTES, limits.YAML_BYTES):
        assert f"{most:,}" in PAGE
