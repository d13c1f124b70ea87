"""How unusual a close pair is: odds against the background of its place, learned from the data.

The background is what other ships do there: how many lie within a stone's throw at any time, and
how many of those who stop have a close neighbour. At a quay or on a road that is common, and a
close pair says little; in open water it is not. No mask of ports is used.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.counting import count_near
from coalface.vessels.geodesy import haversine_m_expr
from coalface.vessels.meeting_settings import MeetingSettings
from coalface.vessels.proximity import sum_near

__all__ = ["TERMS", "background_of", "score_meetings", "usual_stops"]

Floats = NDArray[np.float64]

#: Terms of the score, as natural logarithms of odds; they add up to it.
TERMS = (
    "prior",
    "closeness",
    "background",
    "together",
    "parting",
    "steadiness",
    "craft",
    "companions",
)
CRAFT_TYPES = (31, 32, 50, 52, 53, 54)  # towing, pilot, tug, tender, anti-pollution: ITU-R M.1371
GRAIN_DEG = 1 / 2048  # 54 m of latitude
SCALE_M = 60.0  # beyond reach, likeness falls by e with each of these; ours
NOISE_KN = 0.06  # speed from fix to fix of a ship that lies still; position noise over 6 minutes
TOGETHER = (0.15, 15.0)  # odds of moving as one: least and most that this term may say; ours
PARTED = (0.3, 3.0)  # odds if they part at different times, or leave together; ours
COMPANIONS = 0.1  # odds if the two also sail together: pair trawlers, a tow, a convoy; ours
UNSTEADY_M = 60.0  # range of distance at which steadiness speaks neither way; ours


def usual_stops(
    stops: pl.DataFrame, wanted: Floats, *, radius_m: float, span_h: float
) -> tuple[Floats, Floats]:
    """Count the stops of all ships about places, and the ships that lie there at a time.

    Args:
        stops: From `find_stops`.
        wanted: Latitude and longitude, `(place, 2)`.
        radius_m: How far around.
        span_h: Hours that the data cover.

    Returns:
        Number of stops; mean number of ships lying there.
    """
    hours = (pl.col("ends_s") - pl.col("starts_s")).sum() / 3600
    grains = [_grain(pl.col(name)) for name in ("lat_deg", "lon_deg")]
    cells = (
        stops.group_by(grains, maintain_order=True)
        .agg(n=pl.len(), hours=hours)
        .sort("lat_deg", "lon_deg")
    )
    asked = pl.DataFrame(wanted, schema=["lat_deg", "lon_deg"]).select(grains)
    once = asked.unique(maintain_order=True).sort("lat_deg", "lon_deg")
    places = cells.select("lat_deg", "lon_deg").to_numpy()
    weights = cells.select(pl.col("n").cast(pl.Float64), "hours").to_numpy()
    sums = sum_near(places, weights, once.to_numpy(), radius_m=radius_m)
    table = once.with_columns(n=sums[:, 0], lying=sums[:, 1] / max(span_h, 1.0))
    found = asked.join(table, on=["lat_deg", "lon_deg"], how="left", maintain_order="left")
    return found["n"].to_numpy(), found["lying"].to_numpy()


def _grain(column: pl.Expr) -> pl.Expr:
    """Round a coordinate to some 50 m, so that ships at one berth are one place."""
    return ((column / GRAIN_DEG).round() * GRAIN_DEG).alias(column.meta.output_name())


def background_of(
    meetings: pl.DataFrame, stops: pl.DataFrame, *, settings: MeetingSettings, span_h: float
) -> pl.DataFrame:
    """Estimate for each close pair the chance that a ship stopping there has such a neighbour.

    Asked where the pair met, where it parted and in the middle; the most usual of these counts.
    The pair's own two stops and all its own meetings are taken out.

    Args:
        meetings: From `measure_pairs`.
        stops: Of all ships, from `find_stops`.
        settings: Place, neighbour and their weights.
        span_h: Hours that the data cover.

    Returns:
        The meetings with `n_stops_near`, `n_pairs_near` and `background` (0 to 1).
    """
    pairs = meetings.filter(pl.col("median_m") < settings.neighbour_m)
    hours = (meetings["near_s"] / 3600).to_numpy()
    near = np.maximum(meetings["median_m"].to_numpy(), 50.0)
    best = np.full(len(meetings), -1.0)
    counts = np.zeros((len(meetings), 2))
    for end in ("start_", "", "end_"):
        places = meetings.select(f"{end}lat_deg", f"{end}lon_deg").to_numpy()
        here = pairs.select(f"{end}lat_deg", f"{end}lon_deg").to_numpy()
        n_pairs = count_near(here, places, radius_m=2 * settings.place_m)
        own = _own_meetings(meetings, pairs, end, radius_m=2 * settings.place_m)
        others = np.maximum(n_pairs - own, 0.0)
        chance, n_stops = _chance(stops, places, hours, near, settings=settings, span_h=span_h)
        share = (2 * others + settings.prior_stops * chance) / (n_stops + settings.prior_stops)
        usual = np.clip(np.maximum(share, chance), settings.chance_floor, 1.0)
        is_more = usual > best
        best = np.where(is_more, usual, best)
        counts[is_more] = np.column_stack([n_stops, others])[is_more]
    return meetings.with_columns(
        background=best, n_stops_near=counts[:, 0], n_pairs_near=counts[:, 1]
    )


def _own_meetings(
    meetings: pl.DataFrame, pairs: pl.DataFrame, end: str, *, radius_m: float
) -> Floats:
    """Count the meetings of the same two ships about the place of each."""
    place = [f"{end}lat_deg", f"{end}lon_deg"]
    ships = ["mmsi_1", "mmsi_2"]
    left = meetings.select(*ships, *place).with_row_index("meeting")
    both = left.join(pairs.select(*ships, *place), on=ships, suffix="_there", maintain_order="left")
    there = [pl.col(f"{name}_there") for name in place]
    near = both.filter(haversine_m_expr(*(pl.col(name) for name in place), *there) <= radius_m)
    counts = np.zeros(len(meetings))
    found = near.group_by("meeting", maintain_order=True).len()
    counts[found["meeting"].to_numpy()] = found["len"].to_numpy()
    return counts


def _chance(
    stops: pl.DataFrame,
    places: Floats,
    hours: Floats,
    near_m: Floats,
    *,
    settings: MeetingSettings,
    span_h: float,
) -> tuple[Floats, Floats]:
    """Give the chance of a neighbour by the density of ships alone, and the stops of the place."""
    n, lying = usual_stops(stops, places, radius_m=settings.place_m, span_h=span_h)
    others = np.maximum(n - 2.0, 0.0)
    lying = np.maximum(lying - 2.0 * hours / max(span_h, 1.0), 0.0)
    expected = lying + others * hours / max(span_h, 1.0)
    chance = 1.0 - np.exp(-expected * (near_m / settings.place_m) ** 2)
    wide, _ = usual_stops(stops, places, radius_m=2 * settings.place_m, span_h=span_h)
    return chance, np.maximum(wide - 2.0, 0.0)


def score_meetings(meetings: pl.DataFrame, *, settings: MeetingSettings) -> pl.DataFrame:
    """Turn what was measured into a probability, term by term.

    The score says how likely a close pair is none of the usual ones of its place; it does not say
    that anything was handed over.

    Args:
        meetings: From `background_of`, with `reach_m`, `is_craft`, `are_companions` and
            `apart_min` (how far apart in time the two left).
        settings: Odds of each term.

    Returns:
        The meetings with a column `log_TERM` for each of `TERMS`, and `score`.
    """
    beyond = (pl.col("median_m") - pl.col("reach_m")).clip(lower_bound=0.0)
    speed = pl.min_horizontal("median_speed_1_kn", "median_speed_2_kn")
    noise = pl.max_horizontal(pl.col("median_relative_kn"), pl.lit(NOISE_KN))
    as_one = (speed / (noise + settings.together_kn)).pow(1.5).clip(*TOGETHER)
    is_apart = pl.col("apart_min") > settings.parting_min
    parting = pl.when(pl.col("apart_min").is_null()).then(1.0)
    terms = {
        "prior": pl.lit(settings.prior_odds).log(),
        "closeness": -beyond / SCALE_M,
        "background": -pl.col("background").log(),
        "together": as_one.log(),
        "parting": parting.when(is_apart).then(PARTED[0]).otherwise(PARTED[1]).log(),
        "steadiness": (-(pl.col("spread_m") / UNSTEADY_M - 1.0)).clip(-3.0, 0.7),
        "craft": pl.when("is_craft").then(settings.craft_odds).otherwise(1.0).log(),
        "companions": pl.when("are_companions").then(COMPANIONS).otherwise(1.0).log(),
    }
    scored = meetings.with_columns(**{f"log_{name}": term for name, term in terms.items()})
    log_odds = pl.sum_horizontal(f"log_{name}" for name in TERMS)
    return scored.with_columns(score=1.0 / (1.0 + (-log_odds).exp()))
