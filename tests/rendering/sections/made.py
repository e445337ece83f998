"""The made-up report with its page, and what a test changes of it."""

from __future__ import annotations

from dataclasses import replace

from causal.rendering.catalogue import catalogue_of
from causal.rendering.page import page_of
from tests.fake_report import fake_report

REPORT = fake_report()


def page(report=REPORT):
    return page_of(report, catalogue_of(report))


def with_claims(change, report=REPORT):
    """The report with every claim and its verdict changed by `change`, which gives both."""
    pairs = [change(c, v) for c, v in zip(report.study.claims, report.verdicts, strict=True)]
    claims, verdicts = zip(*pairs, strict=True)
    return replace(report, study=replace(report.study, claims=claims), verdicts=verdicts)
