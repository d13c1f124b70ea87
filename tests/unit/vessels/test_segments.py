from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.unit.vessels.silence_builders import make_track, together

from coalface.vessels.geodesy import M_PER_NMI, haversine_m
from coalface.vessels.presets import load_preset
from coalface.vessels.segments import find_segments

SAMPLE = Path(__file__).parents[2] / "cases" / "vessels" / "ais_sample.parquet"
OURS = load_preset("yellow-sea-v1")


def test_a_plain_track_is_one_segment_whatever_its_silences() -> None:
    track = make_track(412000001, silent=((10.0, 30.0),))

    found = find_segments(track, preset=OURS)

    assert found.segments.height == 1
    assert found.segments["n"].to_list() == [track.height]
    assert found.joins.height == 0


def test_two_ships_of_one_number_at_one_time_are_parted() -> None:
    here, there = make_track(412000001), make_track(412000001, lat=30.0, every_min=7.0)

    found = find_segments(together(here, there), preset=OURS)

    assert sorted(found.segments["n"]) == sorted([here.height, there.height])
    assert found.segments["n_simultaneous"].to_list() == [2, 2]


def seen_elsewhere_for(hours: float) -> list[int]:
    """Sizes of the runs of a ship long silent, whose number is at another place for some hours."""
    ship = make_track(412000001, hours=120.0, silent=((60.0, 112.0),))
    other = make_track(412000001, lat=30.0, every_min=7.0, hours=hours)
    return sorted(find_segments(together(ship, other), preset=OURS).segments["n"])


def test_hours_at_two_places_do_not_cut_a_track_at_a_later_silence() -> None:
    whole = make_track(412000001, hours=120.0, silent=((60.0, 112.0),)).height

    assert seen_elsewhere_for(5.0)[-1] == whole
    assert seen_elsewhere_for(50.0)[-1] < whole


def test_one_false_position_does_not_cut_a_track() -> None:
    track = make_track(412000001)
    at = track.height // 2
    broken = track.with_columns(
        lat_deg=pl.when(pl.col("row") == at).then(10.0).otherwise("lat_deg")
    )

    found = find_segments(broken, preset=OURS)

    assert sorted(found.segments["n"]) == [1, track.height - 1]
    assert found.segments["n_simultaneous"].max() == 1


def test_the_date_line_does_not_cut_a_track() -> None:
    track = make_track(412000001, lat=0.0, lon=180.0, course=90.0)

    assert track["lon_deg"].min() < -179 < 179 < track["lon_deg"].max()  # type: ignore[operator]
    assert find_segments(track, preset=OURS).segments.height == 1


def test_segments_do_not_rest_on_the_order_of_rows() -> None:
    mixed = together(make_track(412000001), make_track(412000001, lat=33.0), make_track(412000002))

    straight = find_segments(mixed, preset=OURS)
    shuffled = find_segments(mixed.sample(fraction=1.0, shuffle=True, seed=3), preset=OURS)

    assert straight.positions.equals(shuffled.positions)
    assert straight.segments.equals(shuffled.segments)
    assert straight.joins.equals(shuffled.joins)


def test_every_message_is_in_just_one_segment() -> None:
    mixed = together(make_track(412000001), make_track(412000001, lat=33.0))

    found = find_segments(mixed, preset=OURS)

    assert sorted(found.positions["row"]) == list(range(mixed.height))
    assert found.segments["n"].sum() == mixed.height
    named = found.segments["segment_id"].gather(pl.Series(found.number))
    assert named.to_list() == found.positions["segment_id"].to_list()


def test_no_positions_give_no_segments() -> None:
    found = find_segments(make_track(412000001).clear(), preset=OURS)

    assert found.segments.height == 0
    assert found.positions.height == 0


@pytest.fixture(scope="module")
def shared_number() -> pl.DataFrame:
    frame = pl.read_parquet(SAMPLE).with_row_index("row").filter(pl.col("mmsi") == 416000000)
    return frame.select(
        pl.col("row").cast(pl.Int64),
        "mmsi",
        sent_at=pl.col("timestamp").dt.cast_time_unit("us"),
        lat_deg="lat",
        lon_deg="lon",
        sog_kn=pl.when(pl.col("sog") < 102.2).then("sog"),
        cog_deg=pl.when(pl.col("cog") < 360).then("cog"),
        transponder_class=pl.lit(None, pl.String),
    )


def test_no_segment_of_a_shared_number_needs_more_than_40_knots(
    shared_number: pl.DataFrame,
) -> None:
    found = find_segments(shared_number, preset=OURS)

    rows = found.positions.sort("segment_id", "sent_at", "row")
    lat, lon = rows["lat_deg"].to_numpy(), rows["lon_deg"].to_numpy()
    nmi = haversine_m(lat[:-1], lon[:-1], lat[1:], lon[1:]) / M_PER_NMI
    hours = np.diff(rows["sent_at"].to_physical().to_numpy()) / 3.6e9
    same = (rows["segment_id"][1:] == rows["segment_id"][:-1]).to_numpy()
    assert (nmi[same & (hours > 0)] / hours[same & (hours > 0)]).max() <= 40.0
    assert nmi[same & (hours == 0)].max() <= 0.1
    assert found.segments["n_simultaneous"].max() >= 3  # type: ignore[operator]
