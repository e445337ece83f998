"""Work on a stranger's bytes, in a child process with limits: whatever a library does with them, this process stays whole.

Where the system has no such limits the clock alone ends the child.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import warnings
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError
from causal.files.limits import READING_MEMORY, READING_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

METHOD = "fork" if sys.platform == "linux" else "spawn"  # a forked child has what is imported already
GIVEN, REFUSED, FAILED = "given", "refused", "failed"


class TooMuchError(CausalError):
    """A stranger's bytes ask for more memory or time than they are given."""


def confined(
    function: Callable[..., Any],
    *arguments: Any,
    subject: str,
    memory: int = READING_MEMORY,
    seconds: float = READING_SECONDS,
) -> Any:
    """Give what `function(*arguments)` gives, computed in a child with that much memory (bytes) and time.

    `subject` is what is worked on, for messages. Raise what the function raises where that is a CausalError,
    TooMuchError where a limit ends it, and CausalError where the child dies or meets another error.
    """
    context: Any = multiprocessing.get_context(METHOD)
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(sender, function, arguments, memory, seconds), daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside the threads of linear algebra
        child.start()
    sender.close()
    try:
        kind, value = receiver.recv() if receiver.poll(seconds) else (FAILED, "")
    except EOFError:
        child.join()
        kind, value = FAILED, ""
    finally:
        code = _ended(child)
        receiver.close()
    if kind == GIVEN:
        return value
    if isinstance(value, CausalError):
        raise value
    raise _failure(subject, str(value), code, memory, seconds)


def _ended(child: multiprocessing.process.BaseProcess) -> int | None:
    """End the child, and give how it ended by itself."""
    child.join(0.2)
    code = child.exitcode
    if code is None:
        child.kill()
        child.join()
    return code


def _failure(subject: str, said: str, code: int | None, memory: int, seconds: float) -> CausalError:
    if said and said != MemoryError.__name__:
        return CausalError(f"{subject} cannot be read: {said}")
    if not said and (code is None or code == -signal.SIGXCPU):
        return TooMuchError(f"{subject} was not read after {seconds:g} seconds: it is too large, or made to be slow")
    if said or code == -signal.SIGKILL:
        return TooMuchError(
            f"{subject} needs more than {memory // 1_000_000:,} MB to be read: it is too large, or made to be"
        )
    return CausalError(f"{subject} cannot be read: the process that reads it ended with code {code}")


def _work(
    sender: Connection, function: Callable[..., Any], arguments: tuple[Any, ...], memory: int, seconds: float
) -> None:
    """Do the child's whole work."""
    limit(memory, seconds)
    try:
        answer = (GIVEN, function(*arguments))
    except CausalError as error:
        answer = (REFUSED, error)
    except MemoryError:
        answer = (FAILED, MemoryError.__name__)
    except Exception as error:  # noqa: BLE001 - whatever a library raises on a stranger's bytes is a reason to refuse them
        answer = (FAILED, f"{type(error).__name__}: {error}"[:300] or type(error).__name__)
    try:
        sender.send(answer)
    except MemoryError:
        sender.send((FAILED, MemoryError.__name__))


def limit(memory: int, seconds: float) -> None:
    """Limit this process to so much memory beyond what it holds, in bytes, and so much processor time."""
    try:
        import resource
    except ImportError:  # not on Windows; the parent's clock still ends the child
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit_to(held() + memory, int(used.ru_utime + used.ru_stime + seconds) + 1)


def limit_to(memory: int, seconds: int) -> None:
    """Limit this process to so much memory, in bytes, and processor time, both counted from its start."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def held() -> int:
    """Give the bytes of address space that this process has, or 0 where the system does not say."""
    import resource

    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - one line of the system's
            return int(file.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 0
