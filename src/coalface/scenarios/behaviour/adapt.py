"""Step 14: companies take up unlawful routes, turn to substitutes, close and are founded again."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import TINY, formula
from coalface.scenarios.world import World

__all__ = [
    "Substitutes",
    "Survival",
    "join_unlawful",
    "share_mines",
    "survive",
    "turn_to_substitutes",
]


class Substitutes(NamedTuple):
    """Effort and skill at the month's end, and what was sold, `(draw, company)`."""

    effort: Floats
    skill: Floats
    sold_usd: Floats


class Survival(NamedTuple):
    """Who closes and who is founded again, `(draw, company)`.

    Attributes:
        short_months: Months of negative worth in a row.
        closed_months: Months since it closed, 0 while open.
        closing: 1 where it closes this month.
    """

    short_months: Floats
    closed_months: Floats
    closing: Floats


def join_unlawful(world: World, rates: Rates, joined: Floats, barred: Floats) -> Floats:
    """Take up unlawful routes while lawful ones are barred, and leave them when open (14.1).

    Args:
        world: Who has which reach.
        rates: The unknowns.
        joined: How far, 0 to 1, `(draw, company)`.
        barred: Part of lawful trade that is barred, the most of all goods, `(draw, 1)`.
    """
    return _joined(joined, world.companies.reach, rates.join_months, barred)


def turn_to_substitutes(
    world: World, rates: Rates, habits: tuple[Floats, Floats], goal: Floats, border: float
) -> Substitutes:
    """Move effort to goods that no sanction names (14.2 and 14.3).

    Args:
        world: Sizes of the companies.
        rates: The unknowns.
        habits: Effort and skill at the start of the month, `(draw, company)` each.
        goal: Effort that the company would like: the part of trade that is barred where the margin
            on minerals is the lower one, else 0, `(draw, company)`.
        border: 0 closed to 1 open.
    """
    effort, skill = habits
    return Substitutes(
        _effort(effort, rates.substitute_speed, goal),
        _skill(skill, rates.substitute_learning, effort),
        _sold(rates.substitute_scale_usd, world.companies.size, effort, skill, border),
    )


def survive(rates: Rates, worth: Floats, short_months: Floats, closed_months: Floats) -> Survival:
    """Close companies that have been worth less than nothing for long (14.4 and 14.5).

    Args:
        rates: The unknowns.
        worth: Cash and receivables less prepayments and arrears owed, `(draw, company)`.
        short_months: Months of negative worth in a row.
        closed_months: Months since it closed, 0 while open.
    """
    short = _short(short_months, worth, closed_months)
    closing = _closing(short, rates.closing_months)
    closed = _closed(closed_months, rates.refound_months, closing)
    return Survival(_still_short(short, closing), closed, closing)


def share_mines(world: World, closed_months: Floats) -> Floats:
    """Share each mine's offer among the open companies that deal with it (14.7).

    Where all of them are closed, the mine has no way to export.
    """
    is_open = world.lane_company.spread((closed_months == 0).astype(np.float64))
    weight = is_open * world.lanes.weight
    total = world.lane_mine.spread(world.lane_mine.sum(weight))
    return weight / np.maximum(total, TINY)


@formula
def _joined(joined: float, reach: float, months: float, barred: float) -> float:
    return joined + min(reach / months, 1.0) * (barred - joined)


@formula
def _effort(effort: float, speed: float, goal: float) -> float:
    return effort + speed * (goal - effort)


@formula
def _skill(skill: float, learning: float, effort: float) -> float:
    return skill + learning * effort * (1.0 - skill)


@formula
def _sold(scale: float, size: float, effort: float, skill: float, border: float) -> float:
    return scale * size * effort * skill * border


@formula
def _short(months: float, worth: float, closed_months: float) -> float:
    return months + 1.0 if worth < 0.0 and closed_months == 0.0 else 0.0


@formula
def _closing(short: float, limit: float) -> float:
    return 1.0 if short >= limit else 0.0


@formula
def _closed(months: float, until: float, closing: float) -> float:
    since = 0.0 if months == 0.0 else months + 1.0
    return max(since if since <= until else 0.0, closing)


@formula
def _still_short(short: float, closing: float) -> float:
    return short * (1.0 - closing)
