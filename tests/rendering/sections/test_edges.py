"""An edge's page tells what is known of it, and of what is not known nothing."""

from __future__ import annotations

from dataclasses import replace

from causal.rendering.inline import Link, plain
from tests.rendering.sections.made import REPORT, page


def pairs():
    return [(one, REPORT.graph.edge(one.edge.partition(":")[2])) for one in page().edges]


def test_what_was_not_computed_is_not_shown():
    for one, found in pairs():
        assert (one.estimates is None) is (not found.estimates)
        assert (one.attempts is None) is (not found.refutations)
        assert one.calibrated is (found.calibration is not None)
        drawn = [found.estimand, found.response, found.sensitivity, *(r.distribution for r in found.refutations)]
        assert len(one.drawn) == sum(part is not None for part in drawn)


def test_the_first_estimate_is_the_judged_one_and_other_measures_come_last():
    one, found = next((o, f) for o, f in pairs() if f.estimates and f.alternatives)
    assert [bool(row.judged) for row in one.estimates.rows] == [True] + [False] * (len(one.estimates.rows) - 1)
    assert len(one.estimates.rows) == len(found.estimates) + len(found.alternatives)
    assert all(len(row.cells) == len(one.estimates.heads) - 2 for row in one.estimates.rows)


def test_the_claims_that_state_it_are_linked_to_their_rows():
    for one, edge in zip(page().edges, REPORT.study.graph.claimed, strict=True):
        links = [piece.to for piece in one.facts[0].text if isinstance(piece, Link)]
        assert links == [f"#row-{claim}" for claim in edge.claims]


def test_an_edge_that_is_not_identified_has_no_figures_of_it():
    for one, found in pairs():
        identified = found.estimand is not None and found.estimand.strategy.value != "none"
        assert (one.identification is not None) is identified
        if identified:
            assert one.identification.figures[0].figure.name == f"{one.anchor}-graph"


def test_names_with_signs_make_anchors_of_letters_alone():
    assert all(one.anchor.replace("-", "").isalnum() for one, _ in pairs())


def test_only_two_nodes_are_said_to_be_ruled_out():
    edge = next(e for e in REPORT.graph.edges if e.estimand and e.estimand.ruled_out)
    more = replace(edge, estimand=replace(edge.estimand, ruled_out=edge.estimand.ruled_out[:1] * 3))
    edges = tuple(more if e.edge == edge.edge else e for e in REPORT.graph.edges)
    found = page(replace(REPORT, graph=replace(REPORT.graph, edges=edges)))
    shown = next(o for o in found.edges if o.edge.endswith(f":{edge.edge}"))
    assert plain(shown.identification.paths).split("Ruled out: ")[1].count(";") == 1
