from __future__ import annotations

import pytest

from causal.errors import NotComputableError
from causal.verdict import Grounds
from tests.judgement.checks.bench import bench, run, words

FIGURES = {"a": "3.5", "b": "3.46", "c": "4.0", "many": "more than 5", "few": "under 5", "zero": "0"}
CONTEXT = bench(figures=FIGURES)


@pytest.mark.parametrize(
    ("left", "right", "relation", "expected"),
    [
        ("C1.a", "C1.b", "equal", Grounds.DERIVATION_HOLDS),  # 3.46 is written 3.5
        ("C1.a", "C1.c", "equal", Grounds.CONTRADICTED),
        ("C1.a * 2", "7", "equal", Grounds.DERIVATION_HOLDS),
        ("C1.a", "C1.c", "less", Grounds.DERIVATION_HOLDS),
        ("C1.c", "C1.a", "less", Grounds.CONTRADICTED),
        ("C1.c", "C1.a", "greater", Grounds.DERIVATION_HOLDS),
        ("C1.b", "C1.a", "less", Grounds.INCONCLUSIVE),
        ("C1.b", "3.465", "equal", Grounds.DERIVATION_HOLDS),
        ("2", "2", "less", Grounds.CONTRADICTED),
        ("C1.many", "C1.few", "greater", Grounds.DERIVATION_HOLDS),
        ("C1.many", "C1.few", "less", Grounds.CONTRADICTED),
        ("C1.many", "6", "greater", Grounds.INCONCLUSIVE),
    ],
)
def test_two_statements_are_held_against_each_other(left: str, right: str, relation: str, expected: Grounds) -> None:
    found = run(CONTEXT, "consistency", left=left, right=right, relation=relation)
    assert found.grounds is expected, words(found.reason)


def test_the_claims_are_named_for_the_list_of_contradictions() -> None:
    found = run(CONTEXT, "consistency", left="C1.a", right="C1.c")
    assert found.contradicts == ("C1",)
    assert "cannot both be true" in words(found.reason)
    assert run(CONTEXT, "consistency", left="C1.a", right="C1.b").contradicts == ()


def test_a_figure_that_cannot_be_read_gives_no_answer() -> None:
    with pytest.raises(NotComputableError, match="cannot be read"):
        run(bench(figures={"x": "a lot"}), "consistency", left="C1.x", right="1")


UNITS = bench(
    figures={"rate": "5%", "points": "500 basis points", "part": "one in twenty", "price": "$5", "grew": "半数"}
)


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        ("C1.rate", "C1.points", "equal"),
        ("C1.rate", "C1.part", "equal"),
        ("C1.part", "C1.points", "equal"),
        ("C1.grew", "C1.rate", "greater"),
    ],
)
def test_two_statements_in_other_units_are_reconciled(left: str, right: str, relation: str) -> None:
    assert run(UNITS, "consistency", left=left, right=right, relation=relation).grounds is Grounds.DERIVATION_HOLDS


def test_two_statements_about_different_things_are_not_compared() -> None:
    with pytest.raises(NotComputableError, match="cannot be compared"):
        run(UNITS, "consistency", left="C1.rate", right="C1.price")
