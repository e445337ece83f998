"""report.json: what is written reads back the same; what was changed by hand is refused, and the path is told."""

from __future__ import annotations

import copy
import json
import math
import random
import time
import types
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from click.testing import CliRunner

from causal.commands.cli import main
from causal.errors import CausalError, DataError
from causal.files import sizes
from causal.files.fields import Spelling
from causal.files.limits import REPORT_BYTES
from causal.files.records import record, told
from causal.findings import EdgeFindings, GraphFindings, HeldOut, Shuffled
from causal.messages import Failure, Stage
from causal.report import SCHEMA_VERSION, Brought, Report, from_json, read, to_json
from causal.verdict import Verdict
from tests.fake_report import fake_report

KEPT = ("C01", "C03", "C10", "C16", "C17", "C18", "C19", "C20", "C21")  # one of each shape, and those that edges name


def trimmed() -> Report:
    """Give a report with something in every field, and short lists."""
    made = fake_report()
    claims = tuple(c for c in made.study.claims if c.id in KEPT)
    claims = (
        replace(
            claims[0],
            figures={"fall": "12.4%"},
            checks=(replace(claims[0].checks[0], parameters={"at": "2025-03-04", "tail": [0.5, {"deep": True}]}),),
        ),
        *claims[1:],
    )
    brought = replace(
        made.brought, checks={"mine": "My own"}, sentences={"en": {"mine.agrees": "{{ found | figure(unit) }} agrees."}}
    )
    return replace(
        made,
        study=replace(made.study, claims=claims, rivals=made.study.rivals[:1]),
        columns=tuple(c for c in made.columns if c.name != "credit"),
        graph=short(made.graph),
        rivals=(short(made.rivals[0]),),
        edge_verdicts=tuple(
            replace(v, tests=v.tests[:2]) for v in made.edge_verdicts if v.graph in {"article", "strike"}
        ),
        verdicts=tuple(with_short_charts(v) for v in made.verdicts if v.claim in KEPT),
        brought=brought,
    )


def with_short_charts(verdict: Verdict) -> Verdict:
    parts = (
        replace(
            e,
            charts=tuple(replace(c, x=c.x[:2], y=c.y[:2], other=c.y[:2]) for c in e.charts),
            tests=e.tests[:2],
            failures=(Failure(stage=Stage.CHECK, subject="x", reason="y", member="value"),),
        )
        for e in verdict.evidence
    )
    return replace(verdict, evidence=tuple(parts))


def short(found: GraphFindings) -> GraphFindings:
    """Give a graph's findings with a few points in each figure, and a record in each place that may hold one."""

    def edge(one: EdgeFindings) -> EdgeFindings:
        if not one.estimates:
            return one
        r, s = one.response, one.sensitivity
        return replace(
            one,
            response=replace(r, horizons=r.horizons[:2], effect=r.effect[:2], low=r.low[:2], high=r.high[:2]),
            sensitivity=replace(
                s, contour_x=s.contour_x[:2], contour_y=s.contour_y[:2], contour=((0.1, 0.2), (0.3, 0.4))
            ),
            refutations=tuple(
                replace(x, distribution=replace(x.distribution, edges=(0.0, 1.0, 2.0), counts=(3, 4)))
                if x.distribution
                else x
                for x in one.refutations[:2]
            ),
            failures=(Failure(stage=Stage.ESTIMATE, subject=one.edge, reason="too few rows"),),
        )

    return replace(
        found,
        edges=tuple(edge(e) for e in found.edges),
        independences=found.independences[:2],
        shuffled=Shuffled(graphs=99, share=0.1, median=0.3, low=0.2, high=0.4, p_value=0.01),
        beside=HeldOut(
            first="article",
            second=found.graph,
            rows=600,
            first_r2=0.2,
            second_r2=0.1,
            gain=0.1,
            low=0.0,
            high=0.2,
            p_value=0.04,
        ),
    )


@pytest.fixture(scope="module")
def written():
    return to_json(trimmed())


def test_what_is_written_reads_back_the_same(written):
    assert from_json(written) == trimmed()
    assert from_json(written.encode()) == trimmed()
    assert to_json(from_json(written)) == written


def kinds(kind: Any, value: Any, path: tuple, place: tuple = ()) -> Any:
    """Give each leaf of a plain document: its place in the schema, its path and the annotation of its field."""
    if get_origin(kind) is Annotated and get_args(kind)[0] not in (str, int):
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, types.UnionType):
        arms = get_args(kind)
        if isinstance(value, dict | list):
            fitting = [a for a in arms if is_dataclass(a) or get_origin(a) in (tuple, dict)]
            items = isinstance(value, list) and any(isinstance(one, dict) for one in value)
            kind = next(a for a in fitting if not items or is_dataclass(get_args(a)[0]))
        else:
            yield place, path, kind, value
            return
    if is_dataclass(kind):
        hints = get_type_hints(kind, include_extras=True)
        for one in fields(kind):
            yield from kinds(hints[one.name], value[one.name], (*path, one.name), (*place, one.name))
    elif get_origin(kind) is tuple:
        item = get_args(kind)
        for i, one in enumerate(value):
            yield from kinds(item[0] if item[-1] is ... else item[i], one, (*path, i), (*place, "[]"))
    elif get_origin(kind) is dict:
        for key, one in value.items():
            yield from kinds(get_args(kind)[1], one, (*path, key), (*place, "{}"))
    else:
        yield place, path, kind, value


def leaves(document):
    """Give the first leaf of each place in the schema, whatever its positions in lists and its free keys are."""
    found = {}
    for place, path, kind, value in kinds(Report, document, ()):
        found.setdefault((place, type(value)), (path, kind, value))
    return list(found.values())


def put(document, path, value):
    at = document
    for part in path[:-1]:
        at = at[part]
    before, at[path[-1]] = at[path[-1]], value
    return before


def refusal(document) -> str:
    """Give what is said of the document's values, or nothing."""
    try:
        record(Report, document)
    except DataError as error:
        return str(error)
    return ""


def spelled(kind) -> Spelling | None:
    return next((m for m in getattr(kind, "__metadata__", ()) if isinstance(m, Spelling)), None)


def wrong_values(kind, value):
    """Give values that may not stand in the place of `value`."""
    yield from (math.nan, math.inf, 10**30)
    if kind is Any:
        return
    yield {"x": 1}
    if not any(get_origin(arm) is tuple for arm in get_args(kind)):
        yield ["x"]
    if get_origin(kind) in (Union, types.UnionType):
        arms = [a for a in get_args(kind) if a is not type(None)]
        yield from () if len(arms) > 1 else (w for w in wrong_values(arms[0], value) if w is not None)
        return
    if spelling := spelled(kind):
        yield from (7, True, None, "\ud800")
        if spelling.longest is not None:
            yield "x" * (spelling.longest + 1)
        if spelling.pattern:
            yield "../x"
        return
    if kind is float:
        yield from ("1.5", True, None, "NaN")
    elif kind is int or (get_origin(kind) is Annotated and get_args(kind)[0] is int):
        yield from ("1", True, 1.5, 1.0, None)
    elif kind is bool:
        yield from (1, 0, "true", None)
    elif kind is date:
        yield from ("2026-02-30", "2026-2-5", 20260205, 1.5, True, "../x")
    elif get_origin(kind) is Literal or (isinstance(kind, type) and issubclass(kind, StrEnum)):
        yield from ("../x", 1, True, "")


def test_every_place_refuses_what_may_not_stand_there_and_names_it(written):
    document, tried, rng = json.loads(written), 0, random.Random(5)
    for path, kind, value in leaves(document):
        if path[0] == "schema_version":
            continue
        every = list(wrong_values(kind, value))
        for wrong in rng.sample(every, 2):
            before = put(document, path, wrong)
            said = refusal(document)
            put(document, path, before)
            assert told(path, "") in said, (path, wrong, said)
            tried += 1
    assert tried > 700


def test_a_key_that_is_missing_or_unknown_is_told_with_its_mapping(written):
    document = json.loads(written)
    seen = set()

    def mappings(kind, value, path):
        if is_dataclass(kind) and kind not in seen:
            seen.add(kind)
            yield path, value
        for inner, _, _ in ():
            yield inner
        hints = get_type_hints(kind, include_extras=True) if is_dataclass(kind) else {}
        for name, hint in hints.items():
            held = value.get(name)
            arms = [a for a in get_args(hint) if is_dataclass(a)]
            if is_dataclass(hint) or (arms and isinstance(held, dict)):
                yield from mappings(hint if is_dataclass(hint) else arms[0], held, (*path, name))
            elif get_origin(hint) is tuple and arms and held:
                yield from mappings(arms[0], held[0], (*path, name, 0))

    for path, mapping in list(mappings(Report, document, ())):
        for key in list(mapping):
            if path == () and key == "schema_version":
                continue
            kept = mapping.pop(key)
            said = refusal(document)
            mapping[key] = kept
            assert f"the key '{key}' is missing" in said
            assert told(path, "") in said or not path
        mapping["surprise"] = 1
        assert "unknown key 'surprise'" in refusal(document)
        del mapping["surprise"]
    assert len(seen) > 35


def test_every_text_of_a_record_says_how_it_is_spelled():
    """A new field of bare `str` fails here: name its spelling, from `causal.files.fields`."""
    seen, waiting = set(), [Report]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and is_dataclass(kind) and kind not in seen:
            seen.add(kind)
            for name, hint in get_type_hints(kind, include_extras=True).items():
                assert not bare(hint), f"{kind.__name__}.{name}"
                waiting.append(hint)
        waiting.extend(get_args(kind))
    assert {Report, Verdict, Brought} <= seen


def bare(hint) -> bool:
    if get_origin(hint) is Annotated:
        return get_args(hint)[0] is str and spelled(hint) is None
    return hint is str or (get_origin(hint) is not Literal and any(bare(a) for a in get_args(hint)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["verdicts"].pop(), "verdicts: expected 'C21', found nothing more"),
        (lambda d: d["verdicts"][2].update(claim="C99"), "verdicts[2].claim: expected 'C10', found 'C99'"),
        (
            lambda d: d["verdicts"][0]["evidence"][0].update(edge="article:a->b"),
            "verdicts[0].evidence[0].edge: there is no judged edge 'article:a->b'",
        ),
        (lambda d: d["verdicts"][0].update(parts=2), "verdicts[0].parts: there are 1 parts of evidence, found 2"),
        (
            lambda d: d["verdicts"][0]["evidence"][0]["charts"][0]["y"].pop(),
            "verdicts[0].evidence[0].charts[0]: there is one y",
        ),
        (
            lambda d: d["edge_verdicts"].pop(0),
            "edge_verdicts[0].edge: expected 'article:fuel->mood', found 'article:mood->capacity'",
        ),
        (
            lambda d: d["edge_verdicts"][0].update(edge="fuel->rates"),
            "edge_verdicts[0].edge: expected 'article:fuel->mood', found 'article:fuel->rates'",
        ),
        (lambda d: d["rivals"].pop(), "rivals: expected the findings of 1 rivals, found 0"),
        (lambda d: d["rivals"][0].update(graph="storm"), "rivals[0].graph: expected 'strike', found 'storm'"),
        (lambda d: d["graph"]["edges"].pop(), "graph.edges: expected"),
        (
            lambda d: d["graph"]["attribution"].update(cause="fule"),
            "graph.attribution.cause: there is no variable 'fule'; did you mean 'fuel'?",
        ),
        (
            lambda d: d["graph"]["edges"][0]["estimand"].update(treatment="fule@0"),
            "graph.edges[0].estimand: there is no variable 'fule'; did you mean 'fuel'?",
        ),
        (lambda d: d["graph"]["edges"][0].update(estimates=[]), "graph.edges[0].alternatives: there is no estimate"),
        (lambda d: d["graph"]["edges"][0]["response"]["low"].pop(), "graph.edges[0].response: each horizon needs"),
        (
            lambda d: d["graph"]["edges"][0]["refutations"][0]["distribution"]["counts"].pop(),
            "graph.edges[0].refutations[0].distribution: there is one edge more",
        ),
        (
            lambda d: d["graph"]["edges"][0]["sensitivity"]["contour"][1].pop(),
            "graph.edges[0].sensitivity.contour: there is one row for each y",
        ),
        (
            lambda d: d["contradictions"][0].update(claims=["C1"]),
            "contradictions[0].claims[0]: there is no claim 'C1'; did you mean",
        ),
        (lambda d: d["columns"][0].update(name="fule"), "columns[0].name: there is no variable 'fule'"),
        (
            lambda d: d["columns"][0].update(series=["harbour.fule"]),
            "columns[0].series[0]: there is no series 'harbour.fule'; did you mean 'harbour.fuel'?",
        ),
        (lambda d: d["study"]["claims"][1].update(id="C01"), "study.claims[1].id: 'C01' stands twice"),
        (
            lambda d: d["study"]["sample"].update(calendar="harbor"),
            "study.sample.calendar: there is no dataset 'harbor'; did you mean 'harbour'?",
        ),
        (lambda d: d["study"].update(event=None), "study.event: a time series needs an event"),
        (
            lambda d: d["study"]["graph"]["chain"].append("trade->fuel"),
            "study.graph.chain[5]: there is no asserted edge 'trade->fuel'",
        ),
        (
            lambda d: d["study"]["graph"]["edges"][0].update(claims=["C77"]),
            "study.graph.edges[0].claims[0]: there is no claim 'C77'",
        ),
        (lambda d: d["study"]["rivals"][0].update(id="article"), "study.rivals[0].id: 'article' stands twice"),
        (
            lambda d: d["study"]["datasets"][0]["series"][0].update(name="other.rates"),
            "study.datasets[0].series[0].name: 'other.rates' is no series of 'harbour'",
        ),
        (
            lambda d: d["brought"]["sentences"]["en"].update({"mine.agrees": "{{ x.__class__ }}"}),
            "brought.sentences.en['mine.agrees']: '__class__' is no part of a value",
        ),
        (lambda d: d["brought"]["sentences"].update(tlh={}), "brought.sentences.tlh: there is no language 'tlh'"),
        (
            lambda d: d["study"]["inputs"].update({"../x": "a1" * 32}),
            "study.inputs['../x']: '../x' lies outside the folder",
        ),
    ],
)
def test_what_is_cited_must_be_there(written, change, said):
    document = copy.deepcopy(json.loads(written))
    change(document)
    with pytest.raises(CausalError) as refused:
        from_json(json.dumps(document))
    assert str(refused.value).startswith(f"report.json is damaged: {said}")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "this is not a report.json: not JSON"),
        (b"[]", "the key 'schema_version' is missing"),
        (b"null", "the key 'schema_version' is missing"),
        (b'{"schema_version": true}', "schema version True; this program reads"),
        (
            b'{"schema_version": 1}',
            f"report.json has schema version 1; this program reads {SCHEMA_VERSION}: build it again",
        ),
        (b'{"schema_version": "3"}', "schema version '3'"),
        (b'{"schema_version": 3, "schema_version": 3}', "the key 'schema_version' is missing"),
        (b'{"schema_version": 3}', "the key 'study' is missing"),
        (b'\xef\xbb\xbf{"schema_version": 3}', "byte order mark"),
        (b'{"schema_version": 2, "x": "\xff"}', "not UTF-8"),
        (b'{"schema_version": 2, "x": ' + b"[" * 100_000, "nested too deeply"),
        (b"[" + b"0," * 6_000_000 + b"0]", "more than 5,000,000 values"),
    ],
)
def test_what_is_no_report_is_refused_in_words(raw, said):
    with pytest.raises(CausalError) as refused:
        from_json(raw)
    assert said in str(refused.value)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000, "1" + "0" * 30])
def test_a_number_that_is_none_is_refused_as_json_writes_it(written, number):
    assert '"held_out_r2": 0.184' in written
    with pytest.raises(CausalError, match=r"graph\.held_out_r2: expected a finite number or null, found"):
        from_json(written.replace('"held_out_r2": 0.184', f'"held_out_r2": {number}', 1))


def test_a_file_that_is_too_large_is_refused(tmp_path):
    with (tmp_path / "report.json").open("wb") as file:
        file.truncate(REPORT_BYTES + 1)
    with pytest.raises(CausalError, match=f"larger than {REPORT_BYTES:,} bytes"):
        read(tmp_path / "report.json")


def test_a_key_twice_anywhere_is_refused_with_its_path(written):
    twice = written.replace('"chain": [', '"outcome": "rates",\n   "chain": [', 1)
    with pytest.raises(CausalError, match="study.graph: the key 'outcome' stands twice"):
        from_json(twice)


def test_a_report_that_could_not_be_read_is_not_written():
    made = trimmed()
    verdict = replace(made.verdicts[0], reason=replace(made.verdicts[0].reason, values={"found": math.nan}))
    with pytest.raises(CausalError, match=r"verdicts\[0\]\.reason\.values\.found: expected"):
        to_json(replace(made, verdicts=(verdict, *made.verdicts[1:])))


@pytest.mark.parametrize("command", [["explain", "C01"], ["render"], ["diff", "good.json"]])
def test_every_command_reads_by_the_same_reader(tmp_path, written, command):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(written, encoding="utf-8")
    bad.write_text(written.replace('"score": 100', '"score": "100"', 1), encoding="utf-8")
    others = [str(tmp_path / one) if one.endswith(".json") else one for one in command[1:]]
    done = CliRunner().invoke(main, [command[0], str(bad), *others])
    assert done.exit_code == 2
    assert "bad.json: report.json is damaged: verdicts[0].score: expected a whole number from 0 to 100" in done.output


SIZES = {
    "claims": lambda d: len(d["study"]["claims"]),
    "parts of claims": lambda d: sum(len(v["evidence"]) for v in d["verdicts"]),
    "variables": lambda d: max(len(g["variables"]) for g in (d["study"]["graph"], *d["study"]["rivals"])),
    "edges": lambda d: sum(len(g["edges"]) for g in (d["study"]["graph"], *d["study"]["rivals"])),
}


@pytest.mark.parametrize("what", SIZES)
def test_a_report_that_holds_too_much_is_refused_before_it_is_looked_at(written, monkeypatch, what):
    count = SIZES[what](json.loads(written))
    monkeypatch.setitem(sizes.MOST, what, count)
    assert from_json(written)
    monkeypatch.setitem(sizes.MOST, what, count - 1)
    monkeypatch.setattr("causal.report.record", lambda *_: pytest.fail("it was looked at"))
    with pytest.raises(CausalError, match=f"this report is too large: {count} {what} are more than .* --size 2"):
        from_json(written)


def test_a_million_claims_of_a_stranger_are_refused_soon():
    claims = ",".join(['{"id": "c"}'] * 1_000_000)
    started = time.process_time()
    with pytest.raises(CausalError, match="1,000,000 claims are more than the 10,000 that are taken"):
        from_json(f'{{"schema_version": {SCHEMA_VERSION}, "study": {{"claims": [{claims}]}}}}')
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    "shape", ["[]", "1", '{"study": 1}', '{"study": {"rivals": [1], "graph": []}, "verdicts": [[]]}']
)
def test_what_is_no_report_has_no_size(shape):
    with pytest.raises(CausalError, match="schema_version"):
        from_json(shape)


def test_a_report_too_large_to_be_read_again_is_not_written(written, monkeypatch):
    size = len(written.encode())
    monkeypatch.setattr("causal.report.REPORT_BYTES", size)
    assert to_json(trimmed()) == written
    monkeypatch.setattr("causal.report.REPORT_BYTES", size - 1)
    with pytest.raises(CausalError, match=f"would have {size:,} bytes.* --size 2"):
        to_json(trimmed())
    monkeypatch.setenv("CAUSAL_SIZE", "2")
    assert from_json(to_json(trimmed())) == trimmed()
