"""What a reader sees of a run of the detectors, of voyages, dossiers and evidence."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from coalface.cli.printing import View, counted, deliver, print_json, print_view, progress, say
from coalface.pipeline import Facts
from coalface.pipeline.vessels import (
    VesselRun,
    detect_files,
    replay_event,
    shown_names,
    states_of_ports,
)
from coalface.sources.packaged import read_packaged
from coalface.vessels.dossier import make_dossier
from coalface.vessels.dossier_entries import Entry, day_words
from coalface.vessels.flow_links import find_flow_links
from coalface.vessels.presets import load_preset
from coalface.vessels.results import Results, read_results, write_bundle
from coalface.vessels.sentences import share_words
from coalface.vessels.shown_bundle import shown_bundle

__all__ = ["run_and_tell", "show_dossier", "show_replay", "show_voyages"]

NOT_A_VIOLATION = (
    "A finding is no violation; its evidence has alternatives, and counter-evidence where the data "
    "have any."
)
BY_RULE = (
    "A finding is no violation; the rules of others give no probability, and their evidence may "
    "have no alternatives and no counter-evidence."
)
OURS = "ours"
PACKAGED = ("designations", "vessel_events", "vessels", "sources")
NOT_THE_CARGO = "Days and State meet; no link says that a ship carried the good or declared it."
DIFFERS = 1


def run_and_tell(run: VesselRun, out: Path, *, as_json: bool) -> None:
    """Run the detectors and print how many events of each kind there are, and what was left out."""
    with progress("vessels") as tell:
        paths = detect_files(run, out, tell=tell)
    manifest = json.loads(paths[-1].read_text(encoding="utf-8"))
    if n_unread := sum(manifest["n_refused_by_reader"].values()):
        counts = counted(n_unread, "row", "was not read: it stands", "were not read: they stand")
        say(f"{counts} in {out / 'rejects.parquet'}, with what was found and expected.")
    if as_json:
        print_json({"out": str(out), **manifest})
        return
    tables = {name.removesuffix(".parquet"): n for name, n in manifest["n_rows"].items()}
    missing = manifest["not_looked_for"]
    rows = [(t, "not looked for" if t in missing else f"{n:,}") for t, n in tables.items()]
    counts = manifest["n_refused_by_reader"] | manifest["coverage"]["n_rejected"]
    left_out = [
        f"Left out, {name.replace('.', ': ').replace('_', ' ')}: {n:,}"
        for name, n in counts.items()
    ]
    left_out += [
        f"Kept, {name.replace('_', ' ')}: {n:,}"
        for name, n in manifest["coverage"].get("n_noted", {}).items()
    ]
    notes = (*_banner(manifest), *left_out, *manifest["notes"], _no_violation(manifest))
    print_view(View(f"Events, {out}", ("Table", ">Rows"), rows, notes))


def show_voyages(folder: Path, *, shows_identities: bool, as_json: bool, out: Path | None) -> None:
    """Print the voyages of a run, ships by pseudonym unless asked for."""
    results = read_results(folder)
    name_of = shown_names(results, shows_identities=shows_identities)
    frame = results.events["voyages"]
    shown = frame.with_columns(
        vessel_id=pl.Series([name_of(n) if n else v for n, v in
                             frame.select("mmsi", "vessel_id").iter_rows()], dtype=pl.String)
    ).drop("mmsi")  # fmt: skip
    columns = ("vessel_id", "from_port", "to_port", "departed_at", "arrived_at", "p", "rank")
    rows = [tuple(_cell(c) for c in row) for row in shown.select(columns).rows()]
    heads = ("!Ship", "From", "To", "Left", "Arrived", ">Probability", "~>Alternative")
    notes = (*_banner(results.manifest), _no_violation(results.manifest))
    view = View(f"Voyages, {counted(len(rows), 'row')}", heads, rows, notes)
    deliver(_marked(shown, results), view, as_json=as_json, out=out)


def show_links(folder: Path, facts: Facts, *, as_json: bool, out: Path | None) -> None:
    """Print the published figures whose period the voyages of a run meet."""
    results = read_results(folder)
    voyages = results.events["voyages"]
    links = find_flow_links(voyages, facts.read("flows"), states_of_ports())
    columns = ("evidence_id", "reporter", "flow", "hs_code")
    others = ("period_start", "period_end", "p_in_period", "part_low", "part_high")
    rows = [
        (*(_cell(c) for c in row[: len(columns)]), _period(*row[4:6]), _cell(row[6]),
         " to ".join(_cell(c) for c in row[-2:] if c))
        for row in links.select(*columns, *others).rows()
    ]  # fmt: skip
    heads = ("!Evidence", "Books of", "~Flow", "Goods", "Period", ">Probability of the voyage",
             "~>Part of its mass")  # fmt: skip
    met = voyages.join(links, on="evidence_id", how="semi")
    n_met, n_all = (len(v.unique(["vessel_id", "voyage_no"])) for v in (met, voyages))
    title = f"Published figures in which {n_met} of {counted(n_all, 'voyage')} would stand"
    view = View(title, heads, rows, (*_banner(results.manifest), NOT_THE_CARGO))
    deliver(_marked(links, results), view, as_json=as_json, out=out)


def show_dossier(
    imo: str,
    folder: Path | None,
    *,
    shows_identities: bool,
    as_json: bool,
    workspace: Path | None = None,
) -> None:
    """Print the dossier of a listed ship, with what confirmed claims say of it."""
    tables = {name: read_packaged(name) for name in PACKAGED}
    banner: tuple[str, ...] = ()
    if folder is None:
        found = make_dossier(imo, tables)
    else:
        results = read_results(folder)
        banner = _banner(results.manifest)
        name_of: Callable[[int], str] = shown_names(results, shows_identities=shows_identities)
        missing = results.manifest.get("not_looked_for", {})
        found = make_dossier(imo, tables, results.events, results.bundles, name_of, missing)
    from coalface.pipeline.vessel_claims import with_claims  # the rules for reports load slowly

    found = with_claims(found, workspace)
    if as_json:
        print_json({**({"banner": banner[0]} if banner else {}), **asdict(found)})
        return
    title = f"IMO {found.imo}: {', '.join(found.names)}"
    linked = f"Owner or linked to, as the list in brackets says: {found.owner}."
    notes = (*banner, linked, f"Delisting: {found.delisting}.", *found.notes)
    heads = ("Date", "Kind", "What", "~Strength", "~Best innocent cause", "~Against", "~Note",
             "~Source")  # fmt: skip
    print_view(View(title, heads, [_row(e) for e in found.entries], notes))


def show_replay(
    evidence_id: str, folder: Path, *, executor: str, shows_identities: bool, out: Path | None
) -> int:
    """Find one event again, print its evidence, and say whether the bytes are the same."""
    results = read_results(folder)
    name_of = None if shows_identities else shown_names(results, shows_identities=False)
    with progress("replay") as tell:
        bundle, is_same = replay_event(evidence_id, folder, executor=executor, tell=tell)
    if out is not None:
        for path in write_bundle(results, evidence_id, out, name_of):
            say(str(path))
    sys.stdout.buffer.write(bundle if name_of is None else shown_bundle(bundle, name_of))
    sys.stdout.flush()
    for line in _banner(results.manifest):
        say(line)
    if is_same:
        say("The same bytes as in the results.")
        return 0
    say("Not the same bytes as in the results: another version of coalface or of a library?")
    return DIFFERS


def _cell(value: object) -> str:
    """Write a cell as a reader wants it: minutes of a time, percent of a probability."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return share_words(value)
    return "" if value is None else str(value)


def _row(entry: Entry) -> tuple[str, ...]:
    return (day_words(entry), entry.kind.replace("_", " "), entry.what, entry.strength,
            entry.innocent, entry.against, entry.note, entry.source)  # fmt: skip


def _period(first: date, end: date) -> str:
    """Give the days of a published figure; the end of its period is the first day after it."""
    return f"{first} to {end - timedelta(days=1)}"


def _banner(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Give what must stand with all that comes of a run, e.g. that it is synthetic."""
    return (manifest["banner"],) if manifest.get("banner") else ()


def _marked(frame: pl.DataFrame, results: Results) -> pl.DataFrame:
    """Give each row the banner of its run, if it has one: a file may be handed on alone."""
    return frame.with_columns(pl.lit(line).alias("banner") for line in _banner(results.manifest))


def _no_violation(manifest: Mapping[str, Any]) -> str:
    """Say what a finding is not, and what its evidence has under the preset of the run."""
    return NOT_A_VIOLATION if load_preset(manifest["preset"]).kind == OURS else BY_RULE
