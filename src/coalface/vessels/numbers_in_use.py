"""Who uses which number: one number at two places, and one number after another at one place."""

from datetime import timedelta

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from coalface.vessels.contradictions import (
    Contradictions,
    join_contradictions,
    make_contradictions,
)
from coalface.vessels.geodesy import EARTH_RADIUS_M, unit_vectors
from coalface.vessels.identity_settings import IdentitySettings
from coalface.vessels.presets import Preset

__all__ = ["ENDS_OF_SHIPS", "ends_of_ships", "find_handshakes", "find_two_places"]

#: What is kept of each ship: where and when it was first and last seen.
ENDS_OF_SHIPS = (
    "mmsi", "first_at", "first_lat", "first_lon", "first_row", "last_at", "last_lat", "last_lon",
    "last_row",
)  # fmt: skip
MIN_OVERLAP_H = 0.5
DAY = timedelta(days=1)


def ends_of_ships(positions: pl.DataFrame) -> pl.DataFrame:
    """Give where and when each ship was first and last seen.

    Args:
        positions: By ship, time and row; whole ships.
    """
    return positions.group_by("mmsi", maintain_order=True).agg(
        first_at=pl.col("sent_at").first(),
        first_lat=pl.col("lat_deg").first(),
        first_lon=pl.col("lon_deg").first(),
        first_row=pl.col("row").first(),
        last_at=pl.col("sent_at").last(),
        last_lat=pl.col("lat_deg").last(),
        last_lon=pl.col("lon_deg").last(),
        last_row=pl.col("row").last(),
    )


def find_two_places(
    segments: pl.DataFrame, positions: pl.DataFrame, statics: pl.DataFrame
) -> Contradictions:
    """Find numbers that were at two places at once: by segments that overlap in time.

    Where one name was sent throughout, somebody sends the whole identity (`clone`); else the
    number is shared (`shared_mmsi`).

    Args:
        segments: From `find_segments`.
        positions: With `segment_id`; the messages that bound each segment are its evidence.
        statics: Table `statics`, may be empty.
    """
    ordered = segments.sort("mmsi", "starts_at", "segment_id")
    reach = ordered.with_columns(reach=pl.col("ends_at").cum_max().over("mmsi"))
    overlaps = reach.with_columns(until=pl.col("reach").shift(1).over("mmsi")).filter(
        pl.col("until").is_not_null(),
        pl.min_horizontal("until", "ends_at") - pl.col("starts_at")
        >= timedelta(hours=MIN_OVERLAP_H),
    )
    if overlaps.is_empty():
        return join_contradictions([])
    names = statics.group_by("mmsi").agg(n_names=pl.col("name").drop_nulls().n_unique())
    rows = positions.filter(
        pl.col("segment_id").is_in(overlaps["segment_id"].implode())
    ).group_by("segment_id").agg(
        inputs=pl.concat_list(pl.col("row").first(), pl.col("row").last()).first(),
        lat_deg=pl.col("lat_deg").first(),
        lon_deg=pl.col("lon_deg").first(),
    )  # fmt: skip
    return make_contradictions(
        overlaps.join(names, on="mmsi", how="left")
        .join(rows, on="segment_id", how="left")
        .select(
            "mmsi",
            "inputs",
            "lat_deg",
            "lon_deg",
            at=pl.col("starts_at"),
            ends_at=pl.min_horizontal("until", "ends_at"),
            n_positions=pl.col("n").cast(pl.Int64),
            kind=pl.when(pl.col("n_names") == 1)
            .then(pl.lit("clone"))
            .otherwise(pl.lit("shared_mmsi")),
            detail=pl.format(
                "A second run of {} positions while another was being sent; names sent: {}.",
                "n",
                pl.col("n_names").fill_null(0),
            ),
        )
    )


def find_handshakes(ends: pl.DataFrame, statics: pl.DataFrame, *, preset: Preset) -> Contradictions:
    """Find numbers that end where and when another begins, on ships of like length.

    Args:
        ends: From `ends_of_ships`, of all ships together.
        statics: Table `statics`: only ships of known length are compared.
        preset: Its section of `IdentitySettings`.
    """
    settings = preset.need(IdentitySettings)
    length = statics.group_by("mmsi").agg(pl.col("length_m").drop_nulls().median())
    known = ends.join(length, on="mmsi").filter(pl.col("length_m").is_not_null())
    if known.is_empty():
        return join_contradictions([])
    first, last = ends["first_at"].min(), ends["last_at"].max()
    gone = known.filter(pl.col("last_at") < pl.lit(last) - DAY).sort("last_at", "mmsi")
    come = known.filter(pl.col("first_at") > pl.lit(first) + DAY).sort("first_at", "mmsi")
    pairs = _near(gone, come, settings.handshake_km * 1000)
    both = pl.concat([
        gone[pairs[:, 0]],
        come[pairs[:, 1]].rename(lambda name: f"{name}_2"),
    ], how="horizontal")  # fmt: skip
    hours = (pl.col("first_at_2") - pl.col("last_at")).dt.total_seconds() / 3600
    longest = pl.max_horizontal("length_m", "length_m_2")
    like = (pl.col("length_m") - pl.col("length_m_2")).abs() <= settings.like_share * longest
    return make_contradictions(
        both.filter(hours.is_between(0, settings.handshake_h) & like).select(
            "mmsi",
            "mmsi_2",
            at=pl.col("last_at"),
            ends_at=pl.col("first_at_2"),
            kind=pl.lit("handshake"),
            detail=pl.format(
                "The number ends; {} h later and near by {} begins, both {} m long or nearly so.",
                hours.round(1),
                "mmsi_2",
                pl.col("length_m").round(0),
            ),
            lat_deg=pl.col("last_lat"),
            lon_deg=pl.col("last_lon"),
            inputs=pl.concat_list("last_row", "first_row_2"),
        )
    )


def _near(gone: pl.DataFrame, come: pl.DataFrame, metres: float) -> np.ndarray:
    if gone.is_empty() or come.is_empty():
        return np.empty((0, 2), np.int64)
    trees = [
        cKDTree(unit_vectors(f[lat].to_numpy(), f[lon].to_numpy()))
        for f, lat, lon in ((gone, "last_lat", "last_lon"), (come, "first_lat", "first_lon"))
    ]
    hits = trees[0].query_ball_tree(trees[1], 2 * np.sin(metres / EARTH_RADIUS_M / 2))
    pairs = [(i, j) for i, near in enumerate(hits) for j in sorted(near)]
    return np.asarray(pairs, np.int64).reshape(-1, 2)
