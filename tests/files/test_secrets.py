"""Variables in the place of passwords: which are read, where they go, and that no message shows them."""

from __future__ import annotations

import pytest

from causal.errors import DataError
from causal.files.secrets import Secrets, headers, variables, web_address, without_password


def test_a_value_is_escaped_inside_a_url_and_as_it_is_alone(monkeypatch):
    monkeypatch.setenv("CAUSAL_WORD", "a b/@:é")
    secrets = Secrets()
    assert (
        secrets.filled("https://h/${CAUSAL_WORD}?k=${CAUSAL_WORD}")
        == "https://h/a%20b%2F%40%3A%C3%A9?k=a%20b%2F%40%3A%C3%A9"
    )
    assert secrets.filled("${CAUSAL_WORD}") == "a b/@:é"
    assert secrets.plain("Bearer ${CAUSAL_WORD}") == "Bearer a b/@:é"
    assert secrets.masked("no a b/@:é and no a%20b%2F%40%3A%C3%A9") == "no ${CAUSAL_WORD} and no ${CAUSAL_WORD}"


def test_the_password_inside_a_whole_address_is_masked(monkeypatch):
    monkeypatch.setenv("CAUSAL_DATABASE", "postgresql://ann:hidden@h/d")
    secrets = Secrets()
    secrets.filled("${CAUSAL_DATABASE}")
    assert secrets.masked("user ann, password hidden") == "user ann, password ${CAUSAL_DATABASE}"


def test_what_is_not_set_is_named_and_an_empty_value_is_not_set(monkeypatch):
    monkeypatch.setenv("CAUSAL_WORD", "")
    with pytest.raises(DataError, match="CAUSAL_WORD is not set"):
        Secrets().filled("${CAUSAL_WORD}")


@pytest.mark.parametrize("value", ["t0ken\n", "t0ken\r\nX-Other: 1", "t0\tken", "t0ken\x00"[:-1] + "\x7f"])
def test_a_value_with_a_line_end_is_refused_and_not_shown(monkeypatch, value):
    monkeypatch.setenv("CAUSAL_TOKEN", value)
    with pytest.raises(DataError, match="CAUSAL_TOKEN holds a line end") as caught:
        Secrets().plain("Bearer ${CAUSAL_TOKEN}")
    assert "t0" not in str(caught.value)


@pytest.mark.parametrize(
    "name",
    ["HOME", "AWS_SECRET_ACCESS_KEY", "CAUSAL_", "causal_x", "CAUSAL_x", "", "CAUSAL_X-1", "XCAUSAL_A", " CAUSAL_A"],
)
def test_a_strangers_folder_cannot_ask_for_other_variables(name):
    with pytest.raises(ValueError, match="is not read: only variables such as"):
        variables(f"https://example.org/${{{name}}}")


@pytest.mark.parametrize(
    "url",
    [
        "https://ann:secret@example.org/x",
        "postgresql://ann:secret@h/d",
        "https://example.org/x?api_key=abc",
        "https://example.org/x?apikey=abc",
        "https://example.org/x?a=1&access_token=abc",
        "https://example.org/x?password=abc",
        "https://example.org/x?X-Amz-Signature=abc",
    ],
)
def test_a_key_in_clear_is_refused(url):
    with pytest.raises(ValueError, match="in clear: write"):
        without_password(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/x?monkey=1&id=a",
        "https://ann:${CAUSAL_PASSWORD}@example.org/x",
        "https://example.org/?api_key=${CAUSAL_KEY}",
        "${CAUSAL_URL}",
    ],
)
def test_other_addresses_are_taken(url):
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://h/x", "example.org/x", "https://", "https:x", "//h/x", "javascript:1", "http://[::1"],
)
def test_only_web_addresses_are_taken(url):
    with pytest.raises(ValueError, match="begins with https|no URL"):
        web_address(url)


def test_a_header_holds_no_key_in_clear():
    given = {"Accept-Language": "en", "Authorization": "Bearer ${CAUSAL_TOKEN}"}
    assert headers(given) == given
    for name in ("Authorization", "X-Api-Key", "Cookie", "PRIVATE-TOKEN"):
        with pytest.raises(ValueError, match="key in clear"):
            headers({name: "abc"})


def test_values_are_masked_however_they_are_spelled_and_found_where_they_are_repeated(monkeypatch):
    monkeypatch.setenv("CAUSAL_TOKEN", "p@ss w0rd")
    held = Secrets()
    held.filled("Bearer ${CAUSAL_TOKEN}")
    for spelled in ("p@ss w0rd", "p%40ss%20w0rd", "cEBzcyB3MHJk"):
        assert held.masked(f"said {spelled}") == "said ${CAUSAL_TOKEN}"
        assert held.echoed(f"a,{spelled}") == "${CAUSAL_TOKEN}"
    assert held.echoed("a,b") == ""


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("says 'Sk-ABCDEFGHIJ' is", "says '${CAUSAL_TOKEN}' is"),
        ("text/sk-abcdefghijklm, cut", "text/${CAUSAL_TOKEN}, cut"),
        ("ends in KLMNOPQR.", "ends in ${CAUSAL_TOKEN}."),
        ("abc defgh ijkl", "abc defgh ijkl"),
    ],
)
def test_a_piece_of_a_value_is_masked_in_any_case(monkeypatch, said, shown):
    monkeypatch.setenv("CAUSAL_TOKEN", "sk-AbcdefghijKLMnopqr")
    held = Secrets()
    held.filled("${CAUSAL_TOKEN}")
    assert held.masked(said) == shown
    assert held.echoed("a,SK-ABCDEFGHIJKLMNOPQR") == "${CAUSAL_TOKEN}"


def test_of_a_whole_address_the_host_may_be_named(monkeypatch):
    monkeypatch.setenv("CAUSAL_URL", "https://data.example.org/x?key=abcdefghij")
    held = Secrets()
    held.filled("${CAUSAL_URL}", own=True)
    assert held.masked("no server data.example.org is found") == "no server data.example.org is found"


@pytest.mark.parametrize("name", ["Host", "Transfer-Encoding", "content-length", "Proxy-Authorization", "TE"])
def test_a_header_that_frames_the_connection_is_refused(name):
    with pytest.raises(ValueError, match="the connection's own"):
        headers({name: "${CAUSAL_X}"})


def test_a_value_too_short_to_be_told_from_data_is_not_taken_for_an_echo(monkeypatch):
    monkeypatch.setenv("CAUSAL_TOKEN", "12")
    held = Secrets()
    held.filled("${CAUSAL_TOKEN}")
    assert held.echoed("2026-02-12,12") == ""
