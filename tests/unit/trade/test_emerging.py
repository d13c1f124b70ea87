"""Years against years, ranks among what is known, and the law at its day."""

from datetime import date
from typing import Any

import pytest
from tests.builders import make_flows, make_processing_inputs, make_shares

from coalface.law import load_rulebook
from coalface.trade.emerging import EmergingGood, emerging_table, find_emerging, numbers

AS_OF = date(2026, 11, 1)


def emerging(shares: Any = None, **columns: Any) -> dict[str, EmergingGood]:
    years = columns.pop("years")
    flows = make_flows(
        period_start=[date(y, 1, 1) for y in years],
        period_end=[date(y + 1, 1, 1) for y in years],
        **columns,
    )
    inputs = make_processing_inputs(value_fob_usd=1.0)
    table = make_shares() if shares is None else shares
    rows = find_emerging(flows, inputs, table, load_rulebook(), as_of=AS_OF)
    return {row.code: row for row in rows}


def test_the_latest_year_is_set_against_the_highest_earlier_one() -> None:
    row = emerging(years=[2018, 2019, 2022], hs_code="2611", value_cif_usd=[18.5, 12.33, 31.0])

    high = row["2611"].comparisons[0]
    assert high.year == 2018
    assert high.value_ratio.value == pytest.approx(31.0 / 18.5)
    assert row["2611"].is_new_high


def test_a_part_of_an_earlier_year_above_the_latest_forbids_a_new_high() -> None:
    flows = make_flows(
        hs_code="2601",
        value_cif_usd=[44.5, 205.6, 100.0],
        period_start=[date(2004, 1, 1), date(2012, 1, 1), date(2017, 1, 1)],
        period_end=[date(2005, 1, 1), date(2012, 11, 1), date(2018, 1, 1)],
    )

    (row,) = find_emerging(
        flows, make_processing_inputs(), make_shares(), load_rulebook(), as_of=AS_OF
    )

    assert row.comparisons[0].year == 2004
    assert "2012-01_2012-10 alone was 206 USD" in row.comparisons[0].note
    assert row.comparisons[0].value_ratio.value is None
    assert row.comparisons[0].value_ratio.note == "part of 2012 was higher"
    assert row.is_new_high is False


def test_a_part_of_an_earlier_year_above_the_earlier_high_forbids_its_ratio() -> None:
    flows = make_flows(
        hs_code="2601",
        value_cif_usd=[44.5, 90.0, 100.0],
        period_start=[date(2004, 1, 1), date(2012, 1, 1), date(2017, 1, 1)],
        period_end=[date(2005, 1, 1), date(2012, 11, 1), date(2018, 1, 1)],
    )

    (row,) = find_emerging(
        flows, make_processing_inputs(), make_shares(), load_rulebook(), as_of=AS_OF
    )

    assert row.comparisons[0].value_ratio.value is None
    assert row.is_new_high is False


def test_a_part_of_a_later_year_above_the_latest_full_year_is_named_beside_it() -> None:
    flows = make_flows(
        hs_code="7201",
        value_cif_usd=[14.86, 18.6, 63.5],
        period_start=[date(2003, 1, 1), date(2004, 1, 1), date(2012, 1, 1)],
        period_end=[date(2004, 1, 1), date(2004, 5, 1), date(2012, 11, 1)],
    )

    (row,) = find_emerging(
        flows, make_processing_inputs(), make_shares(), load_rulebook(), as_of=AS_OF
    )

    assert row.latest_value.note == "2012-01_2012-10 alone was 64 USD; not a full year"


def test_coal_is_compared_with_the_year_before_resolution_2270() -> None:
    row = emerging(years=[2015, 2016, 2017], value_cif_usd=[1049.0, 1187.0, 403.0])["270111"]

    assert row.first_measure == "UN-2270-29-coal-iron"
    assert row.comparisons[1].year == 2015


def test_a_good_without_a_measure_is_compared_with_the_year_before_the_first_sectoral_one() -> None:
    row = emerging(years=[2015, 2016, 2018], hs_code="6704", value_cif_usd=[0.9, 5.0, 24.17])

    before = row["6704"].comparisons[1]
    assert before.year == 2015
    assert before.note.startswith("no measure on it")


def test_an_older_year_that_stands_in_for_an_unpublished_one_is_named() -> None:
    row = emerging(years=[2004, 2017], hs_code="2601", value_cif_usd=[44.5, 100.0])["2601"]

    assert "2015 not published, 2004 is the last year before it" in row.comparisons[1].note


def test_a_year_that_nobody_published_gives_no_figure_not_zero() -> None:
    row = emerging(years=[2022], hs_code="2849", value_cif_usd=[4.4])["2849"]

    assert row.comparisons[2].year is None
    assert row.comparisons[2].value.value is None
    assert row.is_new_high is None


def test_a_change_with_both_masses_is_split_into_price_and_quantity() -> None:
    row = emerging(years=[2015, 2016], value_cif_usd=[1050.0, 1188.0], mass_t=[20.0, 22.0])

    high = row["270111"].comparisons[0]
    assert high.price_effect.value is not None
    assert high.quantity_effect.value is not None
    assert high.price_effect.value + high.quantity_effect.value == pytest.approx(138.0)


def test_a_change_without_mass_says_value_only() -> None:
    row = emerging(years=[2015, 2016], value_cif_usd=[1050.0, 1188.0], mass_t=[20.0, None])

    effect = row["270111"].comparisons[0].price_effect
    assert effect.value is None
    assert effect.note.startswith("value only")


def test_a_part_year_is_shown_but_never_ranked() -> None:
    flows = make_flows(
        hs_code=["720221", "2611"],
        value_cif_usd=[90.0, 10.0],
        period_start=date(2021, 1, 1),
        period_end=[date(2021, 12, 1), date(2022, 1, 1)],
    )

    rows = find_emerging(
        flows, make_processing_inputs(), make_shares(), load_rulebook(), as_of=AS_OF
    )

    tungsten, ferrosilicon = rows
    assert tungsten.rank.value == 1
    assert ferrosilicon.rank.value is None
    assert ferrosilicon.latest_value.value is None
    assert ferrosilicon.part_years[0].value.value == 90.0


def test_a_chapter_never_outranks_its_own_goods() -> None:
    codes = ["27", "270111", "2601"]

    row = emerging(years=[2017] * 3, hs_code=codes, value_cif_usd=[5.0, 4.0, 3.0])

    assert row["270111"].rank.value == 1
    assert row["27"].rank.value is None


def test_a_chapter_beside_its_own_goods_stands_last_and_names_them() -> None:
    rows = emerging(years=[2022] * 2, hs_code=["26", "2611"], value_cif_usd=[90.0, 31.0])

    assert list(rows) == ["2611", "26"]
    assert rows["26"].holds == ("2611",)
    assert rows["2611"].holds == ()


def test_a_part_of_a_union_names_the_union_that_holds_its_value() -> None:
    rows = emerging(years=[2022] * 2, hs_code=["5002", "5003"], value_cif_usd=[9.2, 3.5])

    assert rows["5002"].within == "50"
    assert rows["50"].within == ""


def test_a_chapter_without_published_goods_takes_no_rank_from_others() -> None:
    row = emerging(years=[2017] * 2, hs_code=["08", "2601"], value_cif_usd=[5.0, 3.0])

    assert row["2601"].rank.value == 1
    assert row["08"].rank.value is None
    assert row["08"].is_chapter


def test_goods_of_equal_value_share_a_rank() -> None:
    row = emerging(years=[2017] * 2, hs_code=["2601", "2608"], value_cif_usd=[5.0, 5.0])

    assert row["2601"].rank.value == row["2608"].rank.value == 1


def test_the_market_share_is_published_or_follows_from_imports_from_the_world() -> None:
    shares = make_shares(indicator="share of China tungsten imports (value)", hs_code="2611")
    flows = make_flows(
        hs_code=["270111", "270111", "2611"],
        partner=["PRK", "WLD", "PRK"],
        mass_t=[16.5, 40.0, None],
        value_cif_usd=[10.0, None, 1.0],
    )

    rows = find_emerging(flows, make_processing_inputs(), shares, load_rulebook(), as_of=AS_OF)

    coal, tungsten = rows
    assert coal.market_shares[0].value == pytest.approx(0.4125)
    assert tungsten.market_shares[0].mark == "published"
    assert tungsten.market_shares[0].value == 0.4


def test_the_law_is_asked_for_the_year_and_for_the_day_of_the_account() -> None:
    row = emerging(years=[2003], hs_code="7201", value_cif_usd=[14.86])["7201"]

    assert row.standing_then is not None
    assert row.standing_then.verdict == "not_listed"
    assert row.standing_now.verdict == "prohibited"


def test_silk_is_judged_by_its_parts_and_contested() -> None:
    row = emerging(years=[2022], hs_code="50", value_cif_usd=[12.2])["50"]

    assert row.standing_now.verdict == "contested"
    assert row.standing_now.why == "text"


def test_a_zero_before_the_first_trade_is_told() -> None:
    row = emerging(years=[2016, 2019], hs_code="9108", value_cif_usd=[0.0, 49.2])["9108"]

    assert row.first_seen.value == 2019
    assert row.first_seen.note == "published as zero in 2016"


def test_the_table_has_one_row_a_good_and_ids_are_unique() -> None:
    found = emerging(years=[2022] * 2, hs_code=["2611", "2613"], value_cif_usd=[31.0, 13.7])
    rows = tuple(found.values())

    assert emerging_table(rows)["hs_code"].to_list() == ["2611", "2613"]
    ids = [n.id for n in numbers(rows)]
    assert len(ids) == len(set(ids))
