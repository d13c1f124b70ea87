"""Extraction: from a document to proposed claims, each with the span that carries it.

Nothing here judges what is true. Every claim waits for an analyst: `review_state` is `proposed`.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter

import polars as pl

from coalface.claims.claim_rows import ClaimColumns, claim_columns, claim_table
from coalface.claims.documents import Document
from coalface.claims.frames.amounts import find_amount_claims
from coalface.claims.frames.attribution import bind_attribution
from coalface.claims.frames.called_lawful import find_called_lawful
from coalface.claims.frames.cause import find_causes
from coalface.claims.frames.change_bases import mark_change_bases
from coalface.claims.frames.counted_shares import mark_counted_shares
from coalface.claims.frames.dealings import bind_dealings, bind_sides
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.event import find_events
from coalface.claims.frames.groups import link_corrections
from coalface.claims.frames.growth_rate import find_directions
from coalface.claims.frames.law_days import find_law_days
from coalface.claims.frames.listings import find_listings
from coalface.claims.frames.movement import find_movements
from coalface.claims.frames.nations import bind_nations
from coalface.claims.frames.partners import bind_partners
from coalface.claims.frames.parts_told import bind_parts
from coalface.claims.frames.payment_term import find_payment_terms
from coalface.claims.frames.penalty import find_penalties
from coalface.claims.frames.periods import bind_periods
from coalface.claims.frames.positions import POSITION, find_positions, place_positions
from coalface.claims.frames.practice import find_practices
from coalface.claims.frames.questions import without_questions
from coalface.claims.frames.reading import Reading, Span, read
from coalface.claims.frames.rule import find_rules
from coalface.claims.frames.rule_sources import bind_resolutions
from coalface.claims.frames.ships import bind_ships
from coalface.claims.frames.silences import find_silences, stretch_silences
from coalface.claims.frames.speakers import find_speakers
from coalface.claims.frames.spoken_dates import Dates, find_dates
from coalface.claims.frames.stances import (
    bind_age,
    bind_hedge,
    bind_polarity,
    bind_status,
    find_statuses,
)
from coalface.claims.frames.subjects import bind_flows, bind_subjects
from coalface.claims.frames.told import find_orders, find_told
from coalface.claims.frames.told_after import bind_levels_after
from coalface.claims.frames.told_marks import bind_marks
from coalface.claims.frames.unheard import without_ends, without_heard
from coalface.claims.frames.ways_told import find_ways_told

__all__ = ["extract_claims", "extract_together"]

_place = attrgetter("start", "end", "kind", "rule_id")
Frame = Callable[[Reading, Sequence[Draft]], Iterator[Draft]]

#: Frames of whole clauses, the surest first: a clause that one has taken is closed to the next.
CLAUSE_FRAMES: tuple[Frame, ...] = (
    find_rules,
    find_law_days,
    find_called_lawful,
    find_listings,
    find_directions,
    find_payment_terms,
    find_penalties,
    find_orders,
    find_movements,
    find_causes,
    find_practices,
    find_ways_told,
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
    return extract_together((document,))[0]


def extract_together(documents: Iterable[Document]) -> list[pl.DataFrame]:
    """Propose the claims of some reports, each as `extract_claims` would; tables are made as one.

    Args:
        documents: Reports as read.

    Returns:
        Table `claims` of each, in their order.
    """
    found = [_columns(document) for document in documents]
    table = claim_table(found)
    starts = accumulate((its.n for its in found), initial=0)
    return [table.slice(start, its.n) for start, its in zip(starts, found, strict=False)]


def _columns(document: Document) -> ClaimColumns:
    reading = read(document)
    return claim_columns(document, reading.flat, find_drafts(reading))


def find_drafts(reading: Reading) -> list[Draft]:
    """Run all frames on one document and bind what they leave open.

    Args:
        reading: The document as frames see it.

    Returns:
        Claims ordered by place.
    """
    drafts = sorted(find_amount_claims(reading), key=_position)
    for frame in CLAUSE_FRAMES:
        for draft in frame(reading, tuple(drafts)):  # most frames find few claims, many none
            insort(drafts, draft, key=_position)
    drafts.sort(key=_place)
    speakers = find_speakers(reading)
    dates, statuses = find_dates(reading), find_statuses(reading)
    _bind_times(reading, drafts, dates, statuses)
    events = sorted(find_events(reading, tuple(drafts), dates.said), key=_place)
    _bind_times(reading, events, dates, statuses)
    drafts += events
    told = list(find_told(reading, drafts))
    _bind_times(reading, told, dates, statuses)
    drafts = sorted((*drafts, *told), key=_place)
    drafts, positions = _with_positions(reading, drafts, dates)
    bind_attribution(reading, drafts, speakers)
    bind_hedge(reading, drafts)
    bind_polarity(reading, drafts)
    bind_subjects(reading, drafts, speakers)
    bind_ships(reading, drafts)
    place_positions(positions)
    bind_resolutions(reading, drafts)
    _bind_trade(reading, drafts)
    bind_marks(reading, drafts)
    mark_counted_shares(reading, drafts)
    mark_change_bases(reading, drafts)
    link_corrections(reading, drafts)
    return without_questions(reading, drafts)


def _bind_trade(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Bind which way goods went, who stands on the other side, and what is a part of what."""
    bind_dealings(reading, drafts)
    bind_flows(reading, drafts)
    bind_sides(reading, drafts)
    bind_partners(reading, drafts)
    bind_parts(reading, drafts)
    bind_nations(reading, drafts)


def _with_positions(
    reading: Reading, drafts: list[Draft], dates: Dates
) -> tuple[list[Draft], list[tuple[Draft, str]]]:
    """Add where ships were; some happenings become movements, and silences that are none go."""
    positions = list(find_positions(reading, drafts, dates))
    drafts = without_heard(reading, drafts)
    new = [draft for draft, _ in positions if draft.rule_id == POSITION]
    new.extend(find_silences(reading, [*drafts, *new]))
    new.extend(stretch_silences(reading, [*drafts, *new]))
    drafts = without_ends(sorted((*drafts, *new), key=_place) if new else drafts)
    return drafts, positions


def _settle(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Tell each draft once the clause and the sentence in which it stands."""
    if not drafts:
        return
    clause, sentence = reading.clauses[0], reading.sentences[0]
    for draft in drafts:
        position = draft.at[0]
        if not clause[0] <= position < clause[1]:  # mostly it is that of the one before
            clause = reading.clause(position)
        if not sentence.start <= position < sentence.end:
            sentence = reading.sentence(position)
        draft.clause, draft.sentence = clause, sentence


def _bind_times(
    reading: Reading,
    drafts: Sequence[Draft],
    dates: Dates,
    statuses: Mapping[Span, Sequence[str]],
) -> None:
    """Bind time and status: a former level takes over no time, and an old time makes one former."""
    _settle(reading, drafts)
    bind_status(reading, drafts, statuses)
    bind_levels_after(reading, drafts)
    bind_periods(reading, drafts, dates)
    bind_age(reading, drafts)


def _position(draft: Draft) -> int:
    return draft.at[0]
