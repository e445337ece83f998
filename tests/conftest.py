"""Every test has a cache of its own, so that none finds what another run kept."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("CAUSAL_CACHE", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setenv("CAUSAL_CACHE_KEY", str(tmp_path_factory.getbasetemp() / "cache.key"))
