"""Rules compiled: formulas of one value each, and passes over the agents that work them out.

A rule reads and writes many arrays. Worked out formula by formula each of them travels through the
cache again; in one pass it is read once, and the bits are the same: the order of sums and products
is that of the text, whatever the machine. Passes take arrays `(row, draw)`, draws next to each
other in memory, and give new ones. They never write into what they are given.
"""

from collections.abc import Callable
from typing import Annotated, Any, ParamSpec, TypeVar, get_args, get_origin

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

__all__ = ["Floats", "Indices", "Path", "formula", "kernel"]

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
#: One value a row, the same in every draw: what a month or a world gives.
Path = Annotated[Floats, "one axis"]

ROWS_AND_DRAWS = 2
P = ParamSpec("P")
R = TypeVar("R")
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}


def formula(written: Callable[P, float]) -> Callable[P, float]:
    """Make a formula of single values one that passes may use.

    A pass keeps the formulas of other modules as they were when it was compiled, and is compiled
    anew when its own module changes: after a change to `shares.py` remove the `__pycache__`.

    Args:
        written: Takes floats and gives one; it may use constants of its module.
    """
    made: Callable[P, float] = njit(**_OPTIONS)(written)
    return made


def kernel(written: Callable[P, R]) -> Callable[P, R]:
    """Compile a pass over agents and draws when it is first called, or load it as it was compiled.

    Args:
        written: Takes `Floats` of `(row, draw)`, `Path`, `Indices`, tuples of these, numbers,
            each named in its annotations; gives new arrays. One that writes into an array that it
            was given does not compile.
    """
    made: list[Callable[..., R]] = []

    def call(*given: P.args, **_: P.kwargs) -> R:
        if not made:
            taken = [_type_of(kind) for name, kind in _kinds(written).items() if name != "return"]
            made.append(njit(tuple(taken), cache=True, **_OPTIONS)(written))
        try:
            return made[0](*given)
        except TypeError:  # an array that does not lie as passes want it
            return made[0](*(_laid_out(value) for value in given))

    return call


def _kinds(written: Callable[..., Any]) -> dict[str, Any]:
    return dict(written.__annotations__)


def _type_of(kind: Any) -> Any:
    if get_origin(kind) is tuple:
        return types.Tuple([_type_of(part) for part in get_args(kind)])  # type: ignore[no-untyped-call]
    known = {
        int: types.intp,
        float: types.float64,
        Floats: types.Array(types.float64, 2, "C", readonly=True),
        Indices: types.Array(types.intp, 1, "C", readonly=True),
        Path: types.Array(types.float64, 1, "C", readonly=True),
    }
    return known[kind]


def _laid_out(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_laid_out(part) for part in value)
    if isinstance(value, np.ndarray) and value.ndim == ROWS_AND_DRAWS:
        return np.ascontiguousarray(value, dtype=np.float64)
    return np.ascontiguousarray(value) if isinstance(value, np.ndarray) else value
