"""The preview follows the folder, tells mistakes, keeps the last good report, and answers this machine alone."""

from __future__ import annotations

import http.client
import json
import threading
import time
import urllib.error
import urllib.request

import pytest

from causal import pipeline
from causal.preview import ADDRESS, Preview, signature
from causal.store import Store
from causal.verdict import RUBRIC
from tests.folders import make_folder
from tests.test_pipeline import QUICK


@pytest.fixture
def preview(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline.build, "__defaults__", tuple(QUICK if d is RUBRIC else d for d in pipeline.build.__defaults__))
    shown = Preview(make_folder(tmp_path / "r"), Store(tmp_path / "cache"))
    thread = threading.Thread(target=shown.run)
    thread.start()
    until(lambda: shown.shown.version == 1)
    yield shown
    shown.close()
    thread.join(10)
    assert not thread.is_alive()


def until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def get(preview, path):
    with urllib.request.urlopen(preview.url + path.lstrip("/"), timeout=10) as answer:
        return answer.read().decode()


def version(preview):
    return json.loads(get(preview, "/version"))


def test_it_follows_the_folder_and_keeps_the_last_good_report(preview):
    assert "A drop explained" in get(preview, "/report")
    claims = preview.folder / "claims.yaml"
    good = claims.read_text()
    claims.write_text(good.replace("text: ", "text: Newly worded. ", 1))
    until(lambda: version(preview)["version"] == 2)
    assert "Newly worded." in get(preview, "/report")
    claims.write_text(good.replace("check: edge", "check: egde", 1))
    until(lambda: version(preview)["version"] == 3)
    said = version(preview)["problems"]
    assert any("claims.yaml:" in line and "did you mean 'edge'" in line for line in said)
    assert "Newly worded." in get(preview, "/report")
    claims.write_text(good)
    until(lambda: version(preview)["version"] == 4)
    assert version(preview)["problems"] == []
    assert "Newly worded." not in get(preview, "/report")


@pytest.mark.parametrize("path", ["/report.yaml", "/../report.yaml", "/data/market.csv", "/report/..", "/%2e%2e/report.yaml", "/favicon.ico"])
def test_no_file_is_served(preview, path):
    connection = http.client.HTTPConnection(ADDRESS, preview.port, timeout=10)
    connection.request("GET", path)
    assert connection.getresponse().status == 404
    connection.close()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:80", ""])
def test_another_host_is_refused(preview, host):
    connection = http.client.HTTPConnection(ADDRESS, preview.port, timeout=10)
    connection.request("GET", "/report", headers={"Host": host})
    answer = connection.getresponse()
    assert answer.status == 403
    assert b"A drop explained" not in answer.read()
    connection.close()


def test_only_reading_is_answered_and_only_on_loopback(preview):
    assert preview.server.server_address[0] == "127.0.0.1"
    request = urllib.request.Request(preview.url + "version", data=b"x", method="POST")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=10)
    assert caught.value.code == 501
    caught.value.close()


def test_a_folders_signature_sees_saves_and_ignores_output(tmp_path):
    folder = make_folder(tmp_path / "r")
    before = signature(folder)
    (folder / "build").mkdir()
    (folder / "build" / "report.json").write_text("{}")
    (folder / ".claims.yaml.swp").write_text("x")
    assert signature(folder) == before
    (folder / "claims.yaml").write_text("x")
    assert signature(folder) != before
