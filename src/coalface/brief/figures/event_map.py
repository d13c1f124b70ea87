"""Map of dated events of designated ships, with the ports named and far places in an inset."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coalface.brief.figures import svg
from coalface.brief.figures.labels import Box, place_labels
from coalface.brief.figures.scales import Linear, without_needless
from coalface.brief.figures.style import (
    BRICK,
    INK,
    LAND,
    LAND_DPRK,
    MUTED,
    NARROW,
    SEA,
    TEAL,
    Layout,
)

__all__ = ["MapEvents", "MapPicture", "Place", "render_event_map"]

MAIN = (117.4, 131.3, 36.7, 43.1)
INSET = (98.5, 121.5, 0.5, 24.5)
LEAST_BEND = 1.7  # of a drawing: a point of the coast that bends it less is left out
LEAST_ISLE = 6.0  # of a drawing: a smaller island is left out
MARGIN = 8.0  # land further outside a window is pulled in to here, unseen
BADGE = 10.0


@dataclass(frozen=True, slots=True)
class Place:
    """A named port; one without an event only helps to read the map."""

    name: str
    lat_deg: float
    lon_deg: float


@dataclass(frozen=True, slots=True)
class MapEvents:
    """The numbers of the events at one place, as they stand in the list beside the map."""

    place: Place
    numbers: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class MapPicture:
    """All that the map shows; the coasts are GeoJSON whose features name their `country`."""

    events: tuple[MapEvents, ...]
    context: tuple[Place, ...]
    near_coast: Mapping[str, Any]
    far_coast: Mapping[str, Any]
    heading: str
    description: str


@dataclass(frozen=True, slots=True)
class _View:
    """A window on the world in an equirectangular drawing true at its middle parallel."""

    x: Linear
    y: Linear

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return self.x.at(lon), self.y.at(lat)

    def holds(self, place: Place) -> bool:
        lon, lat = place.lon_deg, place.lat_deg
        return self.x.low <= lon <= self.x.high and self.y.low <= lat <= self.y.high

    @property
    def frame(self) -> Box:
        return Box(self.x.start, self.y.end, self.x.end, self.y.start)


def render_event_map(picture: MapPicture, layout: Layout) -> str:
    """Draw the map in one width; places outside the main window go to the inset."""
    drawing_id = f"event-map-{layout.name}"
    main = _view(MAIN, 0, 0, layout.width)
    parts = [_land(main, picture.near_coast), _waters(main, layout)]
    far = [event for event in picture.events if not main.holds(event.place)]
    taken: list[Box] = []
    height = main.y.start
    inset_parts = ""
    if far:
        inset, title_box = _inset_view(main, layout)
        inset_parts = _inset(inset, title_box, picture, layout)
        if layout is NARROW:
            height = inset.frame.bottom + 4
        else:
            taken.append(Box(inset.x.start - 4, title_box.top, inset.x.end + 4, inset.y.start + 4))
    near = [event for event in picture.events if main.holds(event.place)]
    parts.append(_labelled(near, picture.context, main, layout, taken))
    parts.append(_scale_bar(main, layout))
    clip = svg.rect(0, 0, layout.width, main.y.start)
    defs = svg.element("clipPath", {"id": f"{drawing_id}-main"}, clip)
    body = svg.element("g", {"clip-path": f"url(#{drawing_id}-main)"}, "".join(parts))
    size = (layout.width, height)
    body += inset_parts
    return svg.document(drawing_id, picture.heading, picture.description, size, body, defs)


def _view(window: tuple[float, ...], left: float, top: float, width: float) -> _View:
    west, east, south, north = window
    squeeze = math.cos(math.radians((south + north) / 2))
    height = width * (north - south) / ((east - west) * squeeze)
    return _View(Linear(west, east, left, left + width), Linear(south, north, top + height, top))


def _inset_view(main: _View, layout: Layout) -> tuple[_View, Box]:
    if layout.is_narrow:
        width, left, top = layout.width - 80, 4.0, main.y.start + 30
    else:
        width, left = 196.0, layout.width - 200.0
        top = main.y.start - width * 1.07 - 4
    view = _view(INSET, left, top, width)
    return view, Box(left, top - 22, left + width, top)


def _inset(view: _View, title_box: Box, picture: MapPicture, layout: Layout) -> str:
    frame = view.frame
    box = (frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top)
    clip_id = f"event-map-{layout.name}-inset"
    shape = svg.element("clipPath", {"id": clip_id}, svg.rect(*box))
    land = _land(view, picture.far_coast)
    border = svg.rect(*box, fill="none", stroke=INK, stroke_width=1.2)
    back = (title_box.left, title_box.top, title_box.right - title_box.left, 22.0)
    head = svg.rect(*back, fill="#fff", stroke=INK, stroke_width=1.2)
    words = "Further south, other scale"
    head += svg.text(title_box.left + 6, title_box.top + 15, words, size=layout.small - 0.5)
    inner = svg.element("g", {"clip-path": f"url(#{clip_id})"}, land)
    far = [event for event in picture.events if view.holds(event.place)]
    return shape + inner + border + head + _labelled(far, (), view, layout, ())


def _labelled(
    events: Sequence[MapEvents],
    context: Sequence[Place],
    view: _View,
    layout: Layout,
    taken: Iterable[Box],
) -> str:
    size = layout.small
    spots = [(*view.at(e.place.lon_deg, e.place.lat_deg), _words(e)) for e in events]
    others = [p for p in context if view.holds(p)]
    spots += [(*view.at(p.lon_deg, p.lat_deg), p.name) for p in others]
    marks = [Box(x - 4, y - 4, x + 4, y + 4) for x, y, _ in spots]
    frame = view.frame
    inner = Box(frame.left + 3, frame.top + 3, frame.right - 3, frame.bottom - 3)
    used = [*taken, *marks, *_name_boxes(view, layout)]
    boxes = place_labels(spots, size=size, frame=inner, taken=used)
    parts = []
    for i, ((x, y, words), box) in enumerate(zip(spots, boxes, strict=True)):
        is_event = i < len(events)
        parts.append(_leader(x, y, box))
        colour, half = (BRICK, 4.0) if is_event else (MUTED, 2.6)
        square = (x - half, y - half, 2 * half, 2 * half)
        parts.append(svg.rect(*square, fill=colour, stroke="#fff"))
        place = (box.left, box.bottom - size * 0.22, words)
        parts.append(svg.label(*place, size=size, bold=is_event, fill=INK if is_event else MUTED))
    return "".join(parts)


def _words(event: MapEvents) -> str:
    return f"{event.place.name} ({_ranges(event.numbers)})"


def _ranges(numbers: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    joined = (f"{r[0]}\N{EN DASH}{r[-1]}" if len(r) > 1 else f"{r[0]}" for r in runs)
    return ", ".join(joined)


def _leader(x: float, y: float, box: Box) -> str:
    near_x = min(max(x, box.left), box.right)
    near_y = min(max(y, box.top), box.bottom)
    if math.hypot(near_x - x, near_y - y) < BADGE:
        return ""
    return svg.line(x, y, near_x, near_y, stroke_width=0.8)


NAMES = (
    ("CHINA", 122.6, 42.3, INK, True),
    ("DPR KOREA", 126.9, 40.45, INK, True),
    ("REP. OF KOREA", 127.25, 37.05, INK, True),
    ("Bohai Sea", 119.6, 38.7, TEAL, False),
    ("Korea Bay", 123.6, 39.2, TEAL, False),
    ("Yellow Sea", 123.7, 37.2, TEAL, False),
)


def _waters(view: _View, layout: Layout) -> str:
    parts = []
    for words, lon, lat, colour, bold in NAMES:
        x, y = view.at(lon, lat)
        look = {"size": layout.small - 1, "anchor": "middle", "bold": bold, "fill": colour}
        parts.append(svg.text(x, y, words, **look))  # type: ignore[arg-type]
    return "".join(parts)


def _name_boxes(view: _View, layout: Layout) -> Iterator[Box]:
    if view.x.low != MAIN[0]:
        return
    for words, lon, lat, _, bold in NAMES:
        x, y = view.at(lon, lat)
        half = svg.text_width(words, layout.small - 1, bold=bold) / 2
        yield Box(x - half, y - layout.small, x + half, y + 3)


def _scale_bar(view: _View, layout: Layout) -> str:
    km_a_degree = 111.32 * math.cos(math.radians((MAIN[2] + MAIN[3]) / 2))
    length = 200 / km_a_degree * (view.x.end - view.x.start) / (view.x.high - view.x.low)
    x, y = 12.0, view.y.start - 12
    bar = svg.line(x, y, x + length, y, stroke_width=2.4)
    return bar + svg.label(x, y - 6, "200 km", size=layout.small - 1)


def _land(view: _View, coast: Mapping[str, Any]) -> str:
    frame = view.frame
    box = (frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top)
    parts = [svg.rect(*box, fill=SEA)]
    for feature in coast["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        polygons = polygons if geometry["type"] == "MultiPolygon" else [polygons]
        rings = (ring for polygon in polygons for ring in polygon)
        commands = "".join(_ring(view, ring) for ring in rings)
        fill = LAND_DPRK if feature["properties"]["country"] == "PRK" else LAND
        look = {"fill": fill, "stroke": "#a79f8b", "stroke_width": 0.6}
        if commands:
            parts.append(svg.path(commands, **look))  # type: ignore[arg-type]
    return "".join(parts)


def _ring(view: _View, ring: Sequence[Sequence[float]]) -> str:
    xy = [view.at(lon, lat) for lon, lat in ring]
    xs, ys = [x for x, _ in xy], [y for _, y in xy]
    frame = view.frame
    is_outside = max(xs) < frame.left or min(xs) > frame.right
    if is_outside or max(ys) < frame.top or min(ys) > frame.bottom:
        return ""
    if max(xs) - min(xs) < LEAST_ISLE and max(ys) - min(ys) < LEAST_ISLE:
        return ""
    near = [
        (
            min(max(x, frame.left - MARGIN), frame.right + MARGIN),
            min(max(y, frame.top - MARGIN), frame.bottom + MARGIN),
        )
        for x, y in xy
    ]
    kept = without_needless(near, LEAST_BEND)
    return svg.points([(round(x), round(y)) for x, y in kept], close=True)
