"""How surprising the last years of each series are, against its own history and its peers'."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

from coalface.trade.pooled_scales import estimate_scales, pooled_mean
from coalface.trade.yearly_records import FirstSeen, Record

__all__ = [
    "Calibration",
    "ShiftTests",
    "calibrate",
    "estimate_tail",
    "weigh_first_seen",
    "weigh_shifts",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LOCATION_LOSS = np.pi / 2  # variance of a median beside that of a mean, for a normal law
LOW, HIGH = 0.90, 0.99  # of the check year: between them few real shifts stand
NO_TAIL = 1e6  # moves that never leap
FAR = 0.98
TAILS = (2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 30.0, 100.0)
DEFAULT_TAIL = 4.0  # our choice: where too few years are there to tell
MOST_FOR_TAIL = 400_000  # our choice: tests of check years that are enough to tell a tail
MIN_CHECKED = 500  # our choice: fewer checks say nothing of one in a hundred
MIN_FIRST_SEEN = 30  # our choice: fewer first appearances give no law of their size
MOVE_WEIGHT = 2.0  # our choice: how fast a good's own move is believed, in series
FIRST_SEEN_WEIGHT = 5.0


@dataclass(frozen=True, slots=True)
class ShiftTests:
    """One test a series.

    Attributes:
        expected_log: What its history led one to expect, moved as its good moved.
        scale: Spread of the prediction, of a natural logarithm.
        weight: Degrees of freedom of the prediction.
        p_value: Chance of a value this large or larger if nothing changed.
    """

    expected_log: Floats
    scale: Floats
    weight: Floats
    p_value: Floats


@dataclass(frozen=True, slots=True)
class Calibration:
    """How p-values of a check year, when little changed, compare with what they promise.

    Attributes:
        stretch: What one unit of -log p is worth beyond `start`; 1 as promised, 1.5 half as much.
        start: -log p from which it applies.
        n: Tests of the check year; 0 where there was none.
    """

    stretch: float = 1.0
    start: float = 0.0
    lift: float = 0.0
    n: int = 0

    def apply(self, p_values: Floats) -> Floats:
        """Weaken p-values as the check year demands; none is made smaller."""
        surprise = -np.log(np.maximum(p_values, 1e-300))
        beyond = np.maximum(surprise - self.start, 0) / self.stretch
        told = np.minimum(surprise, self.start) - self.lift
        return np.asarray(np.clip(np.exp(-(np.maximum(told, 0) + beyond)), p_values, 1.0))


def weigh_shifts(record: Record, *, n_last: int = 1, tail: float = NO_TAIL) -> ShiftTests:
    """Test series that have a history: do the last years lie above what it predicts?

    The prediction is Student's t on logarithms about the median of earlier values; the move that
    the good made with all its partners is taken off first, so that a world price is no shift.

    Args:
        record: Series traded in each of the last years.
        n_last: How many last years the record holds.
        tail: Degrees of freedom of yearly moves themselves, as `estimate_tail` finds them.
    """
    scales = estimate_scales(record)
    rows = np.flatnonzero(np.isfinite(record.location))
    rest = record.log_value - record.location
    n = np.maximum(record.n_traded, 1)
    scale = scales.scale * np.sqrt(1 / n_last + np.where(n > 2, LOCATION_LOSS, 1.0) / n)  # noqa: PLR2004
    expected = record.location + _moves_of_goods(record.good, rows, rest)[record.good]
    weight = 1 / (1 / scales.weight + 1 / tail)
    z = (record.log_value - expected) / scale
    return ShiftTests(expected, scale, weight, _upper_tail(z, weight))


def estimate_tail(checks: list[Record]) -> float:
    """Estimate how heavy the tails of yearly moves are, from years before the last.

    Scales tell how much a series usually moves, not how often it leaps: that is learned from all
    series together, as the degrees of freedom under which the check years are likeliest.

    Args:
        checks: Records of earlier years, each tested against the years before it.
    """
    z, weight = [np.empty(0)], [np.empty(0)]
    for check in checks:
        tests = weigh_shifts(check)
        z.append((check.log_value - tests.expected_log) / tests.scale)
        weight.append(tests.weight)
    every, of_scale = np.concatenate(z), np.concatenate(weight)
    known = np.isfinite(every)
    every, of_scale = every[known][:MOST_FOR_TAIL], of_scale[known][:MOST_FOR_TAIL]
    if len(every) < MIN_CHECKED:
        return DEFAULT_TAIL

    # Real shifts of the check years lie far out: there it only counts how many there are.
    size = np.abs(every)
    cut = float(np.quantile(size, FAR))
    is_near = size <= cut

    def likelihood(tail: float) -> float:
        df = 1 / (1 / of_scale + 1 / tail)
        # The scale is left free: too wide a scale must not look like a thin tail.
        free = np.median(size) / np.median(stats.t.ppf(0.75, df[:1000]))
        told = stats.t.logpdf(size[is_near] / free, df[is_near]) - np.log(free)
        beyond = stats.t.logsf(cut / free, df[~is_near])
        return float(told.sum() + beyond.sum())

    return max(TAILS, key=likelihood)


def weigh_first_seen(record: Record, seen: FirstSeen) -> ShiftTests:
    """Test series without a history: are they larger than first appearances usually are?

    The chance is given the appearance: that something new is seen at all is no surprise here,
    because goods come and go every year. A small first appearance is never called a shift.

    Args:
        record: Series never seen before, though the reporter published earlier years.
        seen: Sizes of first appearances of earlier years.
    """
    n_seen = len(seen.log_value)
    if n_seen < MIN_FIRST_SEEN:
        nothing = np.full(len(record), np.nan)
        return ShiftTests(nothing, nothing, nothing, np.ones(len(record)))
    middle = float(np.median(seen.log_value))
    every = np.arange(n_seen)
    rest = seen.log_value - middle
    n_goods, n_parties = (
        int(max(a.max(), b.max(initial=0))) + 1
        for a, b in ((seen.good, record.good), (seen.exporter, record.exporter))
    )
    of_good = _filled(pooled_mean(seen.good, every, rest), n_goods)
    rest = rest - of_good[seen.good]
    of_exporter = _filled(pooled_mean(seen.exporter, every, rest), n_parties)
    rest = rest - of_exporter[seen.exporter]
    scale = np.full(len(record), float(np.std(rest)))
    expected = middle + of_good[record.good] + of_exporter[record.exporter]
    p = _tail_of(rest, record.log_value - expected)
    return ShiftTests(expected, scale, np.full(len(record), FIRST_SEEN_WEIGHT), p)


def calibrate(p_values: Floats) -> Calibration:
    """Compare the p-values of a check year with what they promise.

    Real shifts of the check year make this stricter, never laxer.

    Args:
        p_values: Of series tested on a year before the last.
    """
    if len(p_values) < MIN_CHECKED:
        return Calibration(n=0)
    surprise = -np.log(np.maximum(p_values, 1e-300))
    low, high = (float(q) for q in np.quantile(surprise, (LOW, HIGH)))
    promised = float(np.log((1 - LOW) / (1 - HIGH)))
    start = max(low, float(-np.log(1 - LOW)))
    return Calibration(
        stretch=max((high - low) / promised, 1.0),
        start=start,
        lift=max(low - float(-np.log(1 - LOW)), 0.0),
        n=len(p_values),
    )


def _moves_of_goods(good: Ints, rows: Ints, rest: Floats) -> Floats:
    """Give the median move of each good over all its series, drawn to that of all goods."""
    n_goods = int(good.max()) + 1 if len(good) else 0
    if not len(rows):
        return np.zeros(n_goods)
    middle = float(np.median(rest[rows]))
    moves = (
        pl.DataFrame({"good": good[rows], "rest": rest[rows] - middle})
        .group_by("good")
        .agg(pl.col("rest").median(), n=pl.len())
    )
    n = moves["n"].to_numpy().astype(np.float64)
    of_good = np.zeros(n_goods)
    # One series says nothing of its good, and is not set off against itself.
    of_good[moves["good"].to_numpy()] = moves["rest"].to_numpy() * (n - 1) / (n + MOVE_WEIGHT)
    return of_good + middle


def _upper_tail(z: Floats, weight: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        p = stats.t.sf(z, weight)
    return np.asarray(np.where(np.isfinite(z), p, 1.0))


def _tail_of(known: Floats, asked: Floats) -> Floats:
    """Give the share of known values above each asked one; beyond the last tenth by a tail.

    The tail falls as a power of the size in money, as sizes of trade do: it is fitted to the
    largest tenth (Hill's estimator on logarithms), so p never falls to nothing.
    """
    ordered = np.sort(known)
    n = len(ordered)
    n_tail = max(3, n // 10)
    threshold = ordered[n - n_tail - 1]
    index = float(np.mean(ordered[n - n_tail :] - threshold))
    share = (n - np.searchsorted(ordered, asked, side="left") + 1) / (n + 1)
    tail = (n_tail + 1) / (n + 1) * np.exp(-(asked - threshold) / max(index, 1e-9))
    return np.asarray(np.clip(np.where(asked > threshold, tail, share), 0.0, 1.0))


def _filled(means: Floats, n: int) -> Floats:
    return np.concatenate([means, np.zeros(max(0, n - len(means)))])
