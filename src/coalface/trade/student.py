"""Student's t: the law of what is predicted from few values."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

__all__ = ["log_t"]

Floats = NDArray[np.float64]


def log_t(
    value: Floats, location: Floats | float, scale: Floats | float, df: Floats | float
) -> Floats:
    """Give the log density of Student's t."""
    z = (value - location) / scale
    constant = gammaln((df + 1) / 2) - gammaln(df / 2) - 0.5 * np.log(df * np.pi)
    return np.asarray(constant - np.log(scale) - (df + 1) / 2 * np.log1p(z**2 / df))
