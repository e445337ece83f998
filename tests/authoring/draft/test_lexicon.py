"""The word lists and their patterns."""

from __future__ import annotations

import shutil

from causal.authoring.draft import lexicon as module
from causal.authoring.draft.lexicon import alternatives, lexicon, pattern
from causal.authoring.draft.phrases import phrase
from causal.authoring.draft.sentences import sentences
from causal.files.assets import asset
from causal.grammar.words import ENGLISH


def test_both_languages_have_the_same_signals():
    english, chinese = lexicon().words["en"], lexicon().words["zh"]
    assert set(english.signals) == set(chinese.signals)


def test_every_file_of_the_folder_is_a_language(tmp_path, monkeypatch):
    """One more file is one more language; its sentences are told from others in its script by their small words."""
    for path in asset(module.WORDS).glob("*.yaml"):
        shutil.copy(path, tmp_path)
    english = (tmp_path / "en.yaml").read_text(encoding="utf-8")
    other = english.replace("stop: [the, a, an,", "stop: [le, la, les, des, une,").replace(
        "longest_phrase: 9", "longest_phrase: 3"
    )
    (tmp_path / "xx.yaml").write_text(other, encoding="utf-8")
    monkeypatch.setattr(module, "asset", lambda name: tmp_path)
    lexicon.cache_clear()
    try:
        assert list(lexicon().words) == ["en", "xx", "zh"]
        told = {
            text: sentences(text)[0].language for text in ("Rates fell on the day.", "La chute des taux.", "利率下降。")
        }
        assert list(told.values()) == ["en", "xx", "zh"]
        assert len(phrase("quick brown foxes jumping", "xx", last=True).split()) == 3
    finally:
        lexicon.cache_clear()


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


def test_an_entry_can_be_barred_before_a_word():
    found = pattern(["不足!以"])
    assert [bool(found.search(text)) for text in ("供应不足", "不足以影响", "不足，以便")] == [True, False, True]


def test_chinese_qualifiers_name_english_ones():
    lists = lexicon().words["zh"].lists
    assert {*lists["qualifiers"], *lists["after"]} <= set(ENGLISH.before)
