"""`design:` of an edge in graph.yaml: its kind, its keys, and what the graph must draw for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from causal.errors import did_you_mean
from causal.files.adapters import adapter
from causal.inference.designs import designs, named, numbering
from causal.study import DesignRequest, NodeKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from causal.folder.proof import Proof
    from causal.folder.shapes import EdgeModel
    from causal.inference.designs import StudyDesign
    from causal.sampling import Sampling
    from causal.study import Edge, Variable

KIND, PAGE = "kind", "docs/how-to/designs"


def request_of(given: dict[str, Any]) -> DesignRequest:
    """Give the design that an edge declares."""
    name, written = _parted(given)
    return DesignRequest(design=name, parameters=_whole(name, written))


def _parted(given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Give a design's name and its keys, as written."""
    return str(given.get(KIND, "")), {key: one for key, one in given.items() if key != KIND}


def _whole(name: str, written: dict[str, Any]) -> dict[str, Any]:
    """Give a design's keys with those that are left out as they then are, in plain values; as written where they are mistaken."""
    if name not in designs():
        return written
    known = adapter(designs()[name].parameters)
    try:
        plain: dict[str, Any] = known.dump_python(known.validate_python(written), mode="json")
    except ValidationError:
        return written
    return plain


def prove_design(
    proof: Proof,
    file: str,
    edge: EdgeModel,
    variables: Mapping[str, Variable],
    edges: Sequence[Edge],
    sampling: Sampling,
) -> None:
    """Note what is wrong with an edge's design: its name, its rows, its keys, or what the graph does not draw for it."""
    place = (*edge.place, "design")
    if edge.design is None:
        if sampling.designed:
            message = (
                f"the rows of {sampling.called} lean on each other, and only a study design says how: give this edge a "
                f"`design` ({_kinds(sampling)}; see {PAGE})"
            )
            proof.fault(file, edge.place, message)
        return
    kind, written = _parted(edge.design)
    if kind not in designs():
        near = did_you_mean(kind, designs())
        proof.fault(file, (*place, KIND), f"unknown study design '{kind[:60]}'{near}; see {PAGE}")
        return
    design = designs()[kind]
    if sampling.sample not in design.samples:
        wanted = " or ".join(f"'{one}'" for one in sorted(design.samples))
        message = f"'{kind}' is for rows of kind {wanted} (`sample.kind` in report.yaml): see {PAGE}/{kind}.md"
        proof.fault(file, (*place, KIND), message)
        return
    if edge.lag:
        proof.fault(
            file, (*edge.place, "lag"), "an edge with a study design has no lag: write it in the cause's formula"
        )
    try:
        parameters = adapter(design.parameters).validate_python(written)
    except ValidationError as error:
        proof.invalid(file, place, error.errors(include_url=False), design.parameters)
        return
    _variables(proof, file, edge, design, parameters, variables, edges)
    if design.reads:
        _other_ways(proof, file, edge, named(parameters, (design.reads,)), variables, edges)
    if design.effects:
        _effects(proof, file, edge, variables, edges)


def _kinds(sampling: Sampling) -> str:
    return ", ".join(name for name, one in designs().items() if sampling.sample in one.samples)


def _variables(
    proof: Proof,
    file: str,
    edge: EdgeModel,
    design: StudyDesign,
    parameters: Any,
    variables: Mapping[str, Variable],
    edges: Sequence[Edge],
) -> None:
    """Note each variable that a design names and the graph does not draw, and each that must be drawn as a cause of the outcome."""
    causes = {one.treatment for one in edges if one.outcome == edge.to}
    drawn = {name for one in edges for name in (one.treatment, one.outcome)}
    for key in design.variables:
        place = (*edge.place, "design", key)
        for name in named(parameters, (key,)):
            if name not in variables:
                proof.fault(file, place, f"unknown variable '{name}'{did_you_mean(name, variables)}")
            elif variables[name].kind is NodeKind.LATENT:
                proof.fault(file, place, f"'{name}' is latent: the design needs its values")
            elif name in {edge.from_, edge.to}:
                proof.fault(file, place, f"'{name}' is an end of this edge: name another variable")
            elif key == design.reads and not _moves(edge.from_, name, edges):
                message = f"the graph must draw '{name}' as moved by '{edge.from_}': add {{from: {edge.from_}, to: {name}}} under background"
                proof.fault(file, place, message)
            elif key in design.drawn and name not in causes:
                message = f"the graph must draw '{name}' as a cause of '{edge.to}': add {{from: {name}, to: {edge.to}}} under background"
                proof.fault(file, place, message)
            elif name not in drawn:
                message = f"no edge of this graph has '{name}': add {{from: {name}, to: {edge.to}}} under background, or what it moves"
                proof.fault(file, place, message)


def _other_ways(
    proof: Proof,
    file: str,
    edge: EdgeModel,
    read: tuple[str, ...],
    variables: Mapping[str, Variable],
    edges: Sequence[Edge],
) -> None:
    """Note each measured variable on a way from cause to outcome that the design would hold fixed, beside the one that it reads."""
    for name, variable in variables.items():
        between = name not in {edge.from_, edge.to, *read} and variable.kind is not NodeKind.LATENT
        if between and _moves(edge.from_, name, edges) and _moves(name, edge.to, edges):
            message = (
                f"'{name}' lies on a way from '{edge.from_}' to '{edge.to}', too, and would be held fixed, so that the total effect "
                f"were not total: leave it out of the graph where it neither moves '{', '.join(read)}' nor is moved by it; else no "
                "regression parts the two, and the edge goes without `design`"
            )
            proof.fault(file, (*edge.place, "design"), message)


def _moves(cause: str, effect: str, edges: Sequence[Edge]) -> bool:
    """Say whether the graph draws a way from cause to effect."""
    import networkx as nx

    drawn = nx.DiGraph((one.treatment, one.outcome) for one in edges)
    return cause in drawn and effect in nx.descendants(drawn, cause)


def _effects(
    proof: Proof, file: str, edge: EdgeModel, variables: Mapping[str, Variable], edges: Sequence[Edge]
) -> None:
    """Note where the graph does not draw units and times as common causes of both ends."""
    drawn = {(one.treatment, one.outcome) for one in edges}
    for function, what in (("unit", "units"), ("period", "times")):
        name = numbering(function, variables.values())
        if not name:
            message = (
                f"the graph draws no {what}: add a variable with `formula: {function}()` under variables, and draw it under "
                f"background as a cause of '{edge.from_}' and '{edge.to}'"
            )
            proof.fault(file, (*edge.place, "design"), message)
            continue
        for end in (edge.from_, edge.to):
            if (name, end) not in drawn:
                message = f"the graph must draw '{name}' as a cause of '{end}': add {{from: {name}, to: {end}}} under background"
                proof.fault(file, (*edge.place, "design"), message)
