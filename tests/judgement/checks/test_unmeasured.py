from __future__ import annotations

from causal.messages import Outcome
from causal.verdict import Grounds
from tests.judgement.checks.bench import bench, run, words


def test_it_says_what_would_be_needed() -> None:
    found = run(bench(), "unmeasured", needs="the prime broker's daily gross leverage", tried="13F filings")
    assert found.grounds is Grounds.NOT_MEASURED
    assert [t.outcome for t in found.tests] == [Outcome.FAILED]
    assert "daily gross leverage" in words(found.reason)
    assert "13F filings" in words(found.reason)
    assert found.would_change is not None
    assert "looked at" not in words(run(bench(), "unmeasured", needs="a series").reason)
