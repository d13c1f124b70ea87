"""Where other public detectors have an edge, ours has an answer of its own, with its reason."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from coalface.vessels.gaps import find_gaps
from coalface.vessels.presets import load_preset
from coalface.vessels.segments import find_segments

CASES = Path(__file__).parent / "vessels"
CHOICES = yaml.safe_load((CASES / "edge_choices_silences.yml").read_text(encoding="utf-8"))
EDGES = json.loads(gzip.decompress((CASES / "parity" / "edge_cases.json.gz").read_bytes()))
GAPS = {c["case"]: c for c in EDGES if c["system"] == "pipe-gaps"}
SEGMENTS = {c["case"]: c for c in EDGES if c["system"] == "gpsdio-segment 3.0.0"}
OURS = load_preset("yellow-sea-v1")
START = datetime(2024, 1, 1, tzinfo=UTC)
BOGUS_KN = (51.2, 63.0, 102.3)


def positions_of(case: dict[str, Any]) -> pl.DataFrame:
    """The made-up messages as table `positions`, after what hygiene takes out."""
    rows = [
        {
            "row": n,
            "mmsi": 412_000_001,
            "sent_at": START + timedelta(seconds=r.get("t_s", 0.0), hours=r.get("t_h", 0.0)),
            "lat_deg": r.get("lat", 38.0),
            "lon_deg": r.get("lon", 125.0),
            "sog_kn": None if r.get("sog") in BOGUS_KN else r.get("sog"),
            "cog_deg": r.get("cog"),
        }
        for n, r in enumerate(case["input"])
    ]
    schema = dict.fromkeys(("lat_deg", "lon_deg", "sog_kn", "cog_deg"), pl.Float64)
    frame = pl.DataFrame(
        rows, schema_overrides=schema | {"sent_at": pl.Datetime("us", "UTC")}, strict=False
    )
    return frame.filter(pl.col("lat_deg").abs() <= 90).with_columns(
        nav_status=pl.lit(None, pl.Int64),
        transponder_class=pl.lit(None, pl.String),
        receiver=pl.lit(None, pl.String),
    )


def test_every_edge_has_a_choice_with_a_reason() -> None:
    assert set(CHOICES["gaps"]) == set(GAPS)
    assert set(CHOICES["segments"]) == set(SEGMENTS)
    choices = [*CHOICES["gaps"].values(), *CHOICES["segments"].values()]
    assert all(len(choice["reason"]) > 8 for choice in choices)


@pytest.mark.parametrize("name", GAPS)
def test_our_gaps_are_as_chosen(name: str) -> None:
    found = find_gaps(find_segments(positions_of(GAPS[name]), preset=OURS), None, preset=OURS)

    assert found.events.height == CHOICES["gaps"][name]["gaps"]
    assert (found.events["p_deliberate"] <= 0.01).all()


@pytest.mark.parametrize("name", SEGMENTS)
def test_our_segments_are_as_chosen(name: str) -> None:
    found = find_segments(positions_of(SEGMENTS[name]), preset=OURS)

    groups = found.positions.group_by("segment_id", maintain_order=True).agg("row")["row"]
    assert sorted(groups.to_list()) == sorted(CHOICES["segments"][name]["segments"])
