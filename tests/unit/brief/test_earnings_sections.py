"""Blocks on earnings: what they say, when they stay away."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.brief_builders import make_number

from coalface.brief.assumptions import caption_of
from coalface.brief.earnings_sentences import (
    say_account,
    say_assumptions_that_matter,
    say_fuel,
    say_losses,
    say_money,
    say_windows,
)
from coalface.brief.evidence import Evidence
from coalface.brief.model import Block, Text
from coalface.brief.numerals import format_number
from coalface.brief.sections.earnings_account import build_account
from coalface.brief.sections.earnings_fuel import build_fuel
from coalface.brief.sections.earnings_losses import build_losses
from coalface.brief.sections.earnings_money import build_money
from coalface.brief.sections.earnings_windows import build_windows
from coalface.earnings.account import AccountLine
from coalface.earnings.branches import all_branches
from coalface.earnings.breakeven import UnitValue
from coalface.earnings.cells import Basis, Cell, Span, year_span
from coalface.earnings.fuel import FuelLine
from coalface.earnings.sankey import Sankey, find_sankey
from coalface.trade.figures import Figure
from coalface.vocabulary.numbers import Number

EVIDENCE = Evidence({"flows/a": ("a",)}, {"flows/a": "medium"})


def spoken(text: Text) -> str:
    words = (format_number(p) if isinstance(p, Number) else str(p) for p in text)
    return "".join(words).replace("\N{NO-BREAK SPACE}", " ")


def built(block: Block | None) -> Block:
    assert block is not None
    return block


@pytest.fixture(scope="module")
def stages() -> tuple[Sankey, ...]:
    price = UnitValue(2016, "2016", Figure(53.0, 53.0, 53.0, ("flows/a",)))
    return tuple(
        find_sankey(price, branch, 400, rng=np.random.default_rng(1)) for branch in all_branches()
    )


def test_blocks_stay_away_where_the_room_says_nothing() -> None:
    assert build_money((), EVIDENCE) is None
    assert build_windows((), EVIDENCE) is None
    assert build_losses((), EVIDENCE) is None
    assert build_account((), EVIDENCE, first_year=2016) is None
    assert build_fuel((), EVIDENCE) is None


def test_drawn_reading_is_named_and_stands_first_among_its_rivals(
    stages: tuple[Sankey, ...],
) -> None:
    block = built(build_money(stages, EVIDENCE))

    readings = [row[0] for row in block.tables[0].rows]
    assert readings[0] == "KIEP, on top, FOB"
    assert len(readings) == len(set(readings)) == len(stages) / 2  # one settlement of two
    assert "KIEP" in block.subtitle


def test_money_is_drawn_alike_whichever_reading_comes_first(stages: tuple[Sankey, ...]) -> None:
    one, other = (built(build_money(order, EVIDENCE)) for order in (stages, stages[::-1]))

    assert one.figures[0].wide == other.figures[0].wide


def test_caption_names_the_assumed_parameters_of_the_figure(stages: tuple[Sankey, ...]) -> None:
    said = spoken(built(build_money(stages, EVIDENCE)).notes[-1])

    assert said.startswith("Assumed or not found")
    assert "Cost of money" in said


def test_figure_without_assumed_parameters_has_no_caption() -> None:
    assert caption_of((make_number(inputs=("flows/a",)),)) == ()


def test_caption_without_sensitivity_does_not_speak_of_weight() -> None:
    number = make_number(inputs=("parameters/fuel.refinery_yield",))

    assert [spoken(text) for text in caption_of((number,))] == [
        "Assumed or not found: Refinery yield."
    ]


def line(name: str, year: int, value: float | None, basis: Basis = "recorded") -> AccountLine:
    cell = Cell("who", "who", value, value, value, basis, "CIF", "published", ("flows/a",))
    return AccountLine(
        span=year_span(year),
        line=name,
        title=name.replace("_", " "),
        section="balance" if name == "balance_declared" else "goods",
        side="balance" if name in {"balance_declared", "channels_counted"} else "income",
        part_of="",
        is_counted=True,
        branch="by_rule",
        figure=make_number(f"account/by_rule/{year}/{name}/usd", value, inputs=("flows/a",)),
        cell=None if value is None else cell,
    )


def make_account() -> tuple[AccountLine, ...]:
    lines = []
    for year, goods, balance in ((2016, 2e9, -1e9), (2017, 1e9, -2e9), (2018, 5e8, None)):
        lines += [line("goods", year, goods), line("fish", year, None)]
        lines += [line("balance_declared", year, balance), line("channels_counted", year, None)]
    return tuple(lines)


def test_account_speaks_of_the_last_year_with_both_sides() -> None:
    block = built(build_account(make_account(), EVIDENCE, first_year=2016))

    assert spoken(block.heading).startswith(
        "In 2017 declared goods left a deficit: US$ \u22122.00 bn"
    )
    assert "has no figure" in spoken(block.heading)


def test_account_names_the_lines_without_a_figure_and_prints_no_zero() -> None:
    block = built(build_account(make_account(), EVIDENCE, first_year=2016))

    assert "No figure in any year: fish." in block.figures[0].table.note
    values = [c.value for row in block.figures[0].table.rows for c in row if isinstance(c, Number)]
    assert 0 not in values


def test_account_of_another_reading_is_left_to_the_bundle() -> None:
    others = tuple(replace(entry, branch="kotra_books") for entry in make_account())

    assert build_account(others, EVIDENCE, first_year=2016) is None


def fuel(period: str, span: Span, value: float | None) -> tuple[FuelLine, ...]:
    return tuple(
        FuelLine(span, period, name, name, make_number(f"fuel/{period}/{name}/t", given, unit="t"))
        for name, given in (("reported", value), ("gasification", None))
    )


def test_fuel_sets_the_first_whole_year_against_the_opening_and_not_nine_months() -> None:
    window = Span(date(2018, 1, 1), date(2018, 10, 1))
    lines = (
        *fuel("2004", year_span(2004), 290_000.0),
        *fuel("2018-01_2018-09", window, 27_978.0),
        *fuel("2018", year_span(2018), 48_430.0),
    )

    block = built(build_fuel(lines, EVIDENCE))

    assert spoken(block.heading) == (
        "Refined petroleum reported for 2018 came to 48,430 t, against 290,000 t in 2004"
    )
    assert "No figure in any period: from coal gas." in block.figures[0].table.note


def test_fuel_of_a_window_alone_says_that_it_is_a_part_of_a_year() -> None:
    window = Span(date(2018, 1, 1), date(2018, 10, 1))
    lines = (*fuel("2004", year_span(2004), 2.9e5), *fuel("2018-01_2018-09", window, 27_978.0))

    said = spoken(built(build_fuel(lines, EVIDENCE)).heading)

    assert "for January to September 2018, a part of a year, came to 27,978 t" in said
    assert said.endswith("against 290,000 t in all of 2004")


def test_nothing_before_the_committee_was_set_up_is_called_reported_to_it() -> None:
    old = (*fuel("2004", year_span(2004), 2.9e5), *fuel("2018", year_span(2018), 4.8e4))

    drawing = built(build_fuel(old, EVIDENCE)).figures[0].wide

    assert ">reported imports: 290,000 t<" in drawing
    assert ">reported: 48,000 t<" in drawing
    assert ">reported imports, before the 1718 Committee<" in drawing


def test_losses_name_the_years_in_which_all_readings_agree() -> None:
    assert spoken(say_losses((2015, 2016), 8)) == (
        "Under every reading companies likely lost money on coal in 2015 and 2016; in 6 of 8 years "
        "the readings differ or cannot tell"
    )
    assert spoken(say_losses((), 8)).startswith("In none of 8 years")


def test_windows_count_the_verdicts() -> None:
    verdicts = ("consistent", "needs 0.47 to 0.53", "excluded", "consistent")

    assert spoken(say_windows(make_number(value=5e9), verdicts)) == (
        "That authorities and market each had over US$ 5.00 bn is consistent with 2 of 4 readings, "
        "needs a share near one half in 1 and is excluded in 1"
    )


def test_company_that_loses_is_said_to_lose() -> None:
    loss, gain = (make_number(f"m/{v}", v) for v in (-35.0, 5.0))

    assert "left with a loss: US$ \u221235" in spoken(say_money(gain, gain, loss))
    assert "keeps US$ 5" in spoken(say_money(gain, gain, gain))


def test_channels_open_above_are_at_least_so_much() -> None:
    counted = make_number("a/c", 8e8, low=8e8)

    assert "came to at least US$ 800 m" in spoken(say_account(2023, make_number(), counted))


def test_fuel_without_a_later_report_says_so() -> None:
    said = spoken(
        say_fuel(
            (make_number(value=1e5, unit="t"), "2004"),
            (make_number("n", None), "2018"),
            is_part=False,
        )
    )

    assert said.endswith("none reported since")


def test_weights_are_told_apart() -> None:
    assert spoken(say_assumptions_that_matter(("A",), ("B",))) == (
        "Assumed or not found, and it matters: A. With less weight: B."
    )
    assert "none explaining 5 %" in spoken(say_assumptions_that_matter((), ("B",)))
