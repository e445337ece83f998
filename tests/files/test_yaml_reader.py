"""YAML as data only: what is read, what is refused and at which line."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causal.errors import BadFolderError
from causal.files import yaml_reader
from causal.files.limits import YAML_BYTES, YAML_DEPTH, YAML_ITEMS, YAML_VALUES

if TYPE_CHECKING:
    from pathlib import Path


def read(tmp_path: Path, text: str | bytes) -> yaml_reader.Document:
    path = tmp_path / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return yaml_reader.read(path, "file.yaml")


def refused(tmp_path: Path, text: str | bytes) -> tuple[int, str]:
    with pytest.raises(BadFolderError) as caught:
        read(tmp_path, text)
    (problem,) = caught.value.problems
    assert problem.file == "file.yaml"
    return problem.line, problem.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("''", ""),
        ("12", 12),
        ("-7", -7),
        ("1.5", 1.5),
        ("-.5e-3", -0.0005),
        ("12:30:45", "12:30:45"),
        ("2026-02-05", "2026-02-05"),
        ("2026-02-05T21:00Z", "2026-02-05T21:00Z"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("13.2%", "13.2%"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("|\n  12\n", "12\n"),
        ("[1, a, {b: 2}]", [1, "a", {"b": 2}]),
        ("{1: a, null: b, NO: c}", {"1": "a", "null": "b", "NO": "c"}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
        ("=", "="),
        ("\ufeffa: 1", {"a": 1}),
    ],
)
def test_values_are_those_of_the_core_types(tmp_path: Path, text: str, expected: object) -> None:
    found = read(tmp_path, text).values
    assert found == expected
    assert type(found) is type(expected)


def test_every_key_and_item_has_its_line_and_column(tmp_path: Path) -> None:
    document = read(tmp_path, "a: 1\nb:\n  - x\n  - c: {d: 2}\n    e: 3\n")
    assert document.places["a",] == (1, 1)
    assert document.places["b", 1] == (4, 5)
    assert document.places["b", 1, "c", "d"] == (4, 9)
    assert document.places["b", 1, "e"] == (5, 5)
    assert document.line(("b", 1, "missing", "below")) == 4
    assert document.line(("nowhere",)) == 1


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: &x 2\n", 2, "anchors and aliases"),
        ("a: *x\n", 1, "anchors and aliases"),
        ("&x a: 1\n", 1, "a key must be a plain word"),
        ("a: 1\nb: 2\na: 3\n", 3, "'a' stands twice (first in line 1)"),
        ("a:\n  b: {c: 1, c: 2}\n", 2, "'c' stands twice"),
        ("a: !!python/object/apply:os.system ['true']\n", 1, "tag"),
        ("a: !!python/name:os.system\n", 1, "tag"),
        ("a: !!python/name:os.system ''\n", 1, "tag"),
        ("a: !!str 5\n", 1, "tag"),
        ("a: !own 5\n", 1, "tag"),
        ("a: !!binary aGk=\n", 1, "tag"),
        ("%YAML 1.1\n---\na: 1\n", 1, "directives"),
        ("? [a, b]\n: 1\n", 1, "plain word"),
        ("a: 1\n---\nb: 2\n", 3, "second document"),
        ("a: [1, 2\nb: 3\n", 2, "not YAML"),
        ("a: 'open\n", 2, "not YAML"),
        ("a: 1\n\tb: 2\n", 2, "not YAML"),
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("a: 1\nb: \x1b[31m\n", 2, "control character"),
        ("a: 1\nb: x\x7f\n", 2, "control character"),
        ("a: x\x0by\n", 1, "control character"),
        ("a: x\u2028y\n", 1, "control character"),
        ('a: "\\x1b[31m"\n', 1, "control character"),
        ('a: "\\0"\n', 1, "control character"),
        ('"\\0": 1\n', 1, "control character"),
        (b"a: 1\nb: \xff\xfe\n", 2, "not UTF-8"),
        ("a: 1\n".encode("utf-16"), 1, "not UTF-8"),
        ("a: 1e400\n", 1, "too large"),
        ("a: " + "9" * 5000 + "\n", 1, "too long"),
        ("a: " + "[" * 50_000, 1, "nested deeper"),
        ("a: " + "{b: " * 50_000, 1, "nested deeper"),
        ("- " * 50 + "a", 1, "nested deeper"),
    ],
)
def test_what_is_not_plain_data_is_refused_with_its_line(
    tmp_path: Path, text: str | bytes, line: int, message: str
) -> None:
    found_line, found = refused(tmp_path, text)
    assert message in found
    assert found_line == line


def test_depth_is_allowed_up_to_the_limit(tmp_path: Path) -> None:
    assert read(tmp_path, "[" * YAML_DEPTH + "1" + "]" * YAML_DEPTH).values
    refused(tmp_path, "[" * (YAML_DEPTH + 1) + "1" + "]" * (YAML_DEPTH + 1))


@pytest.mark.parametrize("parser", [yaml_reader.PARSER, yaml.SafeLoader])
@pytest.mark.parametrize(
    "text", ["a: 1\nb: " + "[" * 5000, "a: 1\nb: " + "[{c: " * 5000, "a: 1\nb: [\n" + "[" * 5000 + "\n"]
)
def test_our_limit_speaks_before_the_parsers_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parser: object, text: str
) -> None:
    monkeypatch.setattr(yaml_reader, "PARSER", parser)
    assert refused(tmp_path, text)[1] == f"nested deeper than {YAML_DEPTH}"


@pytest.mark.parametrize("read_ahead", ['[[1, "' + "[" * 50 + '", }', "[" * YAML_DEPTH + "}", "[" * 9 + "]" * 9 + "}"])
def test_what_is_not_too_deep_is_refused_for_what_it_is(tmp_path: Path, read_ahead: str) -> None:
    assert "not YAML" in refused(tmp_path, "a: " + read_ahead)[1]


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    assert "larger than" in refused(tmp_path, "a: " + "x" * YAML_BYTES)[1]


@pytest.mark.parametrize(
    "text",
    [
        "claims:\n" + "- {}\n" * (YAML_ITEMS + 1),
        "[" + "a," * (YAML_ITEMS + 1) + "]",
        "".join(f"k{i}: 1\n" for i in range(YAML_ITEMS + 1)),
    ],
)
def test_more_items_than_any_report_has_are_refused_where_they_begin_to_be_too_many(tmp_path, text):
    assert f"more than {YAML_ITEMS:,} items" in refused(tmp_path, text)[1]


def test_more_values_than_any_report_has_are_refused(tmp_path):
    lists = "[" + "a," * (YAML_ITEMS - 1) + "]"
    text = "".join(f"- {lists}\n" for _ in range(YAML_VALUES // YAML_ITEMS + 1))
    assert f"more than {YAML_VALUES:,} values" in refused(tmp_path, text)[1]


def test_as_many_items_as_are_allowed_are_read(tmp_path):
    assert len(read(tmp_path, "- a\n" * YAML_ITEMS).values) == YAML_ITEMS


def test_a_missing_file_a_folder_and_a_link_are_refused(tmp_path: Path) -> None:
    target = tmp_path / "target.yaml"
    target.write_text("a: 1")
    (tmp_path / "link.yaml").symlink_to(target)
    for name in ("absent.yaml", "link.yaml", "."):
        with pytest.raises(BadFolderError, match="missing"):
            yaml_reader.read(tmp_path / name, name)


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**9), 10**9),
        st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=20),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(st.characters(categories=["L"]), min_size=1), inner, max_size=4),
    ),
    max_leaves=12,
)


@pytest.mark.slow
@given(VALUES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_json_reads_as_itself(tmp_path: Path, value: object) -> None:
    assert read(tmp_path, json.dumps(value, ensure_ascii=False)).values == value


@pytest.mark.slow
@given(st.one_of(st.binary(max_size=80), st.text(alphabet="ab:-[]{}&*!|>'\"#%@?, \n\t0.", max_size=60).map(str.encode)))
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_as_plain_values_or_refused(tmp_path: Path, raw: bytes) -> None:
    try:
        values = read(tmp_path, raw).values
    except BadFolderError:
        return
    _plain(values)


def _plain(value: object) -> None:
    assert type(value) in {dict, list, str, int, float, bool, type(None)}
    assert not isinstance(value, float) or math.isfinite(value)
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _plain(item)
