"""Calls at ports: those seen, with earliest and latest times, and those that fit a silence.

A call seen at a berth of the DPRK is a finding like any silence: since 2021 many ships go there
with AIS on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.berths import Berths, berth_of
from coalface.vessels.geodesy import haversine_m
from coalface.vessels.inferred_visits import find_inferred_visits
from coalface.vessels.legs import Legs, make_legs
from coalface.vessels.meeting_settings import PortVisitSettings
from coalface.vessels.stops import find_stops

__all__ = ["PortVisitsFound", "find_port_visits"]

Floats = NDArray[np.float64]

MAX_LEG_H = 1.0
STILL_KN = 0.25  # a moored ship that was silent for hours is where it was, but for noise
MAX_LEG_KN = 60.0
BASE_ODDS = 1.2  # log odds of a call for a stop of an hour in the middle of a berth; ours
PER_LOG_H = 0.8  # more for each e-fold of its length; ours
CHANGE = 0.25  # each threshold is moved by this share
MAX_INPUTS = 24  # rows named at most beside those that decide: came, stopped, left
SEEN_OTHERWISE = "waiting or passing slowly"
UNSEEN_OTHERWISE = "no call: slow passage or waiting at sea"
AT_EDGE = 2.0  # less at the edge of the place than in its middle; ours


@dataclass(frozen=True, slots=True)
class PortVisitsFound:
    """Calls with what they rest on.

    Attributes:
        events: Table `port_visits` without `evidence_id`, by arrival and ship.
        evidence: One mapping an event, in the same order.
        suppressed: Table `suppressed`.
    """

    events: pl.DataFrame
    evidence: list[dict[str, object]]
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
    legs = make_legs(
        positions,
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
    events = _events(both, _segments(positions, legs))
    return PortVisitsFound(
        events, list(_evidence(both, legs, settings)), _suppressed(guessed.filter(~is_likely))
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


def _segments(positions: pl.DataFrame, legs: Legs) -> pl.DataFrame:
    """Give the segment of each track, by the row of its first fix."""
    rows = legs.row[legs.starts[:-1]] if len(legs.row) else legs.row
    named = "segment_id" in positions.columns
    firsts = pl.Series(rows, dtype=pl.Int64).implode()
    positions = positions.filter(pl.col("row").is_in(firsts))
    known = positions.select("row", "segment_id") if named else positions.select(
        "row", segment_id=pl.lit(None, dtype=pl.String)
    )  # fmt: skip
    tracks = pl.DataFrame({"row": rows}).with_row_index("track")
    found = tracks.join(known, on="row", how="left", maintain_order="left")
    return found.select(pl.col("track").cast(pl.Int64), "segment_id")


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


def _evidence(
    visits: pl.DataFrame, legs: Legs, settings: PortVisitSettings
) -> Iterator[dict[str, object]]:
    for visit in visits.iter_rows(named=True):
        p, is_seen = float(visit["p"]), visit["kind"] == "observed"
        other = SEEN_OTHERWISE if is_seen else UNSEEN_OTHERWISE
        against = [] if is_seen else ["Nobody saw the ship in port."]
        if visit["country"] == "KP" and is_seen:
            against.append("The ship sent AIS openly during this call.")
        hours = (visit["ends_s"] - visit["starts_s"]) / 3600
        least_h = settings.min_stop_h if is_seen else settings.min_gap_h
        yield {
            "inputs": _inputs(visit, legs, is_seen=is_seen),
            "alternatives": [
                {"cause": "call", "p": round(p, 6)},
                *(visit.get("other_ports") or []),
                {"cause": other, "p": round(max(1 - p - _other_p(visit), 0.0), 6)},
            ],
            "counter_evidence": against,
            "sensitivity": {
                "longer_by_quarter": hours >= least_h * (1 + CHANGE),
                "nearer_by_quarter": (visit.get("berth_share") or 0.0) <= 1 - CHANGE,
            },
            "hours": round(hours, 6),
            "berth_share": visit.get("berth_share"),
            "slack_h": visit.get("slack_h"),
            "draught_change_m": visit.get("draught_change_m"),
        }


def _inputs(visit: dict[str, Any], legs: Legs, *, is_seen: bool) -> list[int]:
    """Give the rows of a call, those that bound it and its stay in; or a silence's ends.

    Between them lie fixes of one ship lying still: every n-th stands for the others.
    """
    a, b = int(visit["from_fix"]), int(visit["to_fix"])
    if not is_seen:
        return sorted({int(legs.row[a]), int(legs.row[b])})
    first, last = int(visit["first_fix"]), int(visit["last_fix"])
    n = min(last - first + 1, MAX_INPUTS)
    picked = {a, b, *np.linspace(first, last, n).round().astype(np.int64).tolist()}
    return sorted(legs.row[list(picked)].tolist())


def _other_p(visit: dict[str, object]) -> float:
    others = visit.get("other_ports")
    return sum(float(o["p"]) for o in others) if isinstance(others, list) else 0.0


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
