"""One random stream a (study seed, subject, stage), so that adding an edge changes no other number."""

from __future__ import annotations

import hashlib

import numpy as np


def stream(seed: int, *key: str) -> np.random.Generator:
    """Give the generator for `key`, for example `stream(study.seed, "a->b", "placebo")`."""
    digest = hashlib.sha256("\x1f".join(key).encode()).digest()
    spawn = tuple(int.from_bytes(digest[i : i + 4], "big") for i in range(0, 16, 4))
    return np.random.default_rng(np.random.SeedSequence(entropy=seed, spawn_key=spawn))
