"""Pearl's smoking, tar and cancer table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal.findings import Strategy
from causal.inference.estimate import estimate
from causal.inference.estimators import estimators
from tests.reference.printed import design

# Smoking, tar, people and cancers in 800: Pearl, Causality (2000), Table 3.1, which gives 47.5, 2.5, 2.5 and 47.5 percent of
# the people and cancer in 10, 90, 5 and 85 percent of each group.
GROUPS = [(0, 0, 380, 38), (1, 0, 20, 18), (0, 1, 20, 1), (1, 1, 380, 323)]


def people() -> pd.DataFrame:
    rows = [(smoking, tar, int(number < cancers)) for smoking, tar, count, cancers in GROUPS for number in range(count)]
    table = pd.DataFrame(rows, columns=["smoking", "tar", "cancer"])
    return table.sample(frac=1.0, random_state=np.random.default_rng(0)).reset_index(drop=True)


def test_smoking_through_tar() -> None:
    """Pearl, Causality, section 3.3.3: P(cancer | do(smoking)) is 0.4525 and P(cancer | do(no smoking)) 0.4975.

    Cancer is additive in smoking and tar there, so that the linear front door is the exact one.
    """
    given = design(people(), "cancer", "smoking", mediators=["tar"])
    first = estimate(given, Strategy.FRONT_DOOR, 0.95)[0][0]
    assert first.effect == pytest.approx(0.4525 - 0.4975, abs=1e-12)
    assert first.low < 0.4525 - 0.4975 < first.high


def test_smoking_without_the_front_door() -> None:
    """The same table: cancer in 85.25 percent of smokers and 9.75 percent of others, a difference of the other sign."""
    found = estimators()["linear"].run(design(people(), "cancer", "smoking"), 0.95)
    assert found.effect == pytest.approx(0.8525 - 0.0975, abs=1e-12)
