"""What stands for no value changes no verdict once it is declared, and is told before."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from click.testing import CliRunner

from causal import pipeline
from causal.commands.cli import main
from tests.test_pipeline import QUICK

DAYS = [date(2023, 1, 1) + timedelta(days=n) for n in range(400)]
RNG = np.random.default_rng(12)
TMIN = np.round(np.cumsum(RNG.normal(0, 1, 400)) * 0.3 + RNG.normal(8, 3, 400), 1)
HEATING = np.round(200 - 6 * TMIN + RNG.normal(0, 8, 400), 1)


def table(tmin, heating, delimiter=","):
    rows = (delimiter.join((str(day), *pair)) for day, *pair in zip(DAYS, tmin, heating, strict=True))
    return "\n".join([delimiter.join(("date", "tmin", "heating")), *rows])


def with_gaps(word):
    return [word if n in {60, 200} else str(value) for n, value in enumerate(TMIN)]


def grouped():
    """Ten times as large, in whole numbers with a point between thousands."""
    return [f"{round(value * 10):,}".replace(",", ".") for value in HEATING]


def verdict(tmp_path, text, name, *known):
    path = tmp_path / name
    path.write_text(text)
    words = [word for one in known for word in ("--as", one)]
    said = CliRunner().invoke(main, ["new", str(tmp_path / "r"), "--data", str(path), *words]).output
    report = tmp_path / "r" / "report.yaml"
    text = report.read_text()
    event = f"day: {DAYS[-1]}, start: {DAYS[-1]}, end: {DAYS[-1]}"
    report.write_text(text.replace(event, "day: 2024-01-06, start: 2024-01-06, end: 2024-01-06"))
    graph = tmp_path / "r" / "graph.yaml"
    graph.write_text(graph.read_text().replace("sign: 1,", "sign: -1, smallest_effect: 1,"))
    said += CliRunner().invoke(main, ["check", str(tmp_path / "r")]).output
    found = pipeline.build(tmp_path / "r", QUICK)
    return said, found.edge_verdicts[0], found.graph.edges[0].estimates[0].effect


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return verdict(tmp_path_factory.mktemp("clean"), table(with_gaps(""), map(str, HEATING)), "clean.csv")


def test_the_clean_file_shows_the_effect(clean):
    assert -7 < clean[2] < -5


@pytest.mark.parametrize("word", ["-9999", "-9999.0", "1e20", "999"])
def test_a_declared_stand_in_gives_the_verdict_of_the_clean_file(tmp_path, clean, word):
    (tmp_path / "s.csv").write_text(table(with_gaps(word), map(str, HEATING)))
    said = CliRunner().invoke(main, ["new", str(tmp_path / "r"), "--data", str(tmp_path / "s.csv")]).output
    said += CliRunner().invoke(main, ["check", str(tmp_path / "r")]).output
    value = f"{float(word):.15g}"
    assert said.count(f"s.tmin: {value} stands on 2 of 400 rows (first 2023-03-02)") == 2  # by new, and by check
    assert f"write `missing: [{value}]`" in said
    (tmp_path / "again").mkdir()
    said, declared, effect = verdict(
        tmp_path / "again", table(with_gaps(word), map(str, HEATING)), "s.csv", f"missing: [{word}]"
    )
    assert "stands on" not in said
    assert (declared.grounds, effect) == (clean[1].grounds, clean[2])


def test_an_undeclared_stand_in_drowns_the_effect(tmp_path):
    assert abs(verdict(tmp_path, table(with_gaps("-9999"), map(str, HEATING)), "s.csv")[2]) < 1


@pytest.mark.parametrize("word", ["..", "n/a", "–", ":"])
def test_a_word_for_no_value_is_found_and_declared(tmp_path, clean, word):
    said, found, effect = verdict(tmp_path, table(with_gaps(word), map(str, HEATING)), "s.csv")
    assert (found.grounds, effect) == (clean[1].grounds, clean[2])
    assert f'missing: ["{word}"]' in (tmp_path / "r" / "data" / "sources.yaml").read_text("utf-8")


def test_thousands_with_points_are_read_as_such(tmp_path, clean):
    said, found, effect = verdict(tmp_path, table(with_gaps(""), grouped(), "\t"), "german.tsv")
    assert "column 'heating' writes numbers as 1.234,56" in said
    assert found.grounds is clean[1].grounds
    assert effect == pytest.approx(10 * clean[2])
