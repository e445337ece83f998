"""One spelling for a name in YAML and in report.json: pydantic refuses what the reader of records refuses."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from causal.errors import DataError
from causal.files import fields
from causal.files.assets import languages
from causal.files.fields import Spelling
from causal.files.records import record

SPELLED = {
    name: kind
    for name, kind in vars(fields).items()
    if any(isinstance(mark, Spelling) for mark in getattr(kind, "__metadata__", ()))
}
EXAMPLES = {
    "Identifier": (["a", "price_2"], ["", "2a", "a-b", "é", "class", "a" * 61]),
    "Name": (["a", "class"], ["", "../x", "a b"]),
    "NameOrNone": (["", "a"], ["2", "a b"]),
    "SeriesName": (["market.price"], ["price", "market.", "a.b.c", "../a.b"]),
    "ColumnName": (["price", "price~1"], ["price~0", "price~", "~1"]),
    "Node": (["price@0", "x@12"], ["price", "price@", "price@-1", "@1"]),
    "EdgeName": (["a->b", "a->b@2"], ["a->b@0", "a-b", "a->", "a->b@2@3", "a->b\n"]),
    "EdgePlace": (["", "article:a->b", "g:a->b@1"], ["a->b", "g:", ":a->b", "g:a"]),
    "EdgeNameOrNone": (["", "a->b", "a->b@2"], ["a", "a->b@0"]),
    "MessageKey": (["check.value.agrees", "a"], ["", ".a", "a.", "a b", "a..b"]),
    "MessageKeyOrNone": (["check.value.agrees", "a", ""], [".a", "a.", "a b", "a..b"]),
    "Language": (["en", "zh"], ["", "tlh", "../en", "EN"]),
    "Digest": (["0a" * 32], ["", "0A" * 32, "0a" * 31, "0a" * 32 + "\n"]),
    "DigestOrNone": (["", "0a" * 32], ["0"]),
    "Moment": (["", "2026-02-05", "2026-02-05T21:00Z", "2026-02-05T21:00:30Z"], ["2026", "2026-02-05T21:00", "today"]),
    "When": (["", "2026-02-05/2026-02-06", "2024Q1"], ["x" * 10_001]),
    "FilePath": (["report.yaml", "data/a b.csv"], ["", "/etc/passwd", "../x", "a/../../b", "a\\b", "a\0b"]),
    "FolderName": (["mine", "my report"], ["", "a/b", "a\0"]),
    "Text": (["a"], ["", "a" * 5001]),
    "Note": (["", "a"], ["a" * 5001]),
    "Composed": (["", "a" * 6000], ["a" * 200_001]),
    "Formula": (["market.price"], ["", "a" * 501]),
    "Paragraph": (["", "7"], ["7" * 41]),
    "Version": (
        ["1.0", "not installed", "2.0.0rc1", "2026.1", "0.1.0.dev3+g12ab", "1.2.post1", "3.0+mkl"],
        ["", "1" * 101, "2.4.6 (checked)", "2.4.6-checked", "checked", "1.0\n", "2.4+checked-by-somebody"],
    ),
    "Sentence": (["{{ day | day }}."], ["", "{{ x.__class__ }}", "{% set a = 1 %}"]),
}


def test_every_spelling_has_examples():
    assert set(EXAMPLES) == set(SPELLED)


@pytest.mark.parametrize("name", sorted(SPELLED))
def test_both_readers_take_and_refuse_the_same(name):
    kind, (good, bad) = SPELLED[name], EXAMPLES[name]
    for text in good:
        assert record(kind, text) == text
        assert TypeAdapter(kind).validate_python(text) == text
    for text in bad:
        with pytest.raises(DataError):
            record(kind, text)
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(text)


def test_a_language_is_a_folder_of_the_locale():
    assert languages() == ("en", "zh")
    with pytest.raises(DataError, match="there is no language 'tlh'; known: en, zh"):
        record(SPELLED["Language"], "tlh")
