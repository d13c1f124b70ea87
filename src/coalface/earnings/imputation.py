"""Named models for the years of which no print is packaged, each with its 90 % band."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

__all__ = ["LEVEL", "MIN_POINTS", "MODELS", "Band", "impute", "interval_score", "scale_months"]

LEVEL = 0.9  # of the bands: the level that the check out of sample asks for
MIN_POINTS = 5  # published years below which a series says nothing of its own spread
NEAR_YEARS = 5.0  # years over which a residual loses most of its weight (see docs/earnings.md)
SCALES = (1 / 3, 1.0)  # powers: between a proportional and a straight course, and straight
TAIL = NormalDist().inv_cdf((1 + LEVEL) / 2)

Points = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Band:
    """An imputed value with its band; never below zero."""

    mid: float
    low: float
    high: float


def impute(points: Points, year: int, model: str = "two_scale_bridge") -> Band | None:
    """Impute one year of a series from the years around it.

    A band says how far the model erred in years that were published. It knows nothing of a
    ban, a flood or a closed border that only this year saw.

    Args:
        points: Published values by year, none negative.
        year: The year that is missing; points of that year are left out.
        model: A key of `MODELS`.

    Returns:
        Value and 90 % band, or None where there are fewer than `MIN_POINTS` others or none on
        either side: nothing is imputed beyond the ends of a series.

    Raises:
        ValueError: If there is no such model.
    """
    if model not in MODELS:
        raise ValueError(f"no imputation {model!r}. There are: {', '.join(MODELS)}.")
    rest = {y: v for y, v in points.items() if y != year}
    if len(rest) < MIN_POINTS or not min(rest) < year < max(rest):
        return None
    return MODELS[model](rest, year)


def scale_months(part: float, n_months: int, errors: Sequence[float]) -> Band:
    """Give a year of which some months were published: the months' mean over twelve.

    Args:
        part: Value of the published months.
        n_months: How many they are, from 1 to 11.
        errors: Errors of this rule in other cases, as the logarithm of truth over rule.

    Returns:
        Value and 90 % band; the band never falls below what was published.
    """
    mid = part * 12 / n_months
    spread = sqrt(sum(e * e for e in errors) / len(errors)) if errors else 1.0
    reach = exp(_t_tail(max(len(errors), 1)) * spread)
    return Band(mid, max(mid / reach, part), mid * reach)


def interval_score(band: Band, truth: float) -> float:
    """Give the interval score (Gneiting and Raftery 2007): width, and a fine for a miss."""
    miss = max(band.low - truth, truth - band.high, 0.0)
    return band.high - band.low + 2 / (1 - LEVEL) * miss


def _two_scale_bridge(points: Points, year: int) -> Band:
    """Interpolate straight and on the cube-root scale; keep the band that both allow."""
    bands = [_bridge(points, year, power) for power in SCALES]
    low, high = max(b.low for b in bands), min(b.high for b in bands)
    mid = sum(b.mid for b in bands) / len(bands)
    return Band(mid, min(low, mid), max(high, mid))


def _log_linear(points: Points, year: int) -> Band:
    return _bridge(points, year, 0.0)


def _bridge(points: Points, year: int, power: float) -> Band:
    """Interpolate on one scale, with a spread that grows toward the middle of the gap.

    The spread is that of a Brownian bridge, scaled by the residuals that the same rule leaves
    in the other years, nearer years counting more.
    """
    if power == 0 and min(points.values()) <= 0:
        return _bridge(points, year, 1.0)
    weights, squares = [], []
    for other in sorted(points)[1:-1]:
        rest = {y: v for y, v in points.items() if y != other}
        mid, reach = _between(rest, other, power)
        weights.append(exp(-abs(other - year) / NEAR_YEARS))
        squares.append(((_up(points[other], power) - mid) / reach) ** 2)
    total = sum(weights)
    spread = sqrt(sum(w * s for w, s in zip(weights, squares, strict=True)) / total)
    n_effective = total**2 / sum(w * w for w in weights)
    mid, reach = _between(points, year, power)
    half = _t_tail(n_effective) * spread * reach
    return Band(_down(mid, power), _down(mid - half, power), _down(mid + half, power))


def _between(points: Points, year: int, power: float) -> tuple[float, float]:
    """Give the value between the nearest years on one scale, and the reach of the bridge."""
    before = max(y for y in points if y < year)
    after = min(y for y in points if y > year)
    part = (year - before) / (after - before)
    start, end = _up(points[before], power), _up(points[after], power)
    return start + (end - start) * part, sqrt((year - before) * (after - year) / (after - before))


def _up(value: float, power: float) -> float:
    return log(value) if power == 0 else value**power


def _down(value: float, power: float) -> float:
    if power == 0:
        return exp(value)
    return float(max(value, 0.0) ** (1 / power))


def _last_value(points: Points, year: int) -> Band:
    return _naive(points, year, lambda rest, y: rest[max(p for p in rest if p < y)])


def _linear(points: Points, year: int) -> Band:
    return _naive(points, year, lambda rest, y: _between(rest, y, 1.0)[0])


def _naive(points: Points, year: int, rule: Callable[[Points, int], float]) -> Band:
    """Give a naive rule's value with the band of its own errors in the other years."""
    errors = []
    for other in sorted(points)[1:-1]:
        rest = {y: v for y, v in points.items() if y != other}
        errors.append(points[other] - rule(rest, other))
    half = _t_tail(len(errors)) * sqrt(sum(e * e for e in errors) / len(errors))
    mid = rule(points, year)
    return Band(mid, max(mid - half, 0.0), mid + half)


def _t_tail(degrees: float) -> float:
    """Give the upper end of Student's band, by the expansion of Cornish and Fisher."""
    first = (TAIL**3 + TAIL) / 4
    second = (5 * TAIL**5 + 16 * TAIL**3 + 3 * TAIL) / 96
    return TAIL + first / degrees + second / degrees**2


MODELS: dict[str, Callable[[Points, int], Band]] = {
    "two_scale_bridge": _two_scale_bridge,
    "log_linear": _log_linear,
    "linear": _linear,
    "last_value": _last_value,
}
