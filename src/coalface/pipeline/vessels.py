"""Runs of the detectors on files: read, detect, write; and the same again for one event."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import polars as pl

from coalface import __version__
from coalface.ahead import one_ahead
from coalface.errors import InputError
from coalface.sources.ais import read_positions, read_statics
from coalface.sources.ais_files import is_parquet, parquet_rows
from coalface.sources.ais_mapping import AisMapping, read_mapping
from coalface.sources.packaged import read_packaged
from coalface.sources.reading import FileBatch
from coalface.sources.spellings import read_country
from coalface.tables.gaps import GAPS
from coalface.tables.schema import dtypes_of, empty_table
from coalface.tables.statics import STATICS
from coalface.vessels.detect import EVENT_TABLES, Detected, Inputs, detect
from coalface.vessels.evidence import render_bundle
from coalface.vessels.looked_for import masks_not_applied, not_looked_for
from coalface.vessels.presets import load_preset
from coalface.vessels.pseudonyms import pseudonym_key, shown_name
from coalface.vessels.results import Results, read_results, write_results

__all__ = ["VesselRun", "demo_run", "detect_files", "replay_event", "shown_names"]
__all__ += ["states_of_ports"]

BYTES_OF_ROW = 80  # of a text file, to guess how many parts to make; results do not depend on it
BATCH = 250_000  # rows read at once: a larger batch costs memory and gains no time
SOFTWARE = ("polars", "numpy", "scipy", "numba", "shapely", "pyproj", "pyais")
#: What a run writes beside its event tables.
OTHER_RESULTS = (
    "suppressed.parquet",
    "rejects.parquet",
    "evidence/bundles.parquet",
    "evidence/positions.parquet",
    "evidence/statics.parquet",
    "map.geojson",
    "map.kml",
    "manifest.json",
)
#: What is kept of a refused record; `found` is data of the file.
REFUSED = {"table": pl.String, "row": pl.Int64, "reason": pl.String, "column": pl.String}
REFUSED |= {"found": pl.String, "expected": pl.String}
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class VesselRun:
    """What to run on what.

    Attributes:
        positions: File of positions.
        statics: File of static messages, or None.
        preset: Name of the definitions.
        mapping: Mapping file of others' columns, or None.
        executor: Where the work runs.
        shows_identities: Maps show MMSI of unlisted ships.
        banner: Stands in all that is handed on.
    """

    positions: Path
    statics: Path | None = None
    preset: str = "yellow-sea-v1"
    mapping: Path | None = None
    executor: str = "serial"
    shows_identities: bool = False
    banner: str = ""

    def roles(self) -> dict[str, Path]:
        """Give the files that are read, by what each is: two may have the same name."""
        told = {"positions": self.positions, "statics": self.statics, "mapping": self.mapping}
        return {role: path for role, path in told.items() if path is not None}

    def files(self) -> tuple[Path, ...]:
        """Give the files that are read."""
        return tuple(self.roles().values())


@dataclass(slots=True)
class _Refused:
    """What readers refused or had to say."""

    rejects: list[pl.DataFrame] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)

    def rows(self, batches: Iterator[FileBatch]) -> Iterator[pl.DataFrame]:
        for batch in batches:
            self.rejects.append(batch.rejects.with_columns(table=pl.lit(batch.table)))
            self.notes |= dict.fromkeys(batch.notes)
            yield batch.rows

    def told(self) -> pl.DataFrame:
        """Give what was refused as table `rejects` holds it."""
        every = [pl.DataFrame(schema=REFUSED)]
        every += [r.select(pl.col(n).cast(d) for n, d in REFUSED.items()) for r in self.rejects]
        return pl.concat(every)


@contextmanager
def demo_run(executor: str) -> Iterator[VesselRun]:
    """Give the run of the packaged demonstration, synthetic from beginning to end."""
    folder = files("coalface") / "data" / "vessels" / "demo"
    with as_file(folder) as place:
        told = json.loads((place / "labels.json").read_text(encoding="utf-8"))
        yield VesselRun(
            positions=place / "positions.parquet",
            statics=place / "statics.parquet",
            executor=executor,
            banner=told["banner"],
        )


def shown_names(results: Results, *, shows_identities: bool) -> Callable[[int], str]:
    """Give what is shown of a ship of some results: a pseudonym, unless identities are asked for.

    Raises:
        InputError: If the input that the pseudonyms are made from is gone or changed.
    """
    if shows_identities:
        return str
    needed = "Ships are named after the whole input: put it back, or ask with --show-identities"
    key = pseudonym_key(_run_of(results, "serial", needed).files())
    return lambda mmsi: shown_name(mmsi, key, listed=())


def detect_files(run: VesselRun, out: Path, *, tell: Tell = lambda _: None) -> list[Path]:
    """Detect events in files and write the results.

    Args:
        run: What to run on what.
        out: Folder of the results.
        tell: Is told what is being done.

    Returns:
        The files written, the manifest last.

    Raises:
        InputError: If a file cannot be read, has no position that can be one, or would be
            overwritten by the results.
    """
    _stop_at_own_input(run, out)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".work-", dir=out) as work:
        # By a call of its own: what it maps of the folder is let go before the folder is.
        return _detect_and_write(run, out, Path(work), tell)


def replay_event(
    evidence_id: str, folder: Path, *, executor: str = "serial", tell: Tell = lambda _: None
) -> tuple[bytes, bool]:
    """Find one event of a run again, from the same files, and compare its evidence byte by byte.

    Args:
        evidence_id: Of an event in the run's tables.
        folder: Results of the run.
        executor: Where the work runs.
        tell: Is told what is being done.

    Returns:
        The bundle as found now, and whether it has the same bytes as the stored one.

    Raises:
        InputError: If an input is gone or changed since, or no event has the id.
    """
    stored = read_results(folder)
    body = stored.body(evidence_id)
    run = _run_of(stored, executor)
    with tempfile.TemporaryDirectory(prefix="coalface-") as work:
        detected, _ = _detect(run, Path(work), tell)
    again = detected.bundles.filter(pl.col("evidence_id") == evidence_id)["body"]
    if again.is_empty():
        raise InputError(
            f"{evidence_id}: not found again from the same files: another version of coalface "
            f"or of its libraries made it ({stored.manifest['software']})."
        )
    banner = {"banner": run.banner} if run.banner else {}
    found = render_bundle(str(again[0]), {**detected.context, **banner})
    return found, found == render_bundle(body, stored.said())


def states_of_ports() -> dict[str, str]:
    """Give the ISO 3166-1 alpha-3 code of each packaged port's State, by `port_id`."""
    ports = read_packaged("ports")
    known = ports.select("port_id", "country").iter_rows()
    return {port: state for port, code in known if (state := read_country(code).value)}


def _detect_and_write(run: VesselRun, out: Path, work: Path, tell: Tell) -> list[Path]:
    with ThreadPoolExecutor(1) as pool:  # the files are read once more for it
        key = pool.submit(pseudonym_key, run.files())
        detected, about = _detect(run, work, tell)
    if not detected.coverage["n_positions"]:
        why = about["n_refused_by_reader"] | detected.coverage["n_rejected"]
        raise InputError(
            f"{run.positions.name}: no position is left of it: {_told(why) or 'it has no rows'}."
            f"{_first_refused(detected.rejected)} Nothing can be found in it; check its columns, "
            "or name them in a mapping file (--mapping)."
        )
    secret = key.result()
    return write_results(
        detected,
        out,
        about,
        lambda mmsi: shown_name(mmsi, secret, listed=(), shows_identities=run.shows_identities),
        run.banner,
    )


def _detect(run: VesselRun, work: Path, tell: Tell) -> tuple[Detected, dict[str, Any]]:
    mapping = read_mapping(run.mapping) if run.mapping else None
    refused = _Refused()
    software = {"coalface": __version__, **{name: version(name) for name in SOFTWARE}}
    pool = ThreadPoolExecutor(1)  # the files are read once more for it
    digests = pool.submit(_digests, run)
    pool.shutdown(wait=False)
    preset = load_preset(run.preset)
    detected = detect(
        Inputs(
            positions=refused.rows(
                one_ahead(read_positions(run.positions, mapping=mapping, batch_rows=BATCH))
            ),
            statics=_statics(run, mapping, refused),
            listings=read_packaged("designations"),
            n_rows=_about_rows(run.positions),
            digests=digests.result,
            software=software,
        ),
        preset=preset,
        executor=run.executor,
        folder=work,
        tell=lambda what, done, total: tell(f"{what} {done} of {total}"),
    )
    about = {
        "files": {role: str(path.resolve()) for role, path in run.roles().items()},
        "input_digests": digests.result(),
        "preset": run.preset,
        "software": software,
        "shows_identities": run.shows_identities,
        "notes": [*refused.notes, *masks_not_applied(detected.events[GAPS.name], preset)],
        "not_looked_for": not_looked_for(preset, has_statics=run.statics is not None),
        "n_refused_by_reader": _counted(refused.told()),
    }
    rejected = pl.concat([detected.rejected, refused.told()], how="diagonal")
    return replace(detected, rejected=rejected.sort("table", "row", "reason")), about


def _statics(run: VesselRun, mapping: AisMapping | None, refused: _Refused) -> pl.DataFrame:
    if run.statics is None:
        return empty_table(STATICS)
    read = refused.rows(read_statics(run.statics, mapping=mapping))
    schema = pl.Schema(dtypes_of(STATICS))
    return pl.concat([empty_table(STATICS), *(part.cast(schema) for part in read)])


def _stop_at_own_input(run: VesselRun, out: Path) -> None:
    """Refuse a folder in which the results would take the place of what is read."""
    names = {f"{table.name}.parquet" for table in EVENT_TABLES} | set(OTHER_RESULTS)
    written = {(out / name).resolve() for name in names}
    for path in run.files():
        if path.resolve() in written:
            raise InputError(
                f"{path}: the results would be written over it. Give another folder with --out."
            )


def _run_of(
    stored: Results, executor: str, needed: str = "Replay needs the same file"
) -> VesselRun:
    """Give the run that wrote some results, its files checked."""
    said: Mapping[str, Any] = stored.manifest
    paths = {role: Path(path) for role, path in said["files"].items()}
    for role, path in paths.items():
        if not path.is_file() or _digest(path) != said["input_digests"][role]:
            raise InputError(f"{path}: gone, or changed since the run. {needed}.")
    return VesselRun(
        positions=paths["positions"],
        statics=paths.get("statics"),
        preset=said["preset"],
        mapping=paths.get("mapping"),
        executor=executor,
        banner=said.get("banner", ""),
    )


def _counted(refused: pl.DataFrame) -> dict[str, int]:
    reasons = refused.group_by("table", "reason").len().sort("table", "reason")
    return {f"{table}.{reason}": n for table, reason, n in reasons.iter_rows()}


def _told(counts: Mapping[str, int]) -> str:
    """Give counts by reason in words."""
    return ", ".join(
        f"{why.replace('.', ': ').replace('_', ' ')} ({n:,})" for why, n in counts.items()
    )


def _first_refused(rejected: pl.DataFrame) -> str:
    """Show the first cell that a reader could not read, and what it should have been."""
    cells = rejected.filter(pl.col("expected").is_not_null(), table="positions")
    if cells.is_empty():
        return ""
    cell = cells.row(0, named=True)
    return (
        f" Row {cell['row']}, {cell['column'] or 'its cells'}: found {cell['found']!r}, expected "
        f"{cell['expected']}."
    )


def _about_rows(path: Path) -> int:
    return parquet_rows(path) if is_parquet(path) else path.stat().st_size // BYTES_OF_ROW


def _digests(run: VesselRun) -> dict[str, str]:
    return {role: _digest(path) for role, path in run.roles().items()}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
