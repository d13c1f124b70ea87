"""Laws of meetings and calls: order of rows, clock and place on the globe do not matter."""

from datetime import timedelta

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.vessels.tracks_at_sea import meeting, numbered, track

from coalface.vessels.berths import Berths
from coalface.vessels.encounters import find_encounters
from coalface.vessels.meeting_settings import MeetingSettings, PortVisitSettings
from coalface.vessels.port_visits import find_port_visits
from coalface.vessels.presets import load_preset

PRESET = load_preset("yellow-sea-v1")
MEETINGS, CALLS = PRESET.need(MeetingSettings), PRESET.need(PortVisitSettings)
POSITIONS = pl.concat(
    [
        meeting(),
        numbered(track(3, [(0, 0, -90e3), (5, 0, 500), (30, 0, 500), (36, 0, -90e3)])),
        numbered(
            track(4, [(0, 0, -90e3), (5, 0, 500), (30, 0, 500), (36, 9e4, 0)], silent=(4, 33))
        ),
    ]
).with_columns(row=pl.int_range(pl.len(), dtype=pl.Int64))
PLACE = pl.DataFrame(
    {"port_id": ["KP-X"], "country": ["KP"], "lat_deg": [37.0], "lon_deg": [124.0],
     "radius_m": [4500.0]}
)  # fmt: skip
TIMES = ("starts_at", "ends_at")


def meetings(positions: pl.DataFrame) -> pl.DataFrame:
    return find_encounters(positions, settings=MEETINGS).events


def calls(positions: pl.DataFrame, shift_deg: float = 0.0) -> pl.DataFrame:
    place = PLACE.with_columns((pl.col("lon_deg") + shift_deg + 180) % 360 - 180)
    return find_port_visits(positions, Berths(place, place), settings=CALLS).events


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_order_of_rows_does_not_matter(seed: int) -> None:
    shuffled = POSITIONS.sample(fraction=1.0, shuffle=True, seed=seed)

    assert meetings(shuffled).equals(meetings(POSITIONS))
    assert calls(shuffled).equals(calls(POSITIONS))


@given(steps=st.integers(-5000, 5000))
@settings(max_examples=10, deadline=None)
def test_events_move_with_the_clock(steps: int) -> None:
    shift = timedelta(minutes=10 * steps)
    later = POSITIONS.with_columns(pl.col("sent_at") + shift)

    moved, here = meetings(later), meetings(POSITIONS)

    assert moved.height == here.height > 0
    for name in TIMES:
        off = (moved[name] - here[name] - shift).dt.total_milliseconds()
        assert off.abs().max() <= 1  # type: ignore[operator]
    assert np.allclose(moved["score"], here["score"], atol=1e-9)
    assert calls(later)["port_id"].to_list() == calls(POSITIONS)["port_id"].to_list()


@given(quarters=st.integers(1, 1439))
@settings(max_examples=10, deadline=None)
def test_the_date_line_is_a_meridian_like_greenwich(quarters: int) -> None:
    shift = quarters / 4.0
    turned = POSITIONS.with_columns((pl.col("lon_deg") + shift + 180) % 360 - 180)

    moved, here = meetings(turned), meetings(POSITIONS)

    assert moved.select("mmsi_1", "mmsi_2").equals(here.select("mmsi_1", "mmsi_2"))
    assert np.allclose(moved["score"], here["score"], atol=1e-6)
    assert np.allclose(moved["distance_m"].drop_nulls(), here["distance_m"].drop_nulls(), atol=0.01)
    turn = (moved["lon_deg"] - here["lon_deg"] - shift).to_numpy()
    assert np.allclose((turn + 180) % 360 - 180, 0, atol=1e-6)
    assert calls(turned, shift)["kind"].to_list() == calls(POSITIONS)["kind"].to_list()
