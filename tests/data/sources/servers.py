"""Web servers on loopback that answer exactly the bytes they are given, well-behaved or not."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from datetime import date

from causal.data.snapshot import canonical
from causal.data.sources import Request, sources
from causal.files.secrets import Secrets
from causal.study import Dataset, Resolution, Series

CSV = b"date,x\n2026-02-04,1.5\n2026-02-05,\n2026-02-06,-0.002\n"
CANONICAL = b"date,x\n2026-02-04,1.5\n2026-02-05,\n2026-02-06,-0.002\n"
TODAY = date(2026, 11, 23)


def head(status="200 OK", **fields):
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items()), "", ""]
    return "\r\n".join(lines).encode()


def whole(body=CSV, kind="text/csv", **fields):
    return head(Content_Type=kind, Content_Length=len(body), **fields) + body


@contextmanager
def serving(answer, wrap=None):
    """Serve on loopback: `answer(path, request)` gives bytes, or parts with numbers of seconds to wait between them.

    Give the port and the list of requests received, as bytes.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    requests, threads, over = [], [], threading.Event()

    def one(connection):
        with suppress(OSError), connection:
            connection.settimeout(5)
            held = (wrap or (lambda c: c))(connection)
            with held:
                request = b""
                while b"\r\n\r\n" not in request and (part := held.recv(65536)):
                    request += part
                requests.append(request)
                path = request.split(b" ")[1].decode() if request.count(b" ") > 1 else ""
                given = answer(path, request)
                for part in [given] if isinstance(given, bytes) else given:
                    if over.is_set():
                        return
                    if isinstance(part, bytes):
                        held.sendall(part)
                    else:
                        over.wait(part)

    def accept():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=one, args=(connection,), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield listener.getsockname()[1], requests
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in [accepting, *threads]:
            thread.join(6)
            assert not thread.is_alive()


def dataset(columns=("x",), resolution="day", key=(), name="d"):
    series = tuple(Series(name=f"{name}.{c}", label=c, unit="", source="made up") for c in columns)
    return Dataset(
        id=name, file=f"{name}.csv", time="date", resolution=Resolution(resolution), digest="", series=series, key=key
    )


def take(kind, folder, of=None, columns=None, today=TODAY, **parameters):
    """Fetch from a source and give the canonical CSV and the vintage."""
    source, of = sources()[kind], of or dataset()
    request = Request(folder=folder, dataset=of, columns=columns or {}, today=today, secrets=Secrets())
    got = source.fetch(source.parameters.model_validate(parameters), request)
    return canonical(got.cells, of, columns or {}, got.layout), got.vintage


@contextmanager
def within(seconds):
    """Assert that a block ends in time."""
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds
