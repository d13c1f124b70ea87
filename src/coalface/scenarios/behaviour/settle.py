"""Step 9: what is due at delivery and later, in cash, in goods and beside the price."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.branches import Branches
from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import TINY, formula
from coalface.scenarios.standing import Standing
from coalface.scenarios.world import World

__all__ = ["Due", "Paid", "beside_the_price", "find_due", "pay"]


class Due(NamedTuple):
    """What traders owe this month before their cash is looked at, USD, `(draw, lane)`.

    Attributes:
        advance_used: Delivered against prepayment.
        at_delivery: Due at delivery, cash and goods.
        later: Due after the quality check.
        collected: Old receivables that fall due, quality claims taken off.
        claimed: Quality claims.
    """

    advance_used: Floats
    at_delivery: Floats
    later: Floats
    collected: Floats
    claimed: Floats


class Paid(NamedTuple):
    """What is paid, USD.

    Attributes:
        cash: At delivery, `(draw, lane)`.
        goods: In goods, `(draw, lane)`.
        final: On old receivables, `(draw, lane)`.
        beside: Beside the price, `(draw, lane)`.
        credit: Added to receivables, `(draw, lane)`.
        carriage: Freight and route, `(draw, trader)`.
        fines: Fines, `(draw, trader)`.
        barter_purchase: Goods bought to pay in kind, `(draw, trader)`.
        middlemen: Part beside the price that stays abroad, `(draw, trader)`.
    """

    cash: Floats
    goods: Floats
    final: Floats
    beside: Floats
    credit: Floats
    carriage: Floats
    fines: Floats
    barter_purchase: Floats
    middlemen: Floats


def find_due(
    branches: Branches, standing: Standing, rates: Rates, value: Floats, claims: tuple[Floats, ...]
) -> Due:
    """Find what is due by the chosen reading of the settlement (9.4 to 9.6).

    Args:
        branches: Reading `A`: 70 and 30 per cent of what is left after prepayment; `B`: of the
            whole, the prepayment counting toward the 70.
        standing: Constants of the block.
        rates: The unknowns.
        value: Contract value of what arrived, `(draw, lane)`.
        claims: Prepaid and not delivered, and delivered and not paid, `(draw, lane)` each.
    """
    outstanding, receivable = claims
    if branches.settlement == "B":
        whole = rates.on_delivery_share * value
        used = np.minimum(outstanding, whole)
        at_delivery, later = whole - used, value - whole
    else:
        used = np.minimum(outstanding, value)
        rest = value - used
        at_delivery = rates.on_delivery_share * rest
        later = rest - at_delivery
    claimed = _claimed(rates.quality_claim, standing.collect, receivable)
    collected = _collected(standing.collect, receivable, claimed)
    return Due(used, at_delivery, later, collected, claimed)


def beside_the_price(branches: Branches, rates: Rates) -> tuple[Floats, Floats]:
    """Give what is paid beside the price as a part of it, to the DPRK side and to middlemen (9.7).

    The two readings are rivals; a run has one of them.
    """
    if branches.kickback == "kiep":
        return rates.kickback_kiep, np.zeros_like(rates.kickback_kiep)
    kept = rates.middleman_share * rates.kickback_kdi
    return rates.kickback_kdi - kept, kept


def pay(world: World, due: Due, barter: Floats, extras: tuple[Floats, ...], cash: Floats) -> Paid:
    """Pay as far as each trader's cash goes, all that he owes cut alike (9.8 to 9.11).

    What is not paid at delivery is owed on; what is not paid beside the price or as a fine is not.

    Args:
        world: Who deals with whom.
        due: What is due.
        barter: Part of what is due at delivery that is paid in goods, `(draw, lane)`.
        extras: Beside the price to the DPRK side and to middlemen, carriage, and fines, USD,
            `(draw, lane)` each.
        cash: Of each trader after resale, `(draw, trader)`.
    """
    beside, middle, carriage, fines = extras
    by_trader = world.lane_trader
    carried, fined, mid = by_trader.sum(carriage), by_trader.sum(fines), by_trader.sum(middle)
    owed = by_trader.sum(_add(due.at_delivery, due.collected, beside))
    part = _able(cash, owed, carried, fined, mid)
    spread = by_trader.spread(part)
    delivered = due.at_delivery * spread
    goods = delivered * barter
    return Paid(
        cash=delivered - goods,
        goods=goods,
        final=due.collected * spread,
        beside=beside * spread,
        credit=_credit(due.later, due.at_delivery, delivered),
        carriage=carried * part,
        fines=fined * part,
        barter_purchase=by_trader.sum(goods),
        middlemen=mid * part,
    )


@formula
def _claimed(share: float, collect: float, receivable: float) -> float:
    return share * (collect * receivable)


@formula
def _collected(collect: float, receivable: float, claimed: float) -> float:
    return collect * receivable - claimed


@formula
def _add(at_delivery: float, collected: float, beside: float) -> float:
    return at_delivery + collected + beside


@formula
def _able(cash: float, owed: float, carried: float, fined: float, middle: float) -> float:
    return min(cash / max(owed + carried + fined + middle, TINY), 1.0)


@formula
def _credit(later: float, at_delivery: float, delivered: float) -> float:
    return later + (at_delivery - delivered)
