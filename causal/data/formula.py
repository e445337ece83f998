"""The formula language: arithmetic, comparisons and named time-series functions over `dataset.column`.

A formula is parsed with `ast` and walked over a whitelist; nothing of Python runs. It is evaluated over an index of
rows of any kind; a name from another dataset is aligned by exact name of the row, without interpolation.
"""

from __future__ import annotations

import ast
import operator
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from causal.data.functions import FUNCTIONS
from causal.errors import DataError, FormulaError, did_you_mean
from causal.files.limits import EXPONENT, FORMULA_ARGUMENTS, FORMULA_CHARACTERS, FORMULA_DEPTH
from causal.sampling import sampling_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from causal.data.functions import Function
    from causal.sampling import Sampling

    Kept = dict[tuple[str, bool], pd.Series[float]]  # values by part of a formula, and whether steps go over holes

LARGEST = 1e15
KEPT = 1024  # trees of formulas
ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula. `names` are the `dataset.column` it reads; the others its functions of that kind; sorted."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]
    ordered: tuple[str, ...] = ()
    daily: tuple[str, ...] = ()
    filling: tuple[str, ...] = ()
    paneled: tuple[str, ...] = ()

    @property
    def datasets(self) -> tuple[str, ...]:
        """The datasets that it reads, sorted."""
        return tuple(dict.fromkeys(name.partition(".")[0] for name in self.names))

    def meaningless(self, sampling: Sampling) -> str:
        """Say why functions of the formula mean nothing on rows of a kind; "" where all mean something."""
        if self.ordered and not sampling.looks_back:
            named = ", ".join(self.ordered)
            return f"the rows of a cross-section are in no order and have no date: {named} means nothing there"
        if self.paneled and not sampling.designed:
            return f"the rows have one name each: {', '.join(self.paneled)} means something in a panel alone"
        if self.daily and not sampling.daily:
            return f"the rows are longer than a day: {', '.join(self.daily)} means nothing there"
        return ""


def parse(text: str, known: Iterable[str] | None = None) -> Formula:
    """Parse a formula; raise FormulaError with the column of the mistake.

    Where `known` names are given, any other name is a mistake and the nearest known one is suggested.
    """
    stripped = " ".join(text.split())  # one line, so that an offset is a column
    if not stripped:
        raise FormulaError("the formula is empty", "", 1)
    if len(stripped) > FORMULA_CHARACTERS:
        raise FormulaError(f"the formula is longer than {FORMULA_CHARACTERS} characters", stripped[:60] + " ...", 1)
    tree = _tree(stripped)
    reader = _Reader(stripped, None if known is None else frozenset(known))
    reader.visit(tree, 0)
    found = (reader.names, reader.ordered, reader.daily, reader.filling, reader.paneled)
    return Formula(stripped, tree, *(tuple(sorted(one)) for one in found))


@lru_cache(maxsize=KEPT)
def _tree(text: str) -> ast.expr:
    """Give the tree of a formula, which nobody changes: many claims are about one formula."""
    for column, character in enumerate(text, start=1):
        if character == "#" or not character.isprintable():
            raise FormulaError(f"the character {character!a} is not part of the formula language", text, column)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = max(1, min(getattr(error, "offset", None) or len(text), len(text)))  # 0 is the end of the text
        raise FormulaError("this is not a formula", text, column) from error


class _Reader:
    """Walk the tree once and refuse everything that is not on the list."""

    def __init__(self, text: str, known: frozenset[str] | None) -> None:
        self.text, self.known = text, known
        self.names, self.ordered, self.daily = set[str](), set[str](), set[str]()
        self.filling, self.paneled = set[str](), set[str]()

    def fail(self, message: str, at: ast.AST) -> FormulaError:
        offset = getattr(at, "col_offset", 0)
        column = len(self.text.encode()[:offset].decode(errors="ignore")) + 1
        return FormulaError(message, self.text, column)

    def visit(self, at: ast.expr, depth: int) -> None:
        if depth > FORMULA_DEPTH:
            raise self.fail(f"the formula is nested deeper than {FORMULA_DEPTH}", at)
        match at:
            case ast.Constant(value=bool()) | ast.Constant(value=str()) | ast.Constant(value=None):
                raise self.fail("only numbers may be written here", at)
            case ast.Constant(value=int() | float() as value):
                if not abs(value) <= LARGEST:
                    raise self.fail("this number is too large", at)
            case ast.Attribute(value=ast.Name(id=dataset), attr=column):
                self.name(f"{dataset}.{column}", at)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                self.visit(operand, depth + 1)
            case ast.BinOp(left=left, op=operation, right=right):
                self.operation(operation, right, at)
                self.visit(left, depth + 1)
                self.visit(right, depth + 1)
            case ast.Compare(left=left, ops=[comparison], comparators=[right]) if type(comparison) in COMPARISONS:
                self.visit(left, depth + 1)
                self.visit(right, depth + 1)
            case ast.Compare():
                raise self.fail("compare two values at a time, with < <= > >= == !=", at)
            case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
                self.call(function, arguments, at, depth)
            case ast.Call():
                raise self.fail("call a function by its name, without keywords", at)
            case ast.Name(id=name):
                raise self.fail(f"'{name}' is not a series: write dataset.column{self.nearest(name)}", at)
            case ast.Attribute():
                raise self.fail("a series is written dataset.column, with one dot", at)
            case _:
                raise self.fail(f"{type(at).__name__.lower()} is not part of the formula language", at)

    def name(self, name: str, at: ast.expr) -> None:
        if self.known is not None and name not in self.known:
            raise self.fail(f"unknown series '{name}'{did_you_mean(name, self.known)}", at)
        self.names.add(name)

    def nearest(self, column: str) -> str:
        owners = [name for name in sorted(self.known or ()) if name.partition(".")[2] == column]
        return f"; did you mean '{owners[0]}'?" if owners else ""

    def operation(self, operation: ast.operator, right: ast.expr, at: ast.expr) -> None:
        if type(operation) not in ARITHMETIC:
            raise self.fail("this operator is not known; use + - * / **", at)
        if isinstance(operation, ast.Pow):
            exponent = right.operand if isinstance(right, ast.UnaryOp) else right
            if not (isinstance(exponent, ast.Constant) and isinstance(exponent.value, int | float)):
                raise self.fail("the exponent must be a plain number", right)
            if abs(exponent.value) > EXPONENT:
                raise self.fail(f"the exponent must be between -{EXPONENT:g} and {EXPONENT:g}", right)

    def call(self, function: str, arguments: list[ast.expr], at: ast.expr, depth: int) -> None:
        known = FUNCTIONS.get(function)
        if known is None:
            raise self.fail(f"unknown function '{function}'{did_you_mean(function, FUNCTIONS)}", at)
        if known.ordered:
            self.ordered.add(function)
        if known.daily:
            self.daily.add(function)
        if known.fills:
            self.filling.add(function)
        if known.paneled:
            self.paneled.add(function)
        most = known.series + known.numbers
        if not known.required <= len(arguments) <= (FORMULA_ARGUMENTS if known.many else most):
            raise self.fail(f"{function} takes {known.signature}, not {len(arguments)} values", at)
        for position, argument in enumerate(arguments):
            self.visit(argument, depth + 1)
            number = not known.many and position >= known.series
            if number and not _plain(argument):
                raise self.fail(f"{function} wants a plain number here: {known.signature}", argument)
            if number and not known.accepts(_number(argument)):
                raise self.fail(f"{function} wants {known.wants} here: {known.signature}", argument)


def _plain(at: ast.expr) -> bool:
    inner = at.operand if isinstance(at, ast.UnaryOp) else at
    return (
        isinstance(inner, ast.Constant) and isinstance(inner.value, int | float) and not isinstance(inner.value, bool)
    )


def _number(at: ast.expr) -> float:
    if isinstance(at, ast.UnaryOp) and isinstance(at.operand, ast.Constant):
        value = float(at.operand.value)  # type: ignore[arg-type]
        return -value if isinstance(at.op, ast.USub) else value
    return float(at.value)  # type: ignore[attr-defined]


def evaluate(
    formula: Formula,
    datasets: Mapping[str, pd.DataFrame],
    index: pd.Index[pd.Timestamp],
    *,
    over_holes: bool = False,
    kept: Kept | None = None,
) -> pd.Series[float]:
    """Give the formula's values over `index`, float64, NaN where a value is missing or not a finite number.

    A step over a hole of the index is missing, but inside `over_holes(...)`, or where `over_holes` says so for the whole.
    `kept` is for formulas over the same datasets and index: what they have in common is computed once.
    Raise DataError where a name cannot be aligned (unknown, text, or days against instants) or a function means nothing.
    """
    import numpy as np

    if reason := formula.meaningless(sampling_of(index)):
        raise DataError(reason)
    with np.errstate(all="ignore"):
        return _finite(_value(formula.tree, _Given(datasets, index, kept), over_holes))


def _finite(series: pd.Series[float]) -> pd.Series[float]:
    import numpy as np

    numbers: pd.Series[float] = series.astype("float64")
    return numbers.where(np.isfinite(numbers)) if np.isinf(numbers.to_numpy()).any() else numbers


@dataclass(frozen=True, slots=True)
class _Given:
    """What a formula is evaluated over, and what is kept of formulas over the same."""

    datasets: Mapping[str, pd.DataFrame]
    index: pd.Index[pd.Timestamp]
    kept: Kept | None


def _value(at: ast.expr, given: _Given, over_holes: bool) -> pd.Series[float]:
    if given.kept is None:
        return _computed(at, given, over_holes)
    part = ast.unparse(at), over_holes
    if part not in given.kept:
        given.kept[part] = _computed(at, given, over_holes)
    return given.kept[part]


def _computed(at: ast.expr, given: _Given, over_holes: bool) -> pd.Series[float]:
    import pandas as pd

    match at:
        case ast.Constant(value=int() | float() as number):
            return pd.Series(float(number), index=given.index)
        case ast.Attribute(value=ast.Name(id=dataset), attr=column):
            return _aligned(dataset, column, given.datasets, given.index)
        case ast.UnaryOp(op=sign, operand=operand):
            inner = _value(operand, given, over_holes)
            return -inner if isinstance(sign, ast.USub) else inner
        case ast.BinOp(left=left, op=operation, right=right):
            a, b = (_value(side, given, over_holes) for side in (left, right))
            return _finite(ARITHMETIC[type(operation)](a, b))
        case ast.Compare(left=left, ops=[comparison], comparators=[right]):
            a, b = (_value(side, given, over_holes) for side in (left, right))
            truth: pd.Series[float] = COMPARISONS[type(comparison)](a, b).astype("float64")
            return truth.where(a.notna() & b.notna())
        case ast.Call(func=ast.Name(id=function), args=arguments):
            known = FUNCTIONS[function]
            series = len(arguments) if known.many else known.series
            over_holes = over_holes or known.over_holes
            columns = [_value(argument, given, over_holes) for argument in arguments[:series]]
            numbers = [_number(argument) for argument in arguments[series:]]
            return _finite(_run(known, given.index, columns, numbers, over_holes))
    raise DataError(f"a formula holds {type(at).__name__}; parse it before evaluating")  # unreachable after parse


def _run(
    known: Function, index: pd.Index[Any], columns: list[pd.Series[float]], numbers: list[float], over_holes: bool
) -> Any:
    """Run a function; one that reads the rows' order sees each stretch of rows alone, and one that steps each run."""
    import pandas as pd

    sampling = sampling_of(index)
    apart = sampling.runs if known.steps and not over_holes else sampling.stretches
    stretches = apart(index) if known.ordered else ()
    if len(stretches) < 2:
        return known.run(index, *columns, *numbers)
    parts = [known.run(index[part], *(column.iloc[part] for column in columns), *numbers) for part in stretches]
    return pd.concat(parts).reindex(index)


def _aligned(
    dataset: str, column: str, datasets: Mapping[str, pd.DataFrame], index: pd.Index[pd.Timestamp]
) -> pd.Series[float]:
    from pandas.api.types import is_numeric_dtype

    if dataset not in datasets or column not in datasets[dataset].columns:
        raise DataError(f"no series '{dataset}.{column}' in the data")
    sampling = sampling_of(index)
    series = sampling.table(datasets[dataset])[column]
    if series.index.has_duplicates:
        raise DataError(f"'{dataset}' has several rows a time: it cannot be read as one series")
    if not is_numeric_dtype(series):
        raise DataError(f"'{dataset}.{column}' holds text, not numbers")
    own, wanted = (sampling_of(one).noun(one).names for one in (series.index, index))
    if sampling.offers is not None:
        return sampling.lay(series, index).astype("float64")
    if own != wanted:
        raise DataError(f"'{dataset}.{column}' is dated by {own}, but the rows of this formula by {wanted}")
    return series.reindex(index).astype("float64")
