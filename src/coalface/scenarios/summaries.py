"""Draws summed up for a reader: ranges, differences between paired runs, times, who loses first.

Everything here is arithmetic on arrays `(draw, month)`. Two runs are paired when they share seed
and parameters: a difference is then the scenario's and not chance's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coalface.errors import InputError

__all__ = [
    "FAN",
    "FEWEST_SUMMED",
    "RANGE",
    "STAYS",
    "FirstLoss",
    "Paired",
    "Recovery",
    "Spread",
    "check_draws",
    "fan",
    "find_first_losses",
    "find_recovery",
    "order_of_loss",
    "pair",
    "rolling_mean",
    "spread",
]

Floats = NDArray[np.float64]
RANGE = (0.05, 0.5, 0.95)
FAN = (0.05, 0.25, 0.5, 0.75, 0.95)
LEAST_BEYOND = 5  # fewer draws beyond a quantile make it the luck of one or two
YEAR = 12
STAYS = 6  # months that a series must stay back to have come back
FEW_BELOW = 0.05  # of the draws; where more have less than nothing, no part of it is told
FEWEST_SUMMED = 3  # months; fewer are the luck of one payment


@dataclass(frozen=True, slots=True)
class Spread:
    """A middle and the range of 90 % of the draws; not a range of what may happen in truth."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class Paired:
    """How one run differs from another, draw by draw.

    Attributes:
        base: Spread of the first run.
        other: Spread of the second.
        difference: Spread of the second less the first.
        p_lower: Share of draws in which the second is lower.
        p_higher: Share in which it is higher; the rest are equal.
    """

    base: Spread
    other: Spread
    difference: Spread
    p_lower: float
    p_higher: float

    @property
    def p_direction(self) -> float:
        """Give the share of draws that go the way of the larger part; 0 where none differs."""
        return max(self.p_lower, self.p_higher)

    @property
    def is_same(self) -> bool:
        """Say whether no draw differs at all."""
        return self.p_lower == self.p_higher == 0.0


@dataclass(frozen=True, slots=True)
class Recovery:
    """How long a series takes to come back.

    Attributes:
        months: Spread of the months; infinite where a quantile's draws don't come back within the
            horizon.
        p_within: Share of draws that come back within the horizon at all.
        p_fell: Share of draws that had fallen below the share at the start; the others need none.
        horizon_months: Months looked at.
    """

    months: Spread
    p_within: float
    p_fell: float
    horizon_months: int


@dataclass(frozen=True, slots=True)
class FirstLoss:
    """When a receiver first loses against the other run, or gains.

    Attributes:
        receiver: Who.
        p_loses: Share of draws in which it ever loses.
        month: Median month of the first loss, counted from the first month; None where fewer than
            half the draws lose.
        p_gains: Share of draws in which it ever gains.
        gain_month: Median month of the first gain, likewise.
        change: Spread of what it has more or less over all the months, in the unit of the series.
        change_share: Median of the same as a part of what it has in the first run; None where that
            is nothing, or below nought in more than one draw of twenty: no part of that means
            anything.
    """

    receiver: str
    p_loses: float
    month: int | None
    p_gains: float
    gain_month: int | None
    change: Spread
    change_share: float | None

    @property
    def gains_all_in_all(self) -> bool:
        """Say whether it has more over all the months in the middle draw, loss or no loss."""
        return self.change.mid > 0


def check_draws(n_draws: int, quantiles: Sequence[float] = RANGE) -> None:
    """Refuse a quantile that has too few draws beyond it.

    Args:
        n_draws: How many there are.
        quantiles: Those asked for, 0 to 1.

    Raises:
        InputError: If there are too few; says how many are needed.
    """
    outermost = min(min(q, 1 - q) for q in quantiles)
    if n_draws * outermost < LEAST_BEYOND - 1e-9:
        needed = int(np.ceil(LEAST_BEYOND / outermost - 1e-9))
        raise InputError(
            f"{n_draws} draws are too few for a range from {min(quantiles):.0%} to "
            f"{max(quantiles):.0%}: fewer than {LEAST_BEYOND} lie beyond it. Give --draws "
            f"{needed} or more."
        )


def spread(values: Floats) -> Spread:
    """Give the spread of one number a draw, `(draw,)`; infinite values count as largest.

    Raises:
        InputError: If there are too few draws.
    """
    check_draws(len(values))
    return Spread(*(_ranked(values, q) for q in RANGE))


def fan(values: Floats, quantiles: Sequence[float] = FAN) -> Floats:
    """Give quantiles of a series by month, `(quantile, month)`, for a fan chart.

    The lines join months, not draws: no draw need run along one.

    Args:
        values: `(draw, month)`.
        quantiles: Of the draws.

    Raises:
        InputError: If there are too few draws.
    """
    check_draws(len(values), quantiles)
    return np.quantile(values, quantiles, axis=0)


def pair(base: Floats, other: Floats) -> Paired:
    """Compare two runs, draw by draw.

    Args:
        base: One number a draw of the first run, `(draw,)`.
        other: The same of the second.

    Raises:
        InputError: If they have not the same draws, or too few.
    """
    if len(base) != len(other):
        raise InputError(
            f"one run has {len(base)} draws, the other {len(other)}: they can't be paired. Run "
            "both with the same --draws."
        )
    difference = other - base
    return Paired(
        spread(base),
        spread(other),
        spread(difference),
        float(np.mean(difference < 0)),
        float(np.mean(difference > 0)),
    )


def rolling_mean(values: Floats, n: int = YEAR) -> Floats:
    """Give the mean of each month and those before it, `n` in all; fewer at the beginning.

    Args:
        values: Months last.
        n: Months.
    """
    total = np.cumsum(values, axis=-1)
    total[..., n:] = total[..., n:] - total[..., :-n]
    return np.asarray(total / np.minimum(np.arange(values.shape[-1]) + 1, n))


def find_recovery(values: Floats, start: int, reference: Floats, share: float) -> Recovery:
    """Find how many months after a start a series is back at a share of its reference, and stays.

    Back means at or above it in that month and in the five after it, so that one good month is no
    recovery.

    Args:
        values: `(draw, month)`.
        start: Month from which to count.
        reference: Earlier level of each draw, `(draw,)`.
        share: Of it, e.g. 0.8.

    Raises:
        InputError: If there are too few draws.
    """
    is_above = values[:, start:] >= share * reference[:, None]
    horizon = is_above.shape[1]
    padded = np.concatenate((is_above, np.repeat(is_above[:, -1:], STAYS - 1, axis=1)), axis=1)
    windows = np.asarray(
        np.lib.stride_tricks.sliding_window_view(padded, STAYS, axis=1).all(axis=2)
    )
    comes_back = windows.any(axis=1)
    months = np.where(comes_back, windows.argmax(axis=1), np.inf)
    return Recovery(
        spread(months), float(comes_back.mean()), float(np.mean(~windows[:, 0])), horizon
    )


def find_first_losses(
    base: Mapping[str, Floats],
    other: Mapping[str, Floats],
    *,
    at_least: float = 0.05,
    is_summed: bool = True,
) -> tuple[FirstLoss, ...]:
    """Find who loses first in the second run, and who gains; who does neither is shown too.

    A receiver loses in the first month in which its last twelve months come to 5 % less than in
    the first run, and gains where they come to 5 % more; before three months are there to sum up
    nothing is said. One may do both, one after the other: who has more over all the months is no
    loser, and stands after those who are. The order of two receivers says nothing where their
    shares of draws are small.

    Args:
        base: Receiver to `(draw, month)` of the first run.
        other: The same of the second.
        at_least: Part of the base that counts as a loss.
        is_summed: Whether `change` is the sum of the months; else their mean, for shares.

    Returns:
        First losers first, of those of one month the hardest hit; then those who don't lose in half
        the draws; those who gain all in all last.
    """
    found = []
    for receiver, before in base.items():
        after = other[receiver]
        had, has = rolling_mean(before), rolling_mean(after)
        found.append(
            FirstLoss(
                receiver,
                *_first(had - has, at_least * np.abs(had)),
                *_first(has - had, at_least * np.abs(had)),
                spread((after - before).mean(axis=1) * (before.shape[1] if is_summed else 1)),
                _relative(before.mean(axis=1), after.mean(axis=1)),
            )
        )
    return tuple(sorted(found, key=order_of_loss))


def order_of_loss(loss: FirstLoss) -> tuple[bool, bool, int, float, str]:
    """Give what receivers are ordered by: net gain, first loss, first gain, how much, name."""
    gain = np.inf if loss.gain_month is None else float(loss.gain_month)
    size = loss.change_share or 0.0
    return (loss.gains_all_in_all, loss.month is None, loss.month or 0,
            size if loss.month is not None else gain, loss.receiver)  # fmt: skip


def _first(less: Floats, at_least: Floats) -> tuple[float, int | None]:
    """Give the share of draws in which a difference is ever large enough, and the median month."""
    is_so = (less > at_least) & (less > 0)
    is_so[:, : FEWEST_SUMMED - 1] = False
    ever = is_so.any(axis=1)
    median = _ranked(np.where(ever, is_so.argmax(axis=1), np.inf), 0.5)
    return float(ever.mean()), None if np.isinf(median) else int(median)


def _relative(before: Floats, after: Floats) -> float | None:
    had = before > 0
    if not had.any() or np.mean(before < 0) > FEW_BELOW:
        return None
    return float(np.median((after[had] - before[had]) / before[had]))


def _ranked(values: Floats, q: float) -> float:
    """Give a quantile; between a number and infinity lies infinity, not "no number"."""
    ordered = np.sort(values)
    place = q * (len(ordered) - 1)
    below, above = int(np.floor(place)), int(np.ceil(place))
    if np.isinf(ordered[above]):
        return float(ordered[above if place > below else below])
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))
