"""The same bytes from one process, from several, and from a cluster of workers on this machine."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest

from causal import pipeline
from causal.errors import CausalError
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


@pytest.mark.filterwarnings("default")
def test_a_cluster_behind_certificates_gives_the_same_and_nothing_listens_here(folder, alone, tmp_path):
    import dask
    import trustme
    from dask.distributed import LocalCluster, Security

    authority, paths = trustme.CA(), {name: str(tmp_path / name) for name in ("ca", "cert", "key")}
    issued = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(paths["ca"])
    issued.private_key_pem.write_to_path(paths["key"])
    issued.cert_chain_pems[0].write_to_path(paths["cert"])
    secured = Security(
        require_encryption=True,
        tls_ca_file=paths["ca"],
        **{f"tls_{who}_{what}": paths[what] for who in ("client", "scheduler", "worker") for what in ("cert", "key")},
    )
    tls = "distributed.comm.tls"
    configured = {f"{tls}.ca-file": paths["ca"], f"{tls}.client.cert": paths["cert"], f"{tls}.client.key": paths["key"]}
    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        host="127.0.0.1",
        protocol="tls",
        security=secured,
    ) as cluster:
        workers = Workers(cluster=cluster.scheduler_address)
        assert cluster.scheduler_address.startswith("tls://")
        with pytest.raises(CausalError, match=r"certificates|no Dask scheduler answers"):
            pipeline.build(folder, QUICK, workers=workers)
        with dask.config.set(configured):
            assert to_json(pipeline.build(folder, QUICK, workers=workers)) == alone


def test_connecting_to_a_cluster_opens_no_port(monkeypatch):
    monkeypatch.setattr(socket.socket, "listen", lambda *_: pytest.fail("listens"))
    from causal.work.spread import Task, spread
    from causal.work.store import Store

    task = Task(function=abs, arguments=(1,), gives=int, key="k")
    with pytest.raises(CausalError, match="no Dask scheduler answers"):
        spread([task], Workers(cluster="tcp://127.0.0.1:9"), Store(None), lambda name: None)


@pytest.mark.parametrize(
    "address", ["inproc://x", "127.0.0.1:8786", "ucx://h:1", "tcp://h", "file:///etc", "tcp://h:1/x y", "tcp://"]
)
def test_an_address_of_another_kind_is_refused(address):
    with pytest.raises(CausalError, match="no address of a Dask scheduler"):
        Workers(cluster=address)


def test_what_is_trusted_is_said():
    assert Workers().trusted == ""
    assert "tls://" in Workers(cluster="tcp://h:8786").trusted
    assert "encrypted" in Workers(cluster="tls://h:8786").trusted


def test_a_piece_of_work_has_one_thread_though_it_is_the_first_to_need_a_library():
    code = (
        "from threadpoolctl import threadpool_info\n"
        "from causal.work.spread import alone\n"
        "def found():\n"
        "    import numpy, scipy.linalg\n"
        "    return [one['num_threads'] for one in threadpool_info()]\n"
        "import numpy\n"
        "print(*(alone(found, ()) for _ in range(2)), found(), sep=';')"
    )
    several = {**os.environ, "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=several)
    first, second, after = (json.loads(one) for one in done.stdout.split(";"))
    assert set(first) == set(second) == {1}
    assert len(first) >= 2  # NumPy's and SciPy's
    assert set(after) == {2}
