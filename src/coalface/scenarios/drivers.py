"""The forcing of one month in the shapes that the rules want, made once for all months."""

from dataclasses import dataclass

import numpy as np

from coalface.scenarios.forcing import NO_CAP, Forcing
from coalface.scenarios.relations import Floats
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
        starts_period: 0 where a cap's period goes on from the month before, else 1, `(good,)`.
        price: World price at the Chinese port, USD/t, `(quote,)`.
        freight: Freight in it, USD/t, `(quote,)`.
        price_by_good: World price, `(good,)`.
        demand_t: Demand at no risk, `(good,)`.
        enforcement: Chance that a cargo is stopped, by unlawful class of routes, `(route,)`.
        relative_risk: The same over its mean, 1 where all are 0, `(route,)`.
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
    starts_period: Floats
    price: Floats
    freight: Floats
    price_by_good: Floats
    demand_t: Floats
    enforcement: Floats
    relative_risk: Floats
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
    routes = [forcing.routes.index(name) for name in UNLAWFUL_ROUTES]
    return tuple(_month(world, forcing, at, routes) for at in range(len(forcing.months)))


def _month(world: World, forcing: Forcing, at: int, routes: list[int]) -> Month:
    goods = world.quotes[1]
    lawful = 1.0 - forcing.ban_share[at]
    period = forcing.cap_period[at]
    capped = (period != NO_CAP) & (forcing.cap_days_share[at] > 0) & (lawful > 0)
    days = np.where(capped, forcing.cap_days_share[at] / np.where(lawful > 0, lawful, 1.0), 0.0)
    earlier = forcing.cap_period[at - 1] if at else np.full_like(period, NO_CAP)
    goes_on = (period == earlier) & (period != NO_CAP)
    enforcement = forcing.enforcement[at, routes]
    mean, mines = enforcement.mean(), world.mines
    power = float(forcing.power[at])
    return Month(
        lawful_days=lawful,
        cap_days=np.minimum(days, 1.0),
        cap_t=np.where(capped, _no_limit(forcing.cap_t[at]), np.inf),
        cap_usd=np.where(capped, _no_limit(forcing.cap_usd[at]), np.inf),
        has_cap=bool(capped.any()),
        starts_period=1.0 - goes_on,
        price=forcing.world_price_usd_per_t[at, goods],
        freight=forcing.freight_usd_per_t[at, goods],
        price_by_good=forcing.world_price_usd_per_t[at],
        demand_t=forcing.demand_t[at],
        enforcement=enforcement,
        relative_risk=enforcement / mean if mean > 0 else np.ones(len(routes)),
        cny_per_usd=float(forcing.cny_per_usd[at]),
        power=1.0 - mines.power_dependence * (1.0 - power),
        pump_power=mines.strategic * power,
        fuel=float(forcing.fuel[at]),
        border=float(forcing.border[at]),
        news=float(forcing.news[at]),
        prepayment_limit=float(forcing.prepayment_limit[at]),
    )


def _no_limit(cap: Floats) -> Floats:
    return np.where(np.isnan(cap), np.inf, cap)
