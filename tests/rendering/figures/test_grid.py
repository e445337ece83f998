"""The calibration study's picture: each procedure has a sign of its own, and the legend stays on the page."""

from __future__ import annotations

import re
from html import unescape

import pytest

from causal.calibration.results import NAMES
from causal.rendering.figures.grid import LEFT, STYLES, WIDTH, draw


def picture(names, shares=None):
    shares = dict.fromkeys(names, 0.5) if shares is None else shares
    return draw([("one kind of world", shares)], names, (0.0, 0.05), (0.0, 1.0), "Title")


def test_every_procedure_of_the_study_has_a_sign_and_no_two_have_the_same():
    assert set(STYLES) == set(NAMES)
    assert len(set(STYLES.values())) == len(STYLES)


@pytest.mark.parametrize(
    "names", [NAMES, {"causal": "the rubric"}, dict.fromkeys(STYLES, "a long title of a procedure")]
)
def test_the_legend_stays_within_the_page_and_above_the_lines(names):
    svg = unescape(picture(names))
    for said in names.values():
        found = re.findall(rf'<text x="([\d.]+)" y="([\d.]+)"[^>]*>{re.escape(said)}<', svg)
        assert found
        for x, y in found:
            assert float(x) + 5.2 * len(said) <= WIDTH
            assert float(y) < 60


def test_a_sign_stands_where_its_share_is():
    low, high = (picture({"causal": "c"}, {"causal": share}) for share in (0.0, 1.0))
    assert f'cx="{LEFT:g}"' in low
    assert f'cx="{LEFT:g}"' not in high
