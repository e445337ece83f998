"""What the simulated worlds of several designs do alike to an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.designs._two_way import Mask


def shifted(outcome: Array, chosen: Mask, by: float, rng: np.random.Generator, *, shares: bool) -> Array:
    """Give the outcome (n,), which may be missing, with the chosen rows (n,) moved by so much.

    Of `shares`, an outcome of 0 and 1, so many of the chosen rows change from the one to the other that their share moves by so much
    on average. Raise NotComputableError where there are too few to change.
    """
    if not shares:
        return np.where(chosen, outcome + by, outcome)
    old, new = (0.0, 1.0) if by > 0 else (1.0, 0.0)
    able = chosen & (outcome == old)
    wanted = abs(by) * int(np.sum(chosen & ~np.isnan(outcome)))
    if wanted > np.sum(able):
        raise NotComputableError(f"an effect of {by:.3g} would take a share beyond 0 or 1")
    changed = able & (rng.random(len(outcome)) * max(int(np.sum(able)), 1) < wanted)
    return np.where(changed, new, outcome)
