"""The one surface that authors of extensions import.

Each open set has a record that its members are made of (`Check`, `Estimator`, `Refuter`, `Connector`, `Source`, `Format`);
beside it stand what its functions are given, what they give, and what the package's own members are built with. What is
not named here may change without notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causal.authoring.graph_formats import Format, check_room, graph_formats
from causal.data.cells import Cells
from causal.data.cells import contents as file_contents
from causal.data.cells import table as cells_table
from causal.data.connectors import Connector, connectors
from causal.data.sources import Fetched, Request, Source, sources
from causal.errors import CausalError, DataError, FormulaError, NotComputableError, UnreadableRowError, did_you_mean
from causal.files.extras import library
from causal.files.inside import inside
from causal.files.secrets import Secrets
from causal.files.strict import Day, Identifier, Strict, Text
from causal.findings import (
    AlternativeEstimate,
    Attribution,
    Benchmark,
    Calibration,
    Contribution,
    EdgeFindings,
    Estimand,
    Estimate,
    EventDay,
    Failure,
    GraphFindings,
    HeldOut,
    Histogram,
    Independence,
    Item,
    Label,
    Message,
    Outcome,
    Rate,
    Refutation,
    Response,
    RuledOut,
    Scalar,
    Sensitivity,
    Shuffled,
    Stage,
    Strategy,
    Value,
    text_of,
)
from causal.frame import Column, Frame
from causal.grammar.stated import Stated
from causal.grammar.stated import parse as parse_stated
from causal.inference.algebra import (
    Array,
    Fit,
    Mask,
    Projection,
    effects_with_covariates,
    effects_with_weights,
    fit,
    functionals_for_treatments,
    project,
)
from causal.inference.design import Design
from causal.inference.estimators import Estimator, Functional, estimate_of, estimators
from causal.inference.refuters import Decision, Refuter, Setting, not_applicable, refuters
from causal.judgement.checks import Check, Context, checks
from causal.judgement.checks._chart import history as history_chart
from causal.judgement.checks._comparison import compare, figure_test, measured_test, sources_test
from causal.judgement.checks._comparison import grounds as grounds_of
from causal.judgement.checks._evidence import evidence as evidence_of
from causal.judgement.checks._evidence import missing as not_measured
from causal.judgement.checks._evidence import source_steps
from causal.judgement.checks._parameters import (
    FORBID,
    DatasetName,
    ExpressionText,
    FormulaText,
    Moment,
    Reduce,
    Relation,
    Wording,
    same_unit,
    when,
)
from causal.judgement.checks._series import Track
from causal.judgement.checks._series import read as read_track
from causal.rendering.outputs import Given, Output, outputs
from causal.sampling import (
    BLOCKS,
    HAR,
    HC3,
    SINGLY,
    Noun,
    Resampling,
    Sampling,
    Variance,
    sampling_of,
    samplings,
)
from causal.study import (
    Article,
    CheckRequest,
    Claim,
    Correction,
    Dataset,
    Direction,
    Edge,
    Event,
    Family,
    Graph,
    Lock,
    Measure,
    NodeKind,
    Override,
    Reply,
    Resolution,
    Sample,
    Series,
    SignOff,
    Study,
    Variable,
)
from causal.verdict import (
    PRECEDENCE,
    SUPPORTING,
    Chart,
    Citation,
    Comparison,
    EdgeTest,
    EdgeVerdict,
    Evidence,
    Grounds,
    Interval,
    Rubric,
    Step,
    Strength,
    Test,
    Word,
)
from causal.work.pieces import pieces
from causal.work.seeds import stream

if TYPE_CHECKING:
    from collections.abc import Callable

SETS: dict[str, Callable[[], dict[str, Any]]] = {
    "checks": checks,
    "connectors": connectors,
    "estimators": estimators,
    "graph_formats": graph_formats,
    "outputs": outputs,
    "refuters": refuters,
    "sampling": samplings,
    "sources": sources,
}

__all__ = [
    "BLOCKS",
    "FORBID",
    "HAR",
    "HC3",
    "PRECEDENCE",
    "SETS",
    "SINGLY",
    "SUPPORTING",
    "AlternativeEstimate",
    "Array",
    "Article",
    "Attribution",
    "Benchmark",
    "Calibration",
    "CausalError",
    "Cells",
    "Chart",
    "Check",
    "CheckRequest",
    "Citation",
    "Claim",
    "Column",
    "Comparison",
    "Connector",
    "Context",
    "Contribution",
    "Correction",
    "DataError",
    "Dataset",
    "DatasetName",
    "Day",
    "Decision",
    "Design",
    "Direction",
    "Edge",
    "EdgeFindings",
    "EdgeTest",
    "EdgeVerdict",
    "Estimand",
    "Estimate",
    "Estimator",
    "Event",
    "EventDay",
    "Evidence",
    "ExpressionText",
    "Failure",
    "Family",
    "Fetched",
    "Fit",
    "Format",
    "FormulaError",
    "FormulaText",
    "Frame",
    "Functional",
    "Given",
    "Graph",
    "GraphFindings",
    "Grounds",
    "HeldOut",
    "Histogram",
    "Identifier",
    "Independence",
    "Interval",
    "Item",
    "Label",
    "Lock",
    "Mask",
    "Measure",
    "Message",
    "Moment",
    "NodeKind",
    "NotComputableError",
    "Noun",
    "Outcome",
    "Output",
    "Override",
    "Projection",
    "Rate",
    "Reduce",
    "Refutation",
    "Refuter",
    "Relation",
    "Reply",
    "Request",
    "Resampling",
    "Resolution",
    "Response",
    "Rubric",
    "RuledOut",
    "Sample",
    "Sampling",
    "Scalar",
    "Secrets",
    "Sensitivity",
    "Series",
    "Setting",
    "Shuffled",
    "SignOff",
    "Source",
    "Stage",
    "Stated",
    "Step",
    "Strategy",
    "Strength",
    "Strict",
    "Study",
    "Test",
    "Text",
    "Track",
    "UnreadableRowError",
    "Value",
    "Variable",
    "Variance",
    "Word",
    "Wording",
    "cells_table",
    "check_room",
    "compare",
    "did_you_mean",
    "effects_with_covariates",
    "effects_with_weights",
    "estimate_of",
    "evidence_of",
    "figure_test",
    "file_contents",
    "fit",
    "functionals_for_treatments",
    "grounds_of",
    "history_chart",
    "inside",
    "library",
    "measured_test",
    "not_applicable",
    "not_measured",
    "parse_stated",
    "pieces",
    "project",
    "read_track",
    "same_unit",
    "sampling_of",
    "source_steps",
    "sources_test",
    "stream",
    "text_of",
    "when",
]
