from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from coalface.tables.positions import POSITIONS, check_positions
from coalface.tables.schema import dtypes_of
from coalface.tables.statics import STATICS, check_statics
from coalface.vessels.hygiene import clean_positions, clean_statics, drop_repeats

START = datetime(2020, 1, 1, tzinfo=UTC)
SHIP = {"mmsi": 412000001, "sent_at": START, "lat_deg": 38.0, "lon_deg": 122.0}


def sent(*rows: dict[str, Any]) -> pl.DataFrame:
    full = [{"row": n} | SHIP | row for n, row in enumerate(rows)]
    return pl.DataFrame(full, schema=dtypes_of(POSITIONS), orient="row")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"sent_at": None}, "no_time"),
        ({"sent_at": datetime(1980, 1, 6, tzinfo=UTC)}, "time_out_of_range"),
        ({"sent_at": datetime(2106, 2, 7, tzinfo=UTC)}, "time_out_of_range"),
        ({"mmsi": None}, "no_mmsi"),
        ({"mmsi": 0}, "mmsi_zero"),
        ({"mmsi": 1_193_046_000}, "mmsi_out_of_range"),
        ({"mmsi": 2_190_064}, "no_ship_coast"),
        ({"mmsi": 111_440_500}, "no_ship_sar_aircraft"),
        ({"mmsi": 970_000_001}, "no_ship_sart"),
        ({"mmsi": 994_121_234}, "no_ship_aid"),
        ({"lat_deg": None}, "no_position"),
        ({"lat_deg": 91.0, "lon_deg": 181.0}, "no_position"),
        ({"lon_deg": 181.0}, "no_position"),
        ({"lat_deg": 13067.0}, "position_out_of_range"),
        ({"lat_deg": 0.0, "lon_deg": 0.0}, "null_island"),
    ],
)
def test_what_cannot_be_is_rejected_with_its_reason(fault: dict[str, Any], reason: str) -> None:
    cleaned = clean_positions(sent({}, fault))

    assert cleaned.rows["row"].to_list() == [0]
    assert cleaned.rejected.select("row", "reason").rows() == [(1, reason)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sog_kn", 102.3),
        ("sog_kn", -1.0),
        ("sog_kn", 51.2),
        ("sog_kn", 63.0),
        ("cog_deg", 360.0),
        ("heading_deg", 511.0),
        ("nav_status", 16),
    ],
)
def test_a_value_that_means_unknown_is_emptied_and_its_position_stays(
    column: str, value: float
) -> None:
    cleaned = clean_positions(sent({column: value}, {column: 5}))

    assert cleaned.rows[column].to_list() == [None, 5]
    assert cleaned.emptied == {column: 1}


@pytest.mark.parametrize(("lat", "lon"), [(90.0, 0.0), (-90.0, 12.0), (0.0, 180.0), (0.0, -180.0)])
def test_poles_and_the_date_line_are_places(lat: float, lon: float) -> None:
    assert len(clean_positions(sent({"lat_deg": lat, "lon_deg": lon})).rows) == 1


def test_a_number_of_no_class_stays_to_be_found() -> None:
    assert len(clean_positions(sent({"mmsi": 123_456_789})).rows) == 1


def test_what_is_left_is_a_valid_table() -> None:
    check_positions(clean_positions(sent({"cog_deg": 360.0}, {"lat_deg": 91.0})).rows)


def test_the_same_place_and_time_is_one_position_and_the_first_row_stays() -> None:
    cleaned = drop_repeats(sent({}, {"lat_deg": 38.000001}, {}))

    assert cleaned.rows["row"].to_list() == [0]
    assert cleaned.rejected.select("row", "reason").rows() == [(1, "duplicate"), (2, "duplicate")]


def test_two_places_at_one_time_are_both_kept() -> None:
    assert len(drop_repeats(sent({}, {"lat_deg": 39.0}, {})).rows) == 2


def minutes(n: int) -> datetime:
    return START + timedelta(minutes=n)


def test_an_old_message_of_a_moving_ship_sent_on_late_is_rejected() -> None:
    rows = sent(
        {"sog_kn": 9.0, "cog_deg": 10.0},
        {"sog_kn": 9.0, "cog_deg": 10.0, "sent_at": minutes(2), "lat_deg": 38.005},
        {"sog_kn": 9.0, "cog_deg": 10.0, "sent_at": minutes(4)},
    )

    assert drop_repeats(rows).rejected.select("row", "reason").rows() == [(2, "stale_repeat")]


def test_a_ship_that_stands_still_while_it_says_that_it_moves_is_kept() -> None:
    rows = sent(*({"sog_kn": 9.0, "sent_at": minutes(n)} for n in range(5)))

    assert len(drop_repeats(rows).rows) == 5


def test_rows_may_come_in_any_order() -> None:
    rng = np.random.default_rng(5)
    rows = sent(
        *(
            {"sent_at": START + timedelta(seconds=int(s)), "lat_deg": 38 + int(x) / 10}
            for s, x in zip(rng.integers(0, 20, 200), rng.integers(0, 3, 200), strict=True)
        )
    )

    once, again = drop_repeats(rows), drop_repeats(rows.sample(fraction=1, shuffle=True, seed=3))

    assert once.rows.equals(again.rows)
    assert once.rejected.equals(again.rejected)
    assert len(once.rows) + len(once.rejected) == 200


def test_names_lose_control_characters_and_filler() -> None:
    rows = pl.DataFrame(
        [
            {
                "row": 0,
                "mmsi": 412000001,
                "name": "AB\x1b[31mC\x00\u202eD@@@",
                "imo_sent": "IMO9074729",
            },
            {"row": 1, "mmsi": 412000001, "name": "@@@@", "imo_sent": "9074728", "length_m": 0.0},
            {"row": 2, "mmsi": 0, "name": "X"},
        ],
        schema=dtypes_of(STATICS),
        orient="row",
    )

    cleaned = clean_statics(rows)

    check_statics(cleaned.rows)
    assert cleaned.rows.select("name", "imo", "length_m").rows() == [
        ("AB [31mC D", "9074729", None),
        (None, None, None),
    ]
    assert cleaned.rejected.rows() == [(2, 0, "mmsi_zero")]
    assert cleaned.emptied["name"] == 1


def test_numbers_of_rows_that_come_twice_cost_no_other_ship_its_position() -> None:
    rows = sent(
        {"row": 0},
        {"row": 1},
        {"row": 1, "mmsi": 413000002},
        {"row": 0, "mmsi": 413000002, "sent_at": minutes(1)},
    )

    cleaned = drop_repeats(rows)

    assert cleaned.rows["mmsi"].to_list() == [412000001, 413000002, 413000002]
    assert cleaned.rejected.select("mmsi", "reason").rows() == [(412000001, "duplicate")]
