"""Whether a file's own column `row` numbers its rows: each has a number, no two the same."""

from collections.abc import Iterable

import numpy as np
import polars as pl

from coalface.sources.ais_cells import text_of

__all__ = ["are_row_numbers"]

DENSE = 8  # numbers up to so many times the rows are marked in a field, others are sorted


def are_row_numbers(blocks: Iterable[pl.Series]) -> bool:
    """Say whether every cell of a column is a whole number from 0, and none comes twice.

    Args:
        blocks: The column, as the file has it.
    """
    parts: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
    for cells in blocks:
        numbers = _whole(cells)
        if numbers is None:
            return False
        parts.append(numbers)
    every = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    if not len(every):
        return True
    if every.min() < 0:
        return False
    if (every[1:] > every[:-1]).all():
        return True
    if every.max() >= DENSE * len(every):
        return len(np.unique(every)) == len(every)
    is_there = np.zeros(int(every.max()) + 1, dtype=bool)
    is_there[every] = True
    return int(is_there.sum()) == len(every)


def _whole(cells: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.int64]] | None:
    """Give whole numbers, None if a cell is none."""
    cells = text_of(cells)
    if cells.dtype == pl.String:
        cells = cells.str.strip_chars().cast(pl.Int64, strict=False)
    if not cells.dtype.is_integer() or cells.null_count():
        return None
    numbers = cells.cast(pl.Int64, strict=False)
    return None if numbers.null_count() else numbers.to_numpy()
