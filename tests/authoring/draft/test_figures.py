"""Figures: what is found, how it is worded, and that the wording covers what is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.authoring.draft.figures import figures
from causal.authoring.draft.sentences import Sentence
from causal.grammar.stated import parse


def wordings(text):
    return [f.wording for f in figures(Sentence(paragraph=1, number=1, text=text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sales fell from $3.2bn to about 2.9 billion dollars.", ["$3.2bn", "about 2.9 billion dollars"]),
        ("It cost between 5 and 6% of output, up 12 basis points.", ["between 5 and 6%", "12 basis points"]),
        ("Twice as many, one third more, ten times the sum.", ["Twice", "one third", "ten times"]),
        ("The price more than doubled, then tripled.", ["more than 2x", "3x"]),
        (
            "At least 40 people; just over 20,000 jobs; -3.5% or more.",
            ["At least 40", "just over 20,000", "-3.5% or more"],
        ),
        ("The z-score was 3.5, a 3-sigma day at 6.8 °C.", ["3.5", "3 sigma", "6.8"]),
        ("On 4 May 2024, in 1998, at 14:30, 3 weeks after the S&P 500's 1st fall, COVID-19 and Q3.", []),
        ("Three hospitals and one supplier.", []),
        ("近三成,约三分之一,超过一半。", ["nearly 30%", "about a third", "more than half"]),
        ("约4.9亿美元,3000多万人,1.5万亿元。", ["about US$0.49bn", "more than 30m", "1.5tn"]),
        ("8万美元,3.5 万至 4.2 万美元,650万份。", ["US$80,000", "US$35,000 to US$42,000", "6.5m"]),
        ("两倍、十二倍、5个基点、3-sigma 事件。", ["2x", "12x", "5 basis points", "3 sigma"]),
        ("60%左右,2000万美元以上,不足5%。", ["about 60%", "at least US$20m", "less than 5%"]),
        ("2 月 5 日,24小时,第二大,7/4 事件,一家米店,下午 3 点。", []),
        ("共七次。", ["7"]),
    ],
)
def test_figures_are_found_and_worded(text, found):
    assert wordings(text) == found


@given(
    st.integers(1, 9999), st.integers(0, 2), st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12), ("", 1)])
)
def test_a_chinese_figure_keeps_its_value_and_its_precision(number, decimals, scale):
    value = number / 10**decimals
    written = f"{value:.{decimals}f}"
    (found,) = figures(Sentence(paragraph=1, number=1, text=f"价格为{written}{scale[0]}元。"))
    assert found.stated.value == pytest.approx(value * scale[1])
    low, high = found.stated.interval.low, found.stated.interval.high
    last_digit = 10 ** (-decimals + len(str(number)) - len(str(number).rstrip("0"))) * scale[1]
    assert low <= value * scale[1] <= high
    assert high - low <= last_digit * 1.0001


@given(st.text(alphabet="0123456789.,-–%$€ 万亿倍成分之至约xbn一二三/", max_size=60))
def test_whatever_is_found_is_read_by_stated(text):
    for figure in figures(Sentence(paragraph=1, number=1, text=text)):
        assert parse(figure.wording) == figure.stated
        assert figure.written in text


def test_huge_numbers_are_left_out():
    assert wordings("It cost $" + "9" * 500 + ".") == []
    assert wordings("共" + "9" * 500 + "亿元。") == []
