"""Every test has a cache of its own, so that none finds what another run kept; what several read is built once a run."""

from __future__ import annotations

from functools import cache, partial
from itertools import count

import pytest

from causal import pipeline
from causal.work.store import Store

NUMBERS = count(1)


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    """Name a folder that the store makes where it is used: thousands made beforehand slow every later `tmp_path`."""
    base = tmp_path_factory.getbasetemp()
    monkeypatch.setenv("CAUSAL_CACHE", str(base / "caches" / str(next(NUMBERS))))
    monkeypatch.setenv("CAUSAL_CACHE_KEY", str(base / "cache.key"))


@pytest.fixture(scope="session")
def kept(tmp_path_factory, worker_id):
    """The results of one run of the tests, which its processes share."""
    base = tmp_path_factory.getbasetemp()
    return Store((base if worker_id == "master" else base.parent) / "kept", b"the key of one run of the tests")


@pytest.fixture(scope="session")
def built_once(kept):
    """`build` for tests that only read a report: what another test found of the same case is not found again."""
    return cache(partial(pipeline.build, store=kept))
