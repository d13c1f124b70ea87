"""Keys of a drawing, laid out in rows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coalface.brief.figures import svg
from coalface.brief.figures.style import INK, Layout

__all__ = ["Key", "diamond", "graded_mark", "graded_parts", "legend", "square"]

SWATCH = 16.0
GAP = 18.0
DASHES = {"dash": "5 3", "dots": "2 3"}


@dataclass(frozen=True, slots=True)
class Key:
    """One entry: how a mark looks and what it stands for."""

    kind: Literal["box", "line", "dash", "dots", "diamond", "square", "dot", "ring", "half"]
    fill: str
    words: str


def legend(
    keys: Sequence[Key], layout: Layout, *, left: float, top: float, width: float
) -> tuple[str, float]:
    """Give the drawn keys and the height that they take up."""
    size, step = layout.small, layout.small * 1.55
    x, y, parts = left, top + size, []
    for key in keys:
        needed = SWATCH + 6 + svg.text_width(key.words, size)
        if x > left and x + needed > left + width:
            x, y = left, y + step
        parts.append(_swatch(key, x, y - size * 0.35))
        parts.append(svg.text(x + SWATCH + 6, y, key.words, size=size))
        x += needed + GAP
    return "".join(parts), (y - top) + step * 0.5


def diamond(x: float, y: float, half: float, *children: str, fill: str) -> str:
    """Give a diamond around a point."""
    corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    return svg.path(svg.points(corners, close=True), *children, fill=fill, stroke="#fff")


def square(x: float, y: float, half: float, *children: str, fill: str) -> str:
    """Give a square around a point."""
    box = (x - half, y - half, 2 * half, 2 * half)
    return svg.rect(*box, *children, fill=fill, stroke="#fff")


def _swatch(key: Key, x: float, y: float) -> str:
    middle = x + SWATCH / 2
    if key.kind == "box":
        return svg.rect(x, y - 5.5, SWATCH, 11, fill=key.fill, stroke=INK, stroke_width=0.6)
    if key.kind in {"line", *DASHES}:
        dashes = DASHES.get(key.kind)
        ends = (x, y, x + SWATCH, y)
        return svg.line(*ends, stroke=key.fill, stroke_width=2.4, stroke_dasharray=dashes)
    if key.kind == "diamond":
        return diamond(middle, y, 6, fill=key.fill)
    if key.kind == "square":
        return square(middle, y, 4.5, fill=key.fill)
    return graded_mark((middle, y), 0, key.kind, colour=key.fill)


def graded_mark(
    place: tuple[float, float], shape: int, kind: str, *children: str, colour: str
) -> str:
    """Give a mark that is full, half full or empty: high, medium and low confidence.

    Args:
        place: Centre.
        shape: 0 circle, 1 square, 2 diamond, 3 triangle; more start again.
        kind: `dot` (full), `half` or `ring`.
        *children: Hover text.
        colour: Repeats what the shape says.
    """
    return "".join(graded_parts(place, shape, kind, *children, colour=colour))


def graded_parts(
    place: tuple[float, float], shape: int, kind: str, *children: str, colour: str
) -> tuple[str, str]:
    """Give the outline of a graded mark, and what fills its left half or ""."""
    x, y = place
    corners = OUTLINES[shape % len(OUTLINES)]
    look = {"fill": "#fff", "stroke": colour, "stroke_width": 1.5}
    if kind == "dot":
        look = {"fill": colour}
    if corners:
        whole = svg.points([(x + dx, y + dy) for dx, dy in corners], close=True)
        outline = svg.path(whole, *children, **look)  # type: ignore[arg-type]
        left = svg.points([(x + min(dx, 0), y + dy) for dx, dy in corners], close=True)
    else:
        radius = 4.4 if kind == "dot" else 4.0
        outline = svg.circle(x, y, radius, *children, **look)  # type: ignore[arg-type]
        left = f"{svg.points(((x, y - 4),))}a4,4,0,0,0,0,8z"
    return outline, svg.path(left, fill=colour) if kind == "half" else ""


def _ring_of(n: int, radius: float, turn: float = 0.0) -> tuple[tuple[float, float], ...]:
    steps = (2 * math.pi * i / n + turn for i in range(n))
    return tuple((radius * math.cos(step), radius * math.sin(step)) for step in steps)


OUTLINES = (
    (),  # a circle
    _ring_of(4, 5.6, math.pi / 4),
    _ring_of(4, 6.0),
    _ring_of(3, 6.2, -math.pi / 2),
)
