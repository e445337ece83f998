"""The table of what each kind of work takes: its measurements and its words, not the seconds."""

from __future__ import annotations

import pytest

from benchmarks import speed
from benchmarks.speed import HERE, Bench, Row, Taken, ratio_row, run, table


def test_a_process_is_measured_and_its_words_are_kept():
    taken = run(HERE, ["-c", "print(sum(range(10**6)))"])
    assert taken.printed.strip() == "499999500000"
    assert 0 < taken.processor <= taken.clock + 1.0
    assert 0.005 < taken.memory < 0.1


def test_the_peak_of_memory_is_that_of_the_process_not_of_the_one_that_starts_it():
    held = bytearray(300_000_000)
    held[::4096] = b"1" * len(held[::4096])  # resident, page for page
    assert run(HERE, ["-c", "print(1)"]).memory < 0.1
    assert run(HERE, ["-c", "held = b'1' * 300_000_000"]).memory > 0.3


def test_a_process_that_fails_is_told_and_one_that_does_not_end_is_ended(monkeypatch):
    with pytest.raises(RuntimeError, match="exit 3"):
        run(HERE, ["-c", "raise SystemExit(3)"])
    monkeypatch.setattr(speed, "PATIENCE", 0.2)
    with pytest.raises(TimeoutError):
        run(HERE, ["-c", "import time; time.sleep(60)"])


def test_both_builds_run_in_turn_and_the_least_counts(tmp_path):
    ran, seconds = [], iter([5.0, 2.0, 4.0, 3.0])

    def what(code):
        ran.append(code)
        return Taken(clock=1.0, processor=next(seconds), memory=0.1)

    before, now = Bench(tmp_path, tmp_path, 2).both(what)
    assert ran == [tmp_path, HERE, tmp_path, HERE]
    assert before is not None
    assert (before.processor, now.processor) == (4.0, 2.0)


def test_a_build_that_does_not_end_has_no_figure(tmp_path):
    def what(code):
        if code == tmp_path:
            raise TimeoutError
        return Taken(clock=1.0, processor=1.0, memory=0.1)

    assert Bench(tmp_path, tmp_path, 2).both(what)[0] is None


@pytest.mark.parametrize(("now", "said"), [(3.9, "met"), (4.1, "**missed**")])
def test_a_target_is_met_or_missed(now, said):
    taken = [Taken(clock=0, processor=seconds, memory=0.5) for seconds in (10.0, now)]
    row = ratio_row("work", (taken[0], taken[1]), 0.4, 1e9)
    line = table([row], 10e9).splitlines()[-1]
    assert [cell.strip() for cell in line.split("|")[1:]][:8] == [
        "work", "10.0", f"{now:.2f}", f"{now / 10:.2f}", "0.50", "0.1", "≤ 0.4 of it", said,
    ]  # fmt: skip


def test_what_has_no_target_has_no_verdict():
    assert table([Row(work="w", now=1.0)], 1.0).splitlines()[-1].rstrip(" |").endswith("1.00")
