"""Tracks of many parts put together in one order of ships, without sorting them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from coalface.vessels.segments import SegmentsFound
from coalface.vessels.store import CODEC, write_frame
from coalface.vessels.tracks import runs_of
from coalface.vessels.windows import Window, share_of_window

__all__ = ["TrackParts", "merge_by_ship"]

NUMBER = "segment"  # of a part's own table of segments


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
        tracks = found.positions.select(*columns, number)
        for window in self.windows:
            share = share_of_window(tracks, window, self.windows)
            write_frame(share, self._tracks(window, part), codec=CODEC)
        write_frame(found.segments, self.folder / f"segments-{part:04d}.parquet")
        write_frame(found.joins, self.folder / f"joins-{part:04d}.parquet")

    def read(self, window: Window, n_parts: int, columns: Sequence[str]) -> SegmentsFound:
        """Read the ships of all parts for one stretch, in the form that `find_segments` gives.

        Segments without a message in the stretch are left out.
        """
        wanted, counted = [*columns, NUMBER], 0
        tracks, segments, joins = [], [], []
        for part in range(n_parts):
            known = pl.read_parquet(self.folder / f"segments-{part:04d}.parquet")
            share = pl.read_parquet(self._tracks(window, part), columns=wanted)
            tracks.append(share.with_columns(pl.col(NUMBER) + counted))
            segments.append(known)
            joins.append(pl.read_parquet(self.folder / f"joins-{part:04d}.parquet"))
            counted += len(known)
        merged = merge_by_ship(tracks)
        del tracks
        every = pl.concat(segments)
        there = np.zeros(len(every), bool)
        number = merged[NUMBER].to_numpy()
        there[number] = True
        number = (np.cumsum(there) - 1)[number]
        named = every.filter(pl.Series(there))
        names = named["segment_id"]
        return SegmentsFound(
            merged.drop(NUMBER).with_columns(segment_id=names.gather(pl.Series(number))),
            number,
            named,
            pl.concat(joins).filter(pl.col("segment_id").is_in(names.implode())),
        )

    def _tracks(self, window: Window, part: int) -> Path:
        return self.folder / f"tracks-{window.number:04d}" / f"part-{part:04d}.parquet"


def merge_by_ship(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put parts together, by ship; no ship stands in two of them, and each is in order.

    Args:
        parts: By number, time and row.

    Returns:
        All their rows by number, time and row.
    """
    every = pl.concat(parts, rechunk=False)
    runs = runs_of(every["mmsi"])
    order = np.argsort(every["mmsi"].gather(pl.Series(runs.starts)).to_numpy(), kind="stable")
    if (np.diff(order) == 1).all():
        return every
    sizes = (runs.ends - runs.starts)[order]
    shift = runs.starts[order] - (np.cumsum(sizes) - sizes)
    rows = np.arange(len(every)) + np.repeat(shift, sizes)
    return every.select(pl.all().gather(pl.Series(rows.astype(np.uint32))))
