"""The numbers at the head: a range over rivals hides none of them and names its ends."""

from datetime import date
from typing import Any

from tests.brief_builders import make_number

from coalface.brief.evidence import gather_evidence
from coalface.brief.sections.first_picture import build_first_picture
from coalface.brief.sections.key_numbers import find_key_numbers
from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged
from coalface.trade.first_picture import (
    OutsideEstimate,
    find_first_picture,
    find_outside_estimates,
)


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


def test_the_range_of_coal_spans_every_rival_and_names_the_two_at_its_ends() -> None:
    cumulated = make_estimate("INSS (Lim)", (2017, 2021), value=5e8)
    year = make_estimate("No name", (2020, 2020), value=4.1e8, confidence="low")
    part = make_estimate(
        "Panel", (2019, 2019), value=3.7e8, span="part_year", ends_on=date(2019, 9, 1)
    )

    ((number, words),) = find_key_numbers((), (cumulated, year, part), make_number("cents"))

    assert number.low is not None
    assert round(number.low / 1e6) == 100
    assert number.high == 4.1e8
    assert words.startswith("coal outside the statistics, a year: 3 rival estimates")
    assert words.endswith("from mean of 2017-2021 (INSS) to 2020 (No name, low confidence)")


def test_packaged_rivals_for_coal_of_2019_and_2020_are_within_the_range() -> None:
    outside = find_outside_estimates(read_packaged("estimates"))

    coal = find_key_numbers((), outside, make_number("cents"))[0][0]

    assert coal.high == 410e6
    assert len(coal.inputs) == 4


def test_an_estimate_of_more_goods_than_coal_is_not_called_coal() -> None:
    estimates = read_packaged("estimates")
    outside = find_outside_estimates(estimates)
    rows = find_first_picture((), (), outside)

    block = build_first_picture(rows, outside, (), gather_evidence((estimates,), load_rulebook()))

    cells = [str(row[1]) for row in block.figures[0].table.rows]
    (panel,) = (cell for cell in cells if "Coal, iron and other commodities" in cell)
    assert panel.startswith("coal, iron and other goods outside the statistics")
    assert ">*</text>" in block.figures[0].wide
