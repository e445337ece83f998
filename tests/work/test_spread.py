"""The same bytes from one process, from several, and from a cluster of workers on this machine."""

from __future__ import annotations

import pytest

from causal import pipeline
from causal.report import to_json
from causal.work.spread import Workers
from tests.folders import make_folder
from tests.test_pipeline import QUICK

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_folder(tmp_path_factory.mktemp("spread") / "r")


@pytest.fixture(scope="module")
def alone(folder):
    return to_json(pipeline.build(folder, QUICK))


def test_two_processes_give_what_one_gives(folder, alone):
    assert to_json(pipeline.build(folder, QUICK, workers=Workers(jobs=2))) == alone


@pytest.mark.filterwarnings("default")  # the cluster's own, about ports and closing
def test_a_cluster_gives_what_one_process_gives(folder, alone):
    from dask.distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        assert to_json(pipeline.build(folder, QUICK, workers=Workers(cluster=cluster.scheduler_address))) == alone
