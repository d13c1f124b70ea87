"""Draws of all unknowns: each depends on the seed, the parameter's id and the draw alone."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.priors import PriorDefinition
from coalface.scenarios.uniforms import uniforms

__all__ = ["Theta", "draw_prior", "quantile", "rank"]

#: Parameter id to its value in each draw, shape `(draw,)`.
Theta = Mapping[str, NDArray[np.float64]]
Floats = NDArray[np.float64]


def draw_prior(definitions: Mapping[str, PriorDefinition], draws: range, seed: int) -> Theta:
    """Draw every parameter from its prior.

    A draw says what is held possible before any data of this model is seen; it is no estimate.

    Args:
        definitions: From `load_priors`, by id.
        draws: Numbers of the draws. A part of a range gives that part of the values.
        seed: Of the run. Another parameter added or removed changes none of the others.

    Returns:
        Parameter id to array of shape `(draw,)`.
    """
    return {
        name: quantile(prior, uniforms(seed, f"theta/{name}", draws, 1, 1)[:, 0, 0])
        for name, prior in definitions.items()
    }


def quantile(prior: PriorDefinition, share: Floats) -> Floats:
    """Give the values below which given shares of a prior lie.

    Args:
        prior: The parameter.
        share: Numbers from 0 to 1, any shape.

    Returns:
        Values in the parameter's unit, same shape, within its low and high.
    """
    if prior.components:
        edges = np.cumsum([c.weight for c in prior.components])[:-1]
        values = np.array([c.value for c in prior.components])
        return values[np.searchsorted(edges, share, side="right")]
    if prior.low == prior.high:
        return np.full(np.shape(share), prior.low)
    if prior.distribution == "uniform":
        return prior.low + share * (prior.high - prior.low)
    if prior.distribution == "lognormal":
        low, mode, high = (float(np.log(v)) for v in (prior.low, prior.mode, prior.high))
        return np.clip(np.exp(_triangle(low, mode, high, share)), prior.low, prior.high)
    return _triangle(prior.low, prior.mode, prior.high, share)


def rank(prior: PriorDefinition, values: Floats) -> Floats:
    """Give the share of a prior that lies below given values; undoes `quantile`.

    Calibration works on these shares, so that no update can leave a prior's range.

    Args:
        prior: A parameter whose low and high differ and that is no mixture.
        values: In the parameter's unit, any shape.

    Raises:
        ValueError: If the parameter is fixed or a mixture, for which no such share is defined.
    """
    if prior.components or prior.low == prior.high:
        raise ValueError(f"parameter {prior.id} is fixed or a mixture and has no rank")
    inside = np.clip(values, prior.low, prior.high)
    if prior.distribution == "uniform":
        return (inside - prior.low) / (prior.high - prior.low)
    if prior.distribution == "lognormal":
        low, mode, high = (float(np.log(v)) for v in (prior.low, prior.mode, prior.high))
        return _below_in_triangle(low, mode, high, np.log(inside))
    return _below_in_triangle(prior.low, prior.mode, prior.high, inside)


def _triangle(low: float, mode: float, high: float, share: Floats) -> Floats:
    width, left = high - low, mode - low
    rising = low + np.sqrt(share * width * left)
    falling = high - np.sqrt((1.0 - share) * width * (high - mode))
    return np.where(share * width < left, rising, falling)


def _below_in_triangle(low: float, mode: float, high: float, values: Floats) -> Floats:
    width, left, right = high - low, mode - low, high - mode
    rising = (values - low) ** 2 / (width * left) if left > 0 else np.zeros_like(values)
    falling = 1.0 - (high - values) ** 2 / (width * right) if right > 0 else np.ones_like(values)
    return np.where(values < mode, rising, falling)
