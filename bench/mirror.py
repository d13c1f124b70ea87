"""Does the mirror come nearer to the truth than the books, and how fast? On seeded worlds.

    python -m bench.mirror [--seeds 1,2,3 | --final] [--countries 60] [--goods 600] [--density 0.1]
        [--year 2019] [--alternatives] [--speed]

For each seed: median absolute log error of the reconciled FOB value beside either side alone, their
simple mean and the mean of logs (imports brought to FOB by the IMF's 1.06); share of the truth
inside the 90 % interval, and the interval score (Gneiting and Raftery 2007: width, and 20 times
what lies outside), by basis. The rules it is set against know what a user without the truth knows:

    span      from the lower to the higher of the two sides
    constant  the mean of logs, give or take half the 90 % quantile of the sides' own disagreement
    best      the same with the half-width that the truth itself shows to be best: no user has it

Only cells that were truly traded count; those that stand in a book by mistake are counted apart.
`--final` takes three seeds from the SHA-256 of the committed sources of the mirror, so that nothing
can have been tuned on them. `--alternatives` does the pairing and the estimate of values in
vectorised pandas, and the pairing in DuckDB, in the same run. `--speed` estimates one world year
from a Parquet file in a process of its own and prints seconds and the highest resident memory: with
`--countries 200 --goods 5000 --density 0.055`, the whole world.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from bench.mirror_alternatives import compare_speed
from bench.world import make_world

from coalface.trade.mirror import estimate_mirror

Floats = npt.NDArray[np.float64]
ROOT = Path(__file__).parents[1]
SOURCES = (
    "src/coalface/trade/mirror*.py",
    "src/coalface/trade/distances.py",
    "src/coalface/data/parameters/mirror.yml",
)
IMF_FACTOR = 1.06
MISS = 0.1  # what a 90 % interval may miss
N_FINAL = 3
KEY = ["exporter", "importer", "hs_code"]


def final_seeds() -> list[int]:
    """Take seeds from the digest of the committed sources; uncommitted changes are refused."""
    command = ["git", "ls-files", "-s", "--", *SOURCES]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    changed = ["git", "status", "--porcelain", "--", *SOURCES]
    dirty = subprocess.run(changed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    if dirty or not listed:
        raise SystemExit(f"--final: commit the sources of the mirror first:\n{dirty}")
    digest = hashlib.sha256()
    for line in listed.splitlines():
        digest.update((ROOT / line.split("\t")[1]).read_bytes())
    print(f"digest of the committed sources: {digest.hexdigest()}")
    return [int(digest.hexdigest()[8 * k : 8 * k + 8], 16) for k in range(N_FINAL)]


def score(low: Floats, high: Floats, truth: Floats) -> float:
    outside = np.maximum(low - truth, 0) + np.maximum(truth - high, 0)
    return float(np.mean(high - low + 2 / MISS * outside))


def share_inside(low: Floats, high: Floats, truth: Floats) -> float:
    return float(np.mean((low <= truth) & (truth <= high)))


def logs(frame: pl.DataFrame, column: str) -> Floats:
    values: Floats = np.log(frame[column].fill_null(float("nan")).to_numpy())
    return values


def best_constant(middle: Floats, truth: Floats) -> float:
    widths = np.geomspace(0.02, 4, 80)
    return min(score(middle - w, middle + w, truth) for w in widths)


def measure(cells: pl.DataFrame, naive_width: float) -> dict[str, float]:
    """Give errors and scores of the cells of one basis."""
    truth, mid = logs(cells, "true_fob_usd"), logs(cells, "fob_usd")
    low, high = logs(cells, "fob_low_usd"), logs(cells, "fob_high_usd")
    exports = logs(cells, "export_fob_usd")
    cif, fob = logs(cells, "import_cif_usd"), logs(cells, "import_fob_usd")
    imports = np.where(np.isnan(fob), cif - np.log(IMF_FACTOR), fob)
    sides = np.stack([exports, imports])
    mean = np.nanmean(sides, axis=0)
    width = naive_width * np.sqrt(0.5 if not np.isnan(sides).any() else 1.0)
    found = {
        "cells": float(len(truth)),
        "error": float(np.median(np.abs(mid - truth))),
        "inside": share_inside(low, high, truth),
        "score": score(low, high, truth),
        "constant inside": share_inside(mean - width, mean + width, truth),
        "constant score": score(mean - width, mean + width, truth),
        "best score": best_constant(mean, truth),
    }
    if not np.isnan(sides).any():
        arithmetic = np.log(np.exp(sides).mean(axis=0))
        ends = (sides.min(axis=0), sides.max(axis=0))
        found |= {
            "export error": float(np.median(np.abs(exports - truth))),
            "import error": float(np.median(np.abs(imports - truth))),
            "mean error": float(np.median(np.abs(arithmetic - truth))),
            "log mean error": float(np.median(np.abs(mean - truth))),
            "span inside": share_inside(*ends, truth),
            "span score": score(*ends, truth),
        }
    return found


def run(seed: int, chosen: argparse.Namespace) -> pl.DataFrame:
    """Make a world, reconcile its books, and measure by basis."""
    world = make_world(
        seed, n_countries=chosen.countries, n_goods=chosen.goods, density=chosen.density
    )
    year = chosen.year
    books = world.books(year).with_columns(
        period_start=date(year, 1, 1), period_end=date(year + 1, 1, 1)
    )
    started = time.perf_counter()
    cells = estimate_mirror(books, year=year).cells
    seconds = time.perf_counter() - started
    truth = world.truth(year).rename({"fob_usd": "true_fob_usd", "mass_t": "true_mass_t"})
    text = pl.col(*KEY).cast(pl.String)
    judged = cells.with_columns(text).join(truth.with_columns(text), on=KEY, how="left")
    real = judged.filter(pl.col("true_fob_usd").is_not_null())
    both = real.filter(pl.col("basis") == "both")
    imports = pl.coalesce("import_fob_usd", pl.col("import_cif_usd") / IMF_FACTOR)
    apart = both.select((imports.log() - pl.col("export_fob_usd").log()).abs())
    naive_width = float(apart.to_series().quantile(0.9) or 0) / np.sqrt(2)
    print(
        f"seed {seed}: {books.height:,} rows, {cells.height:,} cells, {seconds:.1f} s; "
        f"{1 - real.height / cells.height:.1%} of the cells were never traded"
    )
    rows = [{"basis": "all", **measure_all(real, naive_width)}]
    for (basis,), group in real.sort("basis").group_by("basis", maintain_order=True):
        rows.append({"basis": str(basis), **measure(group, naive_width)})
    mass = real.filter(pl.col("mass_t").is_not_null())
    ends = (logs(mass, "mass_low_t"), logs(mass, "mass_high_t"))
    rows.append({"basis": "mass", "inside": share_inside(*ends, logs(mass, "true_mass_t"))})
    return pl.DataFrame(rows, infer_schema_length=None)


def estimate_file(path: Path, year: int) -> None:
    """Estimate from a file, and say how long it took and how much memory."""
    started, processor = time.perf_counter(), time.process_time()
    cells = estimate_mirror(pl.scan_parquet(path), year=year).cells
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    status = Path("/proc/self/status").read_text().split()
    peak = int(status[status.index("VmHWM:") + 1]) / 1024**2
    print(f"{cells.height:,} cells in {seconds:.1f} s ({processor:.1f} s of processor), "
          f"{peak:.2f} GiB at most")  # fmt: skip


def measure_speed(seed: int, chosen: argparse.Namespace) -> None:
    """Write the books of one year as a workspace would hand them on, and estimate them apart."""
    world = make_world(
        seed, n_countries=chosen.countries, n_goods=chosen.goods, density=chosen.density
    )
    text = pl.col("reporter", "partner", "flow", "hs_code").cast(pl.String)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "flows.parquet"
        books = world.books(chosen.year).with_columns(
            text,
            period_start=date(chosen.year, 1, 1),
            period_end=date(chosen.year + 1, 1, 1),
            source_id=pl.lit("world"),
            vintage=pl.lit("1"),
        )
        books.write_parquet(path, row_group_size=1_000_000)
        print(f"{books.height:,} rows: ", end="", flush=True)
        command = [sys.executable, "-m", "bench.mirror", "--estimate", str(path)]
        subprocess.run([*command, "--year", str(chosen.year)], check=True, cwd=ROOT)


def measure_all(cells: pl.DataFrame, naive_width: float) -> dict[str, float]:
    """Give the means over all bases, each cell counting once."""
    groups = [measure(g, naive_width) for _, g in cells.group_by("basis", maintain_order=True)]
    weights = [g["cells"] for g in groups]
    names = ("inside", "score", "constant inside", "constant score", "best score")
    means = {n: float(np.average([g[n] for g in groups], weights=weights)) for n in names}
    return {"cells": float(sum(weights)), **means}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--countries", type=int, default=60)
    parser.add_argument("--goods", type=int, default=600)
    parser.add_argument("--density", type=float, default=0.1)
    parser.add_argument("--year", type=int, default=2019)
    parser.add_argument("--alternatives", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--estimate", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.estimate:
        estimate_file(chosen.estimate, chosen.year)
        return
    seeds = final_seeds() if chosen.final else [int(s) for s in chosen.seeds.split(",")]
    if chosen.speed:
        measure_speed(seeds[0], chosen)
        return
    with pl.Config(tbl_cols=-1, tbl_rows=-1, tbl_width_chars=220, float_precision=3):
        for seed in seeds:
            print(run(seed, chosen).transpose(include_header=True, column_names="basis"))
    if chosen.alternatives:
        world = make_world(
            seeds[0], n_countries=chosen.countries, n_goods=chosen.goods, density=chosen.density
        )
        compare_speed(world, chosen.year)


if __name__ == "__main__":
    main()
