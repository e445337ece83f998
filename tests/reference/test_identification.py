"""Published answers to which effects a graph identifies, and how."""

from __future__ import annotations

import pytest

from causal.findings import Estimand, Strategy
from causal.inference.identify import identify, identify_total
from tests.worlds import graph

# Pearl, Causality (2000), Figure 3.4: the effect of Xi on Xj through X6.
FIGURE_3_4 = [
    "x1->x3",
    "x1->x4",
    "x2->x4",
    "x2->x5",
    "x3->xi",
    "x4->xi",
    "x4->xj",
    "x5->xj",
    "+xi->x6",
    "+x6->xj",
]


def effect(latent: list[str]) -> Estimand:
    return identify_total(graph(FIGURE_3_4, ["xi->x6", "x6->xj"], latent=latent, persistence=0))


@pytest.mark.parametrize(
    ("latent", "adjustment"),
    [
        ([], ("x3@0", "x4@0")),
        (["x1", "x2", "x5"], ("x3@0", "x4@0")),
        (["x1", "x2", "x3"], ("x4@0", "x5@0")),
    ],
)
def test_back_door_sets_of_figure_3_4(latent: list[str], adjustment: tuple[str, ...]) -> None:
    """Pearl, section 3.3.1: {X3, X4} and {X4, X5} meet the back-door criterion."""
    found = effect(latent)
    assert (found.strategy, found.adjustment) == (Strategy.ADJUSTMENT, adjustment)


def test_the_collider_alone_does_not_close_the_back_doors_of_figure_3_4() -> None:
    """Pearl, section 3.3.1: {X4} does not; it opens Xi, X3, X1, X4, X2, X5, Xj. Section 3.3.2: X6 is a front door."""
    found = effect(["x1", "x2", "x3", "x5"])
    assert (found.strategy, found.adjustment, found.mediators) == (Strategy.FRONT_DOOR, (), ("x6@0",))
    assert effect(["x1", "x2", "x3", "x5", "x6"]).strategy is Strategy.NONE


def test_the_bow_is_not_identified_and_an_instrument_mends_it() -> None:
    """Pearl, Figure 3.8(a): a cause that shares a latent cause with its effect; Wright's (1928) instrument beside it."""
    bow = ["u->x", "u->y", "+x->y"]
    plain = graph(bow, ["x->y"], latent=["u"], persistence=0)
    instrumented = graph([*bow, "z->x"], ["x->y"], latent=["u"], persistence=0)
    assert identify(plain, plain.edge("x->y")).strategy is Strategy.NONE
    found = identify(instrumented, instrumented.edge("x->y"))
    assert (found.strategy, found.instruments) == (Strategy.INSTRUMENT, ("z@0",))


def test_an_instrument_that_reaches_the_outcome_another_way_is_none() -> None:
    """Pearl, section 7.4.5: an instrument affects the outcome through the treatment only."""
    declared = graph(["u->x", "u->y", "+x->y", "z->x", "z->y"], ["x->y"], latent=["u"], persistence=0)
    assert identify(declared, declared.edge("x->y")).strategy is Strategy.NONE
