"""Hard words are explained in every language, and the front page leads to them."""

from __future__ import annotations

import pytest

from causal.rendering.catalogue import Catalogue
from causal.rendering.inline import Link
from causal.rendering.language import languages
from causal.rendering.sections.glossary import glossary
from tests.rendering.sections.made import page


@pytest.mark.parametrize("language", languages())
def test_every_word_has_a_meaning(language):
    made = glossary(Catalogue(language))
    assert len(made.entries) > 15
    assert all(one.term and one.meaning for one in made.entries)
    assert len({one.term for one in made.entries}) == len(made.entries)


def test_the_front_page_leads_to_the_glossary():
    assert any(isinstance(one, Link) and one.to == "#glossary" for one in page().front.how)
