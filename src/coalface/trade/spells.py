"""Which spells of law the time of each row meets."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.law.cells import Cell
from coalface.trade.scopes import KnownScope

__all__ = ["cells_of_spell", "spell_ids"]

Ints = NDArray[np.int64]
EPOCH = date(1970, 1, 1)


def spell_ids(cases: pl.DataFrame, scopes: NDArray[np.int32], known: Sequence[KnownScope]) -> Ints:
    """Give one number for scope, first and last spell of each row; see `cells_of_spell`.

    Args:
        cases: Table `cases`.
        scopes: The scope of each row, an index into `known`.
        known: The scopes met so far.
    """
    first_day = cases.select(pl.coalesce("on", "period_start").cast(pl.Int32)).to_series()
    last_day = cases.select(
        pl.coalesce(pl.col("on").cast(pl.Int32), pl.col("period_end").cast(pl.Int32) - 1)
    ).to_series()
    turning, places, base = _places(known)
    first = _place_of(first_day.to_numpy(), places, base)
    table = _spell_table(known, turning)
    n_cells = np.array([len(k.timeline.cells) for k in known], dtype=np.int64)
    begins = (_offsets(known)[:, None] + table * n_cells[:, None]).ravel()
    row = scopes.astype(np.int64) * len(turning)
    at_first = row + first
    if cases["period_start"].null_count() == len(cases):
        return np.take(begins + table.ravel(), at_first)
    last = _place_of(last_day.to_numpy(), places, base)
    spells: Ints = np.take(begins, at_first)
    spells += np.take(table.ravel(), row + last)
    return spells


def cells_of_spell(
    spell: int, known: Sequence[KnownScope]
) -> tuple[KnownScope, tuple[tuple[date | None, Cell], ...]]:
    """Give the scope and the cells behind a number of `spell_ids`, each with its first day."""
    offsets = _offsets(known)
    scope = int(np.searchsorted(offsets, spell, side="right")) - 1
    timeline = known[scope].timeline
    first, last = divmod(spell - int(offsets[scope]), len(timeline.cells))
    starts = (None, *timeline.starts[first + 1 : last + 1])
    return known[scope], tuple(zip(starts, timeline.cells[first : last + 1], strict=True))


def _offsets(known: Sequence[KnownScope]) -> Ints:
    """Give the first number of each scope; those of known scopes stay as new ones are met."""
    squares = [len(k.timeline.cells) ** 2 for k in known]
    return np.cumsum([0, *squares[:-1]], dtype=np.int64)


def _places(known: Sequence[KnownScope]) -> tuple[list[date], NDArray[np.int16], int]:
    """Give all turning days, and for each day from the second on the place of its turning day."""
    turning = sorted({day for k in known for day in k.timeline.starts})
    dated = turning[1:] or [EPOCH]
    base = (dated[0] - EPOCH).days - 1
    days = range((dated[-1] - dated[0]).days + 2)
    offsets = [(d - dated[0] + timedelta(days=1)).days for d in turning[1:]]
    places = np.searchsorted(np.array(offsets, dtype=np.int64), np.array(days), side="right")
    return turning, places.astype(np.int16), base


def _place_of(days: NDArray[np.int32], places: NDArray[np.int16], base: int) -> NDArray[np.int16]:
    return places[np.clip(days - base, 0, len(places) - 1)]


def _spell_table(known: Sequence[KnownScope], turning: list[date]) -> Ints:
    """Give the spell of each scope at each turning day, shape `(scope, turning day)`."""
    table = np.empty((len(known), len(turning)), dtype=np.int64)
    ordinals = np.array([d.toordinal() for d in turning])
    for row, (_, timeline) in enumerate(known):
        starts = np.array([d.toordinal() for d in timeline.starts])
        table[row] = np.searchsorted(starts, ordinals, side="right") - 1
    return table
