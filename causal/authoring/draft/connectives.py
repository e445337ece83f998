"""Causal sentences: which phrase is said to cause which, by whose words, and whether that is asserted.

A sentence is cut into clauses; in each, constructions ("blamed {E} on {C}") and connectives are found with their voice;
a side that a clause leaves open is looked for beside it; then stance and sign are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from causal.authoring.draft.constructions import Built, built
from causal.authoring.draft.directions import direction, sign
from causal.authoring.draft.lexicon import lexicon
from causal.authoring.draft.marks import Mark, Voice, marks
from causal.authoring.draft.phrases import phrase, says
from causal.authoring.draft.segments import segments
from causal.authoring.draft.stances import Stance, stance
from causal.authoring.draft.verbs import ADVERB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.authoring.draft.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One stated cause and effect; `at` is where its connective stands in the sentence. `sign` 0: the words tell none."""

    at: int
    connective: str
    cause: str
    effect: str
    sign: int
    stance: Stance = Stance.ASSERTED


def last_said(sentence: Sentence) -> str:
    """Give the last clause of a sentence that says something: what `this` in the next one may mean."""
    parts = [part.text for part in segments(sentence)]
    return next((text for text in reversed(parts) if says(text, sentence.language)), "")


def links(sentence: Sentence, before: str = "") -> list[Link]:
    """Give the causal links that a sentence speaks of; `before` ends the sentence before it."""
    reading = _Reading(sentence, before)
    found = [link for i in range(len(reading.parts)) for link in reading.links_of(i)]
    return [link for link in found if link.cause and link.effect and link.cause != link.effect]


class _Reading:
    """A sentence being read: its clauses, and the constructions and connectives of each."""

    def __init__(self, sentence: Sentence, before: str) -> None:
        self.language, self.text, self.before = sentence.language, sentence.text, before
        self.words = lexicon().words[self.language]
        self.parts = segments(sentence)
        self.built = [built(part.text, self.language) for part in self.parts]
        self.marks = [self._marks(i) for i in range(len(self.parts))]
        self.done: list[list[Link]] = []
        self.subjects: list[list[str]] = []  # of the links of each clause
        self.supposed = any(mark.voice is Voice.CONDITION for part in self.marks for mark in part)

    def _marks(self, i: int) -> list[Mark]:
        """Give the connectives of a clause; a construction is read once, and `therefore` before a verb is only an adverb."""
        text, found = self.parts[i].text, self.built[i]
        if found:
            at = found.at + (len(found.cause) if found.opening == found.cause and JOINS.search(found.cause) else 0)
            text = text[:at] + "\N{MIDDLE DOT}" * (found.end - at) + text[found.end :]
        one = marks(text, self.language)
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
        following = self.parts[i + 1].text if i + 1 < len(self.parts) else ""
        return bool(self.words.at("stances.then").search(following)) and not self.words.at("stances.denied").match(text)

    def links_of(self, i: int) -> list[Link]:
        """Give the links of a clause."""
        found: list[Link] = []
        self.done.append(found)
        self.subjects.append([])
        if one := self.built[i]:
            found.extend(self._of_construction(i, one))
            self.subjects[i].extend(link.cause for link in found if link.cause)
        for k, mark in enumerate(self.marks[i]):
            made = list(self._of_mark(i, k, mark))
            found.extend(made)
            active = mark.voice is Voice.ACTIVE
            self.subjects[i].extend(
                link.cause if active else link.effect for link in made if link.cause and link.effect
            )
        return found

    def _of_construction(self, i: int, one: Built) -> Iterator[Link]:
        text = self.parts[i].text
        head, tail = text[: one.at], text[one.end :]
        cause = self._subject_of(one.cause) if self._says(one.cause) else self._earlier(i)
        if self.words.han and not one.effect and tail.startswith("的") and self._says(tail[1:]):
            effect = label = tail[1:]
        elif self._says(one.effect):
            effect = label = self._introduced(one.effect)
        elif one.effect:
            effect = label = self.before if i == 0 else self.parts[i - 1].text
        elif self._says(self._introduced(head)) and self.words.han:
            label = self._introduced(head)
            effect = f"{label} {tail}"
        else:
            effect = label = tail if self._says(tail) else self._effect_beside(i, head)
        if one.follows and not direction(effect, self.language):
            return
        scope = self._prefix(i) + head + one.opening
        yield from self._made(
            i,
            one.at,
            one.connective,
            self._introduced(cause),
            effect,
            (scope, one.frame, tail),
            push=0 if direction(effect, self.language) else direction(one.frame, self.language),
            label=label,
            associated=one.associated,
        )

    def _subject_of(self, cause: str) -> str:
        """Give the subject of a construction whose slot reaches back over another verb: `it hurt A and left B idle`."""
        inner = marks(cause, self.language) if JOINS.search(cause) else []
        return cause[: inner[0].at] if inner and inner[0].voice is Voice.ACTIVE else cause

    def _of_mark(self, i: int, k: int, mark: Mark) -> Iterator[Link]:
        text = self.parts[i].text
        start = self.marks[i][k - 1].end if k else 0
        end = self.marks[i][k + 1].at if k + 1 < len(self.marks[i]) else len(text)
        left, right = self._introduced(text[start : mark.at]), text[mark.end : end]
        sides = self._sides(i, k, mark, left, right)
        if sides is None:
            return
        cause, effect = sides
        outer = max((m.end for m in self.marks[i][:k] if m.voice not in (Voice.ACTIVE, Voice.RESULT)), default=0)
        scope = self._prefix(i) * (outer == 0) + text[outer : mark.at] + self._doubt(mark, left, effect)
        yield from self._made(
            i,
            mark.at,
            mark.text,
            cause,
            effect,
            (scope, self._frame(mark, right), text[mark.end :]),
            push=0 if self._moves_itself(mark, left, effect) else mark.push,
            associated=mark.voice is Voice.TOGETHER,
            together=mark.voice is Voice.TOGETHER,
        )

    def _frame(self, mark: Mark, right: str) -> str:
        """Give the words of a connective; with the `no` of what it did not lead to."""
        nil = self.words.at("stances.nil").match(right.lstrip()) if mark.voice is Voice.ACTIVE else None
        return f"{mark.text} no" if nil and not self.words.at("stances.affirmed").match(right.lstrip()) else mark.text

    def _doubt(self, mark: Mark, left: str, effect: str) -> str:
        """Give the word that makes the effect of a reason in front only possible: `with rates falling, banks may lend`."""
        found = (
            self.words.at("stances.possible").search(effect) if mark.voice is Voice.REASON and effect != left else None
        )
        return f" {found[0]} " if found else ""

    def _moves_itself(self, mark: Mark, left: str, effect: str) -> bool:
        """Whether the effect of a passive is a clause of its own that tells where it moves: `hit by strikes, output fell`."""
        return mark.voice is Voice.REASON and effect != left and direction(effect, self.language) != 0

    def _sides(self, i: int, k: int, mark: Mark, left: str, right: str) -> tuple[str, str] | None:
        """Give cause and effect of a connective; None where there is nothing to link."""
        if mark.voice is Voice.ACTIVE:
            return self._subject(i, k, mark, left), self._object(i, right)
        if mark.voice is Voice.RESULT:
            if self.words.at("signals.rival").search(left + right):
                return None
            return self._earlier(i), f"{left} {right}" if self._says(left + right) else self._later(i)
        left = self._unraised(left) if mark.voice is Voice.REASON else left
        lone = bool(self.words.at("links.comes_first").fullmatch(left.strip()))
        lone = lone or not self._says(self.words.at("fillers").sub(" ", left))
        if mark.voice is Voice.CONDITION and self.words.han and self._says(left):
            right, left, lone = left + right, "", False
        if lone and mark.voice is Voice.REASON and self.words.at("pronouns").search(left) and not self.words.han:
            return right, self.before if i == 0 else self._earlier(i)
        effect = left if self._says(left) and not lone else self._effect_beside(i, left)
        if mark.voice in (Voice.SEQUENCE, Voice.REASON) and PARTICIPLE.match(left) and i and not self.done[i - 1]:
            effect = self._earlier(i)
        if mark.voice is Voice.REASON and i == 0 and lone and self.words.at("articles").match(mark.text):
            return None
        if mark.voice is Voice.CONDITION and not self._can_be_supposed(i, mark, effect):
            return None
        if self.words.han and mark.voice is Voice.REASON and lone and self._is_taken(i, effect):
            return None
        moved = direction(effect, self.language) or (mark.text.lower() == "as" and direction(right, self.language))
        if mark.voice is Voice.SEQUENCE and not moved:
            return None
        if mark.voice is Voice.SINCE and self.words.at("perfect").search(effect):
            return None
        return right, effect

    def _is_taken(self, i: int, effect: str) -> bool:
        """Whether the clause behind a reason in front opens with a verb, which has the reason as its own cause."""
        following = self.parts[i + 1].text if i + 1 < len(self.parts) else ""
        found = self.marks[i + 1] if following else []
        opens = bool(found) and found[0].voice is Voice.ACTIVE and not self._says(following[: found[0].at])
        return effect == following and opens

    def _subject(self, i: int, k: int, mark: Mark, left: str) -> str:
        """Give the cause of an active verb: what stands before it, or the subject or the outcome of the link before."""
        before = self.done[i][-1] if k and self.done[i] else None
        if before and re.search(rf"(?:{COORDINATED})\W*$", left, re.IGNORECASE):
            return before.cause
        subject = self._last_subject(i)
        if subject and (ALSO.fullmatch(left) or self._is_personal(left)):
            return subject
        if self.words.at("interrogatives").search(left) and not self._says(self._without_question(left)):
            return ""
        left = COORDINATE.sub("", left)
        if self._says(self.words.at("fillers").sub(" ", left)):
            return self._whole(i, self._unraised(left))
        if before and self.words.han:
            return before.cause
        return self._earlier(i, participle=mark.text.split()[0].lower().endswith("ing") or bool(left.strip()))

    def _unraised(self, left: str) -> str:
        """Give a subject without what stands between it and its verb: `is expected to`, `will probably`."""
        plain = TRAILING.sub("", left)
        raised = list(self.words.at("raising").finditer(plain))
        return plain[: raised[-1].start()] if raised and not plain[raised[-1].end() :].strip() else plain

    def _whole(self, i: int, left: str) -> str:
        """Give a subject with the beginning of its list: `frost`, `rain and hail` are cut at the comma."""
        if self.words.han or not i or not LIST_END.search(left) or self.marks[i - 1]:
            return left
        before = self.parts[i - 1].text
        clause = self.words.at("finite").search(before) or direction(before, self.language)
        return left if clause or self.words.at("adjuncts").match(before.strip()) else f"{before},{left}"

    def _last_subject(self, i: int) -> str:
        """Give the subject of the last link of this clause or the one before; an empty text where there is none."""
        found = self.subjects[i] or (self.subjects[i - 1] if i else [])
        return found[-1] if found and not self.words.han else ""

    def _is_personal(self, left: str) -> bool:
        return bool(self.words.at("personal").search(left)) and not self._says(self.words.at("fillers").sub(" ", left))

    def _without_question(self, left: str) -> str:
        return self.words.at("stances.asked").sub(" ", self.words.at("interrogatives").sub(" ", left))

    def _object(self, i: int, right: str) -> str:
        if self._says(right):
            return right
        return (not right.strip(" .。") and self._later(i)) or self.before

    def _earlier(self, i: int, *, participle: bool = True) -> str:
        """Give the clause before, or what the link before leads to; insertions are stepped over."""
        j = i - 1
        while j >= 0 and (self._inserted(j) or (j > 0 and not self.done[j] and PARTICIPLE.match(self.parts[j].text))):
            j -= 1
        if j < 0 or not self._says(self.parts[j].text):
            return self.before
        before = self.done[j][-1] if self.done[j] else None
        if before is None or self.words.han:
            return self._without_opening(j)
        return before.effect if participle else before.cause

    def _without_opening(self, j: int) -> str:
        """Give a clause without the `if` or `because` in front, or, where a verb opens it, what that leads to."""
        text, first = self.parts[j].text, self.marks[j][0] if self.marks[j] else None
        if first is None or self._says(text[: first.at]) or not self.words.han:
            return text
        if first.voice is Voice.ACTIVE and self.done[j]:
            return self.done[j][-1].effect
        return text[first.end :] if first.voice in (Voice.REASON, Voice.CONDITION, Voice.SEQUENCE) else text

    def _inserted(self, j: int) -> bool:
        first = self.marks[j][0] if self.marks[j] else None
        text = self.parts[j].text
        opened = first is not None and first.voice is Voice.REASON and not self._says(text[: first.at])
        aside = j > 0 and self.marks[j] == [] and bool(self.words.at("adjuncts").match(text.strip()))
        return (opened and not self.words.han) or aside or bool(self.words.at("insertions").match(text.strip()))

    def _effect_beside(self, i: int, left: str) -> str:
        """Give the effect of a reason that has none in its clause: the next clause where the reason is in front."""
        alone = i == 0 or not self._says(self.parts[i - 1].text)
        front = alone or (bool(self.words.at("links.comes_first").fullmatch(left.strip())) and left.strip() != "")
        if self.words.han:
            leads = self.marks[i] and self.words.at("links.leading").fullmatch(self.marks[i][0].text)
            mainly = self.words.at("links.mainly").search(left)
            front = front or bool(leads and not self._says(left) and not mainly)
            front = front or (self.built[i] is not None and not left.strip() and self._is_affirmed(i))
        if front and i + 1 < len(self.parts) and self._says(self.parts[i + 1].text):
            return self._later(i)
        before = self.done[i - 1][-1] if i and self.done[i - 1] else None
        return before.effect if before else self._earlier(i)

    def _is_affirmed(self, i: int) -> bool:
        return i + 1 < len(self.parts) and not self.built[i + 1]

    def _later(self, i: int) -> str:
        """Give what the next clause begins with, up to its own connective."""
        j = i + 1
        while j + 1 < len(self.parts) and self._is_time_alone(self.parts[j].text):
            j += 1
        if j >= len(self.parts):
            return ""
        text, found = self.parts[j].text, self.marks[j]
        opening = text[: found[0].at] if found else text
        return opening if self._says(opening) else text

    def _is_time_alone(self, text: str) -> bool:
        plain = text.strip(" ，,")
        return self.words.han and bool(MONTH.fullmatch(plain) or self.words.at("times_alone").fullmatch(plain))

    def _can_be_supposed(self, i: int, mark: Mark, effect: str) -> bool:
        """Whether a condition is worth a link: its consequence moves or may happen, and is no link of its own."""
        own = i + 1 < len(self.parts) and any(m.voice is Voice.ACTIVE for m in self.marks[i + 1])
        may = (
            self.words.at("stances.then").search(effect)
            or self.words.at("stances.possible").search(effect)
            or self.words.at("signals.forecast").search(effect)
        )
        if self.words.at("links.lacking").fullmatch(mark.text):
            return bool(may)
        return not own and bool(may or direction(effect, self.language))

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
            if self._says(text[match.end() :]):
                return text[match.end() :]
        return text

    def _says(self, text: str) -> bool:
        return says(text, self.language)

    def _made(
        self,
        i: int,
        at: int,
        connective: str,
        cause: str,
        effect: str,
        around: tuple[str, str, str],
        *,
        push: int = 0,
        label: str = "",
        associated: bool = False,
        together: bool = False,
    ) -> Iterator[Link]:
        """Give a link, and one more for a cause that is named only to be denied."""
        later = self.words.lists["stances"]["refuted_later"] == "true"
        scope, frame, behind = around
        rest = self.text[self.parts[i].start :] if later else behind
        taken = stance(scope, frame, rest, self.text, self.language, supposed=self.supposed)
        if (taken is Stance.ASSERTED and associated) or (taken is Stance.DENIED and together):
            taken = Stance.ASSOCIATED
        for text, denied in self._contrasted(i, cause):
            yield Link(
                at=self.parts[i].start + at,
                connective=connective.strip(),
                cause=phrase(self._bare(text), self.language, last=self._ends_at(i, at, text)),
                effect=phrase(self._bare(label or effect), self.language, last=False),
                sign=0 if associated else sign(text, effect, push, self.language),
                stance=FLIPPED.get(taken, taken) if denied else taken,
            )

    def _bare(self, text: str) -> str:
        """Take the words that deny or doubt out of a name."""
        lists = ("asked", "denied", "possible") if self.words.han else ("denied", "possible")
        for name in lists:
            text = self.words.at(f"stances.{name}").sub(" ", text)
        near = self.words.at("stances.near").pattern
        said = re.sub(rf"(?:{near})\s*$", "", text.strip())
        return said.rsplit("  ", 1)[-1] if self.words.han else said

    def _ends_at(self, i: int, at: int, cause: str) -> bool:
        """Whether a cause stands right before its connective, so that its last words name it."""
        return self.parts[i].text[:at].endswith(cause)

    def _contrasted(self, i: int, cause: str) -> list[tuple[str, bool]]:
        """Give the cause and those it is set against: `A rather than B`, `not B but A`, `A, not B`."""
        if both := BOTH.search(cause):
            return [(both[1], False), (both[2], False)]
        first = self.words.at("stances.contrast_first").match(cause.strip())
        if first:
            rest = cause.strip()[first.end() :]
            kept = self.words.at("stances.contrast_kept").search(rest)
            return [(rest[: kept.start()], True), (rest[kept.end() :], False)] if kept else [(rest, True)]
        found = [(cause, False)]
        if match := self.words.at("stances.contrast").search(cause):
            found = [(cause[: match.start()], False), (cause[match.end() :], True)]
        near = (i - 1, i + 1) if not self.words.han or self._is_affirmation(i) else (i + 1,)
        for j in near:
            if 0 <= j < len(self.parts) and not self.marks[j] and not self.built[j]:
                text = self.parts[j].text.strip()
                opened = self._contrast(text)
                found += [(text[opened.end() :], True)] if opened and len(text) < ASIDE else []
        return found

    def _is_affirmation(self, i: int) -> bool:
        """Whether a Chinese clause says what it is, after one that says what it is not."""
        return bool(self.words.at("stances.contrast_kept").match(self.parts[i].text.strip()))

    def _contrast(self, text: str) -> re.Match[str] | None:
        words = self.words
        return words.at("stances.contrast").match(text) or words.at("stances.contrast_first").match(text)


BOTH = re.compile(r"\bneither\s(.+)\snor\s(.+)$", re.IGNORECASE)
PARTICIPLE = re.compile(r"\s*\w{3,}ing\b")
JOINS = re.compile(r"\s(?:and|but|then)(?:\s\w+)?\s*$")
COORDINATE = re.compile(r"\s(?:is|are|was|were|has|have|had)\s\w+\sand\s*$", re.IGNORECASE)
TRAILING = re.compile(rf"(?:\s(?:be|been|being|have|has|had|will|{ADVERB}))+\s*$", re.IGNORECASE)
MONTH = re.compile("(?:[0-9]{4}年)?[0-9]{1,2}月份?(?:[0-9]{1,2}日)?|周[一二三四五六日]")
LIST_END = re.compile(r"^\s(?:\w+\s){1,4}(?:and|or)\s")
ALSO = re.compile(r"\W*(?:but|and|or)?\W*(?:also|then|even|thus|thereby)?\W*(?:has|have|had)?\W*", re.IGNORECASE)
ASIDE = 60  # characters of a contrasted cause between commas
COORDINATED = "and|by|or|then|also|并|并且|也|又|还"
FLIPPED = {Stance.ASSERTED: Stance.DENIED, Stance.ASSOCIATED: Stance.DENIED, Stance.DENIED: Stance.ASSERTED}


def _only_adverb(mark: Mark, after: Mark | None, text: str, language: str) -> bool:
    if mark.voice is not Voice.RESULT or after is None or after.voice is not Voice.ACTIVE:
        return False
    return not says(text[mark.end : after.at], language)
