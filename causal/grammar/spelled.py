"""Numbers in words -> numbers in digits, within a wording: 'twenty-five', 'half a million', 'two dozen', 三百二十万, 七成半."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
SCALES = "thousand|million|billion|trillion|lakh|crore|hundred|dozen"
_ONE = "|".join(sorted(ONES, key=len, reverse=True))
_WORD = re.compile(rf"\b(?:({'|'.join(TENS)})(?:[- ]({'|'.join(ONES[1:10])}))?|({_ONE}))(?=fold\b|\b)", re.IGNORECASE)
HAN = re.compile(r"[一-鿿]")
HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_RUN = re.compile(r"[零〇一二两三四五六七八九十百千]*[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千]*")
_HAN_SIZES = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"


def english(text: str) -> str:
    """Write an English wording's numbers in digits."""
    text = re.sub(rf"\bhalf an? (?={SCALES})", "0.5 ", text, flags=re.IGNORECASE)
    text = re.sub(rf"\ban? (?=(?:{SCALES})\b)", "1 ", text, flags=re.IGNORECASE)
    text = _WORD.sub(_english_number, text)
    text = re.sub(r"\b([0-9]+) and a half\b", r"\1.5", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=[0-9])fold\b", " fold", text, flags=re.IGNORECASE)
    for word, size in (("hundred", 100), ("dozen", 12)):
        text = re.sub(rf"\b({_NUMBER}) {word}\b", partial(_counted, size), text, flags=re.IGNORECASE)
    return text


def _english_number(match: re.Match[str]) -> str:
    tens, ones, alone = (part.lower() if part else "" for part in match.groups())
    return str(ONES.index(alone) if alone else TENS[tens] + (ONES.index(ones) if ones else 0))


def _counted(size: int, match: re.Match[str]) -> str:
    product = Decimal(match[1]) * size
    return f"{product:f}".rstrip("0").rstrip(".") if product != product.to_integral() else f"{product.to_integral():f}"


def chinese(text: str) -> str:
    """Write a Chinese wording's numbers in digits, its fractions as 1/3, and its tenths as a share."""
    text = re.sub(rf"百分之({_NUMBER}|[零一二两三四五六七八九十百]+)", lambda m: f"{_digits(m[1])}%", text)
    text = re.sub(rf"千分之({_NUMBER}|[零一二两三四五六七八九十]+)", lambda m: f"{_digits(m[1])}/1000", text)
    text = re.sub(
        rf"({_NUMBER}|[二两三四五六七八九十百]+)分之({_NUMBER}|[一二两三四五六七八九十]+)",
        lambda m: f"{_digits(m[2])}/{_digits(m[1])}",
        text,
    )
    text = re.sub(r"([一二两三四五六七八九1-9])成(半|[一二三四五六七八九])?(?![一-鿿]*[0-9])", _tenths, text)
    return _HAN_RUN.sub(lambda m: _digits(m[0]), text)


def _tenths(match: re.Match[str]) -> str:
    more = "5" if match[2] == "半" else (_digits(match[2]) if match[2] else "")
    return f"0.{_digits(match[1])}{more} share"


def _digits(text: str) -> str:
    """Write a Chinese number below ten thousand in digits; one digit before 百 or 千 keeps it, as 三千 is '3千'."""
    if not HAN.search(text):
        return text
    if len(text) == 2 and text[0] in HAN_DIGITS and text[1] in "百千":
        return f"{HAN_DIGITS[text[0]]}{text[1]}"
    if not any(character in _HAN_SIZES for character in text):
        return "".join(str(HAN_DIGITS[character]) for character in text)
    total, digit = 0, 0
    for character in text:
        if character in _HAN_SIZES:
            total += (digit or 1) * _HAN_SIZES[character]
            digit = 0
        else:
            digit = HAN_DIGITS[character]
    return str(total + digit)
