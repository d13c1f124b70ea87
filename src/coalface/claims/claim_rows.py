"""Rows of table `claims` from what was bound: column by column, for many documents at once."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate, chain
from operator import attrgetter, itemgetter
from typing import Any

import polars as pl
import pyarrow as pa

from coalface.claims.documents import Document
from coalface.claims.flat import FlatText
from coalface.claims.frames.drafts import Draft
from coalface.claims.mentions.types import Commodity
from coalface.tables.claims import CLAIMS
from coalface.tables.schema import dtypes_of, empty_table

__all__ = ["EXTRACTOR", "ClaimColumns", "claim_columns", "claim_table"]

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
COLUMNS_BY_DTYPE = tuple(
    (dtype, tuple(name for name in CLAIM_COLUMNS if COLUMNS[name] == dtype and name not in ALIKE))
    for dtype in dict.fromkeys(its for name, its in COLUMNS.items() if name not in ALIKE)
)


@dataclass(frozen=True, slots=True)
class ClaimColumns:
    """What the claims of one document put into each column that is not alike in all rows.

    Attributes:
        n: How many claims.
        values: Their values by column, by place; empty without a claim.
    """

    n: int
    values: Mapping[str, Sequence[Any]]


def claim_columns(document: Document, flat: FlatText, drafts: Sequence[Draft]) -> ClaimColumns:
    """Put the claims of one document in columns; of two that are one claim the later one stays.

    Args:
        document: The report.
        flat: Its clean string.
        drafts: What was found in it, bound.

    Returns:
        The columns, by place in the document.
    """
    found: dict[str, tuple[int, int, str, Draft]] = {}
    ids: dict[int, str] = {}
    source_span, document_id = flat.source_span, document.id
    for draft in drafts:
        start, end = source_span(draft.start, draft.end)
        seed = f"{document_id}|{start}|{end}|{draft.kind}|{draft.rule_id}|{draft.metric}"
        ids[id(draft)] = claim_id = f"c-{sha256(seed.encode()).hexdigest()[:16]}"
        found[claim_id] = start, end, claim_id, draft
    if not found:
        return ClaimColumns(0, {})
    placed = sorted(found.values(), key=itemgetter(0, 1, 2))
    return ClaimColumns(len(placed), _columns(document, placed, ids))


def claim_table(documents: Sequence[ClaimColumns]) -> pl.DataFrame:
    """Make one table of the claims of some documents, in their order.

    A table costs the same for one claim as for a hundred, so many documents have one together.

    Args:
        documents: The columns of each.

    Returns:
        Table `claims`.
    """
    parts = [its.values for its in documents if its.n]
    n = sum(its.n for its in documents)
    if not parts:
        return empty_table(CLAIMS)
    made = {**_alike(n)}
    for dtype, names in COLUMNS_BY_DTYPE:  # columns of one type are made as one, end to end
        values = list(chain.from_iterable(part[name] for name in names for part in parts))
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
