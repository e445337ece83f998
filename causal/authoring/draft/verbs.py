"""Whether a word that may be a noun, an adjective or a mere intention is a verb of cause and effect where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.authoring.draft.lexicon import Words

PRICED = re.compile(r"(?!\s\w+ing\b)(?:\s\S+){0,4}\s(?:[$€£]?[0-9]|\w*llions?|jobs|lives|dear|dearly|votes|thousands)")
LASTING = re.compile(
    r"\s*(?:the\s)?(?:a|one|two|three|four|five|six|seven|eight|nine|ten|several|many|a few|[0-9]+)\s(?:\w+\s)?(?:days?|weeks?|months?|years?|hours?|sessions?|quarters?|decades?)\b"
)
AMOUNT = re.compile(r"[$€£¥]?[0-9][0-9.,]*(?:%|[a-z]+)?")
COUNTED = re.compile(
    r"[0-9][0-9.,]*%?\sof\s|[0-9][0-9.,]*%?\s(?:more|fewer|less)\s(?!than)[a-z]{3,}|[$€£¥]?[0-9][0-9.,]*\s(?!(?:per|percent\w*|basis|points?|cents?|\wn|\w+llion|pounds|euros|dollars|to|on|in|at|from|a|by|and|an)\b)[a-z]{3,}"
)  # an amount of things, unlike `cut 3%`
ADVERB = r"(?!(?:supply|family|rally|reply|monopoly|assembly|anomaly|july|italy|ally|early|daily|weekly|monthly|quarterly|yearly)\b)\w+ly"
PARTS = re.compile(r"\s(?:\w+\s){1,3}of (?:its|their|his|her|our|my)\b")  # `eleven of its shops`
OWN = ("its", "their", "his", "her", "our", "my")
AFTERWORDS = re.compile(
    rf"(?:\s(?:not|{ADVERB}|has|have|had|been|also|still|then|would|will|could|may|might|can|should|must|did|does|do|is|are|was|were|be|being|begin|begins|began|start|starts|started|keep|keeps|kept|consider|resume|resumed|to|expected|likely|due))+\s*$"
)

MODAL = re.compile(
    r"(?:^|\s)(?:will|would|can|could|may|might|must|should|to|not|do|does|did)(?:\s\w+){0,3}\s*$", re.IGNORECASE
)
ASKING = re.compile(
    r"\W*(?:(?:nor|neither|rarely|seldom|hardly|only then|so)\s)?(?:do|does|did|can|could|will|would|may|might|should)\s",
    re.IGNORECASE,
)
TIMED = re.compile(r"(?:^|\s)(?:after|before|since|until|once|ago)\s", re.IGNORECASE)
LATELY = re.compile(
    r"(?:进一步|继续|大力|逐步|已经?|将会?|再次?|又|也|近日|昨日|正在|会|连续|不断|持续|大幅|主动|开始|陆续|纷纷|选择|相继|率先)+$"
)
WHILE = re.compile("(?:[之来临]前|时|期间|之际)$")
PURPOSE = "(?<![一该此项的])决定|(?<![难足得予所可加借])以|(?<![因认成行作视])为|(?<![用原本近])来"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a word stands: between `left` and `right`, `following` another connective, in a clause of time or not."""

    left: str
    right: str
    following: bool
    in_time: bool
    noted: bool = False  # in a phrase that names a reason
    bare: bool = False  # the word has no ending of a past or a participle

    @property
    def is_infinitive(self) -> bool:
        """Whether `to` stands before it, perhaps with an adverb between."""
        return bool(re.search(r"(?:^|\s)to(?:\s\w+ly)*\s*$", self.left, re.IGNORECASE))

    @property
    def last(self) -> str:
        """The word before it."""
        return self.left.split()[-1] if self.left.split() else ""

    @property
    def next(self) -> str:
        """The word behind it, without marks."""
        found = [word for word in self.right.split()[:1] if re.search(r"\w", word)]
        return found[0].strip('.,;"”') if found else ""


def is_verb(text: str, place: Place, words: Words) -> bool:
    """Whether a word is a verb with an object: it has a subject and no article, and is neither intended nor done by hand."""
    if not place.last and place.following:
        return False
    coordinated = place.last.lower() in ("and", "or")
    if coordinated and place.noted and (place.bare or text.endswith("ed")):
        return False
    if place.right[:1] == "-" or place.left[-1:] == "-" or words.at("determiners").fullmatch(place.last.lower()):
        return False
    if place.is_infinitive and not words.at("raising").search(place.left):
        return False
    if words.at("agentive").fullmatch(text) and _by_agent(place, words):
        return False
    if words.at("auxiliaries").fullmatch(place.last) and not text.split(maxsplit=1)[0].endswith("ing"):
        return False
    if text.lower().startswith(("stop", "halt")) and place.next.lower().endswith("ing"):
        return False
    if text.lower().startswith("hit") and AMOUNT.fullmatch(place.next):
        return False
    if text.lower().startswith("cost") and not PRICED.match(place.right):
        return False
    return " " in text or (_agrees(text, place, words) and _has_object(place, words))


def _agrees(text: str, place: Place, words: Words) -> bool:
    """Whether a bare form stands where a verb can: behind an auxiliary, `to`, a plural or an adverb; else it is a noun."""
    if MODAL.search(place.left) or ASKING.match(place.left):
        return True
    if text.lower().endswith(("ed", "ing", "s")) or words.at("irregular").fullmatch(text):
        return True
    last = place.last.lower().strip("\"”’'")
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is", "'s", "’s"))
    return plural or bool(words.at("before_bare").fullmatch(last))


def _has_object(place: Place, words: Words) -> bool:
    first = place.next
    if re.match(r"\s*(?:more|less|fewer) than [$€£]?[0-9]", place.right):
        return False
    if not first or words.at("no_object").fullmatch(first):
        return False
    if place.bare and words.at("finite").fullmatch(first):
        return False
    if first.lower().endswith("ly") and not words.at("nouns_in_ly").fullmatch(first):
        return False
    return not AMOUNT.fullmatch(first) or bool(COUNTED.match(place.right.lstrip()))


def _by_agent(place: Place, words: Words) -> bool:
    """Whether somebody does something with a thing of their own, which is an event and no cause."""
    subject = AFTERWORDS.sub("", place.left).split()[-1:]
    named = subject[0].strip("\"”’',+") if subject else ""
    own = (place.next.lower() in OWN or bool(PARTS.match(place.right))) and place.last not in ("by", "By")
    if words.at("events").fullmatch(named):
        return False
    agent = bool(words.at("agents").fullmatch(named)) and not words.at("no_agents").fullmatch(named)
    return place.in_time or bool(TIMED.search(place.left)) or own or agent


def is_noun_before(text: str, between: str, words: Words) -> bool:
    """Whether a word is the noun in front of a verb: `tax cuts have hurt`."""
    helped = text.lower().startswith("help") and not between.strip()
    plain = not text.endswith(("ed", "ing")) and " " not in text
    return helped or (plain and all(words.at("verb_openers").fullmatch(word) for word in between.split()))


def is_meant(text: str, left: str, words: Words) -> bool:
    """Whether a Chinese verb is only intended (`计划提高`), or somebody does it with a thing (`央行上调`)."""
    near = LATELY.sub("", left.strip())
    meant = re.search(rf"(?:{words.at('intended').pattern}|{PURPOSE})$", near)
    done = words.at("agentive").fullmatch(text) and re.search(rf"(?:{words.at('agents').pattern})$", near)
    return bool(meant or done or WHILE.search(near))
