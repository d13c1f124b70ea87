"""Step 10: what companies owe to authorities whatever their profit, and what they pay of it."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import excess, part_of
from coalface.scenarios.standing import Standing
from coalface.scenarios.world import AUTHORITIES

__all__ = ["Levies", "levy", "over_authorities"]

TINY = 1e-9
N = len(AUTHORITIES)


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
    standing: Standing, rates: Rates, business: tuple[Floats, ...], deposit: Floats, arrears: Floats
) -> Levies:
    """Pay levy, then fees, then part of what is owed from before (10.1 to 10.7).

    Args:
        standing: Constants of the block.
        rates: The unknowns.
        business: Contract value of what arrived, cost of the month, and what of it was paid for
            port and inspection, `(draw, company)` each.
        deposit: After the month's receipts, `(draw, company)`.
        arrears: Levy owed, `(draw, company x authority)`.
    """
    value, cost, port = business
    free = excess(deposit, rates.protected_share * cost)
    due = rates.levy_share * value
    paid = np.minimum(due, free)
    fees_due = excess((rates.authority_share - rates.levy_share) * value, port)
    fees = np.minimum(fees_due, free - paid)
    catch_up = rates.arrears_catchup * (free - paid - fees)
    owed = _over_companies(arrears)
    part = part_of(catch_up, owed)
    arrears_paid = arrears * over_authorities(part)
    split = standing.levy_split
    return Levies(
        over_authorities(paid) * split,
        over_authorities(due - paid) * split,
        arrears_paid,
        fees,
        excess(deposit - paid - fees, _over_companies(arrears_paid)),
    )


def over_authorities(values: Floats) -> Floats:
    """Repeat each company's value for each authority."""
    return values.T.take(np.arange(values.shape[1] * N) // N, axis=0).T


def _over_companies(values: Floats) -> Floats:
    n_draws, n = values.shape
    found: Floats = values.T.reshape(n // N, N, n_draws).sum(axis=1).T
    return found
