"""What an author should know of data that can be read: where rows are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.sampling import sampling_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.frame import Frame
    from causal.study import Study

SHOWN = 3  # holes that are named


def remarks(study: Study, frame: Frame) -> tuple[str, ...]:
    """Give one sentence for each thing of the data that decides what is computed and cannot be seen in the formulas."""
    return tuple(_holes(study, frame))


def _holes(study: Study, frame: Frame) -> Iterator[str]:
    for dataset in study.datasets:
        index = frame.dataset(dataset.id).index.unique()
        sampling = sampling_of(index)
        at = np.flatnonzero(sampling.holes(index))
        if len(at):
            names = sampling.names(index)
            shown = ", ".join(f"{names[one - 1]} to {names[one]}" for one in at[:SHOWN])
            more = f" and {len(at) - SHOWN} more" if len(at) > SHOWN else ""
            yield (
                f"data/{dataset.file} has {'a hole' if len(at) == 1 else f'{len(at)} holes'}, where rows lie further apart "
                f"than one step: {shown}{more}. What steps over one (diff, lag, a window) is missing, but inside over_holes(...)"
            )
