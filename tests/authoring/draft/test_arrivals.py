"""A draft with data, at once or later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import yaml
from click.testing import CliRunner

from causal.authoring.draft.arrivals import continued
from causal.commands.cli import main
from causal.errors import CausalError
from causal.folder import load

TEXT = "Frost raised coffee prices. On 5 May 2024 coffee rose 3%. The strike did not cause the rise."


@pytest.fixture
def files(tmp_path):
    days = [date(2024, 1, 1) + timedelta(days=i) for i in range(200)]
    for name in ("coffee", "frost"):
        rows = "".join(f"{day},{i % 7 + 1}\n" for i, day in enumerate(days))
        (tmp_path / f"{name}.csv").write_text(f"date,{name}\n{rows}")
    (tmp_path / "article.txt").write_text(TEXT)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, ["draft", *map(str, arguments)])


def test_at_once_and_later_give_the_same_folder(files):
    article, day = files / "article.txt", ("--published", "2024-05-08")
    once = run(article, "-o", files / "a", *day, "--data", files / "coffee.csv")
    assert once.exit_code == 0, once.output
    assert run(article, "-o", files / "b", *day).exit_code == 0
    later = run("--continue", files / "b", *day, "--data", files / "coffee.csv")
    assert later.exit_code == 0, later.output
    for name in ("report.yaml", "graph.yaml", "claims.yaml", "data/sources.yaml", "data/coffee.csv"):
        assert (files / "a" / name).read_bytes() == (files / "b" / name).read_bytes()
    study = load.load(files / "a")
    assert study.sample.calendar == "coffee"
    assert study.event.day == date(2024, 5, 5)


def test_what_the_author_wrote_stays_and_more_can_arrive(files):
    run(files / "article.txt", "-o", files / "a", "--published", "2024-05-08", "--data", files / "coffee.csv")
    graph = files / "a" / "graph.yaml"
    graph.write_text(graph.read_text().replace("title: The article's graph, as proposed", "title: Mine  # and why"))
    continued(files / "a", [files / "frost.csv"], date(2024, 5, 8))
    assert "title: Mine  # and why" in graph.read_text()
    assert list(yaml.safe_load((files / "a" / "data" / "sources.yaml").read_text())["datasets"]) == ["coffee", "frost"]
    assert load.load(files / "a").sample.calendar == "coffee"


@pytest.mark.parametrize(
    ("head", "rows", "calendar"),
    [
        ("month,rent", [f"20{i:02}-01,{i}" for i in range(10, 60)], "month"),
        ("town,rent", [f"town {i},{i % 7}" for i in range(60)], "row"),
        ("date,rent", [f"2024-01-{i:02},{i}" for i in range(1, 31)], "day"),
    ],
)
def test_rows_of_any_kind_take_the_calendar_s_place(files, head, rows, calendar):
    (files / "other.csv").write_text("\n".join([head, *rows]) + "\n")
    run(files / "article.txt", "-o", files / "a", "--published", "2024-05-08")
    done = run("--continue", files / "a", "--data", files / "other.csv")
    assert done.exit_code == 0, done.output
    study = load.load(files / "a")
    assert [one.resolution for one in study.datasets if one.id == "other"] == [calendar]
    assert study.sample.calendar == "other"


def test_rows_that_are_named_otherwise_are_declared_and_make_no_variable(files):
    months = "".join(f"20{i:02}-01,{i}\n" for i in range(10, 60))
    (files / "rent.csv").write_text(f"month,rent\n{months}")
    run(files / "article.txt", "-o", files / "a", "--published", "2024-05-08", "--data", files / "coffee.csv")
    done = run("--continue", files / "a", "--data", files / "rent.csv")
    assert done.exit_code == 0, done.output
    study = load.load(files / "a")
    assert {one.id for one in study.datasets} == {"coffee", "rent"}
    assert "rent.rent" not in (files / "a" / "graph.yaml").read_text()


def test_the_note_above_new_variables_stands_once(files):
    run(files / "article.txt", "-o", files / "a", "--published", "2024-05-08", "--data", files / "coffee.csv")
    continued(files / "a", [files / "frost.csv"], date(2024, 5, 8))
    assert (files / "a" / "graph.yaml").read_text().count("# From the data") == 1


def test_a_dataset_that_is_there_already_is_refused_and_nothing_is_written(files):
    run(files / "article.txt", "-o", files / "a", "--data", files / "coffee.csv")
    before = (files / "a" / "graph.yaml").read_bytes()
    with pytest.raises(CausalError, match="rename the new file"):
        continued(files / "a", [files / "coffee.csv"], date(2024, 5, 8))
    assert (files / "a" / "graph.yaml").read_bytes() == before


def test_misuse_is_refused(files):
    assert run("--continue", files, "--data", files / "coffee.csv").exit_code == 2
    assert run("--continue", files).exit_code == 2
    assert run().exit_code == 2


def test_a_denied_link_is_marked_and_is_no_edge(files):
    run(files / "article.txt", "-o", files / "a", "--published", "2024-05-08")
    assert "(denied)" in (files / "a" / "sentences.txt").read_text()
    claims = yaml.safe_load((files / "a" / "claims.yaml").read_text())["claims"]
    assert any("denies that 'strike' -> 'rise'" in claim["note"] for claim in claims)
    assert "strike" not in (files / "a" / "graph.yaml").read_text()


def test_rows_that_look_ordered_need_the_authors_word_here_too(files):
    (files / "waves.csv").write_text(
        "wave,x,y\n" + "".join(f"Wave {n},{n * 7 % 30},{n * 11 % 30}\n" for n in range(30))
    )
    asked = run(files / "article.txt", "-o", files / "a", "--data", files / "waves.csv")
    assert (asked.exit_code, "--kind cross-section" in asked.output) == (2, True)
    said = run(files / "article.txt", "-o", files / "b", "--data", files / "waves.csv", "--kind", "cross-section")
    assert said.exit_code == 0, said.output
    declared = yaml.safe_load((files / "b" / "data" / "sources.yaml").read_text())["datasets"]
    assert declared["waves"]["rows"] == "wave"
