"""Events on a map that may be handed on: GeoJSON and KML, numbered, unlisted ships by pseudonym.

Events are told some at a time and written as they come: a map of a million is never held whole.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl

from coalface.vessels.canonical import texts_of
from coalface.vessels.sentences import strength_words
from coalface.vessels.shown import shown_numbers, shown_sentences

__all__ = ["map_events", "write_maps"]

KINDS = {
    "gaps": "gap",
    "encounters": "encounter",
    "port_visits": "port_visit",
    "identity_events": "identity_event",
}
DASHES = "dashed: nobody saw this way"
AT_ONCE = 20_000  # events told at once
FIRST_TIMES = ("starts_at", "arrived_at", "at")
LAST_TIMES = ("ends_at", "departed_at")
STRENGTHS = ("p_deliberate", "score", "p")
PLACES = (("lat_deg", "lon_deg"), ("end_lat_deg", "end_lon_deg"))
PLACE_DIGITS = 4


def map_events(
    events: Mapping[str, pl.DataFrame], name_of: Callable[[int], str]
) -> Iterator[pl.DataFrame]:
    """Give the events that have a place, numbered by time.

    Args:
        events: Event tables by name.
        name_of: What is shown of a ship: `pseudonyms.shown_name`.

    Yields:
        Some events at a time, each with `number`, `kind`, `ships`, `at`, `ends_at` (these three
        as JSON), `places` (texts "longitude, latitude": one, or the two ends of a silence),
        `strength`, `evidence_id`, `sentence`.
    """
    shown = cache(name_of)
    order = pl.concat([_placed(events[name], no) for no, name in enumerate(KINDS)])
    order = order.sort("at", "evidence_id", "table", "nth").with_row_index("number", offset=1)
    for low in range(0, len(order), AT_ONCE):
        some = order[low : low + AT_ONCE]
        told = []
        for no, (name, kind) in enumerate(KINDS.items()):
            mine = some.filter(pl.col("table") == no)
            if len(mine):
                told.append(_told(kind, events[name][mine["nth"]], mine["number"], shown))
        yield pl.concat(told).sort("number")


def write_maps(
    events: Mapping[str, pl.DataFrame],
    folder: Path,
    name_of: Callable[[int], str],
    banner: str = "",
) -> None:
    """Write events as `map.geojson`, one a line, and `map.kml` (KML 2.2).

    Silences are lines, all else points. GeoJSON says that they are to be dashed; KML has no dashes,
    there they are half transparent. Texts are escaped: nothing in them is markup.

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
        for nth, some in enumerate(map_events(events, name_of)):
            told = some.select(feature=_feature(), mark=_placemark())
            lines.write(b",\n" * bool(nth))
            lines.write(",\n".join(told["feature"]).encode())
            marks.write("".join(told["mark"]).encode())
        lines.write(b"\n]}\n")
        marks.write(b"</Document></kml>\n")


def _kml_head(title: str) -> str:
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>',
        f"<name>{escape(title)}</name>",
        '<Style id="silence"><LineStyle><color>7f0000ff</color></LineStyle></Style>',
    )
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


def _told(
    kind: str, events: pl.DataFrame, number: pl.Series, name_of: Callable[[int], str]
) -> pl.DataFrame:
    """Tell events of one kind."""
    places = [_place(events, lat, lon) for lat, lon in PLACES if lat in events.columns]
    ships = shown_numbers(events, name_of)
    is_ship = events.select(pl.col(name).fill_null(0) != 0 for name in ships.columns)
    names = [pl.when(is_ship[name]).then(pl.lit(texts_of(ships[name]))) for name in ships.columns]
    return pl.select(
        number=number,
        kind=pl.lit(kind),
        ships=pl.concat_str(names, separator=", ", ignore_nulls=True),
        at=texts_of(_first(events, FIRST_TIMES, pl.Datetime("us", "UTC"))),
        ends_at=texts_of(_first(events, LAST_TIMES, pl.Datetime("us", "UTC"))),
        places=pl.concat_list(places).list.drop_nulls(),
        strength=strength_words(_first(events, STRENGTHS, pl.Float64())),
        evidence_id=events["evidence_id"],
        sentence=shown_sentences(kind, events, name_of),
    )


def _first(events: pl.DataFrame, names: tuple[str, ...], dtype: pl.DataType) -> pl.Series:
    """Give the first of some columns that is not empty."""
    there = [pl.col(name) for name in names if name in events.columns]
    return events.select(first=pl.coalesce(*there, pl.lit(None, dtype)))["first"]


def _place(events: pl.DataFrame, lat: str, lon: str) -> pl.Series:
    texts = [
        None if x is None or y is None else f"{round(x, PLACE_DIGITS)}, {round(y, PLACE_DIGITS)}"
        for x, y in zip(events[lon].to_list(), events[lat].to_list(), strict=True)
    ]
    return pl.Series(texts, dtype=pl.String)


def _feature() -> pl.Expr:
    """Give each event as one line of GeoJSON, its keys in order."""
    inner = pl.col("places").list.join("], [")
    is_line = _is_line()
    cells = (
        ('{"geometry": {"coordinates": ', pl.when(is_line).then("[[" + inner + "]]")
                                            .otherwise("[" + inner + "]")),
        (', "type": "', _shape()),
        ('"}, "properties": {"at": ', pl.col("at")),
        (', "ends_at": ', pl.col("ends_at")),
        (', "evidence_id": ', _quoted("evidence_id")),
        (', "kind": "', pl.col("kind")),
        ('", ', pl.when(is_line).then(pl.lit(f'"line": "{DASHES}", ')).otherwise(pl.lit(""))),
        ('"number": ', pl.col("number")),
        (', "sentence": ', _quoted("sentence")),
        (', "ships": [', pl.col("ships")),
        ('], "strength": "', pl.col("strength")),
    )  # fmt: skip
    return _together(cells, '"}, "type": "Feature"}')


def _placemark() -> pl.Expr:
    """Give each event as a mark of KML."""
    is_line = _is_line()
    at, ends_at = (pl.col(name).str.strip_chars('"') for name in ("at", "ends_at"))
    span = pl.format("<TimeSpan><begin>{}</begin><end>{}</end></TimeSpan>\n", at, ends_at)
    stamp = pl.format("<TimeStamp><when>{}</when></TimeStamp>\n", at)
    when = pl.when(pl.col("ends_at") == "null").then(stamp).otherwise(span)
    points = pl.col("places").list.join(",0 ").str.replace_all(", ", ",", literal=True)
    style = pl.when(is_line).then(pl.lit("<styleUrl>#silence</styleUrl>\n"))
    cells = (
        ("<Placemark>\n<name>", pl.col("number")),
        (". ", pl.col("kind").str.replace_all("_", " ", literal=True)),
        ("</name>\n<description>", _escaped("sentence")),
        (" (", _escaped("evidence_id")),
        (")</description>\n", pl.when(pl.col("at") != "null").then(when).otherwise(pl.lit(""))),
        ("", style.otherwise(pl.lit(""))),
        ("<", _shape()),
        ("><coordinates>", points),
        (",0</coordinates></", _shape()),
    )
    return _together(cells, "></Placemark>\n")


def _together(cells: Iterable[tuple[str, pl.Expr]], last: str) -> pl.Expr:
    return pl.concat_str(part for text, cell in (*cells, (last, pl.lit("")))
                         for part in (pl.lit(text), cell))  # fmt: skip


def _is_line() -> pl.Expr:
    return pl.col("places").list.len() > 1


def _shape() -> pl.Expr:
    return pl.when(_is_line()).then(pl.lit("LineString")).otherwise(pl.lit("Point"))


def _quoted(column: str) -> pl.Expr:
    return pl.col(column).map_batches(texts_of, return_dtype=pl.String)


def _escaped(column: str) -> pl.Expr:
    text = pl.col(column)
    for mark, said in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.str.replace_all(mark, said, literal=True)
    return text
