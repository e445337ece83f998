"""What a command imports: looking a folder over needs no library that computes, draws or words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPUTING = {"dowhy", "networkx", "scipy", "sklearn", "statsmodels"}
RENDERING = {"fontTools", "jinja2", "matplotlib", "pikepdf", "weasyprint"}
RUN = """
import json, sys
from causal.commands.cli import main
main(sys.argv[1:], prog_name="causal", standalone_mode=False)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def imported(*arguments):
    """The packages that a command has imported when it is done."""
    command = [sys.executable, "-c", RUN, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.slow
def test_a_folder_is_looked_over_without_what_computes_and_renders():
    found = imported("check", "reports/ibit-2026-02-05")
    assert {"pandas", "pydantic"} <= found
    assert not found & (COMPUTING | RENDERING)
