"""What a measure covers: its own base year, no good twice, no figure where there is none."""

from datetime import date
from typing import Any

from tests.builders import make_flows, make_prices, make_processing_inputs

from coalface.law import load_rulebook
from coalface.trade.relief import Relief, find_relief, find_relief_total, numbers, relief_table

AS_OF = date(2026, 11, 1)


def relief(years: list[int], **columns: Any) -> dict[str, Relief]:
    flows = make_flows(
        period_start=[date(y, 1, 1) for y in years],
        period_end=[date(y + 1, 1, 1) for y in years],
        **columns,
    )
    prices = make_prices(
        dataset="benchmark_monthly",
        series="coal_australia_thermal",
        period_start=[date(2026, 4, 1), date(2026, 5, 1)],
        period_end=[date(2026, 5, 1), date(2026, 6, 1)],
        price_low=[100.0, 130.0],
        price_high=[100.0, 130.0],
    )
    rows = find_relief(flows, make_processing_inputs(), prices, load_rulebook(), as_of=AS_OF)
    return {row.measure_id: row for row in rows if row.direction == "from_dprk"}


def test_a_measure_shows_the_last_full_year_before_its_own_first_day() -> None:
    rows = relief([2015, 2016], value_cif_usd=[1049.0, 1187.0], mass_t=[19.6, 22.5])

    assert rows["UN-2270-29-coal-iron"].value.value == 1049.0
    assert rows["UN-2371-8-coal"].value.value == 1187.0
    assert rows["UN-2371-8-coal"].mass.value == 22.5


def test_the_same_tonnage_at_the_latest_benchmark_is_marked_proxy() -> None:
    proxy = relief([2016], value_cif_usd=[1187.0], mass_t=[10.0])["UN-2371-8-coal"].proxy

    assert proxy.value == 1300.0
    assert (proxy.low, proxy.high) == (1000.0, 1300.0)
    assert proxy.note.startswith("proxy")


def test_a_good_is_counted_once_under_the_first_measure_that_covered_it() -> None:
    rows = relief([2015, 2016], value_cif_usd=[1049.0, 1187.0])

    assert rows["UN-2270-29-coal-iron"].counted.value == 1049.0
    assert rows["UN-2371-8-coal"].counted.value is None
    assert rows["UN-2371-8-coal"].counted.note == "counted under an earlier measure"
    total, _ = find_relief_total(tuple(rows.values()))
    assert total.value == 1049.0


def test_a_chapter_is_not_added_to_its_subheading() -> None:
    rows = relief([2016] * 2, hs_code=["27", "270111"], value_cif_usd=[1200.0, 1187.0])

    assert rows["UN-2371-8-coal"].goods == ("270111",)
    assert rows["UN-2371-8-coal"].value.value == 1187.0
    assert "too wide or unnamed to count: 27" in rows["UN-2371-8-coal"].note


def test_a_heading_and_its_subheading_under_one_measure_count_the_subheading() -> None:
    rows = relief([2016] * 2, hs_code=["2601", "260111"], value_cif_usd=[72.0, 70.0])

    assert rows["UN-2371-8-iron"].goods == ("260111",)
    assert rows["UN-2371-8-iron"].value.value == 70.0


def test_goods_that_nobody_published_give_no_figure() -> None:
    rows = relief([2016], value_cif_usd=[1187.0])

    assert rows["UN-2371-10-lead"].value.value is None
    assert rows["UN-2371-10-lead"].nearest.value is None
    assert rows["UN-2371-10-lead"].nearest.note.startswith("no figure")


def test_the_nearest_published_year_stands_apart_from_the_base_year() -> None:
    textiles = relief([2015, 2017], hs_code="61-62", value_cif_usd=[800.0, 497.0])[
        "UN-2375-16-textiles"
    ]

    assert textiles.value.value is None
    assert textiles.nearest.value == 800.0
    assert textiles.nearest.how == "61-62 of 2015"


def test_nearest_years_never_hold_a_heading_beside_its_subheading() -> None:
    rows = relief([2017, 2015], hs_code=["2601", "260111"], value_cif_usd=[100.0, 70.0])

    assert rows["UN-2371-8-iron"].nearest.value == 70.0
    assert rows["UN-2371-8-iron"].nearest.how == "260111 of 2015"


def test_a_good_without_a_year_near_its_first_measure_is_counted_with_the_next_ones() -> None:
    rows = relief([2015, 2017], hs_code=["270111", "2601"], value_cif_usd=[1049.0, 100.0])

    first = rows["UN-2270-29-coal-iron"]
    assert first.nearest.value == 1049.0
    assert first.counted_nearest.value == 1149.0
    assert first.counted_years == (2015, 2017)
    assert "later measure's nearest year: 2601 of 2017" in first.note
    assert rows["UN-2371-8-iron"].counted_nearest.value is None


def test_a_year_too_far_away_is_no_nearest_year() -> None:
    rows = relief([2004], hs_code="2601", value_cif_usd=[44.5])

    assert rows["UN-2371-8-iron"].nearest.value is None


def test_a_part_of_the_base_year_is_named_but_not_counted() -> None:
    flows = make_flows(
        hs_code="0307",
        value_cif_usd=98e6,
        period_start=date(2016, 1, 1),
        period_end=date(2016, 10, 1),
    )

    rows = find_relief(flows, make_processing_inputs(), make_prices(), load_rulebook(), as_of=AS_OF)

    seafood = next(row for row in rows if row.measure_id == "UN-2371-9-seafood")
    assert seafood.value.value is None
    assert "0307: 98,000,000 USD in 2016-01_2016-09 only, not counted" in seafood.note


def test_silk_counts_as_contested_and_still_declared() -> None:
    textiles = relief([2022], hs_code="50", value_cif_usd=[12.2])["UN-2375-16-textiles"]

    assert textiles.still.value == 12.2
    assert textiles.note == "contested among them: 50"


def test_measures_on_supplies_to_the_dprk_stay_out_of_the_total_of_its_exports() -> None:
    flows = make_flows(flow="export", hs_code="2709", value_fob_usd=600.0)

    rows = find_relief(flows, make_processing_inputs(), make_prices(), load_rulebook(), as_of=AS_OF)

    crude = next(row for row in rows if row.measure_id == "UN-2397-4-crude")
    assert crude.value.value == 600.0
    assert find_relief_total(rows)[0].value is None


def test_a_measure_that_never_applied_has_no_row() -> None:
    flows = make_flows(flow="export", hs_code="2710", value_fob_usd=1.0)

    rows = find_relief(flows, make_processing_inputs(), make_prices(), load_rulebook(), as_of=AS_OF)

    ids = [row.measure_id for row in rows]
    assert "UN-2397-5-refined" in ids
    assert "UN-2375-14-refined-annual" not in ids


def test_ids_are_unique_and_the_table_has_one_row_a_measure_and_direction() -> None:
    rows = tuple(relief([2016], value_cif_usd=[1187.0]).values())

    ids = [n.id for n in numbers(rows)]
    assert len(ids) == len(set(ids))
    assert relief_table(rows).height == len(rows)


def test_a_measure_that_begins_after_the_account_is_left_out() -> None:
    rows = find_relief(
        make_flows(value_cif_usd=1.0),
        make_processing_inputs(),
        make_prices(),
        load_rulebook(),
        as_of=date(2017, 1, 2),
    )

    assert max(row.base_year for row in rows) == 2015
