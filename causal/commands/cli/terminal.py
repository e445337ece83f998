"""What every command prints with: errors as instructions, a progress line, and the exit codes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from causal.errors import BadFolderError, CausalError

if TYPE_CHECKING:
    from collections.abc import Callable

BUILT, WITH_FAILURES, BAD_INPUT = 0, 1, 2
SYMBOLS = {"passed": "✓", "failed": "✗", "not applicable": "–", "not computed": "?"}


class guarded:  # noqa: N801 - reads as a verb: `with guarded():`
    """Turn errors meant for the user into messages and exit code 2."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, BadFolderError):
            clear()
            for problem in error.problems:
                click.echo(str(problem), err=True)
            count = len(error.problems)
            fail(f"{count} {'mistake' if count == 1 else 'mistakes'}; nothing was built")
        if isinstance(error, CausalError):
            clear()
            fail(str(error))
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            clear()
            fail(f"{error.filename or 'file'}: {error.strerror or error}")


def fail(message: str) -> None:
    """Print an error and leave with exit code 2."""
    click.echo(f"causal: {message}", err=True)
    sys.exit(BAD_INPUT)


def progress() -> Callable[[str, int, int], None]:
    """Give a progress callback: one rewritten line with the time left on a terminal, nothing when piped."""
    import time

    started = time.monotonic()

    def show(stage: str, done: int, total: int) -> None:
        left = round((time.monotonic() - started) / done * (total - done))
        say(f"[{done}/{total}] {left // 60}:{left % 60:02} left · {stage}")

    return show


def say(text: str) -> None:
    """Rewrite the progress line."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[2K{text[:100]}", nl=False, err=True)


def clear() -> None:
    """Remove the progress line."""
    if sys.stderr.isatty():
        click.echo("\r\x1b[2K", nl=False, err=True)


def count(number: int, noun: str) -> str:
    """Give a number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
