"""From a printed figure down to its cells: every link is there, and dates and counts have none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from causal.frame import Reading
from causal.messages import Message, Outcome
from causal.rendering.catalogue import Catalogue, catalogue_of
from causal.rendering.sections.claims import claims
from causal.rendering.sections.traces import cells_of, traces
from causal.study import CheckRequest
from causal.verdict import Citation
from tests.fake_report import fake_report

REPORT = fake_report()
SERIES = REPORT.study.datasets[0].series[0]


def with_figure(found, at="2025-02-05", *, series=(SERIES.name,), readings=(), parameters=None, language="en"):
    """A report whose first claim compares one figure."""
    position = next(i for i, v in enumerate(REPORT.verdicts) if v.evidence and v.evidence[0].comparisons)
    verdict, claim = REPORT.verdicts[position], REPORT.study.claims[position]
    one = replace(
        verdict.evidence[0].comparisons[0],
        found=found,
        low=None,
        high=None,
        at=at,
        end="",
        unit="US$",
        source=Citation(label="a source", series=series, url="" if series else "https://example.org/a"),
        agrees=Outcome.PASSED,
    )
    values = {**verdict.reason.values, "found": found, "at": at, "unit": "US$"}
    reason = Message(key=verdict.reason.key, values=values)
    part = replace(verdict.evidence[0], comparisons=(one,), reason=reason)
    request = CheckRequest(check=part.check, parameters=parameters or {"of": SERIES.name})
    claim = replace(claim, checks=(request,))
    cells = tuple(replace(cell, claim=claim.id) for cell in readings)
    report = replace(REPORT, readings=cells, study=replace(REPORT.study, language=language))
    return traces(
        report,
        Catalogue(language, report.study),
        claim,
        replace(verdict, evidence=(part,), reason=reason),
        cells_of(report),
    )


def cell(row, value, at="2025-02-05", figure=0):
    return Reading(claim="c", part=0, figure=figure, series=SERIES.name, at=at, row=row, noun="line", value=value)


def steps(found):
    (one,) = [trace for trace in found if "1,235" in trace.printed]
    return [(step.term, step.text) for step in one.steps]


def test_the_chain_goes_from_the_cell_to_what_is_printed():
    found = steps(with_figure(1234.5678, readings=[cell(520, 617.2839)], parameters={"of": f"2 * {SERIES.name}"}))
    assert [term for term, _ in found] == ["Cell", "Formula", "Value", "Check", "Printed"]
    said = dict(found)
    assert "line 520" in said["Cell"]
    assert "617.2839" in said["Cell"]
    assert REPORT.study.datasets[0].file in said["Cell"]
    assert SERIES.heading in said["Cell"]
    assert said["Formula"] == f"2 * {SERIES.name}"
    assert said["Value"].startswith("1234.5678 (5 February 2025")
    assert "passed" in said["Check"]
    assert "1,235" in said["Printed"]


def test_the_cells_of_another_figure_are_not_given():
    found = steps(with_figure(1234.5678, readings=[cell(520, 1.0, figure=1)]))
    assert [term for term, _ in found][0] == "Column"


def test_a_cited_figure_leads_to_its_document():
    cited = {"statement": "It fell.", "documents": [{"publisher": "example.org", "url": "https://example.org/a"}]}
    found = steps(with_figure(1234.5678, series=(), parameters=cited))
    assert ("Document", "a source https://example.org/a") in found
    assert "Formula" not in dict(found)  # an address has points between its words, as a series has


def test_a_series_that_is_a_formula_leads_to_its_columns():
    found = steps(with_figure(1234.5678, series=(f"100 * logret({SERIES.name})",), parameters={"of": "x.y"}))
    assert [term for term, _ in found][:2] == ["Column", "Formula"]


def test_a_figure_of_the_chinese_page_has_its_chain():
    found = steps(with_figure(1234.5678, readings=[cell(520, 617.2839)], language="zh"))
    assert "第520行" in found[0][1]


WORDS = catalogue_of(REPORT)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sentence_is_the_same_with_its_figures_told(language):
    words, figures = Catalogue(language, REPORT.study, REPORT.brought.sentences), 0
    for verdict in REPORT.verdicts:
        for message in (verdict.reason, *(part.reason for part in verdict.evidence)):
            told = words.figured(message)
            assert "".join(text for text, _ in told) == words.sentence(message)
            for text, value in told:
                assert not any("\ue000" <= c <= "\ue002" for c in text)
                assert value is None or (isinstance(value, float) and any(c.isdigit() for c in text))
            figures += sum(value is not None for _, value in told)
    assert figures > 20


def test_dates_and_counts_are_no_figures():
    for verdict in REPORT.verdicts:
        found = traces(
            REPORT, WORDS, next(c for c in REPORT.study.claims if c.id == verdict.claim), verdict, cells_of(REPORT)
        )
        said = WORDS.sentence(verdict.reason)
        for one in found:
            assert said[one.at : one.at + len(one.printed)] == one.printed
            assert one.steps
        dates = {WORDS.day(date(2024, month, 5).isoformat()) for month in range(1, 13)}
        assert not dates & {one.printed for one in found}
        counts = {str(v) for v in verdict.reason.values.values() if isinstance(v, int)}
        floats = {v for part in verdict.evidence for v in part.reason.values.values() if isinstance(v, float)}
        assert not any(one.printed in counts and float(one.printed) not in floats for one in found)


def test_the_readings_are_looked_through_once_however_many_claims_there_are():
    class Counted(tuple):
        __slots__ = ()
        looked = 0

        def __iter__(self):
            Counted.looked += 1
            return super().__iter__()

    report = replace(REPORT, readings=Counted(REPORT.readings))
    assert len(claims(report, WORDS).rows) > 3
    assert Counted.looked == 1
