"""Batched least squares against statsmodels and against refitting each draw."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from causal.errors import NotComputableError
from causal.inference import algebra
from causal.sampling import HAR, HC3, BlockCounts
from causal.sampling._variance import cosines

ROWS, DRAWS = 120, 7


@pytest.fixture
def data() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(5)
    controls = np.column_stack([np.ones(ROWS), rng.standard_normal((ROWS, 3))])
    treatment = controls @ [0.1, 0.5, -0.2, 0.0] + rng.standard_normal(ROWS)
    outcome = 0.7 * treatment + controls @ [1.0, 0.2, 0.3, 0.4] + rng.standard_normal(ROWS)
    instruments = treatment[:, None] * 0.5 + rng.standard_normal((ROWS, 2))
    return {"y": outcome, "t": treatment, "z": controls, "w": instruments}


def ols(y: np.ndarray, *columns: np.ndarray, weights: np.ndarray | None = None) -> float:
    x = np.column_stack(columns)
    model = sm.OLS(y, x) if weights is None else sm.WLS(y, x, weights=weights)
    return float(model.fit().params[0])


def test_effect_and_classical_error_are_those_of_least_squares(data):
    fitted = algebra.fit(algebra.project(data["t"], data["z"]), data["y"][:, None])
    reference = sm.OLS(data["y"], np.column_stack([data["t"], data["z"]])).fit()
    assert fitted.effect[0] == pytest.approx(reference.params[0], rel=1e-10)
    assert fitted.classical_error[0] == pytest.approx(reference.bse[0], rel=1e-10)


def test_two_stage_effect_is_statsmodels(data):
    from statsmodels.sandbox.regression.gmm import IV2SLS

    fitted = algebra.fit(algebra.project(data["t"], data["z"], data["w"]), data["y"][:, None])
    exogenous = np.column_stack([data["w"], data["z"]])
    reference = IV2SLS(data["y"], np.column_stack([data["t"], data["z"]]), exogenous).fit()
    assert fitted.effect[0] == pytest.approx(reference.params[0], rel=1e-9)
    assert fitted.classical_error[0] == pytest.approx(reference.bse[0], rel=1e-9)


def test_each_functional_is_the_refit_it_stands_for(data):
    rng = np.random.default_rng(1)
    projection = algebra.project(data["t"], data["z"])
    other = rng.standard_normal((ROWS, DRAWS))
    weights = rng.integers(0, 4, size=(ROWS, DRAWS)).astype(float)
    by_treatment = algebra.functionals_for_treatments(projection, other) @ data["y"]
    by_covariate = algebra.functionals_for_covariates(projection, other) @ data["y"]
    by_weight = algebra.functionals_for_weights(data["t"], data["z"], weights) @ data["y"]
    for draw in range(DRAWS):
        assert by_treatment[draw] == pytest.approx(ols(data["y"], other[:, draw], data["z"]), rel=1e-9)
        assert by_covariate[draw] == pytest.approx(ols(data["y"], data["t"], data["z"], other[:, draw]), rel=1e-9)
        assert by_weight[draw] == pytest.approx(
            ols(data["y"], data["t"], data["z"], weights=weights[:, draw]), rel=1e-9
        )


def test_weighted_instruments_refit_both_stages(data):
    from statsmodels.sandbox.regression.gmm import IV2SLS

    weights = np.random.default_rng(2).integers(1, 4, size=(ROWS, DRAWS)).astype(float)
    found = algebra.functionals_for_weights(data["t"], data["z"], weights, data["w"]) @ data["y"]
    for draw in range(DRAWS):
        rows = np.repeat(np.arange(ROWS), weights[:, draw].astype(int))
        x = np.column_stack([data["t"], data["z"]])[rows]
        reference = IV2SLS(data["y"][rows], x, np.column_stack([data["w"], data["z"]])[rows]).fit()
        assert found[draw] == pytest.approx(reference.params[0], rel=1e-8)


def test_error_is_hc3_when_every_cosine_is_used(data):
    """With as many cosines as rows the estimator is White's, here with HC3's correction for leverage."""
    rows = len(data["y"])
    projection = algebra.project(data["t"], data["z"])
    reference = sm.OLS(data["y"], np.column_stack([data["t"], data["z"]])).fit(cov_type="HC3")
    fitted = algebra.fit(projection, data["y"][:, None])
    scores = projection.functional * projection.freed(fitted.residuals, width=0)[:, 0]
    every = cosines(rows, rows - 1) @ scores
    white = np.sqrt(np.sum(every**2) + np.sum(scores) ** 2 / rows)
    assert white == pytest.approx(reference.bse[0], rel=1e-9)


def test_freeing_over_all_rows_is_the_exact_inverse(data):
    """With a band over every row the solve is with the whole matrix I - H, plus what it cannot see: nothing here."""
    projection = algebra.project(data["t"], data["z"])
    x = np.column_stack([data["t"], data["z"]])
    hat = x @ np.linalg.solve(x.T @ x, x.T)
    near = np.abs(np.subtract.outer(np.arange(ROWS), np.arange(ROWS))) <= 6
    expected = np.linalg.solve(np.eye(ROWS) - np.where(near, hat, 0.0), data["y"][:, None])
    assert np.allclose(projection.freed(data["y"][:, None], width=6), expected)


@pytest.mark.parametrize("instrumented", [False, True])
def test_the_series_frees_as_the_band_does(data, monkeypatch, instrumented):
    projection = algebra.project(data["t"], data["z"], data["w"] if instrumented else None)
    errors = np.random.default_rng(8).standard_normal((ROWS, DRAWS)) * np.logspace(-3, 3, DRAWS)
    assert 0.05 < projection._shared(2) < algebra.WEAK
    banded = projection.freed(errors, width=2)
    monkeypatch.setattr(algebra, "CELLS", 100)
    series = projection.freed(errors, width=2)
    assert not np.array_equal(series, banded)
    assert np.all(np.abs(series - banded) < 2 * algebra.SERIES * np.max(np.abs(errors), axis=0))


def test_rows_that_share_much_are_freed_by_the_band_however_large(data, monkeypatch):
    treatment = data["t"].copy()
    treatment[7:9] += 40.0
    projection = algebra.project(treatment, data["z"])
    assert projection._shared(3) > algebra.WEAK
    banded = projection.freed(data["y"][:, None], width=3)
    monkeypatch.setattr(algebra, "CELLS", 100)
    assert np.array_equal(projection.freed(data["y"][:, None], width=3), banded)


def test_shared_bounds_the_row_sums_of_the_cut_hat_matrix(data):
    projection = algebra.project(data["t"], data["z"])
    x = np.column_stack([data["t"], data["z"]])
    near = np.abs(np.subtract.outer(np.arange(ROWS), np.arange(ROWS))) <= 5
    cut = np.where(near, x @ np.linalg.solve(x.T @ x, x.T), 0.0)
    assert np.max(np.sum(np.abs(cut), axis=1)) <= projection._shared(5)
    assert np.allclose(algebra.near_product(data["z"], np.linalg.qr(x)[0], 5), cut @ data["z"])


@pytest.mark.parametrize("rows", [1, 7, 16, 17, 40, 49, 200])
@pytest.mark.parametrize("reach", [1, 8, 20])
@pytest.mark.parametrize("cells", [1, 200_000])
def test_products_by_stretches_are_those_of_the_band(monkeypatch, rows, reach, cells):
    monkeypatch.setattr(algebra, "STRETCHED", cells)
    rng = np.random.default_rng(3)
    span, values, directions = (rng.standard_normal((2, rows, 3)) for _ in range(3))
    near = np.abs(np.subtract.outer(np.arange(rows), np.arange(rows))) <= reach
    for one in (values, np.asfortranarray(values)):
        found = algebra.near_product(one, span, reach)
        assert np.allclose(found, span @ np.swapaxes(span, 1, 2) * near @ values)
        assert np.allclose(algebra.near_product(one[0], span[0], reach), found[0])
        alone = algebra.near_product_alone(one[0], directions[0], reach)
        assert np.allclose(alone, directions[0] * (near @ (directions[0] * values[0])))


@pytest.mark.parametrize("instrumented", [False, True])
def test_sums_of_products_give_the_effects_of_the_functionals(data, instrumented):
    rng = np.random.default_rng(1)
    projection = algebra.project(data["t"], data["z"], data["w"] if instrumented else None)
    covariates, outcomes = (
        rng.standard_normal((ROWS, DRAWS)),
        np.column_stack([data["y"], rng.standard_normal((ROWS, 2))]),
    )
    expected = algebra.functionals_for_covariates(projection, covariates) @ outcomes
    found = algebra.effects_with_covariates(projection, np.array_split(covariates, 3), outcomes)
    assert found.shape == (DRAWS, 3)
    assert np.allclose(found, expected, rtol=1e-11)


@pytest.mark.parametrize("case", ["collinear", "few rows", "irrelevant instrument"])
def test_singular_designs_are_refused(data, case):
    with pytest.raises(NotComputableError):
        if case == "collinear":
            algebra.project(data["z"][:, 1] * 2.0 + 1.0, data["z"])
        elif case == "few rows":
            algebra.project(data["t"][:9], data["z"][:9])
        else:
            algebra.project(data["t"], data["z"], data["z"][:, 1:2] * 3.0)


def test_row_weights_cost_no_digits_where_the_treatment_is_almost_a_control():
    rng = np.random.default_rng(9)
    control = rng.standard_normal(200)
    treatment = control + 1e-6 * rng.standard_normal(200)
    outcome = 2.0 * treatment + control + rng.standard_normal(200)
    controls = np.column_stack([np.ones(200), control])
    exact = algebra.fit(algebra.project(treatment, controls), outcome[:, None]).effect[0]
    found = algebra.effects_with_weights(treatment, controls, [np.ones((200, 1))], outcome[:, None])[0, 0]
    assert found == pytest.approx(exact, rel=1e-9)


def test_a_draw_in_which_a_control_does_not_vary_is_solved_without_it(data):
    """A step that a resample may miss: the effect there is that of the model without the step, as statsmodels gives it."""
    step = (np.arange(ROWS) >= ROWS - 2).astype(float)
    weights = np.ones((ROWS, 2))
    weights[-2:, 1] = 0.0
    found = algebra.effects_with_weights(data["t"], np.column_stack([data["z"], step]), [weights], data["y"][:, None])
    assert found[0, 0] == pytest.approx(ols(data["y"], data["t"], data["z"], step), rel=1e-9)
    assert found[1, 0] == pytest.approx(ols(data["y"], data["t"], data["z"], weights=weights[:, 1]), rel=1e-6)


def test_a_treatment_that_does_not_vary_in_a_draw_has_no_effect_there(data):
    matrices = np.array([[[2.0, 0.0], [0.0, 0.0]], [[2.0, 1.0], [1.0, 3.0]]])
    right = np.array([[[4.0], [0.0]], [[1.0], [2.0]]])
    assert algebra.solve(matrices, right)[:, :, 0] == pytest.approx(
        np.array([[2.0, 0.0], np.linalg.solve(matrices[1], [1.0, 2.0])])
    )


@pytest.fixture
def with_own_row(data):
    """The design with a dummy that is one in row 30 alone, and the same without row and dummy."""
    own = (np.arange(ROWS) == 30).astype(float)
    kept = own == 0
    return np.column_stack([data["t"], data["z"], own]), np.column_stack([data["t"], data["z"]])[kept], kept


def test_a_row_that_fits_itself_adds_nothing_to_the_error(data, with_own_row):
    columns, others, kept = with_own_row
    reference = sm.OLS(data["y"][kept], others).fit(cov_type="HC3")
    inverse = np.linalg.pinv(columns)
    error = algebra.hc3_error(columns, inverse, data["y"] - columns @ (inverse @ data["y"]))
    assert error == pytest.approx(reference.bse[0], rel=1e-9)
    fitted = algebra.fit(algebra.project(columns[:, 0], columns[:, 1:], variance=HC3), data["y"][:, None])
    assert fitted.effect[0] == pytest.approx(reference.params[0], rel=1e-9)
    assert fitted.standard_error[0] == pytest.approx(reference.bse[0], rel=1e-9)


@pytest.mark.parametrize("rounding", [0.0, 2e-16, -4e-16, 3e-13])
def test_however_the_row_that_fits_itself_is_rounded(data, with_own_row, rounding):
    """Another build of LAPACK leaves another last digit in the row's residual, and another in its leverage."""
    columns, others, kept = with_own_row
    inverse = np.linalg.pinv(columns)
    residuals = data["y"] - columns @ (inverse @ data["y"])
    residuals[30] = rounding
    reference = sm.OLS(data["y"][kept], others).fit(cov_type="HC3").bse[0]
    assert algebra.hc3_error(columns, inverse, residuals) == pytest.approx(reference, rel=1e-9)
    weight = np.where(np.arange(ROWS) == 30, rounding, 1.0)
    leverage = np.where(np.arange(ROWS) == 30, 1.0 + rounding, 0.1)
    assert np.flatnonzero(algebra.fits_itself(leverage, weight)).tolist() == [30]


def test_a_row_that_nearly_fits_itself_has_its_own_term(data):
    treatment = data["t"].copy()
    treatment[30] = 3e3  # leverage 1 - 1e-5
    columns = np.column_stack([treatment, data["z"]])
    reference = sm.OLS(data["y"], columns).fit(cov_type="HC3")
    assert algebra.hc3_error(columns, np.linalg.pinv(columns), reference.resid) == pytest.approx(
        reference.bse[0], rel=1e-6
    )
    assert algebra.project(treatment, data["z"]).leverage().max() < 1 - 1e-6


@pytest.mark.parametrize("variance", [HAR, HC3])
def test_an_effect_that_hangs_on_one_row_is_refused(data, variance):
    own = (np.arange(ROWS) == 30).astype(float)
    with pytest.raises(NotComputableError, match="one row alone decides"):
        algebra.project(own, data["z"], variance=variance)
    columns = np.column_stack([own, data["z"]])
    with pytest.raises(NotComputableError, match="one row alone decides"):
        algebra.hc3_error(columns, np.linalg.pinv(columns), np.zeros(ROWS))


@pytest.mark.parametrize("variance", [HAR, HC3])
@pytest.mark.parametrize("treatment", ["spread", "few"])
def test_many_worlds_have_the_errors_that_each_has_alone(variance, treatment):
    rng = np.random.default_rng(5)
    moved = rng.standard_normal(90) if treatment == "spread" else np.where(np.arange(90) < 3, 1.0, 0.0)
    projection = algebra.project(moved, np.column_stack([np.ones(90), rng.standard_normal(90)]), variance=variance)
    outcomes = rng.standard_normal((90, algebra.MANY))
    together = algebra.fit(projection, outcomes)
    alone = [algebra.fit(projection, outcomes[:, [world]]) for world in range(algebra.MANY)]
    assert np.allclose(together.standard_error, [one.standard_error[0] for one in alone], rtol=1e-11)
    effect, p_value = algebra.tested(projection, outcomes)
    assert np.allclose(effect, together.effect, rtol=1e-11)
    assert np.allclose(p_value, together.p_value(), rtol=1e-9)


def test_sums_of_products_give_the_effects_of_the_weights():
    rng = np.random.default_rng(6)
    treatment, controls = rng.standard_normal(300), np.column_stack([np.ones(300), rng.standard_normal((300, 2))])
    outcomes = 5.0 + rng.standard_normal((300, 2))
    dense = list(BlockCounts(300, 7, np.random.default_rng(7)))
    expected = algebra.effects_with_weights(treatment, controls, dense, outcomes)
    found = algebra.effects_with_weights(treatment, controls, BlockCounts(300, 7, np.random.default_rng(7)), outcomes)
    assert found.shape == (7, 2)
    assert np.allclose(found, expected, rtol=1e-10)


def test_treatments_in_another_order_have_the_effects_of_their_own_fit():
    rng = np.random.default_rng(8)
    projection = algebra.project(rng.standard_normal(80), np.column_stack([np.ones(80), rng.standard_normal(80)]))
    order = rng.permuted(np.tile(np.arange(80), (6, 1)), axis=1)
    outcomes = rng.standard_normal((80, 2))
    expected = algebra.functionals_for_treatments(projection, projection.direction[order].T) @ outcomes
    found = algebra.effects_of_orders(projection, [projection.direction[order]], outcomes)
    assert np.allclose(found, expected, rtol=1e-10)


def test_many_outcomes_of_long_series_are_freed_by_a_series(monkeypatch):
    rng = np.random.default_rng(5)
    projection = algebra.project(rng.standard_normal(3_000), np.ones((3_000, 1)))
    errors = rng.standard_normal((3_000, algebra.MANY))
    banded = projection.freed(errors)
    monkeypatch.setattr(algebra, "LONG", 100)
    series = projection.freed(errors)
    assert not np.array_equal(series, banded)
    assert np.max(np.abs(series - banded)) < 2 * algebra.SERIES * np.max(np.abs(errors))
    assert np.array_equal(projection.freed(errors[:, :2]), banded[:, :2])
