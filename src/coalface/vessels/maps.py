"""Events on a map that may be handed on: GeoJSON and KML, numbered, unlisted ships by pseudonym.

Events are told some at a time and written as they come: a map of a million is never held whole.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import polars as pl

from coalface.vessels.sentences import strength_word
from coalface.vessels.shown import shown_sentence

__all__ = ["MapEvent", "map_events", "write_maps"]

MapEvent = dict[str, Any]
KINDS = {
    "gaps": "gap",
    "encounters": "encounter",
    "port_visits": "port_visit",
    "identity_events": "identity_event",
}
DASHES = "dashed: nobody saw this way"
AT_ONCE = 20_000  # events told at once
FIRST_TIMES = ("starts_at", "arrived_at", "at")
PLACES = (("lat_deg", "lon_deg"), ("end_lat_deg", "end_lon_deg"))
_LINE = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def map_events(
    events: Mapping[str, pl.DataFrame], name_of: Callable[[int], str]
) -> Iterator[list[MapEvent]]:
    """Give the events that have a place, numbered by time.

    Args:
        events: Event tables by name.
        name_of: What is shown of a ship: `pseudonyms.shown_name`.

    Yields:
        Some events at a time, each with `number`, `kind`, `ships`, `at`, `ends_at`, `places` (one,
        or two ends of a silence), `strength`, `evidence_id`, `sentence`.
    """
    shown = cache(name_of)
    order = pl.concat([_placed(events[name], no) for no, name in enumerate(KINDS)])
    order = order.sort("at", "evidence_id", "table", "nth")
    for low in range(0, len(order), AT_ONCE):
        some = order[low : low + AT_ONCE].with_row_index("place")
        told: list[MapEvent] = [{}] * len(some)
        for no, (name, kind) in enumerate(KINDS.items()):
            mine = some.filter(pl.col("table") == no)
            rows = events[name][mine["nth"]].iter_rows(named=True)
            for place, row in zip(mine["place"], rows, strict=True):
                told[place] = {"number": low + place + 1, **_event(kind, row, shown)}
        yield told


def write_maps(
    events: Mapping[str, pl.DataFrame],
    folder: Path,
    name_of: Callable[[int], str],
    banner: str = "",
) -> None:
    """Write events as `map.geojson`, one a line, and `map.kml` (KML 2.2).

    Silences are dashed lines, all else points. Texts are escaped: nothing in them is markup.

    Args:
        events: Event tables by name.
        folder: Where.
        name_of: What is shown of a ship.
        banner: Stands in both, e.g. that all of it is synthetic.
    """
    about = {"banner": banner} if banner else {}
    head = json.dumps({"type": "FeatureCollection", **about}, ensure_ascii=False, sort_keys=True)
    with (folder / "map.geojson").open("wb") as lines, (folder / "map.kml").open("wb") as marks:
        lines.write(f'{head[:-1]}, "features": [\n'.encode())
        marks.write(_kml_head(banner or "Findings").encode())
        before = ""
        for some in map_events(events, name_of):
            features = ",\n".join([_LINE.encode(_feature(event)) for event in some])
            lines.write(f"{before}{features}".encode())
            marks.write(_lines(line for event in some for line in _placemark(event)).encode())
            before = ",\n"
        lines.write(b"\n]}\n")
        marks.write(b"</Document></kml>\n")


def _kml_head(title: str) -> str:
    return _lines(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>',
            f"<name>{escape(title)}</name>",
            '<Style id="silence"><LineStyle><color>7f0000ff</color></LineStyle></Style>',
        )
    )


def _lines(lines: Iterable[str]) -> str:
    return "".join([f"{line}\n" for line in lines])


def _placed(events: pl.DataFrame, table: int) -> pl.DataFrame:
    """Give the key of the order of the events that have a place."""
    at = [pl.col(name) for name in FIRST_TIMES if name in events.columns]
    has_place = [
        pl.col(lat).is_not_null() & pl.col(lon).is_not_null()
        for lat, lon in PLACES
        if lat in events.columns
    ]
    return (
        events.with_row_index("nth")
        .filter(pl.any_horizontal(has_place))
        .select(pl.coalesce(at).alias("at"), "evidence_id", "nth", table=pl.lit(table))
    )


def _event(kind: str, row: Mapping[str, Any], name_of: Callable[[int], str]) -> MapEvent:
    places = [
        [round(row[lon], 4), round(row[lat], 4)]
        for lat, lon in PLACES
        if row.get(lat) is not None and row.get(lon) is not None
    ]
    numbers = [row[c] for c in ("mmsi", "mmsi_1", "mmsi_2") if row.get(c)]
    at = row.get("starts_at") or row.get("arrived_at") or row.get("at")
    p = next((row[c] for c in ("p_deliberate", "score", "p") if row.get(c) is not None), None)
    return {
        "kind": kind,
        "ships": [name_of(number) for number in numbers],
        "at": _text(at),
        "ends_at": _text(row.get("ends_at") or row.get("departed_at")),
        "places": places,
        "strength": strength_word(p),
        "evidence_id": row["evidence_id"],
        "sentence": shown_sentence(kind, row, name_of),
    }


def _feature(event: MapEvent) -> dict[str, Any]:
    told = {k: v for k, v in event.items() if k != "places"}
    if len(event["places"]) > 1:
        told["line"] = DASHES
    return {"type": "Feature", "geometry": _geometry(event["places"]), "properties": told}


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
    yield f"<TimeStamp><when>{event['at']}</when></TimeStamp>"
    if shape == "LineString":
        yield "<styleUrl>#silence</styleUrl>"
    yield f"<{shape}><coordinates>{points}</coordinates></{shape}></Placemark>"


def _text(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
