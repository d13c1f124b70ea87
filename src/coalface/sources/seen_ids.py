"""Know whether an id stood in an earlier batch, by its 64-bit hash: 8 bytes a row."""

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["SeenIds"]

Hashes = npt.NDArray[np.uint64]


class SeenIds:
    """The ids met so far in one file.

    Among twenty million different ids the chance of one false match is about one in 90,000.
    """

    def __init__(self) -> None:
        self._runs: list[Hashes] = []

    def find_repeated(self, ids: pl.Series) -> pl.Series:
        """Say for each id whether it stood before, here or in an earlier batch; then keep all."""
        hashes = ids.hash()
        new = np.sort(hashes.filter(ids.is_not_null()).to_numpy())
        before = [new[_is_in(new, run)] for run in self._runs]
        inside = new[1:][new[1:] == new[:-1]]
        self._remember(new)
        if not len(inside) + sum(map(len, before)):
            return pl.repeat(value=False, n=len(ids), eager=True)
        is_later = hashes.is_in(pl.Series(inside).implode()) & ~hashes.is_first_distinct()
        is_known = hashes.is_in(pl.Series(np.concatenate([inside[:0], *before])).implode())
        return ids.is_not_null() & (is_known | is_later)

    def _remember(self, new: Hashes) -> None:
        """Keep few sorted runs: two of like length become one, so that each hash moves seldom."""
        runs = self._runs
        runs.append(new)
        while len(runs) > 1 and len(runs[-2]) < 2 * len(runs[-1]):
            last, one = runs.pop(), runs.pop()
            runs.append(np.sort(np.concatenate([one, last]), kind="stable"))


def _is_in(new: Hashes, run: Hashes) -> npt.NDArray[np.bool_]:
    places = np.minimum(np.searchsorted(run, new), len(run) - 1)
    return run[places] == new if len(run) else np.zeros(len(new), dtype=np.bool_)
