"""What changed between two reports, claim by claim and edge by edge, and why: data, graph, claims, rubric or software."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from causal.files.adapters import adapter
from causal.findings import EdgeFindings
from causal.study import Claim, Graph
from causal.verdict import EdgeVerdict, Rubric, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from causal.report import Report

Plain = Any
EXACT = 0.0
WORDING = frozenset({"says", "label", "url"})  # leaves that are no result


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that differs, by its place in the record; None where one side has none."""

    place: str
    old: float | int | str | bool | None
    new: float | int | str | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One claim or edge whose verdict or numbers differ. `old` and `new` are grounds; None where it is absent."""

    subject: str
    old: str | None
    new: str | None
    old_score: int | None
    new_score: int | None
    values: tuple[Change, ...]
    why: tuple[str, ...]

    @property
    def verdict_changed(self) -> bool:
        """Whether the grounds differ, or one side does not have it."""
        return self.old != self.new


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """All that differs between two reports. `causes` lists every input, threshold and library that does."""

    causes: tuple[str, ...]
    claims: tuple[Difference, ...]
    edges: tuple[Difference, ...]

    @property
    def none(self) -> bool:
        """Whether no verdict and no number differs."""
        return not self.claims and not self.edges


def compare(old: Report, new: Report, tolerance: float = EXACT) -> Differences:
    """Compare two reports; numbers within the relative `tolerance` count as equal."""
    return Differences(
        causes=tuple(causes(old, new)),
        claims=tuple(_claims(old, new, tolerance)),
        edges=tuple(_edges(old, new, tolerance)),
    )


def causes(old: Report, new: Report) -> Iterator[str]:
    """List what differs among inputs, rubric, seed and software."""
    for name in sorted({*old.study.inputs, *new.study.inputs}):
        before, after = old.study.inputs.get(name), new.study.inputs.get(name)
        if before != after:
            yield f"{name} {'is new' if before is None else 'is gone' if after is None else 'changed'}"
    for change in leaves("rubric", _plain(Rubric, old.rubric), _plain(Rubric, new.rubric), EXACT):
        yield f"{change.place}: {change.old} → {change.new}"
    if old.provenance.seed != new.provenance.seed:
        yield f"seed: {old.provenance.seed} → {new.provenance.seed}"
    yield from software(old, new)


def software(old: Report, new: Report) -> Iterator[str]:
    """List what differs between the programs that made two reports."""
    before = {"causal": old.provenance.causal, **old.provenance.versions}
    after = {"causal": new.provenance.causal, **new.provenance.versions}
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield f"{name} {before.get(name, 'none')} → {after.get(name, 'none')}"


def _claims(old: Report, new: Report, tolerance: float) -> Iterator[Difference]:
    before, after = ({v.claim: v for v in report.verdicts} for report in (old, new))
    for claim in dict.fromkeys((*after, *before)):
        first, second = before.get(claim), after.get(claim)
        values = tuple(_between(Verdict, claim, first, second, tolerance))
        if values or first is None or second is None:
            yield _difference(claim, first, second, values, _why_claim(old, new, claim))


def _edges(old: Report, new: Report, tolerance: float) -> Iterator[Difference]:
    before, after = ({(v.graph, v.edge): v for v in report.edge_verdicts} for report in (old, new))
    for graph, edge in dict.fromkeys((*after, *before)):
        first, second = before.get((graph, edge)), after.get((graph, edge))
        subject = f"{graph}: {edge}"
        values = (
            *_between(EdgeVerdict, subject, first, second, tolerance),
            *_between(EdgeFindings, subject, _found(old, graph, edge), _found(new, graph, edge), tolerance),
        )
        if values or first is None or second is None:
            yield _difference(subject, first, second, values, _why_graph(old, new, graph))


def _difference(
    subject: str,
    old: Verdict | EdgeVerdict | None,
    new: Verdict | EdgeVerdict | None,
    values: tuple[Change, ...],
    why: Iterable[str],
) -> Difference:
    return Difference(
        subject=subject,
        old=None if old is None else old.grounds.value,
        new=None if new is None else new.grounds.value,
        old_score=None if old is None else old.score,
        new_score=None if new is None else new.score,
        values=values,
        why=tuple(dict.fromkeys(why)) or ("the same inputs gave another result",),
    )


def _found(report: Report, graph: str, edge: str) -> EdgeFindings | None:
    return next((e for g in report.graphs if g.graph == graph for e in g.edges if e.edge == edge), None)


def _between(kind: type, place: str, old: object, new: object, tolerance: float) -> Iterator[Change]:
    if old is not None and new is not None:
        yield from leaves(place, _plain(kind, old), _plain(kind, new), tolerance)


def _why_claim(old: Report, new: Report, claim: str) -> Iterator[str]:
    before, after = ({c.id: c for c in report.study.claims}.get(claim) for report in (old, new))
    if before is None or after is None:
        yield f"claims.yaml: {claim} is {'new' if before is None else 'gone'}"
    elif _plain(Claim, before) != _plain(Claim, after):
        yield f"claims.yaml: {claim} changed"
    verdicts = [v for report in (old, new) for v in report.verdicts if v.claim == claim]
    used = {
        name.partition(".")[0] for v in verdicts for e in v.evidence for source in e.sources for name in source.series
    }
    yield from _data(old, new, used)
    for edge in dict.fromkeys(e.edge for v in verdicts for e in v.evidence if e.edge):
        yield from _why_graph(old, new, edge.partition(":")[0])
    yield from _general(old, new)


def _why_graph(old: Report, new: Report, graph: str) -> Iterator[str]:
    before, after = (
        next((g for g in (report.study.graph, *report.study.rivals) if g.id == graph), None) for report in (old, new)
    )
    if before is None or after is None or _plain(Graph, before) != _plain(Graph, after):
        yield f"graph.yaml: graph '{graph}' changed"
    names = {v.name for g in (before, after) if g for v in g.declared}
    columns = [c for report in (old, new) for c in report.columns if c.name.partition("~")[0] in names]
    yield from _data(old, new, {series.partition(".")[0] for c in columns for series in c.series})
    yield from _general(old, new)


def _data(old: Report, new: Report, used: set[str]) -> Iterator[str]:
    before, after = ({d.id: d for d in report.study.datasets} for report in (old, new))
    for name in sorted(used & {*before, *after}):
        if name not in before or name not in after or before[name].digest != after[name].digest:
            yield f"data: {(after.get(name) or before[name]).file} changed"


def _general(old: Report, new: Report) -> Iterator[str]:
    if old.study.event != new.study.event or old.study.sample != new.study.sample or old.study.as_of != new.study.as_of:
        yield "report.yaml: event, sample or date changed"
    if old.rubric != new.rubric:
        yield "the rubric changed"
    if old.provenance.seed != new.provenance.seed:
        yield "the seed changed"
    changed = list(software(old, new))
    if changed:
        yield f"software: {', '.join(changed)}"


def leaves(place: str, old: Plain, new: Plain, tolerance: float) -> Iterator[Change]:
    """Give every leaf at which two plain values differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            if key not in WORDING:
                yield from leaves(f"{place}.{key}", old.get(key), new.get(key), tolerance)
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield Change(place=f"{place} (count)", old=len(old), new=len(new))
        for i, (before, after) in enumerate(zip(old, new, strict=False)):
            yield from leaves(f"{place}[{i}]", before, after, tolerance)
    elif not same(old, new, tolerance):
        yield Change(place=place, old=_leaf(old), new=_leaf(new))


def same(old: Plain, new: Plain, tolerance: float) -> bool:
    """Whether two leaves are equal, numbers within the relative tolerance."""
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in (old, new)) and not _whole(old, new):
        return math.isclose(old, new, rel_tol=tolerance, abs_tol=tolerance * 1e-3)
    return bool(old == new)


def _whole(*values: Plain) -> bool:
    """Whether all are whole numbers: counts, seeds and days, which no software computes nearly."""
    return all(isinstance(v, int) for v in values)


def _leaf(value: Plain) -> float | int | str | bool | None:
    return (
        value
        if value is None or isinstance(value, int | float | str | bool)
        else f"{type(value).__name__} of {len(value)}"
    )


def _plain(kind: type, record: object) -> Plain:
    return adapter(kind).dump_python(record, mode="json")
