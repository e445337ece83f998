"""The whole result, lossless to and from JSON: everything that is rendered comes from here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.errors import CausalError, unknown
from causal.files.adapters import adapter
from causal.findings import Failure, GraphFindings
from causal.frame import Column
from causal.study import Study
from causal.verdict import Contradiction, EdgeVerdict, Rubric, Verdict

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made the report: digests of inputs, rubric and frame, versions of software, the seed."""

    causal: str
    versions: dict[str, str]
    seed: int
    rubric_digest: str
    frame_digest: str
    source_date: int  # seconds since 1970: the date printed and stored in files, from the folder, not a clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A scored report. Verdicts stand in the order of the study's claims."""

    schema_version: int
    study: Study
    rubric: Rubric
    columns: tuple[Column, ...]
    rows: int
    graph: GraphFindings
    rivals: tuple[GraphFindings, ...]
    edge_verdicts: tuple[EdgeVerdict, ...]
    verdicts: tuple[Verdict, ...]
    contradictions: tuple[Contradiction, ...]
    failures: tuple[Failure, ...]
    provenance: Provenance

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
    """Give the report as JSON text: sorted keys, two spaces, one newline at the end, no NaN."""
    plain = adapter(Report).dump_python(report, mode="json")
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def from_json(text: str) -> Report:
    """Give the report that `to_json` wrote; raise CausalError on another schema version or a damaged file."""
    from pydantic import ValidationError

    try:
        version = json.loads(text).get("schema_version")
    except (ValueError, AttributeError) as error:
        raise CausalError(f"this is not a report.json: {error}") from error
    if version != SCHEMA_VERSION:
        raise CausalError(
            f"report.json has schema version {version}; this program reads {SCHEMA_VERSION}: build it again"
        )
    try:
        found: Report = adapter(Report).validate_json(text)
    except ValidationError as error:
        raise CausalError(
            f"report.json is damaged: {error.errors()[0]['msg']} at {error.errors()[0]['loc']}"
        ) from error
    return found


def read(path: Path) -> Report:
    """Read a report.json."""
    return from_json(path.read_text(encoding="utf-8"))
