"""Which links a claim leans on, by which it is decided, and where the evidence of each stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.rendering.exhibits import decisive, exhibits, leaned
from causal.study import CheckRequest
from causal.verdict import Grounds
from tests.fake_report import fake_report, with_echo

REPORT = fake_report()


def by_key(report=REPORT):
    return {one.key: one for one in exhibits(report)}


def of_check(name, report=REPORT):
    """The claim with the first evidence of that check, and the evidence."""
    pairs = zip(report.study.claims, report.verdicts, strict=True)
    return next((c, one) for c, v in pairs for one in v.evidence if one.check == name)


def asking(claim, **parameters):
    return replace(claim, checks=(CheckRequest(check="rival", parameters=parameters),))


def with_claim(changed):
    claims = tuple(changed if one.id == changed.id else one for one in REPORT.study.claims)
    return replace(REPORT, study=replace(REPORT.study, claims=claims))


def test_every_asserted_edge_of_every_account_is_there_once_with_a_place_of_its_own():
    found = exhibits(REPORT)
    graphs = (REPORT.study.graph, *REPORT.study.rivals)
    assert [one.key for one in found] == [f"{g.id}:{e.id}" for g in graphs for e in g.claimed]
    assert len({one.place for one in found}) == len(found)
    for rival in (False, True):
        own = [one.index for one in found if one.rival is rival]
        assert own == list(range(1, len(own) + 1))


@pytest.mark.parametrize(
    ("parameters", "edges"),
    [
        ({"graph": "strike"}, ["strike:strike->bookings", "strike:bookings->rates"]),
        ({"graph": "strike", "edge": "bookings->rates"}, ["strike:bookings->rates"]),
        ({"graph": "storm", "edge": ""}, ["storm:weather->rates@1"]),
        ({"graph": "nowhere"}, []),
        ({"graph": "strike", "edge": "no->where"}, []),
        ({"graph": ["strike"]}, []),
    ],
)
def test_a_claim_leans_on_the_edge_that_it_asks_for_or_on_the_chain_of_its_graph(parameters, edges):
    claim, evidence = of_check("rival")
    assert list(leaned(REPORT, asking(claim, **parameters), 0, evidence)) == edges


def test_a_figure_leans_on_no_edge_and_an_edge_on_itself():
    claim, evidence = of_check("value")
    assert leaned(REPORT, claim, 0, evidence) == ()
    claim, evidence = of_check("edge")
    assert leaned(REPORT, claim, 0, evidence) == (evidence.edge,)


def test_of_a_chain_the_gravest_link_decides():
    claim, _ = of_check("rival")
    verdicts = {one.edge: one.grounds for one in REPORT.edge_verdicts if one.graph == "strike"}
    assert verdicts == {
        "strike->bookings": Grounds.INCONCLUSIVE,
        "bookings->rates": Grounds.EFFECT_ESTABLISHED,
    }
    found = set(decisive(with_claim(asking(claim, graph="strike"))))
    assert "strike:strike->bookings" in found
    assert "strike:bookings->rates" not in found


def test_a_rivals_edge_has_a_page_where_a_claim_is_decided_by_it_and_the_articles_always():
    claim, _ = of_check("rival")
    for asked, paged in (
        ({"graph": "strike"}, "strike:strike->bookings"),
        ({"graph": "storm"}, "storm:weather->rates@1"),
    ):
        found = exhibits(with_claim(asking(claim, **asked)))
        assert [one.key for one in found if one.rival and one.whole] == [paged]
        assert all(one.whole for one in found if not one.rival)


def test_the_same_estimate_is_shown_once_and_stands_for_both():
    found = by_key(with_echo(REPORT))
    for key, one in found.items():
        if not key.startswith("echo:"):
            assert one.same is None
            continue
        own = found[key.replace("echo:", "article:")]
        assert not one.whole
        assert one.same == (own if one.found.estimates else None)
        assert one.anchor == (own.place if one.found.estimates else one.place)


def test_another_outcome_of_a_test_is_other_evidence():
    report = with_echo(REPORT)
    changed = tuple(
        replace(one, grounds=Grounds.INCONCLUSIVE) if one.graph == "echo" else one for one in report.edge_verdicts
    )
    assert all(one.same is None for one in exhibits(replace(report, edge_verdicts=changed)))
