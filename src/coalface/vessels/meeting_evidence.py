"""What a meeting rests on: rows, terms, other readings, what speaks against it, how firm it is."""

from collections.abc import Iterator
from math import exp

import numpy as np
import polars as pl

from coalface.vessels.innocent import USUAL_NEIGHBOUR, WAITING
from coalface.vessels.legs import Legs
from coalface.vessels.meeting_scores import TERMS
from coalface.vessels.meeting_settings import MeetingSettings

__all__ = ["evidence_of", "suppressed_rows"]

REASONS = {
    "under_way_together": "both went faster than a meeting allows: convoy, tow or pair trawling",
    "passing": "one moved past the other",
    "usual_at_this_place": "close pairs are usual at this place",
    "others_wait_here": "ships often lie here",
}
CHANGE = 0.25  # each threshold is moved by this share, up and down
MAX_INPUTS = 500  # rows named at most; beyond, every n-th of them, first and last in
COMMON = 0.05  # a background above this is called usual in words


def evidence_of(
    kept: pl.DataFrame, legs: Legs, *, settings: MeetingSettings
) -> Iterator[dict[str, object]]:
    """Give for each event its evidence.

    Args:
        kept: Meetings and slow spells that were kept.
        legs: The tracks.
        settings: Thresholds, for the sensitivity.

    Yields:
        One mapping an event.
    """
    for event in kept.iter_rows(named=True):
        terms = {t: round(float(event[f"log_{t}"] or 0.0), 6) for t in TERMS}
        yield {
            "inputs": _inputs(legs, event),
            "parameters": {"tiers": [list(tier) for tier in settings.tiers]},
            "alternatives": _alternatives(event),
            "counter_evidence": _against(event),
            "sensitivity": _sensitivity(event, settings),
            "log_odds": terms,
            "candidates": event.get("candidates") or [],
            **{name: event[name] for name in _measures(event)},
        }


def suppressed_rows(rejected: pl.DataFrame) -> pl.DataFrame:
    """Give table `suppressed` for meetings that were set aside."""
    starts, ends = (
        pl.from_epoch(
            (pl.col(f"{end}_s") * 1e6).round().cast(pl.Int64), time_unit="us"
        ).dt.replace_time_zone("UTC")
        for end in ("starts", "ends")
    )
    table = rejected.select(
        mmsi="mmsi_1",
        mmsi_2=pl.col("mmsi_2").cast(pl.Int64),
        kind=pl.lit("encounter"),
        starts_at=starts,
        ends_at=ends,
        lat_deg="lat_deg",
        lon_deg="lon_deg",
        suppressed_by="suppressed_by",
        reason=pl.col("suppressed_by").replace_strict(REASONS, return_dtype=pl.String),
        inputs=pl.lit(None, dtype=pl.List(pl.Int64)),
    )
    order = ["kind", "mmsi", "mmsi_2", "starts_at", "ends_at", "lat_deg", "lon_deg"]
    return table.select(*order, "suppressed_by", "reason", "inputs").unique(
        ["kind", "mmsi", "mmsi_2", "starts_at", "suppressed_by"], keep="first", maintain_order=True
    )


def _inputs(legs: Legs, event: dict[str, object]) -> list[int]:
    rows: list[int] = []
    for name in ("first", "second"):
        track = event.get(name)
        if not isinstance(track, int):
            continue
        low, high = legs.starts[track], legs.starts[track + 1]
        times = legs.at[low:high]
        a = int(np.searchsorted(times, float(str(event["starts_s"])), side="right")) - 1
        b = int(np.searchsorted(times, float(str(event["ends_s"])), side="left")) + 1
        rows += legs.row[low + max(a, 0) : low + b].tolist()
    if len(rows) <= MAX_INPUTS:
        return sorted(rows)
    picked = np.linspace(0, len(rows) - 1, MAX_INPUTS).round().astype(int)
    return sorted(rows[k] for k in picked)


def _measures(event: dict[str, object]) -> list[str]:
    wanted = (
        "least_m",
        "spread_m",
        "distance_sd_m",
        "hull_gap_m",
        "median_relative_kn",
        "bearing_stability",
        "moved_m",
        "n_fixes_1",
        "n_fixes_2",
        "n_stops_near",
        "n_pairs_near",
        "apart_min",
    )
    return [name for name in wanted if event.get(name) is not None]


def _alternatives(event: dict[str, object]) -> list[dict[str, object]]:
    score, usual = float(str(event["score"])), float(str(event["background"]))
    rest = 1.0 - score
    if event["mmsi_2"] == 0:
        names = (WAITING, "a ship that was not heard")
    else:
        names = (USUAL_NEIGHBOUR, "an unusual meeting")
    share = min(max(usual * 10, 0.3), 0.95)
    return [
        {"cause": names[1], "p": round(score, 6)},
        {"cause": names[0], "p": round(rest * share, 6)},
        {"cause": "unknown", "p": round(rest * (1 - share), 6)},
    ]


def _against(event: dict[str, object]) -> list[str]:
    said = []
    stops, pairs = (int(float(str(event.get(f"n_{n}_near") or 0))) for n in ("stops", "pairs"))
    if stops == pairs == 0:
        said.append("No other stop was seen about this place: what is usual there is not known.")
    elif float(str(event["background"])) > COMMON:
        said.append(f"{stops} other stops were seen about this place.")
    share = float(str(event["interpolated_s"])) / max(float(str(event["near_s"])), 1.0)
    if share > 0:
        said.append(f"{share:.0%} of the time lies between fixes far apart.")
    if event.get("is_craft"):
        said.append("One of the two is a craft that lies alongside others by trade.")
    if event.get("hull_gap_m") and float(str(event["hull_gap_m"])) > 0:
        said.append(f"The hulls need not have been nearer than {event['hull_gap_m']:.0f} m.")
    return said


def _sensitivity(event: dict[str, object], settings: MeetingSettings) -> dict[str, object]:
    """Say whether the finding stands if thresholds move, and if background or prior is doubled."""
    near_h = float(str(event["near_s"])) / 3600
    if event["mmsi_2"] == 0:
        lasts = near_h >= settings.loiter_h * (1 + CHANGE)
        return {"longer_by_quarter": lasts}
    tiers = settings.tiers
    median = float(str(event["median_m"]))
    n_fixes = min(float(str(event[f"n_fixes_{side}"])) for side in (1, 2))
    odds = sum(float(str(event[f"log_{t}"] or 0.0)) for t in TERMS)
    return {
        "longer_by_quarter": any(near_h >= h * (1 + CHANGE) for _, h in tiers),
        "nearer_by_quarter": any(median <= m * (1 - CHANGE) for m, _ in tiers),
        "one_fix_less": n_fixes > settings.min_fixes,
        "score_if_prior_halved": round(1 / (1 + 2 * exp(-odds)), 6),
    }
