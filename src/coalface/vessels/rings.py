"""Rings: tracks that go round and round at speed, as spoofed receivers say that they do."""

import numpy as np
import polars as pl

from coalface.vessels.identity_settings import FalsificationSettings
from coalface.vessels.tracks import HOUR_US, Runs, runs_of

__all__ = ["find_rings", "hours_of"]

M_PER_DEG = 111_195.0  # of a great circle, on the sphere of 6,371 km
TOO_WIDE = 2.5  # diameters: what spans more in an hour is no ring
FULL_TURN = 2 * np.pi
ROUND = 0.75  # of the circle has to be seen


def find_rings(track: pl.DataFrame, settings: FalsificationSettings) -> pl.DataFrame:
    """Fit a circle to each hour of each ship that moves and stays in place.

    A ship swinging at anchor is slower, a turning ship goes round less, a trawler is less round.

    Args:
        track: Positions by ship and time, with `step_m`.
        settings: What a ring is.

    Returns:
        What `make_contradictions` takes, kind `ring`; `detail` holds centre, radius, residual and
        speed.

    Source:
        Kasa (1976), "A circle fitting procedure and its error analysis", IEEE Trans. Instrum. Meas.
    """
    track = _wide_hours(track, settings)
    hours = _candidates(track, settings)
    if hours.is_empty():
        return hours
    points = (
        track.with_columns(hour=pl.col("sent_at").dt.truncate("1h"))
        .join(hours.select("mmsi", "hour", "lat_0", "lon_0"), on=["mmsi", "hour"], how="inner",
              maintain_order="left")
        .with_columns(
            y=(pl.col("lat_deg") - pl.col("lat_0")) * M_PER_DEG,
            x=(pl.col("lon_deg") - pl.col("lon_0")) * M_PER_DEG * pl.col("lat_0").radians().cos(),
        )
    )  # fmt: skip
    return _facts(
        points.join(_circles(points), on=["mmsi", "hour"], maintain_order="left"), settings
    )


def hours_of(track: pl.DataFrame) -> Runs:
    """Find the hours of each ship in rows by ship and time."""
    hour = track["sent_at"].to_physical().to_numpy() // HOUR_US
    is_new = np.diff(track["mmsi"].to_numpy()) != 0
    is_new |= np.diff(hour) != 0
    return runs_of(np.concatenate(([0], np.cumsum(is_new)))[: len(track)])


def _wide_hours(track: pl.DataFrame, settings: FalsificationSettings) -> pl.DataFrame:
    """Take the hours with messages enough, as wide as a ring may be."""
    hours = hours_of(track)
    lat = track["lat_deg"].to_numpy()
    span = np.maximum.reduceat(lat, hours.starts) - np.minimum.reduceat(lat, hours.starts)
    is_wide = (span * M_PER_DEG >= settings.ring_min_m) & (
        span * M_PER_DEG <= TOO_WIDE * settings.ring_max_m
    )
    is_wide &= hours.ends - hours.starts >= settings.ring_points
    return track.filter(pl.Series(is_wide[hours.run_of]))


def _candidates(track: pl.DataFrame, settings: FalsificationSettings) -> pl.DataFrame:
    """Give the hours in which a ship goes a long way and ends up nowhere."""
    span = pl.col("lat_deg").max() - pl.col("lat_deg").min()
    hours = track.group_by("mmsi", hour=pl.col("sent_at").dt.truncate("1h")).agg(
        n=pl.len(),
        lat_0=pl.col("lat_deg").mean(),
        lon_0=pl.col("lon_deg").mean(),
        span_m=span * M_PER_DEG,
        wide=pl.col("lon_deg").max() - pl.col("lon_deg").min(),
        way_m=pl.col("step_m").slice(1).sum(),
        speed=pl.col("sog_kn").median(),
    )
    least = FULL_TURN / 2 * settings.ring_turns * pl.col("span_m")
    return hours.filter(
        (pl.col("n") >= settings.ring_points)
        & pl.col("span_m").is_between(settings.ring_min_m, TOO_WIDE * settings.ring_max_m)
        & (pl.col("wide") < 1.0)
        & (pl.col("way_m") > 0.8 * least)
        & (pl.col("speed").fill_null(settings.moving_kn + 1) > settings.moving_kn)
    )


def _circles(points: pl.DataFrame) -> pl.DataFrame:
    """Fit each hour's circle by least squares: one small system of equations an hour."""
    x, y = pl.col("x"), pl.col("y")
    z = x * x + y * y
    sums = points.group_by("mmsi", "hour", maintain_order=True).agg(
        n=pl.len().cast(pl.Float64), x=x.sum(), y=y.sum(), xx=(x * x).sum(), yy=(y * y).sum(),
        xy=(x * y).sum(), zx=(z * x).sum(), zy=(z * y).sum(), z=z.sum(),
    )  # fmt: skip
    s = {name: sums[name].to_numpy() for name in sums.columns[2:]}
    left = np.stack(
        [
            np.stack([s["xx"], s["xy"], s["x"]], -1),
            np.stack([s["xy"], s["yy"], s["y"]], -1),
            np.stack([s["x"], s["y"], s["n"]], -1),
        ],
        -2,
    )
    right = np.stack([s["zx"], s["zy"], s["z"]], -1)[..., None]
    solved = (np.linalg.pinv(left) @ right)[..., 0]
    centre_x, centre_y = solved[:, 0] / 2, solved[:, 1] / 2
    radius = np.sqrt(np.maximum(solved[:, 2] + centre_x**2 + centre_y**2, 0.0))
    return sums.select("mmsi", "hour").with_columns(
        centre_x=pl.Series(centre_x), centre_y=pl.Series(centre_y), radius=pl.Series(radius)
    )


def _facts(points: pl.DataFrame, settings: FalsificationSettings) -> pl.DataFrame:
    dx, dy = pl.col("x") - pl.col("centre_x"), pl.col("y") - pl.col("centre_y")
    away = (dx * dx + dy * dy).sqrt()
    angle = pl.arctan2(dy, dx)
    turn = (angle.diff() + np.pi) % FULL_TURN - np.pi
    octants = ((angle + np.pi) / (FULL_TURN / 8)).floor().n_unique() / 8
    return (
        points.group_by("mmsi", "hour", maintain_order=True)
        .agg(
            at=pl.col("sent_at").first(),
            ends_at=pl.col("sent_at").last(),
            n_positions=pl.len().cast(pl.Int64),
            lat_deg=pl.col("lat_0").first() + pl.col("centre_y").first() / M_PER_DEG,
            lon_deg=pl.col("lon_0").first()
            + pl.col("centre_x").first() / (M_PER_DEG * pl.col("lat_0").first().radians().cos()),
            radius=pl.col("radius").first(),
            residual=((away - pl.col("radius")) ** 2).mean().sqrt(),
            turns=turn.sum().abs() / FULL_TURN,
            seen=octants,
            speed=pl.col("sog_kn").median(),
            inputs=pl.col("row"),
        )
        .filter(
            pl.col("radius").is_between(settings.ring_min_m, settings.ring_max_m)
            & (pl.col("residual") <= settings.ring_residual * pl.col("radius"))
            & (pl.col("turns") >= settings.ring_turns)
            & (pl.col("seen") >= ROUND)
        )
        .select(
            "mmsi", "at", "ends_at", "n_positions", "lat_deg", "lon_deg", "inputs",
            kind=pl.lit("ring"),
            detail=pl.format(
                "{} times round a circle of {} m, scatter {} m, at a reported {} kn.",
                pl.col("turns").round(1), pl.col("radius").round(0), pl.col("residual").round(0),
                pl.col("speed").round(1).cast(pl.String).fill_null("unknown"),
            ),
        )
    )  # fmt: skip
