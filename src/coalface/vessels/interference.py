"""Area interference: several ships whose positions fail alike, in one hour and at one place."""

import math

import polars as pl

from coalface.vessels.contradictions import Contradictions, make_contradictions
from coalface.vessels.identity_settings import FalsificationSettings
from coalface.vessels.presets import Preset

__all__ = ["find_area_interference", "in_area"]

#: Kinds that a jammed or spoofed receiver shows.
SHOWN_BY = ("ring", "offset", "jump_and_return", "frozen", "on_land")


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


def _cells(
    single: Contradictions, side_deg: float, kinds: tuple[str, ...] | None = SHOWN_BY
) -> pl.DataFrame:
    both = pl.concat([single.events, single.evidence], how="horizontal")
    if kinds is not None:
        both = both.filter(pl.col("kind").is_in(kinds) & pl.col("lat_deg").is_not_null())
    n_columns = math.ceil(360 / side_deg)
    return both.with_columns(
        hour=pl.col("at").dt.truncate("1h"),
        row=(pl.col("lat_deg") / side_deg).floor(),
        column=(((pl.col("lon_deg") + 180) / side_deg).floor().cast(pl.Int64) % n_columns),
    )
