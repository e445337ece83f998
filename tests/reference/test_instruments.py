"""Published two-stage least squares: schooling and wages."""

from __future__ import annotations

import pytest

from causal.inference.algebra import fit
from causal.inference.estimators import estimators
from tests.reference.printed import design, like, textbook
from tests.reference.test_linear import CARD


def test_card_college_proximity() -> None:
    """Card (1995) as in Wooldridge, Introductory Econometrics, Table 15.1, IV: 0.132 (0.055); 3,010 men."""
    given = design(textbook("card"), "lwage", "educ", CARD, instruments=["nearc4"])
    found = estimators()["two_stage"].run(given, 0.95)
    assert found.rows == 3010
    assert like("0.132", found.effect) == "0.132"
    assert like("0.055", found.classical_error) == "0.055"


def test_card_first_stage_and_reduced_form() -> None:
    """Wooldridge, Example 15.4: living near a college adds 0.320 (0.088) years; Wald's ratio is the estimate."""
    table = textbook("card")
    first, reduced = (design(table, outcome, "nearc4", CARD) for outcome in ("educ", "lwage"))
    stage = fit(first.project(), first.outcome[:, None])
    form = fit(reduced.project(), reduced.outcome[:, None])
    iv = estimators()["two_stage"].run(design(table, "lwage", "educ", CARD, instruments=["nearc4"]), 0.95)
    assert like("0.320", stage.effect[0]) == "0.320"
    assert like("0.088", stage.classical_error[0]) == "0.088"
    assert iv.effect == pytest.approx(form.effect[0] / stage.effect[0], rel=1e-9)
    assert iv.first_stage_f == pytest.approx((stage.effect[0] / stage.classical_error[0]) ** 2, rel=1e-9)


@pytest.mark.parametrize(
    ("controls", "instruments", "effect", "error"),
    [
        ([], [], "0.109", "0.014"),  # Example 15.1, OLS
        ([], ["fatheduc"], "0.059", "0.035"),  # Example 15.1, IV
        (["exper", "expersq"], ["motheduc", "fatheduc"], "0.061", "0.031"),  # Example 15.5
    ],
)
def test_wives_wages(controls: list[str], instruments: list[str], effect: str, error: str) -> None:
    """Mroz (1987) as in Wooldridge, Examples 15.1 and 15.5: the return to schooling of 428 working wives."""
    table = textbook("mroz")
    given = design(table[table["inlf"] == 1], "lwage", "educ", controls, instruments=instruments)
    found = estimators()["two_stage" if instruments else "linear"].run(given, 0.95)
    assert found.rows == 428
    assert like(effect, found.effect) == effect
    assert like(error, found.classical_error) == error


def test_wives_first_stage() -> None:
    """Wooldridge, Example 15.1: 0.269 (0.029) years a year of the father's; Example 15.5: F of both parents' 55.40."""
    table = textbook("mroz")
    working = table[table["inlf"] == 1]
    father = design(working, "educ", "fatheduc")
    stage = fit(father.project(), father.outcome[:, None])
    both = design(working, "lwage", "educ", ["exper", "expersq"], instruments=["motheduc", "fatheduc"])
    assert like("0.269", stage.effect[0]) == "0.269"
    assert like("0.029", stage.classical_error[0]) == "0.029"
    assert like("55.40", estimators()["two_stage"].run(both, 0.95).first_stage_f) == "55.40"
