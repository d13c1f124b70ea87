"""What one month hands to the next beside the ledger's balances; read-only for every rule."""

from dataclasses import dataclass, fields

import numpy as np

from coalface.scenarios.fixed import load_fixed
from coalface.scenarios.relations import Floats
from coalface.scenarios.world import GOODS, World

__all__ = ["State", "opening_state"]


@dataclass(frozen=True, eq=False)
class State:
    """Stocks, condition of mines, beliefs and habits at the start of a month, draw axis first.

    Attributes:
        port_t: Stock at ports, `(draw, lane)`.
        pit_t: Stock at pits, `(draw, mine)`.
        equipment: Equipment, 0 to 1, `(draw, mine)`.
        water: Flooded part, 0 to 1, `(draw, mine)`.
        strength: Miners' strength, 0 to 1, `(draw, mine)`.
        faces: Part of faces not lost, 0 to 1, `(draw, mine)`.
        belief: Risk that traders believe in, 0 to 1, `(draw, trader)`.
        seen: Part of last month's unlawful cargo that was seized, `(draw, trader)`.
        joined: How far a company has taken up unlawful routes, 0 to 1, `(draw, company)`.
        effort: Share of effort in substitutes, 0 to 1, `(draw, company)`.
        skill: Skill in them, 0 to 1, `(draw, company)`.
        short_months: Months of negative worth in a row, `(draw, company)`.
        closed_months: Months since it closed, 0 while open, `(draw, company)`.
        weight: Part of its mine's offer that a lane gets, `(draw, lane)`.
        cap_used_t: Use of the cap's period so far, `(draw, good)`.
        cap_used_usd: The same in value, `(draw, good)`.
        coke_t: Coke at the steel works, `(draw, 1)`.
    """

    port_t: Floats
    pit_t: Floats
    equipment: Floats
    water: Floats
    strength: Floats
    faces: Floats
    belief: Floats
    seen: Floats
    joined: Floats
    effort: Floats
    skill: Floats
    short_months: Floats
    closed_months: Floats
    weight: Floats
    cap_used_t: Floats
    cap_used_usd: Floats
    coke_t: Floats

    def __post_init__(self) -> None:
        for name in STATE_NAMES:
            getattr(self, name).flags.writeable = False


STATE_NAMES = tuple(f.name for f in fields(State))


def opening_state(world: World, n_draws: int) -> State:
    """Give the state before the first month, by the world and `fixed.yml`; no stocks anywhere."""

    def full(value: float | Floats, n: int) -> Floats:
        return np.asfortranarray(np.broadcast_to(np.asarray(value, dtype=float), (n_draws, n)))

    fixed = {name: each.value for name, each in load_fixed().items()}
    mines, lanes, companies = world.n_mines, world.n_lanes, world.n_companies
    return State(
        port_t=full(0.0, lanes),
        pit_t=full(0.0, mines),
        equipment=full(world.mines.equipment, mines),
        water=full(fixed["opening_water"], mines),
        strength=full(fixed["opening_strength"], mines),
        faces=full(fixed["opening_faces"], mines),
        belief=full(fixed["opening_belief"], world.n_traders),
        seen=full(0.0, world.n_traders),
        joined=full(0.0, companies),
        effort=full(0.0, companies),
        skill=full(fixed["opening_skill"], companies),
        short_months=full(0.0, companies),
        closed_months=full(0.0, companies),
        weight=full(world.lanes.weight, lanes),
        cap_used_t=full(0.0, len(GOODS)),
        cap_used_usd=full(0.0, len(GOODS)),
        coke_t=full(0.0, 1),
    )
