"""Which of many tests to believe, with the share of false ones among them held down."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Dependence", "find_q_values"]

Dependence = Literal["positive", "any"]
Floats = NDArray[np.float64]


def find_q_values(p_values: Floats, *, dependence: Dependence = "positive") -> Floats:
    """Find for each test the smallest false discovery rate at which it would be kept.

    A q-value of 0.05 does not say that this one finding is wrong with 5 %; of all findings up to
    it, 5 % are expected to be.

    Args:
        p_values: One a test, in any order.
        dependence: `positive` where tests are independent or rise together (Benjamini and
            Hochberg); `any` for whatever dependence, at the price of fewer findings.

    Returns:
        One q-value a test, in the order of the tests.

    Source:
        Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1);
        Benjamini and Yekutieli (2001), Annals of Statistics 29(4).
    """
    n = len(p_values)
    if n == 0:
        return np.empty(0)
    order = np.argsort(p_values, kind="stable")
    price = float(np.sum(1 / np.arange(1, n + 1))) if dependence == "any" else 1.0
    stepped = p_values[order] * (n * price) / np.arange(1, n + 1)
    lowest = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    q_values = np.empty(n)
    q_values[order] = lowest
    return q_values
