"""Step 1: what the law lets through in the month, and how much of a cap is used."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.drivers import Month
from coalface.scenarios.kernels import Floats
from coalface.scenarios.shares import TINY, excess

__all__ = ["Allowance", "carry_cap_use", "count_cap_use", "ration"]


class Allowance(NamedTuple):
    """What of lawful orders may be shipped.

    Attributes:
        part: Part of lawful orders, `(draw, good)`.
        counted: Part of what is shipped that counts against the cap, `(draw, good)`.
    """

    part: Floats
    counted: Floats


def carry_cap_use(used: Floats, month: Month) -> Floats:
    """Give the use of caps at the start of the month: 0 where a new period begins (1.1)."""
    return used * month.goes_on


def ration(
    month: Month, used_t: Floats, used_usd: Floats, wanted_t: Floats, wanted_usd: Floats
) -> Allowance:
    """Ration lawful orders to what is left of the caps (1.2 to 1.4).

    All orders of a good are cut alike; that part of the month on which no cap counts is not cut.

    Args:
        month: What the month brings.
        used_t: Use of the period so far, `(draw, good)`.
        used_usd: The same in value.
        wanted_t: Lawful orders, already without banned days, `(draw, good)`.
        wanted_usd: Their declared value.
    """
    if not month.has_cap:
        return Allowance(np.ones_like(wanted_t), np.zeros_like(wanted_t))
    days = month.cap_days
    room_t = excess(month.cap_t, used_t) / np.maximum(days * wanted_t, TINY)
    room_usd = excess(month.cap_usd, used_usd) / np.maximum(days * wanted_usd, TINY)
    inside = days * np.minimum(np.minimum(room_t, room_usd), 1.0)
    part = 1.0 - days + inside
    return Allowance(part, inside / np.maximum(part, TINY))


def count_cap_use(used: Floats, shipped: Floats, allowance: Allowance) -> Floats:
    """Add what was shipped on days on which the cap counts (1.5)."""
    return used + shipped * allowance.counted
