"""What the calibration study that comes with the package found, in words: where the rubric's targets are missed, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from causal.files.assets import asset

if TYPE_CHECKING:
    from causal.rendering.catalogue import Catalogue

SUMMARY = "calibration/summary.json"


def why(words: Catalogue, target: str, scenario: str) -> str:
    """Word why the rubric misses a target in a kind of world."""
    return words.text(f"calibration.why.{target}.{scenario}".replace(" ", "_"))


def known_misses(words: Catalogue) -> list[str]:
    """Word the study for the methods section: where the targets are met, then each miss."""
    summary = json.loads(asset(SUMMARY).read_text(encoding="utf-8"))
    given = {"cells": summary["cells"], "worlds": summary["worlds"]}
    if not summary["misses"]:
        return [words.text("calibration.met_everywhere", given)]
    return [
        words.text("calibration.met", given),
        *(
            words.text("calibration.miss", {**m, "why": why(words, m["target"], m["scenario"])})
            for m in summary["misses"]
        ),
    ]
