"""Whether a formula gives a change since an earlier row, read from its form: then a value is itself a move."""

from __future__ import annotations

import ast

CHANGES = frozenset({"diff", "logret", "pct"})
OF_THE_FIRST = frozenset({"winsor", "clip", "fill", "zscore", "residual", "abs", "mean", "total", "lag", "lead"})
OF_ALL = frozenset({"factor", "first", "minimum", "maximum"})


def is_change(tree: ast.expr) -> bool:
    """Whether a parsed formula gives a change: a difference, return or share of change, or what is made of such alone."""
    match tree:
        case ast.UnaryOp(operand=operand):
            return is_change(operand)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return (is_change(left) and not _is_level(right)) or (is_change(right) and not _is_level(left))
        case ast.BinOp(left=left, op=ast.Div()):
            return is_change(left)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as operation, right=right):
            if isinstance(operation, ast.Sub) and (_looks_back(right) and not _looks_back(left)):
                return True
            if isinstance(operation, ast.Sub) and _is_constant(right) and _is_ratio_to_the_past(left):
                return True
            parts = [part for part in (left, right) if not _is_constant(part)]
            return bool(parts) and all(map(is_change, parts))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return name in CHANGES or _made_of_changes(name, arguments)
    return False


def _made_of_changes(name: str, arguments: list[ast.expr]) -> bool:
    if name in OF_THE_FIRST:
        return is_change(arguments[0])
    if name in OF_ALL or name == "where":
        chosen = arguments[1:] if name == "where" else arguments
        kept = [one for one in chosen if not (_is_constant(one) or _is_missing(one))]
        return bool(kept) and all(map(is_change, kept))
    return False


def log_scale(tree: ast.expr) -> float | None:
    """Give how many units a change of one in logarithms is, in a formula of one `logret`; None of any other."""
    match tree:
        case ast.Call(func=ast.Name(id="logret")):
            return 1.0
        case ast.BinOp(left=ast.Constant(value=int() | float() as factor), op=ast.Mult(), right=right):
            return _times(factor, log_scale(right))
        case ast.BinOp(left=left, op=ast.Mult(), right=ast.Constant(value=int() | float() as factor)):
            return _times(factor, log_scale(left))
    return None


def _times(factor: float, scale: float | None) -> float | None:
    return factor * scale if scale is not None and factor > 0 else None


def _is_constant(tree: ast.expr) -> bool:
    return not any(isinstance(one, ast.Attribute | ast.Call) for one in ast.walk(tree))


def _is_level(tree: ast.expr) -> bool:
    return not _is_constant(tree) and not is_change(tree)


def _is_missing(tree: ast.expr) -> bool:
    return isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "missing"


def _looks_back(tree: ast.expr) -> bool:
    """Whether a part is the value of an earlier row."""
    return any(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "lag" for one in ast.walk(tree)
    )


def _is_ratio_to_the_past(tree: ast.expr) -> bool:
    match tree:
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _looks_back(right) and not _looks_back(left)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return (_is_constant(left) and _is_ratio_to_the_past(right)) or (
                _is_constant(right) and _is_ratio_to_the_past(left)
            )
    return False
