"""The test from correlations formed once is held against tigramite's own, alone and inside the search."""

from __future__ import annotations

import numpy as np
import pytest

from causal.calibration.cells import Cell, Scenario, Tails
from causal.calibration.worlds import simulate

CELL = Cell(scenario=Scenario.OBSERVED, rows=150, persistence=0.6, tails=Tails.T4)


@pytest.fixture(scope="module")
def tables():
    pytest.importorskip("tigramite")
    worlds = simulate(CELL, 0.3, 4, np.random.default_rng(5))
    return [np.column_stack([worlds.x[:, w], worlds.y[:, w], worlds.z[:, w]]) for w in range(4)]


def both(table):
    from tigramite import data_processing
    from tigramite.independence_tests.parcorr import ParCorr

    from causal.calibration.partial_correlation import PartialCorrelation

    for test in (PartialCorrelation(table, 2), ParCorr()):
        test.set_dataframe(data_processing.DataFrame(table))
        yield test


@pytest.mark.parametrize("given", [None, [], [(2, 0)], [(0, -1), (1, -1), (2, -2), (2, -2), (0, -1), (1, 0)]])
def test_value_and_p_value_are_tigramites(tables, given):
    for table in tables:
        ours, theirs = (one.run_test([(0, -1)], [(1, 0)], given, tau_max=1, alpha_or_thres=0.05) for one in both(table))
        assert ours[:2] == pytest.approx(theirs[:2], abs=1e-12)
        assert ours[2] == theirs[2]
        assert len(next(both(table)).run_test([(0, -1)], [(1, 0)], given, tau_max=1)) == 2


@pytest.mark.parametrize("alpha", [0.05, 0.01])
def test_the_search_finds_the_same_graph(tables, alpha):
    from tigramite import data_processing
    from tigramite.pcmci import PCMCI

    for table in tables:
        ours, theirs = (
            PCMCI(dataframe=data_processing.DataFrame(table), cond_ind_test=test, verbosity=0).run_pcmciplus(
                tau_min=0, tau_max=1, pc_alpha=alpha
            )
            for test in both(table)
        )
        assert np.array_equal(ours["graph"], theirs["graph"])
        for matrix in ("val_matrix", "p_matrix"):
            assert ours[matrix] == pytest.approx(theirs[matrix], abs=1e-12)


def test_other_rows_than_those_of_the_table_are_refused(tables):
    test = next(both(tables[0]))
    with pytest.raises(ValueError, match="left to the past"):
        test.run_test([(0, 0)], [(1, 0)], tau_max=2)
    with pytest.raises(ValueError, match="left to the past"):
        test.run_test([(0, 0)], [(1, 0)], tau_max=1, cut_off="max_lag")
