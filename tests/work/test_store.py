"""What is kept comes back unchanged; what is damaged is computed again; wording is no reason to compute."""

from __future__ import annotations

import importlib
import os

import pytest

from causal import pipeline
from causal.errors import CausalError
from causal.files import limits
from causal.findings import Rate
from causal.inference.designs import designs
from causal.work import store
from causal.work.spread import Task, Workers, spread
from tests.folders import make_folder
from tests.test_pipeline import QUICK

RATE = Rate(rate=1 / 3, low=0.1, high=0.7000000000000001, worlds=9)


def test_what_is_kept_comes_back_unchanged(tmp_path):
    kept = store.Store(tmp_path / "cache")
    kept.put("k", RATE)
    assert kept.get("k", Rate) == RATE
    assert kept.get("other", Rate) is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff", b'{"rate": "high"}', b"[1]", b"null", b'{"result": 1, "seal": "x"}', b"[" * 100_000]
)
def test_a_damaged_file_is_as_good_as_none(tmp_path, content):
    kept = store.Store(tmp_path)
    (tmp_path / "k.json").write_bytes(content)
    assert kept.get("k", Rate) is None


def test_what_is_no_file_or_too_large_a_one_is_as_good_as_none(tmp_path, monkeypatch):
    kept = store.Store(tmp_path)
    kept.put("k", RATE)
    monkeypatch.setattr(store, "RESULT_BYTES", 10)
    assert kept.get("k", Rate) is None
    os.mkfifo(tmp_path / "pipe.json")
    assert kept.get("pipe", Rate) is None


def test_tidying_passes_over_what_it_cannot_look_at(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "KEPT_RESULTS", 1)
    kept = store.Store(tmp_path)
    kept.put("k", RATE)
    (tmp_path / "link.json").symlink_to(tmp_path / "nothing")
    (tmp_path / "folder.json").mkdir()
    kept.tidy()
    assert (tmp_path / "folder.json").is_dir()


def test_an_entry_that_was_changed_moved_or_written_by_another_counts_as_none(tmp_path):
    kept = store.Store(tmp_path)
    kept.put("k", RATE)
    entry = (tmp_path / "k.json").read_text()
    assert "0.1" in entry
    (tmp_path / "k.json").write_text(entry.replace("0.1", "0.2"))
    assert kept.get("k", Rate) is None
    (tmp_path / "other.json").write_text(entry)
    assert kept.get("other", Rate) is None
    store.Store(tmp_path, b"another user's key of 32 bytes..").put("k", RATE)
    assert kept.get("k", Rate) is None
    (tmp_path / "k.json").write_text(entry)
    assert kept.get("k", Rate) == RATE


def test_the_key_is_made_once_for_this_user_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("CAUSAL_CACHE_KEY", str(tmp_path / "own" / "cache.key"))
    store.own_secret.cache_clear()
    first = store.own_secret()
    store.own_secret.cache_clear()
    assert store.own_secret() == first == (tmp_path / "own" / "cache.key").read_bytes()
    assert (tmp_path / "own" / "cache.key").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("CAUSAL_CACHE_KEY", str(tmp_path / "own" / "cache.key" / "no folder"))
    store.own_secret.cache_clear()
    assert store.own_secret() != first
    store.own_secret.cache_clear()


def test_an_estimator_from_elsewhere_is_part_of_the_software(tmp_path, monkeypatch):
    digests = set()

    def digest():
        store.software.cache_clear()
        digests.add(store.software())

    digest()
    info = tmp_path / "addon-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: addon\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[causal.estimators]\nmine = causal_addon:ESTIMATOR\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    digest()
    (tmp_path / "causal_addon.py").write_text("ESTIMATOR = 1\n")
    importlib.invalidate_caches()
    digest()
    (tmp_path / "causal_addon.py").write_text("ESTIMATOR = 2\n")
    digest()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: addon\nVersion: 1.1\n")
    digest()
    store.software.cache_clear()
    assert len(digests) == 5


def test_the_libraries_of_every_study_design_are_part_of_the_software():
    assert {name for one in designs().values() for name in one.libraries} <= set(store.DEPENDS_ON)


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    kept = store.Store(tmp_path / "file" / "cache")
    kept.put("k", RATE)
    assert kept.get("k", Rate) is None


def test_the_longest_unused_go_first(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "KEPT_RESULTS", 2)
    kept = store.Store(tmp_path)
    for age, name in enumerate("abc"):
        kept.put(name, RATE)
        os.utime(tmp_path / f"{name}.json", (1000 - age, 1000 - age))
    assert kept.get("c", Rate) == RATE  # used now
    kept.tidy()
    assert {path.stem for path in tmp_path.iterdir()} == {"a", "c"}
    assert limits.KEPT_RESULTS > 100


def test_the_key_depends_on_every_part():
    assert store.key("edge", "x") != store.key("edge", "y")
    assert store.key("edge", "x", 0.95) != store.key("edge", "x", 0.9500000000000001)
    assert store.key("edge", "x") == store.key("edge", "x")


def test_new_wording_computes_nothing_again_and_new_data_does(tmp_path, monkeypatch):
    kept = store.Store(tmp_path / "cache")
    folder = make_folder(tmp_path / "r")
    first = pipeline.build(folder, QUICK, store=kept)
    entries = {path.name for path in kept.folder.iterdir()}
    graph = (folder / "graph.yaml").read_text()
    (folder / "graph.yaml").write_text(graph.replace("label: News", "label: The day's news"))
    claims = (folder / "claims.yaml").read_text()
    (folder / "claims.yaml").write_text(claims.replace("text: ", "text: Reworded. ", 1))
    monkeypatch.setattr("causal.work.spread.call_all", lambda calls, workers: iter([] if not calls else 1 / 0))
    second = pipeline.build(folder, QUICK, store=kept)
    assert second.graph == first.graph
    assert second.study != first.study
    assert {path.name for path in kept.folder.iterdir()} == entries
    (folder / "graph.yaml").write_text(graph.replace("sign: 1", "sign: -1", 1))
    with pytest.raises(ZeroDivisionError):
        pipeline.build(folder, QUICK, store=kept)


@pytest.mark.slow
def test_a_build_with_kept_results_is_the_same_as_one_without(tmp_path):
    from causal.report import to_json

    kept = store.Store(tmp_path / "cache")
    folder = make_folder(tmp_path / "r")
    plain = to_json(pipeline.build(folder, QUICK))
    assert to_json(pipeline.build(folder, QUICK, store=kept)) == plain
    assert to_json(pipeline.build(folder, QUICK, store=kept)) == plain


def test_the_users_store_is_where_they_say(tmp_path, monkeypatch):
    monkeypatch.setenv("CAUSAL_CACHE", str(tmp_path))
    assert store.user_store().folder == tmp_path
    monkeypatch.setenv("CAUSAL_CACHE", "")
    assert store.user_store().folder is None
    monkeypatch.delenv("CAUSAL_CACHE")
    assert "causal" in str(store.user_store().folder)


def rate(share):
    return Rate(rate=share, low=0.0, high=1.0, worlds=1)


def test_results_arrive_in_order_and_are_told(tmp_path):
    kept = store.Store(tmp_path)
    kept.put("1", rate(0.1))
    tasks = [Task(function=rate, arguments=(i / 10,), gives=Rate, key=str(i), name=f"task {i}") for i in range(4)]
    told = []
    assert [r.rate for r in spread(tasks, Workers(), kept, told.append)] == [0.0, 0.1, 0.2, 0.3]
    assert sorted(told) == [f"task {i}" for i in range(4)]


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_an_instruction():
    tasks = [Task(function=rate, arguments=(0.5,), gives=Rate, key="k")]
    with pytest.raises(CausalError, match="no Dask scheduler answers"):
        spread(tasks, Workers(cluster="tcp://127.0.0.1:9"), store.Store(None), lambda name: None)
