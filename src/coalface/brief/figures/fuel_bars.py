"""The fuel account: a group of bars a period, parts without a figure named and not drawn."""

from dataclasses import dataclass, field

from coalface.brief.figures import svg
from coalface.brief.figures.legend import Key, legend
from coalface.brief.figures.scales import Linear, nice_ticks
from coalface.brief.figures.style import BRICK, GRID, INK, MUTED, OCHRE, TEAL, Layout
from coalface.brief.numerals import NO_FIGURE, format_number, format_range, mark_word
from coalface.vocabulary.numbers import Number

__all__ = ["BEFORE", "FuelPart", "FuelPeriod", "FuelPicture", "render_fuel_bars"]

BAR = 9.0
STEP = 16.0
KILO = 1e3
BEFORE = "reported_before"  # a report of a year in which the Committee did not exist
LOOKS = {"reported": TEAL, BEFORE: "#fff", "used": INK}


@dataclass(frozen=True, slots=True)
class FuelPart:
    """One line of the account in one period, with rival figures of the same."""

    line: str
    name: str
    number: Number
    rivals: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class FuelPeriod:
    """One period: parts with and without a figure."""

    name: str
    parts: tuple[FuelPart, ...]


@dataclass(frozen=True, slots=True)
class FuelPicture:
    """All periods that are shown."""

    periods: tuple[FuelPeriod, ...]
    heading: str
    description: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is drawn, layer by layer, so that marks that look alike stand together."""

    rules: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    bars: list[tuple[str, str]] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    rivals: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Frame:
    layout: Layout
    x: Linear
    prefix: str
    sheet: _Sheet

    def fill(self, line: str) -> str:
        return LOOKS.get(line) or f"url(#{self.prefix}-{line})"


def render_fuel_bars(picture: FuelPicture, layout: Layout) -> str:
    """Draw the fuel account in one width, thousand tonnes along the bars."""
    drawing_id = f"fuel-bars-{layout.name}"
    lines = {part.line for period in picture.periods for part in period.parts}
    before = (Key("box", LOOKS[BEFORE], "reported imports, before the 1718 Committee"),)
    keys = (
        *(before if BEFORE in lines else ()),
        Key("box", TEAL, "reported to the 1718 Committee"),
        Key("box", f"url(#{drawing_id}-alleged)", "alleged, one ledger"),
        Key("ring", BRICK, "alleged by another"),
        Key("box", f"url(#{drawing_id}-from_crude)", "from crude, assumed yield"),
        Key("box", INK, "oil used"),
    )
    drawn, y = legend(keys, layout, left=4, top=2, width=layout.width - 8)
    numbers = [n for p in picture.periods for part in p.parts for n in (part.number, *part.rivals)]
    ticks = nice_ticks(0, max((v for n in numbers for v in _ends(n)), default=1.0), 4)
    left, right = (4.0, 122.0) if layout.is_narrow else (150.0, 330.0)
    x = Linear(0, ticks[-1], left, layout.width - right)
    frame = _Frame(layout, x, drawing_id, _Sheet())
    top = y + 22
    y = top
    for period in picture.periods:
        y = _period(period, frame, y)
    body = drawn + _grid(frame, ticks, (top, y)) + _layers(frame)
    defs = svg.hatch(f"{drawing_id}-alleged", BRICK) + svg.dots(f"{drawing_id}-from_crude", OCHRE)
    size = (layout.width, y + 4)
    return svg.document(drawing_id, picture.heading, picture.description, size, body, defs)


def _layers(frame: _Frame) -> str:
    sheet = frame.sheet
    shapes: dict[str, str] = {}
    for line, shape in sheet.bars:
        shapes[line] = shapes.get(line, "") + shape
    bars = [
        svg.path(shape, fill=frame.fill(line), stroke=INK, stroke_width=0.6)
        for line, shape in shapes.items()
    ]
    layers = (sheet.rules, sheet.heads, bars, sheet.ranges, sheet.rivals, sheet.words)
    return "".join("".join(layer) for layer in (*layers, sheet.missing))


def _ends(number: Number) -> list[float]:
    return [v for v in (number.value, number.low, number.high) if v is not None]


def _grid(frame: _Frame, ticks: tuple[float, ...], ends: tuple[float, float]) -> str:
    top, bottom = ends
    x, size = frame.x, frame.layout.small
    parts = [svg.line(x.at(t), top, x.at(t), bottom, stroke=GRID) for t in ticks]
    for tick in ticks:
        words = f"{tick / KILO:,.0f}" if tick else "0"
        anchor = "start" if tick == 0 and frame.layout.is_narrow else "middle"
        parts.append(svg.text(x.at(tick), top - 5, words, size=size, anchor=anchor, fill=MUTED))
    return "".join(parts)


def _period(period: FuelPeriod, frame: _Frame, top: float) -> float:
    layout, sheet = frame.layout, frame.sheet
    y = top + 6
    sheet.rules.append(svg.line(4, top, layout.width - 4, top, stroke=GRID))
    sheet.heads.append(svg.text(4, y + 12, period.name, size=layout.text, bold=True))
    if layout.is_narrow:
        y += 18
    for part in period.parts:
        if _ends(part.number):
            _part(part, frame, y)
            y += STEP
    missing = [part.name for part in period.parts if not _ends(part.number)]
    if missing:
        place = (frame.x.start + 4, y + 10, f"{NO_FIGURE}: {', '.join(missing)}")
        sheet.missing.append(svg.label(*place, size=layout.small, fill=MUTED))
        y += STEP
    return y + 6


def _part(part: FuelPart, frame: _Frame, top: float) -> None:
    x, number, sheet = frame.x, part.number, frame.sheet
    ends = _ends(number)
    value = number.value if number.value is not None else min(ends)
    middle, bottom = top + BAR / 2, top + BAR
    left, right = x.start, x.at(value)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    sheet.bars.append((part.line, svg.points(corners, close=True)))
    if min(ends) < max(ends):
        span = (x.at(min(ends)), middle, x.at(max(ends)), middle)
        sheet.ranges.append(svg.line(*span, stroke_width=1.6))
    for rival in part.rivals:
        spot = rival.value if rival.value is not None else next(iter(_ends(rival)), None)
        if spot is not None:
            look = {"fill": "#fff", "stroke": BRICK, "stroke_width": 1.6}
            sheet.rivals.append(svg.circle(x.at(spot), middle, 3.6, **look))  # type: ignore[arg-type]
    words = _said(part, with_range=not frame.layout.is_narrow)
    if not frame.layout.is_narrow:
        words = f"{part.name}: {words}"
    sheet.words.append(svg.text(x.end + 12, bottom, words, size=frame.layout.small))


def _said(part: FuelPart, *, with_range: bool) -> str:
    words = [format_number(part.number)]
    found = format_range(part.number)
    if found and with_range:
        words.append(f"({found})")
    if mark_word(part.number):
        words.append(mark_word(part.number))
    return " ".join(words)
