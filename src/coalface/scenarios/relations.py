"""Which row belongs to which: lanes to mines, companies to sponsors, with sums and spreads."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Relation", "columns"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Relation:
    """Each child's parent, e.g. the mine of each lane.

    Attributes:
        parent: Index of the parent of each child, shape `(child,)`.
        n_parents: How many parents there are; some may have no child.
    """

    parent: NDArray[np.intp]
    n_parents: int
    _order: NDArray[np.intp] = field(init=False, repr=False)
    _starts: NDArray[np.intp] = field(init=False, repr=False)
    _filled: NDArray[np.intp] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        parent = np.asarray(self.parent, dtype=np.intp)
        if parent.size and not (0 <= parent.min() and parent.max() < self.n_parents):
            raise ValueError(f"a parent lies outside 0 to {self.n_parents - 1}")
        order = np.argsort(parent, kind="stable")
        filled, starts = np.unique(parent[order], return_index=True)
        for name, value in (("_order", order), ("_starts", starts), ("_filled", filled)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "parent", parent)

    def sum(self, values: Floats) -> Floats:
        """Add the children's values up to their parents.

        Args:
            values: Shape `(draw, child)`.

        Returns:
            Shape `(draw, parent)`; 0 where a parent has no child. Children are added in the order
            in which they stand.
        """
        found = np.add.reduceat(values.T.take(self._order, axis=0), self._starts, axis=0)
        if len(self._filled) == self.n_parents:
            return found.T
        whole = np.zeros((self.n_parents, values.shape[0]))
        whole[self._filled] = found
        return whole.T

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
