"""Small valid inputs of the scenarios room. Everything in them is made up."""

from datetime import date
from typing import Any

import numpy as np

from coalface.scenarios.forcing import GOODS, ROUTES, Forcing
from coalface.scenarios.months import month_axis

__all__ = ["make_forcing"]

MADE_UP_PRICE = (80.0, 60.0)
MADE_UP_FREIGHT = (8.0, 10.0)
MADE_UP_DEMAND_T = (1_500_000.0, 200_000.0)
MADE_UP_ENFORCEMENT = (0.02, 0.02, 0.05, 0.08, 0.05)


def make_forcing(
    first: date = date(2010, 1, 1),
    last: date = date(2014, 12, 1),
    *,
    ban_from: date | None = None,
    **overrides: Any,
) -> Forcing:
    """Give a flat forcing without law; `ban_from` bans both goods, other arrays by keyword."""
    months = month_axis(first, last)
    n = len(months)
    banned = np.array([float(ban_from is not None and m >= ban_from) for m in months])
    arrays: dict[str, Any] = {
        "ban_share": np.repeat(banned[:, None], len(GOODS), axis=1),
        "condition_share": np.zeros((n, len(GOODS))),
        "cap_t": np.full((n, len(GOODS)), np.nan),
        "cap_usd": np.full((n, len(GOODS)), np.nan),
        "cap_days_share": np.zeros((n, len(GOODS))),
        "cap_period": np.full((n, len(GOODS)), -1, dtype=np.int64),
        "enforcement": np.tile(MADE_UP_ENFORCEMENT, (n, 1)),
        "world_price_usd_per_t": np.tile(MADE_UP_PRICE, (n, 1)),
        "freight_usd_per_t": np.tile(MADE_UP_FREIGHT, (n, 1)),
        "demand_t": np.tile(MADE_UP_DEMAND_T, (n, 1)),
        "cny_per_usd": np.full(n, 6.5),
        "power": np.full(n, 0.7),
        "fuel": np.ones(n),
        "border": np.ones(n),
        "news": np.zeros(n),
        "prepayment_limit": np.ones(n),
    }
    assert len(ROUTES) == len(MADE_UP_ENFORCEMENT)
    return Forcing(months=months, **(arrays | overrides))
