"""Everything known of each silence, in one row: ends, reception, neighbours, the ship itself."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.geodesy import M_PER_NMI
from coalface.vessels.geography import load_anchorages, nearest_ports, shore_distance_nmi
from coalface.vessels.nearest import NearestPlaces
from coalface.vessels.neighbours import count_neighbours
from coalface.vessels.presets import Preset
from coalface.vessels.reception import _estimate_reception
from coalface.vessels.reception_cells import Slots, make_slots
from coalface.vessels.silence_evidence import (
    ends_of_silences,
    heard_evidence,
    outage_evidence,
    p_transmitting,
    silent_slots,
)
from coalface.vessels.silence_hazard import local_silences
from coalface.vessels.silence_settings import (
    ReceptionSettings,
    SilenceSettings,
    TrackSettings,
)
from coalface.vessels.silences import Silences
from coalface.vessels.stays import stays_of
from coalface.vessels.tracks import HOUR_US, exactly, first_at_or_after

__all__ = ["P_OFF_AT_FIRST", "weigh_silences"]

P_OFF_AT_FIRST = 0.1  # chance that a candidate silence is a set switched off, before all else
TOP_QUANTILE = 0.95
NEAR_M = 300_000.0
SECOND_US = 1_000_000
Side = Literal["backward", "forward"]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
DRAUGHTS: tuple[tuple[str, str, Side], ...] = (
    ("draught_before_m", "starts_at", "backward"),
    ("draught_after_m", "ends_at", "forward"),
)


@dataclass(frozen=True, slots=True)
class _Weighed:
    heard: pl.DataFrame
    neighbours: pl.DataFrame


def weigh_silences(
    silences: Silences,
    segment_ids: pl.Series,
    statics: pl.DataFrame | None,
    *,
    preset: Preset,
    is_wanted: Flags | None = None,
) -> pl.DataFrame:
    """Put together what is known of each silence.

    Args:
        silences: Candidates.
        segment_ids: Name of each segment.
        statics: Table `statics`, or None where no static message was given.
        preset: Its sections `tracks`, `reception` and `silences`.
        is_wanted: Of each silence, whether it is told; the others speak of reception, of places
            and of the habit of their ships. None: all are.

    Returns:
        One row a wanted silence, in the order of `silences.off`: the columns of `ends_of_silences`,
        `heard_evidence`, `outage_evidence` and `count_neighbours`; `p_on`; messages before by
        receiver, and of the same number elsewhere meanwhile; distances to shore, port and the
        nearest DPRK port; the ship's type, length, top speed and habit; draughts before and
        after.
    """
    wanted = pl.Series(np.ones(len(silences.off), bool) if is_wanted is None else is_wanted)
    table = ends_of_silences(silences, segment_ids)
    settings = preset.need(ReceptionSettings)
    tops = _top_speeds(silences)
    before = _messages_before(silences, preset.need(SilenceSettings)).filter(wanted)
    elsewhere = _heard_elsewhere(silences, preset.need(TrackSettings).min_run_messages)
    elsewhere = elsewhere.filter(wanted)
    off, is_open = silences.off, silences.is_open
    slots = make_slots(silences.frame, silences.runs, off, is_open, settings)
    del silences  # the slots hold what is needed of the positions
    weighed = _weigh_reception(slots, off, is_open, off[wanted.to_numpy()])
    table = table.join(weighed.heard, on="gap", how="left", maintain_order="left")
    table = table.join(weighed.neighbours, on="gap", how="left", maintain_order="left")
    table = table.join(_outages(table, slots), on="gap", how="left", maintain_order="left")
    table = table.join(local_silences(table, slots), on="gap", how="left", maintain_order="left")
    table = _ship_columns(table, tops, slots).filter(wanted)
    del slots, weighed
    table = pl.concat([_place_columns(table), before, elsewhere], how="horizontal")
    return _static_columns(table, statics)


def _weigh_reception(slots: Slots, off: Ints, is_open: Flags, wanted: Ints) -> _Weighed:
    """Estimate reception; then again, with suspected silences taken out as far as suspected."""
    settings = slots.settings
    stays = stays_of(slots, off)
    silent = silent_slots(slots, stays)
    p_on = np.where(is_open, 0.0, 1.0 - P_OFF_AT_FIRST)
    for _ in range(settings.n_rounds - 1):
        heard = heard_evidence(silent, _estimate_reception(stays, p_on, settings))
        p_on = _next_p_on(heard, off, is_open)
    reception = _estimate_reception(stays, p_on, settings)
    heard = heard_evidence(silent, reception)
    del silent
    chance = p_transmitting(pl.col("least_expected_slots"), P_OFF_AT_FIRST)
    neighbours = count_neighbours(slots, stays, reception, wanted)
    return _Weighed(heard.with_columns(p_on=chance), neighbours)


def _next_p_on(heard: pl.DataFrame, off: Ints, is_open: NDArray[np.bool_]) -> NDArray[np.float64]:
    chance = p_transmitting(pl.col("least_expected_slots"), P_OFF_AT_FIRST)
    known = heard.select("gap", p_on=chance)
    p_on = np.ones(len(off))
    p_on[np.searchsorted(off, known["gap"].to_numpy())] = known["p_on"].to_numpy()
    return np.where(is_open, 0.0, p_on)


def _outages(table: pl.DataFrame, slots: Slots) -> pl.DataFrame:
    length = int(slots.settings.slot_min * HOUR_US / 60)
    first = table["starts_at"].to_physical().to_numpy() // length + 1
    last = table["ends_at"].to_physical().to_numpy() // length - 1
    gaps = {"gap": table["gap"].to_numpy(), "first_slot": first, "last_slot": last}
    return outage_evidence(slots, gaps)


def _top_speeds(silences: Silences) -> pl.DataFrame:
    return silences.frame.group_by("ship", maintain_order=True).agg(
        top_kn=pl.col("sog_kn").quantile(TOP_QUANTILE)
    )


def _ship_columns(table: pl.DataFrame, tops: pl.DataFrame, slots: Slots) -> pl.DataFrame:
    """Add the ship's top speed, its habit of silence, and its share heard by satellite alone."""
    few = slots.frame.select("heard", "ship", "by_satellite")
    heard = few.filter(pl.col("heard") > 0).group_by("ship", maintain_order=True)
    shares = heard.agg(satellite_share=pl.col("by_satellite").cast(pl.Float64).mean())
    own = exactly(1.0 - pl.col("p_on").fill_null(1.0))
    return (
        table.join(tops, on="ship", how="left", maintain_order="left")
        .join(shares, on="ship", how="left", maintain_order="left")
        .with_columns(habit=own.sum().over("ship") - own)
    )


def _place_columns(table: pl.DataFrame) -> pl.DataFrame:
    lat, lon = table["lat_deg"].to_numpy(), table["lon_deg"].to_numpy()
    end = table.select(
        lat=pl.coalesce("end_lat_deg", "lat_deg"), lon=pl.coalesce("end_lon_deg", "lon_deg")
    )
    anchorages = load_anchorages()
    cells = NearestPlaces(anchorages["lat_deg"].to_numpy(), anchorages["lon_deg"].to_numpy())
    port = nearest_ports(lat, lon)
    places = (lat, lon), (end["lat"].to_numpy(), end["lon"].to_numpy())
    port_km, end_port_km = (
        np.minimum(
            cells.find(*place, within_m=NEAR_M)[1],
            nearest_ports(*place)["distance_nmi"].to_numpy() * M_PER_NMI,
        )
        / 1000.0
        for place in places
    )
    shore = pl.DataFrame(
        {
            "shore_nmi": shore_distance_nmi(lat, lon),
            "end_shore_nmi": shore_distance_nmi(end["lat"].to_numpy(), end["lon"].to_numpy()),
        }
    ).fill_nan(None)
    return table.with_columns(
        *shore.get_columns(),
        port_km=pl.Series(np.minimum(port_km, NEAR_M / 1000.0)),
        end_port_km=pl.Series(np.minimum(end_port_km, NEAR_M / 1000.0)),
        port_id=port["port_id"],
        port_nmi=port["distance_nmi"],
    )


def _messages_before(silences: Silences, settings: SilenceSettings) -> pl.DataFrame:
    """Count each ship's messages in the hours before, by kind of receiver."""
    frame, off = silences.frame, silences.off
    times = frame["sent_at"].to_physical().to_numpy()
    starts = silences.runs.starts[silences.runs.run_of[off]]
    since = times[off] - int(settings.before_h * HOUR_US)
    first = first_at_or_after(times, starts, off, since)
    is_satellite = frame["is_satellite"].to_numpy()
    total = np.concatenate(([0], np.cumsum(is_satellite)))
    n_satellite = total[off + 1] - total[first]
    n_before = off + 1 - first
    return pl.DataFrame({"n_before": n_before, "n_before_satellite": n_satellite})


def _heard_elsewhere(silences: Silences, min_messages: int) -> pl.DataFrame:
    """Count the messages of each silent ship's number that came from other runs meanwhile."""
    runs, off = silences.runs, silences.off
    ship_of = silences.frame["ship"].to_numpy()[runs.starts].astype(np.int64)
    is_run = runs.ends - runs.starts >= min_messages
    is_shared = is_run & (np.bincount(ship_of)[ship_of] > 1)
    rows = np.flatnonzero(is_shared[runs.run_of])
    times = silences.frame["sent_at"].to_physical().to_numpy()
    first, last = int(times.min()), int(times.max())

    def in_line(run: Ints, at: Ints) -> Ints:
        """Put the seconds of all ships one after another."""
        return np.asarray(
            ship_of[run] * ((last - first) // SECOND_US + 2) + (at - first) // SECOND_US
        )

    heard = np.sort(in_line(runs.run_of[rows], times[rows]))
    ends = np.where(silences.is_open, last + SECOND_US, times[np.minimum(off + 1, len(times) - 1)])
    low = np.searchsorted(heard, in_line(runs.run_of[off], times[off]), side="right")
    high = np.searchsorted(heard, in_line(runs.run_of[off], ends), side="left")
    return pl.DataFrame({"n_elsewhere": np.maximum(high - low, 0)})


def _static_columns(table: pl.DataFrame, statics: pl.DataFrame | None) -> pl.DataFrame:
    """Add type and length as sent last of all, and the draughts around each silence."""
    if statics is None or not statics.height:
        nothing = {"ship_type": pl.Int64, "length_m": pl.Float64, "draught_before_m": pl.Float64,
                   "draught_after_m": pl.Float64}  # fmt: skip
        return table.with_columns(pl.lit(None, kind).alias(name) for name, kind in nothing.items())
    known = statics.sort("received_at", "row").set_sorted("received_at")
    last = known.group_by("mmsi", maintain_order=True).agg(
        pl.col("ship_type", "length_m").drop_nulls().last()
    )
    table = table.join(last, on="mmsi", how="left", maintain_order="left")
    sent = known.filter(pl.col("draught_m").is_not_null()).select(
        "mmsi", "received_at", "draught_m"
    )
    for name, at, strategy in DRAUGHTS:
        found = (
            table.select("gap", "mmsi", received_at=at)
            .sort("received_at")
            .join_asof(sent, on="received_at", by="mmsi", strategy=strategy, check_sortedness=False)
            .select("gap", pl.col("draught_m").alias(name))
        )
        table = table.join(found, on="gap", how="left", maintain_order="left")
    return table
