"""The word lists and their patterns."""

from __future__ import annotations

from causal.authoring.draft.lexicon import alternatives, lexicon, pattern
from causal.judgement.words import ENGLISH


def test_both_languages_have_the_same_signals():
    english, chinese = lexicon().words["en"], lexicon().words["zh"]
    assert set(english.signals) == set(chinese.signals)


def leaves(values, path=""):
    for key, value in values.items():
        if isinstance(value, list):
            yield f"{path}{key}", value
        elif isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")


def test_no_list_holds_a_word_twice():
    for words in lexicon().words.values():
        for name, listed in leaves(words.lists):
            assert len(listed) == len(set(listed)), (name, sorted(w for w in listed if listed.count(w) > 1))


def test_latin_words_are_whole_words_and_chinese_ones_are_found_anywhere():
    found = pattern(["rise", "sell*", "上涨"])
    assert [bool(found.search(text)) for text in ("rise", "sunrise", "selling", "Sells", "再次上涨了")] == [
        True,
        False,
        True,
        True,
        True,
    ]


def test_a_gap_stays_within_its_clause():
    found = pattern(["最…之一"])
    assert found.search("最好的季节之一")
    assert not found.search("最好,季节之一")
    assert alternatives([]) == "(?!)"


def test_chinese_qualifiers_name_english_ones():
    lists = lexicon().words["zh"].lists
    assert {*lists["qualifiers"], *lists["after"]} <= set(ENGLISH.before)
