"""Calls at ports: those seen, with earliest and latest times, and those that fit a silence.

A call seen at a berth of the DPRK is a finding like any silence: since 2021 many ships go there
with AIS on.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.berths import Berths, berth_of
from coalface.vessels.geodesy import haversine_m
from coalface.vessels.inferred_visits import find_inferred_visits
from coalface.vessels.innocent import SEEN_OTHERWISE, UNSEEN_OTHERWISE
from coalface.vessels.legs import Legs, join_fixes, make_fixes
from coalface.vessels.meeting_settings import PortVisitSettings
from coalface.vessels.stops import find_stops

__all__ = ["PortVisitsFound", "find_port_visits", "port_visits_of"]

Floats = NDArray[np.float64]

MAX_LEG_H = 1.0
STILL_KN = 0.25  # a moored ship that was silent for hours is where it was, but for noise
MAX_LEG_KN = 60.0
BASE_ODDS = 1.2  # log odds of a call for a stop of an hour in the middle of a berth; ours
PER_LOG_H = 0.8  # more for each e-fold of its length; ours
CHANGE = 0.25  # each threshold is moved by this share
MAX_INPUTS = 24  # rows named at most beside those that decide: came, stopped, left
#: Columns of inferred calls alone.
MAY_LACK = {
    "other_ports": pl.List(pl.Struct({"cause": pl.String, "p": pl.Float64})),
    "slack_h": pl.Float64(),
    "draught_change_m": pl.Float64(),
}
AT_EDGE = 2.0  # less at the edge of the place than in its middle; ours


@dataclass(frozen=True, slots=True)
class PortVisitsFound:
    """Calls with what they rest on.

    Attributes:
        events: Table `port_visits` without `evidence_id`, by arrival and ship.
        evidence: One row an event, in the same order.
        suppressed: Table `suppressed`.
    """

    events: pl.DataFrame
    evidence: pl.DataFrame
    suppressed: pl.DataFrame


def find_port_visits(
    positions: pl.DataFrame,
    berths: Berths,
    statics: pl.DataFrame | None = None,
    *,
    settings: PortVisitSettings,
) -> PortVisitsFound:
    """Find calls that were seen, and those that a silence may hide.

    An observed call says that the ship lay there, not that it loaded. An inferred one says that
    it had the time and the way; `p` is its chance, and it is never mixed with observed ones.

    Args:
        positions: Table `positions`, in any order; with `segment_id` if tracks were parted.
        berths: Places, from `make_berths`.
        statics: Table `statics`, for draughts; None if there is none.
        settings: Speeds, times and odds.

    Returns:
        Calls, evidence, and inferred calls set aside as unlikely.
    """
    whole = [positions]
    del positions  # the fixes hold what is needed of them
    return port_visits_of(make_fixes(whole.pop()), berths, statics, settings=settings)


def port_visits_of(
    fixes: Legs,
    berths: Berths,
    statics: pl.DataFrame | None = None,
    *,
    settings: PortVisitSettings,
) -> PortVisitsFound:
    """Find the same as `find_port_visits`, from fixes that others may use as well.

    Args:
        fixes: From `legs.make_fixes`.
        berths: Places, from `make_berths`.
        statics: Table `statics`, for draughts; None if there is none.
        settings: Speeds, times and odds.

    Returns:
        Calls, evidence, and inferred calls set aside as unlikely.
    """
    legs = join_fixes(
        fixes,
        max_leg_h=MAX_LEG_H,
        max_still_leg_h=settings.join_h,
        still_kn=STILL_KN,
        max_kn=MAX_LEG_KN,
    )
    stays = _join_stays(_stays(legs, berths, settings), legs, settings)
    seen = _with_times(stays, legs, settings)
    guessed = find_inferred_visits(legs, seen, berths, statics, settings=settings)
    is_likely = pl.col("p") >= settings.min_p
    both = pl.concat([seen, guessed.filter(is_likely)], how="diagonal_relaxed").sort(
        "arrived_s", "mmsi", "port_id", "kind"
    )
    events = _events(both, _segments(legs))
    return PortVisitsFound(
        events, _evidence(both, legs, settings), _suppressed(guessed.filter(~is_likely))
    )


def _stays(legs: Legs, berths: Berths, settings: PortVisitSettings) -> pl.DataFrame:
    stops = find_stops(legs, max_kn=settings.stop_kn, min_h=settings.min_stop_h)
    place = berth_of(berths, stops["lat_deg"].to_numpy(), stops["lon_deg"].to_numpy())
    return pl.concat([stops, place], how="horizontal").filter(pl.col("port_id").is_not_null())


def _join_stays(stays: pl.DataFrame, legs: Legs, settings: PortVisitSettings) -> pl.DataFrame:
    """Join stays at one port if the ship was not seen to leave in between."""
    stays = stays.sort("track", "starts_s")
    same = (pl.col("track") == pl.col("track").shift()) & (
        pl.col("port_id") == pl.col("port_id").shift()
    )
    pause = pl.col("starts_s") - pl.col("ends_s").shift()
    may_join = stays.select(same & (pause <= settings.join_h * 3600)).to_series()
    far = np.zeros(len(stays))
    rows = np.flatnonzero(may_join.fill_null(value=False).to_numpy())
    first, last = stays["first_fix"].to_numpy(), stays["last_fix"].to_numpy()
    for k in rows:
        far[k] = _farthest(legs, int(last[k - 1]), int(first[k]))
    joins = may_join.fill_null(value=False) & pl.Series(far <= settings.leave_m)
    best = pl.col("berth_share").min()
    return (
        stays.with_columns(visit=(~joins).cum_sum())
        .group_by("visit", maintain_order=True)
        .agg(
            pl.col("track", "mmsi", "port_id", "country", "first_fix", "starts_s").first(),
            pl.col("last_fix", "ends_s").last(),
            pl.col("lat_deg", "lon_deg").first(),
            pl.col("slow_s").sum(),
            berth_share=best,
            n_stays=pl.len(),
        )
        .drop("visit")
    )


def _farthest(legs: Legs, a: int, b: int) -> float:
    between = legs.xyz[a : b + 1]
    lat = np.degrees(np.arcsin(np.clip(between[:, 2], -1, 1)))
    lon = np.degrees(np.arctan2(between[:, 1], between[:, 0]))
    return float(np.max(haversine_m(lat[0], lon[0], lat, lon)))


def _with_times(stays: pl.DataFrame, legs: Legs, settings: PortVisitSettings) -> pl.DataFrame:
    """Add the times between which it came and went, GFW's class, and the chance of a call."""
    first, last = stays["first_fix"].to_numpy(), stays["last_fix"].to_numpy()
    came = first > legs.starts[legs.track[first]] if len(first) else np.empty(0, bool)
    goes = last + 1 < legs.starts[legs.track[last] + 1] if len(last) else np.empty(0, bool)
    before = np.where(came, legs.at[np.maximum(first - 1, 0)], np.nan)
    after = np.where(goes, legs.at[np.minimum(last + 1, len(legs.at) - 1)], np.nan)
    hours = (pl.col("ends_s") - pl.col("starts_s")) / 3600
    log_odds = BASE_ODDS + PER_LOG_H * hours.log() - AT_EDGE * pl.col("berth_share") ** 2
    ends = pl.Series(came.astype(np.int64) + goes.astype(np.int64))
    return stays.with_columns(
        kind=pl.lit("observed"),
        arrived_s="starts_s",
        departed_s=pl.when(pl.Series(goes)).then("ends_s"),
        arrived_earliest_s=pl.Series(before).fill_nan(None),
        arrived_latest_s="starts_s",
        departed_earliest_s="ends_s",
        departed_latest_s=pl.Series(after).fill_nan(None),
        gfw_confidence=ends + 2,
        p=(1.0 / (1.0 + (-log_odds).exp())).clip(0.0, 0.999),
        from_fix=pl.Series(np.where(came, first - 1, first)),
        to_fix=pl.Series(np.where(goes, last + 1, last)),
    )


def _segments(legs: Legs) -> pl.DataFrame:
    """Give the segment of each track."""
    tracks = pl.Series("track", np.arange(len(legs.mmsi)), dtype=pl.Int64)
    return pl.DataFrame([tracks, legs.segment_id.alias("segment_id")])


def _instant(name: str) -> pl.Expr:
    microseconds = (pl.col(f"{name}_s") * 1e6).round().cast(pl.Int64)
    return (
        pl.from_epoch(microseconds, time_unit="us").dt.replace_time_zone("UTC").alias(f"{name}_at")
    )


def _events(visits: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    table = visits.join(segments, on="track", how="left", maintain_order="left")
    times = ("arrived", "departed", "arrived_earliest", "arrived_latest", "departed_earliest",
             "departed_latest")  # fmt: skip
    return table.select(
        "mmsi",
        "segment_id",
        "port_id",
        "country",
        *(_instant(name) for name in times),
        "kind",
        pl.col("gfw_confidence").cast(pl.Int64),
        "lat_deg",
        "lon_deg",
        "p",
    )


def _evidence(visits: pl.DataFrame, legs: Legs, settings: PortVisitSettings) -> pl.DataFrame:
    table = visits.with_columns(
        pl.lit(None, dtype).alias(name)
        for name, dtype in MAY_LACK.items()
        if name not in visits.columns
    ).with_columns(pl.col("other_ports").fill_null([]))
    is_seen = pl.col("kind") == "observed"
    other = pl.when(is_seen).then(pl.lit(SEEN_OTHERWISE)).otherwise(pl.lit(UNSEEN_OTHERWISE))
    hours = ((table["ends_s"] - table["starts_s"]) / 3600).to_numpy()
    least_h = pl.when(is_seen).then(settings.min_stop_h).otherwise(settings.min_gap_h)
    near = pl.col("berth_share").fill_null(0.0) <= 1 - CHANGE
    chances = _chances(table)
    against = (
        pl.when(~is_seen).then(pl.lit("Nobody saw the ship in port.")),
        pl.when(is_seen & (pl.col("country") == "KP")).then(
            pl.lit("The ship sent AIS openly during this call.")
        ),
    )
    return table.select(
        inputs=_inputs(table, legs),
        alternatives=pl.concat_list(
            pl.concat_list(pl.struct(cause=pl.lit("call"), p=chances[0])),
            "other_ports",
            pl.concat_list(pl.struct(cause=other, p=chances[1])),
        ),
        counter_evidence=pl.concat_list(against).list.drop_nulls(),
        sensitivity=pl.struct(
            longer_by_quarter=pl.Series(hours) >= least_h * (1 + CHANGE), nearer_by_quarter=near
        ),
        hours=pl.Series([round(h, 6) for h in hours.tolist()], dtype=pl.Float64),
        berth_share="berth_share",
        slack_h="slack_h",
        draught_change_m="draught_change_m",
    )


def _chances(table: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Give the chance of each call, and what it and those of other ports leave."""
    others = [sum(o["p"] for o in ports) for ports in table["other_ports"].to_list()]
    p = table["p"].to_list()
    rest = [max(1 - mine - other, 0.0) for mine, other in zip(p, others, strict=True)]
    rounded = ([round(v, 6) for v in values] for values in (p, rest))
    first, last = (pl.Series(values, dtype=pl.Float64) for values in rounded)
    return first, last


def _inputs(visits: pl.DataFrame, legs: Legs) -> pl.Series:
    """Give the rows of each call, those that bound it and its stay in; or a silence's ends.

    Between them lie fixes of one ship lying still: every n-th stands for the others.
    """
    is_seen = (visits["kind"] == "observed").to_numpy()
    bounds = visits.select("from_fix", "to_fix").to_numpy().astype(np.int64)
    first, last = (
        visits[name].fill_null(0).to_numpy().astype(np.int64)[is_seen]
        for name in ("first_fix", "last_fix")
    )
    n = np.minimum(last - first + 1, MAX_INPUTS)
    which = np.repeat(np.arange(len(n)), n)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(n) - n, n)
    step = (last - first) / np.maximum(n - 1, 1)
    picked = (nth * step[which] + first[which]).round().astype(np.int64)
    call = np.concatenate([np.flatnonzero(is_seen)[which], np.repeat(np.arange(len(visits)), 2)])
    rows = legs.row[np.concatenate([picked, bounds.ravel()])]
    named = pl.DataFrame({"call": call, "row": rows}).unique().sort("call", "row")
    return named.group_by("call", maintain_order=True).agg("row")["row"]


def _suppressed(unlikely: pl.DataFrame) -> pl.DataFrame:
    return unlikely.select(
        kind=pl.lit("port_visit"),
        mmsi="mmsi",
        mmsi_2=pl.lit(None, dtype=pl.Int64),
        starts_at=_instant("arrived"),
        ends_at=_instant("departed"),
        lat_deg="lat_deg",
        lon_deg="lon_deg",
        suppressed_by=pl.lit("unlikely_call"),
        reason=pl.lit("the silence has likelier explanations than a call"),
        inputs=pl.lit(None, dtype=pl.List(pl.Int64)),
    )
