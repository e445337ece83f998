"""`causal new --design`: a folder around one's data that declares the design, and has no mistakes but what is left to fill in."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from causal.authoring.scaffold import scaffold_own
from causal.errors import CausalError
from causal.folder.load import load
from causal.inference.designs import designs
from tests import states

TODAY = date(2026, 1, 5)


def people_file(folder):
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"person": [f"p{i:03}" for i in range(80)], "given": rng.integers(0, 2, 80)})
    data["age"], data["pay"] = rng.normal(40, 9, 80).round(2), rng.normal(10, 2, 80).round(2)
    data.to_csv(folder / "people.csv", index=False)
    return folder / "people.csv"


def states_file(folder):
    states.table(years=20).to_csv(folder / "states.csv", index=False)
    return folder / "states.csv"


def months_file(folder):
    months = pd.period_range("2015-01", periods=60, freq="M").astype(str)
    values = np.random.default_rng(2).normal(0, 1, 60).round(3)
    pd.DataFrame({"month": months, "rain": values[::-1], "deaths": values}).to_csv(folder / "months.csv", index=False)
    return folder / "months.csv"


def years_file(folder):
    years = pd.DataFrame({"year": range(1990, 2020), "rain": np.arange(30.0), "deaths": np.arange(30.0)[::-1]})
    years.to_csv(folder / "years.csv", index=False)
    return folder / "years.csv"


FILES = {"cross-section": people_file, "panel": states_file, "time series": months_file}
CAUSE = {"trial": "given", "differences": "law", "synthetic": "law", "event_study": "law", "interrupted": "since_event"}


@pytest.mark.parametrize("name", sorted(designs()))
def test_each_design_has_a_folder_without_mistakes(tmp_path, name):
    sample = min(designs()[name].samples)
    scaffold_own(tmp_path / "new", [FILES[sample](tmp_path)], TODAY, design=name)
    study = load(tmp_path / "new")
    edge = study.graph.claimed[0]
    assert edge.design is not None
    assert edge.design.design == name
    assert edge.treatment == CAUSE.get(name, edge.treatment)


def test_a_design_is_known_by_the_names_of_its_field(tmp_path):
    scaffold_own(tmp_path / "new", [states_file(tmp_path)], TODAY, design="did")
    assert load(tmp_path / "new").graph.claimed[0].design.design == "differences"


def test_a_panel_without_a_design_is_read_on_request(tmp_path):
    found = scaffold_own(tmp_path / "new", [states_file(tmp_path)], TODAY, "panel")
    assert (found[0].key, found[0].time) == (("state",), "year")


def test_an_unknown_design_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(CausalError, match="no study design is called 'trail'; did you mean 'trial'"):
        scaffold_own(tmp_path / "new", [people_file(tmp_path)], TODAY, design="trail")


def test_a_design_that_compares_with_and_without_asks_for_a_column_of_two_values(tmp_path):
    file = people_file(tmp_path)
    pd.read_csv(file).drop(columns="given").to_csv(file, index=False)
    with pytest.raises(CausalError, match="no column of 0 and 1"):
        scaffold_own(tmp_path / "new", [file], TODAY, design="trial")


def test_a_file_without_units_is_no_panel(tmp_path):
    (tmp_path / "d.csv").write_text("name,x\n" + "".join(f"n{row},{row % 7}.5\n" for row in range(30)))
    with pytest.raises(
        CausalError, match="no two columns name its rows together, .*: give the file one column of each"
    ):
        scaffold_own(tmp_path / "new", [tmp_path / "d.csv"], TODAY, design="panel")


@pytest.mark.parametrize("design", ["differences", "panel", "synthetic", "event_study"])
@pytest.mark.parametrize("file", [months_file, years_file])
def test_of_one_series_it_is_said_what_a_panel_has_beside_it(tmp_path, file, design):
    with pytest.raises(
        CausalError, match="alone names its rows.* Add a column that names each row's unit.*interrupted"
    ):
        scaffold_own(tmp_path / "new", [file(tmp_path)], TODAY, design=design)


def test_a_row_that_stands_twice_in_a_panel_is_named(tmp_path):
    file = states_file(tmp_path)
    rows = pd.read_csv(file)
    pd.concat([rows, rows.iloc[[3]]]).to_csv(file, index=False)
    said = rf"line {len(rows) + 2}: this period stands twice for one and the same state \('{rows.state[3]}' in"
    with pytest.raises(CausalError, match=said):
        scaffold_own(tmp_path / "new", [file], TODAY, design="did")


def test_a_series_of_all_units_may_stand_beside_a_panel(tmp_path):
    panel, years = states_file(tmp_path), pd.read_csv(states_file(tmp_path)).year.unique()
    wealth = np.random.default_rng(3).normal(100, 3, len(years)).round(2)
    pd.DataFrame({"year": years, "wealth": wealth}).to_csv(tmp_path / "nation.csv", index=False)
    scaffold_own(tmp_path / "new", [panel, tmp_path / "nation.csv"], TODAY, design="did")
    graph = load(tmp_path / "new").graph
    assert "wealth: {label:" in (tmp_path / "new" / "graph.yaml").read_text()
    assert graph.outcome != "wealth"


def test_a_design_for_people_does_not_make_months_a_cross_section(tmp_path):
    file = months_file(tmp_path)
    with pytest.raises(CausalError, match="look like months.*no cross-section.*--kind cross-section"):
        scaffold_own(tmp_path / "new", [file], TODAY, design="dose")
    scaffold_own(tmp_path / "new", [file], TODAY, "cross-section", design="dose")
    assert load(tmp_path / "new").sample.independent


def test_a_column_of_yes_and_no_may_be_the_cause_of_a_trial(tmp_path):
    data = pd.read_csv(people_file(tmp_path))
    data["given"] = data["given"].map({1: "Yes", 0: "No"})
    data.to_csv(tmp_path / "people.csv", index=False)
    (found,) = scaffold_own(tmp_path / "new", [tmp_path / "people.csv"], TODAY, design="trial")
    assert load(tmp_path / "new").graph.claimed[0].treatment == "given"
    assert next(one.unit for one in found.series if one.short == "given") == "1 if so"
    assert any("'given' says yes or no" in note for note in found.notes)
