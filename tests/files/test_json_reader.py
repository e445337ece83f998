"""JSON from strangers: what is no plain UTF-8 JSON within the limits is refused in its own words, and soon."""

from __future__ import annotations

import math

import pytest

from causal.errors import DataError
from causal.files.json_reader import Repeated, contents, parsed, repeated


def read(given, most=1_000_000, parts=100_000):
    return parsed(given, most=most, parts=parts)


def test_plain_json_is_what_it_says():
    assert read(b'{"a": [1, 2.5, true, null, "\xc3\xa9"]}') == {"a": [1, 2.5, True, None, "é"]}
    assert read('{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "not JSON: Expecting value in line 1, column 1"),
        (b"{", "not JSON"),
        (b'{"a": 1}x', "not JSON: Extra data"),
        (b'\xef\xbb\xbf{"a": 1}', "byte order mark"),
        ('\ufeff{"a": 1}', "byte order mark"),
        (b'{"a":\n "\xff"}', "not UTF-8 text (line 2)"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8 text"),
        (b"[" * 90_000, "nested too deeply"),
        (b'{"a":' * 90_000, "nested too deeply"),
        (b"[" + b"1," * 100_000 + b"1]", "more than 100,000 values"),
        (b" " * 1_000_001, "larger than 1,000,000 bytes"),
        ("1" * 1_000_001, "larger than 1,000,000 bytes"),
    ],
)
def test_what_is_not_is_refused_in_words(given, said):
    with pytest.raises(DataError, match=said.replace("(", "\\(").replace(")", "\\)")):
        read(given)


def test_numbers_without_end_are_read_as_infinite_for_their_reader_to_refuse():
    assert read(b"[NaN, Infinity, -Infinity, 1e999]")[1:] == [math.inf, -math.inf, math.inf]
    assert read(b"9" * 5_000) == math.inf
    assert read(b"9" * 25) == int("9" * 25)


def test_a_key_that_stands_twice_takes_the_place_of_its_mapping():
    assert read('{"a": {"b": 1, "c": 2, "b": 3}}') == {"a": Repeated("b")}
    assert repeated(["a", "b", "c"]) is None
    assert repeated(["a", "b", "b", "a"]) == "b"


def test_time_grows_with_the_length_alone():
    """Comparing every key with every other one would take 10^11 steps, and this test would not end."""
    same = b"{" + b",".join(b'"k": 1' for _ in range(400_000)) + b"}"
    assert parsed(same, most=10**7, parts=10**6) == Repeated("k")
    late = b"{" + b",".join(b'"%d": 1' % i for i in range(400_000)) + b',"399999": 2}'
    assert parsed(late, most=10**8, parts=10**6) == Repeated("399999")


def test_a_file_is_read_no_further_than_the_limit(tmp_path):
    (tmp_path / "f").write_bytes(b"a" * 1_001)
    with pytest.raises(DataError, match="f is larger than 1,000 bytes"):
        contents(tmp_path / "f", 1_000)
    assert contents(tmp_path / "f", 1_001) == b"a" * 1_001


def test_what_cannot_be_opened_is_named(tmp_path):
    with pytest.raises(DataError, match="no regular file"):
        contents(tmp_path, 1_000)
    with pytest.raises(DataError, match="absent.json cannot be read"):
        contents(tmp_path / "absent.json", 1_000)
