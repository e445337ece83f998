"""Keys set in a YAML file: what is asked changes, every other character stays."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from causal.errors import DataError
from causal.files.yaml_edit import with_keys

BLOCK = """\
# what the file is
datasets:
  market:   # the first
    file: market.csv   # its file
    digest: "old"  # set by fetch
    time: date
    note: |
      two lines
      # and no comment

  other: {file: other.csv, time: date, digest: old}   # on one line
"""


def edited(text=BLOCK, name="market", **values):
    return with_keys(text, ("datasets", name), values, "file")


def test_a_value_is_replaced_in_its_place():
    assert edited(digest="new") == BLOCK.replace('"old"', "new", 1)
    assert edited(name="other", digest="new") == BLOCK.replace("digest: old}", "digest: new}")


def test_a_new_key_follows_the_one_named():
    assert edited(retrieved="2026-11-23", digest="new") == BLOCK.replace('"old"', "new", 1).replace(
        "# its file\n", "# its file\n    retrieved: 2026-11-23\n"
    )
    assert edited(name="other", a="1", b="2") == BLOCK.replace("file: other.csv,", "file: other.csv, a: 1, b: 2,")


def test_line_ends_marks_and_a_missing_last_line_end_are_kept():
    text = "\ufeff" + BLOCK.replace("\n", "\r\n")
    assert edited(text, retrieved="x") == text.replace("# its file\r\n", "# its file\r\n    retrieved: x\r\n")
    assert edited("datasets:\n  market:\n    file: a", digest="x") == "datasets:\n  market:\n    file: a\n    digest: x"


def test_a_key_without_a_value_is_given_one():
    text = BLOCK.replace('digest: "old"  #', "digest:  #")
    assert yaml.safe_load(edited(text, digest="new"))["datasets"]["market"]["digest"] == "new"
    assert "# set by fetch" in edited(text, digest="new")


def test_a_flow_list_is_replaced_whole_and_a_block_list_is_refused():
    text = BLOCK.replace("    time: date\n", "    vintages: [{file: a}]  # kept\n    time: date\n", 1)
    assert edited(text, vintages="[{file: a}, {file: b}]") == text.replace("[{file: a}]", "[{file: a}, {file: b}]")
    with pytest.raises(DataError, match=r"datasets\.market\.vintages takes several lines"):
        edited(text.replace("[{file: a}]  # kept", "\n      - file: a"), vintages="[{file: b}]")


@pytest.mark.parametrize(
    "text",
    [
        "datasets:\n  market:\n    file: |\n      a\n    time: b\n",
        "datasets:\n  market:\n    file: a\n      b\n    time: c\n",
        "datasets:\n  market:\n    file: 'a\n\n      b'\n    time: c\n",
        "datasets: {market: {file: a,\n time: b}}",
        "datasets:\n  market: {\n    file: a  # why\n    , time: b }\n",
        "datasets:\n  ? market\n  : file: a\n    time: b\n",
    ],
)
def test_any_layout_is_edited_rightly_or_refused(text):
    try:
        found = yaml.safe_load(edited(text, digest="new"))
    except DataError as error:
        assert "laid out" in str(error)
        return
    before = yaml.safe_load(text)
    before["datasets"]["market"]["digest"] = "new"
    assert found == before


PLAIN = st.text(alphabet="abc:#'\"{}[],é\U0001f600 ", max_size=12)


@given(
    st.dictionaries(st.sampled_from(["time", "note", "digest", "key"]), PLAIN),
    st.sampled_from([None, True, False]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_file_that_a_writer_makes_is_edited_and_nothing_else_changes(values, flow, newline):
    whole = {"datasets": {"a": {"file": "a.csv", **values}, "b": {"file": "b.csv"}}}
    text = yaml.safe_dump(whole, default_flow_style=flow, allow_unicode=True, width=10_000).replace("\n", newline)
    found = yaml.safe_load(with_keys(text, ("datasets", "a"), {"digest": "new", "retrieved": "word"}, "file"))
    whole["datasets"]["a"] |= {"digest": "new", "retrieved": "word"}
    assert found == whole
