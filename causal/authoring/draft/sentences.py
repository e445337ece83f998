"""A text -> its paragraphs and sentences, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.authoring.draft.lexicon import Script, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

WRAPPED_SHARE = 0.25  # of lines that begin with a lower-case letter: above it the lines are wrapped
MAXIMUM_LENGTH = 1000  # characters of a sentence; a longer one is cut
LONGEST_FORM = 4  # characters that one character may become
HAN_SHARE = 0.2  # of letters that are Han characters: above it a sentence is in a language so written
HAN = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[^\W\d_]+")
KEPT = "，。：；！？（）…、“”‘’"
DROPPED = {"Cc", "Cf", "Cs", "Co"}
END = re.compile(
    r"(?<![.!?])[.!?]++[\"'”’)\]]*+(?=\s|$)|[。！？]++[”’」』）)\"]*+|(?<![.!?])[!?]++[”’」』]*+(?=[\u3400-\u9fff])"
)
LAST_WORD = re.compile(r"[\w.&'’-]{1,30}$")
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; paragraph and number are counted from 1."""

    paragraph: int
    number: int
    text: str

    @property
    def place(self) -> str:
        """`paragraph.number`."""
        return f"{self.paragraph}.{self.number}"

    @property
    def language(self) -> str:
        """The language that is written in its letters, by the small words where several are."""
        letters = sum(map(str.isalpha, self.text))
        script = Script.HAN if len(HAN.findall(self.text)) > HAN_SHARE * letters else Script.LATIN
        found = {name: words for name, words in lexicon().words.items() if words.script is script}
        if len(found) == 1:
            return next(iter(found))
        said = WORD.findall(self.text.lower())
        return max(found, key=lambda name: sum(word in found[name].stop for word in said))


def clean(text: str) -> str:
    """Give the text without control, bidirectional and private characters, with plain digits, letters and line ends."""
    text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    return "".join(c for c in map(_plain, text) if c == "\n" or not any(map(_dropped, c)))


def _plain(character: str) -> str:
    """Give the usual form of a character; ligatures of whole phrases stay as they are."""
    plain = character if character in KEPT else unicodedata.normalize("NFKC", character)
    return plain if len(plain) <= LONGEST_FORM else character


def _dropped(character: str) -> bool:
    code = ord(character)
    return unicodedata.category(character) in DROPPED or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def paragraphs(text: str) -> list[str]:
    """Give the paragraphs of a cleaned text: its lines, or what stands between blank lines where lines are wrapped."""
    lines = [line.strip() for line in text.split("\n")]
    filled = [line for line in lines if line]
    wrapped = sum(line[0].islower() for line in filled) > WRAPPED_SHARE * len(filled)
    parts = re.split(r"\n{2,}", "\n".join(lines)) if wrapped else filled
    return [re.sub(r"\s+", " ", part).strip() for part in parts if part.strip()]


def sentences(text: str) -> list[Sentence]:
    """Give the sentences of a text, up to a line that says the article is over."""
    found: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs(clean(text)), start=1):
        if number > 1 and lexicon().ends.match(paragraph):
            break
        parts = [cut for part in _parts(paragraph) for cut in _cut(part)]
        found.extend(Sentence(paragraph=number, number=i, text=part) for i, part in enumerate(parts, start=1))
    return found


def _parts(paragraph: str) -> Iterator[str]:
    start = 0
    for match in END.finditer(paragraph):
        if match[0][0] == "." and not _ends(paragraph, match):
            continue
        if part := paragraph[start : match.end()].strip():
            yield part
        start = match.end()
    if rest := paragraph[start:].strip():
        yield rest


def _cut(part: str) -> list[str]:
    return [part[at : at + MAXIMUM_LENGTH] for at in range(0, len(part), MAXIMUM_LENGTH)]


def _ends(paragraph: str, match: re.Match[str]) -> bool:
    """Whether this full stop ends a sentence: not after an abbreviation or initials, nor before a small letter."""
    after = paragraph[match.end() : match.end() + 2].strip()
    if not after:
        return True
    word = LAST_WORD.search(paragraph, max(0, match.start() - 30), match.start())
    known = word is not None and (word[0].lower() in lexicon().abbreviations or bool(INITIALS.fullmatch(word[0])))
    return not known and not after[0].islower()
