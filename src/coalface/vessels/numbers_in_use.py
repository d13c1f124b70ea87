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
from coalface.vessels.geodesy import EARTH_RADIUS_M, M_PER_NMI, haversine_m, unit_vectors
from coalface.vessels.identity_settings import IdentitySettings
from coalface.vessels.presets import Preset

__all__ = [
    "ENDS_OF_SHIPS",
    "ends_of_ships",
    "find_handshakes",
    "find_places_at_once",
    "find_two_places",
]

#: What is kept of each ship: where and when it was first and last seen.
ENDS_OF_SHIPS = (
    "mmsi", "first_at", "first_lat", "first_lon", "first_row", "last_at", "last_lat", "last_lon",
    "last_row",
)  # fmt: skip
MIN_OVERLAP_H = 0.5
CLOCK_S = 60.0  # some sources give the minute only: at one time is within one
MIN_AT_ONCE = 3  # messages: one that is off may be a bit error
ROUNDING = 1e-6
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


def find_places_at_once(positions: pl.DataFrame, *, preset: Preset) -> Contradictions:
    """Find numbers that were at places far apart at the very same time.

    Such messages leave no stretch of time in which two runs could overlap.

    Args:
        positions: By ship and time.
        preset: Its section of `IdentitySettings`: farther than its speed allows in a minute.
    """
    far_m = preset.need(IdentitySettings).impossible_kn * M_PER_NMI / 3600 * CLOCK_S
    as_before = (pl.col("mmsi") == pl.col("mmsi").shift()) & (
        pl.col("sent_at") == pl.col("sent_at").shift()
    )
    ties = positions.filter((as_before | as_before.shift(-1)).fill_null(value=False))
    first = (pl.col(c).first().over("mmsi", "sent_at") for c in ("lat_deg", "lon_deg"))
    lat, lon = (ties.select(c).to_series().to_numpy() for c in first)
    away = haversine_m(lat, lon, ties["lat_deg"].to_numpy(), ties["lon_deg"].to_numpy())
    far = ties.with_columns(away_m=pl.Series(away)).filter(
        (pl.col("away_m").max() > far_m).over("mmsi", "sent_at")
    )
    events = (
        far.group_by("mmsi")
        .agg(
            pl.col("lat_deg", "lon_deg").first(),
            inputs="row",
            at=pl.col("sent_at").min(),
            ends_at=pl.col("sent_at").max(),
            n_positions=pl.len().cast(pl.Int64),
            n_times=pl.col("sent_at").n_unique(),
            away_km=(pl.col("away_m").max() / 1000).round(1),
        )
        .filter(pl.col("n_positions") >= MIN_AT_ONCE)
    )
    return make_contradictions(
        events.select(
            pl.exclude("n_times", "away_km"),
            kind=pl.lit("shared_mmsi"),
            detail=pl.format(
                "Positions: {}; instants: {}; at each at places far apart, up to {} km.",
                "n_positions", "n_times", "away_km",
            ),
        )
    )  # fmt: skip


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
    pairs = _near(gone, come, settings)
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


def _near(gone: pl.DataFrame, come: pl.DataFrame, settings: IdentitySettings) -> np.ndarray:
    """Pair numbers that end with those that begin in place and time near by: both at once.

    Place and time are looked up together, so that neither a busy port nor a busy hour is
    multiplied by itself.
    """
    if gone.is_empty() or come.is_empty():
        return np.empty((0, 2), np.int64)
    chord = 2 * np.sin(settings.handshake_km * 1000 / EARTH_RADIUS_M / 2)
    half_s = settings.handshake_h * 1800
    trees = [
        cKDTree(np.column_stack([
            unit_vectors(f[f"{end}_lat"].to_numpy(), f[f"{end}_lon"].to_numpy()) / chord,
            f[f"{end}_at"].dt.epoch("us").to_numpy() / 1e6 / half_s + later,
        ]))
        for f, end, later in ((gone, "last", 1.0), (come, "first", 0.0))
    ]  # fmt: skip
    hits = trees[0].query_ball_tree(trees[1], 1.0 + ROUNDING, p=np.inf)
    left = np.repeat(np.arange(len(gone)), [len(near) for near in hits])
    right = np.asarray([j for near in hits for j in sorted(near)], np.int64)
    apart = trees[0].data[left, :3] - trees[1].data[right, :3]
    is_near = np.sqrt((apart**2).sum(axis=1)) <= 1.0
    return np.column_stack([left[is_near], right[is_near]])
