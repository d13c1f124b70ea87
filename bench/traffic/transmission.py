"""Layer (b): what each set sends and how often, when it is off, and what it sends that is false."""

from dataclasses import dataclass

import numpy as np
from bench.traffic.diaries import ANCHORED, FIXED, MOORED, Event, Off
from bench.traffic.fleet import MERCHANTS
from bench.traffic.sea import KM_PER_DEG
from bench.traffic.spec import DAY_S, HOUR_S, Array
from bench.traffic.truth import Truth

__all__ = [
    "LONG_RANGE_INTERVAL_S",
    "STILL",
    "Policy",
    "draw_policy",
    "falsify",
    "number_at",
    "on_mask",
    "reporting_interval_s",
]

JAMMED_KM = 50.0
LONG_RANGE_INTERVAL_S = 180.0  # message 27, ITU-R M.1371-5


@dataclass(frozen=True)
class Policy:
    """All times off (honest ones, and those candidates that were taken), and changes of number."""

    offs: tuple[Off, ...]
    candidates: tuple[Off, ...]
    numbers: dict[int, tuple[tuple[float, int], ...]]
    false: tuple[Event, ...]  # falsified positions: ring, offset, replay, drift, area
    class_changes: dict[int, float]


def reporting_interval_s(
    is_class_b: Array, has_full_power: Array, sog_kn: Array, is_turning: Array, is_still: Array
) -> Array:
    """Seconds between position reports, ITU-R M.1371-5, tables 1 and 2.

    Class B with full power is the self-organising kind, with 2 W the carrier-sense kind.
    `is_still` is the status at anchor or moored (or an aid to navigation: 3 minutes).
    """
    fast = sog_kn > 23
    middle = (sog_kn > 14) & ~fast
    a = np.where(fast, 2.0, np.where(middle, 6.0, 10.0))
    a = np.where(is_turning, np.where(fast | middle, 2.0, 10 / 3), a)
    a = np.where(is_still, np.where(sog_kn > 3, 10.0, 180.0), a)
    organised = np.where(fast, 5.0, np.where(middle, 15.0, 30.0))
    b = np.where(has_full_power, organised, 30.0)
    b = np.where(sog_kn <= 2, 180.0, b)
    return np.where(is_class_b, b, a)


def draw_policy(truth: Truth) -> Policy:
    """Draw honest times off, identities and false positions; candidates wait to be taken."""
    rng = np.random.default_rng([truth.spec.seed, 3])
    honest = [off for off in truth.offs if off.group < 0]
    honest += port_offs(truth, rng) + battery_offs(truth, rng) + set_faults(truth, rng)
    numbers, swaps = identities(truth, rng)
    changes, changing = class_changes(truth, rng)
    candidates = tuple(off for off in truth.offs if off.group >= 0)
    false = tuple(falsifications(truth, rng))
    return Policy(tuple(honest + swaps + changing), candidates, numbers, false, changes)


def port_offs(truth: Truth, rng: np.random.Generator) -> list[Off]:
    """Some crews switch off in port: from an hour or so after mooring until about departure."""
    offs = []
    for call in truth.calls:
        if rng.random() < truth.world["port_switch_off"] and call.ends - call.starts > 4 * HOUR_S:
            starts = call.starts + rng.uniform(0.1, 2.0) * HOUR_S
            ends = call.ends + rng.uniform(-1.0, 0.7) * HOUR_S
            offs.append(Off(call.hull, starts, ends, "port_switch_off"))
    return offs


def battery_offs(truth: Truth, rng: np.random.Generator) -> list[Off]:
    """Small craft with Class B save their battery, mostly by night."""
    offs = []
    fleet = truth.fleet
    small = np.flatnonzero(fleet.is_class_b & (fleet.kind != "buoy"))
    for hull in small:
        for day in range(truth.spec.days):
            if rng.random() < truth.world["battery_per_ship_day"]:
                starts = day * DAY_S + rng.normal(11.0, 4.0) * HOUR_S  # dusk is about 10 UTC
                hours = float(np.clip(rng.lognormal(2.0, 0.5), 1.5, 30))
                offs.append(Off(int(hull), starts, starts + hours * HOUR_S, "battery"))
    return offs


def set_faults(truth: Truth, rng: np.random.Generator) -> list[Off]:
    """Sets of boats, ferries and craft fail whatever the ship is doing."""
    offs = []
    days = truth.spec.days
    others = np.flatnonzero(~np.isin(truth.fleet.kind, (*MERCHANTS, "aton")))
    counts = rng.poisson(truth.world["fault_per_ship_day"] * days, len(others))
    for hull in np.repeat(others, counts):
        starts = rng.uniform(0, days) * DAY_S
        hours = float(np.clip(rng.lognormal(1.9, 0.8), 1.5, 60))
        offs.append(Off(int(hull), starts, starts + hours * HOUR_S, "fault"))
    return offs


def identities(
    truth: Truth, rng: np.random.Generator
) -> tuple[dict[int, tuple[tuple[float, int], ...]], list[Off]]:
    """Handshakes (off under one number, on under another) and clones (another ship's number)."""
    numbers: dict[int, tuple[tuple[float, int], ...]] = {}
    offs = []
    end = truth.spec.days * DAY_S
    fleet = truth.fleet
    plain = np.flatnonzero(np.isin(fleet.kind, MERCHANTS) & (fleet.role == "plain"))
    for hull in np.flatnonzero(np.isin(fleet.role, ["handshake", "clone"])):
        starts = rng.uniform(0.25, 0.75) * end
        if fleet.role[hull] == "handshake":
            hours = rng.uniform(1, 20)
            new = int(rng.choice([511, 613, 620, 667])) * 1_000_000 + int(rng.integers(10**6))
            offs.append(Off(int(hull), starts, starts + hours * HOUR_S, "handshake"))
            numbers[int(hull)] = ((starts, new),)
        elif len(plain):
            victim = int(fleet.mmsi[rng.choice(plain)])
            numbers[int(hull)] = ((starts, victim), (starts + rng.uniform(2, 8) * DAY_S, -1))
    return numbers, offs


def class_changes(truth: Truth, rng: np.random.Generator) -> tuple[dict[int, float], list[Off]]:
    """A few ships change their set from Class B to A, and are off while it is done."""
    changes, offs = {}, []
    boats = np.flatnonzero(truth.fleet.is_class_b & (truth.fleet.kind == "fishing"))
    for hull in boats[rng.random(len(boats)) < 0.03]:
        at = rng.uniform(0.2, 0.8) * truth.spec.days * DAY_S
        changes[int(hull)] = at
        offs.append(Off(int(hull), at, at + rng.uniform(4, 40) * HOUR_S, "class_change"))
    return changes, offs


def falsifications(truth: Truth, rng: np.random.Generator) -> list[Event]:
    """When and where false positions are sent; `dose` is a radius or an offset in km."""
    end = truth.spec.days * DAY_S
    found = []
    for hull in np.flatnonzero(np.isin(truth.fleet.role, ["ring", "offset", "replay", "drift"])):
        kind = str(truth.fleet.role[hull])
        starts = rng.uniform(0.2, 0.7) * end
        hours = rng.uniform(6, 60)
        place = truth_place(truth, int(hull), starts)
        dose = {"ring": rng.uniform(1, 8), "offset": rng.uniform(8, 120)}.get(kind, 0.0)
        ends = min(starts + hours * HOUR_S, end)
        found.append(Event(kind, (int(hull),), starts, ends, *place, -1, float(dose)))
    for _ in range(max(1, round(truth.spec.days / 14))):
        starts = rng.uniform(0.05, 0.9) * end
        ends = starts + rng.uniform(1, 7) * HOUR_S
        lat, lon = busy_place(truth, starts, rng)
        found.append(Event("area_interference", (), starts, ends, lat, lon, -1, JAMMED_KM))
    return found


def busy_place(truth: Truth, t: float, rng: np.random.Generator) -> tuple[float, float]:
    """One of the five ports with most ships about it."""
    places = np.array([truth_place(truth, hull, t) for hull in range(len(truth.fleet))])
    ports = np.array([(port.lat, port.lon) for port in truth.sea.ports])
    north = places[:, None, 0] - ports[:, 0]
    east = (places[:, None, 1] - ports[:, 1]) * 0.8
    ships = (np.hypot(north, east) * KM_PER_DEG < JAMMED_KM).sum(axis=0)
    lat, lon = ports[rng.choice(np.argsort(-ships, kind="stable")[:5])]
    return float(lat), float(lon)


def truth_place(truth: Truth, hull: int, t: float) -> tuple[float, float]:
    knots = slice(truth.first_knot[hull], truth.first_knot[hull + 1])
    return (
        float(np.interp(t, truth.t[knots], truth.lat[knots])),
        float(np.interp(t, truth.t[knots], truth.lon[knots])),
    )


def on_mask(hull: Array, t: Array, offs: list[Off], rng: np.random.Generator) -> Array:
    """True where a set sends. `hull` is ordered, `t` within a hull too.

    `rng` decides which moments of a part-time silence are on the air.
    """
    on = np.ones(len(t), dtype=bool)
    bounds = {}
    for off in offs:
        if off.hull not in bounds:
            bounds[off.hull] = np.searchsorted(hull, [off.hull, off.hull + 1])
        low, high = bounds[off.hull]
        inside = low + np.searchsorted(t[low:high], [off.starts, off.ends])
        n = inside[1] - inside[0]
        on[inside[0] : inside[1]] &= rng.random(n) < off.duty if off.duty else False
    return on


def number_at(truth: Truth, policy: Policy, hull: Array, t: Array) -> Array:
    """The MMSI that a hull sends at a time."""
    mmsi = truth.fleet.mmsi[hull].copy()
    for changed, changes in policy.numbers.items():
        its = hull == changed
        for at, number in changes:
            later = its & (t >= at)
            mmsi[later] = number if number >= 0 else truth.fleet.mmsi[changed]
    return mmsi


def falsify(truth: Truth, policy: Policy, hull: Array, t: Array, fix: dict[str, Array]) -> Array:
    """Put false positions into `fix` (lat, lon, sog, cog), in place; True where that was done."""
    is_false = np.zeros(len(t), dtype=bool)
    for event in policy.false:
        during = (t >= event.starts) & (t < event.ends)
        if event.hulls:
            rows = np.flatnonzero(during & (hull == event.hulls[0]))
        else:
            rows = np.flatnonzero(during)
            near = np.hypot(fix["lat"][rows] - event.lat, (fix["lon"][rows] - event.lon) * 0.8)
            rows = rows[near * KM_PER_DEG < event.dose]
        if len(rows):
            FALSIFY[event.kind](truth, event, rows, t[rows], fix)
            is_false[rows] = True
    return is_false


def ring(truth: Truth, event: Event, rows: Array, t: Array, fix: dict[str, Array]) -> None:
    km, kn = event.dose, 9.0
    angle = (t - event.starts) / HOUR_S * kn * 1.852 / km
    fix["lat"][rows] = event.lat + km * np.cos(angle) / KM_PER_DEG
    east = km * np.sin(angle) / KM_PER_DEG / np.cos(np.radians(event.lat))
    fix["lon"][rows] = event.lon + east
    fix["sog"][rows], fix["cog"][rows] = kn, np.degrees(angle + np.pi / 2) % 360


def offset(truth: Truth, event: Event, rows: Array, t: Array, fix: dict[str, Array]) -> None:
    fix["lat"][rows] += 0.7 * event.dose / KM_PER_DEG * (1 if event.lat < 37.5 else -1)
    fix["lon"][rows] += 0.6 * event.dose / KM_PER_DEG


def replay(truth: Truth, event: Event, rows: Array, t: Array, fix: dict[str, Array]) -> None:
    """The track of three days before, once more."""
    knots = slice(truth.first_knot[event.hulls[0]], truth.first_knot[event.hulls[0] + 1])
    earlier = t - 3 * DAY_S
    fix["lat"][rows] = np.interp(earlier, truth.t[knots], truth.lat[knots])
    fix["lon"][rows] = np.interp(earlier, truth.t[knots], truth.lon[knots])


def drifting(truth: Truth, event: Event, rows: Array, t: Array, fix: dict[str, Array]) -> None:
    """A made-up drift at 0.6 kn without any noise of a receiver."""
    hours = (t - event.starts) / HOUR_S
    fix["lat"][rows] = event.lat + 0.6 * 1.852 * hours * 0.8 / KM_PER_DEG
    fix["lon"][rows] = event.lon + 0.6 * 1.852 * hours * 0.6 / KM_PER_DEG
    fix["sog"][rows], fix["cog"][rows] = 0.6, 43.0


def area(truth: Truth, event: Event, rows: Array, t: Array, fix: dict[str, Array]) -> None:
    """Many ships at once on one small circle by the port."""
    angle = (t - event.starts) / 90.0 + rows % 7
    fix["lat"][rows] = event.lat + 0.9 * np.cos(angle) / KM_PER_DEG
    fix["lon"][rows] = event.lon + 0.9 * np.sin(angle) / KM_PER_DEG / 0.8
    fix["sog"][rows] = 20.0 + 10 * np.sin(angle)


FALSIFY = {
    "ring": ring,
    "offset": offset,
    "replay": replay,
    "drift": drifting,
    "area_interference": area,
}
STILL = (ANCHORED, MOORED, FIXED)
