"""Arithmetic over stated figures: every figure is an interval, and so is the result.

An expression holds numbers, names `CLAIM.figure`, + - * / **, unary minus and the functions in `FUNCTIONS`.
Bounds are those of naive interval arithmetic: sharp where a figure occurs once.
"""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.errors import NotComputableError, did_you_mean
from causal.grammar import units

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from causal.grammar.stated import Stated

MAXIMUM_LENGTH = 300
MAXIMUM_NODES = 100
MAXIMUM_POWER = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A parsed expression; `names` are the stated figures it uses, `CLAIM.figure`, in order of appearance."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """All numbers from `low` to `high`; `point` is the value at the figures as written, None where a range has none.

    Whether an end belongs to it is not kept: two ranges that only touch have no number in common.
    """

    low: float
    high: float
    point: float | None

    def within(self, other: Bounds) -> bool:
        """Whether every number of this range is one of the other's."""
        return other.low <= self.low and self.high <= other.high

    def apart(self, other: Bounds) -> bool:
        """Whether the two have no number in common; a single number on an end is common."""
        single = self.low == self.high or other.low == other.high
        if single:
            return self.high < other.low or other.high < self.low
        return self.high <= other.low or other.high <= self.low


def normal_tail(z: float) -> float:
    """P(Z > z) of the standard normal distribution."""
    from scipy import special

    return float(special.ndtr(-z))


def normal_two_sided(z: float) -> float:
    """P(|Z| > |z|) of the standard normal distribution."""
    from scipy import special

    return float(2 * special.ndtr(-abs(z)))


# Each is monotonic on the stretches between its turning points.
FUNCTIONS: dict[str, tuple[Callable[[float], float], tuple[float, ...]]] = {
    "abs": (abs, (0.0,)),
    "sqrt": (math.sqrt, ()),
    "log": (math.log, ()),
    "exp": (math.exp, ()),
    "normal_tail": (normal_tail, ()),
    "normal_two_sided": (normal_two_sided, (0.0,)),
}


def parse(text: str) -> Expression:
    """Read an expression; raise ValueError that names what is not allowed."""
    if not text.strip() or len(text) > MAXIMUM_LENGTH:
        raise ValueError(f"an expression has 1 to {MAXIMUM_LENGTH} characters, such as 'C3.fall / C4.fall'")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"'{text}' is not an expression: {error}") from error
    nodes = list(ast.walk(tree))
    if len(nodes) > MAXIMUM_NODES:
        raise ValueError(f"'{text}' is too long an expression; split the check in two")
    names: list[str] = []
    _allow(tree, names)
    return Expression(text=text.strip(), tree=tree, names=tuple(dict.fromkeys(names)))


def _allow(node: ast.expr, names: list[str]) -> None:
    """Walk the tree, collect the names, raise ValueError on anything outside the grammar."""
    match node:
        case ast.Constant(value=bool()):
            raise ValueError("an expression holds numbers, not true or false")
        case ast.Constant(value=int() | float()):
            return
        case ast.Attribute(value=ast.Name(id=claim), attr=figure):
            names.append(f"{claim}.{figure}")
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _allow(operand, names)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div() | ast.Pow(), right=right):
            if isinstance(node.op, ast.Pow):
                _power(right)
            _allow(left, names)
            _allow(right, names)
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]):
            if name not in FUNCTIONS:
                raise ValueError(f"no function is called '{name}'{did_you_mean(name, FUNCTIONS)}")
            _allow(argument, names)
        case _:
            raise ValueError(
                f"'{ast.unparse(node)}' is not allowed; an expression holds numbers, CLAIM.figure, + - * / ** and "
                f"{', '.join(FUNCTIONS)}"
            )


def _power(node: ast.expr) -> None:
    if not (isinstance(node, ast.Constant) and type(node.value) is int and 0 <= node.value <= MAXIMUM_POWER):
        raise ValueError(f"a power is a whole number from 0 to {MAXIMUM_POWER}")


def bounds_of(figure: Stated) -> Bounds:
    """Give a stated figure's numbers; an open side is infinite, and its figure a bound, not a point."""
    low, high = figure.interval.low, figure.interval.high
    point = None if low is None or high is None else figure.value
    return Bounds(-math.inf if low is None else low, math.inf if high is None else high, point)


def evaluate(expression: Expression, figures: Mapping[str, Stated]) -> Bounds:
    """Give the bounds of an expression; raise NotComputableError on a missing figure or outside a function's domain."""
    try:
        found = _value(expression.tree, figures)
    except (ArithmeticError, ValueError) as error:
        raise NotComputableError(f"'{expression.text}' has no value on the stated figures: {error}") from error
    if math.isnan(found.low) or math.isnan(found.high):
        raise NotComputableError(f"'{expression.text}' has no bounds on the stated figures")
    return found


def _value(node: ast.expr, figures: Mapping[str, Stated]) -> Bounds:
    match node:
        case ast.Constant(value=int() | float() as number):
            return Bounds(float(number), float(number), float(number))
        case ast.Attribute(value=ast.Name(id=claim), attr=figure):
            return _figure(f"{claim}.{figure}", figures)
        case ast.UnaryOp(op=op, operand=operand):
            inner = _value(operand, figures)
            return inner if isinstance(op, ast.UAdd) else _negated(inner)
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int() as power)):
            return _monotonic(lambda x: x**power, (0.0,), _value(left, figures))
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            added = in_unit(_value(right, figures), unit_of(right, figures), unit_of(left, figures))
            return _combined(op, _value(left, figures), added)
        case ast.BinOp(left=left, op=op, right=right):
            return _combined(op, _value(left, figures), _value(right, figures))
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return _monotonic(*FUNCTIONS[name], _value(argument, figures))
    raise ValueError(f"'{ast.unparse(node)}' is not allowed")


def unit_of(node: ast.expr, figures: Mapping[str, Stated]) -> str:
    """Give the unit of an expression, "" where it does not follow: a product or quotient may turn percent into a share."""
    match node:
        case ast.Attribute(value=ast.Name(id=claim), attr=figure):
            return figures[f"{claim}.{figure}"].unit if f"{claim}.{figure}" in figures else ""
        case ast.UnaryOp(operand=inner) | ast.Call(func=ast.Name(id="abs"), args=[inner]):
            return unit_of(inner, figures)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return unit_of(left, figures) or unit_of(right, figures)
    return ""


def in_unit(bounds: Bounds, own: str, unit: str) -> Bounds:
    """Turn bounds into another unit; raise ValueError where both are known and measure something else."""
    if not own or not unit or not (units.unit(own, unit).known and units.unit(unit, own).known):
        return bounds
    factor = float(units.factor(own, unit))
    point = None if bounds.point is None else bounds.point * factor
    return bounds if factor == 1 else Bounds(bounds.low * factor, bounds.high * factor, point)


def _figure(name: str, figures: Mapping[str, Stated]) -> Bounds:
    if name not in figures:
        raise NotComputableError(f"claims.yaml states no figure '{name}'{did_you_mean(name, figures)}")
    return bounds_of(figures[name])


def _negated(x: Bounds) -> Bounds:
    return Bounds(-x.high, -x.low, None if x.point is None else -x.point)


def _combined(op: ast.operator, x: Bounds, y: Bounds) -> Bounds:
    if isinstance(op, ast.Sub):
        return _combined(ast.Add(), x, _negated(y))
    both = x.point is not None and y.point is not None
    if isinstance(op, ast.Add):
        return Bounds(x.low + y.low, x.high + y.high, x.point + y.point if both else None)  # type: ignore[operator]
    if isinstance(op, ast.Div):
        if y.low <= 0 <= y.high:
            raise ValueError("a divisor's interval holds zero")
        inverse = Bounds(1 / y.high, 1 / y.low, None if y.point is None else 1 / y.point)
        return _combined(ast.Mult(), x, inverse)
    corners = [_product(a, b) for a in (x.low, x.high) for b in (y.low, y.high)]
    return Bounds(min(corners), max(corners), x.point * y.point if both else None)  # type: ignore[operator]


def _product(a: float, b: float) -> float:
    """Multiply two corners; zero times an open side is zero, the limit."""
    return 0.0 if 0.0 in (a, b) else a * b


def _monotonic(function: Callable[[float], float], turns: tuple[float, ...], x: Bounds) -> Bounds:
    ends = [function(end) for end in (x.low, x.high, *(t for t in turns if x.low < t < x.high))]
    return Bounds(min(ends), max(ends), None if x.point is None else function(x.point))
