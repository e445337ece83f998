"""How the error of an effect is measured where the effect hangs on few rows.

An error freed of leverage (as HC3's) with its usual degrees of freedom is right where many rows share the effect. Where few hold
it, its own error rests on as few squares: a treatment given to two rows of thirty has an error of one degree of freedom, and a
run of neighbouring days counts for little more than one. Satterthwaite's degrees of freedom say how few (Bell and McCaffrey 2002;
Imbens and Kolesar 2016, "Robust standard errors in small samples", Review of Economics and Statistics 98): those of the variance
as a quadratic form in independent errors of one size. They go with the plain residuals, scaled so that their variance is unbiased
for such errors; freed residuals are larger still, and with few degrees of freedom would count the same want twice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from causal.sampling import Variance

    Array = NDArray[np.float64]

LEVEL = 0.95  # at which the two intervals are compared
WIDER = 1.05  # by how much the interval with few degrees of freedom must be the wider one to be taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Measuring:
    """Take residuals freed of leverage, or plain ones times `scale`; the test has so many degrees of freedom."""

    freed: bool
    scale: float
    degrees: float


def measuring(
    weight: Array, span: Array, variance: Variance, usual: float, free: Callable[[Array], Array]
) -> Measuring:
    """Choose, from the design alone, the wider of the two intervals of the effect `weight @ y`.

    `span` (rows, k) is an orthonormal basis of all columns, `usual` the degrees of freedom of the error freed by `free`.
    Raise NotComputableError where plain residuals hold nothing of what decides the effect.
    """
    size = float(weight @ weight)
    unit = weight / math.sqrt(size)
    plain = variance.moments(unit, span)
    as_usual = Measuring(freed=True, scale=1.0, degrees=usual)
    if plain is None:
        return as_usual
    trace, squared = plain
    if trace <= 0 or squared <= 0:
        raise NotComputableError("a few rows alone decide the effect: no other row says how far off it may be")
    degrees = min(usual, max(1.0, trace**2 / squared))
    if on_many_rows(trace, squared, usual):
        return as_usual
    half, usual_half = _critical(degrees), _critical(usual)
    if half > WIDER * usual_half * math.sqrt(variance.trace(unit, span, free)):
        return Measuring(freed=False, scale=1.0 / math.sqrt(trace), degrees=degrees)
    return as_usual


def on_many_rows(trace: Array | float, squared: Array | float, usual: float) -> Any:
    """Whether so many rows share an effect that its error is surely measured as usual, from the traces of its form and of the form's square.

    Freed residuals are the larger ones, so that near the bound nothing need be formed of them. For many designs (worlds,), each (worlds,).
    """
    degrees = np.minimum(usual, np.maximum(1.0, np.square(trace) / squared))
    return _critical(degrees) <= np.sqrt(WIDER * trace) * _critical(usual)


def _critical(degrees: Array | float) -> Any:
    from scipy.special import stdtrit

    return -stdtrit(degrees, (1.0 - LEVEL) / 2.0)
