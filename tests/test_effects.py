"""Effects and events whose answer is known, through every stage to the verdict: what must not be said is not said."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from causal import pipeline, report
from causal.errors import BadFolderError
from causal.folder import load
from causal.frame import Frame
from causal.inference import examine
from causal.judgement import judge
from causal.messages import Outcome
from causal.rendering.catalogue import Catalogue
from causal.rendering.sections.event import carried
from causal.study import Because, EventTest
from causal.verdict import RUBRIC, EdgeTest, Grounds
from tests.folders import GRAPH, make_folder, simulated
from tests.test_pipeline import QUICK
from tests.worlds import event_at, graph

pytestmark = pytest.mark.slow

DECIDED = {Grounds.EFFECT_ESTABLISHED, Grounds.CONTRADICTED}
FAST = replace(QUICK, draws=60, horizons=2)


def table(columns, kind):
    """Give a frame of rows without order, days or years."""
    rows = len(next(iter(columns.values())))
    index = {
        "rows": pd.Index([f"r{i:04}" for i in range(rows)], dtype="object"),
        "days": pd.bdate_range("2020-01-01", periods=rows),
        "years": pd.period_range("1900", periods=rows, freq="Y"),
    }[kind]
    return Frame(pd.DataFrame(columns, index=index), (), {})


class Given:
    """What `examine.case` reads of a study."""

    def __init__(self, event):
        self.event, self.seed = event, 5


def judged(columns, kind, sign=1, arrows=("x->y",), because=None):
    """Give the verdict on x -> y with that sign and reason, tested by no event."""
    sign_of = {1: "+", -1: "-"}[sign]
    whole = graph([f"{sign_of}{arrows[0]}", *arrows[1:]], ["x->y"], persistence=int(kind != "rows"))
    tested = EventTest.NONE if kind != "rows" else EventTest.SHOCK
    edge = replace(whole.edges[0], event_test=tested, because=because)
    whole = replace(whole, edges=(edge, *whole.edges[1:]))
    data = table(columns, kind)
    event = None if kind == "rows" else replace(event_at_middle(data), label="")
    case = examine.case(Given(event), whole, data, FAST)
    found = examine.corrected(whole, [examine.examine(case, edge.id)], FAST)[0]
    return judge.judge_edge(whole, edge, found, FAST, data.sampling), found


def event_at_middle(data):
    middle = data.sampling.extent(data.index[len(data) // 2])[0].date()
    day = event_at(table({"x": np.zeros(9)}, "days"), 4)
    return replace(day, day=middle, start=middle, end=middle)


# -- a treatment of one row


ONE_ROW = {
    "one row": lambda rows, rng: (np.arange(rows) == rows // 2).astype(float),
    "one row and a little": lambda rows, rng: (np.arange(rows) == rows // 2) + 0.03 * rng.standard_normal(rows),
    "one row and next to nothing": lambda rows, rng: (np.arange(rows) == 7) + 1e-3 * rng.standard_normal(rows),
    "two rows": lambda rows, rng: (np.arange(rows) % (rows // 2) == 5).astype(float),
}


@pytest.mark.parametrize("kind", ["rows", "days"])
@pytest.mark.parametrize("name", ONE_ROW)
def test_a_treatment_of_a_row_or_two_decides_nothing_by_chance(name, kind):
    answers = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        x, y = ONE_ROW[name](80, rng), rng.standard_normal(80)
        answers += [judged({"x": x, "y": y}, kind, sign)[0].grounds for sign in (1, -1)]
    assert sum(answer in DECIDED for answer in answers) <= 1


def test_a_treatment_of_one_row_says_why_it_decides_nothing():
    x = (np.arange(80) == 40).astype(float)
    verdict, _ = judged({"x": x, "y": np.random.default_rng(1).standard_normal(80)}, "rows")
    assert verdict.grounds is Grounds.INCONCLUSIVE
    assert "one row alone decides the effect" in Catalogue("en").sentence(verdict.reason)


# -- few rows


@pytest.mark.parametrize(("kind", "rows"), [("rows", 27), ("years", 30)])
def test_27_countries_and_30_years_are_measured(kind, rows):
    right, wrong = [], []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        x, z, noise = rng.standard_normal((3, rows))
        for effect, answers in ((2.0, right), (0.0, wrong)):
            columns = {"x": x + 0.3 * z, "z": z, "y": effect * (x + 0.3 * z) + 0.3 * z + noise}
            verdict, found = judged(columns, kind, arrows=("x->y", "z->x", "z->y"), because=Because.RULE)
            assert verdict.tests[0].outcome is Outcome.PASSED
            assert found.rows_wanted == RUBRIC.minimum_rows_apart
            answers.append(verdict.grounds)
    assert np.mean([one is Grounds.EFFECT_ESTABLISHED for one in right]) >= 0.5
    assert sum(one in DECIDED for one in wrong) <= 1


@pytest.mark.parametrize(("kind", "rows", "wanted"), [("rows", 22, 25), ("years", 24, 25), ("days", 50, 60)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_too_few_rows_are_told_by_their_number(kind, rows, wanted, language):
    rng = np.random.default_rng(2)
    x, noise = rng.standard_normal((2, rows))
    verdict, _ = judged({"x": x, "y": 2.0 * x + noise}, kind)
    assert verdict.grounds is Grounds.INCONCLUSIVE
    said = Catalogue(language).sentence(verdict.reason)
    assert str(wanted) in said
    assert not re.search("public|series|序列", said)


# -- a curve


@pytest.mark.parametrize("kind", ["rows", "days"])
@pytest.mark.parametrize("tilt", [-0.5, 0.0, 0.5])
def test_an_inverted_u_is_neither_shown_nor_denied(kind, tilt):
    answers = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        x, noise = rng.standard_normal((2, 300))
        y = -(x**2) + tilt * x + noise
        answers += [judged({"x": x, "y": y}, kind, sign) for sign in (1, -1)]
    assert {verdict.grounds for verdict, _ in answers} == {Grounds.INCONCLUSIVE}
    assert all("spline" in [one.method for one in found.estimates] for _, found in answers)
    assert "curve" in Catalogue("en").sentence(answers[0][0].reason)


def test_a_curve_that_keeps_its_sign_is_shown_beside_its_spline():
    rng = np.random.default_rng(3)
    x, noise = rng.standard_normal((2, 400))
    columns = {"x": x, "y": np.exp(x / 1.5) + 0.7 * noise}
    verdict, found = judged(columns, "rows", because=Because.RANDOMISED)
    assert verdict.grounds is Grounds.EFFECT_ESTABLISHED
    assert judged(columns, "rows")[0].grounds is Grounds.ASSOCIATION_ONLY
    spline = next(one for one in found.estimates if one.method == "spline")
    assert spline.low > 0
    assert spline.details["linearity_p"] < 0.01


# -- a general regularity, and other kinds of event


WEEKEND = """\
title: Weekends
variables:
  weekend: {label: Weekend, formula: "where(weekday() >= 5, 1, 0)", unit: 1 if so, persistence: 0}
  visitors: {label: Visitors, formula: market.visitors, unit: people, event: DIRECTION}
edges:
  - {from: weekend, to: visitors, sign: -1, mechanism: offices are closed, claims: [c1]EVENT}
chain: [weekend, visitors]
outcome: visitors
"""
WEEKEND_CLAIMS = """\
claims:
  - {id: c1, paragraph: 1, kind: causal link, text: Fewer come at weekends., checks: [{check: edge, edge: weekend->visitors}]}
"""
WEEKEND_SOURCES = """\
datasets:
  market:
    file: market.csv
    time: date
    resolution: day
    digest: DIGEST
    series:
      visitors: {label: Visitors, unit: people, source: simulated}
"""


def weekend(path, direction, event):
    import hashlib

    days = pd.date_range("2024-01-01", periods=420)
    rng = np.random.default_rng(4)
    visitors = 100 - 20 * (days.day_of_week >= 5) + 6 * rng.standard_normal(420)
    data = pd.DataFrame({"visitors": visitors}, index=days.rename("date")).round(4)
    digest = hashlib.sha256(data.to_csv().encode()).hexdigest()
    return make_folder(
        path,
        data=data,
        report={
            "day: 2025-02-03, start: 2025-01-31, end: 2025-02-04": "day: 2025-02-02, start: 2025-02-01, end: 2025-02-03",
            "end: 2025-03-31": "end: 2025-02-23",
        },
        graph=WEEKEND.replace("DIRECTION", direction).replace("EVENT", event),
        claims=WEEKEND_CLAIMS,
        sources=WEEKEND_SOURCES.replace("DIGEST", digest),
    )


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_weekday_effect_is_not_contradicted_by_the_weekday_of_the_event(tmp_path, direction):
    """The event day is a Sunday; whichever way the article says that visitors moved on it."""
    found = pipeline.build(weekend(tmp_path / "shock", direction, ""), QUICK)
    assert found.verdicts[0].grounds is Grounds.INCONCLUSIVE
    found = pipeline.build(weekend(tmp_path / "undirected", direction, ", event_test: none"), QUICK)
    assert found.verdicts[0].grounds is Grounds.ASSOCIATION_ONLY  # two values, and nothing says that they come first
    calendar = ", event_test: none, direction: {because: clock, note: The calendar makes the weekend.}"
    found = pipeline.build(weekend(tmp_path / "none", direction, calendar), QUICK)
    assert found.verdicts[0].grounds is Grounds.EFFECT_ESTABLISHED
    event = found.edge_verdict("article", "weekend->visitors").tests[list(EdgeTest).index(EdgeTest.EVENT)]
    assert (event.outcome, found.graph.edges[0].event) == (Outcome.NOT_APPLICABLE, None)


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("event_start: 2025-01-01", "event_start"),
        ("event_test: none, event_start: 2025-01-01", "event_start"),
        ("event_test: step, event_end: 2025-01-01", "event_end"),
        ("event_test: period, event_start: 2025-01-02, event_end: 2025-01-01", "event_end"),
        ("event_test: jump", "event_test"),
    ],
)
def test_days_and_kinds_that_do_not_fit_are_refused_with_their_place(tmp_path, keys, place):
    folder = make_folder(
        tmp_path / "r", graph={"claims: [c2]}\n  - {from: fear": f"claims: [c2], {keys}}}\n  - {{from: fear"}
    )
    with pytest.raises(BadFolderError) as caught:
        load.load(folder)
    assert [p.key for p in caught.value.problems] == [f"edges[0].{place}"]


@pytest.mark.parametrize(
    ("keys", "kind", "said"),
    [
        ("event_test: step, event_start: 2024-09-02", EventTest.STEP, "From 2 September 2024 on News stood"),
        (
            "event_test: period, event_start: 2024-09-02, event_end: 2024-10-31",
            EventTest.PERIOD,
            "From 2 September 2024 to 31 October 2024 News stood",
        ),
    ],
)
def test_a_step_and_a_period_are_read_judged_and_told(tmp_path, keys, kind, said):
    data = simulated()
    inside = (data.index >= "2024-09-02") & ((data.index <= "2024-10-31") | (kind is EventTest.STEP))
    for name, size in (("news", -3.0), ("fear", -2.4)):
        data[name] += size * inside
    graph_yaml = {"claims: [c2]}\n  - {from: fear": f"claims: [c2], {keys}}}\n  - {{from: fear"}
    found = pipeline.build(make_folder(tmp_path / "r", data=data, graph=graph_yaml), QUICK)
    happened = found.graph.edge("news->fear").event
    assert (happened.kind, happened.treatment_day) == (kind, "2024-09-02")
    assert happened.treatment_move == pytest.approx(-3.0, abs=0.4)
    assert happened.treatment_rank / happened.treatment_count <= 0.1
    verdict = found.edge_verdict("article", "news->fear")
    test = verdict.tests[list(EdgeTest).index(EdgeTest.EVENT)]
    assert test.outcome is Outcome.PASSED
    assert said in Catalogue("en").sentence(test.message)
    assert Catalogue("zh").sentence(test.message)
    assert report.from_json(report.to_json(found)) == found


# -- one move


def front(path, formula, unit):
    old = "formula: logret(market.price), measure: log return, unit: log return"
    changed = {old: f"formula: {formula}, measure: the price, unit: {unit}"}
    found = pipeline.build(make_folder(path, graph=changed), QUICK)
    return found, carried(found, found.graph.attribution, Catalogue("en", found.study))


def test_the_move_of_a_level_is_its_change_on_the_front_page(tmp_path):
    found, said = front(tmp_path / "r", "market.price", '"US$"')
    price = simulated().price
    change = price["2025-02-03"] - price["2025-01-31"]
    assert found.graph.attribution.move == pytest.approx(change)
    parts = sum(c.value for c in found.graph.attribution.contributions)
    assert parts + found.graph.attribution.expected == pytest.approx(change, abs=1e-9)
    assert f"Price fell by US${abs(change):.3g} " in said


@pytest.mark.parametrize(
    ("formula", "scale"), [("100 * logret(market.price)", 100), ("logret(market.price) * 100", 100)]
)
def test_a_fall_in_logarithms_is_told_in_log_points_and_once_in_percent(tmp_path, formula, scale):
    found, said = front(tmp_path / "r", formula, '"%"')
    price = simulated().price
    share = 100 * (price["2025-02-03"] / price["2025-01-31"] - 1)
    assert found.study.graph.variable("price").measure.unit == "log points"
    assert found.graph.attribution.move == pytest.approx(scale * math.log1p(share / 100))
    assert found.graph.attribution.simple == pytest.approx(share)
    moved = re.search(r"Price fell by ([\d.]+)% on ", said)
    assert moved is not None, said
    assert float(moved.group(1)) == pytest.approx(-share, abs=0.005)
    assert "log points" not in said
    event = found.graph.edge("fear->price").event
    assert event.outcome_move == pytest.approx(found.graph.attribution.move)


@pytest.mark.parametrize(
    ("formula", "unit"), [("100 * diff(market.price) / lag(market.price)", '"%"'), ("pct(market.price)", '"%"')]
)
def test_a_simple_return_stays_one_in_percent(tmp_path, formula, unit):
    found, said = front(tmp_path / "r", formula, unit)
    assert found.graph.attribution.simple is None
    assert re.search(r"Price fell by [\d.]+% on ", said), said


def test_the_author_may_say_that_a_column_holds_changes(tmp_path):
    assert "event: down}" in GRAPH
    old = "formula: market.news, measure: news index,"
    folder = make_folder(tmp_path / "r", graph={old: f"{old} change: true,"})
    found = pipeline.build(folder, QUICK)
    assert found.graph.edge("news->fear").event.treatment_move == pytest.approx(simulated().news["2025-02-03"])


# -- numbers


@pytest.mark.parametrize("errors", [6.0, 6.7, 8.0, 60.0])
def test_an_effect_of_many_standard_errors_has_a_power_and_the_report_is_finite(tmp_path, errors):
    folder = make_folder(tmp_path / "r")
    first = pipeline.build(folder, FAST)
    text = (folder / "graph.yaml").read_text()
    for edge in first.study.graph.claimed:
        size = errors * first.graph.edge(edge.id).estimates[0].standard_error
        old = f"from: {edge.treatment}, to: {edge.outcome}, sign: 1,"
        assert old in text
        text = text.replace(old, f"{old} smallest_effect: {size:.6g},")
    (folder / "graph.yaml").write_text(text)
    found = pipeline.build(folder, FAST)
    assert all(0.9 < found.graph.edge(e.id).power <= 1.0 for e in found.study.graph.claimed)

    def refuse(constant):
        raise AssertionError(constant)

    json.loads(report.to_json(found), parse_constant=refuse)
