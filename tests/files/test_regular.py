"""Only regular files are opened, and no reader waits."""

from __future__ import annotations

import os

import pytest

from causal import report
from causal.authoring import exchange
from causal.authoring.draft import folder
from causal.authoring.graph_formats import graph_formats
from causal.data import cells
from causal.errors import CausalError, DataError
from causal.files.regular import opened


def test_a_file_is_opened(tmp_path):
    (tmp_path / "f").write_bytes(b"a")
    with opened(tmp_path / "f") as file:
        assert file.read() == b"a"


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_is_no_file_is_refused_at_once(tmp_path, make):
    make(tmp_path / "f")
    with pytest.raises(DataError, match="no regular file"), opened(tmp_path / "f"):
        pass


def test_a_device_is_refused():
    from pathlib import Path

    with pytest.raises(DataError, match="no regular file"), opened(Path("/dev/zero")):
        pass


@pytest.mark.parametrize(
    "read",
    [
        report.read,
        cells.contents,
        folder.read_article,
        lambda path: exchange.read_file(path, next(iter(graph_formats().values()))),
    ],
    ids=["report.json", "data", "article", "graph"],
)
def test_every_reader_of_a_named_file_refuses_a_pipe(tmp_path, read):
    os.mkfifo(tmp_path / "f")
    with pytest.raises(CausalError, match="no regular file"):
        read(tmp_path / "f")
