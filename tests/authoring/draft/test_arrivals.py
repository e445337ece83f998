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
