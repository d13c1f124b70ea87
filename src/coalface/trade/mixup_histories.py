"""What the other years of a series lead one to expect of each year, with a spread."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from coalface.trade.mixup_settings import MixupSettings

__all__ = ["History", "find_history", "log_t"]

Floats = NDArray[np.float64]
LEAST_SPREAD = 0.05
NORMAL_MAD = 1.4826
BOOK_WEIGHT = 20.0  # our choice: cells at which a book's own usual spread counts half
PRESENCE_WEIGHT = 3.0  # our choice: cells that a series' own share of years counts as


@dataclass(frozen=True, slots=True)
class History:
    """The other years' word on each cell, (series, year); the cell itself has no say in it.

    Attributes:
        expected_log: Of the value, if there is one; NaN where no other year has one.
        spread: Of the prediction, of a natural logarithm.
        n_traded: Other years with a value above zero.
        n_known: Other years that the reporter published.
        present: Chance that there is a value at all.
    """

    expected_log: Floats
    spread: Floats
    n_traded: Floats
    n_known: Floats
    present: Floats

    def log_density(self, log_value: Floats, df: float) -> Floats:
        """Give the log density of logarithms of values; NaN without a history."""
        return log_t(log_value, self.expected_log, self.spread, df)


def find_history(values: Floats, books: NDArray[np.int64], settings: MixupSettings) -> History:
    """Predict each cell of each series from all its other years, the nearer counting more.

    The spread is that of the series' own predictions, drawn to the usual one of all series in the
    table where it has few years.

    Args:
        values: (series, year); 0 no trade, NaN not known.
        books: For each series the place of its reporter and flow, whose care they share.
        settings: How fast years lose weight, and the prior spread.
    """
    is_traded, is_known = values > 0, ~np.isnan(values)
    logs = np.log(np.where(is_traded, values, 1.0))
    steps = np.arange(values.shape[1])
    apart = np.abs(steps[:, None] - steps[None, :])
    near = np.where(apart > 0, settings.nearness ** (apart - 1.0), 0.0)
    weight = is_traded @ near
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.where(weight > 0, ((logs * is_traded) @ near) / weight, np.nan)
        error = (is_traded @ near**2) / weight**2  # of the mean, in units of one year's variance
    n_traded = is_traded.sum(axis=1, keepdims=True) - is_traded
    n_known = is_known.sum(axis=1, keepdims=True) - is_known
    rest = np.where(is_traded & np.isfinite(expected), logs - expected, np.nan)
    one_year = _spread(rest / np.sqrt(1 + error), books, settings)
    return History(
        expected_log=expected,
        spread=one_year * np.sqrt(1 + np.nan_to_num(error)),
        n_traded=n_traded.astype(np.float64),
        n_known=n_known.astype(np.float64),
        present=_present(is_traded, is_known, n_traded, n_known),
    )


def log_t(value: Floats, location: Floats, scale: Floats, df: float) -> Floats:
    """Give the log density of Student's t."""
    z = (value - location) / scale
    constant = gammaln((df + 1) / 2) - gammaln(df / 2) - 0.5 * np.log(df * np.pi)
    return np.asarray(constant - np.log(scale) - (df + 1) / 2 * np.log1p(z**2 / df))


def _present(
    is_traded: NDArray[np.bool_],
    is_known: NDArray[np.bool_],
    n_traded: NDArray[np.int64],
    n_known: NDArray[np.int64],
) -> Floats:
    """Give how often there is a value where the other years say as much as they do here.

    Counted over the whole table (Good and Turing's idea): of all cells with one value in seven
    other years, which part has a value? Goods that come once seldom come twice.
    """
    group = n_known * (is_known.shape[1] + 1) + n_traded
    n_groups = int(group.max()) + 1
    n_cells = np.bincount(group[is_known], minlength=n_groups)[group]
    n_there = np.bincount(group[is_known & is_traded], minlength=n_groups)[group]
    at_first = (n_traded + 0.5) / (n_known + 1.0)
    return np.asarray((PRESENCE_WEIGHT * at_first + n_there) / (PRESENCE_WEIGHT + n_cells))


def _spread(rest: Floats, books: NDArray[np.int64], settings: MixupSettings) -> Floats:
    """Give each cell the spread of the other years of its series, shrunk to its book's."""
    years = settings.spread.years
    usual = _usual_spread(rest, books, settings)[books][:, None]
    known = np.isfinite(rest)
    squares = np.where(known, np.minimum(np.nan_to_num(rest) ** 2, (3 * usual) ** 2), 0.0)
    others = squares.sum(axis=1, keepdims=True) - squares
    n = known.sum(axis=1, keepdims=True) - known
    return np.asarray(np.sqrt((usual**2 * years + others) / (years + n)))


def _usual_spread(rest: Floats, books: NDArray[np.int64], settings: MixupSettings) -> Floats:
    """Give the usual spread of each book, shrunk to that of all, and that to the stated prior."""
    known = np.isfinite(rest)
    size, book = np.abs(rest[known]), np.broadcast_to(books[:, None], rest.shape)[known]
    of_all, n_all = settings.spread.prior, len(size)
    years = settings.spread.years
    if n_all:
        told = max(NORMAL_MAD * float(np.median(size)), LEAST_SPREAD)
        of_all = (years * of_all + n_all * told) / (years + n_all)
    n_books = int(books.max()) + 1
    usual = np.full(n_books, of_all)
    order = np.argsort(book, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(book[order])) + 1):
        if len(rows):
            told = max(NORMAL_MAD * float(np.median(size[rows])), LEAST_SPREAD)
            weight = len(rows) / (len(rows) + BOOK_WEIGHT)
            usual[book[rows[0]]] = weight * told + (1 - weight) * of_all
    return usual
