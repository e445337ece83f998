"""The JSON Schemas: current in the repository, and of one mind with the loader."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import causal
from causal.files.yaml_reader import read
from causal.folder import load
from causal.folder import schemas as folder_schemas
from causal.folder.schemas import READINGS
from causal.folder.shapes import FILES
from causal.judgement.checks import checks
from tests.folders import make_folder

COMMITTED = Path(causal.__file__).parent / "schema"


@pytest.fixture(scope="module")
def schemas():
    return folder_schemas.schemas()


def values(folder, file):
    return read(folder / file, file).values


def test_the_committed_files_are_current(tmp_path):
    folder_schemas.write_schemas(tmp_path)
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert set(written) == {path.name for path in COMMITTED.iterdir()}
    for name, text in written.items():
        assert (COMMITTED / name).read_text() == text, f"{name}: run python -m causal.folder.schemas"


def test_every_schema_is_one_and_every_reference_in_it_leads_somewhere(schemas):
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
        for reference in _references(schema):
            assert reference.removeprefix("#/$defs/") in schema["$defs"]


def _references(schema):
    if isinstance(schema, dict):
        yield from ([schema["$ref"]] if "$ref" in schema else [])
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)


@pytest.mark.parametrize("file", FILES)
def test_a_valid_folder_is_accepted(tmp_path, schemas, file):
    jsonschema.validate(values(make_folder(tmp_path / "r"), file), schemas[Path(file).stem])


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("report", "seed: 7", "sed: 7"),
        ("report", "seed: 7", "seed: seven"),
        ("report", "title: A drop explained\n", ""),
        ("graph", "kind: proxy", "kind: proxi"),
        ("graph", "from: fear, to: price, sign: 1", "from: fear, to: price, sgn: 1"),
        ("claims", "check: opinion, reason", "check: opinon, reason"),
        ("claims", "reason: opinion", "reasn: opinion"),
        ("claims", "reason: opinion", "reason: opinions"),
        ("claims", "check: opinion, reason", "chek: opinion, reason"),
        ("claims", "edge: news->fear", "edg: news->fear"),
        ("sources", "resolution: day", "resolution: daily"),
    ],
)
def test_a_typo_is_rejected_by_the_schema_and_by_the_loader(tmp_path, schemas, file, old, new):
    folder = make_folder(tmp_path / "r", **{file: {old: new}})
    written = values(folder, "data/sources.yaml" if file == "sources" else f"{file}.yaml")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, schemas[file])
    with pytest.raises(load.BadFolderError):
        load.load(folder)


def test_the_claims_schema_covers_every_check_and_each_of_its_parameters(schemas):
    definitions = schemas["claims"]["$defs"]
    for name, known in checks().items():
        properties = definitions[f"check_{name}"]["properties"]
        assert set(properties) == {
            "check",
            "says",
            *READINGS,
            "readings",
            *known.parameters.__dataclass_fields__,
        }, name
        reading = properties["readings"]["items"]
        assert set(reading["properties"]) == {"reading", *known.parameters.__dataclass_fields__}, name
        assert definitions[f"check_{name}"]["additionalProperties"] is False


def test_the_schemas_are_json():
    for path in COMMITTED.iterdir():
        assert json.loads(path.read_text())["$schema"].endswith("2020-12/schema")


def properties(node, place=""):
    """Give (place, schema) of each key that a file may hold."""
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
            yield f"{place}.{name}", value
        for name, value in node.items():
            if name not in {"if", "properties"}:
                yield from properties(value, f"{place}.{name}")
        for value in node.get("properties", {}).values():
            yield from properties(value, place)
    elif isinstance(node, list):
        for value in node:
            yield from properties(value, place)


def test_an_editor_is_told_what_each_key_means(schemas):
    """But `check` and `kind`, which lead to a list of their own."""
    for name, schema in schemas.items():
        named = schema.get("$defs", {})
        told = {
            place: one.get("description")
            or named.get(one.get("$ref", "").rpartition("/")[2], {}).get("description", "")
            for place, one in properties(schema)
        }
        assert told, name
        assert not [
            place for place, text in told.items() if not text.endswith(".") and not place.endswith((".check", ".kind"))
        ], name
