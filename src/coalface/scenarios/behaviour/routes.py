"""Step 7, first half: how unlawful cargo spreads over aggregate classes of routes.

The classes, their cost and the chance that a cargo is stopped are inputs. The mix is that of the
whole market; no agent and no ship chooses here, and nothing gives a best route.
"""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.drivers import UNLAWFUL_ROUTES, Month
from coalface.scenarios.kernels import Floats, Path, kernel
from coalface.scenarios.rates import Rates
from coalface.scenarios.shares import TINY, part_of
from coalface.scenarios.standing import Standing
from coalface.scenarios.world import GOODS

__all__ = ["RouteMix", "fit_routes", "mix_routes"]

STEEPEST = 50.0
N_ROUTES = len(UNLAWFUL_ROUTES)
N_GOODS = len(GOODS)  # pairs: every route of the first good, then of the second


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
    told = (rates.fine_cny.T, rates.voyage_t.T, rates.route_choice.T)
    paths = (month.relative_risk, month.route_price)
    burdens = _burdens(belief.T, standing.route_cost.T, told, paths, month.cny_per_usd)
    pull = np.exp(burdens)  # of NumPy: another library's last digit may differ
    return _mixes(standing.room_t.T, pull).T


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
    pairs = (mix.T, standing.route_cost.T, standing.room_t.T)
    told = (rates.closure_effect.T, rates.enforcement_scale.T)
    fitted = _fitted(pairs, ready.T, told, month.enforcement, month.border)
    return RouteMix(*(rows.T for rows in fitted))


@kernel
def _burdens(
    belief: Floats,
    route_cost: Floats,
    rates: tuple[Floats, Floats, Floats],
    paths: tuple[Path, Path],
    cny_per_usd: float,
) -> Floats:
    fine_cny, voyage_t, choice = rates
    relative, price = paths
    found = np.empty(route_cost.shape)
    for i in range(route_cost.shape[0]):
        for d in range(route_cost.shape[1]):
            risk = min(belief[0, d] * relative[i], 1.0)
            fine = fine_cny[0, d] / cny_per_usd / voyage_t[0, d]
            burden = route_cost[i, d] / price[i] + risk * (1.0 + fine / price[i])
            found[i, d] = -min(choice[0, d] * burden, STEEPEST)
    return found


@kernel
def _mixes(room: Floats, pull: Floats) -> Floats:
    found, total = np.empty(pull.shape), np.zeros((N_GOODS, pull.shape[1]))
    for i in range(pull.shape[0]):
        for d in range(pull.shape[1]):
            found[i, d] = room[i, d] * pull[i, d]
            total[i // N_ROUTES, d] += found[i, d]
    for i in range(pull.shape[0]):
        for d in range(pull.shape[1]):
            found[i, d] /= max(total[i // N_ROUTES, d], TINY * TINY)
    return found


@kernel
def _fitted(
    pairs: tuple[Floats, Floats, Floats],
    ready: Floats,
    rates: tuple[Floats, Floats],
    enforcement: Path,
    border: float,
) -> tuple[Floats, Floats, Floats, Floats]:
    mix, route_cost, room = pairs
    closure, scale = rates
    n_pairs, n_draws = mix.shape
    kept, stopped = np.zeros((N_GOODS, n_draws)), np.zeros((N_GOODS, n_draws))
    cost, shipped = np.zeros((N_GOODS, n_draws)), np.zeros((N_ROUTES, n_draws))
    part = np.empty((N_ROUTES, n_draws))
    for i in range(n_pairs):
        for d in range(n_draws):
            shipped[i % N_ROUTES, d] += ready[i // N_ROUTES, d] * mix[i, d]
    for r in range(N_ROUTES):
        for d in range(n_draws):
            open_room = room[r, d] * (1.0 - closure[0, d] * (1.0 - border))
            part[r, d] = part_of(open_room, shipped[r, d])
            shipped[r, d] *= part[r, d]
    for i in range(n_pairs):
        g = i // N_ROUTES
        for d in range(n_draws):
            going = mix[i, d] * part[i % N_ROUTES, d]
            kept[g, d] += going
            stopped[g, d] += going * min(enforcement[i] * scale[0, d], 1.0)
            cost[g, d] += going * route_cost[i, d]
    least = np.maximum(kept, TINY)
    return kept, stopped / least, cost / least, shipped
