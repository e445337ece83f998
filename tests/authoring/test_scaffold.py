"""A new folder around data files of one's own: what is found in them, and what is refused with words."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner

from causal import pipeline
from causal.authoring.own_data import look
from causal.authoring.placeholders import to_fill_in
from causal.authoring.scaffold import scaffold, scaffold_own
from causal.commands.cli import main
from causal.data.gather import gather
from causal.errors import CausalError, DataError
from causal.files.assets import asset
from causal.files.yaml_reader import read
from causal.folder.load import load
from causal.study import Layout, Resolution
from tests.people import simulated as people
from tests.test_pipeline import QUICK

TODAY = date(2025, 7, 1)


def days(count=90, **columns):
    return pd.DataFrame({"day": pd.date_range("2025-01-01", periods=count).date, **columns})


@pytest.fixture
def daily(tmp_path):
    path = tmp_path / "my sales.csv"
    days(heat=range(90), note=["dry"] * 90, sales=[i * i % 17 for i in range(90)]).to_csv(path, index=False)
    return path


def test_the_folder_loads_and_builds_as_it_is(daily, tmp_path):
    (found,) = scaffold_own(tmp_path / "r", [daily], TODAY)
    assert (found.id, found.time, found.columns) == ("my_sales", "day", ("heat", "sales"))
    study = load(tmp_path / "r")
    assert study.event.day == date(2025, 3, 31)
    assert [e.id for e in study.graph.edges] == ["heat->sales"]
    assert len(pipeline.build(tmp_path / "r", QUICK).verdicts) == 1


def test_a_column_of_words_is_left_out_and_named(daily):
    assert [one for one in look(daily).left_out if "'note'" in one and "not a number" in one]


def test_the_column_of_days_need_not_be_the_first(tmp_path):
    path = tmp_path / "d.csv"
    days(a=range(90), b=range(90))[["a", "day", "b"]].to_csv(path, index=False)
    assert (look(path).time, look(path).columns) == ("day", ("a", "b"))


def test_rows_without_days_are_a_cross_section(tmp_path):
    path = tmp_path / "people.csv"
    people().reset_index().to_csv(path, index=False)
    scaffold_own(tmp_path / "r", [path], TODAY)
    study = load(tmp_path / "r")
    assert (study.sample.kind, study.event, study.datasets[0].resolution) == (
        "cross-section",
        None,
        Resolution.ROW,
    )
    assert len(pipeline.build(tmp_path / "r", QUICK).verdicts) == 1


def test_files_that_share_a_column_keep_it_apart(daily, tmp_path):
    other = tmp_path / "other.tsv"
    days(sales=range(90)).to_csv(other, index=False, sep="\t")
    scaffold_own(tmp_path / "r", [daily, other], TODAY)
    assert set(load(tmp_path / "r").graph.edges[0].id.split("->")) == {"heat", "other_sales"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "x.csv",
            "date,a,b\n2025-01-02,1,2\n2025-01-01,1,2\n2025-01-03,1,2\n",
            "not in order",
        ),  # days, and in the wrong order
        ("x.csv", "date,a,b\n01/02/2025,1,2\n", "01/02/2025"),
        ("x.csv", "date,a\n2025-01-01,1\n2025-01-02,2\n", "at least two columns"),
        ("x.csv", "date,a\n2025-01-01,red\n", "not a number"),
        ("x.csv", "id,a,b\n1,1,2\n1,1,2\n", "stands twice"),
        ("x.csv", "when,a,b\n2025-01-01T10:00Z,1,2\n", "has instants"),
        ("x.csv", "", "empty"),
        ("x.sav", "", "no connector reads '.sav' files"),
    ],
)
def test_what_cannot_be_a_folder_is_refused(tmp_path, name, text, said):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises((CausalError, DataError), match=said):
        scaffold_own(tmp_path / "r", [tmp_path / name], TODAY)
    assert not (tmp_path / "r").exists()


def test_the_command_says_what_it_found(daily, tmp_path):
    out = CliRunner().invoke(main, ["new", str(tmp_path / "r"), "--data", str(daily)])
    assert out.exit_code == 0
    assert "rows by day from 2025-01-01 to 2025-03-31; heat, sales" in out.output
    assert "column 'note' is left out" in out.output
    checked = CliRunner().invoke(main, ["check", str(tmp_path / "r")])
    assert checked.exit_code == 0
    assert (
        "still to be filled in: AUTHOR, TITLE, TITLE OF THE ARTICLE, OUTLET, EVENT, UNIT, PARAPHRASE: heat moved sales., SOURCE"
        in checked.output
    )


def test_a_finished_folder_has_nothing_left_to_fill_in(tmp_path):
    scaffold(tmp_path / "r")
    assert "filled in" not in CliRunner().invoke(main, ["check", str(tmp_path / "r")]).output


def test_every_placeholder_of_the_templates_is_known():
    written = "".join(p.read_text(encoding="utf-8") for p in asset("templates/own_data").rglob("*.j2"))
    said = re.sub(r"#.*|\{%.*?%\}|\{\{.*?\}\}", "", written)
    left = re.findall(r": \"?([A-Z][A-Z ]{3,})", said)
    assert left
    assert all(to_fill_in(text) for text in left)


def test_a_folder_that_holds_something_is_left_alone(daily, tmp_path):
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CausalError, match="not empty"):
        scaffold_own(tmp_path / "r", [daily], TODAY)
    assert [p.name for p in (tmp_path / "r").iterdir()] == ["mine.txt"]


def test_columns_that_formulas_cannot_name_go_by_a_name_that_they_can(tmp_path):
    path = tmp_path / "d.csv"
    names = ("a b", "c", "lambda", "10yr", "Größe", "销售", "a-b")
    days(**{name: [(i * 7 + n) % 11 for i in range(90)] for n, name in enumerate(names)}).to_csv(path, index=False)
    found = look(path)
    assert found.columns == ("a_b", "c", "column_lambda", "column_10yr", "Groe", "column_6", "a_b_2")
    assert tuple(one.heading for one in found.series) == names
    scaffold_own(tmp_path / "r", [path], TODAY)
    study = load(tmp_path / "r")
    assert [one.column for one in study.datasets[0].series] == ["a b", "", "lambda", "10yr", "Größe", "销售", "a-b"]
    assert gather(study, tmp_path / "r").dataset("d")["column_6"].iloc[0] == 5


def test_every_column_is_a_variable(tmp_path):
    path = tmp_path / "d.csv"
    days(**{f"x{n}": [(i * 7 + n) % 11 for i in range(90)] for n in range(40)}).to_csv(path, index=False)
    scaffold_own(tmp_path / "r", [path], TODAY)
    assert len(read(tmp_path / "r" / "graph.yaml", "graph.yaml").values["variables"]) == 40
    assert len(pipeline.build(tmp_path / "r", QUICK).verdicts) == 1


def test_a_column_of_one_value_is_kept_as_data_and_told(tmp_path):
    path = tmp_path / "d.csv"
    days(a=range(90), b=[i % 7 for i in range(90)], c=[5] * 90).to_csv(path, index=False)
    (found,) = scaffold_own(tmp_path / "r", [path], TODAY)
    assert (found.columns, found.constant) == (("a", "b", "c"), ("c",))
    assert "d.csv: 'c' holds one value on every row, and is no variable of the graph" in found.notes
    assert list(read(tmp_path / "r" / "graph.yaml", "graph.yaml").values["variables"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (["time_zon: UTC"], "--as 'time_zon'; did you mean 'time_zone'?"),
        (["time_zone: Europe/Berln"], "there is no time zone 'Europe/Berln'"),
        (["skip: -1"], "--as 'skip': Input should be greater than or equal to 0"),
        (["UTC"], "expected a key and a value"),
        (["{"], "--as"),
    ],
)
def test_what_is_known_beforehand_is_checked(daily, tmp_path, known, said):
    given = [word for one in known for word in ("--as", one)]
    out = CliRunner().invoke(main, ["new", str(tmp_path / "r"), "--data", str(daily), *given])
    assert (out.exit_code, said in out.output) == (2, True), out.output


def test_what_is_known_beforehand_decides(tmp_path):
    path = tmp_path / "d.csv"
    rows = [f"{1719957600 + 86400 * i},{i % 7},{i * i % 11}" for i in range(40)]  # midnights in Berlin
    path.write_text("\n".join(["when,a,b", *rows]))
    refused = CliRunner().invoke(main, ["new", str(tmp_path / "r"), "--data", str(path)])
    assert "22:00 in UTC, not midnight: write the `time_zone`" in refused.output
    out = CliRunner().invoke(
        main, ["new", str(tmp_path / "r"), "--data", str(path), "--as", "time_zone: Europe/Berlin"]
    )
    assert "rows by when from 2024-07-03 to 2024-08-11; a, b" in out.output
    assert load(tmp_path / "r").datasets[0].layout == Layout(time_format="unix", time_zone="Europe/Berlin")


def test_a_heading_is_written_in_its_own_letters_and_cannot_break_the_file(tmp_path):
    path = tmp_path / "d.csv"
    names = ["销售", 'a "b" \\ c', "x: {y}", "tab\u2028line"]
    days(**{name: [(i * 7 + n) % 11 for i in range(90)] for n, name in enumerate(names)}).to_csv(path, index=False)
    scaffold_own(tmp_path / "r", [path], TODAY)
    assert [one.heading for one in load(tmp_path / "r").datasets[0].series] == [*names[:3], "tab line"]
    assert 'column: "销售"' in (tmp_path / "r" / "data" / "sources.yaml").read_text("utf-8")
