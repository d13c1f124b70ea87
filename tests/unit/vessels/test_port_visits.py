"""Calls that were seen, and calls that fit a silence."""

from datetime import timedelta

import polars as pl
import pytest
from tests.unit.vessels.tracks_at_sea import START, numbered, track

from coalface.tables.port_visits import PORT_VISITS
from coalface.tables.schema import dtypes_of
from coalface.vessels.berths import Berths, make_berths
from coalface.vessels.geography import load_ports
from coalface.vessels.meeting_settings import PortVisitSettings
from coalface.vessels.port_visits import PortVisitsFound, find_port_visits
from coalface.vessels.presets import load_preset

SETTINGS = load_preset("yellow-sea-v1").need(PortVisitSettings)
CALL = [(0, 0, -120e3), (6, 0, 0), (30, 0, 0), (36, 0, -120e3)]


def berths(*places: tuple[str, float, float]) -> Berths:
    rows = [
        {"port_id": name, "country": name[:2], "lat_deg": lat, "lon_deg": lon, "radius_m": 4500.0}
        for name, lat, lon in places
    ]
    return Berths(pl.DataFrame(rows), pl.DataFrame(rows))


def find(positions: pl.DataFrame, statics: pl.DataFrame | None = None) -> PortVisitsFound:
    places = berths(("KP-X", 37.0, 124.0), ("CN-Y", 37.0, 121.0))
    return find_port_visits(positions, places, statics, settings=SETTINGS)


def hours(found: PortVisitsFound, column: str) -> list[float]:
    since = (pl.col(column) - START).dt.total_seconds() / 3600
    return found.events.select(since).to_series().to_list()


def test_a_stay_at_a_berth_is_a_call_with_its_times() -> None:
    found = find(numbered(track(1, CALL)))

    assert found.events["port_id"].to_list() == ["KP-X"]
    assert found.events["kind"].to_list() == ["observed"]
    assert hours(found, "arrived_at") == pytest.approx([6.0], abs=0.11)
    assert hours(found, "departed_at") == pytest.approx([30.0], abs=0.11)
    assert hours(found, "arrived_earliest_at")[0] < hours(found, "arrived_at")[0]
    assert hours(found, "departed_latest_at")[0] > hours(found, "departed_at")[0]
    assert found.events["gfw_confidence"].to_list() == [4]
    assert found.events["p"][0] > 0.9


def test_events_fit_the_table_and_each_has_evidence() -> None:
    found = find(numbered(track(1, CALL, silent=(3, 33))))

    wanted = {k: v for k, v in dtypes_of(PORT_VISITS).items() if k != "evidence_id"}
    assert dict(found.events.schema) == wanted
    assert len(found.evidence) == found.events.height > 0


def test_an_open_call_in_the_dprk_says_that_ais_was_on() -> None:
    found = find(numbered(track(1, CALL)))

    against = found.evidence["counter_evidence"][0].to_list()
    assert against == ["The ship sent AIS openly during this call."]


def test_passing_a_berth_is_no_call() -> None:
    found = find(numbered(track(1, [(0, 0, -60e3), (6, 0, 60e3)])))

    assert found.events.is_empty()


def test_noise_at_the_berth_does_not_part_a_call() -> None:
    shift = [(0, 0, -120e3), (6, 0, 0), (15, 0, 0), (15.2, 900, 0), (30, 900, 0), (36, 0, -120e3)]

    found = find(numbered(track(1, shift)))

    assert found.events.height == 1


def test_leaving_and_coming_back_are_two_calls() -> None:
    twice = [(0, 0, -120e3), (6, 0, 0), (15, 0, 0), (16, 0, -9e3), (17, 0, 0), (30, 0, 0),
             (36, 0, -120e3)]  # fmt: skip

    found = find(numbered(track(1, twice)))

    assert found.events["kind"].to_list() == ["observed", "observed"]


def test_a_call_within_a_silence_is_inferred_and_never_called_observed() -> None:
    found = find(numbered(track(1, CALL, silent=(3, 33))))

    assert found.events["kind"].to_list() == ["inferred"]
    assert found.events["port_id"].to_list() == ["KP-X"]
    assert found.evidence["counter_evidence"][0].to_list() == ["Nobody saw the ship in port."]


def test_a_silence_just_long_enough_for_the_way_hides_no_call() -> None:
    straight = track(1, [(0, -100e3, -50e3), (10, 100e3, -50e3)], silent=(2, 8))

    found = find(numbered(straight.with_columns(sog_kn=pl.lit(10.8))))

    assert found.events.is_empty()


def test_a_changed_draught_makes_a_hidden_call_likelier() -> None:
    positions = numbered(track(1, CALL, silent=(3, 33)))
    stated = pl.DataFrame(
        {
            "mmsi": [1, 1],
            "received_at": [START + timedelta(hours=1), START + timedelta(hours=34)],
            "draught_m": [4.0, 7.0],
            "ship_type": [70, 70],
        }
    ).with_columns(pl.col("received_at").cast(pl.Datetime("us", "UTC")))

    plain, deeper = find(positions), find(positions, stated)

    assert deeper.events["p"][0] > plain.events["p"][0]
    assert deeper.evidence["draught_change_m"][0] == pytest.approx(3.0)


@pytest.mark.parametrize("n_rows", [0, 1])
def test_no_track_and_a_track_of_one_point_give_nothing(n_rows: int) -> None:
    found = find(numbered(track(1, CALL)).head(n_rows))

    assert found.events.is_empty()
    assert found.suppressed.is_empty()


def test_ten_thousand_silences_of_one_ship_are_all_weighed() -> None:
    knots = [(6.0 * k, 30e3 * (k % 2), 0.0) for k in range(10_001)]
    far = numbered(track(1, knots, every_min=360))

    found = find(far)

    n = found.events.height + found.suppressed.height
    assert n > 1000
    assert len(found.evidence) == found.events.height


def test_cells_near_a_port_belong_to_it_and_others_to_their_label() -> None:
    cells = pl.DataFrame(
        {"cell": ["a", "b"], "lat_deg": [38.74, 20.0], "lon_deg": [125.41, 110.0],
         "label": ["NEAR", "FAR"], "iso3": ["PRK", "CHN"]}
    )  # fmt: skip

    places = make_berths(load_ports(), cells, settings=SETTINGS).places.tail(2)

    assert places["port_id"].to_list() == ["KP-NAMPO", "cell:CHN:FAR"]
