"""From positions to events with evidence: the whole run, the same whoever does the work."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl

from coalface.executors import run_tasks
from coalface.tables.encounters import ENCOUNTERS
from coalface.tables.gaps import GAPS
from coalface.tables.identity_events import IDENTITY_EVENTS
from coalface.tables.port_visits import PORT_VISITS
from coalface.tables.schema import Table, dtypes_of, empty_table
from coalface.tables.statics import STATICS
from coalface.tables.suppressed import SUPPRESSED
from coalface.tables.voyages import VOYAGES
from coalface.vessels.contradictions import Contradictions, join_contradictions
from coalface.vessels.detectors import groups_of, has_section
from coalface.vessels.doubts import hours_in_doubt
from coalface.vessels.evidence import BUNDLES, EvidenceContext, seal
from coalface.vessels.hygiene import REJECTED, clean_positions, clean_statics
from coalface.vessels.identity import find_identity_events
from coalface.vessels.identity_settings import FalsificationSettings, IdentitySettings
from coalface.vessels.interference import (
    INTERFERED,
    find_area_interference,
    in_area,
    interfered_hours,
)
from coalface.vessels.meeting_settings import VoyageSettings
from coalface.vessels.numbers_in_use import find_handshakes
from coalface.vessels.ports_around import with_ports_around
from coalface.vessels.presets import Preset
from coalface.vessels.shared_numbers import SHARED, find_shared_numbers
from coalface.vessels.silence_settings import TrackSettings
from coalface.vessels.store import PartedStore, part_positions, read_rows, write_frame, write_rows
from coalface.vessels.tasks import (
    DOUBTS_FILE,
    INTERFERED_FILE,
    SHARED_FILE,
    STATICS_FILE,
    Job,
    ShipsDone,
    WindowDone,
    cited_rows,
    work_on_ships,
    work_on_window,
)
from coalface.vessels.time_span import days_in_span
from coalface.vessels.voyages import find_voyages
from coalface.vessels.windows import MAX_ROWS, count_days, cut_windows

__all__ = ["EVENT_TABLES", "Detected", "Inputs", "detect"]

#: What a run gives, whether anything was found or not.
EVENT_TABLES: tuple[Table, ...] = (GAPS, ENCOUNTERS, PORT_VISITS, IDENTITY_EVENTS, VOYAGES)
ROWS_OF_PART = 500_000  # a task holds some times as much: smaller ones cost less memory
#: Columns that no detector reads.
NOT_READ = ("heading_deg", "source_id")
IN_AREA = "Three ships and more failed alike there in that hour: something was done to them all."
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run starts from.

    Attributes:
        positions: Batches of rows as the readers give them.
        statics: All static messages as the readers give them; empty if there are none.
        listings: Table `designations`.
        n_rows: About how many positions there are: how many parts to make.
        digests: Gives the SHA-256 of each input file, by name, once positions are read.
        software: Names and versions.
    """

    positions: Iterable[pl.DataFrame]
    statics: pl.DataFrame
    listings: pl.DataFrame
    n_rows: int
    digests: Callable[[], Mapping[str, str]] = dict
    software: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Detected:
    """What a run gives.

    Attributes:
        events: Every table of `EVENT_TABLES` by name, sealed and sorted.
        suppressed: Table `suppressed`.
        bundles: Evidence: `evidence_id`, `kind`, `body`.
        cited: Positions that the evidence names.
        rejected: Rows taken out, with their reason and table.
        coverage: First and last time, positions, ships, and how many were taken out, by reason.
        context: What every bundle of evidence says beside its own finding.
        mapped: Folder of the files that bundles are mapped from; None if they are held.
        cited_statics: Static messages that the evidence names.
    """

    events: Mapping[str, pl.DataFrame]
    suppressed: pl.DataFrame
    bundles: pl.DataFrame
    cited: pl.DataFrame
    rejected: pl.DataFrame
    coverage: Mapping[str, Any]
    context: Mapping[str, Any]
    mapped: Path | None = None
    cited_statics: pl.DataFrame = field(default_factory=lambda: empty_table(STATICS))


@dataclass(slots=True)
class _Tally:
    """What is counted while positions stream by."""

    days: Counter[date] = field(default_factory=Counter)
    rejected: list[pl.DataFrame] = field(default_factory=list)
    emptied: Counter[str] = field(default_factory=Counter)
    last_at: datetime | None = None
    first_at: datetime | None = None

    def clean(self, batch: pl.DataFrame) -> pl.DataFrame:
        cleaned = clean_positions(batch)
        self.rejected.append(cleaned.rejected)
        self.emptied.update(cleaned.emptied)
        if len(cleaned.rows):
            self.days.update(count_days(cleaned.rows))
            low, high = cleaned.rows["sent_at"].min(), cleaned.rows["sent_at"].max()
            assert isinstance(low, datetime)
            assert isinstance(high, datetime)
            self.first_at = min(self.first_at or low, low)
            self.last_at = max(self.last_at or high, high)
        return cleaned.rows.drop(NOT_READ)


def detect(
    inputs: Inputs,
    *,
    preset: Preset,
    executor: str,
    folder: Path,
    tell: Tell = lambda _what, _done, _total: None,
    max_rows: int = MAX_ROWS,
) -> Detected:
    """Find all events of an input.

    A finding is no violation, and what is not found may still have been: reception is uneven.

    Args:
        inputs: Positions, statics, listings.
        preset: Which definitions.
        executor: `serial`, `processes:N` or `dask:ADDRESS`; changes nothing but time.
        folder: For work in progress, seen by every worker; what it holds may be deleted after.
        tell: Is told what is being done, and how much of it.
        max_rows: Most positions of one stretch of days.

    Returns:
        Events, evidence, and what was taken out.
    """
    tally = _Tally()
    n_parts = max(1, -(-inputs.n_rows // ROWS_OF_PART))
    batches = (tally.clean(batch) for batch in inputs.positions)
    store = part_positions(batches, folder / "parts", n_parts=n_parts)
    statics = clean_statics(inputs.statics)
    tally.emptied.update({f"statics.{name}": n for name, n in statics.emptied.items()})
    write_rows(statics.rows, folder / STATICS_FILE)
    statics = replace(statics, rows=read_rows(folder / STATICS_FILE))  # mapped, no more held
    coverage = _coverage(tally, store)
    context = EvidenceContext(
        preset=preset.id,
        parameters=preset.model_dump(exclude_none=True, exclude={"id", "title", "kind"}),
        coverage=coverage,
        input_digests=inputs.digests(),
        software=inputs.software,
    )
    listings = inputs.listings
    del inputs  # who gives them away holds the static messages as they came no longer
    windows = cut_windows(days_in_span(tally.days).days, max_rows=max_rows)
    job = Job(folder, preset, windows, context)
    ships = run_tasks(
        executor,
        work_on_ships,
        [(job, store, part) for part in range(n_parts)],
        tell=lambda done, total: tell("ships", done, total),
    )
    _write_for_stretches(ships, statics.rows, preset, folder)
    worked = run_tasks(
        executor,
        work_on_window,
        [(job, n_parts, w.number, k) for w in windows for k in range(len(groups_of(preset)))],
        tell=lambda done, total: tell("days", done, total),
    )
    stretches = [done for of_group in worked for done in of_group]
    with ThreadPoolExecutor(2) as pool:  # positions are gathered while evidence is
        dropped = pool.submit(job.tracks().drop)  # to delete gigabytes takes seconds
        cited = pool.submit(_cited, store, ships, stretches)
        identity = _identity(ships, statics.rows, listings, preset)
        found = _gather(ships, stretches, identity, context)
        found = _with_voyages(found, statics.rows, preset, context)
        rejected = _rejected(tally, ships, statics.rejected)
        found = replace(found, cited=cited.result(), cited_statics=_said_in(statics.rows, identity))
        dropped.result()
    coverage = _counted(coverage, rejected, tally) | _noted(ships)
    return replace(found, rejected=rejected, coverage=coverage, mapped=folder)


def _with_voyages(
    found: Detected, statics: pl.DataFrame, preset: Preset, context: EvidenceContext
) -> Detected:
    """Chain the calls of all stretches; a voyage's evidence are its calls."""
    if not has_section(preset, VoyageSettings):
        return found
    settings = preset.need(VoyageSettings)
    ways = find_voyages(
        found.events[PORT_VISITS.name],
        statics if len(statics) else None,
        _ships(statics),
        settings=settings,
    )
    sealed, bodies = seal(ways.events, ways.evidence, kind="voyage", context=context)
    events = {**found.events, VOYAGES.name: _sorted([empty_table(VOYAGES), sealed], VOYAGES)}
    bundles = pl.concat([found.bundles, bodies]).sort("kind", "evidence_id")
    return replace(found, events=events, bundles=bundles)


def _ships(statics: pl.DataFrame) -> pl.DataFrame:
    """Give what ships said of themselves: hull (if always the same), size, deepest draught."""
    hulls = pl.col("imo").drop_nulls()
    return statics.group_by("mmsi").agg(
        vessel_id=pl.when(hulls.n_unique() == 1).then(pl.format("imo-{}", hulls.first())),
        length_m=pl.col("length_m").median(),
        beam_m=pl.col("beam_m").median(),
        full_draught_m=pl.col("draught_m").max(),
    )


def _write_for_stretches(
    ships: list[ShipsDone], statics: pl.DataFrame, preset: Preset, folder: Path
) -> None:
    """Write what each stretch must know of all ships."""
    write_frame(_interfered(ships, preset), folder / INTERFERED_FILE)
    write_frame(_shared(ships, statics, preset), folder / SHARED_FILE)
    single = join_contradictions([done.contradictions for done in ships])
    write_frame(hours_in_doubt(single.events), folder / DOUBTS_FILE)


def _interfered(ships: list[ShipsDone], preset: Preset) -> pl.DataFrame:
    """Tell where and when many ships failed alike: the silences there have a likelier cause."""
    if not has_section(preset, FalsificationSettings):
        return pl.DataFrame(schema=INTERFERED)
    single = join_contradictions([done.contradictions for done in ships])
    areas = find_area_interference(single, preset=preset)
    return interfered_hours(single, areas, preset=preset)


def _shared(ships: list[ShipsDone], statics: pl.DataFrame, preset: Preset) -> pl.DataFrame:
    """Tell which numbers two ships may send: a stretch of days would not show it of all."""
    if not has_section(preset, TrackSettings):
        return pl.DataFrame(schema=SHARED)
    seen = [done.at_once for done in ships if done.at_once is not None]
    return find_shared_numbers(seen, statics, preset.need(TrackSettings))


def _identity(
    ships: list[ShipsDone], statics: pl.DataFrame, listings: pl.DataFrame, preset: Preset
) -> list[tuple[Contradictions, str]]:
    """Put contradictions of all ships together: of positions, and of static messages."""
    single = join_contradictions([done.contradictions for done in ships])
    found: list[tuple[Contradictions, str]] = []
    of_positions = [single]
    if has_section(preset, FalsificationSettings):
        areas = find_area_interference(single, preset=preset)
        of_positions = [_discounted(single, areas, preset), areas]
    if has_section(preset, IdentitySettings):
        ends = pl.concat([done.ends for done in ships]).sort("mmsi")
        of_positions.append(find_handshakes(ends, statics, preset=preset))
        found.append((find_identity_events(statics, listings, preset=preset), STATICS.name))
    return [(join_contradictions(of_positions), "positions"), *found]


def _discounted(single: Contradictions, areas: Contradictions, preset: Preset) -> Contradictions:
    """Say of each finding inside an area what speaks against it."""
    inside = in_area(single, areas, preset=preset)
    against = pl.when(inside).then(pl.lit([IN_AREA])).otherwise(pl.lit([], pl.List(pl.String)))
    return replace(single, evidence=single.evidence.with_columns(counter_evidence=against))


def _gather(
    ships: list[ShipsDone],
    stretches: list[WindowDone],
    identity: list[tuple[Contradictions, str]],
    context: EvidenceContext,
) -> Detected:
    events: dict[str, list[pl.DataFrame]] = {t.name: [empty_table(t)] for t in EVENT_TABLES}
    bundles = [pl.DataFrame(schema=BUNDLES)]
    for done in stretches:
        for name, part in done.events.items():
            events[name].append(part)
        bundles.append(read_rows(done.bundles))
    for contradictions, source in identity:
        facts = contradictions.evidence.with_columns(input_table=pl.lit(source))
        sealed, bodies = seal(contradictions.events, facts, kind="identity_event", context=context)
        events[IDENTITY_EVENTS.name].append(sealed)
        bundles.append(bodies)
    tables = {t.name: _sorted(events[t.name], t) for t in EVENT_TABLES}
    tables[GAPS.name] = with_ports_around(tables[GAPS.name], tables[PORT_VISITS.name])
    return Detected(
        events=tables,
        suppressed=_sorted(
            [empty_table(SUPPRESSED), *(s.suppressed for s in stretches)], SUPPRESSED
        ),
        bundles=pl.concat(bundles).unique("evidence_id").sort("kind", "evidence_id"),
        cited=pl.DataFrame(),
        rejected=pl.DataFrame(),
        coverage={},
        context=context.said(),
    )


def _cited(store: PartedStore, ships: list[ShipsDone], stretches: list[WindowDone]) -> pl.DataFrame:
    rows = [
        pl.Series("row", [], pl.Int64),
        *(d.cited for d in ships),
        *(d.cited for d in stretches),
    ]
    found = cited_rows(store, pl.concat([part.rename("row").cast(pl.Int64) for part in rows]))
    store.drop()
    return found


def _said_in(statics: pl.DataFrame, identity: list[tuple[Contradictions, str]]) -> pl.DataFrame:
    """Give the static messages that evidence names; their rows are numbered on their own."""
    named = [c.evidence["inputs"].explode() for c, source in identity if source == STATICS.name]
    rows = pl.concat([pl.Series("inputs", [], pl.Int64), *named])
    return statics.filter(pl.col("row").is_in(rows.implode())).sort("row")


def _sorted(parts: list[pl.DataFrame], table: Table) -> pl.DataFrame:
    """Put rows together, each once, in the order of the table's columns."""
    dtypes = dtypes_of(table)
    whole = pl.concat(
        [p.select(pl.col(name).cast(dtype) for name, dtype in dtypes.items()) for p in parts]
    )
    if "evidence_id" in dtypes:
        whole = whole.unique("evidence_id")
    plain = [name for name, dtype in dtypes.items() if not isinstance(dtype, pl.List)]
    ships_first = sorted(plain, key=lambda name: not name.startswith(("mmsi", "vessel")))
    return whole.sort(ships_first, nulls_last=True)


def _coverage(tally: _Tally, store: PartedStore) -> dict[str, Any]:
    """Tell what the input covers; days of a wrong clock are cut to those that it is about."""
    span = days_in_span(tally.days)
    first_at, last_at = tally.first_at, tally.last_at
    if span.n_outside and first_at and last_at:
        first_at = max(first_at, datetime.combine(min(span.days), time.min, UTC))
        last_at = min(last_at, datetime.combine(max(span.days), time.max, UTC))
    return {
        "first_at": first_at,
        "last_at": last_at,
        "n_positions": sum(store.n_rows) - span.n_outside,
        "n_days_with_positions": len(span.days),
    }


def _noted(ships: list[ShipsDone]) -> dict[str, Any]:
    """Count what stays though it is worth a word, over all ships."""
    counts: Counter[str] = Counter()
    for done in ships:
        counts.update(done.noted)
    return {"n_noted": {name: n for name, n in sorted(counts.items()) if n}}


def _rejected(tally: _Tally, ships: list[ShipsDone], statics: pl.DataFrame) -> pl.DataFrame:
    empty = pl.DataFrame(schema=REJECTED)
    positions = pl.concat([empty, *tally.rejected, *(done.rejected for done in ships)])
    parts = [
        positions.with_columns(table=pl.lit("positions")),
        statics.with_columns(table=pl.lit("statics")),
    ]
    return pl.concat(parts).sort("table", "row", "reason")


def _counted(coverage: Mapping[str, Any], rejected: pl.DataFrame, tally: _Tally) -> dict[str, Any]:
    reasons = rejected.group_by("table", "reason").len().sort("table", "reason")
    return {
        **coverage,
        "n_rejected": {f"{table}.{why}": n for table, why, n in reasons.iter_rows()},
        "n_emptied": dict(sorted(tally.emptied.items())),
    }
