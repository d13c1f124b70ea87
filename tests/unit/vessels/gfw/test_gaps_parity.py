"""The preset gfw-2026 gives pipe-gaps' answers on the real sample and on its edge cases."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from coalface.vessels.gfw.gaps import end_of_day, find_rule_gaps, find_rule_open_gaps
from coalface.vessels.presets import GapSettings, load_preset

CASES = Path(__file__).parents[3] / "cases" / "vessels"
PARITY = CASES / "parity"
START = datetime(2024, 1, 1, tzinfo=UTC)
EDGES = [
    c
    for c in json.loads(gzip.decompress((PARITY / "edge_cases.json.gz").read_bytes()))
    if c["system"] == "pipe-gaps"
]


def settings(threshold_h: float) -> GapSettings:
    found = load_preset("gfw-2026").gaps
    assert found is not None
    return found.model_copy(update={"min_silence_h": threshold_h})


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
        receiver="receiver_type",
    )


@pytest.mark.parametrize("threshold_h", [6, 12])
def test_every_gap_of_the_sample_is_found_and_no_other(
    sample: pl.DataFrame, threshold_h: int
) -> None:
    known = pl.read_csv(PARITY / "gaps_pipe_gaps.csv.gz", try_parse_dates=True).filter(
        pl.col("threshold_h") == threshold_h
    )

    found = pl.concat(
        find_rule_gaps(part, settings=settings(threshold_h))
        for _, part in sample.group_by("dataset")
    )

    assert set(found["gap_id"]) == set(known["gap_id"])
    both = known.join(found, on="gap_id", suffix="_found")
    for column in ("start_row", "end_row"):
        assert both[column].to_list() == both[f"{column}_found"].to_list()
    assert both["positions_hours_before"].to_list() == both["n_before"].to_list()
    for receiver in ("terrestrial", "satellite", "dynamic"):
        known_count = both[f"positions_hours_before_{receiver[:3]}"]
        assert known_count.to_list() == both[f"n_before_{receiver}"].to_list()
    for name, off_by in (("start_time", "starts_at"), ("end_time", "ends_at")):
        assert (both[name].dt.epoch("ms") - both[off_by].dt.epoch("ms")).abs().max() <= 1000  # type: ignore[operator]
    assert (both["distance_m"] - both["distance_m_found"]).abs().max() <= 1e-6  # type: ignore[operator]
    assert (both["implied_speed_knots"] - both["implied_speed_kn"]).abs().max() <= 1e-6  # type: ignore[operator]


@pytest.mark.parametrize("threshold_h", [6, 12])
@pytest.mark.parametrize("day", ["own_last_day", "dataset_last_day"])
def test_every_open_gap_of_the_sample_is_found_and_no_other(
    sample: pl.DataFrame, threshold_h: int, day: str
) -> None:
    known = pl.read_csv(PARITY / "gaps_pipe_gaps_open.csv.gz").filter(
        pl.col("threshold_h") == threshold_h, pl.col("end_of_day_used") == day
    )

    found = []
    for _, part in sample.group_by("dataset"):
        last: Any = part["sent_at"].max()
        end = None if day == "own_last_day" else end_of_day(last)
        found.append(find_rule_open_gaps(part, settings=settings(threshold_h), ends_at=end))

    offs = pl.concat(found)
    assert sorted(offs["start_row"]) == sorted(known["off_row"])
    both = known.join(offs, left_on="off_row", right_on="start_row")
    assert (both["off_lat"] - both["start_lat_deg"]).abs().max() <= 1e-5  # type: ignore[operator]
    assert (both["off_lon"] - both["start_lon_deg"]).abs().max() <= 1e-5  # type: ignore[operator]


@pytest.mark.parametrize("case", EDGES, ids=lambda case: case["case"])
def test_an_edge_case_has_their_answer(case: dict[str, Any]) -> None:
    rows = pl.DataFrame(
        {
            "row": range(len(case["input"])),
            "mmsi": 1,
            "sent_at": [START + timedelta(seconds=r["t_s"]) for r in case["input"]],
            "lat_deg": [r.get("lat") for r in case["input"]],
            "lon_deg": [r.get("lon") for r in case["input"]],
        },
        schema_overrides={
            "sent_at": pl.Datetime("us", "UTC"),
            "lat_deg": pl.Float64,
            "lon_deg": pl.Float64,
        },
    ).with_columns(receiver=pl.lit(None, pl.String))
    rule = settings(case["parameters"]["threshold_h"])

    if isinstance(case["output"], bool):
        assert (find_rule_open_gaps(rows, settings=rule).height == 1) is case["output"]
        return
    found = find_rule_gaps(rows, settings=rule)

    assert found.height == len(case["output"])
    for gap, known in zip(found.iter_rows(named=True), case["output"], strict=True):
        assert (gap["starts_at"] - START).total_seconds() == pytest.approx(known["start_s"])
        assert (gap["ends_at"] - START).total_seconds() == pytest.approx(known["end_s"])
        assert gap["duration_h"] == pytest.approx(known["duration_h"], abs=1e-7)
        assert gap["distance_m"] == pytest.approx(known["distance_m"], abs=0.1)
        assert gap["start_lon_deg"] == known["start_lon"]
        assert gap["end_lon_deg"] == known["end_lon"]
        assert gap["n_before"] == known["positions_12h_before"]
