"""Numbers as people of many countries write them: how a column writes its own is decided by the column as a whole, or stated.

`1.696` is 1,696 beside `987`, and 1.696 beside `0.25`. What may be either is refused with what to write; no column is read
in two ways.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from statistics import median
from typing import TYPE_CHECKING

from causal.grammar import units
from causal.grammar.chinese import CHINESE
from causal.grammar.words import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

SPACES = "\u0020\u00a0\u2009\u202f"
QUOTES = "'\u2019"
MINUS = "\u2212\u2013-"
PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)
PLAINLY = frozenset("0123456789.+-\n")  # what plain numbers without an exponent are written with, a line each
BODY = re.compile(rf"(?:\d[\d.,{QUOTES}{SPACES}]*|[.,]\d+)(?:[eE][-+]?\d{{1,3}})?", re.ASCII)
NUMERAL = rf"[+({MINUS}]?\d[\d.,{QUOTES}]*\)?"
BESIDE = re.compile(
    rf"{NUMERAL}\s*([^\d\s.,/:_{MINUS}][^\d\s]{{0,7}}(?: [a-z]{{1,2}})*|\(\d{{1,2}}\)|\[\w{{1,3}}\]|(?<=\s)\d\))",
    re.ASCII,
)
AHEAD = re.compile(rf"([^\d\s.,/:_()+{MINUS}][^\d\s]{{0,3}})\s*{NUMERAL}", re.ASCII)
BOUNDS = frozenset("<>≤≥≦≧")  # a value too small, or too great, to be measured
SCALES = frozenset(["k", "K", "m", "M", "B", "T", "mln", "bln", "mrd", "tsd", "thd", "hundred", "万", "亿", "千", "百"])
ANSWERS = ({"yes": 1.0, "no": 0.0}, {"true": 1.0, "false": 0.0}, {"是": 1.0, "否": 0.0})
SO = "1 if so"  # the unit of a column of answers
SHOWN = 40  # characters of a bad cell
CLOSER = 1.0  # powers of ten by which one reading must fit better than the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A way to write numbers: the decimal mark, and the marks between groups of digits."""

    decimal: str
    groups: str = ""


FORMS = {
    "1234.56": Form(decimal="."),
    "1234,56": Form(decimal=","),
    "1,234.56": Form(decimal=".", groups=","),
    "1.234,56": Form(decimal=",", groups="."),
    "1 234.56": Form(decimal=".", groups=SPACES),
    "1 234,56": Form(decimal=",", groups=SPACES),
    "1'234.56": Form(decimal=".", groups=QUOTES),
    "1'234,56": Form(decimal=",", groups=QUOTES),
}


class UnreadableNumberError(ValueError):
    """A cell that is no number: the `at`-th of its column, from 0, where `cell` stands; `advice` is what to write."""

    def __init__(self, at: int, cell: str, advice: str) -> None:
        super().__init__(advice)
        self.at = at
        self.cell = cell
        self.advice = advice


@dataclass(slots=True, kw_only=True)
class _Seen:
    """What the cells of a column tell of how it writes numbers: the first place of each mark that is sure, and the rest."""

    decimal: dict[str, int] = field(default_factory=dict)  # marks that can only be decimal
    group: dict[str, int] = field(default_factory=dict)  # marks that can only stand between groups
    either: dict[str, list[int]] = field(default_factory=dict)  # by mark, cells such as 1.696
    bare: list[int] = field(default_factory=list)  # cells of one to three digits
    long: bool = False  # a cell of four digits or more without a mark between groups
    affix: dict[tuple[str, str], int] = field(default_factory=dict)  # what stands before and behind a number


class Column:
    """The numbers of one column, cell by cell; `values()` when all are there. Where all cells say yes or no, these are 1 and 0.

    `missing` are words and numbers that mean no value, `flags` marks that may stand beside a number, `form` how numbers
    are written where that is stated.
    """

    def __init__(self, missing: Collection[str], flags: Collection[str], form: Form | None) -> None:
        self.form = form
        self._words = {one.strip() for one in missing}
        self._numbers = {float(one) for one in self._words if PLAIN.fullmatch(one)}
        self._flag = _flag_pattern(flags)
        self._found: list[float] = []
        self._texts: dict[int, str] = {}  # cells that are more than digits and a point
        self._bodies: dict[int, str] = {}  # their digits and marks
        self._seen = _Seen()
        self._answers: dict[int, str] = {}  # cells that say yes or no

    def add(self, cell: object) -> None:
        """Take one more cell; raise UnreadableNumberError where it can be no number in any form."""
        if isinstance(cell, str):
            self._found.append(self._read(cell.strip()))
        else:
            self._found.append(self._plain(cell))

    def took(self, cells: Sequence[object]) -> bool:
        """Take more cells at once where all are digits with a point, or gaps, and earlier ones have shown that it is a decimal point; else none of them."""
        if self.form is not None or self._flag is not None or "." not in self._seen.decimal:
            return False
        texts = [cell.strip() for cell in cells if isinstance(cell, str)]
        if len(texts) < len(cells) or not PLAINLY.issuperset("\n".join(texts)) or not self._words.isdisjoint(texts):
            return False
        try:
            found = [float(text) if text else math.nan for text in texts]
        except ValueError:
            return False
        if math.inf in found or -math.inf in found:
            return False
        start = len(self._found)
        for at, text in enumerate(texts, start):
            if text[-4:-3] == "." or (text and "." not in text):  # else it tells nothing new
                _look(self._seen, at, text.lstrip("+-"))
        if (first := next((at for at, text in enumerate(texts, start) if text), None)) is not None:
            self._seen.affix.setdefault(("", ""), first)
        self._found.extend(found)
        return True

    def _plain(self, cell: object) -> float:
        """Give a cell that is no text: a number, or none."""
        if cell is None:
            return math.nan
        if isinstance(cell, bool):
            return self._answer(str(cell))
        try:
            is_number = isinstance(cell, int | float | Decimal)
            value = float(cell) if is_number else math.inf  # type: ignore[arg-type]
        except (OverflowError, ValueError):
            value = math.inf
        if math.isinf(value):
            raise UnreadableNumberError(len(self._found), str(cell), "leave a missing value blank")
        self._seen.affix.setdefault(("", ""), len(self._found))
        return math.nan if value in self._numbers else value

    def _read(self, text: str) -> float:
        at = len(self._found)
        if self._flag is not None and text not in self._words:
            text = self._flag.sub("", text).strip()
        if not text or text in self._words:
            return math.nan
        if self.form is None and PLAIN.fullmatch(text):
            self._seen.affix.setdefault(("", ""), at)
            if "." not in self._seen.decimal or "." not in text or text[-4:-3] == ".":  # else it tells nothing new
                _look(self._seen, at, text.lstrip("+-"))
            value = float(text)
            if math.isinf(value):
                raise UnreadableNumberError(at, text, _advice(text))
            return value
        if answer(text) is not None:
            return self._answer(text)
        sign, before, body, behind = _parts(at, text)
        self._seen.affix.setdefault((before, behind), at)
        if self.form is None:
            _look(self._seen, at, body)
        if self.form is not None:
            return self._in_form(at, text, f"{sign}{body}", self.form)
        self._texts[at], self._bodies[at] = text, f"{sign}{body}"
        return math.nan

    def _answer(self, text: str) -> float:
        """Give 1 for yes and 0 for no."""
        self._answers[len(self._found)] = text
        found = answer(text)
        assert found is not None
        return found

    def _check_answers(self) -> None:
        """Raise UnreadableNumberError where yes and no stand beside numbers or words of another pair, or one of them alone, which may mean no value."""
        words = {text.casefold() for text in self._answers.values()}
        numbers = any(not math.isnan(one) for at, one in enumerate(self._found) if at not in self._answers)
        if self._answers and (numbers or self._bodies or words not in [pair.keys() for pair in ANSWERS]):
            at, text = next(iter(self._answers.items()))
            raise UnreadableNumberError(at, text, _advice(text))

    def _in_form(self, at: int, text: str, body: str, form: Form) -> float:
        value = _value(body, form)
        if value is None:
            raise UnreadableNumberError(at, text, f"the column writes numbers as {_example(form)}")
        return value

    def decided(self, elsewhere: Collection[str] = ()) -> Form:
        """Give the form of the column; `elsewhere` are the decimal marks of the file's other columns.

        Raise UnreadableNumberError where the cells contradict each other, or allow two forms.
        """
        return self.form or _decided(self._seen, self._word, elsewhere)

    def tells(self, form: Form) -> bool:
        """Whether the cells show which mark is decimal in this form."""
        return bool(self._seen.decimal or self._seen.group or (form.groups and self._seen.either))

    @property
    def sure(self) -> tuple[str, ...]:
        """The decimal marks that the cells leave no doubt of."""
        return (self.form.decimal,) if self.form is not None else tuple(self._seen.decimal)

    @property
    def unit(self) -> str:
        """What stands beside the numbers, such as %."""
        if self._answers:
            return SO
        before, behind = next(iter(self._seen.affix), ("", ""))
        return before + behind

    def values(self, form: Form) -> list[float]:
        """Give the numbers, NaN for a gap; raise UnreadableNumberError at the first cell that is no number in this form."""
        self._check_answers()
        self._check_affixes()
        found = self._found
        if self.form is None and form.decimal != ".":
            for at in self._seen.either.get(".", ()):
                if at not in self._bodies:
                    found[at] = round(found[at] * 1000)
        for at, body in self._bodies.items():
            found[at] = self._in_form(at, self._texts[at], body, form)
        return [math.nan if value in self._numbers else value for value in found] if self._numbers else found

    def _check_affixes(self) -> None:
        """Raise UnreadableNumberError where some numbers bear a sign such as % and others bear none, or another."""
        affixes = list(self._seen.affix.items())
        if len(affixes) > 1:
            (first, there), (other, at) = affixes[:2]
            said = " and ".join(
                f"'{before}{'…' if before or behind else ''}{behind}'" for before, behind in (first, other)
            )
            advice = f"'{self._word(there)}' stands in the same column: signs beside numbers are the same in all of it, or none ({said})"
            raise UnreadableNumberError(at, self._word(at), advice)

    def _word(self, at: int) -> str:
        """Give a cell as it was written, or nearly."""
        short = f"{self._found[at]:.15g}"
        return self._texts.get(at) or (f"{self._found[at]:.3f}" if at in self._seen.either.get(".", ()) else short)


def answer(text: str) -> float | None:
    """Give 1 for yes, 0 for no, None for what is neither."""
    return next((pair[text.casefold()] for pair in ANSWERS if text.casefold() in pair), None)


def forms_of(columns: Sequence[Column], delimiter: str = "") -> list[Form | UnreadableNumberError]:
    """Give the form of each column of a file; one whose own cells allow two is decided by the others.

    Semicolons between cells are those of countries with a decimal comma: 1.234 is not plain there.
    """
    alone = [_form_of(column, ()) for column in columns]
    marks = [
        {form.decimal} if isinstance(form, Form) and column.tells(form) else set(column.sure)
        for column, form in zip(columns, alone, strict=True)
    ]
    elsewhere = [set().union(*(marks[:at] + marks[at + 1 :])) for at in range(len(columns))]
    doubt = {".", ","} if delimiter == ";" else set()
    return [_form_of(column, other or doubt) for column, other in zip(columns, elsewhere, strict=True)]


def _form_of(column: Column, elsewhere: Collection[str]) -> Form | UnreadableNumberError:
    try:
        return column.decided(elsewhere)
    except UnreadableNumberError as error:
        return error


def _flag_pattern(flags: Collection[str]) -> re.Pattern[str] | None:
    """Give what finds marks at the end or the beginning of a cell."""
    marks = "|".join(re.escape(flag.strip()) for flag in sorted(flags, key=len, reverse=True) if flag.strip())
    return re.compile(rf"(?:\s*(?:{marks}))+$|^(?:(?:{marks})\s*)+(?=[-+\d.,(])") if marks else None


def _parts(at: int, text: str) -> tuple[str, str, str, str]:
    """Give sign, what stands before a number, its digits and marks, and what stands behind; raise UnreadableNumberError."""
    inner, sign = text, ""
    if inner.startswith("(") and inner.endswith(")"):
        inner, sign = inner[1:-1].strip(), "-"
    found = BODY.search(inner)
    if found is None or len(text) > 60:
        raise UnreadableNumberError(at, text, _advice(text))
    before, behind = inner[: found.start()].strip(), inner[found.end() :].strip()
    body = found[0].rstrip(SPACES)
    for mark in (*MINUS, "+"):
        for stripped in (before.removeprefix(mark), before.removesuffix(mark)):
            if stripped != before and not sign:
                before, sign = stripped.strip(), "-" if mark in MINUS else "+"
        if behind == "-" and not sign:
            behind, sign = "", "-"
    if not (_is_sign(before) and _is_sign(behind)) or (before and behind):
        raise UnreadableNumberError(at, text, _advice(text))
    return sign.replace("+", ""), before, body, behind


def _is_sign(text: str) -> bool:
    """Whether a text is nothing, or one sign of percent or of a currency."""
    return not text or (len(text) == 1 and (text in "%‰％" or unicodedata.category(text) == "Sc"))


def _advice(text: str) -> str:
    """Say what to write where a cell is no number: it may mean no value, or bear a mark."""
    mark = mark_beside(text)
    if mark in BOUNDS:
        return (
            f"it bounds a number and is none: write the number that you take for it, or `missing: [{quoted(text[:SHOWN])}]`; "
            f"`flags: [{quoted(mark)}]` would read the bound itself"
        )
    if measures(mark):
        return f"'{mark}' is a unit or a scale, and not all numbers of the column bear it: bring them to one"
    if mark:
        return f"if '{mark}' is a flag or a footnote beside the number, write `flags: [{quoted(mark)}]`; leave a missing value blank"
    return f"leave a missing value blank, or write `missing: [{quoted(text[:SHOWN])}]`"


def mark_beside(text: str) -> str:
    """Give what stands behind or before a number that may be a flag or a footnote's mark; "" where nothing does."""
    found = BESIDE.fullmatch(text) or AHEAD.fullmatch(text)
    return "" if found is None else found[1].strip()


def measures(mark: str) -> bool:
    """Whether a mark beside a number is a unit or a scale, such as km, K, bn or 万, rather than a flag."""
    alone = len(mark) == 1 and mark.isascii()
    return scales(mark) or (not alone and mark.casefold().rstrip(".") in units.KNOWN)


def scales(mark: str) -> bool:
    """Whether a mark beside a number multiplies it, such as K, bn or 万."""
    if len(mark) == 1:
        return mark in SCALES
    name = mark.casefold().rstrip(".")
    return name in ENGLISH.multipliers or name in CHINESE.multipliers or name in SCALES


def quoted(word: str) -> str:
    """Give a word as a YAML list holds it."""
    return (
        word
        if re.fullmatch(r"-?\d+(\.\d+)?(e\+?\d+)?|[A-Za-z][A-Za-z_./]*(?<!\.)", word) and word.lower() not in _YAML
        else f'"{word}"'
    )


_YAML = frozenset(
    {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
)  # words that YAML takes for something else


def _look(seen: _Seen, at: int, body: str) -> None:
    """Note what the digits and marks of one cell tell."""
    if "e" in body or "E" in body:
        return
    marks = [one for one in body if not one.isdigit()]
    if not marks:
        if len(body) > 3:
            seen.long = True
        elif not seen.decimal and body.strip("0"):
            seen.bare.append(at)
        return
    for mark in marks:
        if mark in SPACES or mark in QUOTES:
            seen.group.setdefault("'" if mark in QUOTES else " ", at)
    points = [one for one in marks if one in ".,"]
    if not points:
        return
    last, others = points[-1], set(points[:-1])
    if len(points) == 1:
        before, _, behind = body.rpartition(last)
        if len(behind) == 3 and re.fullmatch(r"[1-9]\d{0,2}", before):
            seen.either.setdefault(last, []).append(at)
        else:
            seen.decimal.setdefault(last, at)
    elif last in others:
        seen.group.setdefault(last, at)
    else:
        seen.decimal.setdefault(last, at)
    for mark in others - {last}:
        seen.group.setdefault(mark, at)


def _decided(seen: _Seen, word: Callable[[int], str], elsewhere: Collection[str]) -> Form:
    decimal, group = dict(seen.decimal), dict(seen.group)
    _check_consistent(decimal, group, word)
    for mark, cells in seen.either.items():
        if mark in decimal or mark in group:
            continue
        if _groups(mark, seen, word, elsewhere):
            group[mark] = cells[0]
        else:
            decimal[mark] = cells[0]
    _check_consistent(decimal, group, word)
    mark = next(iter(decimal), "," if "." in group else ".")
    between = next(iter(group), "")
    return Form(decimal=mark, groups=SPACES if between == " " else QUOTES if between == "'" else between)


def _check_consistent(decimal: dict[str, int], group: dict[str, int], word: Callable[[int], str]) -> None:
    """Raise UnreadableNumberError where a column has two decimal marks, two between groups, or one for both."""
    pairs = [*_two(decimal), *_two(group), *((decimal[mark], group[mark]) for mark in decimal if mark in group)]
    for first, other in pairs:
        advice = f"'{word(first)}' stands in the same column: bring it to one form"
        raise UnreadableNumberError(
            max(first, other), word(max(first, other)), advice.replace(word(first), word(min(first, other)))
        )


def _two(places: dict[str, int]) -> list[tuple[int, int]]:
    return [tuple(places.values())[:2]] if len(places) > 1 else []  # type: ignore[list-item]


def _groups(mark: str, seen: _Seen, word: Callable[[int], str], elsewhere: Collection[str]) -> bool:
    """Whether a mark that may be either stands between groups; raise UnreadableNumberError where nothing tells."""
    other = "," if mark == "." else "."
    cells = seen.either[mark]
    if other in seen.decimal or other in seen.group or any(one in seen.group for one in " '"):
        return other in seen.decimal
    if mark == "." and seen.long:
        return False
    if seen.bare and not seen.long:
        apart = math.log10(_middle(seen.bare, word)) - math.log10(_middle(cells, word, mark))
        if abs(apart - 3) + CLOSER < abs(apart):
            return True
    elif mark == "." and other not in elsewhere:
        return False
    elif mark not in elsewhere and other in elsewhere:
        return True
    elif mark == "," and mark in elsewhere and other not in elsewhere:
        return False
    raise UnreadableNumberError(cells[0], word(cells[0]), _ambiguous(word(cells[0]), mark))


def _middle(cells: list[int], word: Callable[[int], str], mark: str = "") -> float:
    return median(abs(float(re.sub(r"[^\d.]", "", word(at).replace(mark or ",", ".")))) for at in cells[:10_000])


def _ambiguous(cell: str, mark: str) -> str:
    digits = re.sub(r"[^\d.,]", "", cell)
    grouped, decimal = ("1,234.56", "1234,56") if mark == "," else ("1.234,56", "1234.56")
    return (
        f"it may be {digits.replace(mark, '')} or {digits.replace(mark, '.')}: "
        f'write `numbers: "{grouped}"` or `numbers: "{decimal}"` beside the series'
    )


def _value(body: str, form: Form) -> float | None:
    """Give the number that digits and marks come to in a form, None where they are none."""
    found = _pattern(form).fullmatch(body)
    if found is None or not (found[2] or found[3]):
        return None
    digits = re.sub(r"\D", "", found[2])
    value = float(f"{found[1]}{digits or '0'}.{found[3] or '0'}{found[4]}")
    return None if math.isinf(value) else value


@cache
def _pattern(form: Form) -> re.Pattern[str]:
    group = f"[{re.escape(form.groups)}]" if form.groups else "(?!)"
    whole = rf"\d{{1,3}}(?:{group}\d{{3}})+|\d{{1,2}}(?:{group}\d{{2}})+{group}\d{{3}}|\d*"  # the second as in India
    return re.compile(rf"(-?)({whole})(?:{re.escape(form.decimal)}(\d*))?((?:[eE][-+]?\d{{1,3}})?)", re.ASCII)


def _example(form: Form) -> str:
    return next(example for example, one in FORMS.items() if one == form)
