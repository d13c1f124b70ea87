"""Ingest one year of BACI whole, beside pandas and DuckDB turning the same file into Parquet.

    python -m bench.ingest [--countries 200] [--goods 5000] [--year 2019] [--keep FOLDER]

Each contender has a process of its own and two threads. Ours hashes the file, reads and checks
every cell, resolves countries, codes, periods and releases, writes the tables, commits them, and
waits until they are on disk; the others only turn text into Parquet. Then the rows are read back.
Prints rows a second, the highest resident memory, and the ratios.
"""

# ruff: noqa: PLC0415 - each contender loads its own library and no other
import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TARGET_ROWS_S, TARGET_GIB = 500_000, 4.0
KIB_PER_GIB = 1024**2
THREADS = 2


def ingest(file: Path, folder: Path) -> int:
    from coalface.pipeline.intake import ingest_file
    from coalface.sources.reading import ReadOptions
    from coalface.workspace import Workspace

    countries = next(file.parent.glob("country_codes_*.csv"))
    store = Workspace.make(folder / "workspace")
    report, _ = ingest_file(store, file, "baci", ReadOptions(countries=countries))
    if report.n_rejected:
        print(f"{report.n_rejected:,} records were rejected", file=sys.stderr)
    return report.n_rows


def pandas(file: Path, folder: Path) -> int:
    import pandas as pd

    frame = pd.read_csv(file, dtype={"k": str}, engine="pyarrow")
    frame.to_parquet(folder / "pandas.parquet", compression="zstd")
    return len(frame)


def duckdb(file: Path, folder: Path) -> int:
    import duckdb as db

    out = folder / "duckdb.parquet"
    con = db.connect()
    con.execute(f"SET threads = {THREADS}")
    kinds = {"t": "SMALLINT", "i": "SMALLINT", "j": "SMALLINT", "k": "VARCHAR", "v": "DOUBLE"}
    columns = json.dumps(kinds | {"q": "DOUBLE"}).replace('"', "'")
    con.execute(
        f"COPY (SELECT * FROM read_csv('{file}', columns = {columns}, nullstr = 'NA')) "
        f"TO '{out}' (FORMAT parquet, COMPRESSION zstd)"
    )
    return con.execute(f"SELECT count(*) FROM '{out}'").fetchall()[0][0]


def read_group(_: Path, folder: Path) -> int:
    """Sum values by reporter and good."""
    import polars as pl

    from coalface.workspace import Workspace

    rows = Workspace(folder / "workspace").scan("flows")
    sums = rows.group_by("reporter", "hs_code").agg(pl.col("value_fob_usd").sum(), pl.len())
    return int(sums.collect(engine="streaming")["len"].sum())


def read_partner(_: Path, folder: Path) -> int:
    """Take the rows of one partner, with ids and places."""
    import polars as pl

    from coalface.workspace import Workspace

    rows = Workspace(folder / "workspace").scan("flows").filter(pl.col("partner") == "PRK")
    return rows.select("row_id", "reporter", "hs_code", "locator").collect().height


def scan_delta(_: Path, folder: Path) -> int:
    """The same sums through Polars' own reader of Delta tables, which sees every attempt."""
    import polars as pl

    rows = pl.scan_delta(folder / "workspace" / "flows")
    sums = rows.group_by("reporter", "hs_code").agg(pl.col("value_fob_usd").sum(), pl.len())
    return int(sums.collect(engine="streaming")["len"].sum())


TASKS: dict[str, Callable[[Path, Path], int]] = {
    "ingest": ingest,
    "pandas": pandas,
    "duckdb": duckdb,
    "read_group": read_group,
    "scan_delta": scan_delta,
    "read_partner": read_partner,
}


def run_task(name: str, file: Path, folder: Path) -> None:
    start, cpu = time.perf_counter(), time.process_time()
    n_rows = TASKS[name](file, folder)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_GIB
    print(json.dumps({"n_rows": n_rows, "seconds": seconds, "cpu": cpu, "gib": memory}))


def in_own_process(name: str, file: Path, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.ingest", "--task", name, str(file), str(folder)]
    threads = {f"{n}_MAX_THREADS": str(THREADS) for n in ("POLARS", "NUMEXPR")}
    environment = os.environ | threads | {"OMP_NUM_THREADS": str(THREADS)}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    return json.loads(done.stdout)


def make_year(folder: Path, n_countries: int, n_goods: int, year: int) -> Path:
    found = list(folder.glob(f"BACI_*_Y{year}_*.csv"))
    if not found:
        size = ["--countries", str(n_countries), "--goods", str(n_goods), "--years", str(year)]
        command = [sys.executable, "-m", "bench.world", "--out", str(folder), "--formats", "baci"]
        subprocess.run([*command, *size], check=True, stdout=sys.stderr)
        found = list(folder.glob(f"BACI_*_Y{year}_*.csv"))
    return found[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--countries", type=int, default=200)
    parser.add_argument("--goods", type=int, default=5000)
    parser.add_argument("--year", type=int, default=2019)
    parser.add_argument("--keep", type=Path, help="make or reuse the year in this folder")
    parser.add_argument("--task", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.task:
        name, file, folder = chosen.task
        run_task(name, Path(file), Path(folder))
        return 0
    with tempfile.TemporaryDirectory() as made:
        keep = chosen.keep or Path(made)
        file = make_year(keep, chosen.countries, chosen.goods, chosen.year)
        return report(file, Path(made))


def report(file: Path, folder: Path) -> int:
    results = {name: in_own_process(name, file, folder) for name in TASKS}
    print(f"{file.name}: {file.stat().st_size / 1e6:,.0f} MB, {results['ingest']['n_rows']:,} rows")
    for name, r in results.items():
        print(
            f"{name:13}{r['seconds']:8.2f} s  {r['n_rows'] / r['seconds']:12,.0f} rows/s  "
            f"{r['cpu']:7.2f} s of processor  {r['gib']:5.2f} GiB"
        )
    ours = results["ingest"]
    stored = sum(p.stat().st_size for p in (folder / "workspace").rglob("*.parquet")) / 1e6
    print(f"stored: {stored:,.0f} MB with row ids, places, releases and periods")
    for name in ("pandas", "duckdb"):
        print(f"against {name}: {results[name]['seconds'] / ours['seconds']:.2f} times its speed")
    assert results["read_group"]["n_rows"] == results["scan_delta"]["n_rows"] <= ours["n_rows"]
    rate = ours["n_rows"] / ours["seconds"]
    is_met = rate >= TARGET_ROWS_S and ours["gib"] <= TARGET_GIB
    print(
        f"bar {TARGET_ROWS_S:,} rows/s and {TARGET_GIB:.0f} GiB: {'met' if is_met else 'missed'} "
        f"({rate:,.0f} rows/s, {ours['gib']:.2f} GiB)"
    )
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
