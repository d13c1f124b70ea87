"""Reception as Welch et al. (2022) ask for it: satellite positions a day at a gap that is past."""

import numpy as np
import polars as pl

from coalface.vessels.presets import GapSettings

__all__ = ["satellite_positions_per_day"]

A_KN, B_KN = (0.5, 14.0), 2.0  # speeds of the ships that are counted, by transponder class


def satellite_positions_per_day(
    gaps: pl.DataFrame, positions: pl.DataFrame, *, settings: GapSettings
) -> pl.Series:
    """Give for each gap the positions that satellites had of a ship a day, there in that month.

    Counted over ships of the same class under way in the same cell, per day on which a ship was
    heard there at all: an average of one cell and month, given for events of the past only.

    Args:
        gaps: `start_row`, `start_at` and the place of the last message.
        positions: Table `positions`.
        settings: Side of a cell.

    Returns:
        One number a gap, in order; null where no satellite heard any such ship.

    Source:
        Welch et al. (2022), Science Advances 8(44), eabq2109: Class A at 0.5 to 14 knots, Class B
        above 2 knots, cells of 1 degree, by month.
    """
    low, high = A_KN
    speed, is_b = pl.col("sog_kn"), pl.col("transponder_class") == "B"
    counted = positions.filter(
        pl.col("receiver").str.contains("(?i)sat"),
        pl.when(is_b).then(speed > B_KN).otherwise(speed.is_between(low, high)),
    )
    keys = ["cell", "month", "is_b"]
    reception = (
        _keyed(counted, "sent_at", "lat_deg", "lon_deg", settings.cell_deg)
        .group_by(*keys, "mmsi", pl.col("sent_at").dt.date().alias("day"))
        .agg(n=pl.len())
        .group_by(keys)
        .agg(per_day=pl.col("n").mean())
    )
    classes = positions.select(start_row="row", transponder_class="transponder_class")
    places = gaps.join(classes, on="start_row", how="left", maintain_order="left")
    keyed = _keyed(places, "start_at", "start_lat_deg", "start_lon_deg", settings.cell_deg)
    return keyed.join(reception, on=keys, how="left", maintain_order="left")["per_day"]


def _keyed(frame: pl.DataFrame, at: str, lat: str, lon: str, cell_deg: float) -> pl.DataFrame:
    rows = (pl.col(lat) / cell_deg).floor().cast(pl.Int64)
    columns = (pl.col(lon) / cell_deg).floor().cast(pl.Int64)
    wide = int(np.ceil(360.0 / cell_deg)) + 1
    return frame.with_columns(
        cell=rows * wide + columns,
        month=pl.col(at).dt.truncate("1mo"),
        is_b=(pl.col("transponder_class") == "B").fill_null(value=False),
    )
