"""schema.org ClaimReview, one a claim, with the printed word.

It has no `url`: where a report is published is not known here, and an address that leads nowhere is worse than none.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from causal.rendering.inline import safe_url
from causal.rendering.outputs import Output

if TYPE_CHECKING:
    from datetime import date

    from causal.rendering.catalogue import Catalogue
    from causal.rendering.outputs import Given
    from causal.report import Report
    from causal.study import Claim, Study
    from causal.verdict import Verdict

LONGEST = 74  # characters: search services want fewer than 75


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


def reviewed(study: Study) -> date | None:
    """Give the review's own date: of the last signature, else `as_of`; None where neither stands, or it is before the article's."""
    signed = [one.on for one in study.sign_off if one.on is not None]
    day = max(signed) if signed else study.as_of
    return day if day is not None and day >= study.article.published else None


def _dates(study: Study) -> dict[str, str]:
    """Give when the review was published, and when it was last corrected since."""
    day, corrected = reviewed(study), [one.on for one in study.corrections]
    if day is None:
        return {}
    later = {"dateModified": max(corrected).isoformat()} if corrected and max(corrected) > day else {}
    return {"datePublished": day.isoformat()} | later


def _one(report: Report, catalogue: Catalogue, claim: Claim, verdict: Verdict) -> dict[str, Any]:
    article = report.study.article
    appearance = {"@type": "CreativeWork", "headline": article.title, "datePublished": article.published.isoformat()}
    if article.url.lower().startswith(("http://", "https://")) and safe_url(article.url):
        appearance["url"] = article.url
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": claim.id,
        "claimReviewed": shortened(claim.text),
        "author": {"@type": "Organization", "name": report.study.publisher or "causal"},
        **_dates(report.study),
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
