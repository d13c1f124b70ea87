"""Encounters as pipe-encounters reports them: ships within 500 m at successive round times.

Its choices are kept, odd ones too: a pair is reported once from each ship's side; a silence of the
first ship does not end a run, one of the second does; one round time apart splits it; and a ship
is carried on beyond its fixes, so that two ships of one fix each make an encounter of two hours.
Distance to port and shore is not asked: the raster that the pipeline uses for it is not open.
"""

import polars as pl

from coalface.vessels.geodesy import haversine_m
from coalface.vessels.gfw.encounter_grid import GridPoints, clean_for_grid, put_on_grid
from coalface.vessels.presets import GridEncounterSettings
from coalface.vessels.proximity import close_pairs

__all__ = ["find_raw_encounters", "merge_encounters", "published_encounters"]

M_PER_S_TO_KN = 1.94384  # the release's own rounding of 3600 / 1852


def find_raw_encounters(
    positions: pl.DataFrame, *, settings: GridEncounterSettings
) -> pl.DataFrame:
    """Find runs of round times at which two ships are near, seen from each of the two.

    It knows no place: ships berthed side by side are an encounter.

    Args:
        positions: `mmsi`, `sent_at`, `row`, `lat_deg`, `lon_deg`, `sog_kn`, `cog_deg`.
        settings: Step, distance, shortest run.

    Returns:
        One row a run: `mmsi_1`, `mmsi_2`, `starts_at`, `ends_at`, `lat_deg`, `lon_deg` (means of
        the first ship), `median_distance_m`, `median_speed_kn` (of the first ship, from point to
        point), `n_points_1`, `n_points_2` (real fixes behind the points), `start_lat_deg`,
        `start_lon_deg`, `end_lat_deg`, `end_lon_deg`.

    Source:
        Behaviour of GlobalFishingWatch/pipe-encounters 4.4.0 (commit df93ee4d).
    """
    points = put_on_grid(clean_for_grid(positions), settings=settings)
    least = settings.min_minutes * 60
    runs = _runs(points, _both_ways(points, settings.max_m))
    lasts = (pl.col("ends_at") - pl.col("starts_at")).dt.total_seconds()
    return runs.filter((pl.col("n_slots") > 1) & (lasts >= least)).drop("n_slots", "run")


def merge_encounters(
    raw: pl.DataFrame, *, settings: GridEncounterSettings, min_minutes: float
) -> pl.DataFrame:
    """Join runs of one pair, from either side, that are less than some hours apart.

    Args:
        raw: From `find_raw_encounters`.
        settings: Longest time between runs.
        min_minutes: Shortest encounter to keep, minutes.

    Returns:
        One row an encounter, `mmsi_1` the smaller: times, position (mean weighted by time),
        `median_distance_m` and `median_speed_kn` (medians of medians), `n_points_1` and
        `n_points_2` (both sides added: twice the fixes).
    """
    is_swapped = pl.col("mmsi_1") > pl.col("mmsi_2")
    pairs = raw.with_columns(
        mmsi_1=pl.min_horizontal("mmsi_1", "mmsi_2"),
        mmsi_2=pl.max_horizontal("mmsi_1", "mmsi_2"),
        n_points_1=pl.when(is_swapped).then("n_points_2").otherwise("n_points_1"),
        n_points_2=pl.when(is_swapped).then("n_points_1").otherwise("n_points_2"),
    ).sort("mmsi_1", "mmsi_2", "starts_at", "ends_at", is_swapped)
    until = pl.col("ends_at").cum_max().shift().over("mmsi_1", "mmsi_2")
    away_h = (pl.col("starts_at") - until).dt.total_seconds() / 3600
    pairs = pairs.with_columns(
        part=(away_h.is_null() | (away_h >= settings.merge_h)).cum_sum(),
        weight=(pl.col("ends_at") - pl.col("starts_at")).dt.total_seconds(),
    )
    merged = pairs.group_by("part", maintain_order=True).agg(
        pl.col("mmsi_1", "mmsi_2").first(),
        pl.col("starts_at").min(),
        pl.col("ends_at").max(),
        *(_weighted(name) for name in ("lat_deg", "lon_deg")),
        pl.col("median_distance_m", "median_speed_kn").median(),
        pl.col("n_points_1", "n_points_2").sum(),
    )
    lasts = (pl.col("ends_at") - pl.col("starts_at")).dt.total_seconds()
    return merged.filter(lasts >= min_minutes * 60).drop("part")


def published_encounters(merged: pl.DataFrame, *, settings: GridEncounterSettings) -> pl.DataFrame:
    """Keep the encounters that would be published: long ones of slow ships.

    Args:
        merged: From `merge_encounters`.
        settings: Shortest time and highest median speed.

    Returns:
        The rows that pass.
    """
    hours = (pl.col("ends_at") - pl.col("starts_at")).dt.total_seconds() / 3600
    return merged.filter(
        (hours > settings.published_min_h) & (pl.col("median_speed_kn") < settings.published_max_kn)
    )


def _both_ways(points: GridPoints, radius_m: float) -> pl.DataFrame:
    """Give each pair of near points twice, from either side, in the order of the first's track."""
    a, b = close_pairs(points.slot, points.lat, points.lon, radius_m=radius_m)
    pairs = pl.DataFrame({"p": a, "q": b})
    both = pl.concat([pairs, pairs.select(p="q", q="p")])
    table = both.with_columns(
        mmsi_1=pl.Series(points.mmsi)[both["p"]], mmsi_2=pl.Series(points.mmsi)[both["q"]]
    )
    return table.filter(pl.col("mmsi_1") != pl.col("mmsi_2")).sort("mmsi_1", "mmsi_2", "p")


def _runs(points: GridPoints, pairs: pl.DataFrame) -> pl.DataFrame:
    """Sum up runs of points that follow each other in the first ship's track of one day."""
    table = _with_facts(points, pairs)
    day = pl.col("slot") // points.steps_a_day
    goes_on = (
        (pl.col("mmsi_1") == pl.col("mmsi_1").shift())
        & (pl.col("mmsi_2") == pl.col("mmsi_2").shift())
        & (pl.col("p") == pl.col("p").shift() + 1)
        & (day == day.shift())
    )
    table = table.with_columns(run=(~goes_on.fill_null(value=False)).cum_sum())
    is_last = pl.col("run") != pl.col("run").shift(-1)
    at = pl.from_epoch((pl.col("slot") * int(points.step_s)), time_unit="s")
    return (
        table.with_columns(
            at=at.cast(pl.Datetime("us")).dt.replace_time_zone("UTC"),
            speed=pl.when(is_last.fill_null(value=True)).then(None).otherwise("speed"),
        )
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("mmsi_1", "mmsi_2").first(),
            starts_at=pl.col("at").first(),
            ends_at=pl.col("at").last(),
            lat_deg=pl.col("lat").mean(),
            lon_deg=pl.col("lon").mean(),
            median_distance_m=pl.col("distance").median(),
            median_speed_kn=pl.col("speed").median(),
            n_points_1=pl.col("density_1").sum().round(mode="half_to_even").cast(pl.Int64),
            n_points_2=pl.col("density_2").sum().round(mode="half_to_even").cast(pl.Int64),
            start_lat_deg=pl.col("lat").first(),
            start_lon_deg=pl.col("lon").first(),
            end_lat_deg=pl.col("lat").last(),
            end_lon_deg=pl.col("lon").last(),
            n_slots=pl.len(),
        )
    )


def _with_facts(points: GridPoints, pairs: pl.DataFrame) -> pl.DataFrame:
    p, q = pairs["p"].to_numpy(), pairs["q"].to_numpy()
    lat, lon = points.lat, points.lon
    after = (p + 1).clip(max=max(len(lat) - 1, 0))
    hops_s = (points.slot[after] - points.slot[p]) * points.step_s
    hops_m = haversine_m(lat[p], lon[p], lat[after], lon[after])
    return pairs.with_columns(
        slot=points.slot[p],
        lat=lat[p],
        lon=lon[p],
        distance=haversine_m(lat[p], lon[p], lat[q], lon[q]),
        speed=pl.Series(hops_m) / pl.Series(hops_s) * M_PER_S_TO_KN,
        density_1=points.density[p],
        density_2=points.density[q],
    )


def _weighted(name: str) -> pl.Expr:
    weight = pl.col("weight")
    weighted = (pl.col(name) * weight).sum() / weight.sum()
    return pl.when(weight.sum() > 0).then(weighted).otherwise(pl.col(name).mean()).alias(name)
