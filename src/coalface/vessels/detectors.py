"""The detectors, in the order in which they run; a preset decides by its sections which do."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import polars as pl

from coalface.tables.encounters import ENCOUNTERS
from coalface.tables.gaps import GAPS
from coalface.tables.port_visits import PORT_VISITS
from coalface.tables.schema import Table
from coalface.vessels.berths import make_berths
from coalface.vessels.encounters import encounters_of
from coalface.vessels.gaps import find_gaps
from coalface.vessels.geography import load_anchorages, load_ports, shore_distance_nmi
from coalface.vessels.gfw.segments import segment_as_gfw
from coalface.vessels.meeting_settings import MeetingSettings, PortVisitSettings
from coalface.vessels.port_visits import port_visits_of
from coalface.vessels.presets import (
    GapSettings,
    GridEncounterSettings,
    PortMachineSettings,
    Preset,
    SegmentSettings,
)
from coalface.vessels.rule_events import (
    find_grid_encounter_events,
    find_machine_visit_events,
    find_rule_gap_events,
)
from coalface.vessels.segments import SegmentsFound, find_segments
from coalface.vessels.settings import Settings
from coalface.vessels.shares import Found, Share
from coalface.vessels.silence_settings import SilenceSettings, TrackSettings
from coalface.vessels.tracks import sort_in_time

__all__ = [
    "DETECTORS",
    "Detector",
    "detectors_of",
    "groups_of",
    "has_section",
    "put_together",
    "sort_into_segments",
]


LEGS = ("row", "mmsi", "sent_at", "lat_deg", "lon_deg", "sog_kn")
PLACES = (*LEGS, "cog_deg")
MESSAGES = (*PLACES, "nav_status", "transponder_class", "receiver")
AT_SHORE_NMI = 1.0  # twice the coarseness of the packaged coast


@dataclass(frozen=True, slots=True)
class Detector:
    """One detector.

    Attributes:
        kind: Of its events, as in their ids.
        table: That its events fill.
        section: Of a preset; without it the detector does not run.
        find: A pure function of a share and the preset.
        columns: Of the positions that it reads: a task loads no more.
        is_of_fixes: Whether it works on `Share.fixes`, and leaves them as they are.
    """

    kind: str
    table: Table
    section: type[Settings]
    find: Callable[[Share, Preset], Found]
    columns: tuple[str, ...] = PLACES
    is_of_fixes: bool = False


def find_weighed_gaps(share: Share, preset: Preset) -> Found:
    """Find silences and weigh them, by `vessels.gaps`."""
    statics = _or_none(share.statics)
    # Named one by one: arguments unpacked from a mapping would be held to the end of the call.
    found = find_gaps(
        share.take(),
        statics,
        preset=preset,
        interfered=share.interfered,
        shared=share.shared,
        window=share.window,
    )
    return Found(found.events, found.evidence, found.suppressed)


def find_weighed_encounters(share: Share, preset: Preset) -> Found:
    """Find meetings and weigh them, by `vessels.encounters`."""
    found = encounters_of(
        share.fixes(),
        _or_none(share.statics),
        settings=preset.need(MeetingSettings),
    )
    return Found(found.events, found.evidence, found.suppressed)


def find_calls(share: Share, preset: Preset) -> Found:
    """Find calls seen and calls that a silence may hide, by `vessels.port_visits`."""
    settings = preset.need(PortVisitSettings)
    found = port_visits_of(
        share.fixes(),
        make_berths(load_ports(), _cells_at_shore(), settings=settings),
        _or_none(share.statics),
        settings=settings,
    )
    return Found(found.events, found.evidence, found.suppressed)


#: Gaps take most time and memory: beside what they hold at first, calls leave room, and it is gone
#: when meetings begin.
DETECTORS: tuple[Detector, ...] = (
    Detector("gap", GAPS, SilenceSettings, find_weighed_gaps, MESSAGES),
    Detector("gap", GAPS, GapSettings, find_rule_gap_events, MESSAGES),
    Detector("port_visit", PORT_VISITS, PortVisitSettings, find_calls, LEGS, is_of_fixes=True),
    Detector("port_visit", PORT_VISITS, PortMachineSettings, find_machine_visit_events),
    Detector(
        "encounter", ENCOUNTERS, MeetingSettings, find_weighed_encounters, LEGS, is_of_fixes=True
    ),
    Detector("encounter", ENCOUNTERS, GridEncounterSettings, find_grid_encounter_events),
)


def detectors_of(preset: Preset) -> tuple[Detector, ...]:
    """Give the detectors that a preset speaks of."""
    return tuple(d for d in DETECTORS if has_section(preset, d.section))


def groups_of(preset: Preset) -> tuple[tuple[Detector, ...], ...]:
    """Give the detectors of a preset in groups: those of a group work on the same fixes."""
    every = detectors_of(preset)
    of_fixes = tuple(d for d in every if d.is_of_fixes)
    others = tuple((d,) for d in every if not d.is_of_fixes)
    return (*others, of_fixes) if of_fixes else others


def has_section(preset: Preset, section: type[Settings]) -> bool:
    """Say whether a preset has a section."""
    return any(isinstance(getattr(preset, name), section) for name in type(preset).model_fields)


def sort_into_segments(positions: pl.DataFrame, preset: Preset) -> SegmentsFound:
    """Sort positions into segments as the preset says; without a word of it a ship is a segment.

    Args:
        positions: Table `positions` after hygiene, whole ships in any order.
        preset: Its section `tracks` or `segments`, if it has one.
    """
    if has_section(preset, TrackSettings):
        return find_segments(positions, preset=preset)
    ordered = sort_in_time(positions)
    segment = pl.col("mmsi").cast(pl.String)
    if has_section(preset, SegmentSettings):
        sorted_in = segment_as_gfw(ordered, settings=preset.need(SegmentSettings))
        named = sorted_in.select("row", "segment_id")
        ordered = ordered.join(named, on="row", how="left", maintain_order="left")
        segment = pl.coalesce("segment_id", pl.concat_str(segment, pl.lit("-none")))
    ordered = ordered.with_columns(segment_id=segment)
    return put_together(ordered, _segments(ordered), _no_joins())


def put_together(
    positions: pl.DataFrame, segments: pl.DataFrame, joins: pl.DataFrame
) -> SegmentsFound:
    """Give segments read back from disk the form that `find_segments` gives.

    Args:
        positions: By number, time and row, with `segment_id`.
        segments: The segments of these positions.
        joins: Their joins.
    """
    numbers = segments.select("segment_id").with_row_index("number")
    joined = positions.select("segment_id").join(
        numbers, on="segment_id", how="left", maintain_order="left"
    )
    number = joined["number"].cast(pl.Int64).to_numpy()
    return SegmentsFound(positions=positions, number=number, segments=segments, joins=joins)


def _segments(positions: pl.DataFrame) -> pl.DataFrame:
    return positions.group_by("segment_id", maintain_order=True).agg(
        pl.col("mmsi").first(),
        starts_at=pl.col("sent_at").min(),
        ends_at=pl.col("sent_at").max(),
        n=pl.len().cast(pl.Int64),
        n_simultaneous=pl.lit(1, pl.Int64),
    )


def _no_joins() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "start_row": pl.Int64,
            "end_row": pl.Int64,
            "p_same_ship": pl.Float64,
            "segment_id": pl.String,
        }
    )


@cache
def _cells_at_shore() -> pl.DataFrame:
    """Give the anchorage cells at quays; open roads, farther out, are no berths."""
    cells = load_anchorages()
    away = shore_distance_nmi(cells["lat_deg"].to_numpy(), cells["lon_deg"].to_numpy())
    return cells.filter(pl.Series(away <= AT_SHORE_NMI))


def _or_none(statics: pl.DataFrame) -> pl.DataFrame | None:
    return statics if len(statics) else None
