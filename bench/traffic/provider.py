"""Layer (d): what a customer gets: one message a ship and slot; late, twice or wrong at times."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from bench.traffic.diaries import ANCHORED, FISHING, FIXED, MOORED
from bench.traffic.slots import Slots, fixes_at, uniform
from bench.traffic.spec import EPOCH, Array
from bench.traffic.transmission import Policy, falsify, number_at
from bench.traffic.truth import Truth

__all__ = ["SOURCE_ID", "Heard", "as_positions", "hear", "heard_if_on"]

SOURCE_ID = "synthetic-yellow-sea"
SHORE, SATELLITE, LONG_RANGE = 0, 1, 2
RECEIVERS = ("terrestrial", "satellite", "satellite")
ARRIVAL_S = (20.0, 2400.0, 2400.0)  # mean delay


@dataclass(frozen=True)
class Heard:
    """Messages that got through, ordered by hull and time. `slot` counts the block's slots."""

    hull: Array
    slot: Array
    t: Array
    via: Array
    mmsi: Array
    fix: dict[str, Array]
    is_false: Array


def draws(truth: Truth, slots: Slots, k: int) -> Array:
    key = slots.hull.astype(np.uint64) * np.uint64(1 << 32) + (slots.t / slots.width_s).astype(
        np.uint64
    )
    return uniform(key, truth.spec.seed * 31 + k)


def heard_if_on(truth: Truth, slots: Slots) -> Array:
    """True where a message would get through, were the set on."""
    return draws(truth, slots, 100) >= np.exp(slots.log_miss)


def hear(truth: Truth, policy: Policy, slots: Slots, on: Array) -> Heard:
    """Draw what gets through: by which way, and which message of the schedule it is."""
    index = np.flatnonzero(heard_if_on(truth, slots) & on)
    part = take(slots, index)
    miss = np.stack([part.log_miss_shore, part.log_miss_satellite, part.log_miss_long])
    share = np.cumsum(miss / miss.sum(axis=0), axis=0)
    u = draws(truth, part, 101)
    via = (u > share[0]).astype(np.int8) + (u > share[1])
    n = np.maximum(1.0, np.floor(part.width_s / part.interval_s))
    one = np.where(via == SHORE, np.minimum(part.log_miss_one, -1e-9), -1e-9)
    u = draws(truth, part, 102)
    first = np.log1p(-u * -np.expm1(n * one)) / one  # geometric, cut at n
    t = np.round(part.t + np.floor(np.clip(first, 0, n - 1)) * part.interval_s)
    fix = fixes_at(truth, part.hull, t) if len(t) else {}
    is_false = falsify(truth, policy, part.hull, t, fix) if len(t) else np.zeros(0, dtype=bool)
    mmsi = number_at(truth, policy, part.hull, t)
    return Heard(part.hull, index, t, via, mmsi, fix, is_false)


def take(slots: Slots, index: Array) -> Slots:
    return Slots(
        slots.hull[index],
        slots.t[index],
        slots.width_s,
        slots.interval_s[index],
        slots.log_miss_shore[index],
        slots.log_miss_one[index],
        slots.log_miss_satellite[index],
        slots.log_miss_long[index],
    )


def as_positions(
    truth: Truth, policy: Policy, heard: Heard, rng: np.random.Generator
) -> pl.DataFrame:
    """The rows of table `positions` (without `row`), in order of arrival."""
    columns, is_b = report(truth, policy, heard, rng)
    n = len(heard.t)
    arrival = heard.t + rng.exponential(1.0, n) * np.choose(heard.via, ARRIVAL_S)
    late = rng.random(n) < 0.001
    arrival += late * rng.exponential(6 * 3600.0, n)
    frame = pl.DataFrame(
        {
            "mmsi": heard.mmsi,
            "sent_at": EPOCH + (heard.t * 1e6).astype("timedelta64[us]"),
            **columns,
            "transponder_class": np.where(is_b, "B", "A"),
            "receiver": np.array(RECEIVERS)[heard.via],
            "hull": heard.hull,
            "arrival": arrival,
            "is_false": heard.is_false,
        }
    ).with_columns(
        pl.col("sent_at").dt.replace_time_zone("UTC"),
        source_id=pl.lit(SOURCE_ID),
    )
    frame = blank(frame, heard, rng)
    again = frame.filter(pl.Series(rng.random(n) < truth.world["duplicate_share"]))
    shift = pl.Series("shift", rng.choice([0, 0, 1, 2], len(again)))
    again = again.with_columns(
        sent_at=pl.col("sent_at") + pl.duration(seconds=pl.lit(shift)),
        arrival=pl.col("arrival") + 60,
    )
    return pl.concat([frame, again]).sort("arrival", "hull", "sent_at", maintain_order=True)


def report(
    truth: Truth, policy: Policy, heard: Heard, rng: np.random.Generator
) -> tuple[dict[str, Array], Array]:
    """Fields as sent: noise of the receiver, swing at anchor, coarse message 27, bit errors."""
    fix, n = heard.fix, len(heard.t)
    fleet = truth.fleet
    activity = fix["activity"]
    swing = np.where(activity == ANCHORED, 30.0 + 2.0 * (heard.hull % 37), 0.0) * ~heard.is_false
    angle = 2 * np.pi * (heard.t / 44712.0 + (heard.hull % 11) / 90.0)
    metres = np.where(heard.is_false & (fix["sog"] == 0.6), 0.0, 6.0)
    lat = fix["lat"] + (rng.normal(0, 1, n) * metres + swing * np.cos(angle)) / 111_195.0
    lon = fix["lon"] + (rng.normal(0, 1, n) * metres + swing * np.sin(angle)) / 89_000.0
    sog = np.clip(fix["sog"] + rng.normal(0, 0.15, n) * (metres > 0), 0.0, 60.0)
    still = np.isin(activity, (MOORED, FIXED))
    sog = np.where(still & (rng.random(n) < 0.85), 0.0, sog)
    cog = (fix["cog"] + rng.normal(0, 1.5 + 20.0 / (0.3 + sog), n)) % 360
    is_b = fleet.is_class_b[heard.hull].copy()
    for changed, at in policy.class_changes.items():
        is_b &= ~((heard.hull == changed) & (heard.t >= at))
    coarse = heard.via == LONG_RANGE
    lat = np.where(coarse, np.round(lat * 600) / 600, np.round(lat, 6))
    lon = np.where(coarse, np.round(lon * 600) / 600, np.round(lon, 6))
    wrong = rng.random(n) < truth.world["error_share"]
    lat = np.where(wrong & (rng.random(n) < 0.6), rng.choice([91.0, 0.0], n), lat)
    lon = np.where(wrong & (lat > 90), 181.0, lon)
    columns = {
        "lat_deg": lat,
        "lon_deg": lon,
        "sog_kn": np.where(coarse, np.round(sog), np.round(sog, 1)),
        "cog_deg": np.where(coarse, np.round(cog) % 360, np.round(cog, 1) % 360),
        "heading_deg": np.round(cog + rng.normal(0, 2, n)) % 360,
        "nav_status": statuses(activity, fix["sog"], rng),
    }
    return columns, is_b


def statuses(activity: Array, sog: Array, rng: np.random.Generator) -> Array:
    """Navigational status, which one crew in eight forgets to change."""
    named = np.select([activity == ANCHORED, activity == MOORED, activity == FISHING], [1, 5, 7], 0)
    return np.where(rng.random(len(activity)) < 0.12, 0, named)


def blank(frame: pl.DataFrame, heard: Heard, rng: np.random.Generator) -> pl.DataFrame:
    """Class B sends no status; small craft have no heading; message 27 has none either."""
    no_heading = pl.Series((heard.via == LONG_RANGE) | (rng.random(len(heard.t)) < 0.05))
    is_b = pl.col("transponder_class") == "B"
    return frame.with_columns(
        nav_status=pl.when(is_b).then(None).otherwise(pl.col("nav_status")).cast(pl.Int64),
        heading_deg=pl.when(is_b | no_heading).then(None).otherwise(pl.col("heading_deg")),
    )
