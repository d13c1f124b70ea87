"""How far a ship had to go by sea between the two ends of a silence, and how fast."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.geodesy import M_PER_NMI, haversine_m
from coalface.vessels.geography import crosses_land, sea_distance_nmi

__all__ = ["sea_path_columns"]

Floats = NDArray[np.float64]
MIN_H, MIN_NMI = 6.0, 5.0  # a shorter way or time says nothing on such a coarse network; ours
CACHED_DEG = 2  # decimals: a mile, far below what the network of lanes can tell
NAMES = ("lat_deg", "lon_deg", "end_lat_deg", "end_lon_deg")


def sea_path_columns(silences: pl.DataFrame) -> pl.DataFrame:
    """Give the shortest way by sea between the ends of each silence, and the speed that it asks.

    The great circle where it is clear of land, else the way along lanes, good to some ten miles.
    The way that a ship really took may be much longer.

    Args:
        silences: `duration_h`, `distance_nmi`, places of both ends (null where it is open).

    Returns:
        `sea_path_nmi`, `sea_path_speed_kn`; null where a silence is open, shorter than 6 hours or
        5 nautical miles, or has an end outside the packaged coast.
    """
    is_wanted = (pl.col("duration_h") >= MIN_H) & (pl.col("distance_nmi") >= MIN_NMI)
    rows = np.flatnonzero(silences.select(is_wanted.fill_null(value=False)).to_series().to_numpy())
    nmi = np.full(len(silences), np.nan)
    if len(rows):
        places = silences[rows].select(pl.col(name).fill_null(np.nan) for name in NAMES)
        nmi[rows] = _sea_paths(*(places[name].to_numpy() for name in NAMES))
    path = pl.Series("sea_path_nmi", nmi).fill_nan(None)
    return silences.select(path, sea_path_speed_kn=path / pl.col("duration_h"))


def _sea_paths(lat_1: Floats, lon_1: Floats, lat_2: Floats, lon_2: Floats) -> Floats:
    nmi = np.asarray(haversine_m(lat_1, lon_1, lat_2, lon_2)) / M_PER_NMI
    crosses = crosses_land(lat_1, lon_1, lat_2, lon_2)
    nmi[np.isnan(crosses)] = np.nan
    for row in np.flatnonzero(crosses == 1):
        ends = (lat_1[row], lon_1[row], lat_2[row], lon_2[row])
        there = sea_distance_nmi(*(round(float(x), CACHED_DEG) for x in ends))
        nmi[row] = max(nmi[row], there)
    return nmi
