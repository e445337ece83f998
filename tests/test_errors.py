"""A name that is not known is told with the nearest that is, wherever records are looked up by name."""

from __future__ import annotations

import pandas as pd
import pytest

from causal.errors import unknown
from causal.frame import Frame
from tests.fake_report import fake_report

REPORT = fake_report()
FRAME = Frame(pd.DataFrame({"price": [1.0]}), REPORT.columns, {})

LOOKUPS = {
    "variable": (lambda: REPORT.study.graph.variable("raets"), "no variable is called 'raets'; did you mean 'rates'?"),
    "edge": (lambda: REPORT.study.graph.edge("fuel->mod"), "no edge is called 'fuel->mod'; did you mean 'fuel->mood'?"),
    "findings": (lambda: REPORT.graph.edge("fuel->mod"), "no edge is called 'fuel->mod'; did you mean 'fuel->mood'?"),
    "claim": (lambda: REPORT.verdict("C99"), "no claim is called 'C99'; did you mean 'C19'?"),
    "judged edge": (
        lambda: REPORT.edge_verdict("strike", "bookings->rate"),
        "no judged edge is called 'strike: bookings->rate'; did you mean 'strike: bookings->rates'?",
    ),
    "column": (lambda: FRAME.column("raets"), "no column is called 'raets'; did you mean 'rates'?"),
}


@pytest.mark.parametrize("kind", LOOKUPS)
def test_a_look_up_that_fails_names_the_nearest(kind):
    look_up, said = LOOKUPS[kind]
    with pytest.raises(KeyError) as error:
        look_up()
    assert error.value.args[0].startswith(said)


def test_what_is_known_is_found():
    graph = REPORT.study.graph
    assert [graph.variable(v.name) for v in graph.variables] == list(graph.variables)
    assert [graph.edge(e.id) for e in graph.edges] == list(graph.edges)
    assert [REPORT.graph.edge(e.edge) for e in REPORT.graph.edges] == list(REPORT.graph.edges)
    assert [REPORT.verdict(v.claim) for v in REPORT.verdicts] == list(REPORT.verdicts)
    assert [REPORT.edge_verdict(v.graph, v.edge) for v in REPORT.edge_verdicts] == list(REPORT.edge_verdicts)
    assert [FRAME.column(c.name) for c in REPORT.columns] == list(REPORT.columns)


def test_a_failed_look_up_ends_no_loop_in_silence():
    """StopIteration would end the generator as if it had nothing more to give."""
    with pytest.raises(KeyError):
        list(map(REPORT.study.graph.variable, ["rates", "nobody"]))


def test_far_from_every_name_the_known_ones_are_listed():
    assert unknown("edge", "zzz", ["b", "a"]).args[0] == "no edge is called 'zzz'; known: a, b"
    assert unknown("edge", "zzz", []).args[0] == "no edge is called 'zzz'"
