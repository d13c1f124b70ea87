"""Runs of one ship as gpsdio-segment 3.0.0 sorts them: message by message, first come first served.

Quirks are kept: a moving ship's message at a place, course and speed seen before is skipped even
hours later; of several possible segments, those alike within a factor are all closed; the weight
against short segments is taken from the segments in order of their start, whether they match or
not.
"""

import numpy as np
import polars as pl

from coalface.errors import InputError
from coalface.vessels.gfw.segment_kernel import sort_messages
from coalface.vessels.presets import SegmentSettings
from coalface.vessels.tracks import HOUR_US, runs_of

__all__ = ["KINDS", "check_sorted", "segment_as_gfw"]

#: What may become of a message.
KINDS = ("segment", "bad", "discarded", "info", "skipped")
ID_TIME = "%Y-%m-%dT%H:%M:%S%.6fZ"
PER_MINUTE_10000 = 60_000  # a place is the same within 1/10,000 of a minute
PER_TENTH = 10  # a speed or a course, within a tenth
RULES = (
    "max_hours",
    "max_knots",
    "penalty_hours",
    "hours_exponent",
    "buffer_hours",
    "penalty_knots",
    "shape_factor",
    "lookback",
    "lookback_factor",
    "ambiguity_factor",
    "short_segment_messages",
    "class_mismatch_weight",
    "max_open",
)


def segment_as_gfw(positions: pl.DataFrame, *, settings: SegmentSettings) -> pl.DataFrame:
    """Sort each number's messages into segments.

    A segment is what could be one ship by this rule; it is no proof that it was one.

    Args:
        positions: `row`, `mmsi`, `sent_at`, `lat_deg`, `lon_deg`, `sog_kn`, `cog_deg`; reserved
            values already null; the type of no message is known.
        settings: Parameters.

    Returns:
        One row a message, by number, time and row: `row`, `mmsi`, `sent_at`, `lat_deg`,
        `lon_deg`, `kind` (one of `KINDS`), `segment_id` (null where skipped), `is_closed`.

    Source:
        Behaviour of GlobalFishingWatch/gpsdio-segment 3.0.0 (commit 16864b97).
    """
    frame = positions.sort("mmsi", "sent_at", "row")
    frame = frame.with_columns(kind=_kinds(frame, settings.very_slow_knots))
    runs = runs_of(frame["mmsi"])
    rules = np.array([getattr(settings, name) for name in RULES], dtype=np.float64)
    messages = frame.select(
        pl.col("lat_deg", "lon_deg", "sog_kn", "cog_deg").cast(pl.Float64).fill_null(np.nan),
        hours=pl.col("sent_at").to_physical() / HOUR_US,
        weight=pl.lit(0.0),
    ).to_numpy(order="c")
    is_usable = (frame["kind"] == "segment").to_numpy()
    sorted_in = sort_messages(runs.starts, runs.ends, is_usable, messages, rules)
    return _named(frame, *sorted_in).select(
        "row", "mmsi", "sent_at", "lat_deg", "lon_deg", "kind", "segment_id", "is_closed"
    )


def check_sorted(positions: pl.DataFrame) -> None:
    """Refuse rows that are not in order of time, as the system itself does.

    Raises:
        InputError: If a message of a number is earlier than the one before it.
    """
    step = pl.col("sent_at").diff().over("mmsi")
    late = positions.filter(step < pl.duration())
    if late.height:
        raise InputError(
            f"positions, row {late['row'][0]}: time {late['sent_at'][0]} is before that of the "
            "row above it. Sort the rows by time."
        )


def _kinds(frame: pl.DataFrame, very_slow_kn: float) -> pl.Series:
    """Part usable messages from those without place or speed, and from those seen before."""
    cells = ("lat_deg", "lon_deg", "sog_kn", "cog_deg")
    has_place = pl.col("lat_deg").is_not_null() & pl.col("lon_deg").is_not_null()
    has_course = pl.col("cog_deg").is_not_null() | (pl.col("sog_kn") <= very_slow_kn)
    is_usable = has_place & pl.col("sog_kn").is_not_null() & has_course
    scales = (PER_MINUTE_10000, PER_MINUTE_10000, PER_TENTH, PER_TENTH)
    rounded = [
        (pl.col(cell) * scale).round(mode="half_to_even").alias(f"{cell}_rounded")
        for cell, scale in zip(cells, scales, strict=True)
    ]
    keyed = frame.select("mmsi", *cells, is_usable=is_usable.fill_null(value=False)).with_columns(
        *rounded
    )
    key = pl.struct("mmsi", "is_usable", *(f"{cell}_rounded" for cell in cells))
    is_repeat = ~key.is_first_distinct() & (pl.col("sog_kn_rounded") > 0)
    return keyed.select(
        kind=pl.when(pl.all_horizontal(pl.col(cells).is_null()))
        .then(pl.lit("info"))
        .when(~pl.col("is_usable"))
        .then(pl.lit("bad"))
        .when(is_repeat)
        .then(pl.lit("skipped"))
        .otherwise(pl.lit("segment"))
    )["kind"]


def _named(
    frame: pl.DataFrame, first_of: np.ndarray, is_dropped: np.ndarray, closed_at: np.ndarray
) -> pl.DataFrame:
    """Name each segment after number, time and turn among those named at that time."""
    n = frame.height
    is_alone = is_dropped | frame["kind"].is_in(["bad", "info"]).to_numpy()
    owner = np.where(is_alone, np.arange(n), first_of)
    turn = np.where(is_dropped, np.where(closed_at < 0, n, closed_at)[first_of], np.arange(n))
    is_named = owner == np.arange(n)
    names = (
        frame.select("mmsi", "sent_at", owner=pl.Series(owner), turn=pl.Series(turn))
        .with_columns(is_dropped=pl.Series(is_dropped))
        .filter(pl.Series(is_named))
        .sort("turn", ~pl.col("is_dropped"), "owner")
        .with_columns(nth=pl.int_range(1, pl.len() + 1).over("mmsi", "sent_at"))
        .select(
            "owner",
            segment_id=pl.format(
                "{}-{}-{}", "mmsi", pl.col("sent_at").dt.to_string(ID_TIME), "nth"
            ),
        )
    )
    is_closed = (owner >= 0) & (closed_at[np.maximum(owner, 0)] >= 0)
    kind = pl.when(pl.Series(is_dropped)).then(pl.lit("discarded")).otherwise("kind")
    return frame.with_columns(
        kind=kind, owner=pl.Series(owner), is_closed=pl.Series(is_closed)
    ).join(names, on="owner", how="left", maintain_order="left")
