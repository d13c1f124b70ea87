"""Positions that cannot be those of a ship: jumps, rings, frozen, drifting, replayed, on land.

In the order faults, kinematics, coherence (arXiv 2603.11055). Most of it is done to ships, not by
them: jamming and spoofing by others comes first among the causes.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.contradictions import (
    Contradictions,
    join_contradictions,
    make_contradictions,
)
from coalface.vessels.geodesy import M_PER_NMI, haversine_m
from coalface.vessels.geography import LAND, find_land, shore_distance_nmi
from coalface.vessels.identity_settings import FalsificationSettings
from coalface.vessels.presets import Preset
from coalface.vessels.rings import M_PER_DEG, find_rings, hours_of
from coalface.vessels.tracks import HOUR_US, runs_of, sort_in_time

__all__ = ["find_falsifications"]

Floats = NDArray[np.float64]
NEEDED = ("row", "mmsi", "sent_at", "lat_deg", "lon_deg", "sog_kn")
ROUND_DEG = 5  # decimals: a metre
INTERLEAVED = 6  # jumps of one number in a day: two ships, not one that was moved
AWAY_MIN = 10.0  # a stay elsewhere that is shorter is a single fault
FROZEN_STEPS = 5
STILL_WAY_MIN = 10.0  # in a longer way a ship that was not heard may have sailed: three of a berth


def find_falsifications(positions: pl.DataFrame, *, preset: Preset) -> Contradictions:
    """Find positions that no ship can have been at, ship by ship.

    Args:
        positions: Table `positions` after hygiene, whole ships in any order.
        preset: Its section of `FalsificationSettings`.

    Returns:
        Events of kinds `jump_and_return`, `offset`, `shared_mmsi` (places that alternate),
        `frozen`, `drift`, `ring`, `replay` and `on_land`.
    """
    settings = preset.need(FalsificationSettings)
    if positions.is_empty():
        return join_contradictions([])
    track = _with_steps(sort_in_time(positions.select(NEEDED)))
    parts = [
        *_jumps(track, settings),
        _frozen(track, settings),
        _drift(track, settings),
        find_rings(track, settings),
        _replays(track, settings),
        _on_land(track, settings),
    ]
    return join_contradictions([make_contradictions(part) for part in parts if len(part)])


def _with_steps(track: pl.DataFrame) -> pl.DataFrame:
    """Add the way and the time from each ship's message before."""
    lat, lon = track["lat_deg"].to_numpy(), track["lon_deg"].to_numpy()
    times = track["sent_at"].to_physical().to_numpy()
    same = np.zeros(len(track), bool)
    mmsi = track["mmsi"].to_numpy()
    same[1:] = mmsi[1:] == mmsi[:-1]
    step_m = np.full(len(track), np.nan)
    step_m[1:] = haversine_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    step_h = np.full(len(track), np.nan)
    step_h[1:] = np.diff(times) / HOUR_US
    return track.with_columns(
        step_m=pl.Series(np.where(same, step_m, np.nan)).fill_nan(None),
        step_h=pl.Series(np.where(same, step_h, np.nan)).fill_nan(None),
    )


def _jumps(track: pl.DataFrame, settings: FalsificationSettings) -> list[pl.DataFrame]:
    """Find stays elsewhere between two impossible jumps, and numbers that jump all the time."""
    nmi = track["step_m"].fill_null(0.0).to_numpy() / M_PER_NMI
    hours = np.maximum(track["step_h"].fill_null(1.0).to_numpy(), 1.0 / 3600)
    jumps = np.flatnonzero((nmi > settings.jump_nmi) & (nmi / hours > settings.impossible_kn))
    if len(jumps) < 2:  # noqa: PLR2004 - out and back
        return []
    mmsi = track["mmsi"].to_numpy()
    day = track["sent_at"].to_physical().to_numpy() // (24 * HOUR_US)
    per_day = pl.DataFrame({"mmsi": mmsi[jumps], "day": day[jumps]})
    often = per_day.select(n=pl.len().over("mmsi", "day"))["n"].to_numpy() >= INTERLEAVED
    shared = _interleaved(track, jumps[often])
    out, back = jumps[:-1], jumps[1:]
    is_pair = (mmsi[out] == mmsi[back]) & ~often[:-1] & ~often[1:]
    out, back = out[is_pair], back[is_pair]
    is_return = _could_go_on(track, out - 1, back, settings)
    return [shared, _stays_elsewhere(track, out[is_return], back[is_return])]


def _could_go_on(
    track: pl.DataFrame,
    before: NDArray[np.int64],
    after: NDArray[np.int64],
    settings: FalsificationSettings,
) -> NDArray[np.bool_]:
    lat, lon = track["lat_deg"].to_numpy(), track["lon_deg"].to_numpy()
    times = track["sent_at"].to_physical().to_numpy()
    nmi = haversine_m(lat[before], lon[before], lat[after], lon[after]) / M_PER_NMI
    hours = (times[after] - times[before]) / HOUR_US
    return np.asarray(nmi <= settings.jump_nmi + settings.back_kn * hours)


def _interleaved(track: pl.DataFrame, jumps: NDArray[np.int64]) -> pl.DataFrame:
    rows = track[jumps].with_columns(day=pl.col("sent_at").dt.truncate("1d"))
    return (
        rows.group_by("mmsi", "day")
        .agg(
            at=pl.col("sent_at").min(),
            ends_at=pl.col("sent_at").max(),
            kind=pl.lit("shared_mmsi"),
            detail=pl.format(
                "{} jumps of {} nmi and more in one day: two places by turns.",
                pl.len(),
                (pl.col("step_m").min() / M_PER_NMI).round(1),
            ),
            n_positions=pl.len().cast(pl.Int64),
            lat_deg=pl.col("lat_deg").first(),
            lon_deg=pl.col("lon_deg").first(),
            inputs=pl.col("row"),
        )
        .drop("day")
    )


def _stays_elsewhere(
    track: pl.DataFrame, out: NDArray[np.int64], back: NDArray[np.int64]
) -> pl.DataFrame:
    first, last = track[out], track[back - 1]
    minutes = (last["sent_at"] - first["sent_at"]).dt.total_microseconds() / (HOUR_US / 60)
    rows = track["row"].to_numpy()
    inputs = [rows[a - 1 : min(b + 1, a + 200)].tolist() for a, b in zip(out, back, strict=True)]
    return (
        pl.DataFrame(
            {
                "mmsi": first["mmsi"],
                "at": first["sent_at"],
                "ends_at": last["sent_at"],
                "away_nmi": first["step_m"] / M_PER_NMI,
                "n_positions": pl.Series(back - out).cast(pl.Int64),
                "lat_deg": first["lat_deg"],
                "lon_deg": first["lon_deg"],
                "inputs": pl.Series(inputs, dtype=pl.List(pl.Int64)),
                "minutes": minutes,
            }
        )
        .with_columns(
            kind=pl.when(pl.col("minutes") < AWAY_MIN)
            .then(pl.lit("jump_and_return"))
            .otherwise(pl.lit("offset")),
            detail=pl.format(
                "Positions {} nmi away: {}; then back where the ship could have gone.",
                pl.col("away_nmi").round(0).cast(pl.Int64),
                "n_positions",
            ),
        )
        .drop("away_nmi", "minutes")
    )


def _frozen(track: pl.DataFrame, settings: FalsificationSettings) -> pl.DataFrame:
    """Find a place that does not change while the ship says that it moves."""
    is_stuck = (
        (pl.col("step_m") < settings.frozen_m)
        & (pl.col("sog_kn") > settings.moving_kn)
        & (pl.col("sog_kn") * pl.col("step_h") * M_PER_NMI > settings.frozen_m * 3)
    ).fill_null(value=False)
    marked = track.with_columns(stuck=is_stuck).with_columns(
        spell=(pl.col("stuck") != pl.col("stuck").shift(1))
        .fill_null(value=True)
        .cast(pl.Int64)
        .cum_sum()
    )
    return _spells(
        marked.filter("stuck"),
        "frozen",
        pl.format(
            "{} positions within {} m at a reported speed of {} kn.",
            pl.len(),
            pl.col("step_m").max().round(0),
            pl.col("sog_kn").median().round(1),
        ),
    ).filter(
        (pl.col("n_positions") >= FROZEN_STEPS)
        & ((pl.col("ends_at") - pl.col("at")).dt.total_minutes() >= settings.frozen_min)
    )


def _drift(track: pl.DataFrame, settings: FalsificationSettings) -> pl.DataFrame:
    """Find hours in which a ship goes far between messages that say that it lies still.

    Only short ways between two such messages count, put together with their directions: a ship
    that leaves within the hour and says so is none, nor does noise add up.
    """
    hours = _still_ways(_far_hours(track, settings), settings).group_by(
        "mmsi", "hour", maintain_order=True
    ).agg(
        pl.col("north_m", "east_m", "still_min").sum(),
        median_kn=pl.col("sog_kn").median(),
        sog_kn=pl.col("sog_kn").filter("is_cited").max(),
        lat_deg=pl.col("lat_deg").filter("is_cited").last(),
        lon_deg=pl.col("lon_deg").filter("is_cited").last(),
        at=pl.col("sent_at").filter("is_cited").first(),
        ends_at=pl.col("sent_at").filter("is_cited").last(),
        most_m=pl.col("step_m").slice(1).max(),
        inputs=pl.col("row").filter("is_cited"),
    )  # fmt: skip
    way = (pl.col("north_m") ** 2 + pl.col("east_m") ** 2).sqrt() / M_PER_NMI
    n_cited = pl.col("inputs").list.len().cast(pl.Int64)
    return hours.with_columns(way=way, n_positions=n_cited).filter(
        (pl.col("median_kn") < settings.still_kn)
        & (pl.col("way") > settings.drift_nmi)
        & (pl.col("n_positions") >= FROZEN_STEPS)
        & (pl.col("most_m") < settings.jump_nmi * M_PER_NMI)
    ).select(
        "mmsi", "at", "ends_at", "lat_deg", "lon_deg", "inputs", "n_positions",
        kind=pl.lit("drift"),
        detail=pl.format("{} nmi in {} minutes, at reported speeds of at most {} kn all the while.",
                         pl.col("way").round(1), pl.col("still_min").round(0).cast(pl.Int64),
                         pl.col("sog_kn").round(1)),
    )  # fmt: skip


def _still_ways(track: pl.DataFrame, settings: FalsificationSettings) -> pl.DataFrame:
    """Add the ways between two messages of an hour that both say that the ship lies still."""
    hour = ("mmsi", "hour")
    is_still = (pl.col("sog_kn") < settings.still_kn).fill_null(value=False)
    minutes = pl.col("sent_at").diff().dt.total_microseconds() / (HOUR_US / 60)
    is_way = is_still & is_still.shift(1) & (minutes <= STILL_WAY_MIN)
    east_deg = (pl.col("lon_deg").diff() + 180.0) % 360.0 - 180.0
    return (
        track.with_columns(hour=pl.col("sent_at").dt.truncate("1h"))
        .with_columns(
            is_way=is_way.over(hour).fill_null(value=False),
            north_m=pl.col("lat_deg").diff().over(hour) * M_PER_DEG,
            east_m=east_deg.over(hour) * M_PER_DEG * pl.col("lat_deg").radians().cos(),
            still_min=minutes.over(hour),
        )
        .with_columns(
            pl.when("is_way").then(pl.col("north_m", "east_m", "still_min")).otherwise(0.0),
            is_cited=pl.col("is_way")
            | pl.col("is_way").shift(-1).over(hour).fill_null(value=False),
        )
    )


def _far_hours(track: pl.DataFrame, settings: FalsificationSettings) -> pl.DataFrame:
    """Take the hours whose first and last place lie far enough apart."""
    hours = hours_of(track)
    ends = (hours.starts, hours.ends - 1)
    lat, lon = (track[name].to_numpy() for name in ("lat_deg", "lon_deg"))
    way = haversine_m(lat[ends[0]], lon[ends[0]], lat[ends[1]], lon[ends[1]]) / M_PER_NMI
    is_far = (way > settings.drift_nmi) & (hours.ends - hours.starts >= FROZEN_STEPS)
    return track.filter(pl.Series(is_far[hours.run_of]))


def _replays(track: pl.DataFrame, settings: FalsificationSettings) -> pl.DataFrame:
    """Find places of a moving ship that come again, to the metre, all with one delay."""
    moving = (
        track.lazy()
        .select("mmsi", "sent_at", "lat_deg", "lon_deg", "sog_kn", "row")
        .filter(pl.col("sog_kn") > settings.moving_kn)
        .with_columns(pl.col("lat_deg", "lon_deg").round(ROUND_DEG))
        .collect()
    )
    keys = ["mmsi", "lat_deg", "lon_deg"]
    lat, lon = ((pl.col(name) * 10**ROUND_DEG).round().cast(pl.Int64) for name in keys[1:])
    met_twice = moving.filter((lat * (1 << 32) + lon).is_duplicated())  # by any ships: few
    again = met_twice.filter(pl.len().over(keys) > 1).with_columns(
        first_at=pl.col("sent_at").min().over(keys)
    )
    delayed = again.with_columns(
        delay_min=((pl.col("sent_at") - pl.col("first_at")).dt.total_seconds() / 60).round(0)
    ).filter(pl.col("delay_min") >= 60)  # noqa: PLR2004 - an hour: no late relay
    return (
        delayed.group_by("mmsi", "delay_min")
        .agg(
            at=pl.col("sent_at").min(),
            ends_at=pl.col("sent_at").max(),
            n_positions=pl.len().cast(pl.Int64),
            lat_deg=pl.col("lat_deg").first(),
            lon_deg=pl.col("lon_deg").first(),
            kind=pl.lit("replay"),
            detail=pl.format("{} places came again after {} h.", pl.len(),
                             (pl.col("delay_min").first() / 60).round(1)),
            inputs=pl.col("row").sort(),
        )
        .filter(pl.col("n_positions") >= settings.replay_points)
        .drop("delay_min")
    )  # fmt: skip


def _on_land(track: pl.DataFrame, settings: FalsificationSettings) -> pl.DataFrame:
    """Find positions on land and far from any shore that the packaged coast has."""
    lat, lon = track["lat_deg"].to_numpy(), track["lon_deg"].to_numpy()
    is_land = find_land(lat, lon) == LAND
    rows = np.flatnonzero(is_land)
    if len(rows) == 0:
        return track.head(0)
    # How much farther does not matter: a search that goes no farther is short.
    within_nmi = settings.land_nmi + 1.0
    far = shore_distance_nmi(lat[rows], lon[rows], within_nmi=within_nmi) > settings.land_nmi
    deep = np.zeros(len(track), bool)
    deep[rows[far]] = True
    runs = runs_of(deep.astype(np.int64) * track["mmsi"].to_numpy())
    marked = track.with_columns(spell=pl.Series(runs.run_of)).filter(pl.Series(deep))
    return _spells(
        marked,
        "on_land",
        pl.format(
            "{} positions on land, more than {} nmi from shore.",
            pl.len(),
            pl.lit(settings.land_nmi),
        ),
    )


def _spells(marked: pl.DataFrame, kind: str, detail: pl.Expr) -> pl.DataFrame:
    """Give one row a spell of marked positions of a ship."""
    return (
        marked.group_by("mmsi", "spell", maintain_order=True)
        .agg(
            at=pl.col("sent_at").first(),
            ends_at=pl.col("sent_at").last(),
            n_positions=pl.len().cast(pl.Int64),
            lat_deg=pl.col("lat_deg").first(),
            lon_deg=pl.col("lon_deg").first(),
            kind=pl.lit(kind),
            detail=detail,
            inputs=pl.col("row"),
        )
        .drop("spell")
    )
