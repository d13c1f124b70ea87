"""The folder that a run writes: event tables, evidence, what was taken out, and a manifest."""

import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from coalface.allocators import give_mapped_back
from coalface.errors import InputError
from coalface.tables.schema import check_table
from coalface.tables.statics import STATICS
from coalface.vessels.detect import EVENT_TABLES, Detected
from coalface.vessels.evidence import canonical, render_bundle
from coalface.vessels.geoparquet import write_geoparquet
from coalface.vessels.maps import write_maps
from coalface.vessels.shown_bundle import shown_bundle, shown_rows
from coalface.vessels.store import ROW_GROUP, write_frame

__all__ = ["Results", "read_results", "write_bundle", "write_results"]

MANIFEST = "manifest.json"
BUNDLES = "evidence/bundles.parquet"
ROWS = "evidence/positions.parquet"
STATIC_ROWS = "evidence/statics.parquet"
#: Rows of one row group where a row is a text of thousands of letters.
ROWS_AT_ONCE = {BUNDLES: 1 << 14}
SUPPRESSED, REJECTS = "suppressed.parquet", "rejects.parquet"


@dataclass(frozen=True, slots=True)
class Results:
    """What a run wrote.

    Attributes:
        folder: Where.
        manifest: Inputs with digests, preset, coverage, digests of the tables.
        events: Event tables by name.
        bundles: Evidence.
    """

    folder: Path
    manifest: Mapping[str, Any]
    events: Mapping[str, pl.DataFrame]
    bundles: pl.DataFrame

    def body(self, evidence_id: str) -> str:
        """Give the body of one bundle.

        Raises:
            InputError: If no event of the run has that id.
        """
        found = self.bundles.filter(pl.col("evidence_id") == evidence_id)["body"]
        if found.is_empty():
            raise InputError(
                f"{self.folder}: no event has the id {evidence_id!r}. Ids stand in the column "
                "evidence_id of its tables."
            )
        return str(found[0])

    def said(self) -> dict[str, Any]:
        """Give what every bundle of the run says beside its own finding, its banner with it."""
        banner = self.manifest.get("banner")
        return {**self.manifest["context"], **({"banner": banner} if banner else {})}


def write_results(
    detected: Detected,
    folder: Path,
    about: Mapping[str, Any],
    name_of: Callable[[int], str],
    banner: str = "",
) -> list[Path]:
    """Write everything of a run; the manifest last, so that it vouches for the rest.

    The tables keep MMSI: they are the analyst's own. The maps may be handed on.

    Args:
        detected: What was found.
        folder: Where; made if it is missing.
        about: What the manifest says of inputs and preset.
        name_of: What the maps show of a ship.
        banner: Stands in the maps and the manifest, e.g. that all of it is synthetic.

    Returns:
        The files, the manifest last.

    Raises:
        TableError: If a table of events breaks its own rules; nothing is written then.
    """
    for table in EVENT_TABLES:
        check_table(detected.events[table.name], table)
    tables = {f"{t.name}.parquet": detected.events[t.name] for t in EVENT_TABLES}
    tables |= {
        SUPPRESSED: detected.suppressed,
        REJECTS: detected.rejected,
        BUNDLES: detected.bundles,
    }
    let_go = _let_go(detected.mapped)
    with ThreadPoolExecutor(1) as pool:  # maps are told while tables are packed
        told = pool.submit(write_maps, detected.events, folder, name_of, banner)
        for name, frame in tables.items():
            at_once = ROWS_AT_ONCE.get(name, ROW_GROUP)
            after = let_go if name == BUNDLES else None
            write_frame(frame, folder / name, rows_at_once=at_once, after=after)
        write_geoparquet(detected.cited, folder / ROWS)
        write_frame(detected.cited_statics, folder / STATIC_ROWS)
        told.result()
    words = {"banner": banner} if banner else {}
    names = [*tables, ROWS, STATIC_ROWS, "map.geojson", "map.kml"]
    manifest = {
        **about,
        **words,
        "coverage": detected.coverage,
        "context": detected.context,
        "n_rows": {name: len(frame) for name, frame in tables.items()},
        "digests": {name: _digest(folder / name) for name in names},
    }
    plain = json.loads(canonical(manifest))
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
    return [folder / name for name in (*names, MANIFEST)]


def _let_go(mapped: Path | None) -> Callable[[], None]:
    """Give what lets go of the text of bundles already written: a gigabyte of a long run."""
    if mapped is None:
        return lambda: None
    return lambda: give_mapped_back(mapped.resolve())


def read_results(folder: Path) -> Results:
    """Read what a run wrote.

    Raises:
        InputError: If there is no manifest, or a table is not the one that it names.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise InputError(
            f"{folder}: no {MANIFEST}; `coalface vessels detect --out {folder}` writes one."
        )
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for name, digest in manifest["digests"].items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise InputError(
                f"{folder / name}: missing, or changed since the run. Run detect again."
            )
    events = {t.name: pl.read_parquet(folder / f"{t.name}.parquet") for t in EVENT_TABLES}
    return Results(folder, manifest, events, pl.read_parquet(folder / BUNDLES))


def write_bundle(
    results: Results, evidence_id: str, folder: Path, name_of: Callable[[int], str] | None = None
) -> list[Path]:
    """Write one event's evidence: ID.json, and ID.parquet with the messages that it names.

    Args:
        results: Of a run.
        evidence_id: Of an event in its tables.
        folder: Where to write.
        name_of: What is shown of a number; None: the numbers.

    Raises:
        InputError: If the evidence names static messages, and the run kept none.
    """
    body = results.body(evidence_id)
    bundle = render_bundle(body, results.said())
    cited = _cited(results, json.loads(body))
    if name_of is not None:
        bundle, cited = shown_bundle(bundle, name_of), shown_rows(cited, name_of)
    if banner := results.manifest.get("banner"):
        cited = cited.with_columns(banner=pl.lit(banner))
    folder.mkdir(parents=True, exist_ok=True)
    path, rows = folder / f"{evidence_id}.json", folder / f"{evidence_id}.parquet"
    path.write_bytes(bundle)
    if "lat_deg" in cited.columns:
        write_geoparquet(cited, rows)
    else:
        write_frame(cited, rows)
    return [path, rows]


def _cited(results: Results, bundle: Mapping[str, Any]) -> pl.DataFrame:
    """Give the positions or the static messages that a bundle names, whichever it is of."""
    named = pl.Series(bundle["inputs"], dtype=pl.Int64)
    facts = bundle["evidence"].get("facts") or {}
    if facts.get("input_table") != STATICS.name:
        rows = pl.read_parquet(results.folder / ROWS).drop("geometry")
    elif STATIC_ROWS in results.manifest["digests"]:
        rows = pl.read_parquet(results.folder / STATIC_ROWS)
    else:
        raise InputError(
            f"{results.folder}: this evidence names static messages, which older versions did not "
            "keep. Run detect again."
        )
    return rows.filter(pl.col("row").is_in(named.implode()))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
