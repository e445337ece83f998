"""What each kind of work takes, beside the build before, in one run: one table, written to benchmarks/README.md.

    python -m benchmarks.speed --before CHECKOUT [--only check refuters ...] [--repeats 3] [--write]

CHECKOUT is the source tree of the build to compare with. Every measurement is a process of its own, of either build in turn, with linear
algebra on one thread and no results kept but where the row says so. Given is the least processor time of the repeats, user and system, of a
process and its children, or the seconds on the clock where the row is about the clock; and the peak of resident memory.

The limit is physical: the bytes that the work cannot but move once, over the bandwidth of memory, measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.sizes import make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HERE = Path(__file__).resolve().parents[1]
REPORT = HERE / "reports" / "ibit-2026-02-05"
PAGE = HERE / "benchmarks" / "README.md"
COMMAND = ["-c", "from causal.commands.cli import main; main()"]
CELL = "observed confounding, 500 rows, persistence 0.6, normal, lag 0"
MARK = "<!-- measured: python -m benchmarks.speed -->"
BETWEEN = """
import json, os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
_, status, used = os.wait4(child, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss]), file=sys.stderr)
"""  # a small process between: a peak of memory counts from the size of the process that starts it, however large that is
PATIENCE = 1_200  # seconds after which a process is ended: the work does not end


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a process took: seconds on the clock and of the processor, peak of resident memory in GB, and what it printed."""

    clock: float
    processor: float
    memory: float
    printed: str = ""


def run(code: Path, arguments: Sequence[str], cache: Path | None = None) -> Taken:
    """Run Python on a source tree; raise RuntimeError where it fails, TimeoutError where it does not end."""
    surroundings = {
        **os.environ,
        **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
        "PYTHONPATH": str(code),
        "PYTHONPYCACHEPREFIX": str(
            Path(tempfile.gettempdir()) / "causal-speed"
        ),  # compiled once, as an installed package is
        "CAUSAL_CACHE": "" if cache is None else str(cache),
    }
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as out:
        started = time.perf_counter()
        between = subprocess.Popen(  # noqa: S603 - own code
            [sys.executable, "-I", "-S", "-c", BETWEEN, sys.executable, *arguments],
            cwd=code,
            env=surroundings,
            stdout=out,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            _, told = between.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(between.pid, signal.SIGKILL)
            between.communicate()
            raise TimeoutError(" ".join(arguments)) from None
        clock = time.perf_counter() - started
        out.seek(0)
        printed = out.read().decode(errors="replace")
    ended, processor, memory = json.loads(told)
    if ended not in {0, 1}:  # 1: built, with failures recorded
        raise RuntimeError(f"exit {ended}: {' '.join(arguments)}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kilobytes on Linux
    return Taken(clock=clock, processor=processor, memory=memory * unit / 1e9, printed=printed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table: the work, what each build took, the bytes that it cannot but move, and the target.

    `met(before, now)` says whether the target is met, given seconds.
    """

    work: str
    now: float
    before: float | None = None
    memory: float | None = None
    bytes: float | None = None
    target: str = ""
    met: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bench:
    """The two builds, a folder for what is made, and how often a process is run; the fastest counts."""

    before: Path | None
    work: Path
    repeats: int
    sizes: dict[str, Path] = field(default_factory=dict)

    def folder(self, **size: int | bool) -> Path:
        """Give a simulated report folder of that size."""
        name = "-".join(f"{key}{value}" for key, value in size.items())
        if name not in self.sizes:
            self.sizes[name] = make(self.work / name, **size)  # type: ignore[arg-type]
        return self.sizes[name]

    def both(
        self, what: Callable[[Path], Taken], *, before: bool = True, repeats: int | None = None
    ) -> tuple[Taken | None, Taken]:
        """Run both builds in turn; give the one of least processor time of each."""
        first, second = [], []
        for _ in range(repeats or self.repeats):
            if before and self.before is not None:
                try:
                    first.append(what(self.before))
                except (TimeoutError, RuntimeError):
                    before = False  # it does not end, or cannot do it at all
            second.append(what(HERE))
        least = [min(found, key=lambda one: one.processor) if found else None for found in (first, second)]
        assert least[1] is not None
        return least[0], least[1]


def ratio_row(
    work: str, found: tuple[Taken | None, Taken], limit: float | None = None, moved: float | None = None, **more: str
) -> Row:
    """Give the row of a work whose target is a share of the time before."""
    before, now = found
    return Row(
        work=work,
        now=now.processor,
        before=before.processor if before else None,
        memory=now.memory,
        bytes=moved,
        target=f"≤ {limit:g} of it" if limit else "",
        met=now.processor <= limit * before.processor if limit and before else None,
        **more,
    )


def build(folder: Path, out: Path, *more: str) -> Callable[[Path], Taken]:
    """Build a folder to HTML only, unless told otherwise."""
    formats = [] if "--format" in more else ["--format", "html"]
    return lambda code: run(code, [*COMMAND, "build", str(folder), "-o", str(out), "--size", "1000", *formats, *more])


def refuters(bench: Bench) -> Iterator[Row]:
    """Five refuters beside DoWhy's, 100 draws."""
    for rows, target in ((500, 2_000), (5_000, 400), (50_000, 100)):
        arguments = ["-m", "benchmarks.refuters", "--rows", str(rows), "--repeats", "2" if rows > 5_000 else "3"]
        before, now = bench.both(lambda code, given=arguments: run(code, given), repeats=1)  # type: ignore[misc]
        (dowhy, ours), difference = _five(now)
        yield Row(
            work=f"five refuters, {rows:,} rows, 100 draws: DoWhy 0.14 over ours",
            before=_five(before)[0][1] if before else None,
            now=ours,
            bytes=5 * 100 * rows * 8.0,
            target=f"≥ {target:,}x, same draws to 1e-10",
            met=dowhy / ours >= target and difference <= 1e-10,
            note=f"{dowhy / ours:,.0f}x, DoWhy {dowhy:.2f} s"
            + (f"; before {_five(before)[0][0] / _five(before)[0][1]:,.0f}x" if before else "")
            + f"; same draws to {difference:.0e}",
        )


def _five(taken: Taken) -> tuple[tuple[float, float], float]:
    seconds = re.search(r"all five\s+([\d.]+)\s+([\d.]+)", taken.printed)
    largest = re.search(r"largest of all ([\d.e+-]+)", taken.printed)
    assert seconds is not None
    assert largest is not None
    return (float(seconds[1]), float(seconds[2])), float(largest[1])


def report(bench: Bench) -> Iterator[Row]:
    """The first report, cold."""
    copy = shutil.copytree(REPORT, bench.work / "report", dirs_exist_ok=True)
    yield ratio_row("first report, cold, HTML only", bench.both(build(copy, bench.work / "out")), 0.4)


def rows(bench: Bench) -> Iterator[Row]:
    """Default builds of long series."""
    short = bench.both(build(bench.folder(rows=10_000), bench.work / "out"), repeats=1)
    moved = 5 * 600 * 10_000 * 8.0
    yield ratio_row("default build, 5 edges, 10,000 rows, HTML only", short, 0.2, moved)
    _, now = bench.both(build(bench.folder(rows=100_000), bench.work / "out"), before=False, repeats=1)
    yield Row(
        work="the same, 100,000 rows",
        now=now.processor,
        memory=now.memory,
        bytes=10 * moved,
        target="ends, ≤ 2 GB, at most linear from 10,000",
        met=now.memory <= 2.0 and now.processor <= 10.0 * short[1].processor,
        note=f"{now.processor / short[1].processor:.1f} times that of 10,000 rows; the build before does not end",
    )


def million(bench: Bench) -> Iterator[Row]:
    """One edge of a million rows."""
    before, now = bench.both(lambda code: run(code, ["benchmarks/million.py"]), repeats=1)
    yield Row(
        work="one edge, a million rows, 1,000 draws",
        before=before.processor if before else None,
        now=now.processor,
        memory=now.memory,
        bytes=5 * 1_000 * 1e6 * 8.0,
        target="≤ 40 s, ≤ 1 GB",
        met=now.processor <= 40.0 and now.memory <= 1.0,
        note=f"before {before.memory:.2f} GB" if before else "",
    )


def graphs(bench: Bench) -> Iterator[Row]:
    """Larger graphs, every chain edge claimed."""
    least: float | None = None
    for nodes in (10, 40, 100):
        folder = bench.folder(nodes=nodes, edges=round(2.5 * nodes), rows=500, claims=10 * nodes)
        before, now = bench.both(build(folder, bench.work / "out"), before=nodes < 100, repeats=1)
        least = now.processor if least is None else least
        target = {40: "≤ 4 times that of 10", 100: "ends"}.get(nodes, "")
        yield Row(
            work=f"graph of {nodes} nodes, 500 rows, every chain edge claimed",
            before=before.processor if before else None,
            now=now.processor,
            memory=now.memory,
            target=target,
            met={40: now.processor <= 4.0 * least, 100: True}.get(nodes),
            note=f"{now.processor / least:.1f} times that of 10" if target else "",
        )


def claims(bench: Bench) -> Iterator[Row]:
    """Many claims, none of them causal."""
    least: float | None = None
    for count in (1_000, 10_000):
        folder = bench.folder(claims=count, figures_only=True)
        before, now = bench.both(build(folder, bench.work / "out"), repeats=1)
        least = now.memory if least is None else least
        many = count > 1_000
        yield Row(
            work=f"{count:,} claims, figures only, HTML",
            before=before.processor if before else None,
            now=now.processor,
            memory=now.memory,
            target="≤ 60 s, memory linear" if many else "",
            met=now.processor <= 60.0 and now.memory <= 10 * least if many else None,
        )


def check(bench: Bench) -> Iterator[Row]:
    """`causal check` on the first report."""
    yield ratio_row(
        "`causal check` on the first report", bench.both(lambda code: run(code, [*COMMAND, "check", str(REPORT)])), 0.4
    )


def rebuild(bench: Bench) -> Iterator[Row]:
    """Build again after a change of one word of a claim, with results kept."""
    for title, formats, limit in (
        ("HTML", ("--format", "html"), 0.5),
        ("HTML and PDF", ("--format", "html", "--format", "pdf"), 0.4),
    ):

        def changed(code: Path, formats: tuple[str, ...] = formats) -> Taken:
            name = f"{code.name}-{len(formats)}"
            copy, cache = bench.work / f"words-{name}", bench.work / f"cache-{name}"
            out = bench.work / f"out-{name}"
            arguments = [*COMMAND, "build", str(copy), "-o", str(out), *formats]
            if not copy.exists():
                shutil.copytree(REPORT, copy)
                run(code, arguments, cache)
            text = copy / "claims.yaml"
            before = text.read_text(encoding="utf-8")
            text.write_text(re.sub(r"( text: .*?) the ", r"\1 THE ", before, count=1), encoding="utf-8")
            return run(code, arguments, cache)

        yield ratio_row(f"rebuild after a change of one word, {title}", bench.both(changed), limit)


def calibration(bench: Bench) -> Iterator[Row]:
    """One cell of the calibration study."""
    out = str(bench.work / "study")

    def cell(code: Path) -> Taken:
        return run(code, [*COMMAND, "calibrate", "--only", CELL, "--worlds", "1000", "-o", out])

    yield ratio_row(
        "a cell of the calibration study, 1,000 worlds", bench.both(cell, repeats=1), 0.25, 2_000 * 500 * 5 * 8.0
    )


def spread(bench: Bench) -> Iterator[Row]:
    """Two processes, and two workers of a Dask cluster, on the clock."""
    folder = bench.folder(rows=20_000)
    alone, two = (
        min(run(HERE, _jobs(folder, bench.work / "out", "--jobs", jobs)).clock for _ in range(2)) for jobs in ("1", "2")
    )
    yield Row(
        work="5 edges, 20,000 rows, `--jobs 2`, seconds on the clock",
        before=alone,
        now=two,
        target="≥ 1.7x on 2 cores",
        met=alone / two >= 1.7,
        note=f"{alone / two:.2f}x; before: one process of the same build",
    )
    with cluster() as address:
        spread_out = min(run(HERE, _jobs(folder, bench.work / "out", "--cluster", address)).clock for _ in range(2))
    yield Row(
        work="the same on a Dask cluster of two local workers",
        before=two,
        now=spread_out,
        target="no slower than `--jobs 2` less 20%",
        met=spread_out <= two / 0.8,
        note="before: `--jobs 2`",
    )


def _jobs(folder: Path, out: Path, *more: str) -> list[str]:
    return [*COMMAND, "build", str(folder), "-o", str(out), "--size", "1000", "--format", "html", *more]


@contextmanager
def cluster() -> Iterator[str]:
    """Give the address of a Dask scheduler with two workers of one thread each, on loopback.

    The workers' allocator is left as it is: told to give back each freed piece of 64 KB, as Dask's nanny tells it, it would take half of their time.
    """
    import dask
    from distributed import LocalCluster

    surroundings = dask.config.config["distributed"]["nanny"]["pre-spawn-environ"]
    told = surroundings.pop("MALLOC_TRIM_THRESHOLD_", None)
    try:
        with LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as made:
            yield made.scheduler_address
    finally:
        if told is not None:
            surroundings["MALLOC_TRIM_THRESHOLD_"] = told


WORKS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    one.__name__: one for one in (refuters, report, rows, million, graphs, claims, check, rebuild, calibration, spread)
}


COPY = """
import time, numpy
source = numpy.ones(50_000_000)
target, seconds = numpy.empty_like(source), []
for _ in range(5):
    started = time.perf_counter()
    numpy.copyto(target, source)
    seconds.append(time.perf_counter() - started)
print(2 * source.nbytes / min(seconds))
"""


def bandwidth() -> float:
    """Give the bytes a second that a copy of 400 MB reads and writes, the best of five."""
    return float(run(HERE, ["-c", COPY]).printed)


def table(found: Sequence[Row], speed: float) -> str:
    """Give the rows as Markdown."""
    lines = [
        "| work | before, s | now, s | ratio | peak GB | limit, s | target | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in found:
        ratio = f"{row.now / row.before:.2f}" if row.before else ""
        limit = f"{row.bytes / speed:.2g}" if row.bytes else ""
        told = {True: "met", False: "**missed**", None: ""}[row.met]
        before, memory = _seconds(row.before), f"{row.memory:.2f}" if row.memory else ""
        said = "; ".join(part for part in (told, row.note) if part)
        lines.append(
            f"| {row.work} | {before} | {_seconds(row.now)} | {ratio} | {memory} | {limit} | {row.target} | {said} |"
        )
    return "\n".join(lines)


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.5f}" if value < 0.1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def commit(code: Path) -> str:
    """Give the commit of a source tree, with a + where it has changes beside."""

    def git(*arguments: str) -> str:
        return subprocess.run(  # noqa: S603 - own arguments
            ["git", "-C", str(code), *arguments],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", "--untracked-files=no") else "")


def machine() -> str:
    """Give the kind of machine: processor, cores, Python."""
    named = (
        re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text()) if Path("/proc/cpuinfo").exists() else None
    )
    return f"{named[1] if named else platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> None:
    """Measure, print, and write the page where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--before", type=Path, help="source tree of the build to compare with")
    parser.add_argument("--only", nargs="*", choices=sorted(WORKS), help="only these")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write benchmarks/README.md")
    given = parser.parse_args()
    before = given.before.resolve() if given.before else None
    speed = bandwidth()
    head = (
        f"Measured on {datetime.now(UTC).date()} on {machine()}; before: {commit(before) if before else 'none'}, now: "
        f"{commit(HERE)}. A copy in memory moves {speed / 1e9:.1f} GB a second."
    )
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench(before, Path(temporary), given.repeats)
        for name in given.only or WORKS:
            for row in WORKS[name](bench):
                found.append(row)
                sys.stderr.write(table([row], speed).splitlines()[-1] + "\n")
                if given.write:  # what is measured so far, should the run be cut short
                    _write(f"{head}\n\n{table(found, speed)}\n")
    sys.stdout.write(f"{head}\n\n{table(found, speed)}\n")


def _write(page: str) -> None:
    before = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    PAGE.write_text(f"{before}{MARK}\n\n{page}", encoding="utf-8")


if __name__ == "__main__":
    main()
