"""The benchmark of the designs for panels runs, at a size at which it measures nothing."""

from __future__ import annotations

import pytest

from benchmarks import panels

pytestmark = pytest.mark.slow


def test_each_kind_of_world_is_simulated_and_told():
    told: list[str] = []
    panels.main(["--worlds", "2", "--only", "0"], told.append)
    lines = "".join(told).splitlines()
    assert lines[0] == "seed 1" and lines[1].split()[:3] == ["world", "worlds", "size"]
    assert len(lines) == 2 + sum("0" in world.name for world in panels.WORLDS)
    assert all(line.split()[-1] == "0" for line in lines[2:])


def test_one_seed_gives_one_table():
    once, again = (panels.line(panels.WORLDS[0], panels.run(panels.WORLDS[0], 3, 7)) for _ in range(2))
    assert once == again
