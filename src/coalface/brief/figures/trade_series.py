"""Time series of declared trade, with UN measures above and DPRK trade rules below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coalface.brief.figures import svg
from coalface.brief.figures.labels import leader_labels, place_in_rows
from coalface.brief.figures.scales import Linear, decimal_year, nice_ticks, runs_of
from coalface.brief.figures.style import BRICK, GRID, MUTED, TEAL, VIOLET, Layout
from coalface.vocabulary.numbers import Number

__all__ = ["Observation", "Reform", "Series", "SeriesPicture", "Watershed", "render_trade_series"]

MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Observation:
    """One published figure of one year; several may compete."""

    year: int
    number: Number
    source: str


@dataclass(frozen=True, slots=True)
class Series:
    """One panel: the first observation of a year carries the line, the others are rings."""

    name: str
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Watershed:
    """A UN resolution above the panels."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Reform:
    """A dated DPRK rule or reform below the panels, by its number in the register."""

    on: date
    number: int
    what: str


@dataclass(frozen=True, slots=True)
class SeriesPicture:
    """All that the figure shows."""

    series: tuple[Series, ...]
    watersheds: tuple[Watershed, ...]
    reforms: tuple[Reform, ...]
    first_year: int
    last_year: int
    heading: str
    description: str


@dataclass(frozen=True, slots=True)
class _Frame:
    x: Linear
    layout: Layout
    tops: tuple[float, ...]
    panel: float
    head: float


def render_trade_series(picture: SeriesPicture, layout: Layout) -> str:
    """Draw the series in one width; a gap in the data is a gap in the line."""
    left = 52.0 if not layout.is_narrow else 40.0
    x = Linear(picture.first_year, picture.last_year + 1, left, layout.width - 12)
    head, head_height = _watersheds(picture.watersheds, x, layout)
    panel = 118.0 if not layout.is_narrow else 104.0
    tops = tuple(head_height + 34 + i * (panel + 44) for i in range(len(picture.series)))
    frame = _Frame(x, layout, tops, panel, head_height)
    bottom = tops[-1] + panel
    parts = [head, _rules(picture.watersheds, frame, bottom)]
    parts += [_panel(s, frame, top) for s, top in zip(picture.series, tops, strict=True)]
    parts.append(_years(picture, frame, bottom))
    register, height = _register(picture.reforms, frame, bottom + 44)
    parts.append(register)
    drawing_id = f"trade-series-{layout.name}"
    size = (layout.width, height)
    body = "".join(parts)
    return svg.document(drawing_id, picture.heading, picture.description, size, body, "")


def _watersheds(marks: Sequence[Watershed], x: Linear, layout: Layout) -> tuple[str, float]:
    size, height = layout.small, 52.0
    parts = [svg.text(4, 13, "UN resolutions, by day of adoption", size=size, fill=BRICK)]
    spots = [(x.at(decimal_year(mark.on)), mark.label) for mark in marks]
    for place, middle, words in leader_labels(spots, size, low=2, high=layout.width - 2):
        bend = svg.points(((middle, 36), (place, height), (place, height + 6)))
        parts.append(svg.path(bend, fill="none", stroke=BRICK))
        parts.append(svg.text(middle, 32, words, size=size, bold=True, anchor="middle", fill=BRICK))
    return "".join(parts), height


def _rules(marks: Sequence[Watershed], frame: _Frame, bottom: float) -> str:
    places = (frame.x.at(decimal_year(mark.on)) for mark in marks)
    look = {"stroke": BRICK, "stroke_dasharray": "3 3", "stroke_width": 0.9}
    ends = ((place, frame.head + 6, place, bottom) for place in places)
    return "".join(svg.line(*end, **look) for end in ends)  # type: ignore[arg-type]


def _panel(series: Series, frame: _Frame, top: float) -> str:
    values = [o.number.value / MILLION for o in series.observations if o.number.value is not None]
    ticks = nice_ticks(0, max(values, default=1), 3)
    y = Linear(0, ticks[-1], top + frame.panel, top)
    parts = []
    ends = [(frame.x.start, y.at(tick), frame.x.end, y.at(tick)) for tick in ticks]
    parts += [svg.line(*ends[0]), *(svg.line(*end, stroke=GRID) for end in ends[1:])]
    for tick in ticks:
        place = (frame.x.start - 6, y.at(tick) + 4, f"{tick:,.0f}")
        parts.append(svg.text(*place, size=frame.layout.small, anchor="end", fill=MUTED))
    parts.append(_marks(series, frame, y))
    parts.append(svg.label(4, top - 15, series.name, size=frame.layout.text, bold=True))
    return "".join(parts)


def _marks(series: Series, frame: _Frame, y: Linear) -> str:
    leading: dict[int, Observation] = {}
    for observation in series.observations:
        if observation.number.value is not None:
            leading.setdefault(observation.year, observation)
    parts = []
    for run in runs_of(sorted(leading)):
        xy = [_spot(leading[year], frame, y) for year in run]
        if len(xy) > 1:
            parts.append(svg.path(svg.points(xy), fill="none", stroke=TEAL, stroke_width=2.4))
    others = []
    for observation in series.observations:
        if observation.number.value is None:
            continue
        spot = _spot(observation, frame, y)
        if leading[observation.year] is observation:
            parts.append(svg.circle(*spot, 4.2, fill=TEAL))
        else:
            others.append(svg.circle(*spot, 3.6, fill="#fff", stroke=VIOLET, stroke_width=1.6))
    return "".join(parts + others)


def _spot(observation: Observation, frame: _Frame, y: Linear) -> tuple[float, float]:
    value = (observation.number.value or 0.0) / MILLION
    return frame.x.at(observation.year + 0.5), y.at(value)


def _years(picture: SeriesPicture, frame: _Frame, bottom: float) -> str:
    every = 5 if frame.layout.is_narrow else 2
    years = range(picture.first_year, picture.last_year + 1)
    starts = [frame.x.at(year) for year in years]
    parts = [svg.line(start, bottom, start, bottom + 4, stroke=MUTED) for start in starts]
    for year in years:
        if year % every == 0:
            place = (frame.x.at(year + 0.5), bottom + 18, str(year))
            parts.append(svg.text(*place, size=frame.layout.small, anchor="middle", fill=MUTED))
    return "".join(parts)


def _register(reforms: Sequence[Reform], frame: _Frame, top: float) -> tuple[str, float]:
    size, radius = frame.layout.small - 1.5, 9.0
    words = "DPRK trade rules and reforms, numbered as in the register below"
    lines, numbers = [], []
    places = [frame.x.at(decimal_year(reform.on)) for reform in reforms]
    widths = [2 * radius] * len(places)
    rows = place_in_rows(places, widths, low=4, high=frame.layout.width - 4)
    n_rows = max((row for row, _ in rows), default=0) + 1
    for reform, place, (row, middle) in zip(reforms, places, rows, strict=True):
        y = top + 24 + row * (2 * radius + 3)
        lines.append(svg.line(place, top + 8, place, top + 13, stroke=VIOLET))
        spot = (middle, y + size * 0.36, str(reform.number))
        numbers.append(svg.text(*spot, size=size, bold=True, anchor="middle", fill=VIOLET))
    head = svg.text(4, top, words, size=frame.layout.small, fill=VIOLET)
    return head + "".join(lines + numbers), top + 24 + n_rows * (2 * radius + 3)
