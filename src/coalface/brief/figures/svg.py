"""SVG as text: elements, escaped, with coordinates rounded so that output is stable."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from importlib.resources import files

from coalface.brief.figures.lean import grouped, in_whole_units
from coalface.brief.figures.style import INK, PAPER

__all__ = [
    "circle",
    "document",
    "element",
    "hatch",
    "label",
    "line",
    "path",
    "points",
    "rect",
    "text",
]
__all__ += ["text_width"]

FONT = "Noto Sans, Segoe UI, Helvetica, Arial, sans-serif"
BASE_SIZE = 12.0
LONG_LINE = 12  # points
Attribute = str | float | int | None


def element(name: str, attributes: Mapping[str, Attribute], *children: str) -> str:
    """Give one element; attributes that are None are left out."""
    parts = "".join(f' {k}="{_value(v)}"' for k, v in attributes.items() if v is not None)
    inner = "".join(children)
    return f"<{name}{parts}>{inner}</{name}>" if inner else f"<{name}{parts}/>"


def rect(
    x: float, y: float, width: float, height: float, *children: str, **attributes: Attribute
) -> str:
    """Give a rectangle; a negative size is drawn as none."""
    box: dict[str, Attribute] = {
        "x": x,
        "y": y,
        "width": max(width, 0.0),
        "height": max(height, 0.0),
    }
    return element("rect", {**box, **_dashed(attributes)}, *children)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: Attribute) -> str:
    """Give a straight line, in ink unless told otherwise."""
    return path(points(((x1, y1), (x2, y2))), **{"stroke": INK, **attributes})


def circle(x: float, y: float, radius: float, *children: str, **attributes: Attribute) -> str:
    """Give a circle."""
    return element("circle", {"cx": x, "cy": y, "r": radius, **_dashed(attributes)}, *children)


def path(commands: str, *children: str, **attributes: Attribute) -> str:
    """Give a path."""
    return element("path", {"d": commands, **_dashed(attributes)}, *children)


def points(xy: Iterable[tuple[float, float]], *, close: bool = False) -> str:
    """Give path commands through some points, each as a step from the last to keep it short.

    A long line is drawn in whole units: half a pixel is nothing along a coast.
    """
    xy = tuple(xy)
    unit = 1 if len(xy) < LONG_LINE else 10
    tenths = [(unit * round(10 * x / unit), unit * round(10 * y / unit)) for x, y in xy]
    x, y = tenths[0]
    parts, last = [f"M{_number(x / 10)},{_number(y / 10)}"], "M"
    for next_x, next_y in tenths[1:]:
        step = _step((next_x - x) / 10, (next_y - y) / 10)
        is_repeated = step[0] == last  # a command that stands already is understood
        parts.append(step[1:] if is_repeated and step[1] == "-" else step)
        if is_repeated and step[1] != "-":
            parts[-1] = f",{step[1:]}"
        x, y, last = next_x, next_y, step[0]
    return "".join(parts) + ("Z" if close else "")


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 13,
    anchor: str = "start",
    bold: bool = False,
    fill: str = INK,
) -> str:
    """Give a line of text; `anchor` is start, middle or end."""
    return element("text", _text_attributes(x, y, size, anchor, fill, bold=bold), escape(words))


def label(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 13,
    anchor: str = "start",
    bold: bool = False,
    fill: str = INK,
) -> str:
    """Give a line of text with a white rim, which stays readable over a drawing."""
    rim: dict[str, Attribute] = {
        "stroke": "#fff",
        "stroke-width": 3,
        "paint-order": "stroke",
    }
    attributes = {**_text_attributes(x, y, size, anchor, fill, bold=bold), **rim}
    return element("text", attributes, escape(words))


def hatch(pattern_id: str, colour: str) -> str:
    """Give the definition of a diagonal hatch on paper."""
    ground = rect(0, 0, 6, 6, fill=PAPER)
    stroke = path("M-1 1L1 -1M0 6L6 0M5 7L7 5", stroke=colour, stroke_width=1.6)
    attributes: dict[str, Attribute] = {
        "id": pattern_id,
        "width": 6,
        "height": 6,
        "patternUnits": "userSpaceOnUse",
    }
    return element("pattern", attributes, ground, stroke)


def dots(pattern_id: str, colour: str) -> str:
    """Give the definition of a dotted fill."""
    ground = rect(0, 0, 5, 5, fill="#f0e4bf")
    attributes: dict[str, Attribute] = {"id": pattern_id, "width": 5, "height": 5}
    attributes["patternUnits"] = "userSpaceOnUse"
    return element("pattern", attributes, ground, circle(2.5, 2.5, 1.3, fill=colour))


def stripes(pattern_id: str, colour: str) -> str:
    """Give the definition of a fill of level stripes."""
    ground = rect(0, 0, 6, 6, fill="#f3dcdc")
    attributes: dict[str, Attribute] = {"id": pattern_id, "width": 6, "height": 6}
    attributes["patternUnits"] = "userSpaceOnUse"
    return element("pattern", attributes, ground, rect(0, 0, 6, 2.6, fill=colour))


def document(
    drawing_id: str, heading: str, description: str, size: tuple[float, float], body: str, defs: str
) -> str:
    """Give a whole drawing with its title and description for screen readers."""
    width, height = size
    attributes: dict[str, Attribute] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "id": drawing_id,
        "viewBox": f"0 0 {_number(width)} {_number(height)}",
        "width": width,
        "height": height,
        "role": "img",
        "aria-labelledby": f"{drawing_id}-t {drawing_id}-d",
        "font-family": FONT,
        "font-size": BASE_SIZE,
        "fill": INK,
    }
    if drawing_id.endswith("-narrow"):
        body = in_whole_units(body)
    body = grouped(body.replace("\N{NO-BREAK SPACE}", " "))  # no line of a drawing is broken
    head = element("title", {"id": f"{drawing_id}-t"}, escape(heading))
    head += element("desc", {"id": f"{drawing_id}-d"}, escape(description))
    return element("svg", attributes, head, element("defs", {}, defs) if defs else "", body)


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Give the width of a line of text in the packaged font, in user units."""
    widths = _advances()["NotoSans-Bold" if bold else "NotoSans-Regular"]
    return sum(widths.get(character, 600) for character in words) * size / 1000


@lru_cache(maxsize=1)
def _advances() -> dict[str, dict[str, int]]:
    asset = files("coalface.brief").joinpath("assets/advances.json")
    found: dict[str, dict[str, int]] = json.loads(asset.read_text(encoding="utf-8"))
    return found


def _text_attributes(
    x: float, y: float, size: float, anchor: str, fill: str, *, bold: bool
) -> dict[str, Attribute]:
    return {
        "x": round(x),
        "y": round(y),
        "font-size": None if size == BASE_SIZE else size,
        "text-anchor": None if anchor == "start" else anchor,
        "font-weight": 700 if bold else None,
        "fill": None if fill == INK else fill,
    }


def _dashed(attributes: Mapping[str, Attribute]) -> dict[str, Attribute]:
    return {key.replace("_", "-"): value for key, value in attributes.items()}


def _value(value: Attribute) -> str:
    return escape(value) if isinstance(value, str) else _number(value or 0)


def _step(right: float, down: float) -> str:
    if not down:
        return f"h{_short(right)}"
    if not right:
        return f"v{_short(down)}"
    text = _short(down)
    return f"l{_short(right)}{'' if text.startswith('-') else ','}{text}"


def _short(value: float) -> str:
    text = _number(value)
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def _number(value: float) -> str:
    rounded = f"{value:.1f}"
    rounded = rounded.removesuffix(".0")
    return "0" if rounded == "-0" else rounded
