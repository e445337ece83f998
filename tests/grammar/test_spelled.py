"""Numbers in words, written in digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.grammar.spelled import chinese, english


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("twenty-five", "25"),
        ("ninety nine", "99"),
        ("half a million", "0.5 million"),
        ("two dozen", "24"),
        ("a hundred thousand", "100 thousand"),
        ("one and a half million", "1.5 million"),
        ("tenfold", "10 fold"),
        ("one thousand two hundred", "1200"),
        ("five thousand and twelve", "5012"),
        ("two hundred thousand", "200 thousand"),
        ("between one hundred and fifty", "between 100 and 50"),
        ("three point two five", "3.25"),
        ("five hundred to six hundred", "500 to 600"),
        ("a million and a half", "1.5 million"),
        ("tensile", "tensile"),
        ("none", "none"),
        ("13.2%", "13.2%"),
    ],
)
def test_english_words(text: str, digits: str) -> None:
    assert english(text) == digits


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("三百二十万", "320万"),
        ("七成半", "0.75 share"),
        ("三分之一", "1/3"),
        ("百分之十二", "12%"),
        ("千分之三", "3/1000"),
        ("三千", "3千"),
        ("五千万", "5千万"),
        ("两百五十", "250"),
        ("60万", "60万"),
        ("三万五千", "3.5万"),
        ("三万五", "3.5万"),
        ("三万零五十", "3.005万"),
        ("一亿二千万", "1.2亿"),
        ("5亿千瓦时", "5亿千瓦时"),
        ("三百五", "350"),
        ("三百零五", "305"),
        ("三点五", "3.5"),
        ("五五", "五五"),
        ("二〇二四", "2024"),
        ("二三十", "20到30"),
    ],
)
def test_chinese_words(text: str, digits: str) -> None:
    assert chinese(text) == digits


@given(st.text(max_size=40) | st.text(alphabet="零〇一二两三五九十百千万亿点半成打倍分之几个0123456789.", max_size=12))
def test_any_text_is_left_or_written_in_digits(text: str) -> None:
    assert isinstance(english(text), str)
    assert isinstance(chinese(text), str)
