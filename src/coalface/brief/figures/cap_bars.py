"""Cap bars: how much of each cap is used, limb by limb and ledger by ledger."""

from dataclasses import dataclass, field

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
class _Sheet:
    """What is drawn, layer by layer, so that marks that look alike stand together."""

    rules: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    backs: list[str] = field(default_factory=list)
    bars: list[str] = field(default_factory=list)
    caps: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Frame:
    layout: Layout
    left: float
    right: float
    sheet: _Sheet

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
    frame = _Frame(layout, left, layout.width - right, _Sheet())
    y += 6
    for group in picture.groups:
        y = _group(group, frame, y)
    sheet = frame.sheet
    layers = (sheet.rules, sheet.heads, sheet.words, sheet.said, sheet.backs, sheet.bars)
    body = drawn + "".join("".join(layer) for layer in (*layers, sheet.caps))
    size = (layout.width, y + 4)
    return svg.document(drawing_id, picture.heading, picture.description, size, body, "")


def _group(group: CapGroup, frame: _Frame, top: float) -> float:
    layout, sheet = frame.layout, frame.sheet
    y = top + 20
    sheet.rules.append(svg.line(4, top + 4, layout.width - 4, top + 4, stroke=GRID))
    for words in wrap(group.name, layout.text, layout.width - 8, bold=True):
        sheet.heads.append(svg.text(4, y, words, size=layout.text, bold=True))
        y += layout.text + 4
    longest = max([1.0, *(e for row in group.rows for e in _ends(row.share))]) * HEADROOM
    y -= 4
    for row in group.rows:
        y = _row(row, frame, y, longest)
    return y + 4


def _ends(number: Number) -> list[float]:
    return [v for v in (number.value, number.low, number.high) if v is not None]


def _row(row: CapRow, frame: _Frame, top: float, longest: float) -> float:
    layout, sheet, size = frame.layout, frame.sheet, frame.layout.small
    has_count = bool(_ends(row.used))
    said = f"{format_number(row.used)} = {format_number(row.share)}" if has_count else NO_FIGURE
    room = layout.width - 12 if layout.is_narrow else frame.left - 14
    lines = wrap(f"{row.ledger}, {row.limb}", size, room, bold=False)
    for i, words in enumerate(lines):
        place = (4.0, top + size + i * (size + 2), words)
        sheet.words.append(svg.text(*place, size=size, fill=MUTED))
    if layout.is_narrow:
        top += len(lines) * (size + 2) + 4
        place = (frame.left, top + BAR + size + 1, said)
        bottom = top + BAR + size + 8
    else:
        place = (frame.right + 10, top + 12, said)
        bottom = top + max(BAR, len(lines) * (size + 2)) + 8
    sheet.said.append(svg.text(*place, size=size, bold=True))
    back = (frame.left, top, frame.right - frame.left, BAR)
    sheet.backs.append(svg.rect(*back, fill="#eceef0"))
    sheet.bars.append(_used(row, frame, top, longest))
    cap_x = frame.x(1.0, longest)
    sheet.caps.append(svg.line(cap_x, top - 2, cap_x, top + BAR + 2, stroke_width=2.4))
    return bottom


def _used(row: CapRow, frame: _Frame, top: float, longest: float) -> str:
    ends = _ends(row.share)
    if not ends:
        return ""
    share = row.share.value if row.share.value is not None else min(ends)
    left, inner = frame.left, frame.x(min(share, 1.0), longest)
    outer, tail = frame.x(share, longest), frame.x(max(ends), longest)
    parts = [svg.rect(outer, top, tail - outer, BAR, fill=TEAL_LIGHT)] if tail > outer else []
    parts.append(svg.rect(left, top, inner - left, BAR, fill=TEAL))
    if outer > inner:
        parts.append(svg.rect(inner, top, outer - inner, BAR, fill=BRICK))
    return "".join(parts)
