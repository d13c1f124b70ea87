"""Tracks that were parted by ship are put together as if they had never been."""

from pathlib import Path

import polars as pl
import pytest
from tests.unit.vessels.silence_builders import make_track, together

from coalface.tables.positions import POSITIONS
from coalface.tables.schema import dtypes_of
from coalface.vessels.merging import TrackParts
from coalface.vessels.presets import load_preset
from coalface.vessels.segments import find_segments
from coalface.vessels.windows import count_days, cut_windows

COLUMNS = ("row", "mmsi", "sent_at", "lat_deg", "lon_deg", "sog_kn")
SHIPS = range(412_000_001, 412_000_010)


def fleet() -> pl.DataFrame:
    tracks = [make_track(ship, hours=30.0, lat=35.0 + 0.1 * k) for k, ship in enumerate(SHIPS)]
    positions = together(*tracks)
    missing = {k: v for k, v in dtypes_of(POSITIONS).items() if k not in positions.columns}
    return positions.with_columns(pl.lit(None, v).alias(k) for k, v in missing.items())


@pytest.mark.parametrize("n_parts", [1, 4, 30])
def test_ships_of_many_parts_come_back_in_one_order(tmp_path: Path, n_parts: int) -> None:
    positions, preset = fleet(), load_preset("yellow-sea-v1")
    windows = cut_windows(count_days(positions))
    tracks = TrackParts(tmp_path, windows)
    for part in range(n_parts):
        mine = positions.filter(pl.col("mmsi") * 7 % n_parts == part)
        tracks.write(part, find_segments(mine, preset=preset), COLUMNS)

    found = tracks.read(windows[0], n_parts, COLUMNS)

    whole = find_segments(positions, preset=preset)
    names = pl.col("segment_id").cast(pl.String)
    together_again = found.positions.with_columns(names)
    assert together_again.equals(whole.positions.select(together_again.columns))
    numbered = found.segments["segment_id"].gather(pl.Series(found.number))
    assert numbered.to_list() == together_again["segment_id"].to_list()
