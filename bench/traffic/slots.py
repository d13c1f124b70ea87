"""Time cut in slots, one message kept a slot: what a set sends in each, and its chance to be heard.

A slot stands for all messages of the schedule in it: n = slot / reporting interval. The chance
that none is heard is exact, and the first one heard falls on the schedule.
"""

from dataclasses import dataclass

import numpy as np
from bench.traffic.channel import Channel, areas, exposure, shore_log_miss
from bench.traffic.diaries import FISHING, SAILING
from bench.traffic.sea import KM_PER_DEG
from bench.traffic.spec import DAY_S, HOUR_S, Array
from bench.traffic.transmission import (
    LONG_RANGE_INTERVAL_S,
    STILL,
    Policy,
    reporting_interval_s,
)
from bench.traffic.truth import Truth

__all__ = ["Slots", "fixes_at", "make_slots"]

TURN_S = 90.0  # how long a change of course lasts about a knot
LOW_POWER_REACH = 0.78  # 2 W against 12.5 W


@dataclass(frozen=True)
class Slots:
    """Arrays by slot, ordered by hull and time."""

    hull: Array
    t: Array
    width_s: float
    interval_s: Array
    log_miss_shore: Array
    log_miss_one: Array  # a single message, shore
    log_miss_satellite: Array
    log_miss_long: Array

    @property
    def log_miss(self) -> Array:
        return self.log_miss_shore + self.log_miss_satellite + self.log_miss_long


def fixes_at(truth: Truth, hull: Array, t: Array) -> dict[str, Array]:
    """True place and motion of hulls at times (ordered by hull, then time)."""
    big = (truth.spec.days + 400) * DAY_S
    owner = np.repeat(np.arange(len(truth.first_knot) - 1), np.diff(truth.first_knot))
    low, high = truth.first_knot[hull.min()], truth.first_knot[hull.max() + 1]
    keys = truth.t[low:high] + owner[low:high] * big
    at = low + np.searchsorted(keys, t + hull * big, side="right") - 1
    at = np.clip(at, truth.first_knot[hull], truth.first_knot[hull + 1] - 2)
    span = np.maximum(truth.t[at + 1] - truth.t[at], 1.0)
    part = np.clip((t - truth.t[at]) / span, 0.0, 1.0)
    d_lat, d_lon = truth.lat[at + 1] - truth.lat[at], truth.lon[at + 1] - truth.lon[at]
    lat, lon = truth.lat[at] + part * d_lat, truth.lon[at] + part * d_lon
    east = d_lon * np.cos(np.radians(lat))
    kn = KM_PER_DEG * np.hypot(d_lat, east) / 1.852 / span * HOUR_S
    since = np.minimum(t - truth.t[at], truth.t[at + 1] - t)
    activity = truth.activity[at]
    return {
        "lat": lat,
        "lon": lon,
        "sog": kn,
        "cog": np.degrees(np.arctan2(east, d_lat)) % 360,
        "activity": activity,
        "turning": (since < TURN_S) & np.isin(activity, (SAILING, FISHING)),
        "t": t,
    }


def make_slots(truth: Truth, policy: Policy, channel: Channel, hulls: range) -> Slots:
    """All slots of some hulls, with the exact chances of this world."""
    world, fleet = truth.world, truth.fleet
    width = world["sample_s"]
    n = int(truth.spec.days * DAY_S / width)
    hull = np.repeat(np.arange(hulls.start, hulls.stop), n)
    phase = np.random.default_rng([truth.spec.seed, 5]).random(len(fleet))
    t = (np.tile(np.arange(n), len(hulls)) + phase[hull]) * width
    fix = fixes_at(truth, hull, t + width / 2)
    is_b = fleet.is_class_b[hull].copy()
    for changed, at in policy.class_changes.items():
        is_b &= ~((hull == changed) & (t >= at))
    still = np.isin(fix["activity"], STILL)
    interval = reporting_interval_s(
        is_b, fleet.has_full_power[hull], fix["sog"], fix["turning"], still
    )
    fix["n_messages"] = width / interval * quality(truth, hull, t)
    fix["root_aerial"] = np.sqrt(fleet.aerial_m[hull])
    fix["power"] = np.where(is_b & ~fleet.has_full_power[hull], LOW_POWER_REACH, 1.0)
    down_shore, down_space = provider_down(truth, t)
    shore, one = shore_log_miss(channel, world, fix, down_shore)
    area = areas(fix["lat"], fix["lon"])
    rate = world["p_satellite"] * np.where(is_b, world["class_b_satellite"], 1.0)
    seen = exposure(channel.passes, area, t, t + width)
    per_minute = 60.0 / interval * quality(truth, hull, t)
    satellite = -rate * seen * per_minute * ~down_space
    seen = exposure(channel.passes_long, area, t, t + width)
    sends = fleet.sends_long_range[hull] & ~is_b
    long_range = -world["p_long_range"] * seen * 60.0 / LONG_RANGE_INTERVAL_S
    long_range = np.where(sends & ~down_space, long_range, 0.0)
    return Slots(hull, t, width, interval, shore, one, satellite, long_range)


def quality(truth: Truth, hull: Array, t: Array) -> Array:
    """A hull's installation, better and worse by six hours (rain, cranes, a deck cargo)."""
    n = truth.spec.days * 4 + 4
    key = hull.astype(np.uint64) * np.uint64(n) + (t / (DAY_S / 4)).astype(np.uint64)
    factor: Array = truth.fleet.gain[hull] * np.exp(0.4 * normal(key, truth.spec.seed))
    return factor


def normal(key: Array, seed: int) -> Array:
    """About normal numbers from keys: the sum of four hashed uniforms."""
    total = np.zeros(len(key))
    for k in range(4):
        total += uniform(key, seed * 7 + k)
    return (total - 2.0) * float(np.sqrt(3.0))


def uniform(key: Array, seed: int) -> Array:
    """Even numbers in [0, 1) from keys (a finaliser of splitmix64)."""
    with np.errstate(over="ignore"):
        z = key.astype(np.uint64) + np.uint64((0x9E3779B97F4A7C15 * (seed + 1)) % 2**64)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(11)).astype(np.float64) / 2.0**53


def outages(truth: Truth) -> list[tuple[float, float, int]]:
    """Cuts of the provider: (start, end, bits: 1 Chinese shore, 2 Korean shore, 4 satellites)."""
    rng = np.random.default_rng([truth.spec.seed, 6])
    n = rng.poisson(truth.world["outages_per_month"] * truth.spec.days / 30)
    starts = np.sort(rng.uniform(0, truth.spec.days * DAY_S, n))
    hours = np.clip(rng.lognormal(1.6, 0.7, n), 0.7, 30)
    bits = rng.choice([7, 3, 1, 2, 4], n, p=[0.3, 0.2, 0.2, 0.1, 0.2])
    ends = starts + hours * HOUR_S
    return [(float(a), float(b), int(c)) for a, b, c in zip(starts, ends, bits, strict=True)]


def provider_down(truth: Truth, t: Array) -> tuple[Array, Array]:
    bits = np.zeros(len(t), dtype=np.int64)
    for starts, ends, which in outages(truth):
        bits[(t >= starts) & (t < ends)] |= which
    return bits & 3, (bits & 4) > 0
