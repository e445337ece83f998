"""Passwords and keys stay out of files and messages: a folder names environment variables, `${CAUSAL_…}`, in their place.

A folder does not say where a value goes, either: the person at the terminal binds each variable to hosts, in another
variable: `CAUSAL_TOKEN_HOSTS=api.example.org`.
"""

from __future__ import annotations

import base64
import os
import re
from typing import Annotated
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from pydantic import AfterValidator, Field

from causal.errors import DataError

VARIABLE = re.compile(r"\$\{([^{}]*)\}")
ALLOWED = re.compile(r"CAUSAL_[A-Z0-9_]+", re.ASCII)
PIECE = 8  # characters of a value that tell enough of it
FRAMING = frozenset(  # what the connection says of itself
    {"connection", "content-length", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
)
TELLING = 6  # characters: a shorter value may stand in a table by chance
SECRET = re.compile(r"authorization|cookie|pass|pwd|secret|token|api.?key|signature|(^|[-_])key$", re.IGNORECASE)


class Secrets:
    """What was put in the place of variables, so that no message shows it."""

    def __init__(self) -> None:
        self._hidden: dict[str, str] = {}
        self._used: dict[str, None] = {}

    def filled(self, text: str, *, own: bool = False) -> str:
        """Give the text with its variables filled in, escaped as part of a URL unless the text is one variable alone.

        An `own` text is a whole address that the person keeps in a variable, and so is bound to its host. Raise DataError
        for a variable that is not set.
        """
        alone = VARIABLE.fullmatch(text) is not None

        def fill(found: re.Match[str]) -> str:
            value = os.environ.get(found[1], "")
            if not value:
                raise DataError(f"the environment variable {found[1]} is not set: export {found[1]}=… before fetching")
            if not value.isprintable():  # a line end would end a header, and no message could be searched for it
                raise DataError(
                    f"the environment variable {found[1]} holds a line end or control character: set it without"
                )
            if not own:
                self._used[found[1]] = None
            packed = base64.b64encode(value.encode()).decode()
            for spelled in (value, quote(value, safe=""), packed, _password(value) if alone else ""):
                self._hidden[spelled] = found[0]
            return value if alone else quote(value, safe="")

        return VARIABLE.sub(fill, text)

    def plain(self, text: str) -> str:
        """Give the text with its variables filled in as they are: for what is no URL, such as a header."""
        return VARIABLE.sub(lambda found: self.filled(found[0]), text)

    def check(self, host: str) -> None:
        """Raise DataError where a variable that was filled in is not bound to the host that would receive it."""
        for name in self._used:
            if host.lower() not in hosts(os.environ.get(f"{name}_HOSTS", "")):
                raise DataError(
                    f"${{{name}}} would be sent to {host}, and you have not said that it belongs there: "
                    f"if it does, export {name}_HOSTS={host} before fetching"
                )

    def echoed(self, text: str) -> str:
        """Name a variable whose value stands in a text, or give ''; values too short to be told from data do not count."""
        folded = text.casefold()
        return next(
            (name for value, name in self._hidden.items() if len(value) >= TELLING and value.casefold() in folded), ""
        )

    def masked(self, text: str) -> str:
        """Give the text with every filled-in value replaced by its variable, and every longer piece of one, in any case."""
        for value in sorted(filter(None, self._hidden), key=len, reverse=True):
            text = text.replace(value, self._hidden[value])
        for value, name in self._hidden.items():
            if len(value) > PIECE and "://" not in unquote(value):  # of a whole address, the host may be named
                text = _without_pieces(text, value, name)
        return text


def _without_pieces(text: str, value: str, name: str) -> str:
    """Put the variable in the place of whatever has PIECE characters in a row in common with its value."""
    whole = value.casefold()
    pieces = {whole[at : at + PIECE] for at in range(len(whole) - PIECE + 1)}
    folded = "".join(c if len(c.casefold()) > 1 else c.casefold() for c in text)
    told = [False] * len(text)
    for at in range(len(text) - PIECE + 1):
        if folded[at : at + PIECE] in pieces:
            told[at : at + PIECE] = [True] * PIECE
    kept = "".join("\0" if hidden else character for character, hidden in zip(text, told, strict=True))
    return re.sub("\0+", lambda _: name, kept)


def hosts(listed: str) -> frozenset[str]:
    """Give the hosts of a list with commas between."""
    return frozenset(name.strip().lower().strip("[]") for name in listed.split(",") if name.strip())


def _password(url: str) -> str:
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""


def variables(text: str) -> str:
    """Refuse variables other than CAUSAL_…, so that a stranger's folder cannot send what else the environment holds."""
    for name in VARIABLE.findall(text):
        if not ALLOWED.fullmatch(name):
            raise ValueError(
                f"${{{name}}} is not read: only variables such as ${{CAUSAL_PASSWORD}}, in capitals after CAUSAL_, are"
            )
    return text


def without_password(url: str) -> str:
    """Refuse a URL that holds a password or key in clear, and one that is no URL."""
    variables(url)
    try:
        parts = urlsplit(url)
        clear = [("password", parts.password or ""), *parse_qsl(parts.query)]
    except ValueError as error:
        raise ValueError(f"this is no URL: {error}") from error
    for name, value in clear:
        if SECRET.search(name) and value and not VARIABLE.search(value):
            raise ValueError(
                f"the URL holds a {name} in clear: write ${{CAUSAL_PASSWORD}}, or another such name, and set that variable"
            )
    return url


def web_address(url: str) -> str:
    """Refuse what is no http or https URL."""
    without_password(url)
    if not VARIABLE.fullmatch(url) and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc):
        raise ValueError("expected an address that begins with https:// or http://")
    return url


def headers(given: dict[str, str]) -> dict[str, str]:
    """Refuse header values that look like a key in clear, and headers by which a connection is framed."""
    for name, value in given.items():
        if name.lower() in FRAMING or name.lower().startswith("proxy-"):
            raise ValueError(f"the header {name} is the connection's own: leave it out")
        variables(value)
        if SECRET.search(name) and not VARIABLE.search(value):
            raise ValueError(
                f"the header {name} holds a key in clear: write ${{CAUSAL_TOKEN}}, or another such name, and set that variable"
            )
    return given


Url = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(without_password)]
WebAddress = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(web_address)]
Headers = Annotated[dict[str, str], Field(max_length=20), AfterValidator(headers)]
