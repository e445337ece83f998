"""Published quadratics and their turning points."""

from __future__ import annotations

import numpy as np

from causal.inference.designs.dose import DESIGN, Parameters
from tests.inference.designs.given import given as declared
from tests.reference.printed import like, textbook

QUADRATIC = Parameters(curve="quadratic")


def test_wage_and_experience() -> None:
    """Wooldridge, Introductory Econometrics, equation 6.12: the return to experience turns after about 24.4 years.

    The book reckons the turn from its rounded coefficients, 0.298 / (2 x 0.0061).
    """
    found = DESIGN.estimate(declared(textbook("wage1")[["wage", "exper"]], "exper", "wage", QUADRATIC))[0]
    assert found.rows == 526
    assert like("0.298", found.details["linear"]) == "0.298"
    assert like("-0.0061", found.details["square"]) == "-0.0061"
    rounded = float(like("0.298", found.details["linear"])) / (-2.0 * float(like("0.0061", found.details["square"])))
    assert like("24.4", rounded) == "24.4"
    assert like("24.3", found.details["turning"]) == "24.3"


def test_house_prices_and_rooms() -> None:
    """Harrison and Rubinfeld (1978) as in Wooldridge, Example 6.2: log price falls with rooms up to 4.4 of them, then rises."""
    table = textbook("hprice2")[["lprice", "lnox", "dist", "rooms", "stratio"]].assign(
        ldist=lambda t: np.log(t["dist"])
    )
    one = declared(table, "rooms", "lprice", QUADRATIC, covariates=("lnox", "ldist", "stratio"))
    found = DESIGN.estimate(one)[0]
    assert found.rows == 506
    assert like("-0.545", found.details["linear"]) == "-0.545"
    assert like("0.062", found.details["square"]) == "0.062"
    assert like("4.4", found.details["turning"]) == "4.4"


def test_participation_and_experience() -> None:
    """Mroz (1987) as in Wooldridge, equation 7.29: the linear probability model's 0.039 exper - 0.00060 exper squared."""
    names = ["nwifeinc", "educ", "age", "kidslt6", "kidsge6"]
    one = declared(textbook("mroz")[["inlf", "exper", *names]], "exper", "inlf", QUADRATIC, covariates=tuple(names))
    found = DESIGN.estimate(one)[0]
    assert found.rows == 753
    assert like("0.039", found.details["linear"]) == "0.039"
    assert like("-0.00060", found.details["square"]) == "-0.00060"
