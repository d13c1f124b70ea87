"""Unit values of DPRK goods beside a named benchmark, with ranges."""

from collections.abc import Sequence
from dataclasses import dataclass

from coalface.brief.figures import svg
from coalface.brief.figures.legend import Key, legend
from coalface.brief.figures.scales import Linear, nice_ticks, without_needless
from coalface.brief.figures.style import BRICK, GRID, INK, MUTED, OCHRE, TEAL, Layout
from coalface.vocabulary.numbers import Number

__all__ = ["BenchmarkLine", "UnitValue", "UnitValuePanel", "UnitValuePicture"]
__all__ += ["render_unit_values"]

PANEL = 236.0
LEAST_BEND = 1.0  # of a drawing: less cannot be seen


@dataclass(frozen=True, slots=True)
class UnitValue:
    """One unit value or reported price; `is_report` where no customs office printed it."""

    at: float
    when: str
    number: Number
    source: str
    is_report: bool = False


@dataclass(frozen=True, slots=True)
class BenchmarkLine:
    """A named world price through time, in years and USD per tonne."""

    name: str
    path: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class UnitValuePanel:
    """One good with its benchmarks."""

    name: str
    values: tuple[UnitValue, ...]
    benchmarks: tuple[BenchmarkLine, ...]


@dataclass(frozen=True, slots=True)
class UnitValuePicture:
    """All panels and their common time."""

    panels: tuple[UnitValuePanel, ...]
    first_year: int
    last_year: int
    heading: str
    description: str


BENCHMARK_LOOKS = ((INK, None), (OCHRE, "6 3"), (MUTED, "2 2"))


def render_unit_values(picture: UnitValuePicture, layout: Layout) -> str:
    """Draw the unit values in one width, a panel a good."""
    drawing_id = f"unit-values-{layout.name}"
    parts: list[str] = []
    y = 0.0
    for panel in picture.panels:
        body, y = _panel(panel, picture, layout, y)
        parts.append(body)
    size = (layout.width, y)
    body = "".join(parts)
    return svg.document(drawing_id, picture.heading, picture.description, size, body, "")


def _panel(
    panel: UnitValuePanel, picture: UnitValuePicture, layout: Layout, top: float
) -> tuple[str, float]:
    parts = [svg.text(4, top + 14, panel.name, size=layout.text, bold=True)]
    keys, height = legend(_keys(panel), layout, left=4, top=top + 22, width=layout.width - 8)
    plot_top = top + 22 + height + 12
    ends = [v for value in panel.values for v in _ends(value.number)]
    ends += [price for line in panel.benchmarks for _, price in line.path]
    ticks = nice_ticks(0, max(ends, default=1.0), 5)
    x = Linear(picture.first_year, picture.last_year + 1, 44, layout.width - 10)
    y = Linear(0, ticks[-1], plot_top + PANEL, plot_top)
    parts += [keys, _axes(x, y, ticks, picture, layout)]
    for line, (colour, dashes) in zip(panel.benchmarks, BENCHMARK_LOOKS, strict=False):
        xy = without_needless([(x.at(at), y.at(price)) for at, price in line.path], LEAST_BEND)
        look = {"stroke": colour, "stroke_dasharray": dashes, "stroke_width": 1.4}
        parts.append(svg.path(svg.points(xy), fill="none", **look))
    drawn = [_value(value, x, y) for value in panel.values]
    parts += sorted(whisker for whisker, _ in drawn)
    parts += sorted((mark for _, mark in drawn), key=lambda mark: "#fff" in mark)
    return "".join(parts), plot_top + PANEL + 34


def _keys(panel: UnitValuePanel) -> tuple[Key, ...]:
    keys = [Key("dot", TEAL, "customs unit value, CIF China, bar: range")]
    if any(value.is_report for value in panel.values):
        keys.append(Key("ring", BRICK, "price in a field report"))
    for line, (colour, dashes) in zip(panel.benchmarks, BENCHMARK_LOOKS, strict=False):
        keys.append(Key("dash" if dashes else "line", colour, line.name))
    return tuple(keys)


def _axes(
    x: Linear, y: Linear, ticks: Sequence[float], picture: UnitValuePicture, layout: Layout
) -> str:
    size = layout.small
    ends = [(x.start, y.at(tick), x.end, y.at(tick)) for tick in ticks]
    parts = [svg.line(*ends[0]), *(svg.line(*end, stroke=GRID) for end in ends[1:])]
    for tick in ticks:
        place = (x.start - 6, y.at(tick) + 4, f"{tick:g}")
        parts.append(svg.text(*place, size=size, anchor="end", fill=MUTED))
    every = 5 if layout.is_narrow else 2
    for year in range(picture.first_year, picture.last_year + 1):
        if year % every == 0:
            place = (x.at(year + 0.5), y.start + 17, str(year))
            parts.append(svg.text(*place, size=size, anchor="middle", fill=MUTED))
    return "".join(parts)


def _value(value: UnitValue, x: Linear, y: Linear) -> tuple[str, str]:
    """Give the range and the mark of a value, so that those that look alike stand together."""
    ends = _ends(value.number)
    if not ends:
        return "", ""
    colour = BRICK if value.is_report else TEAL
    place = x.at(value.at)
    middle = value.number.value if value.number.value is not None else sum(ends) / len(ends)
    ends_at = (place, y.at(min(ends)), place, y.at(max(ends)))
    whisker = svg.line(*ends_at, stroke=colour, stroke_width=2) if len(set(ends)) > 1 else ""
    if not value.is_report:
        return whisker, svg.circle(place, y.at(middle), 5, fill=colour)
    look = {"fill": "#fff", "stroke": colour}
    return whisker, svg.circle(place, y.at(middle), 4.4, **look, stroke_width=1.8)


def _ends(number: Number) -> list[float]:
    return [v for v in (number.value, number.low, number.high) if v is not None]
