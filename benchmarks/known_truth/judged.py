"""Build a case and read each claim's verdict out of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.known_truth.folder import write
from causal import pipeline
from causal.messages import Outcome
from causal.verdict import RUBRIC

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.known_truth.case import Account, Arrow, Case
    from causal.findings import Calibration, Estimate
    from causal.report import Report
    from causal.verdict import EdgeVerdict, Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An asserted arrow and what the product says of it. `deciding` are the tests that it failed."""

    case: Case
    account: Account
    arrow: Arrow
    grounds: str
    deciding: tuple[str, ...]
    estimate: Estimate | None
    calibration: Calibration | None

    @property
    def true(self) -> bool:
        """Whether truth allows what was said."""
        return self.grounds in self.arrow.allowed


def judge(case: Case, directory: Path, rubric: Rubric = RUBRIC) -> tuple[Judged, ...]:
    """Write the case's folder, build it, and give every asserted arrow as it was judged."""
    report = pipeline.build(write(case, directory), rubric)
    graphs = ("article", *(account.id for account in case.accounts[1:]))
    return tuple(
        _judged(report, case, account, arrow, graph)
        for graph, account in zip(graphs, case.accounts, strict=True)
        for arrow in account.arrows
    )


def _judged(report: Report, case: Case, account: Account, arrow: Arrow, graph: str) -> Judged:
    found = next(given for given in report.graphs if given.graph == graph).edge(arrow.id)
    verdict = report.edge_verdict(graph, arrow.id)
    return Judged(
        case=case,
        account=account,
        arrow=arrow,
        grounds=verdict.grounds.value,
        deciding=_deciding(verdict),
        estimate=found.estimates[0] if found.estimates else None,
        calibration=found.calibration,
    )


def _deciding(verdict: EdgeVerdict) -> tuple[str, ...]:
    return tuple(test.name for test in verdict.tests if test.required and test.outcome is Outcome.FAILED)
