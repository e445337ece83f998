"""Written whole or not at all."""

from __future__ import annotations

import os

import pytest

from causal.errors import CausalError
from causal.files.writing import making, publish, write_bytes, write_text


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


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_the_mode_is_what_the_umask_leaves(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        write_bytes(tmp_path / "b", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "b").stat().st_mode & 0o777 == mode


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


@pytest.fixture
def victim(tmp_path):
    for name in ("figures", "tables"):
        (tmp_path / "victim" / name).mkdir(parents=True)
        (tmp_path / "victim" / name / "kept.txt").write_text("kept")
    (tmp_path / "victim" / "report.html").write_text("kept")
    return tmp_path / "victim"


def untouched(victim):
    found = sorted(str(path.relative_to(victim)) for path in victim.rglob("*") if path.is_file())
    return (
        found == ["figures/kept.txt", "report.html", "tables/kept.txt"]
        and (victim / "report.html").read_text() == "kept"
    )


def test_a_target_that_is_a_link_is_refused(tmp_path, victim):
    (tmp_path / "build").symlink_to(victim)
    (tmp_path / "made").mkdir()
    with pytest.raises(CausalError, match="link"), making(tmp_path / "build"):
        pass
    with pytest.raises(CausalError, match="link"):
        publish(tmp_path / "made", tmp_path / "build", ("figures", "report.html"))
    assert untouched(victim)


def test_links_where_files_and_folders_go_are_replaced_and_not_followed(tmp_path, victim):
    target, made = tmp_path / "build", tmp_path / "made"
    target.mkdir()
    (made / "tables").mkdir(parents=True)
    (made / "report.html").write_text("new")
    for name in ("figures", "tables", "report.html"):
        (target / name).symlink_to(victim / name)
    publish(made, target, ("figures", "tables", "report.html"))
    assert untouched(victim)
    assert not (target / "figures").exists()
    assert (target / "tables").is_dir()
    assert not (target / "tables").is_symlink()
    assert (target / "report.html").read_text() == "new"
    assert not (target / "report.html").is_symlink()


def test_writing_over_a_link_replaces_the_link(tmp_path, victim):
    (tmp_path / "page.html").symlink_to(victim / "report.html")
    write_text(tmp_path / "page.html", "new")
    assert untouched(victim)
    assert (tmp_path / "page.html").read_text() == "new"


def test_what_a_killed_build_left_is_removed_but_not_through_a_link(tmp_path, victim):
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / ".making-999999999-x").symlink_to(victim)
    with making(tmp_path / "build"):
        pass
    assert untouched(victim)
