"""The preview follows the folder, tells mistakes, keeps the last good report, and answers this machine alone."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest
from click.testing import CliRunner

from causal import pipeline
from causal.commands.cli import main
from causal.commands.preview import ADDRESS, Preview, signature
from causal.errors import CausalError
from causal.verdict import RUBRIC
from causal.work.store import Store
from tests.folders import make_folder
from tests.test_page import CHROMIUM, browser_needed
from tests.test_pipeline import QUICK

pytestmark = pytest.mark.slow


@pytest.fixture
def preview(tmp_path, monkeypatch, kept):
    monkeypatch.setattr(
        pipeline.build, "__defaults__", tuple(QUICK if d is RUBRIC else d for d in pipeline.build.__defaults__)
    )
    shown = Preview(make_folder(tmp_path / "r"), kept)
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


@pytest.mark.parametrize(
    "path", ["/report.yaml", "/../report.yaml", "/data/market.csv", "/report/..", "/%2e%2e/report.yaml", "/favicon.ico"]
)
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


def test_mistakes_read_as_check_prints_them(preview):
    graph = preview.folder / "graph.yaml"
    graph.write_text(
        graph.read_text().replace("from: fear, to: price", "from: feer, to: price").replace("kind: proxy", "kind: [", 1)
    )
    until(lambda: version(preview)["version"] == 2)
    checked = CliRunner().invoke(main, ["check", str(preview.folder)])
    assert checked.exit_code == 2
    said = version(preview)["problems"]
    assert re.search(r"graph\.yaml:\d+", said[0])
    assert checked.output.startswith("\n".join(said) + "\n")


def test_the_page_says_while_it_builds(preview, monkeypatch):
    begun, go = threading.Event(), threading.Event()

    def slow(*_, **__):
        begun.set()
        assert go.wait(20)
        raise CausalError("stopped here")

    monkeypatch.setattr(pipeline, "build", slow)
    assert version(preview)["building"] is False
    (preview.folder / "claims.yaml").touch()
    assert begun.wait(10)
    assert version(preview) | {"building": True, "version": 1, "problems": []} == version(preview)
    go.set()
    until(lambda: version(preview)["version"] == 2)
    assert version(preview)["problems"] == ["stopped here"]
    assert version(preview)["building"] is False


def test_the_page_runs_its_own_script_alone_and_is_framed_by_no_other(preview):
    with urllib.request.urlopen(preview.url, timeout=10) as answer:
        policy, text = answer.headers["Content-Security-Policy"], answer.read().decode()
    digest = base64.b64encode(
        hashlib.sha256(re.search(r"<script>(.*?)</script>", text, re.DOTALL).group(1).encode()).digest()
    ).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert "frame-ancestors 'none'" in policy
    with urllib.request.urlopen(preview.url + "report", timeout=10) as answer:
        assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'self'"


def test_a_port_in_use_is_said(preview):
    with pytest.raises(CausalError, match=f"port {preview.port} cannot be used.*--port"):
        Preview(preview.folder, Store(None), preview.port)


def test_ctrl_c_ends_it(tmp_path):
    folder = make_folder(tmp_path / "r")
    running = subprocess.Popen(
        [sys.executable, "-m", "causal.commands.cli", "preview", folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - a shell may have it ignored
    )
    try:
        assert running.stdout.readline().startswith("http://127.0.0.1:")
        running.send_signal(signal.SIGINT)
        said, _ = running.communicate(timeout=30)
    finally:
        running.kill()
        running.wait()
    assert running.returncode == 0
    assert said.strip().endswith("ended")
    assert "Traceback" not in said


@browser_needed
def test_a_browser_shows_the_new_text_and_the_mistakes_beside_the_last_good_report(preview):
    from playwright.sync_api import expect, sync_playwright

    claims = preview.folder / "claims.yaml"
    good = claims.read_text()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page()
        trouble = []
        tab.on("pageerror", lambda error: trouble.append(str(error)))
        tab.on("request", lambda request: None if request.url.startswith(preview.url) else trouble.append(request.url))
        tab.goto(preview.url)
        report = tab.frame_locator("#report")
        expect(report.locator("body")).to_contain_text("The price fell on the day.", timeout=20_000)
        claims.write_text(good.replace("The price fell on the day.", "The price sank on the day."))
        expect(report.locator("body")).to_contain_text("The price sank on the day.", timeout=20_000)
        claims.write_text(good.replace("check: edge", "check: egde", 1))
        expect(tab.locator("#mistakes li")).to_contain_text("did you mean 'edge'", timeout=20_000)
        expect(tab.get_by_role("status")).to_have_text("1 mistake. Below is the last good report.")
        expect(report.locator("body")).to_contain_text("The price sank on the day.")
        claims.write_text(good)
        expect(tab.locator("#mistakes li")).to_have_count(0, timeout=20_000)
        expect(report.locator("body")).to_contain_text("The price fell on the day.")
        browser.close()
    assert trouble == []
