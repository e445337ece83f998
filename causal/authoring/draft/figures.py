"""The figures of a sentence: found by their form, worded as `causal.grammar.stated` reads them, and parsed by it.

A Chinese wording is put into English word for word, because the checks read English: 约 4.9 亿美元 -> about US$0.49bn.
As many digits are written as before; zeros at the end of a whole number of 万 or 亿 count as not stated, as in `6 million`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from causal.authoring.draft.dates import dates, lengths
from causal.authoring.draft.lexicon import Script, alternatives, lexicon
from causal.grammar import stated
from causal.grammar.words import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from causal.authoring.draft.sentences import Sentence
    from causal.grammar.stated import Stated

MAXIMUM = 40  # figures of a sentence
NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?![0-9])"
ADDRESS = r"https?://\S{1,200}"
CLOCK = r"\b[0-9]{1,2}:[0-9]{2}\b|\b[0-9]{1,2}\s?[ap]\.?m\b|[上下]午\s?[0-9]{1,2}\s?[点时]|(?<![0-9.,])[0-9]{1,2}点(?:[0-9]{1,2}分|半|钟|整)"
DOUBLED = {"doubled": 2, "doubling": 2, "tripled": 3, "tripling": 3, "quadrupled": 4, "quadrupling": 4}
COUNTS = [word for word, value in ENGLISH.numbers.items() if value > 1]
LARGE = [word for word, value in ENGLISH.numbers.items() if value > 10]
OF_OWN = r"\sof\s(?:its|their|them|the|his|her|those|these)\b"  # `eleven of its shops`
ORDINAL = re.compile(
    r"(?:a (?:third|fourth|fifth|sixth|quarter)|half|a half)(?:-|\s(?:straight|successive|consecutive|time|season|could|would|will|can|may|might|was|is|has|had|said|(?:hour|day|week|month|quarter|year|term|century)s?)\b)",
    re.IGNORECASE,
)  # `a fourth straight week`, `half an hour`
THINGS = r"\s(?:[a-z]+\s)?(?:children|people|men|women|[a-z]{3,}[a-rt-z]s)\b"  # what is counted
HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 0}
HAN_SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
HAN_CURRENCIES = {"美元": "US$", "美金": "US$", "欧元": "€", "英镑": "£", "日元": "¥", "人民币": "CNY ", "港元": "HK$"}
HAN_UNITS = {
    "个百分点": " percentage points",
    "百分点": " percentage points",
    "个基点": " basis points",
    "基点": " basis points",
    "%": "%",
    "倍": "x",
    "倍标准差": " sigma",
    "个标准差": " sigma",
    "-sigma": " sigma",
    "sigma": " sigma",
}
PLAIN_BELOW = 10**6  # below it a scaled Chinese number is written in digits


class Role(StrEnum):
    """What a figure is of a movement: `fell 3% from 90 to 87` has a change, a level before and a level after."""

    PLAIN = "plain"
    CHANGE = "change"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure at `start` to `end` of its sentence; `wording` is what `causal.grammar.stated` reads, `written` what stands there.

    `role` and `way` are read by `movements`: what the figure is of a movement, and 1 or -1 where it goes up or down.
    """

    start: int
    end: int
    written: str
    wording: str
    stated: Stated
    role: Role = Role.PLAIN
    way: int = 0


def figures(sentence: Sentence) -> list[Figure]:
    """Give the figures of a sentence in order: no dates, no lengths of time, no names, no ordinals."""
    taken = [(when.start, when.end) for when in dates(sentence)] + lengths(sentence) + _names(sentence)
    found: list[Figure] = []
    for start, end, wording in _scanned(sentence):
        free = all(end <= a or b <= start for a, b in (*taken, *((f.start, f.end) for f in found)))
        if free and (read := readable(wording)):
            written = sentence.text[start:end].strip()
            found.append(Figure(start=start, end=end, written=written, wording=wording, stated=read))
    return sorted(found, key=lambda f: f.start)[:MAXIMUM]


def _scanned(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Give (start, end, wording) of what may be a figure, as the sentence's language writes numbers."""
    if lexicon().words[sentence.language].script is Script.HAN:
        return _chinese(sentence.text, sentence.language)
    return _english(sentence.text)


def readable(wording: str) -> Stated | None:
    """Give what a wording states; None where it is no figure."""
    try:
        return stated.parse(wording)
    except (ValueError, ArithmeticError):
        return None


def _names(sentence: Sentence) -> list[tuple[int, int]]:
    names = alternatives(lexicon().names)
    return [match.span() for match in re.finditer(rf"{names}|{ADDRESS}|{CLOCK}", sentence.text, re.IGNORECASE)]


def _english(text: str) -> Iterator[tuple[int, int, str]]:
    """Give (start, end, wording): ranges and numbers first, then words for shares and multiples."""
    for name in ("range", "number", "word"):
        for match in _english_patterns()[name].finditer(text):
            if ORDINAL.match(text, match.start()):
                continue
            wording = _doubled(match[0]) if name == "word" else match[0]
            yield match.start(), match.end(), re.sub(r"(?<=[0-9])-(?=[a-z])", " ", wording.replace("°C", "")).strip()


def _doubled(text: str) -> str:
    word = next((word for word in DOUBLED if text.lower().endswith(word)), "")
    return text[: len(text) - len(word)] + f"{DOUBLED[word]}x" if word else text


@cache
def _english_patterns() -> dict[str, re.Pattern[str]]:
    before = _either(ENGLISH.before)
    currency = f"(?:{alternatives(ENGLISH.currencies)})"
    named = _either(u for u in (*ENGLISH.units, *ENGLISH.currencies) if u.isascii() and len(u) > 1)
    unit = rf"(?:\s?%|\s?[x×](?!\w)|\s?°C|[\s-]?(?:{named}))"
    scale = rf"(?:\s?(?:{_either(ENGLISH.multipliers)}))?"
    after = rf"(?:\s(?:{_either(word for word in ENGLISH.after if word != '+')})|\+)?"
    counted = _either((*ENGLISH.multipliers, *(u for u in ENGLISH.units if u[0].isalpha())))
    words = rf"(?:{_either(ENGLISH.numbers)})(?=\s(?:{counted}))|(?:{_either(COUNTS)})(?={OF_OWN})|(?:{_either(LARGE)})(?={THINGS})"
    words += rf"|(?<=at least )(?:{_either(COUNTS)})(?={THINGS})"
    one = rf"(?:[-−](?=[0-9$€£¥]))?(?:{currency}\s?)?{NUMBER}{scale}{unit}?"
    lead = rf"(?<![\w.,$€£¥/-])(?:(?:{before})\s?)?"
    return {
        "range": re.compile(
            rf"{lead}(?:between\s{one}\sand\s{one}|{one}\s?[–-]\s?{one})(?![\w/-]){after}", re.IGNORECASE
        ),
        "number": re.compile(rf"{lead}(?:{one}(?![\w/])(?!-[0-9])|(?:{words}){scale}{unit}?\b){after}", re.IGNORECASE),
        "word": re.compile(
            rf"\b(?:(?:{before})\s)?(?:{_either((*ENGLISH.fractions, *ENGLISH.multiples, *DOUBLED))})", re.IGNORECASE
        ),
    }


def _either(words: Iterable[str]) -> str:
    """Give the alternatives, the longest first; a word of letters must end where a word ends."""
    return "|".join(re.escape(w) + (r"\b" if w[-1].isalnum() else "") for w in sorted(words, key=len, reverse=True))


def _chinese(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    for match in _chinese_pattern(language).finditer(text):
        if wording := _worded(match, language):
            yield match.start(), match.end(), wording


@cache
def _chinese_pattern(language: str) -> re.Pattern[str]:
    lists = lexicon().words[language].lists
    before = alternatives(word for words in lists["qualifiers"].values() for word in words)
    after = alternatives(word for words in lists["after"].values() for word in words)
    scale, currency, unit = (alternatives(words) for words in (HAN_SCALES, HAN_CURRENCIES, HAN_UNITS))
    han = "[一二两三四五六七八九十]"
    bare = rf"(?:{NUMBER})\s?(?:{scale})?\s?"
    span = rf"(?P<low>{bare}(?P<same>{currency}|{unit})?)\s?[至到~–-]\s?(?P<high>{bare}(?(same)(?P=same)|(?:{currency}|{unit})?))"
    share = rf"(?P<bottom>{han})分之(?P<top>{han})|百分之(?P<percent>{han}{{1,3}}|{NUMBER})|(?P<half>一半|半数|过半)|(?P<fraction>[1-4]/[2-9][0-9]?)(?![0-9/])|(?P<tenths>{han}|{NUMBER})成(?!为|立|功|本|交|员|长|果|分|熟)"
    times = rf"(?P<times>{han}{{1,2}})(?P<own>倍)"
    count = r"(?:[二两三四五六七八九十]\s?(?=家|只|名|人|座|艘)|[两三四五六七八九十]\s?(?=次)|(?!一[头辆户])[一二两三四五六七八九十]{1,3}(?=元|吨|户|亩|辆|头)|[两三四五六七八九十]{1,3}(?:百万|千万|百|千|万|亿)(?=[^亿万千百多余分]))"
    doubled = r"翻了?一?番|翻了?一?倍|翻番|翻倍"
    sign, money = r"(?P<sign>[-−](?=[0-9]))?", r"(?:(?P<money>US\$|\$|€|£)\s?)?"
    plain = rf"{sign}{money}(?P<number>{NUMBER})\s?(?P<more>[多余]\s?)?(?P<scale>{scale})?\s?(?:(?P<currency>{currency})|(?P<unit>{unit}))?"
    return re.compile(
        rf"(?<![0-9A-Za-z.第/])(?:(?P<before>{before})\s?)?(?:{span}|{share}|{times}|{plain})(?![0-9A-Za-z/])\s?(?P<after>{after})?"
        rf"|(?<![一二两三四五六七八九十百千万第每任某同0-9.])(?P<counted>{count})|(?P<doubled>{doubled})",
    )


def _worded(match: re.Match[str], language: str) -> str:
    """Put a Chinese figure into the words that `causal.grammar.stated` reads; an empty text where it is no figure."""
    core = _core(match.groupdict(), language)
    if not core:
        return ""
    lists = lexicon().words[language].lists
    before = _rule(lists["qualifiers"], match["before"])
    if match["more"] or match["half"] == "过半":
        before = before or "more than"
    return f"{before or _rule(lists['after'], match['after'])} {core}".strip()


def _rule(words: dict[str, Any], written: str | None) -> str:
    return next((rule for rule, known in words.items() if written in known), "")


def _core(parts: dict[str, Any], language: str) -> str:
    if parts["low"]:
        ends = [_chinese_pattern(language).fullmatch(parts[end].strip()) for end in ("low", "high")]
        low, high = ({} if end is None else end.groupdict() for end in ends)
        if not low or not high:
            return ""
        shared = {key: low[key] or high[key] for key in ("scale", "currency", "unit")}
        return f"{_number(low | shared)} to {_number(high)}"
    if parts["bottom"]:
        bottom, top = HAN_DIGITS[parts["bottom"]], HAN_DIGITS[parts["top"]]
        return _share(top, bottom)
    if parts["fraction"]:
        top, bottom = (int(part) for part in parts["fraction"].split("/"))
        return _share(top, bottom)
    if parts["tenths"]:
        return f"{_tens(parts['tenths'])}0%"
    if parts["percent"]:
        return f"{_tens(parts['percent'])}%"
    if parts["half"]:
        return "half"
    if parts["times"]:
        return f"{_tens(parts['times'])}x"
    if parts["doubled"]:
        return "2x"
    return _counted(parts["counted"].strip()) if parts["counted"] else _number(parts)


def _counted(text: str) -> str:
    """Write a Chinese number with its scale, if it has one, in digits: 两万 is 20,000."""
    scale = next((name for name in sorted(HAN_SCALES, key=len, reverse=True) if text.endswith(name)), "")
    return _scaled(_tens(text.removesuffix(scale)), HAN_SCALES.get(scale, 1))


def _share(top: int, bottom: int) -> str:
    """Give the English words of a fraction that has them."""
    return next((words for words, value in ENGLISH.fractions.items() if value == (top, bottom)), "")


def _tens(text: str) -> str:
    """Write a Chinese number up to 99 in digits; digits stay as they are."""
    if text[0] not in HAN_DIGITS:
        return text
    if "十" not in text:
        return str(HAN_DIGITS[text[0]])
    tens, _, ones = text.partition("十")
    return str(10 * HAN_DIGITS.get(tens[:1], 1) + HAN_DIGITS.get(ones[:1], 0))


def _number(parts: dict[str, Any]) -> str:
    money = parts["money"] or HAN_CURRENCIES.get(parts["currency"] or "", "")
    scaled = _scaled(parts["number"], HAN_SCALES.get(parts["scale"] or "", 1))
    return f"{'-' if parts['sign'] else ''}{money}{scaled}{HAN_UNITS.get(parts['unit'] or '', '')}"


def _scaled(number: str, scale: int) -> str:
    """Write a scaled number with the digits that are written, in digits below a million and in m, bn or tn above."""
    if scale == 1 or len(number) > stated.MAXIMUM_DIGITS:
        return number
    value = Decimal(number.replace(",", "")) * scale
    if value < PLAIN_BELOW:
        return f"{value:,f}".removesuffix(".0")
    size, word = next(
        ((s, w) for s, w in ((10**12, "tn"), (10**9, "bn")) if value >= s // 10 and scale >= s // 10), (10**6, "m")
    )
    return f"{(value / size).normalize():f}{word}"
