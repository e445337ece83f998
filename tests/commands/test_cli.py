"""The commands, as a newcomer and a script would run them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from causal import pipeline, report
from causal.commands.cli import main
from causal.files import sizes
from tests.folders import make_folder
from tests.test_pipeline import QUICK


@pytest.fixture(scope="module")
def folder(tmp_path_factory, built_once):
    """Give a folder that was built with a quick rubric."""
    made = make_folder(tmp_path_factory.mktemp("cli") / "r")
    (made / "build").mkdir()
    (made / "build" / "report.json").write_text(report.to_json(built_once(made, QUICK)))
    return made


def call(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_every_command_is_listed_with_a_line_of_help():
    text = call("--help").output
    for name in main.commands:
        assert name in text
        assert main.commands[name].help


def test_help_imports_nothing_heavy():
    code = "import sys; from causal.commands.cli import main; main(['--help'], standalone_mode=False); bad = {'pandas', 'numpy', 'dowhy', 'statsmodels', 'weasyprint', 'matplotlib', 'pydantic', 'jinja2'} & set(sys.modules); assert not bad, bad"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_check_of_a_good_folder(folder):
    result = call("check", folder)
    assert result.exit_code == 0
    assert "4 claims" in result.output


def test_check_lists_every_mistake_and_exits_2(tmp_path):
    broken = make_folder(
        tmp_path / "r", graph={"from: fear, to: price": "from: feer, to: price"}, claims={"check: value": "check: valu"}
    )
    result = call("check", broken)
    assert result.exit_code == 2
    assert "did you mean 'fear'?" in result.output
    assert "did you mean 'value'?" in result.output
    assert "graph.yaml:9" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["check", "build", "explain", "render"])
def test_a_missing_folder_is_said(tmp_path, command):
    extra = ["c1"] if command == "explain" else []
    result = call(command, tmp_path / "nowhere", *extra)
    assert result.exit_code == 2
    assert "nowhere" in result.output
    assert "Traceback" not in result.output


@pytest.mark.slow
def test_build_writes_everything_and_a_second_build_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr("causal.pipeline.RUBRIC", QUICK)
    monkeypatch.setattr(
        pipeline.build, "__defaults__", (QUICK, pipeline.silent, pipeline.HERE, pipeline.NOTHING_KEPT, "")
    )
    made = make_folder(tmp_path / "r")
    first = call("build", made)
    assert first.exit_code == 0, first.output
    names = ("report.json", "report.html", "report.pdf", "claimreview.json")
    bytes_of = {name: (made / "build" / name).read_bytes() for name in names}
    again = call("build", made, "-o", tmp_path / "other")
    assert again.exit_code == 0
    for name in names:
        assert (tmp_path / "other" / name).read_bytes() == bytes_of[name], name
    assert not [p for p in (made / "build").iterdir() if p.name.startswith(".")]


def test_a_crash_while_rendering_leaves_the_last_build_whole(folder, tmp_path, monkeypatch):
    target = tmp_path / "out"
    assert call("render", folder / "build" / "report.json", "-o", target, "--format", "html").exit_code == 0
    before = (target / "report.html").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("causal.rendering.render.write_bytes", full)
    result = call("render", folder / "build" / "report.json", "-o", target, "--format", "html")
    assert result.exit_code == 2
    assert "No space" in result.output
    assert (target / "report.html").read_bytes() == before
    assert [p.name for p in target.iterdir()] == ["report.html"]


def test_explain_a_claim_and_an_edge(folder):
    claim = call("explain", folder, "c1")
    assert claim.exit_code == 0
    assert "SUPPORTED (figures agree)" in claim.output
    assert "market.price" in claim.output
    edge = call("explain", folder, "news->fear")
    assert edge.exit_code == 0
    for test in ("measured", "identified", "effect", "timing", "refuted", "sensitivity", "event"):
        assert test in edge.output


def test_explain_suggests_the_nearest_name(folder):
    result = call("explain", folder, "news->feer")
    assert result.exit_code == 2
    assert "did you mean 'news->fear'?" in result.output


def test_render_estimates_nothing(folder, monkeypatch, tmp_path):
    monkeypatch.setattr("causal.inference.estimate.estimate", lambda *_: pytest.fail("estimated"))
    result = call("render", folder / "build" / "report.json", "-o", tmp_path, "--format", "html")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "report.html").exists()
    assert not (tmp_path / "report.pdf").exists()


def test_render_of_a_folder_is_of_its_last_build_and_stays_there(folder, monkeypatch):
    monkeypatch.setattr("causal.inference.estimate.estimate", lambda *_: pytest.fail("estimated"))
    own = folder.parent / "figures"
    own.mkdir()
    assert call("render", folder, "--format", "html").exit_code == 0
    assert (folder / "build" / "report.html").exists()
    assert own.exists()


def test_a_folder_of_figures_that_no_report_made_is_not_replaced(folder, tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "own.txt").write_text("mine")
    result = call("render", folder / "build" / "report.json", "-o", tmp_path, "--format", "figures")
    assert result.exit_code == 2
    assert "name another folder with -o" in result.output
    assert (tmp_path / "figures" / "own.txt").read_text() == "mine"


def test_new_makes_a_folder_that_checks_and_refuses_to_overwrite(tmp_path):
    assert call("new", tmp_path / "mine").exit_code == 0
    checked = call("check", tmp_path / "mine")
    assert checked.exit_code == 0, checked.output
    refused = call("new", tmp_path / "mine")
    assert refused.exit_code == 2
    assert "not empty" in refused.output


def test_new_from_an_unknown_example_names_the_nearest(tmp_path):
    result = call("new", tmp_path / "mine", "--from", "ibit-2026-02-06")
    assert result.exit_code == 2
    assert "did you mean 'ibit-2026-02-05'?" in result.output


def test_list_names_folders_and_checks(folder):
    result = call("list", folder.parent)
    assert result.exit_code == 0
    assert "of 4 claims supported" in result.output
    assert "tail_probability" in result.output


def test_lock_can_be_pasted_and_is_noticed(tmp_path):
    made = make_folder(tmp_path / "r")
    line = call("lock", made).output.strip().replace("YYYY-MM-DD", "2025-06-01")
    with (made / "report.yaml").open("a") as file:
        file.write(line + "\n")
    assert "changed after the lock" not in call("check", made).output
    claims = (made / "claims.yaml").read_text()
    (made / "claims.yaml").write_text(claims.replace("The price fell", "The price rose"))
    assert "changed after the lock" in call("check", made).output


def test_nothing_is_printed_to_a_pipe_but_the_summary(folder):
    result = call("render", folder / "build" / "report.json", "--format", "claimreview")
    assert "\x1b" not in result.output
    assert "\r" not in result.output


def test_a_read_only_folder_is_said(tmp_path, monkeypatch):
    made = make_folder(tmp_path / "r")
    (made / "build").write_text("a file where a folder should be")
    monkeypatch.setattr(
        pipeline.build, "__defaults__", (QUICK, pipeline.silent, pipeline.HERE, pipeline.NOTHING_KEPT, "")
    )
    result = call("build", made)
    assert result.exit_code == 2
    assert "build" in result.output
    assert "Traceback" not in result.output


def test_a_build_folder_that_is_a_link_is_refused_and_one_that_is_named_is_followed(tmp_path, monkeypatch):
    monkeypatch.setattr("causal.pipeline.RUBRIC", QUICK)
    made = make_folder(tmp_path / "r")
    victim = tmp_path / "victim"
    (victim / "figures").mkdir(parents=True)
    (victim / "figures" / "kept.txt").write_text("kept")
    (made / "build").symlink_to(victim)
    refused = call("build", made, "--format", "tables")
    assert refused.exit_code == 2
    assert "link" in refused.output
    assert [p.name for p in victim.rglob("*")] == ["figures", "kept.txt"]
    named = call("build", made, "--format", "tables", "-o", made / "build")
    assert named.exit_code in (0, 1)
    assert (victim / "tables").is_dir()
    assert (victim / "figures" / "kept.txt").exists()


def test_a_fault_of_the_program_is_one_line_and_exit_code_3(folder, monkeypatch):
    monkeypatch.setattr("causal.folder.load.load", lambda *_: {}["study"])
    monkeypatch.delenv("CAUSAL_DEBUG", raising=False)
    result = call("check", folder)
    assert result.exit_code == 3
    assert result.output.count("\n") == 1
    assert "unexpected KeyError: 'study' at commands/cli/check.py" in result.output
    assert "Traceback" not in result.output
    monkeypatch.setenv("CAUSAL_DEBUG", "1")
    assert isinstance(call("check", folder).exception, KeyError)


def test_a_mistaken_option_is_still_a_mistake_of_the_user(folder):
    assert call("check", folder, "--nope").exit_code == 2
    assert call("nope").exit_code == 2
    assert call("--version").exit_code == 0


def test_a_strangers_words_cannot_move_the_cursor(tmp_path):
    """Escapes and characters that reorder the line are shown; YAML lets none through, a file's name may hold them."""
    sly = "x\x1b[2Jy\u202ez\u200b"
    result = call("check", tmp_path / sly)
    assert result.exit_code == 2
    assert "[U+001B][2J" in result.output
    assert not {"\x1b", "\u202e", "\u200b"} & set(result.output)


def test_no_command_prints_past_the_guard():
    from pathlib import Path

    from causal.commands import cli

    for path in Path(cli.__file__).parent.glob("*.py"):
        loose = [line for line in path.read_text().splitlines() if "click.echo(" in line or "print(" in line]
        assert not loose or path.name == "terminal.py", f"{path.name}: {loose}"


@pytest.mark.parametrize("command", ["check", "build", "render"])
def test_a_larger_report_is_taken_where_the_terminal_allows_it(folder, tmp_path, monkeypatch, command):
    monkeypatch.setattr("causal.pipeline.RUBRIC", QUICK)
    monkeypatch.setattr(
        pipeline.build, "__defaults__", (QUICK, pipeline.silent, pipeline.HERE, pipeline.NOTHING_KEPT, "")
    )
    monkeypatch.setitem(sizes.MOST, "claims", 3)
    monkeypatch.delenv("CAUSAL_SIZE", raising=False)
    given = folder / "build" / "report.json" if command == "render" else folder
    more = [] if command == "check" else ["-o", tmp_path / "out", "--format", "claimreview"]
    refused = call(command, given, *more)
    assert refused.exit_code == 2
    assert "4 claims are more than the 3 that are taken" in refused.output
    assert "--size 2" in refused.output
    assert call(command, given, *more, "--size", 2).exit_code == 0
    assert "CAUSAL_SIZE" not in os.environ
    monkeypatch.setenv("CAUSAL_SIZE", "2")
    assert call(command, given, *more).exit_code == 0


def test_progress_is_said_on_standard_error_where_it_is_asked_for(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("causal.pipeline.RUBRIC", QUICK)
    monkeypatch.setattr("causal.commands.cli.terminal.EVERY", 0.0)
    monkeypatch.setattr(
        pipeline.build, "__defaults__", (QUICK, pipeline.silent, pipeline.HERE, pipeline.NOTHING_KEPT, "")
    )
    command = ["build", folder, "-o", tmp_path / "out", "--format", "html", "--no-cache"]
    plain, asked, declined = (call(*command, *more) for more in ([], ["--progress"], ["--no-progress"]))
    assert plain.stderr == declined.stderr == ""
    assert asked.stdout == plain.stdout
    said = asked.stderr.splitlines()
    for stage in (
        "edges 1 of 6: article: news->fear",
        "graphs and error rates 1 of",
        "claims 4 of 4: c4",
        "report.html",
    ):
        assert any(stage in line for line in said), stage
    assert "\x1b" not in asked.stderr
    assert (tmp_path / "out" / "report.json").read_bytes() == (folder / "build" / "report.json").read_bytes()
