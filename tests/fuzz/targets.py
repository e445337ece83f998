"""What a stranger can write, handed to the reader it is for. Only the reader's own errors may come out, and soon."""

from __future__ import annotations

import contextlib
import json
import tempfile
import traceback
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from causal import report
from causal.authoring import exchange
from causal.authoring.graph_formats import graph_formats
from causal.data import formula
from causal.data.connectors import delimited, excel, parquet
from causal.errors import BadFolderError, CausalError, DataError, FormulaError
from causal.files.yaml_reader import read
from causal.folder import load
from causal.grammar import stated
from causal.grammar.words import ENGLISH
from causal.rendering import anatomy, archive, render
from tests.data.connectors.same import dataset
from tests.fake_report import fake_report
from tests.folders import make_folder
from tests.fuzz.mutation import edited, good_workbook, with_part

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

INDEX = pd.bdate_range("2024-01-01", periods=8)
DATASETS = {
    "d": pd.DataFrame(
        {"a": range(1, 9), "b": [1.0, None, 3.0, -4.0, 0.0, 1e300, -1e-300, 2.0]}, index=INDEX, dtype=float
    )
}
_FOLDER: list[Path] = []


def text_of(data: bytes) -> str:
    """Give text from bytes, whatever they are."""
    return data.decode("utf-8", errors="surrogateescape").encode("utf-8", errors="replace").decode("utf-8")


def yaml(data: bytes) -> None:
    """Read a YAML file."""
    with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
        Path(file.name).write_bytes(data)
        try:
            read(Path(file.name), "f.yaml")
        except (BadFolderError, DataError):
            return


def formulas(data: bytes) -> None:
    """Parse and evaluate a formula."""
    try:
        parsed = formula.parse(text_of(data), ["d.a", "d.b"])
        found = formula.evaluate(parsed, DATASETS, INDEX)
    except (FormulaError, DataError):
        return
    assert len(found) == len(INDEX)
    assert found.dtype == float
    assert not found.isin([float("inf"), float("-inf")]).any()


def figures(data: bytes) -> None:
    """Parse a stated figure."""
    try:
        found = stated.parse(text_of(data), ENGLISH)
    except ValueError as error:
        if Path(traceback.extract_tb(error.__traceback__)[-1].filename).parent.name != "grammar":
            raise  # not the reader's own sentence
        return
    low, high = found.interval.low, found.interval.high
    assert low is None or high is None or low <= high


def _load(name: str, data: bytes) -> None:
    if not _FOLDER:
        _FOLDER.append(make_folder(Path(tempfile.mkdtemp()) / "r"))
    path = _FOLDER[0] / name
    before = path.read_bytes()
    path.write_bytes(data)
    try:
        load.load(_FOLDER[0])
    except BadFolderError as error:
        assert error.problems
        assert all(str(p) for p in error.problems)
    finally:
        path.write_bytes(before)


def graph(data: bytes) -> None:
    """Load a folder with this graph.yaml."""
    _load("graph.yaml", data)


def claims(data: bytes) -> None:
    """Load a folder with this claims.yaml."""
    _load("claims.yaml", data)


def sources(data: bytes) -> None:
    """Load a folder with this sources.yaml."""
    _load("data/sources.yaml", data)


def table(data: bytes) -> None:
    """Read delimited text."""
    try:
        list(delimited.cells("f.csv", data, dataset()).rows)
    except DataError:
        return


def report_json(data: bytes) -> None:
    """Read a report.json."""
    try:
        report.from_json(data)
    except CausalError:
        return


def formats(data: bytes) -> None:
    """Read a graph of each other program's format into graph.yaml."""
    for form in graph_formats().values():
        try:
            exchange.from_networkx(form.read(text_of(data)), "x")
        except CausalError:
            continue


def page(data: bytes) -> None:
    """Render a good report with some of its values replaced, moved or left out, as the bytes say."""
    changed = edited(_good_report(), data)
    try:
        found = report.from_json(json.dumps(changed))
    except CausalError:
        return
    with tempfile.TemporaryDirectory() as directory:
        assert render.render(found, Path(directory), ("html", "json")) == ()


def pdf(data: bytes) -> None:
    """Take a PDF apart as `verify` does."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(data)
        for take in (archive.extracted, lambda path: anatomy.file_places(path.read_bytes())):
            with contextlib.suppress(CausalError):
                take(Path(file.name))


def workbook(data: bytes) -> None:
    """Read a workbook; after a digit, a good one with the part of that number replaced by the rest of the bytes."""
    _table(excel, "t.xlsx", with_part(good_workbook(), data) if data[:1].isdigit() else data)


def parquet_file(data: bytes) -> None:
    """Read a Parquet file."""
    _table(parquet, "t.parquet", data)


def _table(connector: ModuleType, name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / name
        path.write_bytes(data)
        with contextlib.suppress(CausalError):
            connector.columns(path, dataset())
            connector.read(path, dataset(("x", "y"), key=("note",)))


@cache
def _good_report() -> str:
    return report.to_json(fake_report())


TARGETS: dict[str, Callable[[bytes], None]] = {
    "yaml": yaml,
    "formulas": formulas,
    "figures": figures,
    "graph": graph,
    "claims": claims,
    "sources": sources,
    "table": table,
    "report_json": report_json,
    "page": page,
    "pdf": pdf,
    "workbook": workbook,
    "parquet": parquet_file,
    "formats": formats,
}
