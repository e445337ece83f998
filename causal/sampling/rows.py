"""The rows of a cross-section: people, firms or places with an identifier, in no order and independent of each other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from causal.errors import DataError, UnreadableRowError
from causal.sampling import HC3, SINGLY, Noun, Sampling
from causal.study import Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

NOUN = Noun(one="row", many="rows", names="identifiers")


def holds(index: pd.Index[Any]) -> bool:
    """Whether the index has plain names."""
    import pandas as pd

    return (
        not isinstance(index, pd.MultiIndex)
        and index.dtype.kind in "OUiu"
        and not isinstance(index.dtype, pd.PeriodDtype)
    )


def read(words: Sequence[str], _resolution: Resolution) -> pd.Index[Any]:
    """Give the identifiers as they are."""
    import pandas as pd

    if "" in words:
        raise UnreadableRowError("this row has no identifier", words.index(""), "")
    return pd.Index(list(words), dtype="object", name="row")


def names(index: pd.Index[Any]) -> tuple[str, ...]:
    """Give the identifiers."""
    return tuple(str(one) for one in index)


def every_so_many(rows: int, count: int) -> list[NDArray[np.int64]]:
    """Give `count` parts: each row in turn goes to the next part, so that a file's order means nothing."""
    return [np.arange(first, rows, count) for first in range(count)]


def timeless(*_: object) -> NoReturn:
    """Refuse what asks for a time."""
    raise DataError("the rows of a cross-section are in no order and have no date")


SAMPLING = Sampling(
    title="Rows",
    sample="cross-section",
    called="a cross-section",
    resolutions=(Resolution.ROW,),
    holds=holds,
    serves=lambda dataset: dataset.resolution is Resolution.ROW and not dataset.key,
    calendar_wanted="identifies no rows: name a dataset with 'rows' in place of 'time'",
    variable_wanted="is not named by rows: a cross-section's variable is made from datasets with 'rows'",
    read=read,
    noun=lambda _: NOUN,
    names=names,
    written=names,
    timeline=lambda _: (),
    digest=lambda index: json.dumps(list(index)).encode(),
    position=timeless,
    around=timeless,
    within=timeless,
    extent=timeless,
    begins=timeless,
    find=timeless,
    reaches=timeless,
    key="cross_section",
    column="rows",
    clock=True,
    identifier="identifier",
    ordered=False,
    looks_back=False,
    has_event=False,
    stretches=lambda _: (),
    lags=(0,),
    halves=lambda _: (),
    held_out=every_so_many,
    variance=lambda _: HC3,
    apart=lambda _: True,
    resampling=SINGLY,
)
