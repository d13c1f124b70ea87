"""Cap bars: how much of each cap is used, limb by limb and ledger by ledger."""

from dataclasses import dataclass

from coalface.brief.figures import svg
from coalface.brief.figures.labels import wrap
from coalface.brief.figures.legend import Key, legend
from coalface.brief.figures.style import BRICK, GRID, INK, MUTED, TEAL, TEAL_LIGHT, Layout
from coalface.brief.numerals import NO_FIGURE, format_number
from coalface.vocabulary.numbers import Number

__all__ = ["CapGroup", "CapPicture", "CapRow", "render_cap_bars"]

BAR = 15.0
HEADROOM = 1.12


@dataclass(frozen=True, slots=True)
class CapRow:
    """One limb of a cap as one ledger counts it.

    Attributes:
        ledger: Whose books, e.g. "1718 Committee".
        limb: `value`, `tonnes` or `barrels`.
        used: Counted use, in the unit of the limb; its range is drawn as a tail.
        cap: The cap in the same unit.
        share: Use over cap.
    """

    ledger: str
    limb: str
    used: Number
    cap: Number
    share: Number


@dataclass(frozen=True, slots=True)
class CapGroup:
    """One cap in one period."""

    name: str
    rows: tuple[CapRow, ...]


@dataclass(frozen=True, slots=True)
class CapPicture:
    """All caps that are shown."""

    groups: tuple[CapGroup, ...]
    heading: str
    description: str


@dataclass(frozen=True, slots=True)
class _Frame:
    layout: Layout
    left: float
    right: float

    def x(self, share: float, longest: float) -> float:
        return self.left + share / longest * (self.right - self.left)


def render_cap_bars(picture: CapPicture, layout: Layout) -> str:
    """Draw the cap bars in one width; each group has its own scale, with the cap as a line."""
    drawing_id = f"cap-bars-{layout.name}"
    keys = (
        Key("box", TEAL, "used, under the cap"),
        Key("box", BRICK, "used beyond the cap"),
        Key("box", TEAL_LIGHT, "range"),
        Key("line", INK, "the cap"),
    )
    drawn, y = legend(keys, layout, left=4, top=2, width=layout.width - 8)
    left, right = (6.0, 6.0) if layout.is_narrow else (306.0, 236.0)
    frame = _Frame(layout, left, layout.width - right)
    parts = [drawn]
    y += 6
    for group in picture.groups:
        body, y = _group(group, frame, y)
        parts.append(body)
    size = (layout.width, y + 4)
    body = "".join(parts)
    return svg.document(drawing_id, picture.heading, picture.description, size, body, "")


def _group(group: CapGroup, frame: _Frame, top: float) -> tuple[str, float]:
    layout = frame.layout
    y = top + 20
    parts = [svg.line(4, top + 4, layout.width - 4, top + 4, stroke=GRID)]
    for words in wrap(group.name, layout.text, layout.width - 8, bold=True):
        parts.append(svg.text(4, y, words, size=layout.text, bold=True))
        y += layout.text + 4
    longest = max([1.0, *(e for row in group.rows for e in _ends(row.share))]) * HEADROOM
    y -= 4
    for row in group.rows:
        body, y = _row(row, frame, y, longest)
        parts.append(body)
    return "".join(parts), y + 4


def _ends(number: Number) -> list[float]:
    return [v for v in (number.value, number.low, number.high) if v is not None]


def _row(row: CapRow, frame: _Frame, top: float, longest: float) -> tuple[str, float]:
    layout, size = frame.layout, frame.layout.small
    words = f"{row.ledger}, {row.limb}"
    has_count = bool(_ends(row.used))
    said = f"{format_number(row.used)} = {format_number(row.share)}" if has_count else NO_FIGURE
    lines = wrap(
        words, size, layout.width - 12 if layout.is_narrow else frame.left - 14, bold=False
    )
    parts = [
        svg.text(4, top + size + i * (size + 2), line, size=size, fill=MUTED)
        for i, line in enumerate(lines)
    ]
    if layout.is_narrow:
        top += len(lines) * (size + 2) + 4
        parts.append(svg.text(frame.left, top + BAR + size + 1, said, size=size, bold=True))
        bottom = top + BAR + size + 8
    else:
        parts.append(svg.text(frame.right + 10, top + 12, said, size=size, bold=True))
        bottom = top + max(BAR, len(lines) * (size + 2)) + 8
    parts.append(svg.rect(frame.left, top, frame.right - frame.left, BAR, fill="#eceef0"))
    cap_x = frame.x(1.0, longest)
    parts.append(_used(row, frame, top, longest))
    parts.append(svg.line(cap_x, top - 2, cap_x, top + BAR + 2, stroke=INK, stroke_width=2.4))
    return "".join(parts), bottom


def _used(row: CapRow, frame: _Frame, top: float, longest: float) -> str:
    ends = _ends(row.share)
    if not ends:
        return ""
    share = row.share.value if row.share.value is not None else min(ends)
    left, inner = frame.left, frame.x(min(share, 1.0), longest)
    outer, tail = frame.x(share, longest), frame.x(max(ends), longest)
    hover = svg.title(f"{row.ledger}, {row.limb}: {format_number(row.used)}")
    parts = [svg.rect(outer, top, tail - outer, BAR, fill=TEAL_LIGHT)] if tail > outer else []
    parts.append(svg.rect(left, top, inner - left, BAR, hover, fill=TEAL))
    if outer > inner:
        parts.append(svg.rect(inner, top, outer - inner, BAR, fill=BRICK))
    return "".join(parts)
