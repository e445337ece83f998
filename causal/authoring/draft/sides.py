"""Where the cause and the effect of a connective stand: in its clause, or beside it, with insertions stepped over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.authoring.draft.directions import direction
from causal.authoring.draft.marks import Mark, Voice
from causal.authoring.draft.phrases import content
from causal.authoring.draft.reading import ENDS, JOINS, Reading
from causal.authoring.draft.stances import Stance
from causal.authoring.draft.verbs import ADVERB

if TYPE_CHECKING:
    from causal.authoring.draft.sentences import Sentence

PARTICIPLE = re.compile(r"\s*\w{3,}ing\b")
COORDINATE = re.compile(r"\s(?:is|are|was|were|has|have|had)\s\w+\sand\s*$", re.IGNORECASE)
TRAILING = re.compile(
    rf"(?:\s(?:done|did|do|does|is|are|was|were|already|still|also|now|be|been|being|have|has|had|will|{ADVERB}))+\s*$",
    re.IGNORECASE,
)
SUBJECTLESS = re.compile(
    "(?:也|还|并|又|却|便|就|已|而|则|均|都)?(?:较|同比|环比|仅为|仅|创下?|报|跌至|降至|升至|涨至|回落|回升|下降|上升|增长|减少|比上年|比去年|[\u3400-\u9fff]{1,2}了[^，]{2,}$)"
)  # a clause whose subject stands in the one before
MONTH = re.compile("(?:[0-9]{4}年)?[0-9]{1,2}月份?(?:[0-9]{1,2}日)?|周[一二三四五六日]")
LIST_END = re.compile(r"^\s(?:\w+\s){1,4}(?:and|or)\s")
APPOSED = re.compile(r"\s(?:the|a|an|its|their)\s", re.IGNORECASE)
ALSO = re.compile(r"\W*(?:but|and|or)?\W*(?:also|then|even|thus|thereby)?\W*(?:has|have|had)?\W*", re.IGNORECASE)
COORDINATED = re.compile(r"(?:\b(?:and|by|or|then|also)|并|并且|也|又|还)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One stated cause and effect; `at` is where its connective stands in the sentence. `sign` 0: the words tell none."""

    at: int
    connective: str
    cause: str
    effect: str
    sign: int
    stance: Stance = Stance.ASSERTED


class Sides(Reading):
    """A sentence with the links that were found so far, which the sides of the next ones lean on."""

    def __init__(self, sentence: Sentence, before: str) -> None:
        super().__init__(sentence, before)
        self.done: list[list[Link]] = []
        self.subjects: list[list[str]] = []  # of the links of each clause

    def _sides(self, i: int, k: int, mark: Mark, left: str, right: str) -> tuple[str, str] | None:
        """Give cause and effect of a connective; None where there is nothing to link."""
        if mark.voice is Voice.ACTIVE:
            return self._subject(i, k, mark, left), self._object(i, right)
        if mark.voice is Voice.RESULT:
            if self.words.at("signals.rival").search(left + right):
                return None
            if (joined := JOINS.search(left)) and self._says(left[: joined.start()]) and self._says(right):
                return left[: joined.start()], right
            return self._earlier(i), f"{left} {right}" if self._says(left + right) else self._later(i)
        left = self._unraised(left) if mark.voice is Voice.REASON else left
        lone = bool(self.words.at("links.comes_first").fullmatch(left.strip()))
        plain = self._bare(left) if self.words.han else left
        lone = lone or not self._says(self.words.at("fillers").sub(" ", plain))
        if mark.voice is Voice.CONDITION and self.words.han and self._says(left):
            right, left, lone = left + right, "", False
        if lone and mark.voice is Voice.REASON and self.words.at("pronouns").search(left) and not self.words.han:
            return right, self.before if i == 0 else self._earlier(i)
        effect = left if self._says(left) and not lone else self._effect_beside(i, left)
        if mark.voice is Voice.CONDITION and self.words.han and self._says(self._following(i)):
            effect = self._later(i)
        if mark.voice is Voice.REASON and ENDS.search(left) and self._says(self._following(i)):
            effect = self._later(i)
        if mark.voice in (Voice.SEQUENCE, Voice.REASON) and PARTICIPLE.match(left) and i and not self.done[i - 1]:
            effect = self._earlier(i)
        if mark.voice is Voice.REASON and i == 0 and lone and self.words.at("articles").match(mark.text):
            return None
        if mark.voice is Voice.CONDITION and not self._can_be_supposed(i, mark, effect):
            return None
        if self.words.han and mark.voice is Voice.REASON and lone and self._is_taken(i, effect):
            return None
        moved = direction(effect, self.language) or (mark.text.lower() == "as" and direction(right, self.language))
        if mark.voice is Voice.SEQUENCE and not (moved or direction(left, self.language) or self.headline):
            return None
        if mark.voice is Voice.SINCE and self.words.at("perfect").search(effect):
            return None
        return right, effect

    def _is_taken(self, i: int, effect: str) -> bool:
        """Whether the clause behind a reason in front opens with a verb, which has the reason as its own cause."""
        following = self._following(i)
        found = self.marks[i + 1] if following else []
        opens = bool(found) and found[0].voice is Voice.ACTIVE and not self._says(following[: found[0].at])
        return effect == following and opens

    def _subject(self, i: int, k: int, mark: Mark, left: str) -> str:
        """Give the cause of an active verb: what stands before it, or the subject or the outcome of the link before."""
        before = self.done[i][-1] if k and self.done[i] else None
        if before and COORDINATED.search(left):
            return before.cause
        told = self.done[i - 1][-1] if i and self.done[i - 1] else None
        if told and self.words.at("latter").search(left):
            return told.effect
        subject = self._last_subject(i)
        if subject and (ALSO.fullmatch(left) or self._is_personal(left)):
            return subject
        if self.words.at("interrogatives").search(left) and not self._says(self._without_question(left)):
            return ""
        left = COORDINATE.sub("", left)
        bare = self._bare(left) if self.words.han else left
        if self._says(self.words.at("fillers").sub(" ", bare)):
            return self._whole(i, self._unraised(left))
        if before and self.words.han:
            return before.cause
        return self._earlier(i, participle=mark.text.split()[0].lower().endswith("ing") or bool(left.strip()))

    def _unraised(self, left: str) -> str:
        """Give a subject without what stands between it and its verb: `is expected to`, `will probably`."""
        plain = TRAILING.sub("", left)
        raised = list(self.words.at("raising").finditer(plain))
        cut = plain[: raised[-1].start()] if raised and not plain[raised[-1].end() :].strip() else plain
        return TRAILING.sub("", cut)

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
        while self.words.han and j > 0 and SUBJECTLESS.match(self.parts[j].text.strip()) and not self.done[j]:
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
        aside = aside or self._is_apposed(j)
        return (opened and not self.words.han) or aside or bool(self.words.at("insertions").match(text.strip()))

    def _is_apposed(self, j: int) -> bool:
        """Whether a clause without a verb names again what a clause before it said: `fell 2%, the third decline`."""
        finite, text = self.words.at("finite"), self.parts[j].text
        bare = bool(APPOSED.match(text)) and not self.marks[j] and not finite.search(text) and not self.words.han
        return bare and any(finite.search(part.text) or self.marks[k] for k, part in enumerate(self.parts[:j]))

    def _effect_beside(self, i: int, left: str) -> str:
        """Give the effect of a reason that has none in its clause: the next clause where the reason is in front."""
        alone = i == 0 or self.opens(i - 1) or self.groups[i] != self.groups[i - 1]
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

    def _said_before(self, i: int, head: str) -> str:
        """Give the clause before where it tells something, else the end of the sentence before."""
        own = PARTICIPLE.match(self.parts[i].text) or self._says(head) or self.words.han
        told = self.parts[i - 1].text if i and own and not self.opens(i - 1) else ""
        return told if len(content(told, self.language)) > 1 else self.before

    def _is_affirmed(self, i: int) -> bool:
        if i + 1 >= len(self.parts) or self.built[i + 1]:
            return False
        return i == 0 or bool(self.words.at("stances.kept_next").match(self.parts[i + 1].text.strip()))

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
