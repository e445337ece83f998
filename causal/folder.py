"""The shape of a report folder's files: what may stand in report, graph, claims and sources, for validation and schema."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from causal.study import Direction, Family, NodeKind, Resolution

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=5000)]
Word = Annotated[str, Field(max_length=5000)]


def _as_date(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


Day = Annotated[date, BeforeValidator(_as_date, json_schema_input_type=date)]


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Paragraph = Annotated[str, BeforeValidator(_as_text, json_schema_input_type=str | int), Field(max_length=40)]


class Strict(BaseModel):
    """Unknown keys and wrong types are mistakes; nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ArticleModel(Strict):
    """The article under review. `summary` paraphrases it."""

    title: Text
    author: Text
    outlet: Text
    published: Day
    url: Word = ""
    language: Word = "en"
    summary: Word = ""
    note: Word = ""


class EventModel(Strict):
    """The day explained, and the window that is left out when an edge must hold without it."""

    day: Day
    start: Day
    end: Day
    label: Word = ""


class SampleModel(Strict):
    """The days of the analysis: those of dataset `calendar` from `start` to `end`."""

    calendar: Identifier
    start: Day
    end: Day


class SignOffModel(Strict):
    """Someone who answers for the report."""

    role: Text
    name: Word = ""
    on: Day | None = None


class CorrectionModel(Strict):
    """What changed since a published version."""

    on: Day
    what: Text
    why: Text


class LockModel(Strict):
    """The digest printed by `causal lock`, and its date."""

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    on: Day


class ReportModel(Strict):
    """report.yaml."""

    title: Text
    language: Literal["en", "zh"] = "en"
    publisher: Word = ""
    as_of: Day | None = None
    article: ArticleModel
    event: EventModel
    sample: SampleModel
    seed: Annotated[int, Field(ge=0, le=2**53)] = 0
    sign_off: list[SignOffModel] = []
    corrections: list[CorrectionModel] = []
    lock: LockModel | None = None


class MeasureModel(Strict):
    """Another measure of the same variable."""

    formula: Text
    measure: Text
    unit: Word = ""


class VariableModel(Strict):
    """A node: how it is seen, computed and expected to move."""

    label: Text
    kind: NodeKind = Field(NodeKind.OBSERVED, strict=False)
    formula: Word = ""
    measure: Word = ""
    unit: Word = ""
    event: Direction | None = Field(None, strict=False)
    persistence: Annotated[int, Field(ge=0, le=10)] = 1
    family: Family = Field(Family.CONTINUOUS, strict=False)
    alternatives: list[MeasureModel] = []
    needs: Word = ""
    note: Word = ""


class EdgeModel(Strict):
    """An edge that the article, or a rival account, asserts."""

    from_: Annotated[str, Field(alias="from")]
    to: str
    lag: Annotated[int, Field(ge=0, le=20)] = 0
    sign: Annotated[int, Field(ge=-1, le=1)] = 0
    mechanism: Word = ""
    claims: list[str] = []
    smallest_effect: Annotated[float, Field(gt=0, strict=False)] | None = None


class BackgroundModel(Strict):
    """A common cause that the article does not dispute."""

    from_: Annotated[str, Field(alias="from")]
    to: list[str] | str
    lag: Annotated[int, Field(ge=0, le=20)] = 0


class RivalModel(Strict):
    """A rival account: a graph of its own over the same variables."""

    id: Identifier
    title: Text
    chain: Annotated[list[str], Field(min_length=2)]
    outcome: str
    edges: list[EdgeModel]
    background: list[BackgroundModel] = []
    claims: list[str] = []
    note: Word = ""


class GraphModel(Strict):
    """graph.yaml."""

    title: Text
    variables: dict[Identifier, VariableModel]
    edges: Annotated[list[EdgeModel], Field(min_length=1)]
    background: list[BackgroundModel] = []
    chain: Annotated[list[str], Field(min_length=2)]
    outcome: str
    claims: list[str] = []
    note: Word = ""
    rivals: list[RivalModel] = []


class OverrideModel(Strict):
    """An editor's signed decision."""

    verdict: Literal["supported", "not supported"]
    by: Text
    on: Day
    reason: Text


class ClaimModel(Strict):
    """One claim. Each check names a check and gives its parameters."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=40)]
    paragraph: Paragraph
    kind: Word = ""
    text: Text
    figures: dict[Identifier, Word] = {}
    note: Word = ""
    override: OverrideModel | None = None
    checks: Annotated[list[dict[str, Any]], Field(min_length=1)]


class ClaimsModel(Strict):
    """claims.yaml."""

    claims: Annotated[list[ClaimModel], Field(min_length=1)]


class SeriesModel(Strict):
    """One column: what it is, in which unit, from where."""

    label: Text
    unit: Word = ""
    source: Text
    url: Word = ""
    retrieved: Day | None = None
    traps: list[Text] = []


class DatasetModel(Strict):
    """One data file in data/."""

    file: Text
    time: Text
    resolution: Resolution = Field(Resolution.DAY, strict=False)
    key: list[str] = []
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    note: Word = ""
    series: dict[Identifier, SeriesModel]


class SourcesModel(Strict):
    """data/sources.yaml."""

    datasets: Annotated[dict[Identifier, DatasetModel], Field(min_length=1)]


FILES: dict[str, type[Strict]] = {
    "report.yaml": ReportModel,
    "graph.yaml": GraphModel,
    "claims.yaml": ClaimsModel,
    "data/sources.yaml": SourcesModel,
}
