"""Small made-up worlds and forcings that touch every branch of the mechanism."""

from datetime import date
from typing import Any

import numpy as np
from tests.builders_scenarios import make_forcing

from coalface.scenarios.forcing import Forcing
from coalface.scenarios.world import Companies, Lanes, Mines, Opening, Traders, World

N_MONTHS = 48


def make_random_world(rng: np.random.Generator) -> World:
    """Give a world of a few mines of both goods, companies and traders with random lanes."""
    n_m, n_c, n_t = (int(n) for n in rng.integers((3, 2, 1), (7, 6, 4)))
    good = np.array([0, 1, *rng.integers(0, 2, n_m - 2)])
    pairs = [
        (m, c, t)
        for m in range(n_m)
        for c, t in {
            (int(rng.integers(n_c)), int(rng.integers(n_t))) for _ in range(rng.integers(1, 4))
        }
    ]
    mine, company, trader = (np.array(column) for column in zip(*sorted(pairs), strict=True))
    weight = rng.uniform(0.1, 1, len(mine))
    weight /= np.bincount(mine, weight, n_m)[mine]
    sizes = [rng.uniform(0.2, 1, n) for n in (n_c, n_t)]
    return World(
        name="random",
        mines=Mines(
            names=tuple(f"m{i}" for i in range(n_m)),
            kind=np.where(good == 1, 0, rng.integers(0, 3, n_m)),
            good=good,
            province=("",) * n_m,
            size=rng.uniform(0.1, 2, n_m),
            equipment=rng.uniform(0.4, 1, n_m),
            strategic=rng.uniform(0, 1, n_m),
            depth=rng.uniform(0.5, 2, n_m),
            power_dependence=rng.uniform(0, 0.8, n_m),
        ),
        companies=Companies(
            names=tuple(f"c{i}" for i in range(n_c)),
            sponsor=rng.integers(0, 4, n_c),
            bank=rng.integers(0, 3, n_c),
            size=sizes[0] / sizes[0].sum(),
            reach=rng.uniform(0, 2, n_c),
            approval=rng.uniform(0.2, 1, n_c),
        ),
        traders=Traders(tuple(f"t{i}" for i in range(n_t)), ("",) * n_t, sizes[1] / sizes[1].sum()),
        lanes=Lanes(mine, company, trader, weight),
        land_share=rng.uniform(0, 1, 2),
        route_capacity_share=rng.uniform(0.02, 0.4, 3),
        opening=Opening(*(float(x) for x in rng.uniform(1e6, 4e7, 6))),
    )


def make_random_forcing(rng: np.random.Generator, n: int = N_MONTHS) -> Forcing:
    """Give months with caps, a ban that begins within one, a closed border and moving prices."""
    by_good: dict[str, Any] = {"cap_t": np.full((n, 2), np.nan)}
    by_good |= {"cap_usd": np.full((n, 2), np.nan), "cap_days_share": np.zeros((n, 2))}
    period = np.full((n, 2), -1, dtype=np.int64)
    for g in (0, 1):
        start = int(rng.integers(2, 8))
        period[start : start + 6, g], period[start + 6 : start + 11, g] = 0, 1
        by_good["cap_t"][start : start + 9, g] = rng.uniform(1e4, 3e6)
        by_good["cap_usd"][start + 3 : start + 11, g] = rng.uniform(1e6, 1e8)
        by_good["cap_days_share"][start : start + 11, g] = rng.choice([0.4, 1.0, 1.0], 11)
    ban = np.zeros((n, 2))
    for g in (0, 1):
        first = int(rng.integers(20, 26))
        ban[first, g], ban[first + 1 : first + 18, g] = rng.uniform(0.1, 0.9), 1.0
    border = np.ones(n)
    border[34:38], border[38] = 0.0, 0.4
    return make_forcing(
        **by_good,
        cap_period=period,
        ban_share=ban,
        border=border,
        enforcement=rng.uniform(0, 0.5, (n, 5)),
        news=np.where(np.arange(n) > 18, rng.uniform(0, 1, n), 0.0),
        fuel=rng.uniform(0.3, 1, n),
        power=rng.uniform(0.4, 1, n),
        demand_t=rng.uniform(0, 2e6, (n, 2)),
        world_price_usd_per_t=rng.uniform(30, 140, (n, 2)),
        prepayment_limit=np.where(np.arange(n) > 40, 0.1, 1.0),
        **_span(n),
    )


def _span(n: int) -> dict[str, Any]:
    years, months = divmod(n - 1, 12)
    return {"first": date(2010, 1, 1), "last": date(2010 + years, months + 1, 1)}
