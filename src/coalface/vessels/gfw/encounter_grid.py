"""Tracks put on a grid of round times as pipe-encounters does, its quirks kept.

Longitudes are averaged and joined as plain numbers, so that a track over the date line runs
through 0 E; and a course that was turned to radians is read as degrees, so that a ship that is
carried on by dead reckoning goes almost due north.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.presets import GridEncounterSettings
from coalface.vessels.tracks import HOUR_US, Runs, runs_of, sort_in_time

__all__ = ["GridPoints", "clean_for_grid", "put_on_grid"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAY_US = 24 * HOUR_US
MINUTE_US = HOUR_US // 60
MAX_SOG_KN = 102.3  # from here on a speed is a reserved value (ITU-R M.1371)
MAX_COG_DEG = 360.0  # the same of courses
SLOW_KN = 0.35  # a fix without course is kept up to this speed: behaviour of the release
MINUTES_OF_ARC = 60.0  # to a degree: a nautical mile is one of them


@dataclass(frozen=True, slots=True)
class GridPoints:
    """Points of tracks at round times, by ship, day and time.

    Attributes:
        mmsi: Ship of each point.
        slot: Number of its round time since 1970.
        lat: Latitude, degrees.
        lon: Longitude, degrees, in any turn.
        density: Share of a real fix that stands behind it.
        step_s: Seconds between round times.
        steps_a_day: Round times in a day.
    """

    mmsi: Ints
    slot: Ints
    lat: Floats
    lon: Floats
    density: Floats
    step_s: float
    steps_a_day: int


def clean_for_grid(positions: pl.DataFrame) -> pl.DataFrame:
    """Drop fixes without speed, or moving without course; merge those of one time by medians.

    Args:
        positions: `mmsi`, `sent_at`, `row`, `lat_deg`, `lon_deg`, `sog_kn`, `cog_deg`.

    Returns:
        The same columns without `row`, by ship and time.
    """
    sog, cog = pl.col("sog_kn"), pl.col("cog_deg")
    frame = sort_in_time(positions).select(
        "mmsi",
        "sent_at",
        "lat_deg",
        "lon_deg",
        pl.when((sog >= 0) & (sog < MAX_SOG_KN)).then(sog),
        pl.when((cog >= 0) & (cog < MAX_COG_DEG)).then(cog),
    )
    frame = frame.filter(sog.is_not_null() & (cog.is_not_null() | (sog <= SLOW_KN)))
    same = (pl.col("mmsi") == pl.col("mmsi").shift()) & (
        pl.col("sent_at") == pl.col("sent_at").shift()
    )
    is_twin = same.fill_null(value=False) | same.shift(-1).fill_null(value=False)
    frame = frame.with_columns(is_twin=is_twin)
    twins = frame.filter("is_twin")
    if twins.is_empty():
        return frame.drop("is_twin")
    merged = twins.group_by("mmsi", "sent_at").agg(
        pl.col("lat_deg", "lon_deg", "sog_kn").median(), _mean_course()
    )
    singles = frame.filter(~pl.col("is_twin")).drop("is_twin")
    return pl.concat([singles, merged]).sort("mmsi", "sent_at")


def put_on_grid(fixes: pl.DataFrame, *, settings: GridEncounterSettings) -> GridPoints:
    """Place ships at round times: between fixes, and for a while before and after each day's.

    Args:
        fixes: From `clean_for_grid`.
        settings: Step, longest gap, and whether to carry on beyond the fixes.

    Returns:
        The points, by ship and time.
    """
    day = fixes["mmsi"] * 100_000 + fixes["sent_at"].to_physical() // DAY_US
    tracks = _Tracks(
        fixes["mmsi"].to_numpy(),
        fixes["sent_at"].to_physical().to_numpy(),
        fixes["lat_deg"].to_numpy(),
        fixes["lon_deg"].to_numpy(),
        runs_of(day),
        step=int(settings.step_min * MINUTE_US),
        longest=int(settings.max_gap_min * MINUTE_US),
    )
    parts = [_between(tracks)]
    if settings.is_extrapolated:
        parts += _beyond(tracks, fixes)
    mmsi, slot, lat, lon, density = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((slot, mmsi))
    return GridPoints(
        mmsi[order],
        slot[order],
        lat[order],
        lon[order],
        np.round(density[order], 2),
        step_s=tracks.step / 1e6,
        steps_a_day=DAY_US // tracks.step,
    )


@dataclass(frozen=True, slots=True)
class _Tracks:
    """Fixes by ship and time, with the runs of one ship and day; times in microseconds."""

    mmsi: Ints
    at: Ints
    lat: Floats
    lon: Floats
    days: Runs
    step: int
    longest: int


Points = tuple[Ints, Ints, Floats, Floats, Floats]


def _between(tracks: _Tracks) -> Points:
    """Join fixes of one day that are less than the longest gap apart by straight lines.

    A fix just at a round time belongs to the line before it; only the day's first one does not.
    """
    at, step = tracks.at, tracks.step
    dt = np.diff(at)
    left = np.flatnonzero((np.diff(tracks.days.run_of) == 0) & (dt < tracks.longest))
    is_first = np.isin(left, tracks.days.starts, assume_unique=True)
    low = np.where(is_first, -(-at[left] // step), at[left] // step + 1)
    left, slot = _spread(left, low, at[left + 1] // step)
    share = (slot * step - at[left]) / dt[left]
    lat = tracks.lat[left] + share * (tracks.lat[left + 1] - tracks.lat[left])
    lon = tracks.lon[left] + share * (tracks.lon[left + 1] - tracks.lon[left])
    return tracks.mmsi[left], slot, lat, lon, np.minimum(1.0, step / dt[left])


def _beyond(tracks: _Tracks, fixes: pl.DataFrame) -> list[Points]:
    """Carry each day's first fix back and its last one on, within that day."""
    at, step, days = tracks.at, tracks.step, tracks.days
    first, last = days.starts, days.ends - 1
    midnight = at[first] // DAY_US * DAY_US
    back = _spread(
        first,
        -(-np.maximum(at[first] - tracks.longest, midnight) // step),
        -(-at[first] // step) - 1,
    )
    end = np.minimum(at[last] + tracks.longest, midnight + DAY_US - 1)
    on = _spread(last, at[last] // step + 1, end // step)
    sog = fixes["sog_kn"].to_numpy()
    course = np.radians(_radians_read_as_degrees(fixes["cog_deg"].fill_null(0.0).to_numpy()))
    return [_carry(tracks, *back, sog, course), _carry(tracks, *on, sog, course)]


def _carry(tracks: _Tracks, fix: Ints, slot: Ints, sog: Floats, course: Floats) -> Points:
    since_h = (slot * tracks.step - tracks.at[fix]) / HOUR_US
    way_deg = sog[fix] * since_h / MINUTES_OF_ARC
    lat = tracks.lat[fix] + way_deg * np.cos(course[fix])
    lon = tracks.lon[fix] + way_deg * np.sin(course[fix]) / np.cos(np.radians(tracks.lat[fix]))
    density = np.ones(len(fix))
    is_after = since_h > 0
    density[is_after] = np.minimum(1.0, tracks.step / HOUR_US / since_h[is_after])
    return tracks.mmsi[fix], slot, lat, lon, density


def _spread(rows: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Repeat each row once for every slot from low to high, both in."""
    counts = np.maximum(high - low + 1, 0)
    starts = np.cumsum(counts) - counts
    slot = np.arange(int(counts.sum()), dtype=np.int64) + np.repeat(low - starts, counts)
    return np.repeat(rows, counts), slot


def _radians_read_as_degrees(cog: Floats) -> Floats:
    radians = np.radians(cog)
    return np.asarray(np.arctan2(np.sin(radians), np.cos(radians)))


def _mean_course() -> pl.Expr:
    course = pl.col("cog_deg").radians()
    return pl.arctan2(course.sin().mean(), course.cos().mean()).degrees().alias("cog_deg")
