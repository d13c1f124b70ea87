"""The text of a drawing made short, so that the page stays light; nothing looks different."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

__all__ = ["grouped", "in_whole_units"]

LEAST_RUN = 3
LEAST_DOTS = 5
MARK = re.compile(
    r'<(?P<tag>text|circle|path|rect)(?P<place>(?: (?:x|y|d|cx|cy|r|width|height)="[^"]*")+)'
    r'(?P<look>(?: [a-z-]+="[^"]*")*)(?P<rest>/>|>(?:(?!</(?P=tag)>).)*</(?P=tag)>)'
)
BEGINNING = re.compile("M(-?[0-9.]+),(-?[0-9.]+)")
BOX = re.compile(' x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"')
CIRCLE = re.compile(' cx="(?P<x>[^"]*)" cy="(?P<y>[^"]*)" r="(?P<r>[^"]*)"')
STEPS = re.compile(' d="([^"]*)"')
ATTRIBUTE = re.compile('[a-z-]+="[^"]*"')


def in_whole_units(body: str) -> str:
    """Begin each step of a path at a whole unit, about a pixel of a small screen."""
    return BEGINNING.sub(lambda m: f"M{round(float(m[1]))},{round(float(m[2]))}", body)


def grouped(body: str) -> str:
    """Say once, on a group, how neighbours look alike; paths that look alike become one."""
    parts: list[str] = []
    run: list[_Mark] = []
    end = 0
    for found in MARK.finditer(body):
        if found.start() != end:
            parts += [_written(_with_paths_joined(run)), body[end : found.start()]]
            run = []
        run.append(_as_path(_read(found)))
        end = found.end()
    return "".join(parts) + _written(_with_paths_joined(run)) + body[end:]


@dataclass(frozen=True, slots=True)
class _Mark:
    tag: str
    place: str
    look: frozenset[str]
    rest: str


def _read(found: re.Match[str]) -> _Mark:
    look = frozenset(ATTRIBUTE.findall(found["look"]))
    return _Mark(found["tag"], found["place"], look, found["rest"])


def _as_path(mark: _Mark) -> _Mark:
    """Give a rectangle without words as a path, which is shorter and can be joined."""
    box = BOX.fullmatch(mark.place)
    if mark.tag != "rect" or mark.rest != "/>" or box is None:
        return mark
    x, y, width, height = box.groups()
    return replace(mark, tag="path", place=f' d="M{x},{y}h{width}v{height}h-{width}z"')


def _written(marks: Sequence[_Mark]) -> str:
    """Write marks in order, each stretch that shares enough of its look as a group."""
    parts, i = [], 0
    while i < len(marks):
        n, shared = _stretch(marks[i:])
        stretch = [replace(m, look=m.look - shared) for m in marks[i : i + n]]
        inner = _written(stretch) if shared else _plain(stretch)
        parts.append(f"<g{_attributes(shared)}>{inner}</g>" if shared else inner)
        i += n
    return "".join(parts)


def _stretch(marks: Sequence[_Mark]) -> tuple[int, frozenset[str]]:
    """Give how many marks from the first on make the group that saves most, and what it says."""
    shared, best = marks[0].look, (0, 1, frozenset[str]())
    for n, mark in enumerate(marks[1:], start=2):
        shared &= mark.look
        if not shared:
            break
        if n < LEAST_RUN:
            continue
        saved = (n - 1) * len(_attributes(shared)) - len("<g></g>")
        best = max(best, (saved, n, shared), key=lambda found: found[0])
    return best[1], best[2]


def _plain(marks: Sequence[_Mark]) -> str:
    return "".join(f"<{m.tag}{m.place}{_attributes(m.look)}{m.rest}" for m in marks)


def _with_paths_joined(marks: Sequence[_Mark]) -> list[_Mark]:
    """Make one path of those in a row that look alike; none of ours cover each other."""
    found: list[_Mark] = []
    for (is_plain, _), run in groupby(marks, key=lambda m: (_is_plain_path(m), m.look)):
        alike = list(run)
        dots = _as_dots(alike)
        if dots:
            alike = [dots]
        elif is_plain and len(alike) >= LEAST_RUN:
            steps = "".join(STEPS.findall(m.place)[0] for m in alike)
            alike = [replace(alike[0], place=f' d="{steps}"')]
        found += alike
    return found


def _as_dots(marks: Sequence[_Mark]) -> _Mark | None:
    """Give filled circles of one size as the round ends of lines without length."""
    circles = [CIRCLE.fullmatch(m.place) for m in marks]
    fill = next(iter(marks[0].look), "")
    is_bare = all(m.rest == "/>" for m in marks) and len(marks[0].look) == 1
    sizes = {circle["r"] for circle in circles if circle}
    if None in circles or len(sizes) != 1 or len(marks) < LEAST_DOTS or not is_bare:
        return None
    steps = "".join(f"M{circle['x']},{circle['y']}h0" for circle in circles if circle)
    look = {fill.replace("fill", "stroke", 1), 'stroke-linecap="round"'}
    look.add(f'stroke-width="{2 * float(sizes.pop()):g}"')
    return _Mark("path", f' d="{steps}"', frozenset(look), "/>")


def _is_plain_path(mark: _Mark) -> bool:
    is_clear = any("opacity" in attribute for attribute in mark.look)
    return mark.tag == "path" and mark.rest == "/>" and not is_clear


def _attributes(look: frozenset[str]) -> str:
    return "".join(f" {attribute}" for attribute in sorted(look, key=lambda a: a.partition("=")[0]))
