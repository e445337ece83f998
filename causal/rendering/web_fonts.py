"""The page's own typefaces: of each bundled font the glyphs that a page uses, inside the page, so that nothing is asked of a machine.

A font that was cut down is another font: it keeps its copyright and licence and drops its name, which the licence reserves.
"""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from typing import TYPE_CHECKING

from causal.rendering.pdf import FACES, FALLBACK, HAN, HAN_RANGE, font_files

if TYPE_CHECKING:
    from pathlib import Path

RULE = (
    '@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {slant}; font-display: block; {of}'
    'src: url("data:font/woff2;base64,{font}") format("woff2") }}'
)
KEPT = (0, 13, 14)  # of a font's names: the copyright, the licence, and where it stands
FEATURES = ("kern", "liga", "locl", "mark", "tnum")
MONOSPACED = "DejaVu Sans Mono"


def web_fonts(html: str) -> str:
    """Give the @font-face rules of a page, each with its glyphs; the same bytes for the same page."""
    used = frozenset(html) | frozenset(html.upper())
    served = font_files()
    rules, missing = [], set(used)
    for (family, _, stem), styles in FACES.items():
        for style, (weight, slant) in styles.items():
            if slant != "italic" or "<i>" in html:
                rules.append(_rule(family, weight, slant, served[f"{stem}-{style}.ttf"], used))
            missing &= used - _characters(served[f"{stem}-{style}.ttf"])
    signs = frozenset(one for one in used if one in missing or not one.isalnum())
    for (family, weight), file in FALLBACK.items():
        if family != MONOSPACED or weight == 400:
            rules.append(_rule(family, weight, "normal", served[file], used if family == MONOSPACED else signs))
    if han := frozenset(filter(_in_han, used)):
        rules.append(_rule(HAN[0], 400, "normal", served[HAN[2]], han, f"unicode-range: {HAN_RANGE}; "))
    return "\n".join(filter(None, rules))


def _in_han(character: str) -> bool:
    """Whether a character is in the range that the Han face is for."""
    ends = (part.strip().removeprefix("U+").split("-") for part in HAN_RANGE.split(","))
    return any(int(one[0], 16) <= ord(character) <= int(one[-1], 16) for one in ends)


def _rule(family: str, weight: int, slant: str, path: Path, used: frozenset[str], of: str = "") -> str:
    """Give one rule, or nothing where the font has none of the characters."""
    kept = used & _characters(path)
    if not kept:
        return ""
    font = base64.b64encode(subset(path, kept)).decode()
    return RULE.format(family=family, weight=weight, slant=slant, of=of, font=font)


@lru_cache(maxsize=16)
def _characters(path: Path) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@lru_cache(maxsize=64)
def subset(path: Path, used: frozenset[str]) -> bytes:
    """Give a font with the glyphs of these characters alone, as WOFF2."""
    from fontTools import subset as fonts

    options = fonts.Options()
    options.flavor, options.hinting, options.recalc_timestamp = "woff2", False, False
    options.name_IDs, options.layout_features = list(KEPT), list(FEATURES)
    options.drop_tables = [*options.drop_tables, "FFTM", "MATH", "STAT"]
    with fonts.load_font(path, options) as font:
        cut = fonts.Subsetter(options)
        cut.populate(text="".join(sorted(used)))
        cut.subset(font)
        made = io.BytesIO()
        fonts.save_font(font, made, options)
    return made.getvalue()
