"""The servers of these tests are on loopback, and their passwords belong to them."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def allowed(monkeypatch):
    monkeypatch.setenv("CAUSAL_HOSTS", "127.0.0.1,localhost,::1,inner.test,host")
    for name in ("USER", "PASSWORD", "TOKEN", "WORD"):
        monkeypatch.setenv(f"CAUSAL_{name}_HOSTS", "127.0.0.1,localhost,host")
