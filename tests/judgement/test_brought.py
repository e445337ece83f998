"""What extensions bring to a report is in it: a machine without them renders the same page, and nothing of theirs runs there."""

from __future__ import annotations

import importlib
import re
import sys

import pytest

from causal import pipeline
from causal.errors import CausalError
from causal.inference.estimators import estimators
from causal.inference.refuters import refuters
from causal.judgement.brought import sentences_of
from causal.judgement.checks import Check, checks
from causal.rendering.catalogue import catalogue_of
from causal.rendering.outputs.html import html
from causal.rendering.page import page_of
from causal.report import from_json, to_json
from tests.docs.pages import DOCS, blocks
from tests.folders import make_folder
from tests.test_pipeline import QUICK

ADDON = {b.path: b.text for b in blocks(DOCS / "how-to" / "extend.md") if b.path.startswith("addon/")}
CLAIM = """\
  - id: c5
    paragraph: 5
    kind: numeric fact
    text: The price fell on a Tuesday.
    checks:
      - {check: weekday, at: 2025-02-03, stated: Tuesday}
"""


def forget():
    importlib.invalidate_caches()
    for members in (checks, estimators, refuters):
        members.cache_clear()


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Put the check, estimator and refuter of the how-to on the path; give what takes them off again."""
    for path, text in ADDON.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "addon"))
    forget()

    def removed():
        monkeypatch.undo()
        for name in [n for n in sys.modules if f"addon/{n}.py" in ADDON]:
            del sys.modules[name]
        forget()

    yield removed
    removed()


def page(report) -> str:
    return html(page_of(report, catalogue_of(report)))


def test_a_report_made_with_extensions_is_rendered_without_them(tmp_path, installed):
    folder = make_folder(tmp_path / "r")
    (folder / "claims.yaml").write_text((folder / "claims.yaml").read_text() + CLAIM)
    built = pipeline.build(folder, QUICK)
    with_them, written = page(built), to_json(built)
    assert built.brought.checks["weekday"] == "Weekday of a date"
    assert built.brought.estimators["trimmed"] == "Trimmed least squares"
    assert built.brought.refuters["halves"] == "Both halves of the sample"
    assert set(built.brought.sentences["en"]) >= {"weekday.differs", "refuter.halves.passed"}
    installed()
    assert "weekday" not in checks()
    assert "halves" not in refuters()
    assert page(from_json(written)) == with_them
    for said in (
        "The article says Tuesday, but 3 February 2025 was a Monday.",
        "Both halves of the sample",
        "rimmed least squares",
        "in the first half and",
    ):
        assert said in with_them


def test_only_what_ran_is_brought(tmp_path):
    built = pipeline.build(make_folder(tmp_path / "r"), QUICK)
    assert set(built.brought.checks) == {"value", "chain", "edge", "opinion", "rival"}
    assert set(built.brought.estimators) == {"linear", "without_past"}
    assert set(built.brought.refuters) == set(refuters())
    assert built.brought.sentences == {}


def member(sentences):
    return Check(title="t", parameters=object, run=print, sentences=sentences)


def test_sentences_of_languages_that_reports_are_not_worded_in_are_left_out():
    found = sentences_of({"check 'a'": member({"en": {"a.b": "x"}, "tlh": {"a.b": "y"}, "zh": {"a.b": "z"}})})
    assert found == {"en": {"a.b": "x"}, "zh": {"a.b": "z"}}


def test_two_members_with_one_sentence_are_refused_with_both_names():
    one, other = member({"en": {"a.b": "x"}}), member({"en": {"a.b": "y"}})
    with pytest.raises(CausalError, match="the check 'a' and the refuter 'b' both bring the sentence 'a.b'"):
        sentences_of({"check 'a'": one, "refuter 'b'": other})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "{{ day | day }} was a",
            "{{ day.__class__ }} was a",
            "the sentence 'weekday.agrees' of 'weekday' (en): '__class__'",
        ),
        ("weekday = weekday_check", "week-day = weekday_check", "'week-day' is no name of letters, digits and _"),
    ],
)
def test_what_no_report_could_hold_is_refused_when_it_is_loaded(tmp_path, installed, monkeypatch, old, new, said):
    changed = 0
    for path in (tmp_path / "addon").rglob("*"):
        if path.is_file() and old in path.read_text():
            path.write_text(path.read_text().replace(old, new))
            changed += 1
    assert changed
    forget()
    with pytest.raises(CausalError, match=re.escape(said)) as refused:
        dict(checks())
    assert "causal.checks (weekday_check:CHECK)" in str(refused.value)
