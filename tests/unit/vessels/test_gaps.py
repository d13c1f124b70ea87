import time
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.unit.vessels.silence_builders import START, make_fleet, make_track, together

from coalface.tables.gaps import CAUSES, check_gaps
from coalface.vessels.gaps import GapsFound, find_gaps
from coalface.vessels.interference import INTERFERED
from coalface.vessels.presets import load_preset
from coalface.vessels.segments import find_segments
from coalface.vessels.silence_settings import SilenceSettings
from coalface.vessels.windows import Window

SAMPLE = Path(__file__).parents[2] / "cases" / "vessels" / "ais_sample.parquet"
OURS = load_preset("yellow-sea-v1")
ANY_SILENCE = OURS.model_copy(
    update={"silences": OURS.need(SilenceSettings).model_copy(update={"times_median": 0.0})}
)
SHIP = 413_000_001
STATICS = {"row": 0, "mmsi": SHIP, "received_at": START, "ship_type": 70, "length_m": 120.0}


def statics() -> pl.DataFrame:
    return pl.DataFrame([STATICS]).with_columns(
        pl.col("received_at").cast(pl.Datetime("us", "UTC")),
        imo=pl.lit(None, pl.String),
        name=pl.lit(None, pl.String),
        draught_m=pl.lit(None, pl.Float64),
    )


def gaps_of(positions: pl.DataFrame) -> GapsFound:
    return find_gaps(find_segments(positions, preset=OURS), statics(), preset=OURS)


def cargo_ship(*silent: tuple[float, float], hours: float = 96.0) -> pl.DataFrame:
    return make_track(SHIP, hours=hours, lon=123.45, knots=11.0, silent=silent)


def p_of_ship(found: GapsFound) -> float:
    events = found.events.filter(pl.col("mmsi") == SHIP, ~pl.col("is_open"))
    assert events.height == 1
    return float(events["p_deliberate"][0])


def test_a_cargo_ship_silent_amid_well_heard_ships_stands_out() -> None:
    found = gaps_of(together(*make_fleet(hours=96.0), cargo_ship((50.0, 70.0))))

    assert p_of_ship(found) > 0.5
    event = found.events.row(0, named=True)
    assert event["n_neighbours_heard"] >= 1
    assert event["expected_messages"] > 10


def test_a_silence_shared_by_all_ships_does_not() -> None:
    fleet = make_fleet(hours=96.0, silent=((50.0, 70.0),))

    found = gaps_of(together(*fleet, cargo_ship((50.0, 70.0))))

    assert found.events["p_deliberate"].max() < 0.1  # type: ignore[operator]
    assert found.events["cause_provider_cut"].min() > 0.3  # type: ignore[operator]


def test_a_ship_alone_on_the_sea_keeps_to_the_prior() -> None:
    found = gaps_of(cargo_ship((50.0, 70.0)))

    assert p_of_ship(found) <= 0.01
    assert "reception_not_known" in found.evidence["reason_codes"][0].to_list()


def test_amid_interference_with_many_ships_the_same_silence_is_laid_to_that() -> None:
    positions = together(*make_fleet(hours=96.0), cargo_ship((50.0, 70.0)))
    segments = find_segments(positions, preset=OURS)
    hours = pl.DataFrame(
        [{"mmsi": SHIP, "hour": START + timedelta(hours=50)}], schema=INTERFERED, orient="row"
    )

    found = find_gaps(segments, statics(), preset=OURS, interfered=hours)

    plain = p_of_ship(gaps_of(positions))
    event = found.events.filter(pl.col("mmsi") == SHIP, ~pl.col("is_open")).row(0, named=True)
    assert plain > 0.5 > event["p_deliberate"]
    causes = {c: event[f"cause_{c}"] for c in CAUSES if c != "deliberate"}
    assert max(causes, key=lambda c: causes[c]) == "area_interference"
    assert sum(causes.values()) + event["p_deliberate"] == pytest.approx(1.0)
    told = found.evidence.filter(pl.Series(found.events["mmsi"] == SHIP)).row(0, named=True)
    assert "area_interference" in told["reason_codes"]


def test_the_causes_of_each_gap_sum_to_one() -> None:
    found = gaps_of(together(*make_fleet(hours=96.0), cargo_ship((20.0, 25.0), (50.0, 70.0))))

    total = found.events.select(pl.sum_horizontal(f"cause_{cause}" for cause in CAUSES))
    assert np.allclose(total.to_series().to_numpy(), 1.0)
    assert found.events["cause_deliberate"].to_list() == found.events["p_deliberate"].to_list()


def test_events_are_a_valid_table_with_one_row_of_evidence_each() -> None:
    found = gaps_of(together(*make_fleet(hours=96.0), cargo_ship((20.0, 25.0), (50.0, 70.0))))

    check_gaps(found.events.with_columns(evidence_id=pl.format("gap-{}", pl.int_range(pl.len()))))
    assert found.evidence.height == found.events.height
    for event, evidence in zip(found.events.to_dicts(), found.evidence.to_dicts(), strict=True):
        assert evidence["inputs"] == [event["start_row"], event["end_row"]]
        assert [a["p"] for a in evidence["alternatives"]] == sorted(
            (a["p"] for a in evidence["alternatives"]), reverse=True
        )


def test_a_silence_open_at_the_end_of_the_data_grows_more_certain_with_time() -> None:
    fleet = together(*make_fleet(hours=96.0), cargo_ship(hours=60.0))
    chances = []
    for hours in (66.0, 80.0, 96.0):
        until = START + timedelta(hours=hours)
        events = gaps_of(fleet.filter(pl.col("sent_at") < until)).events
        mine = events.filter(pl.col("mmsi") == SHIP)
        assert mine["is_open"].to_list() == [True]
        assert mine["ends_at"][0] == events["ends_at"].max()
        assert mine["end_row"].to_list() == [None]
        chances.append(mine["p_deliberate"][0])

    assert chances == sorted(chances)
    assert chances[-1] > 2 * chances[0]


def test_an_open_silence_tells_how_its_probability_grew_and_a_closed_one_does_not() -> None:
    fleet = together(*make_fleet(hours=96.0), cargo_ship((10.0, 20.0), hours=60.0))

    found = gaps_of(fleet)

    for event, told in zip(found.events.to_dicts(), found.evidence.to_dicts(), strict=True):
        grown = told["p_while_open"]
        assert (grown is not None) == event["is_open"]
        if grown is not None and event["mmsi"] == SHIP:
            assert list(grown.values()) == sorted(grown.values())
            assert grown["now"] == round(event["p_deliberate"], 6)
        facts = told["facts"]
        assert (
            facts["expected_slots_low"] <= facts["expected_slots"] <= facts["expected_slots_high"]
        )
        assert told["eez"] == "no figure"


def test_gaps_do_not_rest_on_the_order_of_rows() -> None:
    positions = together(*make_fleet(6), cargo_ship((20.0, 30.0), hours=48.0))

    straight = gaps_of(positions)
    shuffled = gaps_of(positions.sample(fraction=1.0, shuffle=True, seed=5))

    assert straight.events.equals(shuffled.events)
    assert straight.evidence.equals(shuffled.evidence)


def test_whole_days_earlier_the_same_ships_have_the_same_gaps() -> None:
    positions = together(*make_fleet(6), cargo_ship((20.0, 30.0), hours=48.0))
    moved = positions.with_columns(sent_at=pl.col("sent_at") - timedelta(days=100))

    here, there = gaps_of(positions).events, gaps_of(moved).events

    assert here["p_deliberate"].to_list() == pytest.approx(there["p_deliberate"].to_list())
    assert here["duration_h"].to_list() == there["duration_h"].to_list()


def test_repeated_messages_change_no_finding() -> None:
    positions = together(*make_fleet(6), cargo_ship((20.0, 30.0), hours=48.0))
    repeated = together(positions, positions.filter(pl.col("row") % 5 == 0))

    here, there = gaps_of(positions).events, gaps_of(repeated).events

    assert here["p_deliberate"].to_list() == pytest.approx(there["p_deliberate"].to_list())
    assert here["starts_at"].to_list() == there["starts_at"].to_list()


def test_half_the_messages_change_the_finding_little() -> None:
    positions = together(*make_fleet(hours=96.0), cargo_ship((50.0, 70.0)))
    thinned = positions.filter(pl.col("row") % 2 == 0)

    assert abs(p_of_ship(gaps_of(positions)) - p_of_ship(gaps_of(thinned))) < 0.1


def test_a_silence_between_two_ships_of_one_number_is_never_deliberate() -> None:
    shared = together(
        make_track(SHIP, hours=40.0, lon=123.45), make_track(SHIP, hours=90.0, lat=33.0)
    ).filter(
        (pl.col("lat_deg") > 34.5)
        | (pl.col("sent_at") < START + timedelta(hours=20))
        | (pl.col("sent_at") > START + timedelta(hours=60))
    )

    events = gaps_of(together(*make_fleet(hours=96.0), shared)).events
    events = events.filter(pl.col("mmsi") == SHIP)

    assert events.height >= 1
    doubtful = events.filter(pl.col("p_same_ship") < 0.9)
    assert doubtful["p_deliberate"].to_list() == [0.0] * doubtful.height
    assert set(doubtful["level"]) <= {"possible_two_ship_gap"}


@pytest.mark.parametrize("n", [0, 1])
def test_hardly_any_positions_give_no_gaps_and_no_error(n: int) -> None:
    found = gaps_of(cargo_ship().head(n))

    assert found.events.height == 0
    assert found.suppressed.height == 0


def test_no_silence_of_real_ships_with_nothing_to_hide_is_called_deliberate() -> None:
    frame = pl.read_parquet(SAMPLE).with_row_index("row")
    positions = frame.select(
        pl.col("row").cast(pl.Int64),
        "mmsi",
        sent_at=pl.col("timestamp").dt.cast_time_unit("us"),
        lat_deg="lat",
        lon_deg="lon",
        sog_kn=pl.when(pl.col("sog") < 102.2).then("sog"),
        cog_deg=pl.when(pl.col("cog") < 360).then("cog"),
        nav_status=pl.lit(None, pl.Int64),
        transponder_class=pl.lit(None, pl.String),
        receiver=pl.lit(None, pl.String),
    )
    for some in (
        positions,
        positions.filter(pl.col("mmsi").is_in([249014000, 413461490])),
        positions.filter(pl.col("mmsi") == 413461490),
    ):
        found = find_gaps(find_segments(some, preset=OURS), None, preset=OURS)
        assert found.events.height > 0
        assert found.events["p_deliberate"].max() < 0.5  # type: ignore[operator]


@pytest.mark.slow
def test_ten_thousand_silences_of_one_ship_cost_no_more_than_ten_times_a_thousand() -> None:
    def seconds(n: int) -> float:
        track = make_track(SHIP, hours=3.0 * n, every_min=180.0).with_columns(
            sent_at=pl.col("sent_at") + pl.duration(minutes=pl.col("row") % 7)
        )
        near = [track, track.with_columns(sent_at=pl.col("sent_at") + timedelta(minutes=20))]
        segments = find_segments(together(*near), preset=OURS)
        began = time.process_time()
        found = find_gaps(segments, None, preset=ANY_SILENCE)
        assert found.events.height >= n - 2
        return time.process_time() - began

    seconds(100)
    assert seconds(10_000) < 10 * max(seconds(1_000), 0.15)


def test_silences_of_one_stretch_are_those_found_among_all() -> None:
    ship = cargo_ship((20.0, 30.0), (50.0, 70.0), (80.0, 96.0))
    segments = find_segments(together(*make_fleet(hours=96.0), ship), preset=OURS)
    low = START + timedelta(hours=48)
    window = Window(0, low, low + timedelta(hours=24), is_last=False)

    found = find_gaps(segments, statics(), preset=OURS, window=window)

    every = find_gaps(segments, statics(), preset=OURS)
    is_in = every.events.select(window.holds("starts_at") & ~pl.col("is_open")).to_series()
    assert 0 < len(found.events) < len(every.events)
    assert found.events.equals(every.events.filter(is_in))
    assert found.evidence.equals(every.evidence.filter(is_in))


def test_a_stretch_without_silences_has_none() -> None:
    segments = find_segments(together(*make_fleet(hours=96.0), cargo_ship()), preset=OURS)
    window = Window(0, START - timedelta(days=9), START - timedelta(days=8), is_last=False)

    found = find_gaps(segments, statics(), preset=OURS, window=window)

    assert found.events.is_empty()
    assert found.evidence.is_empty()


def test_a_silence_that_lasts_to_the_end_of_the_data_is_not_told_as_heard_at_both_ends() -> None:
    found = gaps_of(together(*make_fleet(hours=96.0), cargo_ship((10.0, 20.0), hours=60.0)))

    codes = {
        event["is_open"]: set(told["reason_codes"])
        for event, told in zip(found.events.to_dicts(), found.evidence.to_dicts(), strict=True)
        if event["mmsi"] == SHIP
    }
    assert "heard_well_at_both_ends" in codes[False]
    assert "heard_well_at_both_ends" not in codes[True]
