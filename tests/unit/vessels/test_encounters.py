"""Two ships meet or do not; what is usual at a place is set aside with that reason."""

import numpy as np
import polars as pl
import pytest
from tests.unit.vessels.tracks_at_sea import START, meeting, numbered, track

from coalface.tables.encounters import ENCOUNTERS
from coalface.tables.schema import dtypes_of
from coalface.vessels.encounters import EncountersFound, find_encounters
from coalface.vessels.meeting_settings import MeetingSettings
from coalface.vessels.presets import load_preset


def find(positions: pl.DataFrame, statics: pl.DataFrame | None = None) -> EncountersFound:
    settings = load_preset("yellow-sea-v1").need(MeetingSettings)
    return find_encounters(positions, statics, settings=settings)


def pairs(found: EncountersFound) -> pl.DataFrame:
    return found.events.filter(pl.col("mmsi_2") > 0)


def test_two_ships_that_drift_side_by_side_in_open_water_are_a_meeting() -> None:
    found = find(meeting())

    event = pairs(found).row(0, named=True)
    assert pairs(found).height == 1
    assert (event["mmsi_1"], event["mmsi_2"]) == (412000001, 412000002)
    assert event["score"] > 0.9
    assert event["distance_m"] == pytest.approx(70, abs=1)
    assert event["duration_h"] == pytest.approx(8, abs=0.2)
    assert event["interpolated_share"] == 0


def test_events_fit_the_table_and_each_has_evidence() -> None:
    found = find(meeting())

    wanted = {k: v for k, v in dtypes_of(ENCOUNTERS).items() if k != "evidence_id"}
    assert dict(found.events.schema) == wanted
    assert len(found.evidence) == found.events.height
    inputs = found.evidence[0]["inputs"]
    assert isinstance(inputs, list)
    assert 150 < len(inputs) < 180  # eight hours of two ships, a fix every six minutes


def test_a_place_without_history_is_told_as_one_of_which_nothing_usual_is_known() -> None:
    found = find(meeting())

    (told,) = [e for e in found.evidence if e.get("n_stops_near") == 0 == e.get("n_pairs_near")]
    against = told["counter_evidence"]
    assert isinstance(against, list)
    assert any("what is usual there is not known" in words for words in against)


def test_closest_approach_is_exact_between_fixes() -> None:
    passing = numbered(
        track(1, [(0, -20e3, 0), (3, 20e3, 0)], every_min=30),
        track(2, [(0, -20e3, 300), (3, 20e3, -150)], every_min=30),
    )
    settings = load_preset("yellow-sea-v1").need(MeetingSettings)
    near = settings.model_copy(update={"tiers": ((100.0, 0.5),), "max_speed_kn": 20.0})

    found = find_encounters(passing, settings=near)

    hours = found.events.with_columns(
        a=(pl.col("starts_at") - START).dt.total_milliseconds() / 3.6e6,
        b=(pl.col("ends_at") - START).dt.total_milliseconds() / 3.6e6,
    ).row(0, named=True)
    assert hours["a"] == pytest.approx(3 * 200 / 450, abs=1e-3)  # 100 m apart
    assert hours["b"] == pytest.approx(3 * 400 / 450, abs=1e-3)
    assert found.evidence[0]["least_m"] == pytest.approx(0, abs=0.5)


def test_a_silent_partner_is_not_carried_on() -> None:
    one = track(1, [(0, -40e3, 0), (2, 0, 0), (10, 6e3, 0), (12, 40e3, 0)])
    two = track(2, [(0, 0, 40e3), (2, 0, 70), (10, 6e3, 70), (12, 0, -40e3)], silent=(2.5, 9.5))

    found = find(numbered(one, two))

    assert pairs(found).is_empty()
    lone = found.events.filter(pl.col("mmsi_2") == 0)
    evidence = found.evidence[found.events["mmsi_2"].to_list().index(0)]
    assert lone["mmsi_1"].to_list() == [1]
    candidates = evidence["candidates"]
    assert isinstance(candidates, list)
    assert [c["mmsi"] for c in candidates] == [2]
    assert candidates[0]["hours_there"] == pytest.approx(7, abs=0.6)


def test_ships_berthed_side_by_side_are_usual_at_their_place() -> None:
    rng = np.random.default_rng(1)
    quays = [
        track(
            100 + k,
            [(k * 2.0, 30e3, 0), (k * 2.0 + 2, 90.0 * (k % 8), 0),
             (k * 2.0 + 30, 90.0 * (k % 8), 0), (k * 2.0 + 32, 30e3, 0)],
        ).with_columns(pl.col("lat_deg") + pl.Series(rng.normal(0, 5e-5, 321)))
        for k in range(16)
    ]  # fmt: skip

    found = find(numbered(*quays))

    assert pairs(found).filter(pl.col("score") > 0.5).is_empty()
    reasons = found.suppressed.filter(pl.col("mmsi_2") > 0)["suppressed_by"].value_counts()
    assert dict(reasons.rows())["usual_at_this_place"] > 20


def test_a_convoy_is_set_aside_as_under_way_together() -> None:
    convoy = numbered(
        track(1, [(0, 0, 0), (6, 100e3, 0)]), track(2, [(0, 0, 300), (6, 100e3, 300)])
    )

    found = find(convoy)

    assert found.events.is_empty()
    assert found.suppressed["suppressed_by"].to_list() == ["under_way_together"]


def test_a_tug_alongside_scores_less_than_another_ship() -> None:
    kinds = pl.DataFrame(
        {"mmsi": [412000001, 412000002], "ship_type": [70, 52], "length_m": [110.0, 30.0],
         "beam_m": [18.0, 9.0], "received_at": [START, START], "draught_m": [None, None]}
    )  # fmt: skip

    with_tug = pairs(find(meeting(), kinds))["score"][0]
    unknown = pairs(find(meeting()))["score"][0]

    assert with_tug < unknown


@pytest.mark.parametrize("n_rows", [0, 1])
def test_no_track_and_a_track_of_one_point_give_nothing(n_rows: int) -> None:
    found = find(meeting().head(n_rows))

    assert found.events.is_empty()
    assert found.suppressed.is_empty()


def test_doubled_messages_change_nothing() -> None:
    once = meeting()
    twice = pl.concat([once, once]).with_columns(row=pl.int_range(pl.len(), dtype=pl.Int64))

    assert find(twice).events.equals(find(once).events)


def test_a_ship_at_two_places_at_once_does_not_meet_itself() -> None:
    segments = pl.concat(
        [
            track(1, [(0, 0, 0), (6, 4e3, 0)]).with_columns(segment_id=pl.lit("a")),
            track(1, [(0, 0, 80), (6, 4e3, 80)]).with_columns(segment_id=pl.lit("b")),
        ]
    ).with_columns(row=pl.int_range(pl.len(), dtype=pl.Int64))

    assert pairs(find(segments)).is_empty()


def test_the_pole_is_a_place_like_any_other() -> None:
    ships = [
        track(mmsi, [(0, 0, 0), (5, 0, 0)]).with_columns(
            lat_deg=pl.lit(90.0 - 30 / 111_195), lon_deg=pl.lit(lon)
        )
        for mmsi, lon in ((1, 0.0), (2, 180.0), (3, -90.0))
    ]

    found = find(numbered(*ships))

    both = pl.concat([pairs(found).select("mmsi_1", "mmsi_2"), found.suppressed.select(
        mmsi_1="mmsi", mmsi_2="mmsi_2").filter(pl.col("mmsi_2") > 0)])  # fmt: skip
    assert sorted(both.rows()) == [(1, 2), (1, 3), (2, 3)]
