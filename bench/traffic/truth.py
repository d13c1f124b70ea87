"""Truth, layer (a), put together: every hull's knots in one table, and the events of the plan."""

from dataclasses import dataclass

import numpy as np
from bench.traffic.diaries import SAILING, Call, Diary, Event, Off
from bench.traffic.fleet import MERCHANTS, Fleet, draw_fleet
from bench.traffic.itineraries import Plan, craft, ferry, fishing, merchant, open_water
from bench.traffic.scenarios import SINGLE_ROLES, pair
from bench.traffic.sea import Sea, load_sea
from bench.traffic.spec import DAY_S, HOUR_S, Array, Spec, World, draw_world

__all__ = ["Truth", "make_truth"]


@dataclass(frozen=True)
class Truth:
    """What happened. No receiver is in it."""

    spec: Spec
    world: World
    sea: Sea
    fleet: Fleet
    t: Array  # knots, ordered by hull and time
    lat: Array
    lon: Array
    activity: Array
    first_knot: Array  # of each hull; one more at the end
    calls: tuple[Call, ...]
    events: tuple[Event, ...]
    offs: tuple[Off, ...]


def make_truth(spec: Spec) -> Truth:
    """Write every life. Each hull has random numbers of its own, so that one more ship changes
    no other."""
    rng = np.random.default_rng([spec.seed, 1])
    world = draw_world(spec.layout, rng)
    fleet = draw_fleet(spec.ships, world, rng)
    sea = load_sea()
    grounds = open_water(sea, 20.0, rng, 14)
    plan = Plan(sea, fleet, world, spec.days * DAY_S, grounds, draw_storms(spec, rng))
    hull = 0
    while hull < len(fleet):
        hull += live(plan, hull, np.random.default_rng([spec.seed, 2, hull]))
    return collect(spec, plan)


def draw_storms(spec: Spec, rng: np.random.Generator) -> tuple[tuple[float, float], ...]:
    """About one in two weeks, of 18 to 48 hours."""
    starts = rng.uniform(0, spec.days * DAY_S, rng.poisson(spec.days / 14))
    return tuple((float(t), float(t + rng.uniform(18, 48) * HOUR_S)) for t in np.sort(starts))


def live(plan: Plan, hull: int, rng: np.random.Generator) -> int:
    """Write the life of a hull, or of two; return how many."""
    role, kind = str(plan.fleet.role[hull]), str(plan.fleet.kind[hull])
    if is_first_of_pair(plan.fleet, hull):
        pair(plan, (hull, hull + 1), role, rng)
        return 2
    if kind in MERCHANTS:
        plan.diaries[hull] = SINGLE_ROLES.get(role, merchant)(plan, hull, rng)
    elif kind == "fishing":
        plan.diaries[hull] = fishing(plan, hull, rng)
    elif kind == "ferry":
        plan.diaries[hull] = ferry(plan, hull, rng)
    else:
        plan.diaries[hull] = craft(plan, hull, rng)
    if role == "fishing_dark":
        fishing_dark(plan, plan.diaries[hull], rng)
    return 1


def is_first_of_pair(fleet: Fleet, hull: int) -> bool:
    role = str(fleet.role[hull])
    is_pair = role.endswith("_pair") or role == "pair_trawl"
    return is_pair and hull + 1 < len(fleet) and bool(fleet.role[hull + 1] == role)


def fishing_dark(plan: Plan, diary: Diary, rng: np.random.Generator) -> None:
    """Candidates for boats that switch off on the ground, a few hours or a day or more."""
    for knot, after in zip(diary.knots, diary.knots[1:], strict=False):
        if knot[3] == 3 and rng.random() < 0.015:
            hours = float(rng.choice([rng.uniform(3, 8), rng.uniform(10, 60)]))
            starts = rng.uniform(knot[0], after[0])
            group = plan.new_group()
            plan.offs.append(
                Off(diary.hull, starts, starts + hours * HOUR_S, "fishing_dark", group, 0.0, hours)
            )


def collect(spec: Spec, plan: Plan) -> Truth:
    parts, first = [], [0]
    for hull in range(len(plan.fleet)):
        knots = plan.diaries[hull].closed()
        if len(knots) == 1 or knots[-1, 0] < plan.ends:
            knots = np.vstack([knots, [plan.ends + DAY_S, *knots[-1, 1:3], SAILING]])
        knots[:, 0] = np.maximum.accumulate(knots[:, 0])
        parts.append(knots)
        first.append(first[-1] + len(knots))
    table = np.vstack(parts)
    calls = [call for hull in range(len(plan.fleet)) for call in plan.diaries[hull].calls]
    return Truth(
        spec=spec,
        world=plan.world,
        sea=plan.sea,
        fleet=plan.fleet,
        t=table[:, 0],
        lat=table[:, 1],
        lon=table[:, 2],
        activity=table[:, 3].astype(np.int8),
        first_knot=np.array(first),
        calls=tuple(calls),
        events=tuple(plan.events),
        offs=tuple(plan.offs),
    )
