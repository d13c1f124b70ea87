"""Extraction: from a document to proposed claims, each with the span that carries it.

Nothing here judges what is true. Every claim waits for an analyst: `review_state` is `proposed`.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import polars as pl

from coalface.claims.documents import Document
from coalface.claims.frames.amounts import find_amount_claims
from coalface.claims.frames.attribution import bind_attribution, find_speakers
from coalface.claims.frames.cause import find_causes
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.event import find_events
from coalface.claims.frames.groups import link_corrections
from coalface.claims.frames.growth_rate import find_directions
from coalface.claims.frames.movement import find_movements
from coalface.claims.frames.payment_term import find_payment_terms
from coalface.claims.frames.penalty import find_penalties
from coalface.claims.frames.periods import bind_periods
from coalface.claims.frames.practice import find_practices
from coalface.claims.frames.reading import Reading, read
from coalface.claims.frames.rule import find_rules
from coalface.claims.frames.stances import bind_age, bind_hedge, bind_polarity, bind_status
from coalface.claims.frames.subjects import bind_flows, bind_subjects
from coalface.tables.claims import CLAIMS
from coalface.tables.schema import dtypes_of

__all__ = ["EXTRACTOR", "extract_claims"]

EXTRACTOR = "rules"
Frame = Callable[[Reading, Sequence[Draft]], Iterator[Draft]]

#: Frames of whole clauses, the surest first: a clause that one has taken is closed to the next.
CLAUSE_FRAMES: tuple[Frame, ...] = (
    find_rules,
    find_directions,
    find_payment_terms,
    find_penalties,
    find_movements,
    find_causes,
    find_practices,
)


def extract_claims(document: Document) -> pl.DataFrame:
    """Propose the claims of one report.

    A claim is what the report says, not what is true, and no claim enters an account or a brief
    before an analyst has confirmed it. Text that gives orders is text.

    Args:
        document: A report as read.

    Returns:
        Table `claims`, ordered by place; empty if the report says nothing that the rules know.
    """
    reading = read(document)
    drafts = find_drafts(reading)
    rows = _rows(document, reading, drafts)
    return pl.DataFrame(rows, schema=dtypes_of(CLAIMS), orient="row")


def find_drafts(reading: Reading) -> list[Draft]:
    """Run all frames on one document and bind what they leave open.

    Args:
        reading: The document as frames see it.

    Returns:
        Claims ordered by place.
    """
    drafts = find_amount_claims(reading)
    for frame in CLAUSE_FRAMES:
        drafts.sort(key=_position)
        drafts.extend(frame(reading, tuple(drafts)))
    drafts.sort(key=_place)
    speakers = find_speakers(reading)
    _bind_times(reading, drafts)
    events = sorted(find_events(reading, tuple(drafts)), key=_place)
    _bind_times(reading, events)
    drafts = sorted((*drafts, *events), key=_place)
    bind_attribution(reading, drafts, speakers)
    bind_hedge(reading, drafts)
    bind_polarity(reading, drafts)
    bind_subjects(reading, drafts, speakers)
    bind_flows(reading, drafts)
    link_corrections(reading, drafts)
    return drafts


def _bind_times(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Bind time and status: a former level takes over no time, and an old time makes one former."""
    bind_status(reading, drafts)
    bind_periods(reading, drafts)
    bind_age(reading, drafts)


def _position(draft: Draft) -> int:
    return draft.at[0]


def _place(draft: Draft) -> tuple[int, int, str, str]:
    return draft.start, draft.end, draft.kind, draft.rule_id


def _rows(document: Document, reading: Reading, drafts: Sequence[Draft]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    ids: dict[int, str] = {}
    for draft in drafts:
        start, end = reading.flat.source_span(draft.start, draft.end)
        row = _row(document, draft, start, end)
        ids[id(draft)] = row["claim_id"]
        rows.append(row)
    for row, draft in zip(rows, drafts, strict=True):
        row["supersedes"] = ids.get(id(draft.supersedes)) if draft.supersedes else None
    unique = {row["claim_id"]: row for row in rows}
    return sorted(unique.values(), key=lambda row: (row["start"], row["end"], row["claim_id"]))


def _row(document: Document, draft: Draft, start: int, end: int) -> dict[str, Any]:
    """Write one draft as a row; what it leaves open is null."""
    seed = f"{document.id}|{start}|{end}|{draft.kind}|{draft.rule_id}|{draft.metric}"
    return {
        "claim_id": f"c-{hashlib.sha256(seed.encode()).hexdigest()[:16]}",
        "document_id": document.id,
        "published": document.published,
        "start": start,
        "end": end,
        "locator": " ".join(document.text[start:end].split()),
        "kind": draft.kind,
        "metric": draft.metric,
        "commodity": "; ".join(good.name for good in draft.commodities) or None,
        "actor": draft.actor or None,
        "counterparty": draft.counterparty or None,
        "flow": draft.flow or None,
        **_figure(draft),
        "places": list(draft.places),
        "origin": list(draft.origin),
        "destination": list(draft.destination),
        "period_text": draft.period_text or None,
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
        "attribution": list(draft.attribution),
        "hedge": draft.hedge,
        "polarity": draft.polarity,
        "status": draft.status,
        "sensitivity": "public",
        "extractor": EXTRACTOR,
        "rule_id": draft.rule_id,
        "score": draft.score,
        "review_state": "proposed",
    }


def _figure(draft: Draft) -> dict[str, Any]:
    amount = draft.amount
    if amount is None:
        return {"op": "none", "per": draft.per or None}
    low, high, unit = amount.low, amount.high, amount.unit
    std_low, std_high = _ascending(amount.std_low, amount.std_high)
    if (low, high) != _ascending(low, high):  # ends in two scales: "500 thousand to 4 million"
        low, high, unit = std_low, std_high, amount.unit_std
    return {
        "op": amount.op,
        "value_low": low,
        "value_high": high,
        "unit": unit or None,
        "currency": draft.currency or amount.currency or None,
        "per": draft.per or amount.per or None,
        "value_std_low": std_low,
        "value_std_high": std_high,
        "unit_std": amount.unit_std or None,
    }


def _ascending(low: float | None, high: float | None) -> tuple[float | None, float | None]:
    if low is not None and high is not None and low > high:
        return high, low
    return low, high
