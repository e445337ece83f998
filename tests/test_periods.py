"""Rows that are weeks, months, quarters or years: read from a file, lagged by their calendar, printed by their names."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from causal import pipeline, report
from causal.authoring.own_data import look
from causal.authoring.scaffold import scaffold_own
from causal.data import gather
from causal.data.formula import evaluate, parse
from causal.errors import BadFolderError, DataError
from causal.folder import load
from causal.inference.estimate import design_for
from causal.messages import Outcome
from causal.rendering import render
from causal.rendering.catalogue import Catalogue
from causal.study import Resolution
from causal.verdict import SUPPORTING, Grounds
from tests.authoring.test_scaffold import TODAY
from tests.months import make_months, simulated
from tests.test_pipeline import QUICK

FORMS = {
    Resolution.WEEK: [f"{y}-W{w:02}" for y in (2022, 2023) for w in range(1, 53)],
    Resolution.MONTH: [f"{m:%Y-%m}" for m in pd.period_range("2005-01", periods=90, freq="M")],
    Resolution.QUARTER: [f"Q{q} {y}" for y in range(1990, 2015) for q in range(1, 5)],
    Resolution.YEAR: [str(year) for year in range(1871, 1971)],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_months(tmp_path_factory.mktemp("months") / "r")


@pytest.fixture(scope="module")
def built(folder, built_once):
    return built_once(folder, QUICK)


def problems(path):
    with pytest.raises(BadFolderError) as caught:
        load.load(path)
    return {problem.key: problem.message for problem in caught.value.problems}


# -- the rows


def test_the_rows_are_the_months_of_the_sample_by_name(folder):
    frame = gather.gather(load.load(folder), folder)
    names = frame.sampling.names(frame.index)
    assert (names[0], names[-1], len(frame)) == ("2005-02", "2024-12", 239)  # February has the sample's first day
    assert (frame.column("permits").first, frame.column("price").last) == ("2005-02", "2024-12")
    assert frame.values("permits")[0] == simulated()["permits"].iloc[1]
    assert frame.values("price")[0] == pytest.approx(simulated()["price"].iloc[1] - simulated()["price"].iloc[0])


def test_a_month_that_the_file_leaves_out_is_a_row_without_values(tmp_path):
    """A lag is then still one month: the change from January to March is no change of a month."""
    short = simulated().drop("2010-02")
    made = make_months(tmp_path / "r", data=short)
    frame = gather.gather(load.load(made), made)
    at = frame.sampling.names(frame.index).index("2010-02")
    assert len(frame) == 239
    assert np.isnan(frame.values("permits")[at])
    assert np.isnan(frame.values("price")[at : at + 2]).all()
    assert not np.isnan(frame.values("price")[at + 2])


@pytest.mark.parametrize("form", ["{:%b %Y}", "{:%B %Y}", "{:%YM%m}", "{:%Y年}{:%-m}月"])
def test_another_form_of_the_months_is_the_same_frame(folder, tmp_path, form):
    months = pd.period_range("2005-01", periods=240, freq="M")
    other = simulated().set_axis([form.format(m.start_time, m.start_time) for m in months]).rename_axis("month")
    made = make_months(tmp_path / "r", data=other)
    assert gather.gather(load.load(made), made).digest == gather.gather(load.load(folder), folder).digest


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\n2010-02,", "\n2010-01,", r"rent\.csv, line 63: this period stands twice.*2010-01 in column 'month'"),
        ("\n2010-02,", "\n2010-13,", r"rent\.csv, line 63, column 'month': '2010-13' is not a month such as"),
        ("\n2010-02,", "\n2010Q1,", r"'2010Q1' is not a month"),
        ("\n2010-02,", "\n2009-02,", r"line 63: the periods are not in order: sort the rows by 'month'"),
    ],
)
def test_a_period_twice_unreadable_or_out_of_order_is_refused_with_row_and_cell(tmp_path, old, new, message):
    made = make_months(tmp_path / "r", data=simulated().to_csv().replace(old, new))
    with pytest.raises(DataError, match=message):
        gather.gather(load.load(made), made)


def test_an_event_outside_the_calendar_is_refused_with_the_nearest_month(tmp_path):
    made = make_months(tmp_path / "r", data=simulated().drop("2024-03"))
    with pytest.raises(
        DataError,
        match=r"event day 2024-03-15 is in no month of the calendar 'rent': the next is 2024-04, .* before, 2024-02$",
    ):
        gather.gather(load.load(made), made)


# -- steps of different lengths


def test_a_series_of_another_step_is_refused_where_the_folder_is_read(tmp_path):
    quarterly = "  gdp:\n    file: rent.csv\n    time: month\n    resolution: quarter\n    digest: {0}\n    series:\n      level: {{label: GDP, source: s}}\n"
    made = make_months(tmp_path / "r", graph={"formula: rent.rates": "formula: gdp.level"})
    sources = made / "data" / "sources.yaml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text + quarterly.format(re.search(r"digest: (\w+)", text)[1]), encoding="utf-8")
    found = problems(made)["variables.rates.formula"]
    assert "'gdp' is by quarter, the calendar 'rent' by month" in found


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (pd.period_range("2024Q1", periods=4, freq="Q"), "dated by quarters, but the rows of this formula by months"),
        (pd.period_range("2024-01-01", periods=4, freq="W"), "dated by weeks, but the rows of this formula by months"),
        (pd.date_range("2024-01-01", periods=4), "dated by calendar days, but the rows of this formula by months"),
        (
            pd.Index(["a", "b", "c", "d"], dtype="object"),
            "dated by identifiers, but the rows of this formula by months",
        ),
    ],
)
def test_two_steps_in_one_formula_are_refused_and_both_named(other, said):
    months = pd.period_range("2024-01", periods=4, freq="M")
    data = {
        "m": pd.DataFrame({"x": [1.0, 2, 3, 4]}, index=months),
        "o": pd.DataFrame({"y": [1.0, 2, 3, 4]}, index=other),
    }
    with pytest.raises(DataError, match=f"'o.y' is {said}"):
        evaluate(parse("m.x + o.y"), data, months)
    with pytest.raises(DataError, match="by months, but the rows of this formula by"):
        evaluate(parse("m.x"), data, other)


@pytest.mark.parametrize("text", ["weekday()", "days_since(20240101)", "days_to_last_friday()"])
def test_the_day_of_a_month_means_nothing(tmp_path, text):
    found = problems(make_months(tmp_path / "r", graph={"formula: rent.rates": f'formula: "{text}"'}))
    assert "the rows are longer than a day" in found["variables.rates.formula"]
    with pytest.raises(DataError, match="longer than a day"):
        evaluate(parse(text), {}, pd.period_range("2024-01", periods=4, freq="M"))


def test_formulas_step_by_month():
    months = pd.period_range("2024-01", periods=5, freq="M")
    data = {"m": pd.DataFrame({"x": [100.0, 110, 99, 99, 198]}, index=months)}
    assert evaluate(parse("pct(m.x)"), data, months).round(1).tolist()[1:] == [10.0, -10.0, 0.0, 100.0]
    assert evaluate(parse("lag(m.x, 2)"), data, months).tolist()[2:] == [100.0, 110.0, 99.0]
    assert evaluate(parse("mean(m.x, 3)"), data, months).tolist()[2] == 103.0


# -- the report


def test_the_effect_is_found_and_the_event_is_the_month_that_holds_the_day(built):
    found = built.graph.edge("permits->price@1")
    assert found.estimates[0].effect == pytest.approx(-0.8, abs=0.1)
    assert (found.estimates[0].first, found.estimates[0].last) == ("2005-04", "2024-12")  # permits two months before
    assert [e.method for e in found.estimates] == ["linear", "without_past", "first_half", "second_half"]
    assert (found.event.day, found.event.treatment_day) == ("2024-03", "2024-02")
    assert built.graph.attribution.day == "2024-03"
    assert found.response is not None


def test_the_window_is_the_months_that_hold_its_days(built, folder):
    study = load.load(folder)
    frame = gather.gather(study, folder)
    found = built.graph.edge("permits->price@1")
    design = design_for(frame, study.graph, found.estimand, (study.event.start, study.event.end))
    touched = frame.sampling.names(design.index[design.event])
    assert touched == ("2024-02", "2024-03", "2024-04", "2024-05", "2024-06")  # and those that look back into it


def test_claims_name_months_and_days_in_them(built):
    record, value = built.verdict("c1").evidence
    assert record.grounds is Grounds.FIGURES_AGREE
    assert record.reason.values["first"] == "2006-01"
    assert value.comparisons[0].found == 92.0
    assert record.charts[0].x[-1] == "2024-12"


CHECKS = """\
      - {check: change, of: rent.permits, before: 2024-02, after: Mar 2024, direction: down}
      - {check: multiple, of: rent.price, at: 2024-03, stated: about 1x}
      - {check: comparison, left: {label: a, of: rent.permits, before: 2024-02, after: 2024-03},
         right: {label: b, of: rent.price, before: 2024-02, after: 2024-03}, relation: less}
      - {check: correlation, pair: ["lag(rent.permits)", "diff(rent.price)"], start: 2006, end: 2020Q4, relation: less}
      - {check: expectation, of: rent.permits, given: [rent.rates], at: 2024-03, exclude: [2024-03, 2024-05], stated: about 100}
      - {check: forecast, of: rent.permits, start: 2024-04, end: 2024-12, stated: more than 90}
      - {check: forecast, of: rent.permits, start: 2024-04, end: 2026-02, stated: more than 90}
"""


def test_every_check_of_a_time_reads_periods(tmp_path):
    written = "      - {check: value, of: rent.permits, at: 2024-03-15, stated: less than 95}\n"
    made = make_months(tmp_path / "r", claims={written: CHECKS})
    found = {f"{e.check} {i}": e for i, e in enumerate(pipeline.build(made, QUICK).verdict("c1").evidence)}
    assert {name: e.grounds for name, e in found.items()} == {
        "record 0": Grounds.FIGURES_AGREE,
        "change 1": Grounds.FIGURES_AGREE,
        "multiple 2": Grounds.FIGURES_AGREE,
        "comparison 3": Grounds.FIGURES_AGREE,
        "correlation 4": Grounds.FIGURES_AGREE,
        "expectation 5": Grounds.FIGURES_AGREE,
        "forecast 6": Grounds.FIGURES_AGREE,
        "forecast 7": Grounds.NOT_CHECKABLE,  # due after the report's `as_of`
    }
    assert not [e.failures for e in found.values() if e.failures]
    assert found["change 1"].reason.values["after"] == "2024-03"
    assert found["correlation 4"].reason.values["rows"] == 180  # January 2006 to December 2020


@pytest.mark.parametrize(("at", "said"), [("2024", "longer than one month"), ("2024Q1", "longer than one month")])
def test_a_longer_time_than_a_row_is_no_single_value(tmp_path, at, said):
    made = make_months(tmp_path / "r", claims={"at: 2024-03-15": f"at: {at}"})
    found = pipeline.build(made, QUICK).verdict("c1").evidence[1]
    assert found.grounds is Grounds.INCONCLUSIVE
    assert said in found.failures[0].reason


def test_a_time_that_is_none_is_told(tmp_path):
    found = problems(make_months(tmp_path / "r", claims={"at: 2024-03-15": "at: soon"}))
    assert "nor a period such as 2026-02" in found["claims[0].checks[1].at"]


def test_two_builds_are_one_and_json_loses_nothing(built, folder):
    assert report.to_json(pipeline.build(folder, QUICK)) == report.to_json(built)
    assert report.from_json(report.to_json(built)) == built


@pytest.mark.parametrize(
    ("language", "absent"),
    [
        ("en", (r"\bdays\b(?! of)", "same-day", "same day", "[Dd]aily data", r"\bOn 2024", "2024-03-15")),
        ("zh", ("天中", "同日", "同一天", "日度数据不足", "留出日")),
    ],
)
def test_the_page_speaks_of_periods(built, tmp_path, language, absent):
    told = replace(built, study=replace(built.study, language=language))
    assert render.render(told, tmp_path, ("html",)) == ()
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    body = page.partition("<main")[2].partition("application/json")[0]
    body = re.sub(
        r"<section[^>]*id=.methods.*?</section>", "", body, flags=re.DOTALL
    )  # what the rubric's study was made of
    for words in absent:
        assert not re.search(words, body), (words, re.search(rf".{{60}}{words}.{{40}}", body))
    assert "2024-03" in body


def test_every_sentence_that_takes_the_place_of_another_has_one_to_replace():
    for language in ("en", "zh"):
        texts = Catalogue(language).texts
        own = [key for key in texts if key.startswith("periods.")]
        assert own
        assert all(key.removeprefix("periods.") in texts for key in own)


def test_a_study_of_months_is_worded_so_and_one_of_days_is_not(built):
    assert "intraday" not in Catalogue("en", built.study).texts["edge.would_change.inconclusive"]
    assert "intraday" in Catalogue("en").texts["edge.would_change.inconclusive"]
    words, values = Catalogue("en", built.study), {"label": "It", "end": ""}
    said = [
        words.text("check.needs_series", values | {"at": at}) for at in ("2024-03", "2024-03-15", "2024-03-15T21:00Z")
    ]
    assert [one.removeprefix("A value of It ") for one in said] == [
        "in 2024-03.",
        "on 15 March 2024.",
        "at 21:00 UTC, 15 March 2024.",
    ]


# -- a file of one's own


def table(names, seed=3):
    """Two independent random walks over these rows."""
    steps = np.random.default_rng(seed).standard_normal((len(names), 2))
    return pd.DataFrame(100 + np.cumsum(steps, axis=0), columns=["imports", "homes"], index=names).rename_axis("when")


@pytest.mark.parametrize("resolution", FORMS)
def test_a_column_of_periods_is_found(tmp_path, resolution):
    path = tmp_path / "d.csv"
    table(FORMS[resolution]).to_csv(path)
    found = look(path)
    assert (found.resolution, found.time, found.columns) == (resolution, "when", ("imports", "homes"))
    assert found.first <= found.event <= found.last
    scaffold_own(tmp_path / "r", [path], TODAY)
    frame = gather.gather(load.load(tmp_path / "r"), tmp_path / "r")
    assert len(frame) == len(FORMS[resolution])


@pytest.mark.parametrize("by", ["month", "day"])
def test_independent_walks_are_not_called_cause_and_effect(tmp_path, by):
    """Taken for people in no order, they would be: one walk tells where the other stands."""
    months = pd.period_range("2005-01", periods=240, freq="M")
    names = [f"{m:%Y-%m}" if by == "month" else f"{m.start_time:%Y-%m-%d}" for m in months]
    path = tmp_path / "walks.csv"
    table(names, seed=11).to_csv(path)
    scaffold_own(tmp_path / "r", [path], TODAY)
    built = pipeline.build(tmp_path / "r", QUICK)
    verdict = built.edge_verdict("article", "imports->homes")
    assert verdict.grounds not in SUPPORTING
    assert {t.name: t.outcome for t in verdict.tests}["event"] is not Outcome.NOT_APPLICABLE


def test_a_column_of_periods_need_not_be_the_first_and_years_must_be_named(tmp_path):
    names = FORMS[Resolution.YEAR]
    values = table(names).reset_index()
    for order, called, expected in [
        (["imports", "when", "homes"], "year", ("year", Resolution.YEAR)),
        (["when", "imports", "homes"], "when", ("when", Resolution.YEAR)),
    ]:
        path = tmp_path / "d.csv"
        values[order].rename(columns={"when": called}).to_csv(path, index=False)
        assert (look(path).time, look(path).resolution) == expected
    values[["imports", "homes", "when"]].rename(columns={"when": "weight"}).to_csv(path, index=False)
    found = look(path, "cross-section")  # a row of numbers that could be years
    assert (found.time, found.resolution) == ("imports", Resolution.ROW)


def test_months_in_no_order_are_no_cross_section_where_they_name_the_rows(tmp_path):
    path = tmp_path / "d.csv"
    table(FORMS[Resolution.MONTH]).sample(frac=1, random_state=1).to_csv(path)
    with pytest.raises(DataError, match="the periods are not in order"):
        look(path)


@pytest.mark.parametrize("called", ["month", "date", "when"])
def test_a_column_of_months_with_one_that_is_none_is_no_cross_section(tmp_path, called):
    path = tmp_path / "d.csv"
    table(FORMS[Resolution.MONTH]).rename({"2006-05": "2006-55"}).rename_axis(called).to_csv(path)
    with pytest.raises(DataError, match=f"line 18, column '{called}': '2006-55' is not a month"):
        look(path)


def test_numbers_that_could_be_years_name_persons_where_they_stand_in_no_order(tmp_path):
    path = tmp_path / "d.csv"
    hours, pay = np.random.default_rng(4).integers(0, 90, size=(2, 60))
    pd.DataFrame({"number": [1900 + i * 7 % 60 for i in range(60)], "hours": hours, "pay": pay}).to_csv(
        path, index=False
    )
    assert look(path).resolution is Resolution.ROW


def test_years_that_stand_twice_are_told(tmp_path):
    path = tmp_path / "d.csv"
    pd.DataFrame({"year": [2000, 2000, 2001], "country": ["a", "b", "a"], "pay": range(3)}).to_csv(path, index=False)
    with pytest.raises(
        DataError, match="looks like a panel: the year '2000' stands on 2 rows, told apart by 'country'"
    ):
        look(path)


def test_a_persons_month_is_no_time_of_the_row(tmp_path):
    people = pd.DataFrame(
        {
            "id": [f"p{i}" for i in range(30)],
            "joined": ["2024-03", "2023-01"] * 15,
            "hours": [i * 7 % 30 for i in range(30)],
            "pay": [i * 11 % 30 for i in range(30)],
        }
    )
    path = tmp_path / "d.csv"
    people.to_csv(path, index=False)
    assert (look(path).resolution, look(path).time) == (Resolution.ROW, "id")
