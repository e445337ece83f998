"""Published logits and Poisson regressions."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from causal.inference.estimators import estimators
from causal.study import Family
from tests.reference.printed import design, like, others, textbook
from tests.reference.test_linear import ARRESTS, PARTICIPATION


@pytest.mark.parametrize(
    ("name", "coefficient", "effect"),
    [
        ("nwifeinc", "-0.021", "-0.0038"),
        ("educ", "0.221", "0.0395"),
        ("exper", "0.206", None),
        ("expersq", "-0.0032", None),
        ("age", "-0.088", "-0.0157"),
        ("kidslt6", "-1.443", "-0.2578"),
        ("kidsge6", "0.060", "0.0107"),
    ],
)
def test_participation_logit(name: str, coefficient: str, effect: str | None) -> None:
    """Mroz (1987) as in Wooldridge, Introductory Econometrics, Table 17.1 and average partial effects of Table 17.2.

    The table joins experience and its square in one effect, which a linear functional of one column is not.
    """
    given = design(textbook("mroz"), "inlf", name, others(PARTICIPATION, name), family=Family.BINARY)
    found = estimators()["logit"].run(given, 0.95)
    assert like(coefficient, found.details["coefficient"]) == coefficient
    assert effect is None or like(effect, found.effect) == effect


@pytest.mark.parametrize(
    ("name", "coefficient", "linear", "effect"),
    [
        ("GPA", "2.826", "0.464", 0.36258084688424),
        ("TUCE", "0.095", "0.010", 0.01220841099085),
        ("PSI", "2.379", "0.379", 0.35751515254729),
    ],
)
def test_grades_logit(name: str, coefficient: str, linear: str, effect: float) -> None:
    """Spector and Mazzeo (1980): coefficients in Greene, Econometric Analysis, Table 21.1; effects from Stata's `margins`.

    Stata's numbers are kept in the tests of statsmodels, results_discrete.py; of PSI, 0 or 1, the difference of the two shares.
    """
    table, names = sm.datasets.spector.load_pandas().data, ["GPA", "TUCE", "PSI"]
    binary = design(table, "GRADE", name, others(names, name), family=Family.BINARY)
    found = estimators()["logit"].run(binary, 0.95)
    plain = estimators()["linear"].run(design(table, "GRADE", name, others(names, name)), 0.95)
    assert found.rows == 32
    assert like(coefficient, found.details["coefficient"]) == coefficient
    assert like(linear, plain.effect) == linear
    assert found.effect == pytest.approx(effect, rel=1e-7)


@pytest.mark.parametrize(
    ("name", "coefficient"),
    [
        ("pcnv", "-0.402"),
        ("avgsen", "-0.024"),
        ("tottime", "0.024"),
        ("ptime86", "-0.099"),
        ("qemp86", "-0.038"),
        ("inc86", "-0.0081"),
        ("black", "0.661"),
        ("hispan", "0.500"),
        ("born60", "-0.051"),
    ],
)
def test_arrests_poisson(name: str, coefficient: str) -> None:
    """Grogger (1991) as in Wooldridge, Table 17.3, Poisson column.

    With a constant in the model the average partial effect is the coefficient times the mean count; of a cause that is 0 or
    1, the effect is the mean difference of the two counts that statsmodels predicts.
    """
    given = design(textbook("crime1"), "narr86", name, others(ARRESTS, name), family=Family.COUNT)
    found = estimators()["poisson"].run(given, 0.95)
    assert like(coefficient, found.details["coefficient"]) == coefficient
    if set(np.unique(given.treatment)) != {0.0, 1.0}:
        assert found.effect == pytest.approx(found.details["coefficient"] * np.mean(given.outcome), rel=1e-6)
        return
    columns = np.column_stack([given.treatment, given.controls])
    fitted = sm.Poisson(given.outcome, columns).fit(disp=0)
    with_it, without = (np.column_stack([np.full(given.rows, x), given.controls]) for x in (1.0, 0.0))
    difference = fitted.predict(with_it) - fitted.predict(without)
    assert found.effect == pytest.approx(difference.mean(), rel=1e-5)
