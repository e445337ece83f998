"""A sentence -> its clauses with the constructions and connectives of each, and the texts around them."""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from causal.authoring.draft.constructions import built
from causal.authoring.draft.events import eventful
from causal.authoring.draft.lexicon import lexicon
from causal.authoring.draft.marks import Mark, Voice, marks
from causal.authoring.draft.phrases import says
from causal.authoring.draft.segments import segments

if TYPE_CHECKING:
    from causal.authoring.draft.sentences import Sentence

ENDS = re.compile(
    r"\s(?:and|but|yet|that)(?:\s(?:partly|mainly|largely))?\s*$", re.IGNORECASE
)  # `and because of it, …`
ENDED = re.compile(r"[.!?。！？…:;,\"”’)]\s*$")
LONGEST_HEADLINE = 90  # characters
APART = re.compile("[:;：；]")
JOINS = re.compile(r"\s(?:and|but|then)(?:\s\w+)?\s*$")


class Reading:
    """A sentence being read: its clauses, and the constructions and connectives of each."""

    def __init__(self, sentence: Sentence, before: str) -> None:
        self.language, self.text, self.before = sentence.language, sentence.text, before
        self.words = lexicon().words[self.language]
        self.headline = not ENDED.search(self.text) and len(self.text) < LONGEST_HEADLINE
        self.parts = segments(sentence)
        self.built = [built(part.text, self.language) for part in self.parts]
        self.marks = [self._marks(i) for i in range(len(self.parts))]
        for i, part in enumerate(self.parts):  # where no connective is known
            if not self.built[i] and not self.marks[i]:
                self.built[i] = built(part.text, self.language, ("eventive",)) or eventful(part.text, self.language)
        self.supposed = self._supposed()

    def _supposed(self) -> list[bool]:
        """Give, for each clause, whether one of those that no colon or semicolon sets apart from it is a supposition."""
        self.groups = groups = [0]
        for one, after in pairwise(self.parts):
            apart = APART.search(self.text[one.start + len(one.text.rstrip()) - 1 : after.start + 1])
            groups.append(groups[-1] + bool(apart))
        held = {
            g for g, found in zip(groups, self.marks, strict=True) if any(m.voice is Voice.CONDITION for m in found)
        }
        return [group in held for group in groups]

    def _marks(self, i: int) -> list[Mark]:
        """Give the connectives of a clause; a construction is read once, and `therefore` before a verb is only an adverb."""
        text, found = self.parts[i].text, self.built[i]
        if found:
            at = found.at + (len(found.cause) if found.opening == found.cause and JOINS.search(found.cause) else 0)
            end = found.end
            if found.ahead and text[:end].endswith(found.cause):
                end -= len(found.cause)  # a cause may hold a link of its own
            text = text[:at] + "\N{MIDDLE DOT}" * (end - at) + text[end:]
        one = marks(text, self.language, headline=self.headline)
        start = self.words.at("links.inverted").match(text.lstrip())
        if i == 0 and start and len(self.parts) > 1 and self.words.at("stances.possible").search(self.parts[1].text):
            one = [Mark(at=0, end=start.end(), text=start[0], voice=Voice.CONDITION)]
        one = [m for k, m in enumerate(one) if self._can_lack(i, m) and not self._opens_subject(i, k, one, text)]
        return [m for m, after in zip_longest(one, one[1:]) if not _only_adverb(m, after, text, self.language)]

    def _opens_subject(self, i: int, k: int, found: list[Mark], text: str) -> bool:
        """Whether a verb begins what is the subject of the next one: `raising rates hurts`, 提高利率会增加成本."""
        one = found[k]
        bare = self.words.han or one.text.endswith("ing")
        left = text[: one.at]
        told = [match.end() for match in self.words.at("introduced").finditer(left)]
        if k or one.voice is not Voice.ACTIVE or not bare or self._says(left[max(told, default=0) :]):
            return False
        later = [m for m in found[1:] if m.voice is Voice.ACTIVE and not m.text.endswith("ing")]
        opens = i == 0 or bool(told)
        return opens and bool(later)

    def _can_lack(self, i: int, mark: Mark) -> bool:
        """Whether a `without` that is a word of denial elsewhere opens a supposition here: the next clause tells what then."""
        if i and self.words.at("links.fronted").fullmatch(mark.text):
            return bool(self.words.at("expecting").match(self.parts[i].text[mark.end :].lstrip()))
        if not (self.words.han and self.words.at("links.lacking").fullmatch(mark.text)):
            return True
        text = self.parts[i].text[mark.at :]
        return bool(self.words.at("stances.then").search(self._following(i))) and not self.words.at(
            "stances.denied"
        ).match(text)

    def _prefix(self, i: int) -> str:
        """Give the words of the clause before where this one stands under them: `no evidence, that`, `没有证据表明，`."""
        if i == 0:
            return ""
        before = self.parts[i - 1].text
        under = self.words.at("stances.inherits").match(self.parts[i].text.strip())
        ends = re.search(rf"(?:{self.words.at('introduced').pattern})\W*$", before, re.IGNORECASE)
        return f"{before} " if under or (ends and self.words.han) else ""

    def _introduced(self, text: str) -> str:
        """Give what a text says behind the last `that` or `says`."""
        for match in reversed(list(self.words.at("introduced").finditer(text))):
            if self._says(text[match.end() :]) and not self._is_relative(match, text):
                return text[match.end() :]
        return text

    def _is_relative(self, match: re.Match[str], text: str) -> bool:
        """Whether `that` has a verb behind it and no subject: `rain that fell late`, unlike `said that prices fell`."""
        if self.words.han or match[0].lower() != "that" or not text[: match.start()].strip():
            return False
        one, after = [*re.findall(r"[\w'’-]+", text[match.end() :])[:2], "", ""][:2]
        finite = self.words.at("finite")
        verb = finite.fullmatch(one) or (one.endswith("s") and not one.endswith(("ss", "us", "is")))
        return bool(verb) and not finite.fullmatch(after)

    def _says(self, text: str) -> bool:
        return says(text, self.language)

    def _bare(self, text: str) -> str:
        """Take the words that deny or doubt out of a name."""
        lists = ("asked", "denied", "possible") if self.words.han else ("denied", "possible")
        for name in lists:
            text = self.words.at(f"stances.{name}").sub(" ", text)
        near = self.words.at("stances.near").pattern
        said = re.sub(rf"(?:{near})\s*$", "", text.strip())
        return said.rsplit("  ", 1)[-1] if self.words.han else said

    def opens(self, j: int) -> bool:
        """Whether a clause only opens what follows: it names nothing, ends in `and`, or says who says so."""
        text = self.parts[j].text
        told = [match.end() for match in self.words.at("introduced").finditer(text)]
        said = bool(told) and not text[told[-1] :].strip(" ,，:：")
        return not self._says(text) or said or bool(ENDS.search(text))

    def _following(self, i: int) -> str:
        """Give the clause behind one; an empty text behind the last."""
        return self.parts[i + 1].text if i + 1 < len(self.parts) else ""


def _only_adverb(mark: Mark, after: Mark | None, text: str, language: str) -> bool:
    if mark.voice is not Voice.RESULT or after is None or after.voice is not Voice.ACTIVE:
        return False
    return not says(text[mark.end : after.at], language)
