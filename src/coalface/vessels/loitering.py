"""Slow spells beside nobody seen, with the silent ships that could have been there, ranked."""

from itertools import pairwise
from math import asin, sqrt

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.geodesy import EARTH_RADIUS_M, KN_TO_M_PER_S, unit_vectors
from coalface.vessels.legs import Legs
from coalface.vessels.meeting_scores import CRAFT_TYPES, TERMS, usual_stops
from coalface.vessels.meeting_settings import MeetingSettings
from coalface.vessels.searching import first_not_below

__all__ = ["find_loitering", "silent_spans"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FISHING = 30  # ship type, ITU-R M.1371
FISHING_ODDS = 0.1  # fishing boats lie and drift by trade; ours
CANDIDATE_ODDS = 4.0  # odds if a silent ship could have been there for the whole spell; ours
DRIFT_ODDS = 2.0  # odds if it drifted rather than lay at anchor; ours
DRIFT_KN = 0.15
USUAL_STOPS = 5.0  # so many other stops about a place, or days of one, make it usual; ours
LONGEST_SILENCE_S = 14 * 86400.0
CANDIDATES = pl.List(
    pl.Struct(
        {"mmsi": pl.Int64, "last_row": pl.Int64, "next_row": pl.Int64, "hours_there": pl.Float64}
    )
)
CLASSES_S = (7200.0, 14400.0, 28800.0, 57600.0, 115200.0, 230400.0, 460800.0, LONGEST_SILENCE_S)


def find_loitering(
    legs: Legs,
    stops: pl.DataFrame,
    meetings: pl.DataFrame,
    ships: pl.DataFrame,
    *,
    settings: MeetingSettings,
    span_h: float,
) -> pl.DataFrame:
    """Find slow spells away from usual places, in which no other ship was near.

    Most of them are waiting, fishing or repair. The score stays low unless the place is unusual
    and a silent ship could have come.

    Args:
        legs: The tracks.
        stops: Of all ships, from `find_stops`.
        meetings: Two-sided ones; spells they cover are left out.
        ships: Types and lengths.
        settings: Times, speeds and odds.
        span_h: Hours that the data cover.

    Returns:
        Rows as of `find_meetings`, with `mmsi_2` 0 and `candidates` (a list of structs).
    """
    spells = stops.filter((pl.col("ends_s") - pl.col("starts_s")) >= settings.loiter_h * 3600)
    spells = _not_met(spells, meetings).sort("starts_s", "mmsi", "track")
    places = spells.select("lat_deg", "lon_deg").to_numpy()
    n, lying = usual_stops(stops, places, radius_m=settings.place_m, span_h=span_h)
    hours = ((spells["ends_s"] - spells["starts_s"]) / 3600).to_numpy()
    others = np.maximum(n - 1.0, 0.0)
    usual = np.clip(
        np.maximum(others, np.maximum(lying * span_h - hours, 0.0) / 24.0) / USUAL_STOPS,
        settings.chance_floor,
        None,
    )
    spells = spells.with_columns(n_stops_near=others, background=np.minimum(usual, 1.0))
    spells = spells.join(
        ships.select("mmsi", "ship_type"), on="mmsi", how="left", maintain_order="left"
    )
    none = pl.lit(None, dtype=CANDIDATES)
    bare = _scored(
        spells.with_columns(candidates=none, n_candidates=pl.lit(0, dtype=pl.Int64)), settings
    )
    odds = pl.col("score") / (1.0 - pl.col("score")) * CANDIDATE_ODDS
    may_matter = bare.select(odds / (1.0 + odds) >= settings.loiter_min_score).to_series()
    likely = _with_candidates(spells.filter(may_matter), silent_spans(legs), legs, settings)
    return pl.concat([_scored(likely, settings), bare.filter(~may_matter)])


def silent_spans(legs: Legs) -> Ints:
    """Give the fixes after which a track was silent for two hours up to two weeks."""
    dt = np.diff(legs.at)
    same = np.diff(legs.track) == 0
    return np.flatnonzero(same & (dt >= CLASSES_S[0]) & (dt <= LONGEST_SILENCE_S))


def _not_met(spells: pl.DataFrame, meetings: pl.DataFrame) -> pl.DataFrame:
    """Leave out spells of which half or more was spent beside a ship that was seen."""
    sides = [
        meetings.select("starts_s", "ends_s", track=side).rename(
            {"starts_s": "met_from", "ends_s": "met_until"}
        )
        for side in ("first", "second")
    ]
    spells = spells.with_row_index("spell")
    met = spells.select("spell", "track", "starts_s", "ends_s").join(pl.concat(sides), on="track")
    shared = pl.min_horizontal("ends_s", "met_until") - pl.max_horizontal("starts_s", "met_from")
    half = (pl.col("ends_s") - pl.col("starts_s")) / 2
    covered = met.filter(shared >= half).select("spell").unique()
    return spells.join(covered, on="spell", how="anti", maintain_order="left").drop("spell")


def _with_candidates(
    spells: pl.DataFrame, silent: Ints, legs: Legs, settings: MeetingSettings
) -> pl.DataFrame:
    """List silent ships that could have come from their last fix and reached their next one.

    Silences are taken by length, so that only those about the time of a spell are looked at.
    """
    speed = settings.candidate_kn * KN_TO_M_PER_S
    dt = legs.at[silent + 1] - legs.at[silent] if len(silent) else np.empty(0)
    xyz = unit_vectors(spells["lat_deg"].to_numpy(), spells["lon_deg"].to_numpy())
    times = np.column_stack([spells["starts_s"].to_numpy(), spells["ends_s"].to_numpy()])
    ships = spells["mmsi"].to_numpy()
    best_fix = np.full((len(spells), settings.max_candidates), -1, dtype=np.int64)
    best_s = np.zeros(best_fix.shape)
    count = np.zeros(len(spells), dtype=np.int64)
    for low, high in pairwise(CLASSES_S):
        fixes = silent[(dt >= low) & (dt < high)]
        fixes = fixes[np.lexsort((legs.row[fixes], legs.at[fixes]))]
        owner = legs.mmsi[legs.track[fixes]]
        silences = (fixes, owner, legs.at[fixes], high)
        found = (best_fix, best_s, count)
        _rank(times, xyz, ships, silences, (legs.at, legs.xyz), speed, found)
    listed = [
        [
            {
                "mmsi": int(legs.mmsi[legs.track[k]]),
                "last_row": int(legs.row[k]),
                "next_row": int(legs.row[k + 1]),
                "hours_there": round(float(seconds) / 3600, 3),
            }
            for k, seconds in zip(fixes, spare, strict=True)
            if k >= 0
        ]
        for fixes, spare in zip(best_fix, best_s, strict=True)
    ]
    return spells.with_columns(
        pl.Series("candidates", listed, dtype=CANDIDATES), n_candidates=pl.Series(count)
    )


@numba.njit(cache=True, nogil=True)
def _rank(
    times: Floats,
    xyz: Floats,
    ships: Ints,
    silences: tuple[Ints, Ints, Floats, float],
    fixes: tuple[Floats, Floats],
    speed: float,
    found: tuple[Ints, Floats, Ints],
) -> None:
    """Keep for each spell the silences that leave most time there; ties stay in order of time."""
    fix, owner, since, longest = silences
    at, places = fixes
    best_fix, best_s, count = found
    for s in range(len(times)):
        starts, ends = times[s]
        least = min(3600.0, (ends - starts) / 2)
        k = first_not_below(since, starts - longest, 0, len(since))
        while k < len(fix) and since[k] < ends:
            come = since[k] + _way_m(places[fix[k]], xyz[s]) / speed
            go = at[fix[k] + 1] - _way_m(places[fix[k] + 1], xyz[s]) / speed
            there = min(go, ends) - max(come, starts)
            if there >= least and owner[k] != ships[s]:
                count[s] += 1
                place = best_fix.shape[1]
                while place > 0 and (best_fix[s, place - 1] < 0 or there > best_s[s, place - 1]):
                    place -= 1
                for m in range(best_fix.shape[1] - 1, place, -1):
                    best_fix[s, m], best_s[s, m] = best_fix[s, m - 1], best_s[s, m - 1]
                if place < best_fix.shape[1]:
                    best_fix[s, place], best_s[s, place] = fix[k], there
            k += 1


@numba.njit(cache=True, nogil=True)
def _way_m(a: Floats, b: Floats) -> float:
    chord = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(sqrt(chord) / 2, 1.0))


def _scored(spells: pl.DataFrame, settings: MeetingSettings) -> pl.DataFrame:
    hours = (pl.col("ends_s") - pl.col("starts_s")) / 3600
    drift_kn = pl.col("moved_m") / 1852 / hours
    share = pl.col("candidates").list.first().struct.field("hours_there") / hours
    is_fishing = (pl.col("ship_type") == FISHING).fill_null(value=False)
    is_craft = pl.col("ship_type").is_in(CRAFT_TYPES).fill_null(value=False)
    terms = {
        "prior": pl.lit(settings.loiter_prior_odds).log(),
        "closeness": share.fill_null(0.0) * np.log(CANDIDATE_ODDS),
        "background": (-pl.col("background").log()).clip(-3.0, 3.5),
        "together": pl.when(drift_kn > DRIFT_KN).then(np.log(DRIFT_ODDS)).otherwise(0.0),
        "parting": pl.lit(0.0),
        "steadiness": pl.lit(0.0),
        "craft": pl.when(is_craft)
        .then(np.log(settings.craft_odds))
        .when(is_fishing)
        .then(np.log(FISHING_ODDS))
        .otherwise(0.0),
    }
    terms["companions"] = pl.lit(0.0)
    scored = spells.with_columns(**{f"log_{name}": term for name, term in terms.items()})
    odds = pl.sum_horizontal(f"log_{name}" for name in TERMS)
    scored = scored.with_columns(score=1.0 / (1.0 + (-odds).exp()))
    is_usual = pl.col("score") < settings.loiter_min_score
    return scored.select(
        pl.col("track").alias("first"),
        pl.lit(None, dtype=pl.Int64).alias("second"),
        pl.col("mmsi").alias("mmsi_1"),
        pl.lit(0, dtype=pl.Int64).alias("mmsi_2"),
        pl.lit("one_sided").alias("kind"),
        "starts_s",
        "ends_s",
        "lat_deg",
        "lon_deg",
        "moved_m",
        "n_stops_near",
        "background",
        "score",
        "candidates",
        "n_candidates",
        *(f"log_{name}" for name in TERMS),
        (pl.col("ends_s") - pl.col("starts_s")).alias("near_s"),
        (pl.col("ends_s") - pl.col("starts_s") - pl.col("slow_s")).alias("interpolated_s"),
        (pl.col("moved_m") / 1852 / hours).alias("median_speed_1_kn"),
        (pl.col("moved_m") / 1852 / hours).alias("median_speed_2_kn"),
        pl.when(is_usual).then(pl.lit("others_wait_here")).alias("suppressed_by"),
    )
