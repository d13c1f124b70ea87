import polars as pl
from tests.unit.vessels.silence_builders import make_track, together

from coalface.vessels.gfw.gaps import find_rule_gaps
from coalface.vessels.presets import GapSettings, load_preset
from coalface.vessels.rule_events import _satellite_positions_per_day

RULE = load_preset("welch-2022").need(GapSettings)


def test_a_gap_of_just_twelve_hours_counts() -> None:
    track = make_track(412000001, silent=((12.0, 24.0),))

    assert find_rule_gaps(track, settings=RULE)["duration_h"].to_list() == [12.0]


def test_reception_is_counted_per_ship_and_day_of_satellites_alone() -> None:
    silent = make_track(412000001, silent=((12.0, 26.0),), every_min=60.0)
    others = [
        make_track(412000002 + i, every_min=60.0).with_columns(receiver=pl.lit("satellite"))
        for i in range(3)
    ]
    gaps = find_rule_gaps(silent, settings=RULE)

    heard = _satellite_positions_per_day(gaps, together(silent, *others), settings=RULE)
    by_shore = _satellite_positions_per_day(gaps, silent, settings=RULE)

    assert 1 <= heard[0] <= 24
    assert by_shore.to_list() == [None]
