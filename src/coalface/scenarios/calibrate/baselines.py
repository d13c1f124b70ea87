"""What anyone could forecast without a model: last year's value, and a walk with the ban as a step.

Both know what was printed before the day from which is forecast, and the law of each month; nothing
else. Their spread is that of past changes. Months are spread robustly: a few months of a past stop
would else make rivals of the model needlessly vague.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.calibrate.scoring import Forecast
from coalface.scenarios.calibrate.targets import Target, to_scale
from coalface.scenarios.months import shift_day

__all__ = ["LawfulShare", "forecast_last_year", "forecast_walk", "lawful_shares"]

Floats = NDArray[np.float64]
#: Good and month to the part of the month's days on which declared export was lawful.
LawfulShare = Mapping[tuple[str, date], float]
MONTHS_A_YEAR = 12
YEARS_OF_CHANGES = 10  # older changes are those of a trade that was just beginning
NORMAL_MAD = 1.4826  # standard deviation of a normal over its median absolute deviation
UNKNOWN_SD = 1.0  # of a yearly change where fewer than two were printed


def forecast_last_year(known: Sequence[Target], targets: Sequence[Target]) -> Forecast:
    """Forecast that each figure is that of a year earlier, as far as it was printed.

    Where the same month was not printed, the mean month of the last printed year stands in.

    Args:
        known: All that was printed before, parts of years too.
        targets: What is to be forecast.
    """
    return _forecast("last year's value", known, targets, lambda _: 1.0)


def forecast_walk(
    known: Sequence[Target], targets: Sequence[Target], lawful: LawfulShare
) -> Forecast:
    """Forecast last year's figure times the lawful part of the period: the ban as a step to zero.

    Args:
        known: All that was printed before, parts of years too.
        targets: What is to be forecast.
        lawful: The lawful part of each month.
    """

    def share(target: Target) -> float:
        months = [shift_day(target.starts_on, i) for i in range(target.n_months)]
        return float(np.mean([lawful[target.good, month] for month in months]))

    return _forecast("walk with the ban as a step", known, targets, share)


def lawful_shares(
    months: Sequence[date], goods: Sequence[str], ban_share: Floats
) -> dict[tuple[str, date], float]:
    """Give the lawful part of each month from the share that is banned, `(month, good)`."""
    return {
        (good, month): 1.0 - float(ban_share[m, g])
        for m, month in enumerate(months)
        for g, good in enumerate(goods)
    }


def _forecast(
    name: str,
    known: Sequence[Target],
    targets: Sequence[Target],
    share: Callable[[Target], float],
) -> Forecast:
    centres, spreads = [], []
    for target in targets:
        part = share(target)
        same = [k for k in known if (k.good, k.measure) == (target.good, target.measure)]
        level = _year_before(same, target) * part
        centres.append(float(to_scale(np.array([level]), [target])[0]))
        noise = np.hypot(target.printed_sd, target.model_sd)
        change = _yearly_change_sd(same, target)
        shape = 0.0 if target.is_year else _month_sd(same)
        walk = float(np.sqrt(target.printed_sd**2 + change**2 + shape**2))
        spreads.append(walk if part > 0 else float(noise))
    return Forecast(name, np.array([centres]), np.array(spreads))


def _year_before(same: Sequence[Target], target: Target) -> float:
    """Give the figure of the same period a year before, or the mean month of the last year."""
    period = shift_day(target.starts_on, -MONTHS_A_YEAR), shift_day(target.ends_on, -MONTHS_A_YEAR)
    exact = [k.value for k in same if (k.starts_on, k.ends_on) == period]
    if exact:
        return exact[0]
    if not same:
        return 0.0
    last_year = max(_last_day(k).year for k in same)
    chosen = [k for k in same if _last_day(k).year == last_year]
    longest = [k for k in chosen if k.n_months == max(c.n_months for c in chosen)]
    monthly = sum(k.value for k in longest) / sum(k.n_months for k in longest)
    return monthly * target.n_months


def _last_day(target: Target) -> date:
    return target.ends_on - timedelta(days=1)


def _yearly_change_sd(same: Sequence[Target], target: Target) -> float:
    """Give the standard deviation of a year's change, from what was printed of the last years."""
    rates = {
        k.starts_on.year: k.value / k.n_months * MONTHS_A_YEAR
        for k in sorted(same, key=lambda k: k.n_months)
        if k.is_year or k.n_months >= MONTHS_A_YEAR - 2
    }
    years = sorted(y for y in rates if y >= target.starts_on.year - YEARS_OF_CHANGES)
    scaled = {y: float(to_scale(np.array([rates[y]]), [target])[0]) for y in years}
    changes = [(scaled[b] - scaled[a]) / np.sqrt(b - a) for a, b in pairwise(years)]
    return float(np.sqrt(np.mean(np.square(changes)))) if len(changes) > 1 else UNKNOWN_SD


def _month_sd(same: Sequence[Target]) -> float:
    """Give how far printed months lay from the mean month of their year."""
    years = {k.starts_on.year: k for k in same if k.is_year}
    off = []
    for k in same:
        year = years.get(k.starts_on.year)
        if k.n_months == 1 and year is not None:
            mean = np.array([year.value / year.n_months])
            off.append(float((to_scale(np.array([k.value]), [k]) - to_scale(mean, [k]))[0]))
    return NORMAL_MAD * float(np.median(np.abs(off))) if len(off) > 1 else UNKNOWN_SD
