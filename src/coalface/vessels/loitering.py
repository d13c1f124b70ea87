"""Slow spells beside nobody seen, with the silent ships that could have been there, ranked."""

from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from coalface.vessels.geodesy import EARTH_RADIUS_M, KN_TO_M_PER_S
from coalface.vessels.legs import Legs
from coalface.vessels.meeting_scores import CRAFT_TYPES, TERMS, usual_stops
from coalface.vessels.meeting_settings import MeetingSettings

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
    spells = _with_candidates(spells, silent_spans(legs), legs, settings)
    return _scored(spells, settings)


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
    """List silent ships that could have come from their last fix and reached their next one."""
    speed = settings.candidate_kn * KN_TO_M_PER_S
    found = [
        _of_class(spells, silent, legs, speed, (low, high)) for low, high in pairwise(CLASSES_S)
    ]
    spell, fix, spare = (np.concatenate(column) for column in zip(*found, strict=True))
    hours = spare / 3600
    table = pl.DataFrame(
        {
            "spell": spell,
            "mmsi": legs.mmsi[legs.track[fix]],
            "last_row": legs.row[fix],
            "next_row": legs.row[np.minimum(fix + 1, len(legs.row) - 1)],
            "hours_there": np.round(hours, 3),
        }
    ).sort("spell", "hours_there", "mmsi", "last_row", descending=[False, True, False, False])
    top = table.group_by("spell", maintain_order=True).head(settings.max_candidates)
    fields = ["mmsi", "last_row", "next_row", "hours_there"]
    listed = top.group_by("spell", maintain_order=True).agg(candidates=pl.struct(fields))
    counts = table.group_by("spell").agg(n_candidates=pl.len())
    spells = spells.with_columns(spell=pl.int_range(pl.len(), dtype=pl.Int64))
    for part in (listed, counts):
        part = part.with_columns(pl.col("spell").cast(pl.Int64))  # noqa: PLW2901
        spells = spells.join(part, on="spell", how="left", maintain_order="left")
    return spells.with_columns(pl.col("n_candidates").fill_null(0)).drop("spell")


def _of_class(
    spells: pl.DataFrame, silent: Ints, legs: Legs, speed: float, limits: tuple[float, float]
) -> tuple[Ints, Ints, Floats]:
    """Search silences of about one length: near enough in place, then exact in time."""
    dt = legs.at[silent + 1] - legs.at[silent] if len(silent) else np.empty(0)
    fixes = silent[(dt >= limits[0]) & (dt < limits[1])]
    none = np.empty(0, np.int64)
    if len(fixes) == 0 or spells.is_empty():
        return none, none, np.empty(0)
    xyz = _vectors(spells)
    middle = (legs.xyz[fixes] + legs.xyz[fixes + 1]) / 2
    reach = speed * limits[1] / 2 / EARTH_RADIUS_M
    near = cKDTree(xyz).query_ball_tree(cKDTree(middle), min(reach, 2.0))
    counts = np.array([len(n) for n in near])
    spell = np.repeat(np.arange(len(xyz)), counts)
    fix = fixes[np.array([k for n in near for k in n], dtype=np.int64)]
    come = _way(legs.xyz[fix], xyz[spell]) / speed + legs.at[fix]
    go = legs.at[fix + 1] - _way(legs.xyz[fix + 1], xyz[spell]) / speed
    starts, ends = spells["starts_s"].to_numpy()[spell], spells["ends_s"].to_numpy()[spell]
    there = np.minimum(go, ends) - np.maximum(come, starts)
    other = legs.mmsi[legs.track[fix]] != spells["mmsi"].to_numpy()[spell]
    is_long = (there >= np.minimum(3600.0, (ends - starts) / 2)) & other
    return spell[is_long], fix[is_long], there[is_long]


def _vectors(spells: pl.DataFrame) -> Floats:
    lat, lon = (np.radians(spells[name].to_numpy()) for name in ("lat_deg", "lon_deg"))
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _way(a: Floats, b: Floats) -> Floats:
    chord = np.linalg.norm(a - b, axis=1)
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.minimum(chord / 2, 1.0)))


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
