"""Draws of parameters that depend on nothing but the seed, the parameter's name and the number.

Each parameter has its own stream in blocks of fixed size: a run in chunks, in another order, or
with one parameter more gives every other parameter the same draws.
"""

from collections.abc import Callable, Iterable, Mapping
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from coalface.earnings.parameters import Parameter, draw, load_parameters

__all__ = ["Draws", "Floats", "draw_named", "stream"]

Floats = NDArray[np.float64]
Draws = Mapping[str, Floats]
Make = Callable[[int, np.random.Generator], Floats]
BLOCK = 16_384


def draw_named(
    names: Iterable[str],
    n: int,
    *,
    rng: np.random.Generator,
    start: int = 0,
    parameters: Mapping[str, Parameter] | None = None,
) -> dict[str, Floats]:
    """Draw some parameters, each from a stream of its own.

    Where nothing was found, draws come from the prior of ours: what rests on it is assumed.

    Args:
        names: Ids of parameters, in any order.
        n: How many draws of each.
        rng: Names the streams: those of a fresh generator of the same seed. It is not advanced,
            so the same generator gives the same draws again.
        start: Number of the first draw, for a run in chunks.
        parameters: By id; the packaged ones if None.

    Returns:
        Parameter id to array of shape `(draw,)`.
    """
    known = load_parameters() if parameters is None else parameters
    return {name: _drawn(known[name], n, start, rng) for name in names}


def stream(name: str, n: int, *, rng: np.random.Generator, start: int = 0) -> Floats:
    """Draw uniform numbers between 0 and 1 from the stream of a name, shape `(draw,)`."""
    return _in_blocks(name, n, start, rng, lambda size, source: source.random(size))


def _drawn(parameter: Parameter, n: int, start: int, rng: np.random.Generator) -> Floats:
    return _in_blocks(
        parameter.id,
        n,
        start,
        rng,
        lambda size, source: draw(parameter, size, source, with_prior=True),
    )


def _in_blocks(name: str, n: int, start: int, rng: np.random.Generator, make: Make) -> Floats:
    first, last = start // BLOCK, (start + n - 1) // BLOCK
    blocks = [make(BLOCK, _source(name, block, rng)) for block in range(first, last + 1)]
    joined = np.concatenate(blocks) if blocks else np.empty(0)
    offset = start - first * BLOCK
    return np.asarray(joined[offset : offset + n], dtype=np.float64)


def _source(name: str, block: int, rng: np.random.Generator) -> np.random.Generator:
    root = rng.bit_generator.seed_seq
    if not isinstance(root, np.random.SeedSequence):
        raise TypeError("rng must come from numpy.random.default_rng, which keeps its seed")
    key = (*root.spawn_key, crc32(name.encode()), block)
    return np.random.Generator(
        np.random.Philox(np.random.SeedSequence(root.entropy, spawn_key=key))
    )
