"""Least squares against NIST's certified values, one coefficient at a time by Frisch and Waugh's theorem.

Source: NIST Statistical Reference Datasets, linear regression, https://www.itl.nist.gov/div898/strd/lls/lls.shtml.
"""

from __future__ import annotations

import numpy as np
import pytest

from causal.errors import NotComputableError
from causal.inference.algebra import Projection, basis, fit, functionals_for_weights, project, residual
from tests.reference.nist import DATASETS, Certified

# Digits asked of every coefficient and of every standard deviation. Wampler 1 to 5 have coefficients of one beside powers
# up to 3.2 million and, in 5, errors of 10 million; Filip's columns are collinear to 15 digits.
DIGITS = {
    "Norris": (12, 12),
    "Pontius": (11, 11),
    "NoInt1": (13, 13),
    "NoInt2": (13, 13),
    "Longley": (9, 10),
    "Filip": (6, 6),
    "Wampler1": (6, None),
    "Wampler2": (8, None),
    "Wampler3": (8, 12),
    "Wampler4": (7, 12),
    "Wampler5": (5, 12),
}
TOO_SHORT = {"NoInt2", "Longley"}  # fewer than ten residual degrees of freedom: `project` refuses them
COEFFICIENTS = [(name, j) for name, data in DATASETS.items() for j in range(len(data.coefficients))]


def split(data: Certified, position: int) -> tuple[np.ndarray, np.ndarray]:
    """Give one column as the treatment and the others as controls."""
    return data.columns[:, position], np.delete(data.columns, position, axis=1)


def projection(name: str, position: int) -> Projection:
    """Give the design as `project` builds it, without its demand for ten degrees of freedom."""
    treatment, controls = split(DATASETS[name], position)
    if name not in TOO_SHORT:
        return project(treatment, controls)
    orthonormal = basis(controls)
    taken = residual(orthonormal, treatment)
    return Projection(orthonormal, taken, taken, taken / float(taken @ taken))


def digits(found: float, certified: float) -> float:
    """Give the number of correct significant digits, NIST's log relative error."""
    return 15.0 if found == certified else float(-np.log10(abs(found - certified) / abs(certified)))


@pytest.mark.parametrize(("name", "position"), COEFFICIENTS)
def test_certified_coefficients(name: str, position: int) -> None:
    design = projection(name, position)
    effect = design.functional @ residual(design.orthonormal, DATASETS[name].outcome)
    assert digits(float(effect), DATASETS[name].coefficients[position]) >= DIGITS[name][0]


@pytest.mark.parametrize(("name", "position"), [c for c in COEFFICIENTS if not DATASETS[c[0]].exact])
def test_certified_standard_deviations(name: str, position: int) -> None:
    fitted = fit(projection(name, position), DATASETS[name].outcome[:, None])
    assert digits(float(fitted.effect[0]), DATASETS[name].coefficients[position]) >= DIGITS[name][0]
    assert digits(float(fitted.classical_error[0]), DATASETS[name].deviations[position]) >= (DIGITS[name][1] or 0)


@pytest.mark.parametrize(
    ("name", "position"), [c for c in COEFFICIENTS if c[0] in {"Norris", "Pontius", "NoInt1", "Longley"}]
)
def test_certified_coefficients_from_unit_weights(name: str, position: int) -> None:
    """Weighted least squares solves the normal equations, which costs half the digits of a hard design."""
    data = DATASETS[name]
    treatment, controls = split(data, position)
    row = functionals_for_weights(treatment, controls, np.ones((len(treatment), 1)))[0]
    assert digits(float(row @ data.outcome), data.coefficients[position]) >= (6 if name == "Longley" else 10)


@pytest.mark.parametrize("name", ["Wampler1", "Wampler2"])
def test_an_exact_polynomial_leaves_no_error_to_measure_by(name: str) -> None:
    with pytest.raises(NotComputableError, match="exactly"):
        fit(projection(name, 5), DATASETS[name].outcome[:, None])
