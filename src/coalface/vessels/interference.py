"""Area interference: several ships whose positions fail alike, in one hour and at one place."""

import math
from datetime import timedelta

import polars as pl

from coalface.vessels.contradictions import Contradictions, make_contradictions
from coalface.vessels.identity_settings import FalsificationSettings
from coalface.vessels.presets import Preset

#: Hours of a ship (`mmsi`) or, where that is null, of a place, with something done to many ships.
INTERFERED = {
    "mmsi": pl.Int64(),
    "row": pl.Float64(),
    "column": pl.Int64(),
    "hour": pl.Datetime("us", "UTC"),
}
__all__ = ["INTERFERED", "ends_in_area", "find_area_interference", "in_area", "interfered_hours"]

#: Kinds that a jammed or spoofed receiver shows.
SHOWN_BY = ("ring", "offset", "jump_and_return", "frozen", "on_land")
SPAN = ("at", "ends_at", "lat_deg", "lon_deg")
HOUR = timedelta(hours=1)


def find_area_interference(single: Contradictions, *, preset: Preset) -> Contradictions:
    """Find hours in which ships of one place fail alike: something was done to them all.

    Every single-ship finding inside such an hour and place has a likelier cause than its crew.

    Args:
        single: Contradictions of single ships, of all ships together.
        preset: Its section of `FalsificationSettings`.

    Returns:
        Events of kind `area_interference`; `mmsi` is the smallest number, `detail` counts the
        ships; the place is the target, where they were said to be.
    """
    settings = preset.need(FalsificationSettings)
    cells = _cells(single, settings.area_deg)
    found = (
        cells.group_by("hour", "row", "column")
        .agg(
            pl.col("mmsi").min(),
            at=pl.col("at").min(),
            ends_at=pl.col("ends_at").max(),
            n=pl.col("mmsi").n_unique(),
            lat_deg=pl.col("lat_deg").mean(),
            lon_deg=pl.col("lon_deg").first(),
            inputs=pl.col("inputs").list.head(10).explode().drop_nulls(),
            words=pl.col("kind").unique().sort().str.join(", "),
            n_positions=pl.col("n_positions").sum(),
        )
        .filter(pl.col("n") >= settings.area_ships)
        .select(
            "mmsi", "at", "ends_at", "lat_deg", "lon_deg", "inputs", "n_positions",
            kind=pl.lit("area_interference"),
            detail=pl.format("{} ships of one hour and place: {}.", "n", "words"),
        )
    )  # fmt: skip
    return make_contradictions(found)


def in_area(single: Contradictions, areas: Contradictions, *, preset: Preset) -> pl.Series:
    """Say of each contradiction of a single ship whether it lies in an hour and place of many."""
    settings = preset.need(FalsificationSettings)
    hit = _cells(areas, settings.area_deg, kinds=("area_interference",))
    keys = ["hour", "row", "column"]
    cells = _cells(single, settings.area_deg, kinds=None).with_row_index("n")
    inside = cells.join(hit.select(keys).unique(), on=keys, how="semi")["n"]
    return pl.Series("in_area", range(len(single.events))).is_in(inside.implode())


def interfered_hours(
    single: Contradictions, areas: Contradictions, *, preset: Preset
) -> pl.DataFrame:
    """List the hours in which ships and places were interfered with, an hour on either side too.

    Args:
        single: Contradictions of single ships, of all ships together.
        areas: Result of `find_area_interference`.
        preset: Its section of `FalsificationSettings`.

    Returns:
        Columns `INTERFERED`, each hour of a ship and of a place once.
    """
    side = preset.need(FalsificationSettings).area_deg
    inside = in_area(single, areas, preset=preset)
    both = pl.concat([single.events, single.evidence], how="horizontal").filter(
        inside & pl.col("kind").is_in(SHOWN_BY)
    )
    spans = pl.concat(
        [
            both.select("mmsi", *SPAN),
            areas.events.select(pl.lit(None, pl.Int64).alias("mmsi"), *SPAN),
        ]
    )
    hours = pl.datetime_ranges(
        pl.col("at").dt.truncate("1h") - HOUR,
        pl.coalesce("ends_at", "at").dt.truncate("1h") + HOUR,
        interval="1h",
    )
    placed = _placed(spans, side).with_columns(hour=hours).explode("hour", empty_as_null=False)
    is_ship = pl.col("mmsi").is_not_null()
    marks = placed.with_columns(
        pl.when(~is_ship).then(c).alias(c) for c in ("row", "column")
    ).select(pl.col(name).cast(kind) for name, kind in INTERFERED.items())
    return marks.unique().sort("mmsi", "row", "column", "hour", nulls_last=True)


def ends_in_area(silences: pl.DataFrame, interfered: pl.DataFrame, *, side_deg: float) -> pl.Series:
    """Say of each silence whether it begins or ends in an hour of interference, of ship or place.

    Args:
        silences: `mmsi`, `starts_at`, `ends_at`, `lat_deg`, `lon_deg`, `end_lat_deg`,
            `end_lon_deg` (null where it is open).
        interfered: Result of `interfered_hours`.
        side_deg: Side of a place, degrees.
    """
    if interfered.is_empty():
        return pl.Series("is_interfered", [False] * len(silences), dtype=pl.Boolean)
    number = silences.with_row_index("silence")
    first = number.select("silence", "mmsi", "lat_deg", "lon_deg", at="starts_at")
    last = number.filter(pl.col("end_lat_deg").is_not_null()).select(
        "silence", "mmsi", lat_deg="end_lat_deg", lon_deg="end_lon_deg", at="ends_at"
    )
    ends = _placed(pl.concat([first, last]), side_deg).with_columns(
        pl.col("row").cast(pl.Float64),
        pl.col("column").cast(pl.Int64),
        hour=pl.col("at").dt.truncate("1h"),
    )
    ships = interfered.filter(pl.col("mmsi").is_not_null())
    places = interfered.filter(pl.col("mmsi").is_null())
    hit = pl.concat(
        [
            ends.join(ships, on=["mmsi", "hour"], how="semi"),
            ends.join(places, on=["row", "column", "hour"], how="semi"),
        ]
    )["silence"]
    return number["silence"].is_in(hit.implode()).alias("is_interfered")


def _cells(
    single: Contradictions, side_deg: float, kinds: tuple[str, ...] | None = SHOWN_BY
) -> pl.DataFrame:
    both = pl.concat([single.events, single.evidence], how="horizontal")
    if kinds is not None:
        both = both.filter(pl.col("kind").is_in(kinds) & pl.col("lat_deg").is_not_null())
    return _placed(both, side_deg).with_columns(hour=pl.col("at").dt.truncate("1h"))


def _placed(frame: pl.DataFrame, side_deg: float) -> pl.DataFrame:
    n_columns = math.ceil(360 / side_deg)
    return frame.with_columns(
        row=(pl.col("lat_deg") / side_deg).floor(),
        column=(((pl.col("lon_deg") + 180) / side_deg).floor().cast(pl.Int64) % n_columns),
    )
