"""What the drawings show and what they leave open."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.brief_builders import make_number, make_picture

from coalface.brief.figures.cap_bars import CapGroup, CapPicture, CapRow, render_cap_bars
from coalface.brief.figures.event_map import MapEvents, MapPicture, Place, render_event_map
from coalface.brief.figures.first_picture import render_first_picture
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.figures.trade_series import (
    Observation,
    Series,
    SeriesPicture,
    Watershed,
    render_trade_series,
)

SEA: dict[str, object] = {"type": "FeatureCollection", "features": []}


def draw_series(*years: int) -> str:
    observations = tuple(
        Observation(year, make_number(f"s/{year}", 1e6 * year), "a") for year in years
    )
    marks = (Watershed(date(2017, 8, 5), "2371"),)
    picture = SeriesPicture((Series("All", observations),), marks, (), 2010, 2020, "Head", "What")
    return render_trade_series(picture, WIDE)


def looks(element: ET.Element, said: dict[str, str]) -> Iterator[dict[str, str]]:
    """Give the attributes of each mark, those said on its groups included."""
    own = said | element.attrib
    if len(element) == 0:
        yield own
    for child in element:
        yield from looks(child, own)


def n_lines(drawing: str) -> int:
    marks = looks(ET.fromstring(drawing), {})  # noqa: S314
    teal = (m for m in marks if m.get("fill") == "none" and m.get("stroke") == "#1f6f7a")
    return sum(mark["d"].count("M") for mark in teal)


def test_line_is_broken_where_a_year_is_missing() -> None:
    assert n_lines(draw_series(2011, 2012, 2013)) == 1
    assert n_lines(draw_series(2011, 2012, 2014, 2015)) == 2


def test_year_alone_is_a_dot_without_a_line() -> None:
    assert n_lines(draw_series(2011, 2013)) == 0


def test_year_without_a_total_says_no_figure() -> None:
    drawn = render_first_picture(make_picture(), WIDE)

    assert drawn.count(">no figure<") == 1


def test_rival_estimates_start_at_zero_beside_the_bar_and_not_on_top_of_it() -> None:
    drawn = render_first_picture(make_picture(), WIDE)

    base = re.search(r'd="M52[ ,]([0-9.]+)h', drawn)
    hatched = re.findall(
        r'd="M[0-9.]+,([0-9.]+)h[0-9.]+v([0-9.]+)h[^"]*" fill="url\(#[^"]*-coal', drawn
    )
    assert base is not None
    top, height = map(float, hatched[-1])
    assert abs(top + height - float(base[1])) < 0.3


def test_bar_beyond_the_cap_changes_colour_at_the_cap() -> None:
    row = CapRow(
        "Committee",
        "by value",
        make_number("u", 4.1e8),
        make_number("l", 4e8),
        make_number("s", 1.03, unit="share"),
    )
    picture = CapPicture((CapGroup("Coal, 2017", (row,)),), "Head", "What")

    drawn = render_cap_bars(picture, NARROW)

    assert drawn.count('fill="#1f6f7a"') == 2  # key and bar
    assert drawn.count('fill="#a3262a"') == 2
    assert "103" in drawn


def cap_row(share: float, **fields: Any) -> CapRow:
    used, cap = make_number("u", 4e8 * share), make_number("l", 4e8)
    return CapRow("Customs", "by value", used, cap, make_number("s", share, unit="share"), **fields)


def test_all_caps_stand_on_one_scale_and_a_bar_that_leaves_it_is_broken() -> None:
    groups = tuple(CapGroup(f"Cap {share}", (cap_row(share),)) for share in (0.5, 1.5, 8.8))

    drawn = render_cap_bars(CapPicture(groups, "Head", "What"), WIDE)

    cap_lines = re.findall(r"M([0-9.]+)[ ,][0-9.]+v19", drawn)
    assert len(cap_lines) == 3
    assert len(set(cap_lines)) == 1
    assert "880" in drawn
    marks = looks(ET.fromstring(drawn), {})  # noqa: S314
    breaks = [m for m in marks if m.get("stroke") == "#fff" and m.get("fill") == "none"]
    assert len(breaks) == 1


def test_the_label_of_a_cap_bar_prints_its_range() -> None:
    share = make_number("s", 0.81, low=0.73, high=0.81, unit="share")
    row = CapRow("Committee", "in barrels", make_number("u", 4e5), make_number("l", 5e5), share)

    drawn = render_cap_bars(CapPicture((CapGroup("Oil", (row,)),), "Head", "What"), WIDE)

    assert "73 to 81" in drawn


def test_a_count_past_the_end_of_its_cap_is_drawn_faint_not_as_passed() -> None:
    group = CapGroup("Coal", (cap_row(1.03, is_past_life=True),))

    drawn = render_cap_bars(CapPicture((group,), "Head", "What"), WIDE)

    assert drawn.count('fill="#a3262a"') == 1  # the key alone


def test_count_that_is_missing_is_no_bar() -> None:
    missing = make_number("u", None)
    row = CapRow("Customs", "by mass", missing, make_number("l", 4e8), missing)

    drawn = render_cap_bars(CapPicture((CapGroup("Coal", (row,)),), "Head", "What"), WIDE)

    assert drawn.count('fill="#1f6f7a"') == 1  # the key alone
    assert "no figure" in drawn


def test_far_port_goes_to_the_inset_and_near_ones_are_named_on_the_map() -> None:
    events = (
        MapEvents(Place("Nampo", 38.72, 125.4), (1, 3, 4), "three"),
        MapEvents(Place("Port Klang", 3.0, 101.4), (2,), "one"),
    )
    picture = MapPicture(events, (Place("Dalian", 38.9, 121.7),), SEA, SEA, "Head", "What")

    drawn = render_event_map(picture, WIDE)

    assert "Nampo (1, 3\N{EN DASH}4)" in drawn
    assert "Port Klang (2)" in drawn
    assert "Further south" in drawn
    assert "DPR KOREA" in drawn


def test_map_without_far_places_has_no_inset() -> None:
    events = (MapEvents(Place("Nampo", 38.72, 125.4), (1,), "one"),)

    drawn = render_event_map(MapPicture(events, (), SEA, SEA, "Head", "What"), WIDE)

    assert "Further south" not in drawn
