"""What was read of a report folder, and every mistake found in it so far, each at its file, line and key."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from causal.errors import BadFolderError, DataError, Problem, did_you_mean
from causal.files.inside import inside
from causal.files.limits import PROBLEMS, READING_SECONDS
from causal.files.strict import PATTERNS, Located, Strict
from causal.files.yaml_reader import Document, read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

    Key = tuple[str | int, ...]

Model = TypeVar("Model", bound=Strict)

FREE = frozenset({"variables", "datasets", "series", "figures", "phrases"})  # mappings whose keys the author chooses
UNKNOWN = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
MISSING = frozenset({"missing", "missing_argument", "missing_keyword_only_argument"})


class Proof:
    """Collects mistakes while a folder is read, so that all are told at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}
        self.seconds: float = READING_SECONDS  # left for the headers of data files, all together

    def fault(self, file: str, path: Key, message: str) -> None:
        """Note a mistake at a key path of a file."""
        document = self.documents.get(file)
        key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
        line = document.line(path) if document else 0
        self.problems.append(Problem(file=str(self.folder / file), line=line, key=key, message=message))

    def read(self, file: str, model: type[Model]) -> Model | None:
        """Give what is right of a file: a mistaken item is noted and left out. None where nothing can be made of it."""
        try:
            document = read(inside(self.folder, file), str(self.folder / file))
        except DataError as error:
            self.fault(file, (), str(error))
            return None
        except BadFolderError as error:
            self.problems.extend(error.problems)
            return None
        self.documents[file] = document
        values = _located(document.values, ())
        try:
            return model.model_validate(values)
        except ValidationError as error:
            faults = error.errors(include_url=False)
            self.invalid(file, (), faults, model)
            if len(faults) > PROBLEMS:  # no more is told, so that nothing more is looked for
                return None
            bad = {
                _written(tuple(found["loc"]))
                if found["type"] in UNKNOWN
                else _item(document.values, tuple(found["loc"]))
                for found in faults
            }
        try:
            return model.model_validate(_without(values, bad, ()))
        except ValidationError:  # everything was said above
            return None

    def names(self, file: str, *path: str) -> list[str] | None:
        """Give the keys written under a key path, mistaken items included; None where the file cannot be read."""
        if file not in self.documents:
            return None
        at = self.written(file, path)
        return list(at) if isinstance(at, dict) else []

    def written(self, file: str, path: Key) -> Any:
        """Give what stands at a key path of a file that was read, right or not; None where nothing does."""
        at = self.documents[file].values
        for part in path:
            at = (
                at[part]
                if isinstance(at, list) and isinstance(part, int)
                else at.get(part)
                if isinstance(at, dict)
                else None
            )
        return at

    def invalid(self, file: str, base: Key, faults: Iterable[ErrorDetails], model: type[Any]) -> None:
        """Note what a validation found, in the words of the house, as far as it will be told."""
        for found in islice(faults, PROBLEMS):
            place = tuple(found["loc"])
            path = (*base, *_written(place))
            if found["type"] in UNKNOWN:
                name, known = str(place[-1]), _fields(model, place[:-1])  # the author's own word, brackets and all
                self.fault(
                    file, (*base, *_written(place[:-1]), name), f"unknown key '{name}'{did_you_mean(name, known)}"
                )
            elif found["type"] in MISSING:
                self.fault(file, path[:-1], f"the key '{path[-1]}' is missing")
            else:
                self.fault(file, path, _expected(found))

    def known(self, file: str, path: Key, kind: str, name: str, names: Collection[str] | None) -> None:
        """Note a name that is not among `names`; None means that these are not known."""
        if names is not None and name not in names:
            self.fault(file, path, f"unknown {kind} '{name}'{did_you_mean(name, names)}")

    def unique(self, file: str, named: Iterable[tuple[Key, str]], taken: Iterable[str] = ()) -> None:
        """Note every name that stands twice."""
        seen = set(taken)
        for path, name in named:
            if name in seen:
                self.fault(file, path, f"'{name}' stands twice")
            seen.add(name)


def _located(values: Any, path: Key) -> Any:
    """Give mappings that know their place, so that a model made from one does too."""
    if isinstance(values, dict):
        return Located({key: _located(value, (*path, key)) for key, value in values.items()}, path)
    if isinstance(values, list):
        return [_located(value, (*path, i)) for i, value in enumerate(values)]
    return values


def _item(values: Any, place: Key) -> Key:
    """Give the innermost item (a mapping in a list, or under a key of the author's choice) that holds `place`."""
    found, at = place[:1], values
    for depth, part in enumerate(_written(place), start=1):
        parent = place[depth - 2] if depth > 1 else None
        at = (
            at[part]
            if isinstance(at, list) and isinstance(part, int) and part < len(at)
            else (at.get(part) if isinstance(at, dict) else None)
        )
        if isinstance(at, dict) and (isinstance(part, int) or parent in FREE):
            found = place[:depth]
    return found


def _without(values: Any, bad: set[Key], path: Key) -> Any:
    if isinstance(values, Located):
        kept = {k: _without(v, bad, (*path, k)) for k, v in values.items() if (*path, k) not in bad}
        return Located(kept, values.place)
    if isinstance(values, list):
        return [_without(v, bad, (*path, i)) for i, v in enumerate(values) if (*path, i) not in bad]
    return values


def _written(place: Key) -> Key:
    """Leave out the names of validators and union members, which Pydantic adds; keys hold no brackets."""
    return tuple(part for part in place if not (isinstance(part, str) and ("[" in part or "(" in part)))


def _fields(model: Any, place: Key) -> list[str]:
    """Give the keys that may stand at `place`, from the schema of the model."""
    schema = _schema(model)
    at: Any = schema
    for part in _written(place):
        at = _resolved(at, schema)
        at = at.get("items", {}) if isinstance(part, int) else at.get("properties", {}).get(part) or _free(at)
        at = at if isinstance(at, dict) else {}
    return list(_resolved(at, schema).get("properties", {}))


@cache
def _schema(model: Any) -> dict[str, Any]:
    return TypeAdapter(model).json_schema(by_alias=True)


def _free(at: Mapping[str, Any]) -> Any:
    """Give the schema of the values of an object whose keys are free."""
    return next(iter(at.get("patternProperties", {}).values()), at.get("additionalProperties", {}))


def _resolved(at: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for option in [at, *at.get("anyOf", [])]:
        if "$ref" in option:
            found: dict[str, Any] = schema["$defs"][option["$ref"].rsplit("/", 1)[-1]]
            return found
    return at


def _expected(found: Any) -> str:
    """Say what was expected and what was found."""
    message, given = str(found["msg"]).removeprefix("Value error, "), found["input"]
    if found["type"] in {"value_error", "assertion_error"}:
        return message
    if found["type"] == "string_pattern_mismatch":
        message = PATTERNS.get(found["ctx"]["pattern"], message)
    message = re.sub(r"^(Input|String|List|Dictionary|Value) should (be|have) ", "", message)
    shown = repr(given)[:60] if isinstance(given, str | int | float | bool) else _kind(given)
    near = ""
    if isinstance(given, str) and found["type"] in {"enum", "literal_error"}:
        near = did_you_mean(given, re.findall(r"'([^']*)'", message), listing=False)
    hint = " (quote it if it is text)" if found["type"] == "string_type" and isinstance(given, int | float) else ""
    return f"expected {message}, found {shown}{hint}{near}"


def _kind(given: object) -> str:
    if given is None:
        return "nothing"
    return "a mapping" if isinstance(given, dict) else "a list" if isinstance(given, list) else type(given).__name__
