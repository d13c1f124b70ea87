"""Which scope of the law each row of a table falls into, worked out once for each kind of good."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.law.cells import Timeline
from coalface.law.rulebook import Rulebook
from coalface.law.scope import Scope, name_matters, revision_matters
from coalface.tables.cases import DIRECTIONS

__all__ = ["KnownScope", "Scopes", "scope_ids"]

NAMES = ["commodity", "description", "activity", "hs_revision"]
NEEDS_NAME = 1
NEEDS_REVISION = 2


class KnownScope(NamedTuple):
    """A scope with the spells of its law."""

    scope: Scope
    timeline: Timeline


@dataclass
class Scopes:
    """The scopes met so far; rows that law treats alike share one.

    `codes` gives each code its stem (the part on which the law depends) as an index into `stems`;
    `unnamed` the scope of a stem and direction where nothing names the good; `needs` whether a
    name or an edition could change it.
    """

    book: Rulebook
    known: list[KnownScope] = field(default_factory=list)
    ids: dict[tuple[object, ...], int] = field(default_factory=dict)
    stems: dict[str, int] = field(default_factory=dict)
    codes: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={"hs_code": pl.String, "stem": pl.Int32})
    )
    unnamed: list[list[int]] = field(default_factory=list)
    needs: list[list[int]] = field(default_factory=list)
    named: dict[tuple[object, ...], int] = field(default_factory=dict)


def scope_ids(cases: pl.DataFrame, scopes: Scopes) -> NDArray[np.int32]:
    """Give each row's scope: an index into `scopes.known`, which grows as new ones are met.

    Args:
        cases: Table `cases`.
        scopes: Kept from batch to batch.
    """
    stems = _stems(cases.select(pl.col("hs_code").fill_null("")), scopes)
    direction = _directions(cases["direction"])
    place = stems * len(DIRECTIONS) + direction
    ids = np.take(np.array(scopes.unnamed, dtype=np.int32).ravel(), place)
    needs = np.take(np.array(scopes.needs, dtype=np.int8).ravel(), place)
    rows = _rows_to_name(cases, needs)
    if len(rows):
        keys = cases.select(NAMES)[rows].with_columns(
            stem=pl.Series(stems[rows]), direction=pl.Series(direction[rows])
        )
        ids[rows] = _named_ids(keys, scopes)
    return ids


def _stems(codes: pl.DataFrame, scopes: Scopes) -> NDArray[np.int32]:
    joined = codes.join(scopes.codes, on="hs_code", how="left", maintain_order="left")
    if joined["stem"].null_count():
        new = joined.filter(pl.col("stem").is_null())["hs_code"].unique().sort().to_list()
        learned = [(code, _stem_id(scopes, scopes.book.stem(code))) for code in new]
        table = pl.DataFrame(learned, schema=scopes.codes.schema, orient="row")
        scopes.codes = pl.concat([scopes.codes, table])
        joined = codes.join(scopes.codes, on="hs_code", how="left", maintain_order="left")
    return joined["stem"].to_numpy()


def _stem_id(scopes: Scopes, stem: str) -> int:
    if stem not in scopes.stems:
        scopes.stems[stem] = len(scopes.stems)
        book = scopes.book
        scopes.unnamed.append([_id_of(scopes, stem, d, "", "", "") for d in DIRECTIONS])
        revision = NEEDS_REVISION * revision_matters(book, stem)
        scopes.needs.append(
            [NEEDS_NAME * name_matters(book, stem, d) + revision for d in DIRECTIONS]
        )
    return scopes.stems[stem]


def _directions(directions: pl.Series) -> NDArray[np.int8]:
    """Give each direction's place in `DIRECTIONS`; the first needs no look."""
    numbers = np.zeros(len(directions), dtype=np.int8)
    for place, direction in list(enumerate(DIRECTIONS))[1:]:
        numbers += (directions == direction).to_numpy().astype(np.int8) * np.int8(place)
    return numbers


def _rows_to_name(cases: pl.DataFrame, needs: NDArray[np.int8]) -> NDArray[np.int64]:
    """Find the rows whose name, service or edition can change what reaches them."""
    given = [n for n in NAMES if cases[n].null_count() < len(cases)]
    has = {n: cases[n].is_not_null().to_numpy() for n in given}
    to_name = np.zeros(len(cases), dtype=np.bool_)
    for name in ("commodity", "description"):
        if name in has:
            to_name |= (needs & NEEDS_NAME).astype(np.bool_) & has[name]
    if "hs_revision" in has:
        to_name |= (needs & NEEDS_REVISION).astype(np.bool_) & has["hs_revision"]
    if "activity" in has:
        to_name |= has["activity"]
    return np.flatnonzero(to_name)


def _named_ids(keys: pl.DataFrame, scopes: Scopes) -> NDArray[np.int32]:
    unique = keys.unique()
    stems = list(scopes.stems)
    ids = []
    for key in unique.iter_rows():
        if key not in scopes.named:
            commodity, text, activity, edition, stem, direction = key
            name = f"{commodity or ''} {text or ''}"
            scopes.named[key] = _id_of(
                scopes, stems[stem], DIRECTIONS[direction], name, activity or "", edition or ""
            )
        ids.append(scopes.named[key])
    table = unique.with_columns(id=pl.Series(ids, dtype=pl.Int32))
    columns = keys.columns
    joined = keys.join(table, on=columns, how="left", maintain_order="left", nulls_equal=True)
    return joined["id"].to_numpy()


def _id_of(
    scopes: Scopes, code: str, direction: str, text: str, activity: str, edition: str
) -> int:
    """Give the id of a scope, shared by all goods that the law treats alike."""
    known = KnownScope(
        *scopes.book.timeline(code, direction, text=text, activity=activity, revision=edition)
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
        scope.notes,
        limbs,
    )
