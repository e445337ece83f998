"""claims.yaml: each claim and its checks, whose parameters are those that the check itself declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from causal.errors import did_you_mean
from causal.files.adapters import adapter
from causal.files.limits import TEXT_CHARACTERS
from causal.folder.readings import OWN, parameters_of, prove_readings
from causal.judgement.checks import checks
from causal.study import CheckRequest, Claim, Override, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from causal.folder.proof import Key, Proof
    from causal.folder.shapes import ClaimModel, ClaimsModel
    from causal.sampling import Sampling

FILE = "claims.yaml"


def claim_ids(proof: Proof, model: ClaimsModel | None) -> list[str] | None:
    """Give the ids written in the file, those of mistaken claims included; None where it cannot be read."""
    if model is None:
        return None
    written = proof.documents[FILE].values["claims"]
    return [str(c["id"]) for c in written if isinstance(c, dict) and "id" in c]


def read_claims(
    proof: Proof,
    model: ClaimsModel,
    series: set[str] | None,
    datasets: Sequence[str] | None,
    graphs: Mapping[str, Sequence[str]] | None,
    sampling: Sampling,
    units: Mapping[str, str] | None = None,
) -> tuple[Claim, ...]:
    """Give the claims; a check's parameters are kept as written, once they are proved against the series' `units`.

    `series`, `datasets` and `graphs` (the ids of the edges that each asserts) are what a parameter may name. Checks that
    read values at a time are refused where the rows have none.
    """
    proof.unique(FILE, [((*c.place, "id"), c.id) for c in model.claims])
    context = {
        "series": series,
        "datasets": None if datasets is None else set(datasets),
        "figures": {f"{c.id}.{name}" for c in model.claims for name in c.figures},
        "claims": set(claim_ids(proof, model) or ()),
        "graphs": graphs,
        "sampling": sampling,
        "units": units or {},
    }
    return tuple(_claim(proof, claim, context) for claim in model.claims)


def _claim(proof: Proof, claim: ClaimModel, context: Mapping[str, Any]) -> Claim:
    return Claim(
        id=claim.id,
        paragraph=claim.paragraph,
        kind=claim.kind,
        text=claim.text,
        figures=dict(claim.figures),
        note=claim.note,
        override=None if claim.override is None else Override(**dict(claim.override)),
        checks=tuple(
            _check(proof, (*claim.place, "checks", i), given, context) for i, given in enumerate(claim.checks)
        ),
    )


def _check(proof: Proof, place: Key, given: Mapping[str, Any], context: Mapping[str, Any]) -> CheckRequest:
    name, says, mistakes = given.get("check"), given.get("says", ""), len(proof.problems)
    parameters = {key: value for key, value in given.items() if key not in {"check", "says", *OWN}}
    for path, text in _texts(dict(given), ()):
        if len(text) > TEXT_CHARACTERS:
            message = f"expected at most {TEXT_CHARACTERS:,} characters, found {len(text):,}"
            proof.fault(FILE, (*place, *path), message)
    if not isinstance(says, str):
        proof.fault(FILE, (*place, "says"), f"expected text, found {says!r}")
    if "check" not in given:
        proof.fault(FILE, place, "the key 'check' is missing")
    elif not isinstance(name, str) or name not in checks():
        proof.fault(FILE, (*place, "check"), f"unknown check '{name}'{did_you_mean(str(name), checks())}")
    elif checks()[name].dated and not context["sampling"].ordered:
        rows = context["sampling"].called
        message = f"'{name}' reads values at a time, and the rows of {rows} have none: see 'summary' and 'estimate'"
        proof.fault(FILE, (*place, "check"), message)
    else:
        _prove(proof, place, checks()[name].parameters, parameters, context)
    prove_readings(proof, FILE, place, given)
    right = len(proof.problems) == mistakes  # else each reading would repeat the check's own mistake
    readings = tuple(_readings(proof, place, given, parameters, context)) if right else ()
    told = {key: str(given.get(key, "")) for key in ("reading", "primary", "no_primary")}
    return CheckRequest(check=str(name), parameters=parameters, says=str(says), readings=readings, **told)


def _readings(
    proof: Proof, place: Key, given: Mapping[str, Any], parameters: Mapping[str, Any], context: Mapping[str, Any]
) -> Iterator[Reading]:
    """Give each other reading with the check's parameters under it; a mistake is noted where the reading makes it."""
    for position, one in enumerate(given.get("readings", ())):
        changed = parameters_of(parameters, one)
        _prove(proof, (*place, "readings", position), checks()[given["check"]].parameters, changed, context)
        yield Reading(name=one["reading"], parameters=changed)


def _texts(value: Any, path: Key) -> Iterator[tuple[Key, str]]:
    """Give every text in a check's keys, with its place in them."""
    if isinstance(value, str):
        yield path, value
    for part, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _texts(one, (*path, part))


def _prove(
    proof: Proof, place: Key, declared: type[Any], parameters: dict[str, Any], context: Mapping[str, Any]
) -> None:
    """Prove parameters as the check declares them; `place` is that of the check, or of the reading that changes them."""
    known, written = list(declared.__dataclass_fields__), proof.written(FILE, place)
    for key in [
        key for key in parameters if key not in known and key in written
    ]:  # whether or not the check forbids them
        proof.fault(FILE, (*place, key), f"unknown key '{key}'{did_you_mean(key, known)}")
    try:
        kept = {key: value for key, value in parameters.items() if key in known}
        adapter(declared).validate_python(kept, context=dict(context))
    except ValidationError as error:
        proof.invalid(FILE, place, error.errors(include_url=False), declared)
