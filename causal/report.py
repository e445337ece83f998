"""The whole result, lossless to and from JSON: everything that is rendered comes from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError, DataError, unknown
from causal.files import json_reader
from causal.files.adapters import adapter
from causal.files.fields import Count, Digest, Language, MessageKey, Name, Second, Sentence, Text, Version
from causal.files.json_writer import written
from causal.files.limits import REPORT_BYTES, REPORT_PARTS
from causal.files.records import record, told
from causal.files.sizes import times, too_many
from causal.findings import GraphFindings
from causal.frame import Column, Reading
from causal.messages import Failure
from causal.references import column_faults, findings_faults, study_faults, verdict_faults
from causal.study import Study
from causal.verdict import Contradiction, EdgeVerdict, Rubric, Verdict

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_VERSION = 3
LIBRARIES = (  # whose versions a report names, in the order in which it prints them
    "dowhy",
    "statsmodels",
    "numpy",
    "scipy",
    "pandas",
    "networkx",
    "matplotlib",
    "jinja2",
    "weasyprint",
    "pydantic",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made the report: digests of inputs, rubric and frame, versions of software, the seed."""

    causal: Version
    versions: dict[Text, Version]
    seed: Count
    rubric_digest: Digest
    frame_digest: Digest
    source_date: Second  # seconds since 1970: the date printed and stored in files, from the folder, not a clock

    @property
    def libraries(self) -> tuple[tuple[str, str], ...]:
        """Name and version of each library, in the order of print, which a JSON file does not keep."""
        known = {name: place for place, name in enumerate(LIBRARIES)}
        return tuple(sorted(self.versions.items(), key=lambda one: (known.get(one[0], len(known)), one[0])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What the members of open sets that ran bring to the page, so that a machine without them can render it.

    Titles by name, of the checks asked for, the estimators that estimated and every refuter; and by language and key the
    sentences that members bring of their own.
    """

    checks: dict[Name, Text] = field(default_factory=dict)
    estimators: dict[Name, Text] = field(default_factory=dict)
    refuters: dict[Name, Text] = field(default_factory=dict)
    sentences: dict[Language, dict[MessageKey, Sentence]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A scored report. Verdicts stand in the order of the study's claims."""

    schema_version: int
    study: Study
    rubric: Rubric
    columns: tuple[Column, ...]
    rows: Count
    graph: GraphFindings
    rivals: tuple[GraphFindings, ...]
    edge_verdicts: tuple[EdgeVerdict, ...]
    verdicts: tuple[Verdict, ...]
    contradictions: tuple[Contradiction, ...]
    failures: tuple[Failure, ...]
    provenance: Provenance
    brought: Brought
    readings: tuple[Reading, ...] = ()  # the cells behind the figures that claims are held against

    def verdict(self, claim: str) -> Verdict:
        """Give the verdict of that claim; raise KeyError that names the nearest."""
        for verdict in self.verdicts:
            if verdict.claim == claim:
                return verdict
        raise unknown("claim", claim, (v.claim for v in self.verdicts))

    def edge_verdict(self, graph: str, edge: str) -> EdgeVerdict:
        """Give the verdict of that edge; raise KeyError that names the nearest."""
        for verdict in self.edge_verdicts:
            if (verdict.graph, verdict.edge) == (graph, edge):
                return verdict
        raise unknown("judged edge", f"{graph}: {edge}", (f"{v.graph}: {v.edge}" for v in self.edge_verdicts))

    @property
    def graphs(self) -> tuple[GraphFindings, ...]:
        """The article's graph, then its rivals."""
        return (self.graph, *self.rivals)


def to_json(report: Report) -> str:
    """Give the report as JSON text: sorted keys, one space a level, one newline at the end.

    What is written can be read: raise CausalError for a report that `from_json` would refuse.
    """
    plain = adapter(Report).dump_python(report, mode="json")
    _checked(plain)
    text = written(plain) + "\n"
    if (size := len(text.encode())) > REPORT_BYTES * times():
        more = -(-size // REPORT_BYTES)
        raise CausalError(
            f"the report would have {size:,} bytes, more than the {REPORT_BYTES * times():,} that are read again: leave claims "
            f"out, or allow {more} times the usual size with --size {more}"
        )
    return text


def from_json(given: str | bytes) -> Report:
    """Give the report that `to_json` wrote; raise CausalError with the path of what is wrong in it.

    Every value is checked: its type, that it is finite, how a name is spelled, sizes, and that what is cited is there.
    """
    try:
        values = json_reader.parsed(given, most=REPORT_BYTES * times(), parts=REPORT_PARTS * times())
    except DataError as error:
        raise CausalError(f"this is not a report.json: {error}") from error
    if wrong := _oversize(values):
        raise CausalError(f"this report is too large: {wrong}")
    version = values.get("schema_version") if isinstance(values, dict) else None
    if version is None:
        raise CausalError("this is not a report.json: the key 'schema_version' is missing")
    if version != SCHEMA_VERSION or isinstance(version, bool):
        raise CausalError(
            f"report.json has schema version {version!r:.40}; this program reads {SCHEMA_VERSION}: build it again"
        )
    return _checked(values)


def _oversize(values: Any) -> str:
    """Say what a report holds too much of, as far as it is one; before any of it is checked or rendered."""

    def at(holder: Any, key: str) -> Any:
        return holder.get(key) if isinstance(holder, dict) else None

    def count(holder: Any, key: str) -> int:
        found = at(holder, key)
        return len(found) if isinstance(found, list) else 0

    study = at(values, "study")
    verdicts, rivals = at(values, "verdicts"), at(study, "rivals")
    graphs = [at(study, "graph"), *(rivals if isinstance(rivals, list) else [])]
    counts = {
        "claims": max(count(study, "claims"), count(values, "verdicts")),
        "parts of claims": sum(count(one, "evidence") for one in verdicts) if isinstance(verdicts, list) else 0,
        "variables": max(count(graph, "variables") for graph in graphs),
        "edges": sum(count(graph, "edges") for graph in graphs),
    }
    return next((wrong for what, number in counts.items() if (wrong := too_many(what, number))), "")


def read(path: Path) -> Report:
    """Read a report.json; raise CausalError that names the file."""
    raw = json_reader.contents(path, REPORT_BYTES * times())
    try:
        return from_json(raw)
    except CausalError as error:
        raise CausalError(f"{path}: {error}") from error


def _checked(values: Any) -> Report:
    try:
        report = record(Report, values)
    except DataError as error:
        raise CausalError(f"report.json is damaged: {error}") from error
    faults = chain(
        study_faults(report.study),
        column_faults(report.columns, report.study),
        findings_faults(report.graphs, report.study),
        verdict_faults(report.study, report.edge_verdicts, report.verdicts, report.contradictions),
    )
    for place, message in faults:
        raise CausalError(f"report.json is damaged: {told(place, message)}")
    return report
