"""The preset gfw-2026 gives pipe-anchorages' answers on the real sample and on its edge cases."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from coalface.vessels.gfw.port_visits import MachineVisits, find_machine_visits
from coalface.vessels.presets import PortMachineSettings, load_preset

CASES = Path(__file__).parents[3] / "cases" / "vessels"
PARITY = CASES / "parity"
START = datetime(2024, 1, 1, tzinfo=UTC)
KM_PER_DEGREE = 111.19492664455873  # of a sphere of 6,371 km
EDGES = [
    c
    for c in json.loads(gzip.decompress((PARITY / "edge_cases.json.gz").read_bytes()))
    if c["system"] == "pipe-anchorages"
]
WAYS = ["", "_one_track"]


def settings() -> PortMachineSettings:
    found = load_preset("gfw-2026").port_machine
    assert found is not None
    return found


@pytest.fixture(scope="module")
def answers() -> dict[str, MachineVisits]:
    frame = pl.read_parquet(CASES / "ais_sample.parquet").with_row_index("row")
    sample = frame.select(
        pl.col("row").cast(pl.Int64),
        "mmsi",
        sent_at=pl.col("timestamp").dt.cast_time_unit("us"),
        lat_deg="lat",
        lon_deg="lon",
        sog_kn="sog",
        segment_id="segment_expected",
    )
    packed = resources.files("coalface").joinpath("data/ports/anchorages_ne_asia.csv.gz")
    cells = pl.read_csv(
        BytesIO(gzip.decompress(packed.read_bytes())),
        schema_overrides={"cell": pl.String, "sublabel": pl.String},
    )
    one_track = sample.with_columns(segment_id=pl.col("mmsi").cast(pl.String))
    return {
        "": find_machine_visits(sample, cells, settings=settings()),
        "_one_track": find_machine_visits(one_track, cells, settings=settings()),
    }


@pytest.mark.parametrize("way", WAYS)
def test_every_event_is_found_and_no_other(answers: dict[str, MachineVisits], way: str) -> None:
    known = pl.read_csv(PARITY / f"port_visit_events{way}.csv.gz", try_parse_dates=True)
    found = answers[way].events

    keys = ["mmsi", "visit_no", "event_type", "time", "last_time", "anchorage", "label", "iso3"]
    both = known.join(
        found,
        left_on=keys,
        right_on=["mmsi", "visit_no", "event", "at", "last_at", "cell", "label", "iso3"],
    )

    assert both.height == known.height == found.height
    for a, b in (
        ("vessel_lat", "lat_deg"),
        ("vessel_lon", "lon_deg"),
        ("anchorage_lat", "cell_lat_deg"),
        ("anchorage_lon", "cell_lon_deg"),
    ):
        assert (both[a].is_null() == both[b].is_null()).all()
        assert (both[a] - both[b]).abs().max() <= 1e-5  # type: ignore[operator]
    if not way:
        assert (both["seg_id"] == both["segment_id"]).all()


@pytest.mark.parametrize("way", WAYS)
def test_every_visit_is_found_and_no_other(answers: dict[str, MachineVisits], way: str) -> None:
    known = pl.read_csv(PARITY / f"port_visits{way}.csv.gz", try_parse_dates=True)
    found = answers[way].visits.cast({"confidence": pl.Int64, "n_events": pl.Int64})

    ends = [(f"{end}_{name}") for end in ("start", "end") for name in ("label", "iso3")]
    both = known.join(
        found,
        left_on=[
            "mmsi",
            "visit_no",
            "start_time",
            "end_time",
            "confidence",
            "n_events",
            "start_anchorage",
            "end_anchorage",
            *ends,
        ],
        right_on=[
            "mmsi",
            "visit_no",
            "starts_at",
            "ends_at",
            "confidence",
            "n_events",
            "start_cell",
            "end_cell",
            *ends,
        ],
    )

    assert both.height == known.height == found.height


@pytest.mark.parametrize("way", WAYS)
def test_counts_of_each_ship_are_the_same(answers: dict[str, MachineVisits], way: str) -> None:
    known = pl.read_csv(PARITY / f"port_visits_counts{way}.csv")
    counts = answers[way].counts

    both = known.join(counts, on="mmsi")

    assert both.height == counts.height == known.height
    for a, b in (
        ("rows", "n_rows"),
        ("rejected", "n_rejected"),
        ("after_dedup", "n_merged"),
        ("thinned", "n_thinned"),
    ):
        assert (both[a] == both[b]).all(), a


@pytest.mark.parametrize("case", EDGES, ids=lambda c: c["case"])
def test_edge_cases_are_answered_as_theirs(case: dict[str, Any]) -> None:
    rows = [
        {
            "row": number,
            "mmsi": 1,
            "sent_at": START + timedelta(minutes=fix["t_min"]),
            "lat_deg": fix["km_north"] / KM_PER_DEGREE,
            "lon_deg": 125.0,
            "sog_kn": fix["sog"],
            "segment_id": fix["seg"],
        }
        for number, fix in enumerate(case["input"])
    ]
    schema: dict[str, pl.DataType] = {"sog_kn": pl.Float64(), "sent_at": pl.Datetime("us", "UTC")}
    positions = pl.DataFrame(rows, schema_overrides=schema)
    places = [
        {
            "cell": str(km),
            "lat_deg": km / KM_PER_DEGREE,
            "lon_deg": 125.0,
            "label": "x",
            "iso3": "XXX",
        }
        for km in case["parameters"]["cells_km_north"]
    ]

    found = find_machine_visits(positions, pl.DataFrame(places), settings=settings())

    minutes = {
        name: (pl.col(name) - START).dt.total_seconds() / 60 for name in ("starts_at", "ends_at")
    }
    visits = found.visits.select(**minutes, confidence="confidence").rows()
    assert visits == [(v["start_min"], v["end_min"], v["confidence"]) for v in case["output"]]
    events = found.events.select("event", (pl.col("at") - START).dt.total_seconds() / 60).rows()
    assert events == [tuple(event) for visit in case["output"] for event in visit["events"]]
