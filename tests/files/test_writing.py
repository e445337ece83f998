"""Written whole or not at all."""

from __future__ import annotations

import os

import pytest

from causal.files.writing import publish, write_bytes, write_text


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    target = tmp_path / "report.json"
    write_text(target, "old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_text(target, "new")
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]


def test_text_is_utf8_with_its_own_line_ends(tmp_path):
    write_text(tmp_path / "a", "é\r\n")
    assert (tmp_path / "a").read_bytes() == b"\xc3\xa9\r\n"
    write_bytes(tmp_path / "deep" / "b", b"\x00")
    assert (tmp_path / "deep" / "b").stat().st_mode & 0o777 == 0o644


def test_publishing_replaces_files_and_folders_and_drops_what_was_not_made_again(tmp_path):
    made, target = tmp_path / "made", tmp_path / "build"
    for root, word in ((made, "new"), (target, "old")):
        (root / "figures").mkdir(parents=True)
        (root / "figures" / word).write_text(word)
        (root / "report.html").write_text(word)
    (target / "report.pdf").write_text("of an earlier run")
    (target / "notes.txt").write_text("the user's own")
    publish(made, target, ("report.html", "report.pdf", "figures"))
    assert (target / "report.html").read_text() == "new"
    assert [p.name for p in (target / "figures").iterdir()] == ["new"]
    assert not (target / "report.pdf").exists()
    assert (target / "notes.txt").exists()
