"""A folder reaches the public internet; anything nearer, and any secret, only where the person at the terminal says so."""

from __future__ import annotations

import socket

import pytest

from causal.data.sources import _hosts
from causal.errors import DataError
from tests.data.sources.servers import CANONICAL, serving, take, whole


@pytest.fixture(autouse=True)
def nothing_allowed(monkeypatch):
    monkeypatch.delenv("CAUSAL_HOSTS", raising=False)
    monkeypatch.delenv("CAUSAL_TOKEN_HOSTS", raising=False)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "::1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "fd00:ec2::254",
        "fe80::1",
        "0.0.0.0",
        "224.0.0.1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b:1::7f00:1",
        "64:ff9b::7f00:1",
        "::7f00:1",
        "::808:808",
        "fec0::1",
    ],
)
def test_what_is_near_is_not_public(address):
    assert not _hosts.is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_the_public_internet_is(address):
    assert _hosts.is_public(address)


def test_loopback_is_refused_with_the_way_to_allow_it(tmp_path, monkeypatch):
    with serving(lambda path, _: whole()) as (port, requests):
        for host in ("127.0.0.1", "localhost"):
            with pytest.raises(DataError, match=f"export CAUSAL_HOSTS={host}"):
                take("http", tmp_path, url=f"http://{host}:{port}/x.csv")
        assert requests == []
        monkeypatch.setenv("CAUSAL_HOSTS", "elsewhere.example, 127.0.0.1")
        assert take("http", tmp_path, url=f"http://127.0.0.1:{port}/x.csv")[0] == CANONICAL


def test_a_public_name_with_a_near_address_is_refused(tmp_path, monkeypatch):
    lookup = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *more, **named: lookup("127.0.0.1", *more, **named))
    with serving(lambda path, _: whole()) as (port, requests), pytest.raises(DataError, match="CAUSAL_HOSTS"):
        take("http", tmp_path, url=f"http://public.example:{port}/x.csv")
    assert requests == []
    with pytest.raises(DataError, match="CAUSAL_HOSTS"):
        take("sql", tmp_path, url="postgresql+psycopg://u@public.example/d", query="select 1")


def test_a_socket_of_this_machine_is_near_too(tmp_path):
    with pytest.raises(DataError, match="CAUSAL_HOSTS"):
        take("sql", tmp_path, url="postgresql+psycopg://u@/d", query="select 1")
    with pytest.raises(DataError, match="CAUSAL_HOSTS"):
        _hosts.check("/var/run/postgresql")


def test_a_secret_goes_only_where_it_is_bound(tmp_path, monkeypatch):
    monkeypatch.setenv("CAUSAL_TOKEN", "t0ken-of-mine")
    monkeypatch.setenv("CAUSAL_HOSTS", "127.0.0.1")
    asked = {"headers": {"Authorization": "Bearer ${CAUSAL_TOKEN}"}}
    with serving(lambda path, _: whole()) as (port, requests):
        for spelled in (
            {"url": f"http://127.0.0.1:{port}/x.csv", **asked},
            {"url": f"http://127.0.0.1:{port}/${{CAUSAL_TOKEN}}"},
        ):
            with pytest.raises(DataError, match="export CAUSAL_TOKEN_HOSTS=127.0.0.1") as caught:
                take("http", tmp_path, **spelled)
            assert "t0ken" not in str(caught.value)
        assert requests == []
        monkeypatch.setenv("CAUSAL_TOKEN_HOSTS", "api.example,127.0.0.1")
        assert take("http", tmp_path, url=f"http://127.0.0.1:{port}/x.csv", **asked)[0] == CANONICAL
        assert b"t0ken-of-mine" in requests[0]


def test_an_address_that_the_person_keeps_whole_needs_no_more(tmp_path, monkeypatch):
    with serving(lambda path, _: whole()) as (port, _):
        monkeypatch.setenv("CAUSAL_ADDRESS", f"http://127.0.0.1:{port}/x.csv?key=secret")
        assert take("http", tmp_path, url="${CAUSAL_ADDRESS}")[0] == CANONICAL
