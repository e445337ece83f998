"""Every error that a user can meet: what is wrong, where, and what to do."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# What libraries raise where a part of a stranger's file is of another kind than its format asks for.
DAMAGED = (AttributeError, IndexError, KeyError, RuntimeError, TypeError, ValueError, zlib.error)
COMPARED = 200  # characters of a word, and words, among which the nearest is looked for


class CausalError(Exception):
    """Root of the errors that this package raises on purpose."""


class FormulaError(CausalError):
    """A formula cannot be read; `column` counts characters of the formula from 1."""

    def __init__(self, message: str, formula: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.formula = formula
        self.column = column

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.formula, self.column)

    def __str__(self) -> str:
        return f"{self.message}\n    {self.formula}\n    {' ' * (self.column - 1)}^"


class DataError(CausalError):
    """Data that cannot be read, aligned or used as declared."""


class UnreadableRowError(DataError):
    """A row whose name cannot be read: `word` stands there, in the `at`-th of the rows given, from 0."""

    def __init__(self, message: str, at: int, word: str) -> None:
        super().__init__(message)
        self.at = at
        self.word = word

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.at, self.word)


class RowOrderError(DataError):
    """Rows whose names can be read, but stand in the wrong order, or twice."""


class NotComputableError(CausalError):
    """A stage cannot give a number on these data; the reason is printed in the report."""


class RenderError(CausalError):
    """A report cannot be rendered on this machine, or would render wrongly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake in a report folder, at a place an editor can jump to."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key + ': ' if self.key else ''}{self.message}"


class BadFolderError(CausalError):
    """A report folder with mistakes: all of them, in file and line order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.key)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


def unknown(kind: str, name: str, known: Iterable[str]) -> KeyError:
    """Give the error that nothing of that kind has this name, with the nearest that is known."""
    return KeyError(f"no {kind} is called '{name}'{did_you_mean(name, known)}")


def did_you_mean(word: str, known: Iterable[str], *, listing: bool = True) -> str:
    """Give '; did you mean 'x'?' for the nearest of `known`, or with `listing` the short list of what is known."""
    names = sorted(known)
    close = get_close_matches(word[:COMPARED], names, n=1, cutoff=0.6) if len(names) <= COMPARED else []
    if close:
        return f"; did you mean '{close[0]}'?"
    if listing and 0 < len(names) <= 12:
        return f"; known: {', '.join(names)}"
    return ""
