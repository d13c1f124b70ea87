import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from coalface.vessels import maps
from coalface.vessels.maps import KINDS, write_maps

AT = datetime(2020, 1, 1, 6, 30, tzinfo=UTC)
VISITS = pl.DataFrame(
    {
        "mmsi": [412_000_001 + k for k in range(7)],
        "port_id": ["KP-NAMPO"] * 7,
        "arrived_at": [AT - timedelta(days=k % 3) for k in range(7)],
        "departed_at": [None, *[AT] * 6],
        "kind": ["observed"] * 7,
        "lat_deg": [None, *[38.7] * 6],
        "lon_deg": [125.4] * 7,
        "p": [0.9] * 7,
        "evidence_id": [f"port_visit-{k}" for k in range(7)],
    }
)
EMPTY = VISITS.head(0).rename({"arrived_at": "starts_at"})
EVENTS = {name: VISITS if name == "port_visits" else EMPTY for name in KINDS}


def test_how_many_are_told_at_once_changes_no_map(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = []
    for n in (2, 100):
        monkeypatch.setattr(maps, "AT_ONCE", n)
        write_maps(EVENTS, tmp_path, str, "SYNTHETIC")
        texts.append([(tmp_path / f"map.{kind}").read_text() for kind in ("geojson", "kml")])

    assert texts[0] == texts[1]


def test_events_are_numbered_by_time_and_those_without_a_place_are_left_out(tmp_path: Path) -> None:
    write_maps(EVENTS, tmp_path, str)

    features = json.loads((tmp_path / "map.geojson").read_text())["features"]
    told = [(f["properties"]["number"], f["properties"]["evidence_id"]) for f in features]
    assert told == list(enumerate([f"port_visit-{k}" for k in (2, 5, 1, 4, 3, 6)], 1))


def test_a_map_of_nothing_is_whole(tmp_path: Path) -> None:
    write_maps(dict.fromkeys(KINDS, EMPTY), tmp_path, str)

    assert json.loads((tmp_path / "map.geojson").read_text())["features"] == []
    assert (tmp_path / "map.kml").read_text().endswith("</Document></kml>\n")
