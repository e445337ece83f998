"""Beneath the estimates stands whether several measures of a latent end agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.findings import Agreement
from causal.rendering.catalogue import Catalogue
from causal.rendering.sections.estimates import estimates
from tests.judgement.test_judge import GRAPH, findings

CALM = Agreement(variable="x", measures=3, statistic=0.4, p_value=0.62, rejected=False)
TIED = Agreement(variable="y", measures=5, statistic=9.0, p_value=0.0002, rejected=True)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("told", [(), (CALM,), (TIED,), (CALM, TIED)], ids=["none", "calm", "tied", "both"])
def test_every_comparison_of_measures_is_told_with_its_number(language, told):
    words = Catalogue(language)
    found = estimates(words, findings(agreements=told), GRAPH.variable("x"), GRAPH.variable("y"))
    assert len(found.agreements) == len(told)
    for sentence, one in zip(found.agreements, told, strict=True):
        assert str(one.measures) in sentence
        assert words.p(one.p_value) in sentence
    assert len(set(found.agreements)) == len(told)


def test_first_and_last_row_are_a_column_only_where_rows_lie_in_time():
    words, ends = Catalogue("en"), (GRAPH.variable("x"), GRAPH.variable("y"))
    whole = findings()
    timeless = replace(whole, estimates=tuple(replace(one, first=None, last=None) for one in whole.estimates))
    dated = replace(whole, estimates=tuple(replace(one, first="2024-01", last="2025-03") for one in whole.estimates))
    without, with_them = (estimates(words, one, *ends) for one in (timeless, dated))
    assert len(with_them.heads) == len(without.heads) + 1
    assert {one.span for one in without.rows} == {""}
    assert with_them.rows[0].span == "2024-01 – 2025-03"
