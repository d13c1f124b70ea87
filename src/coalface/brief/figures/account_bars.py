"""The yearly account as small bars: a panel a line, its basis in the fill, rivals beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from coalface.brief.figures import svg
from coalface.brief.figures.labels import wrap
from coalface.brief.figures.legend import Key, legend
from coalface.brief.figures.scales import Linear, runs_of
from coalface.brief.figures.style import INK, MUTED, TEAL, Layout
from coalface.vocabulary.numbers import Number

__all__ = ["AccountBar", "AccountPanel", "AccountPicture", "render_account_bars"]

Basis = Literal["recorded", "estimated", "imputed", "assumed"]
HEIGHT, GAP = 62.0, 34.0
SLOTS = {"taken": (0.06, 0.56), "rivals": (0.62, 0.96)}
REACH = 4  # years that a word may stand over
BILLION, MILLION = 1e9, 1e6


@dataclass(frozen=True, slots=True)
class AccountBar:
    """One line in one year: what was taken, on which basis, and what others say of it."""

    year: int
    number: Number
    basis: Basis
    rivals: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountPanel:
    """One line of the account; years without a figure have no bar."""

    name: str
    bars: tuple[AccountBar, ...]
    is_outgo: bool = False


@dataclass(frozen=True, slots=True)
class AccountPicture:
    """All panels, their common years, the lines with too few figures, and those without any."""

    panels: tuple[AccountPanel, ...]
    rare: tuple[str, ...]
    silent: tuple[str, ...]
    first_year: int
    last_year: int
    heading: str
    description: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is drawn, layer by layer, so that marks that look alike stand together."""

    prefix: str
    names: list[str] = field(default_factory=list)
    axes: list[str] = field(default_factory=list)
    first_years: list[str] = field(default_factory=list)
    last_years: list[str] = field(default_factory=list)
    bars: dict[tuple[Basis, bool], str] = field(default_factory=dict)
    rivals: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def drawn(self) -> str:
        bars = [self._bars(*key, shape) for key, shape in sorted(self.bars.items())]
        years = (*self.first_years, *self.last_years)
        layers = (self.names, self.axes, years, bars, self.rivals, self.ranges, self.words)
        return "".join("".join(layer) for layer in layers)

    def _bars(self, basis: Basis, is_outgo: bool, shape: str) -> str:  # noqa: FBT001
        colour = INK if is_outgo else TEAL
        plain = {"recorded": colour, "imputed": "#fff"}
        pattern = f"url(#{self.prefix}-{basis}-{'out' if is_outgo else 'in'})"
        look = {"fill": plain.get(basis, pattern), "stroke": colour, "stroke_width": 0.8}
        dashes = "3 2" if basis == "imputed" else None
        return svg.path(shape, **look, stroke_dasharray=dashes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Panel:
    panel: AccountPanel
    x: Linear
    y: Linear
    size: float


def render_account_bars(picture: AccountPicture, layout: Layout) -> str:
    """Draw the account in one width, three panels a row or two; each has its own scale."""
    drawing_id = f"account-bars-{layout.name}"
    keys, top = legend(_keys(drawing_id), layout, left=4, top=2, width=layout.width - 8)
    n_columns = 2 if layout.is_narrow else 3
    width = (layout.width - 4) / n_columns
    sheet, y = _Sheet(drawing_id), top + 12
    for start in range(0, len(picture.panels), n_columns):
        row = picture.panels[start : start + n_columns]
        names = [wrap(panel.name, layout.small, width - 16, bold=True) for panel in row]
        head = round(max(map(len, names)) * (layout.small + 3) + 16)
        for i, (panel, lines) in enumerate(zip(row, names, strict=True)):
            box = (round(4 + i * width), round(y), round(width), head)
            _draw(panel, lines, picture, layout, sheet, box)
        y += head + HEIGHT + GAP
    silent, y = _silent(picture, layout, y)
    defs = "".join(
        draw(f"{drawing_id}-{basis}-{side}", colour)
        for side, colour in (("in", TEAL), ("out", INK))
        for basis, draw in (("estimated", svg.hatch), ("assumed", svg.dots))
    )
    body = keys + sheet.drawn() + silent
    size = (layout.width, y)
    return svg.document(drawing_id, picture.heading, picture.description, size, body, defs)


def _keys(drawing_id: str) -> tuple[Key, ...]:
    return (
        Key("box", TEAL, "income or balance, recorded"),
        Key("box", INK, "spending, recorded"),
        Key("box", f"url(#{drawing_id}-estimated-in)", "published estimate"),
        Key("box", f"url(#{drawing_id}-assumed-in)", "assumed: an even part of a longer sum"),
        Key("dash", MUTED, "imputed by a model"),
        Key("box", "#fff", "rival figures, thin, beside it"),
        Key("line", INK, "range"),
    )


def _draw(
    panel: AccountPanel,
    lines: Sequence[str],
    picture: AccountPicture,
    layout: Layout,
    sheet: _Sheet,
    box: tuple[int, int, int, int],
) -> None:
    left, top, width, head = box
    size = layout.small
    numbers = [n for bar in panel.bars for n in (bar.number, *bar.rivals)]
    ends = [v for n in numbers for v in _ends(n)]
    bottom = top + head + HEIGHT
    x = Linear(picture.first_year, picture.last_year + 1, left, left + width - 14)
    y = Linear(min(0.0, *ends), max(0.0, *ends), bottom, top + head)
    drawn = _Panel(panel, x, y, size)
    sheet.names.extend(
        svg.text(left, top + size + i * (size + 3), line, size=size, bold=True)
        for i, line in enumerate(lines)
    )
    sheet.axes.append(svg.line(x.start, y.at(0), x.end, y.at(0)))
    look = {"size": size, "fill": MUTED}
    first, last = str(picture.first_year), str(picture.last_year)
    at = y.at(max(0.0, *ends)) - 4 if _is_below(panel) else bottom + 14
    sheet.first_years.append(svg.text(x.start, at, first, **look))  # type: ignore[arg-type]
    sheet.last_years.append(svg.text(x.end, at, last, anchor="end", **look))  # type: ignore[arg-type]
    for bar in panel.bars:
        key = (bar.basis, panel.is_outgo)
        shape = _shape(drawn, _slot(bar.year, "taken"), _middle(bar.number))
        sheet.bars[key] = sheet.bars.get(key, "") + shape
    sheet.rivals.extend(_rivals(drawn))
    sheet.ranges.extend(_ranges(drawn))
    sheet.words.append(_words(drawn))


def _is_below(panel: AccountPanel) -> bool:
    """Say whether every bar hangs from the line; the years then stand above it."""
    return all(_middle(bar.number) <= 0 for bar in panel.bars)


def _ends(number: Number) -> list[float]:
    return [v for v in (number.value, number.low, number.high) if v is not None]


def _middle(number: Number) -> float:
    ends = _ends(number)
    return number.value if number.value is not None else max(ends)


def _shape(panel: _Panel, slot: tuple[float, float], value: float) -> str:
    start, end = panel.x.at(slot[0]), panel.x.at(slot[1])
    zero, tip = panel.y.at(0), panel.y.at(value)
    left, right = round(start), max(round(end), round(start) + 2)
    corners = ((left, zero), (left, tip), (right, tip), (right, zero))
    return svg.points(corners, close=True)


def _slot(year: int, name: str) -> tuple[float, float]:
    low, high = SLOTS[name]
    return year + low, year + high


def _rivals(panel: _Panel) -> list[str]:
    shapes = []
    for bar in panel.panel.bars:
        low, high = _slot(bar.year, "rivals")
        step = (high - low) / max(len(bar.rivals), 2)
        for i, rival in enumerate(bar.rivals):
            slot = (low + i * step, low + (i + 0.8) * step)
            shapes.append(_shape(panel, slot, _middle(rival)))
    if not shapes:
        return []
    return [svg.path("".join(shapes), fill="#fff", stroke=MUTED, stroke_width=0.8)]


def _ranges(panel: _Panel) -> list[str]:
    steps = []
    for bar in panel.panel.bars:
        ends = _ends(bar.number)
        if min(ends) < max(ends):
            x = panel.x.at(bar.year + sum(SLOTS["taken"]) / 2)
            steps.append(svg.points(((x, panel.y.at(min(ends))), (x, panel.y.at(max(ends))))))
    return [svg.path("".join(steps), stroke=INK)] if steps else []


def _words(panel: _Panel) -> str:
    """Write the value of the largest bar, and "imputed" once over each run of such years."""
    size = panel.size - 1
    largest = max(panel.panel.bars, key=lambda bar: abs(_middle(bar.number)))
    spots = [_spot(panel, [largest], _short(largest.number))]
    imputed = {bar.year: bar for bar in panel.panel.bars if bar.basis == "imputed"}
    runs = runs_of(sorted(imputed))
    spots += [_spot(panel, [imputed[year] for year in run], "imputed") for run in runs]
    return "".join(_word(panel, *spot, size) for spot in _apart(panel, spots, size))


def _spot(panel: _Panel, bars: Sequence[AccountBar], words: str) -> tuple[float, float, str]:
    """Give year and height of words at the outer end of some bars."""
    ends = [v for bar in bars for v in _ends(bar.number)]
    far = min(ends) if max(_middle(bar.number) for bar in bars) < 0 else max(ends)
    return (bars[0].year + bars[-1].year) / 2, panel.y.at(far), words


def _apart(
    panel: _Panel, spots: Sequence[tuple[float, float, str]], size: float
) -> list[tuple[float, float, str]]:
    """Move words out of the way of those before them, further from the bars."""
    placed: list[tuple[float, float, str]] = []
    for year, y, words in spots:
        out = size + 2 if y > panel.y.at(0) else -size - 2
        near = [p for p in placed if abs(p[0] - year) < REACH and abs(p[1] - y) < size + 2]
        placed.append((year, near[0][1] + out if near else y, words))
    return placed


def _word(panel: _Panel, year: float, y: float, words: str, size: float) -> str:
    half = svg.text_width(words, size) / 2
    centre = panel.x.at(year + sum(SLOTS["taken"]) / 2)
    x = min(max(centre, panel.x.start + half), panel.x.end + 10 - half)
    below = size + 1 if y > panel.y.at(0) else -4.0
    return svg.label(x, y + below, words, size=size, anchor="middle")


def _short(number: Number) -> str:
    value = _middle(number)
    words = f"{value / BILLION:.2f} bn" if abs(value) >= BILLION else f"{value / MILLION:.0f} m"
    return words.replace("-", "\N{MINUS SIGN}")


def _silent(picture: AccountPicture, layout: Layout, top: float) -> tuple[str, float]:
    said = (
        ("One or two years have a figure, see the table", picture.rare),
        ("No figure in any of these years", picture.silent),
    )
    texts = [f"{words}: {'; '.join(names)}." for words, names in said if names]
    room = layout.width - 8
    lines = [line for text in texts for line in wrap(text, layout.small, room, bold=False)]
    step = layout.small + 4
    parts = [
        svg.text(4, top + (i + 1) * step, line, size=layout.small, fill=MUTED)
        for i, line in enumerate(lines)
    ]
    return "".join(parts), top + len(lines) * step + 8
