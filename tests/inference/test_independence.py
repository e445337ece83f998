"""The right graph's independences hold, a wrong one's do not, and shuffled copies of the right one do worse."""

from __future__ import annotations

import numpy as np
import pytest

from causal.errors import NotComputableError
from causal.inference import independence
from causal.verdict import RUBRIC
from tests.worlds import frame, graph

CHAIN = graph(["+a->b", "+b->c", "+c->d"], ["a->b", "b->c", "c->d"], persistence=0)
WRONG = graph(["+a->d", "+d->b", "+b->c"], ["a->d", "d->b", "b->c"], persistence=0)


def chain_world(rows=500, seed=3):
    rng = np.random.default_rng(seed)
    a = rng.standard_normal(rows)
    b = 0.8 * a + rng.standard_normal(rows)
    c = 0.8 * b + rng.standard_normal(rows)
    return frame({"a": a, "b": b, "c": c, "d": 0.8 * c + rng.standard_normal(rows)})


def test_the_data_reject_the_wrong_graph_and_not_the_right_one():
    right, failures = independence.check_independences(chain_world(), CHAIN, RUBRIC)
    assert not failures
    assert not any(i.rejected for i in right)
    wrong, _ = independence.check_independences(chain_world(), WRONG, RUBRIC)
    assert any(i.rejected for i in wrong)


def test_the_right_graph_beats_its_shuffled_copies():
    found = independence.shuffle(chain_world(), CHAIN, 1, RUBRIC)
    assert found.graphs == independence.SHUFFLED
    assert found.share < found.low or found.share == 0.0
    assert found.median > 0.1  # lagged pairs are independent wherever the variables stand
    assert found.p_value <= 0.15  # of 24 orders the chain itself and its mirror image fit: about 2 in 24


def test_on_noise_no_place_is_better_than_another():
    rng = np.random.default_rng(1)
    noise = frame({n: rng.standard_normal(400) for n in "abcd"})
    assert independence.shuffle(noise, CHAIN, 1, RUBRIC).p_value > 0.2


def test_shuffling_is_the_same_every_time():
    assert independence.shuffle(chain_world(), CHAIN, 5, RUBRIC) == independence.shuffle(
        chain_world(), CHAIN, 5, RUBRIC
    )


def test_a_rejection_rate_of_independent_variables_is_the_level():
    """Autocorrelated, unrelated series: a plain test would reject far more often."""
    shares = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        shocks = rng.standard_normal((400, 4))
        walk = np.zeros((400, 4))
        for t in range(1, 400):
            walk[t] = 0.8 * walk[t - 1] + shocks[t]
        data = frame(dict(zip("abcd", walk.T, strict=True)))
        declared = graph(["+a->b", "+c->d"], ["a->b"], persistence=1)
        found, _ = independence.check_independences(data, declared, RUBRIC)
        shares.append(np.mean([i.p_value <= 0.05 for i in found]))
    assert 0.02 <= np.mean(shares) <= 0.09


def test_a_graph_that_implies_nothing_has_no_shuffled_copies():
    assert independence.shuffle(chain_world(), graph(["+a->b"], ["a->b"], persistence=0), 1, RUBRIC) is None


def test_too_few_rows_are_said():
    with pytest.raises(NotComputableError, match="enough rows"):
        independence.shuffle(chain_world(rows=15), CHAIN, 1, RUBRIC)
