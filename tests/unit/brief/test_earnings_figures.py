"""What the drawings of earnings show, and what they leave open."""

import re
import xml.etree.ElementTree as ET

import pytest
from tests.brief_builders import make_number

from coalface.brief.figures.account_bars import (
    AccountBar,
    AccountPanel,
    AccountPicture,
    render_account_bars,
)
from coalface.brief.figures.fuel_bars import FuelPart, FuelPeriod, FuelPicture, render_fuel_bars
from coalface.brief.figures.loss_chances import ChancePicture, ChanceRow, render_loss_chances
from coalface.brief.figures.sankey import (
    MAX_NODES,
    Ribbon,
    SankeyNode,
    SankeyPicture,
    render_sankey,
)
from coalface.brief.figures.share_windows import (
    ShareWindow,
    WindowGroup,
    WindowPicture,
    render_share_windows,
)
from coalface.brief.figures.style import BRICK, NARROW, TEAL, WIDE, Layout
from coalface.earnings.cells import Basis

LAYOUTS = pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
BAND = re.compile(r"M[^z]*?v(?P<width>[0-9.]+)c[^z]*z")


def node(node_id: str, value: float | None = None, colour: str = "#000") -> SankeyNode:
    number = None if value is None else make_number(f"n/{node_id}", value, low=1.0, high=99.0)
    return SankeyNode(node_id, node_id.capitalize(), number, colour)


def money(*stages: SankeyNode) -> SankeyPicture:
    ribbons = (
        Ribbon("levy", "authorities", make_number("r/1", 40.0)),
        Ribbon("haulage", "market", make_number("r/2", 72.0)),
    )
    return SankeyPicture(
        sources=(node("buyer"), node("cover", 12.0)),
        stages=stages or (node("levy", 40.0), node("haulage", 72.0)),
        receivers=(node("authorities", 40.0, BRICK), node("market", 72.0, TEAL)),
        ribbons=ribbons,
        heading="Head",
        description="What",
    )


@LAYOUTS
def test_ribbons_have_the_colour_of_their_receiver_whatever_their_order(layout: Layout) -> None:
    one = money()
    other = money(*reversed(one.stages))

    for picture in (one, other):
        fills = re.findall(r'fill="(#[0-9a-f]+)" fill-opacity', render_sankey(picture, layout))
        assert sorted(fills) == sorted((BRICK, TEAL))


@LAYOUTS
def test_ribbons_are_as_wide_as_their_money_and_enter_as_they_leave(layout: Layout) -> None:
    drawn = render_sankey(money(), layout)

    widths = [float(width) for width in BAND.findall(drawn)]
    assert len(widths) == 4  # two ribbons, into their stage and out of it
    assert widths[0] == widths[1]
    assert widths[2] / widths[0] == pytest.approx(72 / 40, rel=0.01)


def test_node_says_its_value_and_interval_without_the_currency() -> None:
    drawn = render_sankey(money(), WIDE)

    assert ">40 (1 to 99)<" in drawn
    assert "US$" not in drawn


def test_too_many_nodes_are_refused() -> None:
    many = tuple(node(f"n{i}", 1.0) for i in range(MAX_NODES))

    with pytest.raises(ValueError, match="at most 15"):
        money(*many)


def windows(**fields: object) -> WindowPicture:
    known = {"share_from": make_number("w/f", 0.47), "share_to": make_number("w/t", 0.53)}
    held = ShareWindow("value", "needs 47 to 53 %", make_number("w/1"), **known, best=(0.42, 0.58))
    none = make_number("w/none", None)
    out = ShareWindow("less freight", "excluded", make_number("w/2"), none, none, None)
    groups = (WindowGroup("Coal", (held, out)),)
    return WindowPicture(groups, (0.4, 0.6), "Head", "What")


@LAYOUTS
def test_excluded_reading_has_a_word_and_no_bar(layout: Layout) -> None:
    drawn = render_share_windows(windows(), layout)

    assert ">excluded<" in drawn
    assert drawn.count(f'fill="{TEAL}"') == 3  # key, the one bar, the other verdict's words


@LAYOUTS
def test_chance_stands_where_it_lies_between_never_and_always(layout: Layout) -> None:
    low, high = make_number("c/1", 0.0, unit="share"), make_number("c/2", 1.0, unit="share")
    price = make_number("c/p", 83.0, unit="USD/t")
    row = ChanceRow(2013, "CIF", price, (low, high))
    picture = ChancePicture((row,), ("none", "KIEP"), (0.1, 0.9), "Head", "What")

    root = ET.fromstring(render_loss_chances(picture, layout))  # noqa: S314

    circles = [float(c.get("cx") or 0) for c in root.iter("{http://www.w3.org/2000/svg}circle")]
    ticks = {
        text.text: float(text.get("x") or 0)
        for text in root.iter("{http://www.w3.org/2000/svg}text")
    }
    assert min(circles[2:]) == pytest.approx(ticks["0 %"], abs=0.6)
    assert max(circles[2:]) == pytest.approx(ticks["100 %"], abs=0.6)


@LAYOUTS
def test_year_that_months_stand_for_bears_a_star(layout: Layout) -> None:
    price, chance = make_number("c/p", 83.0, unit="USD/t"), make_number("c/1", 0.5, unit="share")
    rows = tuple(ChanceRow(2017, name, price, (chance,), "Jan only") for name in ("CIF", "FOB"))

    drawn = render_loss_chances(ChancePicture(rows, ("none",), (0.1, 0.9), "Head", "What"), layout)

    assert ">2017*<" in drawn
    assert ("* Jan only" in drawn) != layout.is_narrow


def account(*bars: AccountBar, **fields: object) -> AccountPicture:
    return AccountPicture(
        panels=(AccountPanel("Coal", bars),),
        rare=("Sand",),
        silent=("Border trade",),
        first_year=2016,
        last_year=2020,
        heading="Head",
        description="What",
    )


@LAYOUTS
def test_imputed_years_are_outlined_and_say_so_once_a_run(layout: Layout) -> None:
    bases: dict[int, Basis] = {2016: "recorded", 2017: "imputed", 2018: "imputed"}
    bars = tuple(
        AccountBar(year, make_number(f"a/{year}", 1e8 * (year - 2014)), basis)
        for year, basis in bases.items()
    )

    drawn = render_account_bars(account(*bars), layout)

    assert drawn.count(">imputed<") == 1
    assert 'stroke-dasharray="3 2"' in drawn


def test_line_without_a_figure_is_named_and_not_drawn() -> None:
    drawn = render_account_bars(account(AccountBar(2016, make_number(), "recorded")), WIDE)

    assert "No figure in any of these years: Border trade." in drawn
    assert "see the table: Sand." in drawn
    assert drawn.count(">Coal<") == 1


def test_rival_is_a_bar_of_its_own_beside_and_not_above() -> None:
    bar = AccountBar(2016, make_number("a/t", 1e8), "estimated", (make_number("a/r", 2e8),))

    drawn = render_account_bars(account(bar), WIDE)

    taken, rival = re.findall(r'd="M(\d+),([0-9.]+)v-([0-9.]+)h(\d+)', drawn)
    assert float(taken[1]) == float(rival[1])  # both stand on the line
    assert int(taken[0]) + int(taken[3]) < int(rival[0])
    assert float(rival[2]) == pytest.approx(2 * float(taken[2]), rel=0.02)


def fuel(number: float | None) -> FuelPicture:
    parts = (
        FuelPart("reported", "reported", make_number("f/r", number, unit="t")),
        FuelPart("used", "oil used", make_number("f/u", None, unit="t")),
    )
    return FuelPicture((FuelPeriod("2018", parts),), "Head", "What")


@LAYOUTS
def test_fuel_part_without_a_figure_is_named_and_has_no_bar(layout: Layout) -> None:
    drawn = render_fuel_bars(fuel(5e4), layout)

    assert ">no figure: oil used<" in drawn
    assert "50,000 t" in drawn


@LAYOUTS
def test_nothing_known_of_a_period_is_said(layout: Layout) -> None:
    assert ">no figure: reported, oil used<" in render_fuel_bars(fuel(None), layout)
