"""Synthetic control: one unit is treated from a date on, and a weighting of untreated units stands for it without treatment.

The weights, none negative and adding up to one, bring the donors nearest to the treated unit before the date (Abadie and
Gardeazabal 2003; Abadie, Diamond and Hainmueller 2010): every period's outcome with the same weight, and each predictor's mean, in
standard deviations, as one period more. No weight of a predictor is searched for, so that nobody can search for a result in it
(Ferman, Pinto and Possebom 2020). The effect is the mean gap from the date on. Its error is the root mean square of the gaps of the
donors, each treated as if it had been the treated unit, with Student's t on one degree of freedom less than there are donors.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ConfigDict

from causal.errors import NotComputableError
from causal.findings import Listing, ListingRow, Plot, Strand
from causal.inference.designs import Challenge, Challenged, StudyDesign, Worlds
from causal.inference.designs._synthetic_panel import panel_of
from causal.inference.designs._synthetic_weights import augmented_gaps

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.algebra import Array
    from causal.inference.designs import Declared
    from causal.inference.designs._synthetic_panel import Panel
    from causal.messages import Value

    Way = tuple[str, Array, Array, dict[str, Value]]

FEWEST_RANKED = 9  # donors: with fewer no rank has a share of at most a tenth
WORSE_FIT = 5.0  # times the mean squared gap of the median donor: the cut of Abadie, Diamond and Hainmueller (2010), the other way round
SHARE_OF_EFFECT = 0.5  # of the effect that the synthetic unit may miss by before the date
LEAST_WEIGHT = 0.01  # of a donor that is left out in turn
AUGMENTED = 100  # donors: with more the cross-validation of the ridge takes minutes
FEWEST_ALIKE = (
    5  # donors whose gaps stand for the treated unit's in simulated worlds: those nearest in fit, where fewer are near
)
EXACT = 1e-12  # of a squared gap: less is none
FAINT = 60  # placebo paths that a figure shows at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a synthetic control is declared with."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    predictors: tuple[str, ...] = ()
    """Variables whose means before the date are matched beside the outcome's own path."""
    excluded: tuple[str, ...] = ()
    """Units that may not be donors, as the data name them: those that the treatment of the other reaches, or that had one of their own."""


def judged(declared: Declared) -> Estimate:
    """Give the mean gap from the date on."""
    return _judged(declared, panel_of(declared))


def _judged(declared: Declared, panel: Panel) -> Estimate:
    gap, weights = panel.gaps(0, panel.before)
    miss = _root(gap[: panel.before])
    details: dict[str, Value] = {
        "donors": panel.donors,
        "donors_with_weight": int(np.sum(weights > LEAST_WEIGHT)),
        "dropped": panel.dropped,
        "periods_before": panel.before,
        "periods_after": len(gap) - panel.before,
        "miss_before": miss,
    }
    return _estimate(declared, panel, ("synthetic", gap, panel.placebos(panel.before), details))


def estimate(declared: Declared) -> tuple[Estimate, ...]:
    """Give the judged estimate; beside it that of gaps counted from their mean before the date, and the ridge-augmented one."""
    panel = panel_of(declared)
    gap, placebos = panel.gaps(0, panel.before)[0], panel.placebos(panel.before)
    ways: list[Way] = [("synthetic_shifted", _shifted(gap, panel.before), _shifted(placebos, panel.before), {})]
    if panel.donors <= AUGMENTED:
        with suppress(NotComputableError):
            own, others, penalty = augmented_gaps(panel.outcomes, panel.before)
            ways.append(("synthetic_augmented", own, others, {"penalty": penalty}))
    return (_judged(declared, panel), *(_estimate(declared, panel, way) for way in ways))


def _estimate(declared: Declared, panel: Panel, way: Way) -> Estimate:
    """Give one estimate: its name, the unit's gaps (periods,), the donors' gaps (periods, donors), and more to tell of it."""
    method, own, others, more = way
    return declared.estimate(
        method=method,
        effect=float(own[panel.before :].mean()),
        standard_error=_root(others[panel.before :].mean(axis=0)),
        rows=panel.outcomes.size,
        degrees_of_freedom=float(panel.donors - 1),
        details=more,
    )


def simulate(declared: Declared) -> Worlds:
    """Draw each unit's gap to the weighted others anew: it keeps or changes its sign as a whole, so that what lasts in it stays, and so does what the units share.

    The treated unit's is that of a donor matched about as well before the date, so that it holds no effect.
    """
    panel = panel_of(declared)
    where = panel_of(declared.numbered(declared.outcome)).outcomes.astype(np.intp)
    gaps = np.column_stack([panel.gaps(0, panel.before)[0], panel.placebos(panel.before)])
    misses = np.mean(gaps[: panel.before] ** 2, axis=0)
    near = np.argsort(np.abs(np.log(misses[1:] + EXACT) - np.log(misses[0] + EXACT)), kind="stable") + 1
    alike = near[: max(FEWEST_ALIKE, int(np.sum(misses[near] <= WORSE_FIT * misses[0])))]
    matched = panel.outcomes - gaps
    after = np.arange(len(gaps)) >= panel.before
    outcome = declared.column(declared.outcome)

    def draw(rng: np.random.Generator, effect: float) -> Declared:
        drawn_gaps = gaps.copy()
        drawn_gaps[:, 0] = gaps[:, rng.choice(alike)]
        paths = matched + drawn_gaps * rng.choice([-1.0, 1.0], size=len(panel.units))
        paths[after, 0] += effect
        drawn = outcome.copy()
        drawn[where] = paths
        return declared.having({declared.outcome: drawn})

    return Worlds(draw=draw, additive=True)


def _root(values: Array) -> float:
    return float(np.sqrt(np.mean(values**2)))


def _shifted(gaps: Array, before: int) -> Array:
    shifted: Array = gaps - gaps[:before].mean(axis=0)
    return shifted


def _ratios(gaps: Array, before: int) -> Array:
    """Give the mean squared gap from the date on over that before it."""
    with np.errstate(divide="ignore"):
        ratios: Array = np.mean(gaps[before:] ** 2, axis=0) / np.mean(gaps[:before] ** 2, axis=0)
    return ratios


def _space(declared: Declared, _: Estimate) -> Challenged:
    """Pass where the ratio of the squared gaps after and before ranks so high among the donors' that its share is at most 5%.

    With fewer than 19 donors no share is so small: the unit must then rank first, and there must be nine donors.
    """
    panel = panel_of(declared)
    if panel.donors < FEWEST_RANKED:
        raise NotComputableError(f"{panel.donors} donors are too few to rank among: it takes {FEWEST_RANKED}")
    own = float(_ratios(panel.gaps(0, panel.before)[0], panel.before))
    others = _ratios(panel.placebos(panel.before), panel.before)
    rank = 1 + int(np.sum(others >= own))
    share, least = rank / (panel.donors + 1), 1.0 / (panel.donors + 1)
    allowed = max(declared.rubric.placebo_level, least)
    return Challenged(
        passed=share <= allowed,
        p_value=share,
        effects=panel.placebos(panel.before)[panel.before :].mean(axis=0),
        values={
            "rank": rank,
            "count": panel.donors + 1,
            "ratio": own,
            "smallest": least,
            "few": least > declared.rubric.placebo_level,
        },
    )


def _time(declared: Declared, _: Estimate) -> Challenged:
    """Pass where weights that stop a third of the way before the date leave no unusual gap between there and the date."""
    from scipy import stats

    panel = panel_of(declared)
    start = panel.before - max(panel.before // 3, 1)
    if start < 3:
        raise NotComputableError(f"{panel.before} periods before the date are too few for an earlier one")
    gap = float(panel.gaps(0, start)[0][start : panel.before].mean())
    error = _root(panel.placebos(start)[start : panel.before].mean(axis=0))
    p_value = float(2.0 * stats.t.sf(abs(gap) / error, panel.donors - 1))
    return Challenged(
        passed=p_value > 1.0 - declared.rubric.level,
        p_value=p_value,
        values={"gap": gap, "periods": panel.before - start, "at": float(panel.times[start])},
    )


def _fit(declared: Declared, judged: Estimate) -> Challenged:
    """Pass where the miss before the date is at most half the effect, and its square at most five times the median donor's."""
    panel = panel_of(declared)
    miss = _root(panel.gaps(0, panel.before)[0][: panel.before])
    usual = float(np.sqrt(np.median(np.mean(panel.placebos(panel.before)[: panel.before] ** 2, axis=0))))
    worse = miss**2 > WORSE_FIT * usual**2
    large = miss > SHARE_OF_EFFECT * abs(judged.effect)
    return Challenged(
        passed=not (worse or large), values={"miss": miss, "usual": usual, "worse": bool(worse), "large": bool(large)}
    )


def _leave_one_donor(declared: Declared, judged: Estimate) -> Challenged:
    """Pass where the effect keeps its sign without each donor of some weight in turn (Abadie, Diamond and Hainmueller 2015)."""
    panel = panel_of(declared)
    weights = panel.gaps(0, panel.before)[1]
    leaving = [k for k in range(1, len(panel.units)) if weights[k] > LEAST_WEIGHT]
    effects = np.array([panel.gaps(0, panel.before, exclude=k)[0][panel.before :].mean() for k in leaving])
    furthest = int(np.argmin(effects * np.sign(judged.effect)))
    return Challenged(
        passed=bool(np.all(effects * np.sign(judged.effect) > 0)),
        low=float(effects.min()),
        high=float(effects.max()),
        effects=effects,
        values={"donors": len(leaving), "unit": panel.units[leaving[furthest]], "left": float(effects[furthest])},
    )


def _paths(declared: Declared, judged: Estimate) -> Plot:
    panel = panel_of(declared)
    gap = panel.gaps(0, panel.before)[0]
    own = panel.outcomes[:, 0]
    return Plot(
        name="synthetic_paths",
        strands=(
            _strand("treated", panel, own),
            _strand("synthetic", panel, own - gap),
        ),
        cut=_cut(panel),
        values={"unit": panel.units[0], "effect": judged.effect, "periods": len(gap) - panel.before},
    )


def _gaps(declared: Declared, _: Estimate) -> Plot:
    panel = panel_of(declared)
    gap = panel.gaps(0, panel.before)[0]
    placebos = panel.placebos(panel.before)[:, :FAINT]
    return Plot(
        name="synthetic_gaps",
        strands=(
            *(_strand("placebo", panel, path, faint=True) for path in placebos.T),
            _strand("treated", panel, gap),
        ),
        cut=_cut(panel),
        values={"unit": panel.units[0], "shown": placebos.shape[1], "donors": panel.donors},
    )


def _strand(label: str, panel: Panel, path: Array, *, faint: bool = False) -> Strand:
    return Strand(label=label, x=_plain(panel.times), y=_plain(path), joined=True, faint=faint)


def _plain(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _cut(panel: Panel) -> float:
    return float(panel.times[panel.before - 1 : panel.before + 1].mean())


def _weights(declared: Declared, _: Estimate) -> Listing:
    panel = panel_of(declared)
    weights = panel.gaps(0, panel.before)[1]
    mean = panel.outcomes[: panel.before].mean(axis=0)
    order = [k for k in np.argsort(-weights, kind="stable") if weights[k] > LEAST_WEIGHT / 10]
    return Listing(
        name="synthetic_weights",
        heads=("weight", "mean_before"),
        rows=tuple(ListingRow(label=panel.units[k], numbers=(float(weights[k]), float(mean[k]))) for k in order),
        values={"unit": panel.units[0], "mean": float(mean[0]), "donors": panel.donors, "weighted": len(order)},
    )


DESIGN = StudyDesign(
    title="Synthetic control",
    also=("scm", "synthetic_control"),
    parameters=Parameters,
    samples=frozenset({"panel"}),
    estimate=estimate,
    proof=panel_of,
    judged=judged,
    simulate=simulate,
    challenges={
        "synthetic_space": Challenge(test="refuted", run=_space),
        "synthetic_time": Challenge(test="refuted", run=_time),
        "synthetic_fit": Challenge(test="refuted", run=_fit),
        "synthetic_leave_one_donor": Challenge(test="refuted", run=_leave_one_donor),
    },
    figures={"synthetic_paths": _paths, "synthetic_gaps": _gaps, "synthetic_weights": _weights},
    variables=("predictors",),
    drawn=("predictors",),
    effects=True,
    orders=True,
    withstands=True,
    libraries=("pysyncon",),
)
