"""The open set of kinds of rows: each is found and whole, and nothing outside it asks which kind it has."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from causal.sampling import (
    kinds_of_sample,
    sampling_of,
    sampling_reading,
    sampling_serving,
    samplings,
)
from causal.study import Dataset, Resolution

ROOT = Path(__file__).resolve().parents[2]
INDEXES = {name: import_module(f"tests.sampling.test_{name}").INDEX for name in samplings()}
ASKED = re.compile(
    r"SampleKind|CROSS_SECTION|TIME_SERIES|(?<!document)(?<!sample)\.independent\b|(?<!\])\.dated\b"
    r"|isinstance\([^()]*(?:Datetime|Period|Multi)Index|\b(?:is|is not|==|!=|in) \(?Resolution\.|(?:==|is|!=) ['\"](?:row|cross-section)['\"]"
    r"|\.kind (?:is|==|!=)[^=]*(?:sample|Sample)|getattr\([^()]*, ['\"]tz['\"]"
)


def dataset(resolution: str, key: tuple[str, ...] = ()) -> Dataset:
    return Dataset(id="d", file="d.csv", time="t", resolution=Resolution(resolution), digest="", series=(), key=key)


def test_the_kinds_are_the_modules_of_the_folder():
    written = {p.stem for p in (ROOT / "causal" / "sampling").glob("*.py") if not p.stem.startswith("_")}
    assert set(samplings()) == written
    assert {"time series", "cross-section"} <= set(kinds_of_sample())


@pytest.mark.parametrize("name", INDEXES)
def test_each_is_titled_and_documented(name):
    """Each has a test too, which brings the index that is used here."""
    assert len(import_module(f"causal.sampling.{name}").__doc__) > 60
    assert samplings()[name].title


@pytest.mark.parametrize("resolution", list(Resolution))
def test_one_kind_reads_each_resolution(resolution):
    assert sum(resolution in one.resolutions for one in samplings().values()) == 1
    assert resolution in sampling_reading(resolution).resolutions


@pytest.mark.parametrize("name", INDEXES)
def test_an_index_is_of_one_kind(name):
    assert [n for n, one in samplings().items() if one.holds(INDEXES[name])] == [name]
    assert sampling_of(INDEXES[name]) is samplings()[name]


@pytest.mark.parametrize("name", INDEXES)
def test_names_are_one_a_row_and_the_digest_knows_each(name):
    index, kind = INDEXES[name], samplings()[name]
    assert len(set(kind.names(index))) == len(index)
    assert kind.name(index[2], index) == kind.names(index)[2]
    assert kind.digest(index) == kind.digest(index.copy())
    assert kind.digest(index) != kind.digest(index[1:].append(index[:1]))


@pytest.mark.parametrize(
    ("sample", "given", "name"),
    [
        ("time series", dataset("day"), "days"),
        ("time series", dataset("quarter"), "periods"),
        ("cross-section", dataset("row"), "rows"),
        ("time series", dataset("instant"), "days"),  # none serves: the first of the name
        ("time series", dataset("month", key=("k",)), "days"),
        ("cross-section", None, "rows"),
        ("of nobody", None, "days"),
    ],
)
def test_the_calendar_decides_the_kind(sample, given, name):
    assert sampling_serving(sample, given) is samplings()[name]


def test_nothing_else_asks_which_kind_of_rows_it_has():
    """What depends on the kind is a field of the record; a module that asks would have to know the next kind too."""
    asking = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted((ROOT / "causal").rglob("*.py"))
        if path.parent != ROOT / "causal" / "sampling"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if ASKED.search(line)
    ]
    assert asking == []


@pytest.mark.parametrize(
    "line",
    [
        "if design.independent:",
        "return (0, 1) if frame.dated else (0,)",
        "if study.sample.kind is SampleKind.CROSS_SECTION:",
        "if dataset.resolution is Resolution.ROW:",
        "elif resolution in (Resolution.DAY, Resolution.INSTANT):",
        "noun = 'days' if isinstance(known.index, pd.DatetimeIndex) else 'rows'",
        'return getattr(self.values.index, "tz", None) is None',
        'if d.resolution == "row":',
    ],
)
def test_the_search_finds_what_it_is_for(line):
    assert ASKED.search(line)
