"""What is too large is refused with the option that allows it, which only the environment gives."""

from __future__ import annotations

import pytest

from causal.files import sizes


def test_the_usual_size_is_taken_and_one_more_is_not():
    for what, most in sizes.MOST.items():
        assert sizes.too_many(what, most) == ""
        said = sizes.too_many(what, most + 1)
        assert said.startswith(f"{most + 1:,} {what} are more than the {most:,} that are taken")
        assert "--size 2 (or CAUSAL_SIZE=2 in the environment)" in said


@pytest.mark.parametrize(("count", "needed"), [(10_001, 2), (20_000, 2), (20_001, 3), (1_000_000, 100)])
def test_the_size_that_it_needs_is_named(monkeypatch, count, needed):
    assert f"--size {needed} " in sizes.too_many("claims", count)
    monkeypatch.setenv("CAUSAL_SIZE", str(needed))
    assert sizes.too_many("claims", count) == ""
    monkeypatch.setenv("CAUSAL_SIZE", str(needed - 1))
    assert f"more than the {10_000 * (needed - 1):,} that are taken" in sizes.too_many("claims", count)


@pytest.mark.parametrize("written", ["", "0", "-3", "1e9", "two", "٣", "9" * 5000, "1.5", " 2"])
def test_what_is_no_number_allows_nothing(monkeypatch, written):
    monkeypatch.setenv("CAUSAL_SIZE", written)
    assert sizes.times() == 1
