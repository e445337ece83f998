"""What a command does to its own process before it works."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

GLIBC = hasattr(os, "confstr") and "CS_GNU_LIBC_VERSION" in os.confstr_names
RUN = """
import os, resource
import numpy as np
from causal.commands.cli import main

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(5):
        np.ones(8_000_000)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

first = faults()
main(["list", "--help"], standalone_mode=False)
faults()
print(first, faults(), os.environ.get("MALLOC_MMAP_MAX_"), os.environ.get("MALLOC_TRIM_THRESHOLD_"))
"""


def told(**environment):
    """Page faults of five large arrays before and after a command, and the settings of the allocator then."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    command = [sys.executable, "-c", RUN]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**given, **environment})
    before, after, most, trim = done.stdout.splitlines()[-1].split()
    return int(before), int(after), most, trim


@pytest.mark.skipif(not GLIBC, reason="the settings are glibc's")
def test_large_blocks_of_memory_are_used_again():
    before, after, most, trim = told()
    assert after < before / 4
    assert (most, trim) == ("0", str(2**31 - 1))


@pytest.mark.skipif(not GLIBC, reason="the settings are glibc's")
def test_what_is_set_already_stays():
    _, _, most, trim = told(MALLOC_MMAP_MAX_="7", MALLOC_TRIM_THRESHOLD_="1000000")
    assert (most, trim) == ("7", "1000000")
