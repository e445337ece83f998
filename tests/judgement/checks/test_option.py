from __future__ import annotations

import pytest
from pydantic import ValidationError

from causal.verdict import Grounds, Strength
from tests.judgement.checks.bench import bench, run, words

KNOCK_IN = {"contract": "knock_in_put", "strike": 100.0, "barrier": 70.0, "spot": [70.5, 100.0], "volatility": 0.5}
VANILLA = {"contract": "vanilla_put", "strike": 100.0, "spot": [20.0, 300.0], "volatility": 0.5}


@pytest.mark.parametrize(
    ("given", "quantity", "assertion", "expected"),
    [
        (KNOCK_IN, "delta", "exceeds", Grounds.DERIVATION_HOLDS),
        (KNOCK_IN, "delta", "stays_within", Grounds.CONTRADICTED),
        (VANILLA, "delta", "stays_within", Grounds.DERIVATION_HOLDS),
        (VANILLA, "delta", "exceeds", Grounds.CONTRADICTED),
        (VANILLA, "delta", "negative", Grounds.DERIVATION_HOLDS),
        (VANILLA, "gamma", "positive", Grounds.DERIVATION_HOLDS),
        (VANILLA, "gamma", "negative", Grounds.CONTRADICTED),
        (VANILLA, "vanna", "positive", Grounds.CONTRADICTED),  # changes its sign at the money
        (VANILLA, "vanna", "negative", Grounds.CONTRADICTED),
        ({**VANILLA, "spot": [20.0, 60.0]}, "vanna", "positive", Grounds.DERIVATION_HOLDS),
    ],
)
def test_theory_decides(given: dict[str, object], quantity: str, assertion: str, expected: Grounds) -> None:
    found = run(bench(), "option", **given, quantity=quantity, years=[0.05, 0.1], assertion=assertion)
    assert found.grounds is expected, words(found.reason)
    assert found.start is Strength.HIGH
    assert len(found.sources) == (2 if given is KNOCK_IN else 1)


def test_the_bound_is_the_claims() -> None:
    found = run(bench(), "option", **KNOCK_IN, quantity="delta", years=[0.05], assertion="exceeds", bound=50.0)
    assert found.grounds is Grounds.CONTRADICTED
    assert "does not exceed 50" in words(found.reason)


def test_a_barrier_at_maturity_can_be_asked_for() -> None:
    found = run(
        bench(), "option", **KNOCK_IN, monitoring="maturity", quantity="delta", years=[0.02], assertion="exceeds"
    )
    assert found.grounds is Grounds.DERIVATION_HOLDS


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"spot": [100.0, 50.0]}, "lower first"),
        ({"volatility": 0.0}, "above zero"),
        ({"years": []}, "above zero"),
        ({"barrier": 70.0}, "has a 'barrier'"),
        ({"contract": "knock_in_put"}, "has a 'barrier'"),
    ],
)
def test_bad_parameters_are_refused(given: dict[str, object], said: str) -> None:
    asked = {**VANILLA, "quantity": "delta", "years": [0.1], "assertion": "exceeds", **given}
    with pytest.raises(ValidationError, match=said):
        run(bench(), "option", **asked)
