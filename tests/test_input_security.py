"""A folder from a stranger: nothing in it runs, reaches outside, or takes the machine down; each attempt is told plainly."""

from __future__ import annotations

import io
import pickle
import socket
import subprocess
import sys
import time
import tracemalloc
import zipfile

import pandas as pd
import pytest
import yaml

from causal.data import gather
from causal.data.formula import parse
from causal.errors import BadFolderError, CausalError, DataError
from causal.files.limits import DATA_BYTES, YAML_BYTES
from causal.folder import load
from tests.folders import GRAPH, SOURCES, make_folder, simulated

ALIAS_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(12)
)


class _Marker:
    """Leaves a mark where it is unpickled."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return open, (self.path, "w")


@pytest.fixture(autouse=True)
def no_way_out(monkeypatch):
    """Fail on any connection, any process and any expression that pandas would run."""

    def refuse(*arguments, **keywords):
        raise AssertionError(f"an attempt to reach out: {arguments} {keywords}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setattr("os.system", refuse)
    monkeypatch.setattr(pd.DataFrame, "eval", refuse)
    monkeypatch.setattr(pd.DataFrame, "query", refuse)
    monkeypatch.setattr(pd, "eval", refuse)
    monkeypatch.setattr(pickle, "loads", refuse)
    monkeypatch.setattr(yaml, "load", refuse)


def refused(folder) -> str:
    """Give the message of a folder that must be refused, by loading or gathering, within seconds and little memory."""
    started = time.perf_counter()
    tracemalloc.start()
    try:
        with pytest.raises(CausalError) as caught:
            gather.gather(load.load(folder), folder)
        assert tracemalloc.get_traced_memory()[1] < 200_000_000
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - started < 20
    return str(caught.value)


@pytest.mark.parametrize("file", ["report", "graph", "claims", "sources"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (ALIAS_BOMB, "anchors and aliases"),
        ("a: &a\n  b: *a\n", "anchors and aliases"),
        ("title: !!python/object/apply:os.system ['touch /tmp/x']\n", "tag"),
        ("title: !!python/object/new:subprocess.Popen [[true]]\n", "tag"),
        ("title: !!python/module:os\n", "tag"),
        ("title: one\ntitle: two\n", "'title' stands twice"),
        ("a: " + "[" * 100_000, "nested deeper"),
        ("a: " + "{a: " * 100_000, "nested deeper"),
        ("a: |\n  " + "x" * (YAML_BYTES + 1), "larger than"),
        ("a: " + "9" * 100_000, "too long"),
        ("a: 1e999", "too large"),
        ("a: \x1b]0;owned\x07", "control character"),
        ('a: "\\e]0;owned\\a"', "control character"),
        ("%TAG ! tag:yaml.org,2002:python/\n---\na: !name:os.system ''\n", "directives"),
        ("--- 1\n--- 2\n", "second document"),
    ],
)
def test_hostile_yaml_is_refused_in_every_file(tmp_path, file, content, message):
    assert message in refused(make_folder(tmp_path / "r", **{file: content}))


def test_a_yaml_file_in_another_encoding_is_refused(tmp_path):
    folder = make_folder(tmp_path / "r")
    (folder / "claims.yaml").write_bytes("claims: []".encode("utf-16"))
    assert "not UTF-8" in refused(folder)


def test_words_that_yaml_11_would_change_stay_as_written(tmp_path):
    folder = make_folder(
        tmp_path / "r",
        report={
            "author: A. Writer": "author: NO",
            "outlet: The Paper": "outlet: 12:30:45",
            "label: the drop": "label: 2025-02-03",
        },
    )
    study = load.load(folder)
    assert (study.article.author, study.article.outlet, study.event.label) == ("NO", "12:30:45", "2025-02-03")


@pytest.mark.parametrize(
    "file",
    [
        "../market.csv",
        "../../../../etc/passwd",
        "/etc/passwd",
        "https://example.org/market.csv",
        "file:///etc/passwd",
        "s3://bucket/market.csv",
        "ftp://example.org/a.csv",
        "..\\market.csv",
        "~/market.csv",
        "$HOME/market.csv",
        "|cat market.csv",
        ".",
        "-",
    ],
)
def test_a_data_file_elsewhere_is_not_read(tmp_path, file):
    (tmp_path / "market.csv").write_bytes(simulated().to_csv().encode())
    message = refused(make_folder(tmp_path / "r", sources={"file: market.csv": f"file: '{file}'"}))
    assert "datasets.market.file" in message
    assert "outside the folder" in message or "does not exist" in message
    assert "root:" not in message


def test_links_are_not_followed(tmp_path):
    outside = tmp_path / "outside"
    make_folder(outside)
    for name in ("data/market.csv", "data/sources.yaml", "report.yaml"):
        folder = make_folder(tmp_path / name.replace("/", "_"))
        (folder / name).unlink()
        (folder / name).symlink_to(outside / name)
        assert "link" in refused(folder)
    folder = make_folder(tmp_path / "whole")
    (folder / "data").rename(tmp_path / "data")
    (folder / "data").symlink_to(tmp_path / "data")
    assert "link" in refused(folder)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("market.pkl", pickle.dumps({"a": 1})),
        ("market.pickle", pickle.dumps({"a": 1})),
        ("market.csv.gz", b"\x1f\x8b\x08"),
        ("market.zip", b"PK\x03\x04"),
        ("market.xlsm", b"PK\x03\x04"),
        ("market.xls", b"\xd0\xcf\x11\xe0"),
        ("market.arrow", b"ARROW1"),
        ("market.sqlite", b"SQLite format 3\x00"),
        ("market.py", b"print('owned')"),
        ("market", b"date,news\n"),
    ],
)
def test_only_known_kinds_of_file_are_read(tmp_path, name, raw):
    folder = make_folder(tmp_path / "r")
    (folder / "data" / name).write_bytes(raw)
    sources = folder / "data" / "sources.yaml"
    sources.write_text(sources.read_text().replace("file: market.csv", f"file: {name}"))
    assert "no connector reads" in refused(folder)


@pytest.mark.parametrize(
    "raw", [b"", b"PAR1", b"PK\x03\x04", pickle.dumps({"a": 1}), b"[" * 1000, b"\0" * 1000, b"\x1f\x8b\x08"]
)
@pytest.mark.parametrize("name", ["market.parquet", "market.xlsx", "market.json"])
def test_what_a_known_kind_of_file_is_not_is_refused(tmp_path, name, raw):
    folder = make_folder(tmp_path / "r")
    (folder / "data" / name).write_bytes(raw)
    sources = folder / "data" / "sources.yaml"
    sources.write_text(sources.read_text().replace("file: market.csv", f"file: {name}"))
    assert name in refused(folder)


def _zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("market.csv", simulated().to_csv())
    return held.getvalue()


def test_what_a_file_holds_counts_and_not_its_name(tmp_path):
    mark = tmp_path / "mark"
    for i, raw in enumerate(
        (pickle.dumps(_Marker(mark)), pickle.dumps(_Marker(mark), protocol=0), _zipped(), b"\x1f\x8b\x08\x00")
    ):
        refused(make_folder(tmp_path / str(i), data=raw))
    assert not mark.exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('date,news,fear,world,price\n2024-01-01,"1,1,1,1\n2024-01-02,1,1,1,1\n', "market.csv, line 2"),
        ("date,news,fear,world,price\n2024-01-01,1,1,1,1\x00\n", "NUL"),
        (b"date,news,fear,world,price\n2024-01-01,\xff,1,1,1\n", "not UTF-8"),
        ("date,news,fear,world,price\n2024-01-01,=1+1,1,1,1\n", "'=1+1' is not a number"),
        ("date,news,fear,world,price\n2024-01-01,__import__('os'),1,1,1\n", "is not a number"),
        ("date,news,fear,world,price\n" + "2024-01-01," + "9" * 20_000 + ",1,1,1\n", "more than 10000 characters"),
        ("date,news,fear,world,price," + ",".join(f"c{i}" for i in range(500)) + "\n", "columns; at most"),
        ("", "is empty"),
    ],
)
def test_hostile_tables_are_refused(tmp_path, data, message):
    assert message in refused(make_folder(tmp_path / "r", data=data))


def test_a_huge_file_is_refused_by_its_size_without_being_read(tmp_path):
    folder = make_folder(tmp_path / "r")
    with (folder / "data" / "market.csv").open("r+b") as file:
        file.truncate(DATA_BYTES * 50)
    assert "larger than" in refused(folder)


def test_an_endless_file_is_no_file(tmp_path):
    folder = make_folder(tmp_path / "r")
    (folder / "data" / "market.csv").unlink()
    (folder / "data" / "market.csv").symlink_to("/dev/zero")
    assert "link" in refused(folder)


ATTACKS = [
    "__import__('os').system('true')",
    "().__class__.__bases__[0].__subclasses__()",
    "market.price.__class__",
    "market.price.to_csv",
    "market.__class__.x",
    "[x for x in market.price]",
    "(lambda: 1)()",
    "{1: market.price}",
    "f'{market.price}'",
    "open('/etc/passwd')",
    "eval(1)",
    "9**9**9**9",
    "market.price ** 1e9",
    "market.price ** market.price",
    "1" + "0" * 450,
    "(" * 230 + "1" + ")" * 230,
    "-" * 400 + "1",
    "mean(market.price, 1000000000)",
    "lag(market.price, -1)",
    "market.price if 1 else 2",
    "market.price and 1",
    "(x := 1)",
    "market.price; 1",
    "await market.price",
    "*market.price",
    "@market.price",
    "market.price[0]",
    "~market.price",
    "log(*market.price)",
    "log(x=market.price)",
    "market.price\\\n+1",
    "market.price @ market.price",
    "first(" + "market.price, " * 39 + "1)",
    "'a' * 1000000000",
    "1e308 * 10 * 'x'",
    "None",
    "...",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_formula_is_arithmetic_and_nothing_else(tmp_path, text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    message = refused(make_folder(tmp_path / "r", graph={"formula: market.news": f'formula: "{escaped}"'}))
    assert "variables.news.formula" in message


def test_a_long_list_of_arguments_is_cut_off():
    with pytest.raises(CausalError, match="not 41"):
        parse("first(" + "a.b, " * 40 + "1)")


def test_a_check_cannot_be_given_what_it_does_not_take(tmp_path):
    for i, bad in enumerate(("__class__: x", "run: os.system", "parameters: {}")):
        message = refused(make_folder(tmp_path / str(i), claims={"reason: opinion}": f"reason: opinion, {bad}}}"}))
        assert "unknown key" in message
    for i, bad in enumerate(("os", "../opinion", "_parameters", "__init__", "[opinion]")):
        assert "unknown check" in refused(
            make_folder(tmp_path / f"n{i}", claims={"check: opinion,": f"check: '{bad}',"})
        )


def test_nothing_of_the_folder_is_imported_or_run(tmp_path, monkeypatch):
    folder = make_folder(tmp_path / "r")
    for place in (folder, folder / "data"):
        for name in ("conftest.py", "sitecustomize.py", "yaml.py", "pandas.py", "__init__.py"):
            (place / name).write_text("raise AssertionError('code of the folder ran')")
    monkeypatch.chdir(folder)
    before = set(sys.path)
    gather.gather(load.load(folder), folder)
    assert set(sys.path) == before


@pytest.mark.slow
def test_many_mistakes_are_told_quickly_and_a_limited_number(tmp_path):
    edges = "".join(f"  - {{from: a{i}, to: b{i}, sign: 1}}\n" for i in range(3000))
    folder = make_folder(tmp_path / "r", graph=GRAPH.replace("edges:\n", "edges:\n" + edges, 1))
    assert len(refused(folder).splitlines()) <= 200


@pytest.mark.slow
def test_a_dense_graph_of_cycles_is_told_quickly(tmp_path):
    names = [f"v{i}" for i in range(38)]
    variables = "".join(f"  {n}: {{label: {n}, kind: latent}}\n" for n in names)
    edges = "".join(f"  - {{from: {a}, to: {b}, sign: 1}}\n" for a in names for b in names if a != b)
    text = f"title: t\nvariables:\n{variables}edges:\n{edges}chain: [v0, v1]\noutcome: v1\n"
    message = refused(make_folder(tmp_path / "r", graph=text))
    assert "form a cycle: v0 -> v1 -> v0" in message


def test_the_sources_name_no_credentials_or_commands(tmp_path):
    for i, key in enumerate(("password: x", "command: true", "sql: drop", "url: http://x")):
        assert "unknown key" in refused(
            make_folder(tmp_path / str(i), sources={"    time: date": f"    {key}\n    time: date"})
        )


def test_a_refusal_is_one_of_the_errors_meant_for_the_user():
    assert issubclass(BadFolderError, CausalError)
    assert issubclass(DataError, CausalError)
    assert "digest" in SOURCES
