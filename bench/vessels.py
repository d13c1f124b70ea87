"""How fast the detectors run, in how much memory, beside MovingPandas and DuckDB in the same run.

    python bench/vessels.py                     # 5 million positions
    python bench/vessels.py --tier 50M          # 50 million, streamed
    python bench/vessels.py --folder DIR        # what `python -m bench.traffic.generate` made

Every method reads the same Parquet and runs in a process of its own, so that its highest resident
memory is its own, its workers' included (shared pages counted once); this process stays small,
since a child starts with its parent's figure. CPU seconds are those of all its threads and
workers: on a machine that others use they say more than the clock. The first start compiles and is
told apart. Then one ship with 2,500, 5,000 and 10,000 silences: time must grow no faster than they
do.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEED = 11
MOVING_PANDAS_SHIPS = 12  # of the file: it is slow, so it gets a share, and its rate is a row's
DENSE = (2_500, 5_000, 10_000)
GIB = 1024**3
TOO_MANY_FOR_GRID = 20_000_000  # rows from which SQL encounters are left out: they take an hour
COLUMNS = ["row", "mmsi", "sent_at", "lat_deg", "lon_deg", "sog_kn"]


@dataclass(frozen=True)
class Measured:
    seconds: float
    cpu_s: float
    peak_gib: float
    output: str

    @property
    def last(self) -> str:
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def main() -> None:
    given = arguments()
    if given.inner:
        sys.path.insert(0, str(ROOT))
        INNER[given.inner](given.folder, given.number)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = given.folder or Path(place) / "traffic"
        if not given.folder:
            command = ["-m", "bench.traffic.generate", str(folder), "--seed", str(SEED)]
            print(run([sys.executable, *command, "--tier", given.tier]).last)
        report(folder, Path(place), given.preset, given.executor)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tier", default="5M", choices=("0.1M", "1M", "5M", "50M"))
    parser.add_argument("--folder", type=Path, help="holds positions.parquet and statics.parquet")
    parser.add_argument("--preset", default="yellow-sea-v1")
    parser.add_argument("--executor", default="", help="as of `coalface vessels detect`")
    parser.add_argument("--inner", choices=tuple(INNER), help=argparse.SUPPRESS)
    parser.add_argument("--number", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def report(folder: Path, place: Path, preset: str, executor: str) -> None:
    n_rows = int(run(inner("count", folder)).last)
    print(f"{n_rows:,} positions, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    write = [sys.executable, "-m", "bench.traffic.generate", str(place / "small"), "--seed", "11"]
    run(write)
    for what in ("first start, which may compile", "a later start"):
        done = run(detect(place / "small", place / "found-small", preset, executor))
        print(f"0.1M positions, {what}: {done.seconds:.1f} s, {done.cpu_s:.1f} CPU s")
    print(f"\n{'':<44}{'rows':>12}{'s':>9}{'CPU s':>9}{'rows/s':>13}{'GiB':>7}")
    command = detect(folder, place / "found", preset, executor)
    line("Coalface, all detectors with evidence", n_rows, run(command), "")
    for name, title in (
        ("sql-gaps", "DuckDB SQL, gaps over 6 h"),
        ("sql-stops", "DuckDB SQL, stops in port"),
        ("sql-encounters", "DuckDB SQL, encounters on a 10 min grid"),
        ("rule", "Polars, 12 h rule alone"),
    ):
        if name != "sql-encounters" or n_rows < TOO_MANY_FOR_GRID:
            done = run(inner(name, folder))
            line(title, n_rows, done, done.last)
    few = place / "few"
    few.mkdir()
    (few / "from").symlink_to(folder.resolve())
    n_few = int(run(inner("fewer", few, MOVING_PANDAS_SHIPS)).last)
    done = run(inner("movingpandas", few))
    line("MovingPandas, gaps and stops", n_few, done, done.last)
    dense(place, preset, executor)


def dense(place: Path, preset: str, executor: str) -> None:
    """The same detectors on one ship; the time that ten silences take is taken off."""
    print("\none ship with many silences")
    seconds = []
    for n in (10, *DENSE):
        folder = place / f"dense-{n}"
        folder.mkdir()
        run(inner("dense", folder, n))
        done = run(detect(folder, folder / "found", preset, executor))
        seconds.append(done.cpu_s)
        print(f"  {n:>7,} silences {done.cpu_s:>8.2f} CPU s {done.peak_gib:>6.2f} GiB")
    own = [max(s - seconds[0], 0.0) for s in seconds[1:]]
    print(f"  beyond the start: {', '.join(f'{s:.2f} CPU s' for s in own)}")


def line(title: str, n_rows: int, done: Measured, found: str) -> None:
    rate = n_rows / done.seconds
    print(
        f"{title:<44}{n_rows:>12,}{done.seconds:>9.2f}{done.cpu_s:>9.2f}{rate:>13,.0f}"
        f"{done.peak_gib:>7.2f}  {found}"
    )


def detect(folder: Path, out: Path, preset: str, executor: str) -> list[str]:
    statics = folder / "statics.parquet"
    told = ["--statics", str(statics)] if statics.exists() else []
    told += ["--executor", executor] if executor else []
    start = "import sys; from coalface.cli.main import run; sys.exit(run())"
    return [
        sys.executable, "-c", start, "vessels", "detect",
        "--positions", str(folder / "positions.parquet"), *told,
        "--out", str(out), "--preset", preset,
    ]  # fmt: skip


def inner(name: str, folder: Path, number: int = 0) -> list[str]:
    told = ["--inner", name, "--folder", str(folder), "--number", str(number)]
    return [sys.executable, __file__, *told]


def run(command: list[str]) -> Measured:
    """Run in a process of its own, with what Python compiled kept as in any installation."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT, env=env
        )
        watch = Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        watch.over.set()
        watch.join()
        output.seek(0)
        text = output.read().decode(errors="replace")
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\nended with {process.returncode}:\n{text[-2000:]}")
    peak = max(usage.ru_maxrss * 1024, watch.peak)
    return Measured(seconds, usage.ru_utime + usage.ru_stime, peak / GIB, text)


class Watch(threading.Thread):
    """Looks every now and then how much memory a process and its workers hold together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.over = pid, 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.25):
            pids = family(self.pid)
            if len(pids) > 1:  # of one alone the system keeps the highest figure
                self.peak = max(self.peak, sum(map(proportional, pids)))


def family(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        for path in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            with suppress(OSError):
                waiting += map(int, path.read_text().split())
    return found


def proportional(pid: int) -> int:
    """Give the resident memory of a process, each page shared out among those that hold it."""
    with suppress(OSError):
        for row in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if row.startswith("Pss:"):
                return int(row.split()[1]) * 1024
    return 0


def count(folder: Path, _: int) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415

    print(pq.ParquetFile(folder / "positions.parquet").metadata.num_rows)


def fewer(folder: Path, n_ships: int) -> None:
    """Keep some ships, spread evenly over the numbers."""
    import polars as pl  # noqa: PLC0415

    frame = pl.scan_parquet(folder / "from" / "positions.parquet").select(COLUMNS)
    ships = frame.select(pl.col("mmsi").unique().sort()).collect()["mmsi"]
    picked = ships.gather_every(max(1, len(ships) // n_ships)).head(n_ships)
    some = frame.filter(pl.col("mmsi").is_in(picked.to_list())).collect()
    some.write_parquet(folder / "positions.parquet")
    print(len(some))


def write_dense(folder: Path, n: int) -> None:
    from bench.traffic.suites import gap_dense  # noqa: PLC0415

    gap_dense(n).write_parquet(folder / "positions.parquet")


def moving_pandas(folder: Path, _: int) -> None:
    """Tracks cut at 12 h, and stops of 500 m and 2 h: its own splitter and detector."""
    import warnings  # noqa: PLC0415
    from datetime import timedelta  # noqa: PLC0415

    warnings.simplefilter("ignore")
    import movingpandas as mpd  # noqa: PLC0415
    import polars as pl  # noqa: PLC0415
    from bench.traffic.baselines import clean  # noqa: PLC0415

    frame = clean(pl.read_parquet(folder / "positions.parquet")).to_pandas()
    frame["sent_at"] = frame["sent_at"].dt.tz_localize(None)
    tracks = mpd.TrajectoryCollection(
        frame, traj_id_col="mmsi", t="sent_at", x="lon_deg", y="lat_deg", crs="EPSG:4326"
    )
    parts = mpd.ObservationGapSplitter(tracks).split(gap=timedelta(hours=12))
    stops = mpd.TrajectoryStopDetector(tracks).get_stop_segments(
        max_diameter=500, min_duration=timedelta(hours=2)
    )
    print(f"{len(parts):,} tracks, {len(stops):,} stops")


def sql(name: str) -> Callable[[Path, int], None]:
    def do(folder: Path, _: int) -> None:
        from bench.traffic import baselines  # noqa: PLC0415

        print(f"{len(getattr(baselines, name)(folder / 'positions.parquet')):,} found")

    return do


def rule(folder: Path, _: int) -> None:
    import polars as pl  # noqa: PLC0415
    from bench.traffic.baselines import clean, gap_rule  # noqa: PLC0415

    positions = clean(pl.read_parquet(folder / "positions.parquet", columns=COLUMNS))
    print(f"{len(gap_rule(positions, 12.0)):,} found")


INNER: dict[str, Callable[[Path, int], None]] = {
    "count": count,
    "dense": write_dense,
    "fewer": fewer,
    "movingpandas": moving_pandas,
    "rule": rule,
    "sql-encounters": sql("encounters_sql"),
    "sql-gaps": sql("sql_gaps"),
    "sql-stops": sql("visits_sql"),
}

if __name__ == "__main__":
    main()
