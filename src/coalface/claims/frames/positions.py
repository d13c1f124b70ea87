"""Which of many things in order stands at a place: looked up once for each place.

Frames ask for the same places again and again: where a figure starts and ends, where a cue stands.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

__all__ = ["FirstFrom", "LastAt"]


class FirstFrom(dict[int, int]):
    """Index of the first thing that starts at a place or after it, by place.

    Attributes:
        starts: Where things start, ascending; an index of as many as there are says "none".
    """

    __slots__ = ("starts",)

    def __init__(self, starts: Sequence[int]) -> None:
        super().__init__()
        self.starts = starts

    def __missing__(self, position: int) -> int:
        index = self[position] = bisect_left(self.starts, position)
        return index


class LastAt(dict[int, int]):
    """Index of the last thing that starts at a place or before it, by place; the first for none.

    Attributes:
        starts: Where things start, ascending.
    """

    __slots__ = ("starts",)

    def __init__(self, starts: Sequence[int]) -> None:
        super().__init__()
        self.starts = starts

    def __missing__(self, position: int) -> int:
        index = self[position] = (bisect_right(self.starts, position) or 1) - 1
        return index
