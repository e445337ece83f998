"""The page of each asserted edge: what was stated, how it is seen, and its tests; its estimates are `estimates`'."""

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
    place_of,
    steps,
    strength,
    test_title,
)
from causal.rendering.sections import designed
from causal.rendering.sections.estimates import attempts, estimates
from causal.rendering.sections.in_brief import Fact, in_brief
from causal.study import NodeKind

if TYPE_CHECKING:
    from causal.findings import EdgeFindings, Estimand
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.inline import Inline
    from causal.rendering.sections.designed import Tabled
    from causal.rendering.sections.estimates import Attempts, Estimates
    from causal.rendering.sections.in_brief import EdgeInBrief
    from causal.report import Brought, Report
    from causal.study import Edge, Graph, Variable
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
    """One asserted edge. `edge` is `graph:edge`, `label` its name, `number` that of a reference; `drawn` are its figures, those not shown included."""

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


def edges(report: Report, words: Catalogue, ours: Brought) -> tuple[EdgePage, ...]:
    """Give the pages of the article's asserted edges, in the order of the graph."""
    claimed = report.study.graph.claimed
    return tuple(_edge(report, words, ours, edge, i, len(claimed)) for i, edge in enumerate(claimed, start=1))


def _edge(report: Report, words: Catalogue, ours: Brought, edge: Edge, index: int, count: int) -> EdgePage:
    declared = report.study.graph
    found, verdict = report.graph.edge(edge.id), report.edge_verdict(declared.id, edge.id)
    cause, effect = declared.variable(edge.treatment), declared.variable(edge.outcome)
    kicker = {"index": index, "count": count, "on_chain": edge.id in declared.chain}
    number = words.text("page.edge.number", {"index": index})
    lead = {
        "grounds": (badge(words, verdict.grounds),),
        "strength": strength(words, verdict.strength),
        "reason": words.sentence(verdict.reason),
    }
    seen = _seen(words, declared, edge, found, verdict)
    tried = attempts(words, ours, edge, found)
    changing = verdict.would_change
    return EdgePage(
        edge=f"{declared.id}:{edge.id}",
        anchor=place_of(edge),
        label=arrow(words, declared, edge),
        number=number,
        kicker=words.text("page.edge.kicker", kicker),
        title=words.text("page.edge.title", {"cause": cause.label, "effect": effect.label, "lag": edge.lag}),
        lead=words.inline("page.edge.lead", lead),
        facts=_facts(words, declared, edge, verdict),
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


def _facts(words: Catalogue, declared: Graph, edge: Edge, verdict: EdgeVerdict) -> tuple[Fact, ...]:
    """Say what the article states, how both ends are measured, by which design the link is seen, and the score."""
    cause, effect = declared.variable(edge.treatment), declared.variable(edge.outcome)
    ids = joined(((Link(to=f"#row-{one}", parts=(one,)),) for one in edge.claims), words.text("list.separator"))
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


def _seen(
    words: Catalogue, declared: Graph, edge: Edge, found: EdgeFindings, verdict: EdgeVerdict
) -> tuple[Captioned, ...]:
    """Draw the adjustment set, the response and the sensitivity, as far as they were computed."""
    effect = declared.variable(edge.outcome).label
    drawn = (
        _excerpt(words, declared, edge, found, verdict),
        _response(words, place_of(edge), found, effect),
        _contour(words, place_of(edge), found),
        *designed.plots(words, declared, edge, found),
    )
    return tuple(one for one in drawn if one is not None)


def _excerpt(
    words: Catalogue, declared: Graph, edge: Edge, found: EdgeFindings, verdict: EdgeVerdict
) -> Captioned | None:
    """Draw the edge with its adjustment set."""
    if found.estimand is None:
        return None
    held = (*found.estimand.instruments, *found.estimand.adjustment)
    values = {
        "cause": words.variable(edge.treatment),
        "effect": words.variable(edge.outcome),
        "held": words.listed(words.node(n) for n in held),
    }
    alt = words.text("excerpt.alt", values)
    svg = excerpt.draw(declared, edge, found.estimand, verdict.grounds.value, words.node, alt)
    figure = Figure(name=f"{place_of(edge)}-graph", svg=svg, alt=alt)
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
