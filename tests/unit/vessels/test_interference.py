import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from coalface.tables.schema import dtypes_of
from coalface.tables.statics import STATICS
from coalface.vessels.contradictions import Contradictions, make_contradictions
from coalface.vessels.interference import (
    ends_in_area,
    find_area_interference,
    in_area,
    interfered_hours,
)
from coalface.vessels.numbers_in_use import (
    find_handshakes,
    find_places_at_once,
    find_two_places,
)
from coalface.vessels.presets import load_preset

START = datetime(2020, 1, 10, 12, tzinfo=UTC)
PRESET = load_preset("yellow-sea-v1")


def rings(n: int, *, hours_apart: float = 0.0) -> Contradictions:
    return make_contradictions(
        pl.DataFrame(
            {
                "mmsi": [412000001 + k for k in range(n)],
                "at": [START + timedelta(hours=hours_apart * k) for k in range(n)],
                "kind": ["ring"] * n,
                "detail": ["round"] * n,
                "lat_deg": [36.1] * n,
                "lon_deg": [123.1] * n,
                "inputs": [[k] for k in range(n)],
            },
            schema_overrides={"at": pl.Datetime("us", "UTC")},
        )
    )


def test_three_ships_of_one_hour_and_place_make_an_area() -> None:
    found = find_area_interference(rings(3), preset=PRESET)

    assert found.events["kind"].to_list() == ["area_interference"]
    assert "3 ships" in found.events["detail"][0]
    assert found.evidence["inputs"].to_list() == [[0, 1, 2]]


def test_two_ships_or_other_hours_make_none() -> None:
    assert len(find_area_interference(rings(2), preset=PRESET).events) == 0
    assert len(find_area_interference(rings(5, hours_apart=1), preset=PRESET).events) == 0


def test_what_lies_in_an_area_is_marked() -> None:
    single = rings(3)

    assert in_area(single, find_area_interference(single, preset=PRESET), preset=PRESET).all()
    assert not in_area(single, find_area_interference(rings(2), preset=PRESET), preset=PRESET).any()


def ship(mmsi: int, first: float, last: float, lat: float = 38.0) -> dict[str, Any]:
    places = {"first_lat": lat, "first_lon": 122.0, "last_lat": lat, "last_lon": 122.0}
    times = {"first_at": START + timedelta(hours=first), "last_at": START + timedelta(hours=last)}
    return {"mmsi": mmsi, "first_row": mmsi, "last_row": mmsi + 1} | places | times


def handshakes(*ships: dict[str, Any], lengths: tuple[float, ...] = (100.0, 102.0)) -> list[Any]:
    frame = [
        {"row": n, "mmsi": s["mmsi"], "length_m": x}
        for n, (s, x) in enumerate(zip(ships, lengths, strict=False))
    ]
    statics = pl.DataFrame(frame, schema=dtypes_of(STATICS), orient="row")
    ends = pl.DataFrame([*ships, ship(9, -100, 100, 60.0)])
    found = find_handshakes(ends, statics, preset=PRESET)
    return found.events.select("mmsi", "mmsi_2", "kind").rows()


def test_a_number_that_begins_where_another_of_like_length_ended_is_a_handshake() -> None:
    assert handshakes(ship(1, -50, 0), ship(2, 5, 60)) == [(1, 2, "handshake")]


def test_other_places_times_and_lengths_are_no_handshake() -> None:
    assert handshakes(ship(1, -50, 0), ship(2, 5, 60, lat=39.0)) == []
    assert handshakes(ship(1, -50, 0), ship(2, 30, 60)) == []
    assert handshakes(ship(1, -50, 0), ship(2, 5, 60), lengths=(100.0, 180.0)) == []


def test_a_number_seen_from_the_start_of_the_data_began_before() -> None:
    assert handshakes(ship(1, -99, -95), ship(2, -92, 60)) == []


def test_segments_that_overlap_are_two_places() -> None:
    segments = pl.DataFrame(
        {
            "segment_id": ["a", "b", "c"],
            "mmsi": [1, 1, 2],
            "starts_at": [START, START + timedelta(hours=1), START],
            "ends_at": [START + timedelta(hours=h) for h in (5, 3, 5)],
            "n": [10, 4, 10],
        }
    )
    positions = pl.DataFrame(
        {"segment_id": ["b", "b"], "row": [7, 9], "lat_deg": [1.0, 1.0], "lon_deg": [2.0, 2.0]}
    )
    named = pl.DataFrame(
        [{"row": 0, "mmsi": 1, "name": "A"}], schema=dtypes_of(STATICS), orient="row"
    )

    shared = find_two_places(segments, positions, named.head(0))
    clone = find_two_places(segments, positions, named)

    assert shared.events.select("mmsi", "kind", "n_positions").rows() == [(1, "shared_mmsi", 4)]
    assert clone.events["kind"].to_list() == ["clone"]
    assert clone.evidence["inputs"].to_list() == [[7, 9]]


def silence(mmsi: int, *, start_h: float, end_h: float, lat: float = 36.1) -> pl.DataFrame:
    at = [START + timedelta(hours=h) for h in (start_h, end_h)]
    place = {"lat_deg": lat, "lon_deg": 123.1, "end_lat_deg": 20.0, "end_lon_deg": 110.0}
    return pl.DataFrame(
        [{"mmsi": mmsi, "starts_at": at[0], "ends_at": at[1], **place}],
        schema_overrides={c: pl.Datetime("us", "UTC") for c in ("starts_at", "ends_at")},
    )


def is_interfered(found: pl.DataFrame) -> bool:
    single = rings(3)
    areas = find_area_interference(single, preset=PRESET)
    hours = interfered_hours(single, areas, preset=PRESET)
    return bool(ends_in_area(found, hours, side_deg=0.25)[0])


def test_a_silence_that_begins_in_an_area_or_is_of_a_ship_hit_lies_in_it() -> None:
    assert is_interfered(silence(1, start_h=0.5, end_h=9.0))
    assert is_interfered(silence(412000002, start_h=-0.5, end_h=9.0, lat=30.0))
    assert is_interfered(silence(412000002, start_h=-20.0, end_h=0.5, lat=30.0))


def test_a_silence_elsewhere_or_at_other_times_does_not() -> None:
    assert not is_interfered(silence(1, start_h=0.5, end_h=9.0, lat=37.0))
    assert not is_interfered(silence(1, start_h=5.0, end_h=9.0))
    assert not is_interfered(silence(412000002, start_h=-20.0, end_h=9.0))


def test_without_an_area_no_silence_lies_in_one() -> None:
    single = rings(2)
    areas = find_area_interference(single, preset=PRESET)
    hours = interfered_hours(single, areas, preset=PRESET)

    assert hours.is_empty()
    assert not ends_in_area(silence(412000001, start_h=0, end_h=5), hours, side_deg=0.25).any()


def test_ends_and_beginnings_of_many_days_at_one_place_are_not_multiplied() -> None:
    n = 3000
    at = pl.Series([START + timedelta(hours=50 * k) for k in range(n)])
    place = {"first_lat": 38.0, "first_lon": 122.0, "last_lat": 38.0, "last_lon": 122.0}
    ends = pl.DataFrame(
        {"mmsi": range(n), "first_row": range(n), "last_row": range(n), "first_at": at}
    ).with_columns(last_at=pl.col("first_at") + timedelta(hours=40), **{
        name: pl.lit(value) for name, value in place.items()
    })  # fmt: skip
    statics = pl.DataFrame({"mmsi": range(n), "length_m": [100.0] * n})

    tracemalloc.start()
    found = find_handshakes(ends, statics, preset=PRESET)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(found.events) == n - 1
    assert peak < 50e6


def at_once(*places: tuple[float, float]) -> list[Any]:
    positions = pl.DataFrame(
        [
            {"row": k, "mmsi": 1, "sent_at": START, "lat_deg": lat, "lon_deg": lon}
            for k, (lat, lon) in enumerate(places)
        ]
    )
    return find_places_at_once(positions, preset=PRESET).events.select("mmsi", "kind").rows()


def test_a_number_at_many_places_at_one_instant_is_shared() -> None:
    assert at_once((38.0, 121.0), (38.0, 122.0), (38.0, 123.0)) == [(1, "shared_mmsi")]


def test_places_of_one_minutes_way_and_a_single_bit_error_are_not_shared() -> None:
    assert at_once((38.0, 121.0), (38.001, 121.0), (38.002, 121.0)) == []
    assert at_once((38.0, 121.0), (38.0, 153.0)) == []
