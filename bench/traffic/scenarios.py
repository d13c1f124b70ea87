"""Truth, layer (a): lives with something to find in them, and look-alikes that are honest.

Each deliberate silence is a candidate with a group. How many groups are really silent is decided
later, so that the asked prevalence is met; the others do the same thing openly.
"""

import numpy as np
from bench.traffic.diaries import ALONGSIDE, ANCHORED, DRIFTING, Diary, Event, Off, anchor_place
from bench.traffic.itineraries import Plan, begin, open_water, voyage
from bench.traffic.sea import KM_PER_DEG
from bench.traffic.spec import DAY_S, HOUR_S, Array

__all__ = ["SINGLE_ROLES", "dprk_trade", "pair", "short_dark", "unseen_barge"]

ROADS_SHARE = 0.35  # meetings that take place on the roads of a port, not in open water


def dprk_trade(plan: Plan, hull: int, rng: np.random.Generator) -> Diary:
    """Between China and the western ports of the DPRK; each call there may be made dark."""
    diary, port = begin(plan, hull, rng, "CN")
    basin = plan.sea.ports[0].basin
    port = port if plan.sea.ports[port].basin == basin else int(plan.ports_of(basin, "CN")[0])
    diary.lat, diary.lon = plan.sea.ports[port].gate
    diary.call(plan.sea.ports[port], rng.lognormal(3.0, 0.5), hull)
    while diary.t < plan.ends:
        if rng.random() < 0.45:
            there = int(rng.choice(plan.ports_of(basin, "KP")))
            port = dark_call(plan, diary, port, there, rng)
        else:
            near = plan.ports_of(basin, "CN")
            port = voyage(plan, diary, port, rng, to=int(rng.choice(near[near != port])))
    return diary


def dark_call(plan: Plan, diary: Diary, port: int, there: int, rng: np.random.Generator) -> int:
    """Sail to a DPRK port and back to China, silent from some hours before to some hours after."""
    speed = plan.fleet.speed_kn[diary.hull] * rng.uniform(0.85, 1.0)
    way = plan.sea.routes[port, there][1:]
    left_at = diary.t
    diary.follow(way, speed)
    arrives_at = diary.t
    diary.call(plan.sea.ports[there], float(np.clip(rng.lognormal(3.6, 0.5), 8, 200)), diary.hull)
    leaves_at = diary.t
    chinese = plan.ports_of(plan.sea.ports[there].basin, "CN")
    back = int(rng.choice(chinese))
    diary.follow(plan.sea.routes[there, back][1:], speed)
    before = min(rng.uniform(1.0, 16.0), 0.9 * (arrives_at - left_at) / HOUR_S)
    after = min(rng.uniform(1.0, 16.0), 0.9 * (diary.t - leaves_at) / HOUR_S)
    starts, ends = arrives_at - before * HOUR_S, leaves_at + after * HOUR_S
    is_partial = rng.random() < 0.12
    cause = "partial_dark" if is_partial else "dark_port_call"
    duty = float(rng.uniform(0.002, 0.01)) if is_partial else 0.0
    group = plan.new_group()
    plan.offs.append(Off(diary.hull, starts, ends, cause, group, duty, before + after))
    place = plan.sea.ports[there]
    plan.events.append(
        Event("dprk_call", (diary.hull,), arrives_at, leaves_at, place.lat, place.lon, group)
    )
    diary.call(plan.sea.ports[back], float(np.clip(rng.lognormal(3.0, 0.5), 4, 120)), diary.hull)
    return back


def short_dark(plan: Plan, hull: int, rng: np.random.Generator) -> Diary:
    """Plain voyages; on some the ship stops at sea for hours, and may be silent meanwhile."""
    diary, port = begin(plan, hull, rng, "CN KR")
    diary.call(plan.sea.ports[port], rng.lognormal(3.0, 0.5), hull)
    while diary.t < plan.ends:
        if rng.random() < 0.5:
            port = stop_at_sea(plan, diary, port, rng)
        else:
            port = voyage(plan, diary, port, rng)
    return diary


def stop_at_sea(plan: Plan, diary: Diary, port: int, rng: np.random.Generator) -> int:
    place, to = meeting_place(plan, port, rng)
    speed = plan.fleet.speed_kn[diary.hull]
    diary.follow(plan.sea.path(place, port)[::-1][1:], speed)
    starts = diary.t
    silent_h = rng.uniform(3.0, 8.0)
    stop_h = silent_h * rng.uniform(0.4, 0.9)
    drift_to(diary, stop_h, rng)
    lead = (silent_h - stop_h) * rng.uniform(0.2, 0.8)
    group = plan.new_group()
    off = starts - lead * HOUR_S
    end = off + silent_h * HOUR_S
    plan.offs.append(Off(diary.hull, off, end, "short_dark", group, 0.0, silent_h))
    plan.events.append(Event("stop_at_sea", (diary.hull,), starts, diary.t, *place, group))
    return arrive(plan, diary, place, to, rng)


def drift_to(diary: Diary, hours: float, rng: np.random.Generator) -> None:
    kn, angle = rng.uniform(0.2, 0.8), rng.uniform(0, 2 * np.pi)
    km = kn * 1.852 * hours
    lat = diary.lat + km * np.cos(angle) / KM_PER_DEG
    lon = diary.lon + km * np.sin(angle) / KM_PER_DEG / np.cos(np.radians(lat))
    diary.go(float(lat), float(lon), kn, DRIFTING)


def arrive(
    plan: Plan, diary: Diary, place: tuple[float, float], to: int, rng: np.random.Generator
) -> int:
    """From a place at sea to a berth."""
    diary.follow(plan.sea.path(place, to)[1:], plan.fleet.speed_kn[diary.hull])
    diary.call(plan.sea.ports[to], float(np.clip(rng.lognormal(3.0, 0.5), 4, 120)), diary.hull)
    return to


def meeting_place(
    plan: Plan, port: int, rng: np.random.Generator
) -> tuple[tuple[float, float], int]:
    """Open water not far from the way to another port, or sometimes the roads of that port."""
    ports = plan.sea.ports
    near = plan.ports_of(ports[port].basin, "CN KR")
    to = int(rng.choice(near[near != port]))
    if rng.random() < ROADS_SHARE:
        return anchor_place(ports[to], rng), to
    way = plan.sea.routes[port, to]
    for _ in range(12):
        leg = int(rng.integers(len(way) - 1))
        at = way[leg] + rng.random() * (way[leg + 1] - way[leg]) + rng.normal(0, 0.15, 2)
        if float(plan.sea.land_km(at[:1], at[1:])[0]) > 9:
            return (float(at[0]), float(at[1])), to
    return anchor_place(ports[to], rng), to


def unseen_barge(plan: Plan, hull: int, rng: np.random.Generator) -> Diary:
    """Plain voyages with spells beside a barge that has no AIS; the ship itself keeps sending."""
    diary, port = begin(plan, hull, rng, "CN KR")
    diary.call(plan.sea.ports[port], rng.lognormal(3.0, 0.5), hull)
    while diary.t < plan.ends:
        place, to = meeting_place(plan, port, rng)
        diary.follow(plan.sea.path(place, port)[::-1][1:], plan.fleet.speed_kn[hull])
        starts = diary.t
        drift_to(diary, rng.uniform(4, 20), rng)
        plan.events.append(Event("unseen_barge", (hull, -1), starts, diary.t, *place))
        port = arrive(plan, diary, place, to, rng)
    return diary


def pair(plan: Plan, hulls: tuple[int, int], role: str, rng: np.random.Generator) -> None:
    """Write the lives of two hulls that meet now and then."""
    if role == "pair_trawl":
        pair_trawl(plan, hulls, rng)
        return
    first, port_1 = begin(plan, hulls[0], rng, "CN KR")
    second, port_2 = begin(plan, hulls[1], rng, "CN KR")
    west = plan.sea.ports[0].basin
    if plan.sea.ports[port_1].basin != plan.sea.ports[port_2].basin:
        port_1, port_2 = (int(p) for p in rng.choice(plan.ports_of(west, "CN KR"), 2))
        (first.lat, first.lon), (second.lat, second.lon) = (
            plan.sea.ports[port_1].gate,
            plan.sea.ports[port_2].gate,
        )
    first.call(plan.sea.ports[port_1], rng.lognormal(3.0, 0.5), hulls[0])
    second.call(plan.sea.ports[port_2], rng.lognormal(3.0, 0.5), hulls[1])
    act = {"sts_pair": transfer, "bunkering_pair": bunkering, "convoy_pair": convoy}.get(role, swap)
    ports = (port_1, port_2)
    while min(first.t, second.t) < plan.ends:
        ports = act(plan, (first, second), ports, rng)
        if rng.random() < 0.5:
            late, at = (first, ports[0]) if first.t < second.t else (second, ports[1])
            moved = voyage(plan, late, at, rng)
            ports = (moved, ports[1]) if late is first else (ports[0], moved)
    plan.diaries[hulls[0]], plan.diaries[hulls[1]] = first, second


def gather(
    plan: Plan, diaries: tuple[Diary, Diary], ports: tuple[int, int], place: tuple[float, float]
) -> Array:
    """Bring both to a place, waiting in port for the later one; return the side-by-side offset."""
    ways = [plan.sea.path(place, port)[::-1][1:] for port in ports]
    latest = 0.0
    trials = []
    for diary, way in zip(diaries, ways, strict=True):
        trial = Diary(diary.hull, diary.t, diary.lat, diary.lon)
        trial.follow(way, plan.fleet.speed_kn[diary.hull])
        trials.append(trial.t - diary.t)
    latest = max(d.t + trip for d, trip in zip(diaries, trials, strict=True))
    for diary, way, trip in zip(diaries, ways, trials, strict=True):
        wait_h = (latest - trip - diary.t) / HOUR_S
        if wait_h > 0.5:
            port = plan.sea.ports[ports[diaries.index(diary)]]
            lat, lon = anchor_place(port, np.random.default_rng(diary.hull + 7))
            diary.go(lat, lon, 5.0)
            diary.stay(wait_h, ANCHORED)
            diary.go(*port.gate, 5.0)
        diary.follow(way, plan.fleet.speed_kn[diary.hull])
    return np.array(place)


def beside(
    diaries: tuple[Diary, Diary],
    hours: float,
    metres: float,
    rng: np.random.Generator,
    *,
    moves: bool,
) -> tuple[float, float]:
    """Lie side by side for some hours; the second comes up to the first, and leaves after."""
    starts = max(d.t for d in diaries)
    for diary in diaries:
        diary.until(starts, DRIFTING)
    first, second = diaries
    angle = rng.uniform(0, 2 * np.pi)
    lat = first.lat + metres / 1000 * np.cos(angle) / KM_PER_DEG
    lon = first.lon + metres / 1000 * np.sin(angle) / KM_PER_DEG / np.cos(np.radians(first.lat))
    second.go(float(lat), float(lon), 1.5)
    first.until(second.t, ALONGSIDE)
    together = first.t
    kn, course = (rng.uniform(0.1, 0.6) if moves else 0.0), rng.uniform(0, 2 * np.pi)
    for diary in diaries:
        km = kn * 1.852 * hours
        north, east = km * np.cos(course), km * np.sin(course)
        to_lat = diary.lat + north / KM_PER_DEG
        to_lon = diary.lon + east / KM_PER_DEG / np.cos(np.radians(first.lat))
        diary.knots.append((diary.t, diary.lat, diary.lon, ALONGSIDE))
        diary.t = together + hours * HOUR_S
        diary.lat, diary.lon = float(to_lat), float(to_lon)
    return together, together + hours * HOUR_S


def transfer(
    plan: Plan, diaries: tuple[Diary, Diary], ports: tuple[int, int], rng: np.random.Generator
) -> tuple[int, int]:
    """Cargo from ship to ship; a candidate for silence of one or both."""
    place, to = meeting_place(plan, ports[0], rng)
    gather(plan, diaries, ports, place)
    hulls = (diaries[0].hull, diaries[1].hull)
    metres = float(rng.uniform(35, 110))
    starts, ends = beside(diaries, float(rng.uniform(3.5, 22)), metres, rng, moves=True)
    both = rng.random() < 0.4
    group = plan.new_group()
    for diary in diaries if both else diaries[:1]:
        before, after = rng.uniform(0.3, 5.0, 2)
        kind = "dark_sts_both" if both else "dark_sts_one"
        plan.offs.append(
            Off(diary.hull, starts - before * HOUR_S, ends + after * HOUR_S, kind, group)
        )
    plan.events.append(Event("transfer", hulls, starts, ends, *place, group, metres))
    near = plan.ports_of(plan.sea.ports[to].basin, "CN KR")
    goals = (to, int(rng.choice(near)))
    for diary, goal in zip(diaries, goals, strict=True):
        here = (diary.lat, diary.lon)
        arrive(plan, diary, here, goal, rng)
    return goals


def bunkering(
    plan: Plan, diaries: tuple[Diary, Diary], ports: tuple[int, int], rng: np.random.Generator
) -> tuple[int, int]:
    """A bunker ship comes alongside a ship that lies on the roads."""
    to = ports[1]
    if plan.sea.ports[ports[0]].basin != plan.sea.ports[to].basin:
        return ports
    place = anchor_place(plan.sea.ports[to], rng)
    gather(plan, diaries, ports, place)
    starts, ends = beside(diaries, rng.uniform(2, 6), rng.uniform(25, 60), rng, moves=False)
    hulls = (diaries[0].hull, diaries[1].hull)
    plan.events.append(Event("bunkering", hulls, starts, ends, *place))
    for diary in diaries:
        arrive(plan, diary, (diary.lat, diary.lon), to, rng)
    return to, to


def convoy(
    plan: Plan, diaries: tuple[Diary, Diary], ports: tuple[int, int], rng: np.random.Generator
) -> tuple[int, int]:
    """Two ships sail the same way together, a few hundred metres apart."""
    place = plan.sea.ports[ports[0]].anchorage
    gather(plan, diaries, ports, place)
    near = plan.ports_of(plan.sea.ports[ports[0]].basin, "CN KR")
    to = int(rng.choice(near[near != ports[0]]))
    way = plan.sea.path(place, to)[1:]
    speed = float(min(plan.fleet.speed_kn[[d.hull for d in diaries]])) * 0.95
    apart = rng.uniform(250, 700) / 1000 / KM_PER_DEG
    diaries[1].go(diaries[0].lat + apart, diaries[0].lon, 3.0)
    starts = max(diary.t for diary in diaries)
    for diary in diaries:
        diary.until(starts, DRIFTING)
    diaries[0].follow(way, speed)
    for t, lat, lon, activity in diaries[0].knots[-len(way) :]:
        diaries[1].knots.append((t, lat + apart, lon, activity))
    diaries[1].lat, diaries[1].lon = diaries[0].lat + apart, diaries[0].lon
    diaries[1].t = diaries[0].t
    hulls = (diaries[0].hull, diaries[1].hull)
    plan.events.append(Event("convoy", hulls, starts, diaries[0].t, *place))
    for diary in diaries:
        diary.call(plan.sea.ports[to], float(rng.lognormal(3.0, 0.4)), diary.hull)
    return to, to


def swap(
    plan: Plan, diaries: tuple[Diary, Diary], ports: tuple[int, int], rng: np.random.Generator
) -> tuple[int, int]:
    """One lies at a berth, the other waits; then the waiting one takes that very berth."""
    ahead, behind = (0, 1) if diaries[0].t < diaries[1].t else (1, 0)
    near = plan.ports_of(plan.sea.ports[ports[0]].basin, "CN KR")
    to = int(rng.choice(near))
    if to in ports:
        return voyage(plan, diaries[0], ports[0], rng), voyage(plan, diaries[1], ports[1], rng)
    slot = diaries[0].hull
    first, second = diaries[ahead], diaries[behind]
    first.follow(plan.sea.routes[ports[ahead], to][1:], plan.fleet.speed_kn[first.hull])
    second.follow(plan.sea.routes[ports[behind], to][1:], plan.fleet.speed_kn[second.hull])
    second.go(*anchor_place(plan.sea.ports[to], rng), 6.0)
    stay_h = max(8.0, (second.t - first.t) / HOUR_S + rng.uniform(4, 20))
    first.call(plan.sea.ports[to], stay_h, slot)
    second.until(first.t + rng.uniform(0.5, 2.0) * HOUR_S, ANCHORED)
    second.go(*plan.sea.ports[to].gate, 6.0)
    starts = second.t
    second.call(plan.sea.ports[to], rng.uniform(10, 40), slot)
    hulls = (first.hull, second.hull)
    plan.events.append(Event("berth_swap", hulls, starts, second.t))
    return to, to


def pair_trawl(plan: Plan, hulls: tuple[int, int], rng: np.random.Generator) -> None:
    """Two boats drag one net: side by side at 3-4 kn for hours, days on end."""
    ground = open_water(plan.sea, 25.0, rng, 1)[0]
    starts = -rng.uniform(0, 1) * DAY_S
    first = Diary(hulls[0], starts, float(ground[0]), float(ground[1]))
    apart = rng.uniform(200, 480) / 1000 / KM_PER_DEG
    while first.t < plan.ends:
        lat, lon = ground + rng.normal(0, 0.06, 2).clip(-0.14, 0.14)
        first.go(float(lat), float(lon), rng.uniform(2.6, 4.2), 3)
        if rng.random() < 0.3:
            first.stay(rng.uniform(0.5, 3.0), DRIFTING)
    second = Diary(hulls[1], starts, first.lat + apart, first.lon)
    second.knots = [(t, lat + apart, lon, act) for t, lat, lon, act in first.knots]
    second.t = first.t
    plan.events.append(Event("pair_trawl", hulls, max(0.0, starts), first.t, *ground))
    plan.diaries[hulls[0]], plan.diaries[hulls[1]] = first, second


SINGLE_ROLES = {
    "dprk_trade": dprk_trade,
    "short_dark": short_dark,
    "unseen_barge": unseen_barge,
}
