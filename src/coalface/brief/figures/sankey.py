"""Where the money goes: fixed stages, ribbons coloured by receiver, each node with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from coalface.brief.figures import svg
from coalface.brief.figures.labels import wrap
from coalface.brief.figures.style import INK, MUTED, Layout
from coalface.brief.numerals import format_number, format_range
from coalface.vocabulary.numbers import Number

__all__ = ["MAX_NODES", "Ribbon", "SankeyNode", "SankeyPicture", "render_sankey"]

MAX_NODES = 15
THICK = 12.0
LEAST = 1.2  # of a drawing: the thinnest ribbon that is seen
CURRENCY = "US$\N{NO-BREAK SPACE}"
Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SankeyNode:
    """One node; `colour` is that of a receiver, ink where several share it."""

    id: str
    name: str
    number: Number | None
    colour: str = INK


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Money of one receiver through one stage, in dollars of 100."""

    stage: str
    receiver: str
    amount: Number


@dataclass(frozen=True, slots=True)
class SankeyPicture:
    """What comes in, the stages it passes and the receivers it reaches.

    Attributes:
        sources: What comes in, stacked without a gap: the buyer, and what makes a loss good.
        stages: In their order.
        receivers: In their order, each with its colour.
        ribbons: Each runs from the sources through its stage to its receiver.

    Raises:
        ValueError: If there are more nodes than a reader can follow.
    """

    sources: tuple[SankeyNode, ...]
    stages: tuple[SankeyNode, ...]
    receivers: tuple[SankeyNode, ...]
    ribbons: tuple[Ribbon, ...]
    heading: str
    description: str

    def __post_init__(self) -> None:
        n_nodes = len(self.sources) + len(self.stages) + len(self.receivers)
        if n_nodes > MAX_NODES:
            raise ValueError(f"{n_nodes} nodes; a reader follows at most {MAX_NODES}")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Sizes of one width: places and room of the three columns, and units a dollar."""

    layout: Layout
    places: tuple[float, float, float]
    rooms: tuple[float, float, float]
    unit: float

    @property
    def step(self) -> float:
        return self.layout.small + 3


@dataclass(frozen=True, slots=True)
class _Placed:
    node: SankeyNode
    x: float
    y: float
    height: float
    words: tuple[str, ...]
    words_at: Spot
    n_names: int


def render_sankey(picture: SankeyPicture, layout: Layout) -> str:
    """Draw the ribbons in one width."""
    drawing_id = f"money-{layout.name}"
    sheet = _Sheet(layout, (4.0, 330.0, 650.0), (250.0, 300.0, 230.0), 3.0)
    if layout.is_narrow:
        sheet = _Sheet(layout, (4.0, 92.0, 284.0), (80.0, 178.0, 80.0), 2.4)
    stages = _stages(picture, sheet)
    bottom = stages[-1].y + stages[-1].height
    receivers = _receivers(picture, sheet, bottom)
    sources = _sources(picture, sheet, bottom)
    ribbons = _ribbons(picture, sheet, (sources, stages, receivers))
    every = (*sources, *stages, *receivers)
    bars = [svg.rect(p.x, p.y, THICK, p.height, fill=p.node.colour) for p in every]
    words = "".join(_words(placed, sheet) for placed in every)
    height = max(p.y + max(p.height, len(p.words) * sheet.step) for p in every) + 10
    body = "".join(ribbons + sorted(bars, key=_fill)) + words
    size = (layout.width, height)
    return svg.document(drawing_id, picture.heading, picture.description, size, body, "")


def _fill(bar: str) -> str:
    return bar[bar.find("fill") :]


def _said(node: SankeyNode, sheet: _Sheet, room: float) -> tuple[tuple[str, ...], int]:
    """Give the lines at a node and how many of them are its name."""
    size = sheet.layout.small
    names = wrap(node.name, size, room, bold=True)
    if node.number is None:
        return names, len(names)
    found = format_range(node.number)
    value = format_number(node.number) + (f" ({found})" if found else "")
    return (*names, *wrap(value.replace(CURRENCY, ""), size, room, bold=False)), len(names)


def _amount(node: SankeyNode, picture: SankeyPicture) -> float:
    through = (r for r in picture.ribbons if node.id in (r.stage, r.receiver))
    return sum(ribbon.amount.value or 0.0 for ribbon in through)


def _stages(picture: SankeyPicture, sheet: _Sheet) -> list[_Placed]:
    """Stack the stages, each under its words."""
    x, y = sheet.places[1], 6.0
    placed = []
    for node in picture.stages:
        words, n_names = _said(node, sheet, sheet.rooms[1])
        height = max(_amount(node, picture) * sheet.unit, LEAST)
        top = y + len(words) * sheet.step + 2
        placed.append(_Placed(node, x, top, height, words, (x, y), n_names))
        y = top + height + 8
    return placed


def _receivers(picture: SankeyPicture, sheet: _Sheet, bottom: float) -> list[_Placed]:
    """Stack the receivers in the middle of the height, words beside them."""
    x = sheet.places[2]
    said = [_said(node, sheet, sheet.rooms[2]) for node in picture.receivers]
    heights = [max(_amount(node, picture) * sheet.unit, LEAST) for node in picture.receivers]
    rooms = [
        max(height, len(words) * sheet.step)
        for height, (words, _) in zip(heights, said, strict=True)
    ]
    gap = 18.0
    y = max((bottom - sum(rooms) - gap * (len(rooms) - 1)) / 2, 6.0)
    placed = []
    for node, (words, n_names), height, room in zip(
        picture.receivers, said, heights, rooms, strict=True
    ):
        top = y + (room - height) / 2
        words_at = (x + THICK + 6, y + (room - len(words) * sheet.step) / 2)
        placed.append(_Placed(node, x, top, height, words, words_at, n_names))
        y += room + gap
    return placed


def _sources(picture: SankeyPicture, sheet: _Sheet, bottom: float) -> list[_Placed]:
    """Stack what comes in without a gap; the first has its words above, others below."""
    x = sheet.places[0]
    total = sum(r.amount.value or 0.0 for r in picture.ribbons)
    extra = [n.number.value or 0.0 for n in picture.sources[1:] if n.number is not None]
    amounts = [total - sum(extra), *extra]
    y = max((bottom - total * sheet.unit) / 2, 40.0)
    placed = []
    for i, (node, amount) in enumerate(zip(picture.sources, amounts, strict=True)):
        words, n_names = _said(node, sheet, sheet.rooms[0])
        height = amount * sheet.unit
        above = y - len(words) * sheet.step - 2
        words_at = (x, above if i == 0 else y + height + 4)
        placed.append(_Placed(node, x, y, height, words, words_at, n_names))
        y += height
    return placed


def _ribbons(
    picture: SankeyPicture, sheet: _Sheet, columns: tuple[Sequence[_Placed], ...]
) -> list[str]:
    sources, stages, receivers = columns
    by_id = {placed.node.id: placed for placed in (*stages, *receivers)}
    order = {placed.node.id: i for i, placed in enumerate((*stages, *receivers))}
    start = sources[0].y
    at = {placed.node.id: placed.y for placed in (*stages, *receivers)}
    through: dict[str, float] = dict(at)
    parts = []
    for ribbon in sorted(picture.ribbons, key=lambda r: (order[r.stage], order[r.receiver])):
        stage, receiver = by_id[ribbon.stage], by_id[ribbon.receiver]
        width = (ribbon.amount.value or 0.0) * sheet.unit
        look = {"fill": receiver.node.colour, "fill_opacity": "0.3"}
        into = _band((sources[0].x + THICK, start), (stage.x, through[ribbon.stage]), width)
        out = (stage.x + THICK, through[ribbon.stage])
        onward = _band(out, (receiver.x, at[ribbon.receiver]), width)
        parts.append(svg.path(into + onward, **look))
        start += width
        through[ribbon.stage] += width
        at[ribbon.receiver] += width
    return parts


def _band(start: Spot, end: Spot, width: float) -> str:
    (x0, y0), (x1, y1) = start, end
    width = max(width, LEAST)
    dx, dy = x1 - x0, y1 - y0
    there = f"M{x0:.0f},{y0:.1f}c{dx / 2:.0f},0,{dx / 2:.0f},{dy:.1f},{dx:.0f},{dy:.1f}"
    return f"{there}v{width:.1f}c{-dx / 2:.0f},0,{-dx / 2:.0f},{-dy:.1f},{-dx:.0f},{-dy:.1f}z"


def _words(placed: _Placed, sheet: _Sheet) -> str:
    x, y = placed.words_at
    parts = []
    for i, line in enumerate(placed.words, start=1):
        is_name = i <= placed.n_names
        look = {"size": sheet.layout.small, "bold": is_name, "fill": INK if is_name else MUTED}
        parts.append(svg.label(x, y + i * sheet.step - 4, line, **look))  # type: ignore[arg-type]
    return "".join(parts)
