from __future__ import annotations

import pytest
from pydantic import ValidationError

from causal.judgement.checks.opinion import Reason
from causal.judgement.judge import score
from causal.verdict import Grounds
from tests.judgement.checks.bench import bench, run, words


def test_each_reason_has_its_own_sentence_and_nothing_is_scored() -> None:
    sentences = set()
    for reason in Reason:
        found = run(bench(), "opinion", reason=reason.value)
        assert found.grounds is Grounds.NOT_CHECKABLE
        assert score(found.tests) == 0
        sentences.add(words(found.reason))
    assert len(sentences) == len(Reason)


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(ValidationError, match="opinion"):
        run(bench(), "opinion", reason="taste")
