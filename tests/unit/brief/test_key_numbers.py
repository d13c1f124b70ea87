"""The numbers at the head: a range over rivals hides none of them and names its ends."""

from datetime import date
from typing import Any

from tests.brief_builders import make_number

from coalface.brief.evidence import gather_evidence
from coalface.brief.sections.first_picture import build_first_picture
from coalface.brief.sections.key_numbers import find_key_numbers
from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged
from coalface.trade.balance import find_balance
from coalface.trade.first_picture import (
    OutsideEstimate,
    find_first_picture,
    find_outside_estimates,
)
from coalface.trade.replacement import find_replacement


def make_estimate(who: str, years: tuple[int, int], **fields: Any) -> OutsideEstimate:
    value = fields.pop("value", 1e8)
    known: dict[str, Any] = {
        "channel": "coal_smuggled",
        "item": "coal",
        "who": who,
        "starts_on": date(years[0], 1, 1),
        "ends_on": date(years[1] + 1, 1, 1),
        "span": "year" if years[0] == years[1] else "several_years",
        "year": years[0] if years[0] == years[1] else None,
        "value_usd": make_number(f"outside/{who}", value),
        "vintage": "",
        "source_id": "a",
        "confidence": "high",
    }
    return OutsideEstimate(**{**known, **fields})


def test_the_range_of_coal_spans_every_period_and_names_the_two_at_its_ends() -> None:
    cumulated = make_estimate("INSS (Lim)", (2017, 2021), value=5e8)
    year = make_estimate("No name", (2020, 2020), value=4.1e8, confidence="low")
    part = make_estimate(
        "Panel", (2019, 2019), value=3.7e8, span="part_year", ends_on=date(2019, 9, 1)
    )
    given = (cumulated, year, part)

    ((number, words),) = find_key_numbers((), given, make_number("cents"), base_year=2016)

    assert number.low is not None
    assert round(number.low / 1e6) == 100
    assert number.high == 4.1e8
    assert words.startswith("coal outside the statistics, a year: 3 estimates of different periods")
    assert words.endswith("from mean of 2017-2021 (INSS) to 2020 (No name, low confidence)")


def test_an_estimate_of_some_months_says_how_many() -> None:
    year = make_estimate("A", (2020, 2020), value=1e8)
    part = make_estimate(
        "Panel", (2019, 2019), value=3.7e8, span="part_year", ends_on=date(2019, 9, 1)
    )

    ((_, words),) = find_key_numbers((), (year, part), make_number("cents"), base_year=2016)

    assert words.endswith("to 8 months of 2019 alone (Panel)")


def test_an_estimate_whose_note_forbids_to_anchor_on_it_is_left_out_and_counted() -> None:
    note = "second hand; do not use as an anchor"
    value = make_number("outside/weak", 4.1e8, note=note)
    weak = make_estimate("No name", (2020, 2020), value_usd=value, confidence="low")
    others = (make_estimate("A", (2018, 2018), value=1e8), make_estimate("B", (2019, 2019)))

    ((number, words),) = find_key_numbers((), (*others, weak), make_number("c"), base_year=2016)

    assert number.high == 1e8
    assert words.endswith("; 1 more left out, as its note asks")


def test_packaged_figures_for_coal_leave_out_the_second_hand_one() -> None:
    outside = find_outside_estimates(read_packaged("estimates"))

    coal = find_key_numbers((), outside, make_number("cents"), base_year=2016)[0][0]

    assert coal.high == 370e6
    assert len(coal.inputs) == 3


def test_a_rival_that_is_open_above_makes_the_range_one_or_more() -> None:
    least = make_number("outside/us", 2e9, low=2e9)
    rivals = (
        make_estimate("Chainalysis", (2025, 2025), channel="cyber", value=2.02e9),
        make_estimate("United States", (2025, 2025), channel="cyber", value_usd=least),
    )

    ((number, words),) = find_key_numbers((), rivals, make_number("cents"), base_year=2016)

    assert (number.low, number.high) == (2e9, 2.02e9)
    assert words.startswith("or more of stolen cryptocurrency, 2025: 2 rival estimates")
    assert "United States: US$\u00a02.00\u00a0bn or more" in words


def test_cents_name_the_year_whose_dollar_they_are_of() -> None:
    tables = {name: read_packaged(name) for name in ("flows", "processing_inputs")}
    made = find_replacement(tables["flows"], tables["processing_inputs"], load_rulebook())
    rows = find_first_picture(made, (), ())

    words = find_key_numbers(rows, (), make_number("cents"), base_year=2016)[0][1]

    assert words.endswith("per dollar of 2016")


def test_purchases_reckoned_from_a_rounded_total_say_so() -> None:
    tables = {name: read_packaged(name) for name in ("flows", "processing_inputs")}
    made = find_replacement(tables["flows"], tables["processing_inputs"], load_rulebook())
    rows = find_first_picture(made, find_balance(tables["flows"]), ())
    rough = "flows/2023/CHN-PRK/total_trade/TOTAL/yonhap-2024-01"

    said = [
        find_key_numbers(rows, (), make_number("c"), base_year=2016, rounded=ids)[1][1]
        for ids in ((rough,), ("flows/another",))
    ]

    assert said[0] == f"{said[1]}, reckoned from a rounded total"


def test_an_estimate_of_more_goods_than_coal_is_not_called_coal() -> None:
    estimates = read_packaged("estimates")
    outside = find_outside_estimates(estimates)
    rows = find_first_picture((), (), outside)

    block = build_first_picture(rows, outside, (), gather_evidence((estimates,), load_rulebook()))

    cells = [str(row[1]) for row in block.figures[0].table.rows]
    (panel,) = (cell for cell in cells if "Coal, iron and other commodities" in cell)
    assert panel.startswith("coal, iron and other goods outside the statistics")
    assert ">*</text>" in block.figures[0].wide
