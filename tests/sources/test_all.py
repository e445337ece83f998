"""What every source must be: of one shape, tested by a file of its own, and known to the schema."""

from __future__ import annotations

from pathlib import Path

from causal import connectors, schemas
from causal.sources import sources


def test_every_source_and_connector_has_its_tests():
    for folder, names in ((Path(__file__).parent, sources()), (Path(__file__).parent.parent / "connectors", connectors.connectors())):
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
