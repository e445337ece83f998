"""Published least-squares results: schooling, training, arrests, participation, school spending."""

from __future__ import annotations

import numpy as np
import pytest

from causal.inference.algebra import Fit, Projection, fit, project
from causal.inference.design import Design
from causal.inference.estimators import estimators
from tests.reference.printed import design, like, others, textbook

CARD = ["exper", "expersq", "black", "smsa", "south", "smsa66", *(f"reg66{n}" for n in range(2, 10))]
ARRESTS = ["pcnv", "avgsen", "tottime", "ptime86", "qemp86", "inc86", "black", "hispan", "born60"]
PARTICIPATION = ["nwifeinc", "educ", "exper", "expersq", "age", "kidslt6", "kidsge6"]


def fitted(given: Design) -> tuple[Fit, Projection]:
    projection = given.project()
    return fit(projection, given.outcome[:, None]), projection


@pytest.mark.parametrize(
    ("name", "effect", "error"),
    [
        ("educ", "0.075", "0.003"),
        ("exper", "0.085", "0.007"),
        ("expersq", "-0.0023", "0.0003"),
        ("black", "-0.199", "0.018"),
        ("smsa", "0.136", "0.020"),
        ("south", "-0.148", "0.026"),
    ],
)
def test_card_least_squares(name: str, effect: str, error: str) -> None:
    """Card (1995) as in Wooldridge, Introductory Econometrics, Table 15.1, OLS; 3,010 men, regional dummies included."""
    given = design(textbook("card"), "lwage", name, others(["educ", *CARD], name))
    found, _ = fitted(given)
    assert given.rows == 3010
    assert like(effect, found.effect[0]) == effect
    assert like(error, found.classical_error[0]) == error


@pytest.mark.parametrize(
    ("name", "effect", "error"),
    [
        ("pcnv", "-0.132", "0.040"),
        ("avgsen", "-0.011", "0.012"),
        ("tottime", "0.012", "0.009"),
        ("ptime86", "-0.041", "0.009"),
        ("inc86", "-0.0015", "0.0003"),
        ("black", "0.327", "0.045"),
        ("hispan", "0.194", "0.040"),
        ("born60", "-0.022", "0.033"),
    ],
)
def test_arrests_least_squares(name: str, effect: str, error: str) -> None:
    """Grogger (1991) as in Wooldridge, Table 17.3, linear column; 2,725 men."""
    given = design(textbook("crime1"), "narr86", name, others(ARRESTS, name))
    found, _ = fitted(given)
    assert given.rows == 2725
    assert like(effect, found.effect[0]) == effect
    assert like(error, found.classical_error[0]) == error


@pytest.mark.parametrize(
    ("name", "effect", "error"),
    [
        ("nwifeinc", "-0.0034", "0.0014"),
        ("educ", "0.038", "0.007"),
        ("exper", "0.039", "0.006"),
        ("expersq", "-0.00060", "0.00018"),
        ("age", "-0.016", "0.002"),
        ("kidslt6", "-0.262", "0.034"),
        ("kidsge6", "0.013", "0.013"),
    ],
)
def test_participation_least_squares(name: str, effect: str, error: str) -> None:
    """Mroz (1987) as in Wooldridge, equation 7.29: the linear probability model of 753 wives, R2 0.264."""
    given = design(textbook("mroz"), "inlf", name, others(PARTICIPATION, name))
    estimate = estimators()["linear"].run(given, 0.95)
    assert given.rows == 753
    assert like(effect, estimate.effect) == effect
    assert like(error, estimate.classical_error) == error
    assert like("0.264", estimate.details["r_squared"]) == "0.264"


BACKGROUND = ["age", "agesq", "educ", "nodegree", "black", "hisp", "re74", "re75"]


@pytest.mark.parametrize(("controls", "effect", "error"), [([], "1.794", "0.633"), (BACKGROUND, "1.672", "0.638")])
def test_training_experiment(controls: list[str], effect: str, error: str) -> None:
    """LaLonde (1986) as in Dehejia and Wahba (1999), Table 3, row NSW: 1,794 (633), adjusted 1,672 (638) dollars."""
    given = design(textbook("jtrain2"), "re78", "train", controls)
    found, _ = fitted(given)
    assert given.rows == 445
    assert int(given.treatment.sum()) == 185
    assert like(effect, found.effect[0]) == effect
    assert like(error, found.classical_error[0]) == error


def test_training_against_a_survey() -> None:
    """Dehejia and Wahba (1999), Table 3, row PSID-1, unadjusted: -15,205 (1,154); the error comes out as 1,154.6."""
    given = design(textbook("jtrain3"), "re78", "train")
    found, _ = fitted(given)
    assert given.rows == 2675
    assert like("-15.205", found.effect[0]) == "-15.205"
    assert found.classical_error[0] == pytest.approx(1.154, abs=0.001)


def test_training_error_by_neyman() -> None:
    """Neyman's variance, s1^2 / n1 + s0^2 / n0, is the squared error of HC2, whose leverages are ours: 671 dollars."""
    given = design(textbook("jtrain2"), "re78", "train")
    found, projection = fitted(given)
    scores = projection.functional * found.residuals[:, 0] / np.sqrt(1.0 - projection.leverage())
    groups = [given.outcome[given.treatment == arm] for arm in (0.0, 1.0)]
    neyman = np.sqrt(sum(np.var(group, ddof=1) / len(group) for group in groups))
    assert np.sqrt(np.sum(scores**2)) == pytest.approx(neyman, rel=1e-12)
    assert like("0.671", neyman) == "0.671"


# Spending on public schools and income, dollars a head, 49 states and Washington DC in 1979: Greene, Econometric Analysis.
SCHOOLS = np.array(
    [
        (275, 6247),
        (821, 10851),
        (339, 7374),
        (275, 6183),
        (387, 8850),
        (452, 8001),
        (531, 8914),
        (424, 8604),
        (316, 7505),
        (265, 6700),
        (403, 8380),
        (304, 6813),
        (437, 8745),
        (345, 7696),
        (431, 7873),
        (355, 8001),
        (260, 6615),
        (316, 6640),
        (327, 6333),
        (427, 8306),
        (427, 8063),
        (466, 8442),
        (477, 7847),
        (259, 5736),
        (274, 7342),
        (433, 7051),
        (294, 7391),
        (359, 9032),
        (279, 7277),
        (423, 8818),
        (388, 6505),
        (447, 8267),
        (335, 6607),
        (311, 7478),
        (322, 7812),
        (320, 6951),
        (397, 7839),
        (412, 7733),
        (342, 7526),
        (315, 6242),
        (321, 6841),
        (268, 6489),
        (315, 7697),
        (417, 6622),
        (353, 6541),
        (356, 7624),
        (415, 8450),
        (428, 10022),
        (320, 6456),
        (500, 9096),
    ]
)


@pytest.mark.parametrize(
    ("position", "effect", "errors"),
    [
        (0, "832.91", ("327.29", "460.89", "688.48", "1095.00", "3008.01")),
        (1, "-1834.20", ("828.99", "1243.04", "1866.41", "2975.41", "8183.19")),
        (2, "1587.04", ("519.08", "829.99", "1250.15", "1995.24", "5488.93")),
    ],
)
def test_school_spending_robust_errors(position: int, effect: str, errors: tuple[str, ...]) -> None:
    """Greene's regression on income and its square, in 10,000 dollars: classical error, HC0, HC2, HC3 and HC4.

    Printed in Cribari-Neto (2004, Computational Statistics and Data Analysis 45) and with R's `sandwich` (Zeileis 2004).
    """
    columns = np.vander(SCHOOLS[:, 1] / 10_000, 3, increasing=True)
    projection = project(columns[:, position], np.delete(columns, position, axis=1))
    found = fit(projection, SCHOOLS[:, [0]].astype(float))
    rest, scores = 1.0 - projection.leverage(), projection.functional * found.residuals[:, 0]
    power = np.minimum(4.0, projection.leverage() / np.mean(projection.leverage()))
    computed = [
        found.classical_error[0],
        np.linalg.norm(scores),
        np.linalg.norm(scores / np.sqrt(rest)),
        np.linalg.norm(projection.functional * projection.freed(found.residuals, width=0)[:, 0]),
        np.linalg.norm(scores / rest ** (power / 2)),
    ]
    assert like(effect, found.effect[0]) == effect
    assert [like(text, value) for text, value in zip(errors, computed, strict=True)] == list(errors)
