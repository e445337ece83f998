"""The rubric as a table: each row of it reached by findings made for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from causal import verdict as nouns
from causal.findings import (
    DirectionFindings,
    EdgeFindings,
    Estimand,
    Estimate,
    EventDay,
    Implied,
    Order,
    Refutation,
    Sensitivity,
    Strategy,
)
from causal.inference.refuters import refuters
from causal.judgement import judge
from causal.judgement.checks import Check
from causal.messages import Failure, Message, Outcome, Stage
from causal.rendering.catalogue import Catalogue
from causal.sampling import samplings
from causal.study import Because, CheckRequest, Claim, Direction, EventTest, NodeKind
from causal.verdict import PRECEDENCE, RUBRIC, Evidence, Grounds, Step, Strength, Word
from tests.worlds import graph

GRAPH = graph(["+x->y"], ["x->y"])
LAGGED = graph(["+x->y@1"], ["x->y@1"])
EDGE = GRAPH.edge("x->y")
DAYS_IN_ORDER, APART_ROWS = samplings()["days"], samplings()["rows"]
DAY = "2025-03-03"


def estimate(effect=0.5, error=0.1, **changes):
    return replace(
        Estimate(
            method="linear",
            label="",
            effect=effect,
            standard_error=error,
            low=effect - 2 * error,
            high=effect + 2 * error,
            level=0.95,
            statistic=effect / error,
            p_value=0.001,
            degrees_of_freedom=26,
            rows=500,
            first=DAY,
            last=DAY,
            standardised=0.3,
        ),
        **changes,
    )


APART = Implied(node="x@0", others=("y@1",), p_value=0.4, rejected=False)


def way(**changes):
    """Give what the data say of a direction that they show."""
    return replace(findings().direction, **changes)


def findings(**changes):
    """Give findings that pass every test; `changes` break what a test is about."""
    survived = tuple(
        Refutation(
            name=name,
            outcome=Outcome.NOT_APPLICABLE if name == "leads" else Outcome.PASSED,
            message=Message(key=f"refuter.{name}.passed"),
        )
        for name in refuters()
    )
    whole = EdgeFindings(
        graph="article",
        edge="x->y",
        by_proxy=(),
        rows=500,
        estimand=Estimand(
            effect="direct", strategy=Strategy.ADJUSTMENT, treatment="x@0", outcome="y@0", adjustment=("z@0",)
        ),
        estimates=(estimate(),),
        holm_level=0.99,
        holm_low=0.2,
        holm_high=0.8,
        holm_p=0.002,
        refutations=survived,
        sensitivity=Sensitivity(
            outcome=Outcome.PASSED,
            message=Message(key="sensitivity.passed"),
            robustness_value=0.2,
            robustness_value_interval=0.1,
            partial_r2=0.1,
            benchmarks=(),
            contour_x=(),
            contour_y=(),
            contour=(),
        ),
        event=EventDay(
            day=DAY,
            treatment_day=DAY,
            treatment_move=-4.0,
            treatment_rank=2,
            opposite_rank=499,
            treatment_count=500,
            outcome_move=-3.0,
            contribution=-2.0,
            low=-3.0,
            high=-1.0,
            share=0.66,
            share_low=0.3,
            share_high=1.0,
        ),
        direction=DirectionFindings(order=Order.DECLARED, statistic=3.0, critical=1.96, implied=(APART,)),
        smallest_effect=0.2,
        power=0.9,
    )
    return replace(whole, **changes)


def verdict(found, declared=GRAPH):
    return judge.judge_edge(declared, declared.edges[0], found, RUBRIC)


def broken(name):
    return tuple(replace(r, outcome=Outcome.FAILED) if r.name == name else r for r in findings().refutations)


def test_all_tests_passed_is_an_effect_established():
    found = verdict(findings())
    assert (found.grounds, found.score) == (Grounds.EFFECT_ESTABLISHED, 100)
    assert found.grounds.word is Word.SUPPORTED


OTHER_WAY = {"treatment_move": 4.0, "treatment_rank": 451, "opposite_rank": 50}
REJECTED = replace(APART, node="y@0", others=("x@1", "z@1"), p_value=0.001, rejected=True)
BACKWARDS = way(order=Order.REVERSED, statistic=-3.0, reversed_implied=(APART,))
FRAGILE = replace(findings().sensitivity, outcome=Outcome.FAILED)
CASES = {
    "wrong side": ({"holm_low": -0.8, "holm_high": -0.2, "estimates": (estimate(-0.5),)}, Grounds.CONTRADICTED),
    "moved the other way": ({"event": replace(findings().event, **OTHER_WAY)}, Grounds.CONTRADICTED),
    "moved the other way as on any day": (
        {"event": replace(findings().event, **OTHER_WAY | {"opposite_rank": 51})},
        Grounds.INCONCLUSIVE,
    ),
    "did not move": ({"event": replace(findings().event, treatment_move=0.0)}, Grounds.INCONCLUSIVE),
    "null with power": ({"holm_low": -0.1, "holm_high": 0.3, "holm_p": 0.3}, Grounds.NO_EFFECT_FOUND),
    "null without power": ({"holm_low": -0.1, "holm_high": 0.9, "holm_p": 0.3, "power": 0.4}, Grounds.INCONCLUSIVE),
    "usual day": ({"event": replace(findings().event, treatment_rank=200)}, Grounds.INCONCLUSIVE),
    "undecided order": ({"direction": way(order=Order.UNDECIDED, statistic=1.0)}, Grounds.ASSOCIATION_ONLY),
    "independence rejected": ({"direction": way(implied=(APART, REJECTED))}, Grounds.ASSOCIATION_ONLY),
    "no direction": ({"direction": None}, Grounds.ASSOCIATION_ONLY),
    "reversed order": ({"direction": BACKWARDS}, Grounds.CONTRADICTED),
    "undecided order and usual day": (
        {"direction": way(order=Order.UNDECIDED), "event": replace(findings().event, treatment_rank=200)},
        Grounds.INCONCLUSIVE,
    ),
    "undecided order and refuted": (
        {"direction": way(order=Order.UNDECIDED), "refutations": broken("placebo")},
        Grounds.INCONCLUSIVE,
    ),
    "null in reversed order": (
        {"direction": BACKWARDS, "holm_low": -0.1, "holm_high": 0.3, "holm_p": 0.3},
        Grounds.NO_EFFECT_FOUND,
    ),
    "wrong side in undecided order": (
        {"direction": way(order=Order.UNDECIDED), "holm_low": -0.8, "holm_high": -0.2, "estimates": (estimate(-0.5),)},
        Grounds.INCONCLUSIVE,
    ),
    "few rows": ({"rows": RUBRIC.minimum_rows - 1}, Grounds.INCONCLUSIVE),
    "no strategy": ({"estimand": replace(findings().estimand, strategy=Strategy.NONE)}, Grounds.NOT_IDENTIFIED),
    "no estimate": ({"estimates": (), "holm_low": None, "holm_high": None}, Grounds.INCONCLUSIVE),
    "no event day": ({"event": None}, Grounds.INCONCLUSIVE),
    "weak instrument": ({"estimates": (estimate(first_stage_f=4.0),)}, Grounds.INCONCLUSIVE),
}


@pytest.mark.parametrize("case", CASES)
def test_grounds(case):
    changes, grounds = CASES[case]
    found = verdict(findings(**changes))
    assert found.grounds is grounds
    assert found.grounds.word is Word.NOT_SUPPORTED
    assert found.score < 100


def of(found, name):
    return dict(zip(nouns.EdgeTest, found.tests, strict=True))[name]


UNCOMPARED = {"order": None, "statistic": None, "critical": None}
WAYS = {
    "declared": (way(), GRAPH, Outcome.PASSED),
    "undecided": (way(order=Order.UNDECIDED, statistic=-1.0), GRAPH, Outcome.FAILED),
    "reversed": (BACKWARDS, GRAPH, Outcome.FAILED),
    "against": (replace(BACKWARDS, reversed_implied=(APART, REJECTED)), GRAPH, Outcome.FAILED),
    "rejected": (way(implied=(APART, REJECTED)), GRAPH, Outcome.FAILED),
    "lagged": (way(**UNCOMPARED, why="lagged"), LAGGED, Outcome.PASSED),
    "because": (way(**UNCOMPARED, why="because"), GRAPH, Outcome.PASSED),
    "identified": (way(**UNCOMPARED, why="identified"), GRAPH, Outcome.NOT_APPLICABLE),
    "cycle": (way(**UNCOMPARED, why="cycle"), GRAPH, Outcome.FAILED),
    "few_values": (way(**UNCOMPARED, why="few_values"), GRAPH, Outcome.FAILED),
}
GROUNDS = {
    Outcome.PASSED: Grounds.EFFECT_ESTABLISHED,
    Outcome.NOT_APPLICABLE: Grounds.EFFECT_ESTABLISHED,
    Outcome.FAILED: Grounds.ASSOCIATION_ONLY,
}


@pytest.mark.parametrize("kind", WAYS)
def test_each_answer_about_the_direction_has_its_outcome_and_its_sentences(kind):
    answer, declared, outcome = WAYS[kind]
    declared = replace(declared, edges=(because(declared, Because.CLOCK),)) if kind == "because" else declared
    found = verdict(findings(direction=answer), declared)
    test = of(found, nouns.EdgeTest.DIRECTION)
    assert (test.outcome, test.message.key) == (outcome, f"test.direction.{kind}")
    assert found.grounds is (Grounds.CONTRADICTED if kind == "reversed" else GROUNDS[outcome])
    for language in ("en", "zh"):
        words = Catalogue(language)
        for message in (test.message, found.reason, found.would_change):
            assert words.sentence(message)


@pytest.mark.parametrize("kind", ["lagged", "because", "identified"])
def test_where_no_orders_are_compared_a_rejected_independence_stops_support(kind):
    answer, declared, _ = WAYS[kind]
    found = verdict(findings(direction=replace(answer, implied=(APART, REJECTED))), declared)
    assert found.grounds is Grounds.ASSOCIATION_ONLY
    assert of(found, nouns.EdgeTest.DIRECTION).message.key == "test.direction.rejected"


def test_the_independence_that_is_told_is_the_one_rejected_most_clearly():
    worse = replace(REJECTED, node="x@0", others=("y@2",), p_value=1e-6)
    values = of(verdict(findings(direction=way(implied=(REJECTED, worse)))), nouns.EdgeTest.DIRECTION).message.values
    assert (values["node"], values["others"], values["p"]) == ("x@0", ("y@2",), 1e-6)


def because(declared, reason):
    return replace(declared.edges[0], because=reason, because_note="A note.")


@pytest.mark.parametrize("reason", Because)
def test_a_declared_reason_is_told_with_its_note(reason):
    declared = replace(GRAPH, edges=(because(GRAPH, reason),))
    test = of(verdict(findings(direction=WAYS["because"][0]), declared), nouns.EdgeTest.DIRECTION)
    assert (test.message.values["because"], test.message.values["note"]) == (reason, "A note.")
    for language in ("en", "zh"):
        assert "A note" in Catalogue(language).sentence(test.message)


def test_an_edge_that_runs_backwards_says_so_and_an_event_the_other_way_comes_first():
    found = verdict(findings(direction=BACKWARDS))
    assert (found.grounds.word, found.reason.key) == (Word.NOT_SUPPORTED, "edge.reason.runs_backwards")
    both = verdict(findings(direction=BACKWARDS, event=replace(findings().event, **OTHER_WAY)))
    assert both.reason.key == "edge.reason.moved_other_way"
    against = verdict(findings(direction=WAYS["because"][0], **AGAINST))
    assert (against.grounds, against.reason.key) == (Grounds.CONTRADICTED, "edge.reason.contradicted")


@pytest.mark.parametrize(
    ("declared", "rows", "required"),
    [
        (GRAPH, DAYS_IN_ORDER, False),
        (GRAPH, APART_ROWS, True),
        (LAGGED, DAYS_IN_ORDER, True),
        (replace(GRAPH, edges=(because(GRAPH, Because.RANDOMISED),)), APART_ROWS, False),
        (replace(LAGGED, edges=(because(LAGGED, Because.WEATHER),)), DAYS_IN_ORDER, False),
    ],
    ids=["same day", "people", "a day later", "trial", "weather a day before"],
)
@pytest.mark.parametrize("sensitivity", [FRAGILE, None], ids=["fails", "not computed"])
def test_where_sensitivity_decides_and_where_it_only_moves_strength(declared, rows, required, sensitivity):
    changes = {"sensitivity": sensitivity, "event": None if rows is APART_ROWS else findings().event}
    found = judge.judge_edge(declared, declared.edges[0], findings(**changes), RUBRIC, rows)
    sturdy = judge.judge_edge(declared, declared.edges[0], findings(event=changes["event"]), RUBRIC, rows)
    assert sturdy.grounds is Grounds.EFFECT_ESTABLISHED
    assert of(found, nouns.EdgeTest.SENSITIVITY).required is required
    assert found.grounds is (Grounds.ASSOCIATION_ONLY if required else Grounds.EFFECT_ESTABLISHED)
    assert (found.score < 100) is required
    lower = [step.reason.key for step in found.steps if step not in sturdy.steps]
    assert lower == (["step.bias"] if sensitivity else [])


def test_an_association_that_only_a_hidden_cause_could_explain_says_so():
    found = verdict(findings(sensitivity=FRAGILE), LAGGED)
    assert found.reason.values["undirected"] is False
    assert "a hidden cause" in Catalogue("en").sentence(found.reason)
    undirected = verdict(findings(direction=way(order=Order.UNDECIDED), sensitivity=FRAGILE), LAGGED)
    assert undirected.reason.values["undirected"] is True
    assert "which moves which" in Catalogue("en").sentence(undirected.reason)


def test_what_does_not_decide_is_no_reason():
    found = verdict(findings(sensitivity=FRAGILE, refutations=broken("placebo")))
    assert found.reason.values["failed"] == ("refuted",)
    later = verdict(findings(sensitivity=FRAGILE, refutations=broken("placebo")), LAGGED)
    assert later.reason.values["failed"] == ("refuted", "sensitivity")


AGAINST = {"holm_low": -0.8, "holm_high": -0.2, "estimates": (estimate(-0.5),)}


@pytest.mark.parametrize("name", refuters())
def test_an_estimate_against_the_claim_contradicts_it_only_where_it_survives_every_refuter(name):
    found = verdict(findings(**AGAINST, refutations=broken(name)))
    assert found.grounds is Grounds.INCONCLUSIVE
    if name == "linearity":
        assert found.reason.key == "edge.reason.curved"
        return
    assert found.reason.key == "edge.reason.against_not_robust"
    assert found.reason.values["failed"] == ("timing" if name == "leads" else "refuted",)


@pytest.mark.parametrize(
    "changes",
    [
        {"sensitivity": FRAGILE},
        {"sensitivity": None},
        {"direction": way(implied=(REJECTED,))},
        {"direction": None},
        {"refutations": ()},
        {"estimates": (estimate(-0.5, first_stage_f=4.0),)},
    ],
)
def test_an_estimate_against_the_claim_contradicts_it_only_where_it_would_be_established(changes):
    found = verdict(findings(**{**AGAINST, **changes}), LAGGED)
    assert found.grounds is Grounds.INCONCLUSIVE


NULL = {"holm_low": -0.1, "holm_high": 0.1, "holm_p": 0.9, "estimates": (estimate(0.0),)}


@pytest.mark.parametrize("changes", [{}, AGAINST, NULL])
def test_a_curve_that_turns_shows_neither_sign_nor_the_want_of_an_effect(changes):
    values = {"p": 0.001, "slopes": (0.5, 0.0, -0.5), "places": (-1.0, 0.0, 1.0), "low": 7.0}
    told = Message(key="refuter.linearity.failed", values=values)
    line = tuple(replace(r, message=told) if r.name == "linearity" else r for r in broken("linearity"))
    found = verdict(findings(**changes, refutations=line))
    assert (found.grounds, found.reason.key) == (Grounds.INCONCLUSIVE, "edge.reason.curved")
    assert found.reason.values["slopes"] == (0.5, 0.0, -0.5)
    assert found.reason.values["low"] != 7.0


def test_too_few_rows_are_told_as_such_and_not_as_a_want_of_series():
    found = verdict(findings(rows=RUBRIC.minimum_rows - 1))
    assert found.reason.key == "edge.reason.few_rows"
    assert (found.reason.values["rows"], found.reason.values["minimum"]) == (59, 60)
    assert verdict(findings(rows=RUBRIC.minimum_rows)).grounds is Grounds.EFFECT_ESTABLISHED
    assert verdict(findings(rows=27, rows_wanted=25)).grounds is Grounds.EFFECT_ESTABLISHED
    assert verdict(findings(rows=24, rows_wanted=25)).reason.values["minimum"] == 25


def test_what_could_not_be_computed_says_why():
    failure = Failure(stage=Stage.ESTIMATE, subject="x->y", reason="one row alone decides the effect")
    found = verdict(findings(estimates=(), holm_low=None, holm_high=None, failures=(failure,)))
    assert found.reason.values["why"] == "one row alone decides the effect"


def test_an_edge_that_the_choice_of_rows_opens_is_told_with_what_chose_them():
    none = replace(findings().estimand, strategy=Strategy.NONE, selected_by=(GRAPH.edges[0].outcome,))
    found = verdict(findings(estimand=none))
    label = GRAPH.variable(GRAPH.edges[0].outcome).label
    assert found.grounds is Grounds.NOT_IDENTIFIED
    for message in (found.reason, found.would_change):
        assert message.key.endswith(".not_identified_by_choice")
        assert message.values["selected"] == (label,)
    test = dict(zip(nouns.EdgeTest, found.tests, strict=True))[nouns.EdgeTest.IDENTIFIED]
    assert (test.message.key, test.message.values) == ("test.identified.selected", {"selected": (label,)})


DAYS = {
    "passed": {},
    "other_way": OTHER_WAY,
    "usually_other_way": OTHER_WAY | {"opposite_rank": 51},
    "usual": {"treatment_rank": 200},
    "wrong_contribution": {"contribution": 2.0},
}


@pytest.mark.parametrize("result", judge.EventResult)
def test_each_result_of_the_event_day_has_a_sentence_of_its_own(result):
    found = verdict(findings(event=replace(findings().event, **DAYS[result.value])))
    test = dict(zip(nouns.EdgeTest, found.tests, strict=True))[nouns.EdgeTest.EVENT]
    assert test.message.key == f"test.event.{result.value}"
    assert (test.outcome is Outcome.PASSED) == (result is judge.EventResult.PASSED)
    assert (found.reason.key == "edge.reason.moved_other_way") == (result is judge.EventResult.OTHER_WAY)


@pytest.mark.parametrize("kind", [EventTest.STEP, EventTest.PERIOD])
@pytest.mark.parametrize("result", judge.EventResult)
def test_each_kind_of_event_has_sentences_of_its_own(kind, result):
    declared = replace(GRAPH, edges=(replace(EDGE, event_test=kind),))
    found = verdict(findings(event=replace(findings().event, kind=kind, **DAYS[result.value])), declared)
    test = dict(zip(nouns.EdgeTest, found.tests, strict=True))[nouns.EdgeTest.EVENT]
    assert test.message.key == f"test.event.{kind.value}_{result.value}"
    assert (found.reason.key == f"edge.reason.{kind.value}_moved_other_way") == (result is judge.EventResult.OTHER_WAY)


@pytest.mark.parametrize("event", [None, findings().event, replace(findings().event, **OTHER_WAY)])
def test_a_claim_about_no_event_is_not_tested_by_the_event_day(event):
    declared = replace(GRAPH, edges=(replace(EDGE, event_test=EventTest.NONE),))
    found = verdict(findings(event=event), declared)
    test = dict(zip(nouns.EdgeTest, found.tests, strict=True))[nouns.EdgeTest.EVENT]
    assert (test.outcome, test.message.key) == (Outcome.NOT_APPLICABLE, "test.event.none")
    assert (found.grounds, found.score) == (Grounds.EFFECT_ESTABLISHED, 100)


def test_a_cause_that_moved_the_other_way_is_told_with_its_move():
    found = verdict(findings(event=replace(findings().event, **OTHER_WAY)))
    assert (found.reason.values["move"], found.reason.values["failed"]) == (4.0, ("event",))


def test_the_words_of_a_message_decide_nothing():
    """A sentence that ends like another one's key is no other result."""
    misleading = Message(key="refuter.leads.other_way")
    told = tuple(replace(r, message=misleading) for r in findings().refutations)
    assert verdict(findings(refutations=told)).grounds is Grounds.EFFECT_ESTABLISHED


def test_the_tests_stand_in_their_order():
    assert [test.name for test in verdict(findings()).tests] == list(nouns.EdgeTest)


def test_lists_in_messages_are_lists():
    comma = replace(GRAPH, variables=tuple(replace(v, label=f"{v.name}, |=;") for v in GRAPH.variables))
    both = findings(rows=RUBRIC.minimum_rows - 1, by_proxy=("x", "y"), refutations=broken("placebo"))
    tests = dict(zip(nouns.EdgeTest, verdict(both, comma).tests, strict=True))
    assert tests[nouns.EdgeTest.MEASURED].message.values["nodes"] == ("x, |=;", "y, |=;")
    assert tests[nouns.EdgeTest.IDENTIFIED].message.values["set"] == ("z@0",)
    assert tests[nouns.EdgeTest.REFUTED].message.values["failed"] == ("placebo",)
    assert verdict(both, comma).reason.values["failed"] == ("measured", "refuted")


@pytest.mark.parametrize("name", [n for n, r in refuters().items() if r.test == "refuted"])
def test_each_refuter_can_stop_support(name):
    assert verdict(findings(refutations=broken(name))).grounds is Grounds.INCONCLUSIVE


def test_leads_stop_support_when_they_fail_and_not_when_they_do_not_apply():
    assert verdict(findings(refutations=broken("leads"))).grounds is Grounds.INCONCLUSIVE


def test_a_latent_end_is_not_measured():
    latent = replace(
        GRAPH, variables=(replace(GRAPH.variable("x"), kind=NodeKind.LATENT, measure=None), GRAPH.variable("y"))
    )
    assert verdict(findings(), latent).grounds is Grounds.NOT_MEASURED


def test_direction_comes_from_the_outcome_where_the_cause_has_none():
    bare = replace(GRAPH, variables=(replace(GRAPH.variable("x"), direction=None), GRAPH.variable("y")))
    assert verdict(findings(), bare).grounds is Grounds.EFFECT_ESTABLISHED
    up = replace(
        GRAPH,
        variables=(replace(GRAPH.variable("x"), direction=None), replace(GRAPH.variable("y"), direction=Direction.UP)),
    )
    against = replace(findings().event, treatment_rank=499, opposite_rank=2)  # as `event_day` ranks them for this graph
    assert verdict(findings(event=against), up).grounds is Grounds.CONTRADICTED


def test_strength_steps_are_listed_and_bounded():
    found = verdict(findings(by_proxy=("x",)))
    assert [s.by for s in found.steps] == [-1]
    assert found.strength is Strength.VERY_LOW
    halves = (estimate(), estimate(0.5, method="first_half"), estimate(-0.5, method="second_half"))
    assert any(s.reason.key == "step.inconsistency" for s in verdict(findings(estimates=halves)).steps)
    large = verdict(findings(estimates=(estimate(standardised=0.7),)))
    assert large.strength is Strength.MODERATE
    assert judge.climb(Strength.HIGH, [Step(by=1, reason=Message(key="step.large"))]) is Strength.HIGH


def evidence(grounds, *outcomes, start=Strength.LOW):
    tests = tuple(nouns.Test(name=f"t{i}", outcome=o, message=Message(key="k")) for i, o in enumerate(outcomes))
    return Evidence(check="value", says="", grounds=grounds, reason=Message(key="k"), tests=tests, start=start)


CLAIM = Claim(id="c1", paragraph="1", kind="", text="", checks=(CheckRequest(check="value", parameters={}),))


def test_a_compound_claim_needs_all_its_parts():
    both = judge.judge(
        CLAIM, [evidence(Grounds.FIGURES_AGREE, Outcome.PASSED), evidence(Grounds.NOT_MEASURED, Outcome.FAILED)]
    )
    assert (both.word, both.grounds, both.parts_supported, both.parts) == (
        Word.NOT_SUPPORTED,
        Grounds.NOT_MEASURED,
        1,
        2,
    )
    assert both.score == 50
    one = judge.judge(CLAIM, [evidence(Grounds.FIGURES_AGREE, Outcome.PASSED)])
    assert (one.word, one.safer) == (Word.SUPPORTED, None)


def test_a_contradiction_outweighs_every_other_ground():
    for grounds in Grounds:
        found = judge.judge(CLAIM, [evidence(grounds, Outcome.PASSED), evidence(Grounds.CONTRADICTED, Outcome.FAILED)])
        assert found.grounds is Grounds.CONTRADICTED
    assert set(PRECEDENCE) == set(Grounds)


def test_nothing_tested_has_no_strength():
    assert judge.judge(CLAIM, [evidence(Grounds.NOT_CHECKABLE)]).strength is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"found": float("nan")}, "reason.values.found came to nan, which is no finite number"),
        ({"found": float("inf")}, "reason.values.found came to inf"),
        ({"found": np.int64(3)}, "reason.values.found is a numpy.int64: give a plain value"),
    ],
)
def test_a_check_that_gives_what_no_report_can_hold_is_recorded_as_unanswered(values, said):
    def run(parameters, context):
        return Evidence(
            check="mine",
            says="",
            grounds=Grounds.FIGURES_AGREE,
            reason=Message(key="mine.agrees", values=values),
            tests=(),
            start=Strength.HIGH,
        )

    found = checked(run)
    assert found.grounds is Grounds.INCONCLUSIVE
    assert (found.failures[0].stage, found.failures[0].member) == (Stage.CHECK, "mine")
    assert found.failures[0].reason.startswith(said)


def test_a_check_that_gives_no_evidence_is_recorded_as_unanswered():
    assert checked(lambda parameters, context: None).failures[0].reason == "a NoneType was given in place of Evidence"


def test_evidence_bears_the_name_of_the_check_that_was_asked_for():
    def run(parameters, context):
        return Evidence(
            check="", says="", grounds=Grounds.FIGURES_AGREE, reason=Message(key="k"), tests=(), start=Strength.HIGH
        )

    assert checked(run).check == "mine"


def checked(run):
    @dataclass(frozen=True)
    class Parameters:
        pass

    claim = Claim(id="c1", paragraph="1", kind="", text="t", checks=())
    return judge.check(
        claim, CheckRequest(check="mine", parameters={}), Check(title="Mine", parameters=Parameters, run=run), None
    )


@pytest.mark.parametrize("changes", [{}, {"estimates": (estimate(0.7),)}])
def test_a_reverse_is_not_shown_where_the_data_reject_the_line_that_it_rests_on(changes):
    assert verdict(findings(direction=BACKWARDS, **changes)).grounds is Grounds.CONTRADICTED
    found = verdict(findings(direction=BACKWARDS, refutations=broken("linearity"), **changes))
    assert (found.grounds, found.reason.key) == (Grounds.INCONCLUSIVE, "edge.reason.curved")
