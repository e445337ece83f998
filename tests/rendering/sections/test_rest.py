"""Rivals, background, methods, data and log say what the report holds, and what is missing where it holds nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from causal.findings import HeldOut
from causal.rendering.inline import plain
from causal.rendering.sections import methods
from causal.study import Correction, Layout, Reply
from causal.verdict import Rubric
from tests.fake_report import without_attribution
from tests.rendering.sections.made import REPORT, page

COLUMNS = ("carried", "independences", "held_out", "better")
BESIDE = HeldOut(
    first="article", second="rival", rows=9, first_r2=0.3, second_r2=0.2, gain=0.1, low=-0.1, high=0.3, p_value=0.4
)


def compared(report=REPORT):
    """The cells of each account by column, each rival compared with the article's graph."""
    rivals = tuple(replace(found, beside=BESIDE) for found in report.rivals)
    rows = page(replace(report, rivals=rivals)).rivals.rows
    return [dict(zip(COLUMNS, row.compared, strict=True)) for row in rows]


def test_the_articles_account_comes_first_and_is_compared_with_nobody():
    rows = page().rivals.rows
    assert [row.title for row in rows] == [REPORT.study.graph.title, *(rival.title for rival in REPORT.study.rivals)]
    first, *others = compared()
    assert first["better"].text == "–"
    assert [row["better"].text for row in others] == ["+0.100"] * len(REPORT.rivals)


@pytest.mark.parametrize(("event", "said"), [(True, "not computed"), (False, "not applicable")])
def test_a_day_that_one_account_does_not_attribute_says_whether_there_is_one(event, said):
    rival = replace(REPORT.rivals[0], attribution=REPORT.graph.attribution)
    report = replace(without_attribution(REPORT), rivals=(rival, *REPORT.rivals[1:]))
    if not event:
        report = replace(report, study=replace(report.study, event=None))
    assert compared(report)[0]["carried"].text == said


def test_a_column_in_which_no_account_has_a_value_is_left_out():
    def bare(found):
        return replace(found, attribution=None, independences=(), held_out_r2=None, beside=None)

    made = page(replace(REPORT, graph=bare(REPORT.graph), rivals=tuple(map(bare, REPORT.rivals)))).rivals
    assert all(row.compared == () for row in made.rows)
    assert len(made.heads) == len(page().rivals.heads) - 3  # nobody is compared there
    assert made.held_out == ""


def test_the_smallest_p_values_come_first():
    tested = sorted(i.p_value for i in REPORT.graph.independences)
    rows = page().background.rows
    assert len(rows) == min(8, len(tested))
    assert all(len(row.cells) == 5 for row in rows)
    assert sum(row.cells[4] == "✗ rejected" for row in rows) == sum(i.rejected for i in REPORT.graph.independences)


def test_an_assumed_edge_without_an_estimate_says_why():
    for row in page().background.assumed:
        assert bool(row.cells) is not bool(row.why)


def test_the_methods_list_every_threshold_refuter_and_wording():
    made = page().methods
    assert len(made.thresholds) == len(Rubric.__dataclass_fields__)
    assert f"put to {len(REPORT.brought.refuters)} refuters" in plain(made.tests)
    assert [row.cells[1] for row in made.wordings] == [row.example for row in methods.TABLE]
    assert [d.badge.word for d in made.definitions][:3] == ["figures agree", "effect established", "derivation holds"]


def test_a_lock_is_none_kept_or_broken():
    lock = REPORT.study.lock
    states = {
        "not locked": replace(REPORT.study, lock=None),
        "unchanged since they were locked": replace(REPORT.study, lock_digest=lock.digest),
        "changed after they were locked": replace(REPORT.study, lock_digest="0" * 64),
    }
    for said, study in states.items():
        assert said in plain(page(replace(REPORT, study=study)).methods.lock)


def test_every_series_and_column_is_listed():
    made = page().data
    assert [[row.name for row in file.rows] for file in made.files] == [
        [x.name for x in d.series] for d in REPORT.study.datasets
    ]
    assert [one.name for one in made.columns] == [column.name for column in REPORT.columns]


def test_the_log_says_who_has_not_signed_and_prints_a_reply_in_full():
    unsigned = tuple(replace(one, name="", on=None) for one in REPORT.study.sign_off)
    reply = Reply(by="A. Writer", on=date(2025, 7, 1), text="I stand by <it>.")
    made = page(replace(REPORT, study=replace(REPORT.study, sign_off=unsigned, reply=reply))).log
    assert {row.cells[1:] for row in made.sign_off} == {("(not signed)", "")}
    assert plain(made.reply) == "A. Writer, 1 July 2025. I stand by <it>."
    assert page(replace(REPORT, study=replace(REPORT.study, reply=None))).log.reply == ()


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ({}, ""),
        ({"missing": ("-9999", "..")}, "Read as no value: -9999, ..."),
        ({"leave_out": ("World",)}, "Rows left out: World."),
        ({"where": {"Entity": ("Germany", "France")}}, "Rows read: Entity = Germany, France."),
        ({"flags": ("p", "*")}, "Marks beside numbers left out: p, *."),
        ({"numbers": "1.234,56"}, "Numbers are written as 1.234,56."),
        ({"time_zone": "Europe/Berlin"}, "Days and times are those of Europe/Berlin."),
    ],
)
def test_what_is_declared_of_a_file_is_printed_with_it(layout, said):
    dataset = replace(REPORT.study.datasets[0], layout=Layout(**layout), note="")
    report = replace(REPORT, study=replace(REPORT.study, datasets=(dataset,)))
    assert page(report).data.files[0].note == said


@pytest.mark.parametrize("count", [0, 2, 3, 9])
def test_the_newest_corrections_stand_for_all_where_there_are_many(count):
    corrections = tuple(Correction(on=date(2025, 1, 1 + i), what=f"W{i}.", why=f"Y{i}.") for i in range(count))
    made = page(replace(REPORT, study=replace(REPORT.study, corrections=corrections))).log
    assert [plain(one)[-7:] for one in made.corrections] == [f"W{i}. Y{i}." for i in range(count)]
    if count < 3:
        assert made.newest is None
    else:
        assert made.newest.lead.startswith(f"{count} corrections")
        assert made.newest.corrections == (made.corrections[-1], made.corrections[-2])
