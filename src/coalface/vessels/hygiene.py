"""What no ship can have sent is taken out before anything is found, and all of it is counted.

A rejected row is kept with its reason; a value that means "not available" becomes unknown and its
position stays. Two positions of one number at one time are both kept: they are a finding.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.numbers import imo_expr, mmsi_class_expr
from coalface.vessels.repeats import Messages, mark_stale, mark_tied
from coalface.vessels.tracks import sort_in_time

__all__ = ["REJECTED", "Cleaned", "clean_positions", "clean_statics", "drop_repeats"]

#: Columns of the rows taken out.
REJECTED = {"row": pl.Int64(), "mmsi": pl.Int64(), "reason": pl.String()}

MAX_MMSI = 999_999_999
#: Numbers whose first digits say that the sender is no ship; ITU-R M.585-9.
NO_SHIPS = ("coast", "group", "sar_aircraft", "handheld", "sart", "aid")
#: AIS was first fitted to ships in 2002 (SOLAS V/19); a clock outside tells no time.
FIRST_AT, LAST_AT = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
MAX_SOG_KN = 102.2  # ITU-R M.1371: 102.2 is that or more, 102.3 not available
#: Speeds of broken encoders, never of a ship; Global Fishing Watch, gpsdio-segment.
BOGUS_SOG_KN = (51.2, 63.0)
TURN_DEG = 360.0  # not available as a course; headings from it on, 511 among them
MAX_STATUS = 15
#: A position is the same to this many decimals of a degree: 1.1 m, the resolution of AIS is 0.2 m.
SAME_DECIMALS = 5
MOVING_KN = 1.0  # who moves faster cannot send one place twice


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Positions or statics that stay, the rows taken out, and the cells emptied.

    Attributes:
        rows: What stays.
        rejected: `row, mmsi, reason`, one line a row taken out.
        emptied: How many cells held a value that means "not available" or cannot be, by name.
        noted: How many rows stay that are worth a word, by what it is.
    """

    rows: pl.DataFrame
    rejected: pl.DataFrame
    emptied: Mapping[str, int] = field(default_factory=dict)
    noted: Mapping[str, int] = field(default_factory=dict)


def clean_positions(sent: pl.DataFrame) -> Cleaned:
    """Take out positions that cannot be, one by one; no other row is looked at.

    Args:
        sent: Columns of table `positions` as a reader gives them, reserved values and all.

    Returns:
        Positions with unknown values null; reasons are `no_time`, `time_out_of_range`, `no_mmsi`,
        `mmsi_zero`, `mmsi_out_of_range`, `no_ship_CLASS`, `no_position`, `position_out_of_range`
        and `null_island`.

    Source:
        Reserved values: ITU-R M.1371-5, message 1.
    """
    reason = pl.coalesce(
        _when(pl.col("sent_at").is_null(), "no_time"),
        _when(~pl.col("sent_at").is_between(FIRST_AT, LAST_AT), "time_out_of_range"),
        _mmsi_reason(),
        _position_reason(),
    )
    marked = sent.lazy().with_columns(reason=reason, **_known_values()).collect()
    is_good = marked["reason"].is_null()
    kept = marked.filter(is_good).drop("reason")
    emptied = {
        name: sent[name].null_count() * -1 + marked[name].null_count()
        for name in ("sog_kn", "cog_deg", "heading_deg", "nav_status")
    }
    rejected = marked.filter(~is_good).select(list(REJECTED))
    return Cleaned(kept, rejected, {name: n for name, n in emptied.items() if n})


def drop_repeats(positions: pl.DataFrame) -> Cleaned:
    """Take out what was received twice, of whole ships in any order.

    Args:
        positions: Cleaned rows of table `positions`, all rows of each ship in them.

    Returns:
        Rows in order of ship, time and row, with how many came `out_of_order` (after a later
        message of the same ship); reasons are `duplicate` (the same place and time) and
        `stale_repeat` (a moving ship's place, course and speed of some messages ago: an old
        message sent on late).
    """
    ordered = sort_in_time(positions)
    mmsi, at = ordered["mmsi"].to_numpy(), ordered["sent_at"].to_physical().to_numpy()
    is_stale = mark_stale(mmsi, _said(ordered), MOVING_KN)
    is_again = _is_duplicate(ordered, np.flatnonzero(mark_tied(mmsi, at)))
    bad = np.flatnonzero(is_stale | is_again)
    reason = np.where(is_again[bad], "duplicate", "stale_repeat")
    rejected = ordered.select("row", "mmsi")[bad].with_columns(pl.Series("reason", reason))
    return Cleaned(
        ordered.filter(pl.Series(~(is_stale | is_again))) if len(bad) else ordered,
        rejected.select(pl.col(name).cast(dtype) for name, dtype in REJECTED.items()),
        noted={"out_of_order": _out_of_order(ordered)},
    )


def clean_statics(sent: pl.DataFrame) -> Cleaned:
    """Take out static messages without a sender; make text plain and numbers possible.

    Control characters and the filler `@` become blanks: a name is data, never an instruction.
    `imo` is filled where the check digit of `imo_sent` is right.
    """
    text = ("name", "call_sign", "destination", "imo_sent")
    plain = sent.with_columns(_plain(pl.col(name)) for name in text)
    tidy = plain.with_columns(
        _mmsi_reason().alias("reason"),
        imo=imo_expr(pl.col("imo_sent")),
        received_at=pl.when(pl.col("received_at").is_between(FIRST_AT, LAST_AT)).then(
            "received_at"
        ),
        ship_type=pl.when(pl.col("ship_type").is_between(1, 255)).then("ship_type"),
        length_m=pl.when(pl.col("length_m").is_between(1, 600)).then("length_m"),
        beam_m=pl.when(pl.col("beam_m").is_between(1, 100)).then("beam_m"),
        draught_m=pl.when(pl.col("draught_m").is_between(0.1, 30)).then("draught_m"),
    )
    is_good = tidy["reason"].is_null()
    watched = (*text, "received_at", "ship_type", "length_m", "beam_m", "draught_m")
    emptied = {name: tidy[name].null_count() - sent[name].null_count() for name in watched}
    return Cleaned(
        tidy.filter(is_good).drop("reason"),
        tidy.filter(~is_good).select(list(REJECTED)),
        {name: n for name, n in emptied.items() if n},
    )


def _out_of_order(ordered: pl.DataFrame) -> int:
    """Count the rows, in time, that stand before an earlier message of their ship in the input."""
    same = pl.col("mmsi") == pl.col("mmsi").shift(1)
    return int(ordered.select((same & (pl.col("row") < pl.col("row").shift(1))).sum()).item())


def _said(ordered: pl.DataFrame) -> Messages:
    """Give place, speed and course of each message, as `repeats` takes them."""
    said = ordered.select(
        pl.col("lat_deg", "lon_deg").round(SAME_DECIMALS),
        pl.col("sog_kn", "cog_deg").cast(pl.Float64).fill_null(-1.0),
    )
    lat, lon, speed, course = (said[name].to_numpy() for name in said.columns)
    return lat, lon, speed, course


def _is_duplicate(ordered: pl.DataFrame, tied: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which rows, of those that share ship and time with another, are at its place."""
    is_again = np.zeros(len(ordered), bool)
    places = [pl.col(c).round(SAME_DECIMALS) for c in ("lat_deg", "lon_deg")]
    keys = ["mmsi", "sent_at", *(p.alias(f"at_{n}") for n, p in enumerate(places))]
    among = ordered.select("mmsi", "sent_at", "lat_deg", "lon_deg")[tied]
    is_again[tied] = among.select(~pl.struct(keys).is_first_distinct()).to_series().to_numpy()
    return is_again


def _when(is_bad: pl.Expr, reason: str) -> pl.Expr:
    return pl.when(is_bad).then(pl.lit(reason))


def _mmsi_reason() -> pl.Expr:
    mmsi = pl.col("mmsi")
    kind = mmsi_class_expr(mmsi)
    return pl.coalesce(
        _when(mmsi.is_null(), "no_mmsi"),
        _when(mmsi == 0, "mmsi_zero"),
        _when((mmsi < 0) | (mmsi > MAX_MMSI), "mmsi_out_of_range"),
        pl.when(kind.is_in(NO_SHIPS)).then(pl.concat_str(pl.lit("no_ship_"), kind)),
    )


def _position_reason() -> pl.Expr:
    lat, lon = pl.col("lat_deg"), pl.col("lon_deg")
    return pl.coalesce(
        _when(lat.is_null() | lon.is_null() | (lat == 91) | (lon == 181), "no_position"),  # noqa: PLR2004
        _when((lat.abs() > 90) | (lon.abs() > 180), "position_out_of_range"),  # noqa: PLR2004
        _when((lat == 0) & (lon == 0), "null_island"),
    )


def _known_values() -> dict[str, pl.Expr]:
    """Give each value as it is, null where it means "not available" or cannot be."""
    sog, cog, heading = pl.col("sog_kn"), pl.col("cog_deg"), pl.col("heading_deg")
    is_bogus = sog.round(1).is_in(BOGUS_SOG_KN)
    return {
        "sog_kn": pl.when(sog.is_between(0, MAX_SOG_KN) & ~is_bogus).then(sog),
        "cog_deg": pl.when((cog >= 0) & (cog < TURN_DEG)).then(cog),
        "heading_deg": pl.when((heading >= 0) & (heading < TURN_DEG)).then(heading),
        "nav_status": pl.when(pl.col("nav_status").is_between(0, MAX_STATUS)).then("nav_status"),
    }


def _plain(text: pl.Expr) -> pl.Expr:
    tidy = text.str.replace_all(r"[\p{C}@]+", " ").str.replace_all(r"\s+", " ").str.strip_chars()
    return pl.when(tidy != "").then(tidy)
