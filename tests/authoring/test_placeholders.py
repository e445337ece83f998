"""What is still to be filled in is told from what an author wrote."""

from __future__ import annotations

import pytest

from causal.authoring.placeholders import to_fill_in


@pytest.mark.parametrize("text", ["TITLE", "A SERIES", "PARAPHRASE: heat moved sales."])
def test_a_placeholder_is_to_be_filled_in(text):
    assert to_fill_in(text)


@pytest.mark.parametrize("text", ["", "Title", "TITLE FIGHT", "A paraphrase: heat moved sales."])
def test_an_authors_words_are_not(text):
    assert not to_fill_in(text)
