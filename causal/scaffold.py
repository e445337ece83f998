"""A new report folder that builds as it is: a small example on simulated data, or a copy of a packaged report."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from causal.assets import asset
from causal.errors import CausalError, did_you_mean
from causal.load import sha256, write_schemas

if TYPE_CHECKING:
    from pathlib import Path


def scaffold(folder: Path, example: str = "") -> None:
    """Write the small example, or a copy of a report that comes with the package; raise CausalError where it cannot."""
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise CausalError(f"{folder} exists and is not empty: choose another name")
    if example:
        _copy(folder, example)
        return
    shutil.copytree(asset("templates/folder"), folder, dirs_exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    _simulate(folder / "data" / "market.csv")
    sources = folder / "data" / "sources.yaml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace("DIGEST", sha256(folder / "data" / "market.csv")), encoding="utf-8")
    (folder / ".schema").mkdir()
    write_schemas(folder / ".schema")


def _copy(folder: Path, example: str) -> None:
    known = {path.parent.name: path.parent for path in asset("reports").glob("*/report.yaml")}
    if example not in known:
        raise CausalError(f"no report '{example}' comes with the package{did_you_mean(example, known)}")
    shutil.copytree(known[example], folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("build"))


def _simulate(path: Path) -> None:
    """Write a year and a half of business days: rates move both others, news moves mood, mood moves the price."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(20250203)
    days = pd.bdate_range("2024-01-02", periods=320)
    rates, news, mood, rest = rng.standard_normal((4, len(days)))
    news[days == "2025-02-03"] = -5.0
    news = news + 0.2 * rates
    mood = 0.8 * news + 0.2 * rates + 0.7 * mood
    price = 100 * np.exp(np.cumsum(0.01 * (0.9 * mood + 0.2 * rates + 0.7 * rest)))
    table = pd.DataFrame({"date": days.date, "news": news, "mood": mood, "rates": rates, "price": price})
    table.to_csv(path, index=False, float_format="%.4f", lineterminator="\n")
