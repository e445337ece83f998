"""One small table, and what every kind of file must make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from causal.data.connectors import connector_for, delimited
from causal.study import Dataset, Resolution, Series

if TYPE_CHECKING:
    from pathlib import Path

CSV = "date,note,x,y\n2026-02-04,a,1.5,1\n2026-02-05,,,2\n2026-02-06,c,-0.0020000000000000001,12345678901\n"


def dataset(
    columns: tuple[str, ...] = ("x",), resolution: str = "day", key: tuple[str, ...] = (), sheet: str = ""
) -> Dataset:
    series = tuple(Series(name=f"d.{c}", label=c, unit="", source="made up") for c in columns)
    return Dataset(
        id="d", file="t", time="date", resolution=Resolution(resolution), digest="", series=series, key=key, sheet=sheet
    )


def as_delimited(tmp_path: Path, text: str, of: Dataset) -> pd.DataFrame:
    path = tmp_path / "same.csv"
    path.write_text(text)
    return delimited.read(path, of)


def assert_same_table(tmp_path: Path, path: Path, text: str = CSV, **changes: object) -> None:
    """Assert that the file at `path` gives, to the bit, the table that `text` gives as CSV."""
    of = dataset(**{"columns": ("x", "y"), "key": ("note",), **changes})  # type: ignore[arg-type]
    connector = connector_for(path.name)
    assert connector is not None
    found, expected = connector.read(path, of), as_delimited(tmp_path, text, of)
    pd.testing.assert_frame_equal(found, expected, check_exact=True, check_freq=False, check_index_type=False)
    for column in ("x", "y"):
        assert found[column].dtype == np.float64
    assert str(found.index.dtype).split(", ")[1:] == str(expected.index.dtype).split(", ")[1:]  # the zone
