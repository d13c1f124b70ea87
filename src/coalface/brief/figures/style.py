"""The look: colours, widths and text sizes of the drawings."""

from dataclasses import dataclass

__all__ = ["BRICK", "FAINT", "GRID", "INK", "LAND", "LAND_DPRK", "MUTED", "NARROW", "OCHRE"]
__all__ += ["PAPER", "SEA", "TEAL", "TEAL_LIGHT", "VIOLET", "WIDE", "Layout"]

INK = "#16243a"
PAPER = "#f6f4ee"
BRICK = "#a3262a"
TEAL = "#1f6f7a"
TEAL_LIGHT = "#b5d0d3"
OCHRE = "#8a6100"
VIOLET = "#5a4a9c"
MUTED = "#4d5866"
FAINT = "#9aa3ad"
GRID = "#dcdfe2"
SEA = "#e8f0f4"
LAND = "#dad6c8"
LAND_DPRK = "#c9bba2"


@dataclass(frozen=True, slots=True)
class Layout:
    """The width of a drawing and the size of its text, in user units."""

    name: str
    width: float
    text: float
    is_narrow: bool

    @property
    def small(self) -> float:
        """Size of the least important text."""
        return self.text - 1.0


WIDE = Layout("wide", 900, 13, is_narrow=False)
NARROW = Layout("narrow", 380, 13, is_narrow=True)
