"""Ways to part labels: by ship, by time, by area. Each is a column, so that scores go by it."""

import polars as pl
from bench.traffic.spec import EPOCH

__all__ = ["N_FOLDS", "with_splits"]

N_FOLDS = 5
#: (name, low lat, high lat, low lon, high lon); the first that holds a place names it.
AREAS = (
    ("Bohai", 37.0, 41.2, 117.0, 121.1),
    ("east coast", 34.0, 43.0, 127.3, 132.0),
    ("Korea Bay", 37.6, 40.5, 123.0, 127.3),
    ("north Yellow Sea", 37.0, 40.5, 121.1, 123.0),
    ("south Yellow Sea", 34.0, 37.6, 117.0, 127.3),
)


def with_splits(silences: pl.DataFrame) -> pl.DataFrame:
    """Add `ship_fold` (0-4, by hull), `week` (from the first day) and `area` of the last fix."""
    area = pl.lit("elsewhere")
    for name, south, north, west, east in reversed(AREAS):
        inside = pl.col("lat_1").is_between(south, north) & pl.col("lon_1").is_between(west, east)
        area = pl.when(inside).then(pl.lit(name)).otherwise(area)
    start = pl.lit(EPOCH.item()).dt.replace_time_zone("UTC")
    return silences.with_columns(
        ship_fold=pl.col("hull") * 2654435761 // 65536 % N_FOLDS,
        week=(pl.col("starts_at") - start).dt.total_days() // 7,
        area=area,
    )
