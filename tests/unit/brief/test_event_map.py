"""Named ships: whom a list links them to, their counterparts, and what may speak for them."""

from functools import cache

import polars as pl

from coalface.brief.listings import find_listings
from coalface.brief.model import Block
from coalface.brief.sections.event_map import build_event_map
from coalface.sources.packaged import read_packaged

SEA: dict[str, object] = {"type": "FeatureCollection", "features": []}


@cache
def build(*, without: str = "") -> Block:
    designations = read_packaged("designations").filter(pl.col("name") != without)
    tables = (read_packaged("vessel_events"), designations, read_packaged("ports"))
    return build_event_map(*tables, (SEA, SEA))


def rows(block: Block, table: int = 0) -> dict[str, list[dict[str, str]]]:
    """Give the rows of the events, or of the ships, by ship."""
    shown = block.tables[table]
    names = [column.name for column in shown.columns]
    found: dict[str, list[dict[str, str]]] = {}
    for row in shown.rows:
        cells = dict(zip(names, map(str, row), strict=True))
        ship = cells["Ship"].split(" (")[0].replace("\N{NO-BREAK SPACE}", " ")
        found.setdefault(ship, []).append(cells)
    return found


def test_a_ship_is_shown_with_whom_a_list_links_it_to_and_the_date_of_that() -> None:
    (asia,) = rows(build(), 1)["ASIA BRIDGE 1"]

    assert asia["Listed"] == "UN-1718, 2018-03-30; removals not packaged"
    assert asia["Owner or linked to"] == (
        "HUAXIN SHIPPING HONGKONG LTD (US-OFAC-SDN, first seen in the snapshot of 2021-04-25)"
    )
    assert "ofac-sdn-2023-01" in asia["Source"]


def test_owner_unknown_is_said_of_those_ships_only_that_no_list_links_to_anyone() -> None:
    ships = rows(build(), 1)

    unknown = {ship for ship, of in ships.items() if of[0]["Owner or linked to"] == "owner unknown"}

    assert unknown == {"JIN HYE", "WAN HENG 11", "MIN NING DE YOU 078"}
    assert len(ships) == 23


def test_a_counterpart_is_named_with_its_own_listing() -> None:
    (koti,) = rows(build())["KOTI"]
    ships = rows(build(), 1)

    assert koti["Cargo"] == "oil, with KUM UN SAN 3"
    assert ships["KUM UN SAN 3"][0]["Listed"].startswith("UN-1718, 2018-10-16")
    assert ships["RYE SONG GANG 1"][0]["Listed"].startswith("UN-1718, 2017-12-28")
    assert ships["MIN NING DE YOU 078"][0]["Listed"].startswith("UN-1718, 2018-03-30")


def test_a_counterpart_without_a_dated_listing_is_not_named() -> None:
    block = build(without="KUM UN SAN 3")
    (koti,) = rows(block)["KOTI"]

    assert koti["Cargo"] == "oil, with a ship that no packaged list names"
    assert "KUM UN SAN 3" not in rows(block, 1)


def test_days_that_we_set_are_called_so() -> None:
    ships = rows(build())

    assert ships["PAEK MA"][0]["When"] == "2018-01-10 to 2018-01-20 (days set by us)"
    assert "set by us" not in ships["KOTI"][0]["When"]


def test_a_port_has_one_spelling_on_map_and_list() -> None:
    block = build()

    assert rows(block)["HUA FU"][0]["Place"] == "Rajin (Najin in the source)"
    assert "Rajin (" in block.figures[0].wide
    ports = {str(row[0]) for row in block.figures[0].table.rows}
    places = {r["Place"].split(" (")[0] for of in rows(block).values() for r in of}
    assert places - {"place not published"} == ports


def test_innocent_readings_are_given_for_loadings_and_transfers() -> None:
    said = " ".join(str(part) for note in build().notes for part in note)

    assert "innocent reading of a loading" in said
    assert "ship-to-ship transfer is" in said


def test_the_first_listing_by_the_un_goes_before_other_lists() -> None:
    listing = find_listings(read_packaged("designations"))["8628597"]

    assert (listing.list, listing.listed_on.isoformat()) == ("UN-1718", "2017-10-03")
