"""An event or a change as the subject of a verb that no list holds: `a mild January woke the birches`.

The subject is an event by the ending of its noun (-tion, -ment, -ure), by a list, or because its words tell a rise or a fall.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from causal.authoring.draft.constructions import Built
from causal.authoring.draft.directions import direction
from causal.authoring.draft.lexicon import lexicon

if TYPE_CHECKING:
    from causal.authoring.draft.lexicon import Words

TOKEN = re.compile(r"[\w'’$€£%.-]*\w[\w'’%-]*")
LONGEST_SUBJECT = 9  # words
ENDING = re.compile(r"\w{3,}(?:tion|sion|ment|ness|ance|ence|age|ure|ity|ism|dom|asis|emia|itis)s?", re.IGNORECASE)
PAST = re.compile(r"\w{2,}(?:ed|ught)")
PRESENT = re.compile(r"(?!\w*(?:ss|us|is|ies)\b)\w{3,}s")


def eventful(text: str, language: str) -> Built | None:
    """Give subject and object of the first verb of a clause, where the subject is an event; None where it has none."""
    words = lexicon().words[language]
    tokens = list(TOKEN.finditer(text))
    if words.han or not words.lists["events"] or not tokens or words.at("no_opening").fullmatch(tokens[0][0]):
        return None
    for k in range(1, min(len(tokens) - 1, LONGEST_SUBJECT + 1)):
        verb = _verb(tokens, k, words)
        if verb is None:
            continue
        subject = text[: tokens[k].start()].strip()
        behind = text[tokens[verb].end() :]
        if not _is_event(subject, words, language) or not _has_object(tokens, verb, words):
            return None
        return Built(
            at=0,
            end=len(text),
            connective=tokens[verb][0],
            cause=subject,
            effect=behind,
            frame=text[tokens[k].start() : tokens[verb].end()],
            opening="",
        )
    return None


def _verb(tokens: list[re.Match[str]], k: int, words: Words) -> int | None:
    """Give the place of the full verb of which the first word, perhaps an auxiliary, stands at `k`."""
    first, last = tokens[k][0], tokens[k - 1][0]
    if words.at("helping").fullmatch(first):
        at = k + 1
        while at < len(tokens) and words.at("between_verbs").fullmatch(tokens[at][0]):
            at += 1
        return at if at < len(tokens) else None
    if words.at("no_subject").fullmatch(last) or not first.islower():
        return None
    past = PAST.fullmatch(first) or words.at("irregular").fullmatch(first)
    present = PRESENT.fullmatch(first) and not PRESENT.fullmatch(last) and k > 1
    determined = k + 1 < len(tokens) and words.at("opens_object").fullmatch(tokens[k + 1][0])
    return k if past or (present and determined) else None


def _is_event(subject: str, words: Words, language: str) -> bool:
    head = re.split(r"\s(?:of|in|at|on|from|for|over|among|by|to|with|between|that|which)\s", subject, maxsplit=1)[0]
    last = head.split()[-1] if head.split() else ""
    named = bool(words.at("agents").fullmatch(last) and not words.at("no_agents").fullmatch(last))
    if named or words.at("pronouns").fullmatch(last):
        return False
    return bool(ENDING.fullmatch(last) or words.at("events").fullmatch(last)) or direction(head, language) != 0


def _has_object(tokens: list[re.Match[str]], verb: int, words: Words) -> bool:
    if verb + 1 >= len(tokens) or words.at("no_cause").fullmatch(tokens[verb][0]):
        return False
    following = tokens[verb + 1][0]
    plain = following.isalpha() and not words.at("no_object").fullmatch(following)
    return plain and not following.endswith("ly") and not words.at("helping").fullmatch(following)
