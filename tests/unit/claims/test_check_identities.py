"""Sums, parts, products, growth, ranks and running totals."""

from datetime import date
from typing import Any

import pytest
from tests.builders import make_fx
from tests.claim_figures import make_claims

from coalface.claims.checks import find_checks
from coalface.claims.facts import Facts
from coalface.law.rulebook import load_rulebook

MONEY = {"commodity": "all goods", "unit": "million", "currency": "USD"}
SOLD = MONEY | {"metric": "export_value", "flow": "export"}
BOUGHT = MONEY | {"metric": "import_value", "flow": "import"}
TOTAL = MONEY | {"metric": "trade_total"}
DEFICIT = MONEY | {"metric": "trade_deficit"}
SEPTEMBER = {"valid_from": date(2023, 9, 1), "valid_to": date(2023, 9, 30)}


def _year(year: int) -> dict[str, date]:
    return {"valid_from": date(year, 1, 1), "valid_to": date(year, 12, 31)}


def _rows(
    *claims: dict[str, Any], facts: Facts | None = None, **shared: Any
) -> list[dict[str, Any]]:
    return find_checks(make_claims(*claims, **shared), facts or Facts()).to_dicts()


def _found(*claims: dict[str, Any], test: str, **shared: Any) -> list[str]:
    return [row["verdict"] for row in _rows(*claims, facts=None, **shared) if row["test"] == test]


@pytest.mark.parametrize(("total", "verdict"), [(201.6, "agree"), (210.6, "conflict")])
def test_exports_and_imports_make_the_total(total: float, verdict: str) -> None:
    claims = (SOLD | {"value": 25.3}, BOUGHT | {"value": 176.3}, TOTAL | {"value": total})

    assert _found(*claims, test="sum", **SEPTEMBER) == [verdict]


@pytest.mark.parametrize(("deficit", "verdict"), [(151.0, "agree"), (141.0, "conflict")])
def test_imports_less_exports_make_the_deficit(deficit: float, verdict: str) -> None:
    claims = (SOLD | {"value": 25.3}, BOUGHT | {"value": 176.3}, DEFICIT | {"value": deficit})

    assert _found(*claims, test="balance", **SEPTEMBER) == [verdict]


def test_a_sum_of_two_months_is_not_made() -> None:
    october = {"valid_from": date(2023, 10, 1), "valid_to": date(2023, 10, 31)}
    claims = (SOLD | {"value": 1.0} | october, BOUGHT | {"value": 2.0} | SEPTEMBER)

    assert _found(*claims, TOTAL | {"value": 9.0} | SEPTEMBER, test="sum") == []


def test_a_sum_that_a_factor_of_ten_would_mend_carries_the_hint_and_what_stays_open() -> None:
    claims = (SOLD | {"value": 191.75}, BOUGHT | {"value": 20.1}, TOTAL | {"value": 39.3})

    (row,) = [r for r in _rows(*claims, facts=None, **SEPTEMBER) if r["test"] == "sum"]

    assert "c0 read as a tenth of what is printed would fit" in row["hint"]
    assert "stay unexplained" in row["hint"]


def test_shares_of_one_payment_that_make_more_than_all_of_it_warn_where_some_may_be_nested() -> (
    None
):
    share = {"kind": "payment_term", "unit": "fraction", "commodity": "minerals"}
    claims = (
        share | {"metric": "paid_on_delivery", "value": 0.7},
        share | {"metric": "paid_after_inspection", "value": 0.3},
        share | {"metric": "prepaid_share", "value": 0.3, "commodity": "anthracite"},
    )

    assert "warn" in _found(*claims, test="parts_sum_to_one")


def test_shares_that_make_far_more_than_all_of_it_conflict() -> None:
    share = {"kind": "payment_term", "unit": "fraction", "commodity": "minerals"}
    claims = (
        share | {"metric": "paid_on_delivery", "value": 0.7},
        share | {"metric": "paid_after_inspection", "value": 0.6},
    )

    assert _found(*claims, test="parts_sum_to_one") == ["conflict"]


def test_shares_that_leave_a_rest_unnamed_are_left_alone() -> None:
    share = {"kind": "payment_term", "unit": "fraction"}
    claims = (
        share | {"metric": "paid_on_delivery", "value": 0.5},
        share | {"metric": "paid_after_inspection", "value": 0.2},
    )

    assert _found(*claims, test="parts_sum_to_one") == []


@pytest.mark.parametrize(("printed", "verdict"), [(0.456, "agree"), (0.54, "conflict")])
def test_a_share_is_its_part_over_its_whole(printed: float, verdict: str) -> None:
    share = {"kind": "share", "metric": "coal_share_of_exports", "unit": "fraction"}
    claims = (
        share | {"commodity": "coal", "value": printed},
        SOLD | {"commodity": "coal", "value": 830.0},
        SOLD | {"value": 1820.0},
    )

    assert _found(*claims, test="share", **_year(2011)) == [verdict]


def test_coal_above_all_goods_of_its_months_conflicts() -> None:
    claims = (SOLD | {"commodity": "coal", "value": 90.0}, SOLD | {"value": 50.0})

    assert _found(*claims, test="part_of_whole", **SEPTEMBER) == ["conflict"]


@pytest.mark.parametrize(("price", "verdict"), [(45.0, "agree"), (54.0, "conflict")])
def test_price_times_quantity_is_value(price: float, verdict: str) -> None:
    sold = {"commodity": "molybdenum"} | SEPTEMBER
    claims = (
        sold | {"metric": "sales_value", "value": 3.195, "unit": "million", "currency": "CNY"},
        sold | {"metric": "sales_volume", "kind": "quantity", "value": 71.0, "unit": "t"},
        sold
        | {"metric": "unit_price", "kind": "price", "value": price, "currency": "CNY", "per": "kg"},
    )

    assert _found(*claims, test="product") == [verdict]


@pytest.mark.parametrize(("start", "verdict"), [(60, "conflict"), (2000, "warn")])
def test_a_price_without_a_time_far_from_a_dated_value_only_warns(start: int, verdict: str) -> None:
    sold = {"commodity": "molybdenum"}
    claims = (
        sold | SEPTEMBER
        | {"metric": "sales_value", "value": 3.195, "unit": "million", "currency": "CNY"},
        sold | SEPTEMBER
        | {"metric": "sales_volume", "kind": "quantity", "value": 71.0, "unit": "t"},
        sold
        | {"metric": "unit_price", "kind": "price", "value": 60.0, "currency": "CNY", "per": "kg",
           "start": start},
    )  # fmt: skip

    assert _found(*claims, test="product") == [verdict]


def test_a_price_in_dollars_is_set_against_a_value_in_yuan_at_the_month_s_rate() -> None:
    facts = Facts(
        fx=make_fx(
            frequency="monthly",
            rate=7.3,
            period_start=date(2023, 9, 1),
            period_end=date(2023, 10, 1),
        )
    )
    sold = {"commodity": "molybdenum"} | SEPTEMBER
    claims = (
        sold | {"metric": "sales_value", "value": 3.195, "unit": "million", "currency": "CNY"},
        sold | {"metric": "sales_volume", "kind": "quantity", "value": 71.0, "unit": "t"},
        sold
        | {"metric": "unit_price", "kind": "price", "value": 45.0, "currency": "USD", "per": "t"},
    )

    (row,) = [r for r in _rows(*claims, facts=facts) if r["test"] == "product"]

    assert row["verdict"] == "conflict"
    assert row["hint"] == "c2 read as of a kilogramme, in the currency of the value would fit."


@pytest.mark.parametrize(("volume", "verdict"), [(9000.0, "agree"), (90_000.0, "conflict")])
def test_ships_times_trips_times_load_is_the_volume(volume: float, verdict: str) -> None:
    coal = {"commodity": "coal", "kind": "quantity"}
    claims = (
        coal | {"metric": "sts_volume", "value": volume, "unit": "t", "op": "approx"},
        coal | {"metric": "sts_transfers", "value": 3.0, "unit": "count", "locator": "3 lighters"},
        coal | {"metric": "trips", "value": 2.0, "unit": "count", "per": "lighter"},
        coal | {"metric": "cargo_size", "value": 1500.0, "value_high": 1600.0, "unit": "t",
                "op": "range", "per": "trip"},
    )  # fmt: skip

    assert _found(*claims, test="product") == [verdict]


def _ship_loads(**total: Any) -> tuple[dict[str, Any], ...]:
    coal = {"commodity": "coal", "kind": "quantity", "unit": "t"}
    return (
        coal | {"metric": "n_ships", "value": 4.0, "unit": "count", "locator": "four ships"},
        coal | {"metric": "cargo_size", "value": 2000.0, "per": "ship", "start": 20},
        coal | {"metric": "quantity", "value": 8000.0, "start": 60} | total,
        coal | {"metric": "quantity", "value": 90_000.0, "start": 900},
        coal | {"metric": "cargo_size", "value": 2100.0, "start": 1200},
    )


@pytest.mark.parametrize("per", [None, "ship"])
def test_a_total_that_loads_bear_out_keeps_them_from_every_other_volume(per: str | None) -> None:
    verdicts = _found(*_ship_loads(per=per), test="product")

    assert verdicts == ["agree"]  # though "a total of 8,000" may be read as one ship's, too


def test_loads_that_no_volume_bears_out_are_set_against_the_nearest_only() -> None:
    rows = _rows(*_ship_loads(value=7000.0), facts=None)

    (row,) = [r for r in rows if r["test"] == "product"]
    assert (row["verdict"], "but 7,000 t is stated" in row["explanation"]) == ("conflict", True)


@pytest.mark.parametrize(
    ("printed", "verdict"), [(-0.207, "agree"), (-0.2, "agree_rounded"), (-0.5, "conflict")]
)
def test_growth_is_the_level_after_over_the_level_before(printed: float, verdict: str) -> None:
    price = {"metric": "unit_price", "commodity": "coal"}
    claims = (
        price | {"kind": "growth_rate", "value": printed, "unit": "fraction"},
        price | {"kind": "price", "value": 58.0, "currency": "USD", "per": "t", "status": "past"},
        price | {"kind": "price", "value": 46.0, "currency": "USD", "per": "t"},
    )

    assert _found(*claims, test="growth_level") == [verdict]


def test_growth_on_the_year_is_not_reckoned_from_a_month_to_a_year() -> None:
    change = SOLD | {"kind": "growth_rate", "value": -0.13, "unit": "fraction", "currency": None}
    claims = (
        change | {"valid_from": date(2017, 1, 1), "valid_to": date(2017, 1, 31)},
        SOLD | {"value": 100.0, "valid_from": date(2017, 1, 1), "valid_to": date(2017, 1, 31)},
        SOLD | {"value": 1200.0} | _year(2016),
    )

    assert "conflict" not in _found(*claims, test="growth_level")


def test_growth_on_the_month_is_reckoned_from_the_month_before() -> None:
    change = SOLD | {"kind": "growth_rate", "value": 0.1, "unit": "fraction", "currency": None}
    august = {"valid_from": date(2023, 8, 1), "valid_to": date(2023, 8, 31)}
    year_ago = {"valid_from": date(2022, 9, 1), "valid_to": date(2022, 9, 30)}
    claims = (
        change | SEPTEMBER | {"locator": "grew 10% on the month"},
        SOLD | {"value": 110.0} | SEPTEMBER,
        SOLD | {"value": 100.0} | august,
        SOLD | {"value": 31.0} | year_ago,
    )

    assert _found(*claims, test="growth_level") == ["agree"]


def test_more_than_forty_per_cent_of_exactly_forty_warns() -> None:
    price = {"metric": "unit_price", "commodity": "coal"}
    claims = (
        price | {"kind": "growth_rate", "value": 0.4, "unit": "fraction", "op": "gt"},
        price | {"kind": "price", "value": 50.0, "currency": "USD", "per": "t", "status": "past"},
        price | {"kind": "price", "value": 70.0, "currency": "USD", "per": "t"},
    )

    assert _found(*claims, test="growth_level") == ["warn"]


@pytest.mark.parametrize(("place", "verdict"), [(2.0, "conflict"), (3.0, "consistent")])
def test_a_good_has_no_more_goods_above_it_than_its_place_allows(
    place: float, verdict: str
) -> None:
    claims = (
        {
            "kind": "ratio",
            "metric": "export_rank",
            "commodity": "silk",
            "value": place,
            "unit": "rank",
        },
        SOLD | {"commodity": "raw silk", "value": 9.2},
        SOLD | {"commodity": "tungsten", "value": 31.0},
        SOLD | {"commodity": "molybdenum", "value": 13.7},
    )

    assert _found(*claims, test="rank_order", **_year(2022)) == [verdict]


def test_a_running_total_that_falls_conflicts_and_offers_the_swap_of_flows() -> None:
    nine = {"valid_from": date(2011, 1, 1), "valid_to": date(2011, 9, 30), "document_id": "a"}
    eleven = {"valid_from": date(2011, 1, 1), "valid_to": date(2011, 11, 30), "document_id": "b"}
    claims = (
        BOUGHT | {"value": 2370.0} | nine,
        SOLD | {"value": 1820.0} | nine,
        BOUGHT | {"value": 2260.0} | eleven,
        SOLD | {"value": 2920.0} | eleven,
    )

    found = [r for r in _rows(*claims) if r["test"] == "cumulative_monotone"]

    assert sorted(row["verdict"] for row in found) == ["conflict", "consistent"]
    assert "If b swapped exports and imports" in found[0]["hint"]


def test_one_load_above_its_month_conflicts_and_is_tried_in_barrels() -> None:
    october = {"valid_from": date(2022, 10, 1), "valid_to": date(2022, 10, 31)}
    oil = {
        "kind": "quantity",
        "metric": "import_volume",
        "commodity": "petroleum products",
        "unit": "t",
    }
    claims = (oil | {"value": 14_400.0, "per": "cargo"}, oil | {"value": 1730.0, "op": "approx"})

    (row,) = [
        r
        for r in _rows(*claims, facts=Facts(rulebook=load_rulebook()), **october)
        if r["verdict"] == "conflict"
    ]

    assert row["hint"].startswith("c0 read as barrels would be 1,728")


def test_short_tons_and_tonnes_of_one_load_agree() -> None:
    load = {"kind": "quantity", "metric": "cargo_size", "commodity": "graphite"}
    claims = (load | {"value": 3000.0, "unit": "short ton"}, load | {"value": 2722.0, "unit": "t"})

    assert _found(*claims, test="unit_conversion") == ["agree"]


def test_two_currencies_whose_rate_is_of_another_month_name_that_month() -> None:
    months = [date(2024, m, 1) for m in (8, 9, 10)]
    facts = Facts(
        fx=make_fx(
            row_id=["a", "b", "c"], frequency="monthly", rate=[6.5, 7.1, 7.3],
            period_start=months, period_end=[*months[1:], date(2024, 11, 1)],
        )
    )  # fmt: skip
    price = {"kind": "price", "metric": "unit_price", "commodity": "coal", "per": "t"}
    september = {"valid_from": date(2024, 9, 1), "valid_to": date(2024, 9, 30)}
    claims = (
        price | {"value": 650.0, "currency": "CNY"},
        price | {"value": 100.0, "currency": "USD", "start": 20},
    )

    (row,) = [r for r in _rows(*claims, facts=facts, **september) if r["test"] == "fx"]

    assert row["verdict"] == "conflict"
    assert row["hint"] == "Months whose mean rate would fit, the latest: August 2024."


def test_a_figure_beyond_the_years_of_its_data_conflicts() -> None:
    window = {"kind": "event", "metric": "data_window", "valid_from": date(1991, 1, 1),
              "valid_to": date(2016, 12, 31), "commodity": None}  # fmt: skip
    total = {"metric": "receipts", "value": 5.0, "unit": "billion", "currency": "USD",
             "valid_from": date(2000, 1, 1), "valid_to": date(2017, 9, 30)}  # fmt: skip

    assert _found(window, total, test="same_subject_period") == ["conflict"]
