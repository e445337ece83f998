"""Dates as written, the days they name, and lengths of time."""

from __future__ import annotations

from datetime import date

import pytest

from causal.authoring.draft.dates import dates, lengths
from causal.authoring.draft.sentences import Sentence

PUBLISHED = date(2026, 2, 8)


def sentence(text):
    return Sentence(paragraph=1, number=1, text=text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It fell on 5 February.", [date(2026, 2, 5)]),
        ("It fell on February 5th, 2024, and on 12 Dec.", [date(2024, 2, 5), date(2025, 12, 12)]),
        ("On 2025-03-01 it rose.", [date(2025, 3, 1)]),
        ("2 月 5 日下跌,10月31日上涨。", [date(2026, 2, 5), date(2025, 10, 31)]),
        ("2024年3月1日上涨。", [date(2024, 3, 1)]),
        ("In 1998 it rose.", [None]),
        ("It may rise on 31 February 2025.", [None, None]),
        ("It cost 2,024 dollars, or $2024.", []),
        ("第 13 月下跌。", []),
    ],
)
def test_the_day_that_is_named(text, days):
    assert [when.on(PUBLISHED) for when in dates(sentence(text))] == days


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("within three weeks and 24 hours", ["three weeks", "24 hours"]),
        ("the 10-year bond", ["10-year"]),
        ("分为10、20、40 天", ["10、20、40 天"]),
        ("二十年来", ["二十年"]),
        ("three funds", []),
    ],
)
def test_lengths_of_time_are_found(text, spans):
    assert [text[start:end] for start, end in lengths(sentence(text))] == spans
