"""Our checks of published claims as schema.org ClaimReview, for those who index fact checks.

A check compares; it does not say who is wrong. So the rating is a word with the arithmetic beside
it, never a number, and only published claims are reviewed.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from coalface.claims.statements import state_claim

__all__ = ["find_claim_reviews", "review_document"]

CONTEXT = "https://schema.org"
#: What each verdict says of a claim, in words that lay nothing to anybody.
_WORDS = {
    "conflict": "Cannot hold together with what it is compared with",
    "breach": "Speaks of something that a measure in force forbids",
    "implausible": "Outside what is known to be possible",
    "warn": "Not certain: needs a look",
    "agree": "Agrees with what it is compared with",
    "agree_rounded": "Agrees within rounding",
}


def find_claim_reviews(
    checks: pl.DataFrame,
    claims: pl.DataFrame,
    documents: pl.DataFrame,
    *,
    by: str,
    on: date,
) -> list[dict[str, Any]]:
    """Give a review for each check and each public claim it compares.

    Args:
        checks: Table `checks`.
        claims: Table `claims` as `handed_on` gives it; others are not reviewed.
        documents: Table `documents`.
        by: Who publishes the reviews.
        on: Day of the review.

    Returns:
        Objects of type ClaimReview, in the order of checks and their claims.
    """
    public = claims.filter(pl.col("sensitivity") == "public")
    by_id = {row["claim_id"]: row for row in public.iter_rows(named=True)}
    about = {row["document_id"]: row for row in documents.iter_rows(named=True)}
    return [
        _review(check, by_id[claim_id], about, by, on)
        for check in checks.iter_rows(named=True)
        if check["verdict"] in _WORDS and set(check["claim_ids"]) <= set(by_id)
        for claim_id in check["claim_ids"]
    ]


def review_document(reviews: list[dict[str, Any]]) -> bytes:
    """Write reviews as one JSON-LD document."""
    told = {"@context": CONTEXT, "@graph": reviews}
    return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode() + b"\n"


def _review(
    check: Mapping[str, Any],
    claim: Mapping[str, Any],
    about: Mapping[str, Mapping[str, Any]],
    by: str,
    on: date,
) -> dict[str, Any]:
    body = [check["explanation"], f"What would settle it: {check['would_settle']}"]
    body += [f"A reading that would fit: {check['hint']}"] if check["hint"] else []
    return {
        "@type": "ClaimReview",
        "@id": f"urn:coalface:check:{check['check_id']}:{claim['claim_id']}",
        "datePublished": on.isoformat(),
        "author": {"@type": "Organization", "name": by},
        "claimReviewed": state_claim(claim),
        "itemReviewed": {
            "@type": "Claim",
            "appearance": _work(about.get(claim["document_id"], {})),
            **_first(claim),
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": _WORDS[check["verdict"]],
            "ratingExplanation": check["explanation"],
        },
        "reviewBody": " ".join(_sentence(part) for part in body),
    }


def _first(claim: Mapping[str, Any]) -> dict[str, Any]:
    """Name the source that the document names as the first one, if it names any."""
    links = [*(claim["attribution"] or ())][1:]
    if not links:
        return {}
    return {"firstAppearance": {"@type": "CreativeWork", "name": links[-1]}}


def _work(document: Mapping[str, Any]) -> dict[str, Any]:
    published = document.get("published")
    told = {
        "@type": "CreativeWork",
        "url": document.get("url"),
        "headline": document.get("title"),
        "datePublished": published.isoformat() if published else None,
        "publisher": {"@type": "Organization", "name": document["publisher"]}
        if document.get("publisher")
        else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
