"""How numbers, units and untrusted text are set: the same in sentences, tables and figures."""

from __future__ import annotations

import math
import unicodedata

PREFIXED = ("US$", "$", "€", "£", "¥")
SUFFIXED = ("%", "x", "×")
Sizes = tuple[tuple[float, float, str], ...]  # from which size, divided by what, written with which word
LARGE: Sizes = ((1e9, 1e9, "bn"), (1e6, 1e6, "m"))
HAN = "\u2e80"  # the first of the characters that are set without spaces
INVISIBLE = {"Cf", "Cc", "Co", "Cs", "Zl", "Zp"}


def visible(text: str) -> str:
    """Show what would otherwise be invisible or reorder the line: control, zero-width and bidirectional characters."""
    return "".join(f"[U+{ord(c):04X}]" if unicodedata.category(c) in INVISIBLE and c not in "\n\t" else c for c in text)


def number(value: float | None, digits: int = 3) -> str:
    """Write a number with so many significant digits, thousands set apart, a true minus sign."""
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}".replace("-", "−")
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    if abs(value) < 1e-4:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return f"{mantissa} × 10{_superscript(int(exponent))}".replace("-", "−")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "−")


def _superscript(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def figure(value: float | None, unit: str = "", sizes: Sizes = LARGE) -> str:
    """Write a value with its unit where it belongs: US$1,234, US$10.57bn, 13.2%, 1.68x, 0.36 points."""
    if value is None:
        return "–"
    divisor, word = next(((divisor, word) for size, divisor, word in sizes if abs(value) >= size), (1.0, ""))
    scaled = value / divisor if word else value
    text = number(scaled, 4 if abs(scaled) < 1e4 else len(str(int(abs(scaled)))))
    if "." in text and "×" not in text:
        text = text.rstrip("0").rstrip(".")
    text += word
    for sign in PREFIXED:
        if unit == sign or unit.startswith(f"{sign} "):
            rest = unit.removeprefix(sign)
            return f"{'−' if value < 0 else ''}{sign}{text.removeprefix('−')}{rest}"
    return _with_unit(text, unit)


def signed(value: float | None, unit: str = "") -> str:
    """Write a number with its sign, three significant digits, and its unit."""
    if value is None:
        return "–"
    return _with_unit(number(value) if value <= 0 else f"+{number(value)}", unit)


def _with_unit(text: str, unit: str) -> str:
    return f"{text}{unit}" if unit in SUFFIXED or unit >= HAN else f"{text} {unit}".rstrip()


def percent(value: float | None) -> str:
    """Write a share as a percentage."""
    if value is None:
        return "–"
    size = abs(100 * value)
    text = (
        f"{100 * value:.0f}"
        if size >= 10 or size == 0
        else f"{100 * value:.1f}"
        if size >= 0.1
        else f"{100 * value:.2g}"
    )
    return f"{text}%".replace("-", "−")


def p_value(value: float) -> str:
    """Write a p-value as a table has it: < 0.001, 0.020, 0.31."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def plural(count: float, one: str, many: str) -> str:
    """Give the count with the fitting noun."""
    return f"{number(count) if isinstance(count, float) else count} {one if count == 1 else many}"
