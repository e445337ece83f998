"""Events as subjects of verbs that no list holds, and what else tells a cause by its form."""

from __future__ import annotations

import pytest

from causal.authoring.draft.connectives import links
from causal.authoring.draft.events import eventful
from causal.authoring.draft.proposals import proposals
from causal.authoring.draft.sentences import sentences
from causal.authoring.draft.suggestions import extreme


def read(text, before=""):
    (sentence,) = sentences(text)
    return [(link.cause, link.effect, link.sign, str(link.stance)) for link in links(sentence, before)]


@pytest.mark.parametrize(
    ("text", "cause", "effect"),
    [
        ("A mild January roused birch trees.", "January", "birch trees"),
        ("The excavation rerouted many buses.", "excavation", "buses"),
        ("Sunlight has yellowed the curtains.", "Sunlight", "curtains"),
        ("Urbanisation could silence the frogs.", "Urbanisation", "frogs"),
    ],
)
def test_an_event_is_the_cause_of_what_its_verb_takes(text, cause, effect):
    found = read(text)
    assert any(cause in one and effect in other for one, other, *_ in found)


@pytest.mark.parametrize(
    "text",
    [
        "The organisation published its accounts.",
        "The population reached a million.",
        "He yellowed the curtains.",
        "The station covers the valley.",
        "Prices",
        "雨停了。",
    ],
)
def test_what_says_nothing_of_a_cause_is_no_event(text):
    assert eventful(text, sentences(text)[0].language) is None


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("A stronger dollar, which hurts importers, lifted yields.", ["importers", "yields"]),
        ("Gates, by the way, fell because of rail strikes.", ["Gates"]),
        ("Milk, mind you, fell after the ban took hold.", ["Milk"]),
    ],
)
def test_an_aside_does_not_part_a_subject_from_its_verb(text, effects):
    found = read(text)
    assert all(any(effect in other for _, other, *_ in found) for effect in effects)


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("Oil fell, hurt by the restart of a pipeline and by signs of weak demand.", ["restart", "demand"]),
        ("Stocks rose as imports surged and refineries closed.", ["imports", "refineries"]),
        ("Tea fell because of rain and because of a strike.", ["rain", "strike"]),
    ],
)
def test_causes_that_and_joins_are_told_apart(text, causes):
    found = [one for one, *_ in read(text)]
    assert len(found) == len(causes)
    assert all(any(cause in one for one in found) for cause in causes)


def test_one_cause_of_two_words_stays_one():
    assert len(read("Tea fell because of rain and hail.")) == 1


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Marchetti warns on profit after warehouse fire", "warehouse fire"),
        ("Minister quits following row over ferries", "row over ferries"),
        ("Museum apologises after flood", "flood"),
    ],
)
def test_a_headline_says_after_for_because(text, cause):
    assert [one for one, *_ in read(text)] == [cause]
    assert read(f"{text}.") == []


@pytest.mark.parametrize("text", ["Minister quits after Monday", "After the storm", "Shop opens after two years"])
def test_a_headline_with_a_time_has_no_cause(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Crude slides as a restart eases fears.", -1),
        ("Crude fell as demand weakened.", 1),
        ("Crude fell as supply rose.", -1),
        ("Profits rose because the merger trimmed costs.", 1),
    ],
)
def test_a_sign_is_that_of_more_of_the_cause_as_named(text, sign):
    assert read(text)[0][2] == sign


@pytest.mark.parametrize(
    ("text", "cause", "effect", "stance"),
    [
        ("非机动车道被停车位挤占。", "停车位", "非机动车道", "asserted"),
        ("化妆品销售受免税店分流。", "免税店", "化妆品销售", "asserted"),
        ("暴雨冲垮了河堤。", "暴雨", "河堤", "asserted"),
        ("年轻人不敢生，根子不在钱少。", "钱少", "年轻人不敢生", "denied"),
        ("罚款越重，路上越险。", "罚款", "路上", "asserted"),
        ("渔民改行，与其说是因为鱼少了，不如说是因为游客多了。", "鱼少", "渔民改行", "denied"),
        ("渔民改行，与其说是因为鱼少了，不如说是因为游客多了。", "游客多", "渔民改行", "asserted"),
        ("蓄水过猛，白鹤够不着草根。", "蓄水过猛", "白鹤够不着草根", "asserted"),
        ("若水库推迟蓄水，白鹤或许会回来。", "推迟蓄水", "白鹤", "supposed"),
    ],
)
def test_chinese_forms_that_name_no_connective(text, cause, effect, stance):
    found = read(text)
    assert any((cause in one, effect in other, stance) == (True, True, how) for one, other, _, how in found)


@pytest.mark.parametrize("text", ["保护站开放了。", "副市长被认为影响不大。", "低收入群体受到的冲击不容忽视。"])
def test_a_compound_and_an_opinion_are_no_chinese_passive(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Nor did the outage lift prices.", "denied"),
        ("The rain came too late to help yields.", "denied"),
        ("The firm said that the fire would reduce profits.", "asserted"),
        ("The firm says that the fire would reduce profits.", "supposed"),
        ("She played down talk that the bridge was luring lorries.", "denied"),
    ],
)
def test_the_stance_of_wordings_that_deny_or_report(text, stance):
    assert [how for *_, how in read(text)] == [stance]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("It was the wettest autumn since 2000.", "highest"),
        ("It was the lowest reading for eleven years.", "lowest"),
        ("事故数降到三年来最低。", "lowest"),
        ("现货价首次失守3,000元关口。", "lowest"),
    ],
)
def test_a_superlative_with_its_span_is_a_record(text, way):
    assert [extreme(p) for p in proposals(sentences(text)) if p.kind == "record"] == [way]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("交付12万至12.5万辆。", [(120000, 125000)]),
        ("净利润增长15%至1.8亿元。", [(15,), (1.8e8,)]),
        ("国债收益率降3个基点至1.31%。", [(-3,), (1.31,)]),
        ("早读从7点20分推迟到7点50分。", []),
        ("Stocks rose for a fourth straight week.", []),
        ("The goals came before half-time.", []),
        ("It slipped in the half year to May.", []),
        ("Havfisk gave up 3%.", [(-3,)]),
    ],
)
def test_two_figures_of_one_unit_are_a_range(text, values):
    assert [f.stated.ends for p in proposals(sentences(text)) for f in p.figures] == values
