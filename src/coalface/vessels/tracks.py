"""Positions as sorted arrays: one run of rows a key, and quick searches within each run."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.tables.positions import IN_TIME

__all__ = ["GRID", "HOUR_US", "Runs", "exactly", "first_at_or_after", "runs_of", "sort_in_time"]

HOUR_US = 3_600_000_000  # microseconds in an hour

Ints = NDArray[np.int64]
GRID = 2.0**20  # sums of numbers on it are exact, in whatever order


@dataclass(frozen=True, slots=True)
class Runs:
    """Where each run of equal keys starts and ends in sorted rows.

    Attributes:
        starts: First row of each run, ascending.
        ends: First row after each run.
        run_of: For each row, the number of its run.
    """

    starts: Ints
    ends: Ints
    run_of: Ints


def exactly(values: pl.Expr) -> pl.Expr:
    """Bring numbers to a grid of a millionth on which sums are exact, in whatever order."""
    return (values.cast(pl.Float64) * GRID).round() / GRID


def sort_in_time(positions: pl.DataFrame, key: str = "mmsi") -> pl.DataFrame:
    """Sort rows by `key`, time and row number, so that results do not rest on the input's order."""
    order = [key, *IN_TIME[1:]]
    if positions.select(_is_in_order(key)).item():
        return positions
    return positions.sort(order)


def runs_of(keys: NDArray[np.generic] | pl.Series) -> Runs:
    """Find the runs of equal keys in rows already sorted by them."""
    values = keys.to_numpy() if isinstance(keys, pl.Series) else keys
    n = len(values)
    is_new = np.ones(n, dtype=bool)
    is_new[1:] = values[1:] != values[:-1]
    starts = np.flatnonzero(is_new).astype(np.int64)
    ends = np.append(starts[1:], n).astype(np.int64)[: len(starts)]
    return Runs(starts, ends, np.cumsum(is_new, dtype=np.int64) - 1)


def first_at_or_after(times: Ints, low: Ints, high: Ints, wanted: Ints) -> Ints:
    """Find in each slice `low` to `high` the first row whose time is not before `wanted`.

    Args:
        times: Times, ascending within every slice.
        low: First row of each slice.
        high: First row after each slice.
        wanted: The time looked for, one a slice.

    Returns:
        A row number for each slice; `high` where all its rows are earlier.
    """
    low, high = low.copy(), high.copy()
    while (is_open := low < high).any():
        middle = (low + high) >> 1
        is_before = is_open & (times[np.minimum(middle, len(times) - 1)] < wanted)
        low = np.where(is_before, middle + 1, low)
        high = np.where(is_open & ~is_before, middle, high)
    return low


def _is_in_order(key: str) -> pl.Expr:
    same = pl.col(key) == pl.col(key).shift()
    step = pl.col("sent_at") - pl.col("sent_at").shift()
    later = (step > pl.duration()) | ((step == pl.duration()) & (pl.col("row").diff() > 0))
    return ((pl.col(key) > pl.col(key).shift()) | (same & later)).all()
