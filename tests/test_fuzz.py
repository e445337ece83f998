"""Every finding of fuzzing stays fixed, and each target takes a short run of mutated good files and of plain noise."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.authoring.graph_formats.test_set import FOREIGN
from tests.folders import CLAIMS, GRAPH
from tests.fuzz.mutation import good_parquet, good_pdf, good_workbook, parts
from tests.fuzz.targets import TARGETS

pytestmark = pytest.mark.slow

SLOW = {"graph", "claims", "sources", "page", "workbook"}
CASES = Path(__file__).parent / "fuzz" / "cases"
FORMULAS = [
    "100 * logret(d.a)",
    "where(d.a > 2, d.b, missing())",
    "highest(pct(d.a), 3) - lag(d.b)",
    "-(d.a ** 2) / d.b",
    "d.a < 3",
]
FIGURES = [
    "13.2%",
    "about 6 million",
    "more than $10bn",
    "between 4,000 and 5,000",
    "nearly 90",
    "2x",
    "-$530m",
    "one third",
]


def seeds(target):
    """Give good inputs to start from."""
    return {
        "formulas": [f.encode() for f in FORMULAS],
        "figures": [f.encode() for f in FIGURES],
        "graph": [GRAPH.encode()],
        "claims": [CLAIMS.encode()],
        "table": [b"date,a\n2024-01-01,1\n2024-01-02,\n", b'x,"y,z"\n1,"2"\n'],
        "formats": [text.encode() for text in FOREIGN.values()],
        "report_json": [
            b'{"schema_version": 3, "rows": 1, "brought": {"checks": {"a": "A"}}, "study": {"name": "x"}}',
            b"[]",
        ],
        "page": [b"", b"\x00\x01\x02\x03\x04\x05\x06\x07", bytes(range(40))],
        "pdf": [good_pdf()],
        "workbook": [good_workbook(), *parts(good_workbook())],
        "parquet": [good_parquet(), good_parquet(compression="NONE", use_dictionary=False)],
    }.get(target, [GRAPH.encode(), CLAIMS.encode(), b"a: [1, {b: 2}]\n"])


@pytest.mark.parametrize("case", sorted(CASES.glob("*-*")), ids=lambda path: path.name)
def test_findings_stay_fixed(case):
    TARGETS[case.name.partition("-")[0]](case.read_bytes())


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_mutations_of_good_inputs_raise_nothing_else(target):
    rng = random.Random(target)
    for _ in range(40 if target == "page" else 150 if target in SLOW else 600):
        data = bytearray(rng.choice(seeds(target)))
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(data) + 1)
            kind = rng.randrange(4)
            if kind == 0:
                data[at:at] = bytes(
                    rng.choices(b"{}[]:,&*!|>'\"%@`-?#\n\t 0123456789.eE()<>=^\x00\xff", k=rng.randint(1, 4))
                )
            elif kind == 1:
                del data[at : at + rng.randint(1, 12)]
            elif kind == 2:
                data[at:at] = data[at : at + rng.randint(1, 30)]
            elif at < len(data):
                data[at] = rng.randrange(256)
        TARGETS[target](bytes(data))


@pytest.mark.parametrize("target", sorted(set(TARGETS) - SLOW))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=300))
def test_noise_raises_nothing_else(target, data):
    TARGETS[target](data)
