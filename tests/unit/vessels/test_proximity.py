"""Near pairs and sums about places, against brute force, over the date line and at the poles."""

import numpy as np
import pytest

from coalface.vessels.counting import count_near
from coalface.vessels.geodesy import haversine_m
from coalface.vessels.nearest import NearestPlaces
from coalface.vessels.proximity import close_pairs, sum_near

PLACES = [(0.0, 180.0, 0.05), (89.99, 0.0, 180.0), (-89.995, 0.0, 180.0), (37.0, 124.0, 0.05)]


def scatter(lat: float, lon: float, spread: float, n: int = 400) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    lats = np.clip(lat + rng.uniform(-0.02, 0.02, n), -90, 90)
    return lats, (lon + rng.uniform(-spread, spread, n) + 180) % 360 - 180


@pytest.mark.parametrize(("lat", "lon", "spread"), PLACES)
def test_near_pairs_are_those_of_brute_force(lat: float, lon: float, spread: float) -> None:
    lats, lons = scatter(lat, lon, spread)
    slots = np.arange(len(lats)) % 3
    apart = haversine_m(lats[:, None], lons[:, None], lats[None], lons[None])
    wanted = np.triu((apart <= 500.0) & (slots[:, None] == slots[None]), 1)

    first, second = close_pairs(slots, lats, lons, radius_m=500.0)

    pairs = set(zip(first.tolist(), second.tolist(), strict=True))
    assert len(first) == len(pairs)
    assert pairs == set(zip(*(k.tolist() for k in np.nonzero(wanted)), strict=True))


@pytest.mark.parametrize(("lat", "lon", "spread"), PLACES)
def test_sums_about_places_are_those_of_brute_force(lat: float, lon: float, spread: float) -> None:
    lats, lons = scatter(lat, lon, spread)
    places = np.column_stack([lats, lons])
    weights = np.arange(2.0 * len(lats)).reshape(-1, 2)
    is_near = haversine_m(lats[:50, None], lons[:50, None], lats[None], lons[None]) <= 700.0

    sums = sum_near(places, weights, places[:50], radius_m=700.0)

    np.testing.assert_allclose(sums, is_near @ weights)


@pytest.mark.parametrize("radius_m", [90.0, 700.0, 1000.0, 5000.0])
@pytest.mark.parametrize(("lat", "lon", "spread"), PLACES)
def test_places_counted_by_cells_are_those_of_brute_force(
    lat: float, lon: float, spread: float, radius_m: float
) -> None:
    lats, lons = scatter(lat, lon, spread)
    places = np.column_stack([lats, lons])
    crowd = np.concatenate([places, places[:20], np.repeat(places[:3], 40, axis=0)])

    counts = count_near(crowd, places, radius_m=radius_m)

    sums = sum_near(crowd, np.ones((len(crowd), 1)), places, radius_m=radius_m)
    assert counts.tolist() == sums[:, 0].tolist()
    assert counts.max() > 1


def test_nothing_is_counted_where_there_is_nothing() -> None:
    empty, one = np.empty((0, 2)), np.zeros((1, 2))

    assert count_near(empty, one, radius_m=100.0).tolist() == [0.0]
    assert count_near(one, empty, radius_m=100.0).tolist() == []


def test_of_two_places_just_as_near_the_earlier_is_taken() -> None:
    index = NearestPlaces([10.0, 10.0, 10.0], [20.0, 20.0, 21.0])

    place, metres = index.find([10.0], [20.0], within_m=10.0)

    assert place.tolist() == [0]
    assert metres.tolist() == [0.0]


def test_a_place_beyond_reach_is_not_found() -> None:
    place, metres = NearestPlaces([10.0], [20.0]).find([11.0], [20.0], within_m=1000.0)

    assert place.tolist() == [-1]
    assert np.isinf(metres).all()
