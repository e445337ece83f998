"""Reading a report folder: what comes out, and every mistake at its file, line and key."""

from __future__ import annotations

import copy
import hashlib
import json
import time
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causal.errors import BadFolderError, Problem
from causal.files import sizes
from causal.files.limits import PROBLEMS
from causal.folder import load
from causal.judgement.checks import Check, checks
from causal.messages import Outcome
from causal.study import Because, Direction, NodeKind, Resolution
from causal.work.confined import TooMuchError, confined
from tests.folders import CLAIMS, GRAPH, REPORT, SOURCES, make_folder, simulated

if TYPE_CHECKING:
    from pathlib import Path


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(BadFolderError) as caught:
        load.load(folder)
    return list(caught.value.problems)


def only(folder: Path) -> Problem:
    found = problems(folder)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def line_of(folder: Path, file: str, text: str) -> int:
    lines = (folder / file).read_text().splitlines()
    return next(i for i, line in enumerate(lines, start=1) if text in line)


def test_a_folder_becomes_a_study(tmp_path):
    folder = make_folder(tmp_path / "drop")
    study = load.load(folder)
    assert (study.name, study.title, study.seed) == ("drop", "A drop explained", 7)
    assert study.article.published == date(2025, 3, 5)
    assert study.event.day == date(2025, 2, 3)
    assert [e.id for e in study.graph.edges] == [
        "news->fear",
        "fear->price",
        "world->news",
        "world->fear",
        "world->price",
    ]
    assert [e.id for e in study.graph.claimed] == ["news->fear", "fear->price"]
    assert study.graph.chain == ("news->fear", "fear->price")
    assert study.graph.variable("fear").kind is NodeKind.PROXY
    assert study.graph.variable("news").direction is Direction.DOWN
    assert [v.name for v in study.rivals[0].variables] == ["world", "price"]
    assert study.claims[0].checks[0].parameters["at"] == "2025-02-03"
    assert study.datasets[0].resolution is Resolution.DAY
    assert study.datasets[0].series[3].traps == ("rounded to a cent",)


def test_inputs_are_the_digests_of_every_file_read(tmp_path):
    folder = make_folder(tmp_path / "r")
    study = load.load(folder)
    assert set(study.inputs) == {"report.yaml", "graph.yaml", "claims.yaml", "data/sources.yaml", "data/market.csv"}
    for name, digest in study.inputs.items():
        assert digest == hashlib.sha256((folder / name).read_bytes()).hexdigest()


def test_the_lock_covers_what_the_three_files_say_and_nothing_else(tmp_path):
    folder = make_folder(tmp_path / "r")
    first = load.lock_digest(folder)
    assert load.load(folder).lock_digest == first
    report = folder / "report.yaml"
    report.write_text(f"# a remark\n{REPORT}lock: {{digest: {first}, on: 2025-03-01}}\n")
    assert load.lock_digest(folder) == first
    study = load.load(folder)
    assert study.lock is not None
    assert study.lock.digest == study.lock_digest
    for name, old, new in (
        ("report.yaml", "seed: 7", "seed: 8"),
        ("graph.yaml", "sign: 1", "sign: -1"),
        ("claims.yaml", "sad", "bad"),
    ):
        text = (folder / name).read_text()
        (folder / name).write_text(text.replace(old, new, 1))
        assert load.lock_digest(folder) != first
        (folder / name).write_text(text)


def test_an_edge_of_the_background_may_have_one_effect_and_a_lag(tmp_path):
    folder = make_folder(
        tmp_path / "r",
        graph={"to: [news, fear, price]}": "to: [news, fear, price]}\n  - {from: news, to: price, lag: 2}"},
    )
    edge = load.load(folder).graph.edges[-1]
    assert (edge.id, edge.lag, edge.claimed) == ("news->price@2", 2, False)


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "message"),
    [
        # keys and types
        ("report", "seed: 7", "sed: 7", "sed", "unknown key 'sed'; did you mean 'seed'?"),
        ("report", "seed: 7", "seed: true", "seed", "expected a valid integer, found True"),
        ("report", "seed: 7", "seed: '7'", "seed", "expected a valid integer, found '7'"),
        ("report", "language: en", "language: fr", "language", "expected 'en' or 'zh', found 'fr'"),
        ("report", "outlet: The Paper", "outlet: 12", "article.outlet", "found 12 (quote it if it is text)"),
        ("report", "  outlet: The Paper\n", "", "article", "the key 'outlet' is missing"),
        (
            "report",
            "published: 2025-03-05",
            "published: 5 March 2025",
            "article.published",
            "expected a day such as 2026-02-05",
        ),
        ("report", "published: 2025-03-05", "published: 2025-02-30", "article.published", "no day of the calendar"),
        ("report", "published: 2025-03-05", "published: 20250305", "article.published", "found 20250305"),
        ("graph", "kind: proxy", "kind: proxi", "variables.fear.kind", "did you mean 'proxy'?"),
        (
            "graph",
            "unit: points, event: down, needs",
            "unit: points, evnt: down, needs",
            "variables.fear.evnt",
            "did you mean 'event'?",
        ),
        (
            "graph",
            "from: fear, to: price, sign: 1",
            "from: fear, to: price, sign: 2",
            "edges[1].sign",
            "less than or equal to 1, found 2",
        ),
        (
            "graph",
            "from: fear, to: price, sign: 1",
            "from: fear, to: price, sgn: 1",
            "edges[1].sgn",
            "did you mean 'sign'?",
        ),
        ("claims", "paragraph: 1", "paragraph: [1]", "claims[0].paragraph", "found a list"),
        (
            "graph",
            "mechanism: holders sell",
            "mechanism: holders sell, direction: {because: wether, note: nobody makes it}",
            "edges[1].direction.because",
            "did you mean 'weather'?",
        ),
        (
            "graph",
            "mechanism: holders sell",
            "mechanism: holders sell, direction: {because: randomized, note: drawn by lot}",
            "edges[1].direction.because",
            "did you mean 'randomised'?",
        ),
        (
            "graph",
            "mechanism: holders sell",
            "mechanism: holders sell, direction: {because: 3, note: drawn by lot}",
            "edges[1].direction.because",
            "found 3",
        ),
        (
            "graph",
            "mechanism: holders sell",
            "mechanism: holders sell, direction: {because: clock}",
            "edges[1].direction",
            "the key 'note' is missing",
        ),
        (
            "graph",
            "mechanism: holders sell",
            "mechanism: holders sell, direction: {note: nobody makes it}",
            "edges[1].direction",
            "the key 'because' is missing",
        ),
        (
            "graph",
            "mechanism: holders sell",
            "mechanism: holders sell, direction: {because: clock, note: ''}",
            "edges[1].direction.note",
            "at least 1 character",
        ),
        (
            "graph",
            "mechanism: holders sell",
            "mechanism: holders sell, direction: {because: clock, notes: at noon}",
            "edges[1].direction.notes",
            "did you mean 'note'?",
        ),
        (
            "graph",
            "mechanism: holders sell",
            "mechanism: holders sell, direction: weather",
            "edges[1].direction",
            "found 'weather'",
        ),
        (
            "graph",
            "mechanism: holders sell",
            "mechanism: holders sell, directon: {because: clock, note: at noon}",
            "edges[1].directon",
            "did you mean 'direction'?",
        ),
        ("claims", "id: c1", "id: c 1", "claims[0].id", "a name of letters"),
        ("sources", "resolution: day", "resolution: daily", "datasets.market.resolution", "did you mean 'day'?"),
        ("sources", "      price:", "      class:", "datasets.market.series.class", "reserved word"),
        # dates
        (
            "report",
            "day: 2025-02-03",
            "day: 2025-02-07",
            "event.day",
            "lies outside its window 2025-01-31 to 2025-02-04",
        ),
        ("report", "end: 2025-03-31", "end: 2025-01-31", "event.day", "lies outside the sample"),
        ("report", "end: 2025-03-31", "end: 2023-03-31", "sample.end", "before it starts"),
        (
            "report",
            "calendar: market",
            "calendar: markt",
            "sample.calendar",
            "unknown dataset 'markt'; did you mean 'market'?",
        ),
        # graph
        (
            "graph",
            "from: news, to: fear, sign",
            "from: newz, to: fear, sign",
            "edges[0].from",
            "unknown variable 'newz'; did you mean 'news'?",
        ),
        ("graph", "from: world, to: price", "from: price, to: price", "rivals[0].edges[0]", "from 'price' to itself"),
        ("graph", "outcome: price\nclaims", "outcome: prize\nclaims", "outcome", "did you mean 'price'?"),
        (
            "graph",
            "outcome: price\nclaims",
            "outcome: fear\nclaims",
            "chain[2]",
            "ends in 'price', not in the outcome 'fear'",
        ),
        (
            "graph",
            "chain: [news, fear, price]",
            "chain: [news, price]",
            "chain[1]",
            "goes from 'news' to 'price', but no edge does",
        ),
        ("graph", "chain: [news, fear, price]", "chain: [world, price]", "chain[1]", "but only a background edge does"),
        ("graph", "id: world_only", "id: article", "rivals[0].id", "'article' stands twice"),
        (
            "graph",
            "mechanism: holders sell, claims: [c2]",
            "claims: [c22]",
            "edges[1].claims[0]",
            "unknown claim 'c22'; did you mean 'c2'?",
        ),
        ("graph", "claims: [c2]\nrivals", "claims: [d2]\nrivals", "claims[0]", "unknown claim 'd2'"),
        (
            "graph",
            "from: fear, to: price, sign: 1, mechanism: holders sell, claims: [c2]",
            "from: fear, to: price",
            "edges[1]",
            "needs a sign",
        ),
        (
            "graph",
            "formula: market.news",
            "formula: market.newz",
            "variables.news.formula",
            "unknown series 'market.newz'; did you mean 'market.news'?",
        ),
        (
            "graph",
            "formula: market.news",
            "formula: lagg(market.news)",
            "variables.news.formula",
            "unknown function 'lagg'",
        ),
        ("graph", "formula: market.news", 'formula: "market.news +"', "variables.news.formula", "not a formula"),
        (
            "graph",
            "kind: observed, formula: market.news",
            "kind: latent, formula: market.news",
            "variables.news.kind",
            "latent variable has no formula",
        ),
        (
            "graph",
            "kind: observed, formula: market.news, ",
            "kind: observed, ",
            "variables.news",
            "an observed variable needs a formula",
        ),
        # claims
        ("claims", "id: c3", "id: c2", "claims[2].id", "'c2' stands twice"),
        (
            "claims",
            "check: opinion, reason",
            "check: opinon, reason",
            "claims[2].checks[0].check",
            "unknown check 'opinon'; did you mean 'opinion'?",
        ),
        (
            "claims",
            "check: opinion, reason",
            "chek: opinion, reason",
            "claims[2].checks[0]",
            "the key 'check' is missing",
        ),
        (
            "claims",
            "reason: opinion",
            "reasn: opinion",
            "claims[2].checks[0].reasn",
            "unknown key 'reasn'; did you mean 'reason'?",
        ),
        ("claims", "reason: opinion", "reason: opinions", "claims[2].checks[0].reason", "did you mean 'opinion'?"),
        (
            "claims",
            "stated: less than 0",
            "stated: less than 0, on: markt",
            "claims[0].checks[0].on",
            "did you mean 'market'?",
        ),
        (
            "claims",
            "market.price - lag",
            "market.prize - lag",
            "claims[0].checks[0].of",
            "did you mean 'market.price'?",
        ),
        ("claims", "edge: news->fear", "edge: news->feer", "claims[1].checks[1]", "news->fear"),
        ("claims", "says: News made fear.", "says: 3", "claims[1].checks[1].says", "expected text, found 3"),
        (
            "claims",
            "text: It was a sad day.",
            "text: It.\n    override: {verdict: supported, by: A. Editor, on: 2025-03-01}",
            "claims[2].override",
            "the key 'reason' is missing",
        ),
        (
            "claims",
            "text: It was a sad day.",
            "text: It.\n    override: {verdict: supported, by: A. Editor, on: 2025-03-01, reason: ''}",
            "claims[2].override.reason",
            "at least 1 character",
        ),
        # data
        (
            "sources",
            "file: market.csv",
            "file: markt.csv",
            "datasets.market.file",
            "data/markt.csv does not exist; did you mean 'market.csv'?",
        ),
        ("sources", "time: date", "time: day", "datasets.market.time", "no column 'day'"),
        (
            "sources",
            "      price:",
            "      prize:",
            "datasets.market.series.prize",
            "data/market.csv has no column 'prize'; did you mean 'price'?",
        ),
        ("sources", "time: date", "time: date\n    key: [news]", "datasets.market.series.news", "'news' stands twice"),
        ("sources", "digest: ", "digest: z", "datasets.market.digest", "a SHA-256 digest"),
    ],
)
def test_a_mistake_is_told_at_its_key_and_line(tmp_path, file, old, new, key, message):
    folder = make_folder(tmp_path / "r", **{file: {old: new}})
    found = problems(folder)
    hits = [p for p in found if p.key == key and message in p.message]
    assert hits, "\n".join(map(str, found))
    name = "data/sources.yaml" if file == "sources" else f"{file}.yaml"
    assert hits[0].file == str(folder / name)
    text = (folder / name).read_text().splitlines()
    last = key.rpartition(".")[2].partition("[")[0]
    assert last in text[hits[0].line - 1] or new.splitlines()[0].strip() in text[hits[0].line - 1] or "[" in key


@pytest.mark.parametrize("because", list(Because))
def test_a_reason_from_outside_the_data_becomes_the_edges(tmp_path, because):
    new = f"mechanism: holders sell, direction: {{because: {because.value}, note: it is known}}"
    folder = make_folder(tmp_path / "r", graph={"mechanism: holders sell": new})
    first, second = load.load(folder).graph.claimed
    assert (second.because, second.because_note) == (because, "it is known")
    assert (first.because, first.because_note) == (None, "")


def test_a_text_too_long_to_print_is_told_whoever_its_key_belongs_to(tmp_path):
    long = "x" * 5_001
    folder = make_folder(tmp_path / "r", claims={"says: News made fear.": f"says: {long}"})
    assert (only(folder).key, only(folder).message) == (
        "claims[1].checks[1].says",
        "expected at most 5,000 characters, found 5,001",
    )
    folder = make_folder(tmp_path / "q", claims={"stated: less than 0": f"stated: less than 0, label: {long}"})
    assert only(folder).key == "claims[0].checks[0].label"


def test_a_changed_data_file_is_told_with_both_digests_known(tmp_path):
    folder = make_folder(tmp_path / "r")
    path = folder / "data" / "market.csv"
    path.write_text(path.read_text().replace("-5.0", "-5.1"))
    problem = only(folder)
    assert problem.key == "datasets.market.digest"
    assert hashlib.sha256(path.read_bytes()).hexdigest() in problem.message


def test_a_cycle_of_the_same_day_is_named_and_one_over_a_lag_is_none(tmp_path):
    extra = "chain: [news, fear, price]\noutcome: price\nclaims"
    back = "  - {from: price, to: news, lag: %d}\n" + extra
    problem = only(make_folder(tmp_path / "a", graph={extra: back % 0}))
    assert "cycle: fear -> price -> news -> fear" in problem.message
    assert problem.line == line_of(tmp_path / "a", "graph.yaml", "from: news, to: fear")
    assert load.load(make_folder(tmp_path / "b", graph={extra: back % 1})).graph.edges[-1].id == "price->news@1"


def test_every_mistake_of_every_file_is_told_in_one_go(tmp_path):
    folder = make_folder(
        tmp_path / "r",
        report={"seed: 7": "seed: seven", "calendar: market": "calendar: markt"},
        graph={
            "kind: proxy": "kind: proxi",
            "from: news, to: fear, sign": "from: newz, to: fear, sign",
            "to: [news, fear, price]": "to: [newt]",
        },
        claims={
            "reason: opinion": "reason: feeling",
            "paragraph: 2": "paragraph: []",
            "graph: world_only": "graph: word_only",
        },
        sources={
            "file: market.csv": "file: ../market.csv",
            "unit: points, source: simulated}\n      fear": "unit: 4, source: simulated}\n      fear",
        },
    )
    found = {(p.file.removeprefix(str(folder) + "/"), p.key) for p in problems(folder)}
    assert found >= {
        ("report.yaml", "seed"),
        ("report.yaml", "sample.calendar"),
        ("graph.yaml", "variables.fear.kind"),
        ("graph.yaml", "edges[0].from"),
        ("graph.yaml", "background[0].to"),
        ("claims.yaml", "claims[2].checks[0].reason"),
        ("claims.yaml", "claims[1].paragraph"),
        ("claims.yaml", "claims[3].checks[0].graph"),
        ("data/sources.yaml", "datasets.market.file"),
        ("data/sources.yaml", "datasets.market.series.news.unit"),
    }


def test_a_mistaken_item_causes_no_mistakes_elsewhere(tmp_path):
    folder = make_folder(tmp_path / "a", graph={"label: Fear, kind: proxy": "label: 4, kind: proxy"})
    assert only(folder).key == "variables.fear.label"
    folder = make_folder(tmp_path / "b", claims={"text: News made fear": "text: [a]\n    note: News made fear"})
    assert only(folder).key == "claims[1].text"
    folder = make_folder(tmp_path / "d", graph={"from: fear, to: price, sign: 1": "from: fear, to: price, sign: one"})
    assert only(folder).key == "edges[1].sign"
    folder = make_folder(
        tmp_path / "e", graph={"from: world, to: price, sign": "from: world, to: price, lag: no, sign"}
    )
    assert only(folder).key == "rivals[0].edges[0].lag"
    folder = make_folder(tmp_path / "f", graph={"from: world, to: [news": "from: world, lag: -1, to: [news"})
    assert only(folder).key == "background[0].lag"


def test_an_unknown_key_hides_no_other_mistake_of_its_item(tmp_path):
    folder = make_folder(
        tmp_path / "r", graph={"from: fear, to: price, sign": "from: fear, too: price, to: prize, sign"}
    )
    assert {p.key for p in problems(folder)} == {"edges[1].too", "edges[1].to", "chain[2]"}


def test_a_series_with_a_mistake_is_still_known(tmp_path):
    folder = make_folder(tmp_path / "c", sources={"fear: {label: Fear": "fear: {label: 5"})
    assert only(folder).key == "datasets.market.series.fear.label"


def test_a_mistake_after_a_mistaken_item_keeps_its_line(tmp_path):
    folder = make_folder(
        tmp_path / "r",
        graph={
            "from: news, to: fear, sign: 1": "from: news, to: fear, sign: one",
            "from: fear, to: price, sign: 1": "from: feer, to: price, sign: 1",
        },
    )
    second = next(p for p in problems(folder) if p.key == "edges[1].from")
    assert "feer" in second.message
    assert second.line == line_of(folder, "graph.yaml", "from: feer")


def test_a_missing_file_and_a_missing_folder_are_told(tmp_path):
    folder = make_folder(tmp_path / "r")
    (folder / "claims.yaml").rename(folder / "clams.yaml")
    assert "claims.yaml does not exist; did you mean 'clams.yaml'?" in only(folder).message
    assert "not a folder" in only(tmp_path / "nowhere").message
    with pytest.raises(BadFolderError, match="does not exist"):
        load.lock_digest(folder)


def test_files_that_hold_no_mapping_are_told(tmp_path):
    for i, content in enumerate(("- a\n", "12\n", "text\n")):
        folder = make_folder(tmp_path / str(i), graph=content)
        assert "graph.yaml" in problems(folder)[0].file


def test_a_series_that_is_not_daily_cannot_make_a_variable_or_the_calendar(tmp_path):
    data = "date,news,fear,world,price\n2025-02-03T10:00Z,1,2,3,4\n"
    folder = make_folder(tmp_path / "r", data=data, sources={"resolution: day": "resolution: instant"})
    found = {p.key: p.message for p in problems(folder)}
    assert "not one row a day" in found["sample.calendar"]
    assert "not one row a day" in found["variables.price.formula"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """Parameters that forbid nothing by themselves."""

    weight: float
    side: Outcome = Outcome.PASSED


def test_any_checks_parameters_are_proved_whether_or_not_it_forbids_unknown_keys(tmp_path, monkeypatch):
    fake = {**checks(), "odd": Check(title="Odd", parameters=Odd, run=lambda p, c: None)}
    monkeypatch.setattr("causal.folder.claims.checks", lambda: fake)
    folder = make_folder(
        tmp_path / "a", claims={"{check: opinion, reason: opinion}": "{check: odd, weight: 2, side: failed}"}
    )
    assert load.load(folder).claims[2].checks[0].parameters == {"weight": 2, "side": "failed"}
    folder = make_folder(tmp_path / "b", claims={"{check: opinion, reason: opinion}": "{check: odd, wait: 2}"})
    assert [(p.key, p.message) for p in problems(folder)] == [
        ("claims[2].checks[0]", "the key 'weight' is missing"),
        ("claims[2].checks[0].wait", "unknown key 'wait'; did you mean 'weight'?"),
    ]


def test_problems_stand_in_the_order_of_files_and_lines_and_are_limited(tmp_path):
    broken = "claims:\n" + "".join(
        f"  - {{id: c{i}, paragraph: 1, text: t, checks: [{{check: nonsense}}]}}\n" for i in range(PROBLEMS + 50)
    )
    found = problems(make_folder(tmp_path / "r", claims=broken))
    assert len(found) == PROBLEMS
    assert found == sorted(found, key=lambda p: (p.file, p.line, p.key))


def test_the_folders_of_the_tests_refuse_an_edit_that_changes_nothing(tmp_path):
    with pytest.raises(AssertionError, match="not in graph"):
        make_folder(tmp_path / "r", graph={"no such text": "x"})


DATA = simulated().to_csv()
VALID = {
    "report": yaml.load(REPORT, yaml.BaseLoader) | {"seed": 7},
    "graph": yaml.load(GRAPH, yaml.BaseLoader),
    "claims": yaml.load(CLAIMS, yaml.BaseLoader),
    "sources": yaml.load(SOURCES.format(digest=hashlib.sha256(DATA.encode()).hexdigest()), yaml.BaseLoader),
}
for edge in (*VALID["graph"]["edges"], *VALID["graph"]["rivals"][0]["edges"]):
    edge["sign"] = 1
ODD = st.sampled_from(
    [
        None,
        True,
        -1,
        10**17,
        0.5,
        "",
        "x",
        "news",
        "c1",
        "article",
        "2025-02-03",
        [],
        [None],
        ["a"],
        [[]],
        {},
        {"a": {}},
        "a->b",
        "(",
        "é",
    ]
)


@st.composite
def changed_file(draw):
    """Draw one file of the folder with a value replaced, taken out, or given an unknown key, anywhere."""
    file = draw(st.sampled_from(["report", "graph", "claims", "sources"]))
    values = copy.deepcopy(VALID[file])
    at = values
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = draw(st.sampled_from(keys))
        if not (isinstance(at[key], dict | list) and at[key]) or draw(st.integers(0, 3)) == 0:
            break
        at = at[key]
    action = draw(st.sampled_from(["replace", "remove", "add"]))
    if action == "remove":
        del at[key]
    elif action == "add" and isinstance(at, dict):
        at[draw(st.sampled_from(["zzz", "", "from", "0"]))] = draw(ODD)
    else:
        at[key] = draw(ODD)
    return file, json.dumps(values, ensure_ascii=False)


@pytest.mark.slow
@given(changed_file())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_folder_with_anything_in_any_place_is_loaded_or_refused(tmp_path_factory, change):
    file, text = change
    folder = make_folder(tmp_path_factory.mktemp("r") / "r", data=DATA, **{file: text})
    try:
        study = load.load(folder)
    except BadFolderError as error:
        assert all(p.line >= 0 and p.message and p.file for p in error.problems)
    else:
        assert study.graph.edges


def test_the_files_that_are_changed_above_are_valid_before(tmp_path):
    texts = {file: json.dumps(values) for file, values in VALID.items()}
    assert load.load(make_folder(tmp_path / "r", data=DATA, **texts)).graph.chain == ("news->fear", "fear->price")


@pytest.mark.parametrize(
    ("what", "file", "count"),
    [
        ("claims", "claims.yaml", 4),
        ("parts of claims", "claims.yaml", 5),
        ("variables", "graph.yaml", 4),
        ("edges", "graph.yaml", 6),
    ],
)
def test_a_folder_that_holds_too_much_is_refused_with_what_allows_it(tmp_path, monkeypatch, what, file, count):
    folder = make_folder(tmp_path / "r")
    monkeypatch.setitem(sizes.MOST, what, count)
    assert load.load(folder).claims
    monkeypatch.setitem(sizes.MOST, what, count - 1)
    with pytest.raises(BadFolderError) as refused:
        load.load(folder)
    (problem,) = refused.value.problems
    assert problem.file.endswith(file)
    assert problem.line > 0
    assert problem.message.startswith(f"{count} {what} are more than the {count - 1} that are taken")
    assert "--size 2" in problem.message
    monkeypatch.setenv("CAUSAL_SIZE", "2")
    assert load.load(folder).claims


def with_a_second_file(tmp_path):
    """A folder that declares its data file twice, as `market` and as `again`."""
    folder = make_folder(tmp_path / "r")
    one = (folder / "data" / "sources.yaml").read_text()
    second = one.partition("datasets:\n")[2].replace("market:", "again:", 1)
    (folder / "data" / "sources.yaml").write_text(one + second)
    return folder


def test_the_headers_of_all_data_files_are_read_in_one_child(tmp_path, monkeypatch):
    given = []

    def counted(function, headers, **limits):
        given.append(headers)
        return confined(function, headers, **limits)

    monkeypatch.setattr("causal.folder.sources.confined", counted)
    load.load(with_a_second_file(tmp_path))
    assert [[header.dataset.id for header in one] for one in given] == [["market", "again"]]


def test_a_header_that_ends_the_child_is_told_alone_and_all_share_one_time(tmp_path, monkeypatch):
    given = []

    def slow(function, headers, *, subject, seconds):
        given.append(seconds)
        time.sleep(0.01)
        if any(header.dataset.id == "again" for header in headers):
            raise TooMuchError(f"{subject} is made to be slow")
        return function(headers)

    monkeypatch.setattr("causal.folder.sources.confined", slow)
    with pytest.raises(BadFolderError) as refused:
        load.load(with_a_second_file(tmp_path))
    (problem,) = refused.value.problems
    assert (problem.key, problem.message) == ("datasets.again.file", "market.csv is made to be slow")
    assert len(given) == 3
    assert given[1] <= given[0] - 0.01
    assert given[2] <= given[1] - 0.01
