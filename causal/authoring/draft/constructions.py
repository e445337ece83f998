"""Constructions of a clause that name cause and effect in a fixed order: `blamed {E} on {C}`, `受{C}影响`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from causal.authoring.draft.directions import direction
from causal.authoring.draft.lexicon import alternatives, lexicon

LONGEST_SLOT = 120
REASON = re.compile(r"(?<=\w)\s(?:because|since|by \w+ing)\s", re.IGNORECASE)
PARTICIPLE = r"(?= \w+ing\b)"  # opens a clause whose subject stands in the one before
SLOT = re.compile(r"\{([CE])\}")
GREEDY = rf"(?P<{{}}>(?:(?!\sand\s\w+ing\s).){{{{1,{LONGEST_SLOT}}}}})"  # up to a participle of its own
KINDS = ("constructions", "related", "paired", "linked", "follows", "ahead", "back")  # lists of the lexicon
ASSOCIATED = ("paired", "linked")
TURNED = ("related", "paired")  # said in either order


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A construction from `at` to `end` of its clause; an empty effect stands elsewhere. `frame` is it without its slots.

    `opening` is a slot that begins it: words that deny may stand there. `follows`: it tells an order in time.
    `back`: an effect that it does not name is what was said before; `ahead`: what comes next.
    """

    at: int
    end: int
    connective: str
    cause: str
    effect: str
    frame: str
    opening: str = ""
    associated: bool = False
    follows: bool = False
    back: bool = False
    ahead: bool = False


def built(text: str, language: str, kinds: tuple[str, ...] = KINDS) -> Built | None:
    """Give the first construction of the lists that a clause has."""
    for pattern, kind in _patterns(language, kinds):
        if match := pattern.search(text):
            found = _built(match, kind)
            found = _until_reason(found, text)
            bare = lexicon().words[language].at("determiners").fullmatch(found.cause.strip())
            if bare or (kind == "eventive" and _is_by_agent(found, language)):
                continue
            return _turned(found, language, paired=kind == "paired") if kind in TURNED else found
    return None


def _until_reason(found: Built, text: str) -> Built:
    """Give a construction whose effect ends where a reason begins: `makes it worse because …`."""
    match = REASON.search(found.effect) if text[: found.end].endswith(found.effect) else None
    if match is None or not found.effect:
        return found
    return replace(found, effect=found.effect[: match.start()], end=found.end - len(found.effect) + match.start())


def _is_by_agent(found: Built, language: str) -> bool:
    """Whether somebody does something, which is an event and no cause."""
    words = lexicon().words[language]
    last = found.cause.split()[-1].strip("\"”’',") if found.cause.split() else ""
    agent = words.at("agents").fullmatch(last) and not words.at("no_agents").fullmatch(last)
    return bool(agent or words.at("pronouns").fullmatch(last))


@cache
def _patterns(language: str, kinds: tuple[str, ...]) -> list[tuple[re.Pattern[str], str]]:
    lists = lexicon().words[language].lists
    found = [(_compiled(raw), kind) for kind in kinds for raw in lists[kind]]
    return [*found, *((_compiled(raw), KINDS[0]) for raw in _passives(language) if KINDS[0] in kinds)]


def _passives(language: str) -> list[str]:
    """Give the passives of the active verbs of a language that puts the agent in front: `被{C}挤占`."""
    words = lexicon().words[language]
    active = words.lists["links"]["active"]
    verbs = [verb for push in active.values() for verb in push if len(verb) > 1]
    return [raw.replace("{V}", alternatives(verbs)) for raw in words.lists["passives"]]


def _compiled(raw: str) -> re.Pattern[str]:
    """Put slots into a construction: one at its start reaches back to the start of the clause, one at its end to the end."""
    end = raw.removesuffix("$").removesuffix(")?")
    opened = re.match(r"\{C\}(?:\(\?<!.*?\))* ", raw)
    for slot in SLOT.findall(raw):
        greedy = end.endswith(f"{{{slot}}}")
        raw = raw.replace(f"{{{slot}}}", GREEDY.format(slot) if greedy else rf"(?P<{slot}>.{{1,{LONGEST_SLOT}}}?)")
    if opened:
        first, rest = raw.split("?)", 1)
        raw = rf"(?:{first}?)|{PARTICIPLE}){rest}"
    return re.compile(f"^{raw}" if raw.startswith(("(?P<", "(?:(?P<")) else raw, re.IGNORECASE)


def _built(match: re.Match[str], kind: str) -> Built:
    slots = {name: text or "" for name, text in match.groupdict().items()}
    frame = list(match[0])
    for name, text in slots.items():
        if text:
            start, end = (at - match.start() for at in match.span(name))
            frame[start:end] = " " * (end - start)
    plain = "".join(frame)
    return Built(
        at=match.start(),
        end=match.end(),
        connective=" … ".join(part for part in re.split(r"\s{2,}", plain.strip()) if part),
        cause=slots.get("C", ""),
        effect=slots.get("E", ""),
        frame=plain,
        opening=next((text for name, text in slots.items() if text and match.start(name) == match.start()), ""),
        associated=kind in ASSOCIATED,
        follows=kind == "follows",
        back=kind == "back",
        ahead=kind == "ahead",
    )


def _turned(found: Built, language: str, *, paired: bool) -> Built:
    """Give `{E} has to do with {C}` with its ends exchanged where only the second one moves, or is a pronoun."""
    pronoun = lexicon().words[language].at("pronouns").fullmatch(found.cause.strip(" ."))
    words = lexicon().words[language]
    if words.at("introduced").fullmatch(found.effect.strip()) or words.at("pronouns").fullmatch(
        found.effect.strip(" .")
    ):
        return found
    plain = bool(direction(found.cause, language)) and not direction(found.effect, language)
    moves = words.at("outcomes").search(found.cause) if words.lists["outcomes"] else plain
    ailing = [bool(words.at("ailments").search(text)) for text in (found.cause, found.effect)]
    first = not ailing[1] if paired else ailing == [True, False]
    if not (pronoun or moves or first) or not found.effect.strip():
        return found
    return replace(found, cause=found.effect, effect=found.cause)
