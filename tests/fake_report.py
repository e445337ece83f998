"""A complete Report from made-up numbers: every grounds, most checks, three rivals, an override, corrections, failures."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from causal.findings import EdgeFindings, GraphFindings, Order
from causal.frame import Column
from causal.messages import Failure, Item, Message, Outcome, Stage
from causal.report import SCHEMA_VERSION, Brought, Provenance, Report
from causal.study import (
    Article,
    CheckRequest,
    Claim,
    Correction,
    Dataset,
    Direction,
    Edge,
    Event,
    Graph,
    Lock,
    Measure,
    NodeKind,
    Override,
    Reply,
    Resolution,
    Sample,
    Series,
    SignOff,
    Study,
    Variable,
)
from causal.verdict import (
    RUBRIC,
    Chart,
    Citation,
    Comparison,
    Contradiction,
    EdgeVerdict,
    Evidence,
    Grounds,
    Interval,
    Step,
    Strength,
    Test,
    Verdict,
    Word,
)
from tests import fake_findings as numbers

EVENT = numbers.EVENT
NEEDS = "daily capacity offered by carriers"


def variable(name: str, label: str, kind: NodeKind = NodeKind.OBSERVED, **more: Any) -> Variable:
    measure = (
        None
        if kind is NodeKind.LATENT
        else Measure(formula=f"logret(harbour.{name})", label=f"log return of {label.lower()}", unit="%")
    )
    needs = "" if kind is NodeKind.OBSERVED else NEEDS
    return Variable(name=name, label=label, kind=kind, measure=measure, needs=needs, direction=Direction.DOWN, **more)


VARIABLES = {
    v.name: v
    for v in (
        variable("fuel", "Marine fuel"),
        variable("mood", "Shippers’ mood", NodeKind.PROXY, note="A survey would be better."),
        variable("capacity", "Capacity offered", NodeKind.LATENT),
        variable("bookings", "Bookings"),
        variable("quotes", "Forward quotes"),
        variable("rates", "Freight rates"),
        variable("trade", "World trade"),
        variable("weather", "Weather on the route"),
        variable("strike", "Dock strike"),
        variable("credit", "Trade credit"),
    )
}


def graph(identity: str, title: str, chain: str, side: str, background: str, claims: dict[str, str]) -> Graph:
    """Give a graph from words such as `fuel>mood` and `fuel>rates@1`; `claims` names each edge's claim."""

    def edge(word: str, asserted: bool) -> Edge:
        ends, _, lag = word.partition("@")
        cause, effect = ends.split(">")
        made = Edge(treatment=cause, outcome=effect, lag=int(lag or 0), sign=1 if asserted else 0)
        if not asserted:
            return made
        stated = tuple(c for c in [claims.get(made.id, "")] if c)
        return replace(
            made,
            claims=stated,
            mechanism=f"{VARIABLES[cause].label} pulls {VARIABLES[effect].label.lower()} along.",
            smallest_effect=0.2,
        )

    links = [edge(w, True) for w in chain.split()]
    edges = (*links, *(edge(w, True) for w in side.split()), *(edge(w, False) for w in background.split()))
    names = dict.fromkeys(n for e in edges for n in (e.treatment, e.outcome))
    return Graph(
        id=identity,
        title=title,
        variables=tuple(VARIABLES[n] for n in names),
        edges=edges,
        chain=tuple(e.id for e in links),
        outcome="rates",
        claims=(),
        note="" if identity == "article" else "Put forward by traders on the day.",
    )


MAIN = graph(
    "article",
    "The article’s chain",
    "fuel>mood mood>capacity capacity>bookings bookings>quotes quotes>rates",
    "fuel>rates@1",
    "trade>fuel trade>mood trade>rates weather>bookings weather>rates",
    {
        "fuel->mood": "C17",
        "mood->capacity": "C18",
        "bookings->quotes": "C19",
        "quotes->rates": "C20",
        "fuel->rates@1": "C21",
    },
)
RIVALS = (
    graph("strike", "A dock strike", "strike>bookings bookings>rates", "", "trade>bookings trade>rates", {}),
    graph("credit", "Credit dried up", "credit>rates", "", "trade>credit trade>rates", {}),
    graph("storm", "A storm closed the route", "weather>rates@1", "", "trade>rates", {}),
)

# What each asserted edge came to: grounds, and the findings behind it.
SCORED: dict[tuple[str, str], tuple[Grounds, EdgeFindings]] = {
    (f.graph, f.edge): (g, f)
    for g, f in (
        (
            Grounds.EFFECT_ESTABLISHED,
            numbers.measured("article", "fuel->mood", 0.4213, 0.0871, ("trade@0", "mood@1"), by_proxy=("mood",)),
        ),
        (Grounds.NOT_MEASURED, numbers.unmeasured("article", "mood->capacity")),
        (Grounds.NOT_MEASURED, numbers.unmeasured("article", "capacity->bookings")),
        (
            Grounds.NO_EFFECT_FOUND,
            numbers.measured(
                "article",
                "bookings->quotes",
                0.0312,
                0.0592,
                ("weather@0", "quotes@1"),
                failing=("placebo", "subsets"),
                power=0.91,
            ),
        ),
        (
            Grounds.ASSOCIATION_ONLY,
            numbers.measured(
                "article",
                "quotes->rates",
                0.5128,
                0.1012,
                ("trade@0", "weather@0", "rates@1"),
                calibrated=False,
                order=Order.UNDECIDED,
            ),
        ),
        (Grounds.NOT_IDENTIFIED, numbers.unidentified("article", "fuel->rates@1")),
        (
            Grounds.INCONCLUSIVE,
            numbers.measured(
                "strike", "strike->bookings", 0.211, 0.143, ("trade@0",), failing=("placebo",), power=0.32
            ),
        ),
        (Grounds.EFFECT_ESTABLISHED, numbers.measured("strike", "bookings->rates", 0.618, 0.104, ("trade@0",))),
        (
            Grounds.CONTRADICTED,
            numbers.measured("credit", "credit->rates", -0.302, 0.071, ("trade@0",), power=0.41),
        ),
        (
            Grounds.NO_EFFECT_FOUND,
            numbers.measured("storm", "weather->rates@1", 0.012, 0.041, ("trade@1",), failing=("placebo",)),
        ),
    )
}


def edge_facts(declared: Graph, edge: Edge, found: EdgeFindings) -> dict[str, Any]:
    first = found.estimates[0] if found.estimates else None
    cause, effect = declared.variable(edge.treatment), declared.variable(edge.outcome)
    return {
        "treatment": cause.label,
        "outcome": effect.label,
        "rows": found.rows,
        "minimum": RUBRIC.minimum_rows,
        "proxy": bool(found.by_proxy),
        "treatment_unit": "%",
        "outcome_unit": "%",
        "effect": first.effect if first else None,
        "low": found.holm_low,
        "high": found.holm_high,
        "level": found.holm_level,
        "p": found.holm_p,
        "power": found.power,
        "smallest": found.smallest_effect,
        "sign": edge.sign,
        "needs": (NEEDS,),
        "failed": ("refuted", "sensitivity"),
        "nodes": ("Capacity offered",),
        "latent": ("Capacity offered",),
        "count": 2,
        "set": ("trade@0", "mood@1"),
        "f": 21.4,
        "why": "undecided",
        "undirected": True,
        "hidden": False,
    }


def edge_tests(facts: dict[str, Any], found: EdgeFindings, grounds: Grounds) -> tuple[Test, ...]:
    def one(name: str, kind: str, outcome: Outcome, more: dict[str, Any] | None = None, family: str = "test") -> Test:
        key = "test.not_computed" if outcome is Outcome.NOT_COMPUTED else f"{family}.{kind}"
        return Test(
            name=name,
            outcome=outcome,
            message=Message(key=key, values={**facts, **(more or {}), "reason": "nothing was estimated"}),
        )

    good, bad, absent = Outcome.PASSED, Outcome.FAILED, Outcome.NOT_COMPUTED
    if found.event is None or found.sensitivity is None:
        measured = grounds is not Grounds.NOT_MEASURED
        start = one("measured", "measured.passed" if measured else "measured.latent", good if measured else bad)
        known = one("identified", "identified.none", bad)
        return (
            start,
            known,
            *(one(n, "", absent) for n in ("effect", "timing", "direction", "refuted", "sensitivity", "event")),
        )
    day = found.event
    event = {
        "day": day.treatment_day,
        "move": day.treatment_move,
        "rank": day.treatment_rank,
        "count": day.treatment_count,
        "contribution": day.contribution,
        "low": day.low,
        "high": day.high,
        "outcome_move": day.outcome_move,
        "unusual": 0.1,
    }
    leads = found.refutation("leads")
    assert leads is not None
    failing = [r.name for r in found.refutations if r.outcome is bad]
    together = {Grounds.EFFECT_ESTABLISHED: "passed", Grounds.ASSOCIATION_ONLY: "passed"}
    effect = {**together, Grounds.CONTRADICTED: "wrong_sign"}.get(grounds, "failed")
    way = found.direction
    assert way is not None
    return (
        one("measured", "measured.proxy" if found.by_proxy else "measured.passed", good),
        one("identified", "identified.adjustment", good),
        one("effect", f"effect.{effect}", good if effect == "passed" else bad),
        Test(name="timing", outcome=leads.outcome, message=leads.message),
        one(
            "direction",
            f"direction.{way.why or way.order}",
            bad if way.order is Order.UNDECIDED else good,
            {"statistic": way.statistic, "critical": way.critical, "tests": len(way.implied)},
        ),
        one(
            "refuted",
            "refuted.failed" if failing else "refuted.passed",
            bad if failing else good,
            {"failed": tuple(failing), "survived": 6, "count": 6},
        ),
        Test(
            name="sensitivity",
            outcome=found.sensitivity.outcome,
            message=found.sensitivity.message,
            required=way.why == "lagged",
        ),
        one("event", "event.passed", good, event),
    )


def edge_verdict(declared: Graph, identity: str) -> EdgeVerdict:
    grounds, found = SCORED[declared.id, identity]
    facts = edge_facts(declared, declared.edge(identity), found)
    tests = edge_tests(facts, found, grounds)
    kind = grounds.name.lower()
    steps = (
        Step(by=-1, reason=Message(key="step.proxy")),
        Step(by=1, reason=Message(key="step.large", values={"standardised": 0.55})),
    )
    return EdgeVerdict(
        graph=declared.id,
        edge=identity,
        grounds=grounds,
        tests=tests,
        score=round(100 * sum(t.outcome is Outcome.PASSED for t in tests) / len(tests)),
        strength=Strength.LOW if found.estimates else None,
        steps=steps if found.by_proxy else (),
        reason=Message(key=f"edge.reason.{kind}", values=facts),
        would_change=Message(key=f"edge.would_change.{kind}", values=facts),
    )


def graph_findings(declared: Graph, carried: float) -> GraphFindings:
    asserted = tuple(SCORED[declared.id, e.id][1] for e in declared.claimed)
    rest = tuple(
        numbers.measured(declared.id, e.id, 0.31, 0.08, ("weather@0",)) for e in declared.edges if not e.claimed
    )
    first = declared.edge(declared.chain[0]).treatment
    nodes = tuple(v.name for v in declared.variables if v.measure is not None)
    undecided = tuple(f.edge for f in asserted if f.direction and f.direction.order is Order.UNDECIDED)
    return GraphFindings(
        graph=declared.id,
        edges=asserted + rest,
        independences=numbers.independences(6),
        attribution=numbers.attribution(declared.id, first, nodes, carried, undecided),
        total=numbers.estimate("linear", "total", 0.118, 0.061),
        total_estimand=next(f.estimand for f in rest),
        held_out_r2=0.184,
    )


HARBOUR = Citation(label="Harbour board daily tables", series=("harbour.rates",), url="https://example.org/tables")
OTHER = Citation(
    label="Freight exchange bulletin", series=("bulletin.rates",), url="https://example.net/bulletin", date="2025-03-05"
)
OWN = Citation(
    label="The author’s own newsletter",
    url="https://example.com/letter",
    date="2025-03-06",
    claimant=True,
    counted=False,
)


def chart(label: str = "Freight rates", unit: str = "US$") -> Chart:
    days = tuple((date(2024, 9, 2) + timedelta(days=i)).isoformat() for i in range(240))
    values = tuple(
        None if i in {40, 41} else 1900.0 + 240 * math.sin(i / 21) - (310 if i > 182 else 0) for i in range(240)
    )
    return Chart(
        label=label, unit=unit, x=days, y=values, marked=EVENT.isoformat(), stated=Interval(low=1500.0, high=1600.0)
    )


def compared(
    stated: str,
    low: float | None,
    high: float | None,
    found: float,
    unit: str,
    agrees: bool,
    source: Citation = HARBOUR,
) -> Comparison:
    outcome = Outcome.PASSED if agrees else Outcome.FAILED
    return Comparison(
        label="Freight rates",
        stated=stated,
        interval=Interval(low=low, high=high),
        found=found,
        unit=unit,
        agrees=outcome,
        source=source,
        at=EVENT.isoformat(),
        low=found * 0.99,
        high=found * 1.01,
    )


# A superset of what the checks' sentences cite, so that each can be worded.
FACTS: dict[str, Any] = {
    "label": "Freight rates",
    "at": "2025-03-04",
    "end": "",
    "first": "2023-01-03",
    "last": "2025-06-30",
    "source": "Harbour board daily tables",
    "stated": "12.4%",
    "found": 12.38,
    "unit": "%",
    "supported": True,
    "low": 12.1,
    "high": 12.7,
    "rank": 1,
    "count": 612,
    "instant": False,
    "best": 9.81,
    "best_at": "2024-10-11",
    "direction": "highest",
    "within": 1,
    "since": "",
    "rows": 612,
    "minimum": 60,
    "level": 0.95,
}


def message(key: str, **more: Any) -> Message:
    return Message(key=key, values={**FACTS, **more})


def evidence(check: str, grounds: Grounds, reason: Message, *, required: bool = True, **more: Any) -> Evidence:
    outcome = {Grounds.NOT_CHECKABLE: Outcome.NOT_APPLICABLE}.get(
        grounds, Outcome.PASSED if grounds.word is Word.SUPPORTED else Outcome.FAILED
    )
    there = Test(name="measured", outcome=Outcome.PASSED, message=message("check.measured.there"))
    tests = (there, Test(name="figure", outcome=outcome, message=reason, required=required))
    if grounds in {Grounds.NOT_CHECKABLE, Grounds.NOT_MEASURED}:
        tests = (Test(name="checkable", outcome=outcome, message=reason),)
    standard: dict[str, Any] = {"says": "", "start": Strength.HIGH, "sources": (HARBOUR,), "tests": tests}
    return Evidence(check=check, grounds=grounds, reason=reason, **{**standard, **more})


def of_edge(identity: str) -> Evidence:
    scored = edge_verdict(MAIN, identity)
    return Evidence(
        check="edge",
        says="",
        grounds=scored.grounds,
        reason=scored.reason,
        tests=scored.tests,
        start=Strength.LOW,
        steps=scored.steps,
        would_change=scored.would_change,
        edge=f"article:{identity}",
    )


def claims() -> list[tuple[str, str, tuple[Evidence, ...]]]:
    """Give the text, the kind and the evidence of each claim."""
    agree, odds, hold = Grounds.FIGURES_AGREE, Grounds.CONTRADICTED, Grounds.DERIVATION_HOLDS
    unsure, blind, idle = Grounds.INCONCLUSIVE, Grounds.NOT_MEASURED, Grounds.NOT_CHECKABLE
    fell = compared("12.4%", 12.35, 12.45, 12.38, "%", True)
    vendor = Step(by=-1, reason=Message(key="check.step.single_vendor", values={"vendor": "Harbour board"}))
    both = message(
        "check.value.sources_disagree",
        stated="US$1,550",
        agreeing=(Item(label="Harbour board", numbers=(1561.0,)),),
        differing=(Item(label="Exchange bulletin", numbers=(1640.0,)),),
        unit="US$",
    )
    contract = {
        "contract": "vanilla_put",
        "strike": 100.0,
        "barrier": None,
        "monitoring": "continuous",
        "volatility": 0.4,
        "rate": 0.03,
        "spot_low": 80.0,
        "spot_high": 120.0,
        "years_low": 0.01,
        "years_high": 0.5,
        "quantity": "gamma",
        "low": 0.001,
        "high": 0.31,
        "largest": 0.31,
        "spot": 100.0,
        "years": 0.01,
        "assertion": "positive",
        "bound": 1.0,
    }
    chain = {
        "links": 5,
        "established": 1,
        "broken": ("Bookings → Forward quotes",),
        "carried": -0.42,
        "low": -1.02,
        "high": 0.28,
        "move": -6.9,
        "unit": "%",
        "outcome": "Freight rates",
    }
    rival = {"rival": "A dock strike", "grounds": "inconclusive", "established": 1, "links": 2}
    needs = {"needs": NEEDS, "tried": "schedules of the five largest carriers"}
    return [
        (
            "Freight rates fell 12.4% in one day.",
            "numeric fact",
            (
                evidence(
                    "value",
                    agree,
                    message("check.value.agrees"),
                    comparisons=(fell,),
                    charts=(chart(),),
                    steps=(vendor,),
                    would_change=message("check.figure.would_change"),
                ),
            ),
        ),
        (
            "Rates fell to about US$1,300.",
            "numeric fact",
            (
                evidence(
                    "value",
                    odds,
                    message("check.value.differs", stated="about US$1,300", found=1561.0, unit="US$"),
                    comparisons=(compared("about US$1,300", 1235.0, 1365.0, 1561.0, "US$", False),),
                    charts=(chart(),),
                ),
            ),
        ),
        (
            "Rates closed at US$1,550.",
            "numeric fact",
            (
                evidence(
                    "value",
                    unsure,
                    both,
                    comparisons=(
                        compared("US$1,550", 1545.0, 1595.0, 1561.0, "US$", True),
                        compared("US$1,550", 1545.0, 1595.0, 1640.0, "US$", False, OTHER),
                    ),
                    sources=(HARBOUR, OTHER, OWN),
                ),
            ),
        ),
        (
            "It was the largest fall since the exchange opened, and volume was a record too.",
            "record",
            (
                evidence(
                    "record",
                    agree,
                    message("check.record.holds"),
                    says="The fall was a record.",
                    charts=(chart("One-day fall", "%"),),
                ),
                evidence(
                    "record",
                    odds,
                    message("check.record.fails", rank=4),
                    says="The volume was a record.",
                    charts=(chart("Volume", ""),),
                ),
            ),
        ),
        (
            "Volume was twice the old record.",
            "multiple",
            (
                evidence(
                    "multiple",
                    odds,
                    message("check.multiple.differs", ratio=1.31, stated="2x"),
                    comparisons=(compared("2x", 1.95, 2.05, 1.31, "x", False),),
                ),
            ),
        ),
        (
            "Volume was US$10bn, or 2.5 million containers.",
            "numeric fact",
            (
                evidence(
                    "value",
                    agree,
                    message("check.value.agrees", stated="US$10bn", found=10_040_000_000.0, unit="US$"),
                    comparisons=(compared("US$10bn", 9.5e9, 10.5e9, 10_040_000_000.0, "US$", True),),
                ),
            ),
        ),
        (
            "Rates moved more closely with fuel than with trade.",
            "correlation",
            (
                evidence(
                    "correlation",
                    unsure,
                    message(
                        "check.correlation.undecided",
                        pair=("rates", "fuel"),
                        versus=("rates", "trade"),
                        correlation=0.31,
                        versus_correlation=0.22,
                        estimate=0.09,
                        start="2025-02-01",
                        end="2025-03-03",
                        low=-0.2,
                        high=0.4,
                        threshold=0.0,
                        power=0.8,
                        detectable=0.41,
                    ),
                    start=Strength.LOW,
                ),
            ),
        ),
        (
            "A fall of 3.5 standard deviations has a chance of 0.05%.",
            "arithmetic",
            (
                evidence(
                    "tail_probability",
                    hold,
                    message("check.tail_probability.holds", z="3.5", one=0.02326, two=0.04653, stated="0.05%"),
                ),
            ),
        ),
        (
            "Spread times containers gives US$40m.",
            "arithmetic",
            (
                evidence(
                    "arithmetic",
                    odds,
                    message(
                        "check.arithmetic.fails",
                        expression="C09.spread * C09.boxes",
                        found=4.6e7,
                        low=4.4e7,
                        high=4.8e7,
                        stated="US$40m",
                        unit="US$",
                    ),
                    sources=(OWN,),
                ),
            ),
        ),
        (
            "Bookings were down by half, and yet up on the week.",
            "consistency",
            (
                evidence(
                    "consistency",
                    odds,
                    message(
                        "check.consistency.fails",
                        left="C10.now",
                        left_low=40.0,
                        left_high=50.0,
                        right="C10.then",
                        right_low=60.0,
                        right_high=None,
                        relation="greater",
                        unit="%",
                    ),
                ),
            ),
        ),
        (
            "Two carriers suspended the route.",
            "event",
            (
                evidence(
                    "document",
                    agree,
                    message("check.document.agree", yes=2, for_=("Harbour board", "Freight exchange"), figures=()),
                    sources=(HARBOUR, OTHER, OWN),
                ),
            ),
        ),
        (
            "A put sold to shippers gains from calm.",
            "derivation",
            (evidence("option", hold, message("check.option.holds", **contract)),),
        ),
        (
            "Nobody at the harbour wanted the price to fall.",
            "motive",
            (evidence("opinion", idle, message("check.opinion.motive"), sources=(), start=Strength.VERY_LOW),),
        ),
        (
            "The worst is behind us.",
            "forecast",
            (
                evidence(
                    "opinion", idle, message("check.opinion.unquantified_forecast"), sources=(), start=Strength.VERY_LOW
                ),
            ),
        ),
        (
            "Rates will be above US$2,500 by the end of 2026.",
            "forecast",
            (
                evidence(
                    "forecast",
                    idle,
                    message("check.forecast.not_due", due="2026-12-31", as_of="2025-07-01", stated="above US$2,500"),
                    sources=(),
                    start=Strength.VERY_LOW,
                ),
            ),
        ),
        (
            "Carriers took a tenth of their capacity away overnight.",
            "causal",
            (
                evidence(
                    "unmeasured",
                    blind,
                    message("check.unmeasured.reason", **needs),
                    sources=(),
                    start=Strength.VERY_LOW,
                    would_change=message("check.unmeasured.would_change", **needs),
                ),
            ),
        ),
        ("Cheaper fuel spoilt shippers’ mood.", "causal", (of_edge("fuel->mood"),)),
        ("The mood made carriers cut capacity.", "causal", (of_edge("mood->capacity"),)),
        ("Bookings moved the forward quotes.", "causal", (of_edge("bookings->quotes"),)),
        ("Forward quotes pulled rates down.", "causal", (of_edge("quotes->rates"),)),
        ("Fuel lowered rates a day later.", "causal", (of_edge("fuel->rates@1"),)),
        (
            "The fall came down the whole chain.",
            "causal",
            (
                evidence(
                    "chain",
                    odds,
                    message("check.chain.broken", **chain),
                    start=Strength.LOW,
                    would_change=message("check.chain.would_change", **chain),
                ),
            ),
        ),
        (
            "It was not the dock strike.",
            "causal",
            (
                evidence(
                    "rival",
                    unsure,
                    message("check.rival.fails_open", **rival),
                    start=Strength.LOW,
                    would_change=message("check.rival.would_change", **rival),
                ),
            ),
        ),
    ]


def verdict(identity: str, parts: tuple[Evidence, ...], overridden: bool) -> Verdict:
    from causal.judgement.judge import judge

    claim = Claim(id=identity, paragraph="", kind="", text="", checks=())
    return replace(judge(claim, parts), overridden=overridden)


def study(repeat: int) -> tuple[Study, tuple[Verdict, ...]]:
    made, verdicts = [], []
    known = claims()
    for position in range(repeat * len(known)):
        text, kind, parts = known[position % len(known)]
        identity = f"C{position + 1:02d}"
        override = (
            Override(verdict="supported", by="E. Ditor", on=date(2025, 7, 2), reason="The carrier’s letter was seen.")
            if position == 15
            else None
        )
        asked = {"rival": {"graph": "strike"}}
        requests = tuple(CheckRequest(check=p.check, parameters=asked.get(p.check, {}), says=p.says) for p in parts)
        made.append(
            Claim(
                id=identity,
                paragraph=str(1 + position // 3),
                kind=kind,
                text=text,
                checks=requests,
                override=override,
                note="Of two editions the later is used." if position == 2 else "",
            )
        )
        verdicts.append(verdict(identity, parts, override is not None))
    series = (
        Series(
            name="harbour.rates",
            label="Freight rates, close",
            unit="US$",
            source="Harbour board",
            url="https://example.org/tables",
            retrieved=date(2025, 7, 1),
            traps=("Holidays repeat the day before.",),
        ),
        Series(
            name="harbour.fuel",
            label="Marine fuel, close",
            unit="US$",
            source="Harbour board",
            url="https://example.org/tables",
        ),
    )
    return Study(
        name="harbour",
        title="Why did freight rates fall on 4 March 2025?",
        language="en",
        article=Article(
            title="The day the harbour stood still",
            author="A. Writer",
            outlet="Harbour Letter",
            published=date(2025, 3, 6),
            url="https://example.com/letter",
            language="en",
            summary="The author traces the fall to cheaper fuel.",
            note="A second edition corrected one figure.",
        ),
        event=Event(day=EVENT, start=date(2025, 3, 3), end=date(2025, 3, 5), label="the fall"),
        sample=Sample(calendar="harbour", start=numbers.FIRST, end=numbers.LAST),
        seed=20250304,
        graph=MAIN,
        rivals=RIVALS,
        claims=tuple(made),
        datasets=(
            Dataset(
                id="harbour",
                file="harbour.csv",
                time="date",
                resolution=Resolution.DAY,
                digest="a1" * 32,
                series=series,
                note="Working days only.",
            ),
        ),
        inputs={"report.yaml": "b2" * 32},
        lock=Lock(digest="c3" * 32, on=date(2025, 6, 30)),
        lock_digest="c3" * 32,
        sign_off=(SignOff(role="Statistician", name="S. Tat", on=date(2025, 7, 3)), SignOff(role="Editor")),
        corrections=(
            Correction(
                on=date(2025, 7, 4), what="The close of 4 March was corrected.", why="The board republished it."
            ),
        ),
        reply=Reply(
            by="A. Writer",
            on=date(2025, 7, 5),
            text="I stand by the chain; the board's figure was not out when I wrote.",
        ),
        publisher="The Ledger",
        as_of=date(2025, 7, 1),
    ), tuple(verdicts)


def fake_report(repeat: int = 1) -> Report:
    """Give the report; its 23 claims are repeated `repeat` times."""
    declared, verdicts = study(repeat)
    graphs = (MAIN, *RIVALS)
    found = tuple(graph_findings(g, c) for g, c in zip(graphs, (-0.42, -1.31, -0.07, -0.22), strict=True))
    columns = tuple(
        Column(
            name=v.name,
            formula=v.measure.formula,
            label=v.measure.label,
            unit="%",
            series=("harbour.rates",),
            observations=612,
            missing=3,
            first="2023-01-03",
            last="2025-06-30",
            mean=0.0123,
            standard_deviation=1.734,
        )
        for v in VARIABLES.values()
        if v.measure is not None
    )
    return Report(
        schema_version=SCHEMA_VERSION,
        study=declared,
        rubric=RUBRIC,
        columns=columns,
        rows=615,
        graph=found[0],
        rivals=found[1:],
        edge_verdicts=tuple(edge_verdict(g, e.id) for g in graphs for e in g.claimed),
        verdicts=verdicts,
        contradictions=(Contradiction(claims=("C10",), message=next(v for v in verdicts if v.claim == "C10").reason),),
        failures=(
            Failure(
                stage=Stage.ESTIMATE, subject="article: mood->capacity", reason="no series measures one end of the edge"
            ),
        ),
        provenance=Provenance(
            causal="0.1.0",
            versions={"dowhy": "0.14", "numpy": "2.4.6", "weasyprint": "70.0"},
            seed=20250304,
            rubric_digest="d4" * 32,
            frame_digest="e5" * 32,
            source_date=1_751_500_800,
        ),
        brought=Brought(
            estimators={"linear": "Linear regression", "without_past": "Regression without the further past"},
            refuters={
                "bootstrap": "Block bootstrap",
                "dummy_outcome": "Dummy outcome",
                "leads": "Leads of the treatment",
                "leave_event_out": "Event window left out",
                "placebo": "Placebo treatment (permuted blocks)",
                "random_common_cause": "Random common cause",
                "subsets": "Subsets of the sample",
            },
        ),
    )


def with_echo(report: Report) -> Report:
    """The same report with one rival more, whose account is the article's own."""
    declared, found = report.study.graph, report.graph
    graph = replace(declared, id="echo", title="The same again", claims=())
    own = [v for v in report.edge_verdicts if v.graph == declared.id]
    return replace(
        report,
        study=replace(report.study, rivals=(*report.study.rivals, graph)),
        rivals=(
            *report.rivals,
            replace(found, graph="echo", edges=tuple(replace(one, graph="echo") for one in found.edges)),
        ),
        edge_verdicts=(*report.edge_verdicts, *(replace(one, graph="echo") for one in own)),
    )


def without_attribution(report: Report) -> Report:
    """Give the report as it is when the event day could not be attributed."""
    failure = Failure(stage=Stage.ATTRIBUTE, subject="article", reason="the event day is missing")
    return replace(report, graph=replace(report.graph, attribution=None, failures=(failure,)))
