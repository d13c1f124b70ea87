"""Tracks of many parts put together in one order of ships, without sorting them again."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from coalface.vessels.segments import SegmentsFound
from coalface.vessels.store import read_rows, write_rows
from coalface.vessels.tracks import runs_of
from coalface.vessels.windows import Window, share_of_window

__all__ = ["TrackParts"]

NUMBER = "segment"  # of a part's own table of segments
#: Columns of few values, held small.
_SMALL = {
    "nav_status": pl.Int8(),
    "transponder_class": pl.Enum(["A", "B"]),
    "receiver": pl.Categorical(),
}
Block = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class TrackParts:
    """The tracks of all stretches and parts on disk.

    Attributes:
        folder: Where.
        windows: The stretches.
    """

    folder: Path
    windows: tuple[Window, ...]

    def write(self, part: int, found: SegmentsFound, columns: Sequence[str]) -> None:
        """Write the ships of one part: for each stretch the messages that it needs."""
        number = pl.Series(NUMBER, found.number.astype(np.int32))
        small = [pl.col(name).cast(_SMALL[name]) for name in columns if name in _SMALL]
        tracks = found.positions.select(*columns, number).with_columns(small)
        for window in self.windows:
            share = share_of_window(tracks, window, self.windows)
            write_rows(share, self._tracks(window, part))
        write_rows(found.segments, self.folder / f"segments-{part:04d}.arrow")
        write_rows(found.joins, self.folder / f"joins-{part:04d}.arrow")

    def read(self, window: Window, n_parts: int, columns: Sequence[str]) -> SegmentsFound:
        """Read the ships of all parts for one stretch, in the form that `find_segments` gives.

        Segments without a message in the stretch are left out.
        """
        segments, joins = (
            [read_rows(self.folder / f"{name}-{part:04d}.arrow") for part in range(n_parts)]
            for name in ("segments", "joins")
        )
        paths = [self._tracks(window, part) for part in range(n_parts)]
        blocks = _blocks([read_rows(path, ["mmsi"])["mmsi"] for path in paths])
        counted = np.cumsum([0, *map(len, segments)])
        number = _put_together([_numbers(p, n) for p, n in zip(paths, counted[:-1], strict=True)],
                               blocks).to_numpy()  # fmt: skip
        there = np.zeros(counted[-1], bool)
        there[number] = True
        number = (np.cumsum(there) - 1).astype(np.int32)[number]
        named = pl.concat(segments).filter(pl.Series(there))
        names = pl.Enum(named["segment_id"])  # four bytes a message, whatever the length of a name
        # A column at a time: all files would be held beside what is made of them otherwise.
        merged = [
            _put_together([read_rows(path, [name])[name] for path in paths], blocks)
            for name in columns
        ]
        merged.append(pl.Series("segment_id", number.astype(np.uint32)).cat.to(names))
        return SegmentsFound(
            pl.DataFrame(merged),
            number,
            named,
            pl.concat(joins).filter(pl.col("segment_id").is_in(names.categories.implode())),
        )

    def read_bare(self, window: Window, n_parts: int, columns: Sequence[str]) -> pl.DataFrame:
        """Read some columns of the messages of one stretch, ships in any order."""
        return pl.concat(
            [read_rows(self._tracks(window, part), columns) for part in range(n_parts)]
        )

    def drop(self) -> None:
        """Delete the messages of all stretches; segments stay."""
        for window in self.windows:
            shutil.rmtree(self._tracks(window, 0).parent)

    def _tracks(self, window: Window, part: int) -> Path:
        return self.folder / f"tracks-{window.number:04d}" / f"part-{part:04d}.arrow"


def _numbers(path: Path, n_before: int) -> pl.Series:
    return read_rows(path, [NUMBER])[NUMBER] + n_before


def _put_together(parts: Sequence[pl.Series], blocks: Sequence[Block]) -> pl.Series:
    """Copy the rows of blocks one after another, once."""
    pieces = [parts[part][low:high] for part, low, high in blocks]
    return pl.concat(pieces, rechunk=True) if pieces else parts[0]


def _blocks(parts: Sequence[pl.Series]) -> list[Block]:
    """Give the rows of parts in one order of ships: part, first row and the row after the last.

    No ship stands in two parts, and each part is in order: whole ships move, and nothing is sorted.

    Args:
        parts: Numbers of ships, ascending in each.
    """
    starts = [runs_of(part).starts for part in parts]
    ends = [np.append(s[1:], len(p))[: len(s)] for s, p in zip(starts, parts, strict=True)]
    mmsi = np.concatenate([part.gather(s) for s, part in zip(starts, parts, strict=True)])
    where = np.repeat(np.arange(len(parts)), [len(s) for s in starts])
    low, high = np.concatenate(starts), np.concatenate(ends)
    order = np.argsort(mmsi, kind="stable")
    where, low, high = where[order], low[order], high[order]
    # Ships that follow each other in one part are one block.
    is_new = np.ones(len(order), bool)
    is_new[1:] = (where[1:] != where[:-1]) | (low[1:] != high[:-1])
    firsts = np.flatnonzero(is_new)
    lasts = np.append(firsts[1:], len(order))[: len(firsts)] - 1
    return list(
        zip(where[firsts].tolist(), low[firsts].tolist(), high[lasts].tolist(), strict=True)
    )
