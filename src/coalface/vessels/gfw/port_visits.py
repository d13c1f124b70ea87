"""Port visits as pipe-anchorages reports them: entry, stop, gap and exit at anchorage cells.

Its choices are kept, odd ones too: fixes are thinned per segment and day, so that a ship whose
segments interleave loses events; a port gap is dated some hours after the last fix; and a jump
from port to port within one segment is one visit with two anchorages.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from coalface.vessels.geodesy import M_PER_NMI, haversine_m_expr
from coalface.vessels.gfw.port_machine import AT_SEA, STOPPED, port_states, thinned
from coalface.vessels.nearest import NearestPlaces
from coalface.vessels.presets import PortMachineSettings
from coalface.vessels.tracks import runs_of

__all__ = ["EVENTS", "MachineVisits", "find_machine_visits"]

#: In the order in which events of one time are written.
EVENTS = (
    "PORT_GAP_BEGIN",
    "PORT_GAP_END",
    "PORT_ENTRY",
    "PORT_STOP_BEGIN",
    "PORT_STOP_END",
    "PORT_EXIT",
)
MAX_SOG_KN = 102.2  # above stands for "not available" (ITU-R M.1371)
PLACE = ("cell", "label", "iso3", "cell_lat_deg", "cell_lon_deg")


@dataclass(frozen=True, slots=True)
class MachineVisits:
    """What the machine found.

    Attributes:
        events: One row an event: `mmsi`, `visit_no`, `event`, `at`, `last_at` (the fix before),
            `cell`, `label`, `iso3`, `cell_lat_deg`, `cell_lon_deg`, `lat_deg`, `lon_deg`,
            `segment_id`, `row`.
        visits: One row a visit: `mmsi`, `visit_no`, `starts_at`, `ends_at`, `confidence` (1 to
            4), start and end cell, `n_events`.
        counts: One row a ship: `n_rows`, `n_rejected`, `n_merged`, `n_thinned`.
    """

    events: pl.DataFrame
    visits: pl.DataFrame
    counts: pl.DataFrame


def find_machine_visits(
    positions: pl.DataFrame, anchorages: pl.DataFrame, *, settings: PortMachineSettings
) -> MachineVisits:
    """Run the port machine over each ship's fixes.

    Args:
        positions: `mmsi`, `sent_at`, `row`, `lat_deg`, `lon_deg`, `sog_kn`, `segment_id`.
        anchorages: `cell`, `lat_deg`, `lon_deg`, `label`, `iso3`.
        settings: Limits.

    Returns:
        Events, visits and counts.

    Source:
        Behaviour of GlobalFishingWatch/pipe-anchorages 4.6.3 (commit e1db7c87).
    """
    places = anchorages.with_row_index("listed").sort("cell", "listed")
    fixes = _one_fix_a_time(positions)
    thin = _thin(_near_places(fixes, places, settings), settings)
    events = _with_visits(_with_places(_events(thin, fixes, settings), places), settings)
    return MachineVisits(events, _visits(events), _counts(positions, fixes, thin))


def _one_fix_a_time(positions: pl.DataFrame) -> pl.DataFrame:
    """Reject fixes without a speed; of one ship and time keep the slowest."""
    return (
        positions.select("mmsi", "sent_at", "row", "lat_deg", "lon_deg", "sog_kn", "segment_id")
        .filter(pl.col("sog_kn") <= MAX_SOG_KN)
        .sort("mmsi", "sent_at", "sog_kn", "row")
        .unique(["mmsi", "sent_at"], keep="first", maintain_order=True)
    )


def _near_places(
    fixes: pl.DataFrame, places: pl.DataFrame, settings: PortMachineSettings
) -> pl.DataFrame:
    index = NearestPlaces(places["lat_deg"].to_numpy(), places["lon_deg"].to_numpy())
    place, metres = index.find(
        fixes["lat_deg"].to_numpy(),
        fixes["lon_deg"].to_numpy(),
        within_m=settings.exit_km * 1000 + 1,
    )
    return fixes.with_columns(place=place, metres=metres)


def _thin(fixes: pl.DataFrame, settings: PortMachineSettings) -> pl.DataFrame:
    """Keep the fixes that the pipeline keeps of each segment and day."""
    day = pl.col("sent_at").dt.date()
    frame = fixes.with_columns(day=day, key=pl.struct("mmsi", "segment_id", day).rank("dense"))
    frame = frame.sort("key", "sent_at", "row")
    starts = runs_of(frame["key"]).starts
    states = _states(frame, starts, settings)
    at = frame["sent_at"].to_physical().to_numpy()
    is_kept, may_end_gap = thinned(starts, at, states, settings=settings)
    frame = frame.with_columns(may_end_gap=may_end_gap).filter(pl.Series(is_kept))
    return frame.drop("key", "day").sort("mmsi", "sent_at", "row")


def _states(frame: pl.DataFrame, starts: np.ndarray, settings: PortMachineSettings) -> np.ndarray:
    columns = (frame["metres"].to_numpy(), frame["sog_kn"].to_numpy())
    return port_states(starts, *columns, settings=settings)


def _events(thin: pl.DataFrame, fixes: pl.DataFrame, settings: PortMachineSettings) -> pl.DataFrame:
    """Run the machine over what was kept, all segments of a ship in one; list the events."""
    states = _states(thin, runs_of(thin["mmsi"]).starts, settings)
    gap = timedelta(hours=settings.min_gap_h)
    before = pl.col("state").shift().over("mmsi")
    inside = pl.when(pl.col("state") != AT_SEA).then("place").forward_fill().over("mmsi")
    is_gap = (before != AT_SEA) & (pl.col("sent_at") - pl.col("last_at") >= gap)
    has_stopped = (before == STOPPED).fill_null(value=False)
    is_stopped, is_in = pl.col("state") == STOPPED, pl.col("state") != AT_SEA
    frame = thin.with_columns(state=states, last_at=pl.col("sent_at").shift().over("mmsi"))
    frame = frame.with_columns(place=inside, is_gap=is_gap & pl.col("may_end_gap"))
    tests = (
        pl.col("is_gap"),
        pl.col("is_gap"),
        (before == AT_SEA) & is_in,
        before.is_not_null() & ~has_stopped & is_stopped,
        has_stopped & ~is_stopped,
        (before != AT_SEA) & ~is_in,
    )
    found = [frame.filter(test).with_columns(order=order) for order, test in enumerate(tests)]
    return (
        pl.concat([*found, _still_in_port(frame, fixes, gap)])
        .select(
            "mmsi",
            "order",
            "place",
            "segment_id",
            "row",
            event=pl.col("order").replace_strict(dict(enumerate(EVENTS)), return_dtype=pl.String),
            at=pl.when(pl.col("order") == 0).then(pl.col("last_at") + gap).otherwise("sent_at"),
            last_at="last_at",
            lat_deg=pl.when(pl.col("order") > 0).then("lat_deg"),
            lon_deg=pl.when(pl.col("order") > 0).then("lon_deg"),
        )
        .sort("mmsi", "at", "order")
    )


def _still_in_port(frame: pl.DataFrame, fixes: pl.DataFrame, gap: timedelta) -> pl.DataFrame:
    """Give a gap to ships last seen in port, if it begins before the last day of the data ends."""
    end = pl.lit(fixes["sent_at"].max()).dt.truncate("1d") + timedelta(days=1)
    last = frame.group_by("mmsi", maintain_order=True).last().select(frame.columns)
    return last.filter((pl.col("state") != AT_SEA) & (pl.col("sent_at") + gap < end)).with_columns(
        last_at="sent_at", order=0
    )


def _with_places(events: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Add cell and label; a cell listed twice takes its label from the last row of the list."""
    table = places.select(
        "cell",
        pl.col("label", "iso3").sort_by("listed").last().over("cell"),
        cell_lat_deg="lat_deg",
        cell_lon_deg="lon_deg",
        place=pl.int_range(pl.len(), dtype=pl.Int64),
    )
    return events.join(table, on="place", how="left", maintain_order="left").drop("place")


def _with_visits(events: pl.DataFrame, settings: PortMachineSettings) -> pl.DataFrame:
    """Number visits: one ends with an exit, or where another segment is too far away."""
    cell = [pl.col("cell_lat_deg"), pl.col("cell_lon_deg")]
    last = [column.shift() for column in cell]
    is_far = haversine_m_expr(*last, *cell) > settings.max_segment_nmi * M_PER_NMI
    is_other = pl.col("segment_id").ne_missing(pl.col("segment_id").shift())
    ends = (pl.col("event").shift() == "PORT_EXIT") | (is_other & is_far)
    is_same_ship = pl.col("mmsi") == pl.col("mmsi").shift()
    ends = (ends & is_same_ship).fill_null(value=False)
    return events.with_columns(visit_no=1 + ends.cast(pl.Int64).cum_sum().over("mmsi")).drop(
        "order"
    )


def _visits(events: pl.DataFrame) -> pl.DataFrame:
    has = {name: (pl.col("event") == name).any() for name in EVENTS}
    n_ends = has["PORT_ENTRY"].cast(pl.Int64) + has["PORT_EXIT"].cast(pl.Int64)
    is_sure = pl.any_horizontal(*(has[name] for name in EVENTS if "STOP" in name or "GAP" in name))
    ends = [pl.col(name).first().alias(f"start_{name}") for name in PLACE[:3]]
    ends += [pl.col(name).last().alias(f"end_{name}") for name in PLACE[:3]]
    return events.group_by("mmsi", "visit_no", maintain_order=True).agg(
        *ends,
        starts_at=pl.col("at").first(),
        ends_at=pl.col("at").last(),
        confidence=pl.when(is_sure).then(n_ends + 2).otherwise(1),
        n_events=pl.len(),
    )


def _counts(positions: pl.DataFrame, fixes: pl.DataFrame, thin: pl.DataFrame) -> pl.DataFrame:
    is_kept = (pl.col("sog_kn") <= MAX_SOG_KN).fill_null(value=False)
    counts = positions.group_by("mmsi").agg(n_rows=pl.len(), n_rejected=(~is_kept).sum())
    for name, frame in (("n_merged", fixes), ("n_thinned", thin)):
        part = frame.group_by("mmsi").agg(pl.len().alias(name))
        counts = counts.join(part, on="mmsi", how="left").with_columns(pl.col(name).fill_null(0))
    return counts.sort("mmsi")
