"""Files that hold only rows that were chosen: what the choice ties together is not called an effect, and the report says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from causal import pipeline
from causal.authoring.exchange import read_file
from causal.authoring.graph_formats import graph_formats
from causal.errors import BadFolderError
from causal.findings import Strategy
from causal.folder import load
from causal.rendering.catalogue import Catalogue
from causal.rendering.page import page_of
from causal.verdict import Grounds
from tests.people import make_people, simulated
from tests.test_pipeline import QUICK

MEMBER = "  member: {label: Membership of the club, kind: latent, selected: true}\nedges:"


def chosen(directory, *causes, rival="running"):
    """A folder whose rows are those of members, and membership an effect of `causes`; `rival` draws it too."""
    graph = {
        "edges:\n  - {from: club": f"{MEMBER}\n  - {{from: club",
        "  - {from: will, to: [running, fitness]}": "\n".join(
            ["  - {from: will, to: [running, fitness]}", *(f"  - {{from: {cause}, to: member}}" for cause in causes)]
        ),
    }
    if rival:
        graph["      - {from: age, to: [running, fitness]}"] = (
            f"      - {{from: age, to: [running, fitness]}}\n      - {{from: {rival}, to: member}}"
        )
    table = simulated()
    kept = table[(table["running"] + table["fitness"] > 1.0) if "fitness" in causes else table["club"] > -1]
    claims = {"600 people": f"{len(kept)} people", 'stated: "600"': f'stated: "{len(kept)}"'}
    return make_people(directory, data=kept, graph=graph, claims=claims)


@pytest.mark.slow
def test_an_edge_that_the_choice_of_rows_opens_is_not_identified_and_the_report_says_why(tmp_path):
    built = pipeline.build(chosen(tmp_path / "r", "running", "fitness", rival="fitness"), QUICK)
    verdict = next(v for v in built.edge_verdicts if (v.graph, v.edge) == ("article", "running->fitness"))
    assert verdict.grounds is Grounds.NOT_IDENTIFIED
    assert {v.grounds for v in built.edge_verdicts} == {Grounds.NOT_IDENTIFIED}  # the rival draws the choice, too
    said = {language: Catalogue(language).sentence(verdict.reason) for language in ("en", "zh")}
    assert "only rows that were chosen by Membership of the club" in said["en"]
    assert "may go together without an effect" in said["en"]
    assert "按Membership of the club选出的行" in said["zh"]
    assert Catalogue("en").sentence(verdict.would_change).startswith("Rows that were not chosen by Membership")
    for language, word in (("en", "The files hold only rows that were chosen by"), ("zh", "数据文件只包含按")):
        page = page_of(built, Catalogue(language))
        assert word in page.data.chosen
    whole = pipeline.build(make_people(tmp_path / "whole"), QUICK)
    assert page_of(whole, Catalogue("en")).data.chosen == ""


@pytest.mark.slow
def test_rows_chosen_by_the_instrument_still_identify(tmp_path):
    built = pipeline.build(chosen(tmp_path / "r", "club", rival="age"), QUICK)
    found = {e.edge: e for e in built.graph.edges}
    assert found["running->fitness"].estimand.strategy is Strategy.INSTRUMENT
    assert found["club->running"].estimand.strategy is Strategy.ADJUSTMENT
    assert found["running->fitness"].estimates[0].effect == pytest.approx(0.5, abs=0.2)


def test_each_account_says_what_the_choice_depends_on(tmp_path):
    with pytest.raises(BadFolderError) as caught:
        load.load(chosen(tmp_path / "r", "running", rival=""))
    (problem,) = caught.value.problems
    assert problem.message.startswith("the rows were chosen by 'member', which is at no edge of this graph: draw what")
    with pytest.raises(BadFolderError) as caught:
        load.load(chosen(tmp_path / "s", rival=""))
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("form", sorted(graph_formats()))
def test_the_mark_goes_to_every_format_and_back(tmp_path, form):
    from causal.authoring.exchange import export

    written = load.load(chosen(tmp_path / "r", "running", "fitness")).graph
    to = graph_formats()[form]
    text, lost = export(written, to)
    assert not any(one.startswith("selects") for one in lost)
    path = Path(tmp_path / f"g{to.suffixes[0]}")
    path.write_text(text, encoding="utf-8")
    made = read_file(path, to)
    assert made.text.count("selected: true") == 1
    assert any("only rows chosen by member" in note for note in made.notes)
