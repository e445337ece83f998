"""Many regressions at once: each is what statsmodels finds by itself, with HC3 errors."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from causal.errors import NotComputableError
from causal.inference.algebra import fit, project
from causal.inference.regressions import FREE, SINGULAR, independent, regress
from causal.sampling import HC3

ROWS = 80


def reference(outcome, columns):
    return sm.OLS(outcome, sm.add_constant(np.column_stack(columns))).fit(cov_type="HC3", use_t=True)


def drawn(worlds, shared, rows=ROWS, seed=0):
    """Outcomes, a shared column, columns a world each, and one with heavy tails that errors depend on."""
    rng = np.random.default_rng(seed)
    a = rng.standard_normal((1, rows))
    b = 1e3 * rng.standard_normal((worlds, rows)) + 5e3
    c = rng.standard_t(3, (1 if shared else worlds, rows))
    y = 0.3 * a + 1e-3 * b + 0.2 * c + (1 + np.abs(c)) * rng.standard_normal((worlds, rows))
    return y, [a, b, c]


def of(world, columns):
    return [one[min(world, len(one) - 1)] for one in columns]


@pytest.mark.parametrize(("worlds", "shared"), [(1, True), (3, True), (3, False)])
def test_coefficients_and_covariance_are_statsmodels(worlds, shared):
    y, columns = drawn(worlds, shared)
    found = regress(y, columns)
    assert found.degrees == ROWS - 4
    for world in range(worlds):
        theirs = reference(y[world], of(world, columns))
        assert found.coefficients[world] == pytest.approx(theirs.params, rel=1e-8)
        assert found.residuals[world] == pytest.approx(theirs.resid, rel=1e-8, abs=1e-10)
        for last in (1, 2, 3):
            mine = found.covariance(last)[world]
            assert mine == pytest.approx(theirs.cov_params()[-last:, -last:], rel=1e-8)


@pytest.mark.parametrize(("worlds", "shared"), [(1, True), (3, True), (3, False)])
@pytest.mark.parametrize("last", [1, 2, 3])
def test_the_p_value_is_statsmodels_f_test(worlds, shared, last):
    y, columns = drawn(worlds, shared, seed=last)
    found = regress(y, columns).p_value(last)
    for world in range(worlds):
        zero = np.eye(4)[-last:]
        assert found[world] == pytest.approx(
            float(reference(y[world], of(world, columns)).f_test(zero).pvalue), abs=1e-8
        )


@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
def test_the_interval_is_statsmodels(level):
    y, columns = drawn(2, shared=False)
    low, high = regress(y, columns).interval(level)
    for world in range(2):
        theirs = reference(y[world], of(world, columns)).conf_int(1.0 - level)[-1]
        assert (low[world], high[world]) == pytest.approx(tuple(theirs), rel=1e-8)


def test_outcomes_that_share_all_columns_need_no_copies_of_them():
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((1, ROWS)), rng.standard_normal((5, ROWS))
    found = regress(y, [x])
    assert (found.columns.shared.shape, found.columns.own) == ((2, ROWS), ())
    assert found.covariance(1).shape == (5, 1, 1)
    assert found.p_value(1).shape == found.interval(0.95)[0].shape == (5,)


def test_one_outcome_on_many_columns_is_as_many_regressions():
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((5, ROWS)), rng.standard_normal((1, ROWS))
    found = regress(y, [x])
    assert found.coefficients.shape == (5, 2)
    for world in range(5):
        assert found.coefficients[world] == pytest.approx(reference(y[0], [x[world]]).params, rel=1e-8)
        assert found.covariance(1)[world, 0, 0] == pytest.approx(reference(y[0], [x[world]]).bse[1] ** 2, rel=1e-8)


def test_an_outcome_on_nothing_has_its_mean():
    y = np.random.default_rng(2).standard_normal((1, ROWS))
    assert regress(y, []).coefficients[0, 0] == pytest.approx(y.mean())


def normal(rows=ROWS):
    return np.random.default_rng(3).standard_normal((1, rows))


@pytest.mark.parametrize(
    ("outcome", "columns", "said"),
    [
        (normal(), [normal(), 2.0 * normal() - 1.0], "exact combinations"),
        (normal(), [np.full((1, ROWS), 7.0)], "exact combinations"),
        (normal(), [np.zeros((1, ROWS))], "exact combinations"),
        (normal(), [np.vstack([np.random.default_rng(4).standard_normal(ROWS), np.zeros(ROWS)])], "exact combinations"),
        (3.0 * normal() + 1.0, [normal()], "explain the outcome exactly"),
        (np.full((1, ROWS), 2.0), [normal()], "explain the outcome exactly"),
        (normal(FREE + 1), [np.random.default_rng(5).standard_normal((1, FREE + 1))], "too few for 2 coefficients"),
    ],
    ids=["twice", "constant", "zero", "in one world", "exact", "never moves", "few rows"],
)
def test_what_cannot_be_regressed_is_said(outcome, columns, said):
    with pytest.raises(NotComputableError, match=said):
        regress(outcome, columns)


@pytest.mark.parametrize(("small", "large"), [(1e-7, 1e7), (1e-2, 1e9), (1e3, 1e-3)])
def test_units_change_the_coefficients_and_nothing_else(small, large):
    rng = np.random.default_rng(6)
    a, b = rng.standard_normal((2, 1, ROWS))
    plain, scaled = regress(normal(), [a, b]), regress(normal(), [small * a, large * b])
    units = np.array([1.0, small, large])
    assert scaled.coefficients[0] * units == pytest.approx(plain.coefficients[0], rel=1e-9)
    assert scaled.covariance(3)[0] * np.outer(units, units) == pytest.approx(plain.covariance(3)[0], rel=1e-8)
    assert scaled.p_value(2) == pytest.approx(plain.p_value(2), rel=1e-8)


@pytest.mark.parametrize("level", [1e3, 1e5, 1e7])
def test_levels_change_the_constant_and_nothing_else(level):
    """A price index, a year, a count of people: far from zero as against how it moves."""
    rng = np.random.default_rng(6)
    a, b = rng.standard_normal((2, 1, ROWS))
    plain, raised = regress(normal(), [a, b]), regress(normal(), [a + level, b - 2.0 * level])
    exact = 1e-15 * level
    assert raised.coefficients[0, 1:] == pytest.approx(plain.coefficients[0, 1:], rel=1e3 * exact + 1e-10)
    assert raised.covariance(2)[0] == pytest.approx(plain.covariance(2)[0], rel=1e3 * exact + 1e-10)
    assert raised.residuals == pytest.approx(plain.residuals, abs=1e3 * exact + 1e-10)
    given = np.column_stack([np.ones(ROWS), a[0] + level, b[0] - 2.0 * level])
    assert given @ raised.coefficients[0] + raised.residuals[0] == pytest.approx(normal()[0], abs=1e3 * exact)


@pytest.mark.parametrize("value", [0.1, 1 / 3, -7e5])
def test_a_constant_is_a_combination_whatever_its_value(value):
    with pytest.raises(NotComputableError, match="exact combinations"):
        regress(normal(), [np.full((1, ROWS), value)])


@pytest.mark.parametrize("event", [10, 50, 79])
def test_a_row_that_a_column_has_to_itself_leaves_finite_errors_of_the_others(event):
    y, columns = drawn(1, shared=True)
    alone = (np.arange(ROWS) == event).astype(float)[None]
    found = regress(y, [alone, *columns])
    rest = np.arange(ROWS) != event
    theirs = reference(y[0][rest], [one[0][rest] for one in columns])
    assert found.coefficients[0, -3:] == pytest.approx(theirs.params[-3:], rel=1e-8)
    assert found.covariance(3)[0] == pytest.approx(theirs.cov_params()[-3:, -3:], rel=1e-8)


def test_independent_columns_are_told_from_combinations():
    a, b, c = np.random.default_rng(7).standard_normal((3, ROWS))
    given = [a]
    assert list(independent(given, [b, a + 2.0 * b, np.ones(ROWS), c, np.zeros(ROWS), 1e9 * c - a])) == [
        True,
        False,
        False,
        True,
        False,
        False,
    ]
    assert list(independent(given, [])) == []
    assert list(independent([], [a, b, a - b])) == [True, True, False]


@pytest.mark.parametrize("worlds", [1, 3])
def test_weighted_moments_are_those_of_the_columns(worlds):
    y, columns = drawn(3, worlds == 1)
    found, rng = regress(y, columns).columns, np.random.default_rng(6)
    weights = rng.random((worlds, ROWS))
    whole = np.array([found.times(np.eye(found.count)[[k]]) for k in range(found.count)], dtype=object)
    expected = [
        [[np.sum(weights[min(w, worlds - 1)] * of(w, whole)[i] * of(w, whole)[j]) for j in range(4)] for i in range(4)]
        for w in range(3)
    ]
    assert found.moments(weights) == pytest.approx(np.array(expected, dtype=float), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("shared", [True, False])
def test_where_many_rows_share_the_effect_the_interval_is_that_of_a_fit(shared):
    rng, rows = np.random.default_rng(7), 300
    treatment = rng.standard_normal((1 if shared else 6, rows))
    if not shared:
        treatment[1] = np.arange(rows) < 2
        treatment[2] = np.exp(1.5 * treatment[2])
        treatment[3, 0] = 400.0
    control, outcome = rng.standard_normal((6, rows)), rng.standard_normal((6, rows))
    if shared:
        control = control[:1]
    found = regress(outcome, [control, treatment])
    many, (low, high) = np.resize(found.on_many_rows(), 6), found.interval(0.95)
    for world in range(6):
        x, z = of(world, [treatment, control])
        projection = project(x, np.column_stack([np.ones(rows), z]), variance=HC3)
        measured = projection.measuring
        if many[world]:
            assert measured.freed
            assert measured.degrees == found.degrees
            theirs = np.ravel(fit(projection, outcome[world][:, None]).interval(0.95))
            assert (low[world], high[world]) == pytest.approx(tuple(theirs), abs=1e-12)
    assert many[0]
    if not shared:
        assert not many[1]
        assert not many[3]


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("apart", [1.0, 1e-2, 1e-3, 3e-5, 1e-5, 3e-6, 1e-7, 0.0])
def test_columns_too_alike_are_told_by_their_eigenvalues(size, apart):
    rng = np.random.default_rng(5)
    one, noise, outcome = rng.standard_normal((3, 4, 200))
    other = size * (one + apart * noise)
    whole = np.stack([one - one.mean(axis=1, keepdims=True), other - other.mean(axis=1, keepdims=True)], axis=1)
    values = [np.linalg.eigvalsh(np.corrcoef(each)) for each in whole]
    alike = min(low / high for low, high in values) < SINGULAR
    if alike:
        with pytest.raises(NotComputableError):
            regress(outcome, [one, other])
    else:
        assert np.isfinite(regress(outcome, [one, other]).coefficients).all()
    assert alike == (apart < 2e-5)


def test_columns_far_from_alike_need_no_eigenvalues(monkeypatch):
    monkeypatch.setattr(np.linalg, "eigvalsh", None)
    first, second, outcome = np.random.default_rng(6).standard_normal((3, 4, 200))
    assert regress(outcome, [first, second + 0.9 * first]).coefficients.shape == (4, 3)
