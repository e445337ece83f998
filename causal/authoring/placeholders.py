"""What `causal new --data` and `causal draft` leave for the author to fill in."""

from __future__ import annotations

WORDS = frozenset(
    {"TITLE", "TITLE OF THE ARTICLE", "AUTHOR", "OUTLET", "EVENT", "UNIT", "SOURCE", "A SERIES", "CAUSE", "EFFECT"}
)
BEGINNING = "PARAPHRASE"  # of a claim


def to_fill_in(text: str) -> bool:
    """Say whether a text is still to be written."""
    return text in WORDS or text.startswith(BEGINNING)
