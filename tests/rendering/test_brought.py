"""Titles and sentences of extensions reach the page; the catalogue's own come before them."""

from __future__ import annotations

from causal.messages import Message
from causal.rendering.brought import estimator_title, refuter_title
from causal.rendering.catalogue import Catalogue
from causal.report import Brought
from tests.fake_report import fake_report

WORDS = Catalogue("en")
OURS = Brought(
    checks={}, refuters={"mine": "My attempt", "placebo": "Not this"}, estimators={"own": "my regression"}, sentences={}
)


def test_a_title_is_the_catalogues_then_the_extensions_then_the_name():
    assert refuter_title(WORDS, OURS, "placebo") == "Placebo treatment (permuted blocks)"
    assert refuter_title(WORDS, OURS, "mine") == "My attempt"
    assert refuter_title(WORDS, OURS, "nobody") == "nobody"
    assert estimator_title(WORDS, OURS, "own") == "my regression"
    assert estimator_title(WORDS, OURS, "poisson") == "Poisson regression"


def test_every_refuter_and_estimator_that_a_report_names_has_a_title():
    report = fake_report()
    ours = report.brought
    used = {r.name for g in report.graphs for e in g.edges for r in e.refutations}
    assert used <= set(ours.refuters)
    assert all(ours.refuters.values())
    assert all(ours.estimators.values())


def test_a_sentence_is_in_the_language_where_it_has_one_and_in_english_where_not():
    sentences = {"en": {"own.a": "{{ n | number }} in English", "own.b": "B"}, "zh": {"own.a": "中文{{ n | number }}"}}
    chinese = Catalogue("zh", None, sentences)
    assert chinese.sentence(Message(key="own.a", values={"n": 1.5})) == "中文1.50"
    assert chinese.sentence(Message(key="own.b")) == "B"
    assert Catalogue("en", None, sentences).sentence(Message(key="own.a", values={"n": 1.5})) == "1.50 in English"


def test_no_extension_rewords_a_sentence_of_the_catalogue():
    ours = Catalogue("en", None, {"en": {"page.none": "Something."}})
    assert ours.text("page.none") == "None."
