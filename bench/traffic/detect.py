"""Our detectors as a user runs them, on files, and their answers on numbers shared by ships."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
from bench.traffic.baselines import ranked
from bench.traffic.scoring import match
from bench.traffic.suites import shared_numbers

__all__ = ["detect_command", "detect_in", "print_shared_numbers", "two_ship_findings"]

TABLES = ("gaps", "encounters", "port_visits")


def detect_command(folder: Path, out: Path, preset: str) -> list[str]:
    """The command of the contract, on the files of a folder."""
    statics = folder / "statics.parquet"
    told = ["--statics", str(statics)] if statics.exists() else []
    start = "import sys; from coalface.cli.main import run; sys.exit(run())"
    return [
        sys.executable, "-c", start, "vessels", "detect",
        "--positions", str(folder / "positions.parquet"), *told,
        "--out", str(out), "--preset", preset,
    ]  # fmt: skip


def detect_in(folder: Path, preset: str) -> dict[str, pl.DataFrame]:
    """Run all detectors of a preset and read what they found."""
    out = folder / f"found-{preset}"
    began = time.perf_counter()
    done = subprocess.run(
        detect_command(folder, out, preset), check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"detect --preset {preset} ended with {done.returncode}:\n{done.stderr}")
    print(f"  detect --preset {preset}: {time.perf_counter() - began:.1f} s")
    return {name: said(name, pl.read_parquet(out / f"{name}.parquet")) for name in TABLES}


def said(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """A rule gives no probability: what it names counts as said, gaps ranked by duration."""
    if name == "gaps":
        hours = (pl.col("ends_at") - pl.col("starts_at")).dt.total_seconds() / 3600
        table = table.with_columns(duration_h=hours)
        return table.with_columns(p_deliberate=pl.col("p_deliberate").fill_null(ranked()))
    column = "score" if name == "encounters" else "p"
    return table.with_columns(pl.col(column).fill_null(1.0))


def print_shared_numbers(seeds: tuple[int, ...]) -> None:
    """Print how many silences from one ship to another were called deliberate (must be none)."""
    n, found, called, highest = 0, 0, 0, 0.0
    for seed in seeds:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            suite = shared_numbers(seed)
            suite.positions.write_parquet(folder / "positions.parquet")
            suite.statics.write_parquet(folder / "statics.parquet")
            gaps = detect_in(folder, "yellow-sea-v1")["gaps"]
        said = two_ship_findings(gaps, suite.two_ship)
        n, found = n + len(suite.two_ship), found + len(said)
        called += int((said["p_deliberate"] >= 0.5).sum())
        highest = max([highest, *said["p_deliberate"].to_list()])
    print(f"\nnumbers shared by ships: {n} silences from one ship to another")
    print(f"  {found} reported as gaps, {called} called deliberate, highest {highest:.3f}")


def two_ship_findings(gaps: pl.DataFrame, two_ship: pl.DataFrame) -> pl.DataFrame:
    """The gaps that run from one ship to another."""
    pairs = match(gaps, two_ship, ["mmsi"], min_iou=0.9)
    return gaps[pairs["found"].to_list()]
