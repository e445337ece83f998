"""Cases of rows in time: a known lag, weather and what it moves, a geyser."""

from __future__ import annotations

from benchmarks.known_truth import rows
from benchmarks.known_truth.case import (
    ESTABLISHED,
    NONE_THERE,
    NOT_SUPPORTED,
    Account,
    Arrow,
    Case,
    Reason,
    Variable,
)

WEATHER = Reason(because="weather", note="The weather of a day is moved by nothing that people do on it.")


def sales() -> Case:
    """Give the leading indicator of sales, whose lag is known."""
    known = "Box and Jenkins (1970): sales answer after three steps, and not before."

    def arrow(lag: int) -> Arrow:
        allowed = ESTABLISHED if lag == 3 else NONE_THERE
        return Arrow(cause="lead", effect="sales", lag=lag, sign=1, truth=known, allowed=allowed)

    alone = tuple(Account(id=f"lag_{lag}_alone", arrows=(arrow(lag),)) for lag in (3, 2, 1))
    return Case(
        id="sales",
        title="A leading indicator and sales",
        origin="Box and Jenkins (1970), series M",
        package="datasets BJsales, BJsales.lead",
        rows=rows.sales,
        step="month",
        called="step",
        variables={
            "lead": Variable("The leading indicator", formula="diff(rows.lead)"),
            "sales": Variable("Sales", formula="diff(rows.sales)"),
        },
        accounts=(Account(id="all_lags", arrows=(arrow(1), arrow(2), arrow(3))), *alone),
    )


def demand(name: str, title: str, cause: Variable) -> Case:
    """Give the weather and the demand for electricity, both ways."""
    known = "People cool and heat their rooms; no demand warms the air."
    workdays = {"workday": ("demand",)}
    forward = Arrow(cause="weather", effect="demand", sign=1, truth=known, allowed=ESTABLISHED, reason=WEATHER)
    backward = Arrow(cause="demand", effect="weather", sign=1, truth=known, allowed=NOT_SUPPORTED)
    return Case(
        id=name,
        title=title,
        origin="Australian Energy Market Operator and Bureau of Meteorology, Victoria 2014",
        package="fpp2 elecdaily",
        rows=getattr(rows, name),
        step="day",
        variables={
            "weather": cause,
            "demand": Variable("Demand for electricity", "GWh"),
            "workday": Variable("Working day", "1 if so"),
        },
        accounts=(
            Account(id="forward", arrows=(forward,), background=workdays),
            Account(id="backward", arrows=(backward,), background=workdays),
        ),
    )


def electricity() -> tuple[Case, ...]:
    """Give a summer, in which demand rises with warmth, and a year, in which it rises with cold too."""
    warmth = Variable("The day's heat", "°C", "rows.temperature")
    away = Variable("Being away from 20 °C", "°C", "abs(rows.temperature - 20)")
    return (
        demand("electricity_summer", "Heat and the demand for electricity, January to March", warmth),
        demand("electricity_year", "Heat and cold and the demand for electricity, a year", away),
    )


def ozone() -> Case:
    """Give warmth and ozone, both ways."""
    known = "Ozone is made by sunlight in warm, still air; a day's ozone does not warm that day."
    moved = {"sun": ("temperature", "ozone"), "wind": ("temperature", "ozone")}
    forward = Arrow(cause="temperature", effect="ozone", sign=1, truth=known, allowed=ESTABLISHED, reason=WEATHER)
    backward = Arrow(cause="ozone", effect="temperature", sign=1, truth=known, allowed=NOT_SUPPORTED)
    return Case(
        id="ozone",
        title="Warmth and ozone",
        origin="New York State Department of Conservation and National Weather Service",
        package="datasets airquality",
        rows=rows.ozone,
        step="day",
        variables={
            "temperature": Variable("Temperature", "°F"),
            "ozone": Variable("Ozone", "ppb"),
            "sun": Variable("Sunlight", "Ly"),
            "wind": Variable("Wind", "mph"),
        },
        accounts=(
            Account(id="forward", arrows=(forward,), background=moved),
            Account(id="backward", arrows=(backward,), background=moved),
        ),
    )


def geyser() -> Case:
    """Give the length of an eruption and the wait until the next."""
    known = "The longer the eruption, the more water must be heated anew before the next."
    forward = Arrow(cause="duration", effect="waiting", lag=1, sign=1, truth=known, allowed=ESTABLISHED)
    return Case(
        id="geyser",
        title="Old Faithful's eruptions and the wait for the next",
        origin="Azzalini and Bowman (1990)",
        package="MASS geyser",
        rows=rows.geyser,
        step="day",
        called="eruption",
        variables={
            "duration": Variable("Length of the eruption", "min", persistence=2),
            "waiting": Variable("Wait before the eruption", "min"),
        },
        accounts=(Account(id="forward", arrows=(forward,), background={"waiting": ("duration",)}),),
    )


def series() -> tuple[Case, ...]:
    """Give the cases of rows in time."""
    return (sales(), *electricity(), ozone(), geyser())
