"""Extraction: from a document to proposed claims, each with the span that carries it.

Nothing here judges what is true. Every claim waits for an analyst: `review_state` is `proposed`.
"""

from array import array
from bisect import bisect_right, insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate, chain
from operator import attrgetter, itemgetter
from typing import Any

import polars as pl
import pyarrow as pa

from coalface.claims.documents import Document
from coalface.claims.frames.amounts import find_amount_claims
from coalface.claims.frames.attribution import bind_attribution
from coalface.claims.frames.called_lawful import find_called_lawful
from coalface.claims.frames.cause import find_causes
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
from coalface.claims.frames.ways_told import find_ways_told
from coalface.claims.mentions.types import Commodity
from coalface.tables.claims import CLAIMS
from coalface.tables.schema import dtypes_of, empty_table

__all__ = ["EXTRACTOR", "extract_claims"]

EXTRACTOR = "rules"
COLUMNS = dtypes_of(CLAIMS)
CLAIM_COLUMNS = tuple(COLUMNS)
#: Columns that hold what a draft holds, and those that are null where a draft holds nothing.
AS_BOUND = (
    "kind", "metric", "places", "origin", "destination", "valid_from", "valid_to",
    "attribution", "hedge", "polarity", "status", "rule_id", "score",
)  # fmt: skip
MAY_BE_OPEN = ("actor", "counterparty", "flow", "period_text")
#: Columns of the figure, in the order in which `_figure` gives them.
FIGURE = (
    "op", "value_low", "value_high", "unit", "currency", "per", "value_std_low",
    "value_std_high", "unit_std",
)  # fmt: skip
PROPOSED = {"sensitivity": "public", "extractor": EXTRACTOR, "review_state": "proposed"}
#: Columns that are alike in every row: what review adds is null.
ALIKE = {
    name: COLUMNS[name]
    for name in (
        *PROPOSED, "grade_source", "grade_info", "reviewed_by", "reviewed_at", "recorded_at",
    )
}  # fmt: skip
DAY_0 = date(1970, 1, 1).toordinal()  # from which a column counts days
WORD = pa.large_string()
WORDS = pa.large_list(WORD)
_AS_BOUND, _MAY_BE_OPEN = attrgetter(*AS_BOUND), attrgetter(*MAY_BE_OPEN)
_place = attrgetter("start", "end", "kind", "rule_id")
COLUMNS_BY_DTYPE = tuple(
    (dtype, tuple(name for name in CLAIM_COLUMNS if COLUMNS[name] == dtype and name not in ALIKE))
    for dtype in dict.fromkeys(its for name, its in COLUMNS.items() if name not in ALIKE)
)
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
    reading = read(document)
    return _table(document, reading, find_drafts(reading))


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
    link_corrections(reading, drafts)
    return drafts


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
    """Add where ships were; some happenings become movements."""
    positions = list(find_positions(reading, drafts, dates))
    new = [draft for draft, _ in positions if draft.rule_id == POSITION]
    new.extend(find_silences(reading, [*drafts, *new]))
    new.extend(stretch_silences(reading, [*drafts, *new]))
    return (sorted((*drafts, *new), key=_place) if new else drafts), positions


def _settle(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Tell each draft once the clause and the sentence in which it stands."""
    clauses, sentences, starts = reading.clauses, reading.sentences, reading.starts
    for draft in drafts:
        position = draft.at[0]
        draft.clause = clauses[(bisect_right(starts.clauses, position) or 1) - 1]
        draft.sentence = sentences[(bisect_right(starts.sentences, position) or 1) - 1]


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


def _table(document: Document, reading: Reading, drafts: Sequence[Draft]) -> pl.DataFrame:
    """Build the table column by column; of two drafts that are one claim the later one stays."""
    found: dict[str, tuple[int, int, str, Draft]] = {}
    ids: dict[int, str] = {}
    source_span, document_id = reading.flat.source_span, document.id
    for draft in drafts:
        start, end = source_span(draft.start, draft.end)
        seed = f"{document_id}|{start}|{end}|{draft.kind}|{draft.rule_id}|{draft.metric}"
        ids[id(draft)] = claim_id = f"c-{sha256(seed.encode()).hexdigest()[:16]}"
        found[claim_id] = start, end, claim_id, draft
    if not found:
        return empty_table(CLAIMS)
    placed = sorted(found.values(), key=itemgetter(0, 1, 2))
    return _frame(_columns(document, placed, ids), len(placed))


def _frame(columns: Mapping[str, Sequence[Any]], n: int) -> pl.DataFrame:
    """Make the table: columns of one type are made as one, end to end, which is quicker."""
    made = {**_alike(n)}
    for dtype, names in COLUMNS_BY_DTYPE:
        values = list(chain.from_iterable(columns[name] for name in names))
        is_list = isinstance(dtype, pl.List)
        joined = _lists(values) if is_list else _series(values, dtype)
        for position, name in enumerate(names):
            made[name] = joined.slice(position * n, n).alias(name)
    first, *others = (made[name] for name in CLAIM_COLUMNS)
    return first.to_frame().hstack(others)  # of what fits already: nothing is looked at again


def _series(values: Sequence[Any], dtype: pl.DataType) -> pl.Series:
    """Make a column; days as counts of days, as each day for itself takes twice as long."""
    if dtype != pl.Date:
        return pl.Series(values, dtype=dtype)
    days = [None if day is None else day.toordinal() - DAY_0 for day in values]
    return pl.Series(days, dtype=pl.Int32).cast(dtype)


@lru_cache(maxsize=256)
def _alike(n: int) -> Mapping[str, pl.Series]:
    """Make the columns that are alike in every row of every table of so many rows."""
    return {column.name: column.head(n) for column in _most_alike(1 << n.bit_length())}


@lru_cache(maxsize=16)
def _most_alike(n: int) -> Sequence[pl.Series]:
    return [pl.Series(name, [PROPOSED.get(name)] * n, dtype) for name, dtype in ALIKE.items()]


def _lists(values: Sequence[Sequence[str]]) -> pl.Series:
    """Make a column of lists by where each begins: Arrow takes all at once, Polars one by one.

    `pyarrow.array` would do the same, but loads pandas where that is installed.
    """
    words = [word.encode() for word in chain.from_iterable(values)]
    signs = [None, _edges(words), pa.py_buffer(b"".join(words))]
    children = [pa.Array.from_buffers(WORD, len(words), signs, 0)]
    lists = pa.Array.from_buffers(WORDS, len(values), [None, _edges(values)], 0, children=children)
    return pl.Series(lists)


def _edges(parts: Sequence[Sequence[Any]]) -> pa.Buffer:
    """Give where each part begins, and where the last one ends."""
    return pa.py_buffer(array("q", tuple(accumulate(map(len, parts), initial=0))))


def _columns(
    document: Document, placed: Sequence[tuple[int, int, str, Draft]], ids: Mapping[int, str]
) -> Mapping[str, Sequence[Any]]:
    """Give the values of each column that is not alike in all rows."""
    starts, ends, claim_ids, drafts = zip(*placed, strict=True)
    text, n = document.text, len(placed)
    columns: dict[str, Sequence[Any]] = {}
    columns |= zip(AS_BOUND, zip(*map(_AS_BOUND, drafts), strict=True), strict=True)
    for name, values in zip(MAY_BE_OPEN, zip(*map(_MAY_BE_OPEN, drafts), strict=True), strict=True):
        columns[name] = [value or None for value in values]
    columns |= dict(zip(FIGURE, zip(*map(_figure, drafts), strict=True), strict=True))
    return columns | {
        "claim_id": claim_ids,
        "document_id": [document.id] * n,
        "published": [document.published] * n,
        "start": starts,
        "end": ends,
        "locator": [
            " ".join(text[start:end].split()) for start, end in zip(starts, ends, strict=True)
        ],
        "commodity": [_goods(draft.commodities) for draft in drafts],
        "supersedes": [ids.get(id(draft.supersedes)) for draft in drafts],
    }


def _goods(goods: Sequence[Commodity]) -> str | None:
    if len(goods) == 1:
        return goods[0].name
    return "; ".join(good.name for good in goods) or None


def _figure(draft: Draft) -> tuple[Any, ...]:
    """Give the values of `FIGURE` for one draft."""
    amount = draft.amount
    if amount is None:
        return ("none", None, None, None, None, draft.per or None, None, None, None)
    op, low, high, unit, currency, per, std_low, std_high, unit_std, _, _ = amount
    std_low, std_high = _ascending(std_low, std_high)
    if low is not None and high is not None and low > high:
        low, high, unit = std_low, std_high, unit_std  # "500 thousand to 4 million"
    return (
        op,
        low,
        high,
        unit or None,
        draft.currency or currency or None,
        draft.per or per or None,
        std_low,
        std_high,
        unit_std or None,
    )


def _ascending(low: float | None, high: float | None) -> tuple[float | None, float | None]:
    if low is not None and high is not None and low > high:
        return high, low
    return low, high
