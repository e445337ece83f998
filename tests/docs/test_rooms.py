"""The picture of the rooms is drawn from the contract, and shows every room and module there is."""

from __future__ import annotations

from docs import rooms


def test_the_picture_is_what_the_contract_gives():
    assert rooms.PICTURE.read_text(encoding="utf-8") == rooms.draw(), "run python -m docs.rooms"


def test_every_part_of_the_package_stands_on_a_floor():
    placed = [room for floor in rooms.floors() for room in floor]
    here = rooms.ROOT / "causal"
    parts = {p.stem for p in here.glob("*.py") if p.stem != "__init__"} | {
        p.parent.name for p in here.glob("*/__init__.py")
    }
    assert sorted(placed) == sorted(parts)
