"""Silences as pipe-gaps reports them: any two messages of one number more than 12 hours apart.

Its choices are kept, odd ones too: of several messages at one time the last in row order is the
one after which it was silent; a message without position counts as one at 0 N 0 E.
"""

import hashlib
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from coalface.vessels.geodesy import M_PER_NMI, geodesic_m
from coalface.vessels.presets import GapSettings
from coalface.vessels.tracks import HOUR_US, first_at_or_after, runs_of, sort_in_time

__all__ = ["RECEIVERS", "end_of_day", "find_rule_gaps", "find_rule_open_gaps", "gap_id"]

RECEIVERS = ("terrestrial", "satellite", "dynamic")
MAX_LATITUDE = 90.0
NEEDED = ("mmsi", "sent_at", "row", "lat_deg", "lon_deg", "receiver")


def find_rule_gaps(positions: pl.DataFrame, *, settings: GapSettings) -> pl.DataFrame:
    """Find each silence longer than a fixed time, with the messages counted before it.

    It knows no reception: a silence found here says nothing about its cause.

    Args:
        positions: `mmsi`, `sent_at`, `lat_deg`, `lon_deg` (may be null), `receiver`, `row`.
        settings: Threshold and span before it.

    Returns:
        One row a silence, by ship and time: `mmsi`, `start_row`, `end_row`, `starts_at`,
        `ends_at`, `duration_h`, `distance_m` (null where a latitude is beyond 90 degrees),
        `implied_speed_kn`, the four positions, `n_before` and `n_before_RECEIVER`, `gap_id`.

    Source:
        Behaviour of GlobalFishingWatch/pipe-gaps 0.9.4 (commit 9d9426e3).
    """
    frame = sort_in_time(positions.select(NEEDED))
    times = frame["sent_at"].to_physical().to_numpy()
    runs = runs_of(frame["mmsi"])
    least = int(settings.min_silence_h * HOUR_US)
    is_long = np.diff(times) >= least if settings.is_min_included else np.diff(times) > least
    off = np.flatnonzero(is_long & (np.diff(runs.run_of) == 0))
    before = _count_before(frame, times, runs.starts[runs.run_of[off]], off, settings.hours_before)
    starts = _ends_of_gaps(frame, off, "start")
    ends = _ends_of_gaps(frame, off + 1, "end").drop("mmsi")
    gaps = pl.concat([starts, ends, before], how="horizontal")
    return gaps.with_columns(_distance(gaps), *_durations()).with_columns(
        implied_speed_kn=pl.col("distance_m") / M_PER_NMI / pl.col("duration_h"),
        gap_id=_gap_ids(gaps),
    )


def find_rule_open_gaps(
    positions: pl.DataFrame, *, settings: GapSettings, ends_at: datetime | None = None
) -> pl.DataFrame:
    """Find the ships that had been silent for longer than the threshold when the data end.

    Args:
        positions: As for `find_rule_gaps`.
        settings: Threshold.
        ends_at: End of the data; None takes the end of the day of each ship's own last message.

    Returns:
        One row a ship: `mmsi`, `start_row`, `starts_at`, `start_lat_deg`, `start_lon_deg`,
        `n_before` and `n_before_RECEIVER`.
    """
    frame = sort_in_time(positions.select(NEEDED))
    runs = runs_of(frame["mmsi"])
    last = np.asarray(runs.ends - 1)
    times = frame["sent_at"].to_physical().to_numpy()
    before = _count_before(frame, times, runs.starts, last, settings.hours_before)
    offs = _ends_of_gaps(frame, last, "start").rename({"start_at": "starts_at"})
    offs = pl.concat([offs, before], how="horizontal")
    day_end = pl.col("starts_at").dt.truncate("1d") + timedelta(days=1)
    end = day_end if ends_at is None else pl.lit(ends_at, pl.Datetime("us", "UTC"))
    return offs.filter(end - pl.col("starts_at") > timedelta(hours=settings.min_silence_h))


def end_of_day(at: datetime) -> datetime:
    """Give the midnight (UTC) that ends the day of an instant."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def gap_id(mmsi: int, at: datetime, lat: float | None, lon: float | None) -> str:
    """Give the name of a silence: a digest of ship, time and place of its last message."""
    text = f"{mmsi}|{at.timestamp()}|{lat}|{lon}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _ends_of_gaps(frame: pl.DataFrame, rows: np.ndarray, side: str) -> pl.DataFrame:
    return frame[rows].select(
        "mmsi",
        pl.col("row").alias(f"{side}_row"),
        pl.col("sent_at").alias(f"{side}_at"),
        pl.col("lat_deg").alias(f"{side}_lat_deg"),
        pl.col("lon_deg").alias(f"{side}_lon_deg"),
    )


def _count_before(
    frame: pl.DataFrame, times: np.ndarray, run_starts: np.ndarray, off: np.ndarray, hours: float
) -> pl.DataFrame:
    """Count rows from `hours` before each last message up to it, and that message itself."""
    since = times[off] - int(hours * HOUR_US)
    first = first_at_or_after(times, run_starts, off, since)
    end = first_at_or_after(times, run_starts, off, times[off])
    counts = {"n_before": end - first + 1}
    for name in RECEIVERS:
        is_it = (frame["receiver"] == name).fill_null(value=False).to_numpy()
        total = np.concatenate(([0], np.cumsum(is_it)))
        counts[f"n_before_{name}"] = total[end] - total[first] + is_it[off]
    return pl.DataFrame(counts)


def _distance(gaps: pl.DataFrame) -> pl.Series:
    """Give the geodesic; a missing position is read as 0 N 0 E, as geopy does."""
    names = ("start_lat_deg", "start_lon_deg", "end_lat_deg", "end_lon_deg")
    cells = [gaps[name].fill_null(0.0).to_numpy() for name in names]
    is_on_globe = (np.abs(cells[0]) <= MAX_LATITUDE) & (np.abs(cells[2]) <= MAX_LATITUDE)
    distance = geodesic_m(*(np.where(is_on_globe, cell, 0.0) for cell in cells))
    return pl.Series("distance_m", np.where(is_on_globe, distance, np.nan)).fill_nan(None)


def _durations() -> tuple[pl.Expr, ...]:
    starts_at, ends_at = pl.col("start_at"), pl.col("end_at")
    duration_h = (ends_at - starts_at).dt.total_microseconds() / HOUR_US
    return starts_at.alias("starts_at"), ends_at.alias("ends_at"), duration_h.alias("duration_h")


def _gap_ids(gaps: pl.DataFrame) -> pl.Series:
    columns = gaps.select("mmsi", "start_at", "start_lat_deg", "start_lon_deg")
    return pl.Series([gap_id(*row) for row in columns.iter_rows()], dtype=pl.String)
