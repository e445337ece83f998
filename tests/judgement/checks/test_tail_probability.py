from __future__ import annotations

import pytest

from causal.verdict import Grounds, Strength
from tests.judgement.checks.bench import bench, run, words


@pytest.mark.parametrize(
    ("z", "stated", "sided", "expected"),
    [
        ("3.5", "0.05%", "either", Grounds.DERIVATION_HOLDS),  # both tails: 0.0465%
        ("3.5", "0.05%", "two", Grounds.DERIVATION_HOLDS),
        ("3.5", "0.05%", "one", Grounds.CONTRADICTED),  # one tail: 0.0193% to 0.0280%
        ("3.5", "0.02%", "one", Grounds.DERIVATION_HOLDS),  # 0.0233% is written 0.02%
        ("3.0", "0.27%", "two", Grounds.DERIVATION_HOLDS),
        ("3.0", "0.0027", "two", Grounds.DERIVATION_HOLDS),
        ("3.0", "1%", "either", Grounds.CONTRADICTED),
        ("-3.0", "0.27%", "two", Grounds.DERIVATION_HOLDS),
        ("more than 3", "0.01%", "two", Grounds.INCONCLUSIVE),  # all below 0.27%: may be 0.01%
        ("more than 3", "at least 1%", "two", Grounds.CONTRADICTED),
        ("0", "100%", "two", Grounds.DERIVATION_HOLDS),
    ],
)
def test_the_normal_tail_decides(z: str, stated: str, sided: str, expected: Grounds) -> None:
    found = run(bench(), "tail_probability", z=z, stated=stated, sided=sided)
    assert found.grounds is expected
    assert found.start is Strength.HIGH


def test_both_readings_are_shown() -> None:
    found = run(bench(), "tail_probability", z="3.0", stated="0.27%", sided="two")
    assert [c.found for c in found.comparisons] == [
        pytest.approx(0.134990, rel=1e-5),
        pytest.approx(0.269980, rel=1e-5),
    ]
    assert "in both" in words(found.reason)
