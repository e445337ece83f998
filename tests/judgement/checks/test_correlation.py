from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.errors import NotComputableError
from causal.judgement.checks.correlation import correlations, interval, resampled
from causal.judgement.judge import climb
from causal.messages import Outcome
from causal.rendering.catalogue import Catalogue
from causal.verdict import Grounds, Strength
from causal.work.seeds import stream
from tests.judgement.checks.bench import at, bench, market, noise, run, words

Z = noise(200, 4)
NEAR, FAR, OTHER = Z[:, 0] + 0.3 * Z[:, 1], Z[:, 2], Z[:, 3]
CONTEXT = bench(market=market(x=Z[:, 0], near=NEAR, far=FAR, other=OTHER))
PERIOD = {"start": at(0), "end": at(199)}
CLOSE, LOOSE = ["market.x", "market.near"], ["market.x", "market.far"]


def test_the_greater_correlation_is_found_and_its_opposite_contradicted() -> None:
    found = run(CONTEXT, "correlation", pair=CLOSE, versus=LOOSE, **PERIOD)
    assert found.grounds is Grounds.FIGURES_AGREE
    assert (
        run(CONTEXT, "correlation", pair=CLOSE, versus=LOOSE, relation="less", **PERIOD).grounds is Grounds.CONTRADICTED
    )
    assert run(CONTEXT, "correlation", pair=LOOSE, versus=CLOSE, **PERIOD).grounds is Grounds.CONTRADICTED
    expected = np.corrcoef(Z[:, 0], NEAR)[0, 1] - np.corrcoef(Z[:, 0], FAR)[0, 1]
    assert found.details["found"] == pytest.approx(expected)
    low, high = found.details["low"], found.details["high"]
    assert isinstance(low, float)
    assert isinstance(high, float)
    assert low < expected < high


def test_two_equal_correlations_are_inconclusive_and_say_what_would_be_seen() -> None:
    found = run(CONTEXT, "correlation", pair=LOOSE, versus=["market.x", "market.other"], **PERIOD)
    assert found.grounds is Grounds.INCONCLUSIVE
    assert found.reason.values["detectable"] == pytest.approx(2.8 * np.sqrt(2 / 200), rel=0.35)
    assert "80% power" in words(found.reason)


def test_one_correlation_against_a_number() -> None:
    assert run(CONTEXT, "correlation", pair=CLOSE, at_least=0.8, **PERIOD).grounds is Grounds.FIGURES_AGREE
    assert run(CONTEXT, "correlation", pair=LOOSE, at_least=0.8, **PERIOD).grounds is Grounds.CONTRADICTED
    assert run(CONTEXT, "correlation", pair=LOOSE, **PERIOD).grounds is Grounds.INCONCLUSIVE


def test_few_rows_step_down_and_fewer_still_cannot_be_computed() -> None:
    found = run(CONTEXT, "correlation", pair=CLOSE, versus=LOOSE, start=at(100), end=at(130))
    assert "check.step.few_rows" in [step.reason.key for step in found.steps]
    with pytest.raises(NotComputableError, match="10 complete rows"):
        run(CONTEXT, "correlation", pair=CLOSE, start=at(100), end=at(109))


def test_a_series_that_stands_still_has_no_correlation() -> None:
    with pytest.raises(NotComputableError, match="does not move"):
        run(bench(market=market(x=Z[:, 0], flat=1.0)), "correlation", pair=["market.x", "market.flat"], **PERIOD)


def test_the_chart_is_a_rolling_correlation_of_both_pairs() -> None:
    chart = run(CONTEXT, "correlation", pair=CLOSE, versus=LOOSE, start=at(100), end=at(149)).charts[0]
    position = chart.x.index(at(149))
    assert chart.y[position] == pytest.approx(np.corrcoef(Z[100:150, 0], NEAR[100:150])[0, 1], rel=1e-4)
    assert chart.other[position] == pytest.approx(np.corrcoef(Z[100:150, 0], FAR[100:150])[0, 1], rel=1e-4)


def test_the_statistic_is_numpys() -> None:
    table = noise(50, 4, seed=5)
    expected = np.corrcoef(table[:, 0], table[:, 1])[0, 1] - np.corrcoef(table[:, 2], table[:, 3])[0, 1]
    assert float(correlations(table)) == pytest.approx(expected)
    assert float(correlations(table[:, :2])) == pytest.approx(np.corrcoef(table[:, 0], table[:, 1])[0, 1])


@pytest.mark.parametrize("rows", [15, 30, 64, 200])
def test_the_bootstrap_is_circular_in_blocks_of_the_cube_root(rows: int) -> None:
    table = noise(rows, 4, seed=6)
    block = int(np.ceil(np.cbrt(rows) - 1e-9))
    starts = stream(3, "draws").integers(rows, size=(40, -(-rows // block)))
    picked = [[(start + i) % rows for start in line for i in range(block)][:rows] for line in starts]
    assert resampled(table, stream(3, "draws"), 40) == pytest.approx([float(correlations(table[p])) for p in picked])


def test_pairs_of_formulas_keep_their_labels_apart() -> None:
    found = run(CONTEXT, "correlation", pair=["market.x", "market.near - market.far"], versus=LOOSE, **PERIOD)
    assert found.reason.values["pair"] == ("market x", "market far", "market near")
    assert found.reason.values["versus"] == ("market x", "market far")
    assert found.comparisons[0].label == ("market x", "market far", "market near")
    alone = run(CONTEXT, "correlation", pair=CLOSE, pair_label="the two and a half", **PERIOD)
    assert (alone.reason.values["pair"], alone.reason.values["versus"]) == ("the two and a half", ())


def strength(bound: float, scope: str) -> tuple[Grounds, Strength]:
    one = run(CONTEXT, "correlation", pair=LOOSE, at_least=bound, scope=scope, **PERIOD)
    return one.grounds, climb(one.start, one.steps)


def test_a_window_is_judged_by_what_happened_in_it_and_chance_goes_to_strength() -> None:
    found = run(CONTEXT, "correlation", pair=LOOSE, scope="window", **PERIOD)
    point, high = float(found.comparisons[0].found or 0), float(found.comparisons[0].high or 0)
    assert strength(point - 0.001, "window") == (Grounds.FIGURES_AGREE, Strength.LOW)
    assert strength(point + 0.001, "window") == (Grounds.CONTRADICTED, Strength.LOW)
    assert strength(high + 0.1, "window") == (Grounds.CONTRADICTED, Strength.MODERATE)  # beyond chance
    assert strength(-0.9, "window") == (Grounds.FIGURES_AGREE, Strength.MODERATE)
    assert strength(point - 0.001, "process")[0] is Grounds.INCONCLUSIVE
    assert strength(high + 0.1, "process")[0] is Grounds.CONTRADICTED


def test_what_is_not_said_to_be_a_window_is_a_process() -> None:
    assert run(CONTEXT, "correlation", pair=LOOSE, **PERIOD) == run(
        CONTEXT, "correlation", pair=LOOSE, scope="process", **PERIOD
    )


def test_a_difference_of_correlations_of_a_short_window() -> None:
    short = {"start": at(100), "end": at(119)}
    found = run(CONTEXT, "correlation", pair=LOOSE, versus=["market.x", "market.other"], scope="window", **short)
    assert found.grounds in {Grounds.FIGURES_AGREE, Grounds.CONTRADICTED}
    assert [step.reason.key for step in found.steps] == ["check.step.single_vendor", "check.step.chance"]
    for language in ("en", "zh"):
        words_ = Catalogue(language)
        assert all(words_.sentence(one) for one in (found.reason, *(step.reason for step in found.steps)))


@settings(max_examples=20, deadline=None)
@given(
    bound=st.floats(-0.95, 0.95),
    pair=st.sampled_from([CLOSE, LOOSE, ["market.far", "market.other"]]),
    relation=st.sampled_from(["greater", "less"]),
)
def test_a_window_always_decides_and_never_against_what_a_process_decides(
    bound: float, pair: list[str], relation: str
) -> None:
    asked = {"pair": pair, "at_least": bound, "relation": relation, **PERIOD}
    window, process = (run(CONTEXT, "correlation", scope=scope, **asked) for scope in ("window", "process"))
    assert window.grounds in {Grounds.FIGURES_AGREE, Grounds.CONTRADICTED}
    assert process.grounds in {window.grounds, Grounds.INCONCLUSIVE}
    chance = any(step.reason.key == "check.step.chance" for step in window.steps)
    assert chance is (process.grounds is Grounds.INCONCLUSIVE)
    assert window.comparisons[0].agrees is not Outcome.NOT_APPLICABLE


@pytest.mark.slow
@pytest.mark.parametrize("rows", [20, 60, 250])
def test_the_interval_covers_a_zero_difference_of_persistent_series_as_often_as_it_says(rows: int) -> None:
    """400 worlds of AR(0.3) series: the nominal 95% interval covers in 92% to 98%."""
    covered = 0
    for world in range(400):
        generator = stream(11, "world", str(world))
        shocks = generator.normal(size=(rows + 40, 3))
        series = np.zeros_like(shocks)
        for row in range(1, len(shocks)):
            series[row] = 0.3 * series[row - 1] + shocks[row]
        cause, near, far = series[40:].T
        data = np.column_stack([cause, 0.7 * cause + near, cause, 0.7 * cause + far])
        draws = resampled(data, stream(11, "draws", str(world)), 300)
        low, high = interval(float(correlations(data)), draws, rows, 0.95)
        covered += low <= 0 <= high
    assert 0.92 <= covered / 400 <= 0.98
