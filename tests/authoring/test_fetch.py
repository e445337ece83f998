"""`causal fetch`: what it writes, what it leaves alone, what it tells; and that nothing else reaches for a network."""

from __future__ import annotations

import hashlib
import re
import socket
import sqlite3
import subprocess
import sys
from datetime import date

import pytest
from click.testing import CliRunner

from causal import pipeline
from causal.authoring import fetch as fetching
from causal.commands.cli import main
from causal.data import gather
from causal.errors import BadFolderError, DataError
from causal.folder import load
from tests.data.sources.servers import serving, whole
from tests.folders import make_folder, simulated
from tests.test_pipeline import QUICK

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def allowed(monkeypatch):
    monkeypatch.setenv("CAUSAL_HOSTS", "127.0.0.1")


def call(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def market(rows=320):
    return simulated(rows).to_csv().encode()


def declared(tmp_path, port, extra="", fetched=False, **changes):
    """Give a folder whose only dataset comes from loopback and, unless `fetched`, was never fetched."""
    origin = f"    from: {{kind: http, url: 'http://127.0.0.1:{port}/m.csv'{extra}}}  # daily\n"
    folder = make_folder(
        tmp_path / "r", sources={"    time: date\n": "    time: date  # the day\n" + origin}, **changes
    )
    if not fetched:
        sources = folder / "data" / "sources.yaml"
        sources.write_text(re.sub(r"    digest: .*\n", "", sources.read_text()))
        (folder / "data" / "market.csv").unlink()
    return folder


def snapshots(folder, *names, **options):
    return list(fetching.fetch(folder, names, TODAY, **options))


@pytest.fixture
def server():
    """Serve what `held["body"]` holds."""
    held = {"body": market()}
    with serving(lambda *_: whole(held["body"], Last_Modified="Sun, 22 Nov 2026 10:00:00 GMT")) as (port, requests):
        held |= {"port": port, "requests": requests}
        yield held


@pytest.mark.slow
def test_a_folder_is_fetched_noted_and_builds_with_no_network(tmp_path, server, monkeypatch):
    folder = declared(tmp_path, server["port"])
    before = (folder / "data" / "sources.yaml").read_text()
    result = call("fetch", folder)
    assert result.exit_code == 0, result.output
    raw = (folder / "data" / "market.csv").read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    assert f"market: data/market.csv, 320 rows, new, SHA-256 {digest}" in result.output
    today = re.search(r"retrieved: (\S+)", (folder / "data" / "sources.yaml").read_text())[1]
    added = f"    digest: {digest}\n    retrieved: {today}\n    vintage: 2026-11-22\n"
    assert (folder / "data" / "sources.yaml").read_text() == before.replace(
        "    file: market.csv\n", "    file: market.csv\n" + added
    )
    assert not [path for path in (folder / "data").iterdir() if path.name.startswith(".")]

    def refuse(*arguments, **keywords):
        raise AssertionError(f"a socket was opened: {arguments} {keywords}")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    study = load.load(folder)
    assert study.datasets[0].series[0].retrieved == date.fromisoformat(today)
    assert len(gather.gather(study, folder)) > 200
    assert pipeline.build(folder, QUICK).verdicts


@pytest.mark.slow
def test_checking_loads_no_library_that_could_fetch(tmp_path, server):
    folder = declared(tmp_path, server["port"])
    snapshots(folder)
    code = (
        "import sys; from causal.commands.cli import main; main(['check', sys.argv[1]], standalone_mode=False); "
        "bad = {'httpx', 'httpcore', 'sqlalchemy', 'psycopg', 'openpyxl', 'pyarrow.parquet'} & set(sys.modules); assert not bad, bad"
    )
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_fetching_again_changes_nothing_but_the_day(tmp_path, server):
    folder = declared(tmp_path, server["port"])
    first = snapshots(folder)[0]
    text = (folder / "data" / "sources.yaml").read_text()
    again = list(fetching.fetch(folder, ["market"], date(2026, 11, 24)))[0]
    assert (first.changed, again.changed) == (True, False)
    assert again.digest == first.digest
    assert (folder / "data" / "sources.yaml").read_text() == text.replace(
        "retrieved: 2026-11-23", "retrieved: 2026-11-24"
    )


def test_the_snapshot_is_the_data_to_the_last_bit(tmp_path, server):
    folder = declared(tmp_path, server["port"])
    snapshots(folder)
    found = gather.gather(load.load(folder), folder).dataset("market")
    assert found.to_numpy().tolist() == simulated()[["news", "fear", "world", "price"]].to_numpy().tolist()
    lines = server["body"].decode().splitlines()
    server["body"] = "\n".join([lines[0], *reversed(lines[1:])]).encode()  # another order, no last line end
    assert not snapshots(folder)[0].changed


def test_a_dataset_that_was_never_fetched_says_what_to_run(tmp_path, server):
    folder = declared(tmp_path, server["port"])
    result = call("check", folder)
    assert result.exit_code == 2
    assert f"market has not been fetched: run `causal fetch {folder} market`" in result.output
    assert "sources.yaml:2" in result.output
    assert not server["requests"]


LOCK = "seed: 7\nlock: {digest: " + "a" * 64 + ", on: 2025-03-06}\n"


def test_a_locked_report_keeps_its_snapshot(tmp_path, server):
    folder = declared(tmp_path, server["port"], fetched=True, report={"seed: 7\n": LOCK})
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    server["body"] = market(330)
    result = call("fetch", folder)
    assert result.exit_code == 2
    assert "is locked and uses market.csv: with --new-vintage" in result.output
    assert not server["requests"]
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_new_vintage_lies_beside_and_the_locked_report_is_the_same(tmp_path, server):
    folder = declared(tmp_path, server["port"], fetched=True, report={"seed: 7\n": LOCK})
    sources = folder / "data" / "sources.yaml"
    text, study = sources.read_text(), load.load(folder)
    server["body"] = market(330)
    taken = snapshots(folder, new_vintage=True)[0]
    assert (taken.file, taken.rows, taken.changed) == ("market.2026-11-23.csv", 330, True)
    vintage = f"    vintages: [{{file: market.2026-11-23.csv, digest: {taken.digest}, retrieved: 2026-11-23}}]\n"
    assert sources.read_text() == text.replace("    file: market.csv\n", "    file: market.csv\n" + vintage)
    assert load.load(folder).datasets == study.datasets
    assert list(fetching.fetch(folder, (), date(2026, 11, 24), new_vintage=True))
    assert sources.read_text().count("retrieved: 2026-11-2") == 2
    assert {p.name for p in (folder / "data").iterdir()} == {
        "market.csv",
        "market.2026-11-23.csv",
        "market.2026-11-24.csv",
        "sources.yaml",
    }


def test_a_second_vintage_of_one_day_overwrites_nothing(tmp_path, server):
    folder = declared(tmp_path, server["port"], fetched=True)
    snapshots(folder, new_vintage=True)
    assert snapshots(folder, new_vintage=True)[0].rows == 320
    server["body"] = market(330)
    raw = (folder / "data" / "market.2026-11-23.csv").read_bytes()
    with pytest.raises(DataError, match=r"data/market\.2026-11-23\.csv is there already and differs"):
        snapshots(folder, new_vintage=True)
    assert (folder / "data" / "market.2026-11-23.csv").read_bytes() == raw


def test_a_failure_leaves_the_folder_as_it_was(tmp_path, server, monkeypatch):
    folder = declared(tmp_path, server["port"], fetched=True)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def unchanged():
        return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before

    for body in (b"", b"<html>", b"date,news\n2026-02-04,1\n", market().replace(b"2024-01-03", b"yesterday")):
        server["body"] = body
        result = call("fetch", folder)
        assert result.exit_code == 2
        assert "Traceback" not in result.output
        assert unchanged()
    server["body"] = market()

    def full(self, target):
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr("pathlib.Path.replace", full)
    assert call("fetch", folder).exit_code == 2
    assert unchanged()


def test_links_in_the_folder_are_not_written_through(tmp_path, server):
    folder = declared(tmp_path, server["port"])
    (tmp_path / "outside.csv").write_text("precious")
    (folder / "data" / "market.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(DataError, match="is a link"):
        snapshots(folder)
    assert (tmp_path / "outside.csv").read_text() == "precious"


def test_names_choose_what_is_fetched_and_are_checked(tmp_path, server):
    folder = declared(tmp_path, server["port"])
    with pytest.raises(DataError, match="no dataset 'markt'; did you mean 'market'"):
        snapshots(folder, "markt")
    bare = make_folder(tmp_path / "bare")
    with pytest.raises(DataError, match="no dataset of .* says where it comes from"):
        snapshots(bare)
    with pytest.raises(DataError, match="'market' does not say where it comes from"):
        snapshots(bare, "market")
    assert not server["requests"]


ORIGIN = "    from: {kind: http, url: 'https://example.org/m.csv'}\n"


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ("kind: http", "kind: htpp", "from.kind", "unknown kind 'htpp'; did you mean 'http'?"),
        ("kind: http, ", "", "from", "the key 'kind' is missing"),
        ("url:", "ulr:", "from.ulr", "unknown key 'ulr'; did you mean 'url'?"),
        (", url: 'https://example.org/m.csv'", "", "from", "the key 'url' is missing"),
        ("'https://example.org/m.csv'", "3", "from.url", "expected a valid string, found 3"),
        ("https://example.org", "file:///etc", "from.url", "begins with https://"),
        ("https://", "https://ann:secret@", "from.url", "holds a password in clear: write ${CAUSAL_PASSWORD}"),
        ("m.csv'", "m.csv?key=${HOME}'", "from.url", "${HOME} is not read"),
        ("m.csv'}", "m.csv', format: jsn}", "from.format", "did you mean 'json'?"),
        (
            "m.csv'}",
            "m.csv', columns: {pric: Close}}",
            "from.columns.pric",
            "unknown column 'pric'; did you mean 'price'?",
        ),
        ("m.csv'}", "m.csv', columns: {price: 1}}", "from.columns.price", "expected text, found 1"),
        ("m.csv'}", "m.csv', columns: price}", "from.columns", "expected a mapping"),
        (
            "kind: http, url: 'https://example.org/m.csv'",
            "kind: sql, url: 'postgresql://h/d', query: drop table x",
            "from.query",
            "begins with SELECT",
        ),
        (
            "kind: http, url: 'https://example.org/m.csv'",
            "kind: yahoo, symbol: IBIT, start: 2024-13-01",
            "from.start",
            "no day of the calendar",
        ),
        (
            "kind: http, url: 'https://example.org/m.csv'",
            "kind: fred, serie: VIXCLS",
            "from.serie",
            "did you mean 'series'?",
        ),
    ],
)
def test_a_mistake_in_from_is_told_at_its_key_and_line(tmp_path, old, new, key, message):
    assert old in ORIGIN
    folder = make_folder(tmp_path / "r", sources={"    time: date\n": "    time: date\n" + ORIGIN.replace(old, new)})
    for run in (load.load, snapshots):
        with pytest.raises(BadFolderError) as caught:
            run(folder)
        found = [p for p in caught.value.problems if p.key == f"datasets.market.{key}"]
        assert len(found) == 1, caught.value
        assert message in found[0].message
        assert (found[0].line, found[0].file) == (5, str(folder / "data" / "sources.yaml"))


@pytest.mark.parametrize("file", ["market.tsv", "sub/market.csv", "../market.csv", "$(x).csv", ".csv", "a\\b.csv"])
def test_a_snapshot_has_a_plain_name(tmp_path, file):
    folder = make_folder(tmp_path / "r", sources={"    file: market.csv\n": f"    file: '{file}'\n" + ORIGIN})
    with pytest.raises(BadFolderError, match="name a file such as market.csv|no plain file name"):
        snapshots(folder)


def test_from_sqlite_to_a_report(tmp_path):
    folder = make_folder(
        tmp_path / "r",
        sources={
            "    time: date\n": "    time: date\n    from: {kind: sqlite, file: m.db, query: select * from market}\n"
        },
    )
    connection = sqlite3.connect(folder / "data" / "m.db")
    simulated().to_sql("market", connection)
    connection.execute("update market set date = substr(date, 1, 10)")
    connection.commit()
    connection.close()
    before = gather.gather(load.load(folder), folder).digest
    assert snapshots(folder)[0].rows == 320
    assert gather.gather(load.load(folder), folder).digest == before


@pytest.mark.parametrize("place", ["{value}", "day-{value}"])
def test_a_secret_that_a_server_repeats_is_neither_written_nor_told(tmp_path, monkeypatch, place):
    monkeypatch.setenv("CAUSAL_TOKEN", "t0ken-of-mine")
    monkeypatch.setenv("CAUSAL_TOKEN_HOSTS", "127.0.0.1")
    table = f"date,{place.format(value='t0ken-of-mine')}\n2026-02-04,1.5\n".encode()
    with serving(lambda path, _: whole(table)) as (port, _):
        folder = declared(tmp_path, port, extra=", headers: {X-Token: '${CAUSAL_TOKEN}'}")
        with pytest.raises(DataError) as caught:
            list(fetching.fetch(folder, (), TODAY))
    assert "t0ken-of-mine" not in str(caught.value)
    assert "t0ken-of-mine" not in "".join(p.read_text(errors="replace") for p in folder.rglob("*") if p.is_file())
