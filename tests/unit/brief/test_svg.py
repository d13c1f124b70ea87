"""SVG as text."""

import xml.etree.ElementTree as ET

from coalface.brief.figures import svg
from coalface.brief.figures.scales import Linear, nice_ticks, runs_of, without_needless


def test_hostile_words_are_escaped_in_text_titles_and_descriptions() -> None:
    bad = "<script>alert('&')</script>"

    drawn = svg.document("x-wide", bad, bad, (10, 10), svg.text(0, 0, bad), "")

    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_drawing_has_role_title_and_description_that_it_points_to() -> None:
    root = ET.fromstring(svg.document("x-wide", "Head", "What", (10, 10), "", ""))  # noqa: S314

    ids = {child.get("id"): child.text for child in root}
    assert root.get("role") == "img"
    assert [ids[i] for i in (root.get("aria-labelledby") or "").split()] == ["Head", "What"]


def test_marks_that_look_alike_share_a_group_and_none_is_lost() -> None:
    marks = [svg.circle(i, i, i + 1, fill="red") for i in range(4)]
    other = svg.circle(9, 9, 2, fill="blue")

    drawn = svg.document("x-wide", "h", "d", (10, 10), "".join(marks) + other, "")

    assert drawn.count('fill="red"') == 1
    assert drawn.count("<circle") == 5
    assert all(f'r="{i + 1}"' in drawn for i in range(4))


def test_what_neighbours_share_is_said_once_and_what_they_differ_in_stays() -> None:
    marks = [svg.rect(i, 0, 1, i + 1, fill=f"#00{i}", stroke="#123", opacity=0.5) for i in range(3)]

    drawn = svg.document("x-wide", "h", "d", (10, 10), "".join(marks), "")

    assert drawn.count('stroke="#123"') == 1
    assert [f'fill="#00{i}"' in drawn for i in range(3)] == [True] * 3


def test_lines_and_shapes_that_look_alike_become_one_path_each() -> None:
    lines = [svg.line(0, i, 9, i, stroke="red") for i in range(3)]
    shapes = [svg.path(svg.points(((i, 0), (i, 2), (0, 2)), close=True)) for i in (3, 4, 5)]

    drawn = svg.document("x-wide", "h", "d", (10, 10), "".join(lines + shapes), "")

    assert 'd="M0,0h9M0,1h9M0,2h9"' in drawn
    assert drawn.count("<path") == 2


def test_steps_in_the_same_manner_name_it_once() -> None:
    assert svg.points(((0, 0), (1, 2), (2, 1), (4, 3))) == "M0,0l1,2,1-1,2,2"


def test_needless_points_go_and_bends_stay() -> None:
    line = [(0.0, 0.0), (1.0, 0.1), (2.0, 0.0), (3.0, 5.0), (4.0, 0.0)]

    assert without_needless(line, 0.5) == ((0.0, 0.0), (2.0, 0.0), (3.0, 5.0), (4.0, 0.0))


def test_path_steps_lead_to_the_points_given() -> None:
    assert svg.points(((1, 2), (4, 2), (4, 7), (5.5, 6.5))) == "M1,2h3v5l1.5-.5"


def test_runs_break_at_a_missing_year() -> None:
    assert runs_of((2010, 2011, 2013, 2016, 2017)) == ((2010, 2011), (2013,), (2016, 2017))


def test_ticks_hold_the_range() -> None:
    ticks = nice_ticks(0, 2634, 5)

    assert ticks[0] <= 0
    assert ticks[-1] >= 2634


def test_scale_without_length_maps_to_its_middle() -> None:
    assert Linear(3, 3, 0, 10).at(3) == 5


def test_shapes_that_let_light_through_are_not_joined() -> None:
    look = {"fill": "red", "fill_opacity": "0.3"}
    shapes = [svg.path(svg.points(((i, 0), (9, 9), (0, 9)), close=True), **look) for i in range(3)]

    assert svg.document("x-wide", "h", "d", (9, 9), "".join(shapes), "").count("<path") == 3


def test_bare_dots_of_one_size_become_round_ends_and_fewer_stay_circles() -> None:
    dots = [svg.circle(i, 2, 4.4, fill="red") for i in range(6)]

    many = svg.document("x-wide", "h", "d", (9, 9), "".join(dots), "")
    few = svg.document("x-wide", "h", "d", (9, 9), "".join(dots[:3]), "")

    assert many.count("h0") == 6
    assert 'stroke-width="8.8"' in many
    assert few.count("<circle") == 3
