"""Independent pieces of work, in this process, over its cores, or over a cluster: the same results in the same order.

Linear algebra runs on one thread in every piece, so that sums are formed in the same order wherever a piece runs.
"""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from threadpoolctl import ThreadpoolController

    from causal.work.store import Store

ADDRESS = re.compile(r"(?:tcp|tls)://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A function at the top of a module, its arguments, the record it gives, and the key its result is kept under."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    gives: type
    key: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Where work runs: `jobs` processes here (1: this one), or the Dask scheduler at `cluster`, such as tls://host:8786.

    This process connects to the scheduler and listens nowhere. With tls:// it uses the certificates of Dask's own
    configuration (distributed.comm.tls). Raise CausalError for an address of another kind.
    """

    jobs: int = 1
    cluster: str = ""

    def __post_init__(self) -> None:
        if self.cluster and not ADDRESS.fullmatch(self.cluster):
            raise CausalError(f"'{self.cluster[:80]}' is no address of a Dask scheduler, such as tls://host:8786")

    @property
    def trusted(self) -> str:
        """Say in one line what is trusted where work runs elsewhere; '' where it runs here."""
        if not self.cluster:
            return ""
        whoever = (
            f"whoever runs {self.cluster} and its workers reads the data of these reports and decides what they say"
        )
        if self.cluster.startswith("tls://"):
            return f"{whoever}; the connection is encrypted"
        return f"{whoever}, and so can whoever shares the network: tls://… with certificates is for that"


def spread(tasks: Sequence[Task], workers: Workers, store: Store, tick: Callable[[str], None]) -> list[Any]:
    """Give the tasks' results in their order; call `tick` with a task's name as its result arrives."""
    results: list[Any] = [store.get(task.key, task.gives) for task in tasks]
    missing = [position for position, result in enumerate(results) if result is None]
    for position, task in enumerate(tasks):
        if results[position] is not None:
            tick(task.name)
    calls = [(tasks[position].function, tasks[position].arguments) for position in missing]
    for position, result in zip(missing, call_all(calls, workers), strict=True):
        results[position] = result
        store.put(tasks[position].key, result)
        tick(tasks[position].name)
    return results


def call_all(calls: Sequence[tuple[Callable[..., Any], tuple[Any, ...]]], workers: Workers) -> Iterator[Any]:
    """Give the results of the calls in order, each as soon as it and those before it are there."""
    if not calls:
        return
    if workers.jobs == 1 and not workers.cluster:
        for function, arguments in calls:
            yield alone(function, arguments)
        return
    import joblib

    with _backend(workers):
        parallel = joblib.Parallel(n_jobs=-1 if workers.cluster else workers.jobs, return_as="generator")
        yield from parallel(joblib.delayed(alone)(function, arguments) for function, arguments in calls)


def alone(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """Call a function with linear algebra on one thread."""
    with _threads(len(sys.modules)).limit(limits=1):
        return function(*arguments)


@lru_cache(maxsize=1)
def _threads(_modules: int) -> ThreadpoolController:
    """Give what limits the threads of the libraries loaded so far: to find them takes milliseconds, and more come with modules alone.

    SciPy's is loaded first: a piece of work that were the first to need it would have it on all threads.
    """
    import scipy.linalg  # noqa: F401
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@contextmanager
def _backend(workers: Workers) -> Iterator[None]:
    import joblib

    if not workers.cluster:
        with joblib.parallel_config(backend="loky"):
            yield
        return
    try:
        from dask.distributed import Client
    except ImportError as error:
        raise CausalError("--cluster needs Dask: pip install 'causal[cluster]'") from error
    try:
        client = Client(workers.cluster, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (TypeError, ValueError) as error:  # certificates that are not configured, or are no certificates
        raise CausalError(
            f"{workers.cluster} needs certificates in Dask's configuration (distributed.comm.tls): {error}"
        ) from error
    except OSError as error:
        raise CausalError(f"no Dask scheduler answers at {workers.cluster}: {error}") from error
    except Exception as error:  # whatever else a connection to a stranger ends in
        raise CausalError(f"{workers.cluster} cannot be used: {type(error).__name__}: {error}") from error
    with client, joblib.parallel_config(backend="dask", client=client):
        yield
