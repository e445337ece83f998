from __future__ import annotations

import numpy as np
import pytest

from causal.errors import NotComputableError
from causal.verdict import Grounds
from tests.judgement.checks.bench import at, bench, market, run, words

VOLUME = np.full(200, 10.0)
VOLUME[[40, 150]] = 169.0, 284.0  # 1.68 times
VOLUME[160] = 1000.0


def multiple(values: np.ndarray = VOLUME, **given: object) -> Grounds:
    return run(bench(market=market(volume=values)), "multiple", of="market.volume", **{"at": at(150), **given}).grounds


def test_the_ratio_to_the_previous_record_decides() -> None:
    assert multiple(stated="2x") is Grounds.CONTRADICTED
    assert multiple(stated="1.7x") is Grounds.FIGURES_AGREE
    assert multiple(stated="twice", since=at(41)) is Grounds.CONTRADICTED  # 28.4 times
    found = run(bench(market=market(volume=VOLUME)), "multiple", of="market.volume", at=at(150), stated="2x")
    assert found.details["found"] == pytest.approx(284 / 169)
    assert at(40) in words(found.reason)


def test_a_missing_day_is_not_measured() -> None:
    values = VOLUME.copy()
    values[150] = np.nan
    assert multiple(values, stated="2x") is Grounds.NOT_MEASURED


def test_nothing_above_zero_before_cannot_be_a_divisor() -> None:
    with pytest.raises(NotComputableError, match="above zero"):
        multiple(-VOLUME, stated="2x")
    with pytest.raises(NotComputableError, match="no earlier value"):
        multiple(stated="2x", at=at(0))
