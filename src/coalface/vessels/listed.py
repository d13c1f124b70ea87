"""What packaged lists say of a ship: its listings, the events that they tell, and who is linked.

Days are no more exact than the source's, and a list that is not packaged is told as such.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from coalface.vessels.dossier_entries import DATE_UNKNOWN, Entry

__all__ = ["NOT_DELISTED", "NO_OWNER", "find_events_told", "find_listing_entries", "say_delistings"]
__all__ += ["say_linked", "say_sources"]

NO_OWNER = "owner unknown"
#: The UN took four ships of Ocean Maritime Management off its list: Reuters, 21 March 2016 (after
#: Maritime Professional, 22 March 2016). No packaged source has removals of any list.
NOT_DELISTED = (
    "not known: removals are not packaged, the UN's of March 2016 neither; a listing may have "
    "been lifted since"
)
AFTER = "after_date_from"
FIRST_SEEN = re.compile(r"first seen in the snapshot of (\d{4}-\d\d-\d\d)")
DAY = timedelta(days=1)


def find_listing_entries(listings: pl.DataFrame) -> list[Entry]:
    """Give the listings and delistings of one ship.

    Args:
        listings: Its rows of table `designations`.
    """
    entries = []
    for row in listings.iter_rows(named=True):
        legal = f" ({row['legal_basis']})" if row["legal_basis"] else ""
        what = f"{row['list']}: {row['measure']}{legal}, as {row['name']}; {row['date_basis']}"
        by = None if row["listed_on"] else _first_seen(row)
        when = f"by {by}" if by else ""
        note = row["note"] or ""
        entries.append(
            Entry(row["listed_on"], "listing", what, row["confidence"], "", "", row["row_id"],
                  when, by, note)
        )  # fmt: skip
        if row["delisted_on"]:
            entries.append(
                Entry(row["delisted_on"], "listing", f"{row['list']}: delisted", row["confidence"],
                      "", "", row["row_id"])
            )  # fmt: skip
    return entries


def find_events_told(told: pl.DataFrame) -> list[Entry]:
    """Give the events that listings tell of one ship.

    Args:
        told: Its rows of table `vessel_events`.
    """
    entries = []
    for row in told.iter_rows(named=True):
        words = [row["event"].replace("_", " "), row["place"], row["cargo"], row["counterpart"]]
        entries.append(
            Entry(row["period_start"], "event", "; ".join(w for w in words if w),
                  row["confidence"], "", "", row["row_id"], _span(row), note=row["note"] or "")
        )  # fmt: skip
    return entries


def say_linked(listings: pl.DataFrame) -> str:
    """Give whom lists link a ship to, each with list and date; they do not say that it owned it.

    Args:
        listings: Its rows of table `designations`.
    """
    rows = listings.filter(pl.col("owner_or_linked_to").is_not_null())
    said = [
        f"{row['owner_or_linked_to']} ({row['list']}, {_known_on(row)})"
        for row in rows.iter_rows(named=True)
    ]
    return "; ".join(dict.fromkeys(said)) or NO_OWNER


def say_delistings(listings: pl.DataFrame) -> str:
    """Give the days of delisting, or that removals are not packaged.

    Args:
        listings: Rows of one ship in table `designations`.
    """
    rows = listings.filter(pl.col("delisted_on").is_not_null())
    said = [f"{name} {on}" for name, on in rows.select("list", "delisted_on").iter_rows()]
    return "; ".join(said) or NOT_DELISTED


def say_sources(rows: list[pl.DataFrame], sources: pl.DataFrame) -> list[str]:
    """Give each source of some rows in a line: rows, publisher, title, address.

    Args:
        rows: Rows of packaged tables, with `row_id`, `source_id` and `locator`.
        sources: Table `sources`.
    """
    known = {row["source_id"]: row for row in sources.iter_rows(named=True)}
    cited = pl.concat([frame.select("row_id", "source_id", "locator") for frame in rows])
    lines = []
    for (source,), of_source in cited.group_by("source_id", maintain_order=True):
        row = known[str(source)]
        where = "; ".join(
            f"{name} ({place})" for name, _, place in of_source.unique(maintain_order=True).rows()
        )
        address = row["url"] or row["access"] or "no address"
        lines.append(f"Source of {where}: {row['publisher']}, {row['title']}, {address}.")
    return lines


def _first_seen(row: Mapping[str, Any]) -> date | None:
    found = FIRST_SEEN.search(row["date_basis"])
    return date.fromisoformat(found[1]) if found else None


def _known_on(row: Mapping[str, Any]) -> str:
    if row["listed_on"]:
        return str(row["listed_on"])
    by = _first_seen(row)
    return f"by {by}" if by else DATE_UNKNOWN


def _span(row: Mapping[str, Any]) -> str:
    """Give the days of an event; the end of its period is the first day after it."""
    first, end = row["period_start"], row["period_end"]
    if row["date_precision"] == AFTER:
        return f"after {first}"
    if end is None or end - DAY <= first:
        return ""
    return f"{first} to {end - DAY}"
