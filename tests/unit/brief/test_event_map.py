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


def rows(block: Block) -> dict[str, list[dict[str, str]]]:
    (table,) = block.tables
    names = [column.name for column in table.columns]
    found: dict[str, list[dict[str, str]]] = {}
    for row in table.rows:
        cells = dict(zip(names, map(str, row), strict=True))
        found.setdefault(
            cells["Ship"].split(" (")[0].replace("\N{NO-BREAK SPACE}", " "), []
        ).append(cells)
    return found


def test_a_ship_is_shown_with_whom_a_list_links_it_to_and_the_date_of_that() -> None:
    (asia, _) = rows(build())["ASIA BRIDGE 1"]

    assert asia["Owner"] == (
        "HUAXIN SHIPPING HONGKONG LTD (US-OFAC-SDN, first seen in the snapshot of 2021-04-25)"
    )
    assert "ofac-sdn-2023-01" in asia["Source"]


def test_owner_unknown_is_said_of_two_ships_only() -> None:
    unknown = {ship for ship, of in rows(build()).items() if of[0]["Owner"] == "owner unknown"}

    assert unknown == {"JIN HYE", "WAN HENG 11"}


def test_a_counterpart_is_named_with_its_own_listing() -> None:
    (koti,) = rows(build())["KOTI"]
    yu_jong = rows(build())["YU JONG 2"]

    assert "with KUM UN SAN 3 (listed: UN-1718, 2018-10-16" in koti["Cargo"]
    assert any("MIN NING DE YOU 078 (listed: UN-1718, 2018-03-30" in r["Cargo"] for r in yu_jong)


def test_a_counterpart_without_a_dated_listing_is_not_named() -> None:
    (koti,) = rows(build(without="KUM UN SAN 3"))["KOTI"]

    assert "KUM UN SAN" not in koti["Cargo"]


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
