import numpy as np
import polars as pl
import pytest

from coalface.vessels.geodesy import (
    angle_between_deg,
    bearing_deg,
    geodesic_m,
    haversine_m,
    haversine_m_expr,
    unit_vectors,
)


def test_a_degree_of_latitude_on_the_sphere_has_the_length_of_its_arc() -> None:
    assert haversine_m(0, 0, 1, 0) == pytest.approx(6_371_000 * np.pi / 180)


def test_the_date_line_is_no_distance() -> None:
    assert haversine_m(10, 179.999, 10, -179.999) == pytest.approx(219.0, abs=0.2)
    assert geodesic_m(10, 179.999, 10, -179.999) == pytest.approx(219.3, abs=0.2)


def test_all_longitudes_meet_at_the_pole() -> None:
    assert haversine_m(90, 12, 90, -170) == pytest.approx(0, abs=1e-6)
    assert haversine_m(89.5, 0, 89.5, 180) == pytest.approx(6_371_000 * np.pi / 180)


def test_the_geodesic_of_a_quarter_meridian_is_the_published_one() -> None:
    assert geodesic_m(0, 0, 90, 0) == pytest.approx(10_001_965.729, abs=0.01)  # WGS 84, EPSG 7030


def test_an_unknown_position_has_no_distance() -> None:
    assert np.isnan(geodesic_m([np.nan], [0], [1], [1])[0])
    assert np.isnan(haversine_m(np.nan, 0, 1, 1))


def test_the_expression_agrees_with_the_arrays() -> None:
    frame = pl.DataFrame({"a": [38.7, -89.0], "b": [125.4, 179.9], "c": [37.0, 89], "d": [122, -1]})

    found = frame.select(haversine_m_expr(*(pl.col(c).cast(pl.Float64) for c in "abcd")))

    assert found.to_series().to_numpy() == pytest.approx(
        haversine_m(*(frame[c].to_numpy() for c in "abcd"))
    )


def test_bearings_count_from_north_through_east() -> None:
    assert bearing_deg(0, 0, [1, 0, -1, 0], [0, 1, 0, -1]) == pytest.approx([0, 90, 180, 270])


def test_the_angle_between_two_directions_is_never_above_180() -> None:
    assert angle_between_deg([350, 10, 0], [10, 350, 180]) == pytest.approx([20, 20, 180])


def test_unit_vectors_have_length_one() -> None:
    assert np.linalg.norm(unit_vectors([0, 90, -33], [0, 5, 200]), axis=-1) == pytest.approx(1)
