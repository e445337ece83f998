"""How numbers, units and untrusted text are set: the same in sentences, tables and figures."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

PREFIXED = ("US$", "$", "€", "£", "¥")
SUFFIXED = ("%", "x", "×")
Sizes = tuple[tuple[float, float, str], ...]  # from which size, divided by what, written with which word
LARGE: Sizes = ((1e9, 1e9, "bn"), (1e6, 1e6, "m"))
HAN = "\u2e80"  # the first of the characters that are set without spaces
INVISIBLE = {"Cf", "Cc", "Co", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a language writes numbers; `percent` follows a share, `sizes` say how large numbers are written."""

    decimal: str = "."
    thousands: str = ","
    minus: str = "−"
    percent: str = "%"
    sizes: Sizes = LARGE

    def written(self, digits: str) -> str:
        """Give the digits that Python wrote, such as -1,234.5, with the signs of the language."""
        return digits.translate({ord(","): self.thousands, ord("."): self.decimal, ord("-"): self.minus})


PLAIN = Style()


def visible(text: str) -> str:
    """Show what would otherwise be invisible or reorder the line: control, zero-width and bidirectional characters.

    Noncharacters too: an SVG or another XML document that held one could not be read.
    """
    if text.isprintable():  # nothing invisible is, and most texts are
        return text
    return "".join(f"[U+{ord(c):04X}]" if _hidden(c) and c not in "\n\t" else c for c in text)


def _hidden(character: str) -> bool:
    code = ord(character)
    return unicodedata.category(character) in INVISIBLE or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def number(value: float | None, digits: int = 3, style: Style = PLAIN) -> str:
    """Write a number with so many significant digits, thousands set apart, a true minus sign."""
    return "–" if value is None else style.written(_digits(value, digits))


def _digits(value: float, digits: int) -> str:
    """Give a number as Python writes it, to so many significant digits."""
    if isinstance(value, int):
        return f"{value:,}"
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    if abs(value) < 1e-4:
        return f"{mantissa} × 10{_superscript(int(exponent))}"
    return f"{value:,.{max(0, digits - 1 - int(exponent))}f}"


def _superscript(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def figure(value: float | None, unit: str = "", style: Style = PLAIN) -> str:
    """Write a value with its unit where it belongs: US$1,234, US$10.57bn, 13.2%, 1.68x, 0.36 points."""
    if value is None:
        return "–"
    divisor, word = next(((divisor, word) for size, divisor, word in style.sizes if abs(value) >= size), (1.0, ""))
    scaled = value / divisor if word else value
    text = _digits(scaled, 4 if abs(scaled) < 1e4 else len(str(int(abs(scaled)))))
    if "." in text and "×" not in text:
        text = text.rstrip("0").rstrip(".")
    if word >= HAN:  # 1234亿: what stands before 万 or 亿 is short enough
        text = text.replace(",", "")
    for sign in PREFIXED:
        if unit == sign or unit.startswith(f"{sign} "):
            before, rest = style.minus if value < 0 else "", unit.removeprefix(sign)
            return f"{before}{sign}{style.written(text.removeprefix('-'))}{word}{rest}"
    return _with_unit(style.written(text) + word, unit)


def signed(value: float | None, unit: str = "", style: Style = PLAIN) -> str:
    """Write a number with its sign, three significant digits, and its unit; a large one or one of money as `figure` does."""
    if value is None:
        return "–"
    if unit.startswith(PREFIXED) or any(abs(value) >= size for size, _, _ in style.sizes):
        text = figure(value, unit, style)
        return text if value <= 0 else f"+{text}"
    text = number(value, style=style)
    return _with_unit(text if value <= 0 else f"+{text}", unit)


def _with_unit(text: str, unit: str) -> str:
    return f"{text}{unit}" if unit in SUFFIXED or unit.startswith("% ") or unit >= HAN else f"{text} {unit}".rstrip()


def percent(value: float | None, style: Style = PLAIN) -> str:
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
    return style.written(text) + style.percent


def p_value(value: float, style: Style = PLAIN) -> str:
    """Write a p-value as a table has it: < 0.001, 0.020, 0.31."""
    text = "< 0.001" if value < 0.001 else f"{value:.3f}" if value < 0.1 else f"{value:.2f}"
    return style.written(text)


def plural(count: float, one: str, many: str, style: Style = PLAIN) -> str:
    """Give the count with the fitting noun."""
    return f"{number(count, style=style) if isinstance(count, float) else count} {one if count == 1 else many}"
