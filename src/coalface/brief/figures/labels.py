"""Placing of labels so that they do not collide."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coalface.brief.figures.svg import text_width

__all__ = ["Box", "leader_labels", "place_in_rows", "place_labels", "spread", "wrap"]

GAP = 4.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that a label or mark takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box", gap: float = 1.0) -> bool:
        """Say whether two boxes touch or come nearer than `gap`."""
        return not (
            self.right + gap <= other.left
            or other.right + gap <= self.left
            or self.bottom + gap <= other.top
            or other.bottom + gap <= self.top
        )

    def is_inside(self, other: "Box") -> bool:
        """Say whether the box lies wholly in another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def place_in_rows(
    centres: Sequence[float], widths: Sequence[float], *, low: float, high: float
) -> tuple[tuple[int, float], ...]:
    """Give row and centre of each label so that none in a row touch.

    Centres are kept except where the label would leave `low..high`; a label that would touch
    its neighbour goes to the first row that is free.
    """
    ends: list[float] = []
    placed = []
    for centre, width in zip(centres, widths, strict=True):
        middle = min(max(centre, low + width / 2), high - width / 2)
        left = middle - width / 2
        row = next((i for i, end in enumerate(ends) if end + GAP <= left), len(ends))
        if row == len(ends):
            ends.append(left + width)
        else:
            ends[row] = left + width
        placed.append((row, middle))
    return tuple(placed)


def spread(wanted: Sequence[float], gap: float, *, low: float, high: float) -> tuple[float, ...]:
    """Move sorted places apart until each pair is `gap` from the next, as little as possible.

    Places that are too near form a group around their common middle; groups merge until none
    touch (isotonic regression by pooling), then the whole is kept within `low..high`.
    """
    groups: list[tuple[float, int]] = []
    for i, place in enumerate(wanted):
        groups.append((place - i * gap, 1))
        while len(groups) > 1 and groups[-2][0] > groups[-1][0]:
            (one, n_one), (two, n_two) = groups[-2:]
            n = n_one + n_two
            groups[-2:] = [((one * n_one + two * n_two) / n, n)]
    flat = [middle for middle, n in groups for _ in range(n)]
    last = high - (len(flat) - 1) * gap
    return tuple(max(low, min(middle, last)) + i * gap for i, middle in enumerate(flat))


def leader_labels(
    marks: Sequence[tuple[float, str]], size: float, *, low: float, high: float
) -> tuple[tuple[float, float, str], ...]:
    """Give mark, label centre and words for labels in one row, spread so that none touch."""
    if not marks:
        return ()
    widest = max(text_width(words, size, bold=True) for _, words in marks)
    half = widest / 2
    places = [place for place, _ in marks]
    centres = spread(places, widest + GAP, low=low + half, high=high - half)
    return tuple(
        (place, centre, words) for (place, words), centre in zip(marks, centres, strict=True)
    )


def wrap(words: str, size: float, width: float, *, bold: bool) -> tuple[str, ...]:
    """Break a text into lines that fit a width; a word longer than it keeps its own line."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, bold=bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)


def place_labels(
    anchors: Sequence[tuple[float, float, str]],
    *,
    size: float,
    frame: Box,
    taken: Iterable[Box] = (),
) -> tuple[Box, ...]:
    """Give the box of each label: the nearest of many places that is free and in the frame.

    Greedy, in the order given, so put what matters most first. Where nothing is free the last
    place tried stands, which the geometric test of the page would find.
    """
    used = list(taken)
    boxes = []
    for x, y, words in anchors:
        width, height = text_width(words, size, bold=True), size * 1.1
        choices = [_box(x, y, width, height, i) for i in range(48)]
        free = (b for b in choices if b.is_inside(frame) and not any(b.overlaps(u) for u in used))
        box = next(free, choices[-1])
        used.append(box)
        boxes.append(box)
    return tuple(boxes)


def _box(x: float, y: float, width: float, height: float, i: int) -> Box:
    ring, side = divmod(i, 8)
    away = 8.0 + 12.0 * ring
    dx, dy = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))[side]
    left = x + dx * away - (width if dx < 0 else width / 2 if dx == 0 else 0)
    top = y + dy * away - height / 2
    return Box(left, top, left + width, top + height)
