"""Causal sentences: which phrase is said to cause which, by whose words, and whether that is asserted.

A sentence is cut into clauses; in each, constructions ("blamed {E} on {C}") and connectives are found with their voice;
a side that a clause leaves open is looked for beside it; then stance and sign are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.authoring.draft.contrasts import contrasted
from causal.authoring.draft.directions import direction, moving, sign
from causal.authoring.draft.marks import Mark, Voice, marks
from causal.authoring.draft.order import ordered
from causal.authoring.draft.phrases import phrase, says
from causal.authoring.draft.reading import JOINS
from causal.authoring.draft.segments import segments
from causal.authoring.draft.sides import Link, Sides
from causal.authoring.draft.stances import Stance, stance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.authoring.draft.constructions import Built
    from causal.authoring.draft.sentences import Sentence

__all__ = ["Link", "last_said", "links"]
FLIPPED = {Stance.ASSERTED: Stance.DENIED, Stance.ASSOCIATED: Stance.DENIED, Stance.DENIED: Stance.ASSERTED}


def last_said(sentence: Sentence) -> str:
    """Give the last clause of a sentence that says something: what `this` in the next one may mean."""
    parts = [part.text for part in segments(sentence)]
    return next((text for text in reversed(parts) if says(text, sentence.language)), "")


def links(sentence: Sentence, before: str = "") -> list[Link]:
    """Give the causal links that a sentence speaks of; `before` ends the sentence before it."""
    reading = _Linked(sentence, before)
    found = [link for i in range(len(reading.parts)) for link in reading.links_of(i)]
    told = {(link.cause, link.effect): link for link in reversed(found)}  # what is said twice is one link
    return [
        link
        for link in found
        if link.cause and link.effect and link.cause != link.effect and told[link.cause, link.effect] is link
    ]


class _Linked(Sides):
    """A sentence whose links are made, clause by clause."""

    def links_of(self, i: int) -> list[Link]:
        """Give the links of a clause."""
        found: list[Link] = []
        aside: list[Link] = []  # of what was said before: no clause beside leans on them
        self.done.append(found)
        self.subjects.append([])
        if one := self.built[i]:
            made = list(self._of_construction(i, one))
            found.extend([] if one.back else made)
            aside.extend(made if one.back else [])
            self.subjects[i].extend(link.cause for link in made if link.cause)
        if told := ordered(self, i):
            doubt = self.words.at("stances.possible").search(told[1])
            scope = self._prefix(i) + (told[1][doubt.start() : doubt.end() + 1] if doubt else "")
            found.extend(self._made(i, len(self.parts[i].text), "，", *told, (scope, "", "")))
        elif cause := self._shared(i):
            found.extend(self._made(i, 0, "，", cause, self.parts[i].text, (self._prefix(i), "", "")))
        for k, mark in enumerate(self.marks[i]):
            if self._is_of_condition(i, k):
                continue
            made = list(self._of_mark(i, k, mark))
            found.extend(made)
            active = mark.voice is Voice.ACTIVE
            self.subjects[i].extend(
                link.cause if active else link.effect for link in made if link.cause and link.effect
            )
        return [*aside, *found]

    def _shared(self, i: int) -> str:
        """Give the cause that a Chinese clause shares with the one before it, or the effect of that one: 入睡自然变慢."""
        if not self.words.han or i < 1 or self.marks[i] or self.built[i] or self.groups[i] != self.groups[i - 1]:
            return ""
        text = self.parts[i].text.strip(" ，,。.”")
        if not direction(text, self.language) or self.words.at("order.contrasts").match(text) or self.opens(i):
            return ""
        before = self.done[i - 1][-1] if self.done[i - 1] else None
        compelled = self.words.at("order.compelled").search(text)
        return before.effect if before and compelled and before.stance is Stance.ASSERTED else ""

    def _is_of_condition(self, i: int, k: int) -> bool:
        """Whether a Chinese verb only belongs to what is supposed: 若水库推迟蓄水，鹤会回来."""
        held = any(m.voice is Voice.CONDITION for m in self.marks[i][:k])
        leads = i + 1 < len(self.parts) and not self.marks[i + 1]
        return self.words.han and held and leads and self.marks[i][k].voice is Voice.ACTIVE

    def _of_construction(self, i: int, one: Built) -> Iterator[Link]:
        text = self.parts[i].text
        head, tail = text[: one.at], text[one.end :]
        named = self._unraised(one.cause) if one.opening == one.cause else one.cause
        cause = self._subject_of(one.cause) if self._says(named) else self._earlier(i)
        if one.ahead and self._says(tail):
            effect = label = tail
        elif self.words.han and not one.effect and tail.startswith("的") and self._says(tail[1:]):
            effect = label = tail[1:]
        elif self._says(one.effect) and not self.words.at("introduced").fullmatch(one.effect.strip()):
            effect = label = self._introduced(one.effect)
        elif self._is_told_elsewhere(i, one, cause):
            return
        elif one.back:
            effect = label = self._said_before(i, head + one.opening)
        elif (one.ahead or (one.follows and self.words.han)) and self._following(i):
            effect = label = self._later(i)
        elif one.effect:
            j = next((k for k in range(i - 1, -1, -1) if not self.opens(k)), -1)
            effect = label = self.before if j < 0 else self.parts[j].text
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
            self._unraised(self._introduced(cause)),
            effect,
            (scope, one.frame, tail),
            push=0 if direction(effect, self.language) else self._way(one.frame),
            label=label,
            associated=one.associated,
        )

    def _is_told_elsewhere(self, i: int, one: Built, cause: str) -> bool:
        """Whether another clause tells what a construction that names no effect would: before it, or with its own verb."""
        return (one.back and self._is_named_before(i, cause)) or (one.ahead and self._is_taken(i, self._following(i)))

    def _subject_of(self, cause: str) -> str:
        """Give the subject of a construction whose slot reaches back over another verb: `it hurt A and left B idle`."""
        inner = marks(cause, self.language) if JOINS.search(cause) else []
        return cause[: inner[0].at] if inner and inner[0].voice is Voice.ACTIVE else cause

    def _of_mark(self, i: int, k: int, mark: Mark) -> Iterator[Link]:
        text = self.parts[i].text
        start = self.marks[i][k - 1].end if k else 0
        end = self.marks[i][k + 1].at if k + 1 < len(self.marks[i]) else len(text)
        if mark.voice is Voice.CONDITION:
            end = next((m.at for m in self.marks[i][k + 1 :] if m.voice is not Voice.ACTIVE), len(text))
        told = self.headline and mark.voice is Voice.SEQUENCE  # `chain warns on profit after fire`
        left, right = text[start : mark.at] if told else self._introduced(text[start : mark.at]), text[mark.end : end]
        if mark.voice is Voice.RESULT and i and self.built[i - 1] and self._is_told(i):
            return
        sides = self._sides(i, k, mark, left, right)
        if sides is None:
            return
        cause, effect = sides
        outer = max((m.end for m in self.marks[i][:k] if m.voice not in (Voice.ACTIVE, Voice.RESULT)), default=0)
        before = text[outer : mark.at]
        if self.words.at("links.open").fullmatch(mark.text):
            before = self.words.at("stances.asked").sub(" ", before)
        scope = self._prefix(i) * (outer == 0) + before + self._doubt(mark, left, effect)
        yield from self._made(
            i,
            mark.at,
            mark.text,
            cause,
            effect,
            (scope, self._frame(mark, right), text[mark.end :]),
            push=0 if self._moves_itself(mark, left, effect) or self._is_driven(mark, cause, effect) else mark.push,
            associated=mark.voice is Voice.TOGETHER,
            together=mark.voice is Voice.TOGETHER,
        )

    def _is_named_before(self, i: int, cause: str) -> bool:
        """Whether a cause is that of a link of a clause before: what it is denied of was told there."""
        name = phrase(self._bare(cause), self.language, last=False)
        return any(name and name in link.cause for found in self.done[:i] for link in found)

    def _is_told(self, i: int) -> bool:
        """Whether a clause is the effect of a link of the clause before."""
        return any(link.effect and link.effect in self.parts[i].text for link in self.done[i - 1])

    def _frame(self, mark: Mark, right: str) -> str:
        """Give the words of a connective; with the `no` of what it did not lead to."""
        nil = self.words.at("stances.nil").match(right.lstrip()) if mark.voice is Voice.ACTIVE else None
        return f"{mark.text} no" if nil and not self.words.at("stances.affirmed").match(right.lstrip()) else mark.text

    def _doubt(self, mark: Mark, left: str, effect: str) -> str:
        """Give the word that makes the effect of a reason in front only possible: `with rates falling, banks may lend`."""
        found = (
            self.words.at("stances.possible").search(effect) if mark.voice is Voice.REASON and effect != left else None
        )
        return f" {effect[found.start() : found.end() + 1]} " if found else ""

    def _moves_itself(self, mark: Mark, left: str, effect: str) -> bool:
        """Whether the effect of a passive is a clause of its own that tells where it moves: `hit by strikes, output fell`."""
        return mark.voice is Voice.REASON and effect != left and direction(effect, self.language) != 0

    def _is_driven(self, mark: Mark, cause: str, effect: str) -> bool:
        """Whether what follows a verb such as 拖累 tells itself where it moves: 拖累股价下跌."""
        driving = self.words.at("directions.driving").fullmatch(mark.text)
        return bool(driving and direction(cause, self.language) and moving(effect, self.language))

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
        taken = stance(scope, frame, rest, self.text, self.language, supposed=self.supposed[i])
        if (taken is Stance.ASSERTED and associated) or (taken is Stance.DENIED and together):
            taken = Stance.ASSOCIATED
        for text, denied in contrasted(self, i, cause):
            yield Link(
                at=self.parts[i].start + at,
                connective=connective.strip(),
                cause=phrase(self._bare(text), self.language, last=self._ends_at(i, at, text)),
                effect=phrase(self._bare(label or effect), self.language, last=False),
                sign=0 if associated else sign(self._mover(text), effect, push, self.language),
                stance=FLIPPED.get(taken, taken) if denied else taken,
            )

    def _way(self, frame: str) -> int:
        """Give the direction in which the words of a construction push: `added … to`, `took … off`."""
        return direction(frame, self.language) or moving(frame, self.language)

    def _mover(self, cause: str) -> str:
        """Give what of a cause moves by itself: in `a restart eases fears` that is not the verb, whose object moves."""
        inner = [] if self.words.han else [m for m in marks(cause, self.language) if m.voice is Voice.ACTIVE and m.push]
        return cause[: inner[0].at] if inner and self._says(cause[: inner[0].at]) else cause

    def _ends_at(self, i: int, at: int, cause: str) -> bool:
        """Whether a cause stands right before its connective, so that its last words name it."""
        return self.parts[i].text[:at].endswith(cause)
