"""The readings of a check's words: the primary one decides, and every other is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.judgement import judge
from causal.judgement.checks import checks
from causal.messages import Outcome
from causal.rendering.catalogue import Catalogue
from causal.study import CheckRequest, Claim, Reading
from causal.verdict import Grounds, Strength, Verdict, Word
from tests.judgement.checks.bench import at, bench, market

if TYPE_CHECKING:
    from causal.judgement.checks import Context

DAY = {"at": at(150), "unit": "%"}
ENGLISH, CHINESE = Catalogue("en"), Catalogue("zh")


def judged(context: Context, request: CheckRequest) -> Verdict:
    claim = Claim(id="C1", paragraph="1", kind="fact", text="A claim.", checks=(request,))
    return judge.judge(claim, [judge.check(claim, request, checks()[request.check], context)])


def rises(*percents: float | None) -> Context:
    """Series a, b, c ... that rise by so many percent on the day; None has no value then."""
    columns = {}
    for name, percent in zip("abcdef", percents, strict=False):
        columns[name] = np.full(200, 100.0)
        columns[name][150] = np.nan if percent is None else 100.0 + percent
    return bench(market=market(**columns))


def request(count: int, **told: str) -> CheckRequest:
    """The rise of a is more than 10%; b, c ... are other readings."""
    own = {"of": "pct(market.a)", "stated": "more than 10%", "label": "a", **DAY}
    others = tuple(
        Reading(name=f"by {name}", parameters={**own, "of": f"pct(market.{name})", "label": name})
        for name in "bcdef"[: count - 1]
    )
    return CheckRequest(check="value", parameters=own, reading="by a", readings=others, **told)


def by_primary(*percents: float | None) -> Verdict:
    return judged(rises(*percents), request(len(percents), primary="a reader takes a"))


def by_none(*percents: float | None) -> Verdict:
    return judged(rises(*percents), request(len(percents), no_primary="the sentence names none"))


@pytest.mark.parametrize(
    ("percents", "grounds", "strength"),
    [
        ((12.5, 10.0), Grounds.FIGURES_AGREE, Strength.LOW),  # one vendor, one reading against it
        ((12.5, 11.0), Grounds.FIGURES_AGREE, Strength.MODERATE),
        ((9.0, 12.5), Grounds.CONTRADICTED, Strength.LOW),
        ((9.0, 12.5, 13.0), Grounds.CONTRADICTED, Strength.VERY_LOW),
        ((12.5, None), Grounds.FIGURES_AGREE, Strength.MODERATE),
        ((None, 12.5), Grounds.NOT_MEASURED, None),
    ],
)
def test_the_primary_reading_decides_and_each_that_disagrees_costs_a_step(
    percents: tuple[float | None, ...], grounds: Grounds, strength: Strength | None
) -> None:
    found = by_primary(*percents)
    assert (found.grounds, found.strength) == (grounds, strength)


def test_only_where_none_is_primary_is_a_disagreement_inconclusive() -> None:
    found = by_none(12.5, 10.0)
    assert found.grounds is Grounds.INCONCLUSIVE
    assert "12.5%" in ENGLISH.sentence(found.reason)
    assert "10%" in ENGLISH.sentence(found.reason)
    assert "the sentence names none" in ENGLISH.sentence(found.reason)
    assert by_none(12.5, 11.0).grounds is Grounds.FIGURES_AGREE
    assert by_none(9.0, 8.0).grounds is Grounds.CONTRADICTED
    assert by_none(None, 8.0).grounds is Grounds.CONTRADICTED  # what cannot be measured is no answer
    assert by_none(None, None).grounds is Grounds.NOT_MEASURED


def test_every_reading_is_shown_with_its_own_outcome() -> None:
    found = by_primary(12.5, 10.0, 14.0, None)
    part = found.evidence[0]
    readings = [test for test in part.tests if test.name == "reading"]
    assert [test.outcome for test in readings] == [Outcome.FAILED, Outcome.PASSED, Outcome.NOT_COMPUTED]
    assert not any(test.required for test in readings)
    assert found.score == 100
    assert [row.label for row in part.comparisons] == ["a", "b", "c"]  # d has none
    told = ENGLISH.sentence(found.reason)
    for expected in (
        "“by a”: a reader takes a.",
        "Read as “by c” (14%), it would be supported too.",
        "Read as “by b” (10%), it would not be supported.",
        "“by d”",
    ):
        assert expected in told
    assert all("This is the claim read as “by " in ENGLISH.sentence(test.message) for test in readings)
    assert [step.reason.key for step in part.steps] == ["check.step.single_vendor", "check.step.other_reading"]


@pytest.mark.parametrize("words", [ENGLISH, CHINESE])
@pytest.mark.parametrize("percents", [(12.5, 10.0), (9.0, 12.5, None), (12.5, 11.0), (None, 12.5)])
def test_both_languages_word_every_message(words: Catalogue, percents: tuple[float | None, ...]) -> None:
    for found in (by_primary(*percents), by_none(*percents)):
        messages = [found.reason, *(t.message for t in found.evidence[0].tests), *(s.reason for s in found.steps)]
        for message in messages:
            text = words.sentence(message)
            assert text
            assert "None" not in text
            assert "{" not in text


def test_a_figure_in_another_unit_is_told_by_its_own_test_alone() -> None:
    asked = request(2, primary="a reader takes a")
    level = Reading(
        name="as a level", parameters={"of": "market.b", "at": at(150), "stated": "more than 10", "unit": "US$"}
    )
    found = judged(rises(12.5, 10.0), replace(asked, readings=(level,)))
    assert "Read as “as a level”, it would" in ENGLISH.sentence(found.reason)


def test_readings_of_other_kinds_of_check() -> None:
    own = {"z": "3.5", "stated": "0.05%", "sided": "two"}
    one_tail = Reading(name="one tail", parameters={**own, "sided": "one"})
    asked = CheckRequest(
        check="tail_probability", parameters=own, reading="both tails", primary="so is its 0.27%", readings=(one_tail,)
    )
    found = judged(bench(), asked)
    assert (found.grounds, found.strength) == (Grounds.DERIVATION_HOLDS, Strength.MODERATE)
    record: dict[str, Any] = {"of": "market.a", "at": at(150), "direction": "highest", "label": "a"}
    low = Reading(name="lowest", parameters={**record, "direction": "lowest"})
    asked = CheckRequest(check="record", parameters=record, reading="highest", primary="so it says", readings=(low,))
    assert judged(rises(12.5), asked).grounds is Grounds.FIGURES_AGREE


def test_a_reading_that_cannot_be_computed_is_recorded_and_decides_nothing() -> None:
    asked = request(2, primary="a reader takes a")
    broken = Reading(name="broken", parameters={**asked.parameters, "of": "pct(nowhere.price)"})
    found = judged(rises(12.5, 10.0), replace(asked, readings=(broken,)))
    assert found.grounds is Grounds.FIGURES_AGREE
    assert len(found.evidence[0].failures) == 1
    assert "Read as “broken”, it could not be decided." in ENGLISH.sentence(found.reason)


percent = st.one_of(st.none(), st.sampled_from([-3.0, 0.0, 9.99, 10.0, 10.01, 12.5, 40.0]))


@settings(max_examples=50, deadline=None)
@given(percents=st.lists(percent, min_size=2, max_size=5))
def test_the_word_is_that_of_the_primary_reading_alone(percents: list[float | None]) -> None:
    alone = replace(request(1), reading="", readings=())
    assert by_primary(*percents).grounds is judged(rises(*percents), alone).grounds


@settings(max_examples=50, deadline=None)
@given(percents=st.lists(percent, min_size=2, max_size=5), data=st.data())
def test_without_a_primary_reading_the_order_decides_nothing(percents: list[float | None], data: st.DataObject) -> None:
    other = data.draw(st.permutations(percents))
    assert by_none(*percents).grounds is by_none(*other).grounds


@settings(max_examples=50, deadline=None)
@given(percents=st.lists(percent, min_size=2, max_size=5))
def test_disagreement_never_raises_the_strength(percents: list[float | None]) -> None:
    ladder = judge.LADDER
    with_others, alone = by_primary(*percents), by_primary(percents[0], percents[0])
    if alone.strength is not None and with_others.strength is not None:
        assert ladder.index(with_others.strength) <= ladder.index(alone.strength)
    against = sum(
        (one > 10) is not (percents[0] > 10) for one in percents if one is not None and percents[0] is not None
    )
    assert sum(step.reason.key == "check.step.other_reading" for step in with_others.steps) == (
        against if with_others.word is Word.SUPPORTED or with_others.grounds is Grounds.CONTRADICTED else 0
    )


def test_the_readings_are_recorded_with_what_each_comes_to() -> None:
    found = by_primary(12.5, 10.0, None).evidence[0].readings
    assert found is not None
    assert (found.primary, found.why) == (True, "a reader takes a")
    assert [(way.name, way.answer, way.found, way.unit) for way in found.ways] == [
        ("by a", Outcome.PASSED, pytest.approx(12.5), "%"),
        ("by b", Outcome.FAILED, pytest.approx(10.0), "%"),
        ("by c", Outcome.NOT_COMPUTED, None, ""),
    ]


@pytest.mark.parametrize(
    ("percents", "disagree"), [((12.5, 10.0), True), ((12.5, 11.0), False), ((None, 8.0), False), ((None, None), False)]
)
def test_readings_of_which_none_is_primary_may_disagree(percents: tuple[float | None, ...], disagree: bool) -> None:
    told = by_none(*percents).evidence[0].readings
    primary = by_primary(*percents).evidence[0].readings
    assert told is not None
    assert primary is not None
    assert (told.primary, told.why, told.disagree) == (False, "the sentence names none", disagree)
    assert not primary.disagree
