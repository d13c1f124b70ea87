import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from coalface.tables.gaps import CAUSES
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


def test_a_mark_has_the_whole_time_of_its_event_and_one_without_end_its_start(
    tmp_path: Path,
) -> None:
    open_one = VISITS.with_columns(lat_deg=pl.lit(38.7)).filter(
        pl.col("departed_at").is_null() | (pl.col("arrived_at") < AT)
    )[:2]
    write_maps({**EVENTS, "port_visits": open_one}, tmp_path, str)

    text = (tmp_path / "map.kml").read_text()
    assert text.count("<TimeStamp><when>2020-01-01T06:30:00Z</when></TimeStamp>") == 1
    begin, end = "<begin>2019-12-31T06:30:00Z</begin>", "<end>2020-01-01T06:30:00Z</end>"
    assert text.count(f"<TimeSpan>{begin}{end}</TimeSpan>") == 1


def test_a_map_of_nothing_is_whole(tmp_path: Path) -> None:
    write_maps(dict.fromkeys(KINDS, EMPTY), tmp_path, str)

    assert json.loads((tmp_path / "map.geojson").read_text())["features"] == []
    assert (tmp_path / "map.kml").read_text().endswith("</Document></kml>\n")


def test_a_line_leads_from_where_a_ship_was_lost_to_where_it_was_heard_again(
    tmp_path: Path,
) -> None:
    causes = {f"cause_{cause}": 0.1 for cause in CAUSES}
    gap = {"mmsi": 7, "starts_at": AT, "ends_at": AT, "is_open": False, "duration_h": 9.0}
    gap |= {"p_deliberate": 0.6, "evidence_id": "gap-1", "lat_deg": 38.00004, "lon_deg": 124.5}
    gaps = [
        {**gap, **causes, "end_lat_deg": y, "end_lon_deg": x}
        for y, x in [(37.1, 125.0), (0.0, 0.0)]
    ]
    gaps[1] |= {"end_lat_deg": None, "evidence_id": "gap-2"}
    events = {**EVENTS, "gaps": pl.DataFrame(gaps), "port_visits": VISITS.head(0)}

    write_maps(events, tmp_path, lambda n: f'"<{n}>"')

    line, point = json.loads((tmp_path / "map.geojson").read_text())["features"]
    assert line["geometry"] == {
        "type": "LineString", "coordinates": [[124.5, 38.0], [125.0, 37.1]]
    }  # fmt: skip
    assert point["geometry"] == {"type": "Point", "coordinates": [124.5, 38.0]}
    assert line["properties"]["ships"] == ['"<7>"']
    assert (line["properties"]["strength"], "line" in point["properties"]) == ("possible", False)
    marks = ET.fromstring((tmp_path / "map.kml").read_text())  # noqa: S314 - our own
    texts = [found.text for found in marks.iter("{http://www.opengis.net/kml/2.2}coordinates")]
    assert texts == ["124.5,38.0,0 125.0,37.1,0", "124.5,38.0,0"]


def test_a_mark_of_an_unknown_time_has_none(tmp_path: Path) -> None:
    event = {"mmsi": 7, "at": None, "kind": "clone", "detail": "x", "p": None, "evidence_id": "i"}
    none = pl.Series([None], dtype=pl.Datetime("us", "UTC"))
    told = pl.DataFrame({**event, "lat_deg": 1.0, "lon_deg": 2.0}).with_columns(at=none)

    write_maps({**dict.fromkeys(KINDS, EMPTY), "identity_events": told}, tmp_path, str)

    assert "<TimeStamp>" not in (tmp_path / "map.kml").read_text()
