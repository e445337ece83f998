"""The formulas' meaning; Cinelli and Hazlett's published numbers are in tests/reference."""

from __future__ import annotations

import numpy as np
import pytest

from causal.inference import sensitivity
from causal.inference.algebra import fit, project


def test_bias_formula_is_the_omitted_variable_bias():
    rng = np.random.default_rng(0)
    rows = 400
    z, hidden = rng.standard_normal(rows), rng.standard_normal(rows)
    t = 0.4 * z + 0.6 * hidden + rng.standard_normal(rows)
    y = 0.5 * t + 0.3 * z + 0.7 * hidden + rng.standard_normal(rows)
    short, long = np.column_stack([np.ones(rows), z]), np.column_stack([np.ones(rows), z, hidden])
    fitted = fit(project(t, short), y[:, None])
    full = fit(project(t, long), y[:, None])
    with_treatment, with_outcome = sensitivity.group_r2(long, t, [2], y[:, None])
    size = sensitivity.bias(fitted.classical_error, project(t, short).residual_degrees, with_treatment, with_outcome)
    assert abs(float(fitted.effect[0] - full.effect[0])) == pytest.approx(float(size[0]), rel=1e-9)


def test_a_benchmark_that_explains_half_the_treatment_allows_no_bound():
    assert sensitivity.bound(0.5, np.array([0.1]), 1.0) is None
