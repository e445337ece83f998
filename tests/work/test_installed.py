"""A version is what the package's whole metadata say."""

from __future__ import annotations

from importlib import metadata

import pytest

from causal.report import LIBRARIES
from causal.work.installed import version
from causal.work.store import DEPENDS_ON


@pytest.mark.parametrize("name", sorted({*LIBRARIES, *DEPENDS_ON, "fonttools", "uharfbuzz", "brotli"}))
def test_a_version_is_that_of_the_metadata(name):
    assert version(name) == metadata.version(name)


def test_a_package_that_is_not_there_has_none():
    with pytest.raises(metadata.PackageNotFoundError):
        version("no-such-package-anywhere")


@pytest.mark.parametrize("text", [None, "Name: x\n\nVersion: 9 is described here\n"])
def test_metadata_of_another_kind_are_read_in_full(monkeypatch, text):
    class Found:
        version = "1.2"

        def read_text(self, name):
            return text

    version.cache_clear()
    monkeypatch.setattr("causal.work.installed.distribution", lambda name: Found())
    assert version("x") == "1.2"
    version.cache_clear()
