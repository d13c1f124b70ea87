"""The two kinds of task: ships of one part, then all ships of one stretch of days.

Each reads its share from disk and gives what it found; run twice it gives the same.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from coalface.allocators import give_memory_back
from coalface.tables.gaps import JOINED_LATER
from coalface.vessels.contradictions import Contradictions, join_contradictions
from coalface.vessels.detectors import (
    Detector,
    detectors_of,
    groups_of,
    has_section,
    sort_into_segments,
)
from coalface.vessels.doubts import with_doubts
from coalface.vessels.evidence import EvidenceContext, seal
from coalface.vessels.falsification import find_falsifications
from coalface.vessels.hygiene import drop_repeats
from coalface.vessels.identity_settings import FalsificationSettings, IdentitySettings
from coalface.vessels.merging import TrackParts
from coalface.vessels.numbers_in_use import ends_of_ships, find_places_at_once, find_two_places
from coalface.vessels.presets import Preset
from coalface.vessels.segments import SegmentsFound
from coalface.vessels.shared_numbers import seen_at_once
from coalface.vessels.shares import Share
from coalface.vessels.silence_settings import TrackSettings
from coalface.vessels.store import PartedStore, read_rows, write_rows
from coalface.vessels.time_span import drop_outside
from coalface.vessels.windows import Window, cut_events, mark_cut, may_be_cut

__all__ = [
    "DOUBTS_FILE",
    "INTERFERED_FILE",
    "POSITION_EVIDENCE",
    "SHARED_FILE",
    "STATICS_FILE",
    "Job",
    "ShipsDone",
    "WindowDone",
    "cited_rows",
    "work_on_ships",
    "work_on_window",
]

#: Written when all ships are done, before the first stretch.
INTERFERED_FILE, SHARED_FILE = "interfered.parquet", "shared.parquet"
DOUBTS_FILE = "doubts.parquet"
#: Written before all tasks, not packed: each maps it.
STATICS_FILE = "statics.arrow"
#: Columns of the static messages that any detector reads.
STATICS_READ = (
    "row", "mmsi", "received_at", "imo", "name", "ship_type", "length_m", "beam_m", "draught_m",
)  # fmt: skip
#: Columns of the positions that evidence names, as they are kept beside it.
POSITION_EVIDENCE = ("row", "mmsi", "sent_at", "lat_deg", "lon_deg", "sog_kn", "cog_deg")


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of a run share; small, so that it travels.

    Attributes:
        folder: Where the parts lie, seen by every worker.
        preset: The definitions.
        windows: The stretches of days.
        context: For evidence.
    """

    folder: Path
    preset: Preset
    windows: tuple[Window, ...]
    context: EvidenceContext

    def statics(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Read the static messages of all ships, or some columns of them."""
        names = None if columns is None else list(columns)
        return read_rows(self.folder / STATICS_FILE, names)

    def interfered(self) -> pl.DataFrame:
        """Read the hours of ships and places in which many failed alike."""
        return pl.read_parquet(self.folder / INTERFERED_FILE)

    def shared(self) -> pl.DataFrame:
        """Read the numbers that two ships may send."""
        return pl.read_parquet(self.folder / SHARED_FILE)

    def doubts(self) -> pl.DataFrame:
        """Read the hours in which positions of ships contradict themselves."""
        return pl.read_parquet(self.folder / DOUBTS_FILE)

    def bundles(self, number: int, detector: Detector) -> Path:
        """Name the file of what one detector says of one stretch."""
        nth = detectors_of(self.preset).index(detector)
        return self.folder / f"bundles-{number:04d}-{nth}.arrow"

    def tracks(self) -> TrackParts:
        """Give the tracks of all ships, parted by ship and stretch."""
        return TrackParts(self.folder, self.windows)

    def columns(self) -> tuple[str, ...]:
        """Name the columns of the positions that any detector reads."""
        every = (name for d in detectors_of(self.preset) for name in d.columns)
        return tuple(dict.fromkeys(every)) or POSITION_EVIDENCE


@dataclass(frozen=True, slots=True)
class ShipsDone:
    """What was found ship by ship.

    Attributes:
        contradictions: Of positions.
        rejected: What came again.
        ends: First and last places.
        cited: Rows that the evidence names.
        at_once: Numbers with two runs at one time, by `seen_at_once`; None if not looked for.
        noted: How many rows are worth a word.
    """

    contradictions: Contradictions
    rejected: pl.DataFrame
    ends: pl.DataFrame
    cited: pl.Series
    at_once: pl.DataFrame | None = None
    noted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WindowDone:
    """What one detector found in one stretch.

    Attributes:
        events: By name of the table, sealed.
        suppressed: Table `suppressed`.
        bundles: File of the bundles of all events: text that no run holds whole.
        cited: Rows that the evidence names.
    """

    events: Mapping[str, pl.DataFrame]
    suppressed: pl.DataFrame
    bundles: Path
    cited: pl.Series = field(repr=False)


def work_on_ships(job: Job, store: PartedStore, part: int) -> ShipsDone:
    """Sort the ships of one part into segments, find what their positions cannot be, write tracks.

    Args:
        job: What the run shares.
        store: Where the parts lie.
        part: Which one.
    """
    cleaned = drop_outside(drop_repeats(store.read(part)), job.windows)
    segments = sort_into_segments(cleaned.rows, job.preset)
    job.tracks().write(part, segments, job.columns())
    found = _contradictions(segments, job)
    return ShipsDone(
        found,
        cleaned.rejected,
        ends_of_ships(segments.positions),
        _inputs(found.evidence),
        _at_once(segments, job.preset),
        cleaned.noted,
    )


def work_on_window(job: Job, n_parts: int, number: int, group_no: int) -> list[WindowDone]:
    """Run detectors over all ships of one stretch and keep the events that start in it.

    Args:
        job: What the run shares.
        n_parts: How many parts of ships there are.
        number: Which stretch.
        group_no: Which of `groups_of` the preset.

    Returns:
        What each detector of the group found.
    """
    window = job.windows[number]
    group = groups_of(job.preset)[group_no]
    tracks = job.tracks()
    columns = tuple(dict.fromkeys(name for detector in group for name in detector.columns))
    segments = tracks.read(window, n_parts, columns)
    share = Share(segments, job.statics(STATICS_READ), job.interfered(), job.shared(), window)
    del segments  # the first detector takes them away
    return [_work_of(detector, share, job, window, n_parts) for detector in group]


def _work_of(
    detector: Detector, share: Share, job: Job, window: Window, n_parts: int
) -> WindowDone:
    found = detector.find(share, job.preset)
    is_mine = _starts_here(found.events, window)
    mine = _only(found.events, is_mine)
    positions = None
    if may_be_cut(mine, window):
        positions = job.tracks().read_bare(window, n_parts, ("mmsi", "sent_at"))
    is_cut = cut_events(mine, positions, window)
    facts = mark_cut(_facts_of(found.evidence, is_mine), is_cut)
    facts = with_doubts(mine, facts, job.doubts())
    later = [name for name in JOINED_LATER if name in mine.columns]
    sealed, bodies = seal(mine.drop(later), facts, kind=detector.kind, context=job.context)
    sealed = sealed.with_columns(pl.lit(None, pl.String).alias(name) for name in later)
    written = job.bundles(window.number, detector)
    write_rows(bodies, written)
    give_memory_back()
    return WindowDone(
        {detector.table.name: sealed},
        found.suppressed.filter(window.holds("starts_at")),
        written,
        _inputs(facts),
    )


def _inputs(facts: pl.DataFrame | Sequence[Mapping[str, Any]]) -> pl.Series:
    """Give the rows that any evidence names."""
    if isinstance(facts, pl.DataFrame):
        if facts.is_empty():
            return pl.Series([], dtype=pl.Int64)
        return facts["inputs"].explode().drop_nulls().cast(pl.Int64).unique()
    rows = {row for fact in facts for row in fact["inputs"]}
    return pl.Series(sorted(rows), dtype=pl.Int64)


def cited_rows(store: PartedStore, rows: pl.Series) -> pl.DataFrame:
    """Give the positions that evidence names, by their row numbers.

    Args:
        store: Where the positions lie.
        rows: Their numbers, any of them more than once.
    """
    wanted = rows.unique().sort().to_numpy()
    is_wanted = np.zeros(int(wanted[-1]) + 2 if len(wanted) else 1, bool)
    is_wanted[wanted] = True

    def there(part: int) -> pl.DataFrame:
        number = store.read(part, ("row",))["row"].to_numpy()
        at = np.flatnonzero(is_wanted[np.minimum(number, len(is_wanted) - 1)])
        return store.read(part, POSITION_EVIDENCE)[at]

    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(there, range(store.n_parts)))
    return pl.concat(parts).select(POSITION_EVIDENCE).sort("row")


def _at_once(segments: SegmentsFound, preset: Preset) -> pl.DataFrame | None:
    if not has_section(preset, TrackSettings):
        return None
    return seen_at_once(segments.segments, preset.need(TrackSettings))


def _contradictions(segments: SegmentsFound, job: Job) -> Contradictions:
    parts = []
    if has_section(job.preset, FalsificationSettings):
        parts.append(find_falsifications(segments.positions, preset=job.preset))
    if has_section(job.preset, IdentitySettings):
        names = job.statics(("mmsi", "name"))
        parts.append(find_two_places(segments.segments, segments.positions, names))
        parts.append(find_places_at_once(segments.positions, preset=job.preset))
    return join_contradictions(parts)


def _starts_here(events: pl.DataFrame, window: Window) -> pl.Series:
    """Say which events belong to a stretch; what is still open belongs to the last one."""
    column = next(c for c in ("starts_at", "arrived_at", "at") if c in events.columns)
    is_in = window.holds(column)
    if "is_open" in events.columns:
        is_in = pl.when("is_open").then(pl.lit(window.is_last)).otherwise(is_in)
    return events.select(is_in.fill_null(value=False).alias("is_in")).to_series()


def _only(events: pl.DataFrame, is_mine: pl.Series) -> pl.DataFrame:
    """Keep some events; what could not be computed is unknown."""
    return events.filter(is_mine).with_columns(pl.col(pl.Float64).fill_nan(None))


def _facts_of(
    evidence: pl.DataFrame | Sequence[Mapping[str, Any]], is_mine: pl.Series
) -> pl.DataFrame | list[Mapping[str, Any]]:
    if isinstance(evidence, pl.DataFrame):
        return evidence.filter(is_mine) if len(evidence) else evidence
    return [fact for fact, mine in zip(evidence, is_mine, strict=True) if mine]
