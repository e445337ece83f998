"""What an author should know of data that can be read: where rows are left out, and where those in no order have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.data.order import autocorrelated, named
from causal.sampling import sampling_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.frame import Frame
    from causal.study import Study

SHOWN = 3  # holes that are named


def remarks(study: Study, frame: Frame) -> tuple[str, ...]:
    """Give one sentence for each thing of the data that decides what is computed and cannot be seen in the formulas."""
    return (*_holes(study, frame), *_order(study, frame))


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


def _order(study: Study, frame: Frame) -> Iterator[str]:
    if frame.sampling.ordered or frame.sampling.designed:
        return
    calendar = next(one for one in study.datasets if one.id == study.sample.calendar)
    names = frame.sampling.names(frame.index)
    if looks := named(names, calendar.time):
        yield (
            f"data/{calendar.file} is taken as a cross-section, but the names of its rows look like {looks} "
            f"({', '.join(names[:SHOWN])}, ...). {INDEPENDENT}: declare `time` and `resolution` in data/sources.yaml"
        )
    if found := autocorrelated(frame.table(one.name for one in frame.columns)):
        shown = ", ".join(f"{name} ({r:.2f})" for name, r in found[:SHOWN])
        yield (
            f"the rows of the cross-section stand in an order that shows: a row's value goes with that of the row before "
            f"(rank correlation) in {shown}. {INDEPENDENT}; rows sorted by one of their values do no harm"
        )


INDEPENDENT = (
    "Rows in time, or beside each other in space, are not independent, and their intervals come out too narrow"
)
