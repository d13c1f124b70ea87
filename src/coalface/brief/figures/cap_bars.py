"""Cap bars: how much of each cap is used, limb by limb and ledger by ledger."""

from dataclasses import dataclass, field

from coalface.brief.figures import svg
from coalface.brief.figures.labels import wrap
from coalface.brief.figures.legend import Key, legend
from coalface.brief.figures.style import (
    BRICK,
    FAINT,
    GRID,
    INK,
    MUTED,
    TEAL,
    TEAL_LIGHT,
    Layout,
)
from coalface.brief.numerals import NO_FIGURE, format_number, format_range
from coalface.vocabulary.numbers import Number

__all__ = ["CapGroup", "CapPicture", "CapRow", "render_cap_bars"]

BAR = 15.0
#: The scale of every group: 2 is twice the cap. Longer bars are broken and carry their number.
SCALE_END = 2.0
TICKS = (0.0, 0.5, 1.0, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class CapRow:
    """One limb of a cap as one ledger counts it.

    Attributes:
        ledger: Whose books, e.g. "1718 Committee".
        limb: `value`, `tonnes` or `barrels`.
        used: Counted use, in the unit of the limb; its range is drawn as a tail.
        cap: The cap in the same unit.
        share: Use over cap.
        is_past_life: The count runs past the cap's last day, so its bar is drawn faint.
    """

    ledger: str
    limb: str
    used: Number
    cap: Number
    share: Number
    is_past_life: bool = False


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
class _Sheet:
    """What is drawn, layer by layer, so that marks that look alike stand together."""

    rules: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    backs: list[str] = field(default_factory=list)
    bars: list[str] = field(default_factory=list)
    caps: list[str] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Frame:
    layout: Layout
    left: float
    right: float
    sheet: _Sheet

    def x(self, share: float) -> float:
        return self.left + min(share / SCALE_END, 1.0) * (self.right - self.left)


def render_cap_bars(picture: CapPicture, layout: Layout) -> str:
    """Draw the cap bars in one width, all on one scale in per cent of the cap."""
    drawing_id = f"cap-bars-{layout.name}"
    keys = (
        Key("box", TEAL, "used, under the cap"),
        Key("box", BRICK, "used beyond the cap"),
        Key("box", TEAL_LIGHT, "range"),
        Key("box", FAINT, "count runs past the cap's last day"),
        Key("line", INK, "the cap"),
    )
    drawn, y = legend(keys, layout, left=4, top=2, width=layout.width - 8)
    left, right = (6.0, 16.0) if layout.is_narrow else (306.0, 256.0)
    frame = _Frame(layout, left, layout.width - right, _Sheet())
    y = _axis(frame, y + 6)
    for group in picture.groups:
        y = _group(group, frame, y)
    sheet = frame.sheet
    layers = (sheet.rules, sheet.heads, sheet.words, sheet.said, sheet.backs, sheet.bars)
    body = drawn + "".join("".join(layer) for layer in (*layers, sheet.caps, sheet.breaks))
    size = (layout.width, y + 4)
    return svg.document(drawing_id, picture.heading, picture.description, size, body, "")


def _axis(frame: _Frame, top: float) -> float:
    """Draw the scale once: it holds for every bar below."""
    size = frame.layout.small
    for tick in TICKS:
        words = f"{100 * tick:.0f}" + (" %" if tick == SCALE_END else "")
        place = (frame.x(tick), top + size, words)
        anchor = "start" if tick == 0 else "middle"
        frame.sheet.words.append(svg.text(*place, size=size, anchor=anchor, fill=MUTED))
    return top + size + 4


def _group(group: CapGroup, frame: _Frame, top: float) -> float:
    layout, sheet = frame.layout, frame.sheet
    y = top + 20
    sheet.rules.append(svg.line(4, top + 4, layout.width - 4, top + 4, stroke=GRID))
    for words in wrap(group.name, layout.text, layout.width - 8, bold=True):
        sheet.heads.append(svg.text(4, y, words, size=layout.text, bold=True))
        y += layout.text + 4
    y -= 4
    for row in group.rows:
        y = _row(row, frame, y)
    return y + 4


def _ends(number: Number) -> list[float]:
    return [v for v in (number.value, number.low, number.high) if v is not None]


def _said(row: CapRow) -> tuple[str, ...]:
    """Give use and share, each with its range, as one line each where a range is there."""
    if not _ends(row.used):
        return (NO_FIGURE,)
    known = tuple(
        f"{format_number(n)} ({span})" if (span := format_range(n)) else format_number(n)
        for n in (row.used, row.share)
    )
    return known if "(" in known[0] + known[1] else (f"{known[0]} = {known[1]}",)


def _row(row: CapRow, frame: _Frame, top: float) -> float:
    layout, sheet, size = frame.layout, frame.sheet, frame.layout.small
    said = _said(row)
    room = layout.width - 12 if layout.is_narrow else frame.left - 14
    lines = wrap(f"{row.ledger}, {row.limb}", size, room, bold=False)
    for i, words in enumerate(lines):
        place = (4.0, top + size + i * (size + 2), words)
        sheet.words.append(svg.text(*place, size=size, fill=MUTED))
    if layout.is_narrow:
        top += len(lines) * (size + 2) + 4
        x, y = frame.left, top + BAR + size + 1
        bottom = y + (len(said) - 1) * (size + 2) + 7
    else:
        x, y = frame.right + 14, top + size
        bottom = top + max(BAR, max(len(lines), len(said)) * (size + 2)) + 8
    for i, words in enumerate(said):
        sheet.said.append(svg.text(x, y + i * (size + 2), words, size=size, bold=True))
    back = (frame.left, top, frame.right - frame.left, BAR)
    sheet.backs.append(svg.rect(*back, fill="#eceef0"))
    sheet.bars.append(_used(row, frame, top))
    if max(_ends(row.share), default=0.0) > SCALE_END:
        sheet.breaks.append(_break(frame.right - 12, top))
    cap_x = frame.x(1.0)
    sheet.caps.append(svg.line(cap_x, top - 2, cap_x, top + BAR + 2, stroke_width=2.4))
    return bottom


def _used(row: CapRow, frame: _Frame, top: float) -> str:
    ends = _ends(row.share)
    if not ends:
        return ""
    share = row.share.value if row.share.value is not None else min(ends)
    left, inner = frame.left, frame.x(min(share, 1.0))
    outer, tail = frame.x(share), frame.x(max(ends))
    parts = [svg.rect(outer, top, tail - outer, BAR, fill=TEAL_LIGHT)] if tail > outer else []
    if row.is_past_life:
        return "".join([*parts, svg.rect(left, top, outer - left, BAR, fill=FAINT)])
    parts.append(svg.rect(left, top, inner - left, BAR, fill=TEAL))
    if outer > inner:
        parts.append(svg.rect(inner, top, outer - inner, BAR, fill=BRICK))
    return "".join(parts)


def _break(x: float, top: float) -> str:
    """Cut a bar that leaves the scale with a white zigzag."""
    middle, bottom = top + BAR / 2, top + BAR + 2
    zigzag = ((x + 3, top - 2), (x - 2, middle - 2), (x + 3, middle + 2), (x - 2, bottom))
    return svg.path(svg.points(zigzag), fill="none", stroke="#fff", stroke_width=3)
