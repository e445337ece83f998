"""The figures of an edge's page: response, null distribution, sensitivity, adjustment set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.findings import Benchmark
from causal.messages import Outcome
from causal.rendering.catalogue import Catalogue
from causal.rendering.figures import contour, excerpt, null_distribution, response, scoreboard
from causal.rendering.figures.svg import BLUE, DASHES, ORANGE, SYMBOLS, colour, width_of
from causal.rendering.pieces import ORDER
from causal.verdict import Grounds
from tests.fake_findings import bell, sensitivity
from tests.fake_report import MAIN, SCORED
from tests.rendering.figures.reading import Figure, number

FOUND = SCORED["article", "fuel->mood"][1]
AXES = {"treatment": "with the treatment", "outcome": "with the outcome"}


def test_the_response_has_a_dot_a_horizon_within_its_band():
    figure = Figure(response.draw(FOUND.response, "t"))
    dots = figure.all("circle")
    assert len(dots) == len(FOUND.response.horizons)
    corners = figure.all("path", stroke="none")[0].get("d").removeprefix("M ").removesuffix(" Z").split(" L ")
    band = [float(c.split()[1]) for c in corners]
    upper, lower = band[: len(dots)], band[len(dots) :][::-1]
    for dot, high, low in zip(dots, upper, lower, strict=True):
        assert high <= number(dot, "cy") <= low  # the y axis of a drawing points down


@pytest.mark.parametrize("estimate", [-0.5, 0.0, 0.02, 0.9])
def test_the_estimate_is_marked_among_the_draws_even_where_it_lies_outside(estimate):
    drawn = bell(0.0, 0.05, 500)
    figure = Figure(null_distribution.draw(drawn, estimate, "t"))
    bars = figure.all("rect", fill="#b9c2cc")
    mark = figure.all("line", stroke=ORANGE)[0]
    assert len(bars) == len(drawn.counts)
    assert 0 <= number(mark, "x1") <= figure.width
    left, right = number(bars[0], "x"), number(bars[-1], "x") + number(bars[-1], "width")
    inside = drawn.edges[0] <= estimate <= drawn.edges[-1]
    assert (left - 1 <= number(mark, "x1") <= right + 1) is inside


def test_no_draws_at_all_is_still_a_figure():
    assert Figure(null_distribution.draw(replace(bell(0.0, 1.0, 500), counts=(0,) * 24), 0.1, "t")).title == "t"


def test_sensitivity_shows_every_benchmark_on_the_plot_and_where_nothing_is_left():
    figure = Figure(contour.draw(sensitivity(0.42, 0.09, "trade", Outcome.PASSED), lambda n: n.title(), AXES, "t"))
    assert len(figure.all("circle", fill=BLUE)) == 3
    assert {"Trade", "Weather", "0"} <= set(figure.texts)
    assert len(figure.all("path", stroke=ORANGE)) == 1
    assert "−0" not in figure.texts


def test_crowded_benchmarks_are_all_dots_and_the_strongest_has_a_name():
    crowd = tuple(
        Benchmark(
            covariate=f"covariate number {i}",
            treatment_r2=0.001 * i,
            outcome_r2=0.001 * i,
            effect=None,
            low=None,
            high=None,
        )
        for i in range(1, 30)
    )
    found = replace(sensitivity(0.42, 0.09, "trade", Outcome.PASSED), benchmarks=crowd)
    figure = Figure(contour.draw(found, str, AXES, "t"))
    assert len(figure.all("circle", fill=BLUE)) == 29
    named = [t for t in figure.texts if t.startswith("covariate")]
    assert "covariate number 29" in named
    assert len(named) < 29


def test_the_adjustment_set_is_drawn_with_both_ends():
    edge = MAIN.edge("fuel->mood")
    figure = Figure(excerpt.draw(MAIN, edge, FOUND.estimand, "effect established", lambda n: n, "t"))
    text = " ".join(figure.texts)
    assert all(name in text for name in FOUND.estimand.adjustment)
    assert "Marine fuel" in text
    assert len(figure.all("polygon", fill=BLUE)) == 1


def test_the_scoreboard_is_in_proportion_and_counts_every_claim():
    counts = [("figures agree", 30), ("contradicted", 10), ("not checkable", 1)]
    figure = Figure(scoreboard.draw(counts, str, "t"))
    widths = [number(r, "width") + 1.5 for r in figure.all("rect") if number(r, "height") == scoreboard.HEIGHT]
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.01)
    assert sum(widths) == pytest.approx(figure.width, rel=0.01)
    text = " ".join(figure.texts)
    assert all(str(n) in text and name in text for name, n in counts)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "counts",
    [
        [(g.value, 1) for g in ORDER],
        [(g.value, 900 if i == 0 else 1) for i, g in enumerate(ORDER)],
        [(g.value, 900 if i == 9 else 1) for i, g in enumerate(ORDER)],
        [
            ("figures agree", 9),
            ("derivation holds", 2),
            ("contradicted", 12),
            ("association only", 1),
            ("not checkable", 3),
        ],
    ],
    ids=["even", "first", "last", "mixed"],
)
def test_no_two_grounds_of_the_scoreboard_are_written_over_each_other(counts, language):
    figure = Figure(scoreboard.draw(counts, Catalogue(language).word, "t"))
    boxes = []
    for text in figure.all("text", text_anchor="start"):
        left, wide = number(text, "x"), width_of(text.text, 8)
        boxes.append((left, number(text, "y"), left + wide))
        assert left >= 0
        assert left + wide <= figure.width
        assert number(text, "y") <= figure.height
    assert len(boxes) == len(counts)
    assert not [
        (a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a[1] == b[1] and a[0] < b[2] and b[0] < a[2]
    ]
    joined = " ".join(figure.texts)
    assert all(f"{SYMBOLS[grounds]} {Catalogue(language).word(grounds)}" in joined for grounds, _ in counts)


def test_every_grounds_has_a_symbol_and_a_shade_and_association_only_a_colour_and_a_dash_of_its_own():
    assert set(SYMBOLS) == set(scoreboard.SHADES) == {g.value for g in Grounds}
    assert len(set(scoreboard.SHADES.values())) == len(Grounds)
    assert colour("association only") == scoreboard.SHADES["association only"]
    assert colour("association only") not in {BLUE, ORANGE}
    assert DASHES["association only"] not in {dash for g, dash in DASHES.items() if g != "association only"}
