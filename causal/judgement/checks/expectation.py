"""What was to be expected: the prediction interval of a regression fitted on the other days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pydantic import ValidationInfo, model_validator

from causal.errors import NotComputableError
from causal.judgement.checks import Check
from causal.judgement.checks._chart import history
from causal.judgement.checks._comparison import compare, figure_test, grounds, in_words, measured_test
from causal.judgement.checks._evidence import evidence, missing, source_steps
from causal.judgement.checks._parameters import (
    FORBID,
    DatasetName,
    FormulaText,
    Moment,
    Wording,
    same_unit,
    when,
)
from causal.judgement.checks._series import in_sample, read
from causal.judgement.checks._units import reconciled
from causal.messages import Item, Message, Outcome
from causal.verdict import Grounds, Step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causal.judgement.checks import Context
    from causal.judgement.checks._series import Track
    from causal.messages import Value
    from causal.verdict import Comparison, Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """A regression of `of` on `given`, fitted without `exclude`, expects `stated` at `at`."""

    __pydantic_config__ = FORBID

    of: FormulaText
    """Formula of the value, such as `pct(market.price)`."""
    given: tuple[FormulaText, ...]
    """Formulas of what the expectation rests on."""
    at: Moment
    """The day that is predicted."""
    exclude: tuple[Moment, Moment]
    """First and last day left out of the fit."""
    stated: Wording
    """The figure as the article words it, in quotes where it is a bare number. A sign states a move: `over -2%` is a fall of more than 2%."""
    unit: str = ""
    """Unit of the figure, such as US$, % or points."""
    on: DatasetName = ""
    """Dataset whose times are used, where it is not the one that the formula names."""
    label: str = ""
    """What the value is, in the report's words."""
    given_label: str = ""
    """What it rests on, in the report's words."""

    def __post_init__(self) -> None:
        same_unit(self.stated, self.unit)
        when("", *self.exclude)
        if not self.given:
            raise ValueError("'given' names at least one series")

    @model_validator(mode="after")
    def units(self, info: ValidationInfo) -> Parameters:
        """Refuse a figure whose unit cannot be turned into that of the values."""
        reconciled(info, (self.of,), self.unit, {"stated": self.stated})
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A prediction for one row, with its interval and, of the rows fitted, their number, R2 and highest leverage."""

    value: float
    low: float
    high: float
    mean_low: float
    mean_high: float
    leverage: float
    highest_leverage: float
    r2: float
    rows: int
    coefficients: NDArray[np.float64]


def predict(x: NDArray[np.float64], y: NDArray[np.float64], at: NDArray[np.float64], level: float) -> Prediction:
    """Fit y on x (n, k; constant included) by least squares and predict at `at` (k,).

    The interval is the prediction error's standard deviation times the quantiles of the fit's own standardised
    residuals, so that heavy tails widen it; `mean_low` and `mean_high` bound the expected value (Student's t).
    """
    from scipy import special

    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise NotComputableError("the series given are collinear: the regression has no single solution")
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ x.T @ y
    residuals = y - x @ coefficients
    leverages = np.einsum("ij,jk,ik->i", x, inverse, x)
    freedom = len(y) - x.shape[1]
    deviation = float(np.sqrt(residuals @ residuals / freedom))
    if deviation == 0:
        raise NotComputableError("the regression fits exactly: there is no error to judge a prediction by")
    leverage, value = float(at @ inverse @ at), float(at @ coefficients)
    tail = (1 - level) / 2
    standardised = residuals / (deviation * np.sqrt(np.clip(1 - leverages, 1e-12, None)))
    ends = np.quantile(standardised, (tail, 1 - tail), method="weibull")  # k / (n + 1): exact for exchangeable errors
    low, high = ends * deviation * np.sqrt(1 + leverage)
    reach = float(special.stdtrit(freedom, 1 - tail)) * deviation * np.sqrt(leverage)
    return Prediction(
        value=value,
        low=value + float(low),
        high=value + float(high),
        mean_low=value - reach,
        mean_high=value + reach,
        leverage=leverage,
        highest_leverage=float(leverages.max()),
        rows=len(y),
        coefficients=coefficients,
        r2=1 - float(residuals @ residuals / ((y - y.mean()) ** 2).sum()),
    )


def run(parameters: Parameters, context: Context) -> Evidence:
    """Fit on the other days, predict the day, and see whether the prediction interval decides."""
    formulas = (parameters.of, *parameters.given)
    asked = {"label": parameters.label, "unit": parameters.unit, "wording": parameters.stated}
    track = in_sample(context, read(context, parameters.of, parameters.on, beside=formulas, **asked))
    given = [in_sample(context, read(context, of, parameters.on, beside=formulas)) for of in parameters.given]
    absent = next((one for one in given if one.at(parameters.at) is None), None)
    if absent is not None:
        return missing("expectation", [measured_test(absent, None, parameters.at)], [track, *given])
    design = pd.DataFrame({"constant": 1.0, **{str(i): one.values for i, one in enumerate(given)}})
    prediction = _fit(parameters, context, track, design)
    comparison = compare(
        track.label,
        parameters.stated,
        prediction.value,
        track.source,
        unit=track.unit,
        at=parameters.at,
        bounds=(prediction.low, prediction.high),
    )
    verdict = grounds([comparison.agrees])
    values = _values(parameters, context, track, given, prediction) | in_words(comparison, track.moves)
    values["supported"] = verdict is Grounds.FIGURES_AGREE
    expected = replace(track, label=f"{track.name}: expected", values=_expected(design, prediction))
    return evidence(
        "expectation",
        verdict,
        Message(key=REASONS[verdict], values=values),
        [measured_test(given[0], prediction.value, parameters.at), figure_test(comparison, moves=track.moves)],
        tracks=[track, *given],
        steps=_steps(prediction, comparison, track, given, values),
        comparisons=[comparison],
        charts=[history(track, parameters.at, comparison.interval, expected)],
        would_change=Message(key="check.expectation.would_change", values=values),
        details={"found": prediction.value, "low": prediction.low, "high": prediction.high, "unit": comparison.unit},
    )


REASONS = {
    Grounds.FIGURES_AGREE: "check.expectation.agrees",
    Grounds.CONTRADICTED: "check.expectation.differs",
    Grounds.INCONCLUSIVE: "check.expectation.undecided",
}


def _fit(parameters: Parameters, context: Context, track: Track, design: pd.DataFrame) -> Prediction:
    complete = design.assign(y=track.values).dropna()
    first, last = track.moment(parameters.exclude[0]), track.moment(parameters.exclude[1], last=True)
    at = track.moment(parameters.at)
    used = complete[((complete.index < first) | (complete.index > last)) & (complete.index != at)]
    if len(used) < context.rubric.minimum_rows:
        raise NotComputableError(
            f"{len(used)} complete rows outside {parameters.exclude[0]} to {parameters.exclude[1]}; "
            f"the regression needs {context.rubric.minimum_rows}"
        )
    x, y = used[design.columns].to_numpy(dtype=np.float64), used["y"].to_numpy(dtype=np.float64)
    return predict(x, y, design.loc[at].to_numpy(dtype=np.float64), context.rubric.level)


def _expected(design: pd.DataFrame, prediction: Prediction) -> pd.Series[float]:
    """Give what the regression expects at every time, fitted or not."""
    return pd.Series(design.to_numpy(dtype=np.float64) @ prediction.coefficients, index=design.index)


def _values(
    parameters: Parameters, context: Context, track: Track, given: list[Track], found: Prediction
) -> dict[str, Value]:
    return {
        "label": track.label,
        "given": tuple(
            Item(label=label)
            for label in dict.fromkeys(
                [parameters.given_label] if parameters.given_label else (one.label for one in given)
            )
        ),
        "at": parameters.at,
        "stated": parameters.stated,
        "unit": parameters.unit or track.unit,
        "found": found.value,
        "low": found.low,
        "high": found.high,
        "mean_low": found.mean_low,
        "mean_high": found.mean_high,
        "rows": found.rows,
        "r2": found.r2,
        "level": context.rubric.level,
        "actual": track.at(parameters.at),
        "start": parameters.exclude[0],
        "end": parameters.exclude[1],
    }


def _steps(
    found: Prediction, comparison: Comparison, track: Track, given: list[Track], values: dict[str, Value]
) -> tuple[Step, ...]:
    steps = list(source_steps([track, *given]))
    if found.leverage > found.highest_leverage:
        steps.append(Step(by=-1, reason=Message(key="check.step.extrapolates", values=values)))
    if comparison.agrees is Outcome.NOT_APPLICABLE:
        steps.append(Step(by=-1, reason=Message(key="check.step.wide_interval", values=values)))
    return tuple(steps)


CHECK = Check(title="Counterfactual expectation", parameters=Parameters, run=run, dated=True)
