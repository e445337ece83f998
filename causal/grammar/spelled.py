"""Numbers in words -> numbers in digits, within a wording: 'twenty-five', 'half a million', 'two dozen', 三百二十万, 七成半.

What is not certainly a number is left as it stands, and so refused by whoever reads digits.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial

_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_BELOW_TEN = "zero one two three four five six seven eight nine"
ONES = re.split(" ", f"{_BELOW_TEN} {_TEENS}")
TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
SCALES = "thousand|million|billion|trillion|lakh|crore|hundred|dozen"
MEASURES = "percentage points?|percent|per cent|basis points?|points?"
_ONE = "|".join(sorted(ONES, key=len, reverse=True))
_WORD = re.compile(rf"\b(?:({'|'.join(TENS)})(?:[- ]({'|'.join(ONES[1:10])}))?|({_ONE}))(?=fold\b|\b)", re.IGNORECASE)
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"

HAN = re.compile(r"[〇一-鿿]")
HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_SIZES = {"十": 10, "百": 100, "千": 1000}
_DIGIT, _ANY = "零〇一二两三四五六七八九", "零〇一二两三四五六七八九十百千"
_HAN_RUN = re.compile(rf"(?<![0-9.])[{_ANY}]*[零〇一二两三四五六七八九十][{_ANY}]*(?![0-9.])")
_PAIR = "一两|一二|两三|二三|三四|三五|四五|五六|六七|七八|八九"  # neighbours: 'two or three'
_EITHER = f"{_NUMBER}|[{_ANY}]+"
_BEGUN = f"{_NUMBER}|[{_DIGIT}十][{_ANY}]*"  # with a digit: the 千 of 亿千瓦时 is a unit's


def english(text: str) -> str:
    """Write an English wording's numbers in digits."""
    text = _sub(r"\b(\w+)-in-(?=\w)", r"\1 in ", text)
    text = _WORD.sub(_english_number, text)
    text = _sub(
        r"\b(an?|[0-9]+)( (?!third|quarter|half|[a-z]+th\b)[a-z]+)? and a half\b",
        lambda m: f"{_one(m[1])}.5{m[2] or ''}",
        text,
    )
    text = _sub(rf"\bhalf[- ](?:of )?(?:an? |1 )?(?=(?:{SCALES}|{MEASURES})\b)", "0.5 ", text)
    text = _sub(r"\bhalf an? (?=[a-z])", "0.5 ", text)
    text = _sub(rf"\ban? (?:full )?(?=(?:{SCALES}|{MEASURES})\b)", "1 ", text)
    text = _sub(r"\b([0-9]+) point ([0-9](?: [0-9])*)\b", lambda m: f"{m[1]}.{m[2].replace(' ', '')}", text)
    text = _sub(r"(?<=[0-9])fold\b", " fold", text)
    text = _sub(r"\btimes as (?:many|much|large|high|big|likely|great)(?: as)?$", "times", text)
    return re.sub(r"\b([0-9.]+) point$", r"\1 points", _sized(text), flags=re.IGNORECASE)


def _one(text: str) -> str:
    return text if text.isdigit() else "1"


def _sub(pattern: str, by: object, text: str) -> str:
    return re.sub(pattern, by, text, flags=re.IGNORECASE)  # type: ignore[call-overload, no-any-return]


def _english_number(match: re.Match[str]) -> str:
    tens, ones, alone = (part.lower() if part else "" for part in match.groups())
    return str(ONES.index(alone) if alone else TENS[tens] + (ONES.index(ones) if ones else 0))


def _sized(text: str) -> str:
    """Put together what hundred, dozen, thousand and million part; after 'between', 'and' is no part of a number."""
    text = _sub(rf"\b({_NUMBER})( and | to | or |-)({_NUMBER}) (hundred|dozen)\b", r"\1 \4\2\3 \4", text)
    joined = r",? " if re.match(r"between\b", text, re.IGNORECASE) else r"(?: and|,)? "
    text = _sub(rf"\b([0-9]{{1,2}}) hundred{joined}([0-9]{{1,2}})\b(?! hundred)", _hundred, text)
    for word, size in (("hundred", 100), ("dozen", 12)):
        text = _sub(rf"\b({_NUMBER}) {word}\b", partial(_counted, size), text)
    larger = rf"(?![0-9,.]| (?:{SCALES})\b)"
    text = _sub(rf"\b([0-9]{{1,3}}) thousand{joined}([0-9]{{1,3}})\b{larger}", _thousand, text)
    return _sub(
        rf"\b([0-9]{{1,3}}) million{joined}([0-9]{{1,3}}) thousand\b",
        lambda m: f"{1000 * int(m[1]) + int(m[2])} thousand",
        text,
    )


def _hundred(match: re.Match[str]) -> str:
    return str(100 * int(match[1]) + int(match[2]))


def _thousand(match: re.Match[str]) -> str:
    return str(1000 * int(match[1]) + int(match[2]))


def _counted(size: int, match: re.Match[str]) -> str:
    return _plain(Decimal(match[1]) * size)


def _plain(number: Decimal) -> str:
    """Write a number without an exponent and without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def chinese(text: str) -> str:
    """Write a Chinese wording's numbers in digits, its fractions as 1/3, and its tenths as a share."""
    text = re.sub(rf"^每([^0-9{_ANY}]{{1,4}})(.*[0-9{_ANY}].*)$", r"\2/\1", text)
    text = re.sub(r"(?<=[一-鿿])每(?=[一-鿿]{1,4}$)", "/", text)
    text = re.sub(rf"([{_ANY}]+)点([零〇一二三四五六七八九]+)", _decimal, text)
    text = re.sub(r"半(?=个(?:百分点|基点|点|月|小时)|打|成)", "0.5", text)
    text = re.sub(rf"({_NUMBER}|[{_DIGIT}])个半(?=百分点|基点|点|月|小时)", _and_half, text)
    text = re.sub(rf"({_NUMBER}|[{_DIGIT}])(倍|年|天|周|吨|公斤|公里)半", _and_half, text)
    text = re.sub(rf"(?<![{_ANY}0-9.])({_PAIR})([十百千]?(?:万亿|[万亿成])?)(?![{_ANY}])", _neighbours, text)
    text = re.sub(
        r"([一二两三四五六七八九]?)十几", lambda m: f"{_digits((m[1] or '') + '十')[:-1]}1到{_nineteen(m[1])}", text
    )
    text = re.sub(rf"({_EITHER})打", _dozens, text)
    text = re.sub(rf"百分之({_EITHER})", lambda m: f"{_digits(m[1])}%", text)
    text = re.sub(
        rf"(?<![{_ANY}0-9])([千万])分之({_EITHER})",
        lambda m: f"{_digits(m[2])}/{1000 if m[1] == '千' else 10000}",
        text,
    )
    text = re.sub(rf"({_EITHER})分之({_EITHER})", lambda m: f"{_digits(m[2])}/{_digits(m[1])}", text)
    text = re.sub(r"([一二两三四五六七八九1-9]|0\.5)成(半|[一二三四五六七八九])?(?![一-鿿]*[0-9])", _tenths, text)
    for scale, size in (("亿", 10**8), ("万", 10**4)):
        text = re.sub(rf"({_BEGUN}){scale}(零?)([0-9]+[百千]|{_BEGUN})(万?)", partial(_compound, scale, size), text)
    return _HAN_RUN.sub(lambda m: _digits(m[0]), text)


def _decimal(match: re.Match[str]) -> str:
    whole = _digits(match[1])
    return match[0] if HAN.search(whole) else f"{whole}.{''.join(str(HAN_DIGITS[c]) for c in match[2])}"


def _and_half(match: re.Match[str]) -> str:
    return f"{_digits(match[1])}.5{match[2] if match.lastindex == 2 else '个'}"


def _neighbours(match: re.Match[str]) -> str:
    """Two or three thousand: from the one to the other."""
    return f"{match[1][0]}{match[2]}到{match[1][1]}{match[2]}"


def _nineteen(tens: str) -> str:
    return f"{HAN_DIGITS[tens] if tens else 1}9"


def _dozens(match: re.Match[str]) -> str:
    number = _digits(match[1])
    return match[0] if HAN.search(number) else _plain(12 * Decimal(number))


def _tenths(match: re.Match[str]) -> str:
    if match[1] == "0.5":
        return "0.05 share"
    more = "5" if match[2] == "半" else (_digits(match[2]) if match[2] else "")
    return f"0.{_digits(match[1])}{more} share"


def _compound(scale: str, size: int, match: re.Match[str]) -> str:
    """Write 三万五千 as 3.5万 and 1亿2000万 as 1.2亿; what is no such number stays."""
    first, rest = _whole(match[1]), _whole(match[3])
    if first is None or rest is None or (match[4] and scale == "万"):
        return match[0]
    if match[3] in HAN_DIGITS and not match[2] and not match[4]:  # 三万五
        rest *= size // 10
    elif match[4]:
        rest *= 10**4
    if not 0 < rest < size or not HAN.search(match[3] + match[4]):
        return match[0]
    return f"{_plain(first + Decimal(rest) / size)}{scale}"


def _whole(text: str) -> Decimal | None:
    digits = text if text[0].isdigit() else _digits(text)
    size = _HAN_SIZES.get(digits[-1], 1)
    number = digits if size == 1 else digits[:-1]
    return None if HAN.search(number) else Decimal(number) * size


def _digits(text: str) -> str:
    """Write a Chinese number below ten thousand in digits; one digit before 百 or 千 keeps it, as 三千 is '3千'."""
    if not HAN.search(text):
        return text
    if len(text) == 2 and text[0] in HAN_DIGITS and text[1] in "百千":
        return f"{HAN_DIGITS[text[0]]}{text[1]}"
    if not any(character in _HAN_SIZES for character in text):
        spelled = len(text) != 2 or text[0] in "零〇" or text[1] in "零〇"  # 三七, 五五: no number
        return "".join(str(HAN_DIGITS[character]) for character in text) if spelled else text
    return _summed(text)


def _summed(text: str) -> str:
    """Add up digits and sizes; 三百五 is 350 and 三百零五 305. Two digits beside each other are no number."""
    total, digit, size, gap = 0, 0, 1, False
    for before, character in zip(f" {text}", text, strict=False):
        if character in _HAN_SIZES:
            if before in "十百千":
                return text
            size = _HAN_SIZES[character]
            total, digit, gap = total + (digit or 1) * size, 0, False
        elif character in "零〇":
            gap = True
        elif digit:
            return text
        else:
            digit = HAN_DIGITS[character]
    return str(total + digit * (1 if gap or size <= 10 else size // 10))
