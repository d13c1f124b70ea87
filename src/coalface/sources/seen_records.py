"""Know a record that stands twice in one file, with the row of the first: 16 bytes a record.

A key is 64 bits and 32 more. BACI's key is its exporter, importer and code themselves, so it is
exact; others are hashes, of which two among a hundred million agree in all 96 bits with a chance
of one in ten trillion.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from coalface.sources.case_files import RawCases
from coalface.tables.rejects import REJECTS

__all__ = ["Keys", "SeenRecords", "hash_keys"]

Numbers = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]
SEEDS = (20_065, 20_067)


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of some records, in their order: the first 64 bits, and 32 more."""

    first: npt.NDArray[np.uint64]
    more: npt.NDArray[np.uint32]

    def take(self, places: Places | npt.NDArray[np.bool_]) -> "Keys":
        """Give some of the keys."""
        return Keys(self.first[places], self.more[places])


@dataclass(frozen=True, slots=True)
class _Run:
    """Keys in ascending order, with the row of each."""

    keys: Keys
    rows: npt.NDArray[np.uint32]


def hash_keys(frame: pl.DataFrame) -> Keys:
    """Give a key of each row, from all columns of a frame."""
    first = frame.hash_rows(seed=SEEDS[0]).to_numpy()
    more = frame.select(reversed(frame.columns)).hash_rows(seed=SEEDS[1]).to_numpy()
    return Keys(first, (more >> np.uint64(32)).astype(np.uint32))


class SeenRecords:
    """The records met so far in one file.

    Args:
        same: What two records of one key have in common, for the reason of the refusal.
        word: What a record is called: `row`, or `record` where there are no rows.
    """

    def __init__(self, same: str, word: str = "row") -> None:
        self._same = same
        self._word = word
        self._runs: list[_Run] = []

    def refuse(self, raw: RawCases, is_good: npt.NDArray[np.bool_], keys: Keys) -> pl.DataFrame:
        """Give the rejects of the good rows of a chunk that stood before, each naming the first."""
        rows = raw.frame["row"].cast(pl.Int64).to_numpy()
        if not is_good.all():
            rows, keys = rows[is_good], keys.take(is_good)
        earlier = self.find_earlier(keys, rows)
        is_again = earlier > 0
        if not is_again.any():
            return pl.DataFrame(schema=REJECTS)
        reason = (
            f"has {self._same} of that earlier {self._word}, which is kept; adding both would "
            "count it twice. Two downloads in one file?"
        )
        again = pl.DataFrame({"row": rows[is_again], "earlier": earlier[is_again]})
        return again.select(
            file=pl.lit(raw.file),
            row="row",
            column=pl.lit(None, pl.String),
            found=pl.format(f"{self._word} {{}} again", "earlier"),
            expected=pl.lit("each record once"),
            reason=pl.lit(reason),
        )

    def find_earlier(self, keys: Keys, rows: Numbers) -> Numbers:
        """Give for each record the row of the first one with its key, 0 if it is the first itself.

        Files sorted by their keys cost no sorting and no search.
        """
        earlier = np.zeros(len(rows), dtype=np.int64)
        if not len(rows):
            return earlier
        run = _Run(keys, rows.astype(np.uint32))
        if not (keys.first[1:] > keys.first[:-1]).all():
            order = np.argsort(keys.first, kind="stable")
            run = _taken(run, order)
            found = _find_inside(run)
            for known in self._runs:
                _find_in(run, known, found)
            earlier[order] = found
            run = _taken(run, found == 0)
        else:
            for known in self._runs:
                _find_in(run, known, earlier)
            run = _taken(run, earlier == 0) if earlier.any() else run
        self._remember(run)
        return earlier

    def _remember(self, run: _Run) -> None:
        """Keep few runs that overlap: two of like length become one, so each key moves seldom."""
        if not len(run.rows):
            return
        runs = self._runs
        runs.append(run)
        while len(runs) > 1 and len(runs[-2].rows) < 2 * len(runs[-1].rows):
            if _is_apart(runs[-2], runs[-1]):
                return
            last, one = runs.pop(), runs.pop()
            runs.append(_merged(one, last))


def _taken(run: _Run, places: Places | npt.NDArray[np.bool_]) -> _Run:
    return _Run(run.keys.take(places), run.rows[places])


def _is_apart(one: _Run, other: _Run) -> bool:
    a, b = one.keys.first, other.keys.first
    return bool(a[-1] < b[0] or b[-1] < a[0])


def _merged(one: _Run, other: _Run) -> _Run:
    first = np.concatenate([one.keys.first, other.keys.first])
    order = np.argsort(first, kind="stable")
    more = np.concatenate([one.keys.more, other.keys.more])
    return _Run(Keys(first[order], more[order]), np.concatenate([one.rows, other.rows])[order])


def _find_inside(run: _Run) -> Numbers:
    """Give the first row of each group of equal keys in a sorted run, 0 for the first itself."""
    first, more = run.keys.first, run.keys.more
    is_again = np.zeros(len(first), dtype=np.bool_)
    is_again[1:] = (first[1:] == first[:-1]) & (more[1:] == more[:-1])
    starts = np.maximum.accumulate(np.where(is_again, 0, np.arange(len(first))))
    return np.where(is_again, run.rows[starts], 0).astype(np.int64)


def _find_in(run: _Run, known: _Run, found: Numbers) -> None:
    """Write down the rows that the keys of a run have in an earlier one."""
    if _is_apart(run, known):
        return
    places = np.searchsorted(known.keys.first, run.keys.first)
    np.minimum(places, len(known.rows) - 1, out=places)
    hits = np.flatnonzero(known.keys.first[places] == run.keys.first)
    if not len(hits):
        return
    hits = hits[known.keys.more[places[hits]] == run.keys.more[hits]]
    found[hits] = known.rows[places[hits]]
