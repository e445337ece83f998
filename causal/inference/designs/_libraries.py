"""What libraries say of data that they cannot work with, told apart from a fault of this program."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from causal.errors import NotComputableError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def asked(library: str) -> Iterator[None]:
    """Raise NotComputableError where what is called inside refuses its data by a ValueError, with the library's name and reason."""
    try:
        yield
    except ValueError as error:
        raise NotComputableError(
            f"{library}: {error}" if str(error) else f"{library} cannot work with these data"
        ) from error
