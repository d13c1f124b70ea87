"""What a detector is handed, and what it hands back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from coalface.vessels.legs import Legs, make_fixes
from coalface.vessels.segments import SegmentsFound
from coalface.vessels.windows import Window

__all__ = ["Found", "Share"]


@dataclass(slots=True)
class Share:
    """The part of an input that one task works on.

    Attributes:
        segments: Positions by ship and time with `segment_id`, the segments, their joins; None
            once they are taken.
        statics: Table `statics` of all ships; empty if there was none.
        interfered: Hours of ships and places in which many failed alike; None if unknown.
        shared: Numbers that two ships may send, by the whole input; None if unknown.
        window: The stretch whose events are wanted; None: all are. Others may be left out.
        made: Fixes of the positions, once `fixes` was asked for.
    """

    segments: SegmentsFound | None
    statics: pl.DataFrame
    interfered: pl.DataFrame | None = None
    shared: pl.DataFrame | None = None
    window: Window | None = None
    made: Legs | None = None

    def fixes(self) -> Legs:
        """Give the fixes by track: made once, and the positions are given away for them."""
        if self.made is None:
            self.made = make_fixes(self.take().positions)
        return self.made

    def take(self) -> SegmentsFound:
        """Give the segments away: who takes them may let their positions go when read.

        Raises:
            ValueError: If they were taken before.
        """
        taken, self.segments = self.segments, None
        if taken is None:
            raise ValueError("the positions of this share were taken before")
        return taken


@dataclass(frozen=True, slots=True)
class Found:
    """Events of one kind and what they rest on.

    Attributes:
        events: The detector's table without `evidence_id`.
        evidence: One row an event, in the same order.
        suppressed: Table `suppressed`: what was set aside, and why.
    """

    events: pl.DataFrame
    evidence: pl.DataFrame | Sequence[Mapping[str, Any]]
    suppressed: pl.DataFrame
