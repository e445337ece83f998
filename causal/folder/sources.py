"""data/sources.yaml: what each data file is, and whether the file is the one that was declared."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from causal.data.connectors import connector_for, connectors
from causal.data.layouts import LayoutModel
from causal.errors import CausalError, DataError, did_you_mean
from causal.files.inside import inside
from causal.files.limits import DATA_BYTES
from causal.folder.origins import read_origin
from causal.folder.shapes import SourcesModel
from causal.sampling import sampling_reading
from causal.study import Dataset, Series
from causal.work.confined import confined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from causal.folder.proof import Key, Proof
    from causal.folder.shapes import DatasetModel

FILE = "data/sources.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A file of which the header is yet to be read: `columns` are those declared, each with its key; `read` gives those it has."""

    place: Key
    path: Path
    columns: list[tuple[Key, str]]
    dataset: Dataset
    read: Callable[[Path, Dataset], Iterable[str]]


def sha256(path: Path) -> str:
    """Give the SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_sources(proof: Proof) -> tuple[Dataset, ...] | None:
    """Give the datasets that are right; None where the file cannot be read."""
    model = proof.read(FILE, SourcesModel)
    if model is None:
        return None
    found, headers = [], []
    for identity, declared in model.datasets.items():
        dataset = declared_dataset(identity, declared)
        read_origin(proof, dataset, declared)
        if (header := _check_file(proof, declared.place, declared, dataset)) is not None:
            headers.append(header)
        found.append(dataset)
    _check_headers(proof, headers)
    return tuple(found)


def declared_dataset(identity: str, declared: DatasetModel) -> Dataset:
    """Give a dataset as it is declared; one that has not been fetched has no digest."""
    return Dataset(
        id=identity,
        file=declared.file,
        time=declared.time or declared.rows,
        resolution=declared.resolution,
        digest=declared.digest or "",
        series=_series(identity, declared),
        key=tuple(declared.key),
        note=declared.note,
        sheet=declared.sheet,
        layout=declared.layout(),
    )


def _check_rows(proof: Proof, place: Key, declared: DatasetModel) -> None:
    if not declared.time and not declared.rows:
        proof.fault(FILE, place, "the key 'time' is missing (or 'rows', the identifier of a cross-section's rows)")
    elif declared.time and declared.rows:
        proof.fault(FILE, (*place, "rows"), "give 'time' or 'rows', not both: rows with a time are no cross-section")
    elif bool(declared.rows) != (sampling_reading(declared.resolution).column == "rows"):
        proof.fault(FILE, (*place, "resolution"), "'resolution: row' and 'rows', the identifying column, go together")
    elif declared.rows and declared.key:
        proof.fault(FILE, (*place, "key"), "a dataset by rows has one identifier and no key columns")


def _series(identity: str, declared: DatasetModel) -> tuple[Series, ...]:
    return tuple(
        Series(
            name=f"{identity}.{column}",
            label=s.label,
            unit=s.unit,
            source=s.source,
            url=s.url,
            retrieved=s.retrieved or declared.retrieved,
            traps=tuple(s.traps),
            column=s.column,
            numbers=s.numbers,
        )
        for column, s in declared.series.items()
    )


def _check_file(proof: Proof, place: Key, declared: DatasetModel, dataset: Dataset) -> Header | None:
    """Prove the file as declared; give its header, yet to be read, where it is that file."""
    _check_rows(proof, place, declared)
    columns = [
        ((*place, "time" if declared.time else "rows"), dataset.time),
        *(((*place, "key", i), k) for i, k in enumerate(declared.key)),
    ]
    columns += [((*place, "series", column), s.column or column) for column, s in declared.series.items()]
    proof.unique(FILE, columns)
    _check_layout(proof, place, declared)
    if declared.sheet and not declared.file.lower().endswith(".xlsx"):
        proof.fault(FILE, (*place, "sheet"), "only a workbook (.xlsx) has sheets: leave this key out")
    if declared.digest is None:
        fetch = f"{dataset.id} has not been fetched: run `causal fetch {proof.folder} {dataset.id}`"
        proof.fault(FILE, place, "the key 'digest' is missing" if declared.from_ is None else fetch)
        return None
    try:
        path = inside(proof.folder, f"data/{declared.file}")
    except DataError as error:
        proof.fault(FILE, (*place, "file"), str(error))
        return None
    if path.stat().st_size > DATA_BYTES:
        proof.fault(FILE, (*place, "file"), f"data/{declared.file} is larger than {DATA_BYTES} bytes")
        return None
    if (actual := sha256(path)) != declared.digest:
        proof.fault(
            FILE, (*place, "digest"), f"data/{declared.file} has the digest {actual}: it is not the file declared"
        )
    connector = connector_for(path.name)
    if connector is None:
        suffixes = ", ".join(sorted(s for c in connectors().values() for s in c.suffixes))
        proof.fault(FILE, (*place, "file"), f"no connector reads '{path.suffix}' files; known: {suffixes}")
        return None
    return Header(place=place, path=path, columns=columns, dataset=dataset, read=connector.columns)


def _check_layout(proof: Proof, place: Key, declared: DatasetModel) -> None:
    """Note what a fetched file, which is kept plain, cannot have beside `file`, and what only text files have."""
    given = set(declared.model_fields_set) & set(LayoutModel.model_fields)
    if declared.from_ is not None:
        for key in sorted(given - {"missing", "time_zone"}):
            proof.fault(FILE, (*place, key), f"a fetched file is kept plain: write '{key}' under 'from'")
        for column, series in declared.series.items():
            for key in sorted({"column", "numbers"} & series.model_fields_set):
                proof.fault(
                    FILE,
                    (*place, "series", column, key),
                    f"a fetched file is kept plain: write '{'columns' if key == 'column' else key}' under 'from'",
                )
    if not declared.file.lower().endswith((".csv", ".tsv", ".txt")):
        for key in sorted(given & {"delimiter", "encoding"}):
            proof.fault(FILE, (*place, key), f"only text (.csv, .tsv) has '{key}': leave this key out")


def _check_headers(proof: Proof, headers: Sequence[Header]) -> None:
    """Note the declared columns that no file has: all headers are read in one child, or where that fails each in its own."""
    try:
        given = _confined(proof, _present, headers, FILE) if headers else []
    except CausalError:
        given = [_alone(proof, header) for header in headers]
    for header, present in zip(headers, given, strict=True):
        if isinstance(present, CausalError):
            proof.fault(FILE, (*header.place, "file"), str(present))
            continue
        for key, column in header.columns:
            if column and column not in present:
                message = f"data/{header.path.name} has no column '{column}'{did_you_mean(column, present)}"
                proof.fault(FILE, key, message)


def _alone(proof: Proof, header: Header) -> tuple[str, ...] | CausalError:
    """Give the columns of one file, read in a child of its own, or why there are none."""
    try:
        found: tuple[str, ...] | CausalError = _confined(proof, _present, [header], header.path.name)[0]
    except CausalError as error:
        return error
    return found


def _present(headers: Sequence[Header]) -> list[tuple[str, ...] | CausalError]:
    """Give the columns of each file, or why it has none."""
    found: list[tuple[str, ...] | CausalError] = []
    for header in headers:
        try:
            found.append(tuple(header.read(header.path, header.dataset)))
        except CausalError as error:
            found.append(error)
    return found


def _confined(proof: Proof, function: Callable[..., Any], headers: Sequence[Header], subject: str) -> Any:
    """Give what a child makes of headers, in the time that is left for all of them."""
    started = time.monotonic()
    try:
        return confined(function, headers, subject=subject, seconds=max(proof.seconds, 1.0))
    finally:
        proof.seconds -= time.monotonic() - started
