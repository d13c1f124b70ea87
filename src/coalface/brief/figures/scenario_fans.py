"""Fans: medians with bands of scenarios, a panel a question, on one axis of years."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coalface.brief.figures import svg
from coalface.brief.figures.legend import Key, legend
from coalface.brief.figures.scales import Linear, nice_ticks
from coalface.brief.figures.style import GRID, INK, MUTED, OCHRE, TEAL, VIOLET, Layout

__all__ = ["Fan", "FanPanel", "FanPicture", "FanYear", "render_scenario_fans"]

COLOURS = (INK, TEAL, OCHRE, VIOLET)
#: Of a scenario by its place, and how the key of colours draws it.
KINDS: tuple[Literal["line", "dash", "dots"], ...] = ("line", "dash", "dots", "dash")
DASHES = (None, "7 3", "2 3", "7 3 2 3")
WIDE_BAND, NARROW_BAND = 0.13, 0.24


@dataclass(frozen=True, slots=True)
class FanYear:
    """One year of one scenario: median, ends of the 50 and of the 90 % interval."""

    year: int
    mid: float
    half: tuple[float, float]
    most: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fan:
    """One scenario of a panel; `place` is its colour and dash in every panel."""

    place: int
    years: tuple[FanYear, ...]


@dataclass(frozen=True, slots=True)
class FanPanel:
    """One question: `printed` are published figures of a year, drawn as rings."""

    title: str
    fans: tuple[Fan, ...]
    printed: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class FanPicture:
    """All panels; `names` of the scenarios stand in the order of their places."""

    panels: tuple[FanPanel, ...]
    names: tuple[str, ...]
    first_year: int
    last_year: int
    heading: str
    description: str


def render_scenario_fans(picture: FanPicture, layout: Layout) -> str:
    """Draw the fans in one width: 90 % bands of all, the 50 % band of each panel's first.

    Bands lie below all medians, so that a narrow band never hides another scenario's line.
    """
    left = 40.0 if layout.is_narrow else 52.0
    x = Linear(picture.first_year, picture.last_year, left, layout.width - 20)
    head, y = legend(_keys(picture), layout, left=4, top=0, width=layout.width - 8)
    parts, height = [head], 104.0 if layout.is_narrow else 118.0
    for panel in picture.panels:
        top = y + 34
        parts.append(_panel(panel, layout, x, (top, top + height)))
        y = top + height
    parts.append(_years(picture, layout, x, y))
    drawing_id = f"scenario-fans-{layout.name}"
    size = (layout.width, y + 26)
    return svg.document(drawing_id, picture.heading, picture.description, size, "".join(parts), "")


def _keys(picture: FanPicture) -> tuple[Key, ...]:
    lines = tuple(Key(KINDS[i], COLOURS[i], name) for i, name in enumerate(picture.names))
    has_printed = any(panel.printed for panel in picture.panels)
    return (*lines, Key("ring", MUTED, "published")) if has_printed else lines


def _panel(panel: FanPanel, layout: Layout, x: Linear, ends: tuple[float, float]) -> str:
    top, bottom = ends
    highest = max(
        [y.most[1] for fan in panel.fans for y in fan.years] + [v for _, v in panel.printed]
    )
    ticks = nice_ticks(0, highest, 3)
    y = Linear(0, ticks[-1], bottom, top)
    parts = [svg.line(x.start, y.at(t), x.end, y.at(t), stroke=GRID) for t in ticks[1:]]
    parts.append(svg.line(x.start, bottom, x.end, bottom))
    for tick in ticks:
        place = (x.start - 6, y.at(tick) + 4, f"{tick:,.10g}")
        parts.append(svg.text(*place, size=layout.small, anchor="end", fill=MUTED))
    parts += [_band(fan, x, y, "most", WIDE_BAND) for fan in panel.fans]
    parts += [_band(fan, x, y, "half", NARROW_BAND) for fan in panel.fans[:1]]
    parts += [_median(fan, x, y) for fan in panel.fans]
    look = {"fill": "#fff", "stroke": MUTED, "stroke_width": 1.6}
    parts += [svg.circle(x.at(n), y.at(v), 3.6, **look) for n, v in panel.printed]  # type: ignore[arg-type]
    parts.append(svg.label(4, top - 13, panel.title, size=layout.text, bold=True))
    return "".join(parts)


def _band(fan: Fan, x: Linear, y: Linear, name: str, opacity: float) -> str:
    spans = [(year.year, *getattr(year, name)) for year in fan.years]
    upper = [(x.at(n), y.at(high)) for n, _, high in spans]
    lower = [(x.at(n), y.at(low)) for n, low, _ in reversed(spans)]
    look = {"fill": COLOURS[fan.place], "fill_opacity": f"{opacity:g}"}
    return svg.path(svg.points([*upper, *lower], close=True), **look)


def _median(fan: Fan, x: Linear, y: Linear) -> str:
    line = svg.points([(x.at(year.year), y.at(year.mid)) for year in fan.years])
    look = {"fill": "none", "stroke": COLOURS[fan.place], "stroke_width": 2.2}
    return svg.path(line, **look, stroke_dasharray=DASHES[fan.place])  # type: ignore[arg-type]


def _years(picture: FanPicture, layout: Layout, x: Linear, bottom: float) -> str:
    every = 5 if layout.is_narrow else 2
    shown: Sequence[int] = [
        year for year in range(picture.first_year, picture.last_year + 1) if year % every == 0
    ]
    parts = [svg.line(x.at(year), bottom, x.at(year), bottom + 4, stroke=MUTED) for year in shown]
    for year in shown:
        place = (x.at(year), bottom + 18, str(year))
        parts.append(svg.text(*place, size=layout.small, anchor="middle", fill=MUTED))
    return "".join(parts)
