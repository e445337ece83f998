"""What negative controls, and measures that disagree, do to an edge's verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.findings import Agreement, Control, DirectionFindings, Implied, Order, Side
from causal.judgement import judge
from causal.messages import Outcome
from causal.rendering.catalogue import Catalogue
from causal.study import Role
from causal.verdict import RUBRIC, EdgeTest, Grounds
from tests.judgement.test_judge import GRAPH, estimate, findings
from tests.worlds import variable

WAY = DirectionFindings(
    order=Order.DECLARED,
    statistic=3.0,
    critical=1.7,
    implied=(Implied(node="x@0", others=("y@1",), p_value=0.5, rejected=False),),
)
MARKED = replace(GRAPH, controls=(variable("n", role=Role.NEGATIVE_CONTROL),))
BACKWARDS = replace(WAY, order=Order.REVERSED, statistic=-3.0)
ORDERLESS = replace(WAY, order=Order.UNDECIDED, statistic=0.1)


def control(side=Side.OUTCOME, p=0.001, rejected=True):
    return Control(variable="n", side=side, estimate=replace(estimate(), p_value=p), rejected=rejected)


QUIET = (control(p=0.4, rejected=False), control(Side.EXPOSURE, 0.7, rejected=False))


def verdict(controls=QUIET, declared=MARKED, **changes):
    found = findings(**{"direction": WAY, "controls": controls, **changes})
    return judge.judge_edge(declared, declared.edges[0], found, RUBRIC)


def told(found):
    return dict(zip(EdgeTest, found.tests, strict=True))[EdgeTest.CONTROLS]


def test_quiet_controls_are_a_test_passed():
    found = verdict()
    assert (found.grounds, found.score, told(found).outcome) == (Grounds.EFFECT_ESTABLISHED, 100, Outcome.PASSED)
    assert told(found).message.values["tests"] == 2


@pytest.mark.parametrize("side", Side)
def test_a_rejected_control_leaves_an_association(side):
    found = verdict((*QUIET, control(side)))
    assert found.grounds is Grounds.ASSOCIATION_ONLY
    assert told(found).outcome is Outcome.FAILED
    assert told(found).message.key == f"test.controls.{side.value}"
    assert found.reason.values["hidden"] is True
    assert (found.would_change.key, found.would_change.values["controls"]) == ("edge.would_change.hidden", ("n",))


def test_of_several_rejected_controls_the_clearest_is_told():
    found = verdict((control(p=0.01), control(Side.EXPOSURE, p=0.0001)))
    assert told(found).message.values["p"] == 0.0001


def test_without_a_declared_control_the_test_does_not_apply():
    found = verdict(controls=(), declared=GRAPH)
    assert found.grounds is Grounds.EFFECT_ESTABLISHED
    assert (told(found).outcome, told(found).message.key) == (Outcome.NOT_APPLICABLE, "test.controls.none")


def test_controls_that_cannot_speak_of_the_edge_do_not_count():
    found = verdict(controls=())
    assert found.grounds is Grounds.EFFECT_ESTABLISHED
    assert (told(found).outcome, told(found).message.key) == (Outcome.NOT_APPLICABLE, "test.controls.unserved")


def test_a_declared_control_that_could_not_be_asked_is_not_passed():
    found = verdict(controls=None)
    assert (found.grounds, told(found).outcome) == (Grounds.ASSOCIATION_ONLY, Outcome.NOT_COMPUTED)


AGAINST = {"holm_low": -0.8, "holm_high": -0.2, "estimates": (estimate(-0.5),)}
NULL = {"holm_low": -0.1, "holm_high": 0.3, "holm_p": 0.3}


@pytest.mark.parametrize(
    ("changes", "quiet", "loud"),
    [
        (AGAINST, Grounds.CONTRADICTED, Grounds.INCONCLUSIVE),
        ({"direction": BACKWARDS}, Grounds.CONTRADICTED, Grounds.ASSOCIATION_ONLY),
        ({"direction": ORDERLESS}, Grounds.ASSOCIATION_ONLY, Grounds.ASSOCIATION_ONLY),
        (NULL, Grounds.NO_EFFECT_FOUND, Grounds.NO_EFFECT_FOUND),
        ({"event": None}, Grounds.INCONCLUSIVE, Grounds.INCONCLUSIVE),
    ],
    ids=["against the claim", "the reverse found", "no order found", "no effect", "no event"],
)
def test_what_is_hidden_never_makes_a_verdict_firmer(changes, quiet, loud):
    assert verdict(**changes).grounds is quiet
    assert verdict((control(),), **changes).grounds is loud


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "controls", [QUIET, (control(),), (control(Side.EXPOSURE),), ()], ids=["quiet", "outcome", "exposure", "unserved"]
)
def test_every_outcome_has_words(language, controls):
    words = Catalogue(language=language)
    found = verdict(controls)
    assert words.sentence(told(found).message)
    assert words.sentence(found.reason)
    assert words.sentence(found.would_change)


def test_measures_that_disagree_cost_a_step_of_strength_and_not_the_word():
    agreement = Agreement(variable="x", measures=3, statistic=8.0, p_value=0.0004, rejected=True)
    found, calm = verdict(agreements=(agreement,)), verdict(agreements=(replace(agreement, rejected=False),))
    assert found.grounds is calm.grounds is Grounds.EFFECT_ESTABLISHED
    (step,) = [s for s in found.steps if s.reason.key == "step.measures"]
    assert (step.by, step.reason.values["variable"], step.reason.values["p"]) == (-1, "x", 0.0004)
    assert [s.by for s in found.steps] == [-1, *(s.by for s in calm.steps)]
