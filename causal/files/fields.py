"""What a field may hold: how its text is spelled, and between which bounds its number lies.

The records of report.json and the shapes of YAML files are annotated with these, so that a name is the same name in both.
Pydantic understands a `Spelling`, and so does `causal.files.records`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from keyword import iskeyword
from typing import TYPE_CHECKING, Annotated, Any

from causal.errors import did_you_mean
from causal.files import limits
from causal.files.assets import languages
from causal.files.inside import outside

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = r"^[A-Za-z][A-Za-z0-9_]*$"
DIGEST = r"^[0-9a-f]{64}$"
SURROGATE = re.compile("[\ud800-\udfff]")

_ONE = "[A-Za-z][A-Za-z0-9_]*"
_EDGE = f"{_ONE}->{_ONE}(@[1-9][0-9]*)?"
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How a text is spelled. `said` words what is expected; `also` gives what else is wrong with a text, or nothing."""

    said: str
    pattern: str = ""
    shortest: int = 0
    longest: int | None = None
    also: Callable[[str], str] | None = None

    def fault(self, text: str) -> str:
        """Say what is wrong with a text, or nothing."""
        if self.longest is not None and len(text) > self.longest:
            return f"expected at most {self.longest:,} characters, found {len(text):,}"
        if len(text) < self.shortest or (self.pattern and not _compiled(self.pattern).fullmatch(text)):
            return f"expected {self.said}, found {text!r:.60}"
        if not text.isascii() and SURROGATE.search(text):
            return "expected text, found half a character (a lone surrogate)"
        return "" if self.also is None else self.also(text)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Give pydantic the same rule."""
        from pydantic_core import core_schema

        text = core_schema.str_schema(
            pattern=self.pattern or None, min_length=self.shortest or None, max_length=self.longest
        )
        return text if self.also is None else core_schema.no_info_after_validator_function(self._checked, text)

    def _checked(self, text: str) -> str:
        if self.also is not None and (wrong := self.also(text)):
            raise ValueError(wrong)
        return text


@dataclass(frozen=True, slots=True)
class Within:
    """The bounds of a number, both included."""

    low: int
    high: int


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _reserved(name: str) -> str:
    """Refuse words that a formula cannot hold as a name."""
    return f"'{name}' is a reserved word of the formula language: choose another name" if iskeyword(name) else ""


def _outside(name: str) -> str:
    return f"'{name}' lies outside the folder: give a path inside it, without '..'" if outside(name) else ""


def _unknown_language(code: str) -> str:
    return "" if code in languages() else f"there is no language '{code}'{did_you_mean(code, languages())}"


def _unsafe_sentence(text: str) -> str:
    from causal.files.sentences import refused

    return refused(text)


# Names
Identifier = Annotated[
    str,
    Spelling(
        said="a name of letters, digits and _ that begins with a letter", pattern=NAME, longest=60, also=_reserved
    ),
]
Name = Annotated[
    str, Spelling(said="a name of letters, digits and _ that begins with a letter", pattern=NAME, longest=100)
]
NameOrNone = Annotated[str, Spelling(said="nothing, or a name", pattern=f"^({_ONE})?$", longest=100)]
SeriesName = Annotated[str, Spelling(said="a series such as market.price", pattern=rf"^{_ONE}\.{_ONE}$", longest=121)]
ColumnName = Annotated[
    str, Spelling(said="a column such as price, or price~1", pattern=rf"^{_ONE}(~[1-9][0-9]*)?$", longest=70)
]
Node = Annotated[str, Spelling(said="a node such as price@0", pattern=rf"^{_ONE}@[0-9]{{1,4}}$", longest=70)]
EdgeName = Annotated[
    str, Spelling(said="an edge such as news->price or news->price@2", pattern=f"^{_EDGE}$", longest=130)
]
EdgeNameOrNone = Annotated[
    str, Spelling(said="nothing, or an edge such as news->price", pattern=f"^({_EDGE})?$", longest=130)
]
EdgePlace = Annotated[
    str,
    Spelling(
        said="nothing, or an edge of a graph such as article:news->price", pattern=f"^({_ONE}:{_EDGE})?$", longest=200
    ),
]
MessageKey = Annotated[
    str,
    Spelling(said="a key such as check.value.agrees", pattern=rf"^{_ONE}(\.[A-Za-z0-9_-]+)*$", longest=300),
]
MessageKeyOrNone = Annotated[
    str,
    Spelling(
        said="nothing, or a key such as check.value.agrees", pattern=rf"^({_ONE}(\.[A-Za-z0-9_-]+)*)?$", longest=300
    ),
]
Language = Annotated[str, Spelling(said="a language such as en", longest=20, also=_unknown_language)]

# Digests, times and paths
DigestOrNone = Annotated[str, Spelling(said="nothing, or a SHA-256 digest", pattern="^([0-9a-f]{64})?$")]
Digest = Annotated[str, Spelling(said="a SHA-256 digest: 64 digits and letters a to f", pattern=DIGEST)]
Moment = Annotated[
    str,
    Spelling(
        said="nothing, a day such as 2026-02-05 or an instant such as 2026-02-05T21:00Z", pattern=f"^({_MOMENT})?$"
    ),
]
When = Annotated[
    str, Spelling(said="a time", longest=limits.CELL_CHARACTERS)
]  # of a row, as its kind of rows writes it
FilePath = Annotated[str, Spelling(said="a path inside the folder", shortest=1, longest=1000, also=_outside)]
FolderName = Annotated[str, Spelling(said="the name of a folder", pattern=r"^[^/\x00]+$", longest=255)]

# Texts
Text = Annotated[str, Spelling(said="some text", shortest=1, longest=limits.TEXT_CHARACTERS)]
Note = Annotated[str, Spelling(said="text", longest=limits.TEXT_CHARACTERS)]  # empty where there is none
Composed = Annotated[str, Spelling(said="text", longest=limits.COMPOSED_CHARACTERS)]  # put together from others
Formula = Annotated[str, Spelling(said="a formula", shortest=1, longest=limits.FORMULA_CHARACTERS)]
Paragraph = Annotated[str, Spelling(said="a paragraph such as 7", longest=40)]
Version = Annotated[
    str,
    Spelling(
        said="a version such as 2.4.1, or 'not installed'",
        pattern=r"^(?:not installed|[0-9]{1,6}(\.[0-9]{1,8}){0,5}([-._]?(a|b|c|rc|alpha|beta|pre|post|dev)[-._]?[0-9]{0,8}){0,3}(\+[a-z0-9.]{1,16})?)$",
    ),
]
Sentence = Annotated[
    str, Spelling(said="a sentence", shortest=1, longest=limits.TEXT_CHARACTERS, also=_unsafe_sentence)
]

# Numbers
Count = Annotated[int, Within(0, limits.LARGEST_WHOLE)]
Sign = Annotated[int, Within(-1, 1)]
Second = Annotated[int, Within(-5_000_000_000, 8_000_000_000)]  # since 1970: the years that days may lie in
Percent = Annotated[int, Within(0, 100)]
