"""The kinds of value that a check's parameters hold, validated where `claims.yaml` is read.

A validation context, where one is given, may hold `series` (names `dataset.column`), `datasets` and `figures`
(names `CLAIM.figure`): a formula or expression that names anything else is then refused with the nearest match. `sampling`
is the kind of the report's rows.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, ValidationInfo

from causal.data import formula
from causal.errors import FormulaError, did_you_mean
from causal.grammar import stated
from causal.judgement.checks import _expression
from causal.sampling import period_name

if TYPE_CHECKING:
    from collections.abc import Iterable

FORBID = ConfigDict(extra="forbid")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?")


def _moment(value: object) -> object:
    """Give a date, an instant or a year as text; a datetime must carry its zone, as YAML's do in UTC."""
    if isinstance(value, datetime):
        instant = value if value.tzinfo else value.replace(tzinfo=UTC)
        return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _iso(text: str) -> str:
    if not text:
        return text
    if period := period_name(text):
        return period
    if not _MOMENT.fullmatch(text):
        raise ValueError(
            f"'{text}' is neither a day such as 2026-02-05 nor an instant such as 2026-02-05T21:00Z "
            "nor a period such as 2026-02, 2026Q1, 2026-W05 or 2026"
        )
    datetime.fromisoformat(text)
    return text


def _number(value: object) -> object:
    """Give a bare number as the text of an expression."""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _quoted(value: object) -> object:
    """Refuse a bare number: YAML would drop the last zero of 13.20, which is part of what is stated."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise ValueError(f"write the figure in quotes, as the article words it: '{value}'")  # noqa: TRY004 - pydantic reports ValueError
    return value


def _wording(text: str) -> str:
    if text:
        stated.parse(text)
    return text


def _known(names: Iterable[str], kind: str, info: ValidationInfo) -> None:
    known: Any = (info.context or {}).get(f"{kind}s")
    for name in names:
        if known is not None and name not in known:
            raise ValueError(f"no {kind} is called '{name}'{did_you_mean(name, known)}")


def _formula(text: str, info: ValidationInfo) -> str:
    try:
        parsed = formula.parse(text, (info.context or {}).get("series"))
    except FormulaError as error:
        raise ValueError(str(error)) from error
    sampling: Any = (info.context or {}).get("sampling")
    if sampling is not None and not sampling.looks_back and (reason := parsed.meaningless(sampling)):
        raise ValueError(reason)
    return text


def _expression_text(text: str, info: ValidationInfo) -> str:
    _known(_expression.parse(text).names, "figure", info)
    return text


def _dataset(name: str, info: ValidationInfo) -> str:
    if name:
        _known((name,), "dataset", info)
    return name


Moment = Annotated[str, BeforeValidator(_moment), AfterValidator(_iso)]  # "" where it may be left out
Wording = Annotated[str, BeforeValidator(_quoted), AfterValidator(_wording)]  # "" where it may be left out
FormulaText = Annotated[str, AfterValidator(_formula)]
ExpressionText = Annotated[str, BeforeValidator(_number), AfterValidator(_expression_text)]
DatasetName = Annotated[str, AfterValidator(_dataset)]  # "" is the one that the formula names


class Reduce(StrEnum):
    """How the values of a period become one."""

    MINIMUM = "min"
    MAXIMUM = "max"
    SUM = "sum"
    MEAN = "mean"
    LAST = "last"


class Relation(StrEnum):
    """How the left side stands to the right."""

    GREATER = "greater"
    LESS = "less"


class Scope(StrEnum):
    """Whether a statement is about what happened in a window, or about how things work, of which the window is a sample."""

    WINDOW = "window"
    PROCESS = "process"


def when(at: str, start: str, end: str) -> None:
    """Raise ValueError unless either `at` or both `start` and `end` are given, in order."""
    if bool(at) == bool(start or end) or bool(start) != bool(end):
        raise ValueError("give either 'at', or both 'start' and 'end'")
    if start and start > end:
        raise ValueError(f"'start' {start} lies after 'end' {end}")


def same_unit(wording: str, unit: str) -> None:
    """Raise ValueError where a wording's unit cannot be turned into that of the formula it is compared with."""
    if not wording or not unit:
        return
    try:
        stated.read(wording, unit)
    except ValueError as error:
        raise ValueError(f"{error}: scale the formula to what the article says, and name that 'unit'") from error
