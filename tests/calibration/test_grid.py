"""The calibration study on a few cells, with the targets it exists for; and the study that is kept with the package."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from causal.calibration import grid
from causal.calibration import results as grid_results
from causal.calibration.cells import Cell, Scenario, Tails
from causal.calibration.worlds import simulate
from causal.files.assets import asset
from causal.inference import estimate
from causal.rendering.catalogue import Catalogue
from causal.rendering.known_misses import known_misses
from causal.verdict import RUBRIC
from causal.work.seeds import stream
from causal.work.spread import Workers
from causal.work.store import Store
from tests.worlds import event_at, frame

pytestmark = pytest.mark.slow

QUICK = replace(RUBRIC, calibration_draws=59)
SMALL = Cell(scenario=Scenario.OBSERVED, rows=250, persistence=0.3, tails=Tails.GARCH)


def run(cells, count=60, workers=None):
    return grid.study(cells, QUICK, count, workers or Workers(), Store(None), lambda name: None)


def test_a_small_study_meets_the_targets_where_the_edge_is_missing():
    cells = [SMALL, replace(SMALL, rows=120, tails=Tails.T4), replace(SMALL, scenario=Scenario.EVENT)]
    for row in run(cells, 150):
        score = row.scores["causal"]
        assert score.false_support.rate <= 0.05
        assert score.coverage.high >= 0.93
        assert row.scores["oracle"].power.rate >= score.power.rate


def test_what_one_would_do_instead_errs_more():
    confounded = replace(SMALL, persistence=0.9)
    scores = run([confounded])[0].scores
    assert scores["causal"].false_support.rate <= 0.05
    assert scores["correlation"].false_support.rate > 0.5
    assert scores["dowhy"].false_support.rate > 0.2
    assert scores["dowhy"].coverage.rate < 0.8


def test_a_reversed_edge_is_scored_for_false_support_alone():
    scores = run([replace(SMALL, scenario=Scenario.REVERSED, lag=1)])[0].scores
    assert scores["causal"].power is None
    assert scores["causal"].coverage is None
    assert scores["causal"].false_support.rate <= 0.05
    assert "oracle" not in scores


@pytest.mark.parametrize("lag", [0, 1])
def test_designs_are_those_of_the_report(lag):
    cell = replace(SMALL, lag=lag)
    world = simulate(cell, 0.3, 1, stream(1, "w"))
    estimand = grid.estimand_for(lag)
    mine = grid.designs(cell, world, estimand)[0]
    data = frame({n: getattr(world, n)[:, 0] for n in "xyz"})
    event = event_at(data, cell.event_row)
    theirs = estimate.design_for(data, grid.declared(lag), estimand, (event.start, event.end))
    assert mine.names == theirs.names
    for name in ("outcome", "treatment", "controls", "event", "lead"):
        assert np.array_equal(getattr(mine, name), getattr(theirs, name), equal_nan=name == "lead")


def test_two_processes_give_the_same_table():
    cells = [SMALL, replace(SMALL, rows=120)]
    assert grid_results.to_table(run(cells, 20)) == grid_results.to_table(run(cells, 20, Workers(jobs=2)))


def test_the_files_say_what_was_found():
    rows = run([SMALL, replace(SMALL, scenario=Scenario.HIDDEN)], 20)
    files = grid_results.files(rows, QUICK, 20, "2026-01-02", "causal calibrate")
    lines = list(csv.DictReader(io.StringIO(files["table.csv"])))
    assert {line["procedure"] for line in lines} == set(rows[0].scores)
    ours = next(line for line in lines if line["procedure"] == "causal")
    assert float(ours["coverage"]) == pytest.approx(rows[0].scores["causal"].coverage.rate, abs=1e-6)
    summary = json.loads(files["summary.json"])
    assert any(m["scenario"] == "hidden confounding" and m["target"] == "coverage" for m in summary["misses"])
    assert "hidden confounding" in files["README.md"]
    assert files["coverage.svg"].count("<circle") >= 2


def rates(false, power, covered=None, count=1000):
    from causal.inference.error_rates import rate

    def share(value):
        return rate(np.arange(count) < value * count)

    return grid.Score(
        coverage=None if covered is None else share(covered), false_support=share(false), power=share(power)
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ((0.01, 0.5, 0.95), (0.20, 0.9, 0.95), "ahead"),
        ((0.01, 0.5, 0.95), (0.01, 0.9, 0.80), "ahead"),
        ((0.01, 0.5, 0.95), (0.01, 0.9, 0.95), "behind"),
        ((0.01, 0.5, 0.95), (0.01, 0.51, None), "level"),
        ((0.20, 0.9, 0.95), (0.01, 0.1, None), "behind"),
        ((0.20, 0.9, 0.50), (0.60, 0.9, None), "ahead"),
    ],
)
def test_how_two_procedures_compare(ours, theirs, said):
    row = grid.Row(cell=SMALL, scores={"causal": rates(*ours), "dowhy": rates(*theirs)})
    standing = grid_results.standing([row], "dowhy")
    assert {"ahead": standing.ahead, "level": standing.level, "behind": standing.behind}[said] == 1


def test_the_kept_study_is_of_this_rubric_and_this_grid():
    summary = json.loads(asset("calibration/summary.json").read_text())
    assert summary["rubric_digest"] == grid_results.rubric_digest(RUBRIC)
    assert summary["cells"] == len(grid.cells())
    assert summary["worlds"] == grid.WORLDS
    table = list(csv.DictReader(io.StringIO(asset("calibration/table.csv").read_text())))
    kept = {(r["scenario"], int(r["rows"]), float(r["persistence"]), r["tails"], int(r["lag"])) for r in table}
    assert kept == {(c.scenario.value, c.rows, c.persistence, c.tails.value, c.lag) for c in grid.cells()}
    for line in table:
        if line["procedure"] == "causal" and line["scenario"] in {"observed confounding", "event-day outlier"}:
            assert float(line["false support"]) <= 0.05


def test_every_miss_has_its_reason_in_words():
    lines = known_misses(Catalogue("en"))
    summary = json.loads(asset("calibration/summary.json").read_text())
    assert len(lines) == 1 + len(summary["misses"])
    assert all("%" in line for line in lines)
