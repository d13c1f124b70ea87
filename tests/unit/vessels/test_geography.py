import subprocess
import sys

import numpy as np

from coalface.vessels.geography import (
    LAND,
    UNKNOWN,
    WATER,
    find_land,
    load_anchorages,
    load_ports,
    nearest_ports,
    sea_distance_nmi,
    shore_distance_nmi,
)


def test_the_packaged_places_are_all_there() -> None:
    assert len(load_anchorages()) == 31_330
    assert len(load_ports().filter(country="KP")) == 13


def test_the_nearest_port_of_a_position_off_nampo_is_nampo() -> None:
    found = nearest_ports([38.70, 38.70, 0.0], [125.38, 125.38, -40.0], within_nmi=20)

    assert found["port_id"].to_list() == ["KP-NAMPO", "KP-NAMPO", None]
    assert found["distance_nmi"][0] < 2


def test_land_water_and_the_unknown_are_told_apart() -> None:
    # Pyongyang, the middle of the Yellow Sea, Taipei's hills, London
    found = find_land([39.02, 36.0, 24.9, 51.5], [125.75, 123.5, 121.5, -0.1])

    assert found.tolist() == [LAND, WATER, LAND, UNKNOWN]


def test_many_positions_of_one_place_cost_one_look() -> None:
    lat, lon = np.full(2_000_000, 36.0), np.full(2_000_000, 123.5)

    assert (find_land(lat, lon) == WATER).all()


def test_the_shore_is_near_at_the_coast_and_unknown_far_away() -> None:
    near, far, outside = shore_distance_nmi([38.9, 36.0, 51.5], [121.6, 123.5, -0.1])

    assert near < 3
    assert 60 < far < 120
    assert np.isnan(outside)


def test_the_way_by_sea_is_never_shorter_than_the_great_circle() -> None:
    across_korea = sea_distance_nmi(38.7, 125.3, 39.2, 127.5)

    assert across_korea > 500
    assert sea_distance_nmi(36.0, 123.0, 36.0, 123.01) >= 0.48


ASK_AT_ONCE = """
import threading
import numpy as np
from coalface.vessels.geography import COASTS, crosses_land, find_land

rng = np.random.default_rng(1)
west, south, east, north = COASTS["coast_wide"]
lat, lon = rng.uniform(south, north, 2000), rng.uniform(west, east, 2000)
answers = []

def ask():
    for _ in range(5):
        answers.append((crosses_land(lat, lon, lat + 0.3, lon + 0.3), find_land(lat, lon)))

threads = [threading.Thread(target=ask) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
ways, land = answers[0]
assert all(np.array_equal(w, ways, equal_nan=True) and (l == land).all() for w, l in answers)
print(len(answers))
"""


def test_threads_that_ask_of_the_coast_at_once_get_one_answer_and_break_nothing() -> None:
    # In a process of its own: without a lock, a prepared coast that two threads ask kills it.
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", ASK_AT_ONCE], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.strip()) == (0, "20"), done.stderr[-500:]
