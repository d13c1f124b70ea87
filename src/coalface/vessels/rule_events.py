"""Published rules in the form of our event tables: what they find, with no probability of ours."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
import polars as pl

from coalface.tables.encounters import ENCOUNTERS
from coalface.tables.gaps import GAPS
from coalface.tables.port_visits import PORT_VISITS
from coalface.tables.schema import Table, dtypes_of
from coalface.tables.suppressed import SUPPRESSED
from coalface.vessels.geodesy import M_PER_NMI
from coalface.vessels.geography import load_anchorages, shore_distance_nmi
from coalface.vessels.gfw.encounter_rows import rows_of_meetings
from coalface.vessels.gfw.encounters import (
    find_raw_encounters,
    merge_encounters,
    published_encounters,
)
from coalface.vessels.gfw.gaps import find_rule_gaps, find_rule_open_gaps
from coalface.vessels.gfw.port_visits import find_machine_visits
from coalface.vessels.presets import (
    GapSettings,
    GridEncounterSettings,
    PortMachineSettings,
    Preset,
)
from coalface.vessels.shares import Found, Share
from coalface.vessels.tracks import HOUR_US

__all__ = ["find_grid_encounter_events", "find_machine_visit_events", "find_rule_gap_events"]

STAMP = pl.Datetime("us", "UTC")
A_KN, B_KN = (0.5, 14.0), 2.0  # speeds of the ships that are counted, by transponder class


def find_rule_gap_events(share: Share, preset: Preset) -> Found:
    """Find silences by a fixed threshold; what its masks take out is kept as suppressed.

    A silence that lasts to the end of the data is told as open if it is longer than the threshold
    by then. (pipe-gaps counts to the end of the last day: a day that holds one message would make
    all ships silent.)

    Args:
        share: What to look at.
        preset: Its section of `GapSettings`. Reception by cell and month is counted on the share
            itself: with less than a month of the whole sea it is that much less certain.
    """
    settings = preset.need(GapSettings)
    positions = share.take().positions
    marked = _masked(_rule_silences(positions, settings), positions, settings)
    kept = marked.filter(pl.col("suppressed_by").is_null())
    events = _table(
        kept.with_columns(
            lat_deg="start_lat_deg",
            lon_deg="start_lon_deg",
            distance_nmi=pl.col("distance_m") / M_PER_NMI,
            level=pl.lit("by_rule"),
        ),
        GAPS,
    )
    inputs = pl.concat_list("start_row", "end_row").list.drop_nulls()
    evidence = kept.select(
        "n_before", "n_before_satellite", "shore_nmi",
        inputs=inputs, satellite_positions_per_day="per_day",
    )  # fmt: skip
    return Found(events, evidence, _set_aside_gaps(marked, settings))


def find_grid_encounter_events(share: Share, preset: Preset) -> Found:
    """Find ships near each other at round times; what would not be published is suppressed."""
    settings = preset.need(GridEncounterSettings)
    positions = share.take().positions
    raw = find_raw_encounters(positions, settings=settings)
    merged = merge_encounters(raw, settings=settings, min_minutes=settings.min_minutes)
    shown = published_encounters(merged, settings=settings)
    keys = ["mmsi_1", "mmsi_2", "starts_at"]
    hours = (pl.col("ends_at") - pl.col("starts_at")).dt.total_seconds() / 3600
    events = _table(
        shown.with_columns(
            kind=pl.lit("two_sided"), duration_h=hours, distance_m="median_distance_m"
        ),
        ENCOUNTERS,
    )
    hidden = merged.join(shown, on=keys, how="anti").with_columns(
        mmsi=pl.col("mmsi_1"), suppressed_by=pl.lit("not_published")
    )
    words = {
        "not_published": f"{settings.published_min_h} h or less, or a median speed of "
        f"{settings.published_max_kn} kn or more"
    }
    inputs = rows_of_meetings(shown, positions)
    evidence = shown.select("n_points_1", "n_points_2", inputs=inputs)
    return Found(events, evidence, _set_aside(hidden, "encounter", words))


def find_machine_visit_events(share: Share, preset: Preset) -> Found:
    """Find calls by the machine of anchorage cells; those of low confidence are suppressed."""
    settings = preset.need(PortMachineSettings)
    found = find_machine_visits(share.take().positions, load_anchorages(), settings=settings)
    rows = found.events.group_by("mmsi", "visit_no").agg(
        inputs=pl.col("row").drop_nulls().unique().sort(),
        segment_id=pl.col("segment_id").first(),
        lat_deg=pl.col("lat_deg").first(),
        lon_deg=pl.col("lon_deg").first(),
        country=pl.col("iso3").first(),
        port_id=pl.concat_str(pl.lit("cell-"), pl.col("cell").first()),
    )
    visits = found.visits.join(rows, on=["mmsi", "visit_no"], how="left").sort("mmsi", "starts_at")
    marked = visits.with_columns(
        suppressed_by=pl.when(pl.col("confidence") < settings.min_confidence).then(
            pl.lit("low_confidence")
        )
    )
    kept = marked.filter(pl.col("suppressed_by").is_null())
    events = _table(
        kept.with_columns(
            arrived_at="starts_at",
            departed_at="ends_at",
            kind=pl.lit("observed"),
            gfw_confidence="confidence",
        ),
        PORT_VISITS,
    )
    words = {"low_confidence": f"confidence below {settings.min_confidence}"}
    return Found(events, kept.select("inputs", "n_events"), _set_aside(marked, "port_visit", words))


def _rule_silences(positions: pl.DataFrame, settings: GapSettings) -> pl.DataFrame:
    """Find closed silences and open ones, each with its segment, its distance from shore."""
    closed = find_rule_gaps(positions, settings=settings).with_columns(is_open=pl.lit(value=False))
    last_at = positions["sent_at"].max()
    if not isinstance(last_at, datetime):
        return _with_places(closed, positions)
    hours = (pl.col("ends_at") - pl.col("starts_at")).dt.total_microseconds() / HOUR_US
    opened = (
        find_rule_open_gaps(positions, settings=settings, ends_at=last_at)
        .filter(pl.col("starts_at") < last_at)
        .with_columns(
            is_open=pl.lit(value=True), start_at="starts_at", ends_at=pl.lit(last_at, STAMP)
        )
        .with_columns(duration_h=hours)
    )
    return _with_places(pl.concat([closed, opened], how="diagonal"), positions)


def _with_places(silences: pl.DataFrame, positions: pl.DataFrame) -> pl.DataFrame:
    segment = positions.select(start_row="row", segment_id="segment_id")
    named = silences.join(segment, on="start_row", how="left", maintain_order="left")
    lat, lon = (named[c].to_numpy() for c in ("start_lat_deg", "start_lon_deg"))
    return named.with_columns(shore_nmi=pl.Series(shore_distance_nmi(lat, lon)).fill_nan(None))


def _masked(gaps: pl.DataFrame, positions: pl.DataFrame, settings: GapSettings) -> pl.DataFrame:
    """Name the first mask of the rule that takes each silence out, if one does."""
    per_day = pl.Series([None] * len(gaps), dtype=pl.Float64)
    asks_reception = settings.min_cell_positions_per_day > 0
    if asks_reception and len(gaps):
        per_day = _satellite_positions_per_day(gaps, positions, settings=settings)
    shore, satellite = pl.col("shore_nmi"), pl.col("n_before_satellite")
    poor = pl.col("per_day").fill_null(0.0) <= settings.min_cell_positions_per_day
    masks = {
        "near_shore": pl.lit(settings.min_shore_nmi > 0) & (shore <= settings.min_shore_nmi),
        "few_before": satellite < settings.min_positions_before,
        "poor_reception": pl.lit(asks_reception) & poor,
    }
    reason = pl.coalesce(pl.when(is_so).then(pl.lit(name)) for name, is_so in masks.items())
    return gaps.with_columns(per_day.alias("per_day")).with_columns(suppressed_by=reason)


def _satellite_positions_per_day(
    gaps: pl.DataFrame, positions: pl.DataFrame, *, settings: GapSettings
) -> pl.Series:
    """Give for each gap the positions that satellites had of a ship a day, there in that month.

    Counted over ships of the same class under way in the same cell, per day on which a ship was
    heard there at all: an average of one cell and month, given for events of the past only.

    Args:
        gaps: `start_row`, `start_at` and the place of the last message.
        positions: Table `positions`.
        settings: Side of a cell.

    Returns:
        One number a gap, in order; null where no satellite heard any such ship.

    Source:
        Welch et al. (2022), Science Advances 8(44), eabq2109: Class A at 0.5 to 14 knots, Class B
        above 2 knots, cells of 1 degree, by month.
    """
    low, high = A_KN
    speed, is_b = pl.col("sog_kn"), pl.col("transponder_class") == "B"
    counted = positions.filter(
        pl.col("receiver").cast(pl.String).str.contains("(?i)sat"),
        pl.when(is_b).then(speed > B_KN).otherwise(speed.is_between(low, high)),
    )
    keys = ["cell", "month", "is_b"]
    reception = (
        _keyed(counted, "sent_at", "lat_deg", "lon_deg", settings.cell_deg)
        .group_by(*keys, "mmsi", pl.col("sent_at").dt.date().alias("day"))
        .agg(n=pl.len())
        .group_by(keys)
        .agg(per_day=pl.col("n").mean())
    )
    classes = positions.select(start_row="row", transponder_class="transponder_class")
    places = gaps.join(classes, on="start_row", how="left", maintain_order="left")
    keyed = _keyed(places, "start_at", "start_lat_deg", "start_lon_deg", settings.cell_deg)
    return keyed.join(reception, on=keys, how="left", maintain_order="left")["per_day"]


def _keyed(frame: pl.DataFrame, at: str, lat: str, lon: str, cell_deg: float) -> pl.DataFrame:
    rows = (pl.col(lat) / cell_deg).floor().cast(pl.Int64)
    columns = (pl.col(lon) / cell_deg).floor().cast(pl.Int64)
    wide = int(np.ceil(360.0 / cell_deg)) + 1
    return frame.with_columns(
        cell=rows * wide + columns,
        month=pl.col(at).dt.truncate("1mo"),
        is_b=(pl.col("transponder_class") == "B").fill_null(value=False),
    )


def _set_aside_gaps(marked: pl.DataFrame, settings: GapSettings) -> pl.DataFrame:
    """Give what the masks took out; of an open silence the end is not known."""
    words = {
        "near_shore": f"the last position is not more than {settings.min_shore_nmi} nmi from shore",
        "few_before": f"fewer than {settings.min_positions_before} satellite positions in the "
        f"{settings.hours_before} hours before",
        "poor_reception": f"satellites had not more than {settings.min_cell_positions_per_day} "
        "positions a day of such ships there in that month, or none of them",
    }
    ends_at = pl.when(~pl.col("is_open")).then("ends_at")
    inputs = pl.concat_list("start_row", "end_row").list.drop_nulls()
    known = marked.with_columns(
        ends_at=ends_at, lat_deg="start_lat_deg", lon_deg="start_lon_deg", inputs=inputs
    )
    return _set_aside(known, "gap", words)


def _table(found: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Give a table's columns without the id, those that a rule does not speak of null."""
    dtypes = {k: v for k, v in dtypes_of(table).items() if k != "evidence_id"}
    return found.select(
        (pl.col(k) if k in found.columns else pl.lit(None)).cast(v).alias(k)
        for k, v in dtypes.items()
    )


def _set_aside(marked: pl.DataFrame, kind: str, words: Mapping[str, str]) -> pl.DataFrame:
    rows = marked.filter(pl.col("suppressed_by").is_not_null()).with_columns(
        kind=pl.lit(kind),
        reason=pl.col("suppressed_by").replace_strict(words, return_dtype=pl.String),
    )
    return rows.select(
        (pl.col(k) if k in rows.columns else pl.lit(None)).cast(v).alias(k)
        for k, v in dtypes_of(SUPPRESSED).items()
    )
