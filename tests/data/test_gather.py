"""From files to the analysis table: the rows, the columns, where they came from, and what cannot serve."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal.data import gather
from causal.errors import DataError
from causal.files import sizes
from causal.folder import load
from tests.folders import make_folder, simulated
from tests.people import make_people
from tests.people import simulated as people


def gathered(folder):
    return gather.gather(load.load(folder), folder)


def test_every_variable_of_every_graph_is_a_column_once(tmp_path):
    frame = gathered(make_folder(tmp_path / "r"))
    assert [c.name for c in frame.columns] == ["news", "fear", "price", "world"]
    data = simulated()
    inside = data["2024-01-01":"2025-03-31"]
    assert frame.index.tolist() == inside.index.tolist()
    np.testing.assert_array_equal(frame.values("news"), inside["news"])
    np.testing.assert_allclose(frame.values("price"), np.log(data["price"]).diff()[inside.index], equal_nan=True)
    np.testing.assert_array_equal(frame.dataset("market")["price"], data["price"])


def test_a_column_says_where_it_came_from(tmp_path):
    column = gathered(make_folder(tmp_path / "r")).column("price")
    data = np.log(simulated()["price"]).diff()["2024-01-01":"2025-03-31"]
    assert (column.formula, column.label, column.unit) == ("logret(market.price)", "log return", "log return")
    assert column.series == ("market.price",)
    assert (column.observations, column.missing) == (data.notna().sum(), 1)
    assert (column.first, column.last) == ("2024-01-02", data.index[-1].date().isoformat())
    assert column.mean == pytest.approx(data.mean())
    assert column.standard_deviation == pytest.approx(data.std())


def test_windows_reach_back_before_the_sample(tmp_path):
    folder = make_folder(
        tmp_path / "r",
        report={"start: 2024-01-01": "start: 2024-06-03"},
        graph={"logret(market.price)": "'mean(market.price, 20)'"},
    )
    frame = gathered(folder)
    assert frame.column("price").missing == 0
    assert frame.values("price")[0] == pytest.approx(simulated()["price"][:"2024-06-03"].iloc[-20:].mean())


def test_alternatives_are_numbered_columns_and_a_latent_variable_is_none(tmp_path):
    folder = make_folder(
        tmp_path / "r",
        graph={
            "kind: proxy, formula: market.fear, measure: fear index, unit: points,": "kind: latent,",
            "formula: market.news, measure: news index, unit: points,": "formula: market.news, measure: news index, unit: points, "
            "alternatives: [{formula: diff(market.news), measure: change, unit: points}, {formula: -market.world, measure: other}],",
        },
    )
    frame = gathered(folder)
    assert [c.name for c in frame.columns] == ["news", "news~1", "news~2", "price", "world"]
    assert frame.column("news~1").formula == "diff(market.news)"
    np.testing.assert_array_equal(frame.values("news~2"), -frame.values("world"))


def test_missing_values_stay_missing(tmp_path):
    data = simulated()
    data.iloc[10:15, 0] = np.nan
    frame = gathered(make_folder(tmp_path / "r", data=data))
    assert np.isnan(frame.values("news")).sum() == 5
    assert frame.column("news").missing == 5


def test_another_dataset_is_aligned_by_its_day(tmp_path):
    weekly = simulated().loc[lambda d: d.index.day_of_week == 4, ["fear"]]
    folder = make_folder(tmp_path / "r", graph={"formula: market.fear": "formula: weekly.fear"})
    path = folder / "data" / "weekly.csv"
    weekly.to_csv(path)
    declared = f"  weekly:\n    file: weekly.csv\n    time: date\n    digest: {load.sha256(path)}\n    series: {{fear: {{label: F, source: s}}}}\n"
    sources = folder / "data" / "sources.yaml"
    sources.write_text(sources.read_text() + declared)
    frame = gathered(folder)
    known = frame.index[~np.isnan(frame.values("fear"))]
    assert set(known.day_of_week) == {4}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"news": 1.5}, "'news' is 1.5 on each of its 320 days"),
        ({"news": np.nan}, "'news' has no value inside the sample"),
        ({"price": -1.0}, "'price' has no value inside the sample"),
    ],
)
def test_a_column_that_cannot_serve_is_refused(tmp_path, change, message):
    with pytest.raises(DataError, match=message):
        gathered(make_folder(tmp_path / "r", data=simulated().assign(**change)))


def test_all_bad_columns_are_told_at_once(tmp_path):
    with pytest.raises(DataError) as caught:
        gathered(make_folder(tmp_path / "r", data=simulated().assign(news=1.0, world=2.0)))
    assert len(str(caught.value).splitlines()) == 2


def test_a_bad_alternative_is_named(tmp_path):
    folder = make_folder(
        tmp_path / "r",
        graph={
            "measure: news index, unit: points,": 'measure: news index, unit: points, alternatives: [{formula: "market.news * 0", measure: none}],'
        },
    )
    with pytest.raises(DataError, match="'news~1' is 0 on each"):
        gathered(folder)


def test_too_few_days_are_refused(tmp_path):
    with pytest.raises(DataError, match="has 11 days from 2025-01-20 to 2025-03-31; at least 20"):
        gathered(
            make_folder(
                tmp_path / "a", data=simulated()[:"2025-02-03"], report={"start: 2024-01-01": "start: 2025-01-20"}
            )
        )


@pytest.mark.parametrize(
    ("day", "left_out", "said"),
    [
        (
            "2025-02-01",
            [],
            r"2025-02-01, a Saturday, .*the next is 2025-02-03 \(Monday\).*before, 2025-01-31 \(Friday\)$",
        ),
        (
            "2025-02-02",
            [],
            r"2025-02-02, a Sunday, .*the next is 2025-02-03 \(Monday\).*before, 2025-01-31 \(Friday\)$",
        ),
        (
            "2025-02-03",
            ["2025-02-03"],
            r"the next is 2025-02-04 \(Tuesday\).*before, 2025-01-31 \(Friday\)$",
        ),  # a holiday
        ("2025-02-02", ["2025-02-03"], r"the next is 2025-02-04 \(Tuesday\).*before, 2025-01-31 \(Friday\)$"),
    ],
)
def test_an_event_on_a_day_without_trading_is_pointed_to_the_next_trading_day(tmp_path, day, left_out, said):
    data = simulated().drop([pd.Timestamp(one) for one in left_out])
    moved = {"event: {day: 2025-02-03, start: 2025-01-31": f"event: {{day: {day}, start: 2025-01-31"}
    with pytest.raises(DataError, match=said):
        gathered(make_folder(tmp_path / "r", data=data, report=moved))


def test_the_next_trading_day_may_lie_after_the_sample_and_may_be_none(tmp_path):
    ends = {
        "end: 2025-03-31": "end: 2025-02-01",
        "event: {day: 2025-02-03, start: 2025-01-31": "event: {day: 2025-02-01, start: 2025-01-31",
    }
    with pytest.raises(DataError, match=r"the next is 2025-02-03 \(Monday\)"):
        gathered(make_folder(tmp_path / "a", report=ends))
    with pytest.raises(DataError, match=r"the nearest is 2025-01-31 \(Friday\)"):
        gathered(make_folder(tmp_path / "b", data=simulated()[:"2025-01-31"], report=ends))


def test_a_bad_cell_is_told_with_file_line_and_column(tmp_path):
    text = "date,news,fear,world,price\n2024-01-01,1,1,1,1\n2024-01-02,n/a,1,1,1\n"
    with pytest.raises(DataError, match=r"market\.csv, line 3, column 'news'"):
        gathered(make_folder(tmp_path / "r", data=text))


def test_a_file_changed_into_a_link_after_loading_is_not_followed(tmp_path):
    folder = make_folder(tmp_path / "r")
    study = load.load(folder)
    (folder / "data" / "market.csv").rename(tmp_path / "outside.csv")
    (folder / "data" / "market.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(DataError, match="link"):
        gather.gather(study, folder)


def test_the_same_folder_gives_the_same_frame(tmp_path):
    first, second = gathered(make_folder(tmp_path / "a")), gathered(make_folder(tmp_path / "b"))
    assert first == second
    assert first != gathered(make_folder(tmp_path / "c", data=simulated(seed=4)))


def test_values_too_large_to_add_up_are_told(tmp_path):
    data = simulated()
    data["world"] = np.where(np.arange(len(data)) % 2, 1.7e308, 1.6e308)
    with np.errstate(over="ignore"), pytest.raises(DataError, match="variable 'world' has values too large to add up"):
        gathered(make_folder(tmp_path / "r", data=data))


@pytest.mark.parametrize(("what", "count"), [("rows", 320), ("edges times rows", 6 * 320)])
def test_more_rows_than_are_taken_are_refused(tmp_path, monkeypatch, what, count):
    folder = make_folder(tmp_path / "r")
    study = load.load(folder)
    assert sum(len(g.edges) for g in (study.graph, *study.rivals)) == 6
    monkeypatch.setitem(sizes.MOST, what, count)
    assert len(gather.gather(study, folder)) == 320
    monkeypatch.setitem(sizes.MOST, what, count - 1)
    with pytest.raises(DataError, match=f"the calendar 'market': {count:,} {what} are more than .* --size 2"):
        gather.gather(study, folder)
    monkeypatch.setenv("CAUSAL_SIZE", "2")
    assert len(gather.gather(study, folder)) == 320


# -- a design for rows in no order, on rows in time


def months_in_a_trial(folder, **changes):
    data = people()
    data.index = pd.period_range("1990-01", periods=len(data), freq="M").strftime("%Y-%m")
    old = "mechanism: it is near, claims: [c2]}"
    graph = {old: f"{old[:-1]}, design: {{kind: trial}}}}"}
    return make_people(folder, data=data.rename_axis("id"), graph=graph, **changes)


def test_rows_named_by_months_are_no_trial_unless_the_folder_says_that_they_are_independent(tmp_path):
    with pytest.raises(DataError, match=r"club->running .*'trial'.* look like months .*docs/how-to/designs/trial\.md"):
        gathered(months_in_a_trial(tmp_path / "a"))
    said = {"kind: cross-section": "kind: cross-section, independent: true"}
    assert len(gathered(months_in_a_trial(tmp_path / "b", report=said))) == 600


def test_without_a_design_rows_named_by_months_are_gathered(tmp_path):
    data = people()
    data.index = pd.period_range("1990-01", periods=len(data), freq="M").strftime("%Y-%m")
    assert len(gathered(make_people(tmp_path / "a", data=data.rename_axis("id")))) == 600


# -- units of what is so or not


def test_the_chance_of_what_is_not_0_or_1_is_refused_with_a_formula(tmp_path):
    graph = {"measure: score, unit: points": "measure: score, unit: of the chance"}
    with pytest.raises(DataError, match=r"'fitness' has the unit 'of the chance'.* where\(people.fitness > 0, 1, 0\)"):
        gathered(make_people(tmp_path / "r", graph=graph))
    made = graph | {"formula: people.fitness": 'formula: "where(people.fitness > 0, 1, 0)"'}
    assert set(gathered(make_people(tmp_path / "s", graph=made)).values("fitness")) == {0.0, 1.0}
