"""The check that would settle a proposed claim, with the parameters that are still to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.authoring.draft.figures import Role
from causal.authoring.draft.kinds import Kind
from causal.authoring.draft.lexicon import lexicon

if TYPE_CHECKING:
    from datetime import date

    from causal.authoring.draft.proposals import Proposal

# Capitals are to be filled in; STATED, FIRST, SECOND, DAY, START and END are, where the sentence tells them.
TEMPLATES = {
    "value": "of: DATASET.COLUMN, at: DAY, stated: STATED",
    "change": "of: DATASET.COLUMN, before: START, after: END, stated_before: FIRST, stated_after: SECOND",
    "record": "of: DATASET.COLUMN, at: DAY, direction: highest, within: 1",
    "multiple": "of: DATASET.COLUMN, at: DAY, stated: STATED",
    "tail_probability": "z: Z_SCORE, stated: STATED",
    "arithmetic": "expression: EXPRESSION, stated: STATED",
    "correlation": "pair: [DATASET.COLUMN, DATASET.COLUMN], start: START, end: END, at_least: 0.5",
    "comparison": "left: {label: LABEL, of: DATASET.COLUMN, before: START, after: END}, "
    "right: {label: LABEL, of: DATASET.COLUMN, before: START, after: END}, relation: greater",
    "expectation": "of: DATASET.COLUMN, given: [DATASET.COLUMN], at: DAY, exclude: [START, END], stated: STATED",
    "forecast": "of: DATASET.COLUMN, start: START, end: END, stated: STATED",
    "document": "statement: STATEMENT, documents: [{publisher: PUBLISHER, date: DAY, url: URL, says: SAYS, supports: unclear, first_hand: false}]",
    "option": "contract: vanilla_call, quantity: delta, spot: [50, 150], strike: 100, volatility: 0.5, years: [0.1], assertion: stays_within",
    "rival": "graph: RIVAL, asserts: fails",
    "edge": "edge: CAUSE->EFFECT",
    "opinion": "reason: opinion",
}
BY_KIND = {
    Kind.RECORD: "record",
    Kind.EDGE: "edge",
    Kind.RIVAL: "rival",
    Kind.COUNTERFACTUAL: "expectation",
    Kind.POSITIONING: "document",
    Kind.OPTION: "option",
    Kind.OPINION: "opinion",
}


def suggested(proposal: Proposal) -> str:
    """Give the name of the check that would settle it."""
    signals, count = proposal.signals, len(proposal.figures)
    if proposal.kind is Kind.NUMERIC:
        return "document" if not count else "change" if count == 2 and _moves(proposal) else "value"
    if proposal.kind is Kind.ARITHMETIC:
        return "tail_probability" if "probability" in signals else "multiple" if "multiple" in signals else "arithmetic"
    if proposal.kind is Kind.COMPARISON:
        return "correlation" if "correlation" in signals else "comparison"
    if proposal.kind is Kind.FORECAST:
        return "forecast" if count else "opinion"
    return BY_KIND[proposal.kind]


def _moves(proposal: Proposal) -> bool:
    return bool(proposal.signals & {"up", "down"}) or any(figure.role is Role.CHANGE for figure in proposal.figures)


def skeleton(proposal: Proposal, published: date) -> str:
    """Give the suggested check as a line of claims.yaml, with what the sentence tells filled in."""
    name = suggested(proposal)
    days = [day for when in proposal.dates if (day := when.on(published))]
    wordings = [f'"{figure.wording}"' for figure in proposal.figures]
    text = _of_movement(proposal) or TEMPLATES[name]
    if name == "opinion" and proposal.kind is Kind.FORECAST:
        text = "reason: unquantified_forecast"
    if name == "record":
        text = text.replace("highest", extreme(proposal))
    if name == "record" and wordings:
        text += ", stated: STATED"
    filled = {"STATED": wordings[:1], "FIRST": wordings[:1], "SECOND": wordings[1:2]} | {
        "DAY": [str(day) for day in days[:1]],
        "START": [str(day) for day in days[:-1]],
        "END": [str(day) for day in days[-1:]],
    }
    for mark, values in filled.items():
        text = text.replace(mark, values[0]) if values else text
    return f"{{check: {name}, {text}}}"


def _of_movement(proposal: Proposal) -> str:
    """Give the parameters for figures of a movement: a change beside a level, or a change alone; else an empty text."""
    roles = {figure.role: figure for figure in reversed(proposal.figures)}
    change, name = roles.get(Role.CHANGE), suggested(proposal)
    if name == "change":
        parts = {Role.BEFORE: "stated_before", Role.AFTER: "stated_after", Role.CHANGE: "stated_change"}
        told = [f'{key}: "{roles[role].wording}"' for role, key in parts.items() if role in roles]
        return "of: DATASET.COLUMN, before: START, after: END, " + ", ".join(told) if len(told) > 1 else ""
    if name == "value" and change:
        moved = "pct" if change.stated.unit == "%" else "diff"
        return f'of: {moved}(DATASET.COLUMN), at: DAY, stated: "{change.wording}"'
    return ""


def extreme(proposal: Proposal) -> str:
    """Give the end of the ranking that a record stands at: the lowest where its words name a low."""
    words = lexicon().words[proposal.sentence.language]
    return "lowest" if words.at("low_records").search(proposal.text) else "highest"
