"""Published discontinuities: senators' next vote, its density, veterans' homes, and a close race's votes in Congress."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from causal.findings import Strategy
from causal.inference.designs import designs
from tests.inference.designs.rows import challenged, declare
from tests.reference.printed import like

RD = designs()["discontinuity"]
P = RD.parameters


def senate() -> pd.DataFrame:
    """Give Cattaneo, Frandsen and Titiunik's (2015) elections to the Senate, as rdrobust ships them."""
    table: pd.DataFrame = pytest.importorskip("rdrobust").rdrobust_RDsenate()
    return table.assign(won=(table["margin"] > 0).astype(float))[["vote", "margin", "won", "population"]]


def test_the_next_vote_of_a_senators_party() -> None:
    """Calonico, Cattaneo, Farrell and Titiunik (2017, Stata Journal 17), rdrobust vote margin.

    Conventional 7.4141 (1.4587), 4.5551 to 10.2732; robust z 4.3110, 4.0937 to 10.9193; bandwidths 17.754 and 28.028; 360 and 323 rows.
    """
    judged, conventional, *_ = RD.estimate(declare(senate(), "vote", "won", P(running="margin", cutoff=0.0)))
    assert like("7.4141", conventional.effect) == "7.4141"
    assert like("1.4587", conventional.standard_error) == "1.4587"
    assert (like("4.5551", conventional.low), like("10.2732", conventional.high)) == ("4.5551", "10.2732")
    assert like("4.3110", judged.statistic) == "4.3110"
    assert (like("4.0937", judged.low), like("10.9193", judged.high)) == ("4.0937", "10.9193")
    assert like("17.754", float(judged.details["bandwidth"])) == "17.754"
    assert like("28.028", float(judged.details["bias_bandwidth"])) == "28.028"
    assert (judged.details["below"], judged.details["above"]) == (360, 323)


def test_the_density_of_its_margins() -> None:
    """Cattaneo, Jansson and Ma (2018, Stata Journal 18), rddensity margin: T = -0.8753, p = 0.3814; 408 and 460 rows."""
    pytest.importorskip("rddensity")
    declared = declare(senate(), "population", "won", P(running="margin", cutoff=0.0))
    found = challenged(RD, "rd_density", declared)
    assert like("0.3814", float(found.p_value or 0.0)) == "0.3814"
    assert (found.values["below"], found.values["above"]) == (408, 460)
    assert found.passed


@pytest.mark.slow
def test_the_homes_of_veterans() -> None:
    """Fetter (2013), men born within three years of the age for the Korean War, by Stata's `rdrobust` with `fuzzy()` in a course's notes on The Effect, chapter 20.

    Bandwidths 2.797 and 5.225, 6911 and 6756 men; 1.8785, robust z 1.2601, p 0.208, -2.81729 to 12.9629 (the lower
    end is 1 off in the fifth decimal here); first stage z 0.4212: so near the cut-off nobody can tell, as the notes say of it.
    """
    table = pytest.importorskip("causaldata").mortgages.load_pandas().data
    near = table[table["qob_minus_kw"].abs() < 12][["home_ownership", "vet_wwko", "qob_minus_kw"]]
    near = near.assign(young=(near["qob_minus_kw"] > 0).astype(float))
    declared = declare(near, "home_ownership", "vet_wwko", P(running="qob_minus_kw", cutoff=0.0))
    judged, conventional, *_ = RD.estimate(replace(declared, strategy=Strategy.INSTRUMENT, instruments=("young",)))
    assert like("1.8785", conventional.effect) == "1.8785"
    assert (like("1.2601", judged.statistic), like("0.208", judged.p_value)) == ("1.2601", "0.208")
    assert (like("-2.8173", judged.low), like("12.9629", judged.high)) == ("-2.8173", "12.9629")
    assert like("0.4212", np.sqrt(judged.first_stage_f)) == "0.4212"
    assert (judged.details["below"], judged.details["above"]) == (6911, 6756)
    assert like("2.797", float(judged.details["bandwidth"])) == "2.797"
    assert like("5.225", float(judged.details["bias_bandwidth"])) == "5.225"


@pytest.mark.slow
def test_how_a_close_races_winner_votes() -> None:
    """Lee, Moretti and Butler (2004), Table I: a Democrat's score is 47.6 (1.3) higher; at the cut-off itself the interval contains it."""
    pytest.importorskip("causaldata")
    from causaldata import close_elections_lmb

    table = close_elections_lmb.load_pandas().data[["score", "democrat", "demvoteshare"]].dropna()
    judged = RD.estimate(declare(table, "score", "democrat", P(running="demvoteshare", cutoff=0.5)))[0]
    assert judged.low <= 47.6 <= judged.high
