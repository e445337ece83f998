"""Fuzz one target with atheris: `python -m tests.fuzz.run TARGET -max_total_time=600`. Findings go to tests/fuzz/cases as TARGET-NAME."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["causal", "yaml"]):
    from tests.fuzz.targets import TARGETS
    from tests.test_fuzz import seeds

if __name__ == "__main__":
    name, *options = sys.argv[1:]
    corpus = Path.home() / ".cache" / "causal-fuzz" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    atheris.Setup(
        [sys.argv[0], *options, str(corpus), f"-artifact_prefix={Path(__file__).parent / 'cases' / name}-"],
        TARGETS[name],
    )
    atheris.Fuzz()
