"""The chance of a loss by year and reading, with the band in which nobody can tell."""

from dataclasses import dataclass

from coalface.brief.figures import svg
from coalface.brief.figures.legend import graded_mark
from coalface.brief.figures.scales import Linear
from coalface.brief.figures.style import (
    BRICK,
    GRID,
    INK,
    MUTED,
    OCHRE,
    TEAL,
    VIOLET,
    Layout,
)
from coalface.brief.numerals import format_number
from coalface.vocabulary.numbers import Number

__all__ = ["ChancePicture", "ChanceRow", "render_loss_chances"]

MARKS = (
    (0, "dot", TEAL),
    (0, "ring", INK),
    (1, "dot", VIOLET),
    (2, "dot", BRICK),
    (3, "dot", OCHRE),
)
BAND = "#eceef0"
STEP = 18.0
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class ChanceRow:
    """One year at one valuation: a chance for each reading, in the order of the picture.

    `part` names the months that stand for the year, where they are not all of it.
    """

    year: int
    valuation: str
    price: Number
    chances: tuple[Number, ...]
    part: str = ""


@dataclass(frozen=True, slots=True)
class ChancePicture:
    """All rows; `readings` are as printed in the key, `cant_tell` are the ends of the band."""

    rows: tuple[ChanceRow, ...]
    readings: tuple[str, ...]
    cant_tell: tuple[float, float]
    heading: str
    description: str


def render_loss_chances(picture: ChancePicture, layout: Layout) -> str:
    """Draw the chances in one width, a row a year and valuation."""
    drawing_id = f"loss-chances-{layout.name}"
    keys, y = _keys(picture, layout)
    left = 88.0 if layout.is_narrow else 196.0
    x = Linear(0, 1, left, layout.width - 24)
    top = y + 26
    rows, bottom = _rows(picture, layout, x, top)
    body = keys + _back(picture, layout, x, (top, bottom)) + rows
    size = (layout.width, bottom + 36)
    return svg.document(drawing_id, picture.heading, picture.description, size, body, "")


def _keys(picture: ChancePicture, layout: Layout) -> tuple[str, float]:
    size = layout.small
    x, y, parts = 4.0, 2.0 + size, []
    for i, words in enumerate(picture.readings):
        needed = 16 + svg.text_width(words, size)
        if x > 4.0 and x + needed > layout.width - 4:  # noqa: PLR2004
            x, y = 4.0, y + size * 1.55
        shape, kind, colour = MARKS[i % len(MARKS)]
        parts.append(graded_mark((x + 6, y - size * 0.35), shape, kind, colour=colour))
        parts.append(svg.text(x + 16, y, words, size=size))
        x += needed + 18
    return "".join(parts), y


def _back(picture: ChancePicture, layout: Layout, x: Linear, ends: tuple[float, float]) -> str:
    top, bottom = ends
    size = layout.small
    low, high = (x.at(p) for p in picture.cant_tell)
    parts = [svg.rect(low, top, high - low, bottom - top, fill=BAND)]
    parts += [svg.line(x.at(t), top, x.at(t), bottom, stroke=GRID) for t in TICKS]
    for tick in TICKS:
        place = (x.at(tick), bottom + 15, f"{100 * tick:.0f} %")
        parts.append(svg.text(*place, size=size, anchor="middle", fill=MUTED))
    heads = [((low + high) / 2, "can\N{RIGHT SINGLE QUOTATION MARK}t tell", "middle")]
    if not layout.is_narrow:
        heads += [(low - 6, "likely earned", "end"), (x.end, "likely lost", "end")]
    else:
        heads += [(low - 4, "earned", "end"), (x.end + 8, "lost", "end")]
    parts += [
        svg.text(at, top - 6, words, size=size, anchor=anchor, bold=True)
        for at, words, anchor in heads
    ]
    words = "chance that the trading company lost money"
    parts.append(svg.text(x.at(0.5), bottom + 31, words, size=size, anchor="middle", fill=MUTED))
    return "".join(parts)


def _rows(picture: ChancePicture, layout: Layout, x: Linear, top: float) -> tuple[str, float]:
    size, y, year = layout.small, top, 0
    rules, years, prices, names, marks = [], [], [], [], []
    for row in picture.rows:
        is_new = row.year != year
        if is_new and year:
            y += 4
        if is_new:
            rules.append(svg.line(4, y, layout.width - 4, y, stroke=GRID))
            words = f"{row.year}{'*' if row.part else ''}"
            years.append(svg.text(4, y + size + 2, words, size=layout.text, bold=True))
            if not layout.is_narrow:
                prices.append(svg.text(44, y + size + 2, format_number(row.price), size=size))
        elif layout.is_narrow:
            prices.append(svg.text(4, y + size, _short_price(row.price), size=size))
        elif row.part:
            prices.append(svg.text(4, y + size, f"* {row.part}", size=size, fill=MUTED))
        year = row.year
        place = (x.start - 12, y + size + 1, row.valuation)
        names.append(svg.text(*place, size=size, anchor="end", fill=MUTED))
        marks += [
            _mark(i, (x.at(number.value), y + STEP / 2))
            for i, number in enumerate(row.chances)
            if number.value is not None
        ]
        y += STEP
    return "".join(rules + years + prices + names + sorted(marks, key=_look)), y + 2


def _short_price(price: Number) -> str:
    return "" if price.value is None else f"${price.value:.0f}/t"


def _look(mark: str) -> str:
    return mark[mark.find(' fill="') :].split(">", 1)[0]


def _mark(i: int, place: tuple[float, float]) -> str:
    shape, kind, colour = MARKS[i % len(MARKS)]
    return graded_mark(place, shape, kind, colour=colour)
