"""The JSON Schemas of a report folder's files, for editors that complete and check YAML as it is typed."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from causal.data.sources import sources
from causal.files.assets import PACKAGE
from causal.folder.shapes import CORRECTIONS, FILES, CorrectionsModel
from causal.folder.wording import PhrasesModel
from causal.inference.designs import designs
from causal.judgement.checks import checks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

    from causal.files.strict import Strict

DRAFT = "https://json-schema.org/draft/2020-12/schema"

SAYS = {"type": "string", "description": "The part of the claim that this check tests, in words."}
READINGS = {
    "reading": {"type": "string", "description": "What the reading is called that the check as written is."},
    "primary": {"type": "string", "description": "Why a reader would take that reading: the verdict follows it."},
    "no_primary": {"type": "string", "description": "Why no reading comes first: one verdict then needs all to agree."},
}
COLUMNS = {
    "type": "object",
    "additionalProperties": {"type": "string"},
    "description": "What the source calls a column, where it is not the series' own name.",
}


class Described(GenerateJsonSchema):
    """Describes a field by the docstring under it, which is read here alone: to read sources costs every command's start."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Give the schema of a model, described."""
        return _described(super().model_schema(schema), schema["cls"])

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        """Give the schema of a record, described."""
        return _described(super().dataclass_schema(schema), schema["cls"])


def _described(found: JsonSchemaValue, kind: type[Any]) -> JsonSchemaValue:
    """Describe the fields of a class and of those it builds on; a field is called what YAML calls it, without the trailing _."""
    properties = found.get("properties", {})
    for owner in reversed(kind.__mro__):
        for name, text in _docstrings(owner).items():
            if (key := name.removesuffix("_")) in properties:
                properties[key].setdefault("description", text)
    return found


def _docstrings(kind: type[Any]) -> dict[str, str]:
    """Give the docstring under each field of a class, by the field's name."""
    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    except (OSError, TypeError):
        return {}
    assert isinstance(body, ast.ClassDef)
    return {
        field.target.id: inspect.cleandoc(below.value.value)
        for field, below in pairwise(body.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str)
    }


def schemas() -> dict[str, dict[str, Any]]:
    """Give the JSON Schema of each file by its name without suffix; each check's parameters are spelled out."""
    found = {}
    models: dict[str, type[Strict]] = {**FILES, CORRECTIONS: CorrectionsModel, "text.yaml": PhrasesModel}
    for file, model in models.items():
        schema = model.model_json_schema(by_alias=True, schema_generator=Described)
        if "ClaimModel" in schema.get("$defs", {}):
            _spell_out_checks(schema)
        if "EdgeModel" in schema.get("$defs", {}):
            _spell_out_designs(schema)
        if "DatasetModel" in schema.get("$defs", {}):
            _spell_out_origins(schema)
        found[Path(file).stem] = {"$schema": DRAFT, **schema}
    return found


def write_schemas(directory: Path) -> None:
    """Write each schema to `directory` as NAME.schema.json."""
    for name, schema in schemas().items():
        text = json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        (directory / f"{name}.schema.json").write_text(text, encoding="utf-8")


def _spell_out_checks(schema: dict[str, Any]) -> None:
    """Let a claim's checks be one of the known ones, told apart by `check`."""
    definitions = schema["$defs"]
    for name, known in checks().items():
        own = _adopted(definitions, f"check_{name}", known.parameters)
        own["title"], own["additionalProperties"] = known.title, False
        own["properties"] = {
            "check": {"const": name, "description": known.title},
            "says": SAYS,
            **own.get("properties", {}),
            **READINGS,
            "readings": _other_readings(own.get("properties", {})),
        }
        own["required"] = ["check", *own.get("required", [])]
    items = _one_of("check", "check", checks(), "A check and its keys.")
    definitions["ClaimModel"]["properties"]["checks"]["items"] = items


def _adopted(definitions: dict[str, Any], name: str, parameters: type[Any]) -> dict[str, Any]:
    """Put the schema of a member's parameters, and what it refers to, among the definitions under a name of its own; give it."""
    own = TypeAdapter(parameters).json_schema(
        by_alias=True, ref_template=f"#/$defs/{name}_{{model}}", schema_generator=Described
    )
    for title, definition in own.pop("$defs", {}).items():
        definitions[f"{name}_{title}"] = definition
    definitions[name] = own
    return own


def _one_of(key: str, prefix: str, members: Iterable[str], description: str) -> dict[str, Any]:
    """Give an object that is one of several members, told apart by `key`."""
    names = list(members)
    return {
        "description": description,
        "type": "object",
        "required": [key],
        "properties": {key: {"enum": names}},
        "allOf": [
            {
                "if": {"properties": {key: {"const": name}}, "required": [key]},
                "then": {"$ref": f"#/$defs/{prefix}_{name}"},
            }
            for name in names
        ],
    }


def _spell_out_designs(schema: dict[str, Any]) -> None:
    """Let an edge's design be one of the known ones, told apart by `kind`."""
    definitions = schema["$defs"]
    for name, known in designs().items():
        own = _adopted(definitions, f"design_{name}", known.parameters)
        own["title"], own["additionalProperties"] = known.title, False
        own["properties"] = {"kind": {"const": name, "description": known.title}, **own.get("properties", {})}
        own["required"] = ["kind", *own.get("required", [])]
    edge = definitions["EdgeModel"]["properties"]
    edge["design"] = _one_of("kind", "design", designs(), edge["design"]["description"])


def _other_readings(keys: dict[str, Any]) -> dict[str, Any]:
    """Give the other readings of a check's words: a name, and the keys that they change."""
    reading = {"type": "string", "description": "What this reading is called."}
    item = {"type": "object", "properties": {"reading": reading, **keys}, "required": ["reading"]}
    return {
        "type": "array",
        "minItems": 1,
        "description": "Other readings of the same words.",
        "items": {**item, "additionalProperties": False},
    }


def _spell_out_origins(schema: dict[str, Any]) -> None:
    """Let `from` be one of the known sources, told apart by `kind`."""
    definitions = schema["$defs"]
    for name, known in sources().items():
        own = _adopted(definitions, f"from_{name}", known.parameters)
        own["title"] = known.title
        own["properties"] = {
            "kind": {"const": name, "description": known.title},
            "columns": COLUMNS,
            **own.get("properties", {}),
        }
        own["required"] = ["kind", *own.get("required", [])]
    dataset = definitions["DatasetModel"]["properties"]
    dataset["from"] = _one_of("kind", "from", sources(), dataset["from"]["description"])


if __name__ == "__main__":
    write_schemas(PACKAGE / "schema")
