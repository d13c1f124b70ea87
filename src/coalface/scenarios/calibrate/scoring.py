"""How good a forecast was once the figures are known: log score and interval score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp, ndtr

__all__ = ["Forecast", "interval_score", "log_score"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast of some figures as an equal mixture of normals, one for each member.

    Attributes:
        name: Whose it is.
        centres: `(member, datum)`; one member for a plain normal.
        sd: Standard deviation around each centre, `(datum,)`.
    """

    name: str
    centres: Floats
    sd: Floats

    def interval(self, level: float) -> tuple[Floats, Floats]:
        """Give the central range of each figure, low and high `(datum,)`, by bisection."""
        return self._quantile((1 - level) / 2), self._quantile((1 + level) / 2)

    def _quantile(self, p: float) -> Floats:
        reach = 40.0 * self.sd
        low, high = self.centres.min(axis=0) - reach, self.centres.max(axis=0) + reach
        for _ in range(80):
            middle = (low + high) / 2
            below = ndtr((middle - self.centres) / self.sd).mean(axis=0) < p
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray((low + high) / 2)


def log_score(forecast: Forecast, figures: Floats) -> Floats:
    """Give the log of the forecast's density at each figure `(datum,)`: higher is better.

    Source:
        Gneiting and Raftery (2007), "Strictly proper scoring rules, prediction, and estimation",
        Journal of the American Statistical Association 102.
    """
    z = (figures - forecast.centres) / forecast.sd
    each = -0.5 * z**2 - np.log(forecast.sd * np.sqrt(2 * np.pi))
    return np.asarray(logsumexp(each, axis=0) - np.log(len(forecast.centres)))


def interval_score(forecast: Forecast, figures: Floats, level: float = 0.9) -> Floats:
    """Give width plus penalty of misses of the central range `(datum,)`: lower is better.

    Source:
        Gneiting and Raftery (2007), section 6.2.
    """
    low, high = forecast.interval(level)
    miss = np.maximum(low - figures, 0.0) + np.maximum(figures - high, 0.0)
    return np.asarray(high - low + 2 / (1 - level) * miss)
