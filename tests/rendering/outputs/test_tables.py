"""The tables output: the report's rows as CSV, in a folder of their own."""

from __future__ import annotations

import csv
import io

from causal.rendering.outputs import outputs
from tests.rendering.outputs.given import given, hostile

OUTPUT = outputs()["tables"]


def rows(files, name):
    return list(csv.DictReader(io.StringIO(files[f"tables/{name}.csv"].decode())))


def test_every_table_is_in_its_folder():
    asked = given()
    files = OUTPUT.files(asked)
    assert set(files) == {f"tables/{name}.csv" for name in ("claims", "figures", "estimates", "tests", "refutations")}
    assert [row["claim"] for row in rows(files, "claims")] == [v.claim for v in asked.report.verdicts]
    assert len(rows(files, "tests")) == sum(len(v.tests) for v in asked.report.edge_verdicts)
    first = next(e for g in asked.report.graphs for f in g.edges for e in f.estimates)
    assert float(rows(files, "estimates")[0]["effect"]) == first.effect


def test_no_cell_begins_like_a_formula():
    files = OUTPUT.files(given(hostile()))
    for content in files.values():
        for row in csv.reader(io.StringIO(content.decode())):
            assert not [cell for cell in row if cell.startswith(("=", "+", "@"))]
