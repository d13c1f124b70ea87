from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from coalface.tables.positions import POSITIONS
from coalface.tables.schema import dtypes_of
from coalface.vessels.contradictions import Contradictions
from coalface.vessels.falsification import find_falsifications
from coalface.vessels.presets import load_preset

START = datetime(2020, 1, 1, tzinfo=UTC)
PRESET = load_preset("yellow-sea-v1")


def track(
    lat: np.ndarray,
    lon: np.ndarray,
    sog: np.ndarray | float,
    *,
    minutes: float = 2.0,
    mmsi: int = 412000001,
) -> pl.DataFrame:
    n = len(lat)
    frame = pl.DataFrame(
        {
            "row": np.arange(n),
            "mmsi": np.full(n, mmsi),
            "sent_at": [START + timedelta(minutes=minutes * k) for k in range(n)],
            "lat_deg": lat,
            "lon_deg": lon,
            "sog_kn": np.broadcast_to(np.asarray(sog, dtype=float), n),
        }
    )
    missing = {k: v for k, v in dtypes_of(POSITIONS).items() if k not in frame.columns}
    return frame.with_columns(pl.lit(None, dtype=v).alias(k) for k, v in missing.items()).select(
        pl.col(k).cast(v) for k, v in dtypes_of(POSITIONS).items()
    )


def under_way(n: int, knots: float = 10.0, minutes: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    return 36 + np.arange(n) * knots * minutes / 60 / 60, np.full(n, 123.0)


def kinds(found: Contradictions) -> list[str]:
    return found.events["kind"].to_list()


def test_an_honest_track_has_no_contradiction() -> None:
    assert kinds(find_falsifications(track(*under_way(200), 10.0), preset=PRESET)) == []


def test_one_position_far_away_is_a_jump_and_return() -> None:
    lat, lon = under_way(60)
    lon = lon.copy()
    lon[30] += 1

    found = find_falsifications(track(lat, lon, 10.0), preset=PRESET)

    assert kinds(found) == ["jump_and_return"]
    assert found.events["n_positions"].to_list() == [1]
    assert found.evidence["inputs"].to_list() == [[29, 30, 31]]


def test_an_hour_elsewhere_and_back_is_an_offset() -> None:
    lat, lon = under_way(120)
    lon = lon.copy()
    lon[40:70] += 1

    found = find_falsifications(track(lat, lon, 10.0), preset=PRESET)

    assert kinds(found) == ["offset"]
    assert found.events["n_positions"].to_list() == [30]


def test_places_that_alternate_all_day_are_two_ships_of_one_number() -> None:
    lat, lon = under_way(100)
    lon = lon + np.where(np.arange(100) % 3 == 0, 2.0, 0.0)

    assert set(kinds(find_falsifications(track(lat, lon, 10.0), preset=PRESET))) == {"shared_mmsi"}


def test_a_place_that_stays_while_the_ship_says_it_moves_is_frozen() -> None:
    lat, lon = under_way(60)
    lat = lat.copy()
    lat[20:50] = lat[20]

    found = find_falsifications(track(lat, lon, 10.0), preset=PRESET)

    assert "frozen" in kinds(found)


def test_a_ship_at_berth_is_not_frozen() -> None:
    rng = np.random.default_rng(1)
    lat, lon = 38 + rng.normal(0, 1e-5, 300), 121.6 + rng.normal(0, 1e-5, 300)

    assert kinds(find_falsifications(track(lat, lon, 0.1), preset=PRESET)) == []


def test_a_ship_that_says_it_lies_still_and_goes_five_miles_drifts() -> None:
    lat, lon = under_way(60, knots=5.0)

    assert set(kinds(find_falsifications(track(lat, lon, 0.0), preset=PRESET))) == {"drift"}


def leaves(n_still: int, n_away: int, knots: float) -> tuple[np.ndarray, ...]:
    """Give a ship that lies still for half an hour and then sails; it reports both as they are."""
    way = np.concatenate([np.zeros(n_still), np.arange(1, n_away + 1) * knots * 2 / 60])
    speeds = np.concatenate([np.zeros(n_still + 1), np.full(n_away - 1, knots)])
    return 36 + way / 60, np.full(n_still + n_away, 123.0), speeds


@pytest.mark.parametrize("n_still", [14, 16, 20])
def test_a_ship_that_leaves_within_the_hour_and_says_so_does_not_drift(n_still: int) -> None:
    knots = 3.5 / ((30 - n_still) * 2 / 60) + 2
    lat, lon, speeds = leaves(n_still, 30 - n_still, knots)

    assert kinds(find_falsifications(track(lat, lon, speeds), preset=PRESET)) == []


def test_a_ship_that_sailed_where_it_was_not_heard_does_not_drift() -> None:
    lat = np.full(20, 36.0)
    lat[10:] += 5 / 60  # 5 nmi in a silence of half an hour, at rest before and after
    frame = track(lat, np.full(20, 123.0), 0.0, minutes=1.0)
    late = pl.when(pl.col("row") >= 10).then(pl.duration(minutes=30)).otherwise(pl.duration())

    found = find_falsifications(frame.with_columns(pl.col("sent_at") + late), preset=PRESET)

    assert "drift" not in kinds(found)


def test_a_drift_names_the_messages_that_say_that_the_ship_lies_still_and_no_others() -> None:
    lat, lon = under_way(30, knots=8.0)
    speeds = np.where(np.arange(30) < 24, 0.1, 8.0)

    found = find_falsifications(track(lat, lon, speeds), preset=PRESET)

    assert kinds(found) == ["drift"]
    assert found.evidence["inputs"].to_list() == [list(range(24))]
    assert (
        "6.1 nmi in 46 minutes, at reported speeds of at most 0.1 kn" in (found.events["detail"][0])
    )


def test_noise_of_a_berth_adds_up_to_no_drift() -> None:
    rng = np.random.default_rng(4)
    lat, lon = 36 + rng.normal(0, 2e-4, 720), 123 + rng.normal(0, 2e-4, 720)

    found = find_falsifications(track(lat, lon, 0.1, minutes=1 / 12), preset=PRESET)

    assert kinds(found) == []


@pytest.mark.parametrize(
    ("radius_m", "sog", "expected"), [(500.0, 12.0, True), (500.0, 0.4, False)]
)
def test_a_ring_goes_round_at_speed_and_an_anchor_swing_does_not(
    radius_m: float, sog: float, *, expected: bool
) -> None:
    angle = np.arange(60) * (0.35 if expected else 0.05)
    lat = 36 + radius_m / 111_195 * np.sin(angle)
    lon = 123 + radius_m / 111_195 / np.cos(np.radians(36)) * np.cos(angle)

    found = find_falsifications(track(lat, lon, sog, minutes=1.0), preset=PRESET)

    assert ("ring" in kinds(found)) is expected
    if expected:
        ring = found.events.filter(kind="ring").row(0, named=True)
        assert (ring["lat_deg"], ring["lon_deg"]) == pytest.approx((36.0, 123.0), abs=1e-3)
        assert "circle of 500" in ring["detail"]


def test_places_that_come_again_to_the_metre_are_a_replay() -> None:
    rng = np.random.default_rng(2)
    lat, lon = under_way(40)
    lat, lon = lat + rng.normal(0, 1e-4, 40), lon + rng.normal(0, 1e-4, 40)

    found = find_falsifications(
        track(np.tile(lat, 2), np.tile(lon, 2), 10.0, minutes=2.0), preset=PRESET
    )

    assert "replay" in kinds(found)


def test_a_position_far_inland_is_on_land_and_one_at_a_quay_is_not() -> None:
    inland = track(np.full(5, 36.3), np.full(5, 128.3), 0.0)
    quay = track(np.full(5, 38.93), np.full(5, 121.65), 0.0)

    assert kinds(find_falsifications(inland, preset=PRESET)) == ["on_land"]
    assert kinds(find_falsifications(quay, preset=PRESET)) == []


def test_the_order_of_rows_does_not_matter() -> None:
    lat, lon = under_way(120)
    lon = lon.copy()
    lon[40:70] += 1
    lon[100] += 3
    frame = track(lat, lon, 10.0)

    once = find_falsifications(frame, preset=PRESET)
    again = find_falsifications(frame.sample(fraction=1, shuffle=True, seed=1), preset=PRESET)

    assert once.events.equals(again.events)
    assert once.evidence.equals(again.evidence)


def test_no_positions_are_no_contradictions() -> None:
    assert kinds(find_falsifications(track(np.empty(0), np.empty(0), 0.0), preset=PRESET)) == []
