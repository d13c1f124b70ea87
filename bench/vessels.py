"""How fast the detectors run, in how much memory, beside MovingPandas and DuckDB in the same run.

    python bench/vessels.py                     # 5 million positions
    python bench/vessels.py --tier 50M          # 50 million, streamed
    python bench/vessels.py --positions FILE    # a file of your own (a folder made by
                                                # `python -m bench.traffic.generate` is reused)

Every method reads the same Parquet and runs in a process of its own, so that its highest resident
memory is its own. Then one ship with 2,500, 5,000 and 10,000 silences: time must grow no faster.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import polars as pl  # noqa: E402 - the path above comes first
import pyarrow.parquet as pq  # noqa: E402
from bench.traffic import baselines as rules  # noqa: E402
from bench.traffic.detect import detect_command  # noqa: E402
from bench.traffic.generate import write_traffic  # noqa: E402
from bench.traffic.spec import Spec  # noqa: E402
from bench.traffic.suites import gap_dense  # noqa: E402

SEED = 11
MOVING_PANDAS_SHIPS = 12  # of the file: it is slow, so it gets a share, and its rate is a row's
DENSE = (2_500, 5_000, 10_000)
GIB = 1024**3


@dataclass(frozen=True)
class Measured:
    seconds: float
    peak_gib: float
    output: str


def main() -> None:
    given = arguments()
    if given.inner:
        INNER[given.inner](given.positions)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = given.positions.parent if given.positions else Path(folder)
        path = given.positions or make_file(place, given.tier)
        report(path, Path(folder), given.preset)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tier", default="5M", choices=("0.1M", "1M", "5M", "50M"))
    parser.add_argument("--positions", type=Path, help="named positions.parquet")
    parser.add_argument("--preset", default="yellow-sea-v1")
    parser.add_argument("--inner", choices=tuple(INNER), help=argparse.SUPPRESS)
    return parser.parse_args()


def make_file(folder: Path, tier: str) -> Path:
    began = time.perf_counter()
    n_rows = write_traffic(Spec(SEED, tier), folder)
    print(f"generator: {n_rows:,} positions in {time.perf_counter() - began:.1f} s")
    return folder / "positions.parquet"


def report(path: Path, folder: Path, preset: str) -> None:
    n_rows = pq.ParquetFile(path).metadata.num_rows
    print(f"{n_rows:,} positions, {os.cpu_count()} cores\n")
    print(f"{'':<44}{'rows':>12}{'s':>9}{'rows/s':>13}{'GiB':>7}")
    command = detect_command(path.parent, folder / "found", preset)
    line("Coalface, all detectors with evidence", n_rows, run(command))
    for name, title in (
        ("sql-gaps", "DuckDB SQL, gaps over 6 h"),
        ("sql-stops", "DuckDB SQL, stops in port"),
        ("sql-encounters", "DuckDB SQL, encounters on a 10 min grid"),
        ("rule", "Polars, 12 h rule alone"),
    ):
        if name != "sql-encounters" or n_rows < 2e7:
            line(title, n_rows, run(inner_command(name, path)))
    few = fewer_ships(path, folder)
    line("MovingPandas, gaps and stops", pq.ParquetFile(few).metadata.num_rows,
         run(inner_command("movingpandas", few)))  # fmt: skip
    dense(folder, preset)


def dense(folder: Path, preset: str) -> None:
    """The same detectors on one ship; the start of the process is taken off."""
    print("\none ship with many silences")
    seconds = []
    for n in (10, *DENSE):
        place = folder / f"dense-{n}"
        place.mkdir()
        gap_dense(n).write_parquet(place / "positions.parquet")
        done = run(detect_command(place, place / "found", preset))
        seconds.append(done.seconds)
        print(f"  {n:>7,} silences {done.seconds:>8.2f} s {done.peak_gib:>6.2f} GiB")
    own = [s - seconds[0] for s in seconds[1:]]
    growth = own[-1] / max(own[0], 1e-3)
    print(f"  {DENSE[-1] // DENSE[0]} times the silences took {growth:.1f} times as long")


def line(title: str, n_rows: int, done: Measured) -> None:
    rate = n_rows / done.seconds
    print(f"{title:<44}{n_rows:>12,}{done.seconds:>9.2f}{rate:>13,.0f}{done.peak_gib:>7.2f}")
    if done.output.strip():
        print("    " + done.output.strip().splitlines()[-1])


def inner_command(name: str, path: Path) -> list[str]:
    return [sys.executable, __file__, "--inner", name, "--positions", str(path)]


def run(command: list[str]) -> Measured:
    """Run in a process of its own; memory is the largest resident set of it and its children."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        output.seek(0)
        text = output.read().decode(errors="replace")
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\nended with {process.returncode}:\n{text[-2000:]}")
    return Measured(seconds, usage.ru_maxrss * 1024 / GIB, text)


def fewer_ships(path: Path, folder: Path) -> Path:
    frame = pl.scan_parquet(path)
    ships = frame.select(pl.col("mmsi").unique().sort()).collect()["mmsi"]
    picked = ships.gather_every(max(1, len(ships) // MOVING_PANDAS_SHIPS)).head(MOVING_PANDAS_SHIPS)
    out = folder / "few.parquet"
    frame.filter(pl.col("mmsi").is_in(picked.to_list())).collect().write_parquet(out)
    return out


def load(path: Path) -> pl.DataFrame:
    columns = ["row", "mmsi", "sent_at", "lat_deg", "lon_deg", "sog_kn"]
    return rules.clean(pl.read_parquet(path, columns=columns))


def moving_pandas(path: Path) -> None:
    """Tracks cut at 12 h, and stops of 500 m and 2 h: its own splitter and detector."""
    import warnings  # noqa: PLC0415
    from datetime import timedelta  # noqa: PLC0415

    warnings.simplefilter("ignore")
    import movingpandas as mpd  # noqa: PLC0415

    frame = load(path).to_pandas()
    frame["sent_at"] = frame["sent_at"].dt.tz_localize(None)
    tracks = mpd.TrajectoryCollection(
        frame, traj_id_col="mmsi", t="sent_at", x="lon_deg", y="lat_deg", crs="EPSG:4326"
    )
    parts = mpd.ObservationGapSplitter(tracks).split(gap=timedelta(hours=12))
    stops = mpd.TrajectoryStopDetector(tracks).get_stop_segments(
        max_diameter=500, min_duration=timedelta(hours=2)
    )
    print(f"{len(parts):,} tracks, {len(stops):,} stops")


def counted(rule: Callable[[Path], pl.DataFrame]) -> Callable[[Path], None]:
    def do(path: Path) -> None:
        print(f"{len(rule(path)):,} found")

    return do


INNER: dict[str, Callable[[Path], None]] = {
    "sql-gaps": counted(rules.sql_gaps),
    "sql-stops": counted(rules.visits_sql),
    "sql-encounters": counted(rules.encounters_sql),
    "rule": counted(lambda path: rules.gap_rule(load(path), 12.0)),
    "movingpandas": moving_pandas,
}

if __name__ == "__main__":
    main()
