"""One file over HTTP, whole and of the right kind, or an instruction: no endless, cut-off, swollen or misdirected answer."""

from __future__ import annotations

import re
import socket
import time
import zlib
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpcore
import httpx

from causal.data.sources._hosts import refusal
from causal.data.sources._network import Network, PrivateAddressError, Stream
from causal.errors import DataError
from causal.files import limits
from causal.files.secrets import VARIABLE
from causal.version import __version__

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping
    from datetime import date

    from causal.files.secrets import Secrets

AGENT = f"Mozilla/5.0 (compatible; causal/{__version__})"
NEUTRAL = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
KINDS = {
    "csv": frozenset(
        {
            "text/csv",
            "application/csv",
            "application/x-csv",
            "text/x-csv",
            "application/vnd.ms-excel",
            "text/comma-separated-values",
        }
    ),
    "tsv": frozenset({"text/tab-separated-values", "text/tsv"}),
    "json": frozenset({"application/json", "text/json", "application/javascript", "text/javascript"}),
}
SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
TIMEOUTS = (httpx.TimeoutException, httpcore.TimeoutException, TimeoutError)
FAILURES = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    OSError,
    UnicodeError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """The body, unpacked, and the day on which the server says it was last changed."""

    body: bytes
    modified: date | None


class _Transport(httpx.BaseTransport):
    """HTTP over connections of our own."""

    def __init__(self, network: Network, context: ssl.SSLContext) -> None:
        self.pool = httpcore.ConnectionPool(ssl_context=context, network_backend=network)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        sent = httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        answer = self.pool.handle_request(sent)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        self.pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self.answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self.answer.iter_stream()

    def close(self) -> None:
        self.answer.close()


def download(address: str, kind: str, secrets: Secrets, headers: Mapping[str, str] | None = None) -> Download:
    """Get `address`, in which variables may stand, as `kind` (csv, tsv or json); raise DataError without any secret."""
    network = Network(time.monotonic() + limits.FETCH_SECONDS)
    try:
        return _followed(address, kind, secrets, headers or {}, network)
    except TIMEOUTS as error:
        raise DataError(
            f"{address}: no whole answer within {limits.FETCH_SECONDS:g} seconds, or silence for {limits.ANSWER_SECONDS:g}: try again later"
        ) from error
    except PrivateAddressError as error:
        host = secrets.masked(str(error))
        if network.public_only:
            raise DataError(
                f"{address} sends on to {host}, an address of this machine or its network: "
                "that is not followed; if it is meant, declare that address itself"
            ) from error
        raise DataError(refusal(host)) from error
    except socket.gaierror as error:
        raise DataError(f"{address}: no server of that name is found: check the address and your connection") from error
    except FAILURES as error:
        said = secrets.masked(str(error))[:200]
        if isinstance(error, httpcore.RemoteProtocolError) and "complete" in said:
            raise DataError(f"{address}: the answer is cut off: try again ({said})") from error
        raise DataError(f"{address} cannot be read: {said}") from error


def _followed(address: str, kind: str, secrets: Secrets, headers: Mapping[str, str], network: Network) -> Download:
    own = VARIABLE.fullmatch(address) is not None  # the whole address is the person's own
    filled = httpx.URL(secrets.filled(address, own=own))
    network.own = filled.host if own else ""
    if filled.scheme not in {"http", "https"}:
        raise DataError(f"{address}: expected an address that begins with https:// or http://")
    sent = {name: secrets.plain(value) for name, value in headers.items()}
    secrets.check(filled.host)
    always = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*", "Connection": "close"}
    timeout = httpx.Timeout(limits.ANSWER_SECONDS)
    with httpx.Client(
        transport=_Transport(network, httpx.create_ssl_context()), timeout=timeout, trust_env=False
    ) as client:
        url = filled
        for _ in range(limits.REDIRECTS + 1):
            known = sent if _origin(url) == _origin(filled) else {}  # keys go to the declared server alone
            with client.stream("GET", url, headers={**always, **known}) as answer:
                if not answer.has_redirect_location:
                    return _received(answer, address, kind)
                url = _next(address, url, answer.headers["location"], secrets)
                network.public_only = not network.private
    raise DataError(f"{address} sends on more than {limits.REDIRECTS} times: declare the address of the file itself")


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _next(address: str, url: httpx.URL, location: str, secrets: Secrets) -> httpx.URL:
    scheme = SCHEME.match(location)
    if scheme and scheme[1].lower() != url.scheme:
        shown = re.sub(r"//[^/@]*@", "//", secrets.masked(location))[:200]
        raise DataError(
            f"{address} sends on to another scheme, {shown}: that is not followed; if it is meant, declare that address"
        )
    target = url.join(location)
    return target if _origin(target) == _origin(url) else target.copy_with(userinfo=b"")


def _received(answer: httpx.Response, address: str, kind: str) -> Download:
    if answer.status_code != 200:
        advice = (
            "check the key or password" if answer.status_code in {401, 403} else "check the address, or try again later"
        )
        raise DataError(f"{address}: the server answers {answer.status_code} {answer.reason_phrase}: {advice}")
    said = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said in {"text/html", "application/xhtml+xml"}:
        raise DataError(f"{address} is a web page and not {kind.upper()}: find the address that downloads the table")
    if said not in NEUTRAL | KINDS[kind] and not (kind == "json" and said.endswith("+json")):
        raise DataError(
            f"{address} says that it is {said[:60]!r} and not {kind.upper()}: check the address and `format`"
        )
    body = _unpacked(answer, address, _body(answer, address))
    if (
        body.lstrip(b"\xef\xbb\xbf \t\r\n")[:15]
        .lower()
        .startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body"))
    ):
        raise DataError(f"{address} is a web page and not {kind.upper()}: find the address that downloads the table")
    if not body.strip():
        raise DataError(f"{address}: the answer is empty")
    return Download(body=body, modified=_modified(answer))


def _body(answer: httpx.Response, address: str) -> bytes:
    """Give the body as it came; raise DataError where it is larger than allowed, than said, or may be cut off."""
    found = bytearray()
    stream = answer.stream
    assert isinstance(stream, httpx.SyncByteStream)
    for part in stream:
        found += part
        if len(found) > limits.DATA_BYTES:
            raise DataError(f"{address} is larger than {limits.DATA_BYTES} bytes: ask for fewer rows or columns")
    length = answer.headers.get("content-length")
    chunked = "chunked" in answer.headers.get("transfer-encoding", "").lower()
    if length is not None and not chunked and _more(answer.extensions["network_stream"], len(found)):
        raise DataError(
            f"{address}: the server sends more than the {length} bytes it announces: the end would be lost; try again"
        )
    ends = found.endswith(b"\n") or found.rstrip().endswith((b"]", b"}"))
    if length is None and not chunked and "content-encoding" not in answer.headers and not ends:
        raise DataError(
            f"{address}: the server gives no length and the last line has no end: the answer may be cut off; try again"
        )
    return bytes(found)


def _more(stream: Stream, length: int) -> bool:
    """Whether the server goes on after the end that it announced."""
    if stream.body > length:
        return True
    try:
        return bool(stream.read(1, 0.2))
    except (httpcore.TimeoutException, httpcore.NetworkError, OSError):
        return False


def _unpacked(answer: httpx.Response, address: str, body: bytes) -> bytes:
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    if packing in {"identity", ""}:
        return body
    if packing not in {"gzip", "x-gzip"}:
        raise DataError(f"{address} is packed as {packing[:40]!r}, which was not asked for: find another address")
    unpacker = zlib.decompressobj(31)
    try:
        found = unpacker.decompress(body, limits.DATA_BYTES + 1)
    except zlib.error as error:
        raise DataError(f"{address}: the packed answer is damaged: try again") from error
    if len(found) > limits.DATA_BYTES:
        raise DataError(f"{address} unpacks to more than {limits.DATA_BYTES} bytes: ask for fewer rows or columns")
    if not unpacker.eof or unpacker.unused_data:
        raise DataError(f"{address}: the packed answer is cut off or has more behind its end: try again")
    return found


def _modified(answer: httpx.Response) -> date | None:
    try:
        return parsedate_to_datetime(answer.headers.get("last-modified", "")).date()
    except (TypeError, ValueError, IndexError):
        return None
