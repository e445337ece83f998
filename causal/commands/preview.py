"""A page on this machine that shows a folder's report and builds it again when a file is saved.

It listens on the loopback address alone, answers three paths and serves no file: what it shows is in memory. Another
Host header is refused, so that no page of the web can read it by a name of its own.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from dataclasses import asdict, dataclass, field, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from causal import pipeline
from causal.errors import BadFolderError, CausalError
from causal.files.assets import asset
from causal.rendering.catalogue import catalogue_of
from causal.rendering.outputs.html import whole as html_of
from causal.rendering.page import page_of
from causal.rendering.typography import plural, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from causal.work.store import Store

ADDRESS = "127.0.0.1"
EVERY = 0.4  # seconds between looks at the folder: some ten files, 1-2 ms, on every kind of disk and without a watcher
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FRAMED = "frame-ancestors 'self'"  # the report brings a policy of its own; this adds who may show it


@dataclass
class Shown:
    """What the page shows: the last good report, the mistakes of the last build, and a number that grows with each.

    `building` is set while the next one is made.
    """

    version: int = 0
    building: bool = True
    html: str = ""
    problems: list[str] = field(default_factory=list)


class Preview:
    """Builds a folder whenever it changes, and serves the result until it is closed."""

    def __init__(self, folder: Path, store: Store, port: int = 0, say: Callable[[str], object] = str) -> None:
        self.folder, self.store, self.say = folder, store, say
        self.shown = Shown()
        self.stopped = threading.Event()
        try:
            self.server = ThreadingHTTPServer((ADDRESS, port), _handler(self))
        except OSError as error:
            raise CausalError(
                f"port {port} cannot be used ({error.strerror}): choose another --port, or 0 for a free one"
            ) from error
        self.server.daemon_threads = True
        self.serving = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server.server_address[1])

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{ADDRESS}:{self.port}/"

    def run(self) -> None:
        """Serve and watch until `close`."""
        self.serving.start()
        seen = signature(self.folder)
        self.build()
        while not self.stopped.wait(EVERY):
            now = signature(self.folder)
            if now != seen:
                seen = now
                self.build()

    def close(self) -> None:
        """Stop serving and watching."""
        self.stopped.set()
        if self.serving.is_alive():  # a server that was never started would wait for ever
            self.server.shutdown()
        self.server.server_close()

    def build(self) -> None:
        """Build the page; where the folder is wrong, keep the last good one and list the mistakes."""
        self.shown = replace(self.shown, building=True)
        started, html, problems = time.monotonic(), self.shown.html, []
        try:
            report = pipeline.build(self.folder, store=self.store)
            html = html_of(page_of(report, catalogue_of(report)))
        except BadFolderError as error:
            problems = [str(problem) for problem in error.problems]
        except (CausalError, OSError) as error:
            problems = [str(error)]
        self.shown = Shown(version=self.shown.version + 1, building=False, html=html, problems=problems)
        self.store.tidy()
        took = time.monotonic() - started
        self.say(plural(len(problems), "mistake", "mistakes") if problems else f"built in {took:.1f} s")


def signature(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Give name, time and size of every file of the folder but its output."""
    return tuple(sorted(_files(folder)))


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if name.split("/", 1)[0] == "build" or path.name.startswith("."):
            continue
        try:
            found = path.lstat()
        except OSError:
            continue  # an editor replaces files: it may be gone between listing and looking
        yield name, found.st_mtime_ns, found.st_size


def _handler(preview: Preview) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers `/`, `/version` and `/report`, and nothing else."""

        server_version, sys_version = "causal", ""

        def do_GET(self) -> None:
            """Answer."""
            if self.headers.get("Host") not in {f"{ADDRESS}:{preview.port}", f"localhost:{preview.port}"}:
                self.send_error(HTTPStatus.FORBIDDEN, "only this machine's own address is answered")
                return
            path, shown = self.path.partition("?")[0], preview.shown
            if path == "/":
                text = _shell(preview)
                self._send("text/html; charset=utf-8", text, POLICY.format(hash=_script_hash(text)))
            elif path == "/version":
                state = {**asdict(shown), "html": bool(shown.html)}
                self._send("application/json", json.dumps(state), FRAMED)
            elif path == "/report":
                self._send(
                    "text/html; charset=utf-8",
                    shown.html or "<!DOCTYPE html><html lang=en><title>No report yet</title>",
                    FRAMED,
                )
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

        def _send(self, kind: str, text: str, policy: str) -> None:
            body = text.encode()
            self.send_response(HTTPStatus.OK)
            headers = {
                "Content-Type": kind,
                "Content-Length": str(len(body)),
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Content-Security-Policy": policy,
            }
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Say nothing for each request."""

    return Handler


def _shell(preview: Preview) -> str:
    environment = Environment(loader=FileSystemLoader(asset("templates")), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("preview.html.j2").render(folder=visible(str(preview.folder)))


def _script_hash(text: str) -> str:
    """Give the hash by which the page's policy knows its one script."""
    script = text.partition("<script>")[2].partition("</script>")[0]
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
