"""The brief's dated events as KML 2.2, for programs that show no GeoJSON."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

__all__ = ["render_kml"]


def render_kml(places: Mapping[str, Any]) -> bytes:
    """Give the points of a GeoJSON collection as KML; the same points give the same bytes.

    Texts are escaped: nothing in them is markup. What is no point is left to the GeoJSON.

    Args:
        places: GeoJSON FeatureCollection.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Dated events</name>',
        *(line for feature in places.get("features", ()) for line in _placemark(feature)),
        "</Document></kml>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _placemark(feature: Mapping[str, Any]) -> Iterator[str]:
    shape = feature.get("geometry") or {}
    if shape.get("type") != "Point":
        return
    lon, lat = shape["coordinates"][:2]
    facts = {k: v for k, v in feature.get("properties", {}).items() if v not in (None, "")}
    yield "<Placemark><ExtendedData>"
    for name, value in facts.items():
        key = escape(str(name), {'"': "&quot;"})
        yield f'<Data name="{key}"><value>{escape(str(value))}</value></Data>'
    yield "</ExtendedData>"
    yield f"<Point><coordinates>{lon},{lat},0</coordinates></Point></Placemark>"
