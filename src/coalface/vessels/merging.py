"""Tracks of many parts put together in one order of ships, without sorting them again."""

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
_SMALL = {"nav_status": pl.Int8(), "transponder_class": pl.Enum(["A", "B"])}


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
        mmsi = _column(paths, "mmsi")
        rows = _order_of(mmsi)
        counted = np.cumsum([0, *map(len, segments)])
        number = np.concatenate(
            [read_rows(p, [NUMBER])[NUMBER].to_numpy() + n
             for p, n in zip(paths, counted[:-1], strict=True)]
        )  # fmt: skip
        number = number if rows is None else number[rows.to_numpy()]
        there = np.zeros(counted[-1], bool)
        there[number] = True
        number = (np.cumsum(there) - 1).astype(np.int32)[number]
        named = pl.concat(segments).filter(pl.Series(there))
        names = pl.Enum(named["segment_id"])  # four bytes a message, whatever the length of a name
        # A column at a time: all of them, once merged and once not, would be held otherwise.
        merged = [_gathered(mmsi if name == "mmsi" else _column(paths, name), rows)
                  for name in columns]  # fmt: skip
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

    def _tracks(self, window: Window, part: int) -> Path:
        return self.folder / f"tracks-{window.number:04d}" / f"part-{part:04d}.arrow"


def _column(paths: Sequence[Path], name: str) -> pl.Series:
    return pl.concat([read_rows(path, [name])[name] for path in paths], rechunk=False)


def _gathered(column: pl.Series, rows: pl.Series | None) -> pl.Series:
    return column.rechunk() if rows is None else column.gather(rows)


def _order_of(mmsi: pl.Series) -> pl.Series | None:
    """Give the rows of parts in one order of ships; None if they are in it.

    No ship stands in two parts, and each part is in order: whole ships move, and nothing is sorted.
    """
    runs = runs_of(mmsi)
    order = np.argsort(mmsi.gather(pl.Series(runs.starts)).to_numpy(), kind="stable")
    if (np.diff(order) == 1).all():
        return None
    sizes = (runs.ends - runs.starts)[order]
    shift = runs.starts[order] - (np.cumsum(sizes) - sizes)
    rows = np.arange(len(mmsi)) + np.repeat(shift, sizes)
    return pl.Series(rows.astype(np.uint32))
