"""What the lists say of a named ship: its dated listing, and whom which list links it to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

__all__ = ["ShipListing", "find_listings", "say_listing"]

UN_LIST = "UN-1718"
OWNER_UNKNOWN = "owner unknown"
NO_REMOVALS = "removals not packaged"


@dataclass(frozen=True, slots=True)
class ShipListing:
    """The dated listing by which a ship may be named.

    Attributes:
        list: Which list, the UN's before others.
        listed_on: First day on that list.
        delisted_on: Day of delisting, or None: not known.
        owner: Whom lists call its owner or link it to, each with list and date, or "owner
            unknown". It is who was named with a listing, not who owned the ship on another day.
        source_ids: Where listing and owner were read.
    """

    list: str
    listed_on: date
    delisted_on: date | None
    owner: str
    source_ids: tuple[str, ...]


def find_listings(designations: pl.DataFrame, key: str = "imo") -> dict[str, ShipListing]:
    """Find the dated listing of each ship; ships without one are not there and stay unnamed.

    Args:
        designations: Table `designations`.
        key: `imo`, or `name` where a text gives no number.

    Returns:
        The first listing by the UN, else the first by another list, with the owner that any
        list names.
    """
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in designations.sort("listed_on", "row_id", nulls_last=True).iter_rows(named=True):
        if row[key] is not None:
            rows.setdefault(row[key], []).append(row)
    found = {ship: _listing(of_ship) for ship, of_ship in rows.items()}
    return {ship: listing for ship, listing in found.items() if listing is not None}


def say_listing(listing: ShipListing) -> str:
    """Give list, day and delisting in words; none of the packaged lists has removals."""
    delisted = listing.delisted_on
    until = f"delisted {delisted.isoformat()}" if delisted else NO_REMOVALS
    return f"{listing.list}, {listing.listed_on.isoformat()}; {until}"


def _listing(rows: list[Mapping[str, Any]]) -> ShipListing | None:
    dated = [row for row in rows if row["listed_on"] is not None]
    if not dated:
        return None
    first = min(dated, key=lambda row: (row["list"] != UN_LIST, row["listed_on"]))
    owned = [row for row in rows if row["owner_or_linked_to"]]
    named = dict.fromkeys(_owner(row) for row in owned)
    return ShipListing(
        list=first["list"],
        listed_on=first["listed_on"],
        delisted_on=first["delisted_on"],
        owner="; ".join(named) or OWNER_UNKNOWN,
        source_ids=tuple(dict.fromkeys(row["source_id"] for row in (first, *owned))),
    )


def _owner(row: Mapping[str, Any]) -> str:
    """Give whom a list links a ship to, with the day of listing or how its date is known."""
    day = row["listed_on"]
    when = day.isoformat() if day else (row["date_basis"] or "no date").split("; ")[-1]
    return f"{row['owner_or_linked_to']} ({row['list']}, {when})"
