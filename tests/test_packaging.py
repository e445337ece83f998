"""The wheel holds what it needs, and works away from the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, ROOT],
        check=True,
        capture_output=True,
    )
    return next(target.glob("*.whl"))


def test_templates_schemas_and_example_are_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for part in (
        "templates/report.html.j2",
        "templates/report.css",
        "templates/locale/en/report.yaml",
        "templates/folder/claims.yaml",
        "templates/own_data/claims.yaml.j2",
        "schema/claims.schema.json",
        "authoring/draft/words/en.yaml",
        "authoring/draft/words/zh.yaml",
        "reports/ibit-2026-02-05/claims.yaml",
        "reports/ibit-2026-02-05/data/sources.yaml",
    ):
        assert f"causal/{part}" in names, part
    assert not [n for n in names if "/build/" in n or n.startswith("tests/")]


def test_the_installed_wheel_makes_a_folder_and_builds_its_page(wheel, tmp_path):
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import causal; assert causal.__file__.startswith(sys.argv[1]); "
        "from causal.commands.cli import main; main(['new', 'mine'], standalone_mode=False); "
        "from pathlib import Path; Path('d.csv').write_text('day,a,b\\n2025-01-01,1,2\\n2025-01-02,2,3\\n'); "
        "main(['new', 'own', '--data', 'd.csv'], standalone_mode=False); "
        "main(['new', 'theirs', '--from', 'ibit-2026-02-05'], standalone_mode=False); main(['check', 'theirs'], standalone_mode=False); "
        "from dataclasses import replace; from causal import pipeline; from causal.rendering import render; from causal.verdict import RUBRIC; "
        "quick = replace(RUBRIC, draws=50, worlds=20, calibration_draws=20); "
        "report = pipeline.build(Path('mine'), quick); render.render(report, Path('out'), ('html', 'claimreview'))"
    )
    subprocess.run([sys.executable, "-c", code, site], check=True, cwd=tmp_path, capture_output=True)
    assert (tmp_path / "out" / "report.html").stat().st_size > 10_000
