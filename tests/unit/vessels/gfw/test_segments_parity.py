"""The preset gfw-2026 sorts messages as gpsdio-segment 3.0.0 does, row by row."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from coalface.errors import InputError
from coalface.vessels.gfw.segments import check_sorted, segment_as_gfw
from coalface.vessels.presets import SegmentSettings, load_preset

CASES = Path(__file__).parents[3] / "cases" / "vessels"
PARITY = CASES / "parity"
START = datetime(2024, 1, 1, tzinfo=UTC)
EDGES = [
    c
    for c in json.loads(gzip.decompress((PARITY / "edge_cases.json.gz").read_bytes()))
    if c["system"] == "gpsdio-segment 3.0.0"
]
KINDS = {
    "Segment": "segment",
    "ClosedSegment": "segment",
    "BadSegment": "bad",
    "DiscardedSegment": "discarded",
    "skipped_duplicate": "skipped",
}


def settings() -> SegmentSettings:
    found = load_preset("gfw-2026").segments
    assert found is not None
    return found


@pytest.fixture(scope="module")
def found() -> pl.DataFrame:
    frame = pl.read_parquet(CASES / "ais_sample.parquet").with_row_index("row")
    positions = frame.filter(pl.col("dataset") != "gfw-pyseas-2018-01").select(
        pl.col("row").cast(pl.Int64),
        "mmsi",
        sent_at=pl.col("timestamp").dt.cast_time_unit("us"),
        lat_deg=pl.when(pl.col("lat") < 91).then("lat"),
        lon_deg=pl.when(pl.col("lon") < 181).then("lon"),
        sog_kn=pl.when(pl.col("sog") < 102.3).then("sog"),
        cog_deg=pl.when(pl.col("cog") < 360).then("cog"),
    )
    return segment_as_gfw(positions, settings=settings())


def summarise_segments(rows: pl.DataFrame) -> pl.DataFrame:
    """Count, rows, times and places of each segment."""
    return (
        rows.filter(pl.col("kind") == "segment")
        .group_by("mmsi", "segment_id", "is_closed", maintain_order=True)
        .agg(
            n=pl.len(),
            first_row=pl.col("row").first(),
            last_row=pl.col("row").last(),
            starts_at=pl.col("sent_at").first(),
            ends_at=pl.col("sent_at").last(),
            first_lat_deg=pl.col("lat_deg").first(),
            first_lon_deg=pl.col("lon_deg").first(),
            last_lat_deg=pl.col("lat_deg").last(),
            last_lon_deg=pl.col("lon_deg").last(),
        )
        .sort("mmsi", "starts_at", "segment_id")
    )


def test_every_segment_of_the_sample_is_found_and_no_other(found: pl.DataFrame) -> None:
    known = pl.read_csv(PARITY / "segments_3.0.0.csv.gz", try_parse_dates=True)
    lone_ships_not_run = [235011986, 235009956]

    segments = summarise_segments(found).filter(~pl.col("mmsi").is_in(lone_ships_not_run))

    assert sorted(segments["segment_id"]) == sorted(known["seg_id"])
    both = known.join(segments, left_on="seg_id", right_on="segment_id", suffix="_found")
    for column in ("n", "first_row", "last_row"):
        assert both[column].to_list() == both[f"{column}_found"].to_list()
    assert both["closed"].to_list() == both["is_closed"].to_list()
    for name, ours in (("start_time", "starts_at"), ("end_time", "ends_at")):
        assert (both[name].dt.epoch("ms") - both[ours].dt.epoch("ms")).abs().max() <= 1000  # type: ignore[operator]
    for name in ("first_lat", "first_lon", "last_lat", "last_lon"):
        assert (both[name] - both[f"{name}_deg"]).abs().max() <= 1e-5  # type: ignore[operator]


def test_every_row_of_the_sample_goes_where_it_went(found: pl.DataFrame) -> None:
    names = pl.read_csv(PARITY / "segments_3.0.0.csv.gz").select(
        "dataset", "mmsi", "segment_no", "seg_id"
    )
    known = pl.read_parquet(PARITY / "segment_rows_3.0.0.parquet").join(
        names, on=["dataset", "mmsi", "segment_no"], how="left"
    )

    both = known.join(found, on="row", how="left", suffix="_found")

    assert [KINDS[k] for k in both["kind"]] == both["kind_found"].to_list()
    in_segments = both.filter(pl.col("segment_no") > 0)
    assert in_segments["seg_id"].to_list() == in_segments["segment_id"].to_list()


@pytest.mark.parametrize("case", EDGES, ids=lambda case: case["case"])
def test_an_edge_case_has_their_answer(case: dict[str, Any]) -> None:
    rows = case["input"]
    frame = pl.DataFrame(
        {
            "row": [r["i"] for r in rows],
            "mmsi": [1] * len(rows),
            "sent_at": [START + timedelta(hours=r["t_h"]) for r in rows],
            "lat_deg": [r["lat"] for r in rows],
            "lon_deg": [r["lon"] for r in rows],
            "sog_kn": [r["sog"] for r in rows],
            "cog_deg": [r["cog"] for r in rows],
        },
        schema_overrides={"sent_at": pl.Datetime("us", "UTC")}
        | dict.fromkeys(("lat_deg", "lon_deg", "sog_kn", "cog_deg"), pl.Float64),
        strict=False,
    )

    if isinstance(case["output"], dict):
        with pytest.raises(InputError, match="Sort the rows"):
            check_sorted(frame)
        return
    check_sorted(frame)
    sorted_in = segment_as_gfw(frame, settings=settings()).filter(pl.col("kind") != "skipped")

    groups = sorted_in.group_by("segment_id", "kind", "is_closed", maintain_order=True).agg("row")
    answer = {(g["kind"], g["is_closed"], tuple(g["row"])) for g in groups.iter_rows(named=True)}
    known = {
        (KINDS[p["kind"]], p["kind"] == "ClosedSegment", tuple(p["rows"])) for p in case["output"]
    }
    assert answer == known
