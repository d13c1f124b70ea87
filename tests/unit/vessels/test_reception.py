from datetime import timedelta

import polars as pl
from tests.unit.vessels.silence_builders import START, make_fleet, make_track, together

from coalface.vessels.presets import load_preset
from coalface.vessels.reachable import find_reachable_ports
from coalface.vessels.segments import find_segments
from coalface.vessels.silence_settings import SilenceSettings
from coalface.vessels.silence_table import weigh_silences
from coalface.vessels.silences import find_silences

OURS = load_preset("yellow-sea-v1")
SHIP = 413_000_001


def weighed(positions: pl.DataFrame) -> pl.DataFrame:
    segments = find_segments(positions, preset=OURS)
    silences = find_silences(segments, OURS.need(SilenceSettings))
    names = segments.segments["segment_id"]
    return weigh_silences(silences, names, None, preset=OURS).filter(pl.col("mmsi") == SHIP)


def ship(**options: float) -> pl.DataFrame:
    return make_track(SHIP, hours=72.0, lon=123.45, silent=((30.0, 42.0),), **options)


def test_of_a_ship_alone_nothing_is_known_of_reception() -> None:
    table = weighed(ship())

    assert table["support"].to_list() == [0.0]
    assert table["region_support"].to_list() == [0.0]


def test_much_is_expected_where_others_are_heard_and_little_where_they_are_not() -> None:
    heard = weighed(together(*make_fleet(hours=72.0), ship()))
    weak = [
        track.filter(pl.int_range(pl.len()) % 90 == i)
        for i, track in enumerate(make_fleet(hours=72.0))
    ]
    unheard = weighed(together(*weak, ship()))

    assert heard["expected_others"][0] > 15
    assert unheard["expected_others"][0] < 0.6 * heard["expected_others"][0]


def test_neighbours_are_counted_with_those_that_were_heard() -> None:
    table = weighed(together(*make_fleet(hours=72.0), ship()))

    assert table["n_neighbours"][0] >= 3
    assert table["n_neighbours_heard"][0] <= table["n_neighbours"][0]
    assert abs(table["n_neighbours_expected"][0] - table["n_neighbours_heard"][0]) < 1.5


def test_ships_of_the_other_class_are_no_neighbours() -> None:
    fleet = together(*make_fleet(hours=72.0)).with_columns(transponder_class=pl.lit("B"))

    table = weighed(together(fleet, ship()))

    assert table["n_neighbours"].to_list() == [None]


def silence(**cells: object) -> pl.DataFrame:
    default = {
        "gap": 7,
        "starts_at": START,
        "ends_at": START + timedelta(hours=20),
        "lat_deg": 38.0,
        "lon_deg": 124.0,
        "end_lat_deg": 38.0,
        "end_lon_deg": 124.0,
        "top_kn": 10.0,
    }
    instants = {"starts_at": pl.Datetime("us", "UTC"), "ends_at": pl.Datetime("us", "UTC")}
    return pl.DataFrame([default | cells], schema_overrides=instants | {"end_lat_deg": pl.Float64})


PORTS = pl.DataFrame(
    {"port_id": ["NEAR", "FAR"], "lat_deg": [38.5, 45.0], "lon_deg": [124.0, 124.0]}
)


def test_a_port_is_reachable_within_the_time_for_both_ways() -> None:
    found = find_reachable_ports(silence(), PORTS)

    assert found["port_id"].to_list() == ["NEAR"]
    assert abs(found["spare_h"][0] - (20 - 6)) < 0.1
    assert found["earliest_at"][0] - START > timedelta(hours=2.9)


def test_an_open_silence_has_no_way_back_yet() -> None:
    found = find_reachable_ports(silence(end_lat_deg=None, end_lon_deg=None), PORTS)

    assert abs(found["spare_h"][0] - (20 - 3)) < 0.1
