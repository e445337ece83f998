"""The shape of a report folder's files: what may stand in report, graph, claims and sources, for validation and schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field

from causal.data.layouts import LayoutModel, Numbers
from causal.errors import did_you_mean
from causal.files.assets import FALLBACK
from causal.files.strict import Day, Digest, Identifier, Language, Names, Note, Paragraph, Strict, Text
from causal.sampling import kinds_of_sample
from causal.study import Because, Direction, EventTest, Family, NodeKind, Resolution, Role


def _kind_of_sample(name: str) -> str:
    """Refuse what no kind of rows goes by."""
    if name not in kinds_of_sample():
        known = " or ".join(f"'{one}'" for one in kinds_of_sample())
        near = did_you_mean(name, kinds_of_sample())
        raise ValueError(f"expected {known}, found '{name[:60]}'{near if near.startswith('; did') else ''}")
    return name


class ArticleModel(Strict):
    """The article under review. `summary` paraphrases it."""

    title: Text
    """Its headline, paraphrased where it is long."""
    author: Text
    """Who wrote it."""
    outlet: Text
    """Where it appeared."""
    published: Day
    """Day of publication."""
    url: Note = ""
    """Address of the text reviewed."""
    language: Note = FALLBACK
    """Its language, such as en or zh."""
    summary: Note = ""
    """What it holds, in your own words."""
    note: Note = ""
    """What a reader must know of the text: a translation, an edition."""


class EventModel(Strict):
    """The day explained, and the window that is left out when an edge must hold without it."""

    day: Day
    """The day that the article explains; of rows longer than a day it stands for the one it lies in."""
    start: Day
    """First day of the window left out."""
    end: Day
    """Last day of the window left out."""
    label: Note = ""
    """What happened, in a few words."""


class SampleModel(Strict):
    """The rows of the analysis, those of dataset `calendar` from `start` to `end`; of a cross-section every row."""

    calendar: Identifier
    """Dataset whose rows are those of the analysis."""
    start: Day | None = None
    """First day of the sample, or a day in its first period."""
    end: Day | None = None
    """Last day of the sample, or a day in its last period."""
    kind: Annotated[str, AfterValidator(_kind_of_sample)] = Field(
        "time series", json_schema_extra={"enum": list(kinds_of_sample())}
    )
    """Rows in time, a cross-section in no order, or a panel of units at several times."""
    independent: bool = False
    """Of a cross-section whose rows are named by times: they do not lean on each other, such as days that lots were drawn for."""


class SignOffModel(Strict):
    """Someone who answers for the report."""

    role: Text
    """Analyst, editor, or another."""
    name: Note = ""
    """Who signs; empty until signed."""
    on: Day | None = None
    """Day of the signature."""


class CorrectionModel(Strict):
    """What changed since a published version."""

    on: Day
    """Day of the correction."""
    what: Text
    """What was changed."""
    why: Text
    """Why it was changed."""


class ReplyModel(Strict):
    """The author's answer, printed in full."""

    by: Text
    """Who answered."""
    on: Day
    """Day of the answer."""
    text: Text
    """The answer, printed in full."""


class CorrectionsModel(Strict):
    """corrections.yaml: what comes after the lock, so that it breaks none."""

    corrections: list[CorrectionModel] = []
    """What changed since a published version."""
    sign_off: list[SignOffModel] = []
    """Who answers for the report."""
    reply: ReplyModel | None = None
    """What the article's author answered."""


class LockModel(Strict):
    """The digest printed by `causal lock`, and its date."""

    digest: Digest
    """What `causal lock` printed."""
    on: Day
    """Day of the lock, before results were read."""


class ReportModel(Strict):
    """report.yaml. A time series has an `event`, a cross-section has none."""

    title: Text
    """Title of the report."""
    language: Language = FALLBACK
    """Language of the report."""
    publisher: Note = ""
    """Who publishes it, printed above the title."""
    as_of: Day | None = None
    """Day up to which forecasts are judged."""
    article: ArticleModel
    """The text under review."""
    event: EventModel | None = None
    """What it explains; not in a cross-section."""
    sample: SampleModel
    """The rows to learn from."""
    seed: Annotated[int, Field(ge=0, le=2**53)] = 0
    """Seed of every random draw."""
    sign_off: list[SignOffModel] = []
    """Who answers for the report."""
    corrections: list[CorrectionModel] = []
    """What changed since a published version."""
    lock: LockModel | None = None
    """Digest of report, graph and claims, taken before results were read."""


class MeasureModel(Strict):
    """Another measure of the same variable."""

    formula: Text
    """Formula over data columns."""
    measure: Text
    """What it computes, in words."""
    unit: Note = ""
    """Its unit."""


class VariableModel(Strict):
    """A node: how it is seen, computed and expected to move."""

    label: Text
    """Its name in the report."""
    kind: NodeKind = Field(NodeKind.OBSERVED, strict=False)
    """Observed, a proxy for something latent, or latent."""
    formula: Note = ""
    """Formula over data columns; none for a latent variable."""
    measure: Note = ""
    """What the formula computes, in words."""
    unit: Note = ""
    """Its unit."""
    event: Direction | None = Field(None, strict=False)
    """Which way it moved on the event day, as stated."""
    change: bool | None = None
    """Whether a value is itself a change since the row before; found from the formula where it is left out."""
    persistence: Annotated[int, Field(ge=0, le=10)] = 1
    """How many of its own lags are among its causes."""
    family: Family = Field(Family.CONTINUOUS, strict=False)
    """Kind of outcome, which decides the regression."""
    alternatives: list[MeasureModel] = []
    """Other measures of the same variable, estimated beside it."""
    needs: Note = ""
    """For a proxy or latent variable: the series that would measure it."""
    selected: bool = False
    """Whether the data hold only rows that were chosen by its value, such as those who answered."""
    role: Role | None = Field(None, strict=False)
    """`negative_control`: it cannot be moved by a cause, or cannot move an effect, but what is hidden would show in it."""
    note: Note = ""
    """What a reader must know of it."""


class DirectionModel(Strict):
    """Why an edge is known from outside the data to run as it is drawn."""

    because: Because = Field(strict=False)
    """What fixed the cause: chance (a trial), the weather, the clock or the calendar, a rule made beforehand, its being over before the effect begins, or what the note says."""
    note: Text
    """The reason in a sentence; the report prints it, and its analyst answers for it."""


class EdgeModel(Strict):
    """An edge that the article, or a rival account, asserts."""

    from_: Annotated[str, Field(alias="from")]
    """The cause."""
    to: str
    """The effect."""
    lag: Annotated[int, Field(ge=0, le=20)] = 0
    """By how many rows the cause comes first."""
    sign: Annotated[int, Field(ge=-1, le=1)] = 0
    """1 the same direction, -1 the opposite, 0 not stated."""
    mechanism: Note = ""
    """How it works, as the article has it."""
    claims: list[str] = []
    """Ids of the claims that assert it."""
    smallest_effect: Annotated[float, Field(gt=0)] | None = None
    """Effect of one unit of the cause, in units of the effect, that would matter."""
    event_test: EventTest = Field(EventTest.SHOCK, strict=False)
    """What the claim says of the cause in time: that it moved on the event day, has stood otherwise since a day, stood otherwise for a period, or nothing."""
    event_start: Day | None = None
    """First day of the step or the period; the event's own where none is given."""
    event_end: Day | None = None
    """Last day of the period; that of the event's window where none is given."""
    design: dict[str, Any] | None = None
    """The study design by which the effect is estimated: its `kind`, and the keys that it takes."""
    direction: DirectionModel | None = None
    """A reason from outside the data that it runs as drawn; without one, the data are asked."""


class BackgroundModel(Strict):
    """A common cause that the article does not dispute."""

    from_: Annotated[str, Field(alias="from")]
    """The cause."""
    to: Names
    """One effect, or several."""
    lag: Annotated[int, Field(ge=0, le=20)] = 0
    """By how many rows the cause comes first."""


class RivalModel(Strict):
    """A rival account: a graph of its own over the same variables."""

    id: Identifier
    """Its name, as checks cite it."""
    title: Text
    """What it holds, in a few words."""
    chain: Annotated[list[str], Field(min_length=2)]
    """Its variables in order, cause first."""
    outcome: str
    """The variable at the end."""
    edges: list[EdgeModel]
    """What it asserts."""
    background: list[BackgroundModel] = []
    """What it does not dispute."""
    claims: list[str] = []
    """Ids of the claims that are about it."""
    note: Note = ""
    """What a reader must know of it."""


class GraphModel(Strict):
    """graph.yaml."""

    title: Text
    """What the article's account holds."""
    variables: dict[Identifier, VariableModel]
    """Every variable of any account, by name."""
    edges: Annotated[list[EdgeModel], Field(min_length=1)]
    """What the article asserts."""
    background: list[BackgroundModel] = []
    """What it does not dispute: what moves both ends of an asserted edge."""
    chain: Annotated[list[str], Field(min_length=2)]
    """The variables of the account in order, cause first."""
    outcome: str
    """The variable at the end."""
    claims: list[str] = []
    """Ids of the claims about the whole chain."""
    note: Note = ""
    """What a reader must know of the graph."""
    rivals: list[RivalModel] = []
    """Other accounts of the same event."""


class OverrideModel(Strict):
    """An editor's signed decision."""

    verdict: Literal["supported", "not supported"]
    """The editor's word."""
    by: Text
    """Who decides."""
    on: Day
    """Day of the decision."""
    reason: Text
    """Why."""


class ClaimModel(Strict):
    """One claim. Each check names a check and gives its parameters."""

    id: Identifier
    """Its name, such as c1."""
    paragraph: Paragraph
    """Where it stands in the article."""
    kind: Note = ""
    """What sort of claim it is, in a few words."""
    text: Text
    """The claim, paraphrased."""
    figures: dict[Identifier, Note] = {}
    """Stated figures by name, as worded."""
    note: Note = ""
    """What a reader must know of it."""
    override: OverrideModel | None = None
    """An editor's decision, printed beside the verdict."""
    checks: Annotated[list[dict[str, Any]], Field(min_length=1)]
    """What tests it: the name of a check and its keys."""


class ClaimsModel(Strict):
    """claims.yaml."""

    claims: Annotated[list[ClaimModel], Field(min_length=1)]
    """In the order of the article."""


class SeriesModel(Strict):
    """One column: what it is, in which unit, from where."""

    label: Text
    """What the column is."""
    unit: Note = ""
    """Its unit."""
    source: Text
    """Who publishes it."""
    url: Note = ""
    """Where it was found."""
    retrieved: Day | None = None
    """Day on which it was taken."""
    traps: list[Text] = []
    """What misleads: revisions, time zones, gaps."""
    column: Note = ""
    """What the file calls the column, where it is not the series' own name."""
    numbers: Numbers = ""
    """A number as this column writes it, such as 1.234,56, where its cells leave that open."""


class VintageModel(Strict):
    """A later snapshot that lies beside the one in use."""

    file: Text
    """Its file in data/."""
    digest: Digest
    """SHA-256 of its bytes."""
    retrieved: Day
    """Day on which it was taken."""


class DatasetModel(LayoutModel):
    """One data file in data/. `from` says where `causal fetch` takes it from; retrieved and digest are then written.

    `time` is the column of days, instants or periods; in its place `rows` is the column that identifies the rows of a
    cross-section.
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
    """Its file in data/."""
    time: Note = ""
    """Column of days, instants or periods."""
    rows: Note = ""
    """Column that identifies the rows of a cross-section."""
    resolution: Resolution = Field(Resolution.DAY, strict=False)
    """Days, instants in UTC, periods (weeks are ISO weeks), or rows in no order."""
    key: list[str] = []
    """Further columns that, with the time, name a row."""
    sheet: Note = ""
    """Sheet of a workbook that has several."""
    digest: Digest | None = None
    """SHA-256 of the file's bytes."""
    note: Note = ""
    """What a reader must know of the file."""
    from_: Annotated[dict[str, Any] | None, Field(alias="from")] = None
    """Where `causal fetch` takes it from."""
    retrieved: Day | None = None
    """Day on which it was fetched."""
    vintage: Day | None = None
    """Day as of which the source says that it stands."""
    vintages: list[VintageModel] = []
    """Later snapshots that lie beside it."""
    series: dict[Identifier, SeriesModel]
    """Its columns of numbers, by name."""


class SourcesModel(Strict):
    """data/sources.yaml."""

    datasets: Annotated[dict[Identifier, DatasetModel], Field(min_length=1)]
    """Every data file, by the name that formulas use."""


CORRECTIONS = "corrections.yaml"
FILES: dict[str, type[Strict]] = {
    "report.yaml": ReportModel,
    "graph.yaml": GraphModel,
    "claims.yaml": ClaimsModel,
    "data/sources.yaml": SourcesModel,
}
