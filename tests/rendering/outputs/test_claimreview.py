"""The claimreview output: one review a claim, dated as the review, without an address that would lead nowhere."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from causal.rendering.outputs import outputs
from causal.study import Correction, SignOff
from tests.fake_report import fake_report
from tests.rendering.outputs.given import given

OUTPUT = outputs()["claimreview"]
PUBLISHED = fake_report().study.article.published
BEFORE, LATER, LAST = date(2000, 1, 1), date(2100, 1, 1), date(2100, 2, 1)


def reviews(asked):
    return json.loads(OUTPUT.files(asked)["claimreview.json"])


def test_one_review_a_claim_in_the_words_of_the_page():
    asked = given()
    assert list(OUTPUT.files(asked)) == ["claimreview.json"] == [OUTPUT.place]
    rows = asked.page.claims.rows
    assert [f"claim-{one['identifier']}" for one in reviews(asked)] == [row.anchor for row in rows]
    assert [one["reviewRating"]["ratingExplanation"] for one in reviews(asked)] == [row.found for row in rows]
    assert {one["@type"] for one in reviews(asked)} == {"ClaimReview"}


def test_no_review_has_an_address_that_is_not_one():
    asked = given()
    article = replace(asked.report.study.article, url="text.html")
    found = reviews(replace(asked, report=replace(asked.report, study=replace(asked.report.study, article=article))))
    assert not any("url" in one for one in found)
    assert not any("url" in one["itemReviewed"]["appearance"] for one in found)
    assert {one["itemReviewed"]["appearance"]["url"] for one in reviews(asked)} == {asked.report.study.article.url}


@pytest.mark.parametrize(
    ("signed", "as_of", "corrected", "dates"),
    [
        ((LATER,), PUBLISHED, (), {"datePublished": LATER}),
        ((LATER, None, LAST), PUBLISHED, (), {"datePublished": LAST}),
        ((None,), LATER, (), {"datePublished": LATER}),
        ((), LATER, (BEFORE, LAST), {"datePublished": LATER, "dateModified": LAST}),
        ((), LATER, (BEFORE,), {"datePublished": LATER}),
        ((), None, (LAST,), {}),
        ((), BEFORE, (), {}),  # a review is not older than what it reviews
        ((BEFORE,), LATER, (), {}),
    ],
)
def test_the_date_is_the_reviews_own_and_never_the_events(signed, as_of, corrected, dates):
    report = fake_report()
    study = replace(
        report.study,
        as_of=as_of,
        sign_off=tuple(SignOff(role="Editor", name="A", on=on) for on in signed),
        corrections=tuple(Correction(on=on, what="a", why="b") for on in corrected),
    )
    for one in reviews(given(replace(report, study=study))):
        found = {key: date.fromisoformat(one[key]) for key in ("datePublished", "dateModified") if key in one}
        assert found == dates
        assert one["itemReviewed"]["datePublished"] == PUBLISHED.isoformat()
