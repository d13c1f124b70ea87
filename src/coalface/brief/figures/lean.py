"""The text of a drawing made short, so that the page stays light; nothing looks different."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

__all__ = ["grouped", "without_hover"]

LEAST_RUN = 3
MARK = re.compile(
    r'<(?P<tag>text|circle|path|rect)(?P<place>(?: (?:x|y|d|cx|cy|r|width|height)="[^"]*")+)'
    r'(?P<look>(?: [a-z-]+="[^"]*")*)(?P<rest>/>|>(?:(?!</(?P=tag)>).)*</(?P=tag)>)'
)
HOVER = re.compile("<title>[^<]*</title>")
EMPTY = re.compile("></(?:circle|path|rect)>")
STEPS = re.compile(' d="([^"]*)"')
ATTRIBUTE = re.compile('[a-z-]+="[^"]*"')


def without_hover(body: str) -> str:
    """Leave out the words that only a pointer brings up."""
    return EMPTY.sub("/>", HOVER.sub("", body))


def grouped(body: str) -> str:
    """Say once, on a group, how neighbours look alike; lines that look alike become one path."""
    parts: list[str] = []
    run: list[_Mark] = []
    end = 0
    for found in MARK.finditer(body):
        if found.start() != end:
            parts += [_written(_with_lines_joined(run)), body[end : found.start()]]
            run = []
        run.append(_read(found))
        end = found.end()
    return "".join(parts) + _written(_with_lines_joined(run)) + body[end:]


@dataclass(frozen=True, slots=True)
class _Mark:
    tag: str
    place: str
    look: frozenset[str]
    rest: str


def _read(found: re.Match[str]) -> _Mark:
    look = frozenset(ATTRIBUTE.findall(found["look"]))
    return _Mark(found["tag"], found["place"], look, found["rest"])


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


def _with_lines_joined(marks: Sequence[_Mark]) -> list[_Mark]:
    """Make one path of lines in a row that look alike."""
    found: list[_Mark] = []
    for is_line, run in groupby(marks, key=lambda m: (_is_line(m), m.look)):
        alike = list(run)
        if is_line[0] and len(alike) >= LEAST_RUN:
            steps = "".join(STEPS.findall(m.place)[0] for m in alike)
            alike = [replace(alike[0], place=f' d="{steps}"')]
        found += alike
    return found


def _is_line(mark: _Mark) -> bool:
    return mark.tag == "path" and mark.rest == "/>" and not set(mark.place) & set("Zz")


def _attributes(look: frozenset[str]) -> str:
    return "".join(f" {attribute}" for attribute in sorted(look))
