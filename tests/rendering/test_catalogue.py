"""Numbers, dates and sentences as a reader expects them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.errors import RenderError
from causal.findings import Order
from causal.folder.load import load
from causal.messages import Item, Message, Stage
from causal.rendering.catalogue import Catalogue
from causal.rendering.inline import plain
from causal.rendering.typography import figure, number, p_value, percent, plural, signed, visible
from causal.study import Because, Resolution
from tests import states
from tests.fake_report import fake_report

WORDS = Catalogue("en")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.1234, "0.123"),
        (-1234.5, "−1,234"),
        (12, "12"),
        (1.5e-6, "1.50 × 10⁻⁶"),
        (None, "–"),
        (99.96, "100"),
    ],
)
def test_number(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (13.16, "%", "13.16%"),
        (10_573_880_275.0, "US$", "US$10.57bn"),
        (-175.3e6, "US$", "−US$175.3m"),
        (1.6906, "x", "1.691x"),
        (60_000.0, "US$", "US$60,000"),
        (231.6, "US$ million", "US$231.6 million"),
        (3.0, "points", "3 points"),
        (None, "%", "–"),
    ],
)
def test_figure(value, unit, text):
    assert figure(value, unit) == text


def test_small_words():
    assert (percent(0.031), percent(0.0), percent(0.35), percent(0.0004)) == ("3.1%", "0%", "35%", "0.04%")
    assert (p_value(0.0004), p_value(0.02), p_value(0.5)) == ("< 0.001", "0.020", "0.50")
    assert (WORDS.p(0.0004), WORDS.p(0.02), WORDS.p(None), WORDS.p_cell(None)) == (
        "p < 0.001",
        "p = 0.020",
        "p not computed",
        "not computed",
    )
    assert (signed(0.5, "%"), signed(-0.5), signed(None)) == ("+0.500%", "−0.500", "–")
    assert (plural(1, "row", "rows"), plural(2, "row", "rows")) == ("1 row", "2 rows")
    assert WORDS.day("2026-02-05") == "5 February 2026"
    assert WORDS.day("2026-02-05T21:00Z") == "21:00 UTC, 5 February 2026"
    assert WORDS.names(("placebo", "subsets"), "refuter_name") == "placebo treatment and subsets of the sample"


def test_a_missing_key_or_value_is_named():
    with pytest.raises(RenderError, match=r"no\.such\.key"):
        WORDS.sentence(Message(key="no.such.key"))
    with pytest.raises(RenderError, match=r"step\.large"):
        WORDS.sentence(Message(key="step.large"))
    with pytest.raises(RenderError, match="tlh"):
        Catalogue("tlh")


def test_values_are_data():
    found = WORDS.sentence(Message(key="test.not_computed", values={"reason": "{{ 1 + 1 }} \u202e"}))
    assert "{{ 1 + 1 }} [U+202E]" in found


def test_values_are_data_inside_lists_too():
    listed = Message(key="edge.would_change.not_measured", values={"needs": ("{{ 1 }}\u202e", "b")})
    assert WORDS.sentence(listed) == "{{ 1 }}[U+202E]; b."
    sides = (Item(label="a\u202e|b=1", numbers=(2.0,)), Item(label=("c\u202e", "d"), numbers=(3.5,)))
    told = Message(key="check.value.all_agree", values={"stated": "2", "agreeing": sides, "unit": "", "chosen": False})
    assert (
        WORDS.sentence(told) == "The article says 2, and every source agrees: a[U+202E]|b=1, 2; c[U+202E] and d, 3.5."
    )


def test_stated_figures_are_worded_inside_lists_too():
    chinese = Catalogue("zh")
    chinese.texts["test.stated"] = (
        "{{ stated_all | listed }}{% for one in stated_more %}；{{ one.label }}{% endfor %}；{{ other | listed }}"
    )
    values = {"stated_all": ("2x", "down"), "stated_more": (Item(label="about 6 million"),), "other": ("2x",)}
    assert chinese.text("test.stated", values) == "2倍、下降；约600万；2x"


def test_a_list_whose_items_hold_commas_is_set_apart_by_semicolons():
    assert WORDS.listed(["a", ("b", "c")]) == "a, b and c"
    assert WORDS.listed(["a, b", "c"]) == "a, b; c"
    assert WORDS.nodes(("x@0", "y@2")) == "x, y (2 rows earlier)"
    assert (WORDS.names((), "test_name"), WORDS.nodes(())) == ("", "")


def test_a_list_that_no_filter_words_is_an_error_that_names_the_sentence():
    with pytest.raises(RenderError, match=r"check\.needs_series"):
        WORDS.text("check.needs_series", {"label": (1.0, 2.0), "at": "2026-02-05", "end": ""})


def test_a_stage_is_worded_with_the_member_that_was_running():
    assert WORDS.stage(Stage.EVENT_DAY) == "event day"
    assert Catalogue("zh").stage(Stage.CHECK, "value") == f"{Catalogue('zh').texts['stage.check']}: value"
    assert all(f"stage.{stage}" in Catalogue(language).texts for stage in Stage for language in ("en", "zh"))


@given(st.text(max_size=50))
def test_visible_hides_nothing(text):
    shown = visible(text)
    assert all(c.isprintable() or c in "\n\t" or c == " " or not c.isascii() for c in shown)
    assert visible(shown) == shown


def test_characters_that_no_xml_document_may_hold_are_shown():
    assert visible("a\uffff\ufdd0\U0001fffeb") == "a[U+FFFF][U+FDD0][U+1FFFE]b"


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_numbers_keep_their_sign_and_size(value):
    text = number(value)
    if "×" not in text:
        back = float(text.replace("−", "-").replace(",", ""))
        assert back == pytest.approx(value, rel=6e-3, abs=1e-9)


def brought(text, language="en", key="mine.said"):
    return Catalogue(language, None, {"en": {key: text}})


def test_a_sentence_that_came_with_a_report_words_what_the_catalogue_does_not():
    words = brought("{{ day | day }}: {{ low | figure(unit) }}{% for one in names %}, {{ one }}{% endfor %}.")
    values = {"day": "2026-02-05", "low": 1234, "unit": "US$", "names": ("a", "b")}
    assert words.text("mine.said", values) == "5 February 2026: US$1,234, a, b."
    assert words.sentence(Message(key="mine.said", values=values)).startswith("5 February")
    assert brought("English", "zh").text("mine.said") == "English"
    assert Catalogue("zh", None, {"en": {"k": "English"}, "zh": {"k": "中文"}}).text("k") == "中文"


def test_it_takes_no_place_of_the_packages_own_and_never_holds_markup():
    words = brought("mine", key="p.none")
    assert words.text("p.none") == Catalogue("en").text("p.none")
    with pytest.raises(RenderError, match="has no sentence 'mine.said'"):
        brought("<b>{{ x }}</b>").inline("mine.said", {"x": 1})


@pytest.mark.parametrize(
    "text", ["{{ x.__class__ }}", "{{ x.mro() }}", "{% set x = 1 %}", "{{ cycler }}", "{{ lipsum }}", "{{ absent }}"]
)
def test_it_is_refused_before_it_runs_and_knows_nothing_but_its_values(text):
    with pytest.raises(RenderError, match="'mine.said' cannot be worded"):
        brought(text).text("mine.said", {"x": 1})


def test_it_comes_to_no_more_than_a_page():
    words = brought("{% for one in many %}{{ long }}{% endfor %}")
    with pytest.raises(RenderError, match="more than 100,000 characters"):
        words.text("mine.said", {"many": "x" * 1_000, "long": "y" * 1_000})


def test_a_value_of_another_type_than_a_sentence_expects_is_told():
    with pytest.raises(RenderError, match="cannot be worded"):
        Catalogue("en").text(
            "check.value.agrees", {"stated": 1, "source": 2, "found": "x", "unit": 3, "label": 4, "at": 5, "end": 6}
        )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a quarter of a percentage point", "0.25个百分点"),
        ("one in five", "5分之1"),
        ("as little as 3%", "低至3%"),
        ("as much as 20%", "高达20%"),
        ("$8.9 trillion", "8.9万亿美元"),
        ("dozens", "dozens"),  # a number would say more
        ("several thousand people", "several thousand people"),
        ("12 pounds", "12 pounds"),  # of weight or of money
        ("12 pounds sterling", "12英镑"),
        ("七八成", "七八成"),
    ],
)
def test_a_stated_figure_is_worded_in_chinese_where_that_says_the_same(text, said):
    assert Catalogue("zh").said(text) == said


NUMBERS = (0.0, 1.0, -1.0, 0.318, -3.7e12, 4.1e-9)
DIRECTIONS = (
    *(o.value for o in Order),
    "lagged",
    "because",
    "identified",
    "against",
    "rejected",
    "cycle",
    "few_values",
)
ENDS = {"treatment": "Heat", "outcome": "Sales"}
ODD = ("None", "nan", "inf", "{{", "}}", "..", "。。", "  ", ", .", "()", "（）")


def whole(text: str) -> bool:
    """Whether a sentence holds nothing that no reader should see."""
    return bool(text.strip()) and not any(odd in text for odd in ODD)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize("kind", DIRECTIONS)
def test_the_test_of_direction_is_worded_whatever_its_numbers_are(kind, value, language):
    words = Catalogue(language)
    for tests in (0, 1, 4):
        given = {**ENDS, "because": "weather", "note": "nobody makes the weather", "statistic": value, "critical": 1.96}
        given |= {"tests": tests, "node": "heat@1", "others": ("sales@2", "heat@3"), "p": min(abs(value), 1.0)}
        said = words.sentence(Message(key=f"test.direction.{kind}", values=given))
        assert whole(said)
        assert said[-1] in ".。"
    if kind in {"reversed", "against"}:
        assert "−" not in said


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("because", list(Because))
@pytest.mark.parametrize("note", ["nobody makes the weather", "Nobody makes the weather.", "没有人决定天气。"])
def test_a_declared_reason_is_worded_with_its_note(because, note, language):
    words = Catalogue(language)
    given = {**ENDS, "because": because.value, "note": note, "statistic": None, "critical": None, "tests": 2}
    said = words.sentence(Message(key="test.direction.because", values=given))
    assert whole(said)
    assert words.texts[f"because.{because}"] in said
    assert note[1:].rstrip(".。") in said
    assert because.value not in said or because.value in {"weather", "clock", "rule"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("effect", NUMBERS)
@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("why", ["undecided", "against", "rejected", "cycle", "few_values", "declared"])
def test_an_association_is_worded_by_what_keeps_it_from_being_more(why, hidden, effect, language):
    words = Catalogue(language)
    values = {**ENDS, "proxy": False, "effect": effect, "low": effect - 1, "high": effect + 1, "level": 0.99, "rows": 1}
    values |= {"treatment_unit": "°C", "outcome_unit": "%", "why": why, "undirected": why != "declared", "needs": ()}
    values |= {"hidden": hidden}
    said = words.sentence(Message(key="edge.reason.association_only", values=values))
    reversed_ = words.sentence(Message(key="edge.reason.runs_backwards", values=values))
    other = words.sentence(Message(key="edge.would_change.association_only", values=values))
    safer = [words.text(f"safer.{place}.association_only", values) for place in ("edge", "claim")]
    assert all(whole(text) for text in (said, reversed_, other, *safer))
    assert len({said, reversed_, other, *safer}) == 5


def test_an_association_names_the_hidden_cause_only_where_the_direction_is_shown():
    given = {**ENDS, "proxy": False, "effect": 1.0, "low": 0.5, "high": 1.5, "level": 0.99, "rows": 99}
    given |= {"treatment_unit": "°C", "outcome_unit": "%", "hidden": False}
    shown = WORDS.text("edge.reason.association_only", {**given, "why": "declared", "undirected": False})
    open_ = WORDS.text("edge.reason.association_only", {**given, "why": "undecided", "undirected": True})
    assert "hidden cause" in shown
    assert "which moves which" in open_
    for why in ("declared", "rejected"):
        controlled = {**given, "hidden": True, "why": why, "undirected": why == "rejected"}
        assert "something hidden is at work" in WORDS.text("edge.reason.association_only", controlled)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("share", [0.0, 0.05, 1.0])
@pytest.mark.parametrize(("turned", "hidden"), [(0.0, 0.0), (1.0, None), (None, 0.003), (None, None)])
def test_error_rates_say_what_they_take_as_given_and_what_follows_if_it_is_wrong(share, turned, hidden, language):
    values = dict.fromkeys(("wrong", "wrong_low", "wrong_high", "power", "power_low", "power_high", "coverage"), share)
    values |= {"rows": 612, "worlds": 1000, "effect": -0.2, "reversed": turned, "hidden": hidden}
    values |= {"adverse": 300, "hidden_cause": None if hidden is None else 0.09, "hidden_effect": share}
    said = plain(Catalogue(language).inline("page.edge.rates", values))
    assert whole(said)
    assert ("300" in said) is (turned is not None or hidden is not None)
    assert ("9.0%" in said) is (hidden is not None)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("low", "high"), [(-1.0, 0.0), (0.0, 0.0), (-2e9, 3e9), (0.4, 0.4), (-1e-7, 1e-7)])
def test_what_a_joint_bar_is_made_of_is_worded(low, high, language):
    words = Catalogue(language)
    low, high = words.rounded(low, 1), words.rounded(high, 1)
    said = words.text("waterfall.of_which", {"label": "Heat", "low": low, "high": high})
    joined = words.text(
        "waterfall.if_holds", {"label": words.text("waterfall.either", {"first": "Heat", "last": "Sales"})}
    )
    part = {"label": joined, "numbers": words.text("waterfall.bar", {"value": low, "low": low, "high": high})}
    assert all(whole(words.text("waterfall.part", {**part, "parts": parts})) for parts in ("", said))
    assert whole(said)
    assert (high in said) if low == high else (low in said and high in said)


def test_every_reason_for_a_direction_has_words_in_both_languages():
    for language in ("en", "zh"):
        texts = Catalogue(language).texts
        assert {key.removeprefix("because.") for key in texts if key.startswith("because.")} == {
            b.value for b in Because
        }


def test_the_brief_of_a_message_leaves_out_the_sentence_that_follows_it():
    words = Catalogue("en")
    values = {"label": "Heat", "at": "2025-03-01", "end": ""}
    message = Message(key="check.needs_series", values=values, then="check.readings.so_read")
    message = replace(message, values={**values, "reading": "at noon"})
    assert words.sentence(message) == f"{words.brief(message)} This is the claim read as “at noon”."
    assert words.brief(message).startswith("A value of Heat")


@pytest.mark.parametrize(
    ("language", "value", "unit", "said", "changed"),
    [
        ("en", 0.4, "share", "40%", "+40.0 percentage points"),
        ("en", 0.636, "1 if so", "63.6%", "+63.6 percentage points"),
        ("en", 0.01, "of the chance", "1%", "+1.00 percentage points"),
        ("en", 12.0, "shares", "12 shares", "+12.0 shares"),
        ("en", 175.3, "US$ million", "US$175.3 million", "+US$175.3 million"),
        ("zh", 175.3, "US$ million", "1.753亿美元", "+1.753亿美元"),
        ("zh", 10.0, "US$ million", "1000万美元", "+1000万美元"),
        ("zh", 2.5, "US$ billion", "25亿美元", "+25亿美元"),
        ("zh", 7.0, "US$ million for a move of 1%", "700万美元/每变动1%", "+700万美元/每变动1%"),
        ("zh", 0.05, "% of spot", "现货价格的0.05%", "现货价格的+0.0500%"),
        ("zh", 0.4, "share", "40%", "+40.0个百分点"),
    ],
)
def test_a_figure_is_in_the_unit_that_readers_reckon_in(language, value, unit, said, changed):
    words = Catalogue(language)
    assert words.figure(value, unit) == said
    assert words.signed(value, unit) == changed
    assert (words.figure(None, unit), words.signed(None, unit)) == ("–", "–")


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("more than $0", "above zero", "大于零"),
        ("less than 0", "below zero", "小于零"),
        ("at least $0", "zero or above", "不小于零"),
        ("at most 0%", "zero or below", "不大于零"),
        ("more than 0.5%", "more than 0.5%", "超过0.5%"),
        ("0", "0", "0"),
    ],
)
def test_nobody_is_said_to_say_more_than_nothing(text, english, chinese):
    words = Catalogue("zh")
    assert (WORDS.beside_zero(text), words.beside_zero(words.said(text))) == (english, chinese)


def test_a_citation_stays_as_it_is():
    cited = "Black and Scholes (1973), The pricing of options"
    assert Catalogue("zh").label(cited) == cited
    assert Catalogue("zh").label("Farside: the author and others") == "Farside：the author和others"


@pytest.mark.parametrize(("language", "one", "two"), [("en", "1 day", "2 days"), ("zh", "1天", "2天")])
def test_a_lag_is_said_in_the_steps_of_the_rows(language, one, two):
    study = fake_report().study
    words = Catalogue(language, study)
    assert (words.steps(1), words.steps(2)) == (one, two)
    sample = study.sample
    market = Catalogue(language, study, rows=int(np.busday_count(sample.start, sample.end)))
    assert market.steps(1) == {"en": "1 trading day", "zh": "1个交易日"}[language]
    assert market.delayed("A", 0) == market.lagged("A", 0) == "A"
    assert market.delayed("A", 1) == {"en": "A, 1 trading day later", "zh": "A（滞后1个交易日）"}[language]
    assert market.lagged("A", 1) == {"en": "A (1 trading day earlier)", "zh": "A（1个交易日前）"}[language]


def test_a_message_is_worded_once_and_again_only_to_listen_for_its_figures(monkeypatch):
    words, worded = Catalogue("en"), []
    one = Catalogue.text
    monkeypatch.setattr(Catalogue, "text", lambda self, *given: worded.append(given[0]) or one(self, *given))
    message = Message(key="check.not_computed", values={"reason": "no rows"})
    said = words.sentence(message)
    assert [words.sentence(message), words.brief(message)] == [said, said]
    assert len(worded) == 1
    assert "".join(text for text, _ in words.figured(message)) == said
    assert words.sentence(replace(message, values={"reason": "no columns"})) != said


@pytest.mark.parametrize(
    ("resolution", "en", "zh"),
    [("week", ("3 weeks", "a week"), ("3周", "每周")), ("month", ("3 months", "a month"), ("3个月", "每月"))],
)
def test_units_at_several_times_are_worded_by_those_times(tmp_path, resolution, en, zh):
    study = load(states.write(tmp_path / "law"))
    study = replace(study, datasets=tuple(replace(one, resolution=Resolution(resolution)) for one in study.datasets))
    for language, said in (("en", en), ("zh", zh)):
        words = Catalogue(language, study)
        assert (words.periods(3), words.by_period("a_period")) == said
        told = words.sentence(
            Message(
                key="refuter.event_before.passed", values={"days": 3, "effect": 0.1, "low": 0.0, "high": 0.2, "p": 0.2}
            )
        )
        assert said[0] in told
        assert said[1] in told
        assert " day" not in told


@pytest.mark.parametrize(("language", "said"), [("en", "2005"), ("zh", "2005年")])
def test_a_year_of_the_calendar_is_a_name_and_no_amount(language, said):
    assert Catalogue(language).figure(2005.0, "year") == said
    assert Catalogue("en").figure(2005.0, "years") == "2,005 years"


@pytest.mark.parametrize(("language", "said"), [("en", "Deaths (per 100 000)"), ("zh", "Deaths（per 100 000）")])
def test_an_axis_bears_the_label_of_its_variable_with_its_unit(tmp_path, language, said):
    words = Catalogue(language, load(states.write(tmp_path / "law")))
    assert words.text("plot.dose_curve.x", {"treatment": "deaths"}) == said


@pytest.mark.parametrize(("level", "said"), [(0.95, "95"), (0.975, "97.5"), (1 - 0.05 / 3, "98.3"), (0.99, "99")])
def test_one_interval_has_one_level_wherever_it_stands(level, said):
    values = {"low": 1.0, "high": 2.0, "level": level}
    assert WORDS.confidence(level) == said
    worded = Catalogue("en").environment.from_string("{{ low | corrected(high, level) }}; {{ level | seen_in(3) }}")
    assert worded.render(values).count(f"{said}% interval") == 2


def test_a_reason_that_ends_in_a_full_stop_is_not_given_two():
    told = WORDS.sentence(Message(key="test.not_computed", values={"reason": "too few rows."}))
    assert told == "Not computed: too few rows."
