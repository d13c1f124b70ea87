"""Step 10: what companies owe to authorities whatever their profit, and what they pay of it."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import TINY, formula
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
    pairs = world.arrears_company
    deposit, arrears = owed
    value, cost, port = business
    free = _free(deposit, rates.protected_share, cost)
    due = rates.levy_share * value
    paid = np.minimum(due, free)
    fees = _fees(value, rates.authority_share, rates.levy_share, port, free, paid)
    part = _caught_up(rates.arrears_catchup, free, paid, fees, pairs.sum(arrears))
    arrears_paid = arrears * pairs.spread(part)
    split = standing.levy_split
    return Levies(
        pairs.spread(paid) * split,
        pairs.spread(due - paid) * split,
        arrears_paid,
        fees,
        _left(deposit, paid, fees, pairs.sum(arrears_paid)),
    )


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
