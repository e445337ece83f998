"""Readings in claims.yaml: which of them is primary is said once, and every mistake is told at its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from causal.errors import BadFolderError, Problem
from causal.folder import load
from causal.folder.readings import parameters_of
from causal.study import Reading
from tests.folders import CLAIMS, make_folder

if TYPE_CHECKING:
    from pathlib import Path

CHECK = '- {check: value, of: "market.price - lag(market.price)", at: 2025-02-03, stated: less than 0}'
OWN = 'check: value, of: "market.price - lag(market.price)", at: 2025-02-03, stated: less than 0'
BEFORE = "{reading: the day before, at: 2025-01-31}"
GOOD = f"- {{{OWN}, reading: the day itself, primary: the sentence names the day, readings: [{BEFORE}]}}"


def made(place: Path, check: str) -> Path:
    assert CHECK in CLAIMS
    return make_folder(place, claims={CHECK: check})


def problems(place: Path, check: str) -> list[Problem]:
    folder = made(place, check)
    with pytest.raises(BadFolderError) as caught:
        load.load(folder)
    return list(caught.value.problems)


def test_a_reading_is_the_check_with_what_it_changes(tmp_path: Path) -> None:
    request = load.load(made(tmp_path / "f", GOOD)).claims[0].checks[0]
    assert (request.reading, request.primary, request.no_primary) == (
        "the day itself",
        "the sentence names the day",
        "",
    )
    own = {"of": "market.price - lag(market.price)", "at": "2025-02-03", "stated": "less than 0"}
    plain = {key: str(value) for key, value in request.parameters.items()}
    assert plain == own
    (other,) = request.readings
    assert (other.name, {k: str(v) for k, v in other.parameters.items()}) == (
        "the day before",
        {**own, "at": "2025-01-31"},
    )


def test_a_check_without_readings_has_none(tmp_path: Path) -> None:
    request = load.load(make_folder(tmp_path / "f")).claims[0].checks[0]
    assert (request.readings, request.reading, request.primary) == ((), "", "")


@pytest.mark.parametrize(
    ("check", "key", "said"),
    [
        (
            f"- {{{OWN}, reading: day, readings: [{BEFORE}]}}",
            "readings",
            "2 readings, and none is called primary: write 'primary: WHY'",
        ),
        (
            f"- {{{OWN}, reading: day, readings: [{BEFORE}, {{reading: other, at: 2025-01-30}}]}}",
            "readings",
            "3 readings, and none is called primary",
        ),
        (f"- {{{OWN}, reading: day, primary: so, no_primary: so, readings: [{BEFORE}]}}", "no_primary", "keep one"),
        (f"- {{{OWN}, primary: so}}", "primary", "there is no other: add 'readings', or leave it out"),
        (f"- {{{OWN}, no_primary: so}}", "no_primary", "there is no other"),
        (f"- {{{OWN}, reading: day}}", "reading", "there is no other"),
        (
            f"- {{{OWN}, primary: so, readings: [{BEFORE}]}}",
            "",
            "the key 'reading' is missing: the check as written is one",
        ),
        (
            f"- {{{OWN}, reading: day, primary: so, readings: [{{at: 2025-01-31}}]}}",
            "readings[0]",
            "the key 'reading' is missing",
        ),
        (
            f"- {{{OWN}, reading: day, primary: so, readings: [{{reading: day, at: 2025-01-31}}]}}",
            "readings[0].reading",
            "'day' stands twice",
        ),
        (
            f"- {{{OWN}, reading: day, primary: so, readings: [{{reading: b, at: 2025-01-31, primary: no}}]}}",
            "readings[0].primary",
            "the two change places",
        ),
        (f"- {{{OWN}, reading: day, primary: so, readings: []}}", "readings", "expected a list of readings"),
        (f"- {{{OWN}, reading: day, primary: so, readings: {BEFORE}}}", "readings", "expected a list of readings"),
        (f"- {{{OWN}, reading: day, primary: ' ', readings: [{BEFORE}]}}", "primary", "expected some text"),
        (f"- {{{OWN}, reading: 7, primary: so, readings: [{BEFORE}]}}", "reading", "expected some text, found 7"),
        (
            f"- {{{OWN}, reading: day, primary: so, readings: [{{reading: b, att: 2025-01-31}}]}}",
            "readings[0].att",
            "did you mean 'at'?",
        ),
        (
            f"- {{{OWN}, reading: day, primary: so, readings: [{{reading: b, check: record}}]}}",
            "readings[0].check",
            "keeps the check's own",
        ),
        (
            f"- {{{OWN}, reading: day, primary: so, readings: [{{reading: b, of: market.pric}}]}}",
            "readings[0].of",
            "market.price",
        ),
        (
            f"- {{{OWN}, reading: day, primary: so, readings: [{{reading: b, stated: 9 moons}}]}}",
            "readings[0]",
            "moons",
        ),
    ],
)
def test_a_mistake_is_told_once_at_its_place(tmp_path: Path, check: str, key: str, said: str) -> None:
    (found,) = problems(tmp_path / "f", check)
    assert found.key == "claims[0].checks[0]" + (f".{key}" if key else "")
    assert said in found.message
    assert found.line > 0


def test_a_mistake_of_the_check_is_not_told_again_by_its_readings(tmp_path: Path) -> None:
    (found,) = problems(tmp_path / "f", GOOD.replace("of: ", "off: x, of: "))
    assert "off" in found.message


@pytest.mark.parametrize(
    ("given", "reading", "expected"),
    [
        ({"of": "a", "start": "1", "end": "2"}, {"reading": "r", "at": "3"}, {"of": "a", "at": "3"}),
        ({"of": "a", "at": "3"}, {"reading": "r", "start": "1", "end": "2"}, {"of": "a", "start": "1", "end": "2"}),
        ({"of": "a", "start": "1", "end": "2"}, {"reading": "r", "end": "9"}, {"of": "a", "start": "1", "end": "9"}),
        (
            {"of": "a", "before": "1", "after": "2"},
            {"reading": "r", "after": "3"},
            {"of": "a", "before": "1", "after": "3"},
        ),
    ],
)
def test_another_way_to_say_when_takes_the_place_of_the_first(
    given: dict[str, str], reading: dict[str, str], expected: dict[str, str]
) -> None:
    assert parameters_of(given, reading) == expected


def test_what_readings_are_called_is_worded_in_another_language(tmp_path: Path) -> None:
    folder = made(tmp_path / "f", GOOD)
    phrases = {"the day itself": "当天", "the sentence names the day": "原文写明日期", "the day before": "前一天"}
    (folder / "text.zh.yaml").write_text(json.dumps({"language": "zh", "phrases": phrases}, ensure_ascii=False))
    request = load.load(folder, "zh").claims[0].checks[0]
    assert (request.reading, request.primary) == ("当天", "原文写明日期")
    assert [one.name for one in request.readings] == ["前一天"]
    assert isinstance(request.readings[0], Reading)


def test_readings_count_as_parts_of_a_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    real = load.too_many
    monkeypatch.setattr(load, "too_many", lambda what, count: (counted.append(count), real(what, count))[1])
    plain, more = make_folder(tmp_path / "a"), made(tmp_path / "b", GOOD)
    load.load(plain)
    load.load(more)
    assert counted[3] - counted[1] == 1
