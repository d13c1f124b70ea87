"""The preset gfw-2026 gives pipe-encounters' answers on the real sample and on its edge cases."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from coalface.vessels.gfw.encounter_grid import clean_for_grid, put_on_grid
from coalface.vessels.gfw.encounters import (
    find_raw_encounters,
    merge_encounters,
    published_encounters,
)
from coalface.vessels.presets import GridEncounterSettings, load_preset

CASES = Path(__file__).parents[3] / "cases" / "vessels"
PARITY = CASES / "parity"
START = datetime(2024, 1, 1, 12, tzinfo=UTC)
EDGES = [
    c
    for c in json.loads(gzip.decompress((PARITY / "edge_cases.json.gz").read_bytes()))
    if c["system"] == "pipe-encounters"
]
VARIANTS = {"as_published": True, "no_extrapolation": False}
MINUTES = (30, 60, 120)
SHIPS = {"a": 1, "b": 2}


def settings(**changes: Any) -> GridEncounterSettings:
    found = load_preset("gfw-2026").grid_encounters
    assert found is not None
    return found.model_copy(update=changes)


def variant_settings(variant: str, minutes: float) -> GridEncounterSettings:
    return settings(is_extrapolated=VARIANTS[variant], min_minutes=minutes)


@pytest.fixture(scope="module")
def sample() -> pl.DataFrame:
    frame = pl.read_parquet(CASES / "ais_sample.parquet").with_row_index("row")
    return frame.select(
        pl.col("row").cast(pl.Int64),
        "dataset",
        "mmsi",
        sent_at=pl.col("timestamp").dt.cast_time_unit("us"),
        lat_deg="lat",
        lon_deg="lon",
        sog_kn="sog",
        cog_deg="cog",
    )


@pytest.fixture(scope="module")
def solent(sample: pl.DataFrame) -> pl.DataFrame:
    return sample.filter(pl.col("dataset") == "solent-2016")


def agree(known: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Join on ships and times, and check place, distance, speed and counts."""
    keys = ["vessel_1", "vessel_2", "start_time", "end_time"]
    both = known.join(
        found, left_on=keys, right_on=["mmsi_1", "mmsi_2", "starts_at", "ends_at"]
    ).with_columns(known_m=pl.col("median_distance_km") * 1000)
    assert both.height == known.height == found.height
    for a, b, tolerance in (
        ("mean_lat", "lat_deg", 1e-5),
        ("mean_lon", "lon_deg", 1e-5),
        ("known_m", "median_distance_m", 1e-2),
        ("median_speed_knots", "median_speed_kn", 1e-6),
        ("vessel_1_points", "n_points_1", 0),
        ("vessel_2_points", "n_points_2", 0),
    ):
        assert both.select((pl.col(a) - pl.col(b)).abs().max()).item() <= tolerance, a
    return both


@pytest.mark.parametrize("minutes", [30, 60])
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_raw_encounter_is_found_and_no_other(
    solent: pl.DataFrame, variant: str, minutes: int
) -> None:
    known = pl.read_csv(PARITY / "encounters_raw.csv.gz", try_parse_dates=True).filter(
        (pl.col("variant") == variant) & (pl.col("min_minutes") == minutes)
    )

    found = find_raw_encounters(solent, settings=variant_settings(variant, minutes))

    both = agree(known, found)
    for name in ("start_lat", "start_lon", "end_lat", "end_lon"):
        assert (both[name] - both[f"{name}_deg"]).abs().max() <= 1e-5  # type: ignore[operator]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("minutes", MINUTES)
def test_every_merged_encounter_is_found_and_no_other(
    solent: pl.DataFrame, variant: str, minutes: int
) -> None:
    known = pl.read_csv(PARITY / "encounters_merged.csv.gz", try_parse_dates=True).filter(
        (pl.col("variant") == variant) & (pl.col("merged_min_minutes") == minutes)
    )
    chosen = variant_settings(variant, min(minutes, 60))

    raw = find_raw_encounters(solent, settings=chosen)
    found = merge_encounters(raw, settings=chosen, min_minutes=minutes)

    if known.is_empty():
        assert found.is_empty()
    else:
        agree(known, found)


@pytest.mark.parametrize("variant", VARIANTS)
def test_counts_of_each_data_set_are_the_same(sample: pl.DataFrame, variant: str) -> None:
    known = pl.read_csv(PARITY / "encounters_counts.csv").filter(pl.col("variant") == variant)

    for row in known.iter_rows(named=True):
        part = sample.filter(pl.col("dataset") == row["dataset"])
        fixes = clean_for_grid(part)
        points = put_on_grid(fixes, settings=variant_settings(variant, 0))

        assert (fixes.height, len(points.slot)) == (row["records_kept"], row["resampled_points"])
        for minutes in MINUTES:
            raw = find_raw_encounters(part, settings=variant_settings(variant, minutes))
            assert raw.height == row[f"raw_{minutes}"]


def test_published_encounters_are_long_and_slow(solent: pl.DataFrame) -> None:
    chosen = settings()
    raw = find_raw_encounters(solent, settings=chosen)
    merged = merge_encounters(raw, settings=chosen, min_minutes=60)

    found = published_encounters(merged, settings=chosen)

    assert 0 < found.height < merged.height
    assert found["median_speed_kn"].max() < 2.0  # type: ignore[operator]


def edge_input(case: dict[str, Any]) -> pl.DataFrame:
    rows = [
        {
            "row": number,
            "mmsi": SHIPS[fix["id"]],
            "sent_at": START + timedelta(minutes=fix["t_min"]),
            "lat_deg": fix["lat"],
            "lon_deg": fix["lon"],
            "sog_kn": fix["sog"],
            "cog_deg": fix["cog"],
        }
        for number, fix in enumerate(case["input"])
    ]
    names = ("lat_deg", "lon_deg", "sog_kn", "cog_deg")
    schema: dict[str, pl.DataType] = {name: pl.Float64() for name in names}
    schema["sent_at"] = pl.Datetime("us", "UTC")
    return pl.DataFrame(rows, schema_overrides=schema)


def grid_answer(positions: pl.DataFrame, chosen: GridEncounterSettings) -> list[tuple[float, ...]]:
    points = put_on_grid(clean_for_grid(positions), settings=chosen)
    minutes = points.slot * points.step_s / 60 - START.timestamp() / 60
    columns = (minutes, points.lat, points.lon, points.density)
    return [tuple(round(float(x), 6) for x in row) for row in zip(*columns, strict=True)]


@pytest.mark.parametrize(
    "case",
    [c for c in EDGES if c["parameters"]["output"] == "grid points"],
    ids=lambda c: c["case"],
)
def test_edge_cases_on_the_grid_are_answered_as_theirs(case: dict[str, Any]) -> None:
    found = grid_answer(
        edge_input(case), settings(is_extrapolated=case["parameters"]["extrapolate"])
    )

    known = [
        tuple(point[k] for k in ("t_min", "lat", "lon", "density")) for point in case["output"]
    ]
    assert found == [pytest.approx(point, abs=2e-6) for point in known]


@pytest.mark.parametrize(
    "case",
    [c for c in EDGES if c["parameters"]["output"] == "raw encounters"],
    ids=lambda c: c["case"],
)
def test_edge_cases_of_encounters_are_answered_as_theirs(case: dict[str, Any]) -> None:
    wanted = case["parameters"]
    chosen = settings(is_extrapolated=wanted["extrapolate"], min_minutes=wanted["min_minutes"])

    found = find_raw_encounters(edge_input(case), settings=chosen)

    if isinstance(case["output"], dict):  # theirs fails; to find nothing is the same answer
        assert found.is_empty()
        return
    minutes = [(pl.col(name) - START).dt.total_seconds() / 60 for name in ("starts_at", "ends_at")]
    numbers = found.select(
        "mmsi_1",
        "mmsi_2",
        *minutes,
        pl.col("median_distance_m") / 1000,
        "median_speed_kn",
        "n_points_1",
        "n_points_2",
    ).rows()
    keys = (
        "start_min",
        "end_min",
        "median_distance_km",
        "median_speed_knots",
        "vessel_1_points",
        "vessel_2_points",
    )
    known = [
        (SHIPS[row["vessel_1"]], SHIPS[row["vessel_2"]], *(row[key] for key in keys))
        for row in case["output"]
    ]
    assert sorted(numbers) == [pytest.approx(row, abs=2e-6) for row in sorted(known)]
