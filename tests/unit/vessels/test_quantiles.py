import numpy as np
import pytest
from numpy.typing import NDArray

from coalface.vessels.quantiles import quantile

Floats = NDArray[np.float64]


def by_sorting(weights: Floats, values: Floats, wanted: float) -> float:
    order = np.argsort(values, kind="stable")
    reached = np.flatnonzero(np.cumsum(weights[order]) >= wanted)
    return float(values[order[reached[0] if len(reached) else -1]])


@pytest.mark.parametrize("n", [1, 2, 12, 13, 100, 1000])
@pytest.mark.parametrize("n_values", [3, 10**9])
def test_what_is_chosen_is_what_sorting_finds(n: int, n_values: int) -> None:
    rng = np.random.default_rng(n)
    weights = rng.integers(1, 600, n).astype(float)
    values = rng.integers(0, n_values, n).astype(float)
    work = np.empty((2, n + 5))

    for share in (0.0, 0.1, 0.5, 0.9, 1.0, 1.1):
        wanted = share * weights.sum()
        assert quantile(weights, values, wanted, work) == by_sorting(weights, values, wanted)


def test_values_in_order_and_all_alike_are_chosen_from_too() -> None:
    weights = np.ones(500)
    work = np.empty((2, 500))

    assert quantile(weights, np.arange(500.0), 250.0, work) == 249.0
    assert quantile(weights, np.arange(500.0)[::-1], 250.0, work) == 249.0
    assert quantile(weights, np.full(500, 7.0), 250.0, work) == 7.0
