"""Which row belongs to which: lanes to mines, companies to sponsors, with sums and spreads."""

from dataclasses import dataclass, field

import numpy as np

from coalface.scenarios.kernels import Floats, Indices, Path, kernel

__all__ = ["Adder", "Floats", "Indices", "Relation", "columns"]


class Adder:
    """Adds rows of values up to fewer rows, each value with its sign.

    The order of the sums is fixed and they run on one thread: they give the same bits whatever else
    the machine does. (Measured: 3 times faster than a sparse matrix of SciPy, and a full one of
    NumPy may use threads.)
    """

    def __init__(self, rows: Indices, places: Indices, signs: Floats, n_rows: int) -> None:
        """Fix what is added to what.

        Args:
            rows: Row that each entry adds to.
            places: Place of the value that it adds.
            signs: 1 or -1.
            n_rows: Number of rows; one without an entry sums to 0.
        """
        order = np.argsort(rows, kind="stable")
        self._starts = np.searchsorted(rows[order], np.arange(n_rows + 1))
        self._places = np.ascontiguousarray(places[order])
        self._signs = np.ascontiguousarray(signs[order])

    def add(self, values: Floats) -> Floats:
        """Add values `(place, draw)` up to `(row, draw)`."""
        return _add((self._starts, self._places), self._signs, values)


@dataclass(frozen=True, eq=False)
class Relation:
    """Each child's parent, e.g. the mine of each lane.

    Attributes:
        parent: Index of the parent of each child, shape `(child,)`.
        n_parents: How many parents there are; some may have no child.
    """

    parent: Indices
    n_parents: int
    _adder: Adder = field(init=False, repr=False)

    def __post_init__(self) -> None:
        parent = np.asarray(self.parent, dtype=np.intp)
        if parent.size and not (parent.min() >= 0 and parent.max() < self.n_parents):
            raise ValueError(f"a parent lies outside 0 to {self.n_parents - 1}")
        ones, children = np.ones(parent.size), np.arange(parent.size)
        object.__setattr__(self, "parent", parent)
        object.__setattr__(self, "_adder", Adder(parent, children, ones, self.n_parents))

    def sum(self, values: Floats) -> Floats:
        """Add the children's values up to their parents, in the order in which they stand.

        Args:
            values: Shape `(draw, child)`.

        Returns:
            Shape `(draw, parent)`; 0 where a parent has no child.
        """
        return self._adder.add(values.T).T

    def spread(self, values: Floats) -> Floats:
        """Give each child its parent's value.

        Args:
            values: Shape `(draw, parent)`.

        Returns:
            Shape `(draw, child)`.
        """
        return values.T.take(self.parent, axis=0).T


def columns(values: Floats) -> Floats:
    """Give an array `(draw, row)` whose draws lie next to each other in memory, for speed."""
    return np.asfortranarray(values)


@kernel
def _add(order: tuple[Indices, Indices], signs: Path, values: Floats) -> Floats:
    starts, places = order
    n_rows, n_draws = starts.size - 1, values.shape[1]
    found = np.empty((n_rows, n_draws))
    for row in range(n_rows):
        found[row, :] = 0.0
        for entry in range(starts[row], starts[row + 1]):
            place, sign = places[entry], signs[entry]
            for draw in range(n_draws):
                found[row, draw] += sign * values[place, draw]
    return found
