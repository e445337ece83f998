"""Causes told by order alone, where a language needs no connective: 人手不足，航班延误.

A state is followed by what comes of it: a pressing state by a change, or any change of an outer thing (油价, 天气) by one
that is told as a reaction (纷纷, 不得不).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from causal.authoring.draft.directions import direction

if TYPE_CHECKING:
    from causal.authoring.draft.reading import Reading

LONGEST = 24  # characters of a clause that is a cause by order alone
STATE = re.compile(
    "(?:[过太偏极][高低大小多少快慢重轻强弱猛热冷贵长短早晚严紧松急满深浅密滥]|[^不]不[够着上起了动足通畅灵稳齐牢]|越来越.{1,2}|[凉烂坏塌断死空尽光透垮枯干湿冻裂破旧老]|[晚早少多高低贵慢快重轻冷热长短紧松]了)了?$"
)  # 过猛, 不够, 凉透: a state that brings something with it
UNABLE = re.compile(
    "[\u3400-\u9fff]不[着了起上下到动成住完开出及]|[就便](?![是业读职诊餐医近地利宜捷算])"
)  # 够不着, 卖不动
FIGURE = re.compile("[0-9]")


def ordered(reading: Reading, i: int) -> tuple[str, str] | None:
    """Give cause and effect of clause `i` and the one behind it, where their order alone tells them."""
    if not reading.words.lists["order"]["reactions"] or i + 1 >= len(reading.parts):
        return None
    if any(reading.marks[k] or reading.built[k] for k in (i, i + 1)) or reading.groups[i] != reading.groups[i + 1]:
        return None
    one, after = reading.parts[i].text.strip(" ，,"), reading.parts[i + 1].text.strip(" ，,。.”")
    if reading.words.at("intended").search(one) or reading.words.at("stances.possible").search(one):
        return None
    if not _opens(reading, i) or not 3 < len(one) <= LONGEST or reading.words.at("order.contrasts").search(after):
        return None
    return (one, after) if _follows(reading, one, after) else None


def _opens(reading: Reading, i: int) -> bool:
    """Whether a clause opens a sentence, a stretch of it, or what somebody says."""
    chained = i > 0 and ordered(reading, i - 1) is not None
    told = i + 1 < len(reading.parts) and bool(reading.words.at("order.compelled").search(reading.parts[i + 1].text))
    return chained or told or i == 0 or reading.groups[i] != reading.groups[i - 1] or reading.opens(i - 1)


def _follows(reading: Reading, one: str, after: str) -> bool:
    pressing = bool(re.search(rf"(?:{reading.words.at('order.states').pattern})了?$", one) or STATE.search(one))
    moves = direction(one, reading.language) != 0
    outer = bool(reading.words.at("order.outer").search(one)) and moves and not FIGURE.search(one)
    reacts = bool(reading.words.at("order.reactions").search(after) or UNABLE.search(after))
    way = direction(after, reading.language)
    changes = way != 0 or bool(reading.words.at("stances.near").search(after))
    if moves and way and not FIGURE.search(one + after):
        return True
    return (reacts and (pressing or moves)) or (changes and (pressing or outer))
