"""A second language changes words and nothing else; a phrase for a text that is not there is a mistake at its line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from causal import pipeline
from causal.commands.cli import main
from causal.commands.cli.check import untranslated
from causal.errors import BadFolderError
from causal.files.yaml_reader import read
from causal.folder import load
from causal.folder.schemas import schemas
from causal.folder.wording import PARAMETERS, texts, translated
from causal.rendering.catalogue import Catalogue
from causal.report import to_json
from causal.study import Because
from tests.folders import make_folder
from tests.test_pipeline import QUICK

HAN = re.compile("[\u4e00-\u9fff]")
FIRST = Path(__file__).parents[2] / "reports" / "ibit-2026-02-05"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = make_folder(tmp_path_factory.mktemp("translate") / "r")
    phrases = {text: f"译：{text}" for text in texts(load.load(made))}
    (made / "text.zh.yaml").write_text(json.dumps({"language": "zh", "phrases": phrases}, ensure_ascii=False))
    return made


def wordless(plain):
    """Take every translated mark out of a plain value."""
    if isinstance(plain, dict):
        return {k: wordless(v) for k, v in plain.items()}
    if isinstance(plain, list):
        return [wordless(v) for v in plain]
    return plain.replace("译：", "") if isinstance(plain, str) else plain


def test_every_text_is_worded_and_nothing_else_changes(folder):
    plain, worded = load.load(folder), load.load(folder, "zh")
    assert worded.language == "zh"
    assert worded.title.startswith("译：")
    assert all(c.text.startswith("译：") for c in worded.claims)
    assert all(v.label.startswith("译：") for v in worded.graph.variables)
    assert worded.lock_digest == plain.lock_digest
    assert [c.figures for c in worded.claims] == [c.figures for c in plain.claims]
    assert [v.measure and v.measure.formula for v in worded.graph.variables] == [
        v.measure and v.measure.formula for v in plain.graph.variables
    ]
    assert "text.zh.yaml" in worded.inputs


def test_the_note_of_a_declared_reason_is_worded_and_its_kind_is_not(tmp_path):
    reason = "mechanism: holders sell, direction: {because: rule, note: the law came first}"
    made = make_folder(tmp_path / "r", graph={"mechanism: holders sell": reason})
    (made / "text.zh.yaml").write_text(
        json.dumps({"language": "zh", "phrases": {"the law came first": "法律在先"}}, ensure_ascii=False)
    )
    edge = load.load(made, "zh").graph.claimed[1]
    assert (edge.because, edge.because_note) == (Because.RULE, "法律在先")


@pytest.mark.slow
def test_verdicts_and_numbers_are_the_same_in_both_languages(folder):
    first = json.loads(to_json(pipeline.build(folder, QUICK)))
    second = wordless(json.loads(to_json(pipeline.build(folder, QUICK, language="zh"))))
    second["study"]["language"] = first["study"]["language"]
    second["study"]["inputs"].pop("text.zh.yaml")
    assert second == first


def test_wording_of_checks_never_reaches_a_formula_or_a_figure():
    assert not PARAMETERS & {
        "of",
        "at",
        "stated",
        "unit",
        "on",
        "expression",
        "edge",
        "graph",
        "url",
        "value",
        "publisher",
        "same_as",
        "reason",
    }


def test_a_phrase_for_a_text_that_is_not_there_is_a_mistake(folder, tmp_path):
    made = make_folder(tmp_path / "r")
    (made / "text.zh.yaml").write_text('language: zh\nphrases:\n  "A drop explaind": 解释\n')
    with pytest.raises(BadFolderError) as caught:
        load.load(made, "zh")
    assert "text.zh.yaml:3" in str(caught.value.problems[0])
    assert "did you mean 'A drop explained'" in str(caught.value.problems[0])


@pytest.mark.slow
def test_the_command_writes_a_language_into_its_own_folder_and_checks_it(folder, monkeypatch):
    monkeypatch.setattr(
        pipeline.build, "__defaults__", (QUICK, pipeline.silent, pipeline.HERE, pipeline.NOTHING_KEPT, "")
    )
    built = CliRunner().invoke(main, ["build", str(folder), "--language", "zh", "--format", "html"])
    assert built.exit_code == 0, built.output
    assert "译：A drop explained" in (folder / "build" / "zh" / "report.html").read_text(encoding="utf-8")
    assert not (folder / "build" / "report.html").exists()
    checked = CliRunner().invoke(main, ["check", str(folder), "--language", "zh"])
    assert "every text has its words in this language" in checked.output


def test_a_file_of_translations_that_is_not_there_is_told_as_what_to_write(tmp_path):
    made = make_folder(tmp_path / "r")
    with pytest.raises(BadFolderError) as caught:
        load.load(made, "zh")
    (problem,) = caught.value.problems
    assert problem.file.endswith("text.zh.yaml")
    assert "`language: zh`" in problem.message
    assert f'`"{load.load(made).title}": "..."`' in problem.message


def test_the_lines_that_check_gives_can_be_pasted_into_the_file(tmp_path):
    made = make_folder(tmp_path / "r")
    file, ask = made / "text.zh.yaml", ["check", str(made), "--language", "zh"]
    file.write_text("language: zh\nphrases:\n  A drop explained: 一次下跌的解释\n")
    while "under `phrases`" in (said := CliRunner().invoke(main, ask).output):
        lines = [line for line in said.splitlines() if line.endswith(': "..."')]
        assert lines
        assert '  "A drop explained": "..."' not in lines
        file.write_text(file.read_text() + "\n".join(lines).replace('"..."', "译") + "\n")
    assert "every text has its words in this language" in said
    assert '"%"' not in file.read_text()  # the page words it itself


def test_two_sources_may_not_be_given_one_name_because_checks_count_sources(tmp_path):
    two = {
        "news: {label: News, unit: points, source: simulated}": "news: {label: News, unit: points, source: a bureau}"
    }
    made = make_folder(tmp_path / "r", sources=two)
    (made / "text.zh.yaml").write_text("language: zh\nphrases:\n  a bureau: 来源\n  simulated: 来源\n")
    with pytest.raises(BadFolderError, match="are both worded '来源'") as caught:
        load.load(made, "zh")
    assert [(p.line, p.key) for p in caught.value.problems] == [(4, "phrases.simulated")]
    (made / "text.zh.yaml").write_text("language: zh\nphrases:\n  a bureau: simulated\n")
    with pytest.raises(BadFolderError, match="are both worded 'simulated'"):
        load.load(made, "zh")


def test_an_origin_keeps_its_own_name_apart_and_a_publisher_keeps_his(tmp_path):
    document = "{{publisher: {}, date: 2025-02-03, url: https://a.org/x, says: so, supports: 'yes', first_hand: false, relays: {}}}"
    pairs = (("Gazette", "a bureau"), ("Herald", "a desk"), ("Courier", "Gazette"))
    listed = ", ".join(document.format(*pair) for pair in pairs)
    check = f"{{check: document, statement: It fell., documents: [{listed}]}}"
    made = make_folder(
        tmp_path / "r",
        claims={
            "claims:": f"claims:\n  - {{id: d1, paragraph: 1, kind: numeric fact, text: It fell., checks: [{check}]}}"
        },
    )
    (made / "text.zh.yaml").write_text("language: zh\nphrases:\n  a bureau: 统计局\n  a desk: 交易台\n")
    parameters = next(c for c in load.load(made, "zh").claims if c.id == "d1").checks[0].parameters
    assert [one["relays"] for one in parameters["documents"]] == ["统计局", "交易台", "Gazette"]
    (made / "text.zh.yaml").write_text("language: zh\nphrases:\n  a bureau: 来源\n  a desk: 来源\n")
    with pytest.raises(BadFolderError, match="the origins 'a bureau' and 'a desk' are both worded '来源'"):
        load.load(made, "zh")
    (made / "text.zh.yaml").write_text("language: zh\nphrases:\n  Gazette: 公报\n")
    with pytest.raises(BadFolderError, match="a publisher's name, which stays as it is"):
        load.load(made, "zh")


@pytest.mark.parametrize("blank", ["''", "' '", "null"])
def test_a_blank_is_no_translation(tmp_path, blank):
    made = make_folder(tmp_path / "r")
    (made / "text.zh.yaml").write_text(f"language: zh\nphrases:\n  A drop explained: {blank}\n")
    with pytest.raises(BadFolderError) as caught:
        load.load(made, "zh")
    assert [(p.line, p.key) for p in caught.value.problems] == [(3, "phrases.A drop explained")]


def test_the_first_reports_wording_is_accepted_by_the_schema():
    name = "text.zh.yaml"
    jsonschema.validate(read(FIRST / name, name).values, schemas()["text"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("language: en\nphrases: {}\n", "for 'zh'"),
        ("phrases: {}\n", "language"),
        ("language: zh\nphrases: {a: 1}\n", "phrases"),
    ],
)
def test_other_mistakes_are_told(tmp_path, text, said):
    made = make_folder(tmp_path / "r")
    (made / "text.zh.yaml").write_text(text)
    with pytest.raises(BadFolderError) as caught:
        load.load(made, "zh")
    assert any(said in str(p) for p in caught.value.problems)


def test_a_language_without_a_file_is_a_mistake_and_the_folders_own_needs_none(tmp_path):
    made = make_folder(tmp_path / "r")
    assert load.load(made, "en") == load.load(made)
    with pytest.raises(BadFolderError, match=r"text\.zh\.yaml"):
        load.load(made, "zh")


@pytest.mark.parametrize("name", ["castle-doctrine-2013", "opec-2014-11-27"])
def test_a_panels_chinese_wording_is_complete_and_in_chinese(name):
    folder = FIRST.parent / name
    worded = load.load(folder, "zh")
    assert untranslated(folder, worded) == []
    said = (worded.title, *(c.text for c in worded.claims), *(c.paragraph for c in worded.claims))
    assert all(HAN.search(text) or text.isdigit() for text in said)
    assert all(HAN.search(one.label) for graph in (worded.graph, *worded.rivals) for one in graph.declared)


def test_a_unit_of_0_and_1_stays_one_in_its_translation(tmp_path):
    made = make_folder(tmp_path / "r", graph={"unit: points": "unit: 1 if moved"})
    unit = next(u for u in texts(load.load(made)) if u == "1 if moved")
    (made / "text.zh.yaml").write_text(f"language: zh\nphrases:\n  {unit}: 变动时\n")
    with pytest.raises(BadFolderError, match="write '是为1'"):
        load.load(made, "zh")
    (made / "text.zh.yaml").write_text(f"language: zh\nphrases:\n  {unit}: 是为1\n")
    assert load.load(made, "zh").language == "zh"


def test_the_first_reports_chinese_wording_is_complete():
    plain, worded = load.load(FIRST), load.load(FIRST, "zh")
    kept = set(texts(plain)) & set(texts(worded))
    words = Catalogue("zh")
    names = {"IBIT", "Cboe", "FRED", "Deribit", "Farside", "USDT", "Coinbase BTC-USD", "CoinShares", "Glassnode"}
    assert {text for text in kept if text in words.figure(2.0, text)} <= {"%", *names}
    assert [c.id for c in worded.claims] == [c.id for c in plain.claims]


def test_translating_by_nothing_changes_only_the_language(folder):
    study = load.load(folder)
    assert texts(translated(study, {}, "zh")) == texts(study)
