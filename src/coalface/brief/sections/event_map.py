"""Block 7: dated events of designated ships, those with a place on a map, the others beside it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from coalface.brief.figures.event_map import MapEvents, MapPicture, Place, render_event_map
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.listings import ShipListing, find_listings, say_listing
from coalface.brief.model import Block, Cell, Cite, Column, Figure, Table, Text
from coalface.brief.sentences import say_no_event, say_places

__all__ = ["build_event_map", "describe_places"]

CONTEXT_PORTS = (
    "KP-SONGNIM",
    "KP-WONSAN",
    "KP-CHONGJIN",
    "CN-DANDONG",
    "CN-DALIAN",
    "CN-YINGKOU",
    "CN-QINHUANGDAO",
    "CN-LONGKOU",
    "CN-TIANJIN",
)
NBSP = "\N{NO-BREAK SPACE}"
NO_PLACE = "place not published"
EVENT_WORDS = {"sts": "ship-to-ship transfer"}
#: Texts that give a third of a month: the days of its range are our reading of them.
OUR_DAYS = "third_of_a_month"
NOTES: tuple[Text, ...] = (
    (
        "Each ship is named because a public list names it, with the day of that listing; a "
        "listing is not a finding of ours. A counterpart is named with its own listing or not at "
        "all. Hulls, names and numbers are kept apart: identities are stolen.",
    ),
    ("No response of an owner and no evidence against an event is in the packaged tables.",),
    (
        "The best innocent reading of a loading or discharge is a cargo that the rules of that day "
        "allowed: before the ban on coal, caps and exemptions applied. That of a ship-to-ship "
        "transfer is fuel for the ship's own use, or oil within the cap on refined petroleum and "
        "reported to the Committee. That of a change of name is an ordinary sale.",
    ),
    (
        "Positions are those of the ports, not of the ships. Coast: Natural Earth, public domain. "
        "Boundaries and names on the map do not imply endorsement.",
    ),
)


def build_event_map(
    events: pl.DataFrame,
    designations: pl.DataFrame,
    ports: pl.DataFrame,
    coasts: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> Block:
    """Build block 7; `coasts` are the near and the far coast as GeoJSON."""
    rows = _listed_events(events, designations)
    places = {p["port_id"]: p for p in ports.iter_rows(named=True)}
    placed = [row for row in rows if row["port_id"] in places]
    by_name = find_listings(designations, "name")
    picture = _picture(rows, places, coasts)
    n_ships = len({row["imo"] for row in rows})
    heading = say_places(len(rows), len(placed), n_ships) if rows else say_no_event()
    port_ids = dict.fromkeys(row["port_id"] for row in placed)
    cited = [row["source_id"] for row in rows]
    cited += [source for row in rows for source in row["listing"].source_ids]
    cited += [places[port_id]["source_id"] for port_id in port_ids]
    return Block(
        id="event-map",
        number="7",
        heading=heading,
        subtitle="Loadings, discharges and transfers as the texts of the listings give them; "
        "numbers on the map are those of the list",
        strength="high" if {row["confidence"] for row in rows} == {"high"} else "medium",
        figures=(
            Figure(
                id="event-map",
                title=picture.heading,
                description=picture.description,
                wide=render_event_map(picture, WIDE),
                narrow=render_event_map(picture, NARROW),
                table=_ports_table(placed, places),
            ),
        ),
        tables=(_events_table(rows, by_name, places), _ships_table(rows, by_name)),
        notes=NOTES,
        sources=tuple(dict.fromkeys(cited)),
    )


def describe_places(
    events: pl.DataFrame, designations: pl.DataFrame, ports: pl.DataFrame
) -> dict[str, Any]:
    """Give the placed events as GeoJSON points, numbered as in the list."""
    places = {p["port_id"]: p for p in ports.iter_rows(named=True)}
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [
                    places[row["port_id"]]["lon_deg"],
                    places[row["port_id"]]["lat_deg"],
                ],
            },
            "properties": {
                "number": row["number"],
                "vessel": row["vessel"],
                "imo": row["imo"],
                "event": row["event"],
                "place": places[row["port_id"]]["name"],
                "position_quality": places[row["port_id"]]["position_quality"],
                "when": _when(row),
                "cargo": row["cargo"],
                "source_id": row["source_id"],
                "listed_on": row["listing"].listed_on.isoformat(),
                "owner": row["listing"].owner,
            },
        }
        for row in _listed_events(events, designations)
        if row["port_id"] in places
    ]
    return {"type": "FeatureCollection", "features": features}


def _listed_events(events: pl.DataFrame, designations: pl.DataFrame) -> list[dict[str, Any]]:
    """Give the events of ships with a dated listing, by day, from number 1."""
    listings = find_listings(designations)
    rows = events.filter(pl.col("imo").is_in(list(listings))).sort("period_start", "row_id")
    return [
        {**row, "number": i, "listing": listings[row["imo"]]}
        for i, row in enumerate(rows.iter_rows(named=True), start=1)
    ]


def _picture(
    rows: Sequence[Mapping[str, Any]],
    places: Mapping[str, Mapping[str, Any]],
    coasts: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> MapPicture:
    port_ids = dict.fromkeys(row["port_id"] for row in rows if row["port_id"] in places)
    events = []
    for port_id in port_ids:
        here = [row for row in rows if row["port_id"] == port_id]
        words = "; ".join(f"{r['number']}: {r['vessel']}, {_event(r)}, {_when(r)}" for r in here)
        numbers = tuple(row["number"] for row in here)
        events.append(MapEvents(_place(places[port_id]), numbers, words))
    context = tuple(_place(places[p]) for p in CONTEXT_PORTS if p in places and p not in port_ids)
    n_placed = sum(len(event.numbers) for event in events)
    return MapPicture(
        events=tuple(events),
        context=context,
        near_coast=coasts[0],
        far_coast=coasts[1],
        heading="Ports named in dated events of designated ships",
        description=f"Map from the Bohai Sea to the Sea of Japan with {len(events)} ports at which "
        f"{n_placed} events are placed; ports in South-East Asia in an inset. "
        f"{len(rows) - n_placed} events have no published place and stand in the list only.",
    )


def _place(port: Mapping[str, Any]) -> Place:
    return Place(_short(port), port["lat_deg"], port["lon_deg"])


def _short(port: Mapping[str, Any]) -> str:
    name: str = port["name"]
    return name.split(" (", maxsplit=1)[0]


def _event(row: Mapping[str, Any]) -> str:
    word: str = row["event"]
    return EVENT_WORDS.get(word, word.replace("_", " "))


def _when(row: Mapping[str, Any]) -> str:
    start: date = row["period_start"]
    if row["period_end"] is None:
        return f"after {start.isoformat()}"
    end: date = row["period_end"] - timedelta(days=1)
    words = start.isoformat() if start == end else f"{start.isoformat()} to {end.isoformat()}"
    return f"{words} (days set by us)" if row["date_precision"] == OUR_DAYS else words


def _events_table(
    rows: Sequence[Mapping[str, Any]],
    by_name: Mapping[str, ShipListing],
    places: Mapping[str, Mapping[str, Any]],
) -> Table:
    cells: list[tuple[Cell, ...]] = [
        (
            str(row["number"]),
            _ship(row),
            _event(row),
            _where(row, places),
            _when(row),
            _cargo(row, by_name),
            row["confidence"],
            Cite((row["source_id"],)),
        )
        for row in rows
    ]
    return Table(
        id="events",
        caption="Dated events of designated ships",
        columns=(
            Column("No.", "right"),
            Column("Ship"),
            Column("Event"),
            Column("Place"),
            Column("When"),
            Column("Cargo"),
            Column("Strength"),
            Column("Source"),
        ),
        rows=tuple(cells),
        note="Days set by us: the text says early, mid or late in the month.",
    )


def _ships_table(rows: Sequence[Mapping[str, Any]], by_name: Mapping[str, ShipListing]) -> Table:
    """Give every ship named once: its own dated listing, delisting and whom lists link it to."""
    ships = {_ship(row): row["listing"] for row in rows}
    others = {row["counterpart"] for row in rows} - {row["vessel"] for row in rows}
    ships |= {name: by_name[name] for name in sorted(others & set(by_name))}
    return Table(
        id="event-ships",
        caption="The ships named: listing, delisting, owner or linked to",
        columns=(Column("Ship"), Column("Listed"), Column("Owner or linked to"), Column("Source")),
        rows=tuple(
            (ship, say_listing(listing), listing.owner, Cite(listing.source_ids))
            for ship, listing in ships.items()
        ),
        note="Whom the list in brackets links the ship to; its owner on the day is not known.",
    )


def _ship(row: Mapping[str, Any]) -> str:
    """Give name and number, to be broken between them only."""
    name, number = row["vessel"].replace(" ", NBSP), f"(IMO{NBSP}{row['imo']})"
    return f"{name} {number}"


def _where(row: Mapping[str, Any], places: Mapping[str, Mapping[str, Any]]) -> str:
    """Give the port as the map spells it, with the source's spelling where it differs."""
    port = places.get(row["port_id"])
    if port is None:
        return row["place"] or NO_PLACE
    name, spelt = _short(port), (row["place"] or "").split(",")[0]
    return f"{name} ({spelt} in the source)" if spelt not in ("", name) else name


def _cargo(row: Mapping[str, Any], by_name: Mapping[str, ShipListing]) -> str:
    """Give cargo, counterpart (only where it has a dated listing of its own) and a warning."""
    other = row["counterpart"]
    words = [row["cargo"] or ""]
    if other in by_name:
        words.append(f"with {other}")
    elif other:
        words.append("with a ship that no packaged list names")
    warning = row["note"] if row["date_precision"] != OUR_DAYS else ""
    return "; ".join(part for part in (", ".join(filter(None, words)), warning) if part)


def _ports_table(
    rows: Sequence[Mapping[str, Any]], places: Mapping[str, Mapping[str, Any]]
) -> Table:
    cells: list[tuple[Cell, ...]] = []
    for port_id in dict.fromkeys(row["port_id"] for row in rows):
        port = places[port_id]
        numbers = ", ".join(str(row["number"]) for row in rows if row["port_id"] == port_id)
        place = f"{port['lat_deg']:.2f} N, {port['lon_deg']:.2f} E"
        cells.append(
            (_short(port), numbers, place, port["position_quality"], Cite((port["source_id"],)))
        )
    return Table(
        id="event-map",
        caption="Ports on the map and the numbers of their events",
        columns=(
            Column("Port"),
            Column("Events"),
            Column("Position"),
            Column("How exact"),
            Column("Source"),
        ),
        rows=tuple(cells),
    )
