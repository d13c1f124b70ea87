"""How a transmitting ship would have been heard: estimated from the other ships, for one silence.

A hierarchy of rates of heard slots: the class of ship, the region, the cell with its neighbours,
and what the region and the cell were like in those six hours; times the equipment of the ship
itself. Every rate leaves out the ship in question. Internal: the model is asked about silences
that are past, and gives nothing by area or for a time to come.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.silence_settings import ReceptionSettings
from coalface.vessels.stays import Level, Stays, sums_by
from coalface.vessels.tracks import GRID

__all__ = ["Reception"]

Floats = NDArray[np.float64]
MAX_SHARE = 0.995
LEAST_RATE = 1e-4


@dataclass(frozen=True, slots=True)
class Reception:
    """The rate at which each ship would be heard in each of its stays.

    Attributes:
        p_on: Of each stay, that the ship was transmitting; 1 where it was heard.
        rate: Heard slots expected per slot, by the others.
        by_cell: The same at other times.
        rate_seen: Slots of others behind `rate`.
        region_seen: Slots of others in the region, at any time.
        hour_seen: Slots of others in the region, in those six hours.
        ship_odds: Of each silence, by number: the ship's odds of being heard, against an average
            ship, without that silence.
    """

    p_on: Floats
    rate: Floats
    by_cell: Floats
    rate_seen: Floats
    region_seen: Floats
    hour_seen: Floats
    ship_odds: Floats


def _estimate_reception(stays: Stays, p_on: Floats, settings: ReceptionSettings) -> Reception:
    """Estimate the rate of heard slots for each slot of each ship, from the other ships.

    Args:
        stays: Slots summed by `stays_of`.
        p_on: Of each silence, by number: the chance that the ship was transmitting in it.
        settings: Weights of each level in the next.
    """
    chance = np.where(stays.gap >= 0, p_on[stays.gap], 1.0) if len(p_on) else np.ones(len(stays.n))
    weight = np.where(stays.path == 0, _exactly(stays.n * chance), 0.0)
    both = (stays.heard, weight)
    share = stays.heard.sum() / max(weight.sum(), 1e-9)
    overall = np.full(len(weight), np.maximum(_rates_of(np.array([share])), LEAST_RATE)[0])
    levels = stays.levels
    base, _ = _pooled(both, levels["group"], overall, settings.prior_slots)
    by_region, region_seen = _pooled(both, levels["region"], base, settings.prior_slots)
    by_cell, _ = _pooled(both, levels["cell"], by_region, settings.region_slots)
    by_hour, hour_seen = _pooled(both, levels["hour"], by_cell, settings.region_slots)
    rate, rate_seen = _pooled(both, levels["cell_hour"], by_hour, settings.cell_slots)
    odds = _ship_odds(stays, both, rate, settings)
    return Reception(chance, rate, by_cell, rate_seen, region_seen, hour_seen, odds)


def _exactly(values: Floats) -> Floats:
    return np.asarray(np.rint(values * GRID) / GRID)


def _heard_share(rate: Floats) -> Floats:
    return np.asarray(1.0 - pl.Series(-rate).exp().to_numpy())


def _rates_of(share: Floats) -> Floats:
    """Give the rate of a Poisson process of which a share of slots is not empty."""
    return np.asarray(-pl.Series(1.0 - np.clip(share, 0.0, MAX_SHARE)).log().to_numpy())


def _pooled(
    both: tuple[Floats, Floats], level: Level, prior: Floats, strength: float
) -> tuple[Floats, Floats]:
    """Multiply a prior rate by what the other ships show at a level, drawn to 1 by `strength`.

    In each group of slots the heard ones are set against those that the prior rate expects; the
    ship's own are taken out of both. A level may take a group's neighbours in.

    Returns:
        The rate, and the slots of others behind it.
    """
    heard, weight = both
    share = _heard_share(prior)
    columns = (heard, _exactly(weight * share), weight)
    mine = [sums_by(level.mine, column, level.n_mine) for column in columns]
    every = [sums_by(level.whole, column, level.n_whole) for column in mine]
    if level.near is not None and level.near_mine is not None:
        mine = [_with_near(column, level.near_mine) for column in mine]
        every = [_with_near(column, level.near) for column in every]
    got, due, seen = (np.maximum(a[level.whole] - b, 0.0) for a, b in zip(every, mine, strict=True))
    factor = _odds_factor(got, due, seen, strength)[level.mine]
    odds = share / (1.0 - share) * factor
    return np.maximum(_rates_of(odds / (1.0 + odds)), LEAST_RATE), seen[level.mine]


def _with_near(sums: Floats, near: NDArray[np.int64]) -> Floats:
    """Give each group the sums of its neighbourhood; beyond the last group there is nothing."""
    return np.asarray(np.append(sums, 0.0)[near].sum(axis=0))


def _odds_factor(got: Floats, due: Floats, seen: Floats, strength: float) -> Floats:
    """Give the factor on the odds of being heard; `strength` slots speak for the prior."""
    half = strength / 2
    prior_share = np.clip((due + 0.5) / (seen + 1.0), 0.02, 0.98)
    a = got + half * prior_share * 2
    b = np.maximum(seen - got, 0.0) + half * (1 - prior_share) * 2
    return np.asarray((a / b) / (prior_share / (1 - prior_share)))


def _ship_odds(
    stays: Stays, both: tuple[Floats, Floats], rate: Floats, settings: ReceptionSettings
) -> Floats:
    """Give the factor of each ship's equipment on the odds of being heard, for each silence.

    The silence in question is left out; the ship's other silences count as far as it was
    transmitting in them.
    """
    heard, weight = both
    due = _exactly(weight * _heard_share(rate))
    got, *others = (sums_by(stays.ship, column, 0) for column in (heard, due, weight))
    is_silent = stays.gap >= 0
    gap, ship = stays.gap[is_silent], np.zeros(stays.n_gaps, np.int64)
    ship[gap] = stays.ship[is_silent]
    own = (sums_by(gap, column[is_silent], stays.n_gaps) for column in (due, weight))
    rest = [every[ship] - mine for every, mine in zip(others, own, strict=True)]
    return _odds_factor(got[ship], rest[0], rest[1], settings.ship_slots)
