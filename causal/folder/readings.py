"""The readings of a check's words in claims.yaml: what they are called, which of them is the primary one, and what each changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from causal.folder.proof import Key, Proof

OWN = ("reading", "primary", "no_primary", "readings")  # beside the keys that a check itself declares
TIMES = (
    frozenset({"at"}),
    frozenset({"start", "end"}),
)  # two ways to say when: a reading that uses one drops the other
NAMED = "name it in a few words, such as 'over the UTC day'"


def prove_readings(proof: Proof, file: str, place: Key, given: Mapping[str, Any]) -> None:
    """Note every mistake in how a check names its readings; that one is primary, or none, is asked for."""
    for key in ("reading", "primary", "no_primary"):
        if key in given and not (isinstance(given[key], str) and given[key].strip()):
            proof.fault(file, (*place, key), f"expected some text, found {given[key]!r}")
    if "readings" not in given:
        for key in ("reading", "primary", "no_primary"):
            if key in given:
                message = f"'{key}' is said of one reading among several, and there is no other: add 'readings', or leave it out"
                proof.fault(file, (*place, key), message)
        return
    readings = given["readings"]
    if not isinstance(readings, list) or not readings or not all(isinstance(one, dict) for one in readings):
        message = "expected a list of readings, each with 'reading' and the keys of the check that it changes"
        proof.fault(file, (*place, "readings"), message)
        return
    if "reading" not in given:
        proof.fault(file, place, f"the key 'reading' is missing: the check as written is one of the readings; {NAMED}")
    _prove_primary(proof, file, place, given)
    _prove_others(proof, file, place, given)


def _prove_primary(proof: Proof, file: str, place: Key, given: Mapping[str, Any]) -> None:
    """Note where it is not said, once and clearly, which reading comes first."""
    count = 1 + len(given["readings"])
    if "primary" in given and "no_primary" in given:
        message = "'primary' says that the check as written is the primary reading, 'no_primary' that none is: keep one"
        proof.fault(file, (*place, "no_primary"), message)
    elif "primary" not in given and "no_primary" not in given:
        message = (
            f"{count} readings, and none is called primary: write 'primary: WHY' beside 'readings', with the reason why a reader of "
            "the article would take the check as it is written, or 'no_primary: WHY' where no reading comes first"
        )
        proof.fault(file, (*place, "readings"), message)


def _prove_others(proof: Proof, file: str, place: Key, given: Mapping[str, Any]) -> None:
    seen = {given.get("reading")}
    for position, one in enumerate(given["readings"]):
        here = (*place, "readings", position)
        name = one.get("reading")
        if "reading" not in one:
            proof.fault(file, here, f"the key 'reading' is missing: {NAMED}")
        elif not isinstance(name, str) or not name.strip():
            proof.fault(file, (*here, "reading"), f"expected some text, found {name!r}")
        elif name in seen:
            proof.fault(file, (*here, "reading"), f"'{name}' stands twice: give each reading its own name")
        seen.add(name if isinstance(name, str) else None)
        for key in ("primary", "no_primary"):
            if key in one:
                message = (
                    f"'{key}' stands beside 'readings': the primary reading is the check as written, so that where this one comes "
                    "first the two change places"
                )
                proof.fault(file, (*here, key), message)
        for key in ("check", "says", "readings"):
            if key in one:
                proof.fault(file, (*here, key), f"a reading keeps the check's own '{key}': leave it out")


def parameters_of(given: Mapping[str, Any], reading: Mapping[str, Any]) -> dict[str, Any]:
    """Give a check's parameters under a reading: what it leaves out is as in the check."""
    changed = {key: value for key, value in reading.items() if key != "reading"}
    kept = dict(given)
    for way in TIMES:
        if way & changed.keys():
            kept = {key: value for key, value in kept.items() if key in way or not any(key in other for other in TIMES)}
    return {**kept, **changed}


def parts(given: Mapping[str, Any]) -> int:
    """Give how many times a check is run: as written, and under each other reading."""
    readings = given.get("readings")
    return 1 + (len(readings) if isinstance(readings, list) else 0)
