"""The shape of a report folder's files: what may stand in report, graph, claims and sources, for validation and schema."""

from __future__ import annotations

import re
from datetime import date
from keyword import iskeyword
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from causal.study import Direction, Family, NodeKind, Resolution, SampleKind

NAME = r"^[A-Za-z][A-Za-z0-9_]*$"
DIGEST = r"^[0-9a-f]{64}$"
PATTERNS = {
    NAME: "a name of letters, digits and _ that begins with a letter",
    DIGEST: "a SHA-256 digest: 64 digits and letters a to f",
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _no_keyword(name: str) -> str:
    """Refuse words that a formula cannot hold as a name."""
    if iskeyword(name):
        raise ValueError(f"'{name}' is a reserved word of the formula language: choose another name")
    return name


Identifier = Annotated[str, Field(pattern=NAME, max_length=60), AfterValidator(_no_keyword)]
Text = Annotated[str, Field(min_length=1, max_length=5000)]
Word = Annotated[str, Field(max_length=5000)]


def _as_date(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        if DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"'{value}' is no day of the calendar: {error}") from error
    raise ValueError(f"expected a day such as 2026-02-05, found '{value}'")


Day = Annotated[date, BeforeValidator(_as_date, json_schema_input_type=date)]


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Paragraph = Annotated[str, BeforeValidator(_as_text, json_schema_input_type=str | int), Field(max_length=40)]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[
    list[str], BeforeValidator(_as_list, json_schema_input_type=str | list[str]), Field(min_length=1, max_length=100)
]


class Located(dict[str, Any]):
    """A mapping that knows its key path in its file."""

    def __init__(self, values: dict[str, Any], place: tuple[str | int, ...]) -> None:
        super().__init__(values)
        self.place = place


class Strict(BaseModel):
    """Unknown keys and wrong types are mistakes; nothing is converted silently. `place` is the key path in the file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)

    _place: tuple[str | int, ...] = PrivateAttr(())

    @model_validator(mode="wrap")
    @classmethod
    def _keep_place(cls, values: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        made = handler(values)
        made._place = getattr(values, "place", ())  # noqa: SLF001 - its own class's
        return made

    @property
    def place(self) -> tuple[str | int, ...]:
        """The key path of what this was read from."""
        return self._place


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
    """The days of the analysis, those of dataset `calendar` from `start` to `end`; of a cross-section every row."""

    calendar: Identifier
    start: Day | None = None
    end: Day | None = None
    kind: SampleKind = Field(SampleKind.TIME_SERIES, strict=False)


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


class ReplyModel(Strict):
    """The author's answer, printed in full."""

    by: Text
    on: Day
    text: Text


class CorrectionsModel(Strict):
    """corrections.yaml: what comes after the lock, so that it breaks none."""

    corrections: list[CorrectionModel] = []
    sign_off: list[SignOffModel] = []
    reply: ReplyModel | None = None


class LockModel(Strict):
    """The digest printed by `causal lock`, and its date."""

    digest: Annotated[str, Field(pattern=DIGEST)]
    on: Day


class ReportModel(Strict):
    """report.yaml. A time series has an `event`, a cross-section has none."""

    title: Text
    language: Literal["en", "zh"] = "en"
    publisher: Word = ""
    as_of: Day | None = None
    article: ArticleModel
    event: EventModel | None = None
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
    smallest_effect: Annotated[float, Field(gt=0)] | None = None


class BackgroundModel(Strict):
    """A common cause that the article does not dispute."""

    from_: Annotated[str, Field(alias="from")]
    to: Names
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

    id: Identifier
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


class VintageModel(Strict):
    """A later snapshot that lies beside the one in use."""

    file: Text
    digest: Annotated[str, Field(pattern=DIGEST)]
    retrieved: Day


class DatasetModel(Strict):
    """One data file in data/. `from` says where `causal fetch` takes it from; retrieved and digest are then written.

    `time` is the column of days or instants; in its place `rows` is the column that identifies the rows of a cross-section.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                {"anyOf": [{"required": ["digest"]}, {"required": ["from"]}]},
                {"oneOf": [{"required": ["time"]}, {"required": ["rows"]}]},
            ]
        }
    )

    file: Text
    time: Word = ""
    rows: Word = ""
    resolution: Resolution = Field(Resolution.DAY, strict=False)
    key: list[str] = []
    sheet: Word = ""
    digest: Annotated[str, Field(pattern=DIGEST)] | None = None
    note: Word = ""
    from_: Annotated[dict[str, Any] | None, Field(alias="from")] = None
    retrieved: Day | None = None
    vintage: Day | None = None
    vintages: list[VintageModel] = []
    series: dict[Identifier, SeriesModel]


class SourcesModel(Strict):
    """data/sources.yaml."""

    datasets: Annotated[dict[Identifier, DatasetModel], Field(min_length=1)]


CORRECTIONS = "corrections.yaml"
FILES: dict[str, type[Strict]] = {
    "report.yaml": ReportModel,
    "graph.yaml": GraphModel,
    "claims.yaml": ClaimsModel,
    "data/sources.yaml": SourcesModel,
}
