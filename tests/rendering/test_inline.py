"""Running text survives the marks of a catalogue, and only safe addresses become links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.errors import RenderError
from causal.rendering.catalogue import Catalogue
from causal.rendering.inline import (
    Badge,
    Link,
    Mark,
    Marked,
    Medium,
    PageNumber,
    joined,
    link_to,
    plain,
    read,
    written,
)
from causal.verdict import Grounds

WORDS = Catalogue("en")
TEXTS = st.text(min_size=1, max_size=20)
LEAVES = st.one_of(
    TEXTS,
    st.builds(PageNumber, anchor=st.sampled_from(["words", "claim-c1"]), medium=st.sampled_from(Medium)),
    st.builds(Badge, grounds=st.sampled_from(Grounds), symbol=st.sampled_from("✓✗?"), word=TEXTS),
)
STRETCHES = st.recursive(
    st.tuples(LEAVES),
    lambda inner: st.tuples(
        st.one_of(
            st.builds(Marked, parts=inner, mark=st.sampled_from([Mark.STRONG, Mark.EMPHASIS, Mark.RAISED])),
            st.builds(Marked, parts=inner, mark=st.just(Mark.CODE), medium=st.sampled_from(Medium)),
            st.builds(
                Link, parts=inner, to=st.sampled_from(["#c1", "https://a.org/?b&c"]), medium=st.just(Medium.EVERYWHERE)
            ),
        )
    ),
    max_leaves=4,
)


@given(STRETCHES)
def test_what_is_written_in_marks_is_read_again(text):
    assert read(written(text)) == text


@given(TEXTS)
def test_a_value_is_text_whatever_it_holds(text):
    worded = WORDS.inline("page.log.correction", {"on": "2025-03-04", "what": text})
    assert worded[0] == Marked(mark=Mark.STRONG, parts=("4 March 2025.",))
    assert all(isinstance(piece, str) for piece in worded[1:])


def test_a_value_may_be_running_text():
    link = (Link(to="https://a.org", parts=("<The> article",)),)
    values = {"article": link, "author": "A <b>", "outlet": "O", "published": "2025-03-04"}
    worded = WORDS.inline("page.front.review", values)
    assert worded == ("Under review: ", link[0], ". A <b>, O, 4 March 2025.")


@pytest.mark.parametrize("text", ["<b>not closed", "closes none</b>", "<b>crossed<i></b></i>", "<script>x</script>"])
def test_a_mark_that_is_wrong_is_told(text):
    with pytest.raises(RenderError, match="<"):
        read(text)


def test_an_address_that_is_not_safe_is_text():
    assert link_to("https://a.org", "there") == (Link(to="https://a.org", parts=("there",)),)
    assert link_to("javascript:alert(1)", "there") == ("there <javascript:alert(1)>",)
    assert link_to("", "there") == ("there",)


def test_stretches_are_joined_and_said_plainly():
    bold, number = Marked(mark=Mark.STRONG, parts=("b",)), PageNumber(anchor="x")
    assert joined([("a",), (bold,), (number,)], ", ") == ("a", ", ", bold, ", ", number)
    assert joined([], ", ") == ()
    on_paper = Marked(parts=("on page ", number), medium=Medium.PRINT)
    on_screen = Link(to="#x", parts=("here",), medium=Medium.SCREEN)
    assert plain(("see ", on_paper, on_screen, bold)) == "see hereb"
