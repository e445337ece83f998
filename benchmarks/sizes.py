"""How long a folder of honest size takes, by stage, and how much memory: many claims, or a graph of many edges.

    python -m benchmarks.sizes --claims 1000
    python -m benchmarks.sizes --claims 10000 --nodes 2 --edges 1 --figures-only --format html
    python -m benchmarks.sizes --nodes 64 --edges 1000
    python -m benchmarks.sizes --nodes 64 --edges 1000 --keep FOLDER

The data are simulated: each node of the graph is moved by its own past and by the nodes before it, 500 working days. The
claims are of the kinds that an article makes: figures, changes, records, comparisons, sums, publications, edges,
opinions. Each stage is a process of its own, so that its peak of memory is its own too.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROWS, SEED, SHOCK = 500, 20_260_205, 5.0
START, LONG_AGO, MANY = "2023-01-02", "1800-01-01", 40_000  # first day, and that of more rows than days until 2200
EVENT = 0.9  # of the rows that lie before the event day
COMMAND = "from causal.commands.cli import main; main()"
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Simulated values of `names`, a row a working day, and the edges that they came from; `chain` runs through all names."""

    table: pd.DataFrame
    edges: tuple[tuple[str, str], ...]
    event: int

    @property
    def names(self) -> list[str]:
        """The nodes, causes first."""
        return list(self.table.columns)

    def day(self, position: int) -> str:
        """Give the day of a row, as text."""
        return str(self.table.index[position].date())


def world(nodes: int, edges: int, rows: int) -> World:
    """Simulate an acyclic graph of that size: the links of a chain through all nodes, and others drawn at random."""
    rng = np.random.default_rng(SEED)
    links = [(i, i + 1) for i in range(nodes - 1)]
    others = [pair for pair in combinations(range(nodes), 2) if pair[1] - pair[0] > 1]
    drawn = rng.permutation(len(others))[: max(0, edges - len(links))]
    pairs = sorted([*links, *(others[i] for i in drawn)])
    event, values = int(EVENT * rows), rng.standard_normal((rows, nodes))
    values[event, 0] -= SHOCK
    for row in range(rows):
        past = 0.3 * values[row - 1] if row else np.zeros(nodes)
        values[row] += past
        for cause, effect in pairs:
            values[row, effect] += (0.5 if effect == cause + 1 else 0.3 / np.sqrt(nodes)) * values[row, cause]
    names = [f"n{i:03}" for i in range(nodes)]
    table = pd.DataFrame(
        values, columns=names, index=pd.bdate_range(LONG_AGO if rows > MANY else START, periods=rows, name="date")
    ).round(4)
    return World(table=table, edges=tuple((names[a], names[b]) for a, b in pairs), event=event)


# -- claims


def _value(w: World, i: int, name: str) -> Mapping[str, Any]:
    at = i % len(w.table)
    stated = f"{w.table[name].iloc[at] + (i % 3 == 0):.2f}"
    return {"check": "value", "of": f"market.{name}", "at": w.day(at), "stated": stated, "unit": "points"}


def _change(w: World, i: int, name: str) -> Mapping[str, Any]:
    at = i % (len(w.table) - 5)
    way = "up" if i % 2 else "down"
    return {
        "check": "change",
        "of": f"market.{name}",
        "before": w.day(at),
        "after": w.day(at + 5),
        "direction": way,
        "unit": "points",
    }


def _record(w: World, i: int, name: str) -> Mapping[str, Any]:
    at = 20 + i % (len(w.table) - 20)
    return {"check": "record", "of": f"market.{name} - lag(market.{name})", "at": w.day(at), "within": 1 + i % 50}


def _comparison(w: World, i: int, name: str) -> Mapping[str, Any]:
    at, other = i % (len(w.table) - 9), w.names[(w.names.index(name) + 1) % len(w.names)]

    def side(one: str) -> dict[str, str]:
        return {
            "label": f"Index {one}",
            "of": f"market.{one}",
            "before": w.day(at),
            "after": w.day(at + 9),
            "measure": "difference",
            "unit": "points",
        }

    return {"check": "comparison", "left": side(name), "right": side(other)}


def _arithmetic(_: World, i: int, __: str) -> Mapping[str, Any]:
    return {"check": "arithmetic", "expression": f"c{i}.after - c{i}.before", "stated": f"about {1 + i % 7}"}


def _document(w: World, i: int, _: str) -> Mapping[str, Any]:
    stated = 100 + i
    papers = [
        {
            "publisher": f"Paper {k}",
            "date": w.day(w.event),
            "url": f"https://example.org/{i}/{k}",
            "says": f"about {stated + k}",
            "value": stated + k,
            "first_hand": k < 2,
        }
        for k in range(3)
    ]
    return {
        "check": "document",
        "statement": f"There were about {stated}.",
        "stated": f"about {stated}",
        "documents": papers,
    }


def _edge(w: World, i: int, _: str) -> Mapping[str, Any]:
    cause, effect = w.names[i % (len(w.names) - 1)], w.names[i % (len(w.names) - 1) + 1]
    return {"check": "edge", "edge": f"{cause}->{effect}"}


def _opinion(_: World, __: int, ___: str) -> Mapping[str, Any]:
    return {"check": "opinion", "reason": "opinion"}


def _unmeasured(_: World, i: int, name: str) -> Mapping[str, Any]:
    return {"check": "unmeasured", "needs": f"hourly values of {name} in place {i}", "tried": "daily values"}


KINDS: tuple[tuple[str, Callable[[World, int, str], Mapping[str, Any]]], ...] = (
    ("numeric fact", _value),
    ("numeric fact", _change),
    ("record", _record),
    ("comparison", _comparison),
    ("calculation", _arithmetic),
    ("report", _document),
    ("causal edge", _edge),
    ("numeric fact", _value),
    ("opinion", _opinion),
    ("not measured", _unmeasured),
)


FIGURES = tuple((kind, check) for kind, check in KINDS if check not in {_edge, _opinion})


def claims_of(
    w: World, count: int, kinds: Sequence[tuple[str, Callable[..., Mapping[str, Any]]]]
) -> list[dict[str, Any]]:
    """Give claims of the kinds in turn."""
    made = []
    for i in range(count):
        kind, check = kinds[i % len(kinds)]
        name = w.names[i % len(w.names)]
        made.append(
            {
                "id": f"c{i}",
                "paragraph": 1 + i // 5,
                "kind": kind,
                "text": f"The article says of index {name}, in sentence {i}, what this check holds against the data.",
                "figures": {"before": str(10 + i % 5), "after": str(12 + i % 5)} if check is _arithmetic else {},
                "checks": [dict(check(w, i, name))],
            }
        )
    return made


# -- the folder


def make(
    directory: Path, *, claims: int = 20, nodes: int = 6, edges: int = 9, rows: int = ROWS, figures_only: bool = False
) -> Path:
    """Write a report folder of that size; with `figures_only` no claim is an edge or an opinion."""
    w = world(nodes, edges, rows)
    made = claims_of(w, claims, FIGURES if figures_only else KINDS)
    raw = w.table.to_csv().encode()
    (directory / "data").mkdir(parents=True)
    (directory / "data" / "market.csv").write_bytes(raw)
    for name, values in {
        "report.yaml": _report(w),
        "graph.yaml": _graph(w, [c["id"] for c in made]),
        "claims.yaml": {"claims": made},
        "data/sources.yaml": _sources(w, hashlib.sha256(raw).hexdigest()),
    }.items():
        text = yaml.dump(values, Dumper=DUMPER, sort_keys=False, allow_unicode=True, width=1_000)
        (directory / name).write_text(text, encoding="utf-8")
    return directory


def _report(w: World) -> dict[str, Any]:
    day = w.day(w.event)
    return {
        "title": "A report of honest size",
        "as_of": w.day(-1),
        "article": {
            "title": "What moved the index",
            "author": "A. Writer",
            "outlet": "The Paper",
            "published": day,
            "url": "https://example.org/size",
        },
        "event": {"day": day, "start": w.day(w.event - 1), "end": w.day(w.event + 1), "label": "the fall"},
        "sample": {"calendar": "market", "start": w.day(0), "end": w.day(-1)},
        "seed": SEED,
    }


def _graph(w: World, claims: Sequence[str]) -> dict[str, Any]:
    links = set(zip(w.names, w.names[1:], strict=False))
    asserted = sorted(links)
    return {
        "title": "A chain among many",
        "variables": {
            n: {"label": f"Index {n}", "formula": f"market.{n}", "measure": "index", "unit": "points"} for n in w.names
        },
        "edges": [
            {"from": a, "to": b, "sign": 1, "claims": list(islice(claims, i, i + 1))}
            for i, (a, b) in enumerate(asserted)
        ],
        "background": [
            {"from": cause, "to": after}
            for cause in w.names
            if (after := [b for a, b in w.edges if a == cause and (a, b) not in links])
        ],
        "chain": w.names,
        "outcome": w.names[-1],
    }


def _sources(w: World, digest: str) -> dict[str, Any]:
    series = {n: {"label": f"Index {n}", "unit": "points", "source": "simulated"} for n in w.names}
    return {
        "datasets": {
            "market": {
                "file": "market.csv",
                "time": "date",
                "resolution": "day",
                "digest": digest,
                "series": series,
            }
        }
    }


# -- the measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What one command took: seconds on the clock and of the processor, and the peak of resident memory in GB."""

    name: str
    code: int
    seconds: float
    processor: float
    memory: float


def run(name: str, *arguments: str) -> Stage:
    """Run a command of causal in a process of its own."""
    started = time.perf_counter()
    command = [sys.executable, "-c", COMMAND, *arguments]
    child = subprocess.Popen(command, env=_surroundings(), stdout=subprocess.DEVNULL)  # noqa: S603 - own code
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kilobytes on Linux
    return Stage(
        name=name,
        code=child.returncode,
        seconds=time.perf_counter() - started,
        processor=used.ru_utime + used.ru_stime,
        memory=used.ru_maxrss * unit / 1e9,
    )


def _surroundings() -> dict[str, str]:
    """Give the environment of a command: the code beside this file, and no results kept from before."""
    here = str(Path(__file__).resolve().parents[1])
    return {**os.environ, "CAUSAL_CACHE": "", "PYTHONPATH": os.pathsep.join([here, os.environ.get("PYTHONPATH", "")])}


def measure(folder: Path, formats: Sequence[str], more: Sequence[str] = ()) -> list[Stage]:
    """Check and build a folder, then make each of the outputs from the report."""
    report = str(folder / "build" / "report.json")
    stages = [
        run("check", "check", str(folder), *more),
        run("build to report.json", "build", str(folder), "--format", "claimreview", *more),
    ]
    return [*stages, *(run(f"render {one}", "render", report, "--format", one, *more) for one in formats)]


def table(title: str, stages: Sequence[Stage]) -> str:
    """Give the measurements as text."""
    head = f"{title:34}{'seconds':>9}{'processor':>11}{'peak GB':>9}{'exit':>6}\n"
    return head + "".join(
        f"{s.name:34}{s.seconds:>9.1f}{s.processor:>11.1f}{s.memory:>9.2f}{s.code:>6}\n" for s in stages
    )


def main() -> None:
    """Make a folder, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--claims", type=int, default=20)
    parser.add_argument("--nodes", type=int, default=6)
    parser.add_argument("--edges", type=int, default=9)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--figures-only", action="store_true", help="no claim is an edge or an opinion")
    parser.add_argument("--format", dest="formats", nargs="*", default=["html", "pdf"])
    parser.add_argument("--keep", type=Path, help="write the folder there, and leave it")
    given = parser.parse_args()
    size = {"claims": given.claims, "nodes": given.nodes, "edges": given.edges, "rows": given.rows}
    size["figures_only"] = given.figures_only
    with tempfile.TemporaryDirectory() as temporary:
        folder = make(given.keep or Path(temporary) / "size", **size)
        title = f"{given.claims:,} claims, {given.nodes} nodes, {given.edges:,} edges"
        sys.stdout.write(table(title, measure(folder, given.formats)))


if __name__ == "__main__":
    main()
