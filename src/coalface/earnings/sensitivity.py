"""Which parameters drive a result, and which of those rest on assumptions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coalface.earnings.draws import Draws, Floats, draw_named
from coalface.earnings.parameters import Parameter, load_parameters
from coalface.errors import MissingExtraError
from coalface.vocabulary.numbers import Number

__all__ = [
    "WEAK",
    "Driver",
    "assumed_drivers",
    "decompose_variance",
    "sobol_indices",
]

N_BINS = 32
MATTERS = 0.05
WEAK = frozenset({"assumption", "not_found", "direction_only"})


@dataclass(frozen=True, slots=True)
class Driver:
    """One parameter's part in the variance of a result.

    Attributes:
        parameter: Its id.
        title: In words.
        basis: How far a source states it.
        share: Part of the variance that it explains alone.
        total: Part that it explains with others too; no figure without Sobol indices.
    """

    parameter: str
    title: str
    basis: str
    share: Number
    total: Number

    @property
    def is_assumed(self) -> bool:
        """Say whether its range is ours or nothing was found."""
        return self.basis in WEAK


def decompose_variance(result: Floats, draws: Draws, *, key: str) -> tuple[Driver, ...]:
    """Give each parameter's own part of a result's variance, largest first.

    Draws are put in bins of equal number by the parameter; the variance of the bins' means over
    the whole variance is its part. What parameters do together is not in it, so parts need not
    sum to one. A parameter that does not vary has no part.

    Args:
        result: Shape `(draw,)`.
        draws: Parameter id to the draws behind the result, shape `(draw,)`.
        key: Where the numbers' ids hang, e.g. `losses/2013/kiep.A.fob`.
    """
    whole = float(result.var())
    found = []
    for name, values in draws.items():
        share = 0.0 if whole == 0 else _between(result, values) / whole
        found.append(_driver(name, share, None, key, "variance of means of bins over variance"))
    return _ordered(found)


def sobol_indices(
    function: Callable[[Draws], Floats],
    names: Sequence[str],
    n: int,
    *,
    key: str,
    rng: np.random.Generator,
) -> tuple[Driver, ...]:
    """Give first-order and total Sobol indices of a result, largest first.

    Args:
        function: From draws of all `names` to the result, shape `(draw,)`.
        names: Parameters; those that do not vary are held fast.
        n: Base samples, a power of two; the function runs on `n` times (parameters + 2) draws.
        key: Where the numbers' ids hang.
        rng: Names the streams of draws.

    Raises:
        MissingExtraError: If SALib is not installed.
    """
    try:
        from SALib.analyze import sobol as analyse  # noqa: PLC0415 - an extra
        from SALib.sample import sobol as sample  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError("sensitivity") from error
    drawn = {name: np.sort(values) for name, values in _drawn(names, rng).items()}
    varying = [name for name in names if np.ptp(drawn[name]) > 0]
    problem = {"num_vars": len(varying), "names": varying, "bounds": [[0.0, 1.0]] * len(varying)}
    seed = int(rng.bit_generator.seed_seq.generate_state(1)[0])
    points = sample.sample(problem, n, calc_second_order=False, seed=seed)
    draws = {name: np.full(len(points), drawn[name][0]) for name in names}
    draws |= {name: np.quantile(drawn[name], points[:, i]) for i, name in enumerate(varying)}
    found = analyse.analyze(problem, function(draws), calc_second_order=False, seed=seed)
    how = f"Sobol index of SALib, {len(points):,} points"
    return _ordered(
        [
            _driver(name, float(found["S1"][i]), float(found["ST"][i]), key, how)
            for i, name in enumerate(varying)
        ]
    )


def assumed_drivers(drivers: Sequence[Driver], *, at_least: float = MATTERS) -> tuple[Driver, ...]:
    """Give the parameters that matter and rest on assumptions, for the caption of a figure."""
    return tuple(
        d
        for d in drivers
        if d.is_assumed and max(d.share.value or 0.0, d.total.value or 0.0) >= at_least
    )


def _drawn(names: Sequence[str], rng: np.random.Generator) -> Mapping[str, Floats]:
    return draw_named(names, 8192, rng=rng)


def _between(result: Floats, values: Floats) -> float:
    """Give the variance of the means of bins, less what chance alone would give."""
    if np.ptp(values) == 0:
        return 0.0
    groups = [result[part] for part in _bins(values)]
    sizes = np.array([len(g) for g in groups], dtype=float)
    means = np.array([g.mean() for g in groups])
    noise = sum(float(g.var()) for g in groups) / len(result)
    between = float(np.average((means - result.mean()) ** 2, weights=sizes))
    return max(between - noise, 0.0)


def _bins(values: Floats) -> list[np.ndarray]:
    different = np.unique(values)
    if len(different) <= N_BINS:
        return [np.flatnonzero(values == value) for value in different]
    return np.array_split(np.argsort(values, kind="stable"), N_BINS)


def _driver(name: str, share: float, total: float | None, key: str, how: str) -> Driver:
    parameter: Parameter = load_parameters()[name]

    def number(column: str, value: float | None) -> Number:
        return Number(
            id=f"earnings/sensitivity/{key}/{name}/{column}",
            label=f"Part of the variance of {key} from {parameter.title}",
            value=value,
            unit="share",
            mark="assumed" if parameter.basis in WEAK else "derived",
            how=how,
            inputs=(parameter.row_id,),
        )

    return Driver(
        name, parameter.title, parameter.basis, number("share", share), number("total", total)
    )


def _ordered(drivers: list[Driver]) -> tuple[Driver, ...]:
    return tuple(
        sorted(drivers, key=lambda d: (-(d.total.value or d.share.value or 0.0), d.parameter))
    )
