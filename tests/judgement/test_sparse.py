"""A series of longer steps than the calendar: the verdict's reason says that this is why the edge cannot be told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from causal import pipeline
from causal.authoring.scaffold import scaffold_own
from causal.rendering.catalogue import catalogue_of
from causal.verdict import Grounds
from tests.test_pipeline import QUICK

DAYS = [date(2023, 1, 2) + timedelta(days=n) for n in range(500)]


def built(tmp_path, kept):
    rows = [f"{day},{n * 37 % 101},{n * 53 % 97 if kept(day) else ''}" for n, day in enumerate(DAYS)]
    path = tmp_path / "d.csv"
    path.write_text("\n".join(["date,rate,jobs", *rows]))
    scaffold_own(tmp_path / "r", [path], date(2025, 1, 1))
    report = tmp_path / "r" / "report.yaml"
    last = next(day for day in reversed(DAYS) if kept(day))
    report.write_text(
        report.read_text().replace(
            f"day: {DAYS[-1]}, start: {DAYS[-1]}, end: {DAYS[-1]}", f"day: {last}, start: {last}, end: {last}"
        )
    )
    return pipeline.build(tmp_path / "r", QUICK)


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (
            lambda day: day.day == 1,
            "has a value on 16 of 500 rows, about one in 31: a monthly series on a daily calendar.",
        ),
        (
            lambda day: day.weekday() == 2,
            "has a value on 72 of 500 rows, about one in 7: a weekly series on a daily calendar.",
        ),
        (lambda day: day.day == 1 and day.month % 3 == 1, "about one in 91: a series of longer steps than the rows."),
    ],
)
def test_the_reason_names_the_series_of_longer_steps(tmp_path, kept, said):
    report = built(tmp_path, kept)
    (verdict,) = report.edge_verdicts
    assert verdict.grounds in {Grounds.NOT_MEASURED, Grounds.INCONCLUSIVE}
    sentence = catalogue_of(report).sentence(verdict.reason)
    assert sentence.startswith("Jobs has a value on")
    assert said in sentence
    assert "bring both to the longer step" in sentence
    assert [column.every > 1 for column in report.columns] == [False, True]


@pytest.mark.parametrize("kept", [lambda day: True, lambda day: day.weekday() < 5, lambda day: day.day % 9])
def test_a_series_with_gaps_is_no_series_of_longer_steps(tmp_path, kept):
    report = built(tmp_path, kept)
    assert [column.every for column in report.columns] == [1, 1]
    assert report.edge_verdicts[0].reason.key != "edge.reason.sparse"
