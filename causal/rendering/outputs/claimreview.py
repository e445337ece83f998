"""schema.org ClaimReview, one a claim, with the printed word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from causal.rendering.outputs import Output

if TYPE_CHECKING:
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.outputs import Given
    from causal.report import Report
    from causal.study import Claim
    from causal.verdict import Verdict

LONGEST = 74  # characters: search services want fewer than 75
PAGE = "report.html"


def files(given: Given) -> dict[str, bytes]:
    """Give the JSON-LD file."""
    return {OUTPUT.place: claim_reviews(given.report, given.words).encode()}


def claim_reviews(report: Report, catalogue: Catalogue) -> str:
    """Give the JSON-LD text: a list, in the order of the claims."""
    found = [_one(report, catalogue, c, v) for c, v in zip(report.study.claims, report.verdicts, strict=True)]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def shortened(text: str) -> str:
    """Cut a text so that it stays under 75 characters: at a word, or where words have no spaces at a character."""
    if len(text) <= LONGEST:
        return text
    start = text[: LONGEST - 2]
    words = start.rsplit(" ", 1)[0]
    return (words if len(words) > LONGEST / 2 else start).rstrip(",;:.，；：。、") + " …"


def _one(report: Report, catalogue: Catalogue, claim: Claim, verdict: Verdict) -> dict[str, Any]:
    article = report.study.article
    appearance = {"@type": "CreativeWork", "headline": article.title, "datePublished": article.published.isoformat()}
    if article.url:
        appearance["url"] = article.url
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"{PAGE}#claim-{claim.id}",
        "claimReviewed": shortened(claim.text),
        "author": {"@type": "Organization", "name": report.study.publisher or "causal"},
        "datePublished": report.study.printed.isoformat(),
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": article.author},
            "datePublished": article.published.isoformat(),
            "appearance": appearance,
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": catalogue.word(claim.override.verdict if claim.override else verdict.word.value),
            "ratingExplanation": catalogue.sentence(verdict.reason),
        },
    }


OUTPUT = Output(title="ClaimReview (JSON)", place="claimreview.json", files=files, usual=True)
