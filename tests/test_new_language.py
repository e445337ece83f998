"""Adding a language is adding a folder: nothing in the code knows which there are, nor how each writes a number."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from causal.files.assets import FALLBACK, PACKAGE, asset, languages
from causal.rendering.catalogue import catalogue_of
from causal.rendering.outputs.html import html
from causal.rendering.page import page_of
from causal.report import to_json
from tests.fake_report import fake_report
from tests.folders import make_folder

ADDED = "xx"
CHANGES = {
    '  decimal: "."': '  decimal: ","',
    '  thousands: ","': '  thousands: "\u202f"',
    '  percent: "%"': '  percent: "\u00a0%"',
    'sentence: {capital: "yes"}': 'sentence: {capital: "no"}',
    "  lang: en": f"  lang: {ADDED}",
    "  contradicted: contradicted": "  contradicted: gainsaid",
    'date: "{{ day }} {{ month }} {{ year }}"': 'date: "{{ day }}. {{ month }} {{ year }}"',
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A copy of the package with one folder more: English, but for a few words and signs."""
    root = tmp_path_factory.mktemp("copy")
    kept = shutil.ignore_patterns("__pycache__", "calibration/*.svg")
    shutil.copytree(PACKAGE, root / "causal", ignore=kept)
    shutil.copytree(asset("templates"), root / "templates")
    locale = root / "templates" / "locale"
    shutil.copytree(locale / "en", locale / ADDED)
    changed = set()
    for path in (locale / ADDED).glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for old, new in CHANGES.items():
            if old in text:
                text, changed = text.replace(old, new, 1), changed | {old}
        path.write_text(text, encoding="utf-8")
    assert changed == set(CHANGES)
    return root


def run(installed, *words):
    path = os.pathsep.join((str(installed), str(Path(__file__).resolve().parents[1])))
    return subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=installed,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )


@pytest.fixture(scope="module")
def page(installed):
    told = json.loads(to_json(fake_report()))
    told["study"]["language"] = ADDED
    (installed / "report.json").write_text(json.dumps(told), encoding="utf-8")
    done = run(installed, "-m", "causal.commands.cli", "render", "report.json", "--format", "html", "-o", "out")
    assert done.returncode in (0, 1), done.stderr
    return (installed / "out" / "report.html").read_text(encoding="utf-8")


def test_the_page_is_worded_and_dated_in_it(page):
    assert f'<html lang="{ADDED}">' in page
    assert "gainsaid" in page
    assert "✗ contradicted" not in page
    assert "4. March 2025" in page


def test_every_number_is_written_in_its_style(page):
    cells = re.findall(r'<td class="num">([^<]*)</td>', page)
    figures = [text for text in re.findall(r"<text [^>]*>([^<]*)</text>", page) if re.fullmatch(r"[+−]?[\d.,]+", text)]
    assert sum("," in one for one in cells) > 20
    assert sum("," in one for one in figures) > 20
    assert not [one for one in (*cells, *figures) if re.search(r"\d\.\d", one)]
    assert re.search(r"\d\u00a0%", page)


def test_a_sentence_begins_as_the_language_says(page):
    in_english = html(page_of(fake_report(), catalogue_of(fake_report())))
    assert "A proxy stands for a latent variable" in in_english
    assert "a proxy stands for a latent variable" in page
    assert "A proxy stands for a latent variable" not in page


def speak(folder, language):
    """Let a report folder name its language."""
    text = (folder / "report.yaml").read_text(encoding="utf-8")
    kept = re.sub(r"^language: .*\n", "", text, flags=re.MULTILINE)
    (folder / "report.yaml").write_text(f"language: {language}\n{kept}", encoding="utf-8")


def test_a_folder_may_be_written_in_it_and_an_editor_is_told(installed, tmp_path):
    folder = make_folder(tmp_path / "r")
    speak(folder, ADDED)
    done = run(installed, "-m", "causal.commands.cli", "check", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    code = "import json; from causal.folder.schemas import schemas; print(json.dumps(schemas()))"
    made = json.loads(run(installed, "-c", code).stdout)
    for name in ("report", "text"):
        assert made[name]["properties"]["language"]["enum"] == sorted((*languages(), ADDED))
    for command in ("build", "check"):
        assert f"|{ADDED}|" in run(installed, "-m", "causal.commands.cli", command, "--help").stdout


def test_a_language_that_is_nowhere_is_refused_with_those_there_are(tmp_path):
    from causal.errors import BadFolderError
    from causal.folder import load

    folder = make_folder(tmp_path / "r")
    speak(folder, "zz")
    with pytest.raises(BadFolderError) as caught:
        load.load(folder)
    (problem,) = caught.value.problems
    assert problem.key == "language"
    assert all(f"'{name}'" in problem.message for name in languages())


def test_no_module_names_a_language_but_the_one_to_fall_back_on():
    named = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and node.value in languages():
                named.setdefault(path.relative_to(PACKAGE).as_posix(), []).append(node.value)
    assert named == {"files/assets.py": [FALLBACK]}
