"""Made-up traffic of a few ships, for tests of segments, reception and gaps."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

START = datetime(2024, 3, 1, tzinfo=UTC)
SCHEMA: dict[str, Any] = {
    "row": pl.Int64,
    "mmsi": pl.Int64,
    "sent_at": pl.Datetime("us", "UTC"),
    "lat_deg": pl.Float64,
    "lon_deg": pl.Float64,
    "sog_kn": pl.Float64,
    "cog_deg": pl.Float64,
    "heading_deg": pl.Float64,
    "nav_status": pl.Int64,
    "transponder_class": pl.String,
    "receiver": pl.String,
    "source_id": pl.String,
}


def make_track(  # noqa: PLR0913 - a builder
    mmsi: int,
    *,
    hours: float = 48.0,
    lat: float = 36.0,
    lon: float = 123.5,
    knots: float = 10.0,
    course: float = 0.0,
    every_min: float = 6.0,
    silent: tuple[tuple[float, float], ...] = (),
) -> pl.DataFrame:
    """One ship going up and down 60 miles, messages at even times, none within `silent`."""
    h = np.arange(0.0, hours, every_min / 60.0)
    for start, end in silent:
        h = h[(h <= start) | (h >= end)]
    way = np.abs((knots * h + 60.0) % 120.0 - 60.0) - 30.0
    north, east = np.cos(np.radians(course)), np.sin(np.radians(course))
    onward = ((knots * h + 60.0) % 120.0) >= 60.0
    new_lat = lat + way * north / 60.0
    new_lon = (lon + way * east / 60.0 / np.cos(np.radians(lat)) + 180.0) % 360.0 - 180.0
    n = len(h)
    return pl.DataFrame(
        {
            "row": np.arange(n),
            "mmsi": np.full(n, mmsi),
            "sent_at": [START + timedelta(hours=float(x)) for x in h],
            "lat_deg": new_lat,
            "lon_deg": new_lon,
            "sog_kn": np.full(n, knots),
            "cog_deg": np.where(onward, course, course + 180.0) % 360.0,
            "heading_deg": [None] * n,
            "nav_status": [0] * n,
            "transponder_class": ["A"] * n,
            "receiver": ["terrestrial"] * n,
            "source_id": ["made-up"] * n,
        },
        schema=SCHEMA,
        strict=False,
    )


def together(*tracks: pl.DataFrame) -> pl.DataFrame:
    """Tracks as one table, rows numbered anew."""
    joined = pl.concat(tracks).with_row_index("n").with_columns(row=pl.col("n").cast(pl.Int64))
    return joined.drop("n")


def make_fleet(
    n: int = 14, *, silent: tuple[tuple[float, float], ...] = (), **options: Any
) -> list[pl.DataFrame]:
    """Ships on the same waters, well received, all silent in the same hours if asked."""
    return [
        make_track(
            412_000_100 + i,
            lon=123.3 + 0.03 * i,
            knots=8.0 + 0.4 * i,
            silent=silent,
            **options,
        )
        for i in range(n)
    ]
