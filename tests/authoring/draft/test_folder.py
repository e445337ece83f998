"""The written folder: it loads, whatever the text, holds no passage of the article, and builds with nothing decided."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from causal import pipeline
from causal.authoring.draft.folder import ARTICLE_BYTES, MAXIMUM_CLAIMS, draft, files, read_article, write
from causal.commands.cli import main
from causal.errors import CausalError
from causal.folder import load
from causal.verdict import Grounds
from tests.test_pipeline import QUICK

HERE = Path(__file__).parent
PUBLISHED = date(2026, 2, 8)
WORDS = [
    "price",
    "because",
    "fell",
    "5%",
    "will",
    "2 月 5 日",
    "价格",
    "导致",
    "约",
    "亿",
    "美元",
    ", ",
    "。",
    ". ",
    "\n",
    '"',
    "\\",
    "#",
    ": ",
    "- ",
    "{",
    "\x00",
    "\u202e",
    "9" * 40,
    "record",
    "倍",
    "'",
]


@pytest.mark.parametrize("name", ["commentary.txt", "commentary_zh.txt"])
def test_a_drafted_folder_builds_and_decides_nothing(tmp_path, name):
    write(tmp_path / "r", draft((HERE / name).read_text(encoding="utf-8"), PUBLISHED))
    report = pipeline.build(tmp_path / "r", QUICK)
    assert {v.grounds for v in report.verdicts} == {Grounds.NOT_MEASURED, Grounds.NOT_CHECKABLE}
    assert {f.stage for f in report.failures} <= {"attribute", "held-out days"}
    assert all(e.claims for e in report.study.graph.edges)


def test_no_sentence_of_the_article_is_in_a_file_that_is_published(tmp_path):
    made = draft((HERE / "commentary.txt").read_text(encoding="utf-8"), PUBLISHED)
    written = files(made)
    study_files = [text for name, text in written.items() if name not in {"sentences.txt", "report.yaml"}]
    for sentence in made.sentences:
        assert sentence.text in written["sentences.txt"]
        assert not any(sentence.text in text for text in study_files)
    write(tmp_path / "r", made)
    assert "sentences.txt" not in load.load(tmp_path / "r").inputs
    assert "sentences.txt" in (tmp_path / "r" / ".gitignore").read_text()


def test_every_claim_says_that_nobody_has_read_it():
    claims = yaml.safe_load(
        files(draft((HERE / "commentary.txt").read_text(encoding="utf-8"), PUBLISHED))["claims.yaml"]
    )["claims"]
    assert all("not yet read by anyone" in claim["note"] for claim in claims)
    assert all(claim["text"].startswith("PARAPHRASE") for claim in claims)


def test_the_event_is_the_day_named_most_often(tmp_path):
    write(
        tmp_path / "r",
        draft("It fell 3% on 5 February. It rose 2% on 6 February. On 5 February sales rose 1%.", PUBLISHED),
    )
    assert load.load(tmp_path / "r").event.day == date(2026, 2, 5)


@pytest.mark.slow
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)))
@example("")
@example("\ud800")
@example("a: b # c\n" * 5)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_a_folder_that_loads(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("any") / "r"
    write(folder, draft(text, PUBLISHED))
    assert load.load(folder).claims


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["5%。", "because a because b, ", "1", ".", "ﷺ", "1-", "between 1 and ", "由于价格下跌,所以恐慌。"]
)
def test_a_long_text_takes_bounded_time_and_gives_bounded_output(piece):
    text = piece * (200_000 // len(piece.encode()))
    started = time.process_time()
    made = draft(text, PUBLISHED)
    written = files(made)
    assert time.process_time() - started < 60
    assert len(made.claims) <= MAXIMUM_CLAIMS
    assert len(written["claims.yaml"]) + len(written["graph.yaml"]) < 1_000_000


def test_a_year_out_of_reach_is_refused():
    with pytest.raises(CausalError, match="published in 1700"):
        draft("It fell.", date(1700, 1, 1))


def test_files_that_are_no_article_are_refused(tmp_path):
    (tmp_path / "long.txt").write_bytes(b"a" * (ARTICLE_BYTES + 1))
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe\x00")
    for name, words in (("long.txt", "larger than"), ("binary.txt", "not UTF-8")):
        with pytest.raises(CausalError, match=words):
            read_article(tmp_path / name)


def test_the_command_writes_a_folder_once(tmp_path):
    arguments = ["draft", str(HERE / "commentary.txt"), "-o", str(tmp_path / "r"), "--published", "2026-02-08"]
    first = CliRunner().invoke(main, arguments)
    assert first.exit_code == 0, first.output
    assert "claims proposed" in first.output
    assert CliRunner().invoke(main, ["check", str(tmp_path / "r")]).exit_code == 0
    again = CliRunner().invoke(main, arguments)
    assert again.exit_code == 2
    assert "not empty" in again.output
    missing = CliRunner().invoke(main, ["draft", str(tmp_path / "none.txt")])
    assert (missing.exit_code, "Traceback" in missing.output) == (2, False)
