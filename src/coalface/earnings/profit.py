"""What drives the company's profit on one tonne, for the captions of figures."""

from datetime import date

import numpy as np

from coalface.earnings.branches import Branch, terms_on
from coalface.earnings.breakeven import UnitValue
from coalface.earnings.draws import Draws, Floats, draw_named
from coalface.earnings.ledgers import company_ledger
from coalface.earnings.model import Good
from coalface.earnings.sensitivity import Driver, decompose_variance, sobol_indices
from coalface.earnings.stages import parameters_of, simulate_flows

__all__ = ["profit_drivers"]


def profit_drivers(
    value: UnitValue,
    branch: Branch,
    n: int,
    *,
    rng: np.random.Generator,
    good: Good,
    with_sobol: bool = False,
) -> tuple[Driver, ...]:
    """Give which parameters drive the company's profit on a tonne in one year.

    Args:
        value: Customs unit value of the year.
        branch: The readings chosen.
        n: Number of draws; with Sobol indices a power of two, and the runs are many times that.
        rng: Names the streams of draws.
        good: The good.
        with_sobol: Whether to give Sobol indices, for which SALib must be installed.
    """
    terms = terms_on(date(value.year, 1, 1))

    def profit(draws: Draws) -> Floats:
        flows = simulate_flows(value.usd_per_t.value, good, branch, terms, draws)
        return company_ledger(flows).left

    names = parameters_of(good)
    key = f"profit/{value.year}/{branch.id}"
    if with_sobol:
        return sobol_indices(profit, names, n, key=key, rng=rng)
    draws = draw_named(names, n, rng=rng)
    return decompose_variance(profit(draws), draws, key=key)
