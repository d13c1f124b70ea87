"""The first picture: a bar per year of declared exports, and beside it what others estimate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coalface.brief.figures import svg
from coalface.brief.figures.labels import leader_labels, spread
from coalface.brief.figures.legend import Key, diamond, legend, square
from coalface.brief.figures.scales import Linear, decimal_year, nice_ticks, runs_of
from coalface.brief.figures.style import BRICK, GRID, INK, MUTED, OCHRE, TEAL, VIOLET, Layout
from coalface.vocabulary.numbers import Number

__all__ = ["Estimate", "Picture", "SpanEstimate", "Tick", "YearBar", "render_first_picture"]

Family = Literal["coal", "cyber", "workers"]
Status = Literal["covered", "part of year", "contested", "no measure", "not itemised"]
SLOTS: dict[Family, tuple[float, float]] = {
    "coal": (0.49, 0.68),
    "cyber": (0.72, 0.85),
    "workers": (0.88, 0.97),
}
BAR = (0.1, 0.45)
BILLION = 1e9
STAR = "*"
STAR_AT = 0.72  # of the bar: between the letters of the dashes beside it
COAL_KEY = f"coal outside the statistics ({STAR} with other goods too)"


@dataclass(frozen=True, slots=True)
class Estimate:
    """One published estimate of income outside the statistics, for one year or part of it.

    `is_wider` says that it is of more goods than its family is named for; it carries a star.
    """

    family: Family
    number: Number
    who: str
    is_wider: bool = False


@dataclass(frozen=True, slots=True)
class SpanEstimate:
    """An estimate over several years, drawn at its yearly mean under a letter."""

    letter: str
    first_year: int
    last_year: int
    yearly: Number
    who: str


@dataclass(frozen=True, slots=True)
class YearBar:
    """Declared exports and imports of one year; `is_other_*` where China printed no total."""

    year: int
    segments: tuple[tuple[Status, Number], ...]
    total: Number
    imports: Number
    estimates: tuple[Estimate, ...] = ()
    is_other_book: bool = False
    is_other_imports_book: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A resolution on its day of adoption."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the first picture shows."""

    bars: tuple[YearBar, ...]
    spans: tuple[SpanEstimate, ...]
    ticks: tuple[Tick, ...]
    heading: str
    description: str


@dataclass(frozen=True, slots=True)
class _Plane:
    """Years along one side, dollars along the other; sideways on a narrow screen."""

    along: Linear
    across: Linear
    is_sideways: bool
    prefix: str

    def at(self, year: float, value: float) -> tuple[float, float]:
        u, v = self.along.at(year), self.across.at(value)
        return (v, u) if self.is_sideways else (u, v)

    def box(self, years: tuple[float, float], values: tuple[float, float]) -> tuple[float, ...]:
        (x0, y0), (x1, y1) = self.at(years[0], values[0]), self.at(years[1], values[1])
        return min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)

    def fill(self, name: str) -> str:
        plain = {"covered": BRICK, "no measure": TEAL, "not itemised": "#fff"}
        return plain.get(name, f"url(#{self.prefix}-{name.split(maxsplit=1)[0]})")


def render_first_picture(picture: Picture, layout: Layout) -> str:
    """Draw the first picture in one width."""
    drawing_id = f"first-picture-{layout.name}"
    keys, keys_height = legend(_keys(drawing_id), layout, left=4, top=2, width=layout.width - 8)
    plane, height = _plane(picture, layout, keys_height, drawing_id)
    parts = [keys, _grid(plane, picture, layout), _imports(plane, picture.bars)]
    parts += [_bar(plane, bar, layout) for bar in picture.bars]
    parts += [_spans(plane, picture, layout), _ticks(plane, picture, layout)]
    defs = svg.hatch(f"{drawing_id}-coal", INK) + svg.dots(f"{drawing_id}-contested", OCHRE)
    defs += svg.stripes(f"{drawing_id}-part", BRICK)
    size = (layout.width, height)
    body = "".join(parts)
    return svg.document(drawing_id, picture.heading, picture.description, size, body, defs)


def _plane(
    picture: Picture, layout: Layout, keys_height: float, drawing_id: str
) -> tuple[_Plane, float]:
    first, last = picture.bars[0].year, picture.bars[-1].year + 1
    highest = nice_ticks(0, _highest(picture), 6)[-1]
    if layout.is_narrow:
        top = keys_height + 26
        height = top + 50 * (last - first) + 8
        along = Linear(first, last, top, height - 8)
        return _Plane(along, Linear(0, highest, 44, layout.width - 48), True, drawing_id), height  # noqa: FBT003
    top, height = keys_height + 62, keys_height + 452
    along = Linear(first, last, 52, layout.width - 6)
    return _Plane(along, Linear(0, highest, height - 26, top), False, drawing_id), height  # noqa: FBT003


def _highest(picture: Picture) -> float:
    numbers = [n for bar in picture.bars for n in (bar.total, bar.imports)]
    numbers += [e.number for bar in picture.bars for e in bar.estimates]
    return max(v for n in numbers for v in (n.value, n.low, n.high) if v is not None)


def _keys(drawing_id: str) -> tuple[Key, ...]:
    return (
        Key("box", BRICK, "declared, under a UN measure all year"),
        Key("box", f"url(#{drawing_id}-part)", "measure reached it within the year"),
        Key("box", f"url(#{drawing_id}-contested)", "contested"),
        Key("box", TEAL, "no measure"),
        Key("box", "#fff", "not itemised"),
        Key("box", f"url(#{drawing_id}-coal)", COAL_KEY),
        Key("dash", INK, "the same for several years, at the yearly mean"),
        Key("diamond", VIOLET, "stolen cryptocurrency"),
        Key("square", OCHRE, "workers abroad"),
        Key("line", INK, "imports, China's books"),
        Key("ring", INK, "imports, KOTRA's mirror"),
    )


def _grid(plane: _Plane, picture: Picture, layout: Layout) -> str:
    first, last = picture.bars[0].year, picture.bars[-1].year + 1
    values = nice_ticks(0, plane.across.high, 6)
    ends = [(*plane.at(first, value), *plane.at(last, value)) for value in values]
    parts = [svg.line(*ends[0]), *(svg.line(*end, stroke=GRID) for end in ends[1:])]
    for value in values:
        x, y = plane.at(first, value)
        words = f"{value / BILLION:g}"
        if plane.is_sideways:
            parts.append(svg.text(x, y - 6, words, size=layout.small, anchor="middle", fill=MUTED))
        else:
            place = (x - 8, y + 4, words)
            parts.append(svg.text(*place, size=layout.small, anchor="end", fill=MUTED))
    for bar in picture.bars:
        x, y = plane.at(bar.year + 0.5, 0)
        words = str(bar.year)
        if plane.is_sideways:
            parts.append(svg.text(4, y + 5, words, size=layout.text, bold=True))
        else:
            parts.append(svg.text(x, y + 19, words, size=layout.text, anchor="middle", bold=True))
    return "".join(parts)


def _bar(plane: _Plane, bar: YearBar, layout: Layout) -> str:
    parts, base = [], 0.0
    years = (bar.year + BAR[0], bar.year + BAR[1])
    for status, number in bar.segments:
        if not number.value:
            continue
        box = plane.box(years, (base, base + number.value))
        dash = "3 2" if bar.is_other_book else None
        look = {"fill": plane.fill(status), "stroke": INK, "stroke_width": 0.7}
        parts.append(svg.rect(*box, **look, stroke_dasharray=dash))  # type: ignore[arg-type]
        base += number.value
    parts.append(_total(plane, bar, base, layout))
    parts += [
        _family(plane, bar.year, [e for e in bar.estimates if e.family == family], family)
        for family in SLOTS
    ]
    return "".join(parts)


def _total(plane: _Plane, bar: YearBar, base: float, layout: Layout) -> str:
    x, y = plane.at(bar.year + (BAR[0] + BAR[1]) / 2, base)
    words = "no figure" if bar.total.value is None else f"{bar.total.value / BILLION:.2f}"
    size = layout.small
    if plane.is_sideways:
        return svg.label(x + 5, y + 4, words, size=size, bold=True)
    return svg.label(x, y - 5, words, size=size, anchor="middle", bold=True)


def _family(plane: _Plane, year: int, estimates: Sequence[Estimate], family: Family) -> str:
    low, high = SLOTS[family]
    step = (high - low) / max(len(estimates), 1)
    parts = []
    for i, estimate in enumerate(estimates):
        slot = (year + low + i * step, year + low + (i + 0.86) * step)
        parts.append(_estimate(plane, slot, estimate))
    return "".join(parts)


def _estimate(plane: _Plane, slot: tuple[float, float], estimate: Estimate) -> str:
    number = estimate.number
    known = [v for v in (number.value, number.low, number.high) if v is not None]
    if not known:
        return ""
    middle = (slot[0] + slot[1]) / 2
    low = number.low if number.low is not None else 0.0 if number.value is None else known[0]
    whisker = svg.line(*plane.at(middle, low), *plane.at(middle, max(known)), stroke_width=1.4)
    x, y = plane.at(middle, number.value if number.value is not None else max(known))
    if estimate.family == "coal":
        look = {"fill": plane.fill("coal"), "stroke": INK, "stroke_width": 0.7}
        bar = svg.rect(*plane.box(slot, (0, max(known))), **look)  # type: ignore[arg-type]
        return bar + (whisker if low < max(known) else "") + _star(plane, estimate, middle)
    if estimate.family == "cyber":
        return whisker + diamond(x, y, 6, fill=VIOLET)
    return whisker + square(x, y, 4.5, fill=OCHRE)


def _star(plane: _Plane, estimate: Estimate, middle: float) -> str:
    """Mark a bar that stands for more goods than its neighbours."""
    number = estimate.number
    if not estimate.is_wider or number.value is None:
        return ""
    x, y = plane.at(middle, STAR_AT * number.value)
    return svg.label(x, y + 8, STAR, size=14, bold=True, anchor="middle")


def _spans(plane: _Plane, picture: Picture, layout: Layout) -> str:
    low, high = SLOTS["coal"]
    first, last = picture.bars[0].year, picture.bars[-1].year
    parts, letters = [], []
    for span in picture.spans:
        value = span.yearly.value
        years = range(max(span.first_year, first), min(span.last_year, last) + 1)
        if value is None or not years:
            continue
        for year in years:
            ends = (*plane.at(year + low - 0.02, value), *plane.at(year + high, value))
            parts.append(svg.line(*ends, stroke_width=2.4, stroke_dasharray="4 2"))
        x, y = plane.at(years[0] + high, value)
        dx, dy = (0.0, 11.0) if plane.is_sideways else (7.0, 4.0)
        place = (x + dx, y + dy, span.letter)
        letters.append(svg.label(*place, size=layout.small, bold=True, anchor="middle"))
    return "".join(parts + letters)


def _imports(plane: _Plane, bars: Sequence[YearBar]) -> str:
    values = {bar.year: bar.imports for bar in bars if bar.imports.value is not None}
    parts = []
    other = {bar.year for bar in bars if bar.is_other_imports_book}
    for run in runs_of([year for year in sorted(values) if year not in other]):
        xy = [plane.at(year + 0.5, values[year].value or 0.0) for year in run]
        if len(xy) > 1:
            parts.append(svg.path(svg.points(xy), fill="none", stroke="#fff", stroke_width=4.5))
            parts.append(svg.path(svg.points(xy), fill="none", stroke=INK, stroke_width=2.2))
    for year, number in sorted(values.items()):
        x, y = plane.at(year + 0.5, number.value or 0.0)
        look = ("#fff", INK) if year in other else (INK, "#fff")
        parts.append(svg.circle(x, y, 4.2, fill=look[0], stroke=look[1], stroke_width=1.6))
    return "".join(parts)


def _ticks(plane: _Plane, picture: Picture, layout: Layout) -> str:
    size = layout.small
    places = [plane.along.at(decimal_year(tick.on)) for tick in picture.ticks]
    parts = []
    if plane.is_sideways:
        edge = plane.across.end
        label_places = spread(places, size + 1, low=plane.along.start, high=plane.along.end)
        for tick, y, label_y in zip(picture.ticks, places, label_places, strict=True):
            bend = svg.points(((edge - 6, y), (edge + 4, y), (edge + 12, label_y)))
            parts.append(svg.path(bend, fill="none", stroke=BRICK, stroke_width=1.4))
            place = (edge + 14, label_y + size * 0.35, tick.label)
            parts.append(svg.text(*place, size=size, bold=True, fill=BRICK))
        return "".join(parts)
    top, left = plane.across.end, plane.along.start
    marks = [(place, tick.label) for place, tick in zip(places, picture.ticks, strict=True)]
    for x, middle, words in leader_labels(marks, size, low=left, high=plane.along.end):
        bend = svg.points(((middle, top - 20), (x, top - 6), (x, top + 8)))
        parts.append(svg.path(bend, fill="none", stroke=BRICK, stroke_width=1.4))
        place = (middle, top - 24, words)
        parts.append(svg.text(*place, size=size, bold=True, anchor="middle", fill=BRICK))
    return "".join(parts)
