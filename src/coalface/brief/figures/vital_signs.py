"""Vital signs as small multiples: every published reading, graded, with no composite index."""

from collections.abc import Sequence
from dataclasses import dataclass

from coalface.brief.figures import svg
from coalface.brief.figures.legend import Key, graded_mark, graded_parts, legend
from coalface.brief.figures.scales import Linear, nice_ticks
from coalface.brief.figures.style import BRICK, GRID, INK, MUTED, OCHRE, TEAL, VIOLET, Layout
from coalface.vocabulary.numbers import Number

__all__ = ["Reading", "Sign", "SignsPicture", "render_vital_signs"]

COLOURS = (TEAL, BRICK, VIOLET, OCHRE, INK)
GRADES = {"high": "dot", "medium": "half", "low": "ring"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One published value at one time, `at` in years; `who` read or reckoned it."""

    at: float
    when: str
    number: Number
    who: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One panel. A line is drawn only through yearly figures of one publisher, gaps left open."""

    name: str
    unit: str
    readings: tuple[Reading, ...]
    joins_years: bool = False


@dataclass(frozen=True, slots=True)
class SignsPicture:
    """All panels and their common time."""

    signs: tuple[Sign, ...]
    first_year: int
    last_year: int
    heading: str
    description: str


@dataclass(frozen=True, slots=True)
class _Panel:
    x: Linear
    y: Linear
    layout: Layout
    left: float
    top: float


def render_vital_signs(picture: SignsPicture, layout: Layout) -> str:
    """Draw the signs in one width, three or one a row."""
    keys = (
        Key("dot", TEAL, "high confidence"),
        Key("half", TEAL, "medium"),
        Key("ring", TEAL, "low"),
    )
    drawn, top = legend(keys, layout, left=4, top=2, width=layout.width - 8)
    n_columns = 1 if layout.is_narrow else 3
    width, height = layout.width / n_columns, 176.0 if layout.is_narrow else 236.0
    parts = [drawn]
    bottom = top
    for i, sign in enumerate(picture.signs):
        row, column = divmod(i, n_columns)
        origin = (column * width, top + 10 + row * height)
        parts.append(_sign(sign, picture, layout, origin, (width, height)))
        bottom = origin[1] + height
    drawing_id = f"vital-signs-{layout.name}"
    size = (layout.width, bottom)
    body = "".join(parts)
    return svg.document(drawing_id, picture.heading, picture.description, size, body, "")


def _sign(
    sign: Sign,
    picture: SignsPicture,
    layout: Layout,
    origin: tuple[float, float],
    size: tuple[float, float],
) -> str:
    left, top = origin
    names = tuple(dict.fromkeys(reading.who for reading in sign.readings))
    ends = [v for r in sign.readings for v in _ends(r.number)]
    ticks = nice_ticks(min(0.0, *ends), max(ends), 3) if ends else (0.0, 1.0)
    n_name_rows = len(_name_rows(names, layout, size[0] - 20))
    plot_top = top + 48 + n_name_rows * (layout.small + 3)
    x = Linear(picture.first_year, picture.last_year + 1, left + 50, left + size[0] - 14)
    y = Linear(ticks[0], ticks[-1], top + size[1] - 26, plot_top)
    panel = _Panel(x, y, layout, left, top)
    parts = [
        svg.text(left + 4, top + 14, sign.name, size=layout.text, bold=True),
        svg.text(left + 4, top + 29, sign.unit, size=layout.small, fill=MUTED),
        _who(names, panel, size[0] - 20),
        _axes(panel, picture, ticks),
        _line(sign, panel) if sign.joins_years else "",
    ]
    drawn = [_reading(reading, panel, names) for reading in sign.readings]
    parts += sorted(whisker for whisker, _, _ in drawn)
    parts += sorted((outline for _, outline, _ in drawn), key=_look)
    parts += sorted((half for _, _, half in drawn), key=_look)
    return "".join(parts)


def _ends(number: Number) -> list[float]:
    return [v for v in (number.value, number.low, number.high) if v is not None]


def _name_rows(names: Sequence[str], layout: Layout, width: float) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    used = 0.0
    for name in names:
        needed = 23 + svg.text_width(name, layout.small)
        if rows[-1] and used + needed > width:
            rows.append([])
            used = 0.0
        rows[-1].append(name)
        used += needed
    return rows


def _who(names: Sequence[str], panel: _Panel, width: float) -> str:
    parts, i, size = [], 0, panel.layout.small
    for row, line in enumerate(_name_rows(names, panel.layout, width)):
        x = panel.left + 4
        y = panel.top + 45 + row * (size + 3)
        for name in line:
            parts.append(graded_mark((x + 5, y - 4), i, "dot", colour=COLOURS[i % len(COLOURS)]))
            parts.append(svg.text(x + 14, y, name, size=size, fill=COLOURS[i % len(COLOURS)]))
            x += 23 + svg.text_width(name, size)
            i += 1
    return "".join(parts)


def _axes(panel: _Panel, picture: SignsPicture, ticks: Sequence[float]) -> str:
    size = panel.layout.small
    ends = [(panel.x.start, panel.y.at(t), panel.x.end, panel.y.at(t)) for t in ticks]
    looks = [INK if tick == 0 else GRID for tick in ticks]
    parts = [svg.line(*end, stroke=look) for end, look in zip(ends, looks, strict=True)]
    for tick in ticks:
        y = panel.y.at(tick)
        words = f"{tick:,.10g}".replace("-", "\N{MINUS SIGN}")
        parts.append(svg.text(panel.x.start - 5, y + 4, words, size=size, anchor="end", fill=MUTED))
    for year in range(picture.first_year, picture.last_year + 1):
        if year % 5 == 0:
            place = (panel.x.at(year + 0.5), panel.y.start + 16, str(year))
            parts.append(svg.text(*place, size=size, anchor="middle", fill=MUTED))
    return "".join(parts)


def _line(sign: Sign, panel: _Panel) -> str:
    parts = []
    for one, two in zip(sign.readings, sign.readings[1:], strict=False):
        is_next = one.who == two.who and abs(two.at - one.at - 1) < 0.01  # noqa: PLR2004
        if is_next and one.number.value is not None and two.number.value is not None:
            ends = (panel.x.at(one.at), panel.y.at(one.number.value))
            ends += (panel.x.at(two.at), panel.y.at(two.number.value))  # type: ignore[assignment]
            parts.append(svg.line(*ends, stroke=TEAL, stroke_width=1.8))  # type: ignore[call-arg]
    return "".join(parts)


def _look(dot: str) -> str:
    """Give what dots must share to be drawn one after the other: shape and colour."""
    return dot[dot.find(' fill="') :].split(">", 1)[0]


def _reading(reading: Reading, panel: _Panel, names: Sequence[str]) -> tuple[str, str, str]:
    ends = _ends(reading.number)
    if not ends:
        return "", "", ""
    colour = COLOURS[names.index(reading.who) % len(COLOURS)]
    x = panel.x.at(reading.at)
    value = reading.number.value
    y = panel.y.at(value if value is not None else sum(ends) / len(ends))
    span = (x, panel.y.at(min(ends)), x, panel.y.at(max(ends)))
    whisker = svg.line(*span, stroke=colour) if min(ends) < max(ends) else ""
    kind = GRADES.get(reading.confidence, "ring")
    shape = names.index(reading.who)
    return whisker, *graded_parts((x, y), shape, kind, colour=colour)
