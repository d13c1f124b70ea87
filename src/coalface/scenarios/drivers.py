"""The forcing of one month in the shapes that the rules want, made once for all months."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from coalface.scenarios.forcing import NO_CAP, Forcing
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import TINY
from coalface.scenarios.world import GOODS, World

__all__ = ["UNLAWFUL_ROUTES", "Month", "find_months"]

UNLAWFUL_ROUTES = ("ship-to-ship", "direct-dark", "relabelled")


@dataclass(frozen=True, eq=False, slots=True)
class Month:
    """What one month brings from outside; the same in every draw.

    Attributes:
        lawful_days: Part of days on which declared export is not banned, `(good,)`.
        cap_days: Part of the lawful days on which a cap counts, `(good,)`.
        cap_t: What the cap's period allows, infinite where there is no such limit, `(good,)`.
        cap_usd: The same in value, `(good,)`.
        has_cap: Whether any cap counts this month.
        is_open: Whether nothing is barred or capped, so that no cargo goes by unlawful routes.
        goes_on: 1 where a cap's period goes on from the month before, else 0, `(good,)`.
        price: World price at the Chinese port, USD/t, `(quote,)`.
        freight: Freight in it, USD/t, `(quote,)`.
        price_by_good: World price, `(good,)`.
        demand_t: Demand at no risk, `(good,)`.
        enforcement: Chance that a cargo is stopped, by unlawful class of routes, repeated for
            each good, `(good x route,)`.
        relative_risk: The same over its mean, 1 where all are 0, `(good x route,)`.
        route_price: World price of the good, repeated for each route, `(good x route,)`.
        cny_per_usd: Rate of exchange.
        power: Output of each mine that power allows, `(mine,)`.
        pump_power: Part of pumping that the state keeps up without work, `(mine,)`.
        fuel: Part of the need for fuel that is met.
        border: 0 closed to 1 open.
        news: How loud enforcement is in the news.
        prepayment_limit: Most that terms may ask.
    """

    lawful_days: Floats
    cap_days: Floats
    cap_t: Floats
    cap_usd: Floats
    has_cap: bool
    is_open: bool
    goes_on: Floats
    price: Floats
    freight: Floats
    price_by_good: Floats
    demand_t: Floats
    enforcement: Floats
    relative_risk: Floats
    route_price: Floats
    cny_per_usd: float
    power: Floats
    pump_power: Floats
    fuel: float
    border: float
    news: float
    prepayment_limit: float


def find_months(world: World, forcing: Forcing) -> tuple[Month, ...]:
    """Put the forcing into the order of the world's quotes, mines and goods.

    Args:
        world: Who takes part.
        forcing: What drives the run.

    Raises:
        ValueError: If the forcing has other goods, or lacks a class of routes.
    """
    if forcing.goods != GOODS or not set(UNLAWFUL_ROUTES) <= set(forcing.routes):
        raise ValueError(
            f"forcing has goods {forcing.goods} and routes {forcing.routes}; "
            f"expected {GOODS} and at least {UNLAWFUL_ROUTES}"
        )
    paths = _cap_paths(forcing) | _route_paths(forcing) | _mine_paths(world, forcing)
    goods = world.quotes[1]
    paths |= {
        "price": forcing.world_price_usd_per_t[:, goods],
        "freight": forcing.freight_usd_per_t[:, goods],
        "price_by_good": forcing.world_price_usd_per_t,
        "demand_t": forcing.demand_t,
    }
    for name in ("cny_per_usd", "fuel", "border", "news", "prepayment_limit"):
        paths[name] = getattr(forcing, name).tolist()
    paths = {
        n: np.ascontiguousarray(p) if isinstance(p, np.ndarray) else p for n, p in paths.items()
    }
    names = tuple(f.name for f in fields(Month))
    return tuple(Month(*row) for row in zip(*(paths[name] for name in names), strict=True))


def _cap_paths(forcing: Forcing) -> dict[str, Any]:
    lawful, period = 1.0 - forcing.ban_share, forcing.cap_period
    capped = (period != NO_CAP) & (forcing.cap_days_share > 0) & (lawful > 0)
    days = np.divide(forcing.cap_days_share, lawful, out=np.zeros(lawful.shape), where=capped)
    earlier = np.vstack([np.full_like(period[:1], NO_CAP), period[:-1]])
    return {
        "lawful_days": lawful,
        "cap_days": np.minimum(days, 1.0),
        "cap_t": np.where(capped & ~np.isnan(forcing.cap_t), forcing.cap_t, np.inf),
        "cap_usd": np.where(capped & ~np.isnan(forcing.cap_usd), forcing.cap_usd, np.inf),
        "has_cap": capped.any(axis=1).tolist(),
        "is_open": ((lawful == 1.0).all(axis=1) & ~capped.any(axis=1)).tolist(),
        "goes_on": ((period == earlier) & (period != NO_CAP)) * 1.0,
    }


def _route_paths(forcing: Forcing) -> dict[str, Any]:
    routes = [forcing.routes.index(name) for name in UNLAWFUL_ROUTES]
    enforcement = forcing.enforcement[:, routes]
    mean = enforcement.mean(axis=1, keepdims=True)
    relative = np.divide(enforcement, mean, out=np.ones(enforcement.shape), where=mean > 0)
    price = np.maximum(forcing.world_price_usd_per_t, TINY)
    return {
        "enforcement": np.tile(enforcement, (1, len(GOODS))),
        "relative_risk": np.tile(relative, (1, len(GOODS))),
        "route_price": np.repeat(price, len(UNLAWFUL_ROUTES), axis=1),
    }


def _mine_paths(world: World, forcing: Forcing) -> dict[str, Any]:
    power = forcing.power[:, None]
    return {
        "power": 1.0 - world.mines.power_dependence * (1.0 - power),
        "pump_power": world.mines.strategic * power,
    }
