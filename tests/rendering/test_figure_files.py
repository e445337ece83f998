"""Each figure is there three times, PNGs are the same everywhere and show what the SVG says, and the CSV opens safely."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from causal.rendering.catalogue import catalogue_of
from causal.rendering.figure_data import figure_data
from causal.rendering.figure_files import figure_files, png
from causal.rendering.figures.svg import SYMBOLS, Drawing
from causal.rendering.page import page_of
from causal.rendering.pdf import font_files
from causal.rendering.pieces import Figure
from tests.fake_report import fake_report

pytestmark = pytest.mark.slow

FONTS = tuple(font_files().values())


@pytest.fixture(scope="module")
def report():
    return fake_report()


@pytest.fixture(scope="module")
def page(report):
    return page_of(report, catalogue_of(report))


@pytest.fixture(scope="module")
def drawn(page):
    return {figure.name: figure.svg for figure in page.drawn}


@pytest.fixture(scope="module")
def files(report, page):
    return dict(figure_files(report, page.drawn))


def pixels(content):
    return np.asarray(Image.open(io.BytesIO(content)).convert("L"))


def written(text, width=200.0, size=20.0):
    drawing = Drawing(width, 40.0)
    drawing.text(5, 25, text, size)
    return drawing.finish(text)


def figure(name, text):
    return Figure(name=name, svg=written(text), alt=text)


def test_every_figure_has_its_three_files_and_a_line_in_the_index(drawn, files):
    assert set(files) == {f"{name}.{kind}" for name in drawn for kind in ("svg", "png", "csv")} | {"index.csv"}
    rows = list(csv.DictReader(io.StringIO(files["index.csv"].decode())))
    assert [row["figure"] for row in rows] == list(drawn)
    for row in rows:
        assert {row["svg"], row["png"], row["csv"]} <= set(files)
        assert len(row["shows"]) > 10
        assert "&" not in row["shows"]


def test_a_figure_without_a_table_says_so(report):
    files = dict(figure_files(report, (figure("new-figure", "5"),)))
    assert "new-figure.csv" not in files
    assert "none: its numbers are not tabled" in files["index.csv"].decode()


def test_a_png_is_twice_the_size_of_its_svg_and_not_blank(drawn, files):
    from xml.etree import ElementTree as ET

    for name, svg in drawn.items():
        root = ET.fromstring(svg)
        seen = pixels(files[f"{name}.png"])
        assert seen.shape[1] == pytest.approx(2 * float(root.get("width")), abs=1), name
        assert seen.shape[0] == pytest.approx(2 * float(root.get("height")), abs=1), name
        assert np.mean(seen < 200) > 0.002, name
        assert np.mean(seen > 250) > 0.02, name


def test_the_same_bytes_in_another_process_with_other_fonts_about(drawn, files, tmp_path):
    code = (
        "import sys, hashlib; from causal.rendering.figure_files import png; from causal.rendering.pdf import font_files; "
        "print(hashlib.sha256(png(sys.stdin.buffer.read().decode(), tuple(font_files().values()))).hexdigest())"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "FONTCONFIG_FILE": str(tmp_path / "none"), "LANG": "C"}
    done = subprocess.run(
        [sys.executable, "-c", code], input=drawn["graph"].encode(), capture_output=True, check=True, env=environment
    )
    assert done.stdout.decode().strip() == hashlib.sha256(files["graph.png"]).hexdigest()


def test_only_the_given_fonts_are_used():
    blank = pixels(png(written("Freight rates"), ()))
    assert (blank == 255).all()
    assert (pixels(png(written("Freight rates"), FONTS)) < 100).sum() > 100


@pytest.mark.parametrize("sign", [*sorted(set(SYMBOLS.values())), "−", "→", "²", "中"])
def test_every_sign_of_a_figure_has_its_own_glyph(sign):
    shown = png(written(sign), FONTS)
    assert (pixels(shown) < 128).sum() > 10
    assert shown != png(written("\ue000"), FONTS)


def test_tables_hold_full_precision_and_no_formula(report):
    hostile = "=cmd|'/c calc'!A1"
    part = report.verdicts[0].evidence[0]
    comparison = replace(part.comparisons[0], label=hostile, found=0.1 + 0.2)
    changed = replace(
        report.verdicts[0],
        evidence=(replace(part, comparisons=(comparison,), charts=(replace(part.charts[0], label=hostile),)),),
    )
    attacked = replace(report, verdicts=(changed, *report.verdicts[1:]))
    files = dict(figure_files(attacked, (figure("claim-C01-1", "5"), figure("claim-C01-1-history-1", "6"))))
    row = next(csv.DictReader(io.StringIO(files["claim-C01-1.csv"].decode())))
    assert row["label"] == f"'{hostile}"
    assert float(row["found"]) == 0.1 + 0.2
    assert not any(line.startswith("=") for line in files["claim-C01-1-history-1.csv"].decode().splitlines())


def test_numbers_survive_the_csv(report, files):
    for name, table in figure_data(report).items():
        read = list(csv.reader(io.StringIO(files[f"{name}.csv"].decode())))
        assert tuple(read[0]) == table.columns
        for row, record in zip(read[1:], table.rows, strict=True):
            for cell, value in zip(row, record, strict=True):
                if isinstance(value, float):
                    assert float(cell) == value
                elif value is None:
                    assert cell == ""
