"""Take snapshots of the data that a folder declares with `from:`, and note in data/sources.yaml what was taken, and when."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from causal.data.snapshot import canonical
from causal.data.sources import Request
from causal.errors import BadFolderError, DataError, did_you_mean
from causal.files.inside import inside
from causal.files.limits import DATA_BYTES
from causal.files.secrets import Secrets
from causal.files.writing import write_bytes
from causal.files.yaml_edit import with_keys
from causal.files.yaml_reader import read
from causal.folder.origins import FILE, Origin, read_origin
from causal.folder.proof import Proof
from causal.folder.shapes import SourcesModel
from causal.folder.sources import declared_dataset, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from causal.folder.shapes import DatasetModel
    from causal.study import Dataset

FILENAME = re.compile(r"[\w][\w .()-]{0,99}\.csv", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was taken: `file` in data/, its `rows`, and whether its bytes differ from the snapshot in use."""

    dataset: str
    file: str
    digest: str
    rows: int
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    dataset: Dataset
    declared: DatasetModel
    origin: Origin


def fetch(folder: Path, names: Sequence[str], today: date, *, new_vintage: bool = False) -> Iterator[Snapshot]:
    """Take a snapshot of each named dataset, or of each that has a `from:`; raise at the first that fails.

    With `new_vintage` each is written beside the one in use, as NAME.DATE.csv. Without it, nothing is fetched where a
    locked report uses a snapshot. Raise BadFolderError for mistakes in data/sources.yaml, DataError for the rest.
    """
    plans = _plans(folder, names)
    used = [plan.dataset.file for plan in plans if (folder / "data" / plan.dataset.file).exists()]
    if used and not new_vintage and _locked(folder):
        raise DataError(
            f"{folder} is locked and uses {', '.join(used)}: with --new-vintage the new data are written beside, "
            "and the report stays as it is"
        )
    for plan in plans:
        yield _taken(folder, plan, today, new_vintage=new_vintage)


def _plans(folder: Path, names: Sequence[str]) -> list[_Plan]:
    proof = Proof(folder)
    model = proof.read(FILE, SourcesModel)
    plans, known = [], {} if model is None else model.datasets
    for identity, declared in known.items():
        dataset = declared_dataset(identity, declared)
        origin = read_origin(proof, dataset, declared)
        if origin is not None:
            plans.append(_Plan(dataset=dataset, declared=declared, origin=origin))
        if declared.from_ is not None and not FILENAME.fullmatch(declared.file):
            proof.fault(
                FILE, (*declared.place, "file"), f"'{declared.file[:60]}' is no plain file name such as {identity}.csv"
            )
    if proof.problems:
        raise BadFolderError(proof.problems)
    if unknown := [name for name in names if name not in known]:
        raise DataError(f"data/sources.yaml has no dataset '{unknown[0]}'{did_you_mean(unknown[0], known)}")
    if bare := [name for name in names if known[name].from_ is None]:
        raise DataError(
            f"the dataset '{bare[0]}' does not say where it comes from: give it a `from:` in data/sources.yaml"
        )
    if not plans:
        raise DataError(f"no dataset of {folder} says where it comes from: give one a `from:` in data/sources.yaml")
    return [plan for plan in plans if not names or plan.dataset.id in names]


def _locked(folder: Path) -> bool:
    path = folder / "report.yaml"
    values: Any = read(path, str(path)).values if path.exists() else {}
    return isinstance(values, dict) and values.get("lock") is not None


def _taken(folder: Path, plan: _Plan, today: date, *, new_vintage: bool) -> Snapshot:
    request = Request(folder=folder, dataset=plan.dataset, columns=plan.origin.columns, today=today, secrets=Secrets())
    try:
        got = plan.origin.source.fetch(plan.origin.parameters, request)
        content = canonical(got.cells, plan.dataset, plan.origin.columns, got.layout)
    except DataError as error:
        raise DataError(
            request.secrets.masked(str(error))
        ) from None  # the cause may hold a secret that a server repeats
    if name := request.secrets.echoed(content.decode()):
        raise DataError(
            f"the answer repeats the value of {name}: it is not written; leave out the column that holds it"
        )
    if len(content) > DATA_BYTES:
        raise DataError(
            f"the data of {plan.dataset.id} are larger than {DATA_BYTES} bytes: ask for fewer rows or columns"
        )
    digest, stem = hashlib.sha256(content).hexdigest(), plan.dataset.file[:-4]
    name = f"{stem}.{today}.csv" if new_vintage else plan.dataset.file
    before = _present(folder, plan.dataset.file)
    if new_vintage and _present(folder, name) not in {None, digest}:
        raise DataError(
            f"data/{name} is there already and differs: a second vintage of one day needs the first moved away"
        )
    keys = (
        {"vintages": _vintages(plan.declared, name, digest, today)}
        if new_vintage
        else {"digest": digest, "retrieved": f"{today}", "vintage": f"{got.vintage or today}"}
    )
    edited = _noted(folder, plan.dataset.id, keys)
    write_bytes(folder / "data" / name, content)
    write_bytes(folder / FILE, edited)
    return Snapshot(
        dataset=plan.dataset.id, file=name, digest=digest, rows=content.count(b"\n") - 1, changed=digest != before
    )


def _present(folder: Path, name: str) -> str | None:
    """Give the digest of a file in data/, None where there is none; raise DataError where a link stands there."""
    path = folder / "data" / name
    return sha256(inside(folder, f"data/{name}")) if path.exists() or path.is_symlink() else None


def _vintages(declared: DatasetModel, name: str, digest: str, today: date) -> str:
    listed = {one.file: (one.digest, one.retrieved) for one in declared.vintages} | {name: (digest, today)}
    return (
        "["
        + ", ".join(f"{{file: {file}, digest: {said}, retrieved: {on}}}" for file, (said, on) in listed.items())
        + "]"
    )


def _noted(folder: Path, identity: str, keys: dict[str, str]) -> bytes:
    """Give data/sources.yaml with the keys set, and nothing else changed."""
    raw = inside(folder, FILE).read_bytes()
    return with_keys(raw.decode("utf-8"), ("datasets", identity), keys, "file").encode()
