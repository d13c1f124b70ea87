"""Made-up tracks for tests of meetings and calls: straight ways, a fix every few minutes."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

START = datetime(2024, 1, 1, tzinfo=UTC)
M_PER_DEG = 111_194.92664455873  # of a sphere of 6,371 km

Knot = tuple[float, float, float]  # hours, metres east, metres north


def track(
    mmsi: int,
    knots: Sequence[Knot],
    *,
    every_min: float = 6.0,
    at: tuple[float, float] = (37.0, 124.0),
    silent: tuple[float, float] = (0.0, 0.0),
) -> pl.DataFrame:
    """Sail along knots about a place; nothing is sent in the silent hours."""
    hours = np.arange(knots[0][0], knots[-1][0] + 1e-9, every_min / 60)
    hours = hours[(hours < silent[0]) | (hours >= silent[1])]
    table = np.array(knots)
    east = np.interp(hours, table[:, 0], table[:, 1])
    north = np.interp(hours, table[:, 0], table[:, 2])
    lat = at[0] + north / M_PER_DEG
    lon = at[1] + east / M_PER_DEG / np.cos(np.radians(at[0]))
    return pl.DataFrame(
        {
            "mmsi": np.full(len(hours), mmsi),
            "sent_at": [START + timedelta(hours=float(h)) for h in hours],
            "lat_deg": lat,
            "lon_deg": (lon + 180.0) % 360.0 - 180.0,
            "sog_kn": np.zeros(len(hours)),
        }
    ).with_columns(pl.col("sent_at").cast(pl.Datetime("us", "UTC")))


def numbered(*tracks: pl.DataFrame) -> pl.DataFrame:
    """Put tracks in one table and number its rows."""
    return pl.concat(tracks).with_columns(row=pl.int_range(pl.len(), dtype=pl.Int64))


def meeting(
    ships: tuple[int, int] = (412000001, 412000002), at: tuple[float, float] = (37.0, 124.0)
) -> pl.DataFrame:
    """Two ships come from far, drift side by side for eight hours at 0.4 knots, and part."""
    drift = 8 * 0.4 * 1852
    one = track(ships[0], [(0, -40e3, 0), (2, 0, 0), (10, drift, 0), (12, 40e3, 0)], at=at)
    two = track(ships[1], [(0, 0, 40e3), (2, 0, 70), (10, drift, 70), (12, 0, -40e3)], at=at)
    return numbered(one, two)
