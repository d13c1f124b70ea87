"""Step 9: what is due at delivery and later, in cash, in goods and beside the price."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.branches import Branches
from coalface.scenarios.kernels import Floats, Indices, formula, kernel
from coalface.scenarios.rates import Rates
from coalface.scenarios.shares import TINY
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
    told = (rates.on_delivery_share.T, rates.quality_claim.T, standing.collect.T)
    lanes = (value.T, outstanding.T, receivable.T)
    return Due(*(rows.T for rows in _dues(lanes, told, int(branches.settlement == "B"))))


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
    beside, middle, carriage, fines = (lanes.T for lanes in extras)
    trader = world.lane_trader.parent
    owed = (due.at_delivery.T, due.collected.T, beside)
    part, carried, fined, mid = _reach(owed, (carriage, fines, middle), cash.T, trader)
    lanes = (due.at_delivery.T, due.later.T, due.collected.T, beside, barter.T)
    paid, final, goods, credit, given, bartered = _payments(lanes, part, trader)
    return Paid(
        cash=paid.T,
        goods=goods.T,
        final=final.T,
        beside=given.T,
        credit=credit.T,
        carriage=carried.T,
        fines=fined.T,
        barter_purchase=bartered.T,
        middlemen=mid.T,
    )


@kernel
def _dues(
    lanes: tuple[Floats, Floats, Floats], rates: tuple[Floats, Floats, Floats], counts: int
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    value, outstanding, receivable = lanes
    share, quality, collect = rates
    used, at_delivery, later = np.empty(value.shape), np.empty(value.shape), np.empty(value.shape)
    collected, claimed = np.empty(value.shape), np.empty(value.shape)
    for i in range(value.shape[0]):
        for d in range(value.shape[1]):
            worth = value[i, d]
            if counts:
                whole = share[0, d] * worth
                used[i, d] = min(outstanding[i, d], whole)
                at_delivery[i, d], later[i, d] = whole - used[i, d], worth - whole
            else:
                used[i, d] = min(outstanding[i, d], worth)
                rest = worth - used[i, d]
                at_delivery[i, d] = share[0, d] * rest
                later[i, d] = rest - at_delivery[i, d]
            claimed[i, d] = _claimed(quality[0, d], collect[0, d], receivable[i, d])
            collected[i, d] = _collected(collect[0, d], receivable[i, d], claimed[i, d])
    return used, at_delivery, later, collected, claimed


@kernel
def _reach(
    owed: tuple[Floats, Floats, Floats],
    extras: tuple[Floats, Floats, Floats],
    cash: Floats,
    trader: Indices,
) -> tuple[Floats, Floats, Floats, Floats]:
    at_delivery, collected, beside = owed
    carriage, fines, middle = extras
    part, total = np.empty(cash.shape), np.zeros(cash.shape)
    carried, fined, mid = np.zeros(cash.shape), np.zeros(cash.shape), np.zeros(cash.shape)
    for i in range(beside.shape[0]):
        n = trader[i]
        for d in range(beside.shape[1]):
            carried[n, d] += carriage[i, d]
            fined[n, d] += fines[i, d]
            mid[n, d] += middle[i, d]
            total[n, d] += _add(at_delivery[i, d], collected[i, d], beside[i, d])
    for n in range(cash.shape[0]):
        for d in range(cash.shape[1]):
            part[n, d] = _able(cash[n, d], total[n, d], carried[n, d], fined[n, d], mid[n, d])
            carried[n, d] *= part[n, d]
            fined[n, d] *= part[n, d]
            mid[n, d] *= part[n, d]
    return part, carried, fined, mid


@kernel
def _payments(
    lanes: tuple[Floats, Floats, Floats, Floats, Floats], part: Floats, trader: Indices
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    at_delivery, later, collected, beside, barter = lanes
    paid, final, goods = np.empty(later.shape), np.empty(later.shape), np.empty(later.shape)
    credit, given, bartered = np.empty(later.shape), np.empty(later.shape), np.zeros(part.shape)
    for i in range(later.shape[0]):
        n = trader[i]
        for d in range(later.shape[1]):
            delivered = at_delivery[i, d] * part[n, d]
            goods[i, d] = delivered * barter[i, d]
            paid[i, d] = delivered - goods[i, d]
            final[i, d] = collected[i, d] * part[n, d]
            given[i, d] = beside[i, d] * part[n, d]
            credit[i, d] = _credit(later[i, d], at_delivery[i, d], delivered)
            bartered[n, d] += goods[i, d]
    return paid, final, goods, credit, given, bartered


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
