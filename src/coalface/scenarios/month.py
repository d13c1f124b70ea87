"""One month in the order of the docs: each line one group of steps, each posting in its place."""

from typing import NamedTuple

from coalface.scenarios.drivers import Month
from coalface.scenarios.home_steps import adapt, close_month, post_shares, share_out
from coalface.scenarios.ledger import Ledger
from coalface.scenarios.month_parts import Agreed, Made, Moved, Setting, Settled, Shared
from coalface.scenarios.relations import Floats
from coalface.scenarios.state import State
from coalface.scenarios.trade_steps import agree, move, produce, settle

__all__ = ["MonthRun", "run_month"]


class MonthRun(NamedTuple):
    """All that a month decided, the state that it leaves, and the totals of each posting."""

    agreed: Agreed
    made: Made
    moved: Moved
    settled: Settled
    shared: Shared
    state: State
    totals: tuple[Floats, Floats, Floats]


def run_month(
    setting: Setting, month: Month, state: State, ledger: Ledger, chance: Floats
) -> MonthRun:
    """Run one month.

    Args:
        setting: What the block of draws holds fixed.
        month: What the month brings from outside.
        state: State at its start; read-only.
        ledger: Balances; only it changes them.
        chance: Evenly spread numbers for interdiction, `(draw, lane)`.
    """
    agreed = agree(setting, month, state)  # 1 law, 2 beliefs, 3 offer, 4 terms
    made, produced = produce(setting, month, state, ledger, agreed)  # 5 prepay, 6 fund and produce
    moved = move(setting, month, state, agreed, made, chance)  # 7 route and ship, 8 interdiction
    settled, paid = settle(setting, month, ledger, (agreed, made, moved))  # 9 settle
    shared, flows = share_out(setting, month, state, ledger, (made, settled))  # 10 levies,
    #                                                      11 import, 12 into mines, 13 steel
    adapted = adapt(setting, month, state, ledger, (agreed, made, settled))  # 14 adapt
    posted = post_shares(setting, ledger, flows, adapted)
    ended = close_month(setting, month, state, (agreed, made, moved, settled, shared), adapted)
    return MonthRun(agreed, made, moved, settled, shared, ended, (produced, paid, posted))
