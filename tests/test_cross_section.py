"""Rows in no order: how a folder declares them, what is computed otherwise, and what does not apply and says so."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from causal import pipeline, report
from causal.data import gather
from causal.errors import BadFolderError, DataError
from causal.findings import Strategy
from causal.folder import load
from causal.frame import Frame
from causal.inference import error_rates, estimate, identify, independence, sensitivity
from causal.inference.algebra import fit, project
from causal.inference.design import Design
from causal.inference.refuters import refuters
from causal.messages import Outcome
from causal.rendering import render
from causal.rendering.catalogue import Catalogue
from causal.sampling import HC3, kinds_of_sample, samplings
from causal.sampling._resampling import BlockCounts, Orders, block_resample
from causal.study import Because, Resolution
from causal.verdict import EDGE_TESTS_MAY_BE_INAPPLICABLE, RUBRIC, EdgeTest, Grounds
from tests.folders import make_folder
from tests.people import make_people, simulated
from tests.test_pipeline import QUICK
from tests.worlds import graph

pytestmark = pytest.mark.slow


LOT = {
    "mechanism: it is near,": "mechanism: it is near, direction: {because: randomised, note: Places were drawn by lot.},"
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_people(tmp_path_factory.mktemp("people") / "r", graph=LOT)


@pytest.fixture(scope="module")
def built(folder, built_once):
    return built_once(folder, QUICK)


def problems(path):
    with pytest.raises(BadFolderError) as caught:
        load.load(path)
    return {problem.key: problem.message for problem in caught.value.problems}


# -- the folder


def test_a_cross_section_is_read_without_event_days_or_past(folder):
    study = load.load(folder)
    assert (study.event, study.sample.start, study.sample.end) == (None, None, None)
    assert study.sample.kind == "cross-section"
    assert study.datasets[0].resolution is Resolution.ROW
    assert study.datasets[0].time == "id"
    assert {v.persistence for v in study.graph.variables} == {0}
    assert str(study.printed) == "2025-12-31"
    assert replace(study, as_of=None).printed == study.article.published


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "message"),
    [
        (
            "report",
            "seed: 7",
            "seed: 7\nevent: {day: 2025-02-03, start: 2025-02-01, end: 2025-02-04}",
            "event",
            "has no event day",
        ),
        ("report", "kind: cross-section", "kind: cross-section, start: 2025-01-01", "sample.start", "have no dates"),
        (
            "report",
            "kind: cross-section",
            "kind: crosssection",
            "sample.kind",
            "expected " + " or ".join(f"'{kind}'" for kind in kinds_of_sample()),
        ),
        ("graph", "mechanism: it trains", "mechanism: it trains, lag: 1", "edges[1].lag", "in no order"),
        ("graph", "from: age, to: [club", "from: age, lag: 2, to: [club", "background[0].lag", "in no order"),
        ("graph", "measure: hours", "measure: hours, persistence: 1", "variables.running.persistence", "has no past"),
        ("graph", "measure: hours", "measure: hours, event: up", "variables.running.event", "has no event day"),
        (
            "graph",
            "formula: people.age",
            "formula: diff(people.age)",
            "variables.age.formula",
            "diff means nothing there",
        ),
        (
            "claims",
            "{check: summary, of: people.running",
            "{check: summary, of: lag(people.running)",
            "claims[0].checks[0].of",
            "lag means nothing there",
        ),
        (
            "claims",
            "{check: summary, of: people.running, over: count,",
            "{check: value, of: people.running, at: 2025-01-01,",
            "claims[0].checks[0].check",
            "see 'summary'",
        ),
        ("sources", "rows: id", "time: id", "datasets.people.resolution", "go together"),
        ("sources", "resolution: row", "resolution: day", "datasets.people.resolution", "go together"),
        ("sources", "rows: id", "rows: id\n    time: id", "datasets.people.rows", "not both"),
        ("sources", "    rows: id\n", "", "datasets.people", "the key 'time' is missing"),
        ("sources", "rows: id", "rows: id\n    key: [club]", "datasets.people.key", "no key columns"),
        ("sources", "rows: id", "rows: name", "datasets.people.rows", "no column 'name'"),
    ],
)
def test_what_a_cross_section_cannot_have_is_refused_by_its_key(tmp_path, file, old, new, key, message):
    found = problems(make_people(tmp_path / "r", **{file: {old: new}}))
    assert message in found[key]


def test_a_time_series_still_needs_its_event_and_its_ends(tmp_path):
    found = problems(
        make_folder(
            tmp_path / "a",
            report={"event: {day: 2025-02-03, start: 2025-01-31, end: 2025-02-04, label: the drop}\n": ""},
        )
    )
    assert "the key 'event' is missing: a time series needs it" in found[""]
    found = problems(make_folder(tmp_path / "b", report={"start: 2024-01-01, ": ""}))
    assert "the key 'start' is missing: a time series needs it" in found["sample"]
    found = problems(
        make_folder(
            tmp_path / "c",
            report={
                "{calendar: market, start: 2024-01-01, end: 2025-03-31}": "{calendar: market, kind: cross-section}",
                "event: {day: 2025-02-03, start: 2025-01-31, end: 2025-02-04, label: the drop}\n": "",
            },
        )
    )
    assert "identifies no rows" in found["sample.calendar"]


def test_a_calendar_of_days_cannot_be_made_of_rows(tmp_path):
    dated = {
        "{calendar: people, kind: cross-section}": "{calendar: people, start: 2025-01-01, end: 2025-02-01}\nevent: {day: 2025-01-09, start: 2025-01-08, end: 2025-01-10}"
    }
    found = problems(make_people(tmp_path / "r", report=dated))
    assert "has not one row a day" in found["sample.calendar"]


# -- the data


def test_rows_keep_the_files_order_and_their_identifiers(folder):
    frame = gather.gather(load.load(folder), folder)
    assert frame.sampling is samplings()["rows"]
    assert list(frame.index) == list(simulated().index)
    assert frame.values("running").tolist() == simulated()["running"].tolist()
    assert (frame.column("age").first, frame.column("age").last) == (simulated().index[0], simulated().index[-1])


def test_the_digest_knows_the_identifiers(folder, tmp_path):
    renamed = simulated().rename(index=lambda name: name.upper())
    other = make_people(tmp_path / "r", data=renamed)
    assert gather.gather(load.load(other), other).digest != gather.gather(load.load(folder), folder).digest


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("p002,", "p001,", "this identifier stands twice; a table in which it does looks like a panel"),
        ("p002,", ",", "this row has no identifier"),
    ],
)
def test_an_identifier_twice_or_missing_is_refused(tmp_path, old, new, message):
    made = make_people(tmp_path / "r", data=simulated().to_csv().replace(old, new))
    with pytest.raises(DataError, match=message):
        gather.gather(load.load(made), made)


def test_too_few_rows_are_refused(tmp_path):
    made = make_people(tmp_path / "r", data=simulated(12))
    with pytest.raises(DataError, match="has 12 rows; at least 20"):
        gather.gather(load.load(made), made)


# -- the statistics


def design(rows=250, effect=0.4, seed=1):
    """One treatment and one covariate; the error's spread grows with the treatment."""
    rng = np.random.default_rng(seed)
    z = rng.standard_normal(rows)
    x = 0.5 * z + rng.standard_normal(rows)
    y = effect * x + 0.5 * z + rng.standard_normal(rows) * (0.5 + np.abs(x))
    return Design(
        outcome=y,
        treatment=x,
        controls=np.column_stack([np.ones(rows), z]),
        names=("z@0",),
        index=pd.RangeIndex(rows),
        event=np.zeros(rows, dtype=bool),
        lead=np.full(rows, np.nan),
    )


def test_errors_are_hc3_with_the_residual_degrees_of_freedom():
    given = design()
    first = estimate.estimate(given, Strategy.ADJUSTMENT, 0.95)[0]
    reference = sm.OLS(given.outcome, np.column_stack([given.treatment, given.controls])).fit(
        cov_type="HC3", use_t=True
    )
    assert first[0].standard_error == pytest.approx(reference.bse[0], rel=1e-9)
    assert (first[0].low, first[0].high) == pytest.approx(tuple(reference.conf_int()[0]), rel=1e-9)
    assert first[0].p_value == pytest.approx(reference.pvalues[0], rel=1e-9)
    assert [e.method for e in first] == ["linear"]  # a regression on the row before is none here
    assert (first[0].first, first[0].last) == (None, None)
    assert "newey_west_error" not in first[0].details
    assert estimate.halves(given, Strategy.ADJUSTMENT, 0.95) == ()


def test_two_stage_errors_are_hc3_of_the_second_stage():
    rng = np.random.default_rng(3)
    w, hidden, noise = rng.standard_normal((3, 400))
    x = w + hidden + rng.standard_normal(400)
    y = 0.5 * x - hidden + noise * (1 + np.abs(w))
    given = replace(design(400), treatment=x, outcome=y, controls=np.ones((400, 1)), names=(), instruments=w[:, None])
    found = estimate.estimate(given, Strategy.INSTRUMENT, 0.95)[0][0]
    stage = np.column_stack([np.ones(400), w]) @ np.linalg.lstsq(np.column_stack([np.ones(400), w]), x, rcond=None)[0]
    columns = np.column_stack([stage, np.ones(400)])
    bread = np.linalg.inv(columns.T @ columns)
    beta = bread @ columns.T @ y
    errors = (y - np.column_stack([x, np.ones(400)]) @ beta) / (1 - np.einsum("ij,jk,ik->i", columns, bread, columns))
    assert found.effect == pytest.approx(beta[0], rel=1e-9)
    assert found.standard_error == pytest.approx(
        np.sqrt((bread @ (columns.T * errors**2) @ columns @ bread)[0, 0]), rel=1e-9
    )


def test_the_reduced_form_has_the_instrumental_effect_and_its_own_error():
    rng = np.random.default_rng(3)
    w = rng.standard_normal((300, 2))
    base = design(300)
    given = replace(base, treatment=base.treatment + w @ [0.8, 0.3], instruments=w)
    found = fit(given.reduced().project(), given.outcome[:, None]).effect[0]
    assert found == pytest.approx(fit(given.project(), given.outcome[:, None]).effect[0], rel=1e-9)
    assert base.reduced() is base


def test_an_instrument_with_a_hidden_cause_of_its_own_fails_sensitivity_and_a_clean_strong_one_passes():
    rng = np.random.default_rng(4)
    w, hidden = rng.standard_normal((2, 1000))
    x = w + hidden + rng.standard_normal(1000)
    base = design(1000)
    edge = graph(["+x->y"], ["x->y"]).edge("x->y")
    strong = replace(base, treatment=x, outcome=0.5 * x - hidden, instruments=w[:, None])
    kept, _ = sensitivity.survives(strong, strong.outcome[:, None], 1, RUBRIC, 0.95)
    assert kept[0]
    assert sensitivity.sensitivity_of(strong, edge, RUBRIC).message.values["instrument"]
    weak = replace(
        strong,
        outcome=0.06 * x - hidden + 0.3 * base.controls[:, 1],
        instruments=(w + 0.5 * base.controls[:, 1])[:, None],
    )
    assert sensitivity.sensitivity_of(weak, edge, RUBRIC).outcome is Outcome.FAILED


def test_the_order_of_the_rows_changes_no_estimate():
    given = design(300)
    order = np.random.default_rng(9).permutation(300)
    moved = replace(
        given, outcome=given.outcome[order], treatment=given.treatment[order], controls=given.controls[order]
    )
    first, second = (fit(d.project(), d.outcome[:, None]) for d in (given, moved))
    assert second.effect == pytest.approx(first.effect, rel=1e-10)
    assert second.standard_error == pytest.approx(first.standard_error, rel=1e-10)


def test_rows_are_resampled_and_permuted_one_by_one():
    rng = np.random.default_rng(2)
    picked = block_resample(1000, 50, rng, 1)
    assert picked.shape == (50, 1000)
    assert np.mean(np.diff(picked, axis=1) == 1) < 0.01
    order = np.concatenate([one.copy() for one in Orders(40, 30, rng, 1).of(np.arange(40))])
    assert np.array_equal(np.sort(order, axis=1), np.tile(np.arange(40), (30, 1)))
    assert np.mean(np.diff(order, axis=1) == 1) < 0.1
    weights = np.concatenate(list(BlockCounts(1000, 50, rng, 1)), axis=1)
    assert np.all(weights.sum(axis=0) == 1000)
    assert np.mean(weights == 0) == pytest.approx(
        np.exp(-1), abs=0.01
    )  # the share that an independent bootstrap leaves out
    given = design()
    assert given.sampling.resampling.groups(given.index).max() == given.rows - 1
    dated = replace(given, index=pd.bdate_range("2024-01-01", periods=given.rows))
    assert dated.sampling.resampling.groups(dated.index).max() < given.rows / 5


def test_blocks_drawn_in_pieces_are_those_drawn_at_once(monkeypatch):
    whole = np.concatenate(list(BlockCounts(100, 40, np.random.default_rng(6))), axis=1)
    monkeypatch.setattr("causal.work.pieces.CELLS", 700)
    parts = list(BlockCounts(100, 40, np.random.default_rng(6)))
    assert len(parts) > 1
    assert np.array_equal(np.concatenate(parts, axis=1), whole)


def test_rows_held_out_are_every_fifth(folder):
    frame = gather.gather(load.load(folder), folder)
    folds = frame.sampling.held_out(12, 5)
    assert [fold.tolist() for fold in folds[:2]] == [[0, 5, 10], [1, 6, 11]]


def test_intervals_cover_and_a_missing_effect_is_rarely_supported():
    """250 rows whose error depends on the treatment: the interval covers the truth in 93% to 97% of 2,000 worlds."""
    rng = np.random.default_rng(20)
    covered = []
    for _ in range(2000):
        z = rng.standard_normal(250)
        x = 0.5 * z + rng.standard_normal(250)
        y = 0.4 * x + 0.5 * z + rng.standard_normal(250) * (0.5 + np.abs(x))
        low, high = fit(project(x, np.column_stack([np.ones(250), z]), variance=HC3), y[:, None]).interval(0.95)
        covered.append(low[0] <= 0.4 <= high[0])
    assert 0.93 <= np.mean(covered) <= 0.97


def asked_of(given, declared, edge, **more):
    """What is asked of the direction of x -> y in the data of a design."""
    table = {"x": given.treatment, "y": given.outcome, "z": given.controls[:, 1], **more}
    frame = Frame(pd.DataFrame(table, index=given.index), (), {})
    return error_rates.asked_of(frame, declared, edge, identify.identify(declared, edge), given)


def test_calibration_of_a_cross_section():
    rubric = replace(RUBRIC, worlds=600, calibration_draws=99)
    declared = graph(["z->x", "z->y", "+x->y"], ["x->y"], persistence=0)
    edge = replace(declared.edge("x->y"), because=Because.RANDOMISED)
    given, effect = design(250), 1.0  # twice the known control
    found = error_rates.calibration(given, edge, "article", 3, rubric, 0.95, effect, asked_of(given, declared, edge))
    assert 0.93 <= found.coverage.rate <= 0.97
    assert found.false_support.rate <= 0.05
    assert found.power.rate > 0.9


def test_calibration_with_an_instrument_uses_the_same_reduced_form():
    rng = np.random.default_rng(8)
    w, hidden = rng.standard_normal((2, 250))
    x = w + hidden + rng.standard_normal(250)
    given = replace(
        design(250), treatment=x, outcome=0.5 * x - hidden + rng.standard_normal(250), instruments=w[:, None]
    )
    rubric = replace(RUBRIC, worlds=300, calibration_draws=49)
    declared = graph(["w->x", "u->x", "u->y", "z->y", "+x->y"], ["x->y"], latent=["u"], persistence=0)
    edge = declared.edge("x->y")
    asked = asked_of(given, declared, edge, w=w)
    assert asked.question.why == "identified"
    found = error_rates.calibration(given, edge, "article", 3, rubric, 0.95, 0.5, asked)
    assert found.false_support.rate <= 0.05
    assert found.power.rate > 0.9


# -- the graph


def test_an_instrument_is_found_given_the_covariates_that_confound_it():
    declared = graph(
        ["u->x", "u->y", "c->w", "c->x", "c->y", "+w->x", "+x->y"], ["w->x", "x->y"], latent=["u"], persistence=0
    )
    found = identify.identify(declared, declared.edge("x->y"))
    assert (found.strategy, found.instruments, found.adjustment) == (Strategy.INSTRUMENT, ("w@0",), ("c@0",))


@pytest.mark.parametrize("second", ["w->y", "u->w"])
def test_an_instrument_with_another_way_to_the_outcome_is_none(second):
    declared = graph(
        ["u->x", "u->y", "c->w", "c->x", "c->y", "+w->x", "+x->y", second],
        ["w->x", "x->y"],
        latent=["u"],
        persistence=0,
    )
    assert identify.identify(declared, declared.edge("x->y")).strategy is Strategy.NONE


def test_what_the_treatment_affects_is_no_covariate_of_its_instrument():
    declared = graph(
        ["u->x", "u->y", "c->w", "c->x", "c->y", "+w->x", "x->m", "+x->y"],
        ["w->x", "x->y"],
        latent=["u"],
        persistence=0,
    )
    assert identify.identify(declared, declared.edge("x->y")).adjustment == ("c@0",)


def test_no_row_is_tested_against_the_one_before(folder):
    study = load.load(folder)
    found, failures = independence.check_independences(gather.gather(study, folder), study.rivals[0], RUBRIC)
    assert not failures
    assert all("@0" in i.x and "@0" in i.y for i in found)


# -- the report


def test_verdicts_without_an_event(built):
    found = built.edge_verdict("article", "club->running")
    outcomes = {t.name: t.outcome for t in found.tests}
    assert found.grounds is Grounds.EFFECT_ESTABLISHED
    assert found.score == 100
    assert outcomes[EdgeTest.DIRECTION] is Outcome.PASSED  # by lot
    for name in EDGE_TESTS_MAY_BE_INAPPLICABLE - {EdgeTest.DIRECTION}:
        assert outcomes[name] is Outcome.NOT_APPLICABLE
    trained = built.edge_verdict("article", "running->fitness")
    assert trained.grounds is Grounds.EFFECT_ESTABLISHED
    assert {t.name: t.outcome for t in trained.tests}[EdgeTest.DIRECTION] is Outcome.NOT_APPLICABLE  # by instrument
    assert {v.claim: v.grounds for v in built.verdicts} == {
        "c1": Grounds.FIGURES_AGREE,
        "c2": Grounds.EFFECT_ESTABLISHED,
        "c3": Grounds.FIGURES_AGREE,
    }


def test_without_a_reason_a_cause_of_two_values_is_only_associated(tmp_path):
    found = pipeline.build(make_people(tmp_path / "r"), QUICK).edge_verdict("article", "club->running")
    assert (found.grounds, found.reason.values["why"]) == (Grounds.ASSOCIATION_ONLY, "few_values")
    assert [t.name for t in found.tests if t.outcome is Outcome.FAILED] == [EdgeTest.DIRECTION]


def test_what_needs_time_is_left_out_and_no_failure(built):
    assert built.failures == ()
    assert built.graph.attribution is None
    for found in (e for g in built.graphs for e in g.edges):
        assert (found.event, found.response) == (None, None)
        assert all(e.first is None for e in found.estimates)
        for name in ("leads", "leave_event_out"):
            refutation = found.refutation(name)
            assert refutation is None or refutation.outcome is Outcome.NOT_APPLICABLE


def test_every_refuter_runs_or_says_that_it_does_not_apply(built):
    found = built.graph.edge("running->fitness")
    assert {r.name for r in found.refutations} == set(refuters())
    assert (
        next(t for t in built.edge_verdict("article", "running->fitness").tests if t.name == "refuted").message.values[
            "count"
        ]
        == 5
    )


def test_two_builds_are_one_and_json_loses_nothing(built, folder):
    assert report.to_json(pipeline.build(folder, QUICK)) == report.to_json(built)
    assert report.from_json(report.to_json(built)) == built


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_does_not_speak_of_days(built, tmp_path, language):
    told = replace(built, study=replace(built.study, language=language))
    assert render.render(told, tmp_path, ("html",)) == ()
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    body = page.partition("<main")[2].partition("application/json")[0]
    assert not re.search(r"[a-z0-9] None\b", body)  # a sentence may begin with it
    for words in (
        "autocorrelation",
        "Block bootstrap",
        "cosine",
        "rows earlier",
        "held-out days",
        "same day",
        "分块",
        "余弦",
        "同一天",
    ):
        assert words not in body, words
    assert Catalogue(language, told.study).text("test.event.cross_section") in page


def test_a_time_series_keeps_its_own_words(tmp_path):
    plain, timeless = (
        Catalogue("en", load.load(f)) for f in (make_folder(tmp_path / "a"), make_people(tmp_path / "b"))
    )
    assert plain.texts["refuter_title.bootstrap"] == "Block bootstrap"
    assert timeless.texts["refuter_title.bootstrap"] == "Bootstrap"


def test_every_sentence_that_takes_the_place_of_another_has_one_to_replace():
    texts = Catalogue("en").texts
    assert all(key.removeprefix("cross_section.") in texts for key in texts if key.startswith("cross_section."))
