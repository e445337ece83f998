"""A bound at zero in words: more than 0 of a change is a rise, of a level a figure above zero."""

from __future__ import annotations

import ast
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.verdict import Interval


class Zero(StrEnum):
    """What a figure with no bound but zero says; of a change, and of a level."""

    NONE = ""
    ROSE = "rose"
    FELL = "fell"
    DID_NOT_FALL = "did_not_fall"
    DID_NOT_RISE = "did_not_rise"
    ABOVE = "above_zero"
    BELOW = "below_zero"
    NOT_BELOW = "not_below_zero"
    NOT_ABOVE = "not_above_zero"


# By whether the values are above or below zero, whether zero itself counts, and whether they are changes.
WORDS = {
    (True, False, True): Zero.ROSE,
    (False, False, True): Zero.FELL,
    (True, True, True): Zero.DID_NOT_FALL,
    (False, True, True): Zero.DID_NOT_RISE,
    (True, False, False): Zero.ABOVE,
    (False, False, False): Zero.BELOW,
    (True, True, False): Zero.NOT_BELOW,
    (False, True, False): Zero.NOT_ABOVE,
}
CHANGES = frozenset({"diff", "pct", "logret"})
KEEP = frozenset({"lag", "lead", "first", "mean", "total", "highest", "lowest", "fill", "winsor", "over_holes"})


def zero_of(interval: Interval | None, moves: int) -> Zero:
    """Give what an interval says that zero alone bounds; `moves` is 1 of a change, -1 of one turned round, 0 of a level."""
    if interval is None or {interval.low, interval.high} != {0.0, None}:
        return Zero.NONE
    above = interval.low is not None
    closed = interval.low_closed if above else interval.high_closed
    return WORDS[above is not (moves < 0), closed, moves != 0]


def moves(at: ast.expr) -> int:
    """Tell whether a formula gives a change: 1 where it does, -1 where it is turned round, 0 where it gives anything else."""
    match at:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -moves(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return moves(operand)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=ast.Constant() | ast.UnaryOp() as number):
            return _sign(number) * moves(left)
        case ast.BinOp(left=ast.Constant() | ast.UnaryOp() as number, op=ast.Mult(), right=right):
            return _sign(number) * moves(right)
        case ast.BinOp(left=ast.BinOp(left=now, op=ast.Div(), right=then), op=ast.Sub(), right=ast.Constant(value=1)):
            return int(_earlier(then, now))
        case ast.BinOp(left=now, op=ast.Sub(), right=then):
            return int(_earlier(then, now))
        case ast.Call(func=ast.Name(id=name)) if name in CHANGES:
            return 1
        case ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in KEEP:
            return moves(inner)
    return 0


def _sign(number: ast.expr) -> int:
    """Give the sign of a plain number, 0 of anything else."""
    if isinstance(number, ast.UnaryOp) and isinstance(number.op, ast.USub):
        return -_sign(number.operand)
    return int(isinstance(number, ast.Constant) and isinstance(number.value, int | float) and number.value > 0)


def _earlier(at: ast.expr, of: ast.expr) -> bool:
    """Whether an expression is an earlier value of another one."""
    lagged = isinstance(at, ast.Call) and isinstance(at.func, ast.Name) and at.func.id == "lag"
    return lagged and isinstance(at, ast.Call) and ast.dump(at.args[0]) == ast.dump(of)
