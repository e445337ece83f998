"""What every source must be: of one shape, tested by a file of its own, and known to the schema."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from causal.data import connectors
from causal.data.sources import sources
from causal.files.yaml_reader import read
from causal.folder import load, schemas
from tests.folders import make_folder

EXAMPLES = {
    "fred": "{kind: fred, series: VIXCLS, start: 2024-01-01, end: 2025-03-31, vintage: 2025-04-01, columns: {price: VIXCLS}}",
    "http": "{kind: http, url: 'https://example.org/${CAUSAL_KEY}', format: json, at: data.0, missing: [NA], time_format: unix, headers: {Authorization: 'Bearer ${CAUSAL_TOKEN}'}}",
    "sql": "{kind: sql, url: 'postgresql+psycopg://reader:${CAUSAL_PASSWORD}@host/d', query: select * from market}",
    "sqlite": "{kind: sqlite, file: m.db, query: select * from market}",
    "yahoo": "{kind: yahoo, symbol: ^VIX, start: 2024-01-01, columns: {price: close}}",
}


def with_origin(tmp_path, origin):
    return make_folder(tmp_path, sources={"    time: date\n": f"    time: date\n    from: {origin}\n"})


def test_every_source_and_connector_has_its_tests():
    for folder, names in (
        (Path(__file__).parent, sources()),
        (Path(__file__).parent.parent / "connectors", connectors.connectors()),
    ):
        for name in names:
            assert (folder / f"test_{name}.py").exists(), name
    assert set(sources()) == {"fred", "http", "sql", "sqlite", "yahoo"}


def test_no_source_takes_a_key_that_every_origin_has():
    for name, source in sources().items():
        assert not {"kind", "columns"} & set(source.parameters.model_fields), name


def test_the_schema_spells_out_every_source():
    definitions = schemas.schemas()["sources"]["$defs"]
    for name, source in sources().items():
        assert {"kind", "columns", *source.parameters.model_fields} == set(definitions[f"from_{name}"]["properties"])
        assert definitions[f"from_{name}"]["additionalProperties"] is False


@pytest.mark.parametrize("kind", sources())
def test_the_schema_and_the_loader_are_of_one_mind(tmp_path, kind):
    schema = schemas.schemas()["sources"]
    right = with_origin(tmp_path / "right", EXAMPLES[kind])
    jsonschema.validate(read(right / "data" / "sources.yaml", "s").values, schema)
    assert load.load(right).datasets[0].id == "market"
    typos = [
        ("kind:", "knd:"),
        (f"kind: {kind}", f"kind: {kind}x"),
        ("}", ", extra: 1}"),
        (EXAMPLES[kind].split(", ")[1].split(":")[0] + ":", "typo:"),
    ]
    for i, (old, new) in enumerate(typos):
        wrong = with_origin(tmp_path / f"{i}", new.join(EXAMPLES[kind].rsplit(old, 1)))
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(read(wrong / "data" / "sources.yaml", "s").values, schema)
        with pytest.raises(load.BadFolderError):
            load.load(wrong)
