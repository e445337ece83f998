"""What an output is given, of a made-up report; and the same report with an attack in every text that an author writes."""

from __future__ import annotations

from dataclasses import replace

from causal.rendering.catalogue import catalogue_of
from causal.rendering.outputs import Given
from causal.rendering.page import page_of
from tests.fake_report import fake_report

HOSTILE = "</w:t><script>alert(1)</script> \u202e\u200b\x07\uffff =cmd|'/c calc'!A1 {{ 7 * 7 }} & \"quoted\""
BAD_LINK = "javascript:alert(1)"


def given(report=None, folder=None):
    report = report or fake_report()
    words = catalogue_of(report)
    return Given(report=report, page=page_of(report, words), words=words, folder=folder)


def hostile():
    report = fake_report()
    study = report.study
    attacked = replace(
        study,
        title=HOSTILE,
        publisher=HOSTILE,
        claims=tuple(replace(c, text=HOSTILE, note=HOSTILE, kind=HOSTILE) for c in study.claims),
        article=replace(study.article, title=HOSTILE, author=HOSTILE, url=BAD_LINK, summary=HOSTILE, note=HOSTILE),
        graph=replace(
            study.graph,
            title=HOSTILE,
            variables=tuple(replace(v, label=HOSTILE[:60], note=HOSTILE) for v in study.graph.variables),
        ),
    )
    return replace(report, study=attacked)
