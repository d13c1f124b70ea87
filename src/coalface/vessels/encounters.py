"""Ships that meet: measured between received fixes, weighed against what is usual at the place."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from coalface.vessels.close_runs import find_close_runs
from coalface.vessels.legs import Legs, join_fixes, make_fixes, sample_legs
from coalface.vessels.loitering import find_loitering
from coalface.vessels.meeting_evidence import evidence_of, suppressed_rows
from coalface.vessels.meeting_scores import CRAFT_TYPES, background_of, score_meetings
from coalface.vessels.meeting_settings import MeetingSettings
from coalface.vessels.pair_motion import measure_pairs
from coalface.vessels.stops import find_stops

__all__ = ["EncountersFound", "encounters_of", "find_encounters", "find_meetings"]

TRACK_MARGIN_KN = 1.5  # two ships may draw apart this fast and still be looked at again
STOP_H = 1.0  # shortest stop that counts to what is usual at a place


@dataclass(frozen=True, slots=True)
class EncountersFound:
    """Meetings with what they rest on.

    Attributes:
        events: Table `encounters` without `evidence_id`, by start and ships.
        evidence: One row an event, in the same order: `inputs`, `parameters`, `alternatives`,
            `counter_evidence`, `sensitivity` and what was measured.
        suppressed: Table `suppressed`.
    """

    events: pl.DataFrame
    evidence: list[dict[str, object]]
    suppressed: pl.DataFrame


def find_encounters(
    positions: pl.DataFrame,
    statics: pl.DataFrame | None = None,
    *,
    settings: MeetingSettings,
) -> EncountersFound:
    """Find two ships that meet, and ships that lie beside nobody seen.

    A meeting is no transfer, and its score no guilt: it is the chance that the meeting is none of
    the usual ones of that place. Nothing is masked; what is usual is suppressed with that reason.

    Args:
        positions: Table `positions`, in any order; with `segment_id` if tracks were parted.
        statics: Table `statics`, for lengths and types; None if there is none.
        settings: Distances, times and odds.

    Returns:
        Events, evidence and what was suppressed.

    Source:
        Spec of this project; thresholds in the presets.
    """
    whole = [positions]
    del positions  # the fixes hold what is needed of them
    return encounters_of(make_fixes(whole.pop()), statics, settings=settings)


def encounters_of(
    fixes: Legs, statics: pl.DataFrame | None = None, *, settings: MeetingSettings
) -> EncountersFound:
    """Find the same as `find_encounters`, from fixes that others may use as well.

    Args:
        fixes: From `legs.make_fixes`.
        statics: Table `statics`, for lengths and types; None if there is none.
        settings: Distances, times and odds.

    Returns:
        Events, evidence and what was suppressed.
    """
    legs = _legs(fixes, settings)
    stops = find_stops(legs, max_kn=settings.loiter_kn, min_h=STOP_H)
    span_h = float(np.ptp(legs.at)) / 3600 if len(legs.at) else 1.0
    ships = ship_facts(statics)
    meetings = find_meetings(legs, stops, ships, settings=settings, span_h=span_h)
    alone = find_loitering(legs, stops, meetings, ships, settings=settings, span_h=span_h)
    both = pl.concat([meetings, alone], how="diagonal_relaxed").sort(
        "starts_s", "mmsi_1", "mmsi_2", "ends_s"
    )
    is_kept = pl.col("suppressed_by").is_null()
    kept = both.filter(is_kept)
    return EncountersFound(
        events=_events(kept),
        evidence=list(evidence_of(kept, legs, settings=settings)),
        suppressed=suppressed_rows(both.filter(~is_kept)),
    )


def find_meetings(
    legs: Legs,
    stops: pl.DataFrame,
    ships: pl.DataFrame,
    *,
    settings: MeetingSettings,
    span_h: float,
) -> pl.DataFrame:
    """Measure, judge and score all pairs of tracks that stay near each other.

    Args:
        legs: The tracks.
        stops: Stops of all ships.
        ships: From `ship_facts`.
        settings: Distances, times and odds.
        span_h: Hours that the data cover.

    Returns:
        One row a meeting, with what was measured, `score` and `suppressed_by` (null if kept).
    """
    measured = pl.concat(list(_measured(legs, settings)))
    measured = _with_ships(_longest_of_tiers(measured), legs, ships, settings)
    measured = measured.filter(pl.col("mmsi_1") != pl.col("mmsi_2"))
    known = background_of(measured, stops, settings=settings, span_h=span_h)
    known = _with_companions(_with_parting(known, stops), settings)
    scored = score_meetings(known, settings=settings)
    return scored.with_columns(suppressed_by=_reason(settings), kind=pl.lit("two_sided"))


def ship_facts(statics: pl.DataFrame | None) -> pl.DataFrame:
    """Give length, beam and type of each ship as it mostly stated them."""
    schema = {"mmsi": pl.Int64, "length_m": pl.Float64, "beam_m": pl.Float64, "ship_type": pl.Int64}
    if statics is None:
        return pl.DataFrame(schema=schema)
    positive = [pl.when(pl.col(c) > 0).then(pl.col(c)) for c in ("length_m", "beam_m")]
    modes = [c.drop_nulls().median() for c in positive]
    kind = pl.col("ship_type").drop_nulls().mode().min()
    facts = statics.group_by("mmsi", maintain_order=True).agg(*modes, kind).sort("mmsi")
    return facts.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def _legs(fixes: Legs, settings: MeetingSettings) -> Legs:
    return join_fixes(
        fixes,
        max_leg_h=settings.max_leg_h,
        max_still_leg_h=settings.max_still_leg_h,
        still_kn=settings.still_kn,
        max_kn=settings.max_leg_kn,
    )


def _measured(legs: Legs, settings: MeetingSettings) -> Iterator[pl.DataFrame]:
    """Measure candidates of each tier, those that last long enough between received fixes."""
    for radius_m, least_h in settings.tiers:
        step_s = 60.0 * min(settings.step_min, max(least_h * 60 / 3, 1.0))
        margin_m = TRACK_MARGIN_KN * 1852 * step_s / 3600
        runs = find_close_runs(
            sample_legs(legs, step_s=step_s),
            radius_m=radius_m + margin_m,
            max_apart_h=settings.merge_h,
            least_h=least_h,
        )
        table = measure_pairs(
            legs, runs, step_s=step_s, radius_m=radius_m, fresh_min=settings.fresh_min
        )
        seen_s = pl.min_horizontal("near_s", pl.col("seen_until_s") - pl.col("seen_from_s"))
        n_fixes = pl.min_horizontal("n_fixes_1", "n_fixes_2")
        yield table.filter((seen_s >= least_h * 3600) & (n_fixes >= settings.min_fixes))


def _longest_of_tiers(measured: pl.DataFrame) -> pl.DataFrame:
    """Where tiers give the same meeting twice, keep the longer one."""
    table = measured.sort("first", "second", "starts_s", "near_s", descending=[False] * 3 + [True])
    pair = ["first", "second"]
    overlaps = pl.col("starts_s") < pl.col("ends_s").cum_max().shift().over(pair)
    block = (~overlaps.fill_null(value=False)).cum_sum()
    return (
        table.with_columns(block=block)
        .sort("near_s", descending=True, maintain_order=True)
        .unique("block", keep="first", maintain_order=True)
        .sort("first", "second", "starts_s")
        .drop("block")
    )


def _with_ships(
    measured: pl.DataFrame, legs: Legs, ships: pl.DataFrame, settings: MeetingSettings
) -> pl.DataFrame:
    """Add ships, smaller number first, and how far apart their aerials may be alongside."""
    mmsi = [legs.mmsi[measured[name].to_numpy()] for name in ("first", "second")]
    table = measured.with_columns(mmsi_1=mmsi[0], mmsi_2=mmsi[1])
    swapped = pl.col("mmsi_1") > pl.col("mmsi_2")
    twins = [
        ("mmsi_1", "mmsi_2"),
        ("first", "second"),
        ("median_speed_1_kn", "median_speed_2_kn"),
        ("n_fixes_1", "n_fixes_2"),
    ]
    table = table.with_columns(
        pl.when(swapped).then(b if name == a else a).otherwise(name).alias(name)
        for a, b in twins
        for name in (a, b)
    )
    for side in ("1", "2"):
        facts = ships.rename({c: f"{c}_{side}" for c in ships.columns})
        table = table.join(facts, on=f"mmsi_{side}", how="left", maintain_order="left")
    reach = (pl.col("length_m_1") + pl.col("length_m_2")) / 2
    types = [pl.col(f"ship_type_{side}").is_in(CRAFT_TYPES) for side in ("1", "2")]
    return table.with_columns(
        reach_m=reach.fill_null(settings.reach_m).clip(40.0, 400.0),
        is_craft=pl.any_horizontal(t.fill_null(value=False) for t in types),
    ).with_columns(hull_gap_m=(pl.col("median_m") - pl.col("reach_m")).clip(lower_bound=0.0))


def _with_parting(meetings: pl.DataFrame, stops: pl.DataFrame) -> pl.DataFrame:
    """Add how far apart in time the two went on after it, in minutes; null if one never did."""
    table = meetings.with_row_index("meeting")
    ends = stops.select("track", stop_start="starts_s", stop_end="ends_s")
    left = []
    for side in ("first", "second"):
        stays = table.select("meeting", "starts_s", "ends_s", track=side).join(
            ends, on="track", maintain_order="left"
        )
        is_then = (pl.col("stop_start") < pl.col("ends_s")) & (
            pl.col("stop_end") > pl.col("starts_s")
        )
        until = pl.col("stop_end").max().alias(side)
        left.append(stays.filter(is_then).group_by("meeting", maintain_order=True).agg(until))
    for part in left:
        table = table.join(part.rename({part.columns[1]: f"left_{part.columns[1]}"}),
                           on="meeting", how="left", maintain_order="left")  # fmt: skip
    apart = (pl.col("left_first") - pl.col("left_second")).abs() / 60
    return table.with_columns(apart_min=apart).drop("meeting", "left_first", "left_second")


def _with_companions(meetings: pl.DataFrame, settings: MeetingSettings) -> pl.DataFrame:
    """Mark pairs that elsewhere sail together for as long as a meeting lasts."""
    speed = pl.min_horizontal("median_speed_1_kn", "median_speed_2_kn")
    sails = (speed > settings.max_speed_kn).any().over("mmsi_1", "mmsi_2")
    return meetings.with_columns(are_companions=sails)


def _reason(settings: MeetingSettings) -> pl.Expr:
    speed = pl.min_horizontal("median_speed_1_kn", "median_speed_2_kn")
    return (
        pl.when(speed > settings.max_speed_kn)
        .then(pl.lit("under_way_together"))
        .when(pl.col("median_relative_kn") > settings.max_relative_kn)
        .then(pl.lit("passing"))
        .when(pl.col("score") < settings.min_score)
        .then(pl.lit("usual_at_this_place"))
    )


def _events(kept: pl.DataFrame) -> pl.DataFrame:
    times = [
        pl.from_epoch((pl.col(f"{end}_s") * 1e6).round().cast(pl.Int64), time_unit="us")
        .dt.replace_time_zone("UTC")
        .alias(f"{end}_at")
        for end in ("starts", "ends")
    ]
    speed = pl.min_horizontal("median_speed_1_kn", "median_speed_2_kn")
    return kept.select(
        "mmsi_1",
        "mmsi_2",
        "kind",
        *times,
        ((pl.col("ends_s") - pl.col("starts_s")) / 3600).alias("duration_h"),
        "lat_deg",
        "lon_deg",
        distance_m="median_m",
        median_speed_kn=speed,
        interpolated_share=(pl.col("interpolated_s") / pl.col("near_s")).clip(0.0, 1.0),
        background="background",
        score="score",
    )
