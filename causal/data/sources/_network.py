"""Connections for HTTP: each to an address that was looked up and checked here, within one deadline, every byte counted."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any

import httpcore

from causal.data.sources._hosts import allowed, is_public

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

HEAD_END = b"\r\n\r\n"
LATE = "the time is over"


class PrivateAddressError(Exception):
    """An address of this machine or network that is not allowed, or to which a public server sends on."""


class Network(httpcore.NetworkBackend):
    """Opens connections until `deadline` (monotonic seconds): to public addresses, and to hosts that are allowed.

    With `public_only`, to public addresses alone. `own` is a host that the person at the terminal named.

    A name is looked up once, and the connection goes to an address that was checked: no second answer can differ.
    `private` says whether an address of a private network or this machine was connected to.
    """

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.public_only = self.private = False
        self.own = ""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of `host` that answers; raise PrivateAddressError where one is not allowed."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not all(map(is_public, addresses)):
            if self.public_only or not (host == self.own or allowed(host)):
                raise PrivateAddressError(host)
            self.private = True
        failure: Exception = OSError(f"{host} has no address")
        for address in addresses:
            try:
                left = remaining(self.deadline, timeout)
                inner = httpcore.SyncBackend().connect_tcp(address, port, left, local_address, socket_options)
                return Stream(inner, self.deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class Stream(httpcore.NetworkStream):
    """A connection that counts the bytes of the answer's body and ends at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self.inner, self.deadline = inner, deadline
        self.head, self.body_began, self.body = bytearray(), False, 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what comes, within the time left."""
        data = self.inner.read(max_bytes, remaining(self.deadline, timeout))
        self._count(data)
        return data

    def _count(self, data: bytes) -> None:
        if self.body_began:
            self.body += len(data)
            return
        self.head += data
        while not self.body_began and (end := self.head.find(HEAD_END)) >= 0:
            interim = self.head[9:10] == b"1"  # HTTP/1.1 1xx: another head follows
            del self.head[: end + len(HEAD_END)]
            self.body_began, self.body = not interim, len(self.head)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send, within the time left."""
        self.inner.write(buffer, remaining(self.deadline, timeout))

    def close(self) -> None:
        """Close the connection."""
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Give the encrypted connection; what was counted so far was none of it."""
        left = remaining(self.deadline, timeout)
        return Stream(self.inner.start_tls(ssl_context, server_hostname, left), self.deadline)

    def get_extra_info(self, info: str) -> Any:
        """Give what the connection knows of itself."""
        return self.inner.get_extra_info(info)


def remaining(deadline: float, most: float | None) -> float:
    """Give the seconds left, at most `most`; raise ReadTimeout where there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout(LATE)
    return left if most is None else min(left, most)
