"""A unit as declared -> what it measures, how large one of it is, and how it is printed.

Only units that articles use are known; any other is its own dimension, equal to itself alone. The kinds that matter here
(a share against a percentage, basis points, millions in the unit, two currencies that share a sign) are no business of
libraries of physical units, which is why none is used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

SHARE, TIMES, NUMBER = "part of one", "times", "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """`scale` is how many of the dimension's own unit one of it is; `per` what it is counted against, if anything.

    `large` is the part of the scale that a word such as million stands for. `known`: the dimension is one of the table's.
    """

    dimension: str
    scale: Decimal
    text: str
    per: str = ""
    large: Decimal = Decimal(1)
    known: bool = True


_SCALES = {
    **dict.fromkeys(("thousand", "thousands", "k", "000s", "'000", "000", "千"), Decimal(10) ** 3),
    **dict.fromkeys(("万",), Decimal(10) ** 4),
    **dict.fromkeys(("lakh", "lakhs"), Decimal(10) ** 5),
    **dict.fromkeys(("million", "millions", "mn", "mln", "m", "mm", "百万"), Decimal(10) ** 6),
    **dict.fromkeys(("crore", "crores", "千万"), Decimal(10) ** 7),
    **dict.fromkeys(("亿",), Decimal(10) ** 8),
    **dict.fromkeys(("billion", "billions", "bn", "bln", "b", "十亿"), Decimal(10) ** 9),
    **dict.fromkeys(("trillion", "trillions", "tn", "trn", "t", "万亿"), Decimal(10) ** 12),
    **dict.fromkeys(("hundred", "hundreds", "百"), Decimal(100)),
    **dict.fromkeys(("dozen", "dozens"), Decimal(12)),
}
LETTERS = frozenset({"k", "m", "mm", "b", "t"})  # scales that are units too; before a unit they are scales


def _table() -> dict[str, tuple[str, Decimal]]:
    """Every name, in lower case but for one letter, with its dimension and scale."""
    known: dict[str, tuple[str, Decimal]] = {}

    def add(dimension: str, **names: str) -> None:
        for scale, words in names.items():
            known.update(
                dict.fromkeys(words.split("|"), (dimension, Decimal(scale.removeprefix("x").replace("_", "."))))
            )

    add(SHARE, x1="share|shares of one|fraction|proportion|probability|ratio of the whole|比例|份额")
    add(
        SHARE,
        x0_01="%|percent|per cent|pct|percentage|百分点|个百分点|百分比",
    )
    add(
        SHARE,
        x0_01="percentage points|percentage point|percentage-points|pct points|%-points|pp|ppt|ppts",
    )
    add(SHARE, x0_0001="basis points|basis point|bps|bp|b.p.|基点|个基点")
    add(SHARE, x0_001="‰|per mille|per mil", x0_000001="ppm|parts per million")
    add(TIMES, x1="x|×|times|fold|-fold|multiple|ratio|倍")
    add("length", x0_001="mm|millimetre|millimetres|millimeter|millimeters|毫米")
    add("length", x0_01="cm|centimetre|centimetres|centimeter|centimeters|厘米", x1="m|metre|metres|meter|meters|米")
    add("length", x1000="km|kilometre|kilometres|kilometer|kilometers|公里|千米", x1609_344="mile|miles|英里")
    add("length", x0_0254="inch|inches|in|英寸", x0_3048="ft|foot|feet|英尺", x0_9144="yard|yards|yd")
    add("mass", x0_001="g|gram|grams|gramme|grammes|克", x1="kg|kilogram|kilograms|kilo|kilos|公斤|千克")
    add("mass", x1000="t|tonne|tonnes|metric ton|metric tons|mt|吨", x0_000001="mg|milligram|milligrams|毫克")
    add("mass", x0_45359237="lb|lbs|pound|pounds|磅", x0_028349523125="oz|ounce|ounces|盎司", x0_5="斤")
    add(
        "mass",
        x907_18474="short ton|short tons",
        x1000000000="megatonne|megatonnes",
        x1000000000000="gigatonne|gigatonnes|gt",
    )
    add(
        "area",
        x1="m2|m²|sq m|square metre|square metres|square meters|平方米",
        x10000="ha|hectare|hectares|公顷",
        x666_6666667="亩",
    )
    add(
        "area",
        x1000000="km2|km²|sq km|square kilometre|square kilometres|square kilometers|平方公里|平方千米",
        x4046_8564224="acre|acres|英亩",
    )
    add(
        "volume",
        x0_001="l|litre|litres|liter|liters|升",
        x0_000001="ml|millilitre|millilitres",
        x1="m3|m³|cubic metre|cubic metres|立方米",
    )
    add("volume", x0_158987294928="barrel|barrels|bbl|桶", x0_003785411784="gallon|gallons")
    add(
        "energy",
        x1="wh|瓦时",
        x1000="kwh|度|千瓦时|kilowatt hours|kilowatt-hours",
        x1000000="mwh|兆瓦时|megawatt hours",
        x1000000000="gwh|gigawatt hours",
    )
    add("energy", x1000000000000="twh|terawatt hours")
    add(
        "power",
        x1="w|watt|watts|瓦",
        x1000="kw|千瓦|kilowatt|kilowatts",
        x1000000="mw|兆瓦|megawatt|megawatts",
        x1000000000="gw|吉瓦|gigawatt|gigawatts",
    )
    add("celsius", x1="°c|c|degc|degrees|degree|celsius|degrees celsius|deg c|摄氏度")
    add("fahrenheit", x1="°f|f|fahrenheit|degrees fahrenheit|deg f|华氏度")
    add(
        "time",
        x1="s|sec|second|seconds|秒",
        x60="min|minute|minutes|分钟",
        x3600="h|hour|hours|hr|hrs|小时",
        x86400="day|days|天",
    )
    add("time", x604800="week|weeks|周")
    add("months", x1="month|months|个月", x12="year|years|yr|yrs|年")
    add(
        "US$",
        x1="us$|$|usd|dollar|dollars|us dollar|us dollars|u.s. dollars|美元|美金",
        x0_01="cents|us cents|cent|美分",
    )
    add("€", x1="€|eur|euro|euros|欧元")
    add("£", x1="£|gbp|pounds sterling|sterling|pound sterling|英镑|镑", x0_01="pence|penny")
    add("JPY", x1="jpy|yen|japanese yen|日元|日圆")
    add("CNY", x1="cny|rmb|yuan|renminbi|chinese yuan|cn¥|人民币|元|人民币元")
    add("¥", x1="¥|円")
    add("CHF", x1="chf|swiss francs|swiss franc|瑞士法郎")
    add("HK$", x1="hk$|hkd|港元|港币")
    add("INR", x1="inr|₹|rs|rupee|rupees|卢比")
    add("KRW", x1="krw|₩|won|韩元")
    add("A$", x1="a$|au$|aud|australian dollars|澳元")
    add("C$", x1="c$|ca$|cad|canadian dollars|加元")
    add("NZ$", x1="nz$|nzd|new zealand dollars|新西兰元")
    add("S$", x1="s$|sgd|singapore dollars|新元|新加坡元")
    add("NT$", x1="nt$|twd|new taiwan dollars|新台币|台币")
    add("R$", x1="r$|brl|reais|real")
    add("people", x1="people|persons|person|inhabitants|residents|heads|head|人|名|口")
    add("standard deviations", x1="standard deviations|standard deviation|sigma|sigmas|σ|sd|标准差|个标准差")
    add("points", x1="points|point|index points|index point|index|pts|点|个点")
    add(NUMBER, x1="number|count|number of|个|1")
    return known


KNOWN = _table()
# Prefixes that differ in their case alone: mega- is no metric ton, milli- no mega-.
CASED = {
    "Mt": ("mass", Decimal(10) ** 9),
    "mW": ("power", Decimal("0.001")),
    "mWh": ("energy", Decimal("0.001")),
}
DOLLARS = ("US$", "HK$", "A$", "C$", "NZ$", "S$", "NT$")
CURRENCIES = frozenset({*DOLLARS, "€", "£", "JPY", "CNY", "¥", "CHF", "INR", "KRW", "R$"})
# A word of two dimensions is settled by the unit beside it; where that does not, it is the first one named here.
EITHER = {
    "pound": ("£", "mass"),
    "pounds": ("£", "mass"),
    "¥": ("JPY", "CNY"),
    "円": ("JPY", "CNY"),
    "points": ("points", SHARE),
    "point": ("points", SHARE),
    "点": ("points", SHARE),
    "个点": ("points", SHARE),
    "m": ("length",),
    "元": ("CNY", *DOLLARS),
    "dollars": DOLLARS,
    "$": DOLLARS,
    "pts": ("points", SHARE),
    "degrees": ("celsius", "fahrenheit"),
    "degree": ("celsius", "fahrenheit"),
    "度": ("energy", "celsius", "fahrenheit"),
}
_PER = re.compile(r"\s*(?:/|\bper\b|\ban?\b(?=\s)|每)\s*", re.IGNORECASE)
_PURPOSE = re.compile(r"\s+for\s.*$", re.IGNORECASE)
_QUALIFIED = re.compile(r"\s+(?:of|for|in|on|at|as|from|to|by|above|below|with)\s.*$|,\s.*$|\s*\(.*\)$", re.IGNORECASE)


@cache
def unit(text: str, beside: str = "") -> Unit:
    """Read a unit as written; `beside` is the unit of what it is compared with, which settles a word of two meanings."""
    written = " ".join(text.replace("’", "'").split())
    large, rest = _large(written)
    head, per = _head(rest)
    if head in CASED:
        dimension, scale = CASED[head]
        return Unit(dimension=dimension, scale=scale * large, text=written, per=per, large=large)
    name = head.casefold() if head.casefold() in KNOWN else head
    if name not in KNOWN:
        large_after, trimmed = _large_after(head)
        large, head = large * large_after, trimmed
        name = head.casefold()
    if name not in KNOWN:
        own = _singular(name)
        return Unit(dimension=own or NUMBER, scale=large, text=written, per=per, large=large, known=not own)
    dimension, scale = _settled(name, beside)
    return Unit(dimension=dimension, scale=scale * large, text=written, per=per, large=large)


def _settled(name: str, beside: str) -> tuple[str, Decimal]:
    """Give the dimension and scale of a known name, by the unit beside it where the name has two meanings."""
    choices = EITHER.get(name, ())
    other = unit(beside).dimension if beside and choices else ""
    dimension = other if other in choices else (choices[0] if choices else KNOWN[name][0])
    if dimension == KNOWN[name][0]:
        return KNOWN[name]
    return dimension, Decimal("0.01") if dimension == SHARE else Decimal(1)


def _large(text: str) -> tuple[Decimal, str]:
    """Split off a scale before the unit: 'millions of US$', 'thousand tonnes'; one that stands alone is a number's."""
    words = text.split(" ")
    factor = Decimal(1)
    while len(words) > 1 and (scale := _SCALES.get(words[0].casefold())) and not _lettered(words):
        factor *= scale
        words = words[2:] if words[1].casefold() == "of" and len(words) > 2 else words[1:]
    alone = text.casefold()
    if len(words) == 1 and factor == 1 and alone in _SCALES and alone not in LETTERS:
        return _SCALES[alone], ""
    if len(words) == 1 and factor != 1 and (last := words[0].casefold()) in _SCALES and last not in KNOWN:
        return factor * _SCALES[last], ""
    joined = re.match(r"(万亿|百万|千万|十亿|[百千万亿])(.+)", words[0])
    if joined and len(words) == 1:
        return factor * _SCALES[joined[1]], joined[2]
    return factor, " ".join(words)


def _lettered(words: list[str]) -> bool:
    """Whether the first word is a letter that stands for a unit: 't per hectare', not 'm tonnes'."""
    return words[0].casefold() in LETTERS and words[1].casefold() in {"per", "a", "an", "of", "/"}


def _large_after(text: str) -> tuple[Decimal, str]:
    """Split off a scale after the unit: 'US$ million', 'US$m', 'EUR bn'."""
    head, _, last = text.rpartition(" ")
    if head and last.casefold() in _SCALES:
        return _SCALES[last.casefold()], head
    match = re.fullmatch(r"((?:us|hk|a|au|c|ca|nz|s|nt)?\$|r\$|[€£¥₹])\s*([a-z]+)", text, re.IGNORECASE)
    if match and match[2].casefold() in _SCALES:
        return _SCALES[match[2].casefold()], match[1]
    return Decimal(1), text


def _head(text: str) -> tuple[str, str]:
    """Split 't per hectare', 'US$/barrel' and 'log points a year' in two, and drop 'of GDP' and the like."""
    if text.casefold() in KNOWN:
        return text, ""
    text = _PURPOSE.sub("", text)
    parts = _PER.split(text, maxsplit=1)
    per = _QUALIFIED.sub("", parts[1]) if len(parts) == 2 and parts[0] else ""
    return _QUALIFIED.sub("", parts[0] if per else text).strip(), _denominator(per)


def _denominator(text: str) -> str:
    name = text.strip().casefold()
    return f"{KNOWN[name][0]} {KNOWN[name][1]:f}" if name in KNOWN else _singular(name)


def _singular(word: str) -> str:
    word = word.casefold().strip()
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def factor(of: str, into: str) -> Decimal:
    """Give the number that turns a figure in unit `of` into one in unit `into`; raise ValueError where there is none.

    A unit that is not named, and a plain number, are taken to be the other's.
    """
    if not of or not into:
        return Decimal(1)
    source, target = unit(of, into), unit(into, of)
    if source.dimension != target.dimension:
        if NUMBER in (source.dimension, target.dimension):
            return _plain(source, target)
        raise ValueError(f"{of} is not {into}, and neither can be turned into the other")
    if source.per and target.per and source.per != target.per:
        raise ValueError(f"{of} and {into} are counted against different things")
    return source.scale / target.scale


def _plain(source: Unit, target: Unit) -> Decimal:
    """A plain number is in the other's unit; a share, a percentage or a multiple of one is a number."""
    if {source.dimension, target.dimension} <= {NUMBER, SHARE, TIMES}:
        return source.scale / target.scale
    return source.large / target.large


def alike(first: str, second: str) -> bool:
    """Whether figures in the two units can be compared."""
    try:
        factor(first, second)
    except ValueError:
        return False
    return True
