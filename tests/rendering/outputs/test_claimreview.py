"""The claimreview output: one review a claim, each leading to its place on the page."""

from __future__ import annotations

import json

from causal.rendering.outputs import outputs
from tests.rendering.outputs.given import given

OUTPUT = outputs()["claimreview"]


def test_one_review_a_claim_in_the_words_of_the_page():
    asked = given()
    files = OUTPUT.files(asked)
    assert list(files) == ["claimreview.json"] == [OUTPUT.place]
    reviews = json.loads(files["claimreview.json"])
    rows = asked.page.claims.rows
    assert [one["url"] for one in reviews] == [f"report.html#{row.anchor}" for row in rows]
    assert [one["reviewRating"]["ratingExplanation"] for one in reviews] == [row.found for row in rows]
    assert {one["@type"] for one in reviews} == {"ClaimReview"}
