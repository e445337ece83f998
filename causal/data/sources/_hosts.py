"""Where `causal fetch` may go: to the public internet, and beyond it only to hosts that the person at the terminal allows.

A folder names addresses; whether one of this machine, of its network or of a cloud's metadata service is meant, it cannot
say. The environment can: `CAUSAL_HOSTS=db.internal,127.0.0.1`.
"""

from __future__ import annotations

import ipaddress
import os
import socket

from causal.errors import DataError
from causal.files.secrets import hosts

ALLOWED = "CAUSAL_HOSTS"
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address stands in the last 32 bits
RETIRED = (
    ipaddress.IPv6Network("::/96"),
    ipaddress.IPv6Network("fec0::/10"),
)  # RFC 4291 and 3879: may still be one's own
TRANSLATED_HERE = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215: the same, within one's own network
METADATA = frozenset({"168.63.129.16"})  # services of clouds that answer at a public address


def allowed(host: str) -> bool:
    """Whether the person at the terminal allows this host, wherever it is."""
    return host.lower().strip("[]") in hosts(os.environ.get(ALLOWED, ""))


def refusal(host: str) -> str:
    """Say why a host is not asked, and what to do where it is meant."""
    return (
        f"{host} is an address of this machine, its network or its cloud, and a folder may not choose one: "
        f"if it is meant, export {ALLOWED}={host} before fetching"
    )


def check(host: str) -> None:
    """Raise DataError where a host has an address that is not public, and is not allowed."""
    name = host or "localhost"
    if allowed(name):
        return
    if name.startswith("/"):  # a socket of this machine
        raise DataError(refusal(name))
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)}
    except (socket.gaierror, UnicodeError) as error:
        raise DataError(f"{name}: no server of that name is found: check the address and your connection") from error
    if not all(map(is_public, found)):
        raise DataError(refusal(name))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, not of this machine, its network, its cloud or a group."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if found in TRANSLATED:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if any(found in one for one in (TRANSLATED_HERE, *RETIRED)) or (inner and not is_public(str(inner))):
            return False
    return found.is_global and not found.is_multicast and str(found) not in METADATA
