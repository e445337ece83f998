"""A small study over given data, and one way to run a check that also holds its evidence to the house rules."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import jinja2
import numpy as np
import pandas as pd
import yaml
from pydantic import TypeAdapter

from causal.files.assets import asset
from causal.frame import Frame
from causal.judgement.checks import Context, checks
from causal.messages import text_of
from causal.rendering.language import phrases, read_locale
from causal.sampling import period_name
from causal.study import Article, Claim, Dataset, Event, Graph, Resolution, Sample, Series, Study
from causal.verdict import RUBRIC, Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from causal.messages import Message
    from causal.rendering.language import Phrase

DAYS = pd.bdate_range("2025-01-01", periods=200)


def at(position: int) -> str:
    """The ISO day at a row of DAYS."""
    return str(DAYS[position].date())


def noise(rows: int, columns: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(np.random.SeedSequence(seed)).normal(size=(rows, columns))


def market(**columns: Any) -> pd.DataFrame:
    """A daily dataset over DAYS."""
    return pd.DataFrame(columns, index=DAYS, dtype=float)


def bench(
    *,
    figures: Mapping[str, str] | None = None,
    as_of: date | None = None,
    vendors: Mapping[str, str] | None = None,
    **datasets: pd.DataFrame,
) -> Context:
    """A context whose claim C1 states `figures`. Each dataset is its own vendor unless `vendors` says otherwise."""
    data = datasets or {"market": market(price=np.arange(1.0, 201.0))}
    first = next(iter(data.values()))
    calendar = first.index if first.index.tz is None else DAYS
    claim = Claim(id="C1", paragraph="1", kind="fact", text="A claim.", checks=(), figures=dict(figures or {}))
    study = Study(
        name="bench",
        title="Bench",
        language="en",
        article=Article(
            title="T", author="A", outlet="O", published=date(2025, 6, 2), url="https://example.org", language="en"
        ),
        event=Event(day=date(2025, 6, 2), start=date(2025, 6, 1), end=date(2025, 6, 3), label="event"),
        sample=Sample(calendar="market", start=calendar[0].date(), end=calendar[-1].date()),
        seed=7,
        graph=Graph(id="article", title="G", variables=(), edges=(), chain=(), outcome=""),
        rivals=(),
        claims=(claim,),
        datasets=tuple(declare(name, table, (vendors or {}).get(name, name)) for name, table in data.items()),
        as_of=as_of,
    )
    frame = Frame(pd.DataFrame(index=calendar), (), data)
    return Context(study=study, frame=frame, rubric=RUBRIC, claim=claim, graphs={}, edges={}, claims={claim.id: claim})


def declare(name: str, table: pd.DataFrame, vendor: str) -> Dataset:
    daily = getattr(table.index, "tz", None) is None
    series = tuple(
        Series(
            name=f"{name}.{column}",
            label=f"{name} {column}",
            unit="US$",
            source=f"Vendor {vendor}",
            url="https://example.org/d",
        )
        for column in table.columns
    )
    resolution = Resolution.DAY if daily else Resolution.INSTANT
    return Dataset(id=name, file=f"{name}.csv", time="time", resolution=resolution, digest="0" * 64, series=series)


def parameters(context: Context, check: str, given: dict[str, Any]) -> Any:
    """Validate parameters as the loader does."""
    known = {
        "series": {s.name for d in context.study.datasets for s in d.series},
        "datasets": {d.id for d in context.study.datasets},
        "figures": {f"{c.id}.{name}" for c in context.study.claims for name in c.figures},
    }
    return TypeAdapter(checks()[check].parameters).validate_python(given, context=known)


def run(context: Context, check: str, **given: Any) -> Evidence:
    """Run a check, and hold the evidence to what is asked of every check's."""
    evidence = checks()[check].run(parameters(context, check, given), context)
    assert evidence.check == check
    assert evidence.tests
    assert all(chart.x and len(chart.x) == len(chart.y) <= 600 for chart in evidence.charts)
    assert all(not chart.other or len(chart.other) == len(chart.x) for chart in evidence.charts)
    json.dumps(TypeAdapter(Evidence).dump_python(evidence, mode="json"), allow_nan=False)
    for message in messages(evidence):
        words(message)
    again = checks()[check].run(parameters(context, check, given), context)
    assert again == evidence
    return evidence


def messages(evidence: Evidence) -> Iterator[Message]:
    yield evidence.reason
    yield from (test.message for test in evidence.tests)
    yield from (step.reason for step in evidence.steps)
    if evidence.would_change:
        yield evidence.would_change


@cache
def catalogue() -> dict[str, str]:
    """Every sentence of the checks' catalogue, by full key."""
    text = asset("templates/locale/en/checks.yaml").read_text(encoding="utf-8")

    def leaves(node: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
        for key, value in node.items():
            if isinstance(value, dict):
                yield from leaves(value, f"{prefix}{key}.")
            else:
                yield f"{prefix}{key}", value

    return dict(leaves(yaml.safe_load(text), ""))


@cache
def recurring() -> dict[Phrase, str]:
    """The phrases of the English catalogue, with their texts."""
    texts = read_locale("en")
    return {one: texts[one.key] for one in phrases(texts)}


def phrase(environment: jinja2.Environment, one: Phrase, text: str) -> Callable[..., str]:
    """Give a phrase as a filter that uses the stand-ins."""
    return lambda *given: environment.from_string(text).render(zip(one.parameters, given, strict=True))


def words(message: Message) -> str:
    """Word a message with plain stand-ins for the report's filters; a missing value or key is an error."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)  # noqa: S701 - plain text
    environment.finalize = lambda value: " and ".join(value) if isinstance(value, tuple) else value
    environment.filters |= {
        "figure": lambda value, unit="": f"{float(value):g} {unit}".strip(),
        "number": lambda value, _digits=3: f"{float(value):g}",
        "percent": lambda value: f"{100 * float(value):g}%",
        "day": lambda value: period_name(value) or str(date.fromisoformat(value[:10])) + value[10:],
        "signed": lambda value: f"{float(value):+g}",
        "label": text_of,
        "listed": lambda value: ", ".join(map(text_of, value)),
        "plural": lambda value, one, many: f"{value} {one if value == 1 else many}",
    }
    environment.filters |= {one.name: phrase(environment, one, text) for one, text in recurring().items()}
    text = environment.from_string(catalogue()[message.key]).render(**message.values)
    assert text
    assert "None" not in text
    assert "  " not in text
    return text
