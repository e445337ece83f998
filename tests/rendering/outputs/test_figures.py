"""The figures output: every figure of the page as files, in a folder of their own."""

from __future__ import annotations

import csv
import io

from causal.rendering import figure_files
from causal.rendering.outputs import outputs
from tests.rendering.outputs.given import given

OUTPUT = outputs()["figures"]


def test_every_figure_of_the_page_is_a_file_with_its_alternative_text(monkeypatch):
    monkeypatch.setattr(figure_files, "png", lambda svg, fonts: b"PNG")
    asked = given()
    files = OUTPUT.files(asked)
    assert all(name.startswith("figures/") for name in files)
    for figure in asked.page.drawn:
        assert files[f"figures/{figure.name}.svg"].decode() == figure.svg + "\n"
        assert files[f"figures/{figure.name}.png"] == b"PNG"
    index = list(csv.DictReader(io.StringIO(files["figures/index.csv"].decode())))
    assert [(row["figure"], row["shows"]) for row in index] == [(f.name, f.alt) for f in asked.page.drawn]
