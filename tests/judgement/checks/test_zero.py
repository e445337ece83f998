"""A bound at zero is worded as a rise, a fall, or a side of zero; what is past the next round figure is understated."""

from __future__ import annotations

import ast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.grammar import stated
from causal.judgement.checks._zero import Zero, moves, zero_of
from causal.messages import Message
from causal.rendering.catalogue import Catalogue
from causal.verdict import Interval
from tests.judgement.checks.bench import at, bench, market, run

ENGLISH, CHINESE = Catalogue("en"), Catalogue("zh")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("pct(a.b)", 1),
        ("-pct(a.b)", -1),
        ("100 * logret(a.b)", 1),
        ("-100 * logret(a.b)", -1),
        ("logret(a.b) / -2", -1),
        ("highest(pct(a.b), 3)", 1),
        ("lag(diff(a.b))", 1),
        ("a.b - lag(a.b)", 1),
        ("100 * (a.b / lag(a.b) - 1)", 1),
        ("a.b", 0),
        ("-a.flow * 1e6", 0),
        ("pct(a.b) - pct(a.c)", 0),
        ("abs(pct(a.b))", 0),
        ("a.b - lag(a.c)", 0),
        ("pct(a.b) / pct(a.c)", 0),
        ("pct(a.b) * 0", 0),
    ],
)
def test_a_formula_is_a_change_or_not(formula: str, expected: int) -> None:
    assert moves(ast.parse(formula, mode="eval").body) == expected


@pytest.mark.parametrize(
    ("wording", "change", "turned", "level"),
    [
        ("more than $0", Zero.ROSE, Zero.FELL, Zero.ABOVE),
        ("less than 0%", Zero.FELL, Zero.ROSE, Zero.BELOW),
        ("at least 0", Zero.DID_NOT_FALL, Zero.DID_NOT_RISE, Zero.NOT_BELOW),
        ("at most 0", Zero.DID_NOT_RISE, Zero.DID_NOT_FALL, Zero.NOT_ABOVE),
        ("不超过0", Zero.DID_NOT_RISE, Zero.DID_NOT_FALL, Zero.NOT_ABOVE),
        ("more than 1", Zero.NONE, Zero.NONE, Zero.NONE),
        ("less than +5%", Zero.NONE, Zero.NONE, Zero.NONE),
        ("0%", Zero.NONE, Zero.NONE, Zero.NONE),
        ("up to -10%", Zero.NONE, Zero.NONE, Zero.NONE),
    ],
)
def test_only_a_bound_at_zero_is_put_in_words(wording: str, change: Zero, turned: Zero, level: Zero) -> None:
    interval = stated.parse(wording).interval
    assert (zero_of(interval, 1), zero_of(interval, -1), zero_of(interval, 0)) == (change, turned, level)


@given(
    low=st.one_of(st.none(), st.floats(-9, 9)),
    high=st.one_of(st.none(), st.floats(-9, 9)),
    way=st.sampled_from([-1, 0, 1]),
)
def test_words_are_said_of_a_half_line_from_zero_alone(low: float | None, high: float | None, way: int) -> None:
    half = (low is None) is not (high is None) and 0 in {low, high}
    assert (zero_of(Interval(low=low, high=high), way) is not Zero.NONE) is half
    assert zero_of(None, way) is Zero.NONE


PRICE = np.full(200, 100.0)
PRICE[150:] = 104.0


def found(of: str, wording: str, check: str = "value", **more: object) -> tuple[str, str, str]:
    """The sentence, that of the figure's test, and what would change it."""
    one = run(bench(market=market(price=PRICE)), check, of=of, at=at(150), stated=wording, **more)
    assert one.would_change is not None
    test = next(test for test in one.tests if test.name == "figure")
    return ENGLISH.sentence(one.reason), ENGLISH.sentence(test.message), ENGLISH.sentence(one.would_change)


def test_a_change_rose_or_fell_and_a_level_stands_on_a_side_of_zero() -> None:
    told, tested, change = found("pct(market.price)", "more than 0%")
    assert told.startswith("The article says it rose; ")
    assert tested.startswith("Stated: a rise. Found: ")
    assert change.endswith(" that says otherwise.")
    told, tested, _ = found("-pct(market.price)", "more than 0%")
    assert told.startswith("The article says it fell, but ")
    assert tested.startswith("Stated: a fall. ")
    assert found("market.price", "more than $0")[0].startswith("The article says it was above zero; ")
    assert found("market.price", "more than $0", chosen=True)[0].startswith(
        "By the analyst's reading, it was above zero; "
    )
    assert found("market.price", "more than $20")[0].startswith("The article says more than $20; ")


def test_every_check_that_cites_a_wording_words_it() -> None:
    context = bench(market=market(price=PRICE))
    move = run(context, "change", of="market.price", before=at(149), after=at(150), direction="down")
    assert "; but the article says it fell." in ENGLISH.sentence(move.reason)
    size = run(context, "change", of="market.price", before=at(149), after=at(150), stated_change="more than 0%")
    assert "; the article says it rose." in ENGLISH.sentence(size.reason)
    level = run(
        context,
        "change",
        of="market.price",
        before=at(149),
        after=at(150),
        stated_before="more than $0",
        direction="up",
    )
    assert "the article says more than $0" in ENGLISH.sentence(level.reason)
    mean = run(context, "summary", of="pct(market.price)", stated="at least 0%")
    assert "it did not fall" in ENGLISH.sentence(mean.reason)
    ahead = {"start": at(150), "end": at(160), "stated": "less than 0%", "of": "pct(market.price)"}
    forecast = run(context, "forecast", **ahead)
    assert "The article forecast a fall" in ENGLISH.sentence(forecast.reason)
    for one in (move, size, level, mean, forecast):
        assert ENGLISH.sentence(one.reason)
        assert "0" not in CHINESE.sentence(one.reason).partition("文章")[2][:6] or one is level


@pytest.mark.parametrize("zero", [one.value for one in Zero if one.value])
@pytest.mark.parametrize("words", [ENGLISH, CHINESE])
@pytest.mark.parametrize("phrase", ["claimed", "figured"])
def test_both_languages_have_words_for_each(phrase: str, words: Catalogue, zero: str) -> None:
    text = words.environment.from_string(f"{{{{ stated | {phrase}(zero) }}}}").render(stated="more than 0", zero=zero)
    assert text
    assert "0" not in text


@pytest.mark.parametrize(
    ("check", "given_"),
    [
        ("value", {"of": "market.price", "at": at(150), "stated": "more than 30"}),
        ("record", {"of": "market.price", "at": at(150), "stated": "more than 30"}),
        ("change", {"of": "market.price", "before": at(149), "after": at(150), "stated_change": "more than 1%"}),
        ("summary", {"of": "market.price", "stated": "more than 30"}),
        ("forecast", {"of": "market.price", "start": at(150), "end": at(160), "stated": "more than 30"}),
    ],
)
def test_the_sentence_says_where_the_wording_understates(check: str, given_: dict[str, object]) -> None:
    one = run(bench(market=market(price=PRICE)), check, **given_)
    assert "the wording understates it, for it is past" in ENGLISH.sentence(one.reason)
    assert "说得保守" in CHINESE.sentence(one.reason)
    nearer = {
        key: "more than 100" if value == "more than 30" else "more than 3%" if value == "more than 1%" else value
        for key, value in given_.items()
    }
    assert "understates" not in ENGLISH.sentence(run(bench(market=market(price=PRICE)), check, **nearer).reason)


def test_a_message_from_before_there_were_such_words_is_worded_as_it_was() -> None:
    values = {
        "stated": "more than $0",
        "found": 3.0,
        "unit": "US$",
        "label": "x",
        "source": "y",
        "at": at(150),
        "end": "",
    }
    told = ENGLISH.sentence(Message(key="check.value.agrees", values=values))
    assert told.startswith("The article says more than $0; ")


def test_a_wording_of_the_analyst_s_understates_nothing() -> None:
    given_ = {"of": "market.price", "at": at(150), "stated": "more than 30", "chosen": True}
    one = run(bench(market=market(price=PRICE)), "value", **given_)
    assert "understates" not in ENGLISH.sentence(one.reason)
    assert all("understates" not in ENGLISH.sentence(test.message) for test in one.tests)
