"""The page of each asserted edge that has one: what was stated, how it is seen, and its tests; its estimates are `estimates`'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.findings import Strategy
from causal.rendering.figures import contour, excerpt, response
from causal.rendering.inline import Link, Mark, Marked, joined
from causal.rendering.pieces import (
    SIGNS,
    Captioned,
    Figure,
    Tested,
    arrow,
    badge,
    steps,
    strength,
    test_title,
)
from causal.rendering.sections import designed
from causal.rendering.sections.estimates import attempts, estimates
from causal.rendering.sections.in_brief import Fact, in_brief
from causal.study import NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from causal.findings import EdgeFindings, Estimand
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.exhibits import Exhibit
    from causal.rendering.inline import Inline
    from causal.rendering.sections.designed import Tabled
    from causal.rendering.sections.estimates import Attempts, Estimates
    from causal.rendering.sections.in_brief import EdgeInBrief
    from causal.report import Report
    from causal.study import Edge, Variable
    from causal.verdict import EdgeVerdict

UNDECLARED = "test.controls.none"  # a folder without negative controls has nothing to say of them
RULED_OUT = 2  # nodes of which it is said why they are not held fixed


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """How an edge is seen: what is held fixed, the response over time, what a hidden confounder would leave."""

    figures: tuple[Captioned, ...]
    paths: Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgePage:
    """One asserted edge, of the article's account or of a rival's. `edge` is `graph:edge`, `label` its name, `number` that of a reference; `drawn` are its figures, those not shown included."""

    edge: str
    anchor: str
    label: str
    number: str
    kicker: str
    title: str
    lead: Inline
    facts: tuple[Fact, ...]
    identification: Identification | None
    tests_title: str
    tests: tuple[Tested, ...]
    rates: Inline
    calibrated: bool
    estimates: Estimates | None
    listings: tuple[Tabled, ...]
    attempts: Attempts | None
    would_change: Inline
    failures: tuple[str, ...]
    brief: EdgeInBrief
    drawn: tuple[Figure, ...]


def edges(report: Report, words: Catalogue, shown: Iterable[Exhibit]) -> tuple[EdgePage, ...]:
    """Give the pages of the edges that have one, in the order of their exhibits."""
    return tuple(_edge(report, words, one) for one in shown if one.whole)


def numbered(words: Catalogue, shown: Exhibit) -> str:
    """Give the number of an edge: E1 of the article's, R1 of the rivals'."""
    return words.text("page.edge.rival_number" if shown.rival else "page.edge.number", {"index": shown.index})


def _kicker(words: Catalogue, shown: Exhibit) -> str:
    """Say whose link it is, and which."""
    if shown.rival:
        return words.text("page.edge.rival_kicker", {"account": shown.graph.title})
    place = {"index": shown.index, "count": len(shown.graph.claimed), "on_chain": shown.edge.id in shown.graph.chain}
    return words.text("page.edge.kicker", place)


def _edge(report: Report, words: Catalogue, shown: Exhibit) -> EdgePage:
    declared, edge, found, verdict = shown.graph, shown.edge, shown.found, shown.verdict
    cause, effect = declared.variable(edge.treatment), declared.variable(edge.outcome)
    number = numbered(words, shown)
    lead = {
        "grounds": (badge(words, verdict.grounds),),
        "strength": strength(words, verdict.strength),
        "reason": words.sentence(verdict.reason),
    }
    seen = _seen(words, shown)
    tried = attempts(words, report.brought, shown.place, found)
    changing = verdict.would_change
    return EdgePage(
        edge=shown.key,
        anchor=shown.place,
        label=arrow(words, declared, edge),
        number=number,
        kicker=_kicker(words, shown),
        title=words.text("page.edge.title", {"cause": cause.label, "effect": effect.label, "lag": edge.lag}),
        lead=words.inline("page.edge.lead", lead),
        facts=_facts(words, shown),
        identification=_identification(words, found, seen),
        tests_title=words.text("page.edge.tests"),
        tests=_tests(words, verdict),
        rates=_rates(words, edge, found),
        calibrated=found.calibration is not None,
        estimates=estimates(words, found, cause, effect) if found.estimates else None,
        listings=designed.listings(words, found),
        attempts=tried if found.refutations else None,
        would_change=words.inline("page.edge.would_change", {"what": words.sentence(changing)}) if changing else (),
        failures=tuple(
            words.text(
                "page.edge.recorded", {"stage": f.stage, "member": f.member, "subject": f.subject, "reason": f.reason}
            )
            for f in found.failures
        ),
        brief=in_brief(words, number, found, verdict, seen),
        drawn=(*(one.figure for one in seen), *(row.figure for row in tried.rows if row.figure)),
    )


def _facts(words: Catalogue, shown: Exhibit) -> tuple[Fact, ...]:
    """Say what the account states, how both ends are measured, by which design the link is seen, and the score."""
    declared, edge, verdict = shown.graph, shown.edge, shown.verdict
    cause, effect = declared.variable(edge.treatment), declared.variable(edge.outcome)
    claims = edge.claims or (declared.claims if shown.rival else ())
    ids = joined(((Link(to=f"#row-{one}", parts=(one,)),) for one in claims), words.text("list.separator"))
    stated = {"sign": edge.sign, "mechanism": edge.mechanism, "claims": ids}
    score = {
        "score": verdict.score,
        "strength": verdict.strength.value if verdict.strength else "",
        "steps": steps(words, verdict.steps),
    }
    return (
        Fact(term=words.text("page.edge.stated_head"), text=words.inline("page.edge.stated", stated)),
        _measured(words, cause),
        _measured(words, effect),
        *designed.declared(words, declared, edge),
        Fact(term=words.text("page.column.score"), text=words.inline("page.edge.score", score)),
    )


def _measured(words: Catalogue, variable: Variable) -> Fact:
    measure = variable.measure
    values = {
        "measure": measure.label if measure else "",
        "unit": (measure.unit if measure else "") or "none",
        "proxy": variable.kind is NodeKind.PROXY,
        "needs": variable.needs,
    }
    return Fact(term=variable.label, text=(words.text("page.edge.variable", values),), note=variable.note)


def _seen(words: Catalogue, shown: Exhibit) -> tuple[Captioned, ...]:
    """Draw the adjustment set, the response and the sensitivity, as far as they were computed."""
    effect = shown.graph.variable(shown.edge.outcome).label
    drawn = (
        _excerpt(words, shown),
        _response(words, shown.place, shown.found, effect),
        _contour(words, shown.place, shown.found),
        *designed.plots(words, shown),
    )
    return tuple(one for one in drawn if one is not None)


def _excerpt(words: Catalogue, shown: Exhibit) -> Captioned | None:
    """Draw the edge with its adjustment set."""
    edge, estimand = shown.edge, shown.found.estimand
    if estimand is None:
        return None
    held = (*estimand.instruments, *estimand.adjustment)
    values = {
        "cause": words.variable(edge.treatment),
        "effect": words.variable(edge.outcome),
        "held": words.listed(words.node(n) for n in held),
    }
    alt = words.text("excerpt.alt", values)
    svg = excerpt.draw(shown.graph, edge, estimand, shown.verdict.grounds.value, words.node, alt)
    figure = Figure(name=f"{shown.place}-graph", svg=svg, alt=alt)
    return Captioned(figure=figure, caption=(words.text("page.edge.held"),))


def _response(words: Catalogue, name: str, found: EdgeFindings, effect: str) -> Captioned | None:
    """Draw the response over the rows after the treatment."""
    if found.response is None:
        return None
    path = found.response.effect
    alt = words.text("response.alt", {"last": found.response.horizons[-1], "first": path[0], "final": path[-1]})
    figure = Figure(name=f"{name}-response", svg=response.draw(found.response, alt, words.ticks), alt=alt)
    said = words.text("page.edge.response", {"effect": effect, "level": found.response.level})
    return Captioned(figure=figure, caption=(said,))


def _contour(words: Catalogue, name: str, found: EdgeFindings) -> Captioned | None:
    """Draw what hidden confounders would leave of the effect."""
    left = found.sensitivity
    if left is None:
        return None
    alt = words.text("contour.alt", {"value": left.robustness_value})
    axes = {side: words.text(f"contour.{side}") for side in ("treatment", "outcome")}

    def label(covariate: str) -> str:
        return words.variable(covariate) if covariate else words.text("page.edge.least")

    svg = contour.draw(left, label, axes, alt, words.ticks)
    values = {"value": left.robustness_value, "interval": left.robustness_value_interval}
    figure = Figure(name=f"{name}-sensitivity", svg=svg, alt=alt)
    return Captioned(figure=figure, caption=(words.text("page.edge.contour", values),))


def _identification(words: Catalogue, found: EdgeFindings, seen: tuple[Captioned, ...]) -> Identification | None:
    """Say how the effect is identified; None where it is not."""
    estimand = found.estimand
    if estimand is None or estimand.strategy is Strategy.NONE:
        return None
    return Identification(figures=seen, paths=_paths(words, estimand))


def _paths(words: Catalogue, estimand: Estimand) -> Inline:
    """Say which back-door paths are closed, what was ruled out, and what else would do."""
    ruled_out = (
        words.text("page.edge.ruled_out", {"node": one.node, "reason": words.text(f"ruled_out.{one.reason}")})
        for one in estimand.ruled_out[:RULED_OUT]
    )
    values = {
        "count": len(estimand.backdoor_paths),
        "example": words.parted(" – ".join(map(words.node, path)) for path in estimand.backdoor_paths[:1]),
        "ruled_out": words.parted(ruled_out),
        "alternatives": words.listed(words.word(one) for one in estimand.alternatives),
    }
    return words.inline("page.edge.paths", values)


def _tests(words: Catalogue, verdict: EdgeVerdict) -> tuple[Tested, ...]:
    return tuple(
        Tested(
            sign=SIGNS[test.outcome],
            text=words.inline(
                "page.edge.test",
                {
                    "title": (Marked(mark=Mark.STRONG, parts=(test_title(words, test),)),),
                    "required": test.required,
                    "message": words.sentence(test.message),
                },
            ),
        )
        for test in verdict.tests
        if test.message.key != UNDECLARED
    )


def _rates(words: Catalogue, edge: Edge, found: EdgeFindings) -> Inline:
    """Say how often the rubric errs on such an edge."""
    known = found.calibration
    if known is None:
        return words.inline("page.edge.no_rates" if found.refutable else "page.edge.rates_apply_not")
    values = {
        "rows": known.rows,
        "effect": known.effect,
        "worlds": known.false_support.worlds,
        "wrong": known.false_support.rate,
        "wrong_low": known.false_support.low,
        "wrong_high": known.false_support.high,
        "power": known.power.rate,
        "power_low": known.power.low,
        "power_high": known.power.high,
        "coverage": known.coverage.rate,
    }
    if edge.design is not None:
        return words.inline("page.edge.rates_of_design", values)
    adverse: dict[str, float | None] = {
        "reversed": known.reversed.rate if known.reversed else None,
        "hidden": known.hidden.rate if known.hidden else None,
        "adverse": one.worlds if (one := known.hidden or known.reversed) else None,
        "hidden_cause": known.hidden_treatment_r2,
        "hidden_effect": known.hidden_outcome_r2,
    }
    return words.inline("page.edge.rates", {**values, **adverse})
