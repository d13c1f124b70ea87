"""A small synthetic file for `coalface vessels demo`.

    python -m bench.traffic.demo OUT

writes positions.parquet and statics.parquet (a banner stands in the metadata of both), and
labels.json: what happened in this made-up world.
"""

import argparse
import json
from pathlib import Path

import polars as pl
from bench.traffic.generate import Traffic, make_traffic
from bench.traffic.spec import Spec

__all__ = ["BANNER", "DEMO", "make_demo"]

BANNER = (
    "SYNTHETIC. No ship, name, number, track or event in this file is real; likeness to any is "
    "chance. Made by Coalface's traffic generator to show what its detectors do."
)
DEMO = Spec(seed=1996, n_ships=30, n_days=3, prevalence=0.5)
POSITION_BYTES = 300_000


def make_demo(folder: Path) -> Traffic:
    """Write the demonstration; the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    traffic = make_traffic(DEMO)
    for name, frame in (("positions", traffic.positions), ("statics", traffic.statics)):
        path = folder / f"{name}.parquet"
        frame.write_parquet(path, compression="zstd", metadata={"banner": BANNER})
        if path.stat().st_size > POSITION_BYTES:
            raise SystemExit(f"{path}: over {POSITION_BYTES:,} bytes. Ask for fewer ships or days.")
    text = json.dumps({"banner": BANNER, **told(traffic)}, indent=1, default=str) + "\n"
    (folder / "labels.json").write_text(text, encoding="utf-8")
    return traffic


def told(traffic: Traffic) -> dict[str, list[dict[str, object]]]:
    """What happened: deliberate silences, meetings, calls, and false identities or positions."""
    labels = traffic.labels
    silences = labels["silences"].filter("is_deliberate")
    return {
        "deliberate_silences": silences.select(
            "mmsi", "starts_at", "ends_at", "is_open", "cause", "grade"
        ).to_dicts(),
        "meetings": labels["meetings"]
        .select("kind", "mmsi_1", "mmsi_2", "starts_at", "ends_at", "is_dark", "sides_seen")
        .to_dicts(),
        "calls": labels["calls"]
        .filter(pl.col("kind").is_in(["cargo", "tanker"]))
        .select("mmsi", "port_id", "arrived_at", "departed_at", "is_observed")
        .to_dicts(),
        "identity": labels["identity"].select("kind", "mmsi", "starts_at", "ends_at").to_dicts(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    folder = parser.parse_args().out
    traffic = make_demo(folder)
    print(f"{len(traffic.positions):,} positions of {DEMO.ships} made-up ships: {folder}")


if __name__ == "__main__":
    main()
