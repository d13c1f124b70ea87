"""One table: our detectors beside every baseline and the ceiling, with intervals by ship.

    python -m bench.traffic.score                      # development seeds, usual layout
    python -m bench.traffic.score --seeds 11 --tier 1M --layout shifted
    python -m bench.traffic.score --final              # seeds from the detectors, both layouts
    python -m bench.traffic.score --no-detect          # baselines and ceiling alone

The detectors run as a user runs them: `coalface vessels detect` on files, in a process of its own.
"""

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import polars as pl
from bench.traffic import baselines as rules
from bench.traffic.ceiling import knower_gaps, learn
from bench.traffic.detect import detect_in, print_shared_numbers
from bench.traffic.final import final_seeds, source_digest
from bench.traffic.generate import write_traffic
from bench.traffic.report import Row, print_report
from bench.traffic.scoring import Units
from bench.traffic.spec import DEV_SEEDS, Array, Spec
from bench.traffic.splits import with_splits
from bench.traffic.units import (
    Silences,
    call_units,
    meeting_units,
    one_sided_units,
    silence_units,
)

__all__ = ["main"]

MIN_IOU = 0.5
Rows: TypeAlias = dict[tuple[str, str], Row]


@dataclass(frozen=True)
class Case:
    """One world on disk, with what must not be shown to a detector."""

    folder: Path
    spec: Spec
    labels: dict[str, pl.DataFrame]
    cargo: set[int]

    @property
    def vessel_years(self) -> float:
        return self.spec.ships * self.spec.days / 365.25


def main() -> None:
    given = arguments()
    digest = source_digest() if given.final else ""
    seeds = final_seeds(digest) if given.final else tuple(given.seeds)
    layouts = ("usual", "shifted") if given.final else (given.layout,)
    if given.final:
        print(f"detectors {digest}\nseeds {', '.join(map(str, seeds))}")
    for layout in layouts:
        specs = [Spec(seed, given.tier, layout, given.prevalence) for seed in seeds]
        print(f"\n== {layout} layout, {given.tier} positions, seeds {', '.join(map(str, seeds))}")
        score(specs, detect=given.detect, ceiling=given.ceiling, draws=given.draws)
    if given.detect:
        print_shared_numbers(seeds)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(DEV_SEEDS[:2]))
    parser.add_argument("--tier", default="5M")
    parser.add_argument("--layout", choices=("usual", "shifted"), default="usual")
    parser.add_argument("--prevalence", type=float, default=0.01)
    parser.add_argument("--draws", type=int, default=200, help="of the bootstrap")
    parser.add_argument("--no-detect", dest="detect", action="store_false")
    parser.add_argument("--no-ceiling", dest="ceiling", action="store_false")
    return parser.parse_args()


def score(specs: list[Spec], *, detect: bool, ceiling: bool, draws: int) -> None:
    """Make each world, run everything on it, pool the units, and print."""
    rows: dict[tuple[str, str], list[Row]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for spec in specs:
            case = make_case(spec, Path(folder) / f"{spec.layout}-{spec.seed}")
            found = run_all(case, detect=detect, ceiling=ceiling)
            for (part, name), row in found.items():
                rows.setdefault((part, name), []).append(row)
    print_report({key: pool(value) for key, value in rows.items()}, draws)


def make_case(spec: Spec, folder: Path) -> Case:
    began = time.perf_counter()
    n_rows = write_traffic(spec, folder)
    names = ("silences", "meetings", "calls", "identity")
    labels = {name: pl.read_parquet(folder / "labels" / f"{name}.parquet") for name in names}
    seconds = time.perf_counter() - began
    share = labels["silences"].filter(~pl.col("is_mixed"))["is_deliberate"].to_numpy().mean()
    n = len(labels["silences"])
    print(
        f"seed {spec.seed}: {n_rows:,} positions in {seconds:.0f} s, {n:,} silences of 2 h or more"
    )
    print(f"  {share:.2%} of them deliberate")
    cargo = set(labels["silences"].filter(pl.col("kind") == "cargo")["mmsi"].to_list())
    cargo |= set(labels["calls"].filter(pl.col("kind") == "cargo")["mmsi"].to_list())
    return Case(folder, spec, labels, cargo)


def run_all(case: Case, *, detect: bool, ceiling: bool) -> Rows:
    rows: Rows = {}
    if detect:
        for preset in ("yellow-sea-v1", "gfw-2026"):
            tables = detect_in(case.folder, preset)
            name = "Coalface" if preset == "yellow-sea-v1" else f"preset {preset}"
            add_gaps(rows, case, name, tables["gaps"])
            add_meetings(rows, case, name, tables["encounters"])
            add_calls(rows, case, name, tables["port_visits"])
    positions = rules.clean(pl.read_parquet(case.folder / "positions.parquet"))
    for name, rule in rules.BASELINES.items():
        add_gaps(rows, case, name, rule(positions))
    met = rules.encounters_sql(positions)
    add_meetings(rows, case, "SQL, GFW definition", met)
    masked = rules.away_from_ports(met, 10.0)
    add_meetings(rows, case, "SQL, GFW definition, 10 km port mask", masked)
    add_calls(rows, case, "SQL, 3 km and 0.5 kn", rules.visits_sql(positions))
    if ceiling:
        model = learn(case.spec.layout, case.spec.prevalence)
        statics = pl.read_parquet(case.folder / "statics.parquet")
        gaps = knower_gaps(case.labels["silences"], statics, model)
        add_gaps(rows, case, "ceiling (knows the channel)", gaps)
    return rows


def add_gaps(rows: Rows, case: Case, name: str, gaps: pl.DataFrame) -> None:
    labels = case.labels["silences"]
    gaps = gaps.filter(pl.col("p_deliberate").is_not_null())
    found = silence_units(gaps, labels, case.cargo, min_iou=MIN_IOU)
    loose = silence_units(gaps, labels, case.cargo, min_iou=0.1)
    detail = details(found, labels)
    for part, keep in (("gaps", found.is_observable), ("gaps, cargo alone", of_cargo(found))):
        extra = {"every": found.units if part == "gaps" else found.units.only(found.is_cargo)}
        extra["loose"] = loose.units.only(
            loose.is_observable if part == "gaps" else of_cargo(loose)
        )
        rows[part, name] = Row(found.units.only(keep), case.vessel_years, extra, detail)


def of_cargo(found: Silences) -> Array:
    keep: Array = found.is_observable & found.is_cargo
    return keep


def details(found: Silences, labels: pl.DataFrame) -> pl.DataFrame:
    """Score of each labelled silence with cause and distance, for the breakdown."""
    kept = found.label >= 0
    rows: pl.DataFrame = with_splits(labels)[found.label[kept].tolist()]
    columns = ("cause", "is_deliberate", "grade", "shore_km", "area", "week", "ship_fold")
    return rows.select(columns).with_columns(score=pl.Series(found.units.score[kept]))


def add_meetings(rows: Rows, case: Case, name: str, encounters: pl.DataFrame) -> None:
    meetings = case.labels["meetings"]
    units, fits = meeting_units(encounters, meetings)
    kept = fits.group_by("fits").agg(pl.len(), (pl.col("score") >= 0.5).sum().alias("over_half"))
    rows["encounters, both sides seen", name] = Row(units, case.vessel_years, {}, kept)
    lenient, _ = meeting_units(encounters, meetings, neutral=("bunkering",))
    rows["encounters, bunkering set aside", name] = Row(lenient, case.vessel_years, {}, None)
    one_sided = one_sided_units(encounters, meetings)
    if (one_sided.score > 0).any():
        rows["encounters, one side seen", name] = Row(one_sided, case.vessel_years, {}, None)


def add_calls(rows: Rows, case: Case, name: str, visits: pl.DataFrame) -> None:
    for kind in ("observed", "inferred"):
        units = call_units(visits, case.labels["calls"], kind)
        if kind == "observed" or (units.score > 0).any():
            rows[f"port visits, {kind}", name] = Row(units, case.vessel_years, {}, None)
    units = call_units(visits, case.labels["calls"], "observed", of_port=False)
    rows["port visits, observed, at any port", name] = Row(units, case.vessel_years, {}, None)
    merchants = case.labels["calls"].filter(pl.col("kind").is_in(["cargo", "tanker"]))
    theirs = visits.filter(pl.col("mmsi").is_in(merchants["mmsi"].unique().to_list()))
    units = call_units(theirs, merchants, "observed")
    rows["port visits, observed, merchants", name] = Row(units, case.vessel_years, {}, None)


def pool(parts: list[Row]) -> Row:
    """Units of several worlds; ships of different worlds are different ships."""
    details = [part.detail for part in parts if part.detail is not None]
    return Row(
        units=joined([part.units for part in parts]),
        vessel_years=sum(part.vessel_years for part in parts),
        extra={k: joined([part.extra[k] for part in parts]) for k in parts[0].extra},
        detail=pl.concat(details) if details else None,
    )


def joined(parts: list[Units]) -> Units:
    ship = [units.ship.astype(np.int64) + i * 10**10 for i, units in enumerate(parts)]
    return Units.of(
        np.concatenate([units.score for units in parts]),
        np.concatenate([units.is_true for units in parts]),
        np.concatenate(ship),
    )


if __name__ == "__main__":
    main()
