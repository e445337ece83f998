"""A PostgreSQL server of the tests' own on loopback: the one of the package pgserver, or of the machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
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
    """Give the folder of `initdb` and `postgres`. It comes with the extra `test` for every Python that has a wheel."""
    package = find_spec("pgserver")
    if package is not None:
        return Path(str(package.origin)).parent / "pginstall" / "bin"
    found = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *filter(None, [shutil.which("postgres")])]
    if not found:
        told = "no PostgreSQL: pip install -e '.[test]' brings one"
        pytest.skip(told) if sys.version_info >= (3, 13) else pytest.fail(told)
    return found[0] if Path(found[0]).is_dir() else Path(found[0]).parent


@contextmanager
def running():
    """Start a server with a fresh database, as another user where we are root, and give its address without password."""
    directory = Path(tempfile.mkdtemp(prefix="postgres-"))
    other = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    try:
        binaries = _binaries()
        if other and not all(parent.stat().st_mode & 1 for parent in binaries.parents):
            binaries = Path(shutil.copytree(binaries.parent, directory / "install")) / "bin"
        (directory / "password").write_text(PASSWORD)
        if other:
            shutil.chown(directory, NOBODY, NOBODY)
            shutil.chown(directory / "password", NOBODY, NOBODY)
        made = [binaries / "initdb", "-D", directory / "data", "-U", "owner", "--auth=scram-sha-256", "--pwfile", directory / "password", "-E", "UTF8", "--locale=C", "-N"]  # fmt: skip
        subprocess.run(made, check=True, capture_output=True, cwd=directory, env={"TZ": "UTC", "PATH": os.environ["PATH"]}, **other)
        with _started(binaries, directory, other) as port:
            yield f"owner:{{}}@127.0.0.1:{port}/postgres", port
    finally:
        shutil.rmtree(directory)


@contextmanager
def _started(binaries, directory, other):
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    command = [binaries / "postgres", "-D", directory / "data", "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
               "-c", "fsync=off", "-c", "timezone=America/New_York", "-c", "shared_buffers=16MB"]  # fmt: skip
    with (directory / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=directory, stdout=log, stderr=log, env={"PATH": os.environ["PATH"]}, **other)
    try:
        for _ in range(200):
            try:
                psycopg.connect(host="127.0.0.1", port=port, user="owner", password=PASSWORD, dbname="postgres", connect_timeout=2).close()
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
