"""Step 7, first half: how unlawful cargo spreads over aggregate classes of routes.

The classes, their cost and the chance that a cargo is stopped are inputs. The mix is that of the
whole market; no agent and no ship chooses here, and nothing gives a best route.
"""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.drivers import UNLAWFUL_ROUTES, Month
from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats, Relation
from coalface.scenarios.shares import TINY, part_of
from coalface.scenarios.standing import Standing
from coalface.scenarios.world import GOODS

__all__ = ["RouteMix", "fit_routes", "mix_routes"]

STEEPEST = 50.0
N_ROUTES = len(UNLAWFUL_ROUTES)
PAIRS = np.arange(len(GOODS) * N_ROUTES)  # every route of the first good, then of the second
GOOD, ROUTE = Relation(PAIRS // N_ROUTES, len(GOODS)), Relation(PAIRS % N_ROUTES, N_ROUTES)


class RouteMix(NamedTuple):
    """How a month's unlawful cargo goes.

    Attributes:
        kept: Part of what was ready that finds room, `(draw, good)`.
        stopped: Chance that a cargo is stopped, over the mix, `(draw, good)`.
        cost: Cost over the mix, USD/t, `(draw, good)`.
        by_route_t: Shipped by class, tonnes, `(draw, route)`.
    """

    kept: Floats
    stopped: Floats
    cost: Floats
    by_route_t: Floats


def mix_routes(month: Month, standing: Standing, rates: Rates, belief: Floats) -> Floats:
    """Give the mix of classes of each good, `(draw, good x route)` (7.3 and 7.4).

    Room weighs in, so that a class with twice the room takes twice as much at equal cost and risk.

    Args:
        month: What the month brings.
        standing: Constants of the block.
        rates: The unknowns.
        belief: Believed risk of the whole market, `(draw, 1)`.
    """
    risk = np.minimum(belief * month.relative_risk, 1.0)
    fine = rates.fine_cny / month.cny_per_usd / rates.voyage_t
    burden = standing.route_cost / month.route_price + risk * (1.0 + fine / month.route_price)
    pull = standing.room_t * np.exp(-np.minimum(rates.route_choice * burden, STEEPEST))
    return pull / GOOD.spread(np.maximum(GOOD.sum(pull), TINY * TINY))


def fit_routes(
    month: Month, standing: Standing, rates: Rates, mix: Floats, ready: Floats
) -> RouteMix:
    """Fit what is ready into the room of each class (7.5 to 7.8).

    Args:
        month: What the month brings.
        standing: Constants of the block.
        rates: The unknowns.
        mix: Mix of classes of each good.
        ready: Unlawful cargo ready to go, tonnes, `(draw, good)`.
    """
    total = ROUTE.sum(GOOD.spread(ready) * mix)
    room = standing.room_t[:, :N_ROUTES] * (1.0 - rates.closure_effect * (1.0 - month.border))
    part = part_of(room, total)
    going = mix * ROUTE.spread(part)
    chance = np.minimum(month.enforcement * rates.enforcement_scale, 1.0)
    kept = GOOD.sum(going)
    least = np.maximum(kept, TINY)
    stopped = GOOD.sum(going * chance) / least
    return RouteMix(kept, stopped, GOOD.sum(going * standing.route_cost) / least, total * part)
