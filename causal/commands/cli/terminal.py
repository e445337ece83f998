"""What every command prints with: errors as instructions, a progress line, and the exit codes."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import traceback
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from causal.errors import BadFolderError, CausalError
from causal.files.assets import PACKAGE
from causal.rendering.typography import visible
from causal.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from causal.authoring.own_data import OwnData
    from causal.work.spread import Workers

BUILT, WITH_FAILURES, BAD_INPUT, OWN_FAULT = 0, 1, 2, 3
EVERY, WIDTH = 5.0, 100  # seconds between lines of progress where no line is rewritten; characters of one
ALLOCATOR = {  # glibc's number and name of a setting, and its value
    (-4, "MALLOC_MMAP_MAX_"): 0,  # large blocks that are asked of the system one by one
    (-1, "MALLOC_TRIM_THRESHOLD_"): 2**31 - 1,  # bytes free at the end of the heap before they are given back
}
GARBAGE = 500_000  # objects made since the last collection before the next
SYMBOLS = {"passed": "✓", "failed": "✗", "not applicable": "–", "not computed": "?"}


class guarded:  # noqa: N801 - reads as a verb: `with guarded():`
    """Turn errors meant for the user into messages and exit code 2."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, BadFolderError):
            clear()
            for problem in error.problems:
                tell(str(problem), err=True)
            count = len(error.problems)
            fail(f"{count} {'mistake' if count == 1 else 'mistakes'}; nothing was built")
        if isinstance(error, CausalError):
            clear()
            fail(str(error))
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            clear()
            fail(f"{error.filename or 'file'}: {error.strerror or error}")


def tell(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text that may hold a stranger's words: control, zero-width and bidirectional characters are shown, not sent."""
    click.echo(shown(text), err=err, nl=nl)


def tell_found(found: Sequence[OwnData]) -> None:
    """Say what was found in data files: their rows, their columns, and what is not used."""
    for one in found:
        span = f" from {one.ends[0]} to {one.ends[1]}" if one.ends else ""
        tell(f"data/{one.file}: rows by {' and '.join((*one.key, one.time))}{span}; {', '.join(one.columns)}")
        for note in (*one.notes, *one.left_out):
            tell(f"note: {note}")


def shown(text: object) -> str:
    """Give a text without what would move the cursor, colour the line or hide in it."""
    return visible(str(text))


def fail(message: str) -> None:
    """Print an error and leave with exit code 2."""
    tell(f"causal: {message}", err=True)
    sys.exit(BAD_INPUT)


def progress(asked: bool | None = None) -> Callable[[str, int, int], None]:
    """Give a progress callback: one rewritten line with the time left on a terminal, nothing elsewhere.

    Where it is `asked` for, what is no terminal gets a line every few seconds; where it is declined, nothing does.
    """
    import time

    started = last = time.monotonic()

    def show(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        left = round((now - started) / done * (total - done)) if done else 0
        text = f"[{done}/{total}] {left // 60}:{left % 60:02} left · {stage}"
        if sys.stderr.isatty() and asked is not False:
            say(text)
        elif asked and not sys.stderr.isatty() and (now - last >= EVERY or done == total):
            last = now
            tell(text[:WIDTH], err=True)

    return show


def say(text: str) -> None:
    """Rewrite the progress line."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[2K{shown(text)[:WIDTH]}", nl=False, err=True)


def clear() -> None:
    """Remove the progress line."""
    if sys.stderr.isatty():
        click.echo("\r\x1b[2K", nl=False, err=True)


def sized(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option by which whoever sits at the terminal allows a report of more than the usual size."""

    def allow(context: click.Context, _: click.Parameter, value: int | None) -> None:
        from causal.files.sizes import ALLOWED

        before = os.environ.get(ALLOWED)
        if value is not None:
            os.environ[ALLOWED] = str(value)  # what works in other processes sees it there
            context.call_on_close(
                lambda: os.environ.pop(ALLOWED) if before is None else os.environ.update({ALLOWED: before})
            )

    return click.option(
        "--size",
        type=click.IntRange(1, 1_000),
        expose_value=False,
        callback=allow,
        help="Take up to so many times the usual number of claims, variables, edges and rows.",
    )(command)


def count(number: int, noun: str) -> str:
    """Give a number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def working(jobs: int, cluster: str) -> Workers:
    """Give where work runs; say what is trusted where that is not this machine alone."""
    from causal.work.spread import Workers

    with guarded():
        workers = Workers(jobs=jobs, cluster=cluster)
    if workers.trusted:
        tell(f"note: {workers.trusted}", err=True)
    return workers


def chosen(output: Path) -> Path:
    """Give where to write: what the person at the terminal names may be a link, what a stranger's folder holds may not."""
    return output.resolve() if output.is_symlink() else output


class Guarded(click.Group):
    """The commands, with one line and exit code 3 where the program itself is at fault; CAUSAL_DEBUG shows all of it."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        _collect_seldom()
        _keep_memory()
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if os.environ.get("CAUSAL_DEBUG"):
                raise
            clear()
            tell(f"causal: {unexpected(error)}", err=True)
            sys.exit(OWN_FAULT)


@cache
def _collect_seldom() -> None:
    """Look through what is held less often for what is not needed: nearly all stays, and a short command spent a fifth of its time on it."""
    gc.set_threshold(GARBAGE)
    atexit.register(gc.freeze)  # what is left goes with the process


@cache
def _keep_memory() -> None:
    """Use large blocks of memory again instead of giving each back to the system, which clears it anew: a fifth of the time of a long series.

    It is for this process and those it starts, where the C library is glibc (its manual, mallopt); elsewhere nothing is done.
    """
    import ctypes

    with suppress(AttributeError, OSError, TypeError):  # no such function, or no such library
        mallopt = ctypes.CDLL(None).mallopt
        for (parameter, name), value in ALLOCATOR.items():
            if name not in os.environ:
                mallopt(parameter, value)
                os.environ[name] = str(value)


def unexpected(error: Exception) -> str:
    """Word a fault of the program's own: what, where in the package, and what to do with it."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(PACKAGE)
    ]
    place = f" at {Path(frames[-1].filename).relative_to(PACKAGE).as_posix()}:{frames[-1].lineno}" if frames else ""
    said = " ".join(str(error).split())[:200]
    return (
        f"unexpected {type(error).__name__}: {said}{place}. This is a fault of causal {__version__}, not of your files: "
        "please report this line and the command (see CONTRIBUTING.md); CAUSAL_DEBUG=1 shows the whole trace"
    )
