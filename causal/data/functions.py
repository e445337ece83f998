"""The functions of the formula language: name, signature and what each does to series over one index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from causal.files.limits import WINDOW_ROWS
from causal.sampling import sampling_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    Series = pd.Series[float]


def _any_number(value: float) -> bool:
    return True


def _rows(value: float) -> bool:
    return value == int(value) and 1 <= value <= WINDOW_ROWS


def _share(value: float) -> bool:
    return 0 <= value < 0.5


def _date(value: float) -> bool:
    try:
        return value == int(value) and bool(date.fromisoformat(str(int(value))))
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """`series` arguments, then `numbers` plain numbers, of which `required` in all must be given; `many` any number.

    A plain number must be one that `accepts` is true of; `wants` says which those are. `ordered`: it reads the rows' order
    or their dates, so that it means nothing in a cross-section; `daily`: it reads the day of a row, which a month has not;
    `fills`: it puts something in the place of a missing value. `steps`: it reads a number of rows about its own, one step
    after another; `over_holes`: inside it a step leads to the next row, however far away. `paneled`: it reads which unit and which
    time a row is of, which only a panel's rows tell.
    """

    signature: str
    meaning: str
    run: Callable[..., Any]
    series: int = 1
    numbers: int = 0
    required: int = 1
    many: bool = False
    accepts: Callable[[float], bool] = _any_number
    wants: str = "a plain number"
    ordered: bool = False
    daily: bool = False
    fills: bool = False
    steps: bool = False
    over_holes: bool = False
    paneled: bool = False


def _numpy() -> Any:
    import numpy as np

    return np


def _lag(index: object, x: Series, k: float = 1) -> Series:
    return x.shift(int(k))


def _percent(index: object, x: Series, k: float = 1) -> Series:
    """Give the change in percent of the size of the value before: from -100 to -50 it rises by 50%."""
    before = x.shift(int(k))
    sizes: Series = 100 * (x / before - 1) * _numpy().sign(before)
    return sizes


def _log(index: object, x: Series) -> Series:
    logarithm: Series = _numpy().log(x.where(x > 0))
    return logarithm


def _missing(index: pd.Index[pd.Timestamp]) -> Series:
    import pandas as pd

    return pd.Series(float("nan"), index=index)


def _first(index: object, *columns: Series) -> Series:
    found = columns[0]
    for column in columns[1:]:
        found = found.where(found.notna(), column)
    return found


def _zscore(index: object, x: Series, n: float) -> Series:
    past = x.shift(1).rolling(int(n), min_periods=int(n))
    return (x - past.mean()) / past.std()


def _winsor(index: object, x: Series, share: float) -> Series:
    return x.clip(float(x.quantile(share)), float(x.quantile(1 - share)))


def _complete(columns: tuple[Series, ...]) -> Any:
    """Give the rows in which every column has a finite number, as a table."""
    import pandas as pd

    np = _numpy()
    table = pd.concat([c.rename(str(i)) for i, c in enumerate(columns)], axis=1)
    return table[np.isfinite(table).all(axis=1)]


def _factor(index: object, *columns: Series) -> Series:
    import pandas as pd

    np = _numpy()
    table = _complete(columns)
    spread = table.std(ddof=0)
    if len(table) < 2 * len(columns) + 2 or not (spread > 1e-12 * table.abs().max()).all():
        return pd.Series(np.nan, index=columns[0].index)
    left, size, loadings = np.linalg.svd(((table - table.mean()) / spread).to_numpy(), full_matrices=False)
    score = left[:, 0] * size[0] * (1.0 if loadings[0, 0] >= 0 else -1.0)
    return pd.Series(score / score.std(ddof=1), index=table.index).reindex(columns[0].index)


def _residual(index: object, y: Series, *causes: Series) -> Series:
    import pandas as pd

    np = _numpy()
    table = _complete((y, *causes))
    columns = np.column_stack([np.ones(len(table)), table.to_numpy()[:, 1:]])
    if len(table) < columns.shape[1] + 2:
        return pd.Series(np.nan, index=y.index)
    fitted = columns @ np.linalg.lstsq(columns, table.to_numpy()[:, 0], rcond=None)[0]
    return pd.Series(table.to_numpy()[:, 0] - fitted, index=table.index).reindex(y.index)


def _days_to_last_friday(index: pd.DatetimeIndex) -> Series:
    """Calendar days from each row's day to the last Friday of its month, or of the next month once past it."""
    import pandas as pd

    days = pd.DatetimeIndex(index).tz_localize(None).normalize()
    month = days.to_period("M")
    this, following = _last_friday(month), _last_friday(month + 1)
    ahead = this.where(days <= this, following) - days
    return pd.Series(ahead.days.astype("float64"), index=index)


def _last_friday(month: pd.PeriodIndex) -> pd.DatetimeIndex:
    import pandas as pd

    end = month.to_timestamp(how="end").normalize()
    return pd.DatetimeIndex(end - pd.to_timedelta((end.day_of_week - 4) % 7, unit="D"))


def _days_since(index: pd.DatetimeIndex, day: float) -> Series:
    import pandas as pd

    start = pd.Timestamp(str(int(day)))
    days = pd.DatetimeIndex(index).tz_localize(None).normalize()
    return pd.Series((days - start).days.astype("float64"), index=index)


def _since(index: pd.Index[Any], day: float) -> Series:
    """Say of each row whether it begins on or after a day."""
    import pandas as pd

    begins = sampling_of(index).begins(index)
    return pd.Series((begins >= pd.Timestamp(str(int(day)))).astype("float64"), index=index)


def _row_number(index: pd.Index[Any]) -> Series:
    import pandas as pd

    return pd.Series(_numpy().arange(1.0, len(index) + 1.0), index=index)


def _numbered(place: int) -> Callable[[pd.Index[Any]], Series]:
    def run(index: pd.Index[Any]) -> Series:
        import pandas as pd

        numbers = sampling_of(index).numbered
        assert numbers is not None, "the formula means nothing on these rows, and is refused before"
        return pd.Series(numbers(index)[place], index=index)

    return run


def _weekday(index: pd.DatetimeIndex) -> Series:
    import pandas as pd

    return pd.Series(pd.DatetimeIndex(index).day_of_week.astype("float64"), index=index)


def _rolling(method: str) -> Callable[..., Series]:
    def run(index: object, x: Series, n: float) -> Series:
        return getattr(x.rolling(int(n), min_periods=int(n)), method)()  # type: ignore[no-any-return]

    return run


def _window(
    signature: str, meaning: str, run: Callable[..., Any], series: int = 1, required: int = 2, *, fills: bool = False
) -> Function:
    return Function(
        signature=signature,
        meaning=meaning,
        run=run,
        series=series,
        numbers=1,
        required=required,
        accepts=_rows,
        wants=f"a whole number of rows, 1 to {WINDOW_ROWS},",
        ordered=True,
        fills=fills,
        steps=True,
    )


def _plain(
    signature: str,
    meaning: str,
    run: Callable[..., Any],
    series: int = 1,
    *,
    ordered: bool = False,
    fills: bool = False,
) -> Function:
    return Function(
        signature=signature,
        meaning=meaning,
        run=run,
        series=series,
        required=series,
        ordered=ordered,
        fills=fills,
    )


FUNCTIONS: dict[str, Function] = {
    "log": _plain("(x)", "natural logarithm; missing at or below 0", _log),
    "exp": _plain("(x)", "exponential", lambda i, x: _numpy().exp(x)),
    "abs": _plain("(x)", "absolute value", lambda i, x: x.abs()),
    "sqrt": _plain("(x)", "square root; missing below 0", lambda i, x: _numpy().sqrt(x.where(x >= 0))),
    "sign": _plain("(x)", "-1, 0 or 1", lambda i, x: _numpy().sign(x)),
    "minimum": _plain("(x, y)", "the smaller", lambda i, x, y: x.where(x <= y, y).where(x.notna() & y.notna()), 2),
    "maximum": _plain("(x, y)", "the larger", lambda i, x, y: x.where(x >= y, y).where(x.notna() & y.notna()), 2),
    "clip": Function(
        signature="(x, low, high)",
        meaning="cut to a range",
        series=1,
        numbers=2,
        required=3,
        run=lambda i, x, low, high: x.clip(low, high),
    ),
    "where": _plain(
        "(condition, x, y)",
        "x where the condition holds, else y",
        lambda i, c, x, y: x.where(c != 0, y).where(c.notna()),
        3,
    ),
    "missing": Function(
        signature="()",
        meaning="a missing value",
        series=0,
        required=0,
        run=_missing,
    ),
    "isnan": _plain("(x)", "1 where x is missing, else 0", lambda i, x: x.isna().astype("float64"), fills=True),
    "first": Function(
        signature="(x, y, ...)", meaning="the first that is not missing", run=_first, many=True, fills=True
    ),
    "lag": _window("(x, k=1)", "the value k rows earlier", _lag, required=1),
    "lead": _window("(x, k=1)", "the value k rows later", lambda i, x, k=1: x.shift(-int(k)), required=1),
    "diff": _window("(x, k=1)", "change over k rows", lambda i, x, k=1: x - x.shift(int(k)), required=1),
    "logret": _window(
        "(x, k=1)", "log change over k rows", lambda i, x, k=1: _log(i, x) - _log(i, x).shift(int(k)), required=1
    ),
    "pct": _window("(x, k=1)", "change over k rows, in % of the size of the value before", _percent, required=1),
    "cumsum": _plain("(x)", "running total", lambda i, x: x.cumsum(), ordered=True),
    "cummax": _plain("(x)", "highest so far", lambda i, x: x.cummax(), ordered=True),
    "cummin": _plain("(x)", "lowest so far", lambda i, x: x.cummin(), ordered=True),
    "mean": _window("(x, n)", "mean of the last n rows, this one included", _rolling("mean")),
    "std": _window("(x, n)", "standard deviation of the last n rows", _rolling("std")),
    "total": _window("(x, n)", "sum of the last n rows", _rolling("sum")),
    "highest": _window("(x, n)", "highest of the last n rows", _rolling("max")),
    "lowest": _window("(x, n)", "lowest of the last n rows", _rolling("min")),
    "zscore": _window("(x, n)", "standard deviations from the mean of the n rows before this one", _zscore),
    "corr": _window(
        "(x, y, n)",
        "correlation over the last n rows",
        lambda i, x, y, n: x.rolling(int(n), min_periods=int(n)).corr(y),
        series=2,
        required=3,
    ),
    "fill": _window(
        "(x, n)", "carry the last value forward, at most n rows", lambda i, x, n: x.ffill(limit=int(n)), fills=True
    ),
    "over_holes": Function(
        signature="(x)",
        meaning="x, computed as if each row came one step after the row before it, also over a hole",
        run=lambda i, x: x,
        ordered=True,
        over_holes=True,
    ),
    "winsor": Function(
        signature="(x, share)",
        meaning="cut to the quantiles share and 1 - share",
        run=_winsor,
        numbers=1,
        required=2,
        accepts=_share,
        wants="a share from 0 to below 0.5",
    ),
    "factor": Function(
        signature="(x, y, ...)",
        many=True,
        run=_factor,
        meaning="first principal component of the standardised columns, signed as the first, unit variance",
    ),
    "residual": Function(
        signature="(y, x, ...)",
        many=True,
        required=2,
        run=_residual,
        meaning="what a regression of y on the others, with a constant, leaves unexplained",
    ),
    "days_to_last_friday": Function(
        signature="()",
        meaning="calendar days to the last Friday of the month",
        series=0,
        required=0,
        run=_days_to_last_friday,
        ordered=True,
        daily=True,
    ),
    "days_since": Function(
        signature="(yyyymmdd)",
        meaning="calendar days since a date",
        series=0,
        numbers=1,
        required=1,
        run=_days_since,
        accepts=_date,
        wants="a date as yyyymmdd",
        ordered=True,
        daily=True,
    ),
    "since": Function(
        signature="(yyyymmdd)",
        meaning="1 in rows that begin on or after a date, else 0",
        series=0,
        numbers=1,
        required=1,
        run=_since,
        accepts=_date,
        wants="a date as yyyymmdd",
        ordered=True,
    ),
    "row_number": Function(
        signature="()",
        meaning="1 in the first row, 2 in the second, and so on; in a panel within each unit",
        series=0,
        required=0,
        run=_row_number,
        ordered=True,
    ),
    "unit": Function(
        signature="()",
        meaning="the number of a panel's unit, from 1 in the order of their names",
        series=0,
        required=0,
        run=_numbered(0),
        paneled=True,
    ),
    "period": Function(
        signature="()",
        meaning="the number of a panel's time: the year, or of other times their place, from 1",
        series=0,
        required=0,
        run=_numbered(1),
        paneled=True,
    ),
    "weekday": Function(
        signature="()", meaning="0 Monday to 6 Sunday", series=0, required=0, run=_weekday, ordered=True, daily=True
    ),
}
