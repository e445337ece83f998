"""Event study of returns: what firms earned on the days of an event beyond what their past and the market would have given them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import ConfigDict, Field

from causal.errors import NotComputableError
from causal.findings import Estimate, Listing, ListingRow, Plot, Strand
from causal.inference.designs import Challenge, Challenged, Declared, StudyDesign, Worlds
from causal.inference.designs._returns import LEAST, Against, Event, Firm, Mean, event, usual

if TYPE_CHECKING:
    from causal.inference.algebra import Array, Mask

WEEK = 5  # days that are drawn together in simulated worlds, so that calm and rough times last
PLACEBOS = 19  # earlier windows, so that the event's can be among the most extreme 5%
LISTED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What an event study is told."""

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    market: str = ""
    """The variable that holds the market's return, drawn as a cause of the outcome; without it a firm's normal return is its mean."""

    gap: Annotated[int, Field(ge=0, le=60)] = 5
    """Rows of a firm (days, weeks ...) before the event that the model of normal returns leaves out; nothing abnormal may show in them yet."""

    days: Annotated[int, Field(ge=LEAST + 1, le=1000)] = 250
    """At most so many rows of a firm before the gap give the model of normal returns."""


def _window(firm: Firm) -> Mask:
    return firm.window


def _before(firm: Firm) -> Mask:
    return (firm.days < 0) & (firm.days >= -firm.gap)


def _worded(declared: Declared, method: str, studied: Event, found: Mean) -> Estimate:
    return declared.estimate(
        method=method,
        effect=found.effect,
        standard_error=found.error,
        rows=found.rows,
        degrees_of_freedom=found.freedom,
        details={
            "firms": len(studied.firms),
            "peers": studied.peers,
            "days": found.freedom + studied.firms[0].columns.shape[1],
            "window": found.length,
            "cumulative": found.effect * found.length,
        },
    )


def judged(declared: Declared) -> Estimate:
    """Give the mean abnormal return a row, against market and peers."""
    studied = event(declared)
    return _worded(declared, "event_study", studied, studied.over(_window))


def estimate(declared: Declared) -> tuple[Estimate, ...]:
    """Give the judged estimate, beside it that by standardised returns, and against the market alone."""
    studied = event(declared)
    found = [_worded(declared, "event_study", studied, studied.over(_window))]
    if len(studied.firms) > 1:
        found.append(standardised(declared, studied))
    if studied.peers:
        alone = event(declared, Against.MARKET)
        found.append(_worded(declared, "event_study_market", alone, alone.over(_window)))
    return tuple(found)


def simulate(declared: Declared) -> Worlds:
    """Draw days anew from those on which no firm is near its event, a week together, each with all firms' returns as they were beyond their models of normal ones.

    So firms that move together do so in the worlds, too. The market's own days, and who is affected when, stay.
    """
    given = usual(declared)
    outcome, count = declared.column(declared.outcome), len(given.days)

    def draw(rng: np.random.Generator, effect: float) -> Declared:
        starts = rng.integers(count, size=len(given.left) // WEEK + 1)
        places = ((starts[:, None] + np.arange(WEEK)) % count).ravel()[: len(given.left)]
        drawn = outcome.copy()
        drawn[given.where] = (
            given.normal + given.left[given.days[places][given.day], given.firm] + effect * given.treatment
        )
        return declared.having({declared.outcome: drawn})

    return Worlds(draw=draw, additive=True)


def standardised(declared: Declared, studied: Event) -> Estimate:
    """Test standardised cumulative returns across firms, corrected for their correlation (Kolari and Pynnönen 2010, eq. 11).

    The effect is the mean standardised return times the mean standard error of the firms' mean returns, so that it weighs
    firms by precision; its statistic is the corrected one of Boehmer, Musumeci and Poulsen (1991).
    """
    scores, errors = _scores(studied)
    count = len(scores)
    _, days = studied.portfolio(np.full(count, 1.0 / count))
    correlations = np.corrcoef(studied.matrix(days))
    mean_correlation = float((correlations.sum() - count) / (count * (count - 1)))
    swelling = (1.0 + (count - 1) * mean_correlation) / (1.0 - mean_correlation)
    scale = float(errors.mean())
    return declared.estimate(
        method="event_study_standardised",
        effect=float(scores.mean()) * scale,
        standard_error=float(np.std(scores, ddof=1) * np.sqrt(swelling / count)) * scale,
        rows=studied.over(_window).rows,
        degrees_of_freedom=count - 1,
        details={"correlation": mean_correlation},
    )


def _scores(studied: Event) -> tuple[Array, Array]:
    """Give each firm's mean abnormal return of the window over its own error (firms,), and those errors (firms,)."""
    means, errors = [], []
    for firm in studied.firms:
        means.append(firm.abnormal[firm.window].mean())
        errors.append(np.sqrt(firm.variance * (1.0 / firm.window.sum() + firm.leverage(firm.window))))
    return np.array(means) / np.array(errors), np.array(errors)


def placebo_days(declared: Declared, _: Estimate) -> Challenged:
    """Hold the window's abnormal return, in its own errors, against those of every earlier stretch of as many days.

    Passes where at most a share `1 - level` of all stretches, this one among them, is as extreme. Residuals of the model's
    own days have variance `1/L - h` a stretch, the window's mean `1/L + h`, with `h` of the coefficients; both are allowed for.
    """
    studied = event(declared)
    found = studied.over(_window)
    weights = np.array([firm.window.sum() for firm in studied.firms], dtype=float)
    portfolio, days = studied.portfolio(weights / weights.sum())
    length = max(1, round(found.length))
    starts = np.flatnonzero(days[length - 1 :] - days[: len(days) - length + 1] == length - 1)
    if len(starts) < PLACEBOS:
        raise NotComputableError(
            f"of earlier stretches as long as the event's ({length}) there are {len(starts)}; a rank among them takes {PLACEBOS}: begin the data earlier"
        )
    leverage = weights / weights.sum() @ np.vstack([_leverages(firm, days, length) for firm in studied.firms])
    means = np.convolve(portfolio, np.full(length, 1.0 / length), mode="valid")
    error = np.sqrt(portfolio @ portfolio / found.freedom)
    scores = (means / (error * np.sqrt(np.maximum(1.0 / length - leverage, 1e-3 / length))))[starts]
    score = found.effect / found.error
    rank = 1 + int((np.abs(scores) >= abs(score)).sum())
    p_value = rank / (len(scores) + 1)
    return Challenged(
        passed=p_value <= declared.rubric.placebo_level,
        p_value=p_value,
        effects=scores * found.error,
        values={"rank": rank, "windows": len(scores) + 1, "length": length},
    )


def _leverages(firm: Firm, days: Array, length: int) -> Array:
    """Give the leverage of the mean over every stretch of `length` of those days (t - length + 1,)."""
    columns = firm.columns[np.searchsorted(firm.days, days)]
    sums = np.cumsum(np.vstack([np.zeros(columns.shape[1]), columns]), axis=0)
    means = (sums[length:] - sums[:-length]) / length
    return np.asarray(np.einsum("ti,ij,tj->t", means, firm.inverse, means))


def peers(declared: Declared, estimate: Estimate) -> Challenged:
    """See whether the firms that the event left alone moved, too.

    Passes where they did not, at the rubric's level; and where they did, if the affected firms' own abnormal return, before
    the peers' is taken off, is clear of zero on the same side: the effect is then not one of the peers' move alone.
    """
    studied = event(declared, Against.ALONE)
    if not studied.peers:
        return Challenged(passed=True, why="no_peers")
    others = _worded(declared, "event_study", studied, studied.over(_window))
    alone = event(declared, Against.MARKET)
    own = _worded(declared, "event_study_market", alone, alone.over(_window))
    still = others.p_value > 1.0 - others.level
    kept = own.effect * estimate.effect > 0 and own.p_value <= 1.0 - own.level
    return Challenged(
        passed=still or kept,
        p_value=others.p_value,
        low=others.low,
        high=others.high,
        values={
            "peers": studied.peers,
            "moved": not still,
            "move": others.effect,
            "own": own.effect,
            "own_p": own.p_value,
        },
    )


def leave_one_firm(declared: Declared, estimate: Estimate) -> Challenged:
    """Leave out every affected firm in turn; passes where the effect keeps its sign and stays clear of zero each time."""
    studied = event(declared)
    if len(studied.firms) == 1:
        return Challenged(passed=True, why="one_firm")
    left = [
        _worded(declared, "event_study", rest, rest.over(_window))
        for rest in (studied.without(position) for position in range(len(studied.firms)))
    ]
    worst = max(range(len(left)), key=lambda one: left[one].p_value if left[one].effect * estimate.effect > 0 else 1.0)
    effects = np.array([one.effect for one in left])
    return Challenged(
        passed=all(one.effect * estimate.effect > 0 and one.p_value <= 1.0 - one.level for one in left),
        p_value=left[worst].p_value,
        low=left[worst].low,
        high=left[worst].high,
        effects=effects,
        values={"firms": len(left), "firm": studied.firms[worst].label, "effect": left[worst].effect},
    )


def before(declared: Declared, _: Estimate) -> Challenged:
    """Look for an abnormal return on the days of the gap, which the model has not seen; passes where there is none at the rubric's level."""
    gap = declared.parameters.gap
    if not gap:
        return Challenged(passed=True, why="no_gap")
    studied = event(declared)
    found = _worded(declared, "event_study", studied, studied.over(_before))
    return Challenged(
        passed=found.p_value > 1.0 - found.level,
        p_value=found.p_value,
        low=found.low,
        high=found.high,
        values={"days": gap, "effect": found.effect},
    )


def path(declared: Declared, _: Estimate) -> Plot:
    """Draw cumulative abnormal returns, against the market alone, from the gap on: of affected firms, and of their peers."""
    strands = [_cumulated("affected", event(declared, Against.MARKET), declared)]
    alone = event(declared, Against.ALONE)
    if alone.peers:
        strands.append(_cumulated("peers", alone, declared, faint=True))
    return Plot(
        name="event_study_path",
        strands=tuple(strands),
        cut=-0.5,
        values={"firms": len(alone.firms), "peers": alone.peers, "level": declared.rubric.level},
    )


def _cumulated(label: str, studied: Event, declared: Declared, *, faint: bool = False) -> Strand:
    gap = declared.parameters.gap
    last = max(int(firm.days[firm.window].max()) for firm in studied.firms)
    days = [day for day in range(-gap, last + gap + 1) if all(_until(firm, day).any() for firm in studied.firms)]
    if not days:
        raise NotComputableError("no day is one of every affected firm")
    totals = [studied.over(lambda firm, day=day: _until(firm, day)) for day in days]  # type: ignore[misc]
    middle = np.array([one.effect * one.length for one in totals])
    reach = [_half(declared.rubric.level, one) for one in totals]
    return Strand(
        label=label,
        x=tuple(float(day) for day in days),
        y=tuple(middle.tolist()),
        low=() if faint else tuple((middle - reach).tolist()),
        high=() if faint else tuple((middle + reach).tolist()),
        joined=True,
        faint=faint,
    )


def _half(level: float, found: Mean) -> float:
    """Give the half width of the interval of a sum of abnormal returns."""
    from scipy import stats

    return float(stats.t.isf((1.0 - level) / 2.0, found.freedom)) * found.error * found.length


def _until(firm: Firm, day: int) -> Mask:
    return (firm.days >= -firm.gap) & (firm.days <= day)


def each_firm(declared: Declared, _: Estimate) -> Listing:
    """List the affected firms, the largest abnormal returns first: a day, over the window, in its own errors, and the market's coefficient."""
    studied = event(declared)
    scores = _scores(studied)[0]
    sums = [float(firm.abnormal[firm.window].sum()) for firm in studied.firms]
    order = sorted(range(len(sums)), key=lambda one: -abs(sums[one]))[:LISTED]
    return Listing(
        name="event_study_firms",
        heads=("daily", "cumulative", "statistic", "slope"),
        rows=tuple(
            ListingRow(
                label=studied.firms[one].label,
                numbers=(
                    float(studied.firms[one].abnormal[studied.firms[one].window].mean()),
                    sums[one],
                    float(scores[one]),
                    studied.firms[one].slope,
                ),
            )
            for one in order
        ),
        values={"firms": len(sums), "shown": len(order)},
    )


DESIGN = StudyDesign(
    title="Event study",
    parameters=Parameters,
    samples=frozenset({"panel"}),
    estimate=estimate,
    proof=lambda declared: event(declared).over(_window),
    judged=judged,
    simulate=simulate,
    challenges={
        "event_placebo_days": Challenge(test="refuted", run=placebo_days),
        "event_peers": Challenge(test="refuted", run=peers),
        "event_leave_one_firm": Challenge(test="refuted", run=leave_one_firm),
        "event_before": Challenge(test="timing", run=before),
    },
    figures={"event_study_path": path, "event_study_firms": each_firm},
    variables=("market",),
    drawn=("market",),
    orders=True,
)
