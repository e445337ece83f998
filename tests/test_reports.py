"""Every report folder of the repository builds, is unchanged since its lock, and has a verdict for every claim and edge."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from causal.data import gather
from causal.folder import load
from causal.report import from_json, to_json
from causal.study import Family
from tests.test_pipeline import QUICK

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1] / "reports"
FOLDERS = sorted(path.parent for path in ROOT.glob("*/report.yaml"))


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda path: path.name)
def report(request, built_once):
    return built_once(request.param, QUICK)


def test_it_is_unchanged_since_its_lock(report):
    assert report.study.lock is not None
    assert report.study.lock.digest == report.study.lock_digest


def test_every_claim_and_edge_has_a_verdict_with_grounds(report):
    assert [v.claim for v in report.verdicts] == [c.id for c in report.study.claims]
    assert all(v.evidence for v in report.verdicts)
    claimed = {(g.id, e.id) for g in (report.study.graph, *report.study.rivals) for e in g.claimed}
    assert {(v.graph, v.edge) for v in report.edge_verdicts} == claimed


def test_nothing_failed_unnoticed(report):
    assert report.failures == ()


def test_its_json_reads_back_to_the_same_report(report):
    text = to_json(report)
    assert from_json(text) == report
    assert to_json(from_json(text)) == text


def test_a_binary_outcome_is_judged_by_a_logit_that_statsmodels_confirms(built_once):
    import statsmodels.api as sm

    folder = ROOT / "yen-carry-2024-08-05"
    study = load.load(folder)
    assert study.graph.variable("panic").family is Family.BINARY
    found = built_once(folder, QUICK).graph.edge("shares->panic")
    assert found.estimates[0].method == "logit"
    frame = gather.gather(study, folder)
    shares, panic = frame.values("shares"), frame.values("panic")
    known = ~np.isnan(shares[1:]) & ~np.isnan(panic[1:]) & ~np.isnan(panic[:-1])
    columns = sm.add_constant(np.column_stack([shares[1:], panic[:-1]])[known])
    effect = sm.Logit(panic[1:][known], columns).fit(disp=0).get_margeff().margeff[0]
    assert found.estimates[0].effect == pytest.approx(effect, rel=1e-6)
