"""Which row belongs to which: lanes to mines, companies to sponsors, with sums and spreads."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["Floats", "Indices", "Relation", "adder", "columns"]

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
#: Up to this many cells a full matrix adds faster than a sparse one, and on one thread: the sums
#: are the same whatever else the machine does.
MOST_CELLS = 1024


@dataclass(frozen=True, eq=False)
class Relation:
    """Each child's parent, e.g. the mine of each lane.

    Attributes:
        parent: Index of the parent of each child, shape `(child,)`.
        n_parents: How many parents there are; some may have no child.
    """

    parent: Indices
    n_parents: int
    _adder: "Floats | csr_array" = field(init=False, repr=False)

    def __post_init__(self) -> None:
        parent = np.asarray(self.parent, dtype=np.intp)
        if parent.size and not (parent.min() >= 0 and parent.max() < self.n_parents):
            raise ValueError(f"a parent lies outside 0 to {self.n_parents - 1}")
        children = np.arange(parent.size)
        object.__setattr__(self, "parent", parent)
        object.__setattr__(
            self,
            "_adder",
            adder(parent, children, np.ones(parent.size), (self.n_parents, parent.size)),
        )

    def sum(self, values: Floats) -> Floats:
        """Add the children's values up to their parents.

        Args:
            values: Shape `(draw, child)`.

        Returns:
            Shape `(draw, parent)`; 0 where a parent has no child.
        """
        return np.asarray(self._adder.dot(values.T)).T

    def spread(self, values: Floats) -> Floats:
        """Give each child its parent's value.

        Args:
            values: Shape `(draw, parent)`.

        Returns:
            Shape `(draw, child)`.
        """
        return values.T.take(self.parent, axis=0).T


def adder(
    rows: Indices, places: Indices, signs: Floats, shape: tuple[int, int]
) -> "Floats | csr_array":
    """Give the matrix that adds values at places up to rows, each with its sign.

    Args:
        rows: Row that each entry adds to.
        places: Place of the value that it adds.
        signs: 1 or -1.
        shape: Number of rows and of places.
    """
    sparse = csr_array((signs, (rows, places)), shape=shape)
    return sparse.toarray() if shape[0] * shape[1] <= MOST_CELLS else sparse


def columns(values: Floats) -> Floats:
    """Give an array `(draw, row)` whose draws lie next to each other in memory, for speed."""
    return np.asfortranarray(values)
