"""Truth, layer (a): honest lives of merchants, ferries, craft of the port, fishing boats, buoys."""

from dataclasses import dataclass, field

import numpy as np
from bench.traffic.diaries import (
    ANCHORED,
    DRIFTING,
    FISHING,
    FIXED,
    Diary,
    Event,
    Off,
    anchor_place,
)
from bench.traffic.fleet import Fleet
from bench.traffic.sea import KM_PER_DEG, Sea
from bench.traffic.spec import DAY_S, HOUR_S, Array, World

__all__ = ["Plan", "begin", "craft", "ferry", "fishing", "merchant", "open_water", "voyage"]

MAX_DRIFT_KM = 12.0  # the tide takes things back and forth


@dataclass
class Plan:
    """What is known while the lives are written: place, people, and what has happened so far."""

    sea: Sea
    fleet: Fleet
    world: World
    ends: float  # seconds
    grounds: Array
    storms: tuple[tuple[float, float], ...] = ()
    diaries: dict[int, Diary] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    offs: list[Off] = field(default_factory=list)
    groups: int = 0

    def new_group(self) -> int:
        self.groups += 1
        return self.groups - 1

    def storm_ends(self, t: float) -> float:
        """When the storm of that moment is over; the moment itself in fair weather."""
        return max([end for start, end in self.storms if start <= t < end], default=t)

    def ports_of(self, basin: int, countries: str = "CN KR KP RU") -> Array:
        wanted = countries.split()
        return np.array(
            [
                i
                for i, port in enumerate(self.sea.ports)
                if port.basin == basin and port.country in wanted
            ]
        )


def open_water(sea: Sea, min_km: float, rng: np.random.Generator, n: int) -> Array:
    """Draw places (lat, lon) in the western sea at least so far from land."""
    basin = sea.basins == sea.ports[0].basin
    cells = np.flatnonzero(basin & (sea.coast_km > min_km))
    picked = rng.choice(cells, n)
    n_columns = sea.water.shape[1]
    lat = 34.6 + (picked // n_columns + rng.random(n)) * 0.04
    lon = 117.4 + (picked % n_columns + rng.random(n)) * 0.04
    return np.column_stack([lat, lon])


def begin(plan: Plan, hull: int, rng: np.random.Generator, countries: str) -> tuple[Diary, int]:
    """Put a hull at the gate of a port, up to three days before the first hour."""
    is_east = rng.random() > 0.93 and "KR" in countries  # the few ships of the other coast
    basin = plan.sea.ports[4].basin if is_east else plan.sea.ports[0].basin
    port = int(rng.choice(plan.ports_of(basin, countries)))
    gate = plan.sea.ports[port].gate
    return Diary(hull, -rng.uniform(0, 3) * DAY_S, *gate), port


def merchant(plan: Plan, hull: int, rng: np.random.Generator) -> Diary:
    diary, port = begin(plan, hull, rng, "CN KR")
    diary.call(plan.sea.ports[port], rng.lognormal(3.0, 0.5), hull)
    while diary.t < plan.ends:
        port = voyage(plan, diary, port, rng)
    return diary


def voyage(plan: Plan, diary: Diary, port: int, rng: np.random.Generator, to: int = -1) -> int:
    """Sail from gate to gate, perhaps wait on the roads, and lie at a berth."""
    ports = plan.sea.ports
    if to < 0:
        near = plan.ports_of(ports[port].basin, "CN KR RU")
        to = int(rng.choice(near[near != port]))
    if plan.storm_ends(diary.t) > diary.t:  # all wait on the roads, side by side
        diary.go(*anchor_place(ports[port], rng), 6.0)
        diary.until(plan.storm_ends(diary.t) + rng.uniform(0, 4) * HOUR_S, ANCHORED)
        diary.go(*ports[port].gate, 6.0)
    speed = plan.fleet.speed_kn[diary.hull] * rng.uniform(0.9, 1.05)
    way = plan.sea.routes[port, to][1:]
    stop = rng.integers(0, len(way)) if rng.random() < plan.world["fault_per_voyage"] else -1
    sail(plan, diary, way, speed, int(stop), rng)
    if rng.random() < 0.45:
        diary.go(*anchor_place(ports[to], rng), speed * 0.8)
        diary.stay(rng.lognormal(2.3, 0.8), ANCHORED)
        diary.go(*ports[to].gate, 6.0)
    diary.call(ports[to], float(np.clip(rng.lognormal(3.0, 0.5), 4, 120)), diary.hull)
    return to


def sail(
    plan: Plan, diary: Diary, way: Array, speed: float, stop: int, rng: np.random.Generator
) -> None:
    """Follow a way; at leg `stop` the set fails (ship sails on) or all power (ship drifts)."""
    for i, (lat, lon) in enumerate(way):
        if i != stop:
            diary.go(float(lat), float(lon), speed)
            continue
        middle = (diary.lat + (lat - diary.lat) * 0.5, diary.lon + (lon - diary.lon) * 0.5)
        diary.go(*middle, speed)
        hours = float(np.clip(rng.lognormal(1.8, 0.7), 1.5, 48))
        if rng.random() < 0.35:
            plan.offs.append(Off(diary.hull, diary.t, diary.t + hours * HOUR_S, "power_loss"))
            drift(plan, diary, hours * rng.uniform(0.8, 1.4), rng)
        else:
            starts = diary.t - rng.uniform(0, 1) * HOUR_S
            plan.offs.append(Off(diary.hull, starts, starts + hours * HOUR_S, "fault"))
        diary.go(float(lat), float(lon), speed)


def drift(plan: Plan, diary: Diary, hours: float, rng: np.random.Generator) -> None:
    """Drift with the tide, if there is room."""
    kn = min(rng.uniform(0.3, 0.9), MAX_DRIFT_KM / 1.852 / hours)
    angle = rng.uniform(0, 2 * np.pi)
    km = kn * 1.852 * hours
    lat = diary.lat + km * np.cos(angle) / KM_PER_DEG
    lon = diary.lon + km * np.sin(angle) / KM_PER_DEG / np.cos(np.radians(lat))
    if float(plan.sea.land_km(np.array([lat]), np.array([lon]))[0]) > 5:
        diary.go(float(lat), float(lon), kn, DRIFTING)
    else:
        diary.stay(hours, ANCHORED)


def ferry(plan: Plan, hull: int, rng: np.random.Generator) -> Diary:
    """Between two ports, there and back, by a timetable."""
    diary, port = begin(plan, hull, rng, "CN KR")
    near = plan.ports_of(plan.sea.ports[port].basin, "CN KR")
    other = int(rng.choice(near[near != port]))
    diary.call(plan.sea.ports[port], rng.uniform(2, 10), hull)
    while diary.t < plan.ends:
        diary.follow(plan.sea.routes[port, other][1:], plan.fleet.speed_kn[hull])
        diary.call(plan.sea.ports[other], rng.uniform(5, 10), hull)
        port, other = other, port
    return diary


def craft(plan: Plan, hull: int, rng: np.random.Generator) -> Diary:
    """Tugs and pilots go out to the roads and back; aids and buoys keep their place or drift."""
    kind = plan.fleet.kind[hull]
    if kind == "aton":
        place = open_water(plan.sea, 3.0, rng, 1)[0]
        diary = Diary(hull, 0.0, *place)
        diary.stay(plan.ends / HOUR_S + 1, FIXED)
        return diary
    if kind == "buoy":
        return buoy(plan, hull, rng)
    diary, port = begin(plan, hull, rng, "CN KR")
    here = plan.sea.ports[port]
    while diary.t < plan.ends:
        diary.call(here, rng.lognormal(1.6, 0.6), hull)
        diary.go(*anchor_place(here, rng), plan.fleet.speed_kn[hull])
        diary.stay(rng.uniform(0.2, 0.6 if kind == "pilot" else 3.0), DRIFTING)
        diary.go(*here.gate, plan.fleet.speed_kn[hull])
    return diary


def buoy(plan: Plan, hull: int, rng: np.random.Generator) -> Diary:
    """Set at a ground, drifting for some days, taken up, and set again elsewhere."""
    place = plan.grounds[rng.integers(len(plan.grounds))]
    diary = Diary(hull, -rng.uniform(0, 2) * DAY_S, *place)
    while diary.t < plan.ends:
        near = np.array([diary.lat, diary.lon]) + rng.normal(0, 0.03, 2)
        diary.go(float(near[0]), float(near[1]), 0.4, DRIFTING)
        drift(plan, diary, rng.uniform(20, 90), rng)
        haul = rng.uniform(4, 30)
        plan.offs.append(Off(hull, diary.t, diary.t + haul * HOUR_S, "hauled_in"))
        back = place + rng.normal(0, 0.05, 2)
        diary.go(float(back[0]), float(back[1]), 7.0)
        diary.stay(max(0.1, haul - 1), DRIFTING)
    return diary


def fishing(plan: Plan, hull: int, rng: np.random.Generator) -> Diary:
    """Out to a ground, back and forth there for days, and home."""
    basin = plan.sea.ports[0].basin
    port = int(rng.choice(plan.ports_of(basin, "CN KR" if rng.random() < 0.93 else "KP")))
    home = plan.sea.ports[port]
    diary = Diary(hull, -rng.uniform(0, 5) * DAY_S, *home.gate)
    speed = plan.fleet.speed_kn[hull]
    while diary.t < plan.ends:
        if plan.storm_ends(diary.t) > diary.t:
            diary.call(home, (plan.storm_ends(diary.t) - diary.t) / HOUR_S + 1, hull)
        ground = plan.grounds[nearby(plan.grounds, home.gate, rng)]
        way = plan.sea.path((float(ground[0]), float(ground[1])), port)
        diary.follow(way[::-1], speed)
        trawl(diary, ground, rng.uniform(1, 8) * DAY_S, rng)
        diary.follow(way, speed)
        diary.call(home, rng.lognormal(3.2, 0.7), hull)
    return diary


def nearby(grounds: Array, place: tuple[float, float], rng: np.random.Generator) -> int:
    away = np.hypot(grounds[:, 0] - place[0], (grounds[:, 1] - place[1]) * 0.8)
    weight = np.exp(-away / 0.7) + 1e-9
    return int(rng.choice(len(grounds), p=weight / weight.sum()))


def trawl(diary: Diary, ground: Array, seconds: float, rng: np.random.Generator) -> None:
    """Hauls of an hour or two at 2-5 kn about the ground, with rests."""
    ends = diary.t + seconds
    while diary.t < ends:
        lat, lon = ground + rng.normal(0, 0.055, 2).clip(-0.13, 0.13)
        diary.go(float(lat), float(lon), rng.uniform(2.2, 4.8), FISHING)
        if rng.random() < 0.35:
            diary.stay(rng.uniform(0.5, 5.0), DRIFTING)
