"""Windows of a share: under which readings a statement holds, needs more, or is excluded."""

from dataclasses import dataclass

from coalface.brief.figures import svg
from coalface.brief.figures.labels import wrap
from coalface.brief.figures.legend import Key, legend
from coalface.brief.figures.scales import Linear, nice_ticks
from coalface.brief.figures.style import BRICK, GRID, INK, MUTED, TEAL, TEAL_LIGHT, Layout
from coalface.brief.numerals import format_number, format_range
from coalface.vocabulary.numbers import Number

__all__ = ["ShareWindow", "WindowGroup", "WindowPicture", "render_share_windows"]

BAR = 13.0
BAND = "#eceef0"


@dataclass(frozen=True, slots=True)
class ShareWindow:
    """One reading: from which to which share it holds, and at the top of its base."""

    valuation: str
    verdict: str
    total: Number
    share_from: Number
    share_to: Number
    best: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class WindowGroup:
    """The readings of one base."""

    name: str
    windows: tuple[ShareWindow, ...]


@dataclass(frozen=True, slots=True)
class WindowPicture:
    """All readings, and the range of shares that the statement is taken to mean."""

    groups: tuple[WindowGroup, ...]
    said: tuple[float, float]
    heading: str
    description: str


@dataclass(frozen=True, slots=True)
class _Frame:
    layout: Layout
    x: Linear


def render_share_windows(picture: WindowPicture, layout: Layout) -> str:
    """Draw the windows in one width, a row a reading."""
    drawing_id = f"share-windows-{layout.name}"
    keys = (
        Key("box", TEAL, "holds at the middle of the base"),
        Key("box", TEAL_LIGHT, "holds at the top of its 90 % band only"),
        Key("box", BAND, f"\N{LEFT DOUBLE QUOTATION MARK}about half{CLOSING} as taken here"),
    )
    drawn, y = legend(keys, layout, left=4, top=2, width=layout.width - 8)
    ticks = nice_ticks(*_span(picture), 4)
    left, right = (8.0, 8.0) if layout.is_narrow else (336.0, 150.0)
    frame = _Frame(layout, Linear(ticks[0], ticks[-1], left, layout.width - right))
    top = y + 8
    parts: list[str] = []
    y = top + (4 if layout.is_narrow else 0)
    for group in picture.groups:
        body, y = _group(group, frame, y)
        parts.append(body)
    back = _back(picture, frame, ticks, (top, y))
    size = (layout.width, y + 36)
    body = drawn + back + "".join(parts)
    return svg.document(drawing_id, picture.heading, picture.description, size, body, "")


CLOSING = "\N{RIGHT DOUBLE QUOTATION MARK}"


def _span(picture: WindowPicture) -> tuple[float, float]:
    windows = [w for group in picture.groups for w in group.windows]
    ends = [share for window in windows for share in window.best or ()]
    return min(*ends, *picture.said), max(*ends, *picture.said)


def _back(
    picture: WindowPicture, frame: _Frame, ticks: tuple[float, ...], ends: tuple[float, float]
) -> str:
    top, bottom = ends
    low, high = (frame.x.at(share) for share in picture.said)
    size, x = frame.layout.small, frame.x
    parts = [svg.rect(low, top, high - low, bottom - top, fill=BAND)]
    parts += [svg.line(x.at(t), top, x.at(t), bottom, stroke=GRID) for t in ticks]
    parts.append(svg.line(x.at(0.5), top, x.at(0.5), bottom, stroke=MUTED, stroke_dasharray="3 3"))
    for tick in ticks:
        anchor = "start" if tick == ticks[0] else "end" if tick == ticks[-1] else "middle"
        place = (x.at(tick), bottom + 15, f"{100 * tick:.0f} %")
        parts.append(svg.text(*place, size=size, anchor=anchor, fill=MUTED))
    words = "share of the authorities that the statement needs"
    middle = (x.start + x.end) / 2
    parts.append(svg.text(middle, bottom + 31, words, size=size, anchor="middle", fill=MUTED))
    return "".join(parts)


def _group(group: WindowGroup, frame: _Frame, top: float) -> tuple[str, float]:
    size = frame.layout.text
    parts = [svg.label(4, top + size + 4, group.name, size=size, bold=True)]
    y = top + size + 12
    for window in group.windows:
        body, y = _row(window, frame, y)
        parts.append(body)
    return "".join(parts), y + 6


def _row(window: ShareWindow, frame: _Frame, top: float) -> tuple[str, float]:
    layout, size = frame.layout, frame.layout.small
    room = layout.width - 12 if layout.is_narrow else frame.x.start - 16
    amount = " ".join(p for p in (format_number(window.total), _bracketed(window.total)) if p)
    parts = []
    for words, colour in ((window.valuation, INK), (amount, MUTED)):
        for line in wrap(words, size, room, bold=False):
            parts.append(svg.label(4, top + size, line, size=size, fill=colour))
            top += size + 3
    verdict = {"size": size, "bold": True, "fill": BRICK if _is_excluded(window) else TEAL}
    if layout.is_narrow:
        parts.append(svg.label(4, top + size, window.verdict, **verdict))  # type: ignore[arg-type]
        top += size + 5
        return "".join(parts) + _bar(window, frame, top), top + BAR + 10
    middle = top - size - 5
    place = (frame.x.end + 12, middle + size / 2, window.verdict)
    parts.append(svg.text(*place, **verdict))  # type: ignore[arg-type]
    return "".join(parts) + _bar(window, frame, middle - BAR / 2 + 1), top + 8


def _bracketed(number: Number) -> str:
    words = format_range(number)
    return f"({words})" if words else ""


def _is_excluded(window: ShareWindow) -> bool:
    return window.share_from.value is None


def _bar(window: ShareWindow, frame: _Frame, top: float) -> str:
    x, parts = frame.x, []
    if window.best is not None:
        start, end = (x.at(share) for share in window.best)
        look = {"stroke": TEAL, "stroke_dasharray": "3 2"}
        box = (start, top, end - start, BAR)
        parts.append(svg.rect(*box, fill=TEAL_LIGHT, **look))  # type: ignore[arg-type]
    if window.share_from.value is not None and window.share_to.value is not None:
        start, end = x.at(window.share_from.value), x.at(window.share_to.value)
        parts.append(svg.rect(start, top, end - start, BAR, fill=TEAL))
    return "".join(parts)
