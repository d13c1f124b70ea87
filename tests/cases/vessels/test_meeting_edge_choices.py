"""Edge cases of others' detectors, answered by our own: each with our choice and its reason."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from coalface.vessels.berths import Berths
from coalface.vessels.encounters import find_encounters
from coalface.vessels.meeting_settings import MeetingSettings, PortVisitSettings
from coalface.vessels.port_visits import find_port_visits
from coalface.vessels.presets import load_preset

HERE = Path(__file__).parent
START = datetime(2024, 1, 1, 12, tzinfo=UTC)
KM_PER_DEGREE = 111.19492664455873  # of a sphere of 6,371 km
SYSTEMS = ("pipe-encounters", "pipe-anchorages")
EDGES = [
    case
    for case in json.loads(gzip.decompress((HERE / "parity/edge_cases.json.gz").read_bytes()))
    if case["system"] in SYSTEMS
]
CHOICES = yaml.safe_load((HERE / "edge_choices_meetings.yml").read_text(encoding="utf-8"))


def meeting_settings(case: dict[str, Any]) -> MeetingSettings:
    settings = load_preset("yellow-sea-v1").need(MeetingSettings)
    hours = case["parameters"]["min_minutes"] / 60
    tiers = ((case["parameters"]["max_km"] * 1000, hours),)
    return settings.model_copy(update={"tiers": tiers})


def positions_of(case: dict[str, Any]) -> pl.DataFrame:
    rows = [
        {
            "row": number,
            "mmsi": {"a": 412000001, "b": 412000002}.get(fix.get("id"), 412000001),
            "sent_at": START + timedelta(minutes=fix["t_min"]),
            "lat_deg": fix["lat"] if "lat" in fix else fix["km_north"] / KM_PER_DEGREE,
            "lon_deg": fix.get("lon", 125.0),
            "sog_kn": fix["sog"] if fix["sog"] is None or fix["sog"] < 102.3 else None,
            "segment_id": fix.get("seg"),
        }
        for number, fix in enumerate(case["input"])
    ]
    schema: dict[str, pl.DataType] = {
        "sog_kn": pl.Float64(),
        "lat_deg": pl.Float64(),
        "sent_at": pl.Datetime("us", "UTC"),
        "segment_id": pl.String(),
    }
    return pl.DataFrame(rows, schema_overrides=schema)


def minutes(seconds: float) -> float:
    return round((seconds - START.timestamp()) / 60, 1)


def our_meetings(case: dict[str, Any]) -> list[list[float]]:
    """Meetings measured, kept or suppressed as usual: first and last minute."""
    found = find_encounters(positions_of(case), settings=meeting_settings(case))
    spans = [
        frame.filter(pl.col(second) > 0).select("starts_at", "ends_at")
        for frame, second in ((found.events, "mmsi_2"), (found.suppressed, "mmsi_2"))
    ]
    rows = pl.concat(spans).sort("starts_at").rows()
    return [[minutes(a.timestamp()), minutes(b.timestamp())] for a, b in rows]


def our_calls(case: dict[str, Any]) -> list[list[Any]]:
    """Calls, seen or inferred: kind, first minute, last minute."""
    places = pl.DataFrame(
        [
            {
                "port_id": f"XX-{km}",
                "country": "XX",
                "lat_deg": km / KM_PER_DEGREE,
                "lon_deg": 125.0,
                "radius_m": 3000.0,
            }
            for km in case["parameters"]["cells_km_north"]
        ]
    )
    settings = load_preset("yellow-sea-v1").need(PortVisitSettings)
    found = find_port_visits(positions_of(case), Berths(places, places), settings=settings)
    ends = [pl.col("arrived_at"), pl.coalesce("departed_at", "departed_earliest_at")]
    rows = found.events.select("kind", *ends).rows()
    return [[kind, minutes(a.timestamp()), minutes(b.timestamp())] for kind, a, b in rows]


@pytest.mark.parametrize("case", EDGES, ids=lambda c: f"{c['system']}: {c['case']}")
def test_our_answer_is_the_one_that_was_chosen(case: dict[str, Any]) -> None:
    choice = CHOICES[case["system"]][case["case"]]

    found = our_meetings(case) if case["system"] == "pipe-encounters" else our_calls(case)

    assert found == choice["ours"]


def test_each_edge_case_has_a_choice_with_its_reason() -> None:
    for system in SYSTEMS:
        names = {case["case"] for case in EDGES if case["system"] == system}

        assert set(CHOICES[system]) == names
        assert all(len(choice["reason"]) > 10 for choice in CHOICES[system].values())
