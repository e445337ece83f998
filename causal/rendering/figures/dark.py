"""The figures in the dark: for each colour that they are drawn in, its counterpart on a dark ground, as rules of style.

The drawings stay as they are, for paper and for files: a rule of style goes before the colour that a shape is given.
"""

from __future__ import annotations

import colorsys
import re

DRAWN = re.compile(r'(fill|stroke)="(#[0-9a-f]{6})"')
GROUND = 0.09  # the lightness of what is white by day


def dark_rules(html: str) -> str:
    """Give the rules for every colour of the page's figures."""
    rules = (
        f'svg [{name}="{colour}"] {{ {name}: {by_night(colour)} }}' for name, colour in sorted(set(DRAWN.findall(html)))
    )
    return "@media screen and (prefers-color-scheme: dark) {\n" + "\n".join(rules) + "\n}"


def by_night(colour: str) -> str:
    """Give a colour's counterpart: the same hue, as light as it was dark."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    turned = colorsys.hls_to_rgb(hue, 1 - (1 - GROUND) * lightness, saturation)
    return "#" + "".join(f"{round(255 * part):02x}" for part in turned)
