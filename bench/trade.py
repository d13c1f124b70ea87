"""Screening and emergence over a large table of trade, beside pandas and DuckDB in the same run.

    python -m bench.trade [--rows 10,30,100] [--compare 10] [--keep FOLDER]

Makes a seeded table `flows` of N million rows over ten years (200 States, 5,000 goods, lumpy
values, some years missing), as Parquet with the columns of the
workspace. Then, each in a process of its own, with two threads:

1. ours: `screen_flows` (verdict of every row with the DPRK) and `find_level_shifts` (every series
   tested, false discoveries controlled, both ranks);
2. pandas, vectorised, the same two questions; its series, medians and spreads are handed to the
   same formulas for chances, which are NumPy in both;
3. the part that SQL can say (how many rows touch the DPRK; of every series the last value, median
   and cut spread of earlier logarithms, years known, robust score; the thousand highest scores), by
   us and by DuckDB.

Prints rows a second, the highest resident memory and the growth, and compares answers.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MILLION = 1_000_000
THREADS = "2"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="10")
    parser.add_argument("--compare", type=int, default=10, help="millions of rows for pandas")
    parser.add_argument("--keep", type=Path, help="make or reuse the tables in this folder")
    chosen = parser.parse_args()
    sizes = [int(n) for n in chosen.rows.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.keep or Path(folder)
        found = {n: measure_size(home, n, chosen) for n in sizes}
    base = sizes[0]
    for n in sizes[1:]:
        growth = found[n]["seconds"] / found[base]["seconds"]
        print(f"growth from {base} to {n} million rows: {growth:.2f} times the time for "
              f"{n / base:.1f} times the rows")  # fmt: skip


def measure_size(home: Path, n: int, chosen: argparse.Namespace) -> dict[str, float]:
    table = home / f"flows-{n}"
    if not table.exists():
        run("make", str(table), str(n))
    ours = run("ours", str(table))
    print(f"{n} million rows: ours {ours['seconds']:.1f} s (screening "
          f"{ours['screening']:.1f}, emergence {ours['emergence']:.1f}), "
          f"{ours['rows'] / ours['seconds']:,.0f} rows/s, {ours['peak_gib']:.2f} GiB; "
          f"{ours['n_dprk']:,} rows with the DPRK, {ours['n_tested']:,} series tested, "
          f"{ours['n_found']:,} found")  # fmt: skip
    sql_ours, sql_duck = run("sql-ours", str(table)), run("duckdb", str(table))
    same = sql_ours["answer"] == sql_duck["answer"]
    print(f"  what SQL can say: ours {sql_ours['seconds']:.1f} s, {sql_ours['peak_gib']:.2f} GiB; "
          f"DuckDB {sql_duck['seconds']:.1f} s, {sql_duck['peak_gib']:.2f} GiB; ours takes "
          f"{sql_ours['seconds'] / sql_duck['seconds']:.2f} times DuckDB's time; answers "
          f"{'equal' if same else 'DIFFER'}")  # fmt: skip
    if n <= chosen.compare:
        theirs = run("pandas", str(table))
        same = all(theirs[k] == ours[k] for k in ("n_dprk", "n_tested", "verdicts", "answer"))
        print(f"  pandas {theirs['seconds']:.1f} s, {theirs['peak_gib']:.2f} GiB: "
              f"{theirs['seconds'] / ours['seconds']:.1f} times slower; answers "
              f"{'equal' if same else 'DIFFER'}")  # fmt: skip
    return ours


def run(*words: str) -> dict:
    """Take one measurement in a fresh process, so that memory is its own."""
    limit = dict.fromkeys(("POLARS_MAX_THREADS", "OMP_NUM_THREADS"), THREADS)
    command = [sys.executable, "-m", "bench.trade_runs", *words]
    started = time.perf_counter()
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | limit
    )
    found: dict = json.loads(done.stdout.splitlines()[-1])
    return {"wall": time.perf_counter() - started, **found}


if __name__ == "__main__":
    main()
