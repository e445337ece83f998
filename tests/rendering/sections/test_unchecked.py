"""Safer wordings are said once, with the claims they are for; every untested claim says why."""

from __future__ import annotations

from dataclasses import replace

from causal.messages import Message
from causal.rendering.inline import plain
from causal.rendering.sections.cards import carded
from tests.rendering.sections.made import REPORT, page, with_claims


def safer(keys):
    """Every untested claim with the next of these safer wordings."""
    turn = iter(keys * 100)
    return page(
        with_claims(lambda c, v: (c, v if carded(v) else replace(v, safer=Message(key=f"safer.claim.{next(turn)}"))))
    ).unchecked


def test_one_wording_for_all_names_no_claim():
    (only,) = safer(["not_checkable"]).safer
    assert plain(only) == "Mark the statement as the author's opinion."


def test_several_wordings_name_their_claims_each_once():
    found = safer(["not_checkable", "not_measured"])
    first, second = map(plain, found.safer)
    named = [text.split(": ")[0].split(", ") for text in (first, second)]
    assert sorted(id_ for ids in named for id_ in ids) == sorted(row.claim for row in found.rows)


def test_a_part_is_named_only_where_there_are_several():
    rows = {row.claim: row for row in page().unchecked.rows}
    for verdict in REPORT.verdicts:
        if verdict.claim in rows:
            says = [one.says for one in rows[verdict.claim].reasons]
            assert says == [e.says if len(verdict.evidence) > 1 else "" for e in verdict.evidence]
