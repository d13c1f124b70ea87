"""Published statements on earnings, tested from the packaged facts: figures within tolerance."""

import pytest

from coalface.earnings.claims import (
    CheckedEarnings,
    EarningsInputs,
    check_all_earnings_statements,
)
from coalface.earnings.evidence import Evidence
from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged
from coalface.vocabulary.numbers import Number

BILLION = 1e9


@pytest.fixture(scope="module")
def checked() -> dict[str, CheckedEarnings]:
    inputs = EarningsInputs(
        evidence=Evidence(
            flows=read_packaged("flows"),
            estimates=read_packaged("estimates"),
            prices=read_packaged("prices"),
            fx=read_packaged("fx"),
            book=load_rulebook(),
        ),
        indicators=read_packaged("indicators"),
    )
    return {row.id: row for row in check_all_earnings_statements(inputs)}


def number(row: CheckedEarnings, ending: str) -> Number:
    return next(n for n in row.printed if n.id.endswith(ending))


def verdicts(row: CheckedEarnings) -> dict[str, str]:
    return {r.id: r.verdict for r in row.readings}


@pytest.mark.parametrize(
    ("base", "low", "high"), [("coal_and_ore", 10.6, 11.1), ("all_minerals", 13.0, 13.6)]
)
def test_the_base_is_within_0_3_billion_of_an_earlier_sum_of_the_same_books(
    checked: dict[str, CheckedEarnings], base: str, low: float, high: float
) -> None:
    total = (number(checked["kiep-2018"], f"{base}.cif/total_usd").value or 0) / BILLION

    assert low - 0.3 <= total <= high + 0.3


@pytest.mark.parametrize(
    ("base", "start", "end"), [("coal_and_ore", 0.46, 0.54), ("all_minerals", 0.38, 0.62)]
)
def test_more_than_five_billion_each_needs_the_share_of_the_authorities_near_a_half(
    checked: dict[str, CheckedEarnings], base: str, start: float, end: float
) -> None:
    row = checked["kiep-2018"]

    assert number(row, f"{base}.cif/share_from").value == pytest.approx(start, abs=0.01)
    assert number(row, f"{base}.cif/share_to").value == pytest.approx(end, abs=0.01)


def test_less_freight_it_fails_for_coal_and_ore_and_holds_for_all_minerals(
    checked: dict[str, CheckedEarnings],
) -> None:
    found = verdicts(checked["kiep-2018"])

    assert found["coal_and_ore.cif"].startswith("needs 0.4")
    assert found["coal_and_ore.fob"] == "excluded"
    assert found["all_minerals.cif"] == "consistent"
    (reason,) = (r.reason for r in checked["kiep-2018"].readings if r.id == "coal_and_ore.fob")
    assert "excluded at the middle; the top of the band needs 0.4" in reason


def test_windows_less_freight_are_marked_assumed_as_freight_is(
    checked: dict[str, CheckedEarnings],
) -> None:
    row = checked["kiep-2018"]

    assert number(row, "all_minerals.fob/total_usd").mark == "assumed"
    assert number(row, "all_minerals.fob/share_from").mark == "assumed"
    assert number(row, "all_minerals.cif/total_usd").mark != "assumed"


def test_the_smuggling_buyers_condition_by_who_bears_the_cargo(
    checked: dict[str, CheckedEarnings],
) -> None:
    prepaid = number(checked["smuggler-condition"], "/prepaid/chance")
    after = number(checked["smuggler-condition"], "/after_delivery/chance")

    assert (prepaid.low, prepaid.high) == pytest.approx((0.38, 0.58), abs=0.04)
    assert (after.low, after.high) == pytest.approx((0.63, 0.79), abs=0.04)


def test_recorded_coke_covers_a_few_percent_of_crude_steel(
    checked: dict[str, CheckedEarnings],
) -> None:
    found = [r.numbers[0].value or 0 for r in checked["coke-gap"].readings]

    assert all(0.005 < share < 0.05 for share in found)
    assert set(verdicts(checked["coke-gap"]).values()) == {"uncertain"}


def test_the_deficit_of_2018_agrees_with_the_customs_of_china(
    checked: dict[str, CheckedEarnings],
) -> None:
    row = checked["deficit-2018"]

    assert number(row, "/deficit_usd").value == pytest.approx(1.818e9, rel=1e-3)
    assert verdicts(row) == {"china": "consistent"}


def test_twenty_tonnes_of_gold_are_over_a_billion_dollars_and_implausible(
    checked: dict[str, CheckedEarnings],
) -> None:
    row = checked["gold-2020"]

    assert number(row, "/worth_usd").value == pytest.approx(1.10e9, rel=0.01)
    assert verdicts(row) == {"gold": "implausible"}


def test_the_fertiliser_of_2020_buys_about_one_cargo_of_coal(
    checked: dict[str, CheckedEarnings],
) -> None:
    cargoes = number(checked["barter-2020"], "/cargoes")

    assert 0.5 < (cargoes.low or 0) < (cargoes.high or 0) < 2.5


def test_the_export_share_of_2016_is_72_percent_by_one_series_and_59_by_its_rival(
    checked: dict[str, CheckedEarnings],
) -> None:
    row = checked["export-shares"]

    assert number(row, "statistics_korea/share").value == pytest.approx(0.72, abs=0.005)
    assert number(row, "nk_resources_institute/share").value == pytest.approx(0.59, abs=0.005)


def test_the_only_comparison_of_the_same_code_says_the_opposite_of_a_discount(
    checked: dict[str, CheckedEarnings],
) -> None:
    found = verdicts(checked["discount"])

    assert found["2013.same_code"] == "excluded for 2013"
    assert {v for k, v in found.items() if not k.endswith("same_code")} == {"can't tell"}


def test_months_that_stand_for_a_year_are_named_with_the_chance_of_a_loss(
    checked: dict[str, CheckedEarnings],
) -> None:
    reading = checked["company-losses"].readings[0]

    assert "2017 (Jan, Feb and Sep only)" in reading.reason
    assert "2009 (Jan to Jun only)" in reading.reason
    assert reading.reason.endswith("no figure: 2014, before 2009, after 2017")
