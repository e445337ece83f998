"""Suggested checks: they exist, and once filled in they are valid."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from causal.authoring.draft.proposals import proposals
from causal.authoring.draft.sentences import sentences
from causal.authoring.draft.suggestions import TEMPLATES, skeleton, suggested
from causal.files.adapters import adapter
from causal.judgement.checks import checks

FILLED = {
    "DATASET.COLUMN": "market.price",
    "DAY": "2025-02-03",
    "STATED": '"5%"',
    "FIRST": '"4%"',
    "SECOND": '"5%"',
    "START": "2025-02-03",
    "END": "2025-02-04",
    "Z_SCORE": '"3"',
    "EXPRESSION": "1 + 1",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_valid_once_it_is_filled_in(name):
    text = TEMPLATES[name].replace("STATED", '"2x"' if name == "multiple" else "STATED")
    for mark, value in FILLED.items():
        text = text.replace(mark, value)
    adapter(checks()[name].parameters).validate_python(
        yaml.load(f"{{{text}}}", Loader=yaml.BaseLoader)
        if name not in {"option", "correlation", "document", "record"}
        else _typed(text)
    )


def _typed(text):
    values = yaml.safe_load(f"{{{text}}}")
    return {key: value if not isinstance(value, date) else str(value) for key, value in values.items()}


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("The price fell 3%.", "value"),
        ("The price fell from 5 dollars to 4 dollars.", "change"),
        ("It was the largest fall on record.", "record"),
        ("Sales were twice as large.", "multiple"),
        ("A z-score of 3.5 is a probability of 0.05%.", "tail_probability"),
        ("The correlation was 0.8.", "correlation"),
        ("Bonds did better than shares.", "comparison"),
        ("Rates will rise to 5%.", "forecast"),
        ("Rates will rise.", "opinion"),
        ("Rain caused floods.", "edge"),
        ("Funds hold most shares.", "document"),
    ],
)
def test_the_check_for_a_sentence(text, check):
    assert [suggested(p) for p in proposals(sentences(text))] == [check]


def test_a_skeleton_holds_what_the_sentence_tells():
    (proposal,) = proposals(sentences("On 5 February the price fell from 5 dollars to 4 dollars."))
    text = skeleton(proposal, date(2026, 2, 8))
    assert (
        text
        == '{check: change, of: DATASET.COLUMN, before: START, after: 2026-02-05, stated_before: "5 dollars", stated_after: "4 dollars"}'
    )
