"""The formula language: arithmetic, comparisons and named time-series functions over `dataset.column`.

A formula is parsed with `ast` and walked over a whitelist; nothing of Python runs. It is evaluated over an index of
days or instants; a name from another dataset is aligned by exact time, without interpolation.
"""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.errors import DataError, FormulaError, did_you_mean
from causal.formula_functions import FUNCTIONS
from causal.limits import EXPONENT, FORMULA_CHARACTERS, FORMULA_DEPTH, WINDOW_ROWS

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    import pandas as pd

ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula. `names` are the `dataset.column` it reads, sorted."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]


def parse(text: str, known: Iterable[str] | None = None) -> Formula:
    """Parse a formula; raise FormulaError with the column of the mistake.

    Where `known` names are given, any other name is a mistake and the nearest known one is suggested.
    """
    stripped = text.strip()
    if not stripped:
        raise FormulaError("the formula is empty", text, 1)
    if len(stripped) > FORMULA_CHARACTERS:
        raise FormulaError(f"the formula is longer than {FORMULA_CHARACTERS} characters", stripped[:60] + " ...", 1)
    try:
        tree = ast.parse(stripped, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = getattr(error, "offset", None) or 1
        raise FormulaError("this is not a formula", stripped, min(column, len(stripped))) from error
    reader = _Reader(stripped, None if known is None else frozenset(known))
    reader.visit(tree, 0)
    return Formula(stripped, tree, tuple(sorted(reader.names)))


class _Reader:
    """Walk the tree once and refuse everything that is not on the list."""

    def __init__(self, text: str, known: Container[str] | None) -> None:
        self.text, self.known, self.names = text, known, set[str]()

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
                if not math.isfinite(value) or abs(value) > 1e15:
                    raise self.fail("this number is too large", at)
            case ast.Attribute(value=ast.Name(id=dataset), attr=column):
                self.name(f"{dataset}.{column}", at)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                self.visit(operand, depth + 1)
            case ast.BinOp(left=left, op=operator, right=right):
                self.operator(operator, right, at)
                self.visit(left, depth + 1)
                self.visit(right, depth + 1)
            case ast.Compare(left=left, ops=[operator], comparators=[right]) if type(operator) in COMPARISONS:
                self.visit(left, depth + 1)
                self.visit(right, depth + 1)
            case ast.Compare():
                raise self.fail("compare two values at a time, with < <= > >= == !=", at)
            case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
                self.call(function, arguments, at, depth)
            case ast.Call():
                raise self.fail("call a function by its name, without keywords", at)
            case ast.Name(id=name):
                raise self.fail(f"'{name}' is not a series: write dataset.column", at)
            case _:
                raise self.fail(f"{type(at).__name__.lower()} is not part of the formula language", at)

    def name(self, name: str, at: ast.expr) -> None:
        if self.known is not None and name not in self.known:
            raise self.fail(f"unknown series '{name}'{did_you_mean(name, self.known)}", at)  # type: ignore[arg-type]
        self.names.add(name)

    def operator(self, operator: ast.operator, right: ast.expr, at: ast.expr) -> None:
        if type(operator) not in ARITHMETIC:
            raise self.fail(f"this operator is not known; use {' '.join(ARITHMETIC.values())}", at)
        if isinstance(operator, ast.Pow):
            exponent = right.operand if isinstance(right, ast.UnaryOp) else right
            if not (isinstance(exponent, ast.Constant) and isinstance(exponent.value, int | float)):
                raise self.fail("the exponent must be a plain number", right)
            if abs(exponent.value) > EXPONENT:
                raise self.fail(f"the exponent must be between -{EXPONENT:g} and {EXPONENT:g}", right)

    def call(self, function: str, arguments: list[ast.expr], at: ast.expr, depth: int) -> None:
        known = FUNCTIONS.get(function)
        if known is None:
            raise self.fail(f"unknown function '{function}'{did_you_mean(function, FUNCTIONS)}", at)
        most = known.series + known.numbers
        if not known.required <= len(arguments) <= (40 if known.many else most):
            raise self.fail(f"{function} takes {known.signature}, not {len(arguments)} values", at)
        for position, argument in enumerate(arguments):
            number = not known.many and position >= known.series
            if number and not _plain(argument):
                raise self.fail(f"{function} wants a plain number here: {known.signature}", argument)
            if number and known.window and not 1 <= abs(_number(argument)) <= WINDOW_ROWS:
                raise self.fail(f"{function} looks over 1 to {WINDOW_ROWS} rows", argument)
            self.visit(argument, depth + 1)


def _plain(at: ast.expr) -> bool:
    inner = at.operand if isinstance(at, ast.UnaryOp) else at
    return isinstance(inner, ast.Constant) and isinstance(inner.value, int | float) and not isinstance(inner.value, bool)


def _number(at: ast.expr) -> float:
    if isinstance(at, ast.UnaryOp) and isinstance(at.operand, ast.Constant):
        value = float(at.operand.value)  # type: ignore[arg-type]
        return -value if isinstance(at.op, ast.USub) else value
    return float(at.value)  # type: ignore[attr-defined]


def evaluate(formula: Formula, datasets: Mapping[str, pd.DataFrame], index: pd.Index[pd.Timestamp]) -> pd.Series[float]:
    """Give the formula's values over `index`, float64, NaN where a value is missing or not a finite number.

    Raise DataError where a name cannot be aligned (unknown, or days against instants).
    """
    import numpy as np
    import pandas as pd

    with np.errstate(all="ignore"):
        found = _value(formula.tree, datasets, index)
    series = found if isinstance(found, pd.Series) else pd.Series(float(found), index=index)
    return series.astype("float64").where(np.isfinite(series.astype("float64")))


def _value(at: ast.expr, datasets: Mapping[str, pd.DataFrame], index: pd.Index[pd.Timestamp]) -> pd.Series[float] | float:
    import numpy as np
    import pandas as pd

    match at:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Attribute(value=ast.Name(id=dataset), attr=column):
            return _aligned(dataset, column, datasets, index)
        case ast.UnaryOp(op=operator, operand=operand):
            inner = _value(operand, datasets, index)
            return -inner if isinstance(operator, ast.USub) else inner
        case ast.BinOp(left=left, op=operator, right=right):
            return _arithmetic(ARITHMETIC[type(operator)], _value(left, datasets, index), _value(right, datasets, index))
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            a, b = _value(left, datasets, index), _value(right, datasets, index)
            return _comparison(COMPARISONS[type(operator)], a, b, index)
        case ast.Call(func=ast.Name(id=function), args=arguments):
            known = FUNCTIONS[function]
            values: list[object] = []
            for position, argument in enumerate(arguments):
                if not known.many and position >= known.series:
                    values.append(_number(argument))
                else:
                    found = _value(argument, datasets, index)
                    values.append(found if isinstance(found, pd.Series) else pd.Series(found, index=index))
            return known.run(index, *values)
    raise DataError(f"a formula holds {type(at).__name__}; parse it before evaluating")  # unreachable after parse


def _aligned(dataset: str, column: str, datasets: Mapping[str, pd.DataFrame], index: pd.Index[pd.Timestamp]) -> pd.Series[float]:
    if dataset not in datasets or column not in datasets[dataset].columns:
        raise DataError(f"no series '{dataset}.{column}' in the data")
    series = datasets[dataset][column]
    if series.index.has_duplicates:
        raise DataError(f"'{dataset}' has several rows a time: it cannot be read as one series")
    return series.reindex(index).astype("float64")


def _arithmetic(operator: str, a: pd.Series[float] | float, b: pd.Series[float] | float) -> pd.Series[float] | float:
    import pandas as pd

    if not isinstance(a, pd.Series) and not isinstance(b, pd.Series):
        a = pd.Series([a])
        return float(_arithmetic(operator, a, b).iloc[0])  # type: ignore[union-attr]
    match operator:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return a / b
    return a**b  # type: ignore[operator]


def _comparison(
    operator: str, a: pd.Series[float] | float, b: pd.Series[float] | float, index: pd.Index[pd.Timestamp]
) -> pd.Series[float]:
    import operator as operators

    import pandas as pd

    left = a if isinstance(a, pd.Series) else pd.Series(a, index=index)
    right = b if isinstance(b, pd.Series) else pd.Series(b, index=index)
    compare = {"<": operators.lt, "<=": operators.le, ">": operators.gt, ">=": operators.ge, "==": operators.eq, "!=": operators.ne}
    truth = compare[operator](left, right).astype("float64")
    return truth.where(left.notna() & right.notna())
