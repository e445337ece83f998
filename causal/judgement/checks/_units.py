"""The unit of a formula's values, from the units that its series are declared in, and the unit a check shows them in."""

from __future__ import annotations

import ast
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from causal.data import formula
from causal.errors import FormulaError
from causal.grammar import stated, units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import ValidationInfo

KEEP = frozenset(
    {
        "abs",
        "minimum",
        "maximum",
        "clip",
        "first",
        "lag",
        "lead",
        "cumsum",
        "cummax",
        "cummin",
        "mean",
        "std",
        "total",
        "highest",
        "lowest",
        "fill",
        "winsor",
    }
)
POINTS = "percentage points"
UNDECLARED = "UNIT"  # what a new folder has where a unit is to be filled in


def unit_of(text: str, declared: Mapping[str, str]) -> str:
    """Give the unit of a formula's values, "" where it does not follow from those of its series."""
    try:
        return _unit(formula.parse(text).tree, declared)
    except FormulaError:
        return ""


def _unit(at: ast.expr, declared: Mapping[str, str]) -> str:
    match at:
        case ast.Attribute(value=ast.Name(id=dataset), attr=column):
            named = declared.get(f"{dataset}.{column}", "")
            return "" if named == UNDECLARED else named
        case ast.UnaryOp(operand=operand):
            return _unit(operand, declared)
        case ast.Call(func=ast.Name(id="pct")):
            return "%"
        case ast.Call(func=ast.Name(id="diff"), args=[inner, *_]):
            return difference(_unit(inner, declared))
        case ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in KEEP:
            return _unit(inner, declared)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            plain = isinstance(left, ast.Constant) or isinstance(right, ast.Constant)
            return _together(_unit(left, declared), _unit(right, declared), plain=plain)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _ratio(_unit(left, declared), _unit(right, declared))
    return ""


def _together(first: str, second: str, *, plain: bool) -> str:
    """A sum is in the unit of its parts; a plain number takes the other's."""
    if plain:
        return first or second
    return first if first and second and units.unit(first) == units.unit(second) else ""


def _ratio(top: str, bottom: str) -> str:
    """Values over others in the same unit are a plain number."""
    return units.NUMBER if top and bottom and units.unit(top) == units.unit(bottom) else ""


def difference(unit: str) -> str:
    """Give the unit of a difference: percentage points where the values are in percent."""
    of = units.unit(unit) if unit else None
    return POINTS if of is not None and of.dimension == units.SHARE and of.scale == Decimal("0.01") else unit


def shown(own: str, asked: str, wording: str) -> str:
    """Give the unit in which values are shown: the one asked for, else the wording's where it has another scale."""
    if asked or not wording:
        return asked or own
    named = stated.parse(wording, unit=own).unit
    if not own or own == units.NUMBER:
        return named if own or units.unit(named or "number").known else ""
    if not named or not units.alike(named, own) or units.factor(named, own) == 1:
        return own
    return named


def times(own: str, asked: str) -> float:
    """Give the number that turns values into the unit asked for; 1 where an author's own unit stands in its place."""
    if not own or not asked or not units.alike(own, asked):
        return 1.0
    return float(units.factor(own, asked))


def reconciled(info: ValidationInfo, formulas: Sequence[str], asked: str, wordings: Mapping[str, str]) -> None:
    """Raise ValueError where a wording's unit, or the one asked for, cannot be turned into that of the values.

    `wordings` are by key. Without the declared units nothing but `asked` is known.
    """
    declared: Any = (info.context or {}).get("units") or {}
    for text in formulas:
        own = unit_of(text, declared)
        if own and asked and not units.alike(own, asked) and units.unit(own).known and units.unit(asked).known:
            raise ValueError(f"'unit' is {asked}, but '{text}' is in {own}, and the two cannot be reconciled")
        for key, wording in wordings.items():
            _reconciled(key, wording, asked or own, text if own and not asked else "")


def _reconciled(key: str, wording: str, unit: str, text: str) -> None:
    if not wording:
        return
    try:
        stated.read(wording, unit)
    except ValueError as error:
        raise ValueError(
            f"'{key}': {error}" + (f" ('{text}' as data/sources.yaml declares it)" if text else "")
        ) from error
