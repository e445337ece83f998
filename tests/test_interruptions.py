"""A kill at any moment, a full disk, a place that cannot be written, two builds at once: nothing half-written, and a rerun works."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time

import pytest

from causal.files.writing import MAKING, making
from causal.rendering import archive
from tests.folders import make_folder

pytestmark = pytest.mark.slow

# The rubric made small, so that a build takes seconds: what is tested here is how files are written.
BUILD = (
    "import sys; from dataclasses import replace; import causal.pipeline as p; from causal.verdict import RUBRIC;"
    "quick = replace(RUBRIC, draws=59, worlds=30, calibration_draws=29);"
    "p.build.__defaults__ = tuple(quick if d is RUBRIC else d for d in p.build.__defaults__);"
    "from causal.commands.cli import main; main(sys.argv[1:])"
)
NAMES = {"report.json", "report.html", "report.pdf", "claimreview.json", "figures", "tables"}


# The superuser may write anywhere, unless it gives that right up.
HUMBLE = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if os.geteuid() == 0 and shutil.which("setpriv")
    else []
)


def start(*arguments, before=(), **more):
    command = [*before, sys.executable, "-c", BUILD, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def finish(process):
    out, said = process.communicate(timeout=120)
    return process.returncode, out, said


def shown(directory):
    return {path.name for path in directory.iterdir() if not path.name.startswith(".")} if directory.exists() else set()


def assert_whole(directory):
    """Every file is of one and the same build."""
    assert shown(directory) == NAMES
    inside = archive.extract(directory / "report.pdf")["report.json"]
    assert inside == (directory / "report.json").read_bytes()
    assert json.loads(inside)["study"]["title"] in (directory / "report.html").read_text()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_folder(tmp_path_factory.mktemp("interrupted") / "r")


@pytest.mark.parametrize("after", [0.3, 1.5, 3.0, 4.0, 5.0, 6.5])
def test_a_kill_at_any_moment_leaves_nothing_half_written_and_a_rerun_works(folder, tmp_path, after):
    directory = tmp_path / "out"
    process = start("build", folder, "-o", directory)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    finish(process)
    assert shown(directory) in (set(), NAMES)
    code, _, said = finish(start("build", folder, "-o", directory))
    assert code == 0, said
    assert_whole(directory)
    assert not [p for p in directory.iterdir() if p.name.startswith(MAKING)]


def test_a_full_disk_is_said_and_leaves_the_last_build(folder, tmp_path):
    directory = tmp_path / "out"
    assert finish(start("build", folder, "-o", directory))[0] == 0
    before = {p: p.read_bytes() for p in directory.rglob("*") if p.is_file()}

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    code, _, said = finish(start("build", folder, "-o", directory, preexec_fn=small))
    assert code == 2
    assert "Traceback" not in said
    assert "too large" in said.lower() or "no space" in said.lower()
    assert {p: p.read_bytes() for p in directory.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("kind", ["a file in the way", "a file as parent"])
def test_a_place_that_cannot_be_written_is_said(folder, tmp_path, kind):
    (tmp_path / "file").write_text("x")
    target = tmp_path / "file" if kind == "a file in the way" else tmp_path / "file" / "out"
    code, _, said = finish(start("build", folder, "-o", target))
    assert code == 2
    assert "Traceback" not in said
    assert "file" in said
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.skipif(
    os.geteuid() == 0 and not HUMBLE, reason="the superuser may write anywhere, and setpriv is not installed"
)
def test_a_read_only_folder_is_said(folder, tmp_path):
    (tmp_path / "out").mkdir(mode=0o500)
    code, _, said = finish(start("build", folder, "-o", tmp_path / "out", before=HUMBLE))
    assert code == 2
    assert "Permission denied" in said
    assert "Traceback" not in said
    assert not list((tmp_path / "out").iterdir())


def test_two_builds_at_once_leave_one_whole_build(folder, tmp_path):
    directory = tmp_path / "out"
    other = make_folder(tmp_path / "r")
    text = (other / "report.yaml").read_text()
    (other / "report.yaml").write_text(text.replace("A drop explained", "Another title"))
    first, second = start("build", folder, "-o", directory), start("build", other, "-o", directory)
    assert finish(first)[0] == 0
    assert finish(second)[0] == 0
    assert_whole(directory)


def test_a_folder_of_a_running_build_is_left_and_one_of_a_dead_one_removed(tmp_path):
    running, dead = tmp_path / f"{MAKING}{os.getpid()}-x", tmp_path / f"{MAKING}99999999-x"
    running.mkdir()
    dead.mkdir()
    with making(tmp_path) as made:
        assert made.is_dir()
        assert running.is_dir()
        assert not dead.exists()
    assert not made.exists()
