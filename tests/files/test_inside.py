"""The only way to a file of a folder."""

from __future__ import annotations

import os

import pytest

from causal.errors import DataError
from causal.files.inside import beneath, inside


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "r" / "data").mkdir(parents=True)
    (tmp_path / "r" / "data" / "a.csv").write_text("x")
    (tmp_path / "secret.csv").write_text("secret")
    return tmp_path / "r"


def test_a_regular_file_of_the_folder_is_given(folder):
    assert inside(folder, "data/a.csv").read_text() == "x"
    assert inside(folder, "./data//a.csv").read_text() == "x"


@pytest.mark.parametrize(
    "name",
    [
        "../secret.csv",
        "data/../../secret.csv",
        "data/../data/a.csv",
        "/etc/passwd",
        "//etc/passwd",
        "data\\..\\a.csv",
        "a\0b",
        "",
        ".",
        "..",
        "https://example.org/a.csv",
        "file:///etc/passwd",
        "data",
        "~/a.csv",
        "data/a.csv/b",
    ],
)
def test_everything_else_is_refused(folder, name):
    with pytest.raises(DataError, match="outside the folder|does not exist"):
        inside(folder, name)


def test_links_are_refused_wherever_they_stand(folder, tmp_path):
    (folder / "data" / "b.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "data" / "c.csv").symlink_to("a.csv")
    (folder / "other").symlink_to(folder / "data")
    (folder / "loop").symlink_to("loop")
    for name in ("data/b.csv", "data/c.csv", "other/a.csv", "loop"):
        with pytest.raises(DataError, match="link"):
            inside(folder, name)


def test_pipes_and_folders_are_no_files(folder):
    os.mkfifo(folder / "data" / "pipe.csv")
    with pytest.raises(DataError, match="does not exist"):
        inside(folder, "data/pipe.csv")


@pytest.mark.parametrize("name", ["new.csv", "data/new.csv", "deep/er/new.csv", "data/a.csv"])
def test_where_a_file_goes_need_not_be_there(folder, name):
    assert beneath(folder, name) == folder / name


@pytest.mark.parametrize("name", ["../new.csv", "/new.csv", "data/../../new.csv", "a\\b", "", "a\0b"])
def test_nothing_goes_outside_the_folder(folder, name):
    with pytest.raises(DataError, match="outside the folder"):
        beneath(folder, name)


def test_nothing_goes_through_a_link(folder, tmp_path):
    (folder / "out").symlink_to(tmp_path)
    for name in ("out", "out/secret.csv", "out/new.csv"):
        with pytest.raises(DataError, match="link"):
            beneath(folder, name)
