"""The calibration study on a few cells, with the targets it exists for; and the study that is kept with the package."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from causal.calibration import confirmation, grid, judged
from causal.calibration import results as grid_results
from causal.calibration.cells import Cell, Fresh, FreshTails, Group, Limit, Scenario, Tails
from causal.calibration.procedures import PROCEDURES
from causal.calibration.worlds import simulate
from causal.commands.cli import main
from causal.errors import CausalError
from causal.files.assets import asset
from causal.inference import estimate
from causal.rendering.catalogue import Catalogue
from causal.rendering.known_misses import known_misses, why
from causal.verdict import RUBRIC
from causal.work.seeds import stream
from causal.work.spread import Workers
from causal.work.store import Store
from tests.worlds import event_at, frame

pytestmark = pytest.mark.slow

QUICK = replace(RUBRIC, calibration_draws=59)
SMALL = Cell(scenario=Scenario.OBSERVED, rows=250, persistence=0.3, tails=Tails.GARCH)


def run(cells, count=60, workers=None, beside=tuple(PROCEDURES)):
    """Run a study; `beside` are the procedures that the rubric is set beside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "PROCEDURES", {name: PROCEDURES[name] for name in beside})
        return grid.study(cells, QUICK, count, workers or Workers(), Store(None), lambda name: None)


def test_a_small_study_meets_the_targets_where_the_edge_is_missing():
    cells = [SMALL, replace(SMALL, rows=120, tails=Tails.T4), replace(SMALL, scenario=Scenario.EVENT)]
    for row in run(cells, 150, beside=()):
        score = row.scores["causal"]
        assert score.false_support.rate <= 0.05
        assert score.coverage.high >= 0.93
        assert row.scores["oracle"].power.rate >= score.power.rate


def test_what_one_would_do_instead_errs_more():
    confounded = replace(SMALL, persistence=0.9)
    scores = run([confounded], beside=("correlation", "dowhy"))[0].scores
    assert scores["causal"].false_support.rate <= 0.05
    assert scores["correlation"].false_support.rate > 0.5
    assert scores["dowhy"].false_support.rate > 0.2
    assert scores["dowhy"].coverage.rate < 0.8


def test_a_reversed_edge_is_scored_for_false_support_alone():
    scores = run([replace(SMALL, scenario=Scenario.REVERSED, lag=1)], beside=())[0].scores
    assert scores["causal"].power is None
    assert scores["causal"].coverage is None
    assert scores["causal"].false_support.rate <= 0.05
    assert "oracle" not in scores


@pytest.mark.parametrize("lag", [0, 1])
def test_designs_are_those_of_the_report(lag):
    cell = replace(SMALL, lag=lag)
    world = simulate(cell, 0.3, 1, stream(1, "w"))
    estimand = grid.estimand_for(lag)
    seen = judged.frame_of(cell, world)
    mine = estimate.design_for(seen, grid.declared(lag), estimand, judged.around(cell))
    data = frame({n: getattr(world, n)[:, 0] for n in "xyz"})
    event = event_at(data, cell.event_row)
    theirs = estimate.design_for(data, grid.declared(lag), estimand, (event.start, event.end))
    assert (mine.names, mine.past, mine.common) == (theirs.names, theirs.past, theirs.common)
    for name in ("outcome", "treatment", "controls", "event", "lead"):
        assert np.array_equal(getattr(mine, name), getattr(theirs, name), equal_nan=name == "lead")


@pytest.mark.parametrize("scenario", [Scenario.OBSERVED, Scenario.EVENT_BOTH])
def test_intervals_of_all_worlds_are_those_of_each(scenario, monkeypatch):
    cell = replace(SMALL, scenario=scenario, rows=120)
    worlds, _ = grid.drawn(cell, 40)
    asked = (cell, worlds, grid.declared(0), grid.estimand_for(0), QUICK, 1)
    together = judged.judged(*asked)
    monkeypatch.setattr(judged, "HC3", None)
    alone = judged.judged(*asked)
    assert together.low == pytest.approx(alone.low, abs=1e-12)
    assert together.high == pytest.approx(alone.high, abs=1e-12)
    assert np.array_equal(together.claimed, alone.claimed)


def test_the_designs_with_a_second_confounder_hold_it_a_row_later():
    cell = Cell(scenario=Fresh.TWO, rows=60, persistence=0.3, tails=FreshTails.T5)
    world, _ = grid.drawn(cell, 1)
    estimand = grid.estimand_for(0, second=True)
    seen = judged.frame_of(cell, world)
    found = estimate.design_for(seen, grid.declared(0, second=True), estimand, judged.around(cell))
    place, first = 1 + found.names.index("w@1"), cell.rows - found.rows
    assert np.array_equal(found.controls[:, place], world.w[first - 1 : -1, 0])


def test_the_grid_is_declared_balanced_and_named_once():
    cells = grid.cells()
    assert len({c.name for c in cells}) == len(cells) <= 170
    assert {c.scenario for c in cells} == set(Scenario)
    observed = [c for c in cells if c.scenario is Scenario.OBSERVED and c.lag == 0]
    for one, other in (("rows", "persistence"), ("rows", "tails"), ("persistence", "tails")):
        counts = Counter((getattr(c, one), getattr(c, other)) for c in observed)
        assert max(counts.values()) - min(counts.values()) <= 1
    assert {c.rows for c in observed} == {120, 250, 500, 1000, 2500}
    for scenario in set(Scenario) - {Scenario.OBSERVED}:
        inside = [c for c in cells if c.scenario is scenario]
        assert {c.rows for c in inside} == {250, 500}
        assert Tails.GARCH in {c.tails for c in inside}
        assert len({c.tails for c in inside}) > 1
        assert len({c.persistence for c in inside}) > 1


def test_feedback_stays_where_it_is_stable():
    assert max(c.persistence for c in grid.cells() if c.scenario is Scenario.FEEDBACK) <= 0.6


def test_two_processes_give_the_same_table():
    cells = [SMALL, replace(SMALL, rows=120)]
    assert grid_results.to_table(run(cells, 6)) == grid_results.to_table(run(cells, 6, Workers(jobs=2)))


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


def test_the_table_has_lengths_effects_and_what_cannot_be_known():
    rows = run([SMALL, replace(SMALL, persistence=0.0, tails=Tails.NORMAL)], 20)
    lines = list(csv.DictReader(io.StringIO(grid_results.to_table(rows))))
    for row, knowable, limit in zip(rows, ("yes", "no"), ("", "direction"), strict=True):
        mine = [line for line in lines if float(line["persistence"]) == row.cell.persistence]
        assert {(line["knowable"], line["limit"], line["effect"]) for line in mine} == {(knowable, limit, "0.3")}
        lengths = {line["procedure"]: line["length"] for line in mine}
        assert float(lengths["causal"]) == pytest.approx(row.scores["causal"].length, abs=1e-6)
        assert float(lengths["augmented"]) > 0
        assert lengths["pcmci"] == lengths["granger"] == ""


def rates(false, power, covered=None, count=1000, length=None):
    from causal.inference.rates import rate

    def share(value):
        return rate(np.arange(count) < value * count)

    return grid.Score(
        coverage=None if covered is None else share(covered),
        false_support=share(false),
        power=share(power),
        length=length,
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


def row_of(cell, ours, oracle_length=0.1, **others):
    oracle = rates(0.02, 0.99, 0.95, length=oracle_length)
    return grid.Row(cell=cell, scores={"causal": ours, "oracle": oracle, "augmented": oracle, **others})


HIDDEN = replace(SMALL, scenario=Scenario.PASSING_CAUSE)
SYMMETRIC = replace(SMALL, persistence=0.0, tails=Tails.NORMAL, scenario=Scenario.REVERSED)


@pytest.mark.parametrize(
    ("cell", "false", "missed"),
    [
        (SMALL, 0.06, True),
        (HIDDEN, 0.09, False),
        (HIDDEN, 0.11, True),
        (SYMMETRIC, 0.09, False),
        (replace(SYMMETRIC, tails=Tails.T4), 0.06, True),
        (replace(SYMMETRIC, lag=1), 0.06, True),
        (replace(SYMMETRIC, scenario=Scenario.OBSERVED), 0.06, True),
    ],
)
def test_the_target_is_milder_only_where_theory_lets_no_test_tell(cell, false, missed):
    found = grid_results.misses([row_of(cell, rates(false, 0.5, 0.95, length=0.1))])
    assert [m.target for m in found] == (["false support"] if missed else [])
    assert all(m.scenario == cell.group.value and m.names == (cell.name,) for m in found)


@pytest.mark.parametrize(
    ("scenario", "length", "missed"),
    [(Scenario.OBSERVED, 0.114, False), (Scenario.OBSERVED, 0.12, True), (Scenario.WEEKLY, 0.3, False)],
)
def test_length_is_judged_beside_the_oracle_under_observed_confounding(scenario, length, missed):
    row = row_of(replace(SMALL, scenario=scenario), rates(0.01, 0.5, 0.95, length=length))
    found = grid_results.misses([row])
    assert [(m.target, m.worst) for m in found] == ([("length", pytest.approx(length / 0.1))] if missed else [])


def test_what_cannot_be_told_is_counted_by_its_reason():
    rows = [row_of(c, rates(f, 0.5)) for c, f in ((SMALL, 0.5), (HIDDEN, 0.08), (HIDDEN, 0.2), (SYMMETRIC, 0.01))]
    found = {u.limit: (u.cells, u.worst, u.over) for u in grid_results.untold(rows)}
    assert found == {"hidden_cause": (2, 0.2, 1), "direction": (1, 0.01, 0)}


def test_power_is_matched_among_the_observed_kinds_where_the_other_is_sound():
    def pair(scenario, ours, theirs, false=0.01):
        return row_of(replace(SMALL, scenario=scenario), rates(0.01, ours), pcmci=rates(false, theirs))

    rows = [
        pair(Scenario.OBSERVED, 0.9, 0.9),
        pair(Scenario.OBSERVED, 0.95, 0.5),
        pair(Scenario.OBSERVED, 0.2, 0.9),
        pair(Scenario.OBSERVED, 0.2, 0.9, false=0.3),
        pair(Scenario.WEEKLY, 0.9, 0.9),
    ]
    standing = grid_results.standing(rows, "pcmci")
    assert (standing.matched, standing.observed) == (2, 3)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_miss_and_every_limit_that_may_occur_has_its_words(language):
    words = Catalogue(language)
    for cell in (*grid.cells(), *confirmation.cells()):
        targets = {"false support"} | (set() if cell.misplaced else {"coverage"})
        for target in targets | ({"length"} if cell.group is Group.OBSERVED else set()):
            assert why(words, target, cell.group.value)
            assert words.word(target) and words.word(cell.group.value)
    for limit in set(Limit) - {Limit.NONE}:
        assert words.text(f"calibration.limit.{limit.value}")


def test_the_confirmation_is_the_command_with_a_flag(monkeypatch, tmp_path):
    """Which cells are chosen is looked at, and nothing is run on them."""
    chosen = []

    def refuse(cells, *rest):
        chosen.extend(cells)
        raise CausalError("looked at")

    monkeypatch.setattr(grid, "study", refuse)
    arguments = ["calibrate", "--worlds", "20", "-o", str(tmp_path / "study")]
    assert CliRunner().invoke(main, arguments).exit_code != 0
    assert tuple(chosen) == grid.cells()
    chosen.clear()
    CliRunner().invoke(main, [*arguments, "--confirmation", "--only", "trend"])
    assert {c.scenario for c in chosen} == {Fresh.TREND}
    told = CliRunner().invoke(main, [*arguments, "--confirmation", "--only", "GARCH"]).output
    assert confirmation.cells()[0].name in told.replace("\n", " ")


@pytest.mark.parametrize("cell", [grid.cells()[0], grid.cells()[-1], confirmation.cells()[0], confirmation.cells()[-1]])
def test_a_row_is_kept_whatever_family_its_cell_is_of(cell, tmp_path):
    row, store = row_of(cell, rates(0.01, 0.5, length=0.1)), Store(tmp_path, b"secret")
    store.put("one", row)
    assert store.get("one", grid.Row) == row


def test_the_confirmation_has_a_page_of_its_own():
    cell = confirmation.cells()[0]
    made_up = rates(0.01, 0.5, 0.95, length=0.1)
    others = dict.fromkeys(("interval", *PROCEDURES), rates(0.2, 0.5))
    files = grid_results.files(
        [row_of(cell, made_up, **others)], QUICK, 20, "2026-01-02", "causal calibrate --confirmation"
    )
    assert files["README.md"].startswith("# Confirmation on fresh worlds")
    assert json.loads(files["summary.json"])["seed"] == grid.CONFIRMATION_SEED
    assert f",{cell.effect}," in files["table.csv"]


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
