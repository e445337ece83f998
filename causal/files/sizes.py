"""How much a report may hold, and the one way to allow more: by whoever sits at the terminal, never by a folder or a document.

`CAUSAL_SIZE=3` in the environment, which `--size 3` sets for one command, allows three times the usual of everything.
"""

from __future__ import annotations

import os

from causal.files import limits

ALLOWED = "CAUSAL_SIZE"
MOST = {
    "claims": limits.CLAIMS,
    "parts of claims": limits.CLAIM_PARTS,
    "variables": limits.NODES,
    "edges": limits.EDGES,
    "rows": limits.ROWS,
    "edges times rows": limits.EDGE_ROWS,
}


def times() -> int:
    """Give how many times the usual size is allowed: 1 where the environment says nothing, or nothing that is a number."""
    written = os.environ.get(ALLOWED, "")
    return max(1, int(written)) if written.isascii() and written.isdigit() and len(written) < 10 else 1


def too_many(what: str, count: int) -> str:
    """Say that a report holds too many of `what`, and what takes it all the same; "" where it does not."""
    most = MOST[what] * times()
    if count <= most:
        return ""
    needed = -(-count // MOST[what])
    return (
        f"{count:,} {what} are more than the {most:,} that are taken: leave some out, or, where you trust it and have the "
        f"time, allow {needed} times the usual size with --size {needed} (or {ALLOWED}={needed} in the environment)"
    )
