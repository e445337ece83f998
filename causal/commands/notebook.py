"""A report at a Python prompt: its claims, edges and figures by name, as text, as HTML in a notebook, and as tables.

import causal
report = causal.build("reports/mine")
report.edges["news->mood"]
report.claims.to_frame()
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from causal import pipeline
from causal import report as reports
from causal.errors import CausalError, did_you_mean
from causal.rendering import render
from causal.rendering.catalogue import catalogue_of
from causal.rendering.figures.svg import SYMBOLS
from causal.rendering.outputs import usual
from causal.rendering.page import page_of
from causal.rendering.typography import visible
from causal.work.spread import Workers
from causal.work.store import Store, user_store

if TYPE_CHECKING:
    import pandas as pd

    from causal.findings import EdgeFindings
    from causal.rendering.page import Page
    from causal.report import Report
    from causal.study import Claim
    from causal.verdict import EdgeVerdict, Verdict

Item = TypeVar("Item", bound="ClaimView | EdgeView")


def build(folder: str | Path, *, language: str = "", jobs: int = 1, cache: bool = True) -> ReportView:
    """Give the scored report of a folder; raise BadFolderError with every mistake, or CausalError."""
    path = Path(folder)
    store = user_store() if cache else Store(None)
    return ReportView(pipeline.build(path, workers=Workers(jobs=jobs), store=store, language=language), path)


def read(path: str | Path) -> ReportView:
    """Give the report of a report.json, of a folder's last build, or of a PDF; raise CausalError."""
    found = Path(path)
    if found.is_dir():
        found = found / "build" / "report.json"
    if found.suffix.lower() == ".pdf":
        from causal.rendering import archive

        return ReportView(reports.from_json(archive.extract(found)[archive.REPORT]))
    if not found.exists():
        raise CausalError(f"{found} does not exist: build the report first")
    return ReportView(reports.read(found))


class Named(Mapping[str, Item], Generic[Item]):
    """Items by name; an unknown name is told with the nearest known one."""

    def __init__(self, items: Mapping[str, Item], kind: str) -> None:
        self._items, self._kind = dict(items), kind

    def __getitem__(self, name: str) -> Item:
        if name not in self._items:
            raise KeyError(f"no {self._kind} '{name}'{did_you_mean(name, self._items)}")
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return "\n".join(repr(item) for item in self._items.values())

    def _repr_html_(self) -> str:
        return "".join(item._repr_html_() for item in self._items.values())

    def to_frame(self) -> pd.DataFrame:
        """Give one row an item."""
        import pandas as pd

        return pd.DataFrame([item.row() for item in self._items.values()])


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim with its verdict; `reason` is the sentence that the report prints."""

    claim: Claim
    verdict: Verdict
    reason: str

    def row(self) -> dict[str, Any]:
        """Give the claim as a row: score 0-100, strength as a word."""
        v = self.verdict
        return {
            "claim": self.claim.id,
            "paragraph": self.claim.paragraph,
            "kind": self.claim.kind,
            "text": self.claim.text,
            "verdict": v.word.value,
            "grounds": v.grounds.value,
            "score": v.score,
            "strength": v.strength.value if v.strength else None,
            "reason": self.reason,
        }

    def __repr__(self) -> str:
        return visible(
            f"{self.claim.id} {SYMBOLS[self.verdict.grounds.value]} {self.verdict.grounds.value}: {self.claim.text} {self.reason}"
        )

    def _repr_html_(self) -> str:
        return _paragraph(self.claim.id, self.verdict.grounds.value, self.claim.text, self.reason)


@dataclass(frozen=True, slots=True)
class EdgeView:
    """One asserted edge with what was found and its verdict."""

    name: str
    found: EdgeFindings
    verdict: EdgeVerdict
    reason: str

    def row(self) -> dict[str, Any]:
        """Give the edge as a row: effect and interval in units of the outcome per unit of the cause, rates as shares."""
        found, first = self.found, self.found.estimates[0] if self.found.estimates else None
        rates = found.calibration
        return {
            "edge": self.name,
            "grounds": self.verdict.grounds.value,
            "score": self.verdict.score,
            "rows": found.rows,
            "effect": first.effect if first else None,
            "low": found.holm_low,
            "high": found.holm_high,
            "level": found.holm_level,
            "p": found.holm_p,
            "power": found.power,
            "false_support": rates.false_support.rate if rates else None,
            "found_when_true": rates.power.rate if rates else None,
            "reason": self.reason,
        }

    def refutations(self) -> pd.DataFrame:
        """Give each attempt to refute: its outcome, and the mean and middle of its draws."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "attempt": r.name,
                    "outcome": r.outcome.value,
                    "effect": r.effect,
                    "low": r.low,
                    "high": r.high,
                    "p": r.p_value,
                    "draws": r.draws,
                }
                for r in self.found.refutations
            ]
        )

    def __repr__(self) -> str:
        return visible(f"{self.name} {SYMBOLS[self.verdict.grounds.value]} {self.verdict.grounds.value}: {self.reason}")

    def _repr_html_(self) -> str:
        return _paragraph(self.name, self.verdict.grounds.value, "", self.reason)


@dataclass(frozen=True, slots=True)
class FigureView:
    """One drawn figure."""

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | Path) -> None:
        """Write the SVG."""
        Path(path).write_text(self.svg + "\n", encoding="utf-8")


class ReportView:
    """A report; `record` is the whole of it as frozen records, from which everything here is taken."""

    def __init__(self, record: Report, folder: Path | None = None) -> None:
        self.record, self.folder = record, folder
        self._words = catalogue_of(record)

    @cached_property
    def claims(self) -> Named[ClaimView]:
        """The claims by id, in the order of the article."""
        pairs = zip(self.record.study.claims, self.record.verdicts, strict=True)
        return Named({c.id: ClaimView(c, v, self._words.sentence(v.reason)) for c, v in pairs}, "claim")

    @cached_property
    def edges(self) -> Named[EdgeView]:
        """The asserted edges: the article's as `a->b`, a rival's as `rival:a->b`."""
        views = {}
        for verdict in self.record.edge_verdicts:
            own = verdict.graph == self.record.study.graph.id
            name = verdict.edge if own else f"{verdict.graph}:{verdict.edge}"
            found = next(g for g in self.record.graphs if g.graph == verdict.graph).edge(verdict.edge)
            views[name] = EdgeView(name, found, verdict, self._words.sentence(verdict.reason))
        return Named(views, "edge")

    @cached_property
    def _page(self) -> Page:
        return page_of(self.record, self._words)

    @cached_property
    def _drawn(self) -> dict[str, str]:
        return {figure.name: figure.svg for figure in self._page.drawn}

    @property
    def summary(self) -> str:
        """The finding in plain words, as on the front page."""
        return " ".join(self._page.front.finding)

    @property
    def figures(self) -> tuple[str, ...]:
        """The names of the figures."""
        return tuple(self._drawn)

    def figure(self, name: str) -> FigureView:
        """Give a figure by name, such as `graph` or `waterfall`; raise KeyError."""
        if name not in self._drawn:
            raise KeyError(f"no figure '{name}'{did_you_mean(name, self._drawn)}")
        return FigureView(self._drawn[name])

    def to_json(self) -> str:
        """Give report.json's text."""
        return reports.to_json(self.record)

    def to_frame(self) -> pd.DataFrame:
        """Give the claims as a table."""
        return self.claims.to_frame()

    def save(self, directory: str | Path, formats: tuple[str, ...] | None = None) -> None:
        """Write report.json and the formats (default: the usual ones) into a folder; raise CausalError with what could not be made."""
        from causal.files.writing import write_text

        target = Path(directory)
        write_text(target / "report.json", self.to_json())
        failures = render.render(self.record, target, usual() if formats is None else formats, self.folder)
        if failures:
            raise CausalError("; ".join(f"{f.subject}: {f.reason}" for f in failures))

    def __repr__(self) -> str:
        return visible(f"{self.record.study.title}\n{self.summary}")

    def _repr_html_(self) -> str:
        return f"<h3>{escape(visible(self.record.study.title))}</h3><p>{escape(visible(self.summary))}</p>{self._page.front.graph.figure.svg}"


def _paragraph(name: str, grounds: str, text: str, reason: str) -> str:
    said = " ".join(escape(visible(part)) for part in (text, reason) if part)
    return f"<p><b>{escape(visible(name))}</b> {SYMBOLS[grounds]} <i>{escape(grounds)}</i>: {said}</p>"
