"""What each explanation of a cell says it should look like: log densities, one a cell."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import logsumexp

from coalface.trade.mixup_evidence import CellEvidence
from coalface.trade.mixup_histories import log_t
from coalface.trade.mixup_settings import MixupSettings

__all__ = ["Shapes", "find_shapes"]

Floats = NDArray[np.float64]
N_NODES = 15  # of the North's own trade within a cell that may hold more
LEAST_ADDED = 0.03  # our choice: less than this part of a cell is not told apart from its own noise
USUAL_WEIGHT = 2.0  # our choice: cells at which a reporter's own usual size counts half
TINY = 1e-300
UV_DF = 3.0
NO_EVIDENCE = 0.1  # chance that the South leaves a trade out of its books, at the least


@dataclass(frozen=True, slots=True)
class Shapes:
    """Log densities of the logarithm of each cell's value, without the rates.

    Attributes:
        own: As in other years; minus infinity where there are none.
        recoded: Goods of a neighbouring code, alone or beside the cell's own.
        mixed: The South's trade, alone or beside the cell's own, with what the South's cell, its
            mirror and the price say.
        mixed_without_price: The same without the price.
        price_as_usual: Log density of the price if nothing was mixed up.
        hole: What the South's cell and its mirror say, log odds (positive for a mix-up).
    """

    own: Floats
    recoded: Floats
    mixed: Floats
    mixed_without_price: Floats
    price_as_usual: Floats
    hole: Floats


@dataclass(frozen=True, slots=True)
class _Price:
    """Log unit values: of the cell, of the South's goods, of the North's own, with spreads."""

    seen: Floats
    south: Floats
    is_same_year: NDArray[np.bool_]
    south_spread: Floats
    own: Floats
    own_spread: Floats
    usual_spread: float


def find_shapes(evidence: CellEvidence, settings: MixupSettings) -> Shapes:
    """Work out what each explanation says of each cell.

    Args:
        evidence: What each cell shows.
        settings: The stated priors.
    """
    north, df = evidence.north, settings.tail_df
    value, log_value = north.amount, np.log(north.amount)
    has_own = north.n_traded > 0
    own = np.log(north.present) + log_t(log_value, north.expected_log, north.spread, df)
    added, weights = _added(evidence, df)
    price = _find_price(evidence)
    jacobian = np.log(value[:, None]) - np.log(np.maximum(added, TINY))
    south = _log_south(added, evidence, settings)
    recoded = _log_recoded(added, evidence, df)
    said = _log_price(added, evidence, price, settings)
    is_there = np.where(added > 0, weights, -np.inf)
    as_usual = _usual_price(evidence, price)
    return Shapes(
        own=np.where(has_own, own, -np.inf),
        recoded=_sum(is_there + jacobian + recoded),
        mixed=_sum(is_there + jacobian + south + said),
        mixed_without_price=_sum(is_there + jacobian + south),
        price_as_usual=as_usual,
        hole=_hole(south, evidence, settings),
    )


def _added(evidence: CellEvidence, df: float) -> tuple[Floats, Floats]:
    """Give what may have been added to the cell's own trade, and the log weight of each case.

    The last column is the case that nothing of the cell is its own.
    """
    north = evidence.north
    nodes = stats.t.ppf((np.arange(N_NODES) + 0.5) / N_NODES, df)
    own = np.exp(np.nan_to_num(north.expected_log)[:, None] + north.spread[:, None] * nodes)
    has_own = north.n_traded > 0
    value = north.amount[:, None]
    added = np.where(has_own[:, None], value - own, 0.0)
    added = np.where(added < LEAST_ADDED * value, 0.0, added)
    present = np.where(has_own, north.present, 0.0)[:, None]
    with np.errstate(divide="ignore"):
        weight = np.log(np.broadcast_to(present / N_NODES, added.shape))
        alone = np.log(1 - present)
    return np.hstack([added, value]), np.hstack([weight, alone])


def _log_south(added: Floats, evidence: CellEvidence, settings: MixupSettings) -> Floats:
    """Give the log density of the amount taken from the South, with what its cell shows.

    In a part: the amount is of a usual size, and what is left must fit the South's history less
    well than with the amount put back. Whole: the South's row is missing that year, and the amount
    fits its history.
    """
    south, df = evidence.south, settings.tail_df
    left = south.amount[:, None]
    log_added = np.log(np.maximum(added, TINY))
    log_left = np.log(np.maximum(left, TINY))
    log_whole = np.log(np.maximum(np.nan_to_num(left) + added, TINY))
    has_history = (south.n_traded > 0)[:, None]
    expected, spread = south.expected_log[:, None], south.spread[:, None]
    usual = _log_usual(evidence)[:, None] + np.log(settings.amount.times_usual)
    of_size = log_t(log_added, usual, np.full_like(usual, settings.amount.spread), df)
    back = _log_slipped(log_whole, expected, spread, settings)
    back = back - _log_slipped(log_left, expected, spread, settings)
    part = np.log(1 - settings.whole_share) + of_size
    partly = part + log_left - log_whole + np.where(has_history, back, 0.0)
    odds = np.log(south.present) - np.log1p(-south.present)
    missing = np.log(settings.whole_share) + odds[:, None]
    missing = missing + np.where(has_history, log_t(log_added, expected, spread, df), of_size)
    shown = np.where(left > 0, partly, np.where(left == 0, missing, part))
    return np.asarray(shown + _log_mirror(added, evidence, settings))


def _hole(south: Floats, evidence: CellEvidence, settings: MixupSettings) -> Floats:
    """Give what the South's cell and its mirror say alone, without the size of the amount."""
    value = evidence.north.amount[:, None]
    usual = _log_usual(evidence)[:, None] + np.log(settings.amount.times_usual)
    width = np.full_like(usual, settings.amount.spread)
    of_size = log_t(np.log(value), usual, width, settings.tail_df)
    return np.asarray(south[:, -1] - of_size[:, 0] - np.log(1 - settings.whole_share))


def _log_slipped(
    value: Floats, expected: Floats, spread: Floats, settings: MixupSettings
) -> Floats:
    """Give the log density of a yearly figure that some other fault may have spoilt."""
    slip, df = settings.slip, settings.tail_df
    usual = np.log(1 - slip.share) + log_t(value, expected, spread, df)
    wide = np.sqrt(spread**2 + slip.spread**2)
    spoilt = np.log(slip.share) + log_t(value, expected, wide, df)
    return np.asarray(np.logaddexp(usual, spoilt))


def _log_usual(evidence: CellEvidence) -> Floats:
    """Give what a reporter usually books under the North: in that code, else in all its codes."""
    north, log_value = evidence.north, np.log(evidence.north.amount)
    of_all = float(np.median(log_value))
    of_book = np.full(int(evidence.book.max()) + 1, of_all)
    order = np.argsort(evidence.book, kind="stable")
    starts = np.flatnonzero(np.diff(evidence.book[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        n = len(rows)
        own = float(np.median(log_value[rows]))
        of_book[evidence.book[rows[0]]] = (n * own + USUAL_WEIGHT * of_all) / (n + USUAL_WEIGHT)
    return np.where(north.n_traded > 0, np.nan_to_num(north.expected_log), of_book[evidence.book])


def _log_mirror(added: Floats, evidence: CellEvidence, settings: MixupSettings) -> Floats:
    """Give the log odds of what the South itself booked: does it hold what is missing here?"""
    ratio, mirror, south = evidence.mirror_ratio, evidence.mirror, evidence.south
    booked, left = mirror.amount[:, None], south.amount[:, None]
    expected, spread = ratio.expected_log[:, None], ratio.spread[:, None]
    log_booked = np.log(np.maximum(booked, TINY))
    log_whole = np.log(np.maximum(np.nan_to_num(left) + added, TINY))
    log_left = np.log(np.maximum(left, TINY))
    with_it = _log_slipped(log_booked - log_whole, expected, spread, settings)
    beside = with_it - _log_slipped(log_booked - log_left, expected, spread, settings)
    of_size = mirror.expected_log[:, None]
    alone = with_it - _log_slipped(log_booked, of_size, mirror.spread[:, None], settings)
    absent = np.log(np.maximum(1 - mirror.present, NO_EVIDENCE))[:, None]
    told = np.where(left > 0, beside, np.where(booked > 0, alone, absent))
    told = np.where((left > 0) & (booked == 0), 0.0, told)
    return np.asarray(np.nan_to_num(np.broadcast_to(told, added.shape), nan=0.0))


def _log_recoded(added: Floats, evidence: CellEvidence, df: float) -> Floats:
    """Give the log density of an amount that a neighbouring code would have had and lacks."""
    n_cases = added.shape[1]
    n_neighbours = evidence.neighbour_present.shape[1]
    if not n_neighbours:
        return np.full(added.shape, -np.inf)
    log_added = np.log(np.maximum(added, TINY))
    total = np.zeros((len(added), n_cases))
    for k in range(n_neighbours):
        fit = log_t(
            log_added, evidence.neighbour_log[:, [k]], evidence.neighbour_spread[:, [k]], df
        )
        total += evidence.neighbour_present[:, [k]] * np.exp(fit)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(total / n_neighbours))


def _find_price(evidence: CellEvidence) -> _Price:
    north, south = evidence.north_uv, evidence.south_uv
    is_same_year = south.amount > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        seen = np.log(north.amount)
        of_south = np.where(is_same_year, np.log(south.amount), south.expected_log)
    apart = seen - of_south
    known = apart[np.isfinite(apart)]
    middle = float(np.median(known)) if len(known) else 0.0
    usual = 1.4826 * float(np.median(np.abs(known - middle))) if len(known) else 1.0
    usual = max(usual, 0.1)
    has_own = north.n_traded > 0
    return _Price(
        seen=seen,
        south=of_south,
        is_same_year=is_same_year,
        south_spread=np.where(is_same_year, 0.0, south.spread),
        own=np.where(has_own, north.expected_log, of_south + middle),
        own_spread=np.where(has_own, north.spread, usual),
        usual_spread=usual,
    )


def _usual_price(evidence: CellEvidence, price: _Price) -> Floats:
    told = log_t(price.seen, price.own, price.own_spread, UV_DF)
    comparable = np.isfinite(price.seen) & np.isfinite(price.own) & np.isfinite(price.south)
    return np.where(comparable & np.isfinite(evidence.north.amount), told, 0.0)


def _log_price(
    added: Floats, evidence: CellEvidence, price: _Price, settings: MixupSettings
) -> Floats:
    """Give the log density of the price if the added part costs what the South's goods cost."""
    value = evidence.north.amount[:, None]
    own = np.maximum(value - added, 0.0)
    mass = added / np.exp(price.south)[:, None] + own / np.exp(price.own)[:, None]
    expected = np.log(value) - np.log(mass)
    own_part = own / value * price.own_spread[:, None]
    prior = settings.unit_value
    seen = price.seen[:, None]

    def fit(spread: float) -> Floats:
        width = np.sqrt(spread**2 + own_part**2 + price.south_spread[:, None] ** 2)
        return log_t(seen, expected, width, UV_DF)

    same = np.where(
        price.is_same_year[:, None], np.log(prior.same_lines_share), np.log(1e-6)
    ) + fit(prior.same_lines_spread)
    other = np.log(1 - prior.same_lines_share) + fit(prior.other_lines * price.usual_spread)
    told = np.logaddexp(same, other)
    comparable = np.isfinite(seen) & np.isfinite(expected)
    comparable &= np.isfinite(price.own)[:, None] & np.isfinite(price.south)[:, None]
    return np.where(comparable, told, 0.0)


def _sum(logs: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return np.asarray(logsumexp(logs, axis=1))
