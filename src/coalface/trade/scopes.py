"""Which scope of the law each row of a table falls into, worked out once for each code."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.law.cells import Timeline
from coalface.law.rulebook import Rulebook
from coalface.law.scope import Scope, name_matters, revision_matters
from coalface.vocabulary.goods import normal_words

__all__ = ["KnownScope", "Scopes", "scope_ids"]

PAIR = ["hs_code", "direction"]
NAMED = ["hs_code", "direction", "commodity", "description", "activity", "hs_revision"]
NEEDS_NAME = 1
NEEDS_REVISION = 2


class KnownScope(NamedTuple):
    """A scope with the spells of its law."""

    scope: Scope
    timeline: Timeline


@dataclass
class Scopes:
    """The scopes met so far; rows that law treats alike share one."""

    book: Rulebook
    known: list[KnownScope] = field(default_factory=list)
    ids: dict[tuple[object, ...], int] = field(default_factory=dict)
    pairs: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(
            schema={"hs_code": pl.String, "direction": pl.String, "id": pl.Int32, "needs": pl.Int8}
        )
    )


def scope_ids(cases: pl.DataFrame, scopes: Scopes) -> NDArray[np.int32]:
    """Give each row's scope: an index into `scopes.known`, which grows as new ones are met.

    Args:
        cases: Table `cases`.
        scopes: Kept from batch to batch.
    """
    keys = cases.select(
        pl.col("hs_code").fill_null(""),
        *(pl.col(c) for c in NAMED[1:]),
    )
    _learn_pairs(keys, scopes)
    joined = keys.select(PAIR).join(scopes.pairs, on=PAIR, how="left", maintain_order="left")
    ids = joined["id"].to_numpy().copy()
    rows = _rows_to_name(keys, joined["needs"])
    if len(rows):
        ids[rows] = _named_ids(keys[rows], scopes)
    return ids


def _rows_to_name(keys: pl.DataFrame, needs: pl.Series) -> NDArray[np.int64]:
    """Find the rows whose name, service or edition can change what reaches them."""
    has_name = pl.col("commodity").is_not_null() | pl.col("description").is_not_null()
    is_special = (
        pl.col("activity").is_not_null()
        | ((pl.col("needs") & NEEDS_NAME != 0) & has_name)
        | ((pl.col("needs") & NEEDS_REVISION != 0) & pl.col("hs_revision").is_not_null())
    )
    mask = keys.with_columns(needs=needs).select(is_special).to_series()
    return np.asarray(mask.arg_true().to_numpy(), dtype=np.int64)


def _learn_pairs(keys: pl.DataFrame, scopes: Scopes) -> None:
    new = keys.select(PAIR).unique().join(scopes.pairs, on=PAIR, how="anti").sort(PAIR)
    if new.is_empty():
        return
    rows = [
        (
            code,
            direction,
            _id_of(scopes, code, direction, "", "", ""),
            NEEDS_NAME * name_matters(scopes.book, code, direction)
            + NEEDS_REVISION * revision_matters(scopes.book, code),
        )
        for code, direction in new.iter_rows()
    ]
    learned = pl.DataFrame(rows, schema=scopes.pairs.schema, orient="row")
    scopes.pairs = pl.concat([scopes.pairs, learned])


def _named_ids(keys: pl.DataFrame, scopes: Scopes) -> NDArray[np.int32]:
    unique = keys.unique(maintain_order=True)
    ids = [
        _id_of(
            scopes,
            code,
            direction,
            f"{commodity or ''} {text or ''}",
            activity or "",
            edition or "",
        )
        for code, direction, commodity, text, activity, edition in unique.iter_rows()
    ]
    table = unique.with_columns(id=pl.Series(ids, dtype=pl.Int32))
    joined = keys.join(table, on=NAMED, how="left", maintain_order="left", nulls_equal=True)
    return joined["id"].to_numpy()


def _id_of(
    scopes: Scopes, code: str, direction: str, text: str, activity: str, edition: str
) -> int:
    """Give the id of a scope, shared by all goods that the law treats alike."""
    known = KnownScope(
        *scopes.book.timeline(
            code, direction, text=normal_words(text), activity=activity, revision=edition
        )
    )
    key = _signature(known)
    if key not in scopes.ids:
        scopes.ids[key] = len(scopes.known)
        scopes.known.append(known)
    return scopes.ids[key]


def _signature(known: KnownScope) -> tuple[object, ...]:
    """Give what tells two scopes apart, by ids, which compares faster than by definitions."""
    scope, timeline = known
    limbs = tuple(a.limbs for c in timeline.cells for a in c.actives)
    return (
        timeline.cells[0].direction,
        tuple(
            (m.measure.id, m.reach, m.reading, m.grade, m.groups, m.fits, m.reason)
            for m in scope.matches
        ),
        tuple((n.rule.id, tuple(m.measure.id for m in n.matches)) for n in scope.national),
        scope.pointers,
        scope.route,
        scope.note,
        limbs,
    )
