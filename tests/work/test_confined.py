"""Work in a child: answers and refusals come back; memory, time and death do not reach this process."""

from __future__ import annotations

import os
import time

import pytest

from causal.errors import CausalError, DataError, FormulaError
from causal.work.confined import TooMuchError, confined

MB = 1_000_000


def grow(size):
    return len(bytearray(size))


def refuse(text):
    raise DataError(text)


def misread():
    raise FormulaError("no such name", "a + b", 3)


def die():
    os._exit(7)


def sleep():
    time.sleep(30)


def spin():
    while True:
        pass


def stumble():
    raise KeyError("missing")


def test_the_answer_comes_back():
    assert confined(sorted, [3, 1, 2], subject="x") == [1, 2, 3]
    assert confined(grow, 50 * MB, subject="x") == 50 * MB


def test_a_refusal_comes_back_as_it_was():
    with pytest.raises(DataError, match="no such column"):
        confined(refuse, "no such column", subject="x")
    with pytest.raises(FormulaError) as caught:
        confined(misread, subject="x")
    assert (caught.value.formula, caught.value.column) == ("a + b", 3)


def test_memory_is_limited_and_said():
    with pytest.raises(TooMuchError, match="d.csv needs more than 100 MB"):
        confined(grow, 400 * MB, subject="d.csv", memory=100 * MB)
    assert grow(400 * MB) == 400 * MB  # this process has no such limit


@pytest.mark.parametrize("work", [sleep, spin])
def test_time_is_limited_and_said(work):
    began = time.monotonic()
    with pytest.raises(TooMuchError, match=r"d.csv was not read after 0.5 seconds"):
        confined(work, subject="d.csv", seconds=0.5)
    assert time.monotonic() - began < 10


def test_a_child_that_dies_is_an_error():
    with pytest.raises(CausalError, match="d.csv cannot be read: the process that reads it ended with code 7"):
        confined(die, subject="d.csv")


def test_any_other_exception_is_one_line():
    with pytest.raises(CausalError, match=r"d.csv cannot be read: KeyError: 'missing'"):
        confined(stumble, subject="d.csv")
