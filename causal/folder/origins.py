"""`from:` in data/sources.yaml: where a dataset can be fetched from, in the words of the source that it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from causal.data.sources import Source, sources
from causal.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from causal.files.strict import Strict
    from causal.folder.proof import Key, Proof
    from causal.folder.shapes import DatasetModel
    from causal.study import Dataset

FILE = "data/sources.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A source with its proved parameters; `columns` says what it calls a column of the dataset."""

    source: Source
    parameters: Strict
    columns: Mapping[str, str]


def read_origin(proof: Proof, dataset: Dataset, declared: DatasetModel) -> Origin | None:
    """Give where a dataset comes from; None where nothing is declared, or something mistaken, which is noted."""
    given = declared.from_
    if given is None:
        return None
    place = (*declared.place, "from")
    if not declared.file.lower().endswith(".csv") or "/" in declared.file:
        proof.fault(
            FILE, (*declared.place, "file"), f"a fetched dataset is kept as CSV: name a file such as {dataset.id}.csv"
        )
    kind = given.get("kind")
    if "kind" not in given:
        proof.fault(FILE, place, "the key 'kind' is missing")
        return None
    if not isinstance(kind, str) or kind not in sources():
        proof.fault(FILE, (*place, "kind"), f"unknown kind '{kind}'{did_you_mean(str(kind), sources())}")
        return None
    columns = _columns(proof, place, dataset, given.get("columns", {}))
    parameters = _proved(proof, place, sources()[kind], given)
    return None if parameters is None else Origin(source=sources()[kind], parameters=parameters, columns=columns)


def _columns(proof: Proof, place: Key, dataset: Dataset, given: Any) -> dict[str, str]:
    place = (*place, "columns")
    if not isinstance(given, dict):
        proof.fault(FILE, place, f"expected a mapping from columns here to columns there, found {given!r:.60}")
        return {}
    known = [dataset.time, *dataset.key, *(s.name.partition(".")[2] for s in dataset.series)]
    for column, there in given.items():
        if column not in known:
            proof.fault(FILE, (*place, column), f"unknown column '{column}'{did_you_mean(column, known)}")
        if not isinstance(there, str):
            proof.fault(FILE, (*place, column), f"expected text, found {there!r:.60} (quote it if it is text)")
    return {column: str(there) for column, there in given.items()}


def _proved(proof: Proof, place: Key, source: Source, given: Mapping[str, Any]) -> Strict | None:
    """Give the parameters; an unknown key is told with those of the source, kind and columns."""
    known = [field.alias or name for name, field in source.parameters.model_fields.items()]
    for key in [key for key in given if key not in {"kind", "columns", *known}]:
        proof.fault(FILE, (*place, key), f"unknown key '{key}'{did_you_mean(key, ['kind', 'columns', *known])}")
    try:
        return source.parameters.model_validate({key: value for key, value in given.items() if key in known})
    except ValidationError as error:
        proof.invalid(FILE, place, error.errors(include_url=False), source.parameters)
        return None
