"""Step 10: what companies owe to authorities whatever their profit, and what they pay of it."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.kernels import Floats, Indices, formula, kernel
from coalface.scenarios.rates import Rates
from coalface.scenarios.shares import TINY
from coalface.scenarios.standing import Standing
from coalface.scenarios.world import World

__all__ = ["Levies", "levy"]


class Levies(NamedTuple):
    """What is paid and what is owed on, USD.

    Attributes:
        paid: Levy, `(draw, company x authority)`.
        unpaid: Levy owed on, `(draw, company x authority)`.
        arrears_paid: On older levies, `(draw, company x authority)`.
        fees: Fees of state bodies, `(draw, company)`.
        left: What of the deposit is left, `(draw, company)`.
    """

    paid: Floats
    unpaid: Floats
    arrears_paid: Floats
    fees: Floats
    left: Floats


def levy(
    world: World,
    standing: Standing,
    rates: Rates,
    business: tuple[Floats, ...],
    owed: tuple[Floats, Floats],
) -> Levies:
    """Pay levy, then fees, then part of what is owed from before (10.1 to 10.7).

    Args:
        world: Who owes to whom.
        standing: Constants of the block.
        rates: The unknowns.
        business: Contract value of what arrived, cost of the month, and what of it was paid for
            port and inspection, `(draw, company)` each.
        owed: Deposit after the month's receipts, `(draw, company)`, and levy owed from before,
            `(draw, company x authority)`.
    """
    deposit, arrears = owed
    value, cost, port = business
    told = (rates.protected_share.T, rates.levy_share.T, rates.authority_share.T)
    levied = _levied(
        (deposit.T, value.T, cost.T, port.T),
        (arrears.T, standing.levy_split.T),
        (*told, rates.arrears_catchup.T),
        world.arrears_company.parent,
    )
    return Levies(*(rows.T for rows in levied))


@kernel
def _levied(
    companies: tuple[Floats, Floats, Floats, Floats],
    pairs: tuple[Floats, Floats],
    rates: tuple[Floats, Floats, Floats, Floats],
    company: Indices,
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    deposit, value, cost, port = companies
    arrears, split = pairs
    protected, share, authority_share, catchup = rates
    paid, unpaid = np.empty(arrears.shape), np.empty(arrears.shape)
    old, fees, left = np.empty(arrears.shape), np.empty(value.shape), np.zeros(value.shape)
    for i in range(arrears.shape[0]):
        for d in range(arrears.shape[1]):
            left[company[i], d] += arrears[i, d]  # what is owed, until the company's turn
    at = 0
    for c in range(value.shape[0]):
        first = at
        while at < company.size and company[at] == c:
            at += 1
        for d in range(value.shape[1]):
            free = _free(deposit[c, d], protected[0, d], cost[c, d])
            due = share[0, d] * value[c, d]
            now = min(due, free)
            fees[c, d] = _fees(
                value[c, d], authority_share[0, d], share[0, d], port[c, d], free, now
            )
            part = _caught_up(catchup[0, d], free, now, fees[c, d], left[c, d])
            caught = 0.0
            for i in range(first, at):
                old[i, d] = arrears[i, d] * part
                caught += old[i, d]
                paid[i, d] = now * split[i, d]
                unpaid[i, d] = (due - now) * split[i, d]
            left[c, d] = _left(deposit[c, d], now, fees[c, d], caught)
    return paid, unpaid, old, fees, left


@formula
def _free(deposit: float, protected: float, cost: float) -> float:
    return max(deposit - protected * cost, 0.0)


@formula
def _fees(
    value: float, authority_share: float, levy_share: float, port: float, free: float, paid: float
) -> float:
    due = max((authority_share - levy_share) * value - port, 0.0)
    return min(due, free - paid)


@formula
def _caught_up(share: float, free: float, paid: float, fees: float, owed: float) -> float:
    return min(share * (free - paid - fees) / max(owed, TINY), 1.0)


@formula
def _left(deposit: float, paid: float, fees: float, arrears_paid: float) -> float:
    return max(deposit - paid - fees - arrears_paid, 0.0)
