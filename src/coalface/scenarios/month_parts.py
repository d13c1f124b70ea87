"""What the groups of steps of a month hand to each other."""

from dataclasses import dataclass
from typing import NamedTuple

from coalface.scenarios.behaviour.imports import CompanySpending
from coalface.scenarios.behaviour.interdict import Seized
from coalface.scenarios.behaviour.law import Allowance
from coalface.scenarios.behaviour.levy import Levies
from coalface.scenarios.behaviour.offer import Quote
from coalface.scenarios.behaviour.produce import Bought, Mined
from coalface.scenarios.behaviour.routes import RouteMix
from coalface.scenarios.behaviour.settle import Paid
from coalface.scenarios.behaviour.ship import Shipped
from coalface.scenarios.behaviour.steel import Steel
from coalface.scenarios.branches import Branches
from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.standing import Standing
from coalface.scenarios.world import World

__all__ = ["Agreed", "Made", "Moved", "Setting", "Settled", "Shared"]


@dataclass(frozen=True, eq=False)
class Setting:
    """What a block of draws holds fixed: who takes part, which readings, which unknowns."""

    world: World
    branches: Branches
    rates: Rates
    standing: Standing


class Agreed(NamedTuple):
    """Steps 1 to 4: risk, prices, orders and terms.

    Attributes:
        belief: Believed risk, `(draw, trader)`.
        quote: Prices and will to buy, `(draw, quote)`.
        allowance: What of lawful orders caps let through, `(draw, good)`.
        barred: Part of demand that no lawful cargo may meet, `(draw, good)`.
        lawful: Lawful orders after caps, tonnes, `(draw, lane)`.
        unlawful: Unlawful orders, tonnes, `(draw, lane)`.
        ordered_usd: Their contract value, USD, `(draw, lane)`.
        asked: Prepayment that terms ask for them, USD, `(draw, lane)`.
        possible: Possible output, tonnes, `(draw, mine)`.
        offered: What a lane could get, tonnes, `(draw, lane)`.
        cap_used: Use of caps before this month's trade, tonnes and USD, `(draw, good)` each.
    """

    belief: Floats
    quote: Quote
    allowance: Allowance
    barred: Floats
    lawful: Floats
    unlawful: Floats
    ordered_usd: Floats
    asked: Floats
    possible: Floats
    offered: Floats
    cap_used: tuple[Floats, Floats]


class Made(NamedTuple):
    """Steps 5 and 6: prepaid, USD, `(draw, lane)`; bought; mined; cost, USD, `(draw, company)`."""

    advance: Floats
    bought: Bought
    mined: Mined
    cost: Floats


class Moved(NamedTuple):
    """Steps 7 and 8: shipped lawfully and not, tonnes, `(draw, lane)`, seized, and what stays."""

    lawful: Floats
    unlawful: Floats
    seized: Seized
    stock: Shipped
    mix: RouteMix


class Settled(NamedTuple):
    """Step 9: values, USD, `(draw, lane)` each, and what was paid."""

    value: Floats
    value_unlawful: Floats
    declared: Floats
    resale: Floats
    carriage: Floats
    paid: Paid


class Shared(NamedTuple):
    """Steps 10 to 13: levies and spending, money into mines, food met and steel.

    Attributes:
        levies: Levies and fees.
        spent: Spending of companies.
        equipped: Put into equipment by traders and mines, USD, `(draw, mine)`.
        reopened: Paid for new faces, USD, `(draw, mine)`.
        fed: Part of the need for food met, `(draw, mine)`.
        steel: Steel made and coke left.
        coke_in_t: Coke brought in, tonnes, `(draw, 1)`.
        food_t: Food bought for miners and brought in by households, tonnes, `(draw, 1)`.
    """

    levies: Levies
    spent: CompanySpending
    equipped: Floats
    reopened: Floats
    fed: Floats
    steel: Steel
    coke_in_t: Floats
    food_t: Floats
