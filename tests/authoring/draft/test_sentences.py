"""Paragraphs and sentences, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.authoring.draft.sentences import MAXIMUM_LENGTH, clean, paragraphs, sentences


def texts(text):
    return [s.text for s in sentences(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Prices fell. Nobody knew why.", ["Prices fell.", "Nobody knew why."]),
        ("It fell 3.5 per cent. It rose.", ["It fell 3.5 per cent.", "It rose."]),
        ("Dr. Low of J. P. Hand Inc. sold. Then he left.", ["Dr. Low of J. P. Hand Inc. sold.", "Then he left."]),
        ("The U.S. economy grew. So did e.g. Canada.", ["The U.S. economy grew.", "So did e.g. Canada."]),
        ('He said: "Sell!" She did not. Why?', ['He said: "Sell!"', "She did not.", "Why?"]),
        ("价格下跌。为什么?没有人知道。", ["价格下跌。", "为什么?", "没有人知道。"]),
        ("他说:“卖出!”她没有。", ["他说:“卖出!”", "她没有。"]),
        ("米价是 43.6 元。跌了3.5%。", ["米价是 43.6 元。", "跌了3.5%。"]),
        ("no stop at the end", ["no stop at the end"]),
    ],
)
def test_a_text_is_split_where_sentences_end(text, parts):
    assert texts(text) == parts


def test_places_count_paragraphs_that_are_not_empty():
    found = sentences("Title\n\n\nFirst one. Second one.\n第三段。")
    assert [s.place for s in found] == ["1.1", "2.1", "2.2", "3.1"]
    assert [s.language for s in found] == ["en", "en", "en", "zh"]


def test_wrapped_lines_are_joined_and_others_are_paragraphs():
    assert paragraphs("The price fell\nbecause of rain\nand of wind.\n\nIt rose.") == [
        "The price fell because of rain and of wind.",
        "It rose.",
    ]
    assert paragraphs("The price fell.\nIt rose.") == ["The price fell.", "It rose."]


@pytest.mark.parametrize("end", ["声明:本文不构成建议。", "Disclaimer: no advice."])
def test_what_follows_the_article_is_left_out(end):
    assert texts(f"It fell.\n{end}\nIt rose 5%.") == ["It fell."]


def test_invisible_characters_go_and_wide_ones_become_plain():
    assert clean("a\x00\u202eb\u200b\ufeff\ud800\ufffe\tc１３％，ﷺ") == "ab c13%，ﷺ"


@given(st.text(max_size=400))
@settings(max_examples=60)
def test_no_letter_of_the_text_is_lost(text):
    found = "".join(texts("A\n" + text))
    if not any(
        word in clean(text).lower()
        for word in ("声明", "阅读", "责任", "来源", "提示", "disclaimer", "related", "read", "share", "about")
    ):
        assert [c for c in found if c.isalnum()] == [c for c in clean("A\n" + text) if c.isalnum()]


def test_a_sentence_without_end_is_cut():
    assert [len(part) for part in texts("a" * (2 * MAXIMUM_LENGTH + 5))] == [MAXIMUM_LENGTH, MAXIMUM_LENGTH, 5]
