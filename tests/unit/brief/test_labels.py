"""Placing of labels."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coalface.brief.figures.labels import Box, place_in_rows, place_labels, spread, wrap
from coalface.brief.figures.svg import text_width

PLACES = st.lists(st.floats(0, 500), min_size=1, max_size=12).map(sorted)


@given(PLACES)
def test_spread_places_are_a_gap_apart_and_inside(places: list[float]) -> None:
    found = spread(places, 20, low=0, high=500)

    assert all(two - one >= 20 - 1e-6 for one, two in pairwise(found))
    assert found[0] >= -1e-6
    assert found[-1] <= 500 + 1e-6


def test_places_far_enough_apart_stay_where_they_are() -> None:
    assert spread((10, 60, 200), 30, low=0, high=500) == (10, 60, 200)


def test_two_places_at_one_point_move_apart_evenly() -> None:
    assert spread((100, 100), 30, low=0, high=500) == (85, 115)


@given(PLACES)
def test_labels_of_one_row_never_touch(places: list[float]) -> None:
    placed = place_in_rows(places, [30] * len(places), low=0, high=500)

    for row in {row for row, _ in placed}:
        centres = [centre for r, centre in placed if r == row]
        assert all(two - one >= 30 for one, two in pairwise(centres))


def test_labels_of_neighbouring_ports_do_not_overlap() -> None:
    frame = Box(0, 0, 400, 400)
    ports = ((200, 200, "Nampo (1, 3-4)"), (206, 198, "Taean (8)"), (212, 197, "Songnim"))

    boxes = place_labels(ports, size=12, frame=frame)

    assert not any(one.overlaps(two) for one in boxes for two in boxes if one is not two)
    assert all(box.is_inside(frame) for box in boxes)


def test_wrapped_lines_fit_the_width() -> None:
    lines = wrap("Alleged: UN Panel of Experts, 2020-01 to 2020-09", 12, 120, bold=False)

    assert len(lines) > 1
    assert all(text_width(line, 12) <= 120 for line in lines)
