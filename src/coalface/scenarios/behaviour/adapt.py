"""Step 14: companies take up unlawful routes, turn to substitutes, close and are founded again."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.kernels import Floats, Indices, Path, formula, kernel
from coalface.scenarios.rates import Rates
from coalface.scenarios.shares import TINY
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
    told = (rates.join_months.T, barred.T)
    return _joining(joined.T, world.companies.reach, told).T


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
    told = (rates.substitute_speed.T, rates.substitute_learning.T, rates.substitute_scale_usd.T)
    companies = (effort.T, skill.T, goal.T)
    found = _substitutes(companies, world.companies.size, told, border)
    return Substitutes(*(rows.T for rows in found))


def survive(rates: Rates, worth: Floats, short_months: Floats, closed_months: Floats) -> Survival:
    """Close companies that have been worth less than nothing for long (14.4 and 14.5).

    Args:
        rates: The unknowns.
        worth: Cash and receivables less prepayments and arrears owed, `(draw, company)`.
        short_months: Months of negative worth in a row.
        closed_months: Months since it closed, 0 while open.
    """
    companies = (worth.T, short_months.T, closed_months.T)
    found = _survivals(companies, (rates.closing_months.T, rates.refound_months.T))
    return Survival(*(rows.T for rows in found))


def share_mines(world: World, closed_months: Floats) -> Floats:
    """Share each mine's offer among the open companies that deal with it (14.7).

    Where all of them are closed, the mine has no way to export.
    """
    parents = (world.lane_mine.parent, world.lane_company.parent)
    return _weights(closed_months.T, world.lanes.weight, parents, world.n_mines).T


@kernel
def _joining(joined: Floats, reach: Path, rates: tuple[Floats, Floats]) -> Floats:
    months, barred = rates
    found = np.empty(joined.shape)
    for c in range(joined.shape[0]):
        for d in range(joined.shape[1]):
            found[c, d] = _joined(joined[c, d], reach[c], months[0, d], barred[0, d])
    return found


@kernel
def _substitutes(
    companies: tuple[Floats, Floats, Floats],
    size: Path,
    rates: tuple[Floats, Floats, Floats],
    border: float,
) -> tuple[Floats, Floats, Floats]:
    effort, skill, goal = companies
    speed, learning, scale = rates
    more, better, sold = np.empty(goal.shape), np.empty(goal.shape), np.empty(goal.shape)
    for c in range(goal.shape[0]):
        for d in range(goal.shape[1]):
            more[c, d] = _effort(effort[c, d], speed[0, d], goal[c, d])
            better[c, d] = _skill(skill[c, d], learning[0, d], effort[c, d])
            sold[c, d] = _sold(scale[0, d], size[c], effort[c, d], skill[c, d], border)
    return more, better, sold


@kernel
def _survivals(
    companies: tuple[Floats, Floats, Floats], rates: tuple[Floats, Floats]
) -> tuple[Floats, Floats, Floats]:
    worth, short_months, closed_months = companies
    limit, until = rates
    still, closed = np.empty(worth.shape), np.empty(worth.shape)
    closing = np.empty(worth.shape)
    for c in range(worth.shape[0]):
        for d in range(worth.shape[1]):
            short = _short(short_months[c, d], worth[c, d], closed_months[c, d])
            closing[c, d] = _closing(short, limit[0, d])
            closed[c, d] = _closed(closed_months[c, d], until[0, d], closing[c, d])
            still[c, d] = _still_short(short, closing[c, d])
    return still, closed, closing


@kernel
def _weights(
    closed_months: Floats, weight: Path, parents: tuple[Indices, Indices], n_mines: int
) -> Floats:
    mine, company = parents
    n_lanes, n_draws = weight.size, closed_months.shape[1]
    found, total = np.empty((n_lanes, n_draws)), np.zeros((n_mines, n_draws))
    for i in range(n_lanes):
        for d in range(n_draws):
            is_open = 1.0 if closed_months[company[i], d] == 0.0 else 0.0
            found[i, d] = is_open * weight[i]
            total[mine[i], d] += found[i, d]
    for i in range(n_lanes):
        for d in range(n_draws):
            found[i, d] /= max(total[mine[i], d], TINY)
    return found


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
