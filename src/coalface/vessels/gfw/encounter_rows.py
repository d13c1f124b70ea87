"""The messages that an encounter at round times rests on: those of both ships."""

import numpy as np
import polars as pl

from coalface.vessels.tracks import sort_in_time

__all__ = ["rows_of_meetings"]

MAX_OF_SHIP = 200  # rows of each ship named at most: beyond, every n-th of them, first and last in


def rows_of_meetings(meetings: pl.DataFrame, positions: pl.DataFrame) -> pl.Series:
    """Give the rows of both ships from the last before a meeting to the first after it.

    Places at round times lie between two messages: both are part of the evidence.

    Args:
        meetings: `mmsi_1`, `mmsi_2`, `starts_at`, `ends_at`.
        positions: `mmsi`, `sent_at`, `row`, in any order.

    Returns:
        A list of rows for each meeting, ascending.
    """
    ordered = sort_in_time(positions.select("mmsi", "sent_at", "row"))
    ships = ordered["mmsi"].to_numpy()
    at, rows = ordered["sent_at"].dt.epoch("us").to_numpy(), ordered["row"].to_numpy()
    starts = meetings["starts_at"].dt.epoch("us").to_numpy()
    ends = meetings["ends_at"].dt.epoch("us").to_numpy()
    found: list[list[int]] = [[] for _ in range(len(meetings))]
    for column in ("mmsi_1", "mmsi_2"):
        numbers = meetings[column].to_numpy()
        lows, highs = (np.searchsorted(ships, numbers, side) for side in ("left", "right"))
        for k, (low, high) in enumerate(zip(lows, highs, strict=True)):
            first = np.searchsorted(at[low:high], starts[k], "right") - 1
            last = np.searchsorted(at[low:high], ends[k], "left")
            mine = rows[low + max(first, 0) : min(low + last + 1, high)]
            n = min(len(mine), MAX_OF_SHIP)
            found[k] += mine[np.linspace(0, len(mine) - 1, n).round().astype(np.int64)].tolist()
    return pl.Series("inputs", [sorted(each) for each in found], dtype=pl.List(pl.Int64))
