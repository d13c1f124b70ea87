from datetime import timedelta

import polars as pl
from tests.unit.vessels.silence_builders import START, make_track, together

from coalface.tables.schema import empty_table
from coalface.tables.statics import STATICS
from coalface.vessels.detectors import sort_into_segments
from coalface.vessels.presets import GapSettings, Preset, load_preset
from coalface.vessels.rule_events import find_grid_encounter_events, find_rule_gap_events
from coalface.vessels.shares import Found, Share

WELCH, GFW = load_preset("welch-2022"), load_preset("gfw-2026")
SHIP = 412_000_001


def found(positions: pl.DataFrame, preset: Preset) -> Found:
    share = Share(sort_into_segments(positions, preset), empty_table(STATICS))
    return find_rule_gap_events(share, preset)


def welch_without_shore() -> Preset:
    gaps = WELCH.need(GapSettings).model_copy(update={"min_shore_nmi": 0.0})
    return WELCH.model_copy(update={"gaps": gaps})


def by_satellite(mmsi: int, *, every_min: float = 30.0, silent: bool = False) -> pl.DataFrame:
    spell = ((30.0, 50.0),) if silent else ()
    track = make_track(mmsi, hours=72.0, every_min=every_min, silent=spell)
    return track.with_columns(receiver=pl.lit("satellite"))


def test_where_satellites_hear_well_the_rule_of_welch_reports_the_silence() -> None:
    heard = together(by_satellite(SHIP, silent=True), *(by_satellite(SHIP + n) for n in (1, 2)))

    gaps = found(heard, welch_without_shore())

    assert gaps.events.select("mmsi", "is_open").rows() == [(SHIP, False)]
    assert gaps.events["lat_deg"].is_not_null().all()
    assert isinstance(gaps.evidence, pl.DataFrame)
    assert gaps.evidence["satellite_positions_per_day"][0] > 10


def test_where_they_hear_little_it_is_set_aside_with_its_reason() -> None:
    poor = [by_satellite(SHIP + n, every_min=240.0) for n in (1, 2)]
    silent = by_satellite(SHIP, silent=True).with_columns(sog_kn=pl.lit(0.1))  # counts for nothing

    gaps = found(together(silent, *poor), welch_without_shore())

    assert gaps.events.is_empty()
    assert gaps.suppressed.select("mmsi", "suppressed_by").rows() == [(SHIP, "poor_reception")]
    assert "positions a day" in gaps.suppressed["reason"][0]
    assert gaps.suppressed["lat_deg"].is_not_null().all()
    assert len(gaps.suppressed["inputs"][0]) == 2


def test_messages_of_shore_receivers_before_a_silence_do_not_count_for_welch() -> None:
    shore = by_satellite(SHIP, silent=True).with_columns(receiver=pl.lit("terrestrial"))

    gaps = found(together(shore, by_satellite(SHIP + 1)), welch_without_shore())

    assert gaps.suppressed["suppressed_by"].to_list() == ["few_before"]


def test_a_silence_that_lasts_to_the_end_of_the_data_is_open_by_rule() -> None:
    gone = make_track(SHIP, hours=20.0)
    others = make_track(SHIP + 1, hours=47.5)

    gaps = found(together(gone, others), GFW).events

    assert gaps.select("mmsi", "is_open", "end_row").rows() == [(SHIP, True, None)]
    assert gaps["ends_at"][0] == others["sent_at"].max()
    assert gaps["duration_h"][0] == (gaps["ends_at"][0] - gaps["starts_at"][0]) / timedelta(hours=1)
    assert gaps["starts_at"][0] > START + timedelta(hours=19)


def test_no_silence_is_open_that_is_short_at_the_last_message_though_long_at_midnight() -> None:
    gaps = found(together(make_track(SHIP, hours=24.5), make_track(SHIP + 1, hours=24.1)), GFW)

    assert gaps.events.is_empty()


def test_an_open_silence_that_welch_sets_aside_has_no_end() -> None:
    gone = make_track(SHIP, hours=20.0, lat=37.5, lon=123.5)

    aside = found(together(gone, make_track(SHIP + 1, hours=47.5)), WELCH).suppressed

    assert aside["ends_at"].to_list() == [None]
    assert aside["mmsi"].to_list() == [SHIP]


def test_a_meeting_at_round_times_names_the_messages_of_both_ships_about_it() -> None:
    pair = [
        make_track(SHIP + k, hours=12.0, knots=0.1, lat=37.0 + 0.0005 * k, every_min=7.0)
        for k in (0, 1)
    ]
    positions = together(*pair)
    share = Share(sort_into_segments(positions, GFW), empty_table(STATICS))

    meetings = find_grid_encounter_events(share, GFW)

    (inputs,) = meetings.evidence["inputs"]  # type: ignore[call-overload]
    named = positions.filter(pl.col("row").is_in(inputs.implode()))
    assert sorted(named["mmsi"].unique()) == [SHIP, SHIP + 1]
    for ship in (SHIP, SHIP + 1):
        at = named.filter(mmsi=ship)["sent_at"]
        assert at.min() <= meetings.events["starts_at"][0]
        assert at.max() == positions.filter(mmsi=ship)["sent_at"].max()
        assert len(at) > 50
