"""Axes tell their ticks apart, labels never overlap, and no text breaks out of the drawing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.rendering.figures.svg import Drawing, Room, scale, short, ticked, ticks, width_of, wrap
from tests.rendering.figures.reading import Figure


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (13.14, 13.26, ["13.15", "13.20", "13.25"]),
        (1500, 1640, ["1,500", "1,550", "1,600"]),
        (59_000, 62_500, ["59k", "60k", "61k", "62k"]),
        (0, 1.1e9, ["0", "0.5bn", "1.0bn"]),
        (-0.003, 0.004, ["−0.002", "0", "0.002", "0.004"]),
    ],
)
def test_ticks_are_written_with_the_digits_that_tell_them_apart(low, high, texts):
    assert [said for _, said in ticked(low, high)] == texts


@given(st.floats(-1e9, 1e9), st.floats(1e-9, 1e9), st.integers(2, 6))
def test_no_two_ticks_read_the_same_and_all_lie_between_the_bounds(low, span, count):
    high = low + span
    if not high > low or span < abs(low) * 1e-6:
        return
    found = ticked(low, high, count)
    assert len({said for _, said in found}) == len(found)
    assert all(low - span * 1e-6 <= v <= high + span * 1e-6 for v, _ in found)
    assert len(found) <= 2 * count + 2


def test_ticks_of_a_single_value():
    assert ticks(3.0, 3.0) == [3.0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1561.0, "1,561"),
        (-0.0, "0"),
        (62_345.0, "62.34k"),
        (-175.3e6, "−175.3m"),
        (0.0123, "0.0123"),
        (2e-5, "2.0e−5"),
        (9_999.9, "10,000"),
    ],
)
def test_short(value, text):
    assert short(value) == text


def test_short_with_more_digits():
    assert (short(13.163), short(13.163, 4)) == ("13.2", "13.16")


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0, 100)), max_size=25))
def test_placed_labels_overlap_neither_each_other_nor_a_dot_and_stay_inside(dots):
    room = Room(0, 0, 200, 100)
    for x, y in dots:
        room.take(x - 2, y - 2, x + 2, y + 2)
    before = len(room.taken)
    for i, (x, y) in enumerate(dots):
        room.place(x, y, f"label {i}", 7)
    labels = room.taken[before:]
    for i, one in enumerate(labels):
        assert 0 <= one[0] <= one[2] <= 200
        assert 0 <= one[1] <= one[3] <= 100
        for other in [*room.taken[:before], *labels[:i]]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_lone_dot_is_always_labelled():
    assert Room(0, 0, 200, 100).place(100, 50, "name", 7) is not None


def test_texts_are_escaped_and_hidden_characters_shown():
    drawing = Drawing(100, 20)
    drawing.text(0, 10, "</text><script>\u202e&")
    figure = Figure(drawing.finish('a "quoted" <title>\u200b'))
    assert figure.texts == ["</text><script>[U+202E]&"]
    assert figure.title == 'a "quoted" <title>[U+200B]'
    assert figure.root.get("role") == "img"
    assert figure.root.get("aria-label") == figure.title


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.booleans())
def test_a_scale_keeps_every_value_inside(values, zero):
    to_x = scale(values, 10, 90, zero=zero)
    assert all(10 - 1e-6 <= to_x(v) <= 90 + 1e-6 for v in values)
    assert not zero or 10 - 1e-6 <= to_x(0) <= 90 + 1e-6


def test_wrapped_lines_fit_and_a_cut_is_shown():
    text = "one two three four five six seven eight nine ten"
    lines = wrap(text, 10, 80, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert wrap("one two", 10, 500, 2) == ["one two"]
    assert all(width_of(line, 10) <= 80 + width_of(" …", 10) for line in lines)


@pytest.mark.parametrize(
    ("width", "sizes", "legible"),
    [(690, (8, 10), "862.5"), (320, (7,), "457.14"), (690, (18,), "383.33"), (50, (), "50")],
)
def test_a_drawing_says_how_wide_its_smallest_letters_want_it(width, sizes, legible):
    drawing = Drawing(width, 40)
    for size in sizes:
        drawing.text(0, 10, 'font-size="1" is text here', size)
    assert f'style="--legible: {legible}px"' in drawing.finish("a drawing")
