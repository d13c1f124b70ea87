"""Events on a map that may be handed on: GeoJSON and KML, numbered, unlisted ships by pseudonym."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import polars as pl

from coalface.vessels.sentences import strength_word
from coalface.vessels.shown import shown_sentence

__all__ = ["MapEvent", "map_events", "render_geojson", "render_kml"]

MapEvent = dict[str, Any]
KINDS = {
    "gaps": "gap",
    "encounters": "encounter",
    "port_visits": "port_visit",
    "identity_events": "identity_event",
}
DASHES = "dashed: nobody saw this way"
_LINE = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def map_events(events: Mapping[str, pl.DataFrame], name_of: Callable[[int], str]) -> list[MapEvent]:
    """Give the events that have a place, numbered by time.

    Args:
        events: Event tables by name.
        name_of: What is shown of a ship: `pseudonyms.shown_name`.

    Returns:
        `number`, `kind`, `ships`, `at`, `ends_at`, `places` (one, or two ends of a silence),
        `strength`, `evidence_id`, `sentence`.
    """
    shown = cache(name_of)
    found = [
        event
        for table, kind in KINDS.items()
        for row in events[table].iter_rows(named=True)
        for event in _event(kind, row, shown)
    ]
    found.sort(key=lambda e: (e["at"], e["evidence_id"]))
    return [{"number": number, **event} for number, event in enumerate(found, 1)]


def render_geojson(events: list[MapEvent], about: Mapping[str, Any]) -> bytes:
    """Give events as GeoJSON, one a line: points, and dashed lines across silences."""
    features = [
        {
            "type": "Feature",
            "geometry": _geometry(event["places"]),
            "properties": {k: _text(v) for k, v in event.items() if k != "places"}
            | ({"line": DASHES} if len(event["places"]) > 1 else {}),
        }
        for event in events
    ]
    head = json.dumps({"type": "FeatureCollection", **about}, ensure_ascii=False, sort_keys=True)
    lines = ",\n".join(_LINE.encode(feature) for feature in features)
    return f'{head[:-1]}, "features": [\n{lines}\n]}}\n'.encode()


def render_kml(events: list[MapEvent], title: str) -> bytes:
    """Give events as KML 2.2; texts are escaped, nothing in them is markup."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>',
        f"<name>{escape(title)}</name>",
        '<Style id="silence"><LineStyle><color>7f0000ff</color></LineStyle></Style>',
        *(line for event in events for line in _placemark(event)),
        "</Document></kml>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _event(kind: str, row: Mapping[str, Any], name_of: Callable[[int], str]) -> Iterator[MapEvent]:
    places = [
        [round(row[lon], 4), round(row[lat], 4)]
        for lat, lon in (("lat_deg", "lon_deg"), ("end_lat_deg", "end_lon_deg"))
        if row.get(lat) is not None and row.get(lon) is not None
    ]
    if not places:
        return
    numbers = [row[c] for c in ("mmsi", "mmsi_1", "mmsi_2") if row.get(c)]
    at = row.get("starts_at") or row.get("arrived_at") or row.get("at")
    p = next((row[c] for c in ("p_deliberate", "score", "p") if row.get(c) is not None), None)
    yield {
        "kind": kind,
        "ships": [name_of(number) for number in numbers],
        "at": at,
        "ends_at": row.get("ends_at") or row.get("departed_at"),
        "places": places,
        "strength": strength_word(p),
        "evidence_id": row["evidence_id"],
        "sentence": shown_sentence(kind, row, name_of),
    }


def _geometry(places: list[list[float]]) -> dict[str, Any]:
    if len(places) == 1:
        return {"type": "Point", "coordinates": places[0]}
    return {"type": "LineString", "coordinates": places}


def _placemark(event: MapEvent) -> Iterator[str]:
    points = " ".join(f"{lon},{lat},0" for lon, lat in event["places"])
    shape = "Point" if len(event["places"]) == 1 else "LineString"
    yield "<Placemark>"
    yield f"<name>{event['number']}. {escape(event['kind'].replace('_', ' '))}</name>"
    yield f"<description>{escape(event['sentence'])} ({escape(event['evidence_id'])})</description>"
    yield f"<TimeStamp><when>{_text(event['at'])}</when></TimeStamp>"
    if shape == "LineString":
        yield "<styleUrl>#silence</styleUrl>"
    yield f"<{shape}><coordinates>{points}</coordinates></{shape}></Placemark>"


def _text(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
